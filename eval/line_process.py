"""A program in a process of its own that is sent a JSON object a line and answers each with one."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import IO, Any

_PATIENCE = 20
"""Seconds that a program has to end by itself."""


class LineProcess:
    """One running program, ended by `close` or when the block is left. One thread at a time."""

    def __init__(
        self,
        command: Sequence[str],
        env: Mapping[str, str] | None = None,
        log: IO[str] | None = None,
    ) -> None:
        """Start it.

        Args:
            command: The program with its arguments.
            env: Its environment; None for ours.
            log: An open file that its standard error goes to; None for ours.

        Raises:
            OSError: It cannot be started.
        """
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            list(command), env=env, stdin=pipe, stdout=pipe, stderr=log, text=True, encoding="utf-8"
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Send an object and wait for the answer.

        Raises:
            EOFError: The program has ended.
            ValueError: It answered with something else than JSON.
        """
        assert self._process.stdin and self._process.stdout
        with suppress(OSError):  # it may have ended: then there is no line below either
            self._process.stdin.write(json.dumps(message, ensure_ascii=False) + "\n")
            self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise EOFError(f"{self._process.args!r} ended with exit code {self._process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """Tell it that no more comes, and end it when it does not end by itself."""
        assert self._process.stdin and self._process.stdout
        with suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()

    def __enter__(self) -> LineProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
