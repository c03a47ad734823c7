#!/usr/bin/env bash
# Every test, after tools/setup.sh test. All groups run even when one fails; the exit status tells.
set -uo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
cores=$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)
failed=()
group() { # group NAME COMMAND...
  local name=$1 start=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  "$@" || failed+=("$name")
  printf '== %s: %d s\n' "$name" $((SECONDS - start))
}

pytest_paths=()
for folder in tests/package tests/python tests/property tests/golden tests/reference tests/snapshots; do
  [ -d "$folder" ] && pytest_paths+=("$folder")
done

group "C++ tests and examples" ctest --test-dir build/wheel -j"$cores" --output-on-failure
group "Python tests" python -m pytest -q -p no:cacheprovider "${pytest_paths[@]}"
group "docstring examples" tools/run_doctests.sh
group "notebooks" python -m pytest -q -p no:cacheprovider --nbmake --nbmake-timeout=300 notebooks
group "outside CMake project" tools/consumer.sh

[ ${#failed[@]} = 0 ] || { printf '\nFAILED: %s\n' "${failed[@]}"; exit 1; }
printf '\nAll test groups passed.\n'
