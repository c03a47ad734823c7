#!/usr/bin/env bash
# The long checks: sanitizers, properties of random data, clang-tidy, pages in a browser, benchmarks. Each part says when a tool is absent.
set -uo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
cores=$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)
prefix=$(python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
failed=()
part() {
  local name=$1 start=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  "$@" || failed+=("$name")
  printf '== %s: %d s\n' "$name" $((SECONDS - start))
}
preset() { # preset NAME [ctest arguments]
  local name=$1
  shift
  cmake --preset "$name" -DCMAKE_PREFIX_PATH="$prefix" >/dev/null &&
    cmake --build --preset "$name" --parallel "$cores" >"build/$name.log" 2>&1 || { tail -40 "build/$name.log"; return 1; }
  [ "$name" = tidy ] || ctest --preset "$name" -j"$cores" "$@"
}

part "address and undefined-behaviour sanitizers" preset asan
part "thread sanitizer" preset tsan
if command -v clang-tidy >/dev/null; then part "clang-tidy" preset tidy; else echo "clang-tidy is not installed: skipped"; fi
if command -v clang++ >/dev/null; then part "fuzzing, 30 s per parser" tests/fuzz/run.sh 30; else echo "clang++ is not installed: fuzz seeds were replayed under the sanitizers only"; fi
if [ -x tools/pages/check.sh ]; then part "pages in a browser" tools/pages/check.sh; fi
part "properties of random data" env HYPOTHESIS_PROFILE=deep python -m pytest -q -p no:cacheprovider tests/property
part "benchmarks" python -m pytest tests/bench -q -p no:cacheprovider --benchmark-only

[ ${#failed[@]} = 0 ] || { printf '\nFAILED: %s\n' "${failed[@]}"; exit 1; }
printf '\nAll deep checks passed.\n'
