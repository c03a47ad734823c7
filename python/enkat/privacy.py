"""Personal data in answers: where it may stand, and pseudonyms in place of identifiers."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from enkat._frames import make_frame
from enkat.errors import DataError

if TYPE_CHECKING:
    from enkat.reading import Responses

__all__ = ["PersonalData", "personal_data", "pseudonyms"]

SHORTEST_KEY = 16


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PersonalData:
    """Where personal data may stand. What was found is not repeated here: `row` and `column` say where to look."""

    row: tuple[int, ...]
    """Records, from 1."""
    column: tuple[str, ...]
    kind: tuple[str, ...]
    """email, telephone, iban, payment_card, personal_number, ip_address, link, handle, name, identifier."""
    start: tuple[int, ...]
    """Character of the answer at which it begins, from 0."""
    length: tuple[int, ...]
    sensitive: tuple[str, ...]
    """Open questions that the definition calls sensitive."""

    def frame(self, *, library: Any = None) -> Any:
        """One line per place."""
        return make_frame(self.to_dict(), library=library, texts=("column", "kind"))

    def to_dict(self) -> dict[str, list[Any]]:
        """One list per column of `frame`."""
        return {name: list(getattr(self, name)) for name in ("row", "column", "kind", "start", "length")}

    def counts(self) -> dict[tuple[str, str], int]:
        """Places by column and kind."""
        return dict(sorted(Counter(zip(self.column, self.kind, strict=True)).items()))

    def __len__(self) -> int:
        return len(self.row)

    def __repr__(self) -> str:
        lines = [f"  {column:<24}{kind:<16}{n:>6}" for (column, kind), n in self.counts().items()]
        note = f"  sensitive open questions: {', '.join(self.sensitive)}" if self.sensitive else ""
        return "\n".join([f"Personal data: {len(self)} places", *lines, *([note] if note else [])])

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th scope="row">{escape(column)}</th><td>{escape(kind)}</td><td>{n}</td></tr>'
            for (column, kind), n in self.counts().items()
        )
        heads = "".join(f'<th scope="col">{name}</th>' for name in ("column", "kind", "places"))
        return f"<table><caption>Personal data</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def personal_data(responses: Responses) -> PersonalData:
    """Points at e-mail addresses, telephone numbers, identifiers and names in the open answers.

    Parameters
    ----------
    responses : Responses
        From `survey.read(...)`.

    Returns
    -------
    PersonalData
        Places only; the answers themselves are not repeated.

    Notes
    -----
    Addresses and numbers are found by their form; account, card and Swedish personal numbers by check digits too.
    Names are guessed from words that introduce them ("my name is", "jag heter") and from two capitalised words inside a
    sentence: a hint for a reader, neither complete nor free of false alarms.
    """
    found: list[tuple[int, str, str, int, int]] = []
    meta = responses.core.meta
    if any(meta.get("respondent_ref", ())):
        found += [(r + 1, "respondent_ref", "identifier", 0, len(v)) for r, v in enumerate(meta["respondent_ref"]) if v]
    for name in _open_columns(responses):
        for row, text in enumerate(responses.values(name)):
            if text:
                found += [(row + 1, name, kind, at, n) for kind, at, n in places(text)]
    found.sort()
    columns: Sequence[tuple[Any, ...]] = list(zip(*found, strict=True)) or [()] * 5
    sensitive = tuple(q.id for q in responses.survey.questions if q.sensitive and q.type in ("text", "email", "file"))
    places_found = dict(zip(("row", "column", "kind", "start", "length"), columns, strict=True))
    return PersonalData(**places_found, sensitive=sensitive)


def pseudonyms(values: Sequence[str | None], key: bytes | str) -> list[str | None]:
    """Keyed-hash pseudonyms: the same value and key give the same name, and without the key none leads back.

    Parameters
    ----------
    values : sequence of str or None
        Identifiers; None and "" stay None.
    key : bytes or str
        A secret of at least 16 bytes, kept apart from the data; destroying it makes the pseudonyms anonymous.

    Returns
    -------
    list of str or None
        26 characters each (130 bits of HMAC-SHA-256 in base 32).

    Raises
    ------
    DataError
        The key is too short.

    References
    ----------
    NIST (2008), FIPS 198-1: The Keyed-Hash Message Authentication Code.

    Examples
    --------
    >>> import enkat as ek
    >>> first, again, none = ek.pseudonyms(["R7", "R7", None], "a secret of 16 bytes or more")
    >>> first == again, len(first), none
    (True, 26, None)
    """
    secret = key.encode() if isinstance(key, str) else key
    if not isinstance(secret, bytes) or len(secret) < SHORTEST_KEY:
        raise DataError(f"key: found fewer than {SHORTEST_KEY} bytes, expected a long secret: secrets.token_bytes(32)")
    return [_pseudonym(value, secret) if value else None for value in values]


def _pseudonym(value: str, key: bytes) -> str:
    digest = hmac.new(key, value.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
    return base64.b32encode(digest).decode("ascii").lower()[:26]


def _open_columns(responses: Responses) -> Iterator[str]:
    known = set(responses.columns)
    for q in responses.survey.questions:
        if q.type in ("text", "email", "file") and q.id in known:
            yield q.id
        if f"{q.id}.other" in known:
            yield f"{q.id}.other"


# ---- forms ---------------------------------------------------------------------------------------------------------
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]{3,200}")
IP = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
NUMBER = re.compile(r"(?<![\w.,])(?<!\d[ ()/.-])(?:\+|00)?\d(?:[ ()/.-]{0,2}\d){6,14}(?![ ()/.-]{0,2}\w?\d)(?!\w)")
CARD = re.compile(r"(?<![\w.,])[3-6]\d{3}(?:[ -]?\d){9,15}(?![ -]?\d)(?!\w)")
PERSONAL = re.compile(r"(?<!\d)(?:19|20)?\d{6}[-+]?\d{4}(?!\d)")
HANDLE = re.compile(r"(?<![\w.@])@[A-Za-z]\w{2,29}\b")
INTRODUCED = re.compile(
    r"\b(?:[Mm]y name is|I am called|[Jj]ag heter|[Mm]itt namn är|[Mm]ein Name ist|[Jj]e m'appelle|[Mm]e llamo)"
    r"\s+(\w[\w'-]{1,30}(?:\s+[^\W\d_a-z][\w'-]{1,30})?)"
)
TWO_NAMES = re.compile(r"(?<=[^.!?:\s]\s)([^\W\d_a-z][^\W\d_A-Z]{1,20}\s+[^\W\d_a-z][^\W\d_A-Z]{1,25})\b")


def places(text: str) -> list[tuple[str, int, int]]:
    """Kind, place and length of what may be personal in a text; the clearest kind where several fit."""
    found: list[tuple[str, int, int]] = []
    taken: list[tuple[int, int]] = []
    for kind, pattern, accept in FORMS:
        for match in pattern.finditer(text):
            group = 1 if pattern.groups else 0
            at, end = match.span(group)
            if accept(match.group(group)) and not any(at < b and a < end for a, b in taken):
                taken.append((at, end))
                found.append((kind, at, end - at))
    return sorted(found, key=lambda place: place[1])


def _is_ip(text: str) -> bool:
    return all(int(part) < 256 for part in text.split("."))


def _is_iban(text: str) -> bool:
    compact = text.replace(" ", "")
    turned = compact[4:] + compact[:4]
    return int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def _is_personal_number(text: str) -> bool:
    digits = re.sub(r"\D", "", text)[-10:]
    month, day = int(digits[2:4]), int(digits[4:6])
    return 1 <= month <= 12 and 1 <= (day - 60 if day > 60 else day) <= 31 and _has_check_digit(digits)


def _has_check_digit(text: str) -> bool:
    """Luhn's check digit (ISO/IEC 7812-1, annex B): every second digit from the right is doubled."""
    digits = [int(d) for d in re.sub(r"\D", "", text)]
    doubled = [2 * d if i % 2 else d for i, d in enumerate(reversed(digits))]
    return sum(d // 10 + d % 10 for d in doubled) % 10 == 0


def _is_telephone(text: str) -> bool:
    digits = re.sub(r"\D", "", text)
    if re.fullmatch(r"(?:19|20)\d\d(?:[ ()/.-]+(?:19|20)\d\d)+", text):  # years
        return False
    if not 7 <= len(digits) <= 15 or re.fullmatch(r"(?:19|20)\d\d[-/. ]\d\d[-/. ]\d\d", text):
        return False
    return text[0] in "+0" or len(re.findall(r"[ ()/.-]+", text)) >= 2


Form = tuple[str, re.Pattern[str], Callable[[str], bool]]
FORMS: tuple[Form, ...] = (
    ("email", EMAIL, lambda text: True),
    ("link", LINK, lambda text: True),
    ("iban", IBAN, _is_iban),
    ("ip_address", IP, _is_ip),
    ("payment_card", CARD, _has_check_digit),
    ("personal_number", PERSONAL, _is_personal_number),
    ("telephone", NUMBER, _is_telephone),
    ("handle", HANDLE, lambda text: True),
    ("name", INTRODUCED, lambda text: True),
    ("name", TWO_NAMES, lambda text: True),
)
