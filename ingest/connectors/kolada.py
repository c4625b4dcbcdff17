"""Kolada, key figures of municipalities and regions: a table a key figure.

Two real shapes (v3; v2 calls them `next_page`, `is_deleted`, `auspices`):

    GET /kpi/N00945 → {"values": [{"id": "N00945", "title": "Invånare totalt, antal", "auspice": "X", …}]}
    GET /data/kpi/N00945/year/2022,2023?per_page=5000&page=1 → {"count": 1, "next_url": null, "values": [
        {"kpi": "N00945", "municipality": "0180", "period": 2023,
         "values": [{"gender": "T", "value": 984748, "status": "", "count": 1}]}]}

Change feed: `from_date` gives the values that have changed or been deleted since; when there are none the
table stays, else it is fetched whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from ingest.connectors.base import Job
from ingest.connectors.shape import Shape, text
from ingest.connectors.tables import has_table, keep_table, put_table
from ingest.readers.table_made import measure, slug
from ingest.readers.table_roles import column
from rag import texts
from rag.schema import Dimension, Table, TableInfo

_PAGE = 5_000
_MOST_PAGES = 200
_YEARS_A_REQUEST = 25
_SEXES = {"T": "totalt", "K": "kvinnor", "M": "män"}
_COUNTRY = "0000"


@dataclass(frozen=True, slots=True)
class _Value:
    region: str
    period: str
    sex: str
    value: str
    """As published, or ".." where there is none."""


def fetch(job: Job) -> None:
    """Options: `kpis`, `first_year`."""
    this_year = int(job.now[:4])
    years = range(int(job.source.options.get("first_year", this_year - 5)), this_year + 1)
    places = _places(job)
    figures = Shape({"id": str, "title": str}, {"description": str, "publication_date": str})
    checked: dict[str, str] = job.checkpoint.setdefault("checked", {})
    for kpi in job.source.options["kpis"]:
        with job.attempt(kpi):
            name = f"kolada_{slug(kpi)}"
            if has_table(job.box, name):
                keep_table(job.box, name)
                if kpi in checked and not _changed(job, kpi, years, checked[kpi]):
                    continue
            found = [one for one in _values_of(job, job.url(f"/kpi/{kpi}")) if figures.fits(one)]
            if not found:
                job.problem(texts.FETCH_NO_FIGURE.format(name=kpi))
                continue
            table = _table(job, name, found[0], places, list(_values(job, kpi, years)))
            if table is None:
                job.problem(texts.FETCH_NO_VALUES.format(name=kpi, first=years[0], last=years[-1]))
                continue
            put_table(job.box, table)
            checked[kpi] = job.now[:10]
    figures.tell(job)


def _places(job: Job) -> dict[str, str]:
    """Names of municipalities and regions by Kolada's code of four characters."""
    shape = Shape({"id": str, "title": str})
    found = {
        one["id"]: one["title"]
        for one in _values_of(job, job.url("/municipality", {"per_page": _PAGE}))
        if shape.fits(one)
    }
    shape.tell(job)
    if not found:
        raise job.no_shape("no municipalities")
    return {**found, _COUNTRY: "Riket"}


def _changed(job: Job, kpi: str, years: range, since: str) -> bool:
    return any(
        job.json(job.url(path, {"per_page": 1, "from_date": since})).get("values")
        for path in _paths(kpi, years)
    )


def _paths(kpi: str, years: range) -> Iterator[str]:
    for start in range(0, len(years), _YEARS_A_REQUEST):
        said = ",".join(str(year) for year in years[start : start + _YEARS_A_REQUEST])
        yield f"/data/kpi/{kpi}/year/{said}"


def _values_of(job: Job, url: str) -> Iterator[Any]:
    """The records of all pages."""
    seen: set[str] = set()
    while url and url not in seen and len(seen) < _MOST_PAGES:
        seen.add(url)
        got = job.json(url, exact=True)
        if not isinstance(got, dict) or not isinstance(got.get("values"), list):
            raise job.no_shape("no list `values`")
        yield from got["values"]
        url = text(got.get("next_url") or got.get("next_page"))


def _values(job: Job, kpi: str, years: range) -> Iterator[_Value]:
    shape = Shape({"municipality": str, "period": int, "values": list})
    inner = Shape({"gender": str}, {"value": (int, Decimal)})
    for path in _paths(kpi, years):
        for record in _values_of(job, job.url(path, {"per_page": _PAGE})):
            if not shape.fits(record):
                continue
            for one in record["values"]:
                if not inner.fits(one) or one.get("isdeleted") or one.get("is_deleted"):
                    continue
                value = one.get("value")
                told = format(value, "f") if isinstance(value, Decimal) else str(value)
                known = isinstance(value, int | Decimal) and not isinstance(value, bool)
                yield _Value(
                    record["municipality"], str(record["period"]), one["gender"], told if known else ".."
                )
    shape.tell(job)
    inner.tell(job)


def _table(
    job: Job, name: str, about: Mapping[str, Any], places: Mapping[str, str], values: list[_Value]
) -> Table | None:
    """The table of a key figure; None when no place that we know has a value."""
    known = [one for one in values if one.region in places and one.sex in _SEXES]
    if not any(one.value != ".." for one in known):
        return None
    regions = sorted({one.region for one in known})
    periods = sorted({one.period for one in known})
    sexes = [sex for sex in _SEXES if any(one.sex == sex for one in known)]
    codes = {place: _code(place) for place in regions}
    dimensions = [
        Dimension(
            id="region",
            label="region",
            role="region",
            codes={codes[place]: "riket" if place == _COUNTRY else places[place] for place in regions},
            total="00" if _COUNTRY in regions else None,
            additive=False,
        ),
        column("period", "år", periods, role="period").dimension,
    ]
    sexed = column("sex", "kön", [_SEXES[sex] for sex in sexes], role="sex") if sexes != ["T"] else None
    if sexed:
        dimensions.append(sexed.dimension)
    rows = {
        (codes[v.region], v.period, *((sexed.codes[_SEXES[v.sex]],) if sexed else ())): v.value for v in known
    }
    title = about["title"].strip()
    decimals = max(len(one.value.partition(".")[2]) for one in known if one.value != "..")
    counted = measure("value", title, decimals=decimals, within=title)
    counted = replace(counted, names=tuple(dict.fromkeys((*counted.names, *_names(title)))))
    info = TableInfo(
        id=name,
        title=title,
        publisher=f"Kolada (RKA); uppgifter från {owner}" if (owner := _owner(about)) else "Kolada (RKA)",
        url=f"{job.source.url.rstrip('/')}/?kpis={about['id']}",
        licence=job.source.licence,
        updated=text(about.get("publication_date"))[:10],
        dimensions=tuple(dimensions),
        measures=(counted,),
        description=text(about.get("description")),
        source_table=about["id"],
        query_url=job.url(f"/data/kpi/{about['id']}/year/{','.join(periods)}"),
        source_id=job.source.id,
    )
    columns = (*(d.id for d in dimensions), "value")
    return Table(info=info, columns=columns, rows=[(*key, value) for key, value in sorted(rows.items())])


def _names(title: str) -> Iterator[str]:
    """What people call a key figure: "Arbetslöshet 18-65 år, andel (%)" is "arbetslöshet" to them."""
    head = title.lower().split(",")[0].strip()
    yield head
    yield re.sub(r"\s+(?:totalt|\d+\s*[-–]\s*\d+ år)\b", "", head).strip()


def _owner(about: Mapping[str, Any]) -> str:
    said = text(about.get("auspice")) or text(about.get("auspices"))
    return said if len(said) > 1 else ""


def _code(place: str) -> str:
    """Kolada's code as ours: "0001" is Stockholm County, 01; "0000" the country, 00."""
    return place[2:] if len(place) == 4 and place.startswith("00") else place
