#!/usr/bin/env bash
# python/enkat/_core.pyi is what the extension offers: written anew and compared, then tested by stubtest.
set -euo pipefail
cd "$(dirname "$0")/.."
fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT
tools/refresh_stub.sh "$fresh"
diff -u python/enkat/_core.pyi "$fresh" || { echo "the stub is stale: run make stub and commit the result" >&2; exit 1; }
python -m mypy.stubtest enkat._core --concise
