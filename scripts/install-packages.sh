#!/bin/sh
# Installs those of the named Debian packages that are missing. Needs root, directly or through sudo.
set -eu

missing=
for package in "$@"; do
  if ! dpkg-query --show --showformat '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed'; then
    missing="$missing $package"
  fi
done
[ -n "$missing" ] || exit 0

as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
$as_root apt-get install -y -qq --no-install-recommends $missing
