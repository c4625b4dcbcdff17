"""A model's text → claims: plain sentences with the evidence behind their numbers; nothing else survives."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from rag.schema import Citation, Claim
from rag.swedish.sentences import sentences
from rag.writers.numbered import Item

NO_ANSWER = "INGET SVAR"

_MARKS = r"(?:\[\s*\d{1,4}(?:\s*[,;]\s*\d{1,4})*\s*\]\s*)"
_MARK = re.compile(_MARKS)
_MARKS_AFTER_STOP = re.compile(rf"([.!?…]+)\s*({_MARKS}+)")
_UNFINISHED = re.compile(r"\[[^\]\n]*\Z")
_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL | re.IGNORECASE)

# What a person would click or a page would load. Order matters: images before links, links before addresses.
_ACTIVE = (
    (re.compile(r"!\[[^\]\n]*\](?:\([^)\n]*\)?|\[[^\]\n]*\])?"), ""),
    (re.compile(r"(\[[\d\s,;]+\])\([^)\n]*\)?"), r"\1"),
    (re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)?"), r"\1"),
    (re.compile(r"<[^<>\n]*>"), ""),
    (re.compile(r"\b[a-z][a-z0-9+.-]*://\S*", re.IGNORECASE), ""),
    (re.compile(r"\b(?:javascript|vbscript|mailto|tel):\S+|\bdata:\S*[/,;]\S*", re.IGNORECASE), ""),
    (re.compile(r"\bwww\.\S*", re.IGNORECASE), ""),
    (re.compile(r"\b(?:[a-z0-9-]+\.)+[a-z]{2,}/\S*", re.IGNORECASE), ""),
)
_VERDICT = re.compile(r"^(?:ja|jo|nej|svar|absolut|självklart)(?:\s*[,:.!]|\s+[–-])\s+", re.IGNORECASE)
"""What a sentence opens with that no source can hold; what follows it says the same."""
_DECORATION = re.compile(r"(?m)^\s{0,3}(?:#{1,6}|>)\s+|\*\*|__|`+|~~|[<>]")


def says_no_answer(text: str) -> bool:
    """Whether the model said that the evidence does not answer."""
    return _plain(_THINKING.sub("", text)).strip(" \n\"”'").startswith(NO_ANSWER)


def claims_of(text: str, items: Mapping[int, Item]) -> Iterator[Claim]:
    """The claims of a whole answer, in order, each once."""
    yield from _once(_claim(sentence, items) for sentence in _sentences(_tidied(text)))


class ClaimStream:
    """The claims of an answer that is still being written."""

    def __init__(self, items: Mapping[int, Item]) -> None:
        self._items = items
        self._text = ""
        self._given = 0
        self.claims: tuple[Claim, ...] = ()
        """All that have been given."""

    @property
    def says_no_answer(self) -> bool:
        return says_no_answer(self._text)

    def add(self, delta: str) -> list[Claim]:
        """The claims that became whole with `delta`: a sentence is whole when the next has begun."""
        self._text += delta
        if _UNFINISHED.search(self._text) or NO_ANSWER.startswith(
            self._text.strip().upper()[: len(NO_ANSWER)]
        ):
            return []
        pieces = _sentences(_tidied(self._text))
        begun = bool(pieces) and pieces[-1].lstrip("- ")[:1].isalnum()
        return self._new(pieces[:-1]) if begun else []

    def end(self) -> list[Claim]:
        """The claims that are left when the model is done."""
        return [] if self.says_no_answer else self._new(_sentences(_tidied(self._text)))

    def _new(self, pieces: list[str]) -> list[Claim]:
        claims = list(_once(_claim(piece, self._items) for piece in pieces))
        fresh, self._given = claims[self._given :], max(self._given, len(claims))
        self.claims += tuple(fresh)
        return fresh


def _once(claims: Iterable[Iterable[Claim]]) -> Iterator[Claim]:
    seen: set[str] = set()
    for claim in (claim for group in claims for claim in group):
        if claim.text not in seen:
            seen.add(claim.text)
            yield claim


def _claim(sentence: str, items: Mapping[int, Item]) -> Iterator[Claim]:
    """What one sentence claims.

    A sentence on figures of a table is told in the ledger's own words: the model chooses which figures, never
    what is said of them. Any other sentence keeps its words and gets the citations behind its valid numbers;
    with none it cites nothing, and the verifier drops it.
    """
    numbers = [int(digits) for mark in _MARK.findall(sentence) for digits in re.findall(r"\d+", mark)]
    cited = [items[n] for n in dict.fromkeys(numbers) if n in items]
    figures = [item.claim for item in cited if item.claim.quantities]
    if figures:
        yield from figures
        return
    said = _without_marks(sentence)
    text = _VERDICT.sub("", said)
    text = text if text == said else f"{text[:1].upper()}{text[1:]}"
    if any(character.isalpha() for character in text):
        citations = (citation for item in cited for citation in item.claim.citations)
        yield Claim(text=text, citations=tuple(_distinct(citations)), by_model=True)


def _distinct(citations: Iterable[Citation]) -> Iterator[Citation]:
    seen: list[Citation] = []
    for citation in citations:
        if citation not in seen:
            seen.append(citation)
            yield citation


def _without_marks(sentence: str) -> str:
    text = re.sub(r"\s+", " ", _MARK.sub(" ", sentence)).strip()
    text = re.sub(r"\s+([.,;:!?])", r"\1", text)
    return text.replace("://", ": //")  # half an address is text


def _tidied(text: str) -> str:
    """Plain text with every citation mark before the stop of its sentence."""
    return _MARKS_AFTER_STOP.sub(lambda m: f" {m[2].strip()}{m[1]} ", _plain(_THINKING.sub("", text)))


def _plain(text: str) -> str:
    """Without links, images, HTML, decoration and hidden characters."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"})
    for pattern, instead in _ACTIVE:
        text = pattern.sub(instead, text)
    return _DECORATION.sub("", text).replace("](", "] (")  # half a link is text


def _sentences(text: str) -> list[str]:
    pieces = [text[start:end].strip() for start, end in sentences(text)]
    return [piece for piece in pieces if piece]
