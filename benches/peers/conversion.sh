#!/bin/sh
# Prints the table of docs/conversion.md: our conversion beside OpenCC's C++ library 1.4.2, in Markdown.
#
#   sh benches/peers/conversion.sh [--test]
#
# Prepares the library (tests/parity/library.sh), builds, and runs benches/reference.rs, which says what is measured. With --test, a short
# run on the sample corpus. Exit code 1 where any byte differs.
set -eu
cd "$(dirname "$0")/../.."
variables=$(sh tests/parity/library.sh)
eval "$variables"
echo "yiming $(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1), OpenCC 1.4.2, $(rustc --version | cut -d' ' -f1-2),\
$(sed -n 's/^model name[^:]*:/ on one thread of/p' /proc/cpuinfo 2>/dev/null | head -n 1)."
cargo bench --quiet --features opencc-reference --bench reference -- "$@"
