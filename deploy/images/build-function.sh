#!/bin/sh
# build-function.sh PRODUCT PREFIX OUTPUT
# One function as a static program. -static makes the linker take every library's .a, PREFIX's before
# the system's; lld, because it does not care in which order static libraries come. Without the package's
# traits, which serve development.
set -eu
product=$1 prefix=$2 output=$3

swift build -c release --product "$product" --static-swift-stdlib --disable-default-traits \
    -Xcc "-I$prefix/include" -Xswiftc -static-executable -Xswiftc -use-ld=lld \
    -Xlinker "-L$prefix/lib" -Xlinker -lssl -Xlinker -lcrypto \
    -Xlinker --gc-sections -Xlinker --icf=all -Xlinker --strip-all
install -D -s "$(swift build -c release --show-bin-path)/$product" "$output"
