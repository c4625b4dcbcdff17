"""Places told of by their rank: "Skånes största stad", "landets minsta kommun", "länet med flest varsel".

The question is about something else than what ranks the place; so the rank is asked of the tables first, and
the place it gives stands in the question instead. What it was taken for is said beside the answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.entities.measures import Measures
from rag.entities.occupations import OccupationNames
from rag.entities.regions import ancestors, find_regions, region
from rag.schema import Entity, Query
from rag.statistics import speech
from rag.statistics.execute import Cells, run
from rag.statistics.measure_choice import choose
from rag.statistics.plan import Planner
from rag.statistics.reading import read_request
from rag.swedish.periods import find_periods

_NTH = r"(?:näst\s*|(?:andra|tredje|fjärde|femte|sjätte|sjunde|åttonde|nionde|tionde)\s+)?"
_KIND = r"(?P<kind>kommun(?:en)?|stad(?:en)?|län(?:et)?)"
_SIZE = re.compile(
    rf"(?P<rank>{_NTH}(?:störst|minst|folkrikast|folkfattigast))\w*\s+{_KIND}\b(?!\s+(?:med|som|där)\b)",
    re.IGNORECASE,
)
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
_ASKS_WHICH = re.compile(r"^\W*(?:vilke[nt]|vad heter|namnge)\b", re.IGNORECASE)
_YEAR = re.compile(r"\s\d{4}\b")
_PEOPLE = "invånare"


@dataclass(frozen=True, slots=True)
class Ranked:
    """Where a question tells of a place by its rank, and the question that the rank is; none when it is of a
    kind that nobody here ranks."""

    start: int
    end: int
    question: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """The question with the place in it, the words it was told in, and its name."""

    said: str
    query: Query | None = None
    """None where the tables cannot tell which place it is."""
    name: str = ""
    by: str = ""
    """What ranks it: "folkmängd"."""


def told_by_rank(text: str) -> Ranked | None:
    """The place that `text` tells of by its rank; None when it tells of none, or of a whole nobody knows."""
    size = _SIZE.search(text)
    if size:
        whole = _holder(text, size.start())
        if whole is None:
            return None
        start, where = whole
        most = "minst" if re.search("minst|fattig", size["rank"], re.IGNORECASE) else "flest"
        before = re.match(_NTH, size["rank"], re.IGNORECASE)
        rank = f"{before[0] if before else ''}{'färst' if most == 'minst' else most}"
        return Ranked(start, size.end(), f"Vilket {_kind(size['kind'])} {where} har {rank} {_PEOPLE}?")
    told = _WITH.search(text)
    if told is None:
        other = _OTHER_KIND.search(text)
        return Ranked(other.start(), other.end(), "") if other else None
    year = next((span.first[:4] for span in find_periods(text) if span.first), "")
    asked = f"Vilket {_kind(told['kind'])} hade {told['rank']} {told['what']} {year}?"
    return Ranked(told.start(), told.end(), asked)


def _kind(word: str) -> str:
    return "län" if word.lower().startswith("län") else "kommun"


def _holder(text: str, at: int) -> tuple[int, str] | None:
    """Where the words of a ranked place begin, and the region it is ranked in: "i Skåne län"."""
    if whole := _WHOLE.search(text, 0, at):
        return whole.start(), ""
    places = find_regions(text)
    if county := _COUNTY.search(text, 0, at):
        around = [
            c for e in places for c in (e.code, *ancestors(e.code)) if (r := region(c)) and r.kind == "lan"
        ]
        return (county.start(), f"i {_name(around[0])}") if around else None
    before = [e for e in places if e.end <= at and not text[e.end : at].strip()]
    wide = [e for e in before if (r := region(e.code)) and r.kind != "kommun"]
    return (wide[0].start, f"i {_name(wide[0].code)}") if wide else None


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
        if not choose(replace(query, question=blank, entities=kept), self._measures).measures:
            return None
        said = text[ranked.start : ranked.end]
        if not ranked.question:
            return Resolved(said)
        found = self._first(query, ranked.question) or self._first(query, _YEAR.sub("", ranked.question))
        if found is None:
            return Resolved(said) if self._measures.find(said) else None
        code, by = found
        question = text[: ranked.start] + _name(code) + text[ranked.end :]
        entities: Sequence[Entity] = (*find_regions(question), *self._names.find(question))
        resolved = replace(query, question=question, entities=tuple(entities))
        return Resolved(said, resolved, _name(code), by)

    def _first(self, query: Query, question: str) -> tuple[str, str] | None:
        """The code of the region that a ranking puts first, and what it is ranked by."""
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
            if len(points) < request.ranking.nth:
                continue
            ordered = sorted(points, key=speech.size, reverse=request.ranking.highest)
            return speech.region_of(plan, ordered[request.ranking.nth - 1]), plan.measure.label
        return None
