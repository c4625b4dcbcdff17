"""The measure beside the one that is named, where the question means that: the share, the index, the step.

"Arbetslösa … i procent" is a rate, "indextal … KPIF" the index and not the inflation, "BNP … mot kvartalet
innan" the change that the table itself holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.entities.measures import Measures
from rag.entities.regions import ancestors, find_regions
from rag.schema import Entity, Query
from rag.statistics.operations import PART_OF, is_relative, names_rate, wants_change
from rag.statistics.rank_reading import read_ranking
from rag.swedish.periods import PeriodSpan, find_periods, month_range
from rag.swedish.stems import stem
from rag.swedish.words import STOP_WORDS, fold, tokenize

LEAST = 3
"""Letters of the first part of a compound that says which one is meant."""

STEP = re.compile(
    r"\b(?:mot|än|jämfört med|sedan|från|till)\s+(?:"
    r"(?:samma )?(?P<unit>kvartalet|månaden|året)\s+(?:innan|före|dessförinnan)|"
    r"(?:närmast )?(?:föregående|förra)\s+(?P<other>kvartalet|kvartal|månaden|månad))\b|"
    r"\b(?:på|under|inom loppet av)\s+(?:(?:bara|endast|blott|enbart)\s+)?(?:en|ett)\s+"
    r"(?:enda\s+)?(?P<one>månad|kvartal)\b",
    re.IGNORECASE,
)
"""A change that has a measure of its own: "mot kvartalet innan"."""


_STEP_WORDS = {
    "kv": ("kvartal",),
    "må": ("månadsförändring", "månaden innan"),
    "år": ("tolvmånader", "året innan"),
}


_REGISTERED = re.compile(r"\b(inskriv\w*|öppet arbetslösa)\b", re.IGNORECASE)


def qualified(
    text: str, found: tuple[Entity, ...], measures: Measures
) -> tuple[tuple[Entity, ...], tuple[Entity, ...]]:
    """ "Bruttonationalprodukten … i fasta priser": the sibling whose label says what the question adds; and
    that sibling apart where the question says what both add."""
    also: list[Entity] = []
    said = {
        stem(word) for token in tokenize(text) for word in (fold(token.text), *fold(token.text).split("-"))
    }
    several = bool(_BOTH.search(text))
    chosen = []
    for entity in found:
        own = _label_words(entity.label)
        unit = measures.of(entity.code).unit
        named = [
            (s, own - _label_words(s.label) <= said)
            for s in measures.siblings(entity)
            if (more := _label_words(s.label) - own)
            and own - _label_words(s.label)
            and all(_is_said(word, said) for word in more)
        ]
        better = [s for s, both in named if not both]
        also += [s for s, both in named if both and (several or measures.of(s.code).unit == unit)]
        chosen.append(better[0] if len(better) == 1 else entity)
    return tuple(dict.fromkeys(chosen)), tuple(dict.fromkeys(also))


_BOTH = re.compile(r"\b(?:både|samt|respektive)\b|\boch (?:själva |dess )?\w*index", re.IGNORECASE)
""" "Både inflationen och indextalet": each of two kinds."""


def _is_said(word: str, said: set[str]) -> bool:
    """Whether a question says a word, or a compound that begins with it: "indextal"."""
    return word in said or (len(word) > LEAST + 1 and any(one.startswith(word) for one in said))


def _label_words(label: str) -> set[str]:
    return {stem(fold(token.text)) for token in tokenize(label) if fold(token.text) not in STOP_WORDS}


def in_percent(text: str, found: tuple[Entity, ...], measures: Measures) -> tuple[Entity, ...]:
    """The percentages of what is named as a count, when a share is asked for."""
    if not names_rate(text) or _REGISTERED.search(text) or _is_part_of_region(text, found):
        return ()
    if any(measures.of(entity.code).unit == "percent" for entity in found):
        return ()
    return tuple(dict.fromkeys(rate for entity in found for rate in measures.rates_of(entity)))


def _is_part_of_region(text: str, found: tuple[Entity, ...]) -> bool:
    """ "Hur stor andel av Skånes arbetslösa bor i Malmö": a part of those counted in a region."""
    places = find_regions(text)
    codes = {e.code for e in places}
    nested = any(outer in codes for e in places for outer in ancestors(e.code))
    return nested and bool(PART_OF.search(text, 0, found[0].start))


_COURSE = re.compile(r"\b\w*-?utveckling\w*", re.IGNORECASE)
""" "BNP-utvecklingen i procent" of one quarter is its change."""


_DEARER = re.compile(r"\b(?:dyrare|billigare)\b", re.IGNORECASE)


_IN_MONEY = re.compile(r"\b(?:i|antal|hur många) (?:miljoner|miljarder|kronor|kr)\b", re.IGNORECASE)


def step(query: Query, found: tuple[Entity, ...], measures: Measures) -> tuple[Entity, ...]:
    """The measure that is the change itself: BNP "mot kvartalet innan", "växte BNP första kvartalet"."""
    text = query.question
    if _IN_MONEY.search(text):
        return ()
    named = STEP.search(text)
    periods = find_periods(text, query.today)
    single = len(periods) < 2 and all(span.single for span in periods)
    between = step_between(periods)
    ranking = read_ranking(text)
    each = ranking is not None and ranking.over == "period"
    course = single and is_relative(text) and bool(_COURSE.search(text))
    moves = wants_change(text) or bool(_DEARER.search(text))
    if not named and not course and not (moves and (single or each or between)):
        return ()
    if not named and not between and any(measures.of(entity.code).unit == "percent" for entity in found):
        return ()
    unit = (named["unit"] or named["other"] or named["one"])[:2].lower() if named else between
    words = _STEP_WORDS[unit] if unit else ("förändring",)
    steps = [
        other
        for entity in found
        for other in (entity, *measures.siblings(entity))
        if measures.of(other.code).unit == "percent" and _speaks_of(measures, other, words)
    ]
    return tuple(dict.fromkeys(steps))


def step_between(periods: Sequence[PeriodSpan]) -> str:
    """The step whose own measure is the change between two periods: those of months or quarters that follow
    each other, and the same month of two years; empty for other changes."""
    ends = sorted({code for span in periods for code in (span.first, span.last) if code})
    if len(ends) != 2 or len(ends[0]) == 4 or len(ends[1]) == 4 or ends[0][4] != ends[1][4]:
        return ""
    if month_range(ends[0])[1] + 1 == month_range(ends[1])[0]:
        return {"M": "må", "K": "kv"}.get(ends[0][4], "")
    return "år" if ends[0][4] == "M" and month_range(ends[0])[0] + 12 == month_range(ends[1])[0] else ""


def _speaks_of(measures: Measures, entity: Entity, words: tuple[str, ...]) -> bool:
    measure = measures.of(entity.code)
    said = f"{measure.label} {measure.population}".lower()
    return any(word in said for word in words)
