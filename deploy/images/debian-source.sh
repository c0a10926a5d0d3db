#!/bin/sh
# debian-source.sh PACKAGE VERSION SHA256 FOLDER [DOWNLOADED]
# Unpacks one pinned Debian source package into FOLDER, with Debian's patches, and leaves its name, version, checksum
# and license in /libraries/components/PACKAGE for the image's bill of materials. SHA256 is the .dsc file's, which
# carries the checksums of every other file of the package: dpkg-source compares them, so that one pin binds them all.
# DOWNLOADED is a folder that has these files already; without it they are fetched.
# Changes apt's sources, as a stage of an image may; where APT_CONFIG names settings that have source packages already,
# nothing outside FOLDER and COMPONENTS (/libraries/components) is written.
set -eu
package=$1 version=$2 checksum=$3 folder=$4 downloaded=${5:-}
components=${COMPONENTS:-/libraries/components}

if [ -z "$downloaded" ]; then
    [ -n "${APT_CONFIG:-}" ] || sed -i 's/^Types: deb$/Types: deb deb-src/' /etc/apt/sources.list.d/debian.sources
    apt-get -q update
    downloaded=$(mktemp -d)
    trap 'rm -rf "$downloaded"' EXIT
    (cd "$downloaded" && apt-get -q source --download-only "$package=$version") || {
        echo "$package $version has left the Debian archive, most likely for a security update: build with" >&2
        echo "--build-arg for the version and the .dsc's checksum that \"apt-cache showsrc $package\" now names." >&2
        exit 1
    }
    [ -n "${APT_CONFIG:-}" ] || rm -rf /var/lib/apt/lists/*
fi

# The epoch of a version is no part of its files' names.
description=${package}_${version#*:}.dsc
echo "$checksum  $downloaded/$description" | sha256sum -c -
mkdir -p "$(dirname "$folder")" "$components/$package"
# Checks every file that the .dsc names, and fails where one differs; and the maintainer's signature, where there are keys.
dpkg-source -x "$downloaded/$description" "$folder"

cd "$components/$package"
printf '%s\n' "$version" >version
printf '%s  %s\n' "$checksum" "$description" >sha256
for license in "$folder"/debian/copyright "$folder"/LICENSE.txt; do
    if [ -f "$license" ]; then cp "$license" license; break; fi
done
