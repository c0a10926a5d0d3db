#!/bin/sh
# debian-source.sh PACKAGE VERSION SHA256 FOLDER
# Unpacks one pinned Debian source package into FOLDER, and leaves its name, version, checksum and licence in
# /libraries/components/PACKAGE for the image's bill of materials. SHA256 is the .dsc file's, which carries the
# checksum of every other file of the package; dpkg-source verifies them, so it pins all of them. Where it is the
# upstream tarball's instead, that alone is unpacked, without Debian's patches.
# Changes apt's sources, as a stage of an image may; where APT_CONFIG names settings that have source packages already,
# nothing outside FOLDER and COMPONENTS (/libraries/components) is written.
set -eu
package=$1 version=$2 checksum=$3 folder=$4
components=${COMPONENTS:-/libraries/components}

[ -n "${APT_CONFIG:-}" ] || sed -i 's/^Types: deb$/Types: deb deb-src/' /etc/apt/sources.list.d/debian.sources
apt-get -q update
work=$(mktemp -d)
cd "$work"
sources=$(apt-cache showsrc --only-source "$package")
if printf '%s\n' "$sources" | grep -q "^ $checksum .*\.orig\.tar"; then part=--tar-only; else part=; fi
apt-get -q source --download-only $part "$package=$version" || {
    echo "$package $version has left the Debian archive, most likely for a security update: build with" >&2
    echo "--build-arg for the version and checksum that \"apt-cache showsrc $package\" now names." >&2
    exit 1
}
mkdir -p "$folder" "$components/$package"
if [ -n "$part" ]; then
    pinned=$(echo "$package"_*.orig.tar.*z)
    echo "$checksum  $pinned" | sha256sum -c -
    tar -xf "$pinned" -C "$folder" --strip-components=1
else
    pinned=$(echo "$package"_*.dsc)
    echo "$checksum  $pinned" | sha256sum -c -
    rmdir "$folder"
    dpkg-source --no-check -x "$pinned" "$folder"
fi
cd "$components/$package"
printf '%s\n' "$version" >version
printf '%s  %s\n' "$checksum" "$pinned" >sha256
for licence in "$folder"/debian/copyright "$folder"/LICENSE.txt; do
    if [ -f "$licence" ]; then cp "$licence" licence; break; fi
done
rm -rf "$work"
[ -n "${APT_CONFIG:-}" ] || rm -rf /var/lib/apt/lists/*
