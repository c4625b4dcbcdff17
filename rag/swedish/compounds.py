"""Parts of compounds: "arbetsmarknadsutbildning" is also "arbete", "marknad" and "utbildning".

The lexicon is a shipped, versioned file (see `build_lexicon.py`); nothing is learnt from what is ingested.
Source of the rule: Koehn & Knight 2003, the split whose parts have the highest geometric mean frequency.
"""

from __future__ import annotations

import gzip
import math
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeAlias

_LEXICON = Path(__file__).with_name("lexicon.txt.gz")
_MIN_PART = 4
_MAX_PARTS = 4
_MAX_LETTERS = 40
"""Longer words are addresses, codes or misprints."""

_Split: TypeAlias = tuple[float, tuple[str, ...]]
"""Sum of log counts, and the parts."""


@lru_cache(maxsize=200_000)  # a whole vocabulary: ingest asks for the same words again and again
def parts(word: str) -> tuple[str, ...]:
    """The parts of a folded compound, first to last, in dictionary form; empty when the word is whole."""
    if not 2 * _MIN_PART <= len(word) <= _MAX_LETTERS or not word.isalpha():
        return ()
    best: _Split | None = None
    for at in range(_MIN_PART, len(word) - _MIN_PART + 1):
        best = _better(best, _joined(_head(word[:at]), _tail(word, at, _MAX_PARTS - 1)))
    if best is None or lexicon().get(word, 0.0) > best[0] / len(best[1]):
        return ()
    return best[1]


def _tail(word: str, start: int, at_most: int) -> _Split | None:
    """The best split of `word[start:]` into at most that many parts."""
    rest = word[start:]
    own = lexicon().get(rest)
    best: _Split | None = (own, (rest,)) if own is not None else None
    if at_most > 1:
        for at in range(start + _MIN_PART, len(word) - _MIN_PART + 1):
            head = _head(word[start:at])
            if head is not None:
                best = _better(best, _joined(head, _tail(word, at, at_most - 1)))
    return best


def _head(part: str) -> _Split | None:
    """A part that another follows, without what links them: "arbets" → "arbete", "kvinno" → "kvinna"."""
    words = lexicon()
    best: _Split | None = None
    for form in _dictionary_forms(part):
        count = words.get(form)
        if count is not None and len(form) >= _MIN_PART and (best is None or count > best[0]):
            best = (count, (form,))
    return best


def _dictionary_forms(part: str) -> list[str]:
    forms = [part]
    last = part[-1]
    if last == "s":
        forms.append(part[:-1])
    elif last in "oeu":
        forms.append(part[:-1] + "a")
    forms += [part + "a", part + "e"]
    return forms


def _joined(head: _Split | None, tail: _Split | None) -> _Split | None:
    return (head[0] + tail[0], head[1] + tail[1]) if head and tail else None


def _better(a: _Split | None, b: _Split | None) -> _Split | None:
    if a is None or b is None:
        return a or b
    return b if b[0] / len(b[1]) > a[0] / len(a[1]) else a


@cache
def lexicon() -> dict[str, float]:
    """Word to the logarithm of its count; only words long enough to be a part."""
    lines = gzip.decompress(_LEXICON.read_bytes()).decode().splitlines()
    pairs = (line.split(" ") for line in lines[1:])
    return {word: math.log(int(count)) for word, count in pairs if len(word) >= _MIN_PART}
