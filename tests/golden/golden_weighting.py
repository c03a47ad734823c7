"""The weight adjustments of a golden case in the public API."""

from __future__ import annotations

import math
from typing import Any


def calibrated(design: Any, step: dict[str, Any]) -> Any:
    """`columns` as {column: total}, {(column, level): total} and the constant."""
    targets: dict[Any, float] = {}
    for c in step["columns"]:
        if "constant" in c:
            targets["(constant)"] = c["total"] / c["constant"]
        elif "level" in c:
            targets[c["var"], c["level"]] = c["total"]
        else:
            targets[c["var"]] = c["total"]
    bounds = step.get("bounds")
    return design.calibrate(
        targets,
        method=step["calfun"],
        bounds=None if bounds is None else tuple(number(b) for b in bounds),
        aggregate_stage=step.get("aggregate_stage"),
        variance=step.get("variance_var"),
    )


def trimmed(design: Any, step: dict[str, Any]) -> Any:
    limits = {k: number(step[k]) for k in ("lower", "upper") if step.get(k) is not None}
    return design.trim(strict=step.get("strict", False), **limits)


def number(value: Any) -> Any:
    return {"Inf": math.inf, "-Inf": -math.inf}.get(value, value) if isinstance(value, str) else value


ADJUSTMENTS = {"calibrate": calibrated, "trim": trimmed}
