"""Regression models of the golden cases."""

from __future__ import annotations

from typing import Any


def fitted(design: Any, args: dict[str, Any]) -> Any:
    return design.glm(args["formula"], family=args["family"], link=args.get("link"), level=args.get("level", 0.95))


def glm(context: Any, estimate: dict[str, Any]) -> dict[str, Any]:
    args = estimate["args"]
    r = fitted(context.design, args)
    tests = [r.wald_test(terms) for terms in args.get("test_terms", [])]
    ratios = [r.lrt_test(terms) for terms in args.get("lrt_terms", [])]
    return {
        "names": list(r.keys["term"]),
        "coefficients": list(r.estimate),
        "se": list(r.se),
        "variance": r.vcov.tolist(),
        "t": list(r.t),
        "df_residual": r.df_residual,
        "p_value": list(r.p_value),
        "ci": {"level": r.level, "df": r.df[0], "lower": list(r.ci_low), "upper": list(r.ci_high)},
        "n": r.n[0],
        "fitted_first10": r.fitted[:10].tolist(),
        "wald_tests": [
            {"terms": list(t.terms), "f": t.statistic, "ndf": t.df, "ddf": t.ddf, "p_value": t.p_value} for t in tests
        ],
        "lrt_tests": [
            {"terms": list(t.terms), "chisq": t.statistic, "ndf": t.df, "ddf": t.ddf, "p_value": t.p_value}
            for t in ratios
        ],
    }


def _coefficients(r: Any) -> dict[str, Any]:
    return {
        "names": list(r.keys["term"]),
        "coefficients": list(r.estimate),
        "se": list(r.se),
        "df_residual": r.df_residual,
    }


def olr(context: Any, estimate: dict[str, Any]) -> dict[str, Any]:
    return _coefficients(context.design.ordinal(estimate["args"]["formula"], information="differences"))


def _survival(estimate: dict[str, Any]) -> str:
    return str(estimate["args"]["formula"]).replace("survival::", "")


def coxph(context: Any, estimate: dict[str, Any]) -> dict[str, Any]:
    return {**_coefficients(context.design.cox(_survival(estimate))), "ties": "efron"}


def logrank(context: Any, estimate: dict[str, Any]) -> dict[str, Any]:
    r = context.design.logrank(_survival(estimate), rho=estimate["args"].get("rho", 0))
    return {"z": r.score[0] if len(r.score) == 1 else list(r.score), "chisq": r.statistic, "p_value": r.p_value}


OPERATIONS = {"glm": glm, "olr": olr, "coxph": coxph, "logrank": logrank}
