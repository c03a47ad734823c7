"""The summary of a validation as plain text, and the few words that its page needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enkat.validation import Summary

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "Validation report",
        "records": "{read} records read, {with_findings} with findings",
        "severities": "errors: {errors}, warnings: {warnings}, notes: {infos}",
        "account": "{accepted} accepted, {rejected} rejected, {left_out} left out; {blanked} answers blanked",
        "clean": "Nothing was found.",
        "summary": "Findings by rule",
        "findings": "Findings",
        "first": "The first {shown} of {count} findings",
        "severity": "Severity",
        "rule": "Rule",
        "count": "Count",
        "row": "Record",
        "question": "Question",
        "value": "Value",
        "message": "What is wrong",
        "response_id": "Identifier",
        "whole": "whole record",
        "error": "error",
        "warning": "warning",
        "info": "note",
    },
    "sv": {
        "title": "Valideringsrapport",
        "records": "{read} svar lästa, {with_findings} med anmärkningar",
        "severities": "fel: {errors}, varningar: {warnings}, upplysningar: {infos}",
        "account": "{accepted} godkända, {rejected} avvisade, {left_out} utelämnade; {blanked} enskilda svar tömda",
        "clean": "Inga anmärkningar.",
        "summary": "Anmärkningar per regel",
        "findings": "Anmärkningar",
        "first": "De första {shown} av {count} anmärkningar",
        "severity": "Allvar",
        "rule": "Regel",
        "count": "Antal",
        "row": "Svar",
        "question": "Fråga",
        "value": "Värde",
        "message": "Vad som är fel",
        "response_id": "Identitet",
        "whole": "hela svaret",
        "error": "fel",
        "warning": "varning",
        "info": "upplysning",
    },
}


def words(language: str) -> dict[str, str]:
    """The words of a language; English for those that have none yet."""
    return WORDS.get(language.split("-")[0], WORDS["en"])


def sentences(s: Summary, said: dict[str, str]) -> list[str]:
    """What there is to say before the table."""
    out = [
        said["records"].format(read=s.read, with_findings=s.with_findings),
        said["severities"].format(errors=s.errors, warnings=s.warnings, infos=s.infos),
    ]
    return out if s.fates is None else [*out, said["account"].format(**s.fates)]


def summary_text(s: Summary) -> str:
    """Two sentences and one aligned line per rule."""
    said = words("en")
    lines = sentences(s, said)
    width = max((len(rule) for _, rule, _ in s.rules), default=0)
    lines += [f"  {severity:<8}{rule:<{width}}  {count:>7}" for severity, rule, count in s.rules]
    return "\n".join(lines if s.rules else [*lines, said["clean"]])
