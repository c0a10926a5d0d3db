#!/bin/sh
# trust-roots.sh aws|all FOLDER
# The certificates that are trusted, each under the hash of its name, where OpenSSL looks up the one that it needs:
# a bundle in one file is parsed whole by each process, some 15 ms for all of Mozilla's roots. "aws" are the roots
# that AWS endpoints chain to (Amazon Trust Services' repository page); "all" are Mozilla's, for functions that also
# talk to other hosts.
set -eu
set_of_roots=$1 folder=$2
mozilla=/usr/share/ca-certificates/mozilla
component=/libraries/components/ca-certificates

mkdir -p "$folder" "$component"
case $set_of_roots in
    aws) cp $mozilla/Amazon_Root_CA_[1234].crt $mozilla/Starfield_Services_Root_Certificate_Authority_-_G2.crt "$folder" ;;
    all) cp $mozilla/*.crt "$folder" ;;
    *) echo "TRUST must be aws or all, not $set_of_roots" >&2; exit 2 ;;
esac
openssl rehash "$folder"
# One file each: a link to a file of a longer name would be two.
for link in "$folder"/*.[0-9]; do mv "$(readlink -f "$link")" "$link"; done
dpkg-query -W -f '${Version}\n' ca-certificates >"$component/version"
cp /usr/share/doc/ca-certificates/copyright "$component/license"
