"""JSON: JSON-stat 2, PxWeb's own JSON and flat records with figures as tables; others as texts (`records`).

One real answer of SCB's API in JSON-stat 2, cut short:

    {"class": "dataset", "id": ["Region", "Tid"], "size": [1, 2], "role": {"time": ["Tid"]},
     "dimension": {"Region": {"label": "region", "category": {"index": {"00": 0}, "label": {"00": "Riket"}}},
                   "Tid": {"label": "år", "category": {"index": {"2022": 0, "2023": 1}}}},
     "value": [10521556, 10551707]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from ingest.readers import records, table
from ingest.readers.base import read_bytes, read_json, refused
from ingest.readers.table_grid import table_of
from ingest.readers.table_made import About, iso_date, make, measure, unique_ids
from ingest.readers.table_roles import Role, column
from ingest.readers.text import decode
from ingest.sources import Source
from rag import texts
from rag.schema import Document, Measure, Table
from rag.statistics.descriptor import describe

MAX_CELLS = 3_000_000
_ROLES: Mapping[str, Role] = {"time": "period", "geo": "region"}


def read(path: Path, source: Source) -> Iterator[Table | Document]:
    """The table of the file, followed by its descriptor.

    Raises:
        SourceError: It is no JSON, or none of the kinds that are read.
    """
    if any(path.with_suffix(suffix).is_file() for suffix in (".csv", ".csv.gz")):
        yield from table.read(path, source)
        return
    try:
        loaded = read_json(decode(path, read_bytes(path)))
    except (ValueError, RecursionError) as error:  # also a number of more digits than Python reads
        raise refused(path, texts.FILE_BROKEN, f"json: {error}") from error
    try:
        found = _table(path, source, loaded)
        told = describe(found.info) if found else None
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError) as error:
        raise refused(path, texts.FILE_BROKEN, f"json: {error!r}") from error
    if found is None or told is None:
        yield from records.documents(path, source, loaded)
        return
    yield found
    yield told


def _table(path: Path, source: Source, loaded: Any) -> Table | None:
    if isinstance(loaded, dict):
        if loaded.get("class") == "dataset" and "dimension" in loaded and "value" in loaded:
            return _json_stat(path, source, loaded)
        if isinstance(loaded.get("columns"), list) and isinstance(loaded.get("data"), list):
            return _pxweb(path, source, loaded)
    if isinstance(loaded, list):
        return _flat(path, source, loaded)
    return None


# ------------------------------------------------------------------ JSON-stat 2


def _json_stat(path: Path, source: Source, loaded: Mapping[str, Any]) -> Table:
    try:
        ids, sizes = [str(name) for name in loaded["id"]], [int(size) for size in loaded["size"]]
        codes = {name: _ordered(loaded["dimension"][name]["category"]) for name in ids}
        labels = {name: loaded["dimension"][name].get("label", name) for name in ids}
        named = {name: _labels(loaded["dimension"][name]["category"], codes[name]) for name in ids}
        roles = {name: kind for kind, names in loaded.get("role", {}).items() for name in names}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise refused(path, texts.FILE_BROKEN, f"json-stat: {error!r}") from error
    if sizes != [len(codes[name]) for name in ids]:
        raise refused(path, texts.FILE_BROKEN, f"json-stat: size {sizes} does not fit the categories")
    cells = _cells(path, loaded, sizes)
    metric = next((name for name in ids if roles.get(name) == "metric"), "")
    dimensions = [name for name in ids if name != metric]
    columns = []
    for name, dimension in zip(unique_ids(dimensions), dimensions, strict=True):
        values = _distinct(named[dimension])
        given = dict(zip(values, codes[dimension], strict=True))
        columns.append(
            column(name, labels[dimension], values, given, role=_ROLES.get(roles.get(dimension, "")))
        )
    rows: dict[tuple[str, ...], list[str | None]] = {}
    at = ids.index(metric) if metric else -1
    places = product(*(_distinct(named[name]) for name in ids))
    for place, cell in zip(places, cells, strict=True):
        key = place if at < 0 else (*place[:at], *place[at + 1 :])
        rows.setdefault(key, []).append(cell)
    about = About(
        title=str(loaded.get("label") or path.stem),
        publisher=str(loaded.get("source") or ""),
        updated=iso_date(str(loaded.get("updated") or "")),
        source_table=str(loaded.get("extension", {}).get("px", {}).get("tableid", "")),
    )
    body = [(*place, *found) for place, found in rows.items()]
    return make(path, source, about, columns, _measures(loaded, metric, codes, named), body)


def _ordered(category: Mapping[str, Any]) -> list[str]:
    index = category.get("index")
    if isinstance(index, list):
        return [str(code) for code in index]
    if isinstance(index, dict):
        return sorted(index, key=lambda code: int(index[code]))
    return [str(code) for code in category["label"]]


def _labels(category: Mapping[str, Any], codes: Sequence[str]) -> list[str]:
    labels = category.get("label") or {}
    return [str(labels.get(code, code)) for code in codes]


def _distinct(labels: Sequence[str]) -> list[str]:
    """The labels, one that occurs again with its place behind it."""
    taken: list[str] = []
    for label in labels:
        taken.append(label if label not in taken else f"{label} ({len(taken) + 1})")
    return taken


def _cells(path: Path, loaded: Mapping[str, Any], sizes: Sequence[int]) -> list[str | None]:
    size = 1
    for one in sizes:
        size *= one
    if size > MAX_CELLS:
        raise refused(path, texts.FILE_TOO_MANY.format(limit=f"{MAX_CELLS} celler"), f"{size} cells")
    values, status = loaded["value"], loaded.get("status") or {}
    held = values if isinstance(values, list) else [values.get(str(n)) for n in range(size)]
    if len(held) != size:
        raise refused(path, texts.FILE_BROKEN, f"json-stat: {len(held)} values, {size} expected")
    return [_cell(value, _status(status, n)) for n, value in enumerate(held)]


def _status(status: Any, n: int) -> str:
    if isinstance(status, list):
        return str(status[n] or "") if n < len(status) else ""
    return str(status.get(str(n), "")) if isinstance(status, dict) else str(status)


def _cell(value: Any, status: str) -> str | None:
    """A value, or the mark of why there is none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return repr(value).removesuffix(".0")
    return "." if status == "." else ".." if status else None


def _measures(
    loaded: Mapping[str, Any], metric: str, codes: Mapping[str, list[str]], named: Mapping[str, list[str]]
) -> list[Measure]:
    title = str(loaded.get("label") or "värde")
    if not metric:
        return [measure("value", title, within=title)]
    units = loaded["dimension"][metric]["category"].get("unit") or {}
    made = []
    for name, code, label in zip(unique_ids(named[metric]), codes[metric], named[metric], strict=True):
        unit = units.get(code) or {}
        decimals = unit.get("decimals", 0)
        base = str(unit.get("base") or unit.get("label") or "")
        made.append(measure(name, label, unit=base, decimals=decimals if isinstance(decimals, int) else 0))
    return made


# ------------------------------------------------------------------ PxWeb's JSON, and records


def _pxweb(path: Path, source: Source, loaded: Mapping[str, Any]) -> Table | None:
    """`columns` (type "c" for contents) and `data` with a key and values a row."""
    heads = [str(c.get("text", c.get("code", ""))) for c in loaded["columns"]]
    rows = [[*map(str, row.get("key", [])), *map(str, row.get("values", []))] for row in loaded["data"]]
    title = next((str(m.get("label")) for m in loaded.get("metadata", []) if m.get("label")), path.stem)
    return table_of(path, source, title, [heads, *rows])


def _flat(path: Path, source: Source, loaded: Sequence[Any]) -> Table | None:
    if not loaded or not all(isinstance(record, dict) for record in loaded):
        return None
    heads = list(dict.fromkeys(str(key) for record in loaded for key in record))
    if any(isinstance(value, dict | list) for record in loaded for value in record.values()):
        return None
    rows = [[_said(record.get(head)) for head in heads] for record in loaded]
    return table_of(path, source, path.stem, [heads, *rows])


def _said(value: object) -> str:
    return "" if value is None else str(value)
