#!/usr/bin/env bash
# A recorded session of the studio: a stranger's first ten minutes, by mouse and keyboard alone, on a display of its own.
#
#   packaging/record_session.sh [OUT_FOLDER]        (default: build/session)
#
# Opens build/release/bin/unroll-studio with a fresh project and settings, imports $UNROLL_CLIPS/signs, trains demo-32, watches
# the previews, pauses, scrubs a pair frame by frame, wipes, and exports the pair unrolled to 50 frames. OUT_FOLDER gets a
# picture of every step, session.log with times, the project and the video. A step that fails ends it with the step's name.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
out=${1:-$root/build/session}
bin=${UNROLL_BIN_DIR:-$root/build/release/bin}
clips=${UNROLL_CLIPS:-$root/../shared/clips}/signs

missing=()
need() { command -v "$1" >/dev/null || missing+=("$2"); }
need Xvfb xvfb
need openbox openbox
need xdotool xdotool
need ffmpeg ffmpeg
need dbus-run-session dbus
[ -x /usr/libexec/at-spi-bus-launcher ] || missing+=(at-spi2-core)
/usr/bin/python3 -c 'import gi; gi.require_version("Atspi", "2.0")' 2>/dev/null || missing+=(python3-gi gir1.2-atspi-2.0)
if [ ${#missing[@]} -gt 0 ]; then
  echo "record_session.sh: missing ${missing[*]}; install with: apt-get install --no-install-recommends ${missing[*]}" >&2
  exit 4
fi
for program in unroll unroll-studio; do
  [ -x "$bin/$program" ] || { echo "record_session.sh: '$bin/$program' is not built: run packaging/build.sh first." >&2; exit 4; }
done
[ -d "$clips" ] || { echo "record_session.sh: there are no videos in '$clips': set UNROLL_CLIPS to the folder above signs." >&2; exit 4; }

mkdir -p "$out"
out=$(cd "$out" && pwd)
rm -rf "$out/home" "$out"/*.png "$out/session.log"
mkdir -p "$out/home/Documents"
runtime=$(mktemp -d)
display=$(mktemp)
trap 'kill "${wm:-}" "${server:-}" 2>/dev/null || true; rm -rf "$runtime" "$display"' EXIT
Xvfb -screen 0 1440x900x24 -nolisten tcp -displayfd 3 3>"$display" 2>/dev/null &
server=$!
for _ in $(seq 50); do [ -s "$display" ] && break; sleep 0.1; done
[ -s "$display" ] || { echo "record_session.sh: Xvfb did not start within 5 s." >&2; exit 1; }
DISPLAY=:$(cat "$display")
export DISPLAY
export LC_ALL=C.UTF-8 HOME="$out/home" XDG_CONFIG_HOME="$out/home/.config" XDG_RUNTIME_DIR="$runtime"
export QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-passive}
openbox >/dev/null 2>&1 &
wm=$!
# Places of buttons come from the accessibility tree, as a screen reader has them; nothing is pressed through it.
if ! dbus-run-session -- /usr/bin/python3 "$root/packaging/record_session.py" --studio "$bin/unroll-studio" --clips "$clips" \
  --out "$out" 2>"$out/stderr.log"; then
  echo "record_session.sh: $(tail -n 1 "$out/session.log"); see also $out/stderr.log" >&2
  exit 1
fi
