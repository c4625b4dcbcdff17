"""What a question asks to have done: a value, a series, a change, a comparison, a share, a ranking."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from rag.entities.regions import RegionKind
from rag.swedish.numbers import find_numbers
from rag.swedish.periods import PeriodSpan

Operation = Literal[
    "value", "series", "compare", "difference", "change", "share", "ratio", "rank", "place", "sum", "mean"
]
RankOver = Literal["kommun", "lan", "riksomrade", "occupation", "period", "industry", "sex"]


@dataclass(frozen=True, slots=True)
class Ranking:
    """What is ranked, how many are wanted, and from which end."""

    over: RankOver
    count: int
    highest: bool
    own: bool = False
    """Asks for the place of one that is named: "på vilken plats låg Skåne"."""
    grain: str = ""
    """For a ranking of periods: "M", "K" or "Y", when the question says which."""
    limit: Decimal | None = None
    """Only those above (`highest`) or below it: "kommuner med färre än 5 000 invånare"."""


_SERIES = re.compile(
    r"\b(utveckling\w*|utvecklats?|över tid|per år|per månad|per kvartal|år för år|månad för månad|trend\w*|"
    r"tidsserie\w*|"
    r"historisk\w*|varje (år|månad|kvartal)|over time|trend)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(ökat|ökade|ökar|ökning\w*|minskat|minskade|minskar|minskning\w*|förändra\w*|förändring\w*|ändrats?|stigit|steg|"
    r"stiger|sjunkit|sjönk|sjunker|vuxit|växte|växer|fallit|föll|faller|ändrade\w*|ändring\w*|ändras|"
    r"krymp\w*|rasa\w*|klättra\w*|backa(?:de|t)|dök|dykt|höjts|sänkts|tappa(?:de|t)|uppgång\w*|nedgång\w*|"
    r"(gått|gick|går)\b[^.?!]{0,90}?\b(upp|ner|ned)|increased?|decreased?|changed?)\b",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(
    r"\b(skillnad\w*|löneskillnad\w*|lönegap\w*|gap(et)?|skilj(?:er|a|de)|skilt|spann(?:et)?|difference)\b",
    re.IGNORECASE,
)
_DIRECTED = re.compile(
    r"\b(?:hur (?:mycket|många|stor\w*)|(?:med )?hur många)\b(?:\s+(?!än\b)\w+){0,2}?\s+"
    r"(?:mer|mindre|högre|lägre|fler|färre|större|mindre)\b.*\bän\b",
    re.IGNORECASE,
)
""" "Hur mycket högre i Skåne än i Halland": the first is measured against the second."""
_RATIO = re.compile(r"\bhur många gånger\b|\bgånger (?:så|fler|större|högre|mer)\b", re.IGNORECASE)
_MEAN = re.compile(
    r"\b(?:i (?:snitt|genomsnitt|medeltal)|genomsnittligt)\b(?:\s+\w+){0,4}?\s+"
    r"(?:per|varje|i) (?:månad|kvartal|år)(?:en|et)?\b|"
    r"\b(?:månads|kvartals|års)?(?:snittet|genomsnittet|medeltalet|medelvärdet) (?:av|för|över|per|under)\b|"
    r"\bper (?:månad|kvartal|år) i (?:snitt|genomsnitt|medeltal)\b",
    re.IGNORECASE,
)
_EACH = re.compile(
    r"\b(var för sig|år för år|månad för månad|kvartal för kvartal|varje (?:år|månad|kvartal))\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"\b(?:andel\w*|hur stor del|procentandel\w*|procentuell\w*|hur stor procent|"
    r"(?:hur många|hur mycket|antal|i) procent|procent (?:av|är|var))\b",
    re.IGNORECASE,
)
_PERCENT_OF = re.compile(r"\b(?:procent|%) av\b|\b(?:i|som) andel av\b", re.IGNORECASE)
_COMPARE = re.compile(r"\b(jämför\w*|jämfört|kontra|versus|vs|compared?)\b", re.IGNORECASE)
_RANK_HIGH = re.compile(
    r"\b(högst\w*|störst\w*|mest|flest|bäst\w*|topp\w*|toppen|dyrast\w*|highest|most|top)\b", re.IGNORECASE
)
_RANK_LOW = re.compile(r"\b(lägst\w*|minst\w*|sämst\w*|färst|bott\w+|lowest|least|fewest)\b", re.IGNORECASE)
_ORDER = re.compile(r"\b(rangordna\w*|ranka\w*|rankning\w*|rangordning\w*|topplista\w*)\b", re.IGNORECASE)
_UP = re.compile(r"\b(?:stigande|lägst\w* först|minst\w* först)\b", re.IGNORECASE)
_LIMIT = re.compile(
    r"\b(?P<more>fler|mer|högre|större|över|mindre|färre|lägre|under)\b(?P<than>\s+än)?\s+(?P<number>\d[\d\s.,]*\w*)",
    re.IGNORECASE,
)
_BELOW = frozenset({"mindre", "färre", "lägre", "under"})
_COMPARATIVE = re.compile(
    r"\b(?:fler|färre|högre|lägre|mer|mindre|bättre|sämre|större|över|under)\b", re.IGNORECASE
)
_CHOICE = re.compile(r"\beller\b", re.IGNORECASE)
_RANK_OVER: Mapping[RankOver, str] = {
    "kommun": r"kommun(?:er|erna|en)?|kommunvis|stad|städer|ort(?:er)?|municipalit\w+",
    "lan": r"län(?:en|et)?|länsvis|region(?:er|erna|en)?|count(?:y|ies)",
    "riksomrade": r"riksområde(?:n|na|t)?|landsdel(?:ar|arna)?",
    "occupation": r"yrken?(?:a|s)?|yrket|yrkesgrupp(?:er|erna|en)?|jobb|occupations?",
    "industry": r"bransch(?:er|erna|en)?|näringsgren(?:ar|en)?|industr(?:y|ies)",
    "period": r"år(?:et)?|månad(?:en|er)?|kvartal(?:et)?|when|när",
}
_PLURAL = re.compile(
    r"\b(kommuner\w*|länen|yrken\w*|branscher\w*|regioner\w*|städer|orter|månader\w*|vilka|de)\b",
    re.IGNORECASE,
)
DEFAULT_RANK = 5
MAX_RANK = 20


def wants_percent(text: str) -> bool:
    """Whether a share is asked for, and not a change or difference in percent."""
    return bool(_PERCENT.search(text)) and not (
        _CHANGE.search(text) or is_directed(text) or _DIFFERENCE.search(text)
    )


def wants_change(text: str) -> bool:
    return bool(_CHANGE.search(text))


def is_directed(text: str) -> bool:
    """Whether one thing is measured against another: "hur många fler i Umeå än i Kiruna"."""
    return bool(_DIRECTED.search(text))


def read_operation(
    text: str,
    regions: int,
    periods: Sequence[PeriodSpan],
    sexes: Sequence[str],
    ranking: Ranking | None,
    occupations: int = 0,
) -> Operation:
    """What is to be done; shares and sums are seen to by who knows the measure."""
    things = max(regions, occupations, len(sexes), len(periods))
    if not ranking and chooses(text) and things > 1:
        return "difference" if things == 2 else "compare"
    if ranking:
        return "place" if ranking.own else "rank"
    if _RATIO.search(text):
        return "ratio"
    over_time = any(not span.single for span in periods) or len(periods) > 1
    if _MEAN.search(text) and periods:
        return "mean"
    if len(periods) > 2 or (_EACH.search(text) and len(periods) > 1):
        return "compare"
    if _EACH.search(text):
        return "series"
    if is_directed(text) or _DIFFERENCE.search(text):
        return "change" if over_time and regions < 2 and len(sexes) < 2 else "difference"
    if _CHANGE.search(text):
        return "change"
    if _SERIES.search(text) or any(not span.single for span in periods):
        return "series"
    if max(regions, occupations, len(sexes)) == 2 and _COMPARATIVE.search(text) and not over_time:
        return "difference"
    return "compare" if _COMPARE.search(text) or things > 1 else "value"


def chooses(text: str) -> bool:
    """Whether one of the things named is asked for: "vem tjänar mest, en tandläkare eller en veterinär"."""
    high_or_low = _RANK_HIGH.search(text) or _RANK_LOW.search(text) or _COMPARATIVE.search(text)
    return bool(high_or_low and _CHOICE.search(text))


def is_percent_of(text: str) -> bool:
    """Whether one thing is wanted in percent of another: "kvinnors lön i procent av mäns"."""
    return bool(_PERCENT_OF.search(text))


def orders(word: str) -> bool:
    """Whether a word only says which end of an order is meant: "mest", "lägst", "rangordna"."""
    return any(pattern.fullmatch(word) for pattern in (_RANK_HIGH, _RANK_LOW, _ORDER, _COMPARATIVE))


_OWN_PLACE = re.compile(
    r"\b(?:vilken plats|plats nummer|vilken placering|hur (?:högt|långt ner) (?:på|i) listan)\b",
    re.IGNORECASE,
)
_AMONG = re.compile(
    r"\b(?:bland|av|jämfört med) (?:alla |de |landets |sveriges )*(?P<group>\w+)", re.IGNORECASE
)
_WHERE = re.compile(r"^\W*var\b(?: någonstans)?(?: i (?:landet|sverige|riket))?\s+\w+", re.IGNORECASE)


def read_ranking(text: str) -> Ranking | None:
    high, low = _RANK_HIGH.search(text), _RANK_LOW.search(text)
    if _OWN_PLACE.search(text):
        return Ranking(_own_over(text), 1, highest=not (low and not high), own=True)
    if not high and not low:
        return _ordered(text) or _limited(text)
    over = _rank_over(text)
    if over is None:
        return None
    count = next((int(n.value) for n in find_numbers(text) if not n.unit and 1 < n.value <= MAX_RANK), 0)
    plural = bool(_PLURAL.search(text)) or bool(re.search(r"\btopp", text, re.IGNORECASE))
    return Ranking(over, count or (DEFAULT_RANK if plural else 1), highest=bool(high), grain=_grain(text))


_GRAINS = {"M": r"månad\w*", "K": r"kvartal\w*", "Y": r"(?:vilket|vilka|under vilket) år\w*"}


def _grain(text: str) -> str:
    """What kind of period is ranked: "vilken månad 2022"."""
    return next((g for g, words in _GRAINS.items() if re.search(rf"\b{words}\b", text, re.IGNORECASE)), "")


def _ordered(text: str) -> Ranking | None:
    """ "Rangordna länen efter arbetslöshet": all of a group, from the top unless the question turns it."""
    order = _ORDER.search(text)
    if not order:
        return None
    after = text[order.end() :]
    for over, words in _RANK_OVER.items():
        if match := re.search(rf"\b(?:{words}|{_DEFINITE[over]})\b", after, re.IGNORECASE):
            named = next((int(n.value) for n in find_numbers(after[: match.start()]) if not n.unit), 0)
            return Ranking(over, min(named or MAX_RANK, MAX_RANK), highest=not _UP.search(text))
    return None


def _limited(text: str) -> Ranking | None:
    """ "Vilka kommuner har färre än 5 000 invånare": those on one side of a number."""
    over = _rank_over(text)
    if over is None or over == "period":
        return None
    for match in _LIMIT.finditer(text):
        number = next((n.value for n in find_numbers(match["number"])), None)
        more = match["more"].lower()
        if number is not None and (match["than"] or more in {"över", "under"}):
            return Ranking(over, MAX_RANK, highest=more not in _BELOW, limit=number)
    return None


def _own_over(text: str) -> RankOver:
    """What the one named is placed among; a län unless the question says otherwise."""
    for match in _AMONG.finditer(text):
        for over, words in _RANK_OVER.items():
            if re.fullmatch(rf"(?:{words}|{_DEFINITE[over]})", match["group"], re.IGNORECASE):
                return over
    return "lan"


_DEFINITE: Mapping[RankOver, str] = {
    "kommun": "kommunerna|städerna", "lan": "länen|regionerna", "riksomrade": "riksområdena",
    "occupation": "yrkena", "industry": "branscherna", "period": "åren|månaderna|kvartalen", "sex": "könen",
}  # fmt: skip


def _rank_over(text: str) -> RankOver | None:
    """What the superlative is about: the group nearest after "vilken", "topp" or "de fem"."""
    found: list[tuple[int, RankOver]] = []
    for over, words in _RANK_OVER.items():
        match = re.search(
            rf"\b(?:vilk(?:en|et|a)|topp\S*|de|flest|which|what|"
            rf"i vilk\w+)\b(?:\s+\S+){{0,3}}?\s+(?:{words})\b",
            text,
            re.IGNORECASE,
        )
        if match:
            found.append((match.end(), over))
    if found:
        return min(found)[1]
    if re.search(r"\bnär var\b", text, re.IGNORECASE):
        return "period"
    if re.search(r"\b(?:länsvis|per län|bland länen|av länen)\b", text, re.IGNORECASE):
        return "lan"
    if re.search(r"\b(?:kommunvis|per kommun|bland kommunerna|av kommunerna)\b", text, re.IGNORECASE):
        return "kommun"
    return "lan" if _WHERE.search(text) else None


def rank_kind(over: RankOver) -> RegionKind | None:
    """The kind of region that a ranking is over, when it is over regions."""
    return over if over in ("kommun", "lan", "riksomrade") else None
