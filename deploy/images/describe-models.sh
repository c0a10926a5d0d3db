#!/bin/sh
# describe-models.sh MODELS COMPONENT
# What the bill of materials says of the models: the package that they were fetched from, and its licence.
set -eu
models=$1 component=$2

requirement=$(grep == scripts/requirements-models.txt)
version=$(echo "$requirement" | sed 's/.*==\([^ ]*\).*/\1/')
mkdir -p "$component"
mv "$models/LICENSE" "$component/licence"
echo "$version" >"$component/version"
echo "pkg:pypi/face-recognition-models@$version" >"$component/purl"
echo "$requirement" | sed 's/.*sha256:\([0-9a-f]*\).*/\1/' >"$component/sha256"
