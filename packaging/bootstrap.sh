#!/usr/bin/env bash
# Installs what Unroll Studio is built from: Debian packages, and LibTorch 2.11.0 in a cache folder outside the tree.
#
#   packaging/bootstrap.sh [--cuda|--cpu] [--no-gui] [--peer]
#
# UNROLL_CACHE (default ~/.cache/unroll) is reused, offline too; a failed download leaves nothing behind.
# --cuda adds the GPU half (4.6 GB; the default when an NVIDIA driver is present), --cpu leaves it out.
# --peer fetches the same 4.6 GB beside the small set, for Python: the yardstick of packaging/benchmark.py and the test that
# samples a checkpoint with the reference import it.
set -euo pipefail

cache=${UNROLL_CACHE:-$HOME/.cache/unroll}
flavour=cpu
[ -e /proc/driver/nvidia/version ] && flavour=cuda
gui=1
peer=0
for argument in "$@"; do
  case $argument in
    --cuda) flavour=cuda ;;
    --cpu) flavour=cpu ;;
    --no-gui) gui=0 ;;
    --peer) peer=1 ;;
    *) echo "bootstrap.sh: unknown option '$argument': use --cuda, --cpu, --no-gui or --peer." >&2; exit 2 ;;
  esac
done

packages=(g++ cmake ninja-build ccache pkg-config git python3 python3-pip python3-venv
  libavformat-dev libavcodec-dev libavfilter-dev libswscale-dev libavutil-dev ffmpeg
  libopencv-core-dev libopencv-imgproc-dev libopencv-video-dev
  nlohmann-json3-dev libcli11-dev libspdlog-dev libfmt-dev libexpected-dev libasio-dev
  libgtest-dev libxxhash-dev libssl-dev strace)
[ "$gui" = 1 ] && packages+=(qt6-base-dev qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools qt6-translations-l10n libqcustomplot-dev
  desktop-file-utils appstream shared-mime-info libxml2-utils libglib2.0-bin fonts-dejavu-core xvfb xdotool)

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  sudo=()
  if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "bootstrap.sh: these packages are missing and there is no sudo: ${missing[*]}. Install them as root and run this again." >&2
      exit 4
    fi
    sudo=(sudo)
  fi
  echo "Installing ${#missing[@]} Debian packages: ${missing[*]}"
  "${sudo[@]}" apt-get update -q
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
fi

# Brings one pip target folder into the cache: made beside its final name, renamed when whole.
fetch() {
  local target=$1; shift
  if [ -e "$target/.complete" ]; then
    echo "Reusing $target"
    return
  fi
  mkdir -p "$cache"
  local fresh; fresh=$(mktemp -d "$cache/.fetch-XXXXXX")
  # shellcheck disable=SC2064
  trap "rm -rf '$fresh'" EXIT
  echo "Fetching $* into $target"
  local python=python3
  if ! python3 -m pip --version >/dev/null 2>&1; then python=/usr/bin/python3; fi
  if ! "$python" -m pip install --quiet --no-cache-dir --disable-pip-version-check --root-user-action=ignore --target "$fresh" "$@"; then
    echo "bootstrap.sh: fetching $* failed; nothing was left in $cache. Check the network and run this again." >&2
    exit 4
  fi
  touch "$fresh/.complete"
  rm -rf "$target"
  mv "$fresh" "$target"
  trap - EXIT
}

if [ -n "${UNROLL_LIBTORCH:-}" ]; then
  echo "Using LibTorch in $UNROLL_LIBTORCH"
elif [ "$flavour" = cuda ]; then
  fetch "$cache/libtorch-2.11.0-cuda" torch==2.11.0
else
  fetch "$cache/libtorch-2.11.0-cpu" --no-deps torch==2.11.0 nvidia-cuda-runtime==13.0.96 nvidia-cuda-cupti==13.0.85
fi
[ "$peer" = 1 ] && fetch "$cache/libtorch-2.11.0-cuda" torch==2.11.0
# What the tests read weights and logs back with, from outside the program.
fetch "$cache/python-tools" numpy==1.26.4 safetensors==0.4.5 typing_extensions sympy==1.13.3 mpmath networkx jinja2 MarkupSafe fsspec filelock
