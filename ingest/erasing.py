"""What is erased leaves the disk: truth, analyses and vectors, what was fetched, every older generation.

Erasing goes in four steps, and whatever kills it, the next ingest goes on with them:

    1. the records leave the ledger, and a hash of their id stays, so that they are never read again
    2. what was fetched of them leaves the disk; a user's own files are the user's to delete
    3. a generation without them is built anew, with nothing taken over, proven and published like any other
    4. every older generation goes, and the ledger is written anew without its free pages

What no program can reach is left: backups, snapshots and freed blocks of the file system.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from ingest.ledger import Changes, Ledger
from ingest.live import is_fetched
from ingest.sources import Source
from rag import texts
from rag.errors import NoIndexError, SourceError
from rag.index.manifest import STORE, generation_ids, index_dir
from rag.index.publish import keep_only_current
from rag.index.store import Store
from rag.settings import Settings


def erase(ledger: Ledger, document_ids: Sequence[str], data_dir: Path) -> Changes:
    """Steps 1 and 2. All ids are looked for before anything is erased.

    Raises:
        SourceError: Neither the ledger nor a generation that is kept knows one of the ids.
    """
    for document_id in document_ids:
        if not _is_known(ledger, document_id, data_dir):
            message = texts.ERASE_UNKNOWN.format(id=document_id)
            raise SourceError(f"no document {document_id!r}", user_message=message, remedy="datalots search")
    changes = Changes()
    stood = [ledger.file_of(document_id) for document_id in document_ids]
    with ledger.together():
        for document_id in document_ids:
            changes = changes.plus(ledger.erase_document(document_id))
    sources = {source.id: source for source in ledger.sources()}
    for source_id, name in filter(None, stood):
        if source_id in sources:
            remove_fetched(sources[source_id], name, data_dir)
    return changes


def finish_erasing(ledger: Ledger, settings: Settings) -> None:
    """Step 4, when something was erased since it was last done; the current generation is without it."""
    if ledger.must_scrub():
        keep_only_current(settings.data_dir, settings.chroma_url)
        ledger.forget_unused()
        ledger.scrub()


def _is_known(ledger: Ledger, document_id: str, data_dir: Path) -> bool:
    known = (ledger.file_of(document_id), ledger.is_erased(document_id), ledger.was_left_behind(document_id))
    if any(known):
        return True
    return any(_holds(index_dir(data_dir) / id_, document_id) for id_ in generation_ids(data_dir))


def _holds(generation: Path, document_id: str) -> bool:
    try:
        store = Store.open(generation / STORE)
    except NoIndexError:
        return False
    try:
        return store.document(document_id) is not None
    finally:
        store.close()


def remove_fetched(source: Source, name: str, data_dir: Path) -> None:
    """Delete a file of a source, and the bodies that came beside it, when we fetched them.

    What else stood in that file comes back with the next fetch.
    """
    if is_fetched(source, data_dir):
        (source.root / name).unlink(missing_ok=True)
        shutil.rmtree(source.root.parent / "cache", ignore_errors=True)
