"""Months without a year: that of the year which the text names, or of each of its years."""

from __future__ import annotations

import re
from dataclasses import replace

from rag.swedish.period_atoms import code_of
from rag.swedish.period_codes import MONTHS, PeriodSpan

_NAMED_MONTH = rf"({'|'.join((*MONTHS, 'jan', 'feb', 'apr', 'jun', 'jul', 'aug', 'okt', 'nov', 'dec'))})"
_BARE = re.compile(
    rf"\bmellan\s+{_NAMED_MONTH}\s+och\s+{_NAMED_MONTH}\b"
    rf"|\b(?:från\s+)?{_NAMED_MONTH}\s*(?:–|-|\btill\b)\s*{_NAMED_MONTH}\b|\b{_NAMED_MONTH}\b",
    re.IGNORECASE,
)
"""Months that stand without a year."""


def with_bare_months(text: str, taken: list[PeriodSpan], today: str) -> list[PeriodSpan]:
    """ "Våren 2020 … mellan mars och juni": months without a year are of the one year that is named."""
    bare = [
        match
        for match in _BARE.finditer(text)
        if not any(match.start() < span.end and span.start < match.end() for span in taken)
    ]
    years = {code[:4] for span in taken for code in (span.first, span.last) if code}
    if len(bare) == 1 and len(years) > 1:
        return _of_each_year(bare[0], taken, today)
    if not bare or len(years) != 1:
        return taken
    year = years.pop()
    months = []
    for match in bare:
        names = [name for name in match.groups() if name]
        first, last = code_of(f"{names[0]} {year}", today), code_of(f"{names[-1]} {year}", today)
        months.append(PeriodSpan(match.start(), match.end(), first=first, last=last))
    frame = [span for span in taken if span.single and len(span.first) == 4]
    frame += [span for span in taken if not span.single and span.first[:4] == span.last[:4]]
    return [*(span for span in taken if span not in frame), *months]


def _of_each_year(bare: re.Match[str], taken: list[PeriodSpan], today: str) -> list[PeriodSpan]:
    """ "Januari: hur många var det 2018 respektive 2022?": the month of each of the years that are named."""
    names = [name for name in bare.groups() if name]
    if len(names) != 1 or not all(span.single and len(span.first) == 4 for span in taken):
        return taken
    codes = [code_of(f"{names[0]} {span.first}", today) for span in taken]
    return [replace(span, first=code, last=code) for span, code in zip(taken, codes, strict=True)]


def bare_month(text: str) -> str:
    """The month that a text without years names, as "06"; empty when it names none, or several."""
    found = {name.lower() for match in _BARE.finditer(text) for name in match.groups() if name}
    months = {code_of(f"{name} 2000", "")[-2:] for name in found if len(name) > 3 or name == "maj"}
    return months.pop() if len(months) == 1 else ""
