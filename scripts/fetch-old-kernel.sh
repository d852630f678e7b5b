#!/bin/sh
# Unpacks folders of one version of a Debian kernel source package into .cache/, and prints where they are.
# Does nothing the second time. Prints nothing when the version is not installed and no mirror has it any more.
# Usage: fetch-old-kernel.sh linux-source-6.1=6.1.170-3 drivers/dma drivers/scsi …
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
package=${1%%=*}
version=${1#*=}
shift
place=$root/.cache/old-kernels/$version
installed=/usr/src/$package.tar.xz

# The command looks at a file alone or with its neighbors, never further, so their folders are enough.
stamp=$place/.unpacked
if [ "$(cat "$stamp" 2>/dev/null || true)" = "$*" ]; then
  echo "$place/$package"
  exit 0
fi

rm -rf "$place"
mkdir -p "$place/package"
if [ -f "$installed" ] && [ "$(dpkg-query --show --showformat '${Version}' "$package" 2>/dev/null)" = "$version" ]; then
  archive=$installed
else
  cd "$place/package"
  if ! apt-get download -qq -o APT::Sandbox::User=root "$package=$version" >&2; then
    as_root=
    [ "$(id -u)" = 0 ] || as_root=sudo
    $as_root apt-get update -qq >&2 || true
    apt-get download -qq -o APT::Sandbox::User=root "$package=$version" >&2 || exit 0
  fi
  dpkg-deb --extract ./*.deb .
  archive=$place/package/usr/src/$package.tar.xz
fi

members=$(for folder in "$@"; do echo "$package/$folder"; done)
tar --extract --xz --file "$archive" --directory "$place" $members
rm -rf "$place/package"
echo "$*" > "$stamp"
echo "$place/$package"
