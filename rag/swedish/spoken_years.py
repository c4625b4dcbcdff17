"""Years in words: "tjugohundranitton", "nittonhundra åttiosju", "tvåtusenfem", "tjugotjugotvå"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rag.swedish.number_words import number_words, word_value
from rag.swedish.period_atoms import AMOUNT

_FIRST, _LAST = 1900, 2099
_BEGINS = re.compile(r"(?:nitton|tjugo)\s?hundra|två\s?tusen\s?\w", re.IGNORECASE)
"""How a year begins, and no amount: "tvåtusen" alone counts something."""
_PAIRED = re.compile(r"\btjugo\s?(?P<rest>tjugo\w*|tio|elva|tolv|\w{3,5}ton|trettio\w*)\b", re.IGNORECASE)
""" "Tjugotjugotvå": two pairs of figures."""
_COUNTS = re.compile(AMOUNT, re.IGNORECASE)


class SpokenYear(NamedTuple):
    """Where a text says a year in words, and the year."""

    start: int
    end: int
    year: str


@lru_cache(maxsize=256)
def spoken_years(text: str) -> tuple[SpokenYear, ...]:
    """The years that `text` says in words, in no order."""
    return tuple(year for year in _found(text) if not _COUNTS.match(text, year.end))


def _found(text: str) -> Iterator[SpokenYear]:
    if "tjugo" not in (lowered := text.lower()) and "hundra" not in lowered and "tusen" not in lowered:
        return
    for number in number_words(text):
        said = text[number.start : number.end]
        if _BEGINS.match(said) and number.decimals == 0 and _FIRST <= number.value <= _LAST:
            yield SpokenYear(number.start, number.end, str(int(number.value)))
    for pair in _PAIRED.finditer(text):
        rest = word_value(pair["rest"])
        if rest is not None and 10 <= rest < 100:
            yield SpokenYear(pair.start(), pair.end(), f"20{rest}")


def in_figures(text: str) -> str:
    """The text with its spoken years as figures, each padded with spaces so that offsets stay."""
    for start, end, year in spoken_years(text):
        text = f"{text[:start]}{year.ljust(end - start)}{text[end:]}"
    return text
