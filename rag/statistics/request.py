"""A question about figures, read: which measures, what is done with them, for whom, where and when.

Nothing here knows what a table holds; the planner sees to that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rag.entities.measures import Measures, find_sexes
from rag.entities.regions import ancestors, find_regions
from rag.schema import Entity, Query
from rag.statistics.ages import Ages, find_ages
from rag.statistics.measure_choice import STEP, choose
from rag.statistics.operations import (
    Operation,
    Ranking,
    is_directed,
    is_percent_of,
    orders,
    read_operation,
    read_ranking,
    wants_percent,
)
from rag.statistics.unknown import unknown_places, unknown_words
from rag.swedish.periods import PeriodSpan, find_periods
from rag.swedish.sentences import sentences
from rag.swedish.words import fold

ShareOf = Literal["sex", "age", "region", "occupation", ""]


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names something, with every code it may stand for."""

    text: str
    entities: tuple[Entity, ...]
    vague: bool = False
    """Names only what many groups have in common: "chef"."""

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(entity.code for entity in self.entities)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The question, taken apart."""

    measures: tuple[Entity, ...]
    operation: Operation
    regions: tuple[Mention, ...] = ()
    occupations: tuple[Mention, ...] = ()
    sexes: tuple[str, ...] = ()
    ages: Ages | None = None
    share_of: ShareOf = ""
    """What a share would be over, as the question has it; empty when it names no whole."""
    whole: Mention | None = None
    """The region that holds the one named, when a share of it is asked for: Norrbotten, of Luleå."""
    every: bool = False
    """Asks to put a whole group together: "lägg ihop alla län"."""
    percent: bool = False
    """Asks for a share or a rate."""
    directed: bool = False
    """Measures the first thing named against the second."""
    ratio_in_percent: bool = False
    """Wants the first thing named in percent of the second: "kvinnors lön i procent av mäns"."""
    periods: tuple[PeriodSpan, ...] = ()
    ranking: Ranking | None = None
    unknown: tuple[str, ...] = ()
    """Words that say something nobody here understands: "akademiker"."""
    places: tuple[str, ...] = ()
    """Names of places that nobody here knows: "Gränna"."""
    definition: str = ""
    """The survey or index that the figure must follow, when the question says so: "AKU", "KPI"."""
    overlapping: bool = False
    """Names a region and another that lies in it, to be put together."""
    strict: bool = False
    """Wants the place named and nothing wider."""
    invalid_if_averaged: bool = False
    """Asks to put groups together: fine for counts, wrong for medians and shares."""
    intent: bool = False
    """Asks for a figure in so many words."""
    context: bool = False
    """Names where, when or for whom."""
    text: str = ""
    today: str = ""

    def said(self, span: PeriodSpan) -> str:
        """The words of a period."""
        return self.text[span.start : span.end].lower()


def read_request(query: Query, measures: Measures) -> Request | None:
    """The question as a request, or None when it names no measure or asks for law, data or a definition."""
    text = query.question
    named = choose(query, measures)
    start, end = _focus(text, named)
    if not named or _elsewhere(text[start:end]):
        return None
    query = _in_focus(query, start, end)
    every_region = _mentions(text, _regions(query))
    regions = _outermost_left_out(every_region, text)
    sexes = tuple(dict.fromkeys(e.code for e in find_sexes(text)))
    periods = _periods(query)
    ages, age_spans = find_ages(text)
    ranking = read_ranking(_without_names(text, named))
    covered = [(e.start, e.end) for e in (*named, *query.entities, *_regions(query), *find_sexes(text))]
    covered += [(span.start, span.end) for span in periods] + age_spans
    covered += [(0, start), (end, len(text))]
    places = unknown_places(text, covered)
    unknown = tuple(
        word
        for word in unknown_words(text, covered, named)
        if word not in places and not measures.nearly(word)
    )
    occupations = _mentions(text, [e for e in query.entities if e.kind == "occupation"])
    context = bool(occupations or regions or periods or sexes or ages or places or _EVERY.search(text))
    if not context and _asks_meaning(text, unknown):
        return None
    together = bool(_TOGETHER.search(text))
    return Request(
        measures=named,
        operation=read_operation(text, len(regions), periods, sexes, ranking, len(occupations)),
        regions=regions,
        occupations=occupations,
        sexes=sexes,
        ages=ages,
        share_of=_share_of(text, sexes, age_spans, named[0], occupations, regions),
        whole=_whole(every_region, regions),
        every=together and bool(_EVERY.search(text)),
        percent=wants_percent(text),
        directed=is_directed(text),
        ratio_in_percent=is_percent_of(text)
        and max(len(regions), len(occupations), len(sexes), len(periods)) == 2,
        periods=periods,
        ranking=ranking,
        unknown=unknown,
        places=places,
        definition=_definition(text),
        overlapping=together and _overlap(every_region),
        strict=bool(_STRICT.search(text)),
        invalid_if_averaged=together,
        intent=bool(_INTENT.search(text)) or ranking is not None,
        context=context,
        text=text,
        today=query.today,
    )


def _focus(text: str, named: Sequence[Entity]) -> tuple[int, int]:
    """The sentence that names the measure; the whole text when none does."""
    spans = [(s.start, s.end) for s in sentences(text)]
    measured = [e for e in named if e.end > e.start]
    holding = [span for span in spans if any(span[0] <= e.start < span[1] for e in measured)]
    return holding[0] if len(spans) > 1 and holding else (0, len(text))


def _in_focus(query: Query, start: int, end: int) -> Query:
    """The query with what its other sentences name only where the measure's own sentence names none."""
    inside = {e.kind for e in query.entities if start <= e.start < end}
    kept = tuple(e for e in query.entities if start <= e.start < end or e.kind not in inside)
    return replace(query, entities=tuple(e for e in kept if e.start < end))


def _without_names(text: str, named: Sequence[Entity]) -> str:
    """The text without the names of measures that sound like an order: "lägst betalda"."""
    for entity in named:
        if any(orders(word) for word in text[entity.start : entity.end].split()):
            text = text[: entity.start] + " " * (entity.end - entity.start) + text[entity.end :]
    return text


def _periods(query: Query) -> tuple[PeriodSpan, ...]:
    """The periods named, but for the one that "mot kvartalet innan" is measured from."""
    step = STEP.search(query.question)
    found = find_periods(query.question, query.today)
    return tuple(s for s in found if not step or s.end <= step.start() or step.end() <= s.start)


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
        whole = _PART_OF.search(text[: measure.start])
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


def _whole(every: Sequence[Mention], named: Sequence[Mention]) -> Mention | None:
    """The region that was left out because it holds the one that is named."""
    left = [mention for mention in every if mention not in named]
    return left[0] if len(left) == 1 and len(named) == 1 else None


def _definition(text: str) -> str:
    """The definition that is asked for, in capitals; one that is only denied ("inte AKU") does not count."""
    asked = (
        match[0].upper() for match in _DEFINITIONS.finditer(text) if not _DENIED.search(text[: match.start()])
    )
    found = next(asked, "")
    return {"A": "AKU", "KO": "KPI"}.get(found[:1] if found[:1] == "A" else found[:2], found)


def _overlap(mentions: Sequence[Mention]) -> bool:
    codes = [mention.codes[0] for mention in mentions]
    return any(outer in ancestors(inner) for inner in codes for outer in codes)


# ------------------------------------------------------------------ whose question it is

_LAW = re.compile(
    r"\b(rätt till|har (jag|man|vi) rätt|enligt (lag|lagen|avtal\w*)|lagen|lagar|paragraf\w*|§|"
    r"måste(?! (?:ha|få|veta)\b)|"
    r"skyldig\w*|"
    r"vilk\w+ (lag|lagar|regler|myndighet\w*|förordning\w*)|vem (ansvarar|äger|publicerar)|ansvarar för|"
    r"kollektivavtal\w*|uppsägningstid\w*|får (en |min )?(arbetsgivar\w*|chef\w*)|förbjudet|tillåtet|"
    r"a-kassa\w*|hur många (?:yrken|yrkesgrupper|kommuner|län|branscher))\b",
    re.IGNORECASE,
)
_DATA = re.compile(
    r"\b(öppna data|open data|datas?et\w*|datamängd\w*|datakäll\w*|api(:?er|:?et)?|ladda ner|rådata|csv|"
    r"var (hittar|finns|får|kan)|finns det (någon |några )?(statistik|data|uppgifter|siffror|tabell\w*)|"
    r"(vilken|vilka) (statistik|data|källor|tabeller))\b",
    re.IGNORECASE,
)
_MEANING = re.compile(
    r"^\s*(vad (är|betyder|menas med|innebär|mäter)|hur (definieras|räknas|beräknas|mäts|fungerar)|"
    r"definiera|förklara|"
    r"vad är skillnaden mellan|what is (a|an|the definition))\b",
    re.IGNORECASE,
)
_INTENT = re.compile(
    r"^(?:är|var|har|hade|finns|fanns|ligger|låg|tjänar|tjänade|ökade|minskade)\b|"
    r"\b(hur (många|mycket|stor\w*|hög\w*|låg\w*|många|lätt|svårt|ser|har|gick|var|är|utveckla\w*)|antal\w*|"
    r"andel\w*|"
    r"vad (tjänar|tjänade|är|var|blev|ligger|låg|får)|vilk(?:en|et|a)|topp\w*|jämför\w*|skillnad\w*|"
    r"utveckling\w*|"
    r"löneskillnad\w*|lönegap\w*|medianlön\w*|medellön\w*|snittlön\w*|statistik|siffr\w+|ökat|minskat|ökade|minskade|"
    r"förändr\w+|visa|how (many|much|high)|what (is|was|do|does)|compare)\b",
    re.IGNORECASE,
)
_DEFINITIONS = re.compile(
    r"\b(aku|arbetskraftsundersökning\w*|kpi|hikp|konsumentprisindex|ilo|eurostat)\b", re.IGNORECASE
)
_PART_OF = re.compile(r"\b(?:andel\w*|del|procent) av (?:\w+ ){0,3}$", re.IGNORECASE)
_OF_WHOLE = re.compile(r"\s*(?:för|efter|på|bland|hos|till|som|inom)?\s*(?:\w+\s+)?", re.IGNORECASE)
""" "Annonserna för kockar": what follows the measure at once is of the whole."""
_EVERY = re.compile(
    r"\b(?:alla|samtliga|varje)\s+(?:\w+\s+)?(?:län\w*|kommun\w*|yrke\w*|region\w*|riksområde\w*|"
    r"grupp\w*|bransch\w*)\b|\balla (?:de )?\w*yrken\w*",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:inte|ej|utan)(?: \w+)?\s*$", re.IGNORECASE)
_STRICT = re.compile(
    r"\b((?:inget|inte|ingen) större|(?:bara|endast) (?:själva|just|för just)|inget annat område)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(tillsammans|totalsumma\w*|sammanlagt|sammantaget|summera\w*|summan av|lägg(?:er)? ihop|"
    r"slå(?:r)? ihop|ihop|"
    r"totalt för|"
    r"genomsnitt(?:et)? av|medelvärdet av|medel av|snittet av)\b",
    re.IGNORECASE,
)


def _elsewhere(text: str) -> bool:
    """Whether law, the catalogue or nobody should answer."""
    return bool(_LAW.search(text) or _DATA.search(text))


def _asks_meaning(text: str, unknown: Sequence[str]) -> bool:
    """Whether a word is to be explained: "vad är medianlön", not "vad är medianlönen för x"."""
    match = _MEANING.search(text)
    return bool(match) and (not unknown or fold(match[1] if match else "") != "vad är")


# ------------------------------------------------------------------ what it names


def _regions(query: Query) -> Sequence[Entity]:
    return [e for e in query.entities if e.kind == "region"] or find_regions(query.question)


def _mentions(text: str, entities: Sequence[Entity]) -> tuple[Mention, ...]:
    """Entities that share a span are the readings of one mention; the same codes twice are one."""
    spans: dict[tuple[int, int], list[Entity]] = {}
    for entity in entities:
        spans.setdefault((entity.start, entity.end), []).append(entity)
    mentions = [Mention(text[start:end], tuple(found)) for (start, end), found in sorted(spans.items())]
    unique: dict[tuple[str, ...], Mention] = {}
    for mention in mentions:
        unique.setdefault(mention.codes, mention)
    return tuple(unique.values())


_BESIDE = re.compile(
    r"(?:\b(?:än|mot|med|kontra|gentemot|och|eller|över|under|respektive|till|från)|,)\s*"
    r"(?:(?:i|för|hela|den i|det i)\s*){0,2}$",
    re.IGNORECASE,
)
"""Before the second of two places that are set beside each other: "Kronoberg jämfört med riket"."""


def _outermost_left_out(mentions: tuple[Mention, ...], text: str) -> tuple[Mention, ...]:
    """ "Lund i Skåne" and "Umeå i Sverige" name one place; "Lund jämfört med Skåne" names two."""
    inner = {outer for mention in mentions for code in mention.codes[:1] for outer in ancestors(code)}
    if any(_BESIDE.search(text[: mention.entities[0].start]) for mention in mentions[1:]):
        return mentions
    kept = tuple(m for m in mentions if not all(code in inner for code in m.codes))
    return kept if len(kept) == 1 or "00" not in {m.codes[0] for m in mentions} else mentions
