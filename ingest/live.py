"""The live sources: public APIs that `datalots ingest --fetch` reads. The list, all of it setting: live.toml.

One entry:

    [[live]]
    id = "kolada"
    connector = "kolada"                   # a module of ingest/connectors
    base = "https://api.kolada.se/v3"      # hosts move: the address is configuration
    hosts = []                             # other hosts that may be asked: files, redirects
    rate = 2.0                             # requests a second
    schedule = "monthly"
    [live.options]
    kpis = ["N00945"]

What comes of a source lies in its own folder of the data directory:

    fetched/<id>/files/      what the readers take
    fetched/<id>/cache/      bodies as they came, for conditional and resumed requests
    fetched/<id>/state.json  when it was fetched, how far its change feed was read, what went wrong
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ingest.fetching.addresses import origin
from ingest.sources import ANY_READER, Source
from rag.errors import SourceError
from rag.schema import DocumentKind
from rag.settings import Settings

LIVE_FILE = Path(__file__).with_name("live.toml")
_FOLDER, _FILES = "fetched", "files"
_DAYS: Mapping[str, int] = {"daily": 1, "weekly": 7, "monthly": 30, "yearly": 365}
_EARLY = timedelta(hours=2)
"""A run that is started at the same hour every day finds its daily sources due."""


class LiveSource(BaseModel):
    """A public API of one publisher, and what of it is fetched."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str = Field(min_length=1)
    publisher: str = Field(min_length=1)
    url: str = Field(pattern=r"^https?://")
    """Page for people."""
    licence: str = Field(min_length=1)
    connector: str
    base: str = Field(pattern=r"^https?://.*[^/]$")
    """Address that every request begins with, without a slash at its end."""
    hosts: tuple[str, ...] = ()
    """Other origins that may be asked."""
    rate: float = Field(2.0, gt=0, le=100)
    schedule: Literal["daily", "weekly", "monthly", "yearly"]
    reader: str = ANY_READER
    files: str = "*"
    kind: DocumentKind = "page"
    replaces: str = ""
    """Id of a bundled source whose place it takes once it has been fetched."""
    on_request: bool = False
    """Large, or of little use to most: fetched only when it is named."""
    options: dict[str, Any] = {}
    """What the connector lets one choose."""

    @property
    def origins(self) -> frozenset[str]:
        return frozenset({origin(self.base), *self.hosts})

    def folder(self, data_dir: Path) -> Path:
        return folder_of(data_dir, self.id)

    def as_source(self, data_dir: Path) -> Source:
        """The same as a source of files, for the pipeline."""
        shared = self.model_dump(
            include={"id", "title", "publisher", "url", "licence", "schedule", "reader", "files", "kind"}
        )
        path = str(self.folder(data_dir) / _FILES)
        return Source(**shared, path=path, bundled=False, replaces=self.replaces)


def folder_of(data_dir: Path, source_id: str) -> Path:
    """Where what is fetched of a live source lies."""
    return data_dir.absolute() / _FOLDER / source_id


def is_fetched(source: Source, data_dir: Path) -> bool:
    """Whether the files of a source are what we fetched, and so ours to delete; a user's own never are."""
    return source.root.resolve() == (folder_of(data_dir, source.id) / _FILES).resolve()


class State(BaseModel):
    """How a live source stands; times are ISO in UTC, empty when there is none."""

    model_config = ConfigDict(extra="ignore")

    attempted: str = ""
    succeeded: str = ""
    complete: bool = False
    """Whether the last delivery was all there is."""
    not_before: str = ""
    """When the server lets us come back."""
    problems: list[str] = []
    """Of the last attempt, in Swedish."""
    checkpoint: dict[str, Any] = {}
    """The connector's own: versions, times and marks that its change feed goes on from."""

    def next_due(self, schedule: str) -> str:
        """ISO date of the next fetch; empty when it is due now."""
        if not self.succeeded or not self.complete:
            return ""
        due = datetime.fromisoformat(self.succeeded) + timedelta(days=_DAYS[schedule])
        return due.date().isoformat()

    def is_due(self, schedule: str, now: str) -> bool:
        """Whether it should be fetched at `now`; a clock that was ahead once does not stop it for ever."""
        at = datetime.fromisoformat(now)
        if self.not_before and at < datetime.fromisoformat(self.not_before) <= at + timedelta(days=7):
            return False
        if not self.succeeded or not self.complete:
            return True
        since = at - datetime.fromisoformat(self.succeeded)
        return since < timedelta(0) or since >= timedelta(days=_DAYS[schedule]) - _EARLY


def read_state(folder: Path) -> State:
    """The state of a source; a new one when there is none or it cannot be read."""
    try:
        return State.model_validate_json((folder / "state.json").read_bytes())
    except (OSError, ValidationError):
        return State()


def write_state(folder: Path, state: State) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / "state.new"
    with aside.open("w", encoding="utf-8") as file:
        file.write(state.model_dump_json(indent=1))
        file.flush()
        os.fsync(file.fileno())
    aside.replace(folder / "state.json")


def live_sources(settings: Settings) -> tuple[LiveSource, ...]:
    """The live sources that come with Datalots, with the changes and additions of the user's own list.

    Raises:
        SourceError: A list is wrong; says which source and field.
    """
    entries = _entries(LIVE_FILE)
    if settings.live_sources is not None:
        for entry in _entries(settings.live_sources).values():
            options = {**entries.get(entry["id"], {}).get("options", {}), **entry.get("options", {})}
            entries[entry["id"]] = {**entries.get(entry["id"], {}), **entry, "options": options}
    try:
        return tuple(LiveSource.model_validate(entry) for entry in entries.values())
    except ValidationError as error:
        place = settings.live_sources or LIVE_FILE
        raise SourceError(f"{place}: {error}", remedy=f"mend {place.name}") from error


def _entries(path: Path) -> dict[str, dict[str, Any]]:
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8")).get("live", [])
        entries = {str(entry["id"]): entry for entry in listed}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise SourceError(f"{path}: {error}", remedy=f"mend {path.name}") from error
    if len(entries) != len(listed):
        raise SourceError(f"{path}: a source is listed twice", remedy=f"mend {path.name}")
    return entries


def fetched_ids(data_dir: Path, sources: Iterable[LiveSource]) -> set[str]:
    """The sources that have files."""
    return {source.id for source in sources if any((source.folder(data_dir) / "files").rglob("*.*"))}
