#!/usr/bin/env bash
# Benchmarks beside the peers, which need Python 3.12 or later: an environment of its own where such a Python is found.
# ENKAT_BENCH_ROWS=1000000 by default.
set -euo pipefail
cd "$(dirname "$0")/.."
kernels=build/wheel/tests/bench/kernels/enkat_benchmark
[ -x "$kernels" ] || { # the build was made before google-benchmark was installed
  PATH="$PWD/.venv/bin:$PATH" cmake build/wheel && PATH="$PWD/.venv/bin:$PATH" cmake --build build/wheel --target enkat_benchmark
} >build/kernels.log 2>&1 || true
if [ -x "$kernels" ]; then "$kernels"; else echo "kernels were not measured: see build/kernels.log"; fi
python=""
for candidate in ${ENKAT_BENCH_PYTHON:-python3.13 python3.12}; do
  if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c "" 2>/dev/null; then python=$candidate && break; fi
done
if [ -z "$python" ]; then
  echo "no Python 3.12 or 3.13 found: the peers that need one are reported as not measured"
  exec .venv/bin/python -m pytest tests/bench -q -p no:cacheprovider --benchmark-only "$@"
fi
[ -x .venv-bench/bin/python ] || "$python" -m venv .venv-bench
.venv-bench/bin/python -m pip install -q ".[models,parquet]" pytest pytest-benchmark polars pandas duckdb
for peer in svy==0.35.0 rimpy==0.5.0 leafblower weightipy "pandera[polars]" pointblank; do
  .venv-bench/bin/python -m pip install -q "$peer" || echo "$peer could not be installed: not measured"
done
exec .venv-bench/bin/python -m pytest tests/bench -q -p no:cacheprovider --benchmark-only "$@"
