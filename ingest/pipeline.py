"""THE FLOW: sources → changed files → chunks → words and vectors of what is new → a generation, published.

Read this first. What is read goes into the ledger at once, so an ingest that dies loses nothing and the next
one goes on where it stopped; readers see the old index until the new one is proven and published whole.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ingest.building import build, describe
from ingest.erasing import erase, finish_erasing, remove_fetched
from ingest.faults import storage_errors
from ingest.ledger import Ledger
from ingest.preparing import analyse, embed
from ingest.progress import Progress, Stage, StageClock, silent
from ingest.reading import Listed, Outcome, Refused, forget_vanished, keep, list_files, read_ahead
from ingest.registry import choose_sources, list_sources, remove_source
from ingest.sources import Source
from ingest.takeover import Plan, plan, traces
from ingest.workers import Workers
from rag import texts
from rag.embedders import load_embedder
from rag.errors import NoIndexError, SourceError, StorageError
from rag.index.manifest import (
    STORE,
    Manifest,
    current_id,
    generation_ids,
    index_dir,
    next_id,
    read_manifest,
    verify,
)
from rag.index.proof import Expectation, prove
from rag.index.publish import discard, new_build, publish, writer_lock
from rag.index.store import Store
from rag.processes import warm
from rag.settings import Settings

__all__ = ["Progress", "Refused", "Summary", "ingest", "list_sources", "remove_source"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What an ingest did; counts are documents."""

    added: int
    changed: int
    unchanged: int
    removed: int
    """Gone from their source, erased ones included."""
    refused: tuple[Refused, ...]
    generation: str
    """Id of the generation that is current now."""
    published: bool
    """False when nothing had changed, so the old generation stays."""
    counts: dict[str, int]
    """Rows of the generation: "documents", "chunks", "concepts", "datasets", "tables"."""
    seconds: dict[str, float]
    """By stage, and "total"."""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def ingest(
    settings: Settings,
    paths: Sequence[Path] = (),
    source_ids: Sequence[str] | None = None,
    *,
    only: bool = False,
    rebuild: bool = False,
    erase_ids: Sequence[str] = (),
    today: str = "",
    progress: Progress = silent,
) -> Summary:
    """Bring the index up to date with its sources.

    Args:
        settings: Says where the data lie and which embedder to use.
        paths: The user's own folders or files: registered, and read from now on.
        source_ids: Read only these sources; what is known of the others stays. None reads all.
        only: Leave the bundled sources out; for a data directory that never had them.
        rebuild: Read every file again and build the index even when nothing changed.
        erase_ids: Documents to take off the disk, whatever their source still says (`erasing.py`).
        today: ISO date for the records of the run.
        progress: Told how far each stage is.

    Raises:
        BusyError: Another ingest is running.
        StorageError: The disk is full, read-only or damaged, or the new index failed its proof: the old one
            stays.
        SourceError: A path, source or document to erase does not exist, or there is nothing to read.
        SettingsError: `only` where the bundled sources have been read.
        ModelError: A configured embedder does not answer; what it did so far is kept.
        ClusterError: The configured cluster does not answer, or is of another version; what it did so far
            is kept.
    """
    clock = StageClock(progress)
    with storage_errors(settings.data_dir), writer_lock(settings.data_dir):
        ledger = Ledger.open(settings.data_dir)
        try:
            with ledger.run(today) as log_run, Workers(settings.cluster_url) as workers:
                erased = erase(ledger, erase_ids, settings.data_dir)
                embedder = load_embedder(settings)
                sources = choose_sources(ledger, paths, source_ids, only=only)
                outcome = _read(ledger, sources, settings.data_dir, rebuild, clock.stage("read"))
                outcome = outcome.plus(Outcome(erased))
                if rebuild or outcome.changes.any:
                    warm()
                analyse(ledger, workers, clock.stage("analyse"))
                embed(ledger, embedder, workers, clock.stage("embed"))
                wanted = describe(ledger, embedder, lambda mark: next_id(settings.data_dir, mark), today)
                current = _sound_current(settings.data_dir)
                anew = rebuild or current is None or ledger.must_scrub()
                stale = current is None or not current.same_content(wanted) or (anew and traces(current))
                published = rebuild or stale
                if published:
                    before = None if anew else current
                    _publish(ledger, wanted, before, settings, workers, clock)
                    ledger.forget_unused()
                finish_erasing(ledger, settings)
                ledger.mark_success(_healthy(sources, outcome), today)
                summary = Summary(
                    **outcome.changes._asdict(),
                    refused=outcome.refused,
                    generation=wanted.id if published or current is None else current.id,
                    published=published,
                    counts=wanted.counts,
                    seconds=clock.seconds(),
                )
                log_run(summary.to_json())
                return summary
        finally:
            ledger.close()


def _read(ledger: Ledger, sources: Sequence[Source], data_dir: Path, again: bool, done: Stage) -> Outcome:
    """Read what changed, file by file; first forget what is gone, so that a file may move."""
    outcome = Outcome()
    listed: list[Listed] = []
    for source in sources:
        try:
            files = list_files(source, besides=data_dir)
        except SourceError as error:
            log.warning("%s", error)
            why = f"{error.user_message} {texts.FILE_KEPT}"
            outcome = outcome.plus(Outcome(refused=(Refused(str(source.root), why),)))
            continue
        outcome = outcome.plus(forget_vanished(ledger, source, files))
        stamps, held = ledger.stamps(source.id), ledger.documents_by_file(source.id)
        named = ((path, source.name_of(path)) for path in files)
        listed.extend(Listed(source, path, stamps.get(name), held.get(name, 0)) for path, name in named)
    kept = 0
    for group in read_ahead(listed, again=again):
        with ledger.together():
            for read in group:
                outcome = outcome.plus(keep(ledger, read))
        kept += len(group)
        done(kept, len(listed))
    for source, name in outcome.erased:  # it came back to the disk with a later fetch
        remove_fetched(source, name, data_dir)
    return outcome


def _publish(
    ledger: Ledger,
    wanted: Manifest,
    before: Manifest | None,
    settings: Settings,
    workers: Workers,
    clock: StageClock,
) -> None:
    """Build aside, from what the generation before has where there is one, prove, publish.

    A build that is not sound is thrown away; when it was taken over from another, it is made anew.
    """
    taken = _plan(ledger, before, wanted, settings)
    try:
        _publish_as(taken, ledger, wanted, settings, workers, clock)
    except StorageError as error:
        if taken.taken_over is None:
            raise
        log.warning("built anew, for what was taken over is not sound: %s", error)
        _publish_as(Plan(), ledger, wanted, settings, workers, clock)


def _plan(ledger: Ledger, before: Manifest | None, wanted: Manifest, settings: Settings) -> Plan:
    newest = generation_ids(settings.data_dir)[-1:]
    if before is None or newest != [before.id]:  # a rolled back index may hold what was since forgotten
        return Plan()
    return plan(ledger, index_dir(settings.data_dir) / before.id, before, wanted, settings.chroma_url)


def _publish_as(
    taken: Plan, ledger: Ledger, wanted: Manifest, settings: Settings, workers: Workers, clock: StageClock
) -> None:
    path = new_build(settings.data_dir)
    stage = clock.stage("build")
    chunks = wanted.counts["chunks"]
    manifest = wanted.model_copy(update={"taken_over": taken.taken_over})
    try:
        data_dir, url = settings.data_dir, settings.chroma_url
        build(ledger, manifest, taken, path, data_dir, url, workers, lambda written: stage(written, chunks))
        proving = clock.stage("prove")
        proving(0, 1)
        prove(path, _expectation(ledger, manifest, settings))
        publish(path, manifest, settings.data_dir, settings.chroma_url)
        proving(1, 1)
    except BaseException:
        discard(path, settings.chroma_url)
        raise
    if taken.vectors is None:
        ledger.nothing_left_behind()


def _expectation(ledger: Ledger, manifest: Manifest, settings: Settings) -> Expectation:
    """What the new generation must hold, and what of the one before it must not have."""
    expected = Expectation(counts=manifest.counts, chroma_url=settings.chroma_url)
    try:
        store = Store.open(index_dir(settings.data_dir) / current_id(settings.data_dir) / STORE)
    except NoIndexError:
        return expected
    try:
        documents, chunks = set(store.document_ids()), set(store.chunk_ids())
    finally:
        store.close()
    now = ledger.chunk_ids()
    told = {
        "removed_documents": documents - ledger.document_ids(),
        "removed_chunks": chunks - now,
        "added_chunks": now - chunks,
    }
    return expected.model_copy(update={name: tuple(sorted(ids)) for name, ids in told.items()})


def _sound_current(data_dir: Path) -> Manifest | None:
    """The manifest of the current generation; None when there is none or its files are damaged."""
    try:
        path = index_dir(data_dir) / current_id(data_dir)
        problems = verify(path)
        if problems:
            log.warning("the current generation is rebuilt: %s", problems[0])
        return None if problems else read_manifest(path)
    except NoIndexError:
        return None


def _healthy(sources: Sequence[Source], outcome: Outcome) -> list[str]:
    """The sources of which nothing was refused."""
    bad = [Path(refused.path) for refused in outcome.refused]
    return [source.id for source in sources if not any(path.is_relative_to(source.root) for path in bad)]
