#!/bin/sh
# Prints `yiming run` beside others that do a part of its work, as ratios taken in one session on one machine, in Markdown.
#
#   sh benches/peers/run.sh [--rounds N] [--megabytes N]
#
# Builds yiming and the peers in Rust (benches/peers/composition), installs those in Python into target/venv-peers (below CARGO_TARGET_DIR where
# that is set), and runs benches/peers/compare.py, which says what is measured. Needs Python 3.9 with pip, and a network the first time.
set -eu
cd "$(dirname "$0")/../.."
target=${CARGO_TARGET_DIR:-$PWD/target}
venv=$target/venv-peers
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r benches/peers/requirements.txt
cargo build --release --quiet
cargo build --release --quiet --manifest-path benches/peers/composition/Cargo.toml --target-dir "$target/peers"
exec "$venv/bin/python" benches/peers/compare.py --yiming "$target/release/yiming" --peers "$target/peers/release" "$@"
