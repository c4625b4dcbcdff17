"""What labour statistics is often divided by and these tables may not be: schooling, hours, sector, birth.

A question that says "utrikes födda" or "med ob-tillägg" asks for a part of those whom a figure counts. Where
no dimension of the table takes care of the words, its figure is of a broader group and must not be given as
the answer; the kind says what the table is not divided by. The words stand in `breakdowns.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rag.statistics.word_lists import patterns

_FILE = "breakdowns.tsv"
AGE = "ålder"
"""The division that years of age take care of."""
_NO_GROUP = re.compile(
    r"\s+(?:\w+\s+)?(?:statistik|data|siffr|uppgift|källor|källa|publi|redovis)", re.IGNORECASE
)
""" "Offentlig statistik" is no sector."""
_FULL_TIME = re.compile(
    r"(?:omräkna\w*|uppräkna\w*|räkna\w*|motsvarande)\s+(?:till|som|på)\s+heltid", re.IGNORECASE
)
"""How the wages are counted already."""


class Named(NamedTuple):
    """Where a question names a part of a whole, and what that is a division by."""

    start: int
    end: int
    text: str
    kind: str


def find_breakdowns(text: str) -> Iterator[Named]:
    """The parts of a whole that `text` names, kind by kind."""
    counted = [match.span() for match in _FULL_TIME.finditer(text)]
    for kind, pattern in patterns(_FILE).items():
        for match in pattern.finditer(text):
            inside = any(start <= match.start() < end for start, end in counted)
            if not inside and not _NO_GROUP.match(text, match.end()):
                yield Named(match.start(), match.end(), match[0], kind)


def kind_of(word: str) -> str:
    """What a table would be divided by to tell `word` apart; empty for other words."""
    said = (word, f"i {word}")  # "vården" is a branch only where one works in it
    return next((named.kind for text in said for named in find_breakdowns(text)), "")
