#!/usr/bin/env bash
# The main job, from nothing: sets up, builds, draws built-in moving scenes into a sample project, and opens the studio on it
# while a two-stage cascade trains. Without a display it does the same job on the command line, up to unrolled MP4s.
#
#   packaging/run.sh [--no-window] [FOLDER]
#
# FOLDER (default: unroll-demo beside the checkout) gets the project and the videos; started again, it trains one more
# run there. UNROLL_DEMO_MINUTES (default 10) is the time for training without a window.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
window=1
if [ "${1:-}" = --no-window ]; then
  window=0
  shift
fi
out=${1:-$(dirname "$root")/unroll-demo}
minutes=${UNROLL_DEMO_MINUTES:-10}
case $minutes in
  '' | *[!0-9.]* | *.*.*)
    echo "run.sh: UNROLL_DEMO_MINUTES is '$minutes'; give minutes, for example 10." >&2
    exit 2 ;;
esac

say() { printf '\n== %s\n' "$*"; }

started=$SECONDS
say "Setting up"
"$root/packaging/bootstrap.sh"
if [ "$window" = 1 ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  echo "There is no display here (DISPLAY and WAYLAND_DISPLAY are empty), so this is the command line's demonstration;"
  echo "on a desktop the same command opens the studio."
  window=0
fi

say "Building"
targets=(unroll)
[ "$window" = 0 ] || targets+=(unroll-studio)
"$root/packaging/build.sh" "${targets[@]}"
unroll=$root/build/release/bin/unroll
export OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-passive}

mkdir -p "$out"
out=$(cd "$out" && pwd)
project=$out/project
say "Drawing scenes into $project (set-up and build took $((SECONDS - started)) s)"
if [ ! -e "$project/project.json" ]; then
  "$unroll" new "$project" --recipe demo-32
  "$unroll" import "$project" --synthetic moving-scenes
fi
run=demo
number=1
while [ -e "$project/runs/$run" ]; do
  number=$((number + 1))
  run=demo-$number
done

if [ "$window" = 1 ]; then
  say "Opening the studio on $project; run '$run' trains meanwhile, and goes on when the window is closed"
  mkdir -p "$project/runs"
  setsid "$unroll" train "$project" --run "$run" >"$out/$run.log" 2>&1 </dev/null &
  exec "$root/build/release/bin/unroll-studio" "$project" --page train
fi

# How many steps fit into SECONDS is found by making a few: train STAGE SECONDS MOST.
train() {
  local stage=$1 seconds=$2 most=$3 try=8 resume=() pace steps
  [ "$stage" = 1 ] || resume=(--resume)
  pace=$("$unroll" train "$project" --run "$run" --stage "$stage" --steps $try "${resume[@]}" --json |
    sed -n 's/.*"secondsPerStep": *\([0-9.e+-]*\).*/\1/p' | tail -n 1)
  steps=$(awk -v s="$seconds" -v p="$pace" -v t=$try -v m="$most" \
    'BEGIN { n = p > 0 ? int(s / p) : m; if (n < t + 1) n = t + 1; if (n > m) n = m; print n }')
  echo "Stage $stage: $pace s a step, so $steps steps fit."
  "$unroll" train "$project" --run "$run" --stage "$stage" --steps "$steps" --resume
}

say "Training run '$run' for about $minutes minutes"
train 1 "$(awk -v m="$minutes" 'BEGIN { print m * 60 * 0.6 }')" 8000
train 2 "$(awk -v m="$minutes" 'BEGIN { print m * 60 * 0.4 }')" 4000

say "Unrolling 100 frames, many times the length of a training window"
videos=()
for what in stage1 stage2 pair; do
  "$unroll" export "$project" --run "$run" --what $what --frames 100 --out "$out/$run-$what.mp4"
  videos+=("$out/$run-$what.mp4")
done

cat <<END

Done in $(((SECONDS - started) / 60)) minutes. The videos:
$(printf '  %s\n' "${videos[@]}")

The same with a folder of your own videos (one folder inside it for each class, or --classes none):

  export PATH=$root/build/release/bin:\$PATH
  unroll new my-project --recipe demo-32
  unroll import my-project FOLDER
  unroll train my-project --run first
  unroll export my-project --run first --what pair --frames 100 --out pair.mp4
END
