"""Lättläst: the extractive answer in shorter sentences, where the sentences allow it. No model.

References to law move out of the sentence (they stand with the source), and a sentence of two halves that
each say something whole becomes two. Every new sentence passes the gate as if a model had written it; one
that does not stays as its source has it. Figures keep the words of the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import replace

from rag import texts
from rag.gate import doubt
from rag.gate.reading import REFERENCE, read
from rag.schema import Claim, Draft, Evidence
from rag.writers.base import Writer

MOST = 5
"""Sentences of an easy answer, items of a list aside."""
_HALVES = re.compile(r";\s+|,\s+(?=(?:och|men) (?:den|det|de|då|han|hon|en|ett|\w+(?:en|et|erna|arna))\b)")
_JOINT = re.compile(r"^(?:och|men)\s+")
_WHOLE = 2
"""Words of weight that a half needs to say something whole."""


class EasyWriter:
    """The extractive writer, in shorter sentences."""

    name = "extractive"

    def __init__(self, extractive: Writer) -> None:
        self._extractive = extractive

    def write(self, evidence: Evidence) -> Draft:
        """The draft of the extractive writer, made easier to read."""
        return eased(self._extractive.write(evidence))

    def stream(self, evidence: Evidence) -> Generator[Claim, None, Draft]:
        """The claims of `write`: all there is at once."""
        draft = self.write(evidence)
        yield from draft.claims
        return draft


def eased(draft: Draft) -> Draft:
    """A draft in shorter sentences, and fewer, with a note that says so; itself when none could be."""
    claims: list[Claim] = []
    sentences = 0
    for claim in draft.claims:
        is_item = claim.text.startswith("- ")
        if is_item or claim.quantities or sentences < MOST:
            made = list(_easier(claim))
            claims += made
            sentences += 0 if is_item else len(made)
    if tuple(claims) == draft.claims:
        return draft
    return replace(draft, claims=tuple(claims), notes=(*draft.notes, texts.EASY_NOTE))


def _easier(claim: Claim) -> Iterator[Claim]:
    if claim.quantities or not claim.citations or any(c.kind == "cell" for c in claim.citations):
        yield claim
        return
    short = _stopped(REFERENCE.sub("", claim.text))
    for candidates in (_halves(short), [short]):
        if candidates != [claim.text] and all(_holds(text, claim) for text in candidates):
            yield from (replace(claim, text=text, by_model=True) for text in candidates)
            return
    yield claim


def _halves(text: str) -> list[str]:
    """The parts of a sentence that each say something whole; itself when it has no such parts."""
    parts = [_JOINT.sub("", part).strip(" ,;.") for part in _HALVES.split(text)]
    if len(parts) < 2 or any(len(read(part)) < _WHOLE for part in parts):
        return [text]
    return [f"{part[:1].upper()}{part[1:]}." for part in parts]


def _stopped(text: str) -> str:
    text = re.sub(r"\s+([.,;:])", r"\1", " ".join(text.split()))
    return f"{text[:1].upper()}{text[1:]}"


def _holds(text: str, claim: Claim) -> bool:
    named = [part for c in claim.citations for part in (c.title, c.section, c.publisher)]
    return not doubt(text.removeprefix("- "), [c.quote for c in claim.citations], named)
