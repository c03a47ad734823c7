"""Every case of the reference set through the public API.

By default the project's own copy and the further cases of own/ (made by own/make.R). pending.txt names the cases that
are not built yet as strict expected failures: one that passes unexpectedly fails the run, so that the list stays true.
With `--cases DIR` nothing is pending.
An informational case never fails; a mismatch is listed as an expected failure.
"""

from __future__ import annotations

from pathlib import Path

import golden_compare
import golden_data
import pytest
from enkat.errors import SurveyError
from golden_api import NotBuilt, run

OWN = Path(__file__).parent


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" not in metafunc.fixturenames:
        return
    given = metafunc.config.getoption("--cases", default=None)
    cases = [c for folder in ([given] if given else [OWN, OWN / "own"]) for c in golden_data.load_cases(folder)]
    waiting = {} if given else golden_data.pending()
    unknown = set(waiting) - {c["id"] for c in cases}
    if unknown:
        raise pytest.UsageError(f"pending.txt names cases that do not exist: {', '.join(sorted(unknown))}")
    metafunc.parametrize("case", [_parameter(c, waiting) for c in cases])


def _parameter(case: dict, waiting: dict[str, str]):
    marks = []
    if case["status"] == "strict" and case["id"] in waiting:
        refusals = (NotBuilt, SurveyError)  # a wrong number is a failure even of a case that waits
        marks.append(pytest.mark.xfail(reason=waiting[case["id"]], strict=True, raises=refusals))
    return pytest.param(case, id=f"{case['file']}/{case['id']}", marks=marks)


def test_golden(case: dict, request: pytest.FixtureRequest) -> None:
    library = request.config.getoption("--frames", default="polars")
    try:
        problems = differences(case, case["directory"], library)
    except Exception as e:
        if case["status"] != "informational":
            raise
        problems = [f"{type(e).__name__}: {e}"]
    if problems and case["status"] == "informational":
        pytest.xfail("informational: " + problems[0])
    assert not problems, "\n".join([case["title"], *problems])


def differences(case: dict, directory: Path, library: str) -> list[str]:
    """What the library gives for a case, compared with every key of its `expect`."""
    want = case["expect"]
    got = run(case, directory, library)
    size = golden_compare.largest(want.get("estimate", []))

    def compared(key: str, found: object, expected: object) -> list[str]:
        return golden_compare.mismatches(
            key, found, expected, tolerance=case.get("tolerance", 1e-10), largest_estimate=size
        )

    out = []
    for key, value in want.items():
        if key in ("r_message", "covariance_order", "groups"):  # the runner checks groups itself
            continue
        if key not in got:
            out += [] if key in golden_compare.MAY_BE_SKIPPED else [f"{key}: not given by the library"]
        elif isinstance(value, dict):
            for inner, expected in value.items():
                out += compared(f"{key}.{inner}", got[key].get(inner), expected)
        else:
            out += compared(key, got[key], value)
    return out
