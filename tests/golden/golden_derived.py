"""The operations of the reference set on results of others: contrasts and multiple imputation."""

from __future__ import annotations

import math
import re
from typing import Any

import golden_api
import golden_models


def coefficient_names(r: Any, groups: list[str] | None) -> list[str]:
    """The names of the reference set: groups joined by ".", and the statistic behind ":" where a group has several."""
    if not groups:
        return golden_api.statistic_names(r)
    labels = [".".join(str(r.keys[b][i]) for b in groups) for i in range(len(r))]
    several = len(r) > len(set(labels))
    statistics = golden_api.statistic_names(r)
    return [f"{g}:{n}" if several else g for g, n in zip(labels, statistics, strict=True)]


def contrast(context: Any, estimate: dict[str, Any]) -> dict[str, Any]:
    inner = estimate["inner"]
    groups = inner.get("by")
    r = golden_api.estimates(context, inner["inner"] if groups else inner, groups)
    full = dict(zip(coefficient_names(r, groups), r.full_names, strict=True))
    args = estimate["args"]
    if "linear" in args:
        asked: dict[str, Any] = {k: {full[n]: c for n, c in v.items()} for k, v in args["linear"].items()}
    else:
        asked = {k: quoted(v, full) for k, v in args["nonlinear"].items()}
    c = r.contrast(asked)
    level = args.get("level", 0.95)
    df = context.design.degrees_of_freedom

    def limits(degrees: float) -> dict[str, Any]:
        low, high = c.interval(level=level, df=degrees)
        return {"level": level, "df": degrees, "lower": low, "upper": high}

    return {
        "names": c.names if len(c) > 1 else list(c.keys["contrast"]),
        "estimate": list(c.estimate),
        "se": list(c.se),
        "variance": c.vcov.tolist(),
        "ci_normal": limits(math.inf),
        "ci_t": limits(df),
    }


def quoted(expression: str, names: dict[str, str]) -> str:
    """The names of the reference set, between backticks or not, replaced by quoted row names."""

    def replaced(m: re.Match[str]) -> str:
        name = m[0].strip("`")
        return f"'{names[name]}'" if name in names else m[0]

    return re.sub(r"`[^`]+`|[A-Za-z_][\w.]*", replaced, expression)


def multiple_imputation(context: Any, estimate: dict[str, Any]) -> dict[str, Any]:
    args, inner = estimate["args"], estimate["inner"]
    groups = inner.get("by")
    core = inner["inner"] if groups else inner

    def one(design: Any, value: str) -> Any:
        if core["op"] == "glm":
            formula = re.sub(r"\bPV\b", value, core["args"]["formula"])
            return golden_models.fitted(design, {**core["args"], "formula": formula})
        more = golden_api.options(context, core)
        if core["op"] == "ratio":
            above, below = ([value if v == "PV" else v for v in core["args"][k]] for k in ("numerator", "denominator"))
            return design.ratio(above, below, by=groups, **more)
        if core["op"] not in ("mean", "total"):
            raise golden_api.NotBuilt(f"multiple imputation of the operation {core['op']}")
        variables = [value if v == "PV" else v for v in core["vars"]]
        return getattr(design, core["op"])(variables, by=groups, **more)

    c = context.design.plausible_values(args["plausible_values"], one, df_complete=args.get("df_complete"))
    names = coefficient_names(c, groups)
    expected = context.case["expect"].get("names", [])
    if sorted(expected) == sorted(names):
        rows = [names.index(n) for n in expected]
    else:  # R's order, which a case without these names has
        rows = sorted(range(len(c)), key=lambda i: place(context, c, groups, i))

    def order(values: Any) -> list[Any]:
        return [values[i] for i in rows]

    def matrix(values: Any) -> list[list[float]]:
        return [[float(values[i, j]) for j in rows] for i in rows]

    level = args.get("level", 0.95)
    low, high = c.interval(level=level)
    return {
        "names": order(names),
        "per_value_estimates": [order(r.estimate) for r in c.results],
        "per_value_se": [order(r.se) for r in c.results],
        "estimate": order(c.estimate),
        "variance": matrix(c.vcov),
        "se": order(c.se),
        "within": matrix(c.within),
        "between": matrix(c.between),
        "df": order(c.df),
        "missing_information": order(c.missing_information),
        "ci_t": {"level": level, "lower": order(low), "upper": order(high)},
    }


def place(context: Any, c: Any, groups: list[str] | None, row: int) -> tuple[int, ...]:
    """Where R writes an estimate: by statistic, then by the last grouping variable, the first varying fastest."""
    statistics = list(dict.fromkeys(golden_api.statistic_names(c)))
    levels = {b: list(dict.fromkeys(context.levels.get(b) or sorted(map(str, set(c.keys[b]))))) for b in groups or []}
    of_groups = tuple(levels[b].index(str(c.keys[b][row])) for b in reversed(groups or []))
    return (statistics.index(golden_api.statistic_names(c)[row]), *of_groups)
