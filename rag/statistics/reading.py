"""Reads a question about figures. Nothing here knows what a table holds; the planner sees to that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from rag.entities.measures import Measures, find_sexes
from rag.schema import Entity, Query
from rag.statistics.ages import find_ages
from rag.statistics.breakdowns import AGE, kind_of
from rag.statistics.focus import clause_start, focus, in_focus, occupations_of, purpose_start
from rag.statistics.measure_choice import Chosen, choose
from rag.statistics.mentions import (
    EXCEPT,
    mentions_of,
    outermost_left_out,
    overlap,
    regions_of,
    whole_of,
    without_group,
)
from rag.statistics.operations import (
    PART_OF,
    asks_ahead,
    asks_average,
    asks_total,
    change_words,
    compares,
    is_directed,
    percent_of,
    read_operation,
    wants_change,
    wants_percent,
)
from rag.statistics.orders import finished, read_order, without_names
from rag.statistics.request import Mention, Request, ShareOf
from rag.statistics.subject import asks_figure, asks_meaning, is_elsewhere
from rag.statistics.times_named import of_clause, periods_asked
from rag.statistics.unknown import unknown_words
from rag.statistics.unknown_places import unknown_places
from rag.swedish.bare_months import bare_month


def read_request(
    query: Query, measures: Measures, like: Request | None = None, whole: str = ""
) -> Request | None:
    """The question as a request, or None when it names no measure or asks for law, data or a definition.

    Args:
        query: The question, or a part of one with the rest blanked out.
        measures: Those of the tables.
        like: What stands before the part: its measure is meant where the part names none.
        whole: The whole question, which times are counted back and forth in.
    """
    text = query.question
    chosen = choose(query, measures)
    if like is not None and not chosen.measures:
        chosen = Chosen(tuple(replace(e, start=0, end=0) for e in like.measures))
    named = chosen.measures
    start, end = focus(text, named)
    if not named or is_elsewhere(text[start:end]):
        return None
    query = in_focus(query, start, end, divided=measures.divided(named, "occupation"))
    every_region = without_group(mentions_of(text, regions_of(query)), text)
    regions = outermost_left_out(every_region, text)
    said_sexes = find_sexes(text)
    workers = occupations_of(query, [(e.start, e.end) for e in measures.find(text)])
    if not measures.divided(named, "occupation"):
        workers = [e for e in workers if not _I_AM.search(text, 0, e.start)]
    sexes = tuple(dict.fromkeys(e.code for e in said_sexes))
    periods = periods_asked(query, named, measures, whole, between=chosen.between)
    clause = clause_start(text, named)
    periods = of_clause(text, periods, max(clause, start), start, end)
    ages, age_spans = find_ages(text)
    covered = [(e.start, e.end) for e in (*named, *query.entities, *regions_of(query), *said_sexes)]
    covered += [(span.start, span.end) for span in periods] + age_spans + list(chosen.spans)
    covered += [(0, start), (min(end, purpose_start(text, max(clause, start))), len(text))]
    covered += [match.span() for match in _TOGETHER.finditer(text)]
    places = unknown_places(text, covered, clause, named=bool(every_region))
    scale = measures.of(named[0].code).statistic == "category"
    words = unknown_words(text, covered, named, (*workers, *said_sexes), clause)
    unknown, doubtful = (
        tuple(
            word
            for word in found
            if word not in places
            and not measures.nearly(word)
            and not (not periods and bare_month(word))
            and not (ages and kind_of(word) == AGE)  # "unga under 18": the years say which
            and not (scale and word.isdigit())  # an outlook "på 5 år"
        )
        for found in (words.groups, words.doubtful)
    )
    occupations = mentions_of(text, workers)
    plain = text if chosen.changing else _without_spans(text, chosen.spans)
    if chosen.between and len(periods) == 1:
        plain = _without_spans(plain, change_words(plain))
    holder = whole_of(text, every_region, regions)
    share_of = _share_of(text, sexes, age_spans, named[0], occupations, regions)
    if holder and wants_percent(text):
        worked = _WORKED_IN.search(text, holder.entities[0].end) or _OF_ONE_SEX.search(text)
        share_of = "region" if not share_of or (share_of == "sex" and worked) else share_of
    excluded = tuple(m for m in (*every_region, *occupations) if EXCEPT.search(text, 0, m.entities[0].start))
    every_region = tuple(m for m in every_region if m not in excluded)
    regions = tuple(m for m in regions if m not in excluded)
    occupations = tuple(m for m in occupations if m not in excluded)
    ranking = read_order(without_names(text, named), every_region, occupations, sexes, share_of, periods)
    ranking = finished(
        text, ranking, named[0].label, scale=scale, chooses_all=not occupations, places=len(regions)
    )
    if ranking and ranking.named:
        regions = every_region
    if ranking and ranking.edge:
        periods = tuple(span for span in periods if not span.latest)  # "senaste månaden utan varsel"
        if len(periods) == 1 and len(periods[0].first) > len("2024") and periods[0].single:
            periods = (replace(periods[0], first=""),)  # "serien som slutar mars 2024"
    overall = bool(occupations) and bool(_OVERALL.search(text))
    part = percent_of(text)
    base = part if part is not None else _measured_against(text)
    if base is not None:
        regions = _base_last(regions, [m.entities[0].start for m in regions], base)
        occupations = _base_last(occupations, [m.entities[0].start for m in occupations], base)
        sexes = _base_last(sexes, [e.start for e in find_sexes(text)][: len(sexes)], base)
        periods = _base_last(periods, [span.start for span in periods], base)
    context = bool(
        occupations or regions or periods or sexes or ages or places or ranking or _EVERY.search(text)
    )
    if not context and asks_meaning(text, unknown):
        return None
    together = bool(_TOGETHER.search(_OVERALL.sub("", text) if overall else text))
    if together and ranking and not ranking.own and (ranking.count > 1 or ranking.limit is not None):
        ranking = replace(ranking, summed=True)
    return Request(
        measures=named,
        beside=chosen.beside,
        mixed=chosen.mixed,
        operation=read_operation(plain, len(regions), periods, sexes, ranking, len(occupations) + overall),
        regions=regions,
        occupations=occupations,
        sexes=sexes,
        ages=ages,
        share_of=share_of,
        whole=holder,
        every=together and bool(_EVERY.search(text)),
        percent=wants_percent(text),
        directed=is_directed(text),
        ratio_in_percent=part is not None
        and max(len(regions), len(occupations) + overall, len(sexes), len(periods)) == 2,
        periods=periods,
        month="" if periods else bare_month(text),
        ranking=ranking,
        unknown=unknown,
        doubtful=doubtful,
        places=places,
        definition=_definition(text, [(e.start, e.end) for e in named]),
        overlapping=together and overlap(every_region),
        strict=bool(_STRICT.search(text)),
        invalid_if_averaged=together,
        intent=asks_figure(text)
        or ranking is not None
        or (context and not words.told and (_is_named(named) or bool(unknown))),
        context=context,
        overall=overall,
        changing=wants_change(_without_spans(plain, [_whole_word(text, e) for e in named])),
        ahead=asks_ahead(text[start:end], [span for span in periods if not span.latest]),
        averaged=asks_average(plain),
        total=asks_total(plain),
        compares=compares(plain),
        excluded=excluded,
        text=text,
        today=query.today,
    )


def _is_named(measures: Sequence[Entity]) -> bool:
    """Whether the question says what is measured: "lön snickare" with nothing besides asks for a figure."""
    return measures[0].end > measures[0].start


_Named = TypeVar("_Named")


def _base_last(named: tuple[_Named, ...], starts: Sequence[int], part: int) -> tuple[_Named, ...]:
    """Two things with the one last that the other is measured by: the first after "procent av", "än"."""
    if len(named) == 2 and len(starts) == 2 and starts[0] >= part:
        return (named[1], named[0])
    return named


def _measured_against(text: str) -> int | None:
    """Where the second of two things begins, when one is measured against it: "än rikets"."""
    match = re.search(r"\bän\b", text, re.IGNORECASE) if is_directed(text) else None
    return match.end() if match else None


def _without_spans(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text without the words of an idiom, which say what is measured: "priserna steg"."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _whole_word(text: str, entity: Entity) -> tuple[int, int]:
    """The span of a measure with the rest of its last word: "prisökning" of "prisökningstakten"."""
    rest = re.match(r"\w*", text[entity.end :])
    return entity.start, entity.end + (rest.end() if rest and entity.end > entity.start else 0)


def _share_of(
    text: str,
    sexes: Sequence[str],
    ages: Sequence[tuple[int, int]],
    measure: Entity,
    occupations: Sequence[Mention],
    regions: Sequence[Mention],
) -> ShareOf:
    """ "Andel av kvinnorna över 65" is over ages, "andel av 30-åringarna som är kvinnor" over sexes."""
    if len(sexes) != 1:
        whole = PART_OF.search(text[: measure.start])
        if not ages and whole and len(occupations) == 1 and _is_part(text, measure, occupations[0], regions):
            return "occupation"
        return "age" if ages else "region" if whole else ""
    sex = find_sexes(text)[0]
    return "age" if ages and ages[0][0] > sex.end + 1 else "sex"


def _is_part(text: str, measure: Entity, occupation: Mention, regions: Sequence[Mention]) -> bool:
    """Whether the occupation is the part, and not of the whole: "av annonserna i Skåne gällde kockar"."""
    at = occupation.entities[0].start
    if _OF_WHOLE.fullmatch(text[measure.end : at]):
        return False
    return all(region.entities[0].start < at for region in regions)


def _definition(text: str, named: Sequence[tuple[int, int]]) -> str:
    """The definition that is asked for, in capitals; one that is only denied ("inte AKU"), or that the name
    of the measure begins with, does not count."""
    asked = (
        match[0].upper()
        for match in _DEFINITIONS.finditer(text)
        if not _DENIED.search(text[: match.start()])
        and not any(start <= match.start() and match.end() < end for start, end in named)
    )
    found = next(asked, "")
    return {"A": "AKU", "KO": "KPI"}.get(found[:1] if found[:1] == "A" else found[:2], found)


_DEFINITIONS = re.compile(
    r"\b(aku|arbetskraftsundersökning\w*|kpi|hikp|konsumentprisindex|ilo|eurostat)\b", re.IGNORECASE
)
_OF_WHOLE = re.compile(r"\s*(?:för|efter|på|bland|hos|till|som|inom)?\s*(?:\w+\s+)?", re.IGNORECASE)
""" "Annonserna för kockar": what follows the measure at once is of the whole."""
_I_AM = re.compile(
    r"(?:^|[.!?]\s)\W*(?:jag\s+)?(?:är|jobbar som|arbetar som)\s+(?:en\s+|ett\s+)?$", re.IGNORECASE
)
""" "Är lärare och undrar": who asks, where what is measured is not told by occupation."""
_WORKED_IN = re.compile(r"\b(?:jobba\w*|arbeta\w*|anställda i|bodde|bor|fanns|finns|låg)\b", re.IGNORECASE)
""" "Hur stor del av lärarna i Sverige jobbade i Skåne? Räkna på kvinnorna": a part of the country."""
_OF_ONE_SEX = re.compile(
    r"\b(?:andel\w*|del|procent|%) av (?:alla |samtliga |de |landets |rikets |sveriges |länets ){0,2}"
    r"(?:kvinn|man|män)(?!s?andel)\w*",
    re.IGNORECASE,
)
""" "Andel av landets manliga vd:ar": the whole is of one sex already."""
_EVERY = re.compile(
    r"\balla (?:\w+ )?löner\w*|\b(?:av|för|över) (?:länen|kommunerna|yrkena|regionerna)\b|"
    r"\b(?:alla|samtliga|varje)\s+(?:\w+\s+)?(?:län\w*|kommun\w*|yrke\w*|region\w*|riksområde\w*|"
    r"grupp\w*|bransch\w*)\b|\balla (?:de )?\w*yrken\w*",
    re.IGNORECASE,
)
_OVERALL = re.compile(
    r"\b(?:(?:alla|samtliga) (?:yrken|anställda|löntagare|yrkesgrupper)|hela arbetsmarknaden|"
    r"arbetsmarknaden i stort|(?:riks)?genomsnittet för alla|landet i stort)"
    r"(?: (?:sammantaget|tillsammans|totalt|sammanlagt|ihop))?\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:inte|ej|utan)(?: \w+)?\s*$", re.IGNORECASE)
_STRICT = re.compile(
    r"\b((?:i|för|från) (?:just|specifikt) (?:(?-i:[A-ZÅÄÖ])|\w+ (?:kommun|län)\b)|"
    r"(?:inget|inte|ingen) större|inget annat område|"
    r"(?:bara|endast|enbart) (?:i |för |från )?(?:själva|just)|"
    r"(?-i:(?:bara|endast|enbart) (?:i |för |från )?[A-ZÅÄÖ])|"
    r"(?:riket|länet|hela landet) duger inte|inte (?:ha |i |för )?(?:hela )?(?:riket|landet|länet|riks\w+))",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(tillsammans|(?:ihop|hop|samman)(?:räkna|slag)\w*|totalsumma\w*|sammanlagt|sammantaget|summera\w*|addera\w*|plussa\w*|"
    r"summan av|(?:räkna|lägg(?:er)?|slår?) samman|ihop|plus|samlade? (?:antal\w*|siffra\w*|mängd\w*)|"
    r"totalt för|av båda könen|totalt\b[^.?]{0,30}\bbåda könen|båda könen (?:ihop|totalt|tillsammans)|"
    r"genomsnitt(?:et)? av|medelvärdet av|medel av|snittet av)\b|(?<=\w)\s\+\s(?=\w)",
    re.IGNORECASE,
)


# ------------------------------------------------------------------ what it names
