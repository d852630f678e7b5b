#!/bin/sh
# Unpacks the parts of Debian's Linux 6.12 source that the tests and measurements read, into .cache/ which git
# ignores, and prints where they are. Does nothing the second time. A tree that is already there can be named
# with DMA_LENS_KERNEL.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
package=linux-source-6.12
archive=/usr/src/$package.tar.xz
parts="drivers sound net include kernel/dma arch/arm"
cache=$root/.cache/kernel

if [ -n "${DMA_LENS_KERNEL:-}" ]; then
  test -d "$DMA_LENS_KERNEL/drivers" || { echo "$DMA_LENS_KERNEL is no kernel tree" >&2; exit 1; }
  echo "$DMA_LENS_KERNEL"
  exit 0
fi

if [ ! -f "$archive" ]; then
  "$root/scripts/install-packages.sh" $package >&2
fi

version=$(dpkg-query --show --showformat '${Version}' $package)
stamp=$cache/.unpacked
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$version" ]; then
  rm -rf "$cache"
  mkdir -p "$cache"
  members=$(for part in $parts; do echo "$package/$part"; done)
  tar --extract --xz --file "$archive" --directory "$cache" $members
  echo "$version" > "$stamp"
fi
echo "$cache/$package"
