"""Documents → chunks: passages that follow the structure of the text and never cut a sentence in two.

A short document is one chunk. A longer one is cut at its headings and paragraphs of law, then packed: whole
paragraphs up to `TARGET` characters, a longer paragraph by sentences up to `MAX`. A heading stays with what
it heads, the line that introduces a list with its first item. Together the chunks of a document hold all of
it but white space.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from rag.schema import Chunk, Document
from rag.swedish.sentences import sentences

VERSION = 2
"""Raise it when the same document would give other chunks."""

TARGET = 900
MAX = 1_400
SMALL = 250
"""A chunk this short takes in the next paragraph even where that brings it above `TARGET`."""
HARD_LIMIT = 4_000
"""A "sentence" longer than this is none (a table, a list of codes): it is cut at a line end or a space."""

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t#]*$")
_PARAGRAPH_OF_LAW = re.compile(r"^(\d+(?: ?[a-z])? §)(?= )")
_ENDED = re.compile(r"(?:^\s*|^#.*|[.!?:]\s*)$")
"""The line before a paragraph of law: empty, a heading or ended. "enligt / 17 § samma lag" begins none."""
_ITEM = re.compile(r"^\s*(?:[-–*•]\s|\d{1,2}[.)]\s|[a-zåäö]\)\s)")
_PARAGRAPH_BREAK = re.compile(r"\n[ \t]*\n\s*")


class Section(NamedTuple):
    """A stretch of text under one heading path."""

    headings: tuple[str, ...]
    start: int
    end: int


class Unit(NamedTuple):
    """What is never cut: a sentence, a list item or a heading line."""

    start: int
    end: int
    paragraph_end: int
    """Where its paragraph ends."""
    opens: bool
    """Whether it is the first of its paragraph."""
    leads: bool
    """Whether it must stay with the next unit: a heading, or the line that introduces a list."""


def chunk(document: Document) -> tuple[Chunk, ...]:
    """The chunks of a document, in the order of its text."""
    text = document.text
    if len(text.strip()) <= MAX and len(_sections(text)) == 1:
        spans = [(_sections(text)[0].headings, 0, len(text))] if text.strip() else []
    else:
        spans = [(s.headings, *span) for s in _sections(text) for span in _pack(list(_units(text, s)))]
    return _numbered(document, [(headings, *_trim(text, start, end)) for headings, start, end in spans])


def _numbered(document: Document, spans: Sequence[tuple[tuple[str, ...], int, int]]) -> tuple[Chunk, ...]:
    """Chunks with ids made of what they say: text added elsewhere in the document leaves them as they are."""
    chunks: list[Chunk] = []
    seen: dict[str, int] = {}
    for headings, start, end in spans:
        text = document.text[start:end]
        key = "\n".join([*headings, text])
        seen[key] = seen.get(key, 0) + 1
        digest = hashlib.sha256(f"{document.id}\0{seen[key]}\0{key}".encode()).hexdigest()
        chunk_id = f"{document.id}:{digest[:12]}"
        chunks.append(
            Chunk(id=chunk_id, document_id=document.id, text=text, start=start, end=end, headings=headings)
        )
    return tuple(chunks)


def _sections(text: str) -> list[Section]:
    """The text cut before headings and paragraphs of law; a heading without text goes with the next one."""
    sections: list[Section] = []
    path: list[tuple[int, str]] = []
    start, has_text, before = 0, False, ""
    for line_start, line in _lines(text):
        heading = _HEADING.match(line)
        paragraph = _PARAGRAPH_OF_LAW.match(line) if _ENDED.search(before) else None
        if (heading or paragraph) and has_text:
            sections.append(Section(_titles(path), start, line_start))
            start, has_text = line_start, False
        if heading:
            level = len(heading.group(1))
            path = [(above, title) for above, title in path if above < level]
            path.append((level, heading.group(2)))
        elif paragraph:
            path = [(above, title) for above, title in path if above < 7]
            path.append((7, paragraph.group(1)))
        has_text = has_text or bool(line.strip() and not heading)
        before = line
    return [*sections, Section(_titles(path), start, len(text))]


def _titles(path: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(title for _, title in path if title)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Every line with the offset of its first character, without its line end."""
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _units(text: str, section: Section) -> Iterator[Unit]:
    """The units of a section, which cover all of it but white space."""
    paragraphs = list(_paragraphs(text, section))
    for place, (start, end) in enumerate(paragraphs):
        following = text[slice(*paragraphs[place + 1])] if place + 1 < len(paragraphs) else ""
        pieces = list(_pieces(text, start, end))
        for number, (first, last) in enumerate(pieces):
            after = text[slice(*pieces[number + 1])] if number + 1 < len(pieces) else following
            yield Unit(first, last, end, opens=number == 0, leads=_leads(text[first:last], after))


def _leads(piece: str, after: str) -> bool:
    if _HEADING.match(piece.strip()):
        return True
    return piece.rstrip().endswith(":") and not _ITEM.match(piece) and bool(_ITEM.match(after))


def _paragraphs(text: str, section: Section) -> Iterator[tuple[int, int]]:
    """Spans between empty lines."""
    start = section.start
    for gap in _PARAGRAPH_BREAK.finditer(text, section.start, section.end):
        if text[start : gap.start()].strip():
            yield start, gap.start()
        start = gap.end()
    if text[start : section.end].strip():
        yield start, section.end


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for span in sentences(text[start:end]):
        yield from _bounded(text, start + span.start, start + span.end)


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span; cut at line ends when too long for a chunk, at spaces when too long for a sentence."""
    start, end = _trim(text, start, end)
    while end - start > MAX:
        cut = text.rfind("\n", start + 1, start + MAX)
        if cut < 0:
            if end - start <= HARD_LIMIT:
                break
            cut = max(text.rfind(" ", start + 1, start + MAX), 0) or start + MAX
        yield start, cut
        start, end = _trim(text, cut, end)
    yield start, end


def _pack(units: Sequence[Unit]) -> list[tuple[int, int]]:
    """Spans of consecutive units, each as full as the limits allow."""
    spans: list[tuple[int, int]] = []
    start = units[0].start if units else 0
    for before, unit in pairwise(units):
        if not before.leads and _is_full(start, before.end, unit):
            spans.append((start, before.end))
            start = unit.start
    return [*spans, (start, units[-1].end)] if units else spans


def _is_full(start: int, end: int, unit: Unit) -> bool:
    """Whether the chunk from `start` to `end` should be closed before `unit`."""
    if unit.opens:
        return unit.paragraph_end - start > (TARGET if end - start >= SMALL else MAX)
    return unit.end - start > MAX


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space around it."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk with the texts of it that cost something: what is analysed for words, and what is embedded."""

    chunk: Chunk
    title: str
    labels: tuple[str, ...]

    @property
    def text(self) -> str:
        """What the embedder reads: the chunk under its title and headings."""
        return "\n".join([self.title, *self.chunk.headings, self.chunk.text])

    @property
    def text_hash(self) -> str:
        return _hash(self.text)

    @property
    def words_hash(self) -> str:
        return _hash("\0".join([self.title, *self.chunk.headings, "", self.chunk.text, *self.labels]))


def passage(document: Document, of: Chunk) -> Passage:
    """A chunk of a document with what the document says of it: its title, act and other names."""
    labels = dict.fromkeys([document.section, document.act, *document.labels, *document.asked])
    return Passage(of, document.title, tuple(label for label in labels if label))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
