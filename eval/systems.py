"""Systems under test: anything that answers a conversation with answer objects (DESIGN §8).

A system sees the questions and the date, never what is expected of it.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any, Protocol

from eval.line_process import LineProcess
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


def converse(
    system: System, questions: Sequence[str], today: str
) -> tuple[list[dict[str, Any]], list[list[str] | None]]:
    """The answers to a conversation, and what the search finds for each turn as it was read, alone."""
    answers = system.answer(questions, today)
    ranked = [
        system.search(str(answer.get("standalone_question") or question), today)
        for question, answer in zip(questions, answers, strict=True)
    ]
    return answers, ranked


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
        from rag.filters import Filters

        hits = self._assistant.search(question, today=today, top_k=TOP_K, filters=Filters())
        return list(dict.fromkeys(hit.document.id for hit in hits))

    def close(self) -> None:
        self._assistant.close()


class JsonLinesSystem:
    """A program that reads a question and writes an answer object a line, as `datalots chat --jsonl` does.

        {"question": "…", "turn": 1, "today": "2026-01-29"}  →  the answer object, on one line

    `turn` 1 begins a conversation. It runs in a process of its own, begun anew when it has ended; several
    threads may ask, one conversation at a time. It is not asked to search.
    """

    def __init__(self, command: Sequence[str]) -> None:
        """Nothing is started yet.

        Args:
            command: The program with its arguments.
        """
        self.name = f"jsonl: {' '.join(command)}"
        self._command = command
        self._process: LineProcess | None = None
        self._lock = threading.Lock()

    def answer(self, questions: Sequence[str], today: str) -> list[dict[str, Any]]:
        """As `System.answer`.

        Raises:
            OSError: The program cannot be started.
            EOFError: It ended without answering.
            ValueError: It answered with something else than JSON.
        """
        with self._lock:
            try:
                process = self._process = self._process or LineProcess(self._command)
                return [
                    process.ask({"question": question, "turn": turn, "today": today})
                    for turn, question in enumerate(questions, start=1)
                ]
            except (EOFError, ValueError):
                self.close()
                raise

    def search(self, question: str, today: str) -> list[str] | None:
        return None

    def close(self) -> None:
        """End the program."""
        process, self._process = self._process, None
        if process is not None:
            process.close()
