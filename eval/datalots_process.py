"""Datalots in processes of its own, so that two cores answer twice as fast as one.

Threads of one process share one interpreter lock; these do not. A process opens Datalots with the
settings of the first line, and ends when its input ends: also when the run that began it was killed.

    {"settings": {…}, "questions": ["…"], "today": "2026-01-29"} → {"answers": [{…}], "ranked": [["…"]]}
    {"settings": {…}, "search": "…", "today": "2026-01-29"}      → {"found": ["…"]}

What fails is {"error": "…"}.
"""

from __future__ import annotations

import json
import os
import queue
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from eval.line_process import LineProcess
from eval.systems import DatalotsSystem, converse
from rag.settings import Settings

Message = Mapping[str, Any]
_ROOT = str(Path(__file__).parent.parent)


class DatalotsProcesses:
    """As many processes as there are workers, each with a Datalots; as many threads may ask at once."""

    name = DatalotsSystem.name

    def __init__(self, settings: Settings, workers: int) -> None:
        """Begin the processes; nobody waits for them until they are asked.

        Raises:
            OSError: A process cannot be started.
        """
        self._settings = settings
        self._found: dict[tuple[str, str], list[str] | None] = {}
        """What a conversation's turns find when searched for alone; it comes with the answers."""
        self._idle: queue.SimpleQueue[LineProcess | None] = queue.SimpleQueue()
        self._begun: list[LineProcess] = []
        for _ in range(workers):
            self._idle.put(self._begin())

    def answer(self, questions: Sequence[str], today: str) -> list[dict[str, Any]]:
        """As `System.answer`.

        Raises:
            RuntimeError: Datalots failed, or its process ended.
        """
        reply = self._ask({"questions": list(questions), "today": today})
        answers: list[dict[str, Any]] = reply["answers"]
        for question, answer, ranked in zip(questions, answers, reply["ranked"], strict=True):
            self._found[answer.get("standalone_question") or question, today] = ranked
        return answers

    def search(self, question: str, today: str) -> list[str] | None:
        if (question, today) in self._found:
            return self._found[question, today]
        found: list[str] | None = self._ask({"search": question, "today": today})["found"]
        return found

    @property
    def pids(self) -> list[int]:
        """The processes that were begun, those that ended among them."""
        return [process.pid for process in self._begun]

    def close(self) -> None:
        """End the processes."""
        for process in self._begun:
            process.close()

    def _begin(self) -> LineProcess:
        process = LineProcess([sys.executable, "-m", "eval.datalots_process"], env=_env())
        self._begun.append(process)
        return process

    def _ask(self, message: Message) -> dict[str, Any]:
        process = self._idle.get() or self._begin()
        try:
            reply = process.ask({**message, "settings": _plain(self._settings)})
        except (EOFError, ValueError) as error:
            self._idle.put(None)  # the next one who asks begins another
            raise RuntimeError(f"a process of Datalots ended: {error}") from error
        self._idle.put(process)
        if "error" in reply:
            raise RuntimeError(reply["error"])
        return reply


def _env() -> dict[str, str]:
    """Our environment, with this code found first."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join([_ROOT, os.environ.get("PYTHONPATH", "")])}


def _plain(settings: Settings) -> dict[str, Any]:
    """The settings as JSON, secrets too: they only go to a process of ours."""
    values = {
        name: value.get_secret_value() if isinstance(value, SecretStr) else value
        for name, value in settings.model_dump().items()
    }
    return {name: str(value) if isinstance(value, Path) else value for name, value in values.items()}


# ------------------------------------------------------------------ the process


def main() -> None:
    """Obey until the input ends; what a library prints goes to standard error, never among the replies."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    system: DatalotsSystem | None = None
    for line in sys.stdin:
        message = json.loads(line)
        try:
            system = system or DatalotsSystem(Settings.model_validate(message["settings"]))
            reply = _obeyed(system, message)
        except Exception as error:  # noqa: BLE001 - a system under test may fail in any way; the run goes on
            reply = {"error": f"{type(error).__name__}: {error}"}
        replies.write(json.dumps(reply, ensure_ascii=False) + "\n")
        replies.flush()
    if system is not None:
        system.close()


def _obeyed(system: DatalotsSystem, message: Message) -> dict[str, Any]:
    today = message["today"]
    if "search" in message:
        return {"found": system.search(message["search"], today)}
    answers, ranked = converse(system, message["questions"], today)
    return {"answers": answers, "ranked": ranked}


if __name__ == "__main__":
    main()
