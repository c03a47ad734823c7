"""What a survey tool records beside the answers, within the window and slower than any speeding rule."""

from __future__ import annotations

import datetime
import random
from typing import Any

Meta = dict[str, str]
STARTED = datetime.timedelta(seconds=60)


class Fieldwork:
    """The window, the identifiers and the times of a definition."""

    def __init__(self, data: dict[str, Any]) -> None:
        window = data.get("window")
        self.window = window is not None
        self.opens = _moment(window["opens"]) if window else datetime.datetime(2023, 1, 10)
        self.closes = _moment(window["closes"]) if window else datetime.datetime(2023, 2, 28)
        self.grace = datetime.timedelta(minutes=(window or {}).get("grace_minutes", 0))
        self.languages: list[str] = data["languages"]
        self.version: str = data["version"]
        unit = data.get("unit", {})
        self.unique: bool = unit.get("unique", True)
        self.id_field: str = unit.get("id_field", "response_id")
        self.keys: list[list[str]] = unit.get("duplicate_keys", [])
        timing = data.get("timing", {})
        self.base, self.spread, self.fast = _durations(timing)

    def draw(self, row: int, rng: random.Random) -> Meta:
        """The metadata of a record without defect."""
        span = int((self.closes - self.opens).total_seconds())
        submitted = self.opens + datetime.timedelta(seconds=rng.randint(0, span))
        seconds = round(self.base * (1 + self.spread * rng.random()))
        return {
            "response_id": f"R{row + 1:07}",
            "respondent_ref": f"P{row + 1:07}",
            "started_at": _text(submitted - datetime.timedelta(seconds=seconds)),
            "submitted_at": _text(submitted),
            "duration_seconds": str(seconds),
            "language": rng.choice(self.languages),
            "version": self.version,
            "bot_score": f"{0.7 + 0.3 * rng.random():.2f}",
            "submitted": "1",
        }

    def spoil(self, rule: str, meta: Meta, rng: random.Random) -> bool:
        """Plants a defect of the metadata; False where this definition has no place for it."""
        if rule in ("window.early", "window.late"):
            days = datetime.timedelta(days=1 + rng.randrange(20))
            at = self.opens - days if rule == "window.early" else self.closes + self.grace + days
            meta["submitted_at"] = _text(at)
            meta["started_at"] = _text(at - datetime.timedelta(seconds=float(meta["duration_seconds"])))
            return self.window
        if rule == "meta.duration":
            meta["started_at"] = _text(_moment(meta["submitted_at"]) + STARTED)
            meta["duration_seconds"] = "-60"
        elif rule == "quality.speeding":
            meta["duration_seconds"] = str(self.fast)
            return self.fast is not None
        elif rule == "quality.bot":
            meta["bot_score"] = "0.1"
        elif rule == "meta.language":
            meta["language"] = next(tag for tag in ("zz", "yy", "xx") if tag not in self.languages)
        elif rule == "meta.version":
            meta["version"] = self.version + "-old"
        return True


META = ("window.early", "window.late", "meta.duration", "quality.speeding", "quality.bot", "meta.language",
        "meta.version")  # fmt: skip


def _durations(timing: dict[str, Any]) -> tuple[float, float, int | None]:
    """Base and spread of clean durations, and one that is too fast (None: no rule); clean ones break no rule.

    Of `sd_below_median` the limit lies at or above the smallest of evenly spread values for few deviations, so these
    have no spread; the fast ones widen the deviation, so only the stated minimum is planted.
    """
    least = float(timing.get("min_duration_seconds", 0))
    speeding = timing.get("speeding", {})
    method, value = speeding.get("method"), float(speeding.get("value", 0))
    floor = max(least, value if method == "absolute_seconds" else 0)
    base = max(300.0, 2 * floor)
    if method == "fraction_of_median":
        floor = max(floor, 0.9 * value * base if value <= 1 else 0)
    spread = 0.0 if method == "sd_below_median" or value > 0.8 else 0.2
    return base, spread, int(floor / 3) if floor >= 6 else None


def _moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


def _text(moment: datetime.datetime) -> str:
    return moment.isoformat(sep=" ")
