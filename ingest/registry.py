"""Which sources there are: the bundled ones and the paths a user has registered; list them, remove one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ingest.faults import storage_errors
from ingest.ledger import Ledger
from ingest.ledger_file import NAME
from ingest.sources import Source, bundled_sources, registered
from rag import texts
from rag.errors import SettingsError, SourceError
from rag.index.publish import writer_lock
from rag.settings import Settings


def choose_sources(
    ledger: Ledger, paths: Sequence[Path], source_ids: Sequence[str] | None, *, only: bool
) -> list[Source]:
    """The sources to read now, put into the ledger: bundled ones, registered ones, new paths.

    Args:
        ledger: Where new paths are registered and sources that are bundled no more are forgotten.
        paths: New folders or files.
        source_ids: Only these; None for all.
        only: Without the bundled ones.

    Raises:
        SettingsError: `only` where bundled sources have been read.
        SourceError: A path or a source does not exist, or there is none at all.
    """
    known = ledger.sources()
    if only and any(source.bundled for source in known):
        raise SettingsError("--only where bundled sources were read", user_message=texts.ONLY_NEEDS_OWN_DIR)
    bundled = () if only else bundled_sources()
    for path in paths:
        if not path.exists():
            raise SourceError(f"{path} does not exist", user_message=texts.PATH_MISSING.format(path=path))
    own = {source.id: source for source in (*filter(_is_own, known), *map(registered, paths))}
    sources = [*bundled, *own.values()]
    if not sources:
        raise SourceError(
            "no source at all", user_message=texts.NOTHING_TO_INDEX, remedy="datalots ingest PATH"
        )
    chosen = sources if source_ids is None else [_named(sources, source_id) for source_id in source_ids]
    for source in (*chosen, *map(registered, paths)):
        ledger.put_source(source)
    if not only and source_ids is None:
        for gone in {source.id for source in known if source.bundled} - {source.id for source in bundled}:
            ledger.remove_source(gone)
    return chosen


def _is_own(source: Source) -> bool:
    return not source.bundled


def _named(sources: Sequence[Source], source_id: str) -> Source:
    for source in sources:
        if source.id == source_id:
            return source
    raise SourceError(f"no source {source_id!r}", user_message=texts.SOURCE_UNKNOWN.format(id=source_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """A source and how it stands, for a list."""

    id: str
    title: str
    publisher: str
    url: str
    licence: str
    schedule: str
    bundled: bool
    path: str
    documents: int
    last_success: str
    """ISO date of the last ingest that read all of it; empty when there was none."""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def list_sources(settings: Settings) -> list[SourceStatus]:
    """The bundled sources, then the registered ones.

    Raises:
        StorageError: The ledger cannot be read.
    """
    bundled = bundled_sources()
    if not (settings.data_dir / NAME).is_file():
        return [_status(source, 0, "") for source in bundled]
    with storage_errors(settings.data_dir):
        ledger = Ledger.open(settings.data_dir)
        try:
            sources = (*bundled, *filter(_is_own, ledger.sources()))
            return [_status(s, ledger.count_documents(s.id), ledger.last_success(s.id)) for s in sources]
        finally:
            ledger.close()


def _status(source: Source, documents: int, last_success: str) -> SourceStatus:
    shown = source.model_dump(
        include={"id", "title", "publisher", "url", "licence", "schedule", "bundled", "path"}
    )
    return SourceStatus(**shown, documents=documents, last_success=last_success)


def remove_source(settings: Settings, source_id: str) -> None:
    """Forget a registered source; the next ingest takes it out of the index.

    Raises:
        SourceError: There is no such source, or it is a bundled one.
        BusyError: An ingest is running.
        StorageError: The ledger cannot be written.
    """
    with storage_errors(settings.data_dir), writer_lock(settings.data_dir):
        ledger = Ledger.open(settings.data_dir)
        try:
            source = _named([*bundled_sources(), *ledger.sources()], source_id)
            if source.bundled:
                message = texts.SOURCE_BUNDLED.format(id=source_id)
                raise SourceError(f"{source_id} is a bundled source", user_message=message)
            ledger.remove_source(source_id)
        finally:
            ledger.close()
