"""What a run keeps: one folder a run, append-only JSON lines, safe to kill and to take up again.

<data-dir>/eval/<run-id>/
  run.json        fingerprint: what was asked of what
  answers.jsonl   one case a line, as answered; in the order in which they were done
  repeats.jsonl   some cases answered once more, to see that the answers are the same
  report.json     scores, written whole at the end (and report.md, report.html, junit.xml)
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rag.errors import DatalotsError


class RunError(DatalotsError):
    """A run cannot be made or taken up again."""

    user_message = "Utvärderingen kunde inte genomföras."
    remedy = "datalots eval run"


class Journal:
    """JSON lines that are only ever added to; each line is on disk before the next is begun."""

    def __init__(self, path: Path, key: str = "case") -> None:
        """Read what is there.

        Args:
            path: The file.
            key: The field that names an entry; the last entry of a name holds.
        """
        self._path = path
        self._lock = threading.Lock()
        self._key = key
        self.entries = {entry[key]: entry for entry in _whole_lines(path)}

    def add(self, entry: Mapping[str, Any]) -> None:
        """Append an entry."""
        line = json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n"
        with self._lock, self._path.open("a", encoding="utf-8") as journal:
            journal.write(line)
            journal.flush()
            os.fsync(journal.fileno())
            self.entries[entry[self._key]] = dict(entry)


def _whole_lines(path: Path) -> list[dict[str, Any]]:
    """The entries of a journal; a last line that was torn by a crash is cut off."""
    if not path.exists():
        return []
    stored = path.read_bytes()
    whole = stored[: stored.rfind(b"\n") + 1]
    if len(whole) < len(stored):
        os.truncate(path, len(whole))
    return [json.loads(line) for line in whole.decode().splitlines() if line]


def open_run(folder: Path, fingerprint: Mapping[str, Any]) -> None:
    """Make the folder of a run, or see that it is the same run.

    Raises:
        RunError: The folder holds a run of something else.
    """
    described = folder / "run.json"
    wanted = json.loads(json.dumps(dict(fingerprint)))
    if described.exists():
        there = json.loads(described.read_text(encoding="utf-8"))
        names = (there.keys() | wanted.keys()) - {"scorer"}  # kept answers may be scored anew
        changed = sorted(name for name in names if there.get(name) != wanted.get(name))
        if changed:
            raise RunError(f"{folder} holds another run ({', '.join(changed)} differ); give another run id")
        return
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(described, json.dumps(wanted, ensure_ascii=False, indent=1, sort_keys=True))


def write_whole(path: Path, text: str) -> None:
    """Write a file so that readers see the old one or the new one."""
    beside = path.with_name(path.name + ".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
