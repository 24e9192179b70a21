#!/usr/bin/env bash
# What a desktop takes our files for, by a database of types that holds only the system's own and ours.
#   mime_types.sh SOURCE_DIR
set -euo pipefail
source=$1
for tool in xmllint update-mime-database gio; do
  command -v "$tool" > /dev/null || { echo "'$tool' is not here: packaging/bootstrap.sh and apt install it."; exit 77; }
done
[ -e /usr/share/mime/packages/freedesktop.org.xml ] || { echo "The package shared-mime-info is not here."; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/mime/packages" "$work/files"
xmllint --noout "$source/resources/studio/unroll-studio-mime.xml"
cp "$source/resources/studio/unroll-studio-mime.xml" /usr/share/mime/packages/freedesktop.org.xml "$work/mime/packages"
update-mime-database "$work/mime" 2> /dev/null

failed=0
check() {  # FILE TYPE
  local found
  found=$(XDG_DATA_HOME=$work/none XDG_DATA_DIRS=$work gio info -a standard::content-type "$1" | sed -n 's/.*content-type: //p')
  [ "$found" = "$2" ] || { echo "$1 is taken for '$found', not for '$2'."; failed=1; }
}
printf '{}' > "$work/files/clouds.unroll"
# Eight bytes of length, then JSON: somebody else's tensors, which are none of our business.
printf '\x40\0\0\0\0\0\0\0{"__metadata__":{"format":"pt"}}' > "$work/files/theirs.safetensors"
check "$work/files/clouds.unroll" application/x-unroll-project
check "$work/files/theirs.safetensors" application/x-safetensors
for model in "$source"/models/*-[0-9]*.safetensors; do check "$model" application/x-unroll-model; done
# What the database calls ours, the desktop entry opens.
for type in application/x-unroll-project application/x-unroll-model; do
  grep -q "^MimeType=.*$type;" "$source/resources/studio/unroll-studio.desktop" || { echo "The desktop entry does not open $type."; failed=1; }
  grep -q "<mediatype>$type</mediatype>" "$source/resources/studio/org.unroll.Studio.metainfo.xml" || { echo "The metadata does not name $type."; failed=1; }
done
exit $failed
