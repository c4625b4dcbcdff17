"""What a question names, as mentions: the readings of one span together, and which place holds which."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.entities.regions import ancestors, find_regions, region
from rag.schema import Entity, Query
from rag.statistics.request import Mention


def whole_of(text: str, every: Sequence[Mention], named: Sequence[Mention]) -> Mention | None:
    """The region that was left out because it holds the one that is named, or "länets" that holds it."""
    if len(named) == 1 and (told := _COUNTYS.search(text)):
        around = (code for code in ancestors(named[0].codes[0]) if (r := region(code)) and r.kind == "lan")
        county = next(around, "")
        entity = Entity(kind="region", code=county, label=told[0], start=told.start(), end=told.end())
        return Mention(told[0], (entity,)) if county else None
    left = [mention for mention in every if mention not in named]
    if not left and len(named) == 1 and named[0].codes != ("00",) and (told := _COUNTRYS.search(text)):
        entity = Entity(kind="region", code="00", label=told[0], start=told.start(), end=told.end())
        return Mention(told[0], (entity,))
    return left[0] if len(left) == 1 and len(named) == 1 else None


def overlap(mentions: Sequence[Mention]) -> bool:
    codes = [mention.codes[0] for mention in mentions]
    return any(outer in ancestors(inner) for inner in codes for outer in codes)


_COUNTYS = re.compile(r"\b(?:länets|regionens)\b", re.IGNORECASE)
_COUNTRYS = re.compile(r"\bav (?:alla )?(?:landets|rikets)\b", re.IGNORECASE)


def regions_of(query: Query) -> Sequence[Entity]:
    return [e for e in query.entities if e.kind == "region"] or find_regions(query.question)


EXCEPT = re.compile(
    r"\b(?:utom|förutom|bortsett från|undantaget|exklusive|exkl\.?|frånsett|"
    r"borträknat)\s+(?:(?:i|för|de|den)\s+)?$",
    re.IGNORECASE,
)


def mentions_of(text: str, entities: Sequence[Entity]) -> tuple[Mention, ...]:
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


_AGAINST = re.compile(r"\b(?:än|mot|jämfört med|gentemot|kontra)\s+(?:\w+\s+)?$", re.IGNORECASE)


_OF_ALL = re.compile(r"\bav (?:alla|samtliga)\b[^.?!]{0,120}\b(?:procent|andel|del)\b", re.IGNORECASE)
""" "Av alla annonser i Västerbotten, hur många procent kom från Umeå": a part of the outer one."""
_GROUP_OF = re.compile(r"\s+(?:kommuner(?:na)?|städer(?:na)?|orter(?:na)?)\b", re.IGNORECASE)
""" "Fyra skånska kommuner, Lund, …": says where the listed ones lie."""
_HOW_FAR = re.compile(r"\bhur (?:långt|mycket) (?:efter|före|över|under|ifrån|från)\b", re.IGNORECASE)
""" "Hur långt efter rikets siffra låg Gotland": two places, whichever comes first."""


def without_group(mentions: tuple[Mention, ...], text: str) -> tuple[Mention, ...]:
    """Without what only says where those listed after it lie: "fyra skånska kommuner, Lund, Malmö …"."""
    around = [outer for mention in mentions for code in mention.codes[:1] for outer in set(ancestors(code))]
    return tuple(
        m
        for m in mentions
        if not (_GROUP_OF.match(text, m.entities[0].end) and any(around.count(code) > 1 for code in m.codes))
    )


def outermost_left_out(mentions: tuple[Mention, ...], text: str) -> tuple[Mention, ...]:
    """ "Lund i Skåne" and "Umeå i Sverige" name one place; "Lund jämfört med Skåne" names two."""
    inner = {outer for mention in mentions for code in mention.codes[:1] for outer in ancestors(code)}
    beside = bool(_HOW_FAR.search(text)) or any(
        _BESIDE.search(text[: mention.entities[0].start]) for mention in mentions[1:]
    )
    beside = beside and not _OF_ALL.search(text)
    if beside or any(_AGAINST.search(text[: mention.entities[0].start]) for mention in mentions):
        return mentions
    kept = tuple(m for m in mentions if not all(code in inner for code in m.codes))
    return kept if len(kept) == 1 or "00" not in {m.codes[0] for m in mentions} else mentions
