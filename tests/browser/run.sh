#!/bin/sh
# Looks at the pages of yiming report in Chromium, headless, from files; nothing is fetched but what is missing below.
#
#   sh tests/browser/run.sh YIMING [FOLDER]
#
# YIMING is the program, FOLDER is for what is installed and made (below the target folder if not given). Chromium is YIMING_CHROMIUM, or one on
# the path, or Debian's package, which needs root. Node 20 or newer. YIMING_SCREENSHOTS names a folder for pictures of the pages.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
yiming=$(realpath "$1")
folder=${2:-${CARGO_TARGET_DIR:-$here/../../target}/browser}
mkdir -p "$folder"
folder=$(realpath "$folder")

installed() {
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" && return
    done
    return 1
}

if [ -z "${YIMING_CHROMIUM:-}" ] && ! YIMING_CHROMIUM=$(installed); then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium fonts-noto-cjk >"$folder/apt.log" 2>&1
    YIMING_CHROMIUM=$(installed)
fi
export YIMING_CHROMIUM

cp "$here/package.json" "$here/package-lock.json" "$folder/"
(cd "$folder" && npm ci --silent --no-audit --no-fund --ignore-scripts)

node "$here/check.mjs" "$yiming" "$folder" "$here/../../corpus"
