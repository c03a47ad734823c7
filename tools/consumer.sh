#!/usr/bin/env bash
# Installs the C++ library of build/wheel into a folder of its own and builds an outside project against it.
set -euo pipefail
cd "$(dirname "$0")/.."
prefix=$PWD/build/consumer/prefix
rm -rf "$prefix"
cmake --install build/wheel --component devel --prefix "$prefix" >/dev/null
cmake -S tests/consumer -B build/consumer/build -G Ninja -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_PREFIX_PATH="$prefix" -DENKAT_EXAMPLES="$PWD/cpp/examples" >/dev/null
cmake --build build/consumer/build
ctest --test-dir build/consumer/build --output-on-failure
