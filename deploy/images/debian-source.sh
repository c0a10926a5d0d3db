#!/bin/sh
# debian-source.sh PACKAGE VERSION DSC_SHA256 FOLDER
# Unpacks one pinned Debian source package into FOLDER. The .dsc file carries the checksum of every
# other file of the package and dpkg-source verifies them, so its own checksum pins all of them.
set -eu
package=$1 version=$2 checksum=$3 folder=$4

sed -i 's/^Types: deb$/Types: deb deb-src/' /etc/apt/sources.list.d/debian.sources
apt-get -q update
work=$(mktemp -d)
cd "$work"
apt-get -q source --download-only "$package=$version" || {
    echo "$package $version has left the Debian archive, most likely for a security update: build with" >&2
    echo "--build-arg for the version and .dsc checksum that \"apt-cache showsrc $package\" now names." >&2
    exit 1
}
dsc=$(echo "$package"_*.dsc)
echo "$checksum  $dsc" | sha256sum -c -
mkdir -p "$(dirname "$folder")"
dpkg-source --no-check -x "$dsc" "$folder"
rm -rf "$work" /var/lib/apt/lists/*
