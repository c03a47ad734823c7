"""The fixed words of tables in the languages of a survey; a language that is not here is served in English.

A word is a key. What is said of a book is a `Said`: a key with its values, of which one that begins with "@" is the key
of a phrase; so a book made once can be read in every language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["FALLBACK", "LANGUAGES", "Said", "number", "sentence", "sentences", "word"]

Said = tuple[str, Mapping[str, Any]]
FALLBACK = "en"

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "decimal": ".",
        "total": "Total",
        "mean": "Mean",
        "sd": "Standard deviation",
        "se": "Standard error",
        "median": "Median",
        "nps": "Net promoter score",
        "mean_rank": "mean rank",
        "top": "Top {k}",
        "bottom": "Bottom {k}",
        "base": "Base: respondents",
        "base_short": "Base",
        "weighted_base": "Weighted base",
        "effective_base": "Effective base",
        "more_tables": "and {k} more tables",
        "note": "Note: {text}",
        "percent_of": "percentages of the {what} in {of}",
        "answers": "answers",
        "respondents": "respondents",
        "of_column": "the column",
        "of_row": "the line's total",
        "of_total": "the total",
        "unweighted": "unweighted",
        "negative": "{k} rows have negative weights",
        "trimmed": "standard errors take trimmed weights as they are",
        "self_selected": "respondents chose to take part; the figures describe them only",
        "model": "intervals assume: {model}",
        "no_model": "no intervals: not a probability sample, and no model",
        "letters": "a letter names a column of the same banner that the figure is significantly higher than: lower "
        "case at {weak}, capital at {strong} ({how}; {family}; not tested where an effective base is under {base} or "
        "an expected count under {count})",
        "how_design": "t test of the difference under the design, {df} degrees of freedom",
        "how_dimensions": "t test on effective bases, pooled variance",
        "how_dimensions_unpooled": "t test on effective bases, unpooled variance",
        "family_bh": "Benjamini-Hochberg within line and banner",
        "family_holm": "Holm within line and banner",
        "family_bonferroni": "Bonferroni within line and banner",
        "family_none": "not adjusted for the number of tests",
        "higher": "higher than {names}",
        "first_place": "First place, per cent",
        "mean_rank_head": "Mean rank",
        "ranked_by": "Ranked by",
        "against_total": "+ and - mark columns higher or lower than the total, doubled at the stronger level",
        "no_letters": "no significance letters: respondents chose to take part",
        "min_base": "columns with fewer than {k} respondents show no figures",
        "bases_differ": "bases differ between the lines: those of the largest are shown",
        "ranking": "shares are of first places; then mean ranks, 1 is the first place",
    },
    "sv": {
        "decimal": ",",
        "total": "Totalt",
        "mean": "Medelvärde",
        "sd": "Standardavvikelse",
        "se": "Medelfel",
        "median": "Median",
        "nps": "Net promoter score",
        "mean_rank": "medelplats",
        "top": "De {k} högsta",
        "bottom": "De {k} lägsta",
        "base": "Bas: svarande",
        "base_short": "Bas",
        "weighted_base": "Viktad bas",
        "effective_base": "Effektiv bas",
        "more_tables": "och ytterligare {k} tabeller",
        "note": "Anm.: {text}",
        "percent_of": "procent av {what} i {of}",
        "answers": "svaren",
        "respondents": "de svarande",
        "of_column": "kolumnen",
        "of_row": "radens total",
        "of_total": "totalen",
        "unweighted": "oviktat",
        "negative": "{k} rader har negativa vikter",
        "trimmed": "medelfelen tar trimmade vikter som de är",
        "self_selected": "de svarande valde själva att delta; siffrorna beskriver endast dem",
        "model": "intervallen förutsätter: {model}",
        "no_model": "inga intervall: inte ett sannolikhetsurval, och ingen modell",
        "letters": "en bokstav anger en kolumn i samma tabellhuvud som siffran är signifikant högre än: liten bokstav "
        "vid {weak}, stor vid {strong} ({how}; {family}; ingen prövning där en effektiv bas är under {base} eller ett "
        "förväntat antal under {count})",
        "how_design": "t-test av skillnaden enligt designen, {df} frihetsgrader",
        "how_dimensions": "t-test på effektiva baser, sammanvägd varians",
        "how_dimensions_unpooled": "t-test på effektiva baser, skilda varianser",
        "family_bh": "Benjamini-Hochberg inom rad och tabellhuvud",
        "family_holm": "Holm inom rad och tabellhuvud",
        "family_bonferroni": "Bonferroni inom rad och tabellhuvud",
        "family_none": "inte justerat för antalet prövningar",
        "higher": "högre än {names}",
        "first_place": "Första plats, procent",
        "mean_rank_head": "Medelplats",
        "ranked_by": "Rangordnat av",
        "against_total": "+ och - märker kolumner som är högre eller lägre än totalen, dubblat vid den strängare nivån",
        "no_letters": "inga signifikansbokstäver: de svarande valde själva att delta",
        "min_base": "kolumner med färre än {k} svarande visar inga siffror",
        "bases_differ": "baserna skiljer sig mellan raderna: de största visas",
        "ranking": "andelarna gäller första plats; därefter medelplatser, där 1 är första plats",
    },
}
LANGUAGES = tuple(WORDS)


def word(language: str | None, key: str, **values: Any) -> str:
    """One word or phrase; English where the language is not known."""
    found = WORDS.get(language or FALLBACK, WORDS[FALLBACK])[key]
    return found.format(**values) if values else found


def sentence(language: str | None, said: Said) -> str:
    """What is said, in a language. A value that is a mapping holds one text per language."""
    key, values = said
    return word(language, key, **{name: _value(language, value, values) for name, value in values.items()})


def sentences(language: str | None, said: Sequence[Said]) -> tuple[str, ...]:
    """All that is said."""
    return tuple(sentence(language, one) for one in said)


def number(language: str | None, text: str) -> str:
    """A number as the engine writes it, with the language's decimal sign."""
    return text.replace(".", word(language, "decimal"))


def _value(language: str | None, value: Any, values: Mapping[str, Any]) -> str:
    if isinstance(value, Mapping):
        return str(value.get(language or FALLBACK, value.get(FALLBACK, next(iter(value.values()), ""))))
    if isinstance(value, str) and value.startswith("@") and value[1:] in WORDS[FALLBACK]:
        inner = {k: v for k, v in values.items() if not (isinstance(v, str) and v.startswith("@"))}
        return word(language, value[1:], **inner)
    return str(value)
