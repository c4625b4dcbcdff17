"""What a question asks to have ordered: "vilka fem kommuner", "på vilken plats", "var ökade det mest"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from rag.entities.regions import RegionKind
from rag.swedish.numbers import find_numbers

RankOver = Literal["kommun", "lan", "riksomrade", "occupation", "period", "industry", "sex"]
RankBy = Literal["value", "change", "gap", "share"]


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
    limit_of: str = ""
    """The region whose own value is the limit: "län under rikssnittet"."""
    ends: bool = False
    """Asks how far the first lies from the last."""
    by: RankBy = "value"
    """What is computed for each one before they are ordered: its change over time, its gap between the sexes,
    or its share."""
    relative: bool = False
    """Whether a change or gap is ordered by its size in percent."""
    named: bool = False
    """Only those that the question names are ordered: "vem tjänar mest av domare, åklagare och poliser"."""


HIGH = re.compile(
    r"\b(högst\w*|störst\w*|mest|flest|bäst\w*|topp\w*|toppen|dyrast\w*|starkast\w*|"
    r"kraftigast\w*|snabbast\w*|"
    r"vanligast\w*|folkrikast\w*|värst\w*|hårdast\w*|lättast\w*|enklast\w*|ljusast\w*|highest|"
    r"most|top|largest|biggest|best)\b",
    re.IGNORECASE,
)
LOW = re.compile(
    r"\b(lägst\w*|minst\w*|sämst\w*|färst|bott\w+|svagast\w*|långsammast\w*|ovanligast\w*|"
    r"svårast\w*|mörkast\w*|dystrast\w*|billigast\w*|lowest|least|fewest|"
    r"smallest|worst)\b",
    re.IGNORECASE,
)
ORDER = re.compile(
    r"\b(rangordna\w*|ranka\w*|rankning\w*|rangordning\w*|topplista\w*|sortera\w*)\b", re.IGNORECASE
)
COMPARATIVE = re.compile(
    r"\b(?:fler|färre|högre|lägre|mer|mindre|bättre|sämre|större|dyrare|billigare|över|under)\b",
    re.IGNORECASE,
)
_FALLS = re.compile(
    r"\b(minsk\w*|sjunk\w*|sjönk|fall(?:er|it)|föll|krymp\w*|krympte|rasa\w*|backa\w*|dök|dykt|"
    r"sänk\w*|tappa\w*|"
    r"nedgång\w*|(?:gått|gick|går)\b[^.?!]{0,40}?\b(?:ner|ned)|fell|fall|decreas\w*)\b",
    re.IGNORECASE,
)
_GOOD = re.compile(r"\b(?:bäst\w*|ljusast\w*|best)\b", re.IGNORECASE)
_POOR = re.compile(r"\b(?:sämst\w*|värst\w*|mörkast\w*|dystrast\w*|worst)\b", re.IGNORECASE)
_UP = re.compile(r"\b(?:stigande|lägst\w* först|minst\w* först)\b", re.IGNORECASE)
_LIMIT = re.compile(
    r"\b(?P<more>fler|mer|högre|större|över|mindre|färre|lägre|"
    r"under)\b(?:(?:\s+(?!än\b)[a-zåäö]\w*){0,3}?(?P<than>\s+än))?\s+(?P<number>\d[\d\s.,]*\w*)",
    re.IGNORECASE,
)
_BELOW = frozenset({"mindre", "färre", "lägre", "under"})
_CHOICE = re.compile(r"\beller\b", re.IGNORECASE)
_RANK_OVER: Mapping[RankOver, str] = {
    "kommun": r"kommun(?:er|erna|en)?|kommunvis|stad|städer|ort(?:er)?|municipalit\w+",
    "lan": r"län(?:en|et)?|länsvis|region(?:er|erna|en)?|count(?:y|ies)",
    "riksomrade": r"riksområde(?:n|na|t)?|landsdel(?:ar|arna)?",
    "occupation": r"yrken?(?:a|s)?|yrket|yrkesgrupp(?:er|erna|en)?|jobb|occupations?",
    "industry": r"bransch(?:er|erna|en)?|näringsgren(?:ar|en)?|industr(?:y|ies)",
    "period": r"år(?:et)?|månad(?:en|er)?|kvartal(?:et)?|when|när",
}
_DEFINITE: Mapping[RankOver, str] = {
    "kommun": "kommunerna|städerna", "lan": "länen|regionerna", "riksomrade": "riksområdena",
    "occupation": "yrkena", "industry": "branscherna", "period": "åren|månaderna|kvartalen", "sex": "könen",
}  # fmt: skip
_PLURAL = re.compile(
    r"\b(kommuner\w*|länen|yrken\w*|branscher\w*|regioner\w*|städer|orter|månader\w*|vilka|de)\b",
    re.IGNORECASE,
)
_WHICH_WORK = re.compile(
    r"\b(?:vilk(?:a|et|en)|vad för|topp\w*|(?:de|det) \w+)\s+(?:\w+\s+){0,2}?(?:yrken?|yrket|"
    r"yrkena|yrkesgrupp\w*|jobb|jobben|"
    r"arbeten|bristyrken)\b",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"\b(?:svår(?:t|a|ast|are)?|små|dålig\w*|överskott|minska\w*|krymp\w*|försvinn\w*|sämre|"
    r"färre|ont om jobb|konkurrens\w*)\b",
    re.IGNORECASE,
)
"""The lower end of a scale in words: hard to get a job, demand that falls."""
DEFAULT_RANK = 5
MAX_RANK = 20
MAX_NAMED = 5


def chooses(text: str) -> bool:
    """Whether one of the things named is asked for: "vem tjänar mest, en tandläkare eller en veterinär"."""
    high_or_low = HIGH.search(text) or LOW.search(text) or COMPARATIVE.search(text)
    return bool(high_or_low and _CHOICE.search(text))


def turned_by_burden(text: str, ranking: Ranking) -> Ranking:
    """The order of a measure that is better the lower it is: "bäst" is then the lowest."""
    if _GOOD.search(text) or _POOR.search(text):
        return replace(ranking, highest=not _GOOD.search(text))
    return ranking


def turned_to_good(text: str, ranking: Ranking) -> Ranking:
    """The order of a measure that is better the higher it is: "värst" is then the lowest."""
    return replace(ranking, highest=False) if _POOR.search(text) and not _GOOD.search(text) else ranking


def orders(word: str) -> bool:
    """Whether a word only says which end of an order is meant: "mest", "lägst", "rangordna"."""
    return any(pattern.fullmatch(word) for pattern in (HIGH, LOW, ORDER, COMPARATIVE))


def falls(text: str) -> bool:
    """Whether the change that is asked for is one downwards: "minskade mest"."""
    return bool(_FALLS.search(text))


_OWN_PLACE = re.compile(
    r"\b(?:vilken plats|plats nummer|vilken placering|hur (?:högt|långt ner) (?:på|i) listan)\b",
    re.IGNORECASE,
)
_AMONG = re.compile(
    r"\b(?:bland|av|jämfört med) (?:alla |de |landets |sveriges )*(?P<group>\w+)", re.IGNORECASE
)
_WHERE = re.compile(r"^\W*var\b(?: någonstans)?(?: i (?:landet|sverige|riket))?\s+\w+", re.IGNORECASE)
_WHO = re.compile(r"\b(?:vem|vilka|vilken|vilket|vilkas|vems|who|which)\b", re.IGNORECASE)
_EACH = re.compile(
    r"\b(var för sig|år för år|månad för månad|kvartal för kvartal|per (?:år|månad|kvartal))\b", re.IGNORECASE
)
_WHEN = re.compile(
    r"\bnär (?:var|va|är|e|hade|fanns|låg|nådde|varslades|ökade|minskade|sjönk|steg|föll)\b", re.IGNORECASE
)


def read_ranking(text: str) -> Ranking | None:
    """The order that is asked for; None when none is."""
    if spread := _spread(text):
        return spread
    high, low = HIGH.search(text), LOW.search(text)
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


def orders_occupations(text: str, ranking: Ranking | None) -> bool:
    """Whether occupations are ordered, or picked out by what holds for them: "vilka yrken har brist"."""
    return (ranking is not None and ranking.over == "occupation") or bool(_WHICH_WORK.search(text))


def read_choice(text: str) -> Ranking | None:
    """ "Vilka yrken väntas minska": all at one end of a scale in words, with no superlative."""
    over = "occupation" if _WHICH_WORK.search(text) else _rank_over(text)
    if over is None or over in {"period", "sex", "industry"}:
        return None
    return Ranking(over, DEFAULT_RANK, highest=not _BAD.search(text))


def ranks_named(text: str, over: RankOver, named: int) -> Ranking | None:
    """An order among `named` things of the question, three or more; None when it asks for none."""
    high, low = HIGH.search(text), LOW.search(text)
    if named < 3 or _EACH.search(text) or not (high or low or ORDER.search(text)):
        return None
    turned = bool(low and not high) or bool(_UP.search(text))
    if not (ORDER.search(text) or _WHO.search(text)):
        return None
    return Ranking(over, named, highest=not turned, named=True)


_EXTREME = re.compile(
    r"\b(?:(?:den|det|de)\s+(?:\w+\s+)?(?:högst|lägst|störst|minst)a?|"
    r"som\s+(?:allra\s+)?(?:högst|lägst|mest|flest|störst|minst)|"
    r"(?:högst|lägst|flest|störst|minst)\s+under|topp(?:en|notering\w*)|botten(?:notering\w*)?)\b",
    re.IGNORECASE,
)


def read_extreme(text: str) -> Ranking | None:
    """ "Den lägsta inflationen under 2020": the end of a stretch of time, where no group is named."""
    found = _EXTREME.search(text)
    if not found:
        return None
    low = re.search(r"lägst|minst|botten", found[0], re.IGNORECASE)
    return Ranking("period", 1, highest=low is None)


_GRAINS = {"M": r"månad\w*", "K": r"kvartal\w*", "Y": r"(?:vilket|vilka|under vilket) år\w*"}


def _grain(text: str) -> str:
    """What kind of period is ranked: "vilken månad 2022"."""
    return next((g for g, words in _GRAINS.items() if re.search(rf"\b{words}\b", text, re.IGNORECASE)), "")


def _ordered(text: str) -> Ranking | None:
    """ "Rangordna länen efter arbetslöshet": all of a group, from the top unless the question turns it."""
    order = ORDER.search(text)
    if not order:
        return None
    after = text[order.end() :]
    for over, words in _RANK_OVER.items():
        if match := re.search(rf"\b(?:{words}|{_DEFINITE[over]})\b", after, re.IGNORECASE):
            named = next((int(n.value) for n in find_numbers(after[: match.start()]) if not n.unit), 0)
            return Ranking(over, min(named or MAX_RANK, MAX_RANK), highest=not _UP.search(text))
    return None


def _spread(text: str) -> Ranking | None:
    """ "Skillnaden mellan länet med högst och länet med lägst arbetslöshet": the two ends of an order."""
    if not (HIGH.search(text) and LOW.search(text) and _APART.search(text)):
        return None
    for over, words in _RANK_OVER.items():
        if over != "period" and re.search(rf"\b(?:{words}|{_DEFINITE[over]})\b", text, re.IGNORECASE):
            return Ranking(over, 2, highest=True, ends=True)
    return None


_APART = re.compile(r"\b(?:skill\w*|skiljer|skiljde|gap\w*|avstånd\w*|spann\w*|hur långt)\b", re.IGNORECASE)
_AVERAGE = re.compile(
    r"\b(?P<more>över|under|högre|lägre|fler|färre|mer|mindre|större)\b(?:\s+\w+){0,2}?\s+"
    r"(?:än\s+)?(?:i\s+)?(?:riks?snittet|riksgenomsnittet|snittet i (?:riket|landet)|riket|"
    r"genomsnittet|landet i stort|rikets)\b",
    re.IGNORECASE,
)


def _limited(text: str) -> Ranking | None:
    """ "Vilka kommuner har färre än 5 000 invånare": those on one side of a number, or of the country's."""
    over = _rank_over(text)
    if over is None or over == "period":
        return None
    if rank_kind(over) and (average := _AVERAGE.search(text)):
        return Ranking(over, MAX_RANK, highest=average["more"].lower() not in _BELOW, limit_of="00")
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


def _rank_over(text: str) -> RankOver | None:
    """What the superlative is about: the group nearest after "vilken", "topp" or "de fem"."""
    found: list[tuple[int, RankOver]] = []
    for over, words in _RANK_OVER.items():
        match = re.search(
            rf"\b(?:vilk(?:en|et|a)|topp\S*|de|flest|störst\w*|minst\w*|folkrik\w*|which|what|"
            rf"i vilk\w+)\b(?:\s+\S+){{0,3}}?\s+(?<!\bper )(?<!\bvarje )(?:{words}|{_DEFINITE[over]})\b",
            text,
            re.IGNORECASE,
        )
        if match:
            found.append((match.end(), over))
    if found:
        return min(found)[1]
    if _WHEN.search(text):
        return "period"
    if re.search(r"\b(?:länsvis|per län|bland länen|av länen)\b", text, re.IGNORECASE):
        return "lan"
    if re.search(r"\b(?:kommunvis|per kommun|bland kommunerna|av kommunerna)\b", text, re.IGNORECASE):
        return "kommun"
    return "lan" if _WHERE.search(text) else None


def is_beyond(value: Decimal, ranking: Ranking) -> bool:
    """Whether a value lies on the wanted side of the ranking's limit."""
    assert ranking.limit is not None
    return value > ranking.limit if ranking.highest else value < ranking.limit


def rank_kind(over: RankOver) -> RegionKind | None:
    """The kind of region that a ranking is over, when it is over regions."""
    return over if over in ("kommun", "lan", "riksomrade") else None
