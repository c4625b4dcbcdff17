"""Everyday words → the words of statutes, agencies and statistics: "chef" is an "arbetsgivare" in the law.

`thesaurus.tsv`, written by hand from what our briefs are about, one row:

    få sparken, sparkad, kickad <tab> uppsägning, avskedande <tab> 1
    forms that people write           words of the sources         strength: 1 the same, 0.7 near, 0.5 related

A form matches in any inflection (by stems), of several words in their order with at most `_GAP` others
between them: "säga upp" is found in "säger chefen upp mig". The longest form wins over those inside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from rag.swedish.stems import stem
from rag.swedish.words import folded_words

_ROWS = Path(__file__).with_name("thesaurus.tsv")
_GAP = 2
_REFLEXIVE = frozenset("dig er mig oss sig".split())
_PLAIN = str.maketrans("åäöéü", "aaoeu")
_MARKED = re.compile("[åäö]")


class Related(NamedTuple):
    """Other words for something that a question says."""

    asked: tuple[str, ...]
    """The words of the question, folded, in order: ("få", "sparken")."""
    words: tuple[str, ...]
    """What a source may say instead, folded: ("uppsägning",), ("sakliga", "skäl")."""
    strength: float
    """1 when it means the same, less when it is only near: 0-1."""


class _Row(NamedTuple):
    words: tuple[tuple[str, ...], ...]
    strength: float


class _Form(NamedTuple):
    """What is written in the question: the places of its words, and the rows that hold it."""

    places: tuple[int, ...]
    rows: Sequence[_Row]


class _Table(NamedTuple):
    exact: Mapping[str, Sequence[_Row]]
    """Rows of a single word as it stands in the file: "pappa" and "papper" share a stem, not a meaning."""
    forms: Mapping[str, Sequence[tuple[tuple[str, ...], Sequence[_Row]]]]
    """By the first stem of a form: (all its stems, rows), those of most words first."""


@lru_cache(maxsize=1_000)
def related(question: str) -> tuple[Related, ...]:
    """Other words for what `question` says, none that it says itself, in its order; none twice.

    A question without any å, ä or ö is read as if the thesaurus had none either.
    """
    said = folded_words(question)
    table = _table(plain=not _MARKED.search("".join(said)))
    stems = {stem(word) for word in said}
    strongest: dict[tuple[tuple[str, ...], tuple[str, ...]], float] = {}
    for asked, row in _rows(said, table):
        for words in row.words:
            if not all(stem(word) in stems for word in words):
                key = asked, words
                strongest[key] = max(row.strength, strongest.get(key, 0.0))
    return tuple(Related(*key, strength) for key, strength in strongest.items())


def _rows(said: Sequence[str], table: _Table) -> Iterator[tuple[tuple[str, ...], _Row]]:
    """Every row that the words ask for, with those of its words that do; no form inside a longer one."""
    found = sorted(_found(said, table), key=lambda form: (-len(form.places), form.places))
    taken: set[int] = set()
    kept = []
    for form in found:
        if not taken.issuperset(form.places):
            taken.update(form.places)
            kept.append(form)
    for form in sorted(kept):
        yield from ((tuple(said[i] for i in form.places), row) for row in form.rows)


def _found(said: Sequence[str], table: _Table) -> Iterator[_Form]:
    keys = [_key(word) for word in said]
    for at, first in enumerate(keys):
        exact = table.exact.get(said[at])
        if exact:
            yield _Form((at,), exact)
        for form, rows in table.forms.get(first, ()):
            places = () if exact and len(form) == 1 else _places(form, keys, at)
            if places:
                yield _Form(places, rows)


def _places(form: Sequence[str], keys: Sequence[str], at: int) -> tuple[int, ...]:
    """Where the words of a form stand from `at` on; empty when they do not, or too far apart."""
    places = [at]
    last = at + len(form) + _GAP
    for wanted in form[1:]:
        after = next((i for i in range(places[-1] + 1, min(last, len(keys))) if keys[i] == wanted), None)
        if after is None:
            return ()
        places.append(after)
    return tuple(places)


def _key(word: str) -> str:
    return "sig" if word in _REFLEXIVE else stem(word)


@cache
def thesaurus_words() -> frozenset[str]:
    """Every single word that the thesaurus holds, folded."""
    return frozenset(
        word
        for line in _ROWS.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
        for side in line.split("\t")[:2]
        for word in folded_words(side)
        if word.isalpha()
    )


@cache
def _table(plain: bool) -> _Table:
    exact: dict[str, list[_Row]] = {}
    forms: dict[tuple[str, ...], list[_Row]] = {}
    for line in _ROWS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        left, right, strength = line.split("\t")
        row = _Row(tuple(tuple(folded_words(words)) for words in right.split(", ")), float(strength))
        for form in (left.translate(_PLAIN) if plain else left).split(", "):
            words = folded_words(form)
            forms.setdefault(tuple(map(_key, words)), []).append(row)
            if len(words) == 1:
                exact.setdefault(words[0], []).append(row)
    by_first: dict[str, list[tuple[tuple[str, ...], Sequence[_Row]]]] = {}
    for form_stems in sorted(forms, key=lambda stems: (-len(stems), stems)):
        by_first.setdefault(form_stems[0], []).append((form_stems, forms[form_stems]))
    return _Table(exact, by_first)
