#!/usr/bin/env bash
# libFuzzer on every target for SECONDS each (default 30), with Clang; seeds are copied, so that nothing in the tree changes.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-30}
prefix=$(python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' 2>/dev/null || true)
cmake --preset fuzz -DCMAKE_PREFIX_PATH="$prefix" >/dev/null
cmake --build --preset fuzz --target fuzz_definition fuzz_expression fuzz_csv fuzz_arrow >build/fuzz.log 2>&1 || { tail -40 build/fuzz.log; exit 1; }
for name in definition expression csv arrow; do
  corpus=$(mktemp -d)
  case $name in
    definition) cp tests/data/formats/mentoring.survey.json "$corpus" ;;
    csv) cp tests/data/formats/*.csv "$corpus" ;;
    *) cp tests/fuzz/seeds/"$name"_* "$corpus" ;;
  esac
  echo "fuzz_$name, $seconds s"
  build/fuzz/tests/fuzz/fuzz_$name -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 "$corpus" 2>&1 |
    grep -E "ERROR|SUMMARY|stat::number_of_executed_units|crash-" || true
  test "${PIPESTATUS[0]}" = 0
  rm -rf "$corpus"
done
