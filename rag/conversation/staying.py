"""Which source a follow-up on a text is after: that of the answer before, or one beside it in the same act.

"Hur länge då?" says nothing to search for. But it is like what people ask some sentence of the source with,
and more so than it is like what they ask the sources beside it with. From that, and from how it is worded, a
logistic regression gives the probability that a source answers it. `staying.json` holds its weights and how
they were made: `python -m eval.fit_staying`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple, Protocol

from rag.answerable import probability
from rag.choosing.phrases import likeness
from rag.classifier import DATASET, NOBODY, Margins, margins
from rag.conversation.wording import goes_on, own_words, points_back
from rag.schema import Document, DocumentKind

FEATURES = (
    "constant",
    "alike",
    "ahead",
    "own",
    "behind",
    "nobody",
    "cited",
    "near",
    "words",
    "goes on",
    "points back",
    "cited words",
    "cited goes on",
    "cited points back",
)
"""What the probability is made of:

alike        how much the question is like what the nearest sentence of the source is asked with
ahead        how much more than the next sentence of it
own          the classifier's margin of the source
behind       how far that lies below the best margin of any brief
nobody       how far the margin of what nobody answers lies above the best
cited        whether the answer before rests on the source
near         the classifier's margin of the source for the title of the one that the answer rests on
words        words of its own, up to 6
goes on, points back    how it opens, and whether a word of it stands for what was said
cited …      the same where the source is the one before
"""
MOST_WORDS = 6
BESIDE = 5
"""Sources beside the one before that are looked at: those that the classifier holds for likeliest."""
_WEIGHTS = Path(__file__).with_name("staying.json")


class Store(Protocol):
    """What is asked of the text store here."""

    def all_documents(self, kind: DocumentKind | None = None) -> list[Document]: ...


class Found(NamedTuple):
    """A source that a follow-up may be after."""

    document: Document
    probability: float
    """That it answers the follow-up, 0-1."""


class Briefs:
    """The briefs of one generation, by what they stand in. Read once, when first asked."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def by_id(self) -> dict[str, Document]:
        return {brief.id: brief for brief in self._store.all_documents("brief") if brief.asked_at}

    @cached_property
    def _families(self) -> dict[str, list[Document]]:
        found: dict[str, list[Document]] = defaultdict(list)
        for brief in self.by_id.values():
            found[_family(brief)].append(brief)
        return found

    def found(self, question: str, cited: Sequence[str]) -> Found | None:
        """The source that most likely answers a follow-up, of those cited and those beside the newest one;
        None when no brief was cited.

        Args:
            question: The follow-up, as it was asked.
            cited: Ids of the documents that the answers before rest on, newest first.
        """
        before = [self.by_id[name] for name in dict.fromkeys(cited) if name in self.by_id]
        pairs = [(one, last) for last in before[:1] for one in self.near(question, last)]
        pairs += [(last, last) for last in before[1:]]
        found = (Found(one, stays(question, one, last)) for one, last in pairs)
        return max(found, key=lambda one: one.probability, default=None)

    def near(self, question: str, before: Document) -> Iterator[Document]:
        yield before
        likely = margins(question)
        others = (brief for brief in self._families[_family(before)] if brief.id != before.id)
        yield from sorted(others, key=lambda brief: -likely.get(brief.id, -1.0))[:BESIDE]


def stays(question: str, source: Document, before: Document) -> float:
    """The probability that `source` answers a follow-up on what `before` said, 0-1."""
    weights = _weights()
    return probability(sum(w * f for w, f in zip(weights, features(question, source, before), strict=True)))


def features(question: str, source: Document, before: Document) -> tuple[float, ...]:
    """The features in the order of `FEATURES`."""
    alike = sorted(likeness(question, source).values(), reverse=True)
    likely = margins(question)
    best = _best(likely)
    own = likely.get(source.id, -1.0)
    words = float(min(len(own_words(question)), MOST_WORDS))
    goes, points = float(goes_on(question)), float(points_back(question))
    cited = float(source.id == before.id)
    return (
        1.0,
        alike[0] if alike else 0.0,
        alike[0] - alike[1] if len(alike) > 1 else sum(alike),
        own,
        own - best,
        likely.get(NOBODY, 0.0) - best,
        cited,
        margins(before.title).get(source.id, -1.0),
        words,
        goes,
        points,
        cited * words,
        cited * goes,
        cited * points,
    )


def _best(likely: Margins) -> float:
    return max(
        (its for name, its in likely.items() if name != NOBODY and not name.startswith(DATASET)), default=0.0
    )


def _family(brief: Document) -> str:
    """The act, or the text that it tells of."""
    return brief.act or str(brief.metadata.get("source_title", ""))


@cache
def _weights() -> tuple[float, ...]:
    kept: dict[str, float] = json.loads(_WEIGHTS.read_text(encoding="utf-8"))["weights"]
    return tuple(kept[name] for name in FEATURES)
