"""The connectors by name, one public API a module: what it publishes → files that the readers take.

A connector is `fetch(job: Job) -> None`. It asks through `job`, puts files into `job.box`, keeps marks of
its change feed in `job.checkpoint`, and says what went wrong with `job.problem`: then the delivery is partial
and nothing that it left out is removed. Nothing takes effect before `fetch` has returned.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from ingest.connectors.base import Job
from rag import texts
from rag.errors import SourceError

CONNECTORS = (
    "barometer",
    "dataportal",
    "europa",
    "g0v",
    "handlingar",
    "historical_ads",
    "jobed",
    "jobsearch",
    "jobstream",
    "kolada",
    "regleringsbrev",
    "riksdagen",
    "scb",
    "statutes",
    "taxonomy",
)  # fmt: skip


def connector(name: str, source_id: str) -> Callable[[Job], None]:
    """The connector of that name, imported now.

    Raises:
        SourceError: There is none.
    """
    if name not in CONNECTORS:
        message = texts.FETCH_UNKNOWN_CONNECTOR.format(id=source_id, connector=name)
        raise SourceError(f"no connector {name!r}", user_message=message)
    fetch: Callable[[Job], None] = import_module(f"ingest.connectors.{name}").fetch
    return fetch
