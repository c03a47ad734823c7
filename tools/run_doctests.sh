#!/usr/bin/env bash
# The examples in docstrings, against the installed package, and those of the pages that have any.
set -euo pipefail
cd "$(dirname "$0")/.."
python -m pytest -q -p no:cacheprovider --doctest-modules --doctest-glob="*.md" --pyargs enkat docs
