"""Which group an order is of, as a question names it: kommuner, counties, occupations, branches, times."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rag.entities.regions import find_regions
from rag.statistics.ranking import RankOver

RANK_OVER: Mapping[RankOver, str] = {
    "kommun": r"kommun(?:er|erna|en)?|kommunvis|stad|städer|ort(?:er)?|municipalit\w+",
    "lan": r"län(?:en|et)?|länsvis|region(?:er|erna|en)?|count(?:y|ies)",
    "riksomrade": r"riksområde(?:n|na|t)?|landsdel(?:ar|arna)?",
    "occupation": r"yrken?(?:a|s)?|yrket|yrkesgrupp(?:er|erna|en)?|(?<!utan )(?<!inget )jobb|"
    r"occupations?",
    "industry": r"bransch(?:er|erna|en)?|näringsgren(?:ar|en)?|industr(?:y|ies)",
    "period": r"år(?:et)?|månad(?:en|er)?|kvartal(?:et)?|when|när",
}
DEFINITE: Mapping[RankOver, str] = {
    "kommun": "kommunerna|städerna", "lan": "länen|regionerna", "riksomrade": "riksområdena",
    "occupation": "yrkena", "industry": "branscherna", "period": "åren|månaderna|kvartalen", "sex": "könen",
}  # fmt: skip
_AMONG = re.compile(
    r"\b(?:bland|av|jämfört med) (?:alla |de |landets |sveriges )*(?P<group>\w+)", re.IGNORECASE
)
_WHERE = re.compile(
    r"(?:^\W*|(?<=[.?!] ))var\b(?: någonstans)?(?: i (?:landet|sverige|riket))?\s+\w+", re.IGNORECASE
)
_WHEN = re.compile(
    r"\bnär (?:blev|inträffade|var|va|är|e|hade|fanns|låg|nådde|varslades|ökade|minskade|sjönk|steg|föll|"
    r"gjorde|toppade|bottnade|kulminerade|peakade|slog)\b",
    re.IGNORECASE,
)


def own_over(text: str) -> RankOver:
    """What the one named is placed among; a län unless the question says otherwise."""
    for match in _AMONG.finditer(text):
        for over, words in RANK_OVER.items():
            if re.fullmatch(rf"(?:{words}|{DEFINITE[over]})", match["group"], re.IGNORECASE):
                return over
    return "lan"


_BY_GROUP: Mapping[RankOver, str] = {
    "lan": r"\b(?:länsvis|per län|(?:bland|av) länen)\b",
    "kommun": r"\b(?:kommunvis|per kommun|(?:bland|av) kommunerna)\b",
}


def group_asked(text: str) -> RankOver | None:
    """What the superlative is about: the group nearest after "vilken", "topp" or "de fem"."""
    found: list[tuple[int, RankOver]] = []
    for over, words in RANK_OVER.items():
        match = re.search(
            rf"\b(?:vilk(?:en|et|a)|topp\S*|de|flest|störst\w*|minst\w*|folkrik\w*|which|what|"
            rf"i vilk\w+)\b(?:\s+\S+){{0,3}}?\s+(?<!\bper )(?<!\bvarje )(?:{words}|{DEFINITE[over]})\b",
            text,
            re.IGNORECASE,
        )
        if match:
            found.append((match.end(), over))
    if found:
        return min(found)[1]
    if _SOUGHT.search(text):
        return "occupation"
    if _WHEN.search(text):
        return "period"
    grouped = (over for over, words in _BY_GROUP.items() if re.search(words, text, re.IGNORECASE))
    return next(grouped, "lan" if _WHERE.search(text) else None)


_SOUGHT = re.compile(
    r"\b(?:vad|vilka|vem) (?:leta|sök|efterlys|vil|annonsera)\w+ (?:arbetsgivar|företag|chefer)\w*\b",
    re.IGNORECASE,
)
""" "Vad letade arbetsgivarna mest efter": which occupation."""
_GROUPS: Mapping[RankOver, str] = {
    "kommun": r"kommun(?:er|erna|en)?|stad(?:en)?|städer(?:na)?",
    "lan": r"län(?:en|et)?|region(?:er|erna|en)?",
    "riksomrade": r"riksområde(?:n|na|t)?|landsdel(?:en|ar|arna)?",
    "occupation": r"yrken?|yrkena|yrket|yrkesgrupp(?:en|er|erna)?|(?<=betalda )jobb\w*",
    "industry": r"bransch(?:en|er|erna)?",
    "period": r"(?:månaden|kvartalet|året)(?= (?:med|då|som|när)\b)",
}
_NOT_BEFORE = r"(?<!\bi )(?<!\bper )(?<!\bvarje )(?<!\bhela )(?<!\binom )(?<!\bmin )(?<!\bmitt )"


def group_beside(text: str) -> RankOver | None:
    """The group that a superlative is of where it only stands beside it: "länet med störst arbetslöshet",
    "mest sökta yrket"; the names of places and what lies in one do not count."""
    plain = text
    for place in find_regions(text):
        plain = plain[: place.start] + "-" * (place.end - place.start) + plain[place.end :]
    found = [
        (match.start(), over)
        for over, words in _GROUPS.items()
        if (match := re.search(rf"{_NOT_BEFORE}\b(?:{words})\b", plain, re.IGNORECASE))
    ]
    return min(found)[1] if found else None


BY_EACH: Mapping[RankOver, str] = {
    "lan": r"länsvis|länvis|läns?fördelat|län för län|(?:per|för varje|i vart och ett av|uppdelat på|"
    r"fördelat på|efter) (?:län|länen|region)",
    "riksomrade": r"(?:per|för varje|uppdelat på|fördelat på|efter) riksområden?",
    "kommun": r"kommunvis|kommun för kommun|(?:per|för varje|uppdelat på|fördelat på) kommun(?:er)?",
    "occupation": r"yrkesvis|(?:per|för varje|uppdelat på|fördelat på) (?:yrke|yrken|yrkesgrupp(?:er)?)"
    r"(?! om )",
    "industry": r"branschvis|bransch för bransch|(?:per|för varje|i varje|i olika|uppdelat på|fördelat på|"
    r"efter) bransch(?:er)?",
}
"""Each of a group, said as how the figures are divided: "per bransch"."""


def divided_by(text: str) -> RankOver | None:
    """What the figures are said to be divided by: "per yrke, topp fem"."""
    return next(
        (over for over, words in BY_EACH.items() if re.search(rf"\b(?:{words})\b", text, re.IGNORECASE)),
        None,
    )
