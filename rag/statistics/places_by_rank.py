"""Places told of by their rank: "Skånes största stad", "landets minsta kommun", "länet med flest varsel".

The question is about something else than what ranks the place; so the rank is asked of the tables first, and
the place it gives stands in the question instead. What it was taken for is said beside the answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from rag.entities.measures import Measures
from rag.entities.occupations import OccupationNames
from rag.entities.regions import ancestors, find_regions, region
from rag.schema import Entity, Query
from rag.statistics import speech, wording
from rag.statistics.execute import Cells, run
from rag.statistics.measure_choice import choose
from rag.statistics.plan import Planner
from rag.statistics.ranking import MAX_RANK
from rag.statistics.reading import read_request
from rag.swedish.period_atoms import COUNTS
from rag.swedish.periods import find_periods

_NTH = r"(?:näst\s*|(?:andra|tredje|fjärde|femte|sjätte|sjunde|åttonde|nionde|tionde)\s+)?"
_KIND = r"(?P<kind>kommun(?:en)?|stad(?:en)?|län(?:et)?)"
_SIZED = r"(?:störst|minst|folkrikast|folkfattigast)"
_SIZE = re.compile(
    rf"(?P<rank>{_NTH}{_SIZED})\w*\s+{_KIND}\b(?!\s+(?:med|som|där)\b)",
    re.IGNORECASE,
)
_SIZES = re.compile(
    rf"(?:\bde\s+)?\b(?P<many>\d{{1,2}}|{'|'.join(COUNTS)})\s+(?P<rank>{_SIZED})\w*\s+"
    r"(?P<kind>kommuner(?:na)?|städer(?:na)?|län(?:en)?)\b(?!\s+(?:med|som|där)\b)",
    re.IGNORECASE,
)
""" "De fem största kommunerna"."""
_WITH = re.compile(
    rf"\b{_KIND}\s+(?:med|som\s+ha(?:r|de)|där\s+det\s+(?:finns|fanns))\s+(?:allra\s+)?"
    rf"(?P<rank>{_NTH}(?:högst|lägst|flest|färst|störst|minst))\w*\s+(?P<what>(?:\w+\s+)?\w+)",
    re.IGNORECASE,
)
_OTHER_KIND = re.compile(
    rf"(?P<rank>{_NTH}(?:störst|minst|folkrikast|folkfattigast))\w*\s+(?:ön?|halvön?|tätort(?:en)?|ort(?:en)?|landskap(?:et)?)\b",
    re.IGNORECASE,
)
"""Kinds of places that the tables do not have."""
_WHOLE = re.compile(r"(?:sveriges|landets|rikets)\s+$", re.IGNORECASE)
_COUNTY = re.compile(r"\b(?:länets|regionens)\s+$", re.IGNORECASE)
_ASKS_WHICH = re.compile(
    r"(?:^\W*|(?<=[.?!] ))(?:vilke[nt](?!\s+av\b)|vilka(?!\s+av\b)|vad heter|namnge)\b", re.IGNORECASE
)
_YEAR = re.compile(r"\s\d{4}\b")
_PEOPLE = "invånare"


@dataclass(frozen=True, slots=True)
class Ranked:
    """Where a question tells of places by their rank, and the question that the rank is; none when it is of a
    kind that nobody here ranks."""

    start: int
    end: int
    question: str
    many: int = 1


@dataclass(frozen=True, slots=True)
class Resolved:
    """The question with the place in it, the words it was told in, and its name."""

    said: str
    query: Query | None = None
    """None where the tables cannot tell which place it is."""
    name: str = ""
    """What it is called; several names where several places were told of."""
    by: str = ""
    """What ranks it: "folkmängd"."""


def told_by_rank(text: str) -> Ranked | None:
    """The place that `text` tells of by its rank; None when it tells of none, or of a whole nobody knows."""
    if sizes := _SIZES.search(text):
        many = int(sizes["many"]) if sizes["many"].isdigit() else COUNTS[sizes["many"].lower()]
        held = _holder(text, sizes.start(), sizes.end()) or Holder(sizes.start(), sizes.end(), "")
        asked = f"Vilka {many} {_kind(sizes['kind'])} {held.where} har {_end(sizes['rank'])} {_PEOPLE}?"
        return Ranked(held.start, held.end, asked, many) if 1 < many <= MAX_RANK else None
    size = _SIZE.search(text)
    if size:
        whole = _holder(text, size.start(), size.end())
        if whole is None:
            return None
        before = re.match(_NTH, size["rank"], re.IGNORECASE)
        rank = f"{before[0] if before else ''}{_end(size['rank'])}"
        asked = f"Vilket {_kind(size['kind'])} {whole.where} har {rank} {_PEOPLE}?"
        return Ranked(whole.start, whole.end, asked)
    told = _WITH.search(text)
    if told is None:
        other = _OTHER_KIND.search(text)
        return Ranked(other.start(), other.end(), "") if other else None
    year = next((span.first[:4] for span in find_periods(text) if span.first), "")
    asked = f"Vilket {_kind(told['kind'])} hade {told['rank']} {told['what']} {year}?"
    return Ranked(told.start(), told.end(), asked)


def _end(rank: str) -> str:
    """Which end of an order by inhabitants a size is: "störst" has most of them."""
    return "färst" if re.search("minst|fattig", rank, re.IGNORECASE) else "flest"


def _kind(word: str) -> str:
    return "län" if word.lower().startswith("län") else "kommun"


class Holder(NamedTuple):
    """Where the words of a ranked place begin and end, and the region it is ranked in: "i Skåne län"."""

    start: int
    end: int
    where: str


def _holder(text: str, start: int, end: int) -> Holder | None:
    """What holds the ranked place at `start`–`end`, said before it or after; None when nothing does."""
    if whole := _WHOLE.search(text, 0, start):
        return Holder(whole.start(), end, "")
    places = find_regions(text)
    if county := _COUNTY.search(text, 0, start):
        around = [
            c for e in places for c in (e.code, *ancestors(e.code)) if (r := region(c)) and r.kind == "lan"
        ]
        return Holder(county.start(), end, f"i {_name(around[0])}") if around else None
    wide = [e for e in places if (r := region(e.code)) and r.kind != "kommun"]
    for place in wide:
        if place.end <= start and not text[place.end : start].strip():
            return Holder(place.start, end, f"i {_name(place.code)}")
        if end <= place.start and text[end : place.start].strip() in {"i", "inom"}:
            return Holder(start, place.end, f"i {_name(place.code)}")
    return None


def _name(code: str) -> str:
    found = region(code)
    return found.name if found else code


class PlacesByRank:
    """Finds which place a rank means, in the tables."""

    def __init__(
        self, measures: Measures, planner: Planner, statistics: Cells, names: OccupationNames
    ) -> None:
        self._measures = measures
        self._planner = planner
        self._statistics = statistics
        self._names = names

    def resolved(self, query: Query) -> Resolved | None:
        """The question with the place instead of its rank; None when it tells of none, or asks for it."""
        text = query.question
        ranked = told_by_rank(text)
        if ranked is None or _ASKS_WHICH.search(text):
            return None
        blank = text[: ranked.start] + " " * (ranked.end - ranked.start) + text[ranked.end :]
        kept = tuple(e for e in query.entities if e.end <= ranked.start or ranked.end <= e.start)
        asked = choose(replace(query, question=blank, entities=kept), self._measures).measures
        if not asked or (ranked.many > 1 and asked[0].label in self._sizes):
            return None  # what orders them is what is asked for
        said = text[ranked.start : ranked.end]
        if not ranked.question:
            return Resolved(said)
        asked_now = ranked.question, _YEAR.sub("", ranked.question)
        found = next((f for q in asked_now if (f := self._first(query, q, ranked.many))), None)
        if found is None:
            return Resolved(said) if self._measures.find(said) else None
        codes, by = found
        names = wording.listed([_name(code) for code in codes])
        question = text[: ranked.start] + names + text[ranked.end :]
        entities: Sequence[Entity] = (*find_regions(question), *self._names.find(question))
        resolved = replace(query, question=question, entities=tuple(entities))
        return Resolved(said, resolved, names, by)

    @cached_property
    def _sizes(self) -> frozenset[str]:
        """What the measures that size is told by are called."""
        return frozenset(entity.label for entity in self._measures.find(_PEOPLE))

    def _first(self, query: Query, question: str, many: int = 1) -> tuple[list[str], str] | None:
        """The codes of the regions that a ranking puts first, and what they are ranked by."""
        asked = replace(query, question=question, entities=())
        request = read_request(asked, self._measures)
        if request is None or request.ranking is None:
            return None
        for plan in self._planner.plans(request):
            points = (
                []
                if plan.hard or plan.choices
                else [p for p in run(plan, self._statistics) if p.is_published]
            )
            first = request.ranking.nth - 1
            if len(points) < first + many:
                continue
            ordered = sorted(points, key=speech.size, reverse=request.ranking.highest)
            shown = ordered[first : first + many]
            return [speech.region_of(plan, point) for point in shown], plan.measure.label
        return None
