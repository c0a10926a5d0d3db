#!/bin/sh
# trust-roots.sh aws|all OUTPUT
# The certificate bundle. "aws" holds the roots that AWS endpoints chain to (Amazon Trust Services'
# repository page), because OpenSSL parses the whole bundle at each cold start: some 15 ms for all of
# Mozilla's roots, which "all" gives to functions that also talk to other hosts.
set -eu
set_of_roots=$1 output=$2
mozilla=/usr/share/ca-certificates/mozilla

mkdir -p "$(dirname "$output")"
case $set_of_roots in
    aws)
        cat $mozilla/Amazon_Root_CA_1.crt $mozilla/Amazon_Root_CA_2.crt $mozilla/Amazon_Root_CA_3.crt \
            $mozilla/Amazon_Root_CA_4.crt \
            $mozilla/Starfield_Services_Root_Certificate_Authority_-_G2.crt >"$output" ;;
    all) cat $mozilla/*.crt >"$output" ;;
    *) echo "TRUST must be aws or all, not $set_of_roots" >&2; exit 2 ;;
esac
