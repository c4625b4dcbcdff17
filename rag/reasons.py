"""Why a passage was found, and what its document is known to be about that the question names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag import texts
from rag.schema import Chunk, Document, Hit, Query
from rag.swedish.stems import stem
from rag.swedish.thesaurus import related
from rag.swedish.words import fold

NOT_IN_FORCE = 0.6
NAMED_ACT = 1.3
NAMED_OCCUPATION = 1.2
NAMED_REGION = 1.1
"""Gentle: a passage that fits the words much better still wins."""
_SHOWN_WORDS = 6


def reasons(hit: Hit, cosine: float | None, matched: Sequence[str], query: Query) -> Iterator[str]:
    words = [*matched, *_instead(hit, matched, query.question)]
    if words:
        yield texts.REASON_WORDS.format(words=", ".join(words[:_SHOWN_WORDS]))
    if cosine is not None:
        yield texts.REASON_VECTOR.format(cosine=f"{cosine:.2f}".replace(".", ","))
    yield from (reason for _, reason in named(hit.document, query))
    if not hit.document.in_force:
        yield texts.REASON_NOT_IN_FORCE


def _instead(hit: Hit, matched: Sequence[str], question: str) -> Iterator[str]:
    """ "arbetsgivare (chef)": what the passage says for words of the question that it does not hold."""
    others = [other for other in related(question) if not set(matched) & set(other.asked)]
    if not others:
        return
    text = fold(searched(hit.document, hit.chunk))
    shown: set[tuple[str, ...]] = set()
    for other in others:
        if other.asked not in shown and all(_says(text, word) for word in other.words):
            shown.add(other.asked)
            yield f"{' '.join(other.words)} ({' '.join(other.asked)})"


def _says(text: str, word: str) -> bool:
    """Whether the folded text holds the word in any inflection, as a word of its own."""
    wanted = stem(word)
    if wanted not in text:  # a search for letters is ten times as fast as one for words
        return False
    return any(stem(found) == wanted for found in re.findall(rf"\b{re.escape(wanted)}[\w-]*", text))


def searched(document: Document, chunk: Chunk) -> str:
    """All that a passage is found by."""
    return "\n".join([document.title, *document.labels, *document.asked, *chunk.headings, chunk.text])


def named(document: Document, query: Query) -> Iterator[tuple[float, str]]:
    """What the question names that the document is about: (factor, reason)."""
    for entity in query.entities:
        if entity.kind == "act" and entity.code == document.act:
            yield NAMED_ACT, texts.REASON_ACT.format(act=document.act)
        elif entity.kind == "region" and entity.code in document.regions:
            yield NAMED_REGION, texts.REASON_REGION.format(region=entity.label)
        elif entity.kind == "occupation" and entity.code in document.metadata.values():
            yield NAMED_OCCUPATION, texts.REASON_OCCUPATION.format(occupation=entity.label)
