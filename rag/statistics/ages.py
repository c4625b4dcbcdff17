"""Ages in a question: "30-åriga", "sjuåringar", "under ett år", "20–64 år", "65 år eller äldre", "barn"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rag.swedish.number_words import word_value

OLDEST = 100
GROWN = 18
Ages = tuple[int, int]
"""First and last year of age, both meant."""
Span = tuple[int, int]

_N = r"\d{1,3}|[a-zåäö]{2,12}"
_PEOPLE = "barn|ungdomar|personer|kvinnor|män|invånare|vuxna|flickor|pojkar"
_NO_MONEY = r"(?![\d\s]*(?:\d|kr|tkr|procent|%))"
_AGES = re.compile(
    rf"\b(?P<list_low>\d{{1,3}})-(?:,\s*\d{{1,3}}-)*\s*,?\s*(?:och|samt|eller)\s+"
    rf"(?P<list_high>\d{{1,3}})[- ]?(?:åring\w*|årig\w*)|"
    rf"\b(?:(?:har|hade|som|hunnit) )*fyll(?:t|a|er|de) (?P<turned_low>{_N}) men "
    rf"(?:ännu |än )?inte (?:fyllt )?(?P<turned_high>{_N})\b|"
    rf"\b(?P<low>\d{{1,3}})\s*(?:–|-|till|och)\s*(?P<high>\d{{1,3}})[\s-]*(?:år\b|årig\w*|åring\w*|års\b)|"
    rf"\b(?:(?:i|av) )?(?:åldern|åldrarna|åldersgruppen|ålder)(?: mellan)? "
    rf"(?P<aged_low>\d{{1,3}})\s*(?:–|-|till|och)\s*(?P<aged_high>\d{{1,3}})\b|"
    rf"\bmellan (?P<word_low>{_N}) (?:och|till) (?P<word_high>{_N})(?:[- ]?åring\w*|"
    rf" år\b)(?!\s*(?:sedan|tillbaka))|"
    rf"\b(?:{_PEOPLE})\s+(?P<bare_low>\d{{1,3}})\s*[–-]\s*(?P<bare_high>\d{{1,3}})\b|"
    rf"\b(?P<from_single>{_N})[- ]?åring\w*\s+(?:och|eller|å)\s+(?:äldre|uppåt)\b|"
    rf"\b(?P<single>\d{{1,3}})[- ]?(?:åring\w*|årig\w*|årga)|"
    rf"\b(?P<word>[a-zåäö]{{2,12}}?)[- ]?(?:åring\w*|årig\w*|årga)|"
    rf"\binte (?:\w+ )?fyllt (?P<unfilled>{_N})\b|\b(?:har|hade|som|"
    rf"hunnit) (?:redan )?fyllt (?P<turned>{_N})\b|"
    rf"\b(?P<year_old>\d{{1,3}})[- ]years?[- ]old\w*|"
    rf"\b(?P<filled>\d{{1,3}})\s+år\s+fyllda\b|"
    rf"\b(?:över|over|äldre än)\s+(?P<over>{_N})(?:\s+år\b|\b{_NO_MONEY})|"
    rf"\b(?:under|yngre än)\s+(?P<under>{_N})\s+(?:år|års ålder)\b(?!\s*(?:sedan|tillbaka))|"
    rf"\b(?:under|yngre än)\s+(?P<under_bare>\d{{1,2}})\b(?!-){_NO_MONEY}|"
    rf"\b(?:aged |ålder(?:n)? )?(?P<least>\d{{1,3}})\s*(?:år\s*)?(?:and over|and older|or older|och over|"
    rf"eller äldre|och äldre|och uppåt|år och över)|"
    rf"\b(?P<most>\d{{1,3}})\s*(?:år\s*)?(?:eller yngre|och yngre)|"
    rf"(?:\b(?:kvinnor|män|personer|invånare|barn)|,)\s+(?P<plain>\d{{1,3}})\s+år\b"
    rf"(?!\s*(?:sedan|tillbaka|eller|och|till|framåt))|"
    rf"\b(?:är|var|blev|fyller|fyllde)\s+(?P<being>\d{{1,3}})\s+år\b(?!\s*(?:sedan|eller|och))|"
    rf"\bminst\s+(?P<at_least>\d{{1,3}})\s+år\b(?!\s*sedan)|"
    rf"\b(?P<at>\d{{1,3}}) år gamla|\b(?:i )?ålder(?:n)? (?P<aged>\d{{1,3}})\b(?! och over)|"
    rf"\bpå (?P<on_least>{_N}) (?:år )?(?:eller (?:mer|äldre|däröver)|och (?:mer|uppåt|äldre))\b|"
    rf"\bpå (?P<on_slang>\d{{1,3}}) (?:bast|jordsnurr)\b|"
    rf"\b(?:karlar|män|kvinnor|personer|människor|invånare|gubbar|gummor|damer|pojkar|flickor|"
    rf"snubbar|grabbar|brudar|tanter|farbröder|killar|tjejer|barn) på "
    rf"(?:precis |exakt |just )?(?P<on>\d{{1,3}}|{_N}(?= år\b))(?: år)?\b|"
    rf"\b(?:är|var|blev|blivit|bli|hunnit|fyllt) (?P<or_more>{_N}) (?:år )?(?:eller|och) "
    rf"(?:mer|äldre|däröver|uppåt)\b|"
    rf"\b(?P<years_or_more>{_N}) år (?:eller|och) (?:mer|äldre|däröver|uppåt)\b|"
    rf"\b(?P<none>noll|0) år\b|"
    rf"\b(?P<plus>\d{{2}})(?:\+|-?plus\w*)",
    re.IGNORECASE,
)
_GROUPS: Mapping[str, Ages] = {
    "barn": (0, GROWN - 1),
    "barnen": (0, GROWN - 1),
    "flickor": (0, GROWN - 1),
    "pojkar": (0, GROWN - 1),
    "vuxna": (GROWN, OLDEST),
    "myndiga": (GROWN, OLDEST),
    "omyndiga": (0, GROWN - 1),
    "tonåringar": (13, 19),
    "tonåringarna": (13, 19),
    "nyfödda": (0, 0),
    "spädbarn": (0, 0),
    "bebisar": (0, 0),
    "bebispojkar": (0, 0),
    "bebisflickor": (0, 0),
    "bebis": (0, 0),
    "pensionärer": (65, OLDEST),
    "pensionärerna": (65, OLDEST),
    "seniorer": (65, OLDEST),
    "i arbetsför ålder": (20, 64),
    "i yrkesverksam ålder": (20, 64),
    "i pensionsåldern": (65, OLDEST),
    "pensionsåldern": (65, OLDEST),
    "pensionsålder och uppåt": (65, OLDEST),
    "pensionsålder": (65, OLDEST),
}
LOOSE = frozenset(name for name in _GROUPS if re.search("pension|senior|arbetsför|yrkesverksam", name))
"""Groups that no age defines: what the figure counts must be said."""
_GROUP = re.compile(rf"\b({'|'.join(sorted(_GROUPS, key=len, reverse=True))})\b", re.IGNORECASE)


_SAID_OTHERWISE = re.compile(
    r"\b(\w+),?\s+\(?(?:det vill säga|d\.?v\.?s\.?|alltså|nämligen)\s+(?:de\s+)?$", re.IGNORECASE
)
""" "Gymnasieungdomar, det vill säga 16–18 år": whom the ages say already."""


_HAVING = re.compile(
    r"\b(?:mitt|mina|vårt|våra|ditt|hans|hennes|deras|utan|med|som (?:har|hade|fått|skaffa\w*)) "
    r"(?:(?:minst|högst|mer|fler|färre|än|ett|en|två|tre|fyra|fem|\d+|små|egna|många|flera|inga) ){0,3}$",
    re.IGNORECASE,
)
""" "Män utan barn", "som har minst tre barn": whom somebody has, and not who is counted. "Kommunen med flest
barn" has them counted."""


def find_ages(text: str) -> tuple[Ages | None, list[Span]]:
    """The first age or age group that `text` names, and the spans that say it; None when it names none."""
    groups = [m.span() for m in _GROUP.finditer(text) if not _HAVING.search(text, 0, m.start())]
    for match in _AGES.finditer(text):
        ages = _read(match)
        if ages is not None and 0 <= ages[0] <= ages[1] <= OLDEST:
            said = _SAID_OTHERWISE.search(text, 0, match.start())
            return ages, [match.span(), *groups, *([said.span(1)] if said else [])]
    return (_GROUPS[text[slice(*groups[0])].lower()], groups) if groups else (None, [])


def loosely_said(text: str) -> str:
    """The group of people, "pensionärer", whose ages the question leaves to us; empty when there is none."""
    group = _GROUP.search(text)
    return group[1] if group and group[1].lower() in LOOSE and not _AGES.search(text) else ""


_RANGES = (
    ("low", "high"), ("list_low", "list_high"), ("aged_low", "aged_high"), ("word_low", "word_high"),
    ("bare_low", "bare_high"),
)  # fmt: skip


_AND_UP = {"least", "at_least", "plus", "filled", "turned", "from_single", "on_least", "or_more",
           "years_or_more"}  # fmt: skip


def _read(match: re.Match[str]) -> Ages | None:
    named = {name: _number(found) for name, found in match.groupdict().items() if found}
    numbers = {name: number for name, number in named.items() if number is not None}
    if len(numbers) < len(named):
        return None
    for low, high in _RANGES:
        if low in numbers:
            return numbers[low], min(numbers[high], OLDEST)
    if "turned_low" in numbers:
        return numbers["turned_low"], numbers["turned_high"] - 1
    name, number = next(iter(numbers.items()))
    if name == "over":
        return number + 1, OLDEST
    if name in _AND_UP:
        return number, OLDEST
    if name in {"under", "under_bare", "unfilled"}:
        return 0, number - 1
    return (0, number) if name == "most" else (number, number)


def _number(found: str) -> int | None:
    return int(found) if found.isdigit() else word_value(found)
