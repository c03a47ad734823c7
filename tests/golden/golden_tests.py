"""The operations of the reference set that are tests of hypotheses."""

from __future__ import annotations

import math
from typing import Any

import enkat as ek


def parameter(test: ek.Test) -> dict[str, Any] | None:
    if test.scale is not None:
        return {"scale": test.scale, "df": test.df}
    if test.df is None:
        return None
    return {"df": test.df} if test.ddf is None else {"ndf": test.df, "ddf": test.ddf}


def chisq(context: Any, estimate: dict[str, Any]) -> dict[str, Any]:
    row, column = estimate["vars"]
    statistic = estimate.get("args", {}).get("statistic", "F")
    test = context.design.crosstab(row, column).chisq(statistic=statistic)
    out = {"statistic": test.statistic, "parameter": parameter(test), "p_value": test.p_value}
    if statistic == "lincom":
        out |= {"eigenvalues": list(test.eigenvalues), "ddf": test.ddf, "p_value_exact": test.p_value}
        out["p_value_r_saddlepoint"] = context.design.chisq(row, column, statistic="saddlepoint").p_value
    return out


def gof(context: Any, estimate: dict[str, Any]) -> dict[str, Any]:
    test = context.design.gof(estimate["vars"][0], estimate["args"]["p"])
    return {"statistic": test.statistic, "parameter": parameter(test), "p_value": test.p_value}


def interval(test: ek.Test) -> dict[str, Any]:
    return {"level": test.level, "lower": test.ci_low, "upper": test.ci_high}


def ttest(context: Any, estimate: dict[str, Any]) -> dict[str, Any]:
    test = context.design.t_test(estimate["vars"][0], group=estimate.get("args", {}).get("group"))
    out = {"estimate": test.estimate, "statistic": test.statistic, "df": test.df, "p_value": test.p_value}
    return out | {"ci": interval(test)}


def ranktest(context: Any, estimate: dict[str, Any]) -> dict[str, Any]:
    args = estimate["args"]
    test = context.design.rank_test(estimate["vars"][0], group=args["group"], scores=args["test"])
    if test.ddf is None:
        return {"estimate": test.estimate, "statistic": test.statistic, "df": test.df, "p_value": test.p_value}
    chisq = test.statistic * test.df  # R's name for the Wald statistic before the division
    return {"chisq": chisq, "ndf": test.df, "f": test.statistic, "ddf": test.ddf, "p_value": test.p_value}


def kappa(context: Any, estimate: dict[str, Any]) -> dict[str, Any]:
    r = context.design.kappa(*estimate["vars"])
    low, high = r.interval(df=math.inf)
    ci = {"level": r.level, "lower": low[0], "upper": high[0]}
    return {"estimate": r.estimate[0], "se": r.se[0], "ci_normal": ci}


def cronbach(context: Any, estimate: dict[str, Any]) -> dict[str, Any]:
    return {"alpha": context.design.cronbach_alpha(estimate["vars"]).estimate[0]}


# -- plain formulas ----------------------------------------------------------------------------------------------------

METHODS = {
    "wilson": "wilson",
    "wilson_continuity": "wilson_continuity",
    "clopper_pearson": "clopper_pearson",
    "wald": "wald",
    "agresti_coull": "agresti_coull",
    "jeffreys_equal_tailed": "jeffreys",
}


def binomial_interval(args: dict[str, Any]) -> dict[str, Any]:
    x, n, level = args["x"], args["n"], args["level"]
    out: dict[str, Any] = {}
    for name, method in METHODS.items():
        interval = ek.binomial_interval(x, n, method=method, level=level)
        out |= {"estimate": interval.estimate, name: {"lower": interval.low, "upper": interval.high}}
    return out | {"binom_test_p_half": ek.binomial_test(x, n).p_value}


def two_proportions(args: dict[str, Any]) -> dict[str, Any]:
    level = args.get("level", 0.95)
    test = ek.two_proportions(args["x"], args["n"], level=level)
    return {
        "estimate": list(test.cells["share"]),
        "statistic": test.statistic,
        "df": test.df,
        "p_value": test.p_value,
        "difference_ci": {"level": test.level, "lower": test.ci_low, "upper": test.ci_high},
        "continuity_p_value": ek.two_proportions(args["x"], args["n"], level=level, continuity=True).p_value,
    }


def contingency(context: Any, estimate: dict[str, Any]) -> dict[str, Any]:
    table = ek.contingency(context.frame, *estimate["vars"])
    return {
        "row_levels": [str(v) for v in table.row_levels],
        "col_levels": [str(v) for v in table.column_levels],
        "counts": table.grid("observed"),
        "expected": table.grid("expected"),
        "pearson_residuals": table.grid("residual"),
        "standardized_residuals": table.grid("standardized"),
        "statistic": table.test.statistic,
        "df": table.test.df,
        "p_value": table.test.p_value,
        **table.measures(),
    } | {"yates": {"statistic": table.yates, "p_value": table.yates_p}}


OPERATIONS = {
    "chisq": chisq,
    "gof": gof,
    "ttest": ttest,
    "ranktest": ranktest,
    "kappa": kappa,
    "cronbach": cronbach,
    "contingency": contingency,
}
TEXTBOOK = {"binomial_interval": binomial_interval, "two_proportions": two_proportions}
