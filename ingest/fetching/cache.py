"""What was fetched from one source, by address, with what a conditional request or a resumed one needs.

    <key>.body       the body, unpacked
    <key>.json       its `Entry`
    <key>.part       a body that has not come whole
    <key>.part.json  its `Part`

A body takes its place at once and whole; a failed fetch leaves the one before.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError


class Entry(BaseModel):
    """About a body that came whole."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    url: str
    sha256: str
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""

    def conditions(self) -> dict[str, str]:
        """Headers that ask only for what has changed."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value}


class Part(BaseModel):
    """About a body that stopped on the way."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    url: str
    validator: str
    """A strong ETag or a Last-Modified: without one a body cannot be resumed."""
    encoding: str = ""


M = TypeVar("M", Entry, Part)


class Cache:
    """One folder, used by one thread at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @staticmethod
    def key(method: str, url: str, body: bytes = b"") -> str:
        return hashlib.sha256(b"\0".join((method.encode(), url.encode(), body))).hexdigest()[:32]

    def body(self, key: str) -> Path:
        return self._folder / f"{key}.body"

    def part(self, key: str) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder / f"{key}.part"

    def entry(self, key: str) -> Entry | None:
        """What is known of a body; None when it is not there whole."""
        return _read(self._folder / f"{key}.json", Entry) if self.body(key).is_file() else None

    def partial(self, key: str) -> Part | None:
        return _read(self._folder / f"{key}.part.json", Part) if self.part(key).is_file() else None

    def note_part(self, key: str, part: Part) -> None:
        _write(self._folder / f"{key}.part.json", part)

    def keep(self, key: str, unpacked: Path, entry: Entry) -> None:
        """Put a whole body in its place; about it first forgotten, then known."""
        (self._folder / f"{key}.json").unlink(missing_ok=True)
        unpacked.replace(self.body(key))
        _write(self._folder / f"{key}.json", entry)
        self.drop_part(key)

    def forget(self, key: str) -> None:
        """Drop a body that turned out not to be what it should be, so that it is asked for anew."""
        (self._folder / f"{key}.json").unlink(missing_ok=True)
        self.body(key).unlink(missing_ok=True)

    def drop_part(self, key: str) -> None:
        for name in (f"{key}.part", f"{key}.part.json"):
            (self._folder / name).unlink(missing_ok=True)


def _read(path: Path, cls: type[M]) -> M | None:
    try:
        return cls.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def _write(path: Path, value: BaseModel) -> None:
    aside = path.with_suffix(".new")
    aside.write_text(value.model_dump_json(), encoding="utf-8")
    os.replace(aside, path)  # noqa: PTH105 - says that it replaces
