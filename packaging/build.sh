#!/usr/bin/env bash
# Configures and builds into build/release; programs are in build/release/bin.   packaging/build.sh [TARGET...]
set -euo pipefail
cd "$(dirname "$0")/.."
export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime CCACHE_MAXSIZE=${CCACHE_MAXSIZE:-8G}
cmake --preset release ${UNROLL_CMAKE_ARGS:-}
targets=()
[ $# -gt 0 ] && targets=(--target "$@")
cmake --build build/release "${targets[@]}"
