"""Periods in Swedish text: "mars 2023", "K3 2023", "i fjol", "sedan 2019", "de senaste fem åren".

A period is a year `2024`, a half `2024H2`, a quarter `2024K3` or a month `2024M07`. A span of the text names
one period, a range of them, or the latest ones that a table has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
_SHORT = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_ENGLISH = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH_NUMBER = (
    {name: n for n, name in enumerate(MONTHS, 1)}
    | {name: n for n, name in enumerate(_SHORT, 1)}
    | {name: n for n, name in enumerate(_ENGLISH, 1)}
    | {"sept": 9}
)
_ORDINALS = {
    "första": 1,
    "andra": 2,
    "tredje": 3,
    "fjärde": 4,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
}
_QUARTER_NAMES = ("första", "andra", "tredje", "fjärde")
_COUNTS = {
    "två": 2,
    "tre": 3,
    "fyra": 4,
    "fem": 5,
    "sex": 6,
    "sju": 7,
    "åtta": 8,
    "nio": 9,
    "tio": 10,
    "tolv": 12,
}
_CODE = re.compile(r"(\d{4})(?:K([1-4])|M(0[1-9]|1[0-2])|H([12]))?")


@dataclass(frozen=True, slots=True)
class PeriodSpan:
    """What a stretch of text says about time."""

    start: int
    end: int
    first: str = ""
    """First period of the range; empty when the range is open or counted from the latest."""
    last: str = ""
    """Last period of the range, equal to `first` for a single period; empty when open."""
    latest: int = 0
    """How many of the latest years, quarters or months are meant; 0 when the text names periods."""
    unit: str = ""
    """What `latest` counts: "Y", "K", "M", or empty for whatever periods there are."""

    @property
    def single(self) -> bool:
        """Whether the text means one period."""
        return self.latest == 1 or (bool(self.first) and self.first == self.last)

    def among(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The periods of `codes` that the span means, oldest first."""
        ordered = sorted(code for code in codes if _CODE.fullmatch(code))
        if self.latest:
            return _latest(ordered, self.latest, self.unit)
        low = month_range(self.first)[0] if self.first else 0
        high = month_range(self.last)[1] if self.last else 10**6
        return tuple(code for code in ordered if low <= month_range(code)[0] and month_range(code)[1] <= high)


def format_period(code: str) -> str:
    """The period in Swedish: "2024M03" is "mars 2024", "2024K3" is "tredje kvartalet 2024"."""
    match = _CODE.fullmatch(code)
    if not match:
        return code
    year, quarter, month, half = match.groups()
    if quarter:
        return f"{_QUARTER_NAMES[int(quarter) - 1]} kvartalet {year}"
    if month:
        return f"{MONTHS[int(month) - 1]} {year}"
    if half:
        return f"{_QUARTER_NAMES[int(half) - 1]} halvåret {year}"
    return year


def month_range(code: str) -> tuple[int, int]:
    """First and last month of a period, counted from year 0.

    Raises:
        ValueError: `code` is no period.
    """
    match = _CODE.fullmatch(code)
    if not match:
        raise ValueError(f"not a period: {code!r}; right is 2024, 2024H1, 2024K3 or 2024M07")
    year, quarter, month, half = match.groups()
    base = int(year) * 12
    if quarter:
        return base + (int(quarter) - 1) * 3, base + int(quarter) * 3 - 1
    if month:
        return base + int(month) - 1, base + int(month) - 1
    if half:
        return base + (int(half) - 1) * 6, base + int(half) * 6 - 1
    return base, base + 11


def _latest(ordered: Sequence[str], count: int, unit: str) -> tuple[str, ...]:
    if not ordered:
        return ()
    months = {"Y": 12, "K": 3, "M": 1}.get(unit)
    if months is None:
        return tuple(ordered[-count:])
    after = month_range(ordered[-1])[1] - count * months
    return tuple(code for code in ordered if month_range(code)[0] > after)


# ------------------------------------------------------------------ reading

_MONTH = "(?:" + "|".join(sorted(_MONTH_NUMBER, key=len, reverse=True)) + r")\.?"
# Not a year: part of a longer number or of a code (2022:818, SSYK 2012), or an amount (2000 kronor).
_AMOUNT = (
    r"(?:\s?(?:kr\b|kronor|tkr|mkr|sek\b|personer|individer|invånare|jobb\b|annonser|procent|%|stycken|st\b))"
)
_YEAR = (
    rf"(?<![\d:.,§])(?<!ssyk )(?<!sni )(?<!sun )(?:19|20)\d\d(?!\d|[:,]\d|[  \u202f]\d{{3}}(?!\d)|{_AMOUNT})"
)
_ATOM = (
    rf"(?:{_YEAR}[-M](?:0[1-9]|1[0-2])(?!\d)"
    rf"|{_YEAR}\s?[kq][1-4]\b|[kq][1-4]\s?{_YEAR}"
    rf"|(?:(?:{'|'.join(_ORDINALS)}|[1-4](?::[ae])?)\s+kvartalet|kvartal(?:et)?\s+[1-4])(?:\s+år)?\s+{_YEAR}"
    rf"|(?:{'|'.join(_ORDINALS)}|[1-4](?:st|nd|rd|th))\s+quarter(?:\s+of)?\s+{_YEAR}"
    rf"|(?:första|andra)\s+halvåret(?:\s+år)?\s+{_YEAR}"
    rf"|\b{_MONTH}\s+(?:månad\s+)?(?:år\s+)?(?:{_YEAR}|i\s+år|i\s+fjol|förra\s+året|ifjol)"
    rf"|{_YEAR})"
)
_THIS_YEAR = {"i år": 0, "detta år": 0, "innevarande år": 0, "this year": 0}
_LAST_YEAR = {
    "förra året": 1,
    "förra årets": 1,
    "i fjol": 1,
    "ifjol": 1,
    "föregående år": 1,
    "last year": 1,
    "i förfjol": 2,
    "förrförra året": 2,
}
_YEARS_BACK = _THIS_YEAR | _LAST_YEAR
_NUMBER = rf"(?:\d{{1,2}}|{'|'.join(_COUNTS)})"
_UNITS = {"år": "Y", "kv": "K", "mån": "M", "yea": "Y", "qua": "K", "mon": "M"}

_ISO_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_RANGE = re.compile(
    rf"(?:(?:mellan(?:\s+åren)?|från(?:\s+och\s+med)?(?:\s+år)?|between|from|åren)\s+)?({_ATOM})"
    rf"\s*(?:–|-|—|\btill(?:\s+och\s+med)?(?:\s+år)?\b|\bt\.o\.m\.|\bto\b|\buntil\b)\s*({_ATOM})"
    rf"|(?:mellan(?:\s+åren)?|between)\s+({_ATOM})\s+(?:och|and)\s+({_ATOM})",
    re.IGNORECASE,
)
_MONTH_YEAR = rf"\b{_MONTH}\s+(?:månad\s+)?(?:år\s+)?(?:{_YEAR}|i\s+år|i\s+fjol|förra\s+året|ifjol)"
# The year stands once: "januari–mars 2023", "april, maj och juni 2020", "K1 och K2 2023".
_MONTHS_OF_YEAR = re.compile(
    rf"(?:(?:mellan|från)\s+)?\b({_MONTH})\s*(?:–|-|—|\btill(?:\s+och\s+med)?\b)\s*({_MONTH_YEAR})"
    rf"|mellan\s+({_MONTH})\s+och\s+({_MONTH_YEAR})",
    re.IGNORECASE,
)
_JOINT = (
    r"\s*(?:,\s*(?:och\s+|samt\s+)?|\b(?:och|samt|respektive|resp\.?|eller|mot|än\s+i|jämfört\s+med)\b)\s*"
)
_MONTH_LIST = re.compile(
    rf"(?<!mellan )\b{_MONTH}(?:{_JOINT}{_MONTH})*(?={_JOINT}{_MONTH_YEAR})", re.IGNORECASE
)
_QUARTER_LIST = re.compile(
    rf"\b[kq][1-4](?:{_JOINT}[kq][1-4])*(?={_JOINT}[kq][1-4]\s?{_YEAR})", re.IGNORECASE
)
_SINCE = re.compile(
    rf"(?:sedan|sen|från\s+och\s+med|fr\.o\.m\.|från|efter|since)\s+(?:år\s+)?({_ATOM})", re.IGNORECASE
)
_BEFORE = re.compile(
    rf"(?:fram\s+till|till\s+och\s+med|t\.o\.m\.|until)\s+(?:år\s+)?({_ATOM})", re.IGNORECASE
)
_DECADE = re.compile(r"\b((?:19|20)\d)0-talet\b", re.IGNORECASE)
_LATEST_MANY = re.compile(
    rf"\b(?:de\s+|the\s+)?(?:senaste|sista|last)\s+({_NUMBER})\s*(åren|kvartalen|månaderna|years|quarters|months)",
    re.IGNORECASE,
)
_LATEST_DECADE = re.compile(r"\b(?:det\s+)?senaste\s+(decenniet|årtiondet)", re.IGNORECASE)
_LATEST = re.compile(
    r"\b(?:(?:det\s+|den\s+)?senaste\s+(?:året|månaden|kvartalet|siffran|siffrorna|uppgiften|talet|statistiken)"
    r"|senaste|senast|just\s+nu|i\s+dag|idag|för\s+närvarande|för\s+tillfället|nuvarande|aktuella?|latest|currently|now)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(rf"\b(?:{'|'.join(_YEARS_BACK)})\b", re.IGNORECASE)
_POINT = re.compile(_ATOM, re.IGNORECASE)


def find_periods(text: str, today: str = "") -> list[PeriodSpan]:
    """The periods that `text` names, in its order.

    Args:
        text: Swedish or simple English.
        today: ISO date that "i år" and "förra året" are read against; when empty they mean the latest there
        is.
    """
    blocked = [match.span() for match in _ISO_DATE.finditer(text)]
    taken = [*_lists(text, today)]
    blocked += [(span.start, span.end) for span in taken]
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in blocked):
                continue
            blocked.append(match.span())
            taken.append(read(match, today))
    return sorted(taken, key=lambda span: span.start)


def _lists(text: str, today: str) -> Iterator[PeriodSpan]:
    """The months and quarters of a list before the one that has the year: "april, maj" and juni 2020."""
    for pattern, part in ((_MONTH_LIST, rf"\b{_MONTH}"), (_QUARTER_LIST, r"\b[kq][1-4]")):
        for match in pattern.finditer(text):
            last = _POINT.search(text, match.end())
            year = _atom_year(last[0].lower(), today) if last else ""
            for one in re.finditer(part, match[0], re.IGNORECASE):
                code = _code(f"{one[0]} {year}", today)
                start = match.start() + one.start()
                yield PeriodSpan(start, start + len(one[0]), first=code, last=code)


def _read_months(match: re.Match[str], today: str) -> PeriodSpan:
    first, last = (match[1], match[2]) if match[1] else (match[3], match[4])
    end = _code(last, today)
    start = _code(f"{first} {end[:4]}", today)
    if month_range(start) > month_range(end):
        start = f"{int(end[:4]) - 1}{start[4:]}"
    return PeriodSpan(match.start(), match.end(), first=start, last=end)


def _read_range(match: re.Match[str], today: str) -> PeriodSpan:
    first, last, third, fourth = match.groups()
    ends = sorted(
        (_code(first or third, today), _code(last or fourth, today)), key=lambda code: month_range(code)
    )
    return PeriodSpan(match.start(), match.end(), first=ends[0], last=ends[1])


def _read_since(match: re.Match[str], today: str) -> PeriodSpan:
    return PeriodSpan(match.start(), match.end(), first=_code(match[1], today))


def _read_before(match: re.Match[str], today: str) -> PeriodSpan:
    return PeriodSpan(match.start(), match.end(), last=_code(match[1], today))


def _read_decade(match: re.Match[str], today: str) -> PeriodSpan:
    return PeriodSpan(match.start(), match.end(), first=f"{match[1]}0", last=f"{match[1]}9")


def _read_latest_many(match: re.Match[str], today: str) -> PeriodSpan:
    number = match[1].lower()
    count = int(number) if number.isdigit() else _COUNTS[number]
    unit = next(unit for word, unit in _UNITS.items() if match[2].lower().startswith(word))
    return PeriodSpan(match.start(), match.end(), latest=max(count, 1), unit=unit)


def _read_latest_decade(match: re.Match[str], today: str) -> PeriodSpan:
    return PeriodSpan(match.start(), match.end(), latest=10, unit="Y")


def _read_latest(match: re.Match[str], today: str) -> PeriodSpan:
    return PeriodSpan(match.start(), match.end(), latest=1)


def _read_relative(match: re.Match[str], today: str) -> PeriodSpan:
    if not today:
        return _read_latest(match, today)
    year = str(int(today[:4]) - _years_back(match[0]))
    return PeriodSpan(match.start(), match.end(), first=year, last=year)


def _read_point(match: re.Match[str], today: str) -> PeriodSpan:
    code = _code(match[0], today)
    return PeriodSpan(match.start(), match.end(), first=code, last=code)


# Longer readings first: what one has taken, the next leaves alone.
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], PeriodSpan]], ...] = (
    (_RANGE, _read_range),
    (_MONTHS_OF_YEAR, _read_months),
    (_LATEST_MANY, _read_latest_many),
    (_LATEST_DECADE, _read_latest_decade),
    (_SINCE, _read_since),
    (_BEFORE, _read_before),
    (_DECADE, _read_decade),
    (_POINT, _read_point),
    (_RELATIVE, _read_relative),
    (_LATEST, _read_latest),
)


@cache
def _years_back(words: str) -> int:
    return _YEARS_BACK[" ".join(words.lower().split())]


def _code(atom: str, today: str) -> str:
    """The code of one period as the pattern `_ATOM` reads it."""
    lowered = atom.lower()
    year = _atom_year(lowered, today)
    if month := re.search(_MONTH, lowered):
        return f"{year}M{_MONTH_NUMBER[month[0].rstrip('.')]:02d}"
    if month := re.search(r"\d{4}[-m](\d\d)$", lowered):
        return f"{year}M{month[1]}"
    ordinal = next((n for word, n in _ORDINALS.items() if re.search(rf"\b{word}\b", lowered)), 0)
    if "halvår" in lowered:
        return f"{year}H{ordinal}"
    if ordinal:
        return f"{year}K{ordinal}"
    if quarter := re.search(
        r"[kq]([1-4])|kvartal(?:et)?\s+([1-4])|\b([1-4])(?::[ae]|st|nd|rd|th)?\s+(?:kvartal|quarter)", lowered
    ):
        return f"{year}K{next(group for group in quarter.groups() if group)}"
    return year


def _atom_year(lowered: str, today: str) -> str:
    if year := re.search(r"(?:19|20)\d\d", lowered):
        return year[0]
    back = 0 if re.search(r"i\s+år", lowered) else 1
    return str(int(today[:4] or "0") - back).zfill(4) if today else "0000"
