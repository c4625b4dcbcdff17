"""What a question asks to have done: a value, a series, a change, a comparison, a share, a ranking."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rag.entities.regions import RegionKind
from rag.swedish.numbers import find_numbers
from rag.swedish.periods import PeriodSpan

Operation = Literal["value", "series", "compare", "difference", "change", "share", "rank", "sum"]
RankOver = Literal["kommun", "lan", "riksomrade", "occupation", "period", "industry", "sex"]


@dataclass(frozen=True, slots=True)
class Ranking:
    """What is ranked, how many are wanted, and from which end."""

    over: RankOver
    count: int
    highest: bool


_SERIES = re.compile(
    r"\b(utveckling\w*|utvecklats?|över tid|per år|per månad|per kvartal|år för år|månad för månad|trend\w*|"
    r"tidsserie\w*|"
    r"historisk\w*|varje (år|månad|kvartal)|over time|trend)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(ökat|ökade|ökar|ökning\w*|minskat|minskade|minskar|minskning\w*|förändra\w*|förändring\w*|ändrats?|stigit|steg|"
    r"sjunkit|sjönk|vuxit|växte|fallit|föll|gått (upp|ner|ned)|gick (upp|ner|ned)|increased?|decreased?|"
    r"changed?)\b",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(
    r"\b(skillnad\w*|löneskillnad\w*|lönegap\w*|hur mycket (mer|mindre|högre|lägre|fler|färre)|gap(et)?|"
    r"difference)\b",
    re.IGNORECASE,
)
_COMPARE = re.compile(r"\b(jämför\w*|jämfört|kontra|versus|vs|compared?)\b", re.IGNORECASE)
_SHARE = re.compile(r"\b(andel\w*|procent av|hur stor del|share)\b", re.IGNORECASE)
_RANK_HIGH = re.compile(
    r"\b(högst\w*|störst\w*|mest|flest|bäst\w*|topp\w*|toppen|dyrast\w*|highest|most|top)\b", re.IGNORECASE
)
_RANK_LOW = re.compile(r"\b(lägst\w*|minst\w*|sämst\w*|färst|bott\w+|lowest|least|fewest)\b", re.IGNORECASE)
_RANK_OVER: Mapping[RankOver, str] = {
    "kommun": r"kommun(?:er|erna|en)?|stad|städer|ort(?:er)?|municipalit\w+",
    "lan": r"län(?:en|et)?|region(?:er|erna|en)?|count(?:y|ies)",
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


def read_operation(
    text: str,
    regions: int,
    periods: Sequence[PeriodSpan],
    sexes: Sequence[str],
    ranking: Ranking | None,
) -> Operation:
    if ranking:
        return "rank"
    if _SHARE.search(text) and len(set(sexes)) == 1:
        return "share"
    over_time = any(not span.single for span in periods) or len(periods) > 1
    if _CHANGE.search(text):
        return "change"
    if _DIFFERENCE.search(text):
        return "change" if over_time and regions < 2 and len(sexes) < 2 else "difference"
    if _SERIES.search(text) or any(not span.single for span in periods):
        return "series"
    return "compare" if _COMPARE.search(text) or regions > 1 or len(periods) > 1 else "value"


def read_ranking(text: str) -> Ranking | None:
    high, low = _RANK_HIGH.search(text), _RANK_LOW.search(text)
    if not high and not low:
        return None
    over = _rank_over(text)
    if over is None:
        return None
    count = next((int(n.value) for n in find_numbers(text) if not n.unit and 1 < n.value <= MAX_RANK), 0)
    plural = bool(_PLURAL.search(text)) or bool(re.search(r"\btopp", text, re.IGNORECASE))
    return Ranking(over, count or (DEFAULT_RANK if plural else 1), highest=bool(high))


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
    if not found and re.search(r"\bnär var\b", text, re.IGNORECASE):
        return "period"
    return min(found)[1] if found else None


def rank_kind(over: RankOver) -> RegionKind | None:
    """The kind of region that a ranking is over, when it is over regions."""
    return over if over in ("kommun", "lan", "riksomrade") else None
