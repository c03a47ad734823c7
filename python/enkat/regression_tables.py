"""Tables of regressions: one or several models side by side, in the words of the survey."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from enkat import _core
from enkat._tabular import Tabular, plain_columns
from enkat.errors import DesignError
from enkat.models import Regression, TermTest

__all__ = ["RegressionTable", "regression_table"]

FIELDS = ("estimate", "se", "ci_low", "ci_high", "t", "p_value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficient:
    """One coefficient: of which term, of which variables and levels, and in how many rows these occur."""

    term: str
    """Its name in the model, "groupb"."""
    parts: tuple[tuple[str, str | None], ...]
    """Variables with their levels; None for a number. Empty: the constant, or a threshold."""
    response: str | None
    """Of a multinomial model: the level of the response."""
    rows: int | None
    """Rows of the model in which its levels occur; None without levels."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class RegressionTable(Tabular):
    """Regressions side by side: coefficients with intervals, tests of terms, bases.

    Attributes
    ----------
    names : tuple of str
        The models' names.
    models : tuple of Regression
        The models.
    coefficients : tuple of tuple of Coefficient
        For every model what its coefficients stand for.
    tests : tuple of tuple of TermTest
        For every model a Wald test of each term.
    exponentiate : bool
        Whether coefficients are shown as exp(coefficient): odds, rate or hazard ratios. The constant is then left out.
    title : str or {language: str}
        The caption.
    """

    names: tuple[str, ...]
    models: tuple[Regression, ...]
    coefficients: tuple[tuple[Coefficient, ...], ...]
    tests: tuple[tuple[TermTest, ...], ...]
    exponentiate: bool = False
    title: str | Mapping[str, str] = ""
    library: str | None = None
    labels: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)

    def _library(self) -> str | None:
        return self.library

    def shown(self, model: int) -> list[int]:
        """The coefficients of a model that the table shows."""
        every = range(len(self.models[model]))
        return [i for i in every if not self.exponentiate or self.coefficients[model][i].parts]

    def values(self, model: int, row: int) -> dict[str, float]:
        """The figures of a coefficient: estimate, se, ci_low, ci_high, t, p_value."""
        r = self.models[model]
        out = {name: float(getattr(r, name)[row]) for name in FIELDS}
        if not self.exponentiate:
            return out
        ratio = math.exp(out["estimate"])
        limits = {name: math.exp(out[name]) for name in ("ci_low", "ci_high")}
        return out | limits | {"estimate": ratio, "se": ratio * out["se"]}

    def label(self, coefficient: Coefficient, *, language: str | None = None) -> str:
        """The words of a coefficient: texts of its variable and level in a language of the survey."""
        texts = self.labels.get(language or next(iter(self.labels), ""), {})
        words = []
        for variable, level in coefficient.parts:
            known = texts.get(variable, {})
            name = known.get("", variable)
            words.append(name if level is None else f"{name}: {known.get(level, level)}")
        return " × ".join(words) or coefficient.term

    def columns(self, *, language: str | None = None) -> dict[str, Sequence[Any]]:
        """One row per model and coefficient."""
        out: dict[str, list[Any]] = {name: [] for name in ("model", "response", "term", "label", *FIELDS)}
        bases = ("n", "design_df", "df_residual")
        out |= {name: [] for name in (*bases, "family", "link")}
        for k, r in enumerate(self.models):
            for i in self.shown(k):
                c = self.coefficients[k][i]
                row: dict[str, Any] = {"model": self.names[k], "response": c.response, "term": c.term}
                row |= {"label": self.label(c, language=language)} | self.values(k, i)
                row |= {"n": int(r.n[i]), "design_df": r.design_df, "df_residual": r.df_residual}
                row |= {"family": r.family, "link": r.link}
                for name, value in row.items():
                    out[name].append(value)
        if all(v is None for v in out["response"]):
            del out["response"]
        return dict(out)

    def to_dict(self) -> dict[str, Any]:
        """The coefficients as columns, and the tests of terms."""
        tests = [
            {"model": name, "terms": list(t.terms), "f": t.statistic, "df": t.df, "ddf": t.ddf, "p_value": t.p_value}
            for name, several in zip(self.names, self.tests, strict=True)
            for t in several
        ]
        return {"coefficients": plain_columns(self.columns()), "tests": tests}

    def svg(self, *, language: str | None = None) -> Any:
        """Coefficients with their intervals as a drawing, which a notebook shows."""
        from enkat.publish._models import drawing

        return drawing(self, language)

    def html(self, *, language: str | None = None) -> str:
        """The table as accessible HTML in a language."""
        from enkat.publish._models import html

        return html(self, language)

    def _repr_html_(self) -> str:
        return self.html()

    def __repr__(self) -> str:
        from enkat.publish._models import text

        return text(self)


def regression_table(
    models: Regression | Sequence[Regression],
    *,
    names: Sequence[str] | None = None,
    exponentiate: bool = False,
    title: str | Mapping[str, str] = "",
    tests: bool = True,
) -> RegressionTable:
    """Put models side by side in a table that a notebook shows and `Design.publish` prints.

    Parameters
    ----------
    models : Regression or list of Regression
        Fitted models, see `Design.glm`, `ordinal`, `multinomial`, `cox`.
    names : list of str, optional
        Names of the models; by default "1", "2", ...
    exponentiate : bool
        Show odds, rate or hazard ratios.
    title : str or {language: str}
        The caption; by default the formulas.
    tests : bool
        Add a Wald test of every term.

    Returns
    -------
    RegressionTable
        Terms carry the texts of the survey's languages; `svg()` draws the coefficients, `frame()` gives the numbers.

    Examples
    --------
    >>> import enkat as ek
    >>> data = {"y": [1.0, 3.0, 2.0, 5.0, 4.0, 3.0], "x": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], "g": list("aabbab")}
    >>> d = ek.Design(data, labels={"en": {"g": {"": "Group", "b": "B team"}}})
    >>> table = ek.regression_table(d.glm("y ~ x + g"))
    >>> table
    y ~ x + g
    Term           Coefficient   95% interval  p value
    Constant              1.40  -1.35 to 4.15   0.2040
    x                     0.48  -0.23 to 1.18   0.1227
    Group: B team        -0.13  -2.98 to 2.73   0.8979
    Term      F  Degrees of freedom  p value
    x      4.55             1 and 3   0.1227
    Group  0.02             1 and 3   0.8979
    Base: 6 respondents; gaussian, identity link. Design degrees of freedom: 5; of the tests: 3.
    """
    several = (models,) if isinstance(models, Regression) else tuple(models)
    if not several or not all(isinstance(m, Regression) for m in several):
        raise DesignError("models: expected fitted models, for example [d.glm('y ~ x'), d.glm('y ~ x + z')]")
    given = tuple(map(str, names)) if names is not None else tuple(str(k + 1) for k in range(len(several)))
    if len(given) != len(several) or len(set(given)) < len(given):
        raise DesignError(f"names: found {list(given)!r}, expected {len(several)} different names, one for each model")
    return RegressionTable(
        names=given,
        models=several,
        coefficients=tuple(_coefficients(m) for m in several),
        tests=tuple(_tests(m) if tests else () for m in several),
        exponentiate=bool(exponentiate),
        title=title,
        library=several[0].library,
        labels=several[0].labels,
    )


def _tests(model: Regression) -> tuple[TermTest, ...]:
    formula = model._live().formula
    out = []
    for term in formula.terms:
        name = ":".join(term)
        if term and model.fit.columns_of([name]):
            out.append(model.wald_test(name))
    return tuple(out)


def _coefficients(model: Regression) -> tuple[Coefficient, ...]:
    live = model._live()
    variables = sorted(live.formula.variables, key=len, reverse=True)
    responses = model.keys.get("response", [None] * len(model))
    known = {v: _factor(live, v) for v in variables}
    return tuple(
        _coefficient(live, str(term), response, variables, known)
        for term, response in zip(model.keys["term"], responses, strict=True)
    )


def _factor(live: Any, variable: str) -> Any:
    from enkat.formula import Variables

    column = Variables(live.design._columns).variable(variable)
    return None if isinstance(column, _core.Numbers) else column


def _coefficient(
    live: Any, term: str, response: Any, variables: Sequence[str], known: Mapping[str, Any]
) -> Coefficient:
    """Which variables and levels a name is made of: "x:groupb" is x, and level b of group."""
    found = _parts(term, variables, known)
    rows = None
    if any(level is not None for _, _, level in found):
        rows = _rows(live, found, known)
    parts = tuple((plain, level) for _, plain, level in found)
    return Coefficient(term=term, parts=parts, response=None if response is None else str(response), rows=rows)


Found = list[tuple[str, str, str | None]]
"""The variable as in the formula, its column, and the level."""


def _parts(term: str, variables: Sequence[str], known: Mapping[str, Any]) -> Found:
    if term == "":
        return []
    for variable in variables:
        if not term.startswith(variable):
            continue
        rest = term[len(variable) :]
        factor = known[variable]
        levels: list[str | None] = [None]
        if factor is not None:
            levels = [*sorted(factor.levels, key=len, reverse=True)]
        for level in levels:
            after = rest if level is None else rest.removeprefix(level)
            if level is not None and not rest.startswith(level):
                continue
            if after == "":
                return [(variable, _column_of(variable), level)]
            more = _parts(after[1:], variables, known) if after.startswith(":") else []
            if more:
                return [(variable, _column_of(variable), level), *more]
    return []


def _column_of(variable: str) -> str:
    """The column inside C(...) or factor(...)."""
    for name in ("C(", "factor("):
        if variable.startswith(name) and variable.endswith(")"):
            return variable[len(name) : -1].split(",")[0].strip()
    return variable


def _rows(live: Any, found: Found, known: Mapping[str, Any]) -> int:
    mask = live.used == 1
    for variable, _, level in found:
        if level is not None:
            factor = known[variable]
            mask = mask & (factor.codes == list(factor.levels).index(level))
    return int(mask.sum())
