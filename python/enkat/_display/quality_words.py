"""The words of the quality report."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "Quality report", "internal": "For the people who work on the survey. Not for publication.",
        "time": "Findings over time", "time_note": "By day of submission, on the clock of the file.",
        "day": "Day", "records": "Records", "findings": "Findings", "with_errors": "Records with errors",
        "questions": "Findings by question", "question": "Question", "errors": "Errors", "warnings": "Warnings",
        "infos": "Notes", "whole": "whole record", "missing": "Answered and missing",
        "missing_note": "Share of records by column; not shown means that routing did not ask.",
        "column": "Column", "none": "answered", "not_shown": "not shown", "no_answer": "no answer",
        "refused": "refused", "no_opinion": "no opinion", "breakoff": "break-off", "invalid": "invalid",
        "funnel": "Completion", "funnel_note": "Records that answered the question or a later one.",
        "share": "Share", "timing": "Time taken", "seconds": "Seconds", "and_more": "{0} and more",
        "median": "Median {0} s.", "no_timing": "The file carries no durations.",
        "no_time": "The file carries no times.",
        "clean": "Nothing was found.", "figure": "{0}, as a figure; the table holds the same numbers",
    },
    "sv": {
        "title": "Kvalitetsrapport", "internal": "För dem som arbetar med enkäten. Inte för publicering.",
        "time": "Anmärkningar över tid", "time_note": "Efter inlämningsdag, enligt filens klocka.",
        "day": "Dag", "records": "Svar", "findings": "Anmärkningar", "with_errors": "Svar med fel",
        "questions": "Anmärkningar per fråga", "question": "Fråga", "errors": "Fel", "warnings": "Varningar",
        "infos": "Upplysningar", "whole": "hela svaret", "missing": "Besvarat och saknat",
        "missing_note": "Andel av svaren per kolumn; ej visad betyder att frågan inte ställdes.",
        "column": "Kolumn", "none": "besvarad", "not_shown": "ej visad", "no_answer": "inget svar",
        "refused": "vill ej svara", "no_opinion": "ingen åsikt", "breakoff": "avbrott", "invalid": "ogiltigt",
        "funnel": "Fullföljande", "funnel_note": "Svar som besvarade frågan eller en senare.",
        "share": "Andel", "timing": "Tidsåtgång", "seconds": "Sekunder", "and_more": "{0} och mer",
        "median": "Median {0} s.", "no_timing": "Filen har inga tider för ifyllandet.",
        "no_time": "Filen har inga tidpunkter.",
        "clean": "Inga anmärkningar.", "figure": "{0}, som figur; tabellen har samma tal",
    },
}  # fmt: skip


def words(language: str) -> dict[str, str]:
    """The words of a language; English for those that have none yet."""
    return WORDS.get(language.split("-")[0], WORDS["en"])
