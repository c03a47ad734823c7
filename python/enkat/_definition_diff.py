"""What changed between two definitions, and whether responses to the old one can be read with the new one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from enkat._frames import make_frame

if TYPE_CHECKING:
    from enkat.survey import Survey

__all__ = ["Change", "SurveyDiff", "compare"]

WORDING = ("text", "help", "label", "title", "description", "message", "unit", "note")
LIMITS = {"min": 1, "max": -1, "min_length": 1, "max_length": -1, "min_choices": 1, "max_choices": -1,
          "min_ranked": 1, "max_ranked": -1, "decimals": -1}  # fmt: skip
"""Limits by the direction in which they grow stricter."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference."""

    where: str
    """A question, "question.option", a section, or a key of the definition."""
    what: str
    """added, removed, moved, or the key that changed."""
    before: Any
    after: Any
    carries: bool
    """Whether old answers mean the same under the new definition."""
    why: str


@dataclass(frozen=True, slots=True, repr=False)
class SurveyDiff:
    """The changes from an old definition to a new one; true when there are any."""

    changes: tuple[Change, ...]

    @property
    def carries_over(self) -> bool:
        """Whether every old answer can be read under the new definition."""
        return all(change.carries for change in self.changes)

    def frame(self, *, library: Any = None) -> Any:
        """One line per change."""
        return make_frame(self.columns(), library=library, texts=("where", "what", "before", "after", "why"))

    def columns(self) -> dict[str, list[Any]]:
        """One list per column of `frame`."""
        shown = [(c.where, c.what, _shown(c.before), _shown(c.after), c.carries, c.why) for c in self.changes]
        names = ("where", "what", "before", "after", "carries", "why")
        return {name: [line[i] for line in shown] for i, name in enumerate(names)}

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values."""
        names = ("where", "what", "before", "after", "carries", "why")
        changes = [{name: getattr(c, name) for name in names} for c in self.changes]
        return {"carries_over": self.carries_over, "changes": changes}

    def __len__(self) -> int:
        return len(self.changes)

    def __repr__(self) -> str:
        if not self.changes:
            return "No difference."
        verdict = "old responses carry over" if self.carries_over else "old responses do not all carry over"
        lines = [f"  {'' if c.carries else '! '}{c.where}: {c.what}; {c.why}" for c in self.changes]
        return "\n".join([f"{len(self.changes)} changes; {verdict}", *lines])

    def _repr_html_(self) -> str:
        columns = self.columns()
        heads = "".join(f'<th scope="col">{name}</th>' for name in columns)
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(str('' if v is None else v))}</td>" for v in line) + "</tr>"
            for line in zip(*columns.values(), strict=True)
        )
        return f"<table><caption>Changes</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _shown(value: Any) -> str | None:
    return None if value is None else value if isinstance(value, str) else str(value)


def compare(old: Survey, new: Survey) -> SurveyDiff:
    """The changes from one survey to another."""
    a, b = old.to_dict(), new.to_dict()
    changes = list(_keys(a, b))
    for name, added in (("sections", "asks more"), ("checks", "judges more")):
        changes += _members(a.get(name, []), b.get(name, []), added)
    changes += _questions(a["questions"], b["questions"])
    return SurveyDiff(tuple(changes))


def _keys(a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[Change]:
    for key in sorted({*a, *b} - {"questions", "sections", "checks"}):
        if a.get(key) == b.get(key):
            continue
        carries = key != "id"
        why = "another survey" if key == "id" else "judges or describes; answers mean the same"
        yield Change(key, key, a.get(key), b.get(key), carries, why)


def _members(a: list[dict[str, Any]], b: list[dict[str, Any]], added: str) -> Iterator[Change]:
    old, new = {m["id"]: m for m in a}, {m["id"]: m for m in b}
    for id in [*old, *(i for i in new if i not in old)]:
        if id not in new:
            yield Change(id, "removed", None, None, True, "nothing is read from it")
        elif id not in old:
            yield Change(id, "added", None, None, True, added)
        else:
            for key in sorted({*old[id], *new[id]}):
                before, after = old[id].get(key), new[id].get(key)
                if before != after:
                    routes = key == "show_if"
                    yield Change(
                        id, key, before, after, not routes, "routing differs" if routes else "judges otherwise"
                    )


def _questions(a: list[dict[str, Any]], b: list[dict[str, Any]]) -> Iterator[Change]:
    old, new = {q["id"]: q for q in a}, {q["id"]: q for q in b}
    for id, q in old.items():
        if id not in new:
            yield Change(id, "removed", q["type"], None, False, "its answers have no place")
        else:
            yield from _question(id, q, new[id])
    for id, q in new.items():
        if id not in old:
            required = q.get("required", False)
            why = "old records lack a required answer" if required else "old records count as not asked"
            yield Change(id, "added", None, q["type"], not required, why)
    common = [id for id in old if id in new]
    moved = [id for id in new if id in old]
    if common != moved:
        yield Change("questions", "moved", " ".join(common), " ".join(moved), True, "the order of asking differs")


def _question(id: str, a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[Change]:
    for key in sorted({*a, *b} - {"options", "rows"}):
        before, after = a.get(key), b.get(key)
        if before != after:
            yield Change(id, key, before, after, *_verdict(key, before, after))
    for key, noun in (("options", "option"), ("rows", "row")):
        yield from _options(id, noun, a.get(key, []), b.get(key, []))


def _verdict(key: str, before: Any, after: Any) -> tuple[bool, str]:
    if key == "type":
        return False, "answers of another kind"
    if key in WORDING:
        return True, "check that the wording asks the same"
    if key in ("show_if", "section"):
        return False, "routing may differ: who was asked is not the same"
    if key in LIMITS:
        tighter = after is not None and (before is None or (after > before) == (LIMITS[key] > 0))
        return (False, "stricter: old answers may fall outside") if tighter else (True, "looser")
    if key == "required":
        return (False, "stricter: old records may lack the answer") if after else (True, "looser")
    if key in ("unique", "step", "pattern"):
        return (False, "stricter: old answers may break it") if after else (True, "looser")
    if key in ("formula", "multiple_per_row", "scale"):
        return False, "values mean something else"
    return True, "describes"


def _options(id: str, noun: str, a: list[dict[str, Any]], b: list[dict[str, Any]]) -> Iterator[Change]:
    old, new = {o["code"]: o for o in a}, {o["code"]: o for o in b}
    for code, o in old.items():
        where = f"{id}.{code}"
        if code not in new:
            yield Change(where, f"{noun} removed", o["label"], None, False, "answers with this code are unknown")
            continue
        for key in sorted({*o, *new[code]} - {"code"}):
            before, after = o.get(key), new[code].get(key)
            if before != after:
                carries = key in ("label", "other_text")
                why = "check that the label means the same" if key == "label" else "the option means something else"
                yield Change(where, key, before, after, carries, "a text beside it" if key == "other_text" else why)
    for code, o in new.items():
        if code not in old:
            yield Change(f"{id}.{code}", f"{noun} added", None, o["label"], True, "was not offered to old respondents")
