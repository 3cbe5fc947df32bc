#!/bin/sh
# Prepares OpenCC's C++ library 1.4.2 for the feature opencc-reference: installs the PyPI package opencc, which carries a static library, the
# program and the data, and prints the variables that the build and the tests need.
#
#   eval "$(sh tests/parity/library.sh [VENV])"
#
# VENV is where the package is installed; it is made where it is missing. Without it, a folder below cargo's target folder.
set -eu
venv=${1:-${CARGO_TARGET_DIR:-target}/venv}
[ -x "$venv/bin/python" ] || python3 -m venv "$venv" >&2
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check 'opencc==1.4.2' >&2
clib=$("$venv/bin/python" -c 'import opencc, os; print(os.path.join(os.path.dirname(os.path.abspath(opencc.__file__)), "clib"))')
# The package carries the program without the permission to run it.
chmod +x "$clib/bin/opencc" 2>/dev/null || true
library=$(find "$clib" -name 'libopencc.a' | head -n 1)
cat <<END
export OPENCC_LIB_DIRS='${library%/*}'
export OPENCC_INCLUDE_DIRS='$clib/include'
export OPENCC_LIBS='opencc:marisa'
export OPENCC_STATIC=1
export OPENCC_DYLIB_STDCPP=1
export YIMING_OPENCC='$clib'
END
