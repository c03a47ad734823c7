#!/usr/bin/env bash
# Publishes the mentoring survey and checks its pages in Chromium with axe-core: tools/pages/check.sh [DIR of pages]
set -euo pipefail
cd "$(dirname "$0")"
for tool in node npm chromium; do
  command -v "$tool" >/dev/null || { echo "pages: $tool is not installed, expected for this check: apt-get install nodejs npm chromium"; exit 1; }
done
[ -d node_modules ] || npm ci --no-audit --no-fund --silent
pages=${1:-}
if [ -z "$pages" ]; then
  pages=$(mktemp -d)
  trap 'rm -rf "$pages"' EXIT
  PYTHONPATH=../../python:../../tests/python python ../pages/build.py "$pages"
fi
node check_pages.mjs "$pages" "$(command -v chromium)"
