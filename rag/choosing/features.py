"""What tells a sentence that answers from one that merely resembles the question.

Held is a share of the question's weight, 0-1: its words by their inverse document frequency, each held by the
sentence whole (its stem), half (a part of a compound) or by the letters it shares.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rag.choosing.asked import answer_kind, trace_of
from rag.choosing.phrases import likeness
from rag.schema import Hit
from rag.swedish.analysis import GRAM, STEM, analyze, content_words, expand
from rag.swedish.sentences import ITEM_MARKS, sentences
from rag.swedish.stems import stem
from rag.swedish.thesaurus import related
from rag.swedish.words import STOP_WORDS

NAMES = (
    "hit",
    "held",
    "whole",
    "most",
    "before",
    "after",
    "above",
    "line before",
    "passage",
    "new words",
    "length",
    "short",
    "trace",
    "heading",
    "asks",
    "under a line",
    "first",
    "place",
    "leans",
    "item",
    "passage length",
    "asked",
    "asked less",
)
"""The features of a sentence, in the order of the columns:

hit             score of its hit, as a share of the best hit's
held            how much of the question it holds
whole           the same of the words that it holds whole
most            how well it holds the word that it holds best
before, after   what the sentence before, after, holds of the question beyond it
above           what all sentences before it in the passage hold beyond it
line before     how much the sentence before it holds
passage         how much the passage holds
new words       log of 1 + the words of content that the question lacks
length          words, up to 40, as a share of 40
short           whether it has fewer than four words
trace           whether it bears the trace of the kind of answer that is asked for
heading, asks   whether it is a heading (short, no full stop, something follows), is itself a question
under a line    whether a heading stands before it
first, place    whether it opens the passage; where it stands in it, 0-1
leans           whether it begins as a sentence that leans on the one before
item            whether it is an item of a list
passage length  sentences of the passage, in tens
asked           how much the question is like what people ask it with (`phrases.py`)
asked less      how much more it is like what another sentence of its passage is asked with
"""

Floats = NDArray[np.float64]
_LEANING = re.compile(
    r"(Samma|Detta|Denna|Dessa|Sådan\w*|Den|Det|De|Då|Därför|Däremot|Dessutom|Undantaget)\b"
)
_NOTE = re.compile(r"(Uppgift(en|erna)|Reglerna|Texten) (står|finns|kommer|är hämta)")
"""How a sentence begins that says where what is said stands."""
_HEADING = 9
"""Words of a heading at most."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of a hit: characters `start`-`end` of the hit's chunk."""

    hit: Hit
    start: int
    end: int
    text: str

    @property
    def is_item(self) -> bool:
        return self.text.startswith(ITEM_MARKS)

    @property
    def leans(self) -> bool:
        """Whether it begins as a sentence that says little without the one before it."""
        return bool(_LEANING.match(self.text))

    @property
    def may_lead(self) -> bool:
        """Whether an answer may begin with it: it is no heading, no question and no note on the source."""
        return not (self.is_heading or self.text.endswith("?") or _NOTE.match(self.text))

    @property
    def is_heading(self) -> bool:
        return len(self.text.split()) <= _HEADING and not self.text.endswith((".", "!", "?", ":", ";"))


def pieces_of(hit: Hit) -> list[Piece]:
    """The sentences of a hit, without white space around them; single marks are left out."""
    found = []
    for start, end in sentences(hit.chunk.text):
        text = hit.chunk.text[start:end]
        lead = len(text) - len(text.lstrip())
        text = text.strip()
        if len(text) > 1:
            found.append(Piece(hit, start + lead, start + lead + len(text), text))
    return found


class Asked:
    """A question, read once for all sentences it is held against."""

    def __init__(
        self, question: str, idfs: Callable[[Sequence[str]], Floats], *, in_other_words: bool = False
    ) -> None:
        """`idfs` gives the inverse document frequency of terms, `(n,)`; `in_other_words` also counts what a
        sentence says in words of the thesaurus.
        """
        self.question = question
        self.words = list(analyze(question).words)
        weights = idfs([expand(word)[1] for word in self.words]) if self.words else np.ones(0)
        self.weights: Floats = np.asarray(weights, np.float64) / (float(np.sum(weights)) or 1.0)
        self.content = frozenset(content_words(question))
        self.trace = trace_of(answer_kind(question))
        self._others = related(question) if in_other_words else ()

    def held(self, text: str) -> Floats:
        """How far `text` holds each word of the question, `(n,)`, 0-1."""
        terms = _terms(text)
        held = np.array([_held(word, terms) for word in self.words])
        for other in self._others:
            if all(STEM + stem(word) in terms for word in other.words if word not in STOP_WORDS):
                at = [i for i, word in enumerate(self.words) if word in other.asked]
                held[at] = np.maximum(held[at], other.strength)
        return held


def sentence_features(asked: Asked, pieces: Sequence[Sequence[Piece]]) -> Floats:
    """One row a sentence, in order; columns are `NAMES`.

    Args:
        asked: The question.
        pieces: For each hit, best first, its sentences.
    """
    best = max((group[0].hit.score for group in pieces if group), default=1.0) or 1.0
    rows = [row for group in pieces for row in _rows(asked, group, best)]
    return np.array(rows, np.float64).reshape(-1, len(NAMES))


def _rows(asked: Asked, group: Sequence[Piece], best: float) -> Iterator[Iterable[float]]:
    held = [asked.held(piece.text) for piece in group]
    nothing = np.zeros(len(asked.words))
    above = nothing
    whole_passage = float(np.max(held, axis=0) @ asked.weights) if held else 0.0
    alike = _likeness(asked, group)
    most_alike = max(alike, default=0.0)
    for i, (piece, its) in enumerate(zip(group, held, strict=True)):
        mine = float(its @ asked.weights)
        before = held[i - 1] if i else nothing
        after = held[i + 1] if i + 1 < len(group) else nothing
        words = piece.text.split()
        yield (
            piece.hit.score / best,
            mine,
            float((its >= 1) @ asked.weights),
            float(its.max(initial=0.0)),
            float(np.maximum(its, before) @ asked.weights) - mine,
            float(np.maximum(its, after) @ asked.weights) - mine,
            float(np.maximum(its, above) @ asked.weights) - mine,
            float(before @ asked.weights),
            whole_passage,
            math.log1p(sum(word not in asked.content for word in content_words(piece.text))),
            min(len(words), 40) / 40,
            len(words) < 4,
            asked.trace(piece.text),
            piece.is_heading and i + 1 < len(group),
            piece.text.endswith("?"),
            i > 0 and group[i - 1].is_heading,
            i == 0,
            i / len(group),
            piece.leans,
            piece.is_item,
            len(group) / 10,
            alike[i],
            most_alike - alike[i],
        )
        above = np.maximum(above, its)


def _likeness(asked: Asked, group: Sequence[Piece]) -> list[float]:
    """How much the question is like what each sentence is asked with; an item is asked for with its list."""
    found = likeness(asked.question, group[0].hit.document) if group else {}
    alike: list[float] = []
    opened = -1
    for piece in group:
        if not (piece.is_item and alike):
            opened = piece.hit.chunk.start + piece.start
        alike.append(found.get(opened, 0.0))
    return alike


@lru_cache(maxsize=500)
def _terms(text: str) -> frozenset[str]:
    """The terms of a sentence; the parts of a question are held against the same ones."""
    return frozenset(analyze(text).terms())


def _held(word: str, terms: AbstractSet[str]) -> float:
    """How far terms hold a word: 1 by its stem, half by a part, less by the letters they share."""
    mine = expand(word)
    stems = [term for term in mine if term[0] == STEM]
    if stems and stems[0] in terms:
        return 1.0
    if any(stem in terms for stem in stems[1:]):
        return 0.5
    grams = [term for term in mine if term[0] == GRAM]
    return 0.5 * sum(gram in terms for gram in grams) / len(grams) if grams else 0.0
