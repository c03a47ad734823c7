#!/usr/bin/env bash
# Prepares everything one of the make targets needs, and skips what is already there.
#   tools/setup.sh demo|test|check|bench|deep
# System packages: installed when missing if we are root on Debian; otherwise we stop with the one line to run.
# Python packages: into .venv. The package itself: built once in build/wheel and installed as a user would get it.
set -euo pipefail
cd "$(dirname "$0")/.."
profile=${1:?usage: tools/setup.sh demo|test|check|bench|deep}
build_dir=build/wheel
cores=$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)
digest() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi | cut -c1-16; }
say() { printf '\n== %s\n' "$*"; }

# ---- system packages ------------------------------------------------------------------------------------------------
suitable_python() { # prints the first Python >= 3.11 that has headers and venv
  local candidate
  for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 \
    "${PYENV_ROOT:-${HOME:-/root}/.pyenv}"/versions/3.1[1-4]*/bin/python3; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
    "$candidate" - <<'PY' >/dev/null 2>&1 && { command -v "$candidate"; return 0; }
import ensurepip, os, sys, sysconfig, venv
sys.exit(not (sys.version_info >= (3, 11) and os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h"))))
PY
  done
  return 1
}

has_compiler() {
  command -v "${CXX:-c++}" >/dev/null 2>&1 || return 1
  echo '#include <span>
#include <concepts>
int main() {}' | "${CXX:-c++}" -std=c++20 -x c++ -fsyntax-only - >/dev/null 2>&1
}

has_header() {
  echo "#include <$1>" | "${CXX:-c++}" -std=c++20 -x c++ -fsyntax-only - >/dev/null 2>&1
}

missing_packages() {
  has_compiler || echo g++
  suitable_python >/dev/null || echo python3 python3-dev python3-venv
  [ "$profile" = demo ] || has_header gtest/gtest.h || echo libgtest-dev
  case $profile in demo | test) ;; *) command -v valgrind >/dev/null || echo valgrind ;; esac
  case $profile in bench | deep) has_header benchmark/benchmark.h || echo libbenchmark-dev ;; esac
}

install_system_packages() {
  local packages
  packages=$(missing_packages | tr '\n' ' ')
  [ -n "${packages// /}" ] || return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing system packages: $packages"
    # shellcheck disable=SC2086
    { apt-get update && DEBIAN_FRONTEND=noninteractive \
      apt-get install -y --no-install-recommends ca-certificates $packages; } >build/apt.log 2>&1 ||
      { tail -20 build/apt.log >&2; echo "apt-get failed; its log is build/apt.log" >&2; exit 1; }
    packages=$(missing_packages | tr '\n' ' ')
    [ -z "${packages// /}" ] || { echo "still missing after installation: $packages" >&2; exit 1; }
  else
    echo "System packages are missing. Run this line, then the make command again:" >&2
    echo "  sudo apt-get update && sudo apt-get install -y $packages" >&2
    [ -z "$(suitable_python || true)" ] && echo "(Python must be 3.11 or newer; PYTHON=/path/to/python3 names another one)" >&2
    exit 1
  fi
}

# ---- Python packages ------------------------------------------------------------------------------------------------
make_venv() {
  .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return 0
  say "creating .venv with $(suitable_python)"
  rm -rf .venv
  "$(suitable_python)" -m venv .venv
}

install_requirements() {
  local level stamp
  stamp=$(cat pyproject.toml tools/requirements.py tools/constraints.txt | digest)
  case $profile in demo) level=demo ;; test) level=test ;; *) level=dev ;; esac
  for done_level in "$level" test dev; do # a larger set that is installed already will do
    [ "$level" = test ] && [ "$done_level" = demo ] && continue
    [ "$level" = dev ] && [ "$done_level" != dev ] && continue
    [ "$(cat ".venv/.enkat-$done_level" 2>/dev/null)" = "$stamp" ] && return 0
  done
  say "installing Python packages ($level) into .venv"
  .venv/bin/python tools/requirements.py "$level" >".venv/requirements-$level.txt"
  local pip=(.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-compile -r ".venv/requirements-$level.txt")
  "${pip[@]}" -c tools/constraints.txt || { # an index may lack a pinned version for this Python
    echo "the pinned versions do not all install here; taking the newest that pyproject.toml allows" >&2
    "${pip[@]}"
  }
  echo "$stamp" >".venv/.enkat-$level"
}

# ---- the package ----------------------------------------------------------------------------------------------------
sources() { find cpp python tests/cpp tests/bench/kernels CMakeLists.txt pyproject.toml README.md -type f \
  -not -name '*.so' -not -name '*.pyc' -print0 2>/dev/null | sort -z; }

install_package() {
  local tests=ON stamp
  [ "$profile" = demo ] && tests=OFF
  stamp=$({ sources; sources | xargs -0 cat; } | digest)
  case $(cat .venv/.enkat-package 2>/dev/null) in "$stamp ON" | "$stamp $tests") return 0 ;; esac
  say "building enkat in $build_dir (C++ tests: $tests)"
  ENKAT_BUILD_TESTS=$tests CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$cores} \
    .venv/bin/python -m pip install --disable-pip-version-check --no-deps --no-build-isolation --force-reinstall -v \
    --config-settings=build-dir="$build_dir" . >build/setup.log 2>&1 &
  local job=$!
  while kill -0 $job 2>/dev/null; do # one progress line whenever the counter of ninja has moved
    sleep 5
    grep -o '\[[0-9]*/[0-9]*\] [A-Z][a-z]* [^ ]* object [^ ]*' build/setup.log 2>/dev/null | tail -1 | sed 's/^/   /' || true
  done | uniq
  wait $job || { tail -60 build/setup.log >&2; echo "the build failed; the whole log is build/setup.log" >&2; exit 1; }
  echo "$stamp $tests" >.venv/.enkat-package
}

mkdir -p build
install_system_packages
make_venv
export PATH="$PWD/.venv/bin:$PATH"
install_requirements
install_package
