#!/usr/bin/env bash
# Every check of the sources, after tools/setup.sh check. All run even when one fails; the exit status tells.
set -uo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
failed=()
check() { # check NAME COMMAND...
  local name=$1
  shift
  printf '\n== %s\n' "$name"
  "$@" || failed+=("$name")
}
cpp_files() { git ls-files '*.cpp' '*.hpp'; }

check "ruff: lint" ruff check .
check "ruff: format" ruff format --check .
check "clang-format" bash -c 'git ls-files "*.cpp" "*.hpp" | xargs clang-format --dry-run -Werror'
check "C++ layers" python tools/check_layers.py
check "Python layers" lint-imports --config pyproject.toml
check "types: mypy" mypy
check "types: stub against extension" python tools/stub.py
check "API reference" python tools/check_api_docs.py
check "links in docs" python tools/check_links.py
check "frames of duckdb" python -m pytest -q -p no:cacheprovider tests/python/test_frames.py -k duckdb
check "instructions of the kernels" python tools/instructions.py build/wheel/tests/bench/kernels/enkat_count
check "outside CMake project" tools/consumer.sh

[ ${#failed[@]} = 0 ] || { printf '\nFAILED: %s\n' "${failed[@]}"; exit 1; }
printf '\nAll checks passed.\n'
