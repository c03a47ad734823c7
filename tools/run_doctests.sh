#!/usr/bin/env bash
# The examples in docstrings and in docs/ pages, against the installed package.
set -euo pipefail
cd "$(dirname "$0")/.."
python -m pytest -q -p no:cacheprovider --doctest-modules --pyargs enkat
