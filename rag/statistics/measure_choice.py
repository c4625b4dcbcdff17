"""Which measures a question is about: by name, by the unit it wants, or by whom it counts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import NamedTuple

from rag.entities.measures import Measures, find_sexes
from rag.entities.regions import find_regions, is_people
from rag.schema import Entity, Query
from rag.statistics.ages import find_ages
from rag.statistics.breakdowns import kind_of
from rag.statistics.idioms import by_idiom, of_statistic
from rag.statistics.operations import wants_change, wants_percent
from rag.statistics.pay import by_part, by_pay
from rag.statistics.ranking import orders_occupations, rank_kind, read_ranking
from rag.swedish.periods import find_periods
from rag.swedish.stems import stem
from rag.swedish.words import STOP_WORDS, fold, tokenize

STEP = re.compile(
    r"\b(?:mot|än|jämfört med|sedan|från|till)\s+(?:"
    r"(?:samma )?(?P<unit>kvartalet|månaden|året)\s+(?:innan|före|dessförinnan)|"
    r"(?:närmast )?(?:föregående|förra)\s+(?P<other>kvartalet|kvartal|månaden|månad))\b",
    re.IGNORECASE,
)
"""A change that has a measure of its own: "mot kvartalet innan"."""
_STEP_WORDS = {
    "kv": ("kvartal",),
    "må": ("månadsförändring", "månaden innan"),
    "år": ("tolvmånader", "året innan"),
}
_COUNTS = re.compile(r"\b(hur många|flest|färst|antal\w*|andel\w*|hur stor del|procent)\b", re.IGNORECASE)
_FOLK = re.compile(r"\b(?:folk|människor|personer)\b", re.IGNORECASE)
_SIZE = re.compile(
    r"\b(?:störst\w*|minst\w*|folkrik\w*|folktätast\w*)\s+(?:kommun\w*|län\w*|stad\w*|städer\w*)",
    re.IGNORECASE,
)
_WORKING = re.compile(
    r"\b(?:hur många|antal\w*)\b.{0,60}\b(?:finns|fanns|jobba\w*|arbeta\w*|verksamm?a?|"
    r"anställd\w*|har vi|är)\b",
    re.IGNORECASE,
)
_REGISTERED = re.compile(r"\b(inskriv\w*|öppet arbetslösa)\b", re.IGNORECASE)
_NEIGHBOURS = {"kpi": "kpif", "hikp": "kpif", "konsumentprisindex": "kpif"}
"""What is asked for by a definition that no table has, and the name of the measure next to it."""


class Chosen(NamedTuple):
    """The measures that a question may mean, all under one span."""

    measures: tuple[Entity, ...]
    beside: tuple[Entity, ...] = ()
    """Those of another kind that are an answer too: the outlook beside the chances of a job."""
    spans: tuple[tuple[int, int], ...] = ()
    """The words of an idiom that asks for them."""
    mixed: bool = False
    """Whether `beside` is the same thing counted in another way, with which it must not be computed."""


def choose(query: Query, measures: Measures) -> Chosen:
    """The measures that the question may mean; none when it names none."""
    found = (
        _of_group(query, measures)
        or by_pay(query, measures)
        or by_part(query, measures)
        or _named(query, measures)
    )
    beside: tuple[Entity, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    if not found:
        ranking = read_ranking(query.question)
        of_work = bool(query.codes("occupation")) or orders_occupations(query.question, ranking)
        ranked = ranking is not None and rank_kind(ranking.over) is not None
        places = query.codes("region") or find_regions(query.question)
        said = by_idiom(
            query.question,
            measures,
            of_work=of_work,
            places=len(places),
            ranked=ranked,
            stretch=_is_stretch(query),
        )
        found, beside = (*said.measures, (), ())[:2]
        found = of_statistic(query.question, found, measures)
        spans = said.spans
    found = found or _by_whom(query, measures)
    if not found:
        return Chosen(_next_to(query, measures))
    found, also = _qualified(query.question, found, measures)
    beside = beside or also
    found = _in_percent(query.question, found, measures) or _step(query, found, measures) or found
    return Chosen(found, beside, spans, mixed=bool(also))


def _qualified(
    text: str, found: tuple[Entity, ...], measures: Measures
) -> tuple[tuple[Entity, ...], tuple[Entity, ...]]:
    """ "Bruttonationalprodukten … i fasta priser": the sibling whose label says what the question adds; and
    that sibling apart where the question says what both add."""
    also: list[Entity] = []
    said = {stem(fold(token.text)) for token in tokenize(text)}
    chosen = []
    for entity in found:
        own = _label_words(entity.label)
        unit = measures.of(entity.code).unit
        beside = (s for s in measures.siblings(entity) if measures.of(s.code).unit == unit)
        named = [
            (s, own - _label_words(s.label) <= said)
            for s in beside
            if (more := _label_words(s.label) - own)
            and own - _label_words(s.label)
            and all(_is_said(word, said) for word in more)
        ]
        better = [s for s, both in named if not both]
        also += [s for s, both in named if both]
        chosen.append(better[0] if len(better) == 1 else entity)
    return tuple(dict.fromkeys(chosen)), tuple(dict.fromkeys(also))


def _is_said(word: str, said: set[str]) -> bool:
    """Whether a question says a word, or a compound that begins with it: "indextal"."""
    return word in said or (len(word) > _LEAST + 1 and any(one.startswith(word) for one in said))


def _label_words(label: str) -> set[str]:
    return {stem(fold(token.text)) for token in tokenize(label) if fold(token.text) not in STOP_WORDS}


def _in_percent(text: str, found: tuple[Entity, ...], measures: Measures) -> tuple[Entity, ...]:
    """The percentages of what is named as a count, when a share is asked for."""
    if not wants_percent(text) or _REGISTERED.search(text):
        return ()
    if any(measures.of(entity.code).unit == "percent" for entity in found):
        return ()
    return tuple(dict.fromkeys(rate for entity in found for rate in measures.rates_of(entity)))


def _step(query: Query, found: tuple[Entity, ...], measures: Measures) -> tuple[Entity, ...]:
    """The measure that is the change itself: BNP "mot kvartalet innan", "växte BNP första kvartalet"."""
    text = query.question
    named = STEP.search(text)
    periods = find_periods(text, query.today)
    single = len(periods) < 2 and all(span.single for span in periods)
    ranking = read_ranking(text)
    each = ranking is not None and ranking.over == "period"
    if not named and not (wants_change(text) and (single or each)):
        return ()
    if not named and any(measures.of(entity.code).unit == "percent" for entity in found):
        return ()
    words = _STEP_WORDS[(named["unit"] or named["other"])[:2].lower()] if named else ("förändring",)
    steps = [
        other
        for entity in found
        for other in (entity, *measures.siblings(entity))
        if measures.of(other.code).unit == "percent" and _speaks_of(measures, other, words)
    ]
    return tuple(dict.fromkeys(steps))


def _speaks_of(measures: Measures, entity: Entity, words: tuple[str, ...]) -> bool:
    measure = measures.of(entity.code)
    said = f"{measure.label} {measure.population}".lower()
    return any(word in said for word in words)


def _is_stretch(query: Query) -> bool:
    """Whether two times are set against each other, or a stretch of time is meant."""
    spans = find_periods(query.question, query.today)
    return len(spans) > 1 or any(not span.single for span in spans)


def _of_group(query: Query, measures: Measures) -> tuple[Entity, ...]:
    """ "Långtidsarbetslösa", "ingångslönen": the measure of a compound that says of which part it is; the
    word itself is left to be accounted for."""
    for token in tokenize(query.question):
        form = fold(token.text)
        for head in _HEADS:
            at = form.rfind(head)
            if at >= _LEAST and kind_of(form) and (head != "lön" or query.codes("occupation")):
                found = measures.find(form[at:]) or measures.find(head)
                return tuple(replace(e, start=token.start, end=token.start) for e in found)
    return ()


_HEADS = ("arbetslöshet", "arbetslös", "lön")
_LEAST = 3
"""Letters of the first part of such a compound."""


def _by_whom(query: Query, measures: Measures) -> tuple[Entity, ...]:
    """People counted without a measure: by place, age or sex they live there, by occupation they work."""
    text = query.question
    ranking = read_ranking(text)
    placed = ranking is not None and rank_kind(ranking.over) is not None
    sizes = placed and bool(_SIZE.search(text))
    if sizes or (_FOLK.search(text) and find_regions(text) and (wants_change(text) or _COUNTS.search(text))):
        return _nowhere(measures.find("invånare"))
    if not _COUNTS.search(text):
        return ()
    sexes = bool(find_sexes(text))
    if query.codes("occupation"):
        return _nowhere(measures.find("anställda")) if sexes or _WORKING.search(text) else ()
    regions = [e for e in query.entities if e.kind == "region"] or find_regions(text)
    people = any(is_people(text[entity.start : entity.end]) for entity in regions)
    counted = sexes or find_ages(text)[0] is not None
    placed = placed or bool(regions)
    return _nowhere(measures.find("invånare")) if people or (counted and placed) else ()


def _next_to(query: Query, measures: Measures) -> tuple[Entity, ...]:
    for word, neighbour in _NEIGHBOURS.items():
        if match := re.search(rf"\b{word}\b", query.question, re.IGNORECASE):
            return tuple(
                Entity(kind="measure", code=e.code, label=e.label, start=match.start(), end=match.end())
                for e in measures.find(neighbour)
            )
    return ()


def _nowhere(found: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """The entities without a span: the question does not name them."""
    return tuple(Entity(kind="measure", code=e.code, label=e.label, start=0, end=0) for e in found)


# ------------------------------------------------------------------ by name

_NOT_OCCUPATION_WAGE = {"sjuk", "semester", "över", "övertids", "minimi", "ingångs", "grund", "tim", "års",
                        "vecko", "be", "av", "karens", "uppsägnings", "ackords", "slut", "begynnelse",
                        "netto", "brutto", "dröm", "median", "medel", "genomsnitts",
                        "snitt", "månads", "plats"}  # fmt: skip
_WAGE_COMPOUND = re.compile(r"\b([a-zåäö-]{3,})(lön(?:en|er|erna|ens)?)\b", re.IGNORECASE)


def _named(query: Query, measures: Measures) -> tuple[Entity, ...]:
    """The measures that the most telling name in the question stands for."""
    found = measures.find(query.question)
    if not found:
        return _wage_in_compound(query, measures)
    shared = Counter((e.start, e.end) for e in {(e.start, e.end, e.label): e for e in found}.values())

    def telling(entity: Entity) -> tuple[bool, int, bool, int]:
        """A name that several measures share ("lön") says less than one that is one's own ("p90")."""
        span = entity.start, entity.end
        weak = is_weak(query.question[entity.start : entity.end])
        return not weak, -shared[span], entity.exact, entity.end - entity.start

    best = max(found, key=telling)
    named = tuple(e for e in found if (e.start, e.end) == (best.start, best.end))
    # "tjänar … i snitt": of the wages that "tjänar" may mean, the mean.
    others = {e.code for e in found if (e.start, e.end) != (best.start, best.end)}
    return tuple(e for e in named if e.code in others) or named


_WEAK = {
    "i snitt",
    "i genomsnitt",
    "om fem år",
    "bor",
    "bodde",
    "anställda",
    "invånare",
    "arbetar som",
    "jobbar som",
}


def is_weak(name: str) -> bool:
    """Names that mean something only when no other is there."""
    return fold(name) in _WEAK or fold(name).startswith("befolkning")


_COMPOUND = re.compile(
    r"\b([a-zåäö-]{3,})(lön(?:en|er|erna|ens)?|jobb(?:en|et)?|annons(?:er|en|erna)?|tjänst(?:er|en|erna)?|"
    r"yrket|legitimation|examen)\b",
    re.IGNORECASE,
)


def occupational_compound(text: str) -> tuple[str, str] | None:
    """ "polislönen" as its two parts, ("polis", "lönen"); None for other words and legal terms."""
    for match in _COMPOUND.finditer(text):
        if _is_occupational(match[1]):
            return match[1], match[2]
    return None


def _is_occupational(first: str) -> bool:
    return not {fold(first), fold(first).removesuffix("s")} & _NOT_OCCUPATION_WAGE


def _wage_in_compound(query: Query, measures: Measures) -> tuple[Entity, ...]:
    """ "polislönen" names a wage when an occupation was found in the same word."""
    match = _WAGE_COMPOUND.search(query.question)
    if not match or not _is_occupational(match[1]):
        return ()
    inside = any(
        e.kind == "occupation" and e.start < match.end() and match.start() < e.end for e in query.entities
    )
    return measures.find(match[2]) if inside else ()
