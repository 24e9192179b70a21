#!/usr/bin/env bash
# Sets up, builds and runs the tests.
#
#   packaging/test.sh [--all] [CTEST OPTION...]
#
# Without --all the tests labelled slow are left out. The last line says how many passed, failed and were skipped, each
# GoogleTest case counted; failed and skipped ones are listed above it. Leaves with 0 only if all ran and none failed.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
selection=(-LE slow)
if [ "${1:-}" = --all ]; then
  selection=()
  shift
fi

"$root/packaging/bootstrap.sh"
"$root/packaging/build.sh"

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
export GTEST_OUTPUT="xml:$results/" OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-passive}
code=0
ctest --test-dir "$root/build/release" --no-tests=error --output-on-failure --timeout 1500 \
  --output-junit "$results/ctest-junit.xml" "${selection[@]}" "$@" || code=$?
counted=0
python3 "$root/packaging/count_tests.py" "$results" || counted=$?
[ "$code" = 0 ] && [ "$counted" = 0 ]
