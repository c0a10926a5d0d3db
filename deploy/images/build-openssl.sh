#!/bin/sh
# build-openssl.sh SOURCE PREFIX [OPTION …]
# A static OpenSSL with what a client of AWS needs: TLS 1.2 and 1.3 with ephemeral elliptic curves, AES-GCM and
# ChaCha20-Poly1305, certificates of RSA and ECDSA, SHA-2 and HMAC. Debian's, linked statically, brings every
# provider's algorithms along, since tables name them all: three times the bytes. Exceptions never pass through it, so
# that it needs no tables for unwinding. OPTION goes to config as well.
set -eu
source=$1 prefix=$2
shift 2

# The library says when it was built: the same for all who build it.
export SOURCE_DATE_EPOCH=0
cd "$source"
./config --prefix="$prefix" --libdir=lib --openssldir=/etc/ssl \
    no-shared no-dso no-module no-engine no-legacy no-tests no-async no-autoload-config no-ui-console no-filenames \
    no-ssl3 no-tls1 no-tls1_1 no-dtls no-nextprotoneg no-psk no-srp no-srtp no-ssl-trace no-comp \
    no-ct no-ocsp no-ts no-cms no-cmp no-rfc3779 no-gost \
    no-aria no-bf no-blake2 no-camellia no-cast no-des no-dh no-dsa no-ec2m no-idea no-md4 no-mdc2 no-multiblock \
    no-ocb no-rc2 no-rc4 no-rmd160 no-scrypt no-seed no-siphash no-siv no-sm2 no-sm3 no-sm4 no-whirlpool \
    -Os -ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables "$@"
make -j"$(nproc)" build_libs
make install_dev
