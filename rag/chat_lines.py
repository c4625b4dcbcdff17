"""Lines of a conversation: one question a line, plain or as JSON with its turn and date."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple


class Asked(NamedTuple):
    """A line that asks."""

    question: str
    turn: int = 0
    """Number in the conversation: what was said from it on is forgotten, so 1 begins anew. 0: the next."""
    today: str = ""
    """ISO date that "i år" is counted from, if not the real one."""


def asked(lines: Iterable[str], *, as_jsonl: bool) -> Iterator[Asked | None]:
    """What each line asks; None for one that cannot be read. Empty lines are passed over."""
    for line in lines:
        if not line.strip():
            continue
        yield _object(line) if as_jsonl and line.lstrip().startswith("{") else Asked(line.rstrip("\n"))


def _object(line: str) -> Asked | None:
    try:
        said = json.loads(line)
        today = str(said.get("today") or "")
        if today:
            date.fromisoformat(today)
        question = said["question"]
        if not isinstance(question, str):
            return None
        return Asked(question, max(0, int(said.get("turn") or 0)), today)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
