"""What a design was made with: every call with its arguments, printed as the code that makes an equal design."""

from __future__ import annotations

import copy
import functools
import inspect
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from enkat.errors import DesignError
from enkat.expressions import Condition, Cut, cut

__all__ = ["Call", "code_of", "recorded", "shortened"]

WIDTH = 100


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it was written: `first` stands before the arguments without a name ("frame" of the constructor)."""

    name: str
    arguments: tuple[tuple[str | None, Any], ...]
    first: str = ""

    @classmethod
    def of(cls, name: str, args: Iterable[Any], named: Mapping[str, Any], *, first: str = "") -> Call:
        """A call with copies of its arguments, so that it stays what it was."""
        given = [(None, a) for a in args] + list(named.items())
        return cls(name, tuple((k, _copied(v)) for k, v in given), first)

    def parts(self) -> list[str]:
        """The arguments as source code."""
        shown = [literal(v) if k is None else _named(k, v) for k, v in self.arguments]
        return [self.first, *shown] if self.first else shown

    def __str__(self) -> str:
        parts = self.parts()
        line = f"{self.name}({', '.join(parts)})"
        if len(line) <= WIDTH:
            return line
        return f"{self.name}(\n" + "".join(f"    {part},\n" for part in parts) + ")"


def _named(name: str, value: Any) -> str:
    return f"{name}={literal(value)}" if name.isidentifier() else f"**{{{name!r}: {literal(value)}}}"


def _copied(value: Any) -> Any:
    if isinstance(value, (str, bool, int, float, type(None), Condition, Cut)) or callable(value):
        return value
    if isinstance(value, Mapping):
        return {k: _copied(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return copy.copy(value)
    return value.copy() if hasattr(value, "dtype") and hasattr(value, "copy") else value


def literal(value: Any) -> str:
    """A value as Python source.

    Raises
    ------
    DesignError
        The value is a function, or another object that has no source.
    """
    if isinstance(value, Condition):
        return f"ek.expressions.Condition({value.source!r})"
    if isinstance(value, Cut):
        plain = cut(value.name, value.bounds).labels == value.labels
        bounds = literal(list(value.bounds))
        return (
            f"ek.cut({value.name!r}, {bounds})"
            if plain
            else (f"ek.cut({value.name!r}, {bounds}, labels={list(value.labels)!r})")
        )
    if type(value).__module__ in ("enkat.replicates", "enkat.special"):
        return _of_class(value)
    if hasattr(value, "item") and getattr(value, "ndim", 0) == 0 and not hasattr(value, "__len__"):
        value = value.item()
    if value is None or isinstance(value, (str, bool, int)):
        return repr(value)
    if type(value).__name__ in ("NAType", "NaTType"):
        return "None"
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else f"float('{value}')"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{literal(k)}: {literal(v)}" for k, v in value.items()) + "}"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(literal, value)) + ("," if len(value) == 1 else "") + ")"
    if isinstance(value, Iterable) and not isinstance(value, Iterator) and not hasattr(value, "columns"):
        return "[" + ", ".join(map(literal, value.tolist() if hasattr(value, "tolist") else value)) + "]"
    raise DesignError(
        f"code: an argument of the design is {value!r:.60}, which cannot be printed as code; the design itself can be "
        "saved with save()"
    )


def _of_class(value: Any) -> str:
    """An object of the package whose attributes are the arguments of its constructor; those not at their default."""
    said = []
    for name, parameter in inspect.signature(type(value)).parameters.items():
        given, usual = getattr(value, name), parameter.default
        if type(given) is not type(usual) or given != usual:
            said.append(_named(name, list(given) if isinstance(given, tuple) else given))
    return f"ek.{type(value).__name__}({', '.join(said)})"


def recorded(cls: type) -> type:
    """Lets every public method of a design that returns a design note the call on what it returns."""
    for base in reversed(cls.__mro__[:-1]):
        for name, method in vars(base).items():
            returns = getattr(method, "__annotations__", {}).get("return")
            if callable(method) and not name.startswith("_") and returns == "Design":
                setattr(cls, name, _recording(name, method))
    return cls


def _recording(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def call(self: Any, *args: Any, **named: Any) -> Any:
        made = method(self, *args, **named)
        return made._with(_calls=(*self._calls, Call.of("." + name, args, named)))

    return call


def code_of(calls: Iterable[Call | str]) -> str:
    """The calls as a program that has `frame` and makes `design`."""
    lines = [line for call in calls for line in str(call).splitlines()]
    body = "\n".join("    " + line for line in lines)
    return f"import enkat as ek\n\ndesign = (\n{body}\n)\n"


def shortened(call: Call | str, width: int = 110) -> str:
    """One line about a call, for people."""
    try:
        line = " ".join(str(call).split())
    except DesignError:
        line = f"{call.name if isinstance(call, Call) else call}(...)"
    line = line.replace("( ", "(").replace(", )", ")")
    return line if len(line) <= width else line[: width - 4] + "...)"
