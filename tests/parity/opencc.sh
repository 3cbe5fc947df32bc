#!/bin/sh
# Compares conversion with OpenCC's own program, byte for byte, over a folder of Traditional-Chinese text files.
#
#   sh tests/parity/opencc.sh FOLDER YIMING [VENV]
#
# YIMING is our program, for example target/release/yiming. VENV is where the reference, the PyPI package opencc 1.4.2, is installed; it is made
# where it is missing. Traditional configurations read the files; s2* read what t2s makes of them. Exit code 1 where
# any byte differs.
set -eu
folder=$1 yiming=$2 venv=${3:-${CARGO_TARGET_DIR:-target}/venv}
variables=$(sh "$(dirname "$0")/library.sh" "$venv")
eval "$variables"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

find "$folder" -type f -name '*.txt' | LC_ALL=C sort | while IFS= read -r file; do cat "$file"; echo; done > "$work/hant"

# reference CONFIG IN OUT; the library reads every dictionary, its program leaves some out unless told.
reference() {
    "$YIMING_OPENCC/bin/opencc" --include-tofu-risk-dictionaries -c "$YIMING_OPENCC/share/opencc/$1.json" -i "$2" -o "$3" 2>/dev/null
}

reference t2s "$work/hant" "$work/hans"
failed=0
compare() {
    reference "$1" "$2" "$work/theirs"
    "$yiming" convert -c "$1" < "$2" > "$work/ours"
    if cmp -s "$work/theirs" "$work/ours"; then
        echo "$1: equal, $(wc -c < "$work/ours") bytes"
    else
        echo "$1: DIFFERENT: $(cmp "$work/theirs" "$work/ours" 2>&1)" >&2
        failed=1
    fi
}
for config in t2s tw2s tw2sp hk2s hk2sp t2tw t2hk tw2t hk2t t2jp jp2t; do compare "$config" "$work/hant"; done
for config in s2t s2tw s2twp s2hk s2hkp; do compare "$config" "$work/hans"; done
python=$venv/bin/python
"$python" "$(dirname "$0")/inspect.py" "$yiming" "$YIMING_OPENCC/bin/opencc" "$YIMING_OPENCC/share/opencc" "$work/hant" || failed=1
exit $failed
