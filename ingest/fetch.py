"""Live sources → files: asks each connector for what is new, checks it, and puts it where the pipeline reads.

One source is fetched whole or stays as it was; the others go on. What was fetched is registered in the ledger
as a source of files, and read by the ordinary pipeline.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from ingest import child, personal_data
from ingest.connectors import connector
from ingest.connectors.base import Job
from ingest.connectors.outbox import Outbox, Tally
from ingest.faults import storage_errors
from ingest.fetching.cache import Cache
from ingest.fetching.client import Client
from ingest.fetching.limits import Limits
from ingest.ledger import Ledger
from ingest.live import LiveSource, State, fetched_ids, live_sources, read_state, write_state
from ingest.progress import Progress, silent
from rag import texts
from rag.errors import FetchError, SourceError
from rag.index.publish import writer_lock
from rag.settings import Settings

log = logging.getLogger(__name__)

Mask = Callable[[str], str]
_AT_ONCE = 4
"""Sources that are fetched beside each other; a host still has one request at a time."""
_CHECKED = frozenset({"taxonomy", "table", "dcat"})
"""Readers that every file is tried with before it takes the place of the one before."""
_VERSION = "0.1"


_NOTHING = Tally()


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchReport:
    """What came of one source."""

    id: str
    title: str
    done: bool
    """False when the source stayed as it was."""
    complete: bool = False
    tally: Tally = _NOTHING
    problems: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def fetch(
    settings: Settings,
    source_ids: Sequence[str] | None,
    *,
    now: str,
    may_shrink: bool = False,
    mask: Mask = personal_data.mask,
    progress: Progress = silent,
    client: Client | None = None,
) -> list[FetchReport]:
    """Fetch live sources and register them.

    Args:
        settings: Says where the data lie, which sources there are and what the limits are.
        source_ids: These, due or not; those that are no live sources are passed over. None: all that are due.
        now: ISO time in UTC.
        may_shrink: Let a list remove most of what was there before.
        mask: Takes personal data out of a text; names of contacts too.
        progress: Told how many sources are done.
        client: For tests.

    Raises:
        BusyError: An ingest is running.
        SourceError: The list of live sources is wrong.
        StorageError: The disk says no; sources that were done before stay done.
    """
    sources = live_sources(settings)
    chosen = _chosen(sources, source_ids, settings, now)
    using = client or _client(settings)
    with storage_errors(settings.data_dir), writer_lock(settings.data_dir):
        try:
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                running = [
                    pool.submit(_fetch_one, source, settings, using, now, may_shrink, mask)
                    for source in chosen
                ]
                reports = []
                try:
                    for number, one in enumerate(running, start=1):
                        reports.append(one.result())
                        progress("fetch", number, len(running))
                except BaseException:
                    using.stop()
                    pool.shutdown(wait=False, cancel_futures=True)
                    raise
        finally:
            if client is None:
                using.close()
        _register(settings, sources)
    return reports


def _chosen(
    sources: Sequence[LiveSource], source_ids: Sequence[str] | None, settings: Settings, now: str
) -> list[LiveSource]:
    if source_ids is not None:
        return [source for source in sources if source.id in source_ids]
    states = {source.id: read_state(source.folder(settings.data_dir)) for source in sources}
    return [
        source
        for source in sources
        if (not source.on_request or states[source.id].succeeded)
        and states[source.id].is_due(source.schedule, now)
    ]


def _client(settings: Settings) -> Client:
    contact = settings.fetch_contact or "no contact set"
    private = [host.strip() for host in settings.fetch_private_hosts.split(",") if host.strip()]
    return Client(
        limits=Limits.of(settings),
        private_hosts=private,
        agent=f"Datalots/{_VERSION} (open labour-market data; {contact})",
    )


def _fetch_one(
    source: LiveSource, settings: Settings, client: Client, now: str, may_shrink: bool, mask: Mask
) -> FetchReport:
    """One source; what it does wrong stays with it, what the disk says does not."""
    folder = source.folder(settings.data_dir)
    state = read_state(folder)
    box = Outbox(folder)
    job = Job(
        source=source,
        client=client,
        cache=Cache(folder / "cache"),
        box=box,
        now=now,
        checkpoint=dict(state.checkpoint),
        mask=mask,
    )
    try:
        connector(source.connector, source.id)(job)
        if source.reader in _CHECKED:
            for name, why in box.check(_reader(source, box)):
                job.problem(texts.FETCH_UNCHECKED.format(name=name, why=why))
    except SourceError as error:
        log.warning("%s: %s", source.id, error)
        return _failed(source, state, box, now, folder, (*job.problems, error.user_message), error)
    except OSError:
        box.discard()
        raise
    except Exception as error:  # a connector meets whatever a publisher invents; the others go on
        log.exception("connector %s failed", source.connector)
        return _failed(source, state, box, now, folder, (*job.problems, texts.FILE_CRASHED), error)
    tally = box.commit(complete=job.complete, may_shrink=may_shrink)
    if tally.held:
        known = tally.unchanged + tally.changed
        job.problem(texts.FETCH_SHRUNK.format(left=known - tally.held, known=known, id=source.id))
    done = State(
        attempted=now,
        succeeded=now,
        complete=job.complete,
        problems=job.problems,
        checkpoint=job.checkpoint,
    )
    write_state(folder, done)
    return FetchReport(
        id=source.id,
        title=source.title,
        done=True,
        complete=job.complete,
        tally=tally,
        problems=tuple(job.problems),
    )


def _reader(source: LiveSource, box: Outbox) -> Callable[[Path], object]:
    """Reads a file that has not been put in place, as the pipeline will."""
    aside = source.as_source(Path()).model_copy(update={"path": str(box.incoming)})

    def read(path: Path) -> object:
        return child.read(source.reader, path, aside) if path.match(source.files) else None

    return read


def _failed(
    source: LiveSource,
    state: State,
    box: Outbox,
    now: str,
    folder: Path,
    problems: tuple[str, ...],
    error: Exception,
) -> FetchReport:
    """Nothing of the delivery takes effect; the change feed goes on from where it was."""
    box.discard()
    told = list(dict.fromkeys(problems))
    wait = error.retry_after if isinstance(error, FetchError) else None
    later = datetime.fromisoformat(now) + timedelta(seconds=wait) if wait else None
    update = {
        "attempted": now,
        "problems": told,
        "not_before": later.isoformat(timespec="seconds") if later else "",
    }
    write_state(folder, state.model_copy(update=update))
    return FetchReport(id=source.id, title=source.title, done=False, problems=tuple(told))


def _register(settings: Settings, sources: Sequence[LiveSource]) -> None:
    """Put every live source that has files into the ledger, as it is set now."""
    ready = fetched_ids(settings.data_dir, sources)
    if not ready:
        return
    ledger = Ledger.open(settings.data_dir)
    try:
        for source in sources:
            if source.id in ready:
                ledger.put_source(source.as_source(settings.data_dir))
    finally:
        ledger.close()
