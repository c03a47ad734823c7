"""Responses after a policy: what was accepted, and the account of every decision."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from enkat import _core
from enkat._frames import make_frame
from enkat.policies import deciders
from enkat.reading import Responses

if TYPE_CHECKING:
    from enkat.design import Design
    from enkat.validation import Report, Summary

__all__ = ["Accepted", "Account", "Checked"]


@dataclass(frozen=True, slots=True, repr=False)
class Accepted(Responses):
    """The accepted records; an answer that the policy blanked is missing with the kind `invalid`."""

    checked: Checked | None = field(default=None, compare=False)
    """The decisions that led to this table."""

    def design(self) -> Design:
        """The design that the survey's definition implies: kind and model from `sample`, every record with weight 1."""
        from enkat.response_columns import design_of

        return design_of(self, report=self.checked)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Account:
    """What a policy decided: read = accepted + rejected + left out."""

    read: int
    accepted: int
    rejected: int
    left_out: int
    blanked: int
    """Answers blanked in accepted records."""
    policy: str
    """The policy's id."""
    decisions: dict[str, list[Any]]
    """One entry per finding: `row`, `response_id`, `fate` of the record, `rule`, `action`, `question`, `before`,
    `after` (None where the answer was blanked), `decided_by` (the policy's line), `when`, `message`. Actions
    are `reject`, `leave_out`, `blank`, `flag`, and `superseded` where an answer would be blanked but its record
    is not accepted anyway; a policy of your own can also `accept`."""

    def frame(self, *, library: Literal["polars", "pandas", "pyarrow"] | None = None) -> Any:
        """The decisions as a frame."""
        texts = tuple(name for name in self.decisions if name != "row")
        return make_frame(self.decisions, library=library, texts=texts)

    def to_dict(self) -> dict[str, Any]:
        """The counts and the decisions as plain values."""
        decisions = [
            dict(zip(self.decisions, values, strict=True)) for values in zip(*self.decisions.values(), strict=True)
        ]
        return {**self.counts(), "policy": self.policy, "decisions": decisions}

    def actions(self) -> dict[str, int]:
        """How many findings led to what, in the order of weight."""
        order = ("reject", "leave_out", "blank", "flag", "accept", "superseded")
        return {name: n for name in order if (n := self.decisions["action"].count(name))}

    def counts(self) -> dict[str, int]:
        """The counts alone."""
        names = ("read", "accepted", "rejected", "left_out", "blanked")
        return {name: getattr(self, name) for name in names}

    def __len__(self) -> int:
        return len(self.decisions["row"])

    def __repr__(self) -> str:
        return (
            f"<Account: {self.read} read = {self.accepted} accepted + {self.rejected} rejected + "
            f"{self.left_out} left out; {self.blanked} answers blanked>"
        )


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Checked:
    """Responses after a policy. `accepted.design()` goes on to the estimates."""

    report: Report
    core: _core.PolicyResult
    policy: _core.Policy
    """The policy that decided."""
    when: str
    """When, as ISO 8601."""

    @property
    def accepted(self) -> Accepted:
        """The accepted records as a typed table."""
        return Accepted(self.core.accepted, self.report.survey, self)

    @property
    def rejected(self) -> Responses:
        """The rejected records, as they were read."""
        return self._rows("rejected")

    @property
    def left_out(self) -> Responses:
        """The records left out because they are outside the audience, as they were read."""
        return self._rows("left_out")

    @property
    def findings(self) -> Any:
        """The findings that were decided about; see `Report.findings`."""
        return self.report.findings

    @property
    def account(self) -> Account:
        """Every decision with the counts of records."""
        read = self.report.core.rows
        accepted, rejected, left_out = self.core.counts
        if read != accepted + rejected + left_out:
            raise AssertionError(f"{read} read, but {accepted} + {rejected} + {left_out} accounted for")
        return Account(
            read=read,
            accepted=accepted,
            rejected=rejected,
            left_out=left_out,
            blanked=self.core.blanked,
            policy=self.policy.id,
            decisions=self._decisions(),
        )

    def _decisions(self) -> dict[str, list[Any]]:
        found = self.report.columns()
        fates = {row: fate for fate in ("rejected", "left_out") for row in self.core.rows(fate)}
        actions = self.core.actions
        return {
            "row": found["row"],
            "response_id": found["response_id"],
            "fate": [fates.get(row - 1, "accepted") for row in found["row"]],
            "rule": found["rule"],
            "action": actions,
            "question": found["question"],
            "before": found["value"],
            "after": [None if a == "blank" else v for a, v in zip(actions, found["value"], strict=True)],
            "decided_by": deciders(self.policy, self.core.decided_by),
            "when": [self.when] * len(actions),
            "message": found["message"],
        }

    @property
    def fates(self) -> list[str]:
        """What became of each record read: `accepted`, `rejected` or `left_out`, in the order of the file."""
        out = ["accepted"] * self.report.core.rows
        for fate in ("rejected", "left_out"):
            for row in self.core.rows(fate):
                out[row] = fate
        return out

    def summary(self) -> Summary:
        """The number of findings by severity and rule, and what became of the records."""
        found = self.report.summary()
        accepted, rejected, left_out = self.core.counts
        fates = {"accepted": accepted, "rejected": rejected, "left_out": left_out, "blanked": self.core.blanked}
        return replace(found, fates=fates)

    def to_dict(self, *, language: str | None = None) -> dict[str, Any]:
        """The report of findings with the account, as plain values."""
        return {
            **self.report.to_dict(language=language),
            "summary": self.summary().to_dict(),
            "account": self.account.to_dict(),
        }

    def _rows(self, fate: str) -> Responses:
        return Responses(_core.select_rows(self.report.responses.core, self.core.rows(fate)), self.report.survey)

    def __repr__(self) -> str:
        return str(self.summary())

    def _repr_html_(self) -> str:
        return self.summary()._repr_html_()
