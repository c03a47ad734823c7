"""Numbers, dates, lists and plurals as the report writes them, as JSON for check_locales.mjs."""

from __future__ import annotations

import json

from enkat.publish._locale import available_languages, load_locale

NUMBERS = ["0", "7", "999", "1000", "9999", "12345", "1234567", "0.5", "-3", "-1234.5", "47.0"]
DAYS = ["2023-02-28", "2024-01-01", "2025-12-31", "2026-05-09"]
COUNTS = ["0", "1", "2", "3", "5", "11", "21", "22", "101", "173"]


def samples(language: str) -> dict[str, object]:
    locale = load_locale(language)
    return {
        "locale": locale.locale,
        "numbers": {n: locale.number(n) for n in NUMBERS},
        "percentages": {n: locale.percentage(n) for n in NUMBERS},
        "days": {d: locale.day(d) for d in DAYS},
        "plurals": {n: locale.plural_category(n) for n in COUNTS},
        "lists": {str(k): locale.join(list("ABCD"[:k])) for k in (2, 3, 4)},
        "alternatives": {str(k): locale.join(list("ABCD"[:k]), alternative=True) for k in (2, 3)},
    }


if __name__ == "__main__":
    print(json.dumps({language: samples(language) for language in available_languages()}))
