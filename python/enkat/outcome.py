"""Outcome rates: how a sample was reached (AAPOR), and what can be said of an open link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from enkat import _core
from enkat._frames import make_frame, read_frame
from enkat._saving import Saved
from enkat.errors import DataError

if TYPE_CHECKING:
    from enkat.validation import Report

__all__ = ["OutcomeRates", "ParticipationRates", "outcome_rates", "participation_rates"]

CATEGORIES = ("I", "P", "R", "NC", "O", "UH", "UO", "NE")
NAMES = {
    "complete": "I", "interview": "I", "partial": "P", "refusal": "R", "breakoff": "R", "noncontact": "NC",
    "other": "O", "unknown_household": "UH", "unknown": "UO", "unknown_other": "UO", "ineligible": "NE",
    "not_eligible": "NE",
}  # fmt: skip
MEANING = {
    "I": "complete interviews", "P": "partial interviews", "R": "refusals and break-offs", "NC": "non-contacts",
    "O": "other eligible", "UH": "unknown whether eligible: household", "UO": "unknown whether eligible: other",
    "NE": "not eligible",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OutcomeRates(Saved):
    """The outcome rates of a sample; a rate without denominator is None."""

    cases: dict[str, float]
    """Cases, or their summed weights, by disposition: I P R NC O UH UO NE."""
    rates: dict[str, float | None]
    """RR1 to RR6, COOP1 to COOP4, REF1 to REF3, CON1 to CON3."""
    e: float | None
    """The share of cases of unknown eligibility that counts as eligible in RR3, RR4, REF2 and CON2."""
    stated: bool = field(default=False)
    """Whether `e` was given; else it is the share among cases of known eligibility."""

    def __getitem__(self, name: str) -> float | None:
        if name not in self.rates:
            raise DataError(f"rate: found {name!r}, expected one of {', '.join(self.rates)}")
        return self.rates[name]

    def frame(self, *, library: Any = None) -> Any:
        """One line per rate: `rate` and `value`."""
        return make_frame({"rate": list(self.rates), "value": list(self.rates.values())}, library=library)

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values."""
        return {"cases": dict(self.cases), "e": self.e, "rates": dict(self.rates)}

    def __repr__(self) -> str:
        counts = ", ".join(f"{name} {count:g}" for name, count in self.cases.items())
        rates = "\n".join(f"  {name:<6}{_percent(value)}" for name, value in self.rates.items())
        how = "given" if self.stated else "from cases of known eligibility"
        return f"Outcome rates (AAPOR)\n{counts}\n{rates}\n  e = {_share(self.e)}, {how}"

    def _repr_html_(self) -> str:
        return _table("Outcome rates (AAPOR)", [(name, _percent(value)) for name, value in self.rates.items()])


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ParticipationRates(Saved):
    """What can be said of an open link. There is no response rate: nobody knows whom the link reached."""

    started: int
    """Records with at least one answer."""
    complete: int
    partial: int
    breakoff: int
    visits: int | None
    """Visitors of the first page, where they were counted."""

    @property
    def completion(self) -> float | None:
        """Complete records among those started."""
        return self.complete / self.started if self.started else None

    @property
    def breakoff_rate(self) -> float | None:
        """Records broken off among those started."""
        return self.breakoff / self.started if self.started else None

    @property
    def participation(self) -> float | None:
        """Records started among visitors; None where these were not counted."""
        return self.started / self.visits if self.visits else None

    def to_dict(self) -> dict[str, Any]:
        """Counts and rates as plain values."""
        counts = {name: getattr(self, name) for name in ("visits", "started", "complete", "partial", "breakoff")}
        rates = {
            "participation": self.participation,
            "completion": self.completion,
            "breakoff_rate": self.breakoff_rate,
        }
        return {**counts, **rates, "response_rate": None}

    def _lines(self) -> list[tuple[str, str]]:
        return [
            ("started", str(self.started)),
            ("participation", _percent(self.participation)),
            ("completion", _percent(self.completion)),
            ("break-off", _percent(self.breakoff_rate)),
            ("response rate", "not computable: an open link has no sample"),
        ]

    def __repr__(self) -> str:
        return "Participation (open link)\n" + "\n".join(f"  {name:<15}{value}" for name, value in self._lines())

    def _repr_html_(self) -> str:
        return _table("Participation (open link)", self._lines())


def outcome_rates(
    sample: object, *, disposition: str = "disposition", weights: str | None = None, e: float | None = None
) -> OutcomeRates:
    """Outcome rates of a sample from the final disposition of every case, after AAPOR's Standard Definitions.

    Parameters
    ----------
    sample : dataframe or mapping
        One row per sampled case, interviewed or not; or a mapping from disposition to number of cases.
    disposition : str
        The column of final dispositions: AAPOR's letters (I, P, R, NC, O, UH, UO; NE for not eligible), names as
        `complete` or `refusal`, or AAPOR's numbers (1.1 and 1.2, 2.1, 2.2, 2.3, 3.1, 3.2 to 3.9, 4).
    weights : str, optional
        A column of design weights: the rates are then weighted.
    e : float, optional
        The share of cases of unknown eligibility that is eligible. Default: that among cases of known eligibility.

    Returns
    -------
    OutcomeRates
        `rates`, `cases`, `e`.

    Raises
    ------
    DataError
        A disposition is missing or unknown, a weight is negative, or a column is not there.

    Notes
    -----
    With E = I+P+R+NC+O and U = UH+UO: RR1 = I/(E+U), RR3 = I/(E+eU), RR5 = I/E; RR2, RR4, RR6 count partial interviews
    as well. COOP, REF and CON: docs/methods/outcome_rates.md.

    References
    ----------
    AAPOR (2023), Standard Definitions: Final Dispositions of Case Codes and Outcome Rates for Surveys, 10th edition.

    Examples
    --------
    >>> import enkat as ek
    >>> rates = ek.outcome_rates({"I": 400, "P": 50, "R": 200, "NC": 100, "O": 50, "UH": 150, "UO": 50, "NE": 200})
    >>> rates["RR1"], round(rates["RR3"], 4)
    (0.4, 0.4167)
    """
    if isinstance(sample, Mapping) and not any(_is_column(v) for v in sample.values()):
        pairs = [(name, _number(count)) for name, count in sample.items()]
    else:
        pairs = _cases(sample, disposition, weights)
    cases = dict.fromkeys(CATEGORIES, 0.0)
    for name, count in pairs:
        cases[_category(name)] += count
    found: dict[str, float | None] = _core.outcome_rates([cases[c] for c in CATEGORIES], e)
    return OutcomeRates(cases=cases, e=found.pop("e"), rates=found, stated=e is not None)


def participation_rates(report: Report, *, visits: int | None = None) -> ParticipationRates:
    """What can be said of the participation in an open link.

    Parameters
    ----------
    report : Report
        From `survey.validate(responses, quality=...)`: its cut-offs decide what is complete, partial and broken off.
    visits : int, optional
        Visitors of the first page, as the web server counted them.

    Returns
    -------
    ParticipationRates
        `participation` = started / visits, `completion` and `breakoff_rate` among those started. No response rate.

    Raises
    ------
    DataError
        The report has no measures, or there are fewer visits than records.
    """
    measured = report.measures
    if not measured:
        raise DataError("report: found no measures, expected survey.validate(responses, quality={})")
    begun = [c for c, n in zip(measured["completion"], measured["answered"], strict=True) if n]
    if visits is not None and visits < len(begun):
        raise DataError(f"visits: found {visits}, expected at least the {len(begun)} records that were started")
    counts = {name: begun.count(name) for name in ("complete", "partial", "breakoff")}
    return ParticipationRates(started=len(begun), visits=visits, **counts)


def _cases(sample: object, disposition: str, weights: str | None) -> list[tuple[Any, float]]:
    frame = read_frame(sample)
    for name in filter(None, (disposition, weights)):
        if name not in frame.names:
            raise DataError(f"column {name!r} is not in the sample, expected one of {', '.join(frame.names)}")
    names = list(frame.data[disposition])
    by = [1.0] * len(names) if weights is None else [_number(w) for w in frame.data[weights]]
    return list(zip(names, by, strict=True))


def _is_column(value: object) -> bool:
    return hasattr(value, "__len__") and not isinstance(value, str)


def _number(value: Any) -> float:
    try:
        found = float(value)
    except (TypeError, ValueError):
        raise DataError(f"found {value!r} for a number of cases or a weight, expected a number") from None
    if not found >= 0:
        raise DataError(f"found {value!r} for a number of cases or a weight, expected 0 or more")
    return found


def _category(name: Any) -> str:
    text = str(name).strip()
    if text.upper() in CATEGORIES:
        return text.upper()
    if text.lower() in NAMES:
        return NAMES[text.lower()]
    for start, category in (("1.2", "P"), ("1", "I"), ("2.1", "R"), ("2.2", "NC"), ("2", "O"), ("3.1", "UH"),
                            ("3", "UO"), ("4", "NE")):  # fmt: skip
        if text.startswith(start) and text.replace(".", "", 1).isdigit():
            return category
    known = ", ".join((*CATEGORIES, *NAMES))
    raise DataError(f"disposition: found {name!r}, expected one of {known}, or a number of AAPOR as 2.1")


def _percent(value: float | None) -> str:
    return "not computable" if value is None else f"{100 * value:.1f} %"


def _share(value: float | None) -> str:
    return "not computable" if value is None else f"{value:.3f}"


def _table(caption: str, lines: list[tuple[str, str]]) -> str:
    rows = "".join(f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>' for name, value in lines)
    return f"<table><caption>{escape(caption)}</caption><tbody>{rows}</tbody></table>"
