"""How alike a need and what the records say that they can answer are, phrase by phrase and both ways.

A record has its title, its answers and its everyday words as phrases. A phrase is alike when it holds much of
the need *and* the need much of it: "hur många som hoppar av" is nearer to "Hoppar många av?" than a long
phrase that only shares a word. Words meet by their stems, by parts of compounds, and by what they mean:
rows of `everyday.tsv` on both sides, rows of the thesaurus on the side of the need.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from rag.catalogue.everyday import meanings_of
from rag.schema import Dataset
from rag.swedish.analysis import STEM, expand
from rag.swedish.stems import stem
from rag.swedish.thesaurus import related
from rag.swedish.words import STOP_WORDS, folded_words

PART, MEANING, RELATED = 0.6, 0.8, 0.6
"""What a part of a compound, another word for it and a related one count beside the word itself."""


@lru_cache(maxsize=20_000)
def stems_of(word: str) -> tuple[str, ...]:
    """The stem of a folded word, then those of its parts, as terms."""
    return tuple(term for term in expand(word) if term[0] == STEM)


Terms = dict[str, float]
"""Term to what it counts, for one word."""


class _Held(NamedTuple):
    """A word of a phrase that holds a term."""

    phrase: int
    word: int
    counts: float


class Phrases:
    """The phrases of all datasets, by their place. Made once; nothing is changed by asking."""

    def __init__(self, datasets: Sequence[Dataset], worth: Callable[[str], float]) -> None:
        """`worth` says how much a folded word counts: 0 for words of asking, 1 for most."""
        self._worth = worth
        self._of: list[int] = []
        phrases: list[dict[str, Terms]] = []
        for at, dataset in enumerate(datasets):
            for text in dict.fromkeys((dataset.title, *dataset.answers, *dataset.everyday)):
                if words := self._read(text):
                    self._of.append(at)
                    phrases.append(words)
        self._held: dict[str, list[_Held]] = defaultdict(list)
        frequency: Counter[str] = Counter()
        for phrase, words in enumerate(phrases):
            frequency.update({term for terms in words.values() for term in terms})
            for place, terms in enumerate(words.values()):
                for term, counts in terms.items():
                    self._held[term].append(_Held(phrase, place, counts))
        n = len(phrases)
        self._idf = {term: math.log1p((n - df + 0.5) / (df + 0.5)) for term, df in frequency.items()}
        self._unknown = math.log1p(2 * n + 1)
        self._weights = [[self._weight(word, terms) for word, terms in words.items()] for words in phrases]

    def alike(self, need: str, lighter: Mapping[str, float]) -> dict[int, float]:
        """By dataset, how alike its most alike phrase is, 0-1; those that share nothing are left out.

        Args:
            need: The question.
            lighter: Words of it that count less, with how much: names of places and occupations.
        """
        asked = self._read_need(need)
        weights = {word: self._weight(word, terms) * lighter.get(word, 1.0) for word, terms in asked.items()}
        total = sum(weights.values())
        of_need: dict[int, float] = defaultdict(float)
        met: dict[int, dict[int, float]] = defaultdict(dict)
        for word, terms in asked.items():
            gains: dict[int, float] = {}
            for term, counts in terms.items():
                for phrase, place, held in self._held.get(term, ()):
                    gain = counts * held
                    gains[phrase] = max(gain, gains.get(phrase, 0.0))
                    met[phrase][place] = max(gain, met[phrase].get(place, 0.0))
            for phrase, gain in gains.items():
                of_need[phrase] += gain * weights[word] / total
        found: dict[int, float] = {}
        for phrase, share in of_need.items():
            own = self._weights[phrase]
            of_phrase = sum(own[place] * gain for place, gain in met[phrase].items()) / sum(own)
            at = self._of[phrase]
            found[at] = max(math.sqrt(share * of_phrase), found.get(at, 0.0))
        return found

    def _weight(self, word: str, terms: Terms) -> float:
        whole = max(terms, key=lambda term: terms[term])
        return self._worth(word) * self._idf.get(whole, self._unknown)

    def _read(self, text: str) -> dict[str, Terms]:
        """The words of a text that count, each with the terms that it may be met by."""
        read: dict[str, Terms] = {}
        said = folded_words(text)
        for word in dict.fromkeys(said):
            if word not in STOP_WORDS and self._worth(word) and not word[0].isdigit():
                whole, *parts = stems_of(word)
                read[word] = {**dict.fromkeys(parts, PART), whole: 1.0}
        for meaning in meanings_of(said):
            for asked in meaning.asked:
                for other in meaning.words if asked in read else ():
                    _keep(read[asked], other, MEANING)
        return read

    def _read_need(self, need: str) -> dict[str, Terms]:
        """The same with the thesaurus, which would take seconds for all phrases of the catalogue."""
        read = self._read(need)
        for way in related(need):
            for asked in way.asked:
                if asked in read and len(way.words) == 1:
                    _keep(read[asked], way.words[0], RELATED * way.strength)
        return read


def _keep(terms: Terms, word: str, counts: float) -> None:
    term = STEM + stem(word)
    terms[term] = max(counts, terms.get(term, 0.0))
