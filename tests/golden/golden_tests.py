"""The operations of the reference set that are tests of hypotheses."""

from __future__ import annotations

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


OPERATIONS = {"chisq": chisq, "gof": gof}
TEXTBOOK: dict[str, Any] = {}
