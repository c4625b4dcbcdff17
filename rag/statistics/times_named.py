"""Which of the times that a question names it asks about, and which it only tells of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.entities.measures import Measures
from rag.schema import Entity, Query
from rag.statistics.siblings import STEP, step_between
from rag.swedish.period_atoms import MONTH
from rag.swedish.periods import PeriodSpan, find_periods
from rag.swedish.spoken_years import spoken_years


def periods_asked(
    query: Query, named: Sequence[Entity], measures: Measures, whole: str, *, between: bool
) -> tuple[PeriodSpan, ...]:
    """The periods named, but for the one that a measure of change is counted from by its definition."""
    step = STEP.search(query.question)
    found = find_periods(whole or query.question, query.today)
    found = [span for span in found if query.question[span.start : span.end].strip()]
    dated = [span for span in found if not _BEFORE_THAT.match(query.question, span.start)]
    found = dated or found  # "2007, det lugna året innan allt small"
    found = [_open(query.question, span) for span in found if not _is_base(query.question, span)]
    if between and step_between(found):
        last = max(code for span in found for code in (span.first, span.last))
        return (replace(found[-1], first=last, last=last),)
    if not step or not any(measures.is_step(entity.code) for entity in named):
        return tuple(found)
    return tuple(s for s in found if s.end <= step.start() or step.end() <= s.start)


def of_clause(
    text: str, periods: tuple[PeriodSpan, ...], clause: int, start: int, end: int
) -> tuple[PeriodSpan, ...]:
    """Of the times, those in the clause that asks, when it has any: "en uppsats om 2008: vad var … 2010".

    Else those of its sentence, and those named by their year; "i våras" of another sentence is when something
    that is told of happened.
    """
    inside = tuple(span for span in periods if clause <= span.start < end)
    if len(inside) == 1 and inside[0].last and not inside[0].first:  # "fram till 2023", begun before
        begun = [span.first for span in periods if span.start < clause and span.first]
        inside = tuple(replace(inside[0], first=first) for first in sorted(begun)[:1]) or inside
    return inside or tuple(
        span
        for span in periods
        if start <= span.start < end or _DATED.search(text, span.start, span.end) or spoken_years(text)
    )


_DATED = re.compile(rf"\d\d|\b{MONTH}\b", re.IGNORECASE)


def _is_base(text: str, span: PeriodSpan) -> bool:
    """Whether a year is only what an index is counted from: "1987=100", "basår 2020"."""
    return bool(_BASE_AFTER.match(text, span.end) or _BASE_BEFORE.search(text, 0, span.start))


def _open(text: str, span: PeriodSpan) -> PeriodSpan:
    """A decade without its end, where it is only where a stretch begins: "sedan 80-talet"."""
    decade = span.first[3:] == "0" and span.last[3:] == "9" and span.first[:3] == span.last[:3]
    return replace(span, last="") if decade and _SINCE.search(text, 0, span.start) else span


_BEFORE_THAT = re.compile(
    r"året (?:innan|före) (?:allt|den|det|de|han|hon|vi|jag|kriget|(?:corona|pandemi|finans|kris|val)\w*)\b",
    re.IGNORECASE,
)
"""The year before something that happened, and not before one that is named."""
_SINCE = re.compile(r"\b(?:sedan|sen|från(?: (?:början|mitten|slutet) av)?)\s+$", re.IGNORECASE)
_BASE_AFTER = re.compile(r"\s*(?:=|är lika med|satt till|är)\s*100\b")
_BASE_BEFORE = re.compile(r"\b(?:bas|referens|index)år(?:et)?\s*$", re.IGNORECASE)
