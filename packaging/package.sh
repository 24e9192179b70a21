#!/usr/bin/env bash
# Builds the Debian package of both programs into build/release.   packaging/package.sh
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
"$root/packaging/bootstrap.sh"
"$root/packaging/build.sh"
cd "$root/build/release"
cpack -G DEB
for package in unroll-studio_*.deb; do echo "Made $PWD/$package: install it with 'apt install $PWD/$package'."; done
