#!/bin/sh
# build-function.sh PRODUCT PREFIX IMAGE [COMPONENT …]
# One function as a static program, IMAGE/PRODUCT, with its bill of materials; COMPONENT is what else the image will
# hold. -static makes the linker take every library's .a, PREFIX's before the system's; lld, because it does not care
# in which order static libraries come, and folds equal functions. Each Swift function gets a section of its own, and
# none is marked as one to keep, or the linker could not leave out those that nothing calls. Without the trait LocalRun,
# which serves development, and without the names of all characters, half a megabyte, which only the standard library
# would ask for.
set -eu
product=$1 prefix=$2 image=$3
shift 3
map=$(mktemp)
deploy/images/build-static-swift

# Where a release has its Package.resolved, no other versions of the Swift packages.
versions=
[ ! -f Package.resolved ] || versions=--force-resolved-versions
swift build $versions -c release --product "$product" --static-swift-stdlib --traits Rollcall \
    -Xcc "-I$prefix/include" -Xswiftc -static-executable -Xswiftc -use-ld=lld \
    -Xswiftc -resource-dir -Xswiftc .local/static-swift \
    -Xlinker -Tdeploy/images/no-unwind-tables.ld -Xlinker -Tdeploy/images/no-module-hashes.ld \
    -Xswiftc -Xfrontend -Xswiftc -function-sections -Xswiftc -Xfrontend -Xswiftc -internalize-at-link \
    -Xlinker "-L$prefix/lib" -Xlinker -lssl -Xlinker -lcrypto \
    -Xlinker --gc-sections -Xlinker --icf=all -Xlinker --strip-all -Xlinker "-Map=$map" \
    -Xlinker --defsym=_swift_stdlib_getScalarName=abort
folder=$(swift build $versions -c release --show-bin-path)
if grep -q '7UnicodeO6ScalarV10PropertiesV4name' "$folder"/*.build/*.o; then
    echo "build-function.sh: the package asks for the name of a character: leave out --defsym above" >&2
    exit 1
fi
install -D -s "$folder/$product" "$image/$product"
if grep -q 'libswift_StringProcessing' "$map"; then
    echo "build-function.sh: $product links Swift's regular expressions, 1.2 MB; search texts with includes(_:)" >&2
    exit 1
fi
deploy/images/bill-of-materials "$image/$product" "$map" "$prefix" "$image" "$@"
