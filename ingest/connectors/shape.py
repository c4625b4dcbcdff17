"""Whether records have the fields that we read: a changed one is told once, and nothing crashes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import NoneType
from typing import Any

from ingest.connectors.base import Job
from rag import texts

Types = type | tuple[type, ...]


class Shape:
    """The fields of one kind of record."""

    def __init__(self, needed: Mapping[str, Types], wanted: Mapping[str, Types] | None = None) -> None:
        """Fields without which a record is left out, and fields that are told when they change.

        A wanted field may be null.
        """
        self._needed = needed
        self._wanted = wanted or {}
        self._missing: Counter[str] = Counter()
        self._retyped: Counter[str] = Counter()
        self._seen = 0
        self._left_out = 0

    def fits(self, record: Any) -> bool:
        """Whether a record can be read; what is wrong with it is counted."""
        self._seen += 1
        if not isinstance(record, dict):
            self._retyped["(post)"] += 1
            self._left_out += 1
            return False
        checked = [self._check(record, name, types, True) for name, types in self._needed.items()]
        sound = all(checked)
        for name, types in self._wanted.items():
            self._check(record, name, types, False)
        self._left_out += not sound
        return sound

    def _check(self, record: Mapping[str, Any], name: str, types: Types, needed: bool) -> bool:
        if name not in record:
            self._missing[name] += 1
            return False
        value = record[name]
        if isinstance(value, types) or (not needed and isinstance(value, NoneType)):
            return True
        self._retyped[name] += 1
        return False

    def tell(self, job: Job) -> None:
        """Say what was found: a problem when records were left out, else a warning.

        A wanted field that only some records lack is left out by the publisher, and not told.
        """
        told = job.problem if self._left_out else job.warn
        for name, number in self._missing.items():
            if name in self._needed or number == self._seen:
                told(texts.FETCH_FIELD_MISSING.format(field=name, n=number))
        for name, number in self._retyped.items():
            told(texts.FETCH_FIELD_TYPE.format(field=name, n=number))


def text(value: Any) -> str:
    """A string as it is, anything else as nothing: for fields that may be null or have another form."""
    return value.strip() if isinstance(value, str) else ""


def within(record: Any, *path: str) -> Any:
    """A field of a field; None where one is missing or no object."""
    for name in path:
        record = record.get(name) if isinstance(record, dict) else None
    return record
