"""What all systems are asked: a set in BEIR layout, or the public cases over the current index."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eval.bench.adapters.base import Passage
from eval.cases import EvalCase
from eval.retrieval import read_beir
from rag.index.generation import GenerationHandle
from rag.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchSet:
    """Passages and questions, with what is relevant where that is judged."""

    name: str
    passages: Sequence[Passage]
    questions: Mapping[str, str]
    """Id to text."""
    relevant: Mapping[str, frozenset[str]]
    """Question id to the ids that count as found: of passages, or of documents when `document_of` is set."""
    document_of: Mapping[str, str] | None = None
    """Passage to document, when whole documents are judged."""
    data_dir: Path | None = None
    """The index that the passages are from: Datalots then searches that, as in use."""
    today: str = "2026-01-01"

    def judged(self, ranked: Sequence[str]) -> list[str]:
        """A ranking of passages as one of what is judged, each at its best rank."""
        return list(dict.fromkeys(self.document_of[i] for i in ranked)) if self.document_of else list(ranked)

    def sampled(self, size: int | None) -> BenchSet:
        """The set with at most so many questions, always the same ones: by the hash of their ids."""
        ids = sorted(self.questions, key=lambda i: hashlib.sha256(i.encode()).digest())[:size]
        chosen = set(ids)
        return replace(self, questions={i: text for i, text in self.questions.items() if i in chosen})


def beir_set(directory: Path) -> BenchSet:
    """The set in `directory`; its questions are those with a relevant passage.

    Raises:
        SourceError: It is not in BEIR layout.
    """
    beir = read_beir(directory)
    passages = [
        Passage(str(row["_id"]), str(row.get("title") or ""), str(row["text"])) for row in beir.corpus
    ]
    return BenchSet(name=beir.name, passages=passages, questions=beir.queries, relevant=beir.relevant)


def case_set(name: str, cases: Iterable[EvalCase], settings: Settings) -> BenchSet:
    """The first questions of cases that name relevant documents, over the current index.

    Later turns lean on a conversation, which a mere search does not have.
    """
    asked = [case for case in cases if case.turns[0].expect.relevant]
    questions = {case.id: case.turns[0].question for case in asked}
    made = index_set(name, settings, questions)
    relevant = {case.id: frozenset(case.turns[0].expect.relevant) for case in asked}
    return replace(made, relevant=relevant, today=max((case.as_of for case in asked), default=made.today))


def index_set(name: str, settings: Settings, questions: Mapping[str, str]) -> BenchSet:
    """Every passage of the current index, with all that Datalots finds it by; nothing is judged.

    Raises:
        NoIndexError: There is no index.
    """
    handle = GenerationHandle(settings.data_dir, settings)
    try:
        with handle.current() as generation:
            documents = {document.id: document for document in generation.store.all_documents()}
            chunks = generation.store.all_chunks()
    finally:
        handle.close()
    passages = []
    for chunk in chunks:
        document = documents[chunk.document_id]
        text = "\n".join([*document.labels, *document.asked, *chunk.headings, chunk.text])
        passages.append(Passage(chunk.id, document.title, text))
    return BenchSet(
        name=name,
        passages=passages,
        questions=questions,
        relevant={},
        document_of={chunk.id: chunk.document_id for chunk in chunks},
        data_dir=settings.data_dir,
    )


def write_passages(passages: Sequence[Passage], file: Path) -> None:
    """The passages as a worker reads them."""
    with file.open("w", encoding="utf-8") as lines:
        for passage in passages:
            lines.write(json.dumps(passage, ensure_ascii=False) + "\n")
