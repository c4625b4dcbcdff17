"""How well a dataset is described and given out: points that anybody can add up again from what is shown.

    mandatory      title, description, publisher; every distribution with address and format      5 points
    recommended    contact, keywords, theme, issued, standard, place, period, access; licence      9 points
    use            machine-readable format, API or file, open licence, freshness, identifier, docs 6 points

A point is given or not, never in parts. Source of the fields: DCAT-AP-SE 3.0.1, Dataset and Distribution.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rag import texts
from rag.schema import Dataset

MACHINE_READABLE = frozenset(
    "CSV JSON JSONL XML RDF/XML TURTLE GEOJSON PARQUET ODS XLSX XLS ZIP PX JSON-LD TSV GPKG GZIP".split()
)
OPEN_LICENCES = frozenset({"CC0 1.0", "CC BY 4.0", "Public Domain Mark 1.0", "CC BY-SA 4.0"})
DAYS: Mapping[str, int] = {
    "varje timme": 2,
    "löpande": 7,
    "varje dag": 3,
    "varje vecka": 14,
    "två gånger i månaden": 31,
    "varje månad": 62,
    "varje kvartal": 184,
    "två gånger om året": 366,
    "en gång om året": 731,
    "vartannat år": 1_462,
    "vart tredje år": 2_192,
}
"""Days within which an update keeps the dataset's own pace: two of its periods."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that was looked at."""

    group: str
    """"mandatory", "recommended" or "use"."""
    name: str
    """In Swedish, as it is shown."""
    given: bool


@dataclass(frozen=True, slots=True)
class Score:
    points: tuple[Point, ...]

    @property
    def given(self) -> int:
        return sum(point.given for point in self.points)

    @property
    def highest(self) -> int:
        return len(self.points)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(point.name for point in self.points if not point.given)

    @property
    def obstacles(self) -> tuple[str, ...]:
        """Which of the article's five obstacles the missing points are signs of, in its order."""
        lacking = set(self.missing)
        return tuple(
            texts.QUALITY_OBSTACLES[name]
            for name, signs in _OBSTACLES
            if lacking & {texts.QUALITY_POINTS[sign] for sign in signs}
        )


_Check = Callable[[Dataset, str], bool]
_CHECKS: Sequence[tuple[str, str, _Check]] = (
    ("mandatory", "title", lambda d, _: bool(d.title)),
    ("mandatory", "description", lambda d, _: bool(d.description)),
    ("mandatory", "publisher", lambda d, _: bool(d.publisher)),
    ("mandatory", "address", lambda d, _: _all(d, [bool(part.url) for part in d.distributions])),
    ("mandatory", "format", lambda d, _: _all(d, [bool(part.format) for part in d.distributions])),
    ("recommended", "contact", lambda d, _: bool(d.contact)),
    ("recommended", "keywords", lambda d, _: bool(d.keywords)),
    ("recommended", "theme", lambda d, _: bool(d.themes)),
    ("recommended", "issued", lambda d, _: bool(d.issued)),
    ("recommended", "standard", lambda d, _: bool(d.conforms_to)),
    ("recommended", "place", lambda d, _: bool(d.spatial)),
    ("recommended", "period", lambda d, _: bool(d.temporal)),
    ("recommended", "access", lambda d, _: bool(d.access)),
    ("recommended", "licence", lambda d, _: bool(_licences(d))),
    ("use", "machine", lambda d, _: any(part.format.upper() in MACHINE_READABLE for part in d.distributions)),
    ("use", "fetchable", lambda d, _: bool(d.distributions) and not _unchecked(d)),
    ("use", "open", lambda d, _: bool(_licences(d)) and _licences(d) <= OPEN_LICENCES),
    ("use", "fresh", lambda d, today: _is_fresh(d, today)),
    ("use", "identifier", lambda d, _: bool(d.identifiers)),
    (
        "use",
        "documentation",
        lambda d, _: bool(d.documentation) or any(p.documentation for p in d.distributions),
    ),
)
_OBSTACLES: Sequence[tuple[str, tuple[str, ...]]] = (
    ("standards", ("standard", "theme", "identifier")),
    ("quality", ("description", "fresh", "period", "documentation", "machine")),
    ("legal", ("licence", "open", "access")),
    ("incentives", ("contact", "publisher")),
    ("technical", ("address", "format", "fetchable")),
)


def assess(dataset: Dataset, today: str) -> Score:
    """The points of a dataset on `today` (ISO date); without a date freshness is not given."""
    return Score(
        tuple(
            Point(group, texts.QUALITY_POINTS[name], check(dataset, today)) for group, name, check in _CHECKS
        )
    )


def by_publisher(datasets: Sequence[Dataset], today: str) -> list[tuple[str, float, int]]:
    """(publisher, mean points, datasets), the best described first; equal ones by name."""
    given: dict[str, list[int]] = {}
    for dataset in datasets:
        given.setdefault(dataset.publisher, []).append(assess(dataset, today).given)
    means = [(name, sum(points) / len(points), len(points)) for name, points in given.items()]
    return sorted(means, key=lambda row: (-row[1], row[0]))


def _all(dataset: Dataset, held: Sequence[bool]) -> bool:
    return bool(dataset.distributions) and all(held)


def _licences(dataset: Dataset) -> frozenset[str]:
    return frozenset({part.licence for part in dataset.distributions} | {dataset.licence}) - {""}


def _unchecked(dataset: Dataset) -> bool:
    return any("inte kontrollerad" in caveat for caveat in dataset.caveats)


def _is_fresh(dataset: Dataset, today: str) -> bool:
    """Whether the last update lies within two of the dataset's own periods."""
    days, last = DAYS.get(dataset.frequency), dataset.modified or dataset.issued
    if days is None or not last or not today:
        return False
    try:
        return (date.fromisoformat(today) - date.fromisoformat(last)).days <= days
    except ValueError:
        return False
