"""Periods in Swedish text: "mars 2023", "K3 2023", "i fjol", "sedan 2019", "de senaste fem åren".

A period is a year `2024`, a half `2024H2`, a quarter `2024K3` or a month `2024M07`. A span of the text names
one period, a range of them, or the latest ones that a table has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, lru_cache

from rag.swedish.bare_months import with_bare_months
from rag.swedish.period_atoms import (
    ANY_YEAR,
    ATOM,
    COUNTS,
    MONTH,
    NUMBER,
    ORDINALS,
    UNITS,
    YEAR,
    YEARS_BACK,
    atom_year,
    code_of,
)
from rag.swedish.period_codes import MONTHS, PeriodSpan, format_period, month_range
from rag.swedish.period_steps import counted_from_others
from rag.swedish.spoken_years import in_figures, spoken_years

__all__ = ["MONTHS", "PeriodSpan", "find_periods", "format_period", "month_range"]

_REMEMBERED = 256
"""Texts whose periods are kept: one question is read several times."""
_ISO_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_RANGE = re.compile(
    rf"(?:(?:mellan(?:\s+åren)?|från(?:\s+och\s+med)?(?:\s+år)?|between|from|åren)\s+)?({ATOM})"
    rf"\s*(?:–|-+>?|—|→|"
    rf"(?:och\s+)?(?:\bfram\s+)?\btill(?:\s+och\s+med)?(?:\s+(?:och\s+med\s+)?år)?\b|"
    rf"\bt\.?o\.?m\.?|\bto\b|\buntil\b)\s*({ATOM})"
    rf"|(?:mellan(?:\s+åren)?|between)\s+({ATOM})\s+(?:och|and)\s+({ATOM})",
    re.IGNORECASE,
)
_MONTH_YEAR = (
    rf"\b{MONTH}\s*(?:månad(?:en)?)?\s*(?:år\s+|,\s+(?:alltså\s+|dvs\.?\s+)?)?(?:{ANY_YEAR}|i\s+år|"
    rf"i\s+fjol|förra\s+året|ifjol)"
)
# The year stands once: "januari–mars 2023", "april, maj och juni 2020", "K1 och K2 2023".
_MONTHS_OF_YEAR = re.compile(
    rf"(?:(?:mellan|från)\s+)?\b({MONTH})\s*(?:–|-|—|\btill(?:\s+och\s+med)?\b)\s*({_MONTH_YEAR})"
    rf"|mellan\s+({MONTH})\s+och\s+({_MONTH_YEAR})",
    re.IGNORECASE,
)
_JOINT = (
    r"\s*(?:,\s*(?:och\s+|samt\s+)?|"
    r"\b(?:och|samt|respektive|resp\.?|eller|mot|än|jämfört\s+med)\b(?:\s+i)?)\s*"
)
_MONTH_LIST = re.compile(
    rf"(?<!mellan )\b{MONTH}(?:{_JOINT}{MONTH})*(?={_JOINT}{_MONTH_YEAR})", re.IGNORECASE
)
_QUARTER_LIST = re.compile(rf"\b[kq][1-4](?:{_JOINT}[kq][1-4])*(?={_JOINT}[kq][1-4]\s?{YEAR})", re.IGNORECASE)
_ORDINAL = rf"(?:{'|'.join(ORDINALS)})"
_ORDINAL_LIST = re.compile(
    rf"\b{_ORDINAL}(?:\s+kvartalet)?(?:{_JOINT}{_ORDINAL}(?:\s+kvartalet)?)*"
    rf"(?={_JOINT}{_ORDINAL}\s+kvartalet(?:\s+år)?\s+{ANY_YEAR})",
    re.IGNORECASE,
)
""" "Första och fjärde kvartalet 2023"."""
_SINCE = re.compile(
    rf"(?:sedan|sen|från\s+och\s+med|fr\.o\.m\.|från|efter|since)\s+(?:år\s+)?({ATOM})", re.IGNORECASE
)
_BEFORE = re.compile(rf"(?:fram\s+till|till\s+och\s+med|t\.o\.m\.|until)\s+(?:år\s+)?({ATOM})", re.IGNORECASE)
_DECADE = re.compile(
    r"\b(?:((?:19|20)\d)0-?talet|(\d)0-?talet|(tio|tjugo|åttio|nittio)talet|(nollnoll)-?talet)\b",
    re.IGNORECASE,
)
_DECADES = {"tio": "201", "tjugo": "202", "åttio": "198", "nittio": "199", "nollnoll": "200"}
_SHORT_RANGE = re.compile(rf"({YEAR})\s*[–/-]\s*((?:1[3-9]|[2-9]\d))(?![\d:.,-])")
""" "2018–22": the century stands once."""
_PART_OF_YEAR = re.compile(
    rf"\b(?:(vår|sommar|höst)(?:en|arna)?|(början|slutet)\s+av)\s+(?:år\s+)?({YEAR})"
    rf"(?:\s*[(,]\s*(?:(?:alltså|dvs\.?|det vill säga)\s+)?(?P<quarter>{'|'.join(ORDINALS)}|sista)"
    rf"\s+kvartalet\b\)?)?",
    re.IGNORECASE,
)
""" "Slutet av 2023 (fjärde kvartalet)" is that quarter."""
_PARTS = {"vår": ("M03", "M05"), "sommar": ("M06", "M08"), "höst": ("M09", "M11"),
          "början": ("M01", "M03"), "slutet": ("M10", "M12")}  # fmt: skip
_SEASON_GONE = re.compile(
    r"\b(?:i\s+(?P<gone>våras|somras|höstas)|(?P<last>förra)\s+(?P<season>våren|sommaren|hösten))\b",
    re.IGNORECASE,
)
_TURN = re.compile(rf"\bårsskiftet\s+({YEAR})\s*[–/-]\s*(?:\d{{4}}|\d{{2}})\b", re.IGNORECASE)
_AGO = re.compile(
    rf"\b(?:(?:för\s+|for\s+)(?:(ett)|({NUMBER}))\s+[åa]r\s+se(?:da)?n|(?:(one|ett)|"
    rf"({NUMBER}))\s+(?:years?|år)\s+(?:ago|sedan))\b",
    re.IGNORECASE,
)
_OUTBREAK = r"(?:corona)?(?:pandemin|pandemien|covid(?:-19)?|corona)"
_EVENT = re.compile(
    rf"\b(?:(?P<before>(?:året|åren)?\s*(?:innan|före))\s+{_OUTBREAK}|"
    rf"(?:det\s+)?(?:första\s+)?(?:år(?:et)?\s+(?:då\s+|som\s+|"
    rf"när\s+)?{_OUTBREAK}\s+(?:bröt\s+ut|slog\s+till|kom|började|startade)|"
    rf"(?:corona)?pandemiåret|coronaåret))\b",
    re.IGNORECASE,
)
"""Years that go by what happened in them."""
_OUTBREAK_YEAR = 2020
_LATELY = re.compile(
    r"\b(?:(?:de|den)\s+senaste\s+(?:åren|tiden|månaderna|kvartalen)|på\s+senare\s+(?:år|tid)|"
    r"under\s+senare\s+år)\b",
    re.IGNORECASE,
)
_LATEST_MANY = re.compile(
    rf"\b(?:de\s+|the\s+)?(?:senaste|sista|last)\s+({NUMBER})\s*(åren|kvartalen|månaderna|"
    rf"years|quarters|months)",
    re.IGNORECASE,
)
_END_OF_YEAR = re.compile(
    rf"\b(?:(?:de|årets)\s+)?(?:(?P<end>första|sista)\s+(?P<many>{NUMBER})|(?P<many_first>{NUMBER})\s+"
    rf"(?P<end_last>första|sista))\s+(?P<unit>kvartal(?:en)?|månader(?:na)?)\s+"
    rf"(?:av\s+|under\s+|i\s+)?(?:år\s+)?(?P<year>{YEAR})",
    re.IGNORECASE,
)
""" "De sista tre månaderna 2023"."""
_LATEST_DECADE = re.compile(r"\b(?:det\s+)?senaste\s+(decenniet|årtiondet)", re.IGNORECASE)
_LATEST = re.compile(
    r"\b(?:(?:det\s+|den\s+)?senaste\s+(?:året|månaden|kvartalet|siffran|siffrorna|uppgiften|"
    r"talet|statistiken)"
    r"|senaste|senast|just\s+nu|i\s+dag|idag|för\s+närvarande|för\s+tillfället|nuvarande|"
    r"aktuella?|latest|currently|now)\b",
    re.IGNORECASE,
)
_APPOSED = re.compile(r",?\s*(?:(?:det vill säga|dvs\.?|alltså)\s+)?(?:i|under|för)?\s*", re.IGNORECASE)
"""Between "just nu" and the time that it is."""
_RELATIVE = re.compile(rf"\b(?:{'|'.join(YEARS_BACK)})\b", re.IGNORECASE)
_POINT = re.compile(ATOM, re.IGNORECASE)


def find_periods(text: str, today: str = "") -> list[PeriodSpan]:
    """The periods that `text` names, in its order.

    Args:
        text: Swedish or simple English.
        today: ISO date that "i år" and "förra året" are read against; when empty they mean the latest there
        is.
    """
    return list(_found(text, today))


@lru_cache(maxsize=_REMEMBERED)
def _found(text: str, today: str) -> tuple[PeriodSpan, ...]:
    spoken = spoken_years(text)
    if not spoken:
        return _written(text, today)
    words = {year.start + len(year.year): year.end for year in spoken}
    return tuple(replace(s, end=words.get(s.end, s.end)) for s in _written(in_figures(text), today))


def _written(text: str, today: str) -> tuple[PeriodSpan, ...]:
    """The periods of a text whose years stand in figures."""
    blocked = [match.span() for match in _ISO_DATE.finditer(text)]
    taken = [*_lists(text, today)]
    blocked += [(span.start, span.end) for span in taken]
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in blocked):
                continue
            blocked.append(match.span())
            taken.append(read(match, today))
    taken = with_bare_months(text, taken, today)
    taken.sort(key=lambda span: span.start)
    return tuple(counted_from_others(text, _without_now(text, taken)))


def _without_now(text: str, taken: list[PeriodSpan]) -> list[PeriodSpan]:
    """ "Just nu, i november 2026" and "året före pandemin, K4 2019" name one time: the one with a name."""
    return [
        span
        for span, after in zip(taken, [*taken[1:], None], strict=False)
        if not (
            (after and after.first)
            and (span.latest == 1 or _is_said_of(text, span) in {after.first, after.first[:4]})
            and _APPOSED.fullmatch(text[span.end : after.start])
        )
    ]


def _is_said_of(text: str, span: PeriodSpan) -> str:
    """The one period of a span without figures, which what follows may say nearer; else empty."""
    dated = any(char.isdigit() for char in text[span.start : span.end])
    return "" if dated or not span.single else span.first


def _lists(text: str, today: str) -> Iterator[PeriodSpan]:
    """The months and quarters of a list before the one that has the year: "april, maj" and juni 2020."""
    for pattern, part, form in (
        (_MONTH_LIST, rf"\b({MONTH})", "{}"),
        (_QUARTER_LIST, r"\b([kq][1-4])", "{}"),
        (_ORDINAL_LIST, rf"\b({_ORDINAL})(?:\s+kvartalet)?", "{} kvartalet"),
    ):
        for match in pattern.finditer(text):
            last = _POINT.search(text, match.end())
            year = atom_year(last[0].lower(), today) if last else ""
            for one in re.finditer(part, match[0], re.IGNORECASE):
                code = code_of(f"{form.format(one[1])} {year}", today)
                start = match.start() + one.start()
                yield PeriodSpan(start, start + len(one[0]), first=code, last=code)


def _read_months(match: re.Match[str], today: str) -> PeriodSpan:
    first, last = (match[1], match[2]) if match[1] else (match[3], match[4])
    end = code_of(last, today)
    start = code_of(f"{first} {end[:4]}", today)
    if month_range(start) > month_range(end):
        start = f"{int(end[:4]) - 1}{start[4:]}"
    return PeriodSpan(match.start(), match.end(), first=start, last=end)


def _read_range(match: re.Match[str], today: str) -> PeriodSpan:
    first, last, third, fourth = match.groups()
    ends = sorted(
        (code_of(first or third, today), code_of(last or fourth, today)), key=lambda code: month_range(code)
    )
    return PeriodSpan(match.start(), match.end(), first=ends[0], last=ends[1])


def _read_since(match: re.Match[str], today: str) -> PeriodSpan:
    return PeriodSpan(match.start(), match.end(), first=code_of(match[1], today))


def _read_before(match: re.Match[str], today: str) -> PeriodSpan:
    return PeriodSpan(match.start(), match.end(), last=code_of(match[1], today))


def _read_decade(match: re.Match[str], today: str) -> PeriodSpan:
    """Ten years; "2000-talet" is the century that has begun, not its first ten years."""
    full, short, name, zero = match.groups()
    if full == "200":
        return PeriodSpan(match.start(), match.end(), first="2000")
    if full == "190":
        return PeriodSpan(match.start(), match.end(), first="1900", last="1999")
    decade = full or (
        f"{'20' if short in '012' else '19'}{short}" if short else _DECADES[(name or zero).lower()]
    )
    return PeriodSpan(match.start(), match.end(), first=f"{decade}0", last=f"{decade}9")


def _read_short_range(match: re.Match[str], today: str) -> PeriodSpan:
    last = f"{match[1][:2]}{match[2]}"
    if last <= match[1]:  # "2020-15" is no stretch of years
        return PeriodSpan(match.start(), match.end(1), first=match[1], last=match[1])
    return PeriodSpan(match.start(), match.end(), first=match[1], last=last)


def _read_part_of_year(match: re.Match[str], today: str) -> PeriodSpan:
    if match["quarter"]:
        code = f"{match[3]}K{ORDINALS.get(match['quarter'].lower(), 4)}"
        return PeriodSpan(match.start(), match.end(), first=code, last=code)
    first, last = _PARTS[(match[1] or match[2]).lower()]
    return PeriodSpan(match.start(), match.end(), first=f"{match[3]}{first}", last=f"{match[3]}{last}")


def _read_season_gone(match: re.Match[str], today: str) -> PeriodSpan:
    """ "I höstas": the last autumn that has ended."""
    if not today:
        return _read_latest(match, today)
    word = (match["gone"] or match["season"]).lower()
    first, last = next(months for name, months in _PARTS.items() if word[:3] == name[:3])
    year = int(today[:4]) - (last[1:] >= today[5:7])
    return PeriodSpan(match.start(), match.end(), first=f"{year}{first}", last=f"{year}{last}")


def _read_end_of_year(match: re.Match[str], today: str) -> PeriodSpan:
    number = (match["many"] or match["many_first"]).lower()
    count = int(number) if number.isdigit() else COUNTS[number]
    letter, size = ("K", 4) if match["unit"].lower().startswith("kvartal") else ("M", 12)
    first, last = (
        (1, min(count, size))
        if (match["end"] or match["end_last"]).lower() == "första"
        else (max(size - count + 1, 1), size)
    )
    width = 1 if letter == "K" else 2
    codes = [f"{match['year']}{letter}{n:0{width}d}" for n in (first, last)]
    return PeriodSpan(match.start(), match.end(), first=codes[0], last=codes[1])


def _read_turn(match: re.Match[str], today: str) -> PeriodSpan:
    """The turn of the year is the end of the first of the two."""
    return PeriodSpan(match.start(), match.end(), first=f"{match[1]}M12", last=f"{match[1]}M12")


def _read_ago(match: re.Match[str], today: str) -> PeriodSpan:
    if not today:
        return _read_latest(match, today)
    number = match[2] or match[4]
    back = 1 if not number else int(number) if number.isdigit() else COUNTS[number.lower()]
    year = str(int(today[:4]) - back)
    return PeriodSpan(match.start(), match.end(), first=year, last=year)


def _read_event(match: re.Match[str], today: str) -> PeriodSpan:
    year = str(_OUTBREAK_YEAR - (1 if match["before"] else 0))
    return PeriodSpan(match.start(), match.end(), first=year, last=year)


LATELY = 5
"""Years that "de senaste åren" is read as, where there are so many."""


def _read_lately(match: re.Match[str], today: str) -> PeriodSpan:
    """The last few years: how many "de senaste åren" are is not said."""
    return PeriodSpan(match.start(), match.end(), latest=LATELY, unit="Y", about=True)


def _read_latest_many(match: re.Match[str], today: str) -> PeriodSpan:
    number = match[1].lower()
    count = int(number) if number.isdigit() else COUNTS[number]
    unit = next(unit for word, unit in UNITS.items() if match[2].lower().startswith(word))
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
    code = code_of(match[0], today)
    return PeriodSpan(match.start(), match.end(), first=code, last=code)


# Longer readings first: what one has taken, the next leaves alone.
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], PeriodSpan]], ...] = (
    (_TURN, _read_turn),
    (_PART_OF_YEAR, _read_part_of_year),
    (_SEASON_GONE, _read_season_gone),
    (_END_OF_YEAR, _read_end_of_year),
    (_RANGE, _read_range),
    (_SHORT_RANGE, _read_short_range),
    (_MONTHS_OF_YEAR, _read_months),
    (_LATEST_MANY, _read_latest_many),
    (_LATEST_DECADE, _read_latest_decade),
    (_EVENT, _read_event),
    (_LATELY, _read_lately),
    (_AGO, _read_ago),
    (_SINCE, _read_since),
    (_BEFORE, _read_before),
    (_DECADE, _read_decade),
    (_POINT, _read_point),
    (_RELATIVE, _read_relative),
    (_LATEST, _read_latest),
)


@cache
def _years_back(words: str) -> int:
    return YEARS_BACK[" ".join(words.lower().split())]
