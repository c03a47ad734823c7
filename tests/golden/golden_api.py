"""A golden case, expressed in the public API of enkat; nothing here computes a statistic.

`run(case, directory, library)` gives a dict with the keys of `expect`. What the public API has no name for yet raises
`NotBuilt`, so that such a case fails by a clear reason.
"""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Callable
from pathlib import Path
from typing import Any

import enkat as ek
import golden_data
import golden_derived
import golden_descriptive
import golden_models
import golden_tests
import golden_weighting


class NotBuilt(Exception):
    """The case asks for something that enkat does not offer yet."""


class Context:
    """The design of a case and what is known about its columns."""

    def __init__(self, case: dict[str, Any], directory: Path, library: str) -> None:
        self.case = case
        self.directory = directory
        self.args: dict[str, Any] = case["estimate"].get("args", {})
        self.levels = golden_data.levels(directory, case["data"], case)
        self.frame = golden_data.frame(directory, case["data"], self.levels, library)
        self.weighted = adjusted(self, base_design(self)) if case.get("design") else None
        subset = case.get("subset")
        self.design = self.weighted.where(condition(subset)) if subset else self.weighted

    def numbers(self, column: str) -> list[float]:
        return golden_data.columns(self.directory, self.case["data"])[column]


def run(case: dict[str, Any], directory: Path, library: str) -> dict[str, Any]:
    """What enkat answers to a case."""
    if case["expect"].get("error"):
        return {"error": refused(case, directory, library)}
    estimate = case["estimate"]
    if case.get("data") is None:
        return TEXTBOOK[estimate["op"]](estimate["args"])
    context = Context(case, directory, library)
    if estimate["op"] not in OPERATIONS:
        raise NotBuilt(f"the operation {estimate['op']}")
    got = OPERATIONS[estimate["op"]](context, estimate)
    if context.weighted is not None:
        got["weights"] = weights_summary(context.weighted)
    return got


def refused(case: dict[str, Any], directory: Path, library: str) -> bool:
    try:
        run({**case, "expect": {}}, directory, library)
    except ek.errors.SurveyError:
        return True
    return False


# -- designs ---------------------------------------------------------------------------------------------------------


def base_design(context: Context) -> Any:
    d = context.case["design"]
    two = d.get("two_phase")
    if two:
        first, second = two["phase1"], two["phase2"]
        ids = second.get("ids") or []
        if second.get("fpc") or any(len(set(context.numbers(i))) < len(context.numbers(i)) for i in ids):
            raise NotBuilt("a second phase with clusters or probabilities of its own")
        phase = ek.TwoPhase(subset=two["subset_var"], strata=(second.get("strata") or [None])[0], method=two["method"])
        d = {**d, **first}
    made = d.get("replicates") or {}
    design = ek.Design(
        context.frame,
        weights=d.get("weights"),
        strata=d.get("strata") or None,
        clusters=d.get("ids") or None,
        fpc=d.get("fpc") or None,
        nest=d.get("nest", False),
        lonely="remove" if counts_rows(context.case["estimate"]) else d.get("lonely_psu", "fail"),
        lonely_in_domains=d.get("lonely_psu_in_domains", False),
        degf=d.get("degf", made.get("degf")),
        pps=given_pps(context, d["pps"]) if d.get("pps") else None,
        two_phase=phase if two else None,
        replicates=None if made.get("from_design") or not made else given_replicates(made),
    )
    if not made.get("from_design"):
        return design
    return design.to_replicates(made["type"], mse=made.get("mse", False), rho=made.get("rho", 0.5))


def counts_rows(estimate: dict[str, Any]) -> bool:
    """Whether only rows are counted: no variance, hence no unit can be lonely."""
    return bool(estimate.get("inner", estimate)["op"] == "count")


def given_pps(context: Context, p: dict[str, Any]) -> ek.PPS:
    joint = context.directory / "data" / p["joint_file"] if "joint_file" in p else None
    return ek.PPS(p["method"], variance=p.get("variance", "HT"), joint=joint, sum_p2_over_n=p.get("sum_p2_over_n"))


def given_replicates(r: dict[str, Any]) -> ek.Replicates:
    names = r.get("columns") or [f"{r['prefix']}{k}" for k in range(r["first"], r["last"] + 1)]
    more = {k: r[k] for k in ("scale", "rscales", "rho") if r.get(k) is not None}
    return ek.Replicates(
        names, kind=r["type"], combined=r.get("combined_weights", True), mse=r.get("mse", False), **more
    )


def adjusted(context: Context, design: Any) -> Any:
    for step in context.case.get("adjust") or []:
        if step["op"] == "poststratify":
            design = design.poststratify(margin(step))
        elif step["op"] == "rake":
            margins = {k: v for m in step["margins"] for k, v in margin(m).items()}
            design = design.rake(margins, tolerance=step["epsilon"], max_rounds=step["maxit"])
        elif step["op"] in golden_weighting.ADJUSTMENTS:
            design = golden_weighting.ADJUSTMENTS[step["op"]](design, step)
        else:
            raise NotBuilt(f"the adjustment {step['op']}")
    return design


def margin(step: dict[str, Any]) -> dict[Any, dict[Any, float]]:
    """{column: {category: total}}, or with tuples of both for a joint margin."""
    by = step["by"]
    if len(by) == 1:
        return {by[0]: {row[by[0]]: row["total"] for row in step["totals"]}}
    return {tuple(by): {tuple(row[b] for b in by): row["total"] for row in step["totals"]}}


def condition(subset: dict[str, Any]) -> ek.expressions.Condition:
    """A subset as a condition; as the reference set defines it, `in` of a missing value is false."""
    if "and" in subset:
        return functools.reduce(operator.and_, map(condition, subset["and"]))
    if "or" in subset:
        return functools.reduce(operator.or_, map(condition, subset["or"]))
    if "not" in subset:
        return ~condition(subset["not"])
    column = ek.col(subset["var"])
    if subset.get("missing"):
        return ~column.is_answered()
    if "in" in subset:
        return column.is_answered() & column.is_in(subset["in"])
    compared: ek.expressions.Condition = COMPARISONS[subset["op"]](column, subset["value"])
    return compared


COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def weights_summary(design: Any) -> dict[str, Any]:
    frame = design.to_frame(weights="weights of the case")
    w = [float(x) for x in frame["weights of the case"].to_list()]
    return {
        "n": len(w),
        "nonzero": sum(x != 0 for x in w),
        "sum": math.fsum(w),
        "min": min(w),
        "max": max(w),
        "sum_squares": math.fsum(x * x for x in w),
        "first10": w[:10],
    }


# -- estimates -------------------------------------------------------------------------------------------------------


def options(context: Context, estimate: dict[str, Any]) -> dict[str, Any]:
    args = estimate.get("args", {})
    excluded = args.get("na_rm") or estimate["op"] == "count"
    out = {"missing": "exclude" if excluded else "propagate", "level": args.get("level", 0.95)}
    if estimate["op"] in ("mean", "total"):
        out["ci"] = "t"
    if args.get("deff"):
        out["deff"] = args["deff"]
    return out


def estimates(context: Context, estimate: dict[str, Any], by: list[str] | None = None) -> ek.Estimates:
    """The result of a plain operation, perhaps in domains."""
    op = estimate["op"]
    more = options(context, estimate)
    if op in ("mean", "total", "count"):
        method = context.design.total if op == "total" else context.design.mean
        return method(estimate["vars"], by=by, **more)
    if op == "ratio":
        args = estimate["args"]
        more.pop("deff", None)
        return context.design.ratio(args["numerator"], args["denominator"], by=by, **more)
    if op == "quantile":
        return golden_descriptive.quantile_result(context, estimate, by)
    if op == "var":
        return golden_descriptive.var_result(context, estimate, by)
    if op == "glm":
        return golden_models.fitted(context.design, estimate["args"])
    raise NotBuilt(f"the operation {op}")


def statistic_names(r: ek.Estimates) -> list[str]:
    """The name of every row as the reference set writes it: the variable followed by the level."""
    if "term" in r.keys:
        return list(r.keys["term"])
    if "variable" not in r.keys:
        return [f"{a}/{b}" for a, b in zip(r.keys["numerator"], r.keys["denominator"], strict=True)]
    if r.statistic in ("quantile", "covariance"):
        return golden_descriptive.names(r)
    levels = r.keys.get("level", [None] * len(r))
    return [f"{v}{'' if lv is None else lv}" for v, lv in zip(r.keys["variable"], levels, strict=True)]


def limits(r: ek.Estimates, df: float | None, order: Callable[[list[float]], Any]) -> dict[str, Any]:
    low, high = r.interval(df=df)
    return {"level": r.level, "df": df, "lower": order(low), "upper": order(high)}


def plain(context: Context, estimate: dict[str, Any]) -> dict[str, Any]:
    r = estimates(context, estimate)
    names = statistic_names(r)
    wanted = context.case["expect"].get("names", names)
    rows = [names.index(n) for n in wanted]

    def order(values: Any) -> list[Any]:
        return [values[i] for i in rows]

    out = {
        "names": order(names),
        "estimate": order(r.estimate),
        "se": order(r.se),
        "cv": order(r.cv),
        "design_df": r.design_df,
        "ci_normal": limits(r, math.inf, order),
        "ci_t": {"level": r.level, "df": r.df[0], "lower": order(r.ci_low), "upper": order(r.ci_high)},
    }
    if "variance" in context.case["expect"]:
        v = r.vcov
        out["variance"] = [[float(v[i, j]) for j in rows] for i in rows]
    if len(r.deff):
        out["deff"] = order(r.deff)
    return out


def ratio(context: Context, estimate: dict[str, Any]) -> dict[str, Any]:
    r = estimates(context, estimate)
    args = estimate["args"]
    names = statistic_names(r)

    def grid(values: Any) -> list[list[Any]]:
        return [[values[names.index(f"{a}/{b}")] for b in args["denominator"]] for a in args["numerator"]]

    def flat(values: Any) -> list[Any]:
        return [values[names.index(f"{a}/{b}")] for b in args["denominator"] for a in args["numerator"]]

    return {
        "numerator": args["numerator"],
        "denominator": args["denominator"],
        "estimate": grid(r.estimate),
        "se": grid(r.se),
        "design_df": r.design_df,
        "ci_normal": limits(r, math.inf, flat),
        "ci_t": {"level": r.level, "df": r.df[0], "lower": flat(r.ci_low), "upper": flat(r.ci_high)},
    }


def by(context: Context, estimate: dict[str, Any]) -> dict[str, Any]:
    want = context.case["expect"]
    inner = estimate["inner"]
    r = estimates(context, inner, estimate["by"])
    names = statistic_names(r)
    groups = [tuple(str(r.keys[b][i]) for b in estimate["by"]) for i in range(len(r))]
    wanted = want.get("names", sorted(set(names)))
    row = {(g, n): i for i, (g, n) in enumerate(zip(groups, names, strict=True))}
    asked = [tuple(str(g[b]) for b in estimate["by"]) for g in want["groups"]]
    occurring = {g for g, n in zip(groups, r.n, strict=True) if n}
    if occurring != set(asked):
        raise AssertionError(f"groups {sorted(occurring)}, expected {sorted(asked)}")

    def grid(values: Any) -> list[list[Any]]:
        return [[values[row[g, n]] for n in wanted] for g in asked]

    out = {"groups": want["groups"], "names": wanted, "estimate": grid(r.estimate), "se": grid(r.se)}
    out["ci_normal"] = limits(r, math.inf, grid)
    if inner["op"] == "count":
        return {"groups": want["groups"], "count": [g[0] for g in grid(r.n)]}
    if "covariance" in want:
        order = [row[g, n] for n in wanted for g in asked]
        v = r.vcov
        out["covariance"] = [[float(v[i, j]) for j in order] for i in order]
    if len(r.deff):
        out["deff"] = grid(r.deff)
    return out


def proportion_ci(context: Context, estimate: dict[str, Any]) -> dict[str, Any]:
    args = estimate["args"]
    df = math.inf if args.get("df") == "Inf" else args.get("df")
    r = context.design.proportion(
        estimate["vars"],
        ci=args["method"],
        level=args.get("level", 0.95),
        df=df,
        missing="exclude" if args.get("na_rm") else "propagate",
    )
    i = list(map(str, r.keys["level"])).index(str(args.get("success", 1)))
    return {
        "estimate": r.estimate[i],
        "se": r.se[i],
        "level": r.level,
        "df": r.df[i],
        "lower": r.ci_low[i],
        "upper": r.ci_high[i],
    }


def crosstab(context: Context, estimate: dict[str, Any]) -> dict[str, Any]:
    want = context.case["expect"]
    row, column = estimate["vars"]
    table = context.design.crosstab(row, column)
    rows, columns = want["row_levels"], want["col_levels"]

    def grid(r: ek.Estimates, values: Any) -> list[list[Any]]:
        place = {(str(a), str(b)): i for i, (a, b) in enumerate(zip(r.keys[row], r.keys[column], strict=True))}
        return [[values[place[a, b]] for b in columns] for a in rows]

    return {
        "row_levels": rows,
        "col_levels": columns,
        "unweighted_n": grid(table.count, table.count.count),
        "weighted": grid(table.count, table.count.estimate),
        "weighted_se": grid(table.count, table.count.se),
        "svytable": grid(table.count, table.count.estimate),
        "total_pct": grid(table.total_share, table.total_share.estimate),
        "total_pct_se": grid(table.total_share, table.total_share.se),
        "row_pct": grid(table.row_share, table.row_share.estimate),
        "row_pct_se": grid(table.row_share, table.row_share.se),
        "col_pct": grid(table.column_share, table.column_share.estimate),
        "col_pct_se": grid(table.column_share, table.column_share.se),
    }


def table(context: Context, estimate: dict[str, Any]) -> dict[str, Any]:
    want = context.case["expect"]
    scale = estimate.get("args", {}).get("ntotal")
    if len(estimate["vars"]) == 1:
        r = context.design.freq(*estimate["vars"])
        of = {
            str(level): share * base
            for level, share, base in zip(r.keys["level"], r.estimate, r.n_weighted, strict=True)
        }
        return {
            "levels": want["levels"],
            "count": [of[level] * (scale or 1) / (math.fsum(of.values()) if scale else 1) for level in want["levels"]],
        }
    got = crosstab(context, estimate)
    cells = got["weighted"] if scale is None else [[scale * c for c in line] for line in got["total_pct"]]
    return {"row_levels": want["row_levels"], "col_levels": want["col_levels"], "count": cells}


def kish(context: Context, estimate: dict[str, Any]) -> dict[str, Any]:
    design = ek.Design(context.frame, weights=estimate["args"]["weights"])
    k = design.kish()
    return {
        "n": k.n,
        "sum": k.sum,
        "sum_squares": k.sum_squares,
        "effective_n": k.n_effective,
        "deff": k.deff_kish,
        "one_plus_cv2": k.deff_kish,
    }


OPERATIONS: dict[str, Callable[[Context, dict[str, Any]], dict[str, Any]]] = {
    "mean": plain,
    "total": plain,
    "ratio": ratio,
    "by": by,
    "contrast": golden_derived.contrast,
    "proportion_ci": proportion_ci,
    "crosstab": crosstab,
    "table": table,
    "kish": kish,
    "multiple_imputation": golden_derived.multiple_imputation,
    **golden_models.OPERATIONS,
}
OPERATIONS |= golden_descriptive.OPERATIONS


TEXTBOOK: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}

OPERATIONS |= golden_tests.OPERATIONS
TEXTBOOK |= golden_tests.TEXTBOOK
