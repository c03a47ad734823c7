#!/usr/bin/env bash
# Writes python/enkat/_core.pyi from the extension that `python` imports (a developer's build: PYTHONPATH=python).
#   tools/refresh_stub.sh [FILE]      FILE: write there instead
set -euo pipefail
cd "$(dirname "$0")/.."
[ -d .venv/bin ] && export PATH="$PWD/.venv/bin:$PATH"
target=${1:-python/enkat/_core.pyi}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python -m pybind11_stubgen enkat._core --output-dir "$work" --exit-code >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
{
  echo '# Written by tools/refresh_stub.sh from the extension; `make check` compares.'
  cat "$work/enkat/_core.pyi"
} >"$work/_core.pyi"
ruff check --config pyproject.toml --select I,UP --fix --quiet "$work/_core.pyi" >/dev/null 2>&1 || true
ruff format --config pyproject.toml --quiet "$work/_core.pyi"
cp "$work/_core.pyi" "$target"
