"""SCB's statistical database: PxWebApi 2, and PxWebApi 1 for tables that version 2 does not give.

Real shapes of version 2 (all with `lang=sv`):

    GET /config → {"maxDataCells": 150000, "maxCallsPerTimeWindow": 30, "timeWindow": 10, …}
    GET /tables?pastDays=7 → {"tables": [{"id": "TAB1267", "updated": "2024-12-10T07:00:00Z", …}], "page": …}
    GET /tables/TAB1267/metadata → JSON-stat 2 without values
    POST /tables/TAB1267/data {"selection": [{"variableCode": "Tid", "valueCodes": ["2023"]}]} → JSON-stat 2

and of version 1:

    GET /BE/BE0101/BefArealTathetKon → {"title": "…", "variables": [{"code": "Region", "values": ["00"], …}]}
    POST the same {"query": [{"code": "Tid", "selection": {"filter": "item", "values": ["2018"]}}],
        "response": {"format": "json-stat2"}} → JSON-stat 2

Change feed: `pastDays` names the tables that were updated; the others stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict

from ingest.connectors.base import Job
from ingest.connectors.scb_cells import Axis, Selection, chosen, fitted, joined, parts, size
from ingest.connectors.shape import Shape, text, within
from ingest.connectors.tables import has_table, keep_table, put_table
from ingest.readers import READERS
from ingest.readers.table_made import slug
from rag.errors import FetchError, SourceError
from rag.schema import Table

_FEED_DAYS = 60
"""Days that the change feed is asked back; after a longer absence every table is looked at."""
_PAGES = 50
_V1_CELLS = 100_000


class Wanted(BaseModel):
    """A table to fetch, as it stands in the options."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = ""
    """In version 2: "TAB1267"."""
    path: str = ""
    """In version 1: "BE/BE0101/BE0101C/BefArealTathetKon"; its last part is the matrix."""
    select: dict[str, list[str]] = {}
    """Codes or PxWeb's expressions by variable; a variable that is not named is taken whole."""
    leave_out: tuple[str, ...] = ()
    """Variables that are not asked for, so that their total is given."""
    codelists: dict[str, str] = {}
    """Grouping or value set by variable."""
    max_cells: int = 400_000
    """More than that and only the latest periods are fetched."""

    @property
    def matrix(self) -> str:
        return PurePosixPath(self.path).name

    @property
    def name(self) -> str:
        return f"scb_{slug(self.matrix or self.id)}"


class Api(Protocol):
    """A table as one of the two versions gives it."""

    limit: int
    title: str
    updated: str
    address: str
    axes: dict[str, Axis]

    def data(self, selection: Selection) -> dict[str, Any]: ...


def fetch(job: Job) -> None:
    """Options: `tables` (of `Wanted`), `v1_base`."""
    wanted = [Wanted.model_validate(entry) for entry in job.source.options["tables"]]
    known: dict[str, str] = job.checkpoint.setdefault("updated", {})
    try:
        limit = _limit(job)
        changed = _changed(job)
    except FetchError as error:  # version 2 is away: version 1 has most tables still
        job.warn(error.user_message)
        limit, changed = 0, None
    for table in wanted:
        with job.attempt(table.matrix or table.id):
            mark = f"{table.model_dump_json()} "
            if has_table(job.box, table.name):
                keep_table(job.box, table.name)
                stands = known.get(table.name, "").startswith(mark)
                if stands and changed is not None and job.checkpoint.get(table.name) not in changed:
                    continue
            api = _api(job, table, limit)
            if has_table(job.box, table.name) and known.get(table.name) == mark + api.updated:
                continue
            put_table(job.box, _table(job, table, api))
            known[table.name] = mark + api.updated
    job.checkpoint["asked"] = job.now


def _limit(job: Job) -> int:
    said = job.json(job.url("/config", {"lang": "sv"}))
    most = within(said, "maxDataCells")
    if not isinstance(most, int) or most < 1:
        raise job.no_shape("no maxDataCells")
    return most


def _changed(job: Job) -> set[str] | None:
    """Ids of the tables that were updated since the last time; None when that cannot be told."""
    asked = job.checkpoint.get("asked")
    if not asked:
        return None
    days = (datetime.fromisoformat(job.now) - datetime.fromisoformat(asked)).days + 2
    if not 2 <= days <= _FEED_DAYS:
        return None
    return {table["id"] for table in _tables(job, {"pastDays": days})}


def _tables(job: Job, query: Mapping[str, str | int]) -> Iterator[Mapping[str, Any]]:
    """The tables of all pages of a search."""
    shape = Shape({"id": str, "label": str}, {"updated": str})
    for number in range(1, _PAGES + 1):
        got = job.json(job.url("/tables", {"lang": "sv", "pageSize": 100, "pageNumber": number, **query}))
        tables = within(got, "tables")
        if not isinstance(tables, list):
            raise job.no_shape("no list `tables`")
        yield from (table for table in tables if shape.fits(table))
        pages = within(got, "page", "totalPages")
        if not isinstance(pages, int) or number >= pages:
            break
    shape.tell(job)


def _api(job: Job, wanted: Wanted, limit: int) -> Api:
    """The table in version 2, else in version 1.

    Raises:
        FetchError: In neither.
    """
    failure: FetchError | None = None
    if limit:
        try:
            table_id = wanted.id or job.checkpoint.get(wanted.name) or _search(job, wanted)
            if table_id:
                job.checkpoint[wanted.name] = table_id
                return _Version2(job, table_id, wanted, limit)
        except FetchError as error:
            failure = error
    if wanted.path and job.source.options.get("v1_base"):
        return _Version1(job, wanted)
    raise failure or job.no_shape(f"{wanted.matrix or wanted.id}: not found")


def _search(job: Job, wanted: Wanted) -> str:
    """The id in version 2 of the table whose matrix is the wanted one; empty when there is none."""
    for table in _tables(job, {"query": wanted.matrix}):
        about = job.json(job.url(f"/tables/{table['id']}/metadata", {"lang": "sv"}))
        if within(about, "extension", "px", "matrix") == wanted.matrix:
            return str(table["id"])
    return ""


class _Version2:
    def __init__(self, job: Job, table_id: str, wanted: Wanted, limit: int) -> None:
        about = job.json(job.url(f"/tables/{table_id}/metadata", {"lang": "sv"}))
        self._job, self._id, self._wanted = job, table_id, wanted
        self.limit = limit
        self.title = text(within(about, "label"))
        self.updated = text(within(about, "updated"))
        self.address = job.url(f"/tables/{table_id}/data", {"lang": "sv", "outputFormat": "json-stat2"})
        times = within(about, "role", "time") or []
        dimension = within(about, "dimension")
        if not self.title or not isinstance(dimension, dict) or not dimension:
            raise job.no_shape(f"{table_id}: no metadata")
        self.axes = {name: self._axis(name, said, name in times) for name, said in dimension.items()}

    def _axis(self, name: str, said: Any, time: bool) -> Axis:
        label = text(within(said, "label")) or name
        if name in self._wanted.codelists:
            listed = self._job.json(
                self._job.url(f"/codelists/{self._wanted.codelists[name]}", {"lang": "sv"})
            )
            codes = tuple(str(within(value, "code")) for value in within(listed, "values") or [])
        else:
            index = within(said, "category", "index")
            codes = (
                tuple(sorted(index, key=lambda code: int(index[code])))
                if isinstance(index, dict)
                else tuple(index or ())
            )
        if not codes:
            raise self._job.no_shape(f"{self._id}: {name} has no codes")
        return Axis(code=name, label=label, codes=codes, time=time)

    def data(self, selection: Selection) -> dict[str, Any]:
        asked = [
            {
                "variableCode": name,
                "valueCodes": list(codes),
                **({"codelist": self._wanted.codelists[name]} if name in self._wanted.codelists else {}),
            }
            for name, codes in selection.items()
        ]
        found: dict[str, Any] = self._job.json(self.address, body={"selection": asked})
        return found


class _Version1:
    def __init__(self, job: Job, wanted: Wanted) -> None:
        base = str(job.source.options["v1_base"]).rstrip("/")
        self.address = f"{base}/{wanted.path}"
        about = job.json(self.address)
        self._job = job
        self.limit = _V1_CELLS
        self.title = text(within(about, "title"))
        variables = within(about, "variables")
        shape = Shape({"code": str, "text": str, "values": list})
        if not self.title or not isinstance(variables, list) or not all(map(shape.fits, variables)):
            raise job.no_shape(f"{wanted.path}: no metadata")
        self.axes = {
            one["code"]: Axis(
                code=one["code"],
                label=one["text"],
                codes=tuple(map(str, one["values"])),
                time=bool(one.get("time")) or one["code"] == "Tid",
            )
            for one in variables
        }
        folder = job.json(self.address.rsplit("/", 1)[0])
        listed = folder if isinstance(folder, list) else []
        self.updated = next(
            (text(one.get("updated")) for one in listed if one.get("id") == wanted.matrix), ""
        )

    def data(self, selection: Selection) -> dict[str, Any]:
        query = [
            {"code": name, "selection": {"filter": "item", "values": list(codes)}}
            for name, codes in selection.items()
        ]
        found: dict[str, Any] = self._job.json(
            self.address, body={"query": query, "response": {"format": "json-stat2"}}
        )
        return found


def _table(job: Job, wanted: Wanted, api: Api) -> Table:
    """The table with the cells that are wanted, fetched in as many questions as it takes."""
    try:
        selection = {
            name: chosen(axis, wanted.select.get(name, ["*"]))
            for name, axis in api.axes.items()
            if name not in wanted.leave_out
        }
    except ValueError as error:
        raise job.no_shape(str(error)) from error
    time = next((name for name, axis in api.axes.items() if axis.time), "")
    fits = fitted(selection, time, wanted.max_cells)
    if size(fits) > wanted.max_cells:
        raise job.no_shape(f"{wanted.name}: {size(fits)} cells in one period")
    found = [dataset for part in parts(fits, api.limit) for dataset in _asked(api, part)]
    try:
        whole = joined(found)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise job.no_shape(f"{wanted.name}: {error!r}") from error
    table = _read(job, wanted, whole)
    info = replace(
        table.info,
        id=wanted.name,
        title=api.title,
        publisher=job.source.publisher,
        updated=api.updated[:10],
        url=_page(job, wanted, whole),
        query_url=api.address,
        source_table=wanted.matrix or wanted.id,
        source_id=job.source.id,
        coverage=_coverage(fits, selection, time),
        cells=0,
    )
    return replace(table, info=info)


def _asked(api: Api, selection: Selection) -> Iterator[dict[str, Any]]:
    """One part; in halves when the server finds it too large after all."""
    try:
        yield api.data(selection)
    except FetchError as error:
        if error.status not in {400, 403, 413} or "cell" not in error.body.lower() or size(selection) < 2:
            raise
        for half in parts(selection, (size(selection) + 1) // 2):
            yield from _asked(api, half)


def _read(job: Job, wanted: Wanted, whole: Mapping[str, Any]) -> Table:
    """The dataset as the reader of JSON-stat has it: roles, units and measures by their words."""
    aside = job.box.incoming / ".reading"
    aside.mkdir(parents=True, exist_ok=True)
    path = aside / f"{wanted.name}.json"
    path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    source = job.source.as_source(job.box.incoming).model_copy(update={"path": str(aside)})
    try:
        return next(record for record in READERS["json"].read(path, source) if isinstance(record, Table))
    except (SourceError, StopIteration) as error:
        raise job.no_shape(f"{wanted.name}: {error}") from error
    finally:
        path.unlink()


def _page(job: Job, wanted: Wanted, whole: Mapping[str, Any]) -> str:
    """The page of the table for people; the front page when its place is not known."""
    if wanted.path:
        *folders, matrix = wanted.path.split("/")
        return f"{job.source.url.rstrip('/')}/pxweb/sv/ssd/START__{'__'.join(folders)}/{matrix}/"
    return job.source.url


def _coverage(fits: Selection, selection: Selection, time: str) -> tuple[str, ...]:
    if not time or len(fits[time]) == len(selection[time]):
        return ()
    return (f"Datalots har hämtat perioderna {fits[time][0]}–{fits[time][-1]}; SCB har fler.",)
