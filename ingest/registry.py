"""Which sources there are: bundled, live, and the paths a user has registered; list them, remove one."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from ingest.faults import storage_errors
from ingest.ledger import Ledger
from ingest.ledger_file import NAME
from ingest.live import LiveSource, live_sources, read_state
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
    replaced = {source.replaces for source in own.values()}
    bundled = tuple(source for source in bundled if source.id not in replaced)
    sources = [*bundled, *own.values()]
    if not sources:
        raise SourceError(
            "no source at all", user_message=texts.NOTHING_TO_INDEX, remedy="datalots ingest PATH"
        )
    chosen = sources if source_ids is None else [_named(sources, source_id) for source_id in source_ids]
    for source in (*chosen, *map(registered, paths)):
        ledger.put_source(source)
    for gone in {source.id for source in known if source.bundled} - {source.id for source in bundled}:
        replacing = any(source.replaces == gone for source in chosen)
        if replacing or (gone not in replaced and not only and source_ids is None):
            ledger.remove_source(gone)
    return chosen


def _is_own(source: Source) -> bool:
    return not source.bundled


def _named(sources: Sequence[Source], source_id: str) -> Source:
    for source in sources:
        if source.id == source_id:
            return source
    raise SourceError(f"no source {source_id!r}", user_message=texts.SOURCE_UNKNOWN.format(id=source_id))


SourceState = Literal["bundled", "own", "fetched", "partial", "failed", "never"]


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
    """Folder or file; the address of the API of a live source."""
    documents: int
    last_success: str
    """ISO date of the last ingest that read all of it; empty when there was none."""
    state: SourceState
    fetched: str = ""
    """ISO time of the last fetch of a live source that brought something."""
    next_due: str = ""
    """ISO date of its next fetch; empty when it is due, or nothing is ever fetched."""
    problems: tuple[str, ...] = ()
    """Of the last fetch, in Swedish."""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


_SHOWN = {"id", "title", "publisher", "url", "licence", "schedule"}


def list_sources(settings: Settings) -> list[SourceStatus]:
    """The bundled sources, the live ones, then the registered ones.

    Raises:
        StorageError: The ledger cannot be read.
        SourceError: The list of live sources is wrong.
    """
    bundled, live = bundled_sources(), live_sources(settings)
    if not (settings.data_dir / NAME).is_file():
        return [
            *(_status(source, 0, "") for source in bundled),
            *(_live_status(source, settings.data_dir, 0, "") for source in live),
        ]
    with storage_errors(settings.data_dir):
        ledger = Ledger.open(settings.data_dir)
        try:

            def known(source_id: str) -> tuple[int, str]:
                return ledger.count_documents(source_id), ledger.last_success(source_id)

            fetched = {source.id for source in live}
            own = [one for one in ledger.sources() if _is_own(one) and one.id not in fetched]
            return [
                *(_status(source, *known(source.id)) for source in bundled),
                *(_live_status(source, settings.data_dir, *known(source.id)) for source in live),
                *(_status(source, *known(source.id)) for source in own),
            ]
        finally:
            ledger.close()


def _status(source: Source, documents: int, last_success: str) -> SourceStatus:
    return SourceStatus(
        **source.model_dump(include=_SHOWN | {"bundled", "path"}),
        documents=documents,
        last_success=last_success,
        state="bundled" if source.bundled else "own",
    )


def _live_status(source: LiveSource, data_dir: Path, documents: int, last_success: str) -> SourceStatus:
    state = read_state(source.folder(data_dir))
    failed = state.attempted != state.succeeded
    how: SourceState = "never" if not state.attempted else "failed" if failed else "fetched"
    return SourceStatus(
        **source.model_dump(include=_SHOWN),
        bundled=False,
        path=source.base,
        documents=documents,
        last_success=last_success,
        state="partial" if how == "fetched" and not state.complete else how,
        fetched=state.succeeded,
        next_due=state.next_due(source.schedule),
        problems=tuple(state.problems),
    )


def remove_source(settings: Settings, source_id: str) -> None:
    """Forget a registered or fetched source; the next ingest takes it out of the index.

    What was fetched of a live source is deleted, cached bodies too; it stays in the list and may be fetched
    again.

    Raises:
        SourceError: There is no such source, or it is a bundled one.
        BusyError: An ingest is running.
        StorageError: The ledger cannot be written.
    """
    live = {source.id: source for source in live_sources(settings)}
    with storage_errors(settings.data_dir), writer_lock(settings.data_dir):
        ledger = Ledger.open(settings.data_dir)
        try:
            if source_id not in live:
                source = _named([*bundled_sources(), *ledger.sources()], source_id)
                if source.bundled:
                    message = texts.SOURCE_BUNDLED.format(id=source_id)
                    raise SourceError(f"{source_id} is a bundled source", user_message=message)
            ledger.remove_source(source_id)
            if source_id in live:
                shutil.rmtree(live[source_id].folder(settings.data_dir), ignore_errors=True)
        finally:
            ledger.close()
