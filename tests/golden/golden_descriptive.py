"""Quantiles, the distribution function and variances of golden cases, in the public API."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any


def quantile_result(context: Any, estimate: dict[str, Any], by: list[str] | None = None) -> Any:
    args = estimate.get("args", {})
    return context.design.quantile(
        estimate["vars"],
        args["probs"],
        by=by,
        rule=args.get("qrule", "math"),
        ci=args.get("interval", "mean") if args.get("ci", True) else "none",
        level=args.get("level", 0.95),
        df=math.inf if args.get("df") == "Inf" else args.get("df"),
        missing="exclude" if args.get("na_rm") else "propagate",
    )


def quantile(context: Any, estimate: dict[str, Any]) -> dict[str, Any]:
    r = quantile_result(context, estimate)
    one = len(estimate["vars"]) == 1
    shape = (lambda v: list(v)) if one else (lambda v: in_rows(v, len(estimate["args"]["probs"])))
    return {
        "probs": estimate["args"]["probs"],
        "quantile": shape(r.estimate),
        "level": r.level,
        "df": r.df[0],
        "lower": shape(r.ci_low),
        "upper": shape(r.ci_high),
        "se": shape(r.se),
    }


def var_result(context: Any, estimate: dict[str, Any], by: list[str] | None = None) -> Any:
    missing = "exclude" if estimate.get("args", {}).get("na_rm") else "propagate"
    return context.design.covariance(estimate["vars"], by=by, missing=missing)


def names(r: Any) -> list[str]:
    """Names of statistics in domains, with the probability or the second variable where it differs."""
    probs = r.keys.get("quantile")
    if probs is not None:
        several = len(set(probs)) > 1
        return [f"{v}.{p:g}" if several else v for v, p in zip(r.keys["variable"], probs, strict=True)]
    return [a if a == b else f"{a}.{b}" for a, b in zip(r.keys["variable"], r.keys["other"], strict=True)]


def in_rows(values: Any, width: int) -> list[list[Any]]:
    return [list(values[i : i + width]) for i in range(0, len(values), width)]


def smooth_cdf(context: Any, estimate: dict[str, Any]) -> dict[str, Any]:
    at = estimate["args"]["at"]
    return {"at": at, "cdf": list(context.design.cdf(estimate["vars"], at).estimate)}


def var(context: Any, estimate: dict[str, Any]) -> dict[str, Any]:
    names = estimate["vars"]
    r = var_result(context, estimate)
    place = {(a, b): i for i, (a, b) in enumerate(zip(r.keys["variable"], r.keys["other"], strict=True))}

    def matrix(values: Any, at: dict[tuple[str, str], int]) -> list[list[Any]]:
        return [[values[at[a, b] if (a, b) in at else at[b, a]] for b in names] for a in names]

    out = {"vars": names, "estimate": matrix(r.estimate, place), "se": matrix(r.se, place)}
    if "correlation" in context.case["expect"]:
        c = context.design.correlation(
            names, missing="exclude" if estimate.get("args", {}).get("na_rm") else "propagate"
        )
        pairs = list(zip(c.keys["variable"], c.keys["other"], strict=True))
        values = {**dict(zip(pairs, c.estimate, strict=True)), **{(n, n): 1.0 for n in names}}
        out["correlation"] = [[values.get((a, b), values.get((b, a))) for b in names] for a in names]
    return out


def standardize(context: Any, estimate: dict[str, Any]) -> dict[str, Any]:
    args, (by,) = estimate["args"], estimate["by"]
    r = context.design.standardize(estimate["vars"], {args["classes"]: args["standard"]}, by=by)
    place = {str(g): i for i, g in enumerate(r.keys[by])}
    asked = [place[g[by]] for g in context.case["expect"]["groups"]]
    return {"estimate": [r.estimate[i] for i in asked], "se": [r.se[i] for i in asked]}


OPERATIONS: dict[str, Callable[[Any, dict[str, Any]], dict[str, Any]]] = {
    "quantile": quantile,
    "smooth_cdf": smooth_cdf,
    "var": var,
    "standardize": standardize,
}
