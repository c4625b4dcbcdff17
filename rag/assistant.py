"""The chain: question → standalone question → evidence → draft → verified answer. Read this first."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from rag import texts
from rag.answers import verified
from rag.catalogue import Catalogue, Demand
from rag.conversation import standalone
from rag.conversation.staying import Briefs
from rag.embedders import load_embedder
from rag.embedders.base import Embedder
from rag.entities.gazetteer import Gazetteer
from rag.errors import ModelError, QuestionError
from rag.evidence import PASSAGES, Gatherer
from rag.filters import Filters
from rag.index.generation import Generation, GenerationHandle
from rag.occupations import Occupations
from rag.query import in_plain_swedish, read_query, readable
from rag.refusals import refused
from rag.retriever import Retriever
from rag.schema import Answer, Document, Draft, Evidence, Hit, Query, Turn
from rag.settings import Settings
from rag.statistics import Ledger
from rag.streaming import streamed, with_notice
from rag.swedish.courtesies import without_courtesies
from rag.swedish.english import is_english
from rag.verifier import Verifier
from rag.writers import load_writer
from rag.writers.base import Writer
from rag.writers.easy import EasyWriter
from rag.writers.extractive import ExtractiveWriter

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rooms:
    """What stands on one generation of the index, opened together."""

    gazetteer: Gazetteer
    gatherer: Gatherer
    catalogue: Catalogue
    retriever: Retriever
    verifier: Verifier
    extractive: Writer
    briefs: Briefs


NOWHERE = frozenset({"no_evidence", "clarify", "out_of_scope", "partial", "refused"})
"""Statuses after which another reading of a follow-up is tried."""
_Write: TypeAlias = "Callable[[Evidence, Rooms, Clock], Iterator[Answer]]"
"""Evidence → the answer, at once or step by step."""


class Assistant:
    """Answers questions over the current index. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._embedder = load_embedder(settings)
        self._handle = GenerationHandle(settings.data_dir, settings)
        self._rooms: tuple[str, Rooms] | None = None

    @classmethod
    def open(cls, settings: Settings) -> Assistant:
        return cls(settings)

    def ask(self, question: str, history: Sequence[Turn] = (), *, today: str, easy: bool = False) -> Answer:
        """Answer `question`; without support in the sources the answer says so.

        Args:
            question: What the person wrote.
            history: Earlier turns, oldest first.
            today: ISO date that "i år" is counted from.
            easy: Whether to answer in shorter sentences where the sources allow it (lättläst).

        Raises:
            NoIndexError: There is nothing to search in yet.
        """
        *_, answer = self._answers(question, history, today, self._write, easy)
        return answer

    def stream(
        self, question: str, history: Sequence[Turn] = (), *, today: str, easy: bool = False
    ) -> Iterator[Answer]:
        """The answer while it is written, each step with one more checked sentence; last that of `ask`."""
        return self._answers(question, history, today, self._stream, easy)

    def _answers(
        self, question: str, history: Sequence[Turn], today: str, write: _Write, easy: bool
    ) -> Iterator[Answer]:
        clock = Clock()
        turn = len(history) + 1
        try:
            asked = readable(question, self.settings.max_question)
        except QuestionError as error:
            yield _unread(question, error, turn)
            return
        with self._handle.current() as generation:
            rooms = self._open_rooms(generation)
            if easy or self.settings.lattlast:
                rooms = replace(rooms, extractive=EasyWriter(rooms.extractive))
            asked = in_plain_swedish(asked, rooms.gazetteer, generation.lexical.holds)
            turns = history[-self.settings.max_turns :]
            understood = standalone(asked, turns, rooms.gazetteer, today, rooms.briefs)
            query = replace(
                read_query(understood.question, rooms.gazetteer, today),
                source=understood.source,
                asked_of_source=understood.asked,
                answers=understood.probability,
            )
            known = understood.draft or refused(query, generation.lexical.holds)
            if understood.others and known is None:
                query = self._tried(query, understood.others, rooms)
            read = (texts.ENGLISH_READ,) if is_english(without_courtesies(question)) else ()
            for answer in self._answered(query, known, rooms, clock, write):
                degraded = (rooms.retriever.notice,) if rooms.retriever.notice else ()
                yield replace(
                    answer,
                    question=question,
                    turn=turn,
                    generation=generation.id,
                    notices=(*read, *degraded, *answer.notices),
                    timings_ms=clock.timings(),
                )

    def _tried(self, query: Query, others: Sequence[str], rooms: Rooms) -> Query:
        """The first of other readings that a table answers, where the query itself gets nowhere; else it."""
        if rooms.extractive.write(rooms.gatherer.gather(query, self.settings.top_k)).status not in NOWHERE:
            return query
        for question in others:
            other = read_query(question, rooms.gazetteer, query.today)
            draft = rooms.extractive.write(rooms.gatherer.gather(other, self.settings.top_k))
            cited = [citation for claim in draft.claims for citation in claim.citations]
            if draft.status == "answered" and cited and cited[0].kind == "cell":
                return other
        return query

    def search(self, words: str, *, today: str, top_k: int, filters: Filters) -> list[Hit]:
        """The passages that fit `words`, best first, each with its reasons."""
        with self._handle.current() as generation:
            rooms = self._open_rooms(generation)
            asked = readable(words, self.settings.max_question)
            asked = in_plain_swedish(asked, rooms.gazetteer, generation.lexical.holds)
            query = read_query(asked, rooms.gazetteer, today)
            hits = rooms.retriever.search(query, top_k, filters)
            if filters != Filters():
                return hits
            passages = [hit for hit in hits if hit.document.kind in PASSAGES]
            answerable = rooms.retriever.answerable(query, passages)
            return rooms.catalogue.lead(query, hits, top_k, answerable)

    def document(self, document_id: str) -> Document | None:
        """A stored document, for showing a quote in its context."""
        with self._handle.current() as generation:
            return generation.store.document(document_id)

    def close(self) -> None:
        self._handle.close()

    def _open_rooms(self, generation: Generation) -> Rooms:
        if self._rooms is None or self._rooms[0] != generation.id:
            demand = Demand(self.settings.data_dir) if self.settings.count_gaps else None
            self._rooms = (generation.id, open_rooms(generation, self._embedder, demand))
        return self._rooms[1]

    def _answered(
        self, query: Query, known: Draft | None, rooms: Rooms, clock: Clock, write: _Write
    ) -> Iterator[Answer]:
        """What the turns before hold already, through the gate; else evidence is gathered and written of."""
        if known is not None:
            answer = verified(known, Evidence(query=query), rooms.verifier)
            clock.lap("verify")
            yield answer
            return
        evidence = rooms.gatherer.gather(query, self.settings.top_k)
        clock.lap("retrieve")
        yield from write(evidence, rooms, clock)

    def _stream(self, evidence: Evidence, rooms: Rooms, clock: Clock) -> Iterator[Answer]:
        writer = load_writer(self.settings, rooms.extractive)
        for answer in streamed(evidence, writer, rooms.extractive, rooms.verifier):
            clock.lap("write")
            yield answer

    def _write(self, evidence: Evidence, rooms: Rooms, clock: Clock) -> Iterator[Answer]:
        """The writer's answer through the gate; the extractive one when nothing of it stands."""
        writer = load_writer(self.settings, rooms.extractive)
        notice = ""
        if writer is not rooms.extractive:
            try:
                draft = writer.write(evidence)
                clock.lap("write")
                answer = verified(draft, evidence, rooms.verifier)
                clock.lap("verify")
                if answer.sentences or draft.status not in {"answered", "partial"}:
                    yield answer
                    return
                notice = texts.MODEL_UNSUPPORTED
            except ModelError as error:
                log.warning("model writer failed: %s", error)
                notice = error.user_message
        draft = rooms.extractive.write(evidence)
        clock.lap("write")
        answer = verified(draft, evidence, rooms.verifier)
        clock.lap("verify")
        yield with_notice(answer, notice) if notice else answer


def open_rooms(generation: Generation, embedder: Embedder, demand: Demand | None = None) -> Rooms:
    """Open everything that reads one generation; with `demand`, gaps in the data are counted."""
    store = generation.store
    retriever = Retriever(generation, embedder)
    ledger = Ledger(store, generation.statistics)
    catalogue = Catalogue(store, demand)
    gatherer = Gatherer(retriever, ledger, Occupations(store, ledger), catalogue)
    return Rooms(
        gazetteer=Gazetteer(store),
        catalogue=catalogue,
        gatherer=gatherer,
        retriever=retriever,
        verifier=Verifier(store, generation.statistics),
        extractive=ExtractiveWriter(generation.lexical),
        briefs=Briefs(store),
    )


def _unread(question: str, error: QuestionError, turn: int) -> Answer:
    log.info("unreadable question: %s", error)
    return Answer(
        question=question[:200],
        standalone_question="",
        status="refused",
        reason=error.reason,
        text=error.user_message,
        turn=turn,
    )


@dataclass(slots=True)
class Clock:
    """Milliseconds by stage."""

    _started: float = field(default_factory=time.perf_counter)
    _last: float = field(default_factory=time.perf_counter)
    _laps: dict[str, float] = field(default_factory=lambda: {"retrieve": 0.0, "write": 0.0, "verify": 0.0})

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self._laps[stage] = self._laps.get(stage, 0.0) + (now - self._last) * 1000
        self._last = now

    def timings(self) -> dict[str, float]:
        laps = {stage: round(ms, 1) for stage, ms in self._laps.items()}
        return {**laps, "total": round((time.perf_counter() - self._started) * 1000, 1)}
