"""Systems under test: anything that answers a conversation with answer objects (DESIGN §8).

A system sees the questions and the date, never what is expected of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from rag.settings import Settings

TOP_K = 10


class System(Protocol):
    """What is evaluated."""

    name: str

    def answer(self, questions: Sequence[str], today: str) -> list[dict[str, Any]]:
        """The answers to the turns of one conversation, in order, in their wire form."""
        ...

    def search(self, question: str, today: str) -> list[str] | None:
        """Ids of the documents found for a standalone question, best first; None when it cannot search."""
        ...


class DatalotsSystem:
    """Datalots itself, in process. Safe to use from several threads."""

    name = "datalots"

    def __init__(self, settings: Settings) -> None:
        from rag.assistant import Assistant

        self._assistant = Assistant.open(settings)

    def answer(self, questions: Sequence[str], today: str) -> list[dict[str, Any]]:
        from rag.export import to_json
        from rag.schema import Turn

        history: list[Turn] = []
        answers = []
        for question in questions:
            answer = self._assistant.ask(question, history, today=today)
            history.append(
                Turn(question=question, standalone_question=answer.standalone_question, answer=answer)
            )
            answers.append(to_json(answer))
        return answers

    def search(self, question: str, today: str) -> list[str] | None:
        from rag.retriever import Filters

        hits = self._assistant.search(question, today=today, top_k=TOP_K, filters=Filters())
        return list(dict.fromkeys(hit.document.id for hit in hits))

    def close(self) -> None:
        self._assistant.close()
