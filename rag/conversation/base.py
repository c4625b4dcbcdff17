"""What every reading of a follow-up shares: what it gives back, and the turns before as it sees them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rag import texts
from rag.conversation.staying import Briefs
from rag.entities.gazetteer import Gazetteer
from rag.schema import Citation, Draft, Entity, EntityKind, Turn
from rag.statistics.ages import find_ages

TABLE = "table:"
"""How the id of a table's document begins: what it lacks is told in its words, and is of figures too."""
LOOK_BACK = 8
"""Turns in which what a follow-up leans on is looked for."""

Slot = Literal[EntityKind, "age"]
"""What one question may exchange for another of its kind; ages have no code of their own."""
Subject = Literal["figures", "occupation", "dataset", "text", "none"]
"""What the answer of a turn was about."""
_SUBJECTS: dict[str, Subject] = {
    "cell": "figures",
    "concept": "occupation",
    "dataset": "dataset",
    "brief": "text",
    "passage": "text",
}
_JOINED = re.compile(r"\s*(?:,|och|samt|eller|&|,\s*och)\s*(?:i |på |för |en |ett )?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What a question was understood as."""

    question: str
    """A whole Swedish sentence that stands alone; shown to the person."""
    draft: Draft | None = None
    """The answer, when the turns before hold it and nothing needs to be searched; its claims pass the same
    gate as any others."""
    others: tuple[str, ...] = ()
    """Other readings of a follow-up on figures, tried in order where this one gets nowhere."""
    source: str = ""
    """Id of the document that the answer is to be taken from; empty when it is to be searched for."""
    asked: str = ""
    """What is asked of that document: the question without what it is about."""
    probability: float = 0.0
    """That the document answers it, 0-1."""


class Span(NamedTuple):
    """Where a text names something, and the codes that the words may stand for."""

    slot: Slot
    start: int
    end: int
    codes: frozenset[str]


class Past:
    """The turns before, newest first, and what texts of this conversation name."""

    def __init__(
        self, history: Sequence[Turn], gazetteer: Gazetteer, today: str, briefs: Briefs | None = None
    ) -> None:
        self.gazetteer = gazetteer
        self.briefs = briefs
        self.today = today
        self._found: dict[str, tuple[Entity, ...]] = {}
        turns = [turn for turn in reversed(history[-LOOK_BACK:]) if _says_something(turn)]
        on_subject = [turn for turn in turns if not _is_off(turn) or self.named(turn.standalone_question)]
        self.turns = tuple(on_subject or turns[:1])

    @property
    def last(self) -> Turn:
        """The turn that a follow-up leans on: the newest that was about something."""
        return self.turns[0]

    def named(self, text: str) -> tuple[Entity, ...]:
        """What `text` names; each text is read once."""
        if text not in self._found:
            self._found[text] = self.gazetteer.find(text, self.today)
        return self._found[text]

    def spans(self, text: str, slot: Slot | None = None) -> list[Span]:
        """The spans of `text` in order; readings of the same words are one span, "Umeå och Luleå" too."""
        found: dict[tuple[int, int], set[str]] = {}
        kinds: dict[tuple[int, int], Slot] = {}
        for entity in self.named(text):
            found.setdefault((entity.start, entity.end), set()).add(entity.code)
            kinds[entity.start, entity.end] = entity.kind
        for start, end in find_ages(text)[1]:
            if not any(start < e.end and e.start < end for e in self.named(text)):
                found[start, end], kinds[start, end] = {text[start:end].lower()}, "age"
        spans = [Span(kinds[at], *at, frozenset(found[at])) for at in sorted(found)]
        return [span for span in _coordinated(spans, text) if slot in (None, span.slot)]

    def since(self, turn: Turn) -> Past:
        """The same with `turn` as the newest."""
        older = Past((), self.gazetteer, self.today, self.briefs)
        older.turns = self.turns[self.turns.index(turn) :]
        older._found = self._found
        return older

    def subject(self, turn: Turn) -> Subject:
        """What the answer of a turn was about; by what the question names when nothing was cited."""
        if turn.answer and turn.answer.citations:
            first = turn.answer.citations[0]
            return "figures" if first.document_id.startswith(TABLE) else _SUBJECTS[first.kind]
        kinds = {span.slot for span in self.spans(turn.standalone_question)}
        if "measure" in kinds:
            return "figures"
        if "act" in kinds:
            return "text"
        return "occupation" if "occupation" in kinds else "none"


def sources(turn: Turn) -> tuple[Citation, ...]:
    """What the answer of a turn cites, each document once, in the order shown."""
    by_document: dict[str, Citation] = {}
    for citation in turn.answer.citations if turn.answer else ():
        by_document.setdefault(citation.document_id, citation)
    return tuple(by_document.values())


def _says_something(turn: Turn) -> bool:
    small = turn.answer is not None and turn.answer.text in {texts.SMALLTALK, texts.ABOUT, texts.THANKED}
    return bool(turn.standalone_question) and not small


def _is_off(turn: Turn) -> bool:
    """Whether a turn got nowhere: off the subject, or asked back about without a choice."""
    answer = turn.answer
    if answer is None:
        return False
    asked_back = answer.status == "clarify" and not (answer.clarification and answer.clarification.options)
    return answer.status == "out_of_scope" or asked_back


def _coordinated(spans: Sequence[Span], text: str) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        before = joined[-1] if joined else None
        if before and before.slot == span.slot and _JOINED.fullmatch(text[before.end : span.start]):
            joined[-1] = Span(span.slot, before.start, span.end, before.codes | span.codes)
        else:
            joined.append(span)
    return joined
