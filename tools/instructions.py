"""Instructions of the engine's kernels against tests/bench/instructions.json; over ten per cent more fails.

python tools/instructions.py PROGRAM           compare
python tools/instructions.py PROGRAM --write   take what is counted now as the baseline

PROGRAM is enkat_count of the build. Counts come from callgrind and are the same from run to run; another compiler gives
others, so they are compared only where the baseline was made with the same one.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BASELINE = Path(__file__).parents[1] / "tests" / "bench" / "instructions.json"
KERNELS = ("crosstab", "mean", "mean_1000_domains", "quantile", "rake", "logistic")
MOST = 1.10


def compiler(program: str) -> str:
    """The compiler that built the program."""
    return subprocess.run([program, "compiler"], capture_output=True, text=True, check=True).stdout.strip()


def count(program: str, kernel: str) -> int:
    """Instructions of one call of a kernel on one thread."""
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=measured"]
    ran = subprocess.run([*command, program, kernel], capture_output=True, text=True, check=True)
    found = re.search(r"Collected : (\d+)", ran.stderr)
    if not found:
        raise SystemExit(f"{kernel}: callgrind counted nothing\n{ran.stderr[-2000:]}")
    return int(found.group(1))


def compare(now: dict[str, int], before: dict[str, int]) -> list[str]:
    """The kernels that need more instructions than allowed; prints them all."""
    slower = []
    for kernel, counted in now.items():
        ratio = counted / before[kernel]
        print(f"{kernel:20s} {counted:12d} instructions, {ratio:.3f} of the baseline")
        if ratio > MOST:
            slower.append(kernel)
    return slower


def main(program: str, write: bool) -> int:
    if shutil.which("valgrind") is None:
        print("valgrind is not installed: instructions were not counted")
        return 0
    with ThreadPoolExecutor(2) as pool:
        now = dict(zip(KERNELS, pool.map(lambda k: count(program, k), KERNELS), strict=True))
    if write:
        BASELINE.write_text(json.dumps({"compiler": compiler(program), "instructions": now}, indent=2) + "\n")
        return 0
    baseline = json.loads(BASELINE.read_text())
    if baseline["compiler"] != compiler(program):
        print(f"not compared: the baseline is of compiler {baseline['compiler']}, this is {compiler(program)}")
        return 0
    slower = compare(now, baseline["instructions"])
    if slower:
        print(f"over {MOST:g} times the baseline: {', '.join(slower)}; make them as fast, or --write with the reason")
    return bool(slower)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "--write" in sys.argv[2:]))
