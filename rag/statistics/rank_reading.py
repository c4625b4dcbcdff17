"""Reads what a question asks to have ordered: "vilka fem kommuner", "på vilken plats", "i hur många län"."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from rag.statistics.operations import wants_change
from rag.statistics.rank_groups import (
    BY_EACH,
    DEFINITE,
    RANK_OVER,
    divided_by,
    group_asked,
    group_beside,
    own_over,
)
from rag.statistics.ranking import DEFAULT_RANK, MAX_LISTED, MAX_RANK, Ranking, RankOver, rank_kind
from rag.statistics.superlatives import HIGH, LOW, ORDER, chooses, ends, nth
from rag.swedish.numbers import find_numbers

_UP = re.compile(r"\b(?:stigande|lägst\w* först|minst\w* först)\b", re.IGNORECASE)
_MORE = re.compile(
    r"\b(?P<more>fler|mer|högre|större|över|översteg|överstiger|mindre|färre|lägre|under|understeg|understiger)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?:\s+(?!än\b)[a-zåäö]\w*){0,3}(?P<than>\s+än)?\s+", re.IGNORECASE)
"""Between "fler" and the number."""
_ALONE = frozenset({"över", "under", "översteg", "överstiger", "understeg", "understiger"})
"""Need no "än" before the limit."""
_BELOW = frozenset({"mindre", "färre", "lägre", "under", "understeg", "understiger"})
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
_OWN_PLACE = re.compile(
    r"\b(?:vilken plats|plats nummer|vilken placering|vilket nummer|placerar sig|"
    r"var (?:hamna(?:r|de)|placera(?:r|de)s?)|hur (?:högt|långt) (?:upp|ner)|"
    r"hur (?:högt|långt ner) (?:på|i) listan|nummer hur mycket|"
    r"var(?:t)? kommer(?= [\w ]{2,40}\b(?:läns?|kommun|yrkes?)\w*(?:n|na|a|ligan|toppen|listan)\b)|"
    r"var i \w*(?:listan|rankningen|rankingen|ordningen|tabellen)(?: över \w+)? "
    r"(?:låg|ligger|hamna(?:r|de)|var|är|kom(?:mer)?))\b",
    re.IGNORECASE,
)
_WHO = re.compile(r"\b(?:vem|vilka|vilken|vilket|vilkas|vems|who|which)\b", re.IGNORECASE)
_EACH = re.compile(
    r"\b(var för sig|år för år|månad för månad|kvartal för kvartal|per (?:år|månad|kvartal))\b", re.IGNORECASE
)


@lru_cache(maxsize=256)  # one question is looked through several times on its way to an answer
def read_ranking(text: str) -> Ranking | None:
    """The order that is asked for; None when none is."""
    if spread := _spread(text):
        return spread
    if counted := _counted(text) or _at_edge(text):
        return counted
    high, low = ends(text)
    if _OWN_PLACE.search(text):
        return Ranking(own_over(text), 1, highest=high or not low, own=True)
    if not high and not low:
        return _ordered(text) or _limited(text) or _listed(text)
    over = group_asked(text) or group_beside(text) or divided_by(text)
    if over is None:
        return None
    count = next((int(n.value) for n in find_numbers(text) if not n.unit and 1 < n.value <= MAX_RANK), 0)
    one = over == "period" and re.search(r"\bvilke[nt] (?:\w+ )?(?:år|månad|kvartal)\b", text, re.IGNORECASE)
    plural = not one and (bool(_PLURAL.search(text)) or bool(re.search(r"\btopp", text, re.IGNORECASE)))
    place = nth(text)
    shown = 1 if place > 1 else count or (DEFAULT_RANK if plural else 1)
    loose = over == "lan" and not re.search(r"\blän", text, re.IGNORECASE)
    return Ranking(over, shown, highest=high, grain=_grain(text), nth=place, loose=loose)


def orders_occupations(text: str, ranking: Ranking | None) -> bool:
    """Whether occupations are ordered, or picked out by what holds for them: "vilka yrken har brist"."""
    return (ranking is not None and ranking.over == "occupation") or names_work(text)


def names_work(text: str) -> bool:
    """Whether the question says that it asks which occupation: "vilket yrke", "de tre jobben"."""
    return bool(_WHICH_WORK.search(text))


def read_choice(text: str) -> Ranking | None:
    """ "Vilka yrken väntas minska": all at one end of a scale in words, with no superlative."""
    over = "occupation" if _WHICH_WORK.search(text) else group_asked(text)
    if over is None or over in {"period", "sex", "industry"}:
        return None
    return Ranking(over, DEFAULT_RANK, highest=not _BAD.search(text))


def ranks_named(text: str, over: RankOver, named: int) -> Ranking | None:
    """An order among `named` things of the question, or which of them is first; None when it asks for none.

    Of two the question must leave the choice open: "X eller Y".
    """
    high, low = ends(text)
    picks = chooses(text)
    if _EACH.search(text) or not (high or low or ORDER.search(text) or picks):
        return None
    turned = (low and not high) or bool(_UP.search(text))
    if not (picks or (named > 2 and (ORDER.search(text) or _WHO.search(text)))):
        return None
    turned = turned or (not high and bool(_BAD.search(text)))
    return Ranking(over, named, highest=not turned, named=True)


_EXTREME = re.compile(
    r"\b(?:(?:den|det|de)\s+(?:\w+\s+)?(?:högst|lägst|störst|minst)a?|"
    r"vilken\s+(?:är|var|blev)\s+(?:högst|lägst)a|"
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
_ASKED_GRAIN = re.compile(r"\bvilk(?:en|et|a)\s+(?:\w+\s+)?(?P<what>år|månad|kvartal)", re.IGNORECASE)
_GRAIN_OF = {"m": "M", "k": "K", "å": "Y"}


def _grain(text: str) -> str:
    """What kind of period is ranked: "vilken månad 2022", "vilket år, med månaderna ihopräknade"."""
    if asked := _ASKED_GRAIN.search(text):
        return _GRAIN_OF[asked["what"][0].lower()]
    return next((g for g, words in _GRAINS.items() if re.search(rf"\b{words}\b", text, re.IGNORECASE)), "")


def _ordered(text: str) -> Ranking | None:
    """ "Rangordna länen efter arbetslöshet": all of a group, from the top unless the question turns it."""
    order = ORDER.search(text)
    if not order:
        return None
    after = text[order.end() :]
    for over, words in RANK_OVER.items():
        if match := re.search(rf"\b(?:{words}|{DEFINITE[over]})\b", after, re.IGNORECASE):
            named = next((int(n.value) for n in find_numbers(after[: match.start()]) if not n.unit), 0)
            return Ranking(over, min(named or MAX_RANK, MAX_RANK), highest=not _UP.search(text))
    return None


def _spread(text: str) -> Ranking | None:
    """ "Skillnaden mellan länet med högst och länet med lägst arbetslöshet": the two ends of an order."""
    apart = HIGH.search(text) and LOW.search(text) and _APART.search(text)
    if _TOP_AND_BOTTOM.search(text) or (apart and _MONTH_OF_EACH.search(text)):
        return Ranking("period", 2, highest=True, ends=True, grain=_grain(text))
    if not (apart or _BOTH_ENDS.search(text)):
        return None
    for over, words in RANK_OVER.items():
        if over != "period" and re.search(rf"\b(?:{words}|{DEFINITE[over]})\b", text, re.IGNORECASE):
            return Ranking(over, 2, highest=True, ends=True)
    return None


_TOP_AND_BOTTOM = re.compile(
    r"\b(?:från |mellan )?(?:topp(?:en)?)\b[^.?]{0,40}\b(?:till|och|än|mot)\b[^.?]{0,20}\bbotten\b|"
    r"\bbotten\b[^.?]{0,40}\b(?:till|och|mot)\b[^.?]{0,20}\btoppen\b",
    re.IGNORECASE,
)
""" "Hur mycket högre i toppen än i botten": the two ends of a stretch of time."""
_MONTH_OF_EACH = re.compile(
    r"\b(?:månaden|kvartalet|året)\b[^.?]{0,60}\b(?:månaden|kvartalet|året)\b|"
    r"\b(?:månaden|kvartalet|året) (?:med|då|när)\b[^.?]{0,60}\b(?:den|det) (?:med|då|när)\b",
    re.IGNORECASE,
)
_BOTH_ENDS = re.compile(
    r"\b(?:högst|störst|mest|flest|bäst)\b[^.?]{3,60}\b(?:och|samt)\b[^.?]{0,40}\b(?:lägst|minst|färst|sämst)\b|"
    r"\b(?:lägst|minst|färst|sämst)\b[^.?]{3,60}\b(?:och|samt)\b[^.?]{0,40}\b(?:högst|störst|mest|flest|bäst)\b",
    re.IGNORECASE,
)
""" "Vilket län hade högst … och vilket hade lägst": both are asked for."""
_APART = re.compile(r"\b(?:skill\w*|skiljer|skiljde|gap\w*|avstånd\w*|spann\w*|hur långt)\b", re.IGNORECASE)
_AVERAGE = re.compile(
    r"\b(?P<more>över|under|högre|lägre|fler|färre|mer|mindre|större)\b(?:\s+\w+){0,2}?\s+"
    r"(?:än\s+)?(?:i\s+)?(?:riks?snittet|riksgenomsnittet|snittet i (?:riket|landet)|riket|"
    r"genomsnittet|landet i stort|rikets)\b",
    re.IGNORECASE,
)


def _limited(text: str) -> Ranking | None:
    """ "Vilka kommuner har färre än 5 000 invånare": those on one side of a number, or of the country's."""
    over = group_asked(text)
    return _beyond(text, over) if over not in {None, "period"} else None


def _beyond(text: str, over: RankOver | None) -> Ranking | None:
    """Those of a group on one side of a limit that `text` sets; None when it sets none."""
    if over is None:
        return None
    if rank_kind(over) and (average := _AVERAGE.search(text)):
        return Ranking(over, MAX_RANK, highest=average["more"].lower() not in _BELOW, limit_of="00")
    numbers = find_numbers(text)
    for match in _MORE.finditer(text):
        number = next((n for n in numbers if n.start > match.end()), None)
        between = _BETWEEN.fullmatch(text[match.end() : number.start]) if number else None
        more = match["more"].lower()
        if over == "period" and between and between[0].strip() not in {"", "än"}:
            continue  # "under årets tre första månader"
        if number and between and (between["than"] or more in _ALONE):
            return Ranking(over, MAX_RANK, highest=more not in _BELOW, limit=number.value)
    return None


_LIST = re.compile(r"(?:^\W*|(?<=[.?!] ))(?:lista|visa|ge|redovisa|ange|räkna upp)\b", re.IGNORECASE)


def _listed(text: str) -> Ranking | None:
    """ "Ge mig arbetslösheten för alla län": each of a group, from the top."""
    if _EACH.search(text):
        return None
    listed = bool(_LIST.search(text))
    for over, divided in BY_EACH.items():
        named = rf"\b(?:alla|samtliga|varje)\s+(?:\w+\s+)?(?:{RANK_OVER[over]}|{DEFINITE[over]})\b"
        if re.search(rf"\b(?:{divided})\b", text, re.IGNORECASE) or (
            listed and re.search(named, text, re.IGNORECASE)
        ):
            return Ranking(over, MAX_LISTED, highest=not _UP.search(text))
    return None


_HOW_MANY = r"(?:(?:i |under )?hur många|antal(?:et)?)\s+(?:av\s+)?(?:(?:de|svenska|\w+s)\s+)?"


def _counted(text: str) -> Ranking | None:
    """ "I hur många län var arbetslösheten över 5 procent": how many of a group lie beyond a limit."""
    for over, words in RANK_OVER.items():
        if over == "period":
            words = "år|månader|kvartal"
        match = re.search(rf"\b{_HOW_MANY}(?:{words}|{DEFINITE[over]})\b", text, re.IGNORECASE)
        limited = _beyond(text[match.end() :], over) if match else None
        if match and limited is None and over != "period" and wants_change(text[match.end() :]):
            limited = Ranking(over, MAX_RANK, highest=True, limit=Decimal(0))
        if match and limited is not None:
            return replace(limited, counted=True, grain=_grain(match[0]) if over == "period" else "")
    return None


_EDGE = re.compile(
    r"\b(?:(?P<last>senast|sist|(?:senaste|sista) (?:gången|tiden|månad\w*|året?|kvartal\w*)|"
    r"den (?:senaste|sista)(?! \w+n\b))|"
    r"(?P<first>först|första (?:gången|månad\w*|året?|kvartal\w*)|den första(?! \w+n\b)))\b",
    re.IGNORECASE,
)
_ASKS_WHEN = re.compile(
    r"\bnär\b|\bvilk(?:en|et) (?:månad|år|kvartal)\b|"
    r"\b(?:senaste|sista|första) (?:gången|månad\w*|året?|kvartal\w*)\b|"
    r"\b(?:ange|säg|ge mig|menar|vilken (?:är|var)|visa) den (?:senaste|sista|första)\b",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\butan (?:att )?(?:ett enda|en enda|något|någon|några)\b|\b(?:noll|inte (?:en|ett) enda|inga)\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(r"\b(?:negativ\w*|under noll\w*|minus(?!\s*\d)|minustal)\b", re.IGNORECASE)
_PASSED = re.compile(
    r"\b(?:passera\w*|nådde(?: upp)? (?:till )?|nått|bröt|kom upp i|uppe i|upp i)\b(?:\s+\w+){0,6}?\s+$",
    re.IGNORECASE,
)


_OR_MORE = re.compile(
    r"\s*(?:procent|%)?\s*eller (?:mer|högre|fler|över|(?P<down>mindre|lägre|färre|under))\b", re.IGNORECASE
)


def _at_edge(text: str) -> Ranking | None:
    """ "När var inflationen senast under två procent": the last or first period beyond a limit."""
    edge = _EDGE.search(text)
    if not edge or not _ASKS_WHEN.search(text):
        return None
    which: Literal["first", "last"] = "last" if edge["last"] else "first"
    if limited := _beyond(text, "period") or _passed(text):
        return replace(limited, edge=which, grain=_grain(text), count=1)
    if _NEGATIVE.search(text):
        return Ranking("period", 1, highest=False, grain=_grain(text), limit=Decimal(0), edge=which)
    if _NONE.search(text):
        return Ranking("period", 1, highest=False, grain=_grain(text), limit=Decimal(1), edge=which)
    return None


def _passed(text: str) -> Ranking | None:
    """ "Passerade tio procent": above the number, as it is not said from where."""
    for number in find_numbers(text):
        reached = _OR_MORE.match(text, number.end)
        if reached or _PASSED.search(text, 0, number.start):
            highest = not reached or not reached["down"]
            return Ranking("period", 1, highest=highest, limit=number.value)
    return None
