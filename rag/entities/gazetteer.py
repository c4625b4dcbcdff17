"""All that a question names, with codes: regions, occupations, periods, measures, sexes, laws, agencies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Protocol

from rag.entities.acts import Acts, LawSource
from rag.entities.measures import Measures, find_sexes
from rag.entities.occupations import ConceptSource, OccupationNames
from rag.entities.regions import find_regions
from rag.schema import Entity, EntityKind, TableInfo
from rag.swedish.periods import PeriodSpan, find_periods, format_period

# Between spans of the same length: what is surest to be meant comes first.
_ORDER: tuple[EntityKind, ...] = ("act", "agency", "period", "measure", "occupation", "sex", "region")


_REMEMBERED = 128
"""Texts whose entities are kept: one question is looked through several times on its way to an answer."""


class GazetteerSource(ConceptSource, LawSource, Protocol):
    """What is needed of a store."""

    def tables(self) -> list[TableInfo]: ...


class Gazetteer:
    """Finds what a question names. Made once for each store."""

    def __init__(self, store: GazetteerSource) -> None:
        self._occupations = OccupationNames.of(store)
        self._acts = Acts(store)
        self._measures = Measures(store.tables())
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._found)

    def find(self, text: str, today: str = "") -> tuple[Entity, ...]:
        """The entities of `text`, in its order.

        The longest span wins where two kinds overlap. Homonyms of one kind (Stockholm, "lärare") share a span
        and follow each other, the likeliest first.

        Args:
            text: A question or any Swedish text.
            today: ISO date that "i år" is counted from; empty leaves such periods as "latest".
        """
        return self._remembered(text, today)

    def _found(self, text: str, today: str) -> tuple[Entity, ...]:
        found = (
            *self._acts.find(text),
            *_periods(text, today),
            *self._measures.find(text),
            *(e for e in self._occupations.find(text) if e.exact or not _SOM.search(text, e.start, e.end)),
            *find_sexes(text),
            *find_regions(text),
        )
        return _longest(found)


_SOM = re.compile(r"\ssom\s")
"""No title has it: what is taken for one across it is two things, "Arbetsförmedlingen som arbetslösa"."""


def _longest(found: Sequence[Entity]) -> tuple[Entity, ...]:
    kept: list[Entity] = []
    for entity in sorted(found, key=lambda e: (e.start - e.end, _ORDER.index(e.kind))):
        if all(_apart(entity, other) or _homonyms(entity, other) for other in kept):
            kept.append(entity)
    return tuple(sorted(kept, key=lambda entity: entity.start))


def _apart(a: Entity, b: Entity) -> bool:
    return a.end <= b.start or b.end <= a.start


def _homonyms(a: Entity, b: Entity) -> bool:
    return (a.kind, a.start, a.end) == (b.kind, b.start, b.end)


def _periods(text: str, today: str) -> Iterator[Entity]:
    for span in find_periods(text, today):
        code = _period_code(span)
        yield Entity(kind="period", code=code, label=_period_label(span), start=span.start, end=span.end)


def _period_code(span: PeriodSpan) -> str:
    """One period "2024", a range "2019/2024" with an open end left empty, the latest ones "latest:5Y"."""
    if span.latest:
        return f"latest:{span.latest}{span.unit}"
    return span.first if span.single else f"{span.first}/{span.last}"


def _period_label(span: PeriodSpan) -> str:
    if span.latest:
        return "senaste"
    if span.single:
        return format_period(span.first)
    return f"{format_period(span.first)}–{format_period(span.last)}"
