#!/usr/bin/env bash
# Formats everything as `make check` wants it.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
ruff check --fix --quiet . || true
ruff format --quiet .
git ls-files '*.cpp' '*.hpp' | xargs clang-format -i
