"""A question about figures, read: which measures, what is done with them, for whom, where and when.

Nothing here knows what a table holds; the planner sees to that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.entities.measures import Measures, find_sexes
from rag.entities.regions import ancestors, find_regions
from rag.schema import Entity, Query
from rag.statistics.operations import Operation, Ranking, read_operation, read_ranking
from rag.swedish.number_words import word_value
from rag.swedish.periods import PeriodSpan, find_periods
from rag.swedish.words import STOP_WORDS, Token, fold, tokenize


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names something, with every code it may stand for."""

    text: str
    entities: tuple[Entity, ...]

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
    ages: tuple[int, int] | None = None
    """First and last year of age."""
    periods: tuple[PeriodSpan, ...] = ()
    ranking: Ranking | None = None
    unknown: tuple[str, ...] = ()
    """Words that say something nobody here understands: "akademiker"."""
    survey: bool = False
    """Asks for the labour force survey (AKU), which no table of ours is."""
    invalid_if_averaged: bool = False
    """Asks to put groups together: fine for counts, wrong for medians and shares."""
    intent: bool = False
    """Asks for a figure in so many words."""
    context: bool = False
    """Names where, when or for whom."""
    today: str = ""


def read_request(query: Query, measures: Measures) -> Request | None:
    """The question as a request, or None when it names no measure or asks for law, data or a definition."""
    text = query.question
    named = _measures(query, measures)
    if not named or _elsewhere(text):
        return None
    occupations = _mentions(text, [e for e in query.entities if e.kind == "occupation"])
    regions = _outermost_left_out(_mentions(text, _regions(query)))
    sexes = tuple(dict.fromkeys(e.code for e in find_sexes(text)))
    periods = tuple(find_periods(text, query.today))
    ages, age_span = _ages(text)
    ranking = read_ranking(text)
    covered = [(e.start, e.end) for e in (*named, *query.entities, *_regions(query), *find_sexes(text))]
    covered += [(span.start, span.end) for span in periods] + age_span
    unknown = _unknown(text, covered, named)
    context = bool(occupations or regions or periods or sexes or ages)
    if not context and _asks_meaning(text, unknown):
        return None
    return Request(
        measures=named,
        operation=read_operation(text, len(regions), periods, sexes, ranking),
        regions=regions,
        occupations=occupations,
        sexes=sexes,
        ages=ages,
        periods=periods,
        ranking=ranking,
        unknown=unknown,
        survey=bool(_SURVEY.search(text)),
        invalid_if_averaged=bool(_TOGETHER.search(text)),
        intent=bool(_INTENT.search(text)) or ranking is not None,
        context=context,
        today=query.today,
    )


# ------------------------------------------------------------------ whose question it is

_LAW = re.compile(
    r"\b(rätt till|har (jag|man|vi) rätt|enligt (lag|lagen|avtal\w*)|lagen|lagar|paragraf\w*|§|måste|"
    r"skyldig\w*|"
    r"vilk\w+ (lag|lagar|regler|myndighet\w*|förordning\w*)|vem (ansvarar|äger|publicerar)|ansvarar för|"
    r"kollektivavtal\w*|uppsägningstid\w*|får (en |min )?(arbetsgivar\w*|chef\w*)|förbjudet|tillåtet|"
    r"a-kassa\w*)\b",
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
    r"\b(hur (många|mycket|stor\w*|hög\w*|låg\w*|många|lätt|svårt|ser|har|gick|var|är|utveckla\w*)|antal\w*|"
    r"andel\w*|"
    r"vad (tjänar|tjänade|är|var|blev|ligger|låg|får)|vilk(?:en|et|a)|topp\w*|jämför\w*|skillnad\w*|"
    r"utveckling\w*|"
    r"löneskillnad\w*|lönegap\w*|medianlön\w*|medellön\w*|snittlön\w*|statistik|siffr\w+|ökat|minskat|ökade|minskade|"
    r"förändr\w+|visa|how (many|much|high)|what (is|was|do|does)|compare)\b",
    re.IGNORECASE,
)
_SURVEY = re.compile(r"\b(aku|arbetskraftsundersökning\w*)\b", re.IGNORECASE)
_TOGETHER = re.compile(
    r"\b(tillsammans|sammanlagt|sammantaget|summera\w*|summan av|lägg(?:er)? ihop|slå(?:r)? ihop|ihop|"
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

_NOT_OCCUPATION_WAGE = {"sjuk", "semester", "över", "övertids", "minimi", "ingångs", "grund", "tim", "års",
                        "vecko", "be", "av", "karens", "uppsägnings", "ackords", "slut", "begynnelse",
                        "netto", "brutto", "dröm"}  # fmt: skip
_WAGE_COMPOUND = re.compile(r"\b([a-zåäö-]{3,})(lön(?:en|er|erna|ens)?)\b", re.IGNORECASE)


def _measures(query: Query, measures: Measures) -> tuple[Entity, ...]:
    """The measures that the most telling name in the question stands for."""
    found = measures.find(query.question)
    if not found:
        return _wage_in_compound(query, measures)
    best = max(found, key=lambda e: (e.exact, e.end - e.start))
    if len({(e.start, e.end) for e in found}) > 1:
        best = max(
            found, key=lambda e: (not _weak(query.question[e.start : e.end]), e.exact, e.end - e.start)
        )
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


def _weak(name: str) -> bool:
    """Names that mean something only when no other is there."""
    return fold(name) in _WEAK


def wage_compound(text: str) -> tuple[str, str] | None:
    """ "polislönen" as its two parts, ("polis", "lönen"); None for other words and legal terms."""
    match = _WAGE_COMPOUND.search(text)
    return (match[1], match[2]) if match and _is_occupational(match[1]) else None


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


def _outermost_left_out(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """ "Lund i Skåne" and "Umeå i Sverige" name one place."""
    inner = {outer for mention in mentions for code in mention.codes[:1] for outer in ancestors(code)}
    kept = tuple(m for m in mentions if not all(code in inner for code in m.codes))
    return kept if len(kept) == 1 or "00" not in {m.codes[0] for m in mentions} else mentions


_AGES = re.compile(
    r"\b(\d{1,3})\s*(?:–|-|till|och)\s*(\d{1,3})[\s-]*(?:år|åring\w*)\b|\b(\d{1,3})[- ]?åring\w*|"
    r"\b(?:över|äldre än)\s+(\d{1,3})(?: år)?\b|\b(?:under|yngre än)\s+(\d{1,3})(?: år)?\b|"
    r"\b(\d{1,3}) år (?:eller äldre|och äldre|gamla)|\bi åldern (\d{1,3})\b",
    re.IGNORECASE,
)
OLDEST = 100


def _ages(text: str) -> tuple[tuple[int, int] | None, list[tuple[int, int]]]:
    match = _AGES.search(text)
    if not match:
        return None, []
    low, high, single, over, under, least, at = (int(g) if g else None for g in match.groups())
    span = [match.span()]
    if low is not None and high is not None:
        return (low, min(high, OLDEST)), span
    if over is not None:
        return (over + 1, OLDEST), span
    if under is not None:
        return (0, under - 1), span
    if least is not None:
        return (least, least if "gamla" in match[0].lower() else OLDEST), span
    age = single if single is not None else at
    return ((age, age) if age is not None else None), span


# ------------------------------------------------------------------ what is left

_FRAME = re.compile(
    r"^(hur|som|mång\w*|mycket|stor\w*|hög\w*|högst\w*|lägst\w*|störst\w*|flest|minst\w*|låg\w*|antal\w*|andel\w*|del|finns|fanns|fann|"
    r"visa\w*|statistik\w*|siffr\w*|uppgift\w*|tal\w*|data|enligt|scb|arbetsförmedlingen\w*|af|aku|bas|jämför\w*|jämfört|skillnad\w*|"
    r"utveckl\w*|förändr\w*|ök\w+|minsk\w+|tjän\w*|lön\w*|månad\w*|år\w*|kvartal\w*|kommun\w*|län\w*|region\w*|yrke\w*|bransch\w*|land\w*|"
    r"riket|sverige\w*|svensk\w*|person\w*|människor|folk|anställd\w*|arbeta\w*|jobb\w*|verksam\w*|ligger|låg|blev|bli|ser|såg|"
    r"brukar|vanlig\w*|normal\w*|ungefär|cirka|ca|snitt\w*|genomsnitt\w*|median\w*|medel\w*|total\w*|sammanlagt|tillsammans|"
    r"senaste|sista|just|idag|dag|nuvarande|aktuell\w*|topp\w*|lista\w*|ge|mig|gärna|tack|snälla|veta|vill|undrar|berätta|"
    r"stigit|sjunkit|vuxit|fallit|gått|gick|steg|sjönk|mer|mindre|fler|färre|högre|lägre|lätt\w*|svårt|chans\w*|möjlighet\w*|"
    r"procent\w*|procentenhet\w*|kronor|kr|könen|kön|mellan|under|över|tid|period\w*|registrerade|inskrivna|öppet|"
    r"yrkesbarometer\w*|platsbanken|kpif?|bnp|ut|in|upp|ner|ned|både|respektive|samt|jämte|många|gånger|slags?|typ\w*|"
    r"ha|hade|har|the|of|in|is|are|how|many|much|what|for|was|were|do|does|there|and|to|a|an|between|which|who|earn\w*|salar\w*|wages?|"
    r"unemploy\w*|people|sweden|men|women)$",
    re.IGNORECASE,
)


_SLOT = {"en", "ett", "för", "som", "bland", "av", "hos", "inom", "tjänar", "tjäna", "tjänade", "till", "a",
         "an", "for", "är", "på"}  # fmt: skip


def _unknown(text: str, covered: Sequence[tuple[int, int]], measures: Sequence[Entity]) -> tuple[str, ...]:
    """Content words that no entity covers, where whom or what the figure is about would stand.

    That is after "en", "för", "som", … and right after the measure: "arbetslösa akademiker".
    """
    found: list[str] = []
    ends = {entity.end for entity in measures}
    previous, was_unknown = "", False
    for token in tokenize(text):
        free = not any(start < token.end and token.start < end for start, end in covered)
        in_slot = previous in _SLOT or any(end < token.start <= end + 2 for end in ends) or was_unknown
        was_unknown = free and in_slot and says_something(token)
        if was_unknown:
            found.append(token.text)
        previous = fold(token.text)
    return tuple(found)


def says_something(token: Token) -> bool:
    """Whether a word is about the subject, and not part of how one asks."""
    form = fold(token.text)
    meaningless = form in STOP_WORDS or _FRAME.match(form) or word_value(form) is not None
    return form[0].isalpha() and len(form) > 2 and not meaningless
