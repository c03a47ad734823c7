"""Model formulas: formulaic splits them into terms, this module finds the columns; no model matrix is formed here."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from enkat import _core
from enkat._frames import unknown_column
from enkat.columns import Columns
from enkat.errors import DataError, DesignError, MissingExtraError

__all__ = ["Formula", "Variables", "parse_formula"]

FACTOR = ("C", "factor", "as.factor", "as_factor")
FUNCTIONS = ("log", "log2", "log10", "log1p", "exp", "expm1", "sqrt", "abs")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in its parts; every variable is the text of an expression.

    Attributes
    ----------
    source : str
        As it was written.
    response : str or None
        The left-hand side.
    terms : tuple of tuple of str
        Products of variables, lower orders first; the empty one is the intercept.
    offsets : tuple of str
        Variables added to the linear predictor.
    """

    source: str
    response: str | None
    terms: tuple[tuple[str, ...], ...]
    offsets: tuple[str, ...] = ()

    @property
    def variables(self) -> list[str]:
        """Every variable of the terms, once."""
        return list(dict.fromkeys(v for term in self.terms for v in term))

    def full(self, term: tuple[str, ...], variable: str, factors: Collection[str]) -> bool:
        """Whether a factor has a column for every level in a term: the term without it is not in the model.

        Without intercept the first of the `factors` that stands alone takes its place.
        """
        rest = frozenset(term) - {variable}
        if rest or () in self.terms:
            return rest not in {frozenset(t) for t in self.terms}
        return term == next((t for t in self.terms if len(t) == 1 and t[0] in factors), None)

    def term_index(self, term: str) -> int:
        """The number of a term written as in the formula; its variables in any order."""
        wanted = frozenset(_name(part.strip()) for part in term.split(":"))
        for i, t in enumerate(self.terms):
            if frozenset(t) == wanted:
                return i
        known = [":".join(t) for t in self.terms if t]
        raise DesignError(f"terms: {unknown_column(term, known, what='term')}")


def parse_formula(source: str) -> Formula:
    """A formula as ``y ~ a * b + log(x) + offset(e)``.

    Raises
    ------
    MissingExtraError
        formulaic is not installed.
    DesignError
        The text is no formula.
    """
    if not isinstance(source, str):
        raise DesignError(f"formula: found {source!r:.60}, expected text such as 'y ~ x + C(group)'")
    try:
        from formulaic.errors import FormulaicError
        from formulaic.parser import DefaultFormulaParser
    except ImportError:
        raise MissingExtraError("formulas need the package formulaic: pip install 'enkat[models]'") from None
    try:
        parsed: Any = DefaultFormulaParser().get_terms(_as_python(source))
        both = hasattr(parsed, "lhs")
        left, right = (list(parsed.lhs), parsed.rhs) if both else ([], parsed)
        terms = [tuple(_name(f.expr) for f in term.factors if f.expr != "1") for term in right]
    except (FormulaicError, SyntaxError, AttributeError, TypeError) as e:
        said = " ".join(str(e).split())[:160]
        raise DesignError(f"formula: {source!r} cannot be read ({said}); expected 'y ~ x + C(group)'") from None
    if len(left) > 1 or any(len(t.factors) != 1 for t in left):
        raise DesignError(f"formula: found {len(left)} responses in {source!r}, expected one variable before the ~")
    offsets = tuple(o for t in terms if len(t) == 1 and (o := _offset(t[0])))
    kept = [t for t in terms if not (len(t) == 1 and _offset(t[0]))]
    unique = {frozenset(t): t for t in reversed(kept)}
    ordered = sorted((t for t in kept if unique[frozenset(t)] is t), key=len)
    return Formula(source, _name(left[0].factors[0].expr) if left else None, tuple(ordered), offsets)


def _as_python(text: str) -> str:
    """R's ^ as Python's power, which binds alike, and as.factor as a name; what stands between backticks is kept."""
    parts = text.split("`")
    parts[::2] = [re.sub(r"\bas\.factor\b", "as_factor", part.replace("^", "**")) for part in parts[::2]]
    return "`".join(parts)


def _name(expression: str) -> str:
    """An expression as R writes it: powers and quotients without spaces."""
    written = re.sub(r"\s*(\^|\*\*)\s*", "^", expression).replace("as_factor(", "as.factor(")
    return re.sub(r"\s*/\s*", "/", written) if "(" in written else written


def _offset(variable: str) -> str | None:
    found = re.fullmatch(r"offset\((.*)\)", variable, re.DOTALL)
    return found[1] if found else None


@dataclass(frozen=True, slots=True)
class Variables:
    """The variables of formulas as columns of the engine, each made once."""

    columns: Columns
    fixed: Mapping[str, Any] = field(default_factory=dict)
    """Columns replaced by others, for predictions at given values."""
    _made: dict[str, Any] = field(default_factory=dict)

    def column(self, name: str) -> Any:
        """A column by its name: numbers or categories."""
        if name in self.fixed:
            return self.fixed[name]
        if not self.columns.has(name):
            raise DataError(unknown_column(name, self.columns.names))
        column = self.columns.variable(name)
        if isinstance(column, _core.OptionSet):
            raise DataError(f"formula: {name!r} is a multi-select question, expected numbers or one category per row")
        return column

    def variable(self, expression: str) -> Any:
        """The value of an expression: a column, ``C(x)``, or an arithmetic expression of numbers."""
        if expression not in self._made:
            self._made[expression] = self._make(expression)
        return self._made[expression]

    def _make(self, expression: str) -> Any:
        if expression in self.fixed or self.columns.has(expression):
            return self.column(expression)
        tree = _parsed(expression)
        if isinstance(tree, ast.Call) and _dotted(tree.func) in FACTOR:
            return self._factor(expression, tree)
        if isinstance(tree, (ast.Name, ast.Attribute)):
            return self.column(_dotted(tree) or expression)
        return self._arithmetic(expression, tree)

    def _factor(self, expression: str, call: ast.Call) -> Any:
        name = _dotted(call.args[0]) if call.args else None
        if name is None:
            raise DesignError(f"formula: {expression!r}: expected the name of a column, as C(group)")
        factor = self.fixed[name] if name in self.fixed else self.columns.categories(name)
        if isinstance(factor, _core.Numbers):
            from enkat.columns import categories_of_numbers

            factor = categories_of_numbers(factor)
        options = [*call.args[1:], *(k.value for k in call.keywords)]
        return _with_reference(expression, factor, options[0]) if options else factor

    def _arithmetic(self, expression: str, tree: ast.expr) -> Any:
        import numpy as np

        valid = np.ones(self.columns.rows, dtype=np.uint8)

        def number(name: str) -> Any:
            column = self.column(name)
            if not isinstance(column, _core.Numbers):
                raise DataError(f"formula: {expression!r}: column {name!r} holds categories, expected numbers")
            if len(column.valid):
                np.minimum(valid, column.valid, out=valid)
            return column.values

        with np.errstate(all="ignore"):
            values = np.broadcast_to(_value(expression, tree, number), valid.shape).astype(np.float64)
        wrong = np.flatnonzero((valid == 1) & ~np.isfinite(values))
        if len(wrong):
            raise DataError(
                f"formula: {expression!r} has no finite value in {len(wrong)} rows, first in row {wrong[0]}; "
                "leave these rows out with where"
            )
        return _core.Numbers(np.where(valid == 1, values, 0.0), valid, expression)


def _parsed(expression: str) -> ast.expr:
    """Python's tree of an expression; R's ^ is a power, and quoted names are kept."""
    text = re.sub(r"`([^`]*)`", lambda m: f"__quoted__({m[1]!r})", _as_python(expression))
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError:
        raise DesignError(f"formula: {expression!r} cannot be read, expected a column or an expression") from None


def _dotted(node: ast.expr) -> str | None:
    """The name of a column, which may hold dots as R's do, or stand between backticks."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        left = _dotted(node.value)
        return None if left is None else f"{left}.{node.attr}"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "__quoted__":
        return str(ast.literal_eval(node.args[0]))
    return None


OPERATORS: dict[type, str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
    ast.Pow: "power",
    ast.Gt: "greater",
    ast.GtE: "greater_equal",
    ast.Lt: "less",
    ast.LtE: "less_equal",
    ast.Eq: "equal",
    ast.NotEq: "not_equal",
}


def _value(expression: str, node: ast.expr, number: Callable[[str], Any]) -> Any:
    """An arithmetic expression of columns."""
    import numpy as np

    name = _dotted(node)
    if name is not None:
        return number(name)
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return float(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        inner = _value(expression, node.operand, number)
        return -inner if isinstance(node.op, ast.USub) else inner
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        f = getattr(np, OPERATORS[type(node.op)])
        return f(_value(expression, node.left, number), _value(expression, node.right, number))
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in OPERATORS:
        f = getattr(np, OPERATORS[type(node.ops[0])])
        sides = _value(expression, node.left, number), _value(expression, node.comparators[0], number)
        return f(*sides).astype(np.float64)
    if isinstance(node, ast.Call) and len(node.args) == 1 and isinstance(node.func, ast.Name):
        inner = node.args[0]
        if node.func.id == "I":
            return _value(expression, inner, number)
        if node.func.id in FUNCTIONS:
            return getattr(np, node.func.id)(_value(expression, inner, number))
    raise DesignError(
        f"formula: {expression!r} is not understood; expected columns, numbers, + - * / ** and comparisons inside I(), "
        f"C(column), or one of {', '.join(FUNCTIONS)}"
    )


def _with_reference(expression: str, factor: Any, option: ast.expr) -> Any:
    """C(x, Treatment('b')), or C(x, 'b'): the level b first."""
    import numpy as np

    node = option.args[0] if isinstance(option, ast.Call) and option.args else option
    if isinstance(option, ast.Call) and option.keywords and not option.args:
        node = option.keywords[0].value
    if not isinstance(node, ast.Constant):
        raise DesignError(f"formula: {expression!r}: expected the reference level, as C(x, 'b')")
    levels = list(factor.levels)
    wanted = str(node.value)
    if wanted not in levels:
        raise DesignError(f"formula: {expression!r}: {unknown_column(wanted, levels, what='level')}")
    order = [levels.index(wanted), *(i for i, level in enumerate(levels) if level != wanted)]
    place = np.full(len(levels) + 1, -1, dtype=np.int32)
    place[order] = np.arange(len(levels), dtype=np.int32)
    return _core.Categories(place[factor.codes], [levels[i] for i in order])
