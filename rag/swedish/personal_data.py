"""Personal data in Swedish text: identity numbers, e-mail addresses, telephone numbers; found and masked.

Pure functions of a text, used before an ad is stored (`ingest/personal_data.py`) and wherever a question is
kept.

Identity numbers (personnummer, samordningsnummer) are read by a relaxed pattern and their check digit, not by
the calendar: samordningsnummer have month 00, day 60 and days that no month holds, and strict dates miss
8.6 % of them. Twelve digits that also are a minute of this century ("202401151230") count as a time
unless the words before them say otherwise; one in ten of such would pass the check digit.

Source: Skatteverket, SKV 704 (personnummer) and SKV 707 (samordningsnummer); Luhn, US 2 950 048.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

Kind = Literal["identity_number", "email", "phone", "name"]

LABELS: Mapping[Kind, str] = {
    "identity_number": "[personnummer]",
    "email": "[e-postadress]",
    "phone": "[telefonnummer]",
    "name": "[namn]",
}
"""What stands in a masked text instead."""


class PersonalData(NamedTuple):
    """Where in a text it stands."""

    start: int
    end: int
    kind: Kind


_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_GAP = r"[ \t]?"
_IDENTITY = re.compile(
    rf"""(?<![\d.,:/+-])(?<!\d[ ])
    (?P<century>(?:18|19|20))?
    (?P<year>\d\d) (?P<part>{_GAP}[-./]{_GAP}|[ ])? (?P<month>0\d|1[0-2]) (?(part)(?:{_GAP}[-./]{_GAP}|[ ]))
    (?P<day>[0-2]\d|3[01]|[6-8]\d|9[01])
    (?P<sign>{_GAP}[-+/.]{_GAP}|[ ]{{1,2}})?
    (?P<last>\d{{4}}|[TRSUWXJKLMN]\d{{3}})
    (?![\d]|[.,:/-]\d|[ ]?%|\w)""",
    re.VERBOSE,
)
_SAYS_IDENTITY = re.compile(
    r"person(?:nummer|nr|\.? ?nr)|\bpnr\b|p-nr|samordnings(?:nummer|nr)|födelse(?:nummer|nr)|\bfödd\b|"
    r"identitets",
    re.IGNORECASE,
)
_SAYS_OTHER = re.compile(
    r"org(?:anisations)?\.?[ -]?(?:nummer|nr)|\btel\b|\bmobil|telefon|\bkl\b|klockan|tidpunkt|"
    r"tidsstämpel|timestamp|publicerad|uppdaterad|\bskapad|\blogg|ändrad|bankgiro|plusgiro|"
    r"\bref(?:erens)?\.?(?:[ -]?(?:nr|nummer))?\b|diarie|\bdnr\b|annons-?id|\bid\b|faktura|\bocr\b",
    re.IGNORECASE,
)
_BEFORE = 40
"""Characters before a number in which a word says what it is."""

_AT = (
    r"(?:[ ]?@[ ]?|[ ]?[(\[{<]\s?(?:at|a|snabel-?a|@|på)\s?[)\]}>][ ]?|[ ]snabel-?a[ ]|"
    r"[ ]at[ ](?=[\w-]+[ ](?:dot|punkt)[ ]))(?!www\.)"
)
_DOT = r"(?:\.|[ ]?[(\[{]\s?(?:dot|punkt|\.)\s?[)\]}][ ]?|[ ](?:punkt|dot)[ ])"
_EMAIL = re.compile(
    rf"(?:mailto:)?(?<![\w.+%-])\w[\w+%'-]*(?:{_DOT}[\w+%'-]+)*{_AT}"
    rf"[\w-]+(?:{_DOT}[\w-]+)*{_DOT}[^\W\d_]{{2,24}}(?![\w@-])",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"""(?<![\w.,:/§-])(?<!\d[ ])
    (?: (?:\(?(?:\+|00)[ ]?46\)?[ ./-]{0,2}(?:\(0\)|0)?[ ./-]{0,2}(?P<foreign>[1-9]\d{0,2}))
      | (?P<abroad>(?:\+|00)(?:45|47|358|44|49|372|371|370|48)[ .-]?\d{1,3})
      | \(0\d{1,3}\) | 0\d{1,3} )
    (?P<rest>(?:[ ]{0,2}[-./ ][ ]{0,2})?\d(?:[ .-]?[ ]?\d){4,9})
    (?![\d]|[.,:/-]\d|[ ]?(?:%|kr\b|kronor|SEK|tkr|procent))""",
    re.VERBOSE | re.IGNORECASE,
)
_LOCAL = re.compile(
    r"(?:\btel(?:efon)?(?:nr|nummer)?|\bmobil(?:nr|nummer)?|\btfn|\bväxel(?:n)?|\bdirekt|\bring)\b"
    r"[.:]*[ ]?(?:på[ ]|:[ ]?)?(?P<number>[1-9]\d{1,2}(?:[ -]?\d{2,3}){1,3})"
    r"(?![\d]|[.,:/-]\d|[ ]?(?:%|kr\b|kronor|SEK|personer|platser))",
    re.IGNORECASE,
)
_HOURS = re.compile(r"\d\d?[.:]\d\d[ ]?(?:-|till)[ ]?\d\d?[.:]\d\d")
_DATE = re.compile(r"\d\d?([./-])\d\d?\1(?:19|20)?\d\d")


def find(text: str) -> tuple[PersonalData, ...]:
    """The personal data of a text, in order, none over another."""
    plain, places = _plain(text)
    taken: list[PersonalData] = []
    for found in (*_emails(plain), *_identity_numbers(plain), *_phones(plain)):
        if all(found.end <= other.start or found.start >= other.end for other in taken):
            taken.append(found)
    return tuple(sorted(one._replace(start=places(one.start), end=places(one.end - 1) + 1) for one in taken))


def mask(text: str) -> str:
    """The text with every piece of personal data replaced by its label; masked twice is masked once."""
    return replace(text, find(text))


def replace(text: str, found: tuple[PersonalData, ...]) -> str:
    """The text with labels in place of what was `found` in it, which is in order."""
    pieces, at = [], 0
    for one in found:
        pieces += [text[at : one.start], LABELS[one.kind]]
        at = one.end
    return "".join([*pieces, text[at:]])


# ------------------------------------------------------------------ one way of writing


_USUAL = {ord(sign): "-" for sign in _DASHES} | {ord(sign): " " for sign in "\u00a0\u2007\u2009\u202f"}
_UNUSUAL = re.compile(
    r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|(?![0-9])\d|(?! )[^\S\t\n\r]"
)
"""What one-for-one changes do not put right: invisible characters, digits of other scripts, odd spaces."""


class _Places:
    """From a place in the plain text to the place in the text as written."""

    def __init__(self, origins: list[int] | None) -> None:
        self._origins = origins

    def __call__(self, at: int) -> int:
        return at if self._origins is None else self._origins[at]


def _plain(text: str) -> tuple[str, _Places]:
    """The text in NFKC with ASCII digits, hyphens and spaces, nothing invisible; and where each stood."""
    usual = text.translate(_USUAL)
    if usual.isascii() or (not _UNUSUAL.search(usual) and unicodedata.is_normalized("NFKC", usual)):
        return usual, _Places(None)
    signs: list[str] = []
    origins: list[int] = []
    for at, sign in enumerate(text):
        for one in _simple(sign):
            signs.append(one)
            origins.append(at)
    return "".join(signs), _Places(origins)


_KNOWN: dict[str, str] = {}


def _simple(sign: str) -> str:
    """What a character stands for."""
    if sign.isascii():
        return sign
    if sign not in _KNOWN:
        _KNOWN[sign] = "".join(map(_simple_part, unicodedata.normalize("NFKC", sign)))
    return _KNOWN[sign]


def _simple_part(sign: str) -> str:
    if sign in _DASHES:
        return "-"
    category = unicodedata.category(sign)
    if category == "Cf":
        return ""
    if category == "Zs":
        return " "
    return str(unicodedata.digit(sign)) if category == "Nd" else sign


# ------------------------------------------------------------------ identity numbers


def _identity_numbers(text: str) -> Iterator[PersonalData]:
    for match in _IDENTITY.finditer(text):
        if _is_identity(match, text[max(0, match.start() - _BEFORE) : match.start()]):
            yield PersonalData(match.start(), match.end(), "identity_number")


def _is_identity(match: re.Match[str], before: str) -> bool:
    said = _said(before)
    if said == "identity":
        return True  # a slip in the check digit makes it no less personal
    if match["last"][0].isalpha():  # a provisional number (interimspersonnummer) has no check digit
        return bool(match["sign"]) or said != "other"
    if not _passes_luhn(match["year"] + match["month"] + match["day"] + match["last"]):
        return False
    if match["sign"]:
        return True
    if said == "other":
        return False
    if match["century"]:
        return not (match["century"] == "20" and _is_minute(match))
    return match["day"] != "00" and not match["part"]


def _said(before: str) -> str:
    """What the last telling word before a number says that it is."""
    last = {
        kind: max((m.end() for m in pattern.finditer(before)), default=-1)
        for kind, pattern in (("identity", _SAYS_IDENTITY), ("other", _SAYS_OTHER))
    }
    if last["identity"] == last["other"]:
        return ""
    return max(last, key=lambda kind: last[kind])


def _is_minute(match: re.Match[str]) -> bool:
    """Whether the digits are a day of the calendar and a time of the day."""
    last = match["last"]
    in_calendar = 1 <= int(match["month"]) <= 12 and 1 <= int(match["day"]) <= 31
    return in_calendar and last.isdigit() and int(last[:2]) < 24 and int(last[2:]) < 60


def _passes_luhn(digits: str) -> bool:
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


# ------------------------------------------------------------------ addresses and numbers


def _emails(text: str) -> Iterator[PersonalData]:
    for match in _EMAIL.finditer(text):
        yield PersonalData(match.start(), match.end(), "email")


def _phones(text: str) -> Iterator[PersonalData]:
    for match in _NUMBER.finditer(text):
        if _is_phone(match):
            yield PersonalData(match.start(), match.end(), "phone")
    for match in _LOCAL.finditer(text):
        if 5 <= sum(map(str.isdigit, match["number"])) <= 8:
            yield PersonalData(match.start("number"), match.end("number"), "phone")


def _is_phone(match: re.Match[str]) -> bool:
    """Eight to ten digits with the nought, none of the forms in which hours and dates are written."""
    written = match[0]
    if match["abroad"]:
        return True
    digits = sum(map(str.isdigit, written))
    if match["foreign"]:
        national = sum(map(str.isdigit, match["foreign"] + match["rest"]))
        return 7 <= national <= 9
    return (
        8 <= digits <= 10 and written[:2] != "00" and not (_HOURS.match(written) or _DATE.fullmatch(written))
    )
