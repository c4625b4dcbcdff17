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
from rag.statistics.focus import asking_spans
from rag.statistics.idioms import by_idiom, of_statistic
from rag.statistics.operations import wants_change
from rag.statistics.pay import by_part, by_pay
from rag.statistics.rank_reading import orders_occupations, read_ranking
from rag.statistics.ranking import rank_kind
from rag.statistics.siblings import LEAST, in_percent, qualified, step
from rag.swedish.periods import find_periods
from rag.swedish.words import fold, tokenize

_COUNTS = re.compile(
    r"\b(hur många|(?:mest|minst|mycket) folk|fler|färre|flest|färst|antal\w*|köns(?:fördelning|balans)\w*|"
    r"(?:kvinno|mans|procent)?andel\w*|"
    r"hur stor del|procent)\b|%",
    re.IGNORECASE,
)
_OF_PEOPLE = re.compile(
    r"\b(?:del|andel\w*|procent|%) (?:av |utav )?(?:\w+ ){0,2}(?:befolkning\w*|invånar\w*|folket|"
    r"folkmängd\w*)",
    re.IGNORECASE,
)
"""The whole that a share is of, which is not what is measured: "hur stor del av folket gick utan jobb"."""
_FOLK = re.compile(r"\b(?:folk|människor|personer)\b", re.IGNORECASE)
_SIZE = re.compile(
    r"\b(?:störst\w*|minst\w*|folkrik\w*|folktätast\w*)\s+(?:kommun\w*|län\w*|stad\w*|städer\w*)|"
    r"\b(?:kommun|län|stad)(?:en|et)?\s+(?:är|var)\s+(?:\w+\s+)?(?:störst|minst|folkrikast)\b",
    re.IGNORECASE,
)
_WORKING = re.compile(
    r"\b(?:hur många|antal\w*)\b.{0,60}\b(?:finns|fanns|jobba\w*|arbeta\w*|verksamm?a?|"
    r"anställd\w*|har vi|är)\b",
    re.IGNORECASE,
)
_NEIGHBOURS = {"kpi": "kpif", "hikp": "kpif", "konsumentprisindex": "kpif"}
"""What is asked for by a definition that no table has, and the name of the measure next to it."""


class Chosen(NamedTuple):
    """The measures that a question may mean, all under one span."""

    measures: tuple[Entity, ...]
    beside: tuple[Entity, ...] = ()
    """Those of another kind that are an answer too: the outlook beside the chances of a job."""
    spans: tuple[tuple[int, int], ...] = ()
    """The words of an idiom that asks for them."""
    changing: bool = False
    """Whether those words ask for a change as well, and are still to be read."""
    between: bool = False
    """Whether the measure is itself the change between the times named, and its own time the later one."""
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
    changing = False
    people: tuple[Entity, ...] = ()
    if whole := _OF_PEOPLE.search(query.question):
        people = tuple(e for e in found if whole.start() <= e.start < whole.end())
        found = tuple(e for e in found if e not in people)
    found = _in_question(query.question, found)
    staff = found if _counts_staff(query, found) else ()
    if staff:  # "hur många anställda berördes av uppsägningar" counts those of the notices
        found = ()
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
        spans, changing = said.spans, said.changing
    found = found or people or staff or _by_whom(query, measures)
    if not found:
        return Chosen(_next_to(query, measures))
    found, also = qualified(query.question, found, measures)
    beside = beside or also
    rates = in_percent(query.question, found, measures)
    steps = () if rates else step(query, found, measures)
    between = bool(steps) and not set(steps) & set(found)
    return Chosen(rates or steps or found, beside, spans, changing, between, mixed=bool(also))


def _in_question(text: str, found: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """Without weak names in a sentence that only tells: "jag är en dam som bor i Lund. Hur många …"."""
    asking = asking_spans(text)
    if not asking or not all(is_weak(text[e.start : e.end]) for e in found if e.end > e.start):
        return found
    return tuple(e for e in found if e.end == e.start or any(s <= e.start < end for s, end in asking))


def _counts_staff(query: Query, found: tuple[Entity, ...]) -> bool:
    """Whether only "anställda" is named, of no occupation: what happens to them is what is counted."""
    names = {fold(query.question[e.start : e.end]) for e in found if e.end > e.start}
    return names == {"anställda"} and not query.codes("occupation")


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
            if at >= LEAST and kind_of(form) and (head != "lön" or query.codes("occupation")):
                found = measures.find(form[at:]) or measures.find(head)
                return tuple(replace(e, start=token.start, end=token.start) for e in found)
    return ()


_HEADS = ("arbetslöshet", "arbetslös", "lön")


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
    asking = asking_spans(text)
    works = [e for e in query.entities if e.kind == "occupation"]
    if any(not asking or any(s <= e.start < end for s, end in asking) for e in works):
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

    units = [e for e in found if _COUNTED_IN.search(query.question, 0, e.start)]
    best = max(units or found, key=telling)
    named = tuple(e for e in found if (e.start, e.end) == (best.start, best.end))
    # "tjänar … i snitt": of the wages that "tjänar" may mean, the mean.
    others = {e.code for e in found if (e.start, e.end) != (best.start, best.end)}
    return tuple(e for e in named if e.code in others) or named


_COUNTED_IN = re.compile(r"\b(?:mätt|räknat|uttryckt) (?:i|som) (?:antal(?:et)? )?$", re.IGNORECASE)
""" "Efterfrågan, mätt i annonser": what is counted."""
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
    r"yrket|legitimation|examen|kår(?:en|ens)?)\b",
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
