"""Everyday words → the words of statistics and registers: "tjänar" is "lön" in a record.

`everyday.tsv` holds a row a meaning, subject by subject. A form matches by its stems, of several words in
their order with at most one other between them; the longest form wins over those inside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rag.swedish.stems import stem
from rag.swedish.words import STOP_WORDS, folded_words

_ROWS = Path(__file__).with_name("everyday.tsv")
_GAP = 1


class Meaning(NamedTuple):
    """What a need says, and what a record may say instead."""

    asked: tuple[str, ...]
    """Words of the need, folded."""
    words: tuple[str, ...]
    """Words of a record, folded, any of which carries the meaning."""


def meanings(need: str) -> list[Meaning]:
    """Every row that the need asks for; no form inside a longer one."""
    return meanings_of(folded_words(need))


def meanings_of(said: Sequence[str]) -> list[Meaning]:
    """The same for folded words in their order."""
    keys = [stem(word) for word in said]
    forms = _forms()
    found = [
        (places, words)
        for at, key in enumerate(keys)
        for form, words in forms.get(key, ())
        if (places := _places(form, keys, at))
    ]
    if not found:
        return []
    found.sort(key=lambda match: (-len(match[0]), match[0]))
    taken: set[int] = set()
    kept: list[Meaning] = []
    for places, words in found:
        if not taken.issuperset(places):
            kept.append(Meaning(tuple(said[i] for i in places if said[i] not in STOP_WORDS), words))
        taken.update(places)
    return kept


def _places(form: Sequence[str], keys: Sequence[str], at: int) -> tuple[int, ...]:
    places = [at]
    for wanted in form[1:]:
        here = places[-1] + 1
        after = next((i for i in range(here, min(here + _GAP + 1, len(keys))) if keys[i] == wanted), None)
        if after is None:
            return ()
        places.append(after)
    return tuple(places)


@cache
def _forms() -> Mapping[str, Sequence[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """By the first stem: (all stems of the form, words of the records)."""
    by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for form, words in _rows():
        stems = tuple(stem(word) for word in folded_words(form))
        by_first.setdefault(stems[0], []).append((stems, words))
    return by_first


def _rows() -> Iterator[tuple[str, tuple[str, ...]]]:
    for line in _ROWS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            forms, words = line.split("\t")
            folded = tuple(word for phrase in words.split(", ") for word in folded_words(phrase))
            yield from ((form, folded) for form in forms.split(", "))
