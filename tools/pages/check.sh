#!/usr/bin/env bash
# Checks published pages: locales against Intl, valid HTML, and in Chromium with axe-core: tools/pages/check.sh [FOLDER of pages]
# Without a folder: the example survey, the hand-made publication of the tests, and awkward variants of it.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"

missing=()
for tool in chromium node npm; do command -v "$tool" >/dev/null || missing+=("${tool/#node/nodejs}"); done
if [ ${#missing[@]} -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends "${missing[@]}"
elif [ ${#missing[@]} -gt 0 ]; then
  echo "The page checks need: sudo apt-get install -y ${missing[*]}" >&2
  exit 1
fi
[ -d tools/pages/node_modules ] || npm --prefix tools/pages ci --no-audit --no-fund --silent

pages=${1:-}
if [ -z "$pages" ]; then
  pages=$(mktemp -d)
  trap 'rm -rf "$pages"' EXIT
  PYTHONPATH="$root/tests/python${PYTHONPATH:+:$PYTHONPATH}" python tools/pages/build.py "$pages"
fi
python tools/pages/locale_samples.py | node tools/pages/check_locales.mjs
tools/pages/node_modules/.bin/html-validate --config tools/pages/htmlvalidate.json "$pages/**/*.html"
node tools/pages/check_pages.mjs "$pages" "$(command -v chromium)"
