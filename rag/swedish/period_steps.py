"""Periods that are told by how long before or after another they were: "ett år senare", "juli året innan"."""

from __future__ import annotations

import re

from rag.swedish.period_atoms import COUNTS, MONTH, NUMBER, code_of
from rag.swedish.period_codes import PeriodSpan, shifted

_EARLIER = re.compile(
    rf"\b(?:(?:(?P<one>ett)|(?P<many>{NUMBER}))\s+(?P<unit>år|kvartal|"
    rf"månad(?:er)?)\s+(?:tidigare|före|innan|dessförinnan)"
    rf"|(?:samma\s+(?:månad|kvartal|period|tid|tidpunkt)|motsvarande\s+\w+)\s+(?:(?:föregående|"
    rf"förra)\s+år(?:et)?|"
    rf"(?:ett\s+år|året)\s+(?:innan|före|tidigare|dessförinnan))"
    rf"|(?P<the>året|kvartalet|månaden)\s+(?:innan|före|dessförinnan)(?!\s+(?:corona|covid|pandemi))|"
    rf"(?:närmast\s+)?föregående\s+(?P<last>kvartal|månad))\b",
    re.IGNORECASE,
)
""" "Ett år tidigare", "samma månad året innan": counted back from the period named before it."""


_LATER = re.compile(
    rf"\b(?:(?:(?P<one>ett)|(?P<many>{NUMBER}))\s+(?P<unit>år|kvartal|"
    rf"månad(?:er)?)\s+(?:senare|efteråt|efter\s+det|därefter|längre fram)"
    rf"|(?P<the>året|kvartalet|månaden)\s+(?:efter(?:\s+(?:det|detta|den))?|därpå|därefter)\b"
    rf"|(?:påföljande|(?:närmast\s+)?(?:följande|nästföljande))\s+(?P<last>år|kvartal|månad)"
    rf"|(?P<close>(?:när|då)\s+(?:samma\s+)?år(?:et)?\s+(?:tog\s+slut|var\s+slut|slutade)|"
    rf"(?:vid|i\s+slutet\s+av|mot\s+slutet\s+av)\s+(?:samma\s+)?år(?:et)?(?:s\s+slut)?\b)"
    rf"|(?P<month>{MONTH})\s+(?:(?P<after>året\s+(?:efter|därpå)|nästa år)|(?P<before>(?:året|"
    rf"ett\s+år)\s+(?:innan|före|dessförinnan|tidigare))))",
    re.IGNORECASE,
)
""" "Kvartalet efter det", "ett år senare", "när året tog slut", "juli året innan": from one before."""


def counted_from_others(text: str, taken: list[PeriodSpan]) -> list[PeriodSpan]:
    """The periods, and those that are told by how long before or after one of them they were."""
    found = list(taken)
    read = 0
    for match in sorted((*_EARLIER.finditer(text), *_LATER.finditer(text)), key=lambda one: one.start()):
        before = [span for span in found if span.single and span.first and span.end <= match.start()]
        if not before or match.start() < read or before[-1].first.startswith("0000"):
            continue
        code = _counted_from(before[-1].first, match)
        if code:
            inside = [s for s in found if match.start() < s.end and s.start < match.end()]
            found = [s for s in found if s not in inside]
            found.append(PeriodSpan(match.start(), match.end(), first=code, last=code))
            read = match.end()
    return sorted(found, key=lambda span: span.start)


def _counted_from(base: str, match: re.Match[str]) -> str:
    """The period that lies before or after `base`, as the words say; empty when they say nothing of it."""
    groups = match.groupdict()
    if groups.get("close"):
        return f"{base[:4]}{'M12' if 'M' in base else 'K4' if 'K' in base else ''}" if len(base) > 4 else ""
    if month := groups.get("month"):
        year = int(base[:4]) + (-1 if groups.get("before") else 1)
        return code_of(f"{month} {year}", "")
    steps = _months_back(match)
    if steps < 12 and len(base) == 4:
        return ""
    return shifted(base, steps if match.re is _LATER else -steps)


def _months_back(match: re.Match[str]) -> int:
    unit = (match["unit"] or match["the"] or match["last"] or "år").lower()
    months = 12 if unit.startswith("år") else 3 if unit.startswith("kvartal") else 1
    many = match["many"]
    if not many:
        return months
    return months * (int(many) if many.isdigit() else COUNTS[many.lower()])
