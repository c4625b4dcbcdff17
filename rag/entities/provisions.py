"""Paragraphs of law that a question names: "3 kap. 5 § arbetsmiljölagen", "LAS 7 §", "paragraf 22 i 1982:80".

A passage stands for a paragraph by the headings above it ("3 kap. …", "5 §"), or by the section that its
document says it is about ("3 kap. 2–3 §§").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.schema import Chunk, Document, Query

_NAMED = re.compile(
    r"(?:\b(?P<chapter>\d+)\s*kap(?:\.|itlet)?\s*,?\s*)?"
    r"(?:\b(?P<number>\d+)\s?(?P<letter>[a-z])?\s*§|\bparagraf(?:en)?\s+(?P<told>\d+)(?:\s(?P<told_letter>[a-h])\b)?)",
    re.IGNORECASE,
)
_CHAPTER = re.compile(r"(\d+)\s*kap\.", re.IGNORECASE)
_RANGE = re.compile(r"(\d+)\s?([a-z])?(?:\s?[–-]\s?(\d+)\s?([a-z])?)?(?=\s*(?:,|och|§))", re.IGNORECASE)
_BEFORE = re.compile(
    r"^\W*(?:vad\s+(?:säger|står(?:\s+det)?\s+i|innebär|handlar|är|gäller\s+enligt)|visa|citera|"
    r"läs(?:\s+upp)?|hur\s+lyder)?[\s\w:]{0,14}$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^(?:(?!\b(?:hur|vad|vem|när|var|vilk\w+|varför|får|kan|måste|ska|är)\b)[^,.;]){0,90}[?.!]?\s*$",
    re.IGNORECASE,
)
"""What stands around a paragraph that is all that is asked for: "vad säger … lagen om anställningsskydd?" """


@dataclass(frozen=True, slots=True)
class Provision:
    """One paragraph of an act."""

    act: str
    """SFS number; empty when the question names no act that is known."""
    chapter: str
    """Empty when the question names none."""
    number: str
    """With its letter: "5", "2 a"."""
    alone: bool
    """Whether the question asks what the paragraph says, and nothing else."""

    def __str__(self) -> str:
        return f"{self.chapter} kap. {self.number} §" if self.chapter else f"{self.number} §"


def read_provision(query: Query) -> Provision | None:
    """The first paragraph that the question names; None when it names none."""
    found = _NAMED.search(query.question)
    if found is None:
        return None
    number = found["number"] or found["told"]
    letter = (found["letter"] or found["told_letter"] or "").lower()
    acts = [entity for entity in query.entities if entity.kind == "act"]
    return Provision(
        act=acts[0].code if acts else "",
        chapter=found["chapter"] or "",
        number=f"{number} {letter}".strip(),
        alone=bool(
            _BEFORE.match(query.question[: found.start()]) and _AFTER.match(query.question[found.end() :])
        ),
    )


def stands_for(chunk: Chunk, document: Document, provision: Provision) -> bool:
    """Whether the passage is the text of the paragraph, or a summary of it."""
    if not provision.act or document.act != provision.act:
        return False
    if chunk.headings and any(heading.endswith("§") for heading in chunk.headings):
        chapters = [found[1] for heading in chunk.headings if (found := _CHAPTER.match(heading))]
        right = not provision.chapter or provision.chapter in chapters
        return right and f"{provision.number} §" in chunk.headings
    chapter = _CHAPTER.search(document.section)
    right = not provision.chapter or (chapter is not None and chapter[1] == provision.chapter)
    return right and provision.number in set(_numbers(document.section))


def _numbers(section: str) -> Iterator[str]:
    """The paragraphs of a section: "3 kap. 2–3 och 5 a §§" is 2, 3 and "5 a"."""
    for first, letter, last, last_letter in _RANGE.findall(_CHAPTER.sub(" ", section)):
        yield f"{first} {letter}".strip()
        if last:
            yield from (str(n) for n in range(int(first) + 1, int(last)))
            yield f"{last} {last_letter}".strip()
