"""Words of a Swedish text: what is one word, how it is folded, and which words carry no meaning of their own.

What belongs together stays together: `2022:818`, `SSYK 2512`, `3 kap.`, `5 a §`, `e-post`, `a-kassa`, `6,8`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_MARKS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060"
"""Combining marks, soft hyphens and joiners: inside a word, never between two."""

_WORD = re.compile(
    rf"""
      \b(?:ssyk|sni|isco|sun|sfs|nuts)[\ \u00a0-]?(?:2012\ |08\ |2020\ |2007\ )?\d+(?:[:.]\d+)*  # SSYK 2512
    | \d+(?:[\ \u00a0]?[a-z])?[\ \u00a0]?(?:§|kap\b\.?)                                        # 5 a §, 3 kap.
    | \d+(?:[.,:/]\d+)+                                                                      # 2022:818, 6,8
    | [^\W_][\w{_MARKS}]*(?:[-\u2010\u2011'’][^\W_][\w{_MARKS}]*)*  # a-kassa, U-land
    """,
    re.VERBOSE | re.IGNORECASE,
)
_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060])
_HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-", "’": "'", "\u00a0": " "})

STOP_WORDS = frozenset(
    """
    aldrig alla allt alltså andra att av bara bland blev bli blir blivit bort både de dem den denna
    deras dess dessa det detta dig din dina dit ditt dock du då där därför efter ej eller en enligt
    er era ert ett exempelvis fast fick finns fler flera från få får för förut genom ha hade han
    hans har helt henne hennes hon honom hos hur här i icke igen in inga ingen inget inom inte jag
    ju kan kanske kommer kunde kunna lite man med medan mellan men mer mera mig min mina mitt mot
    mycket mån måste ni nu någon något några när och också om oss per på redan respektive samma samt
    sedan sig sin sina sitt själv ska skall skulle som så sådan sådana sådant till under upp ur ut
    utan vad var vara varför varit varje vars vart vem vems vi via vid vilka vilkas vilken vilket
    vore vår våra vårt åt än ännu är även över
    """.split()
)
"""Words that a question may hold or lack without meaning something else. Folded."""


class Token(NamedTuple):
    """A word as it stands in the text: `text[start:end]`."""

    text: str
    start: int
    end: int


def tokenize(text: str) -> list[Token]:
    """The words of `text` in order, as written; only marks and spaces lie between them."""
    return [Token(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]


def folded_words(text: str) -> list[str]:
    """The words of `text`, folded: as `tokenize` and `fold` together, but fast."""
    return [_tidy(word) for word in _WORD.findall(_normal(text).lower())]


def fold(text: str) -> str:
    """`text` in the one form that words are compared in: composed, lower case, without invisible marks."""
    return _tidy(_normal(text).lower())


def _normal(text: str) -> str:
    """Compatible composed form (NFKC): `ﬁ` is `fi`, NBSP a space, `a` + ring an `å`."""
    composed = unicodedata.normalize("NFKC", text)
    hidden = any(mark in composed for mark in "\u00ad\u200b\u200c\u200d\u2060")
    return composed.translate(_INVISIBLE) if hidden else composed


def _tidy(word: str) -> str:
    if not word or word.isalpha() or word.isdigit():
        return word
    word = word.translate(_HYPHENS)
    if word.endswith("§"):
        return word[:-1].rstrip() + " §"
    if word.endswith(("kap", "kap.")) and word[0].isdigit():
        return word.rstrip(".").removesuffix("kap").rstrip() + " kap"
    return word
