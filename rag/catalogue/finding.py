"""A need → the datasets that can meet it, ranked, each with why.

words      each word of the need is looked for in what a record is called, what it can answer and what it
           says of itself: whole, by a part of a compound, by its letters; weighed by how few hold it
meanings   everyday words count as the words of statistics that they stand for
together   more when one of the record's own answers holds much of the need
alike      more when one of its phrases and the need hold much of each other (`phrases.py`)
classifier less for a record that it holds for less likely than others, by all that each is asked with
shape      more when the record is divided as the need asks (place, occupation, sex, …), less when it is not
named      a publisher that the need names; names of places, occupations and times count little as words
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.catalogue.everyday import meanings
from rag.catalogue.phrases import Phrases, stems_of
from rag.catalogue.signals import shape_score, wanted
from rag.classifier import margins
from rag.schema import Dataset, Query
from rag.swedish.analysis import GRAM, STEM, analyze, expand
from rag.swedish.stems import stem
from rag.swedish.thesaurus import related
from rag.swedish.words import STOP_WORDS, folded_words

PART = 0.7
"""Worth of a record that holds a part of a compound, beside 1 for the whole word."""
LETTERS, LETTERS_LEAST = 0.5, 0.6
"""Worth of shared 4-grams, and the share of them from which they count: misspelt and unknown compounds."""
MEANING = 0.9
RELATED = 0.7
TOGETHER = 0.3
ALIKE = 0.6
"""Worth of a phrase that is the need, beside words worth 1 together. On dev needs 0.3 to 1 do alike."""
FEW_WORDS, SUBJECT = 2, 0.95
"""Words of a need that tells a subject and no more, and the share of them that a record of it holds."""
CLASSIFIER_WEIGHT = 0.5
"""What a record loses by the classifier holding another for more likely, as in `rag.retriever`. On dev needs
0.5 to 2 do alike; on a few words the classifier leans the less the better."""
NAME = 0.35
"""Weight of a place, occupation or time as a word: it says which rows are wanted, not which table."""
PUBLISHER = 0.25
HELD = 0.4
"""Worth from which a record is said to hold a word."""
FIELDS = (1.0, 1.0, 0.8, 0.6)
"""Worth of a word in: names, answers, description, divisions."""

_FRAME_FILE = Path(__file__).with_name("frame_words.txt")
_FRAME_WORDS = _FRAME_FILE.read_text(encoding="utf-8").split("--")
FRAME = frozenset(_FRAME_WORDS[0].split())
"""Words that ask for data without saying which."""
LIGHT = frozenset(_FRAME_WORDS[1].split())
"""Common verbs and adverbs, which say little of the subject."""
LIGHTLY = 0.6
"""Weight of a light word. On dev: 0 loses 7 points of recall@10, 1 two of those at rank 3."""


@dataclass(frozen=True, slots=True)
class Found:
    """A dataset with how well it meets the need."""

    dataset: Dataset
    score: float
    """About 0-1.9, for the order."""
    margin: float | None
    """Of the classifier; None for a dataset that it does not know."""
    share: float
    """Share of the need's weight that the record holds, 0-1, for saying whether it fits at all."""
    words: tuple[str, ...]
    """Words of the need that say what it is about and that the record holds, the most telling first."""


class Finder:
    """Finds among the datasets of one generation. Made once; nothing is changed by a search."""

    def __init__(self, datasets: Sequence[Dataset]) -> None:
        self._datasets = list(datasets)
        self._stems: dict[str, dict[int, float]] = defaultdict(dict)
        self._grams: dict[str, set[int]] = defaultdict(set)
        self._units: dict[str, set[tuple[int, int]]] = defaultdict(set)
        self._publishers = [frozenset(_publisher_names(dataset.publisher)) for dataset in self._datasets]
        for at, dataset in enumerate(self._datasets):
            self._add(at, dataset)
        self._phrases = Phrases(self._datasets, _worth)

    def _add(self, at: int, dataset: Dataset) -> None:
        fields = (
            (dataset.title, *dataset.keywords, *dataset.everyday),
            dataset.answers,
            (dataset.description, dataset.publisher),
            (*dataset.dimensions, *dataset.code_lists),
        )
        best: dict[str, float] = {}
        for worth, texts in zip(FIELDS, fields, strict=True):
            for word in set(folded_words(" ".join(texts))) - STOP_WORDS:
                best[word] = max(worth, best.get(word, 0.0))
        for word, worth in best.items():
            for term in expand(word):
                if term[0] == STEM:
                    self._stems[term][at] = max(worth, self._stems[term].get(at, 0.0))
                elif term[0] == GRAM:
                    self._grams[term].add(at)
        for unit, text in enumerate((dataset.title, *dataset.answers)):
            for word in set(folded_words(text)) - STOP_WORDS:
                for term in stems_of(word):
                    self._units[term].add((at, unit))

    def find(self, query: Query, top_k: int = 10) -> list[Found]:
        """The datasets that hold something of the need, best first; equal ones by id."""
        weights = self._weights(query)
        if not weights:
            return []
        total = sum(weights.values())
        names = set(_names(query))
        held = self._held(query.question, weights)
        alike = self._phrases.alike(query.question, dict.fromkeys(names, NAME))
        shape, publishers = wanted(query), self._asked_publishers(query.question)
        likely = margins(query.question)
        known = [likely[d.document_id] for d in self._datasets if d.document_id in likely]
        highest, mean = max(known, default=0.0), sum(known) / (len(known) or 1)
        found = []
        for at in held.keys() | alike.keys():
            words = held.get(at, {})
            share = sum(weights[word] * worth for word, worth in words.items()) / total
            score = share + TOGETHER * self._together(at, weights) / total
            score += ALIKE * alike.get(at, 0.0) + shape_score(self._datasets[at], shape)
            if publishers:
                score += PUBLISHER if at in publishers else -PUBLISHER
            about = (w for w in words if words[w] >= HELD and w not in LIGHT and w not in names)
            telling = sorted(about, key=lambda w: (-weights[w], w))
            margin = likely.get(self._datasets[at].document_id)
            score *= math.exp(CLASSIFIER_WEIGHT * ((mean if margin is None else margin) - highest))
            found.append(Found(self._datasets[at], score, margin, share, tuple(telling)))
        found.sort(key=lambda one: (-one.score, one.dataset.id))
        return [one for one in found[:top_k] if one.score > 0]

    def named(self, question: str) -> list[Dataset]:
        """The datasets whose name the words of the question are, by title; else by keyword.

        A title holds several names: "Aktuella platsannonser (JobSearch)", "Kolada: kommunala insatser".
        """
        words = [word for word in analyze(question).words if word not in FRAME | LIGHT]
        asked = frozenset(map(stem, words))
        if not asked:
            return []
        whole = [d for d in self._datasets if asked == _stems(d.title)]
        titled = [d for d in self._datasets if asked in map(_stems, _PARTS.split(d.title))]
        return whole or titled or [d for d in self._datasets if asked in map(_stems, d.keywords)]

    def names_subject(self, question: str) -> bool:
        """Whether anything is left of the question beside words of asking and names of publishers."""
        others = FRAME | LIGHT | {name for names in self._publishers for name in names}
        plain = {word.translate(_PLAIN) for word in others}
        return any(
            word.removesuffix(":s").translate(_PLAIN) not in plain and not word[0].isdigit()
            for word in analyze(question).words
        )

    def is_from(self, dataset: Dataset, query: Query) -> bool:
        """Whether its publisher is the one that the need wants data from."""
        asked = self._asked_publishers(query.question)
        return any(self._datasets[at].id == dataset.id for at in asked)

    def is_subject_of(self, query: Query, found: Sequence[Found]) -> bool:
        """Whether the need tells a subject and no more, and the best record is of it: "data om varsel".

        How many records meet such a need says nothing, nor whether people ask them so.
        """
        subject = [word for word in self._weights(query) if word not in LIGHT]
        return bool(found) and 0 < len(subject) <= FEW_WORDS and found[0].share >= SUBJECT

    def only_names(self, query: Query) -> bool:
        """Whether a need says nothing but places and occupations: "hur många svetsare i Gnosjö"."""
        names = set(_names(query))
        return bool(names) and all(word in names or word in LIGHT for word in self._weights(query))

    def _weights(self, query: Query) -> dict[str, float]:
        """The words of the need with how telling each is."""
        words = list(analyze(query.question).words)
        telling = [word for word in words if word not in FRAME and not word[0].isdigit()] or words
        names = set(_names(query)) | {name for names in self._publishers for name in names}
        return {
            word: self._idf(STEM + stem(word))
            * (NAME if word in names else LIGHTLY if word in LIGHT else 1.0)
            for word in telling
        }

    def _idf(self, term: str) -> float:
        n, df = len(self._datasets), len(self._stems.get(term, ()))
        return math.log1p((n - df + 0.5) / (df + 0.5))

    def _held(self, need: str, weights: dict[str, float]) -> dict[int, dict[str, float]]:
        """By dataset: each word of the need that it holds, with how surely."""
        held: dict[int, dict[str, float]] = defaultdict(dict)

        def say(at: int, word: str, worth: float) -> None:
            held[at][word] = max(worth, held[at].get(word, 0.0))

        for word in weights:
            for at, worth in self._of_word(word):
                say(at, word, worth)
        for meaning in meanings(need):
            asked = [word for word in meaning.asked if word in weights]
            for other in meaning.words:
                for at, worth in self._stems.get(STEM + stem(other), {}).items():
                    for word in asked:
                        say(at, word, MEANING * worth)
        for way in related(need):
            stems = [self._stems.get(STEM + stem(word), {}) for word in way.words if word not in STOP_WORDS]
            for at in set.intersection(*map(set, stems)) if stems else ():
                for word in way.asked:
                    if word in weights:
                        say(at, word, RELATED * way.strength)
        return held

    def _of_word(self, word: str) -> Iterator[tuple[int, float]]:
        terms = expand(word)
        stems = [term for term in terms if term[0] == STEM]
        yield from self._stems.get(stems[0], {}).items()
        parts: dict[int, float] = defaultdict(float)
        for part in stems[1:]:
            for at, worth in self._stems.get(part, {}).items():
                parts[at] += PART * worth / (len(stems) - 1)
        yield from parts.items()
        grams = [term for term in terms if term[0] == GRAM]
        shared: dict[int, int] = defaultdict(int)
        for gram in grams:
            for at in self._grams.get(gram, ()):
                shared[at] += 1
        yield from (
            (at, LETTERS * n / len(grams)) for at, n in shared.items() if n >= LETTERS_LEAST * len(grams)
        )

    def _together(self, at: int, weights: dict[str, float]) -> float:
        """The most weight that one of the dataset's answers holds."""
        units: dict[int, float] = defaultdict(float)
        for word, weight in weights.items():
            hit = {
                unit
                for term in expand(word)
                if term[0] == STEM
                for place, unit in self._units.get(term, ())
                if place == at
            }
            for unit in hit:
                units[unit] += weight
        return max(units.values(), default=0.0)

    def _asked_publishers(self, need: str) -> frozenset[int]:
        named = set(folded_words(" ".join(part for pair in _FROM.findall(need) for part in pair)))
        return frozenset(at for at, names in enumerate(self._publishers) if names & named)


def _worth(word: str) -> float:
    """How much a word counts in a phrase."""
    return 0.0 if word in FRAME else LIGHTLY if word in LIGHT else 1.0


def _stems(name: str) -> frozenset[str]:
    return frozenset(map(stem, analyze(name).words))


def _names(query: Query) -> Iterator[str]:
    for entity in query.entities:
        if entity.kind in ("region", "occupation", "period"):
            yield from folded_words(query.question[entity.start : entity.end])


_PARTS = re.compile(r"[:()]")
"""What stands between the names in a title."""
_PLAIN = str.maketrans("åäöéü", "aaoeu")
_FROM = re.compile(
    r"\b(?:hos|från|enligt|av|på|via)\s+([\w-]+)|\b([\w-]+?):?s (?:statistik|data|siffror|api)\b", re.I
)
"""Who a need wants its data from, not whom they should be about."""
_ABBREVIATIONS = {
    "arbetsförmedlingen": ("af",),
    "försäkringskassan": ("fk",),
    "konjunkturinstitutet": ("ki",),
}


def _publisher_names(publisher: str) -> Iterator[str]:
    """How a publisher is named in a sentence: its first word when it is one of a kind, and abbreviations."""
    words = folded_words(publisher)
    for short in re.findall(r"\(([^)]*)\)", publisher):
        yield from folded_words(short)[:1]
    if words and words[0] not in {"myndigheten", "statens", "rådet", "centrala", "statistiska", "region"}:
        yield words[0]
        yield words[0] + "s"
    for word in words:
        yield from _ABBREVIATIONS.get(word, ())
