"""Places told and not named: "länet där Växjö ligger", "residensstaden i Jämtland", "huvudstaden"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from rag.schema import Entity

_RESIDENCES: Mapping[str, str] = {
    "01": "0180", "03": "0380", "04": "0480", "05": "0580", "06": "0680", "07": "0780", "08": "0880",
    "09": "0980", "10": "1080", "12": "1280", "13": "1380", "14": "1480", "17": "1780", "18": "1880",
    "19": "1980", "20": "2080", "21": "2180", "22": "2280", "23": "2380", "24": "2480", "25": "2580",
}  # fmt: skip
"""Län to the kommun of its residensstad. Source: the länsstyrelserna's seats."""
_NAME = r"(?P<name>\w+(?:\s+(?:i|län|norra|södra)\b(?:\s+\w+)?)?)"
_COUNTY_OF = re.compile(
    rf"\b(?:det\s+)?län(?:et)?\s+(?:där\s+{_NAME}\s+(?:ligger|finns)|"
    rf"som\s+(?P<other>\w+)\s+(?:ligger|finns|hör|ingår)(?:\s+(?:i|till))?)\b",
    re.IGNORECASE,
)
_SEAT_OF = re.compile(r"\bresidensstad(?:en)?\s+(?:i|för)\s+(?P<name>\w+(?:\s+län)?)", re.IGNORECASE)
_SEAT = re.compile(r"\b(?P<name>\w+)\s+(?:läns\s+)?residensstad(?:en)?\b", re.IGNORECASE)
_CAPITAL = re.compile(r"\bhuvudstad(?:en|s)?(?P<county>slän(?:et)?|släns|sregion(?:en)?)?\b", re.IGNORECASE)

Lookup = Callable[[str], Sequence[str]]
"""A name of a place to its codes."""


class Told(NamedTuple):
    """Where a text tells of a place, and which it is."""

    start: int
    end: int
    code: str


def places_told(text: str, lookup: Lookup, ancestors: Lookup) -> Iterator[Told]:
    """The places that `text` tells of, in no order.

    Args:
        text: A question.
        lookup: The codes of a name.
        ancestors: The regions that hold one, nearest first.
    """
    for match in _COUNTY_OF.finditer(text):
        inner = lookup(match["name"] or match["other"])
        held = [code for code in inner if len(code) == 4 and code.isdigit()]
        if held:
            yield Told(match.start(), match.end(), ancestors(held[0])[0])
    for match in (*_SEAT_OF.finditer(text), *_SEAT.finditer(text)):
        counties = [code for code in lookup(match["name"]) if code in _RESIDENCES]
        if counties:
            yield Told(match.start(), match.end(), _RESIDENCES[counties[0]])
    for match in _CAPITAL.finditer(text):
        yield Told(match.start(), match.end(), "01" if match["county"] else "0180")


_COUNTY = re.compile(r"\släns?$", re.IGNORECASE)
_LISTED = re.compile(r"\s*(?:,|/|,?\s+(?:och|samt|eller|resp|respektive))\s*")


def of_shared_kind(text: str, found: Sequence[Entity], kind: Callable[[str], str]) -> list[Entity]:
    """The places found, in their order, those of a list before "län" as län: "Stockholms och Skåne län".

    Args:
        text: Where they stand.
        found: Homonyms share a span and follow each other.
        kind: Of a region code: "kommun", "lan", …
    """
    kept: list[Entity] = []
    county = -1  # where the list of counties read so far begins
    for (start, end), named in reversed(
        [(k, list(v)) for k, v in groupby(found, lambda e: (e.start, e.end))]
    ):
        counties = [entity for entity in named if kind(entity.code) == "lan"]
        if _COUNTY.search(text, start, end):
            county = start
        elif county >= 0 and counties and _LISTED.fullmatch(text, end, county):
            named, county = counties, start
        kept = named + kept
    return kept
