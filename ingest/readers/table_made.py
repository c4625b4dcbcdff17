"""A table made of columns that were found in somebody's file: ids, measures, rows, and all about it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.readers.base import refused
from ingest.readers.table_roles import Column
from ingest.sources import Source
from rag import texts
from rag.schema import Measure, Table, TableInfo
from rag.swedish.words import fold

Statistic = str
_DATE = re.compile(r"((?:19|20)\d\d)-?(\d\d)-?(\d\d)")
_UNITS: Sequence[tuple[str, str]] = (
    (r"procentenhet|percentage point", "pp"),
    (r"procent|percent(?!il)|%|andel|share|rate\b|arbetslöshet|unemployment", "percent"),
    (r"mnkr|msek|miljoner kr", "MSEK"),
    (r"lön|salary|wage|månadslön", "SEK/month"),
    (r"\bkr\b|kronor|\bsek\b", "SEK"),
    (r"index", "index"),
    (r"annons|\bads?\b", "ads"),
    (r"invånare|folkmängd|population|person|anställda|employees|varslade|arbetslösa|unemployed(?!.*rate)|"
     r"sysselsatta|individ|inhabitants", "persons"),
)  # fmt: skip
_STATISTICS: Sequence[tuple[str, str]] = (
    (r"median", "median"),
    (r"percentil|kvartil|quartile|\bp\d\d\b", "percentile"),
    (r"procent|percent(?!il)|%|andel|share|rate\b|arbetslöshet|unemployment", "share"),
    (r"index", "index"),
    (r"medel|genomsnitt|average|mean|lön|salary|wage", "mean"),
    (r"antal|number|count|folkmängd|population|invånare|varslade|anställda|employees|unemployed|"
     r"arbetslösa|annons|person", "count"),
)  # fmt: skip
_EVERYDAY: Mapping[str, tuple[str, ...]] = {
    r"salary|wage|månadslön": ("lön", "månadslön", "tjänar"),
    r"employees": ("anställda", "antal anställda"),
    r"population|folkmängd": ("folkmängd", "invånare", "befolkning"),
    r"unemployed": ("arbetslösa", "antal arbetslösa"),
    r"unemployment": ("arbetslöshet",),
    r"migration": ("flyttningar", "flyttade"),
}
_WAGES = r"lön|\blon\b|salary|wage"
_SPREAD = r"median|percentil|kvartil|quartile|\bp\d\d\b|medel|mean"
"""What a file on wages has columns of without saying "lön" again."""
_NO_UNIT = {"antal", "number", "numbers", "st", "stycken", "henkilö"}
_TABLE_ID = re.compile(r"\b(?=\w*\d)[A-Z0-9]{6,}\b")
"""The publisher's id of a table in the name of a file: "anställda 000000NL"."""
_FROM_NAME_ONLY = "index"
"""The statistic of a measure nobody says anything about: such values are never added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a file says of its table as a whole."""

    title: str
    publisher: str = ""
    updated: str = ""
    source_table: str = ""
    description: str = ""
    coverage: tuple[str, ...] = ()


def measure(
    name: str, label: str, *, unit: str = "", statistic: str = "", decimals: int = 0, within: str = ""
) -> Measure:
    """A measure by its label; unit and statistic are what the file says, or what its words say."""
    said = f"{label} {unit}".lower()
    known_unit = next((known for words, known in _UNITS if re.search(words, said)), "")
    if not known_unit and not unit and re.search(_WAGES, within.lower()) and re.search(_SPREAD, said):
        known_unit = "SEK/month"
    read_unit = known_unit or ("" if unit.lower() in _NO_UNIT else unit)
    read_statistic = statistic or next((s for words, s in _STATISTICS if re.search(words, said)), "")
    return Measure(
        id=name,
        label=label,
        unit=read_unit,
        decimals=decimals,
        statistic=read_statistic or _FROM_NAME_ONLY,  # type: ignore[arg-type] # one of the literals above
        names=_names(label, within),
    )


def _names(label: str, title: str) -> tuple[str, ...]:
    said = tidy(_TABLE_ID.sub("", label)).lower()
    bare = re.sub(r"^(?:antal(?:et)?|number of)\s+", "", re.sub(r"\s*[,(].*$", "", said))
    everyday = [name for words, names in _EVERYDAY.items() if re.search(words, said) for name in names]
    topic = re.split(r"\s+(?:efter|by|fördelat på)\s+|[,.]", tidy(title).lower())[0]
    head = re.split(r"\s+(?:av|i|för|of|in|for)\s+", topic)[0]
    named = (said, bare, *everyday, topic, head if len(head) > 5 else "")
    return tuple(dict.fromkeys(name.strip() for name in named if len(name.strip()) > 2))


def tidy(label: str) -> str:
    """A label as words: "Antal_varslade" and "unemployedTotal" are "Antal varslade", "unemployed total"."""
    spaced = re.sub(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])", " ", label.replace("_", " "))
    return " ".join(spaced.split())


def bare_title(name: str) -> str:
    """The name of a file as a title, without the publisher's id when that leaves a word."""
    said = tidy(_TABLE_ID.sub(" ", name))
    return said if re.search(r"[A-Za-zÅÄÖåäö]{3}", said) else tidy(name)


def slug(text: str) -> str:
    """The text as an id: small letters, digits and low lines."""
    plain = fold(text).translate(str.maketrans("åäöéü", "aaoeu"))
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or "x"


def make(
    path: Path,
    source: Source,
    about: About,
    columns: Sequence[Column],
    measures: Sequence[Measure],
    rows: Sequence[tuple[str | None, ...]],
    section: str = "",
) -> Table:
    """The table, checked: a combination of codes stands for one row.

    Args:
        path: Its file.
        source: Whose file it is.
        about: What the file says.
        columns: Its dimensions.
        measures: What it measures.
        rows: Values of the dimensions as the file has them, then published values.
        section: Part of the file (a sheet).

    Raises:
        SourceError: A combination of codes occurs twice, or there are no cells.
    """
    width = len(columns)
    coded = [
        (
            *(column.codes[str(value)] for column, value in zip(columns, row[:width], strict=True)),
            *row[width:],
        )
        for row in rows
    ]
    if len({row[:width] for row in coded}) != len(coded):
        raise refused(path, texts.TABLE_TWICE, "a combination of codes occurs twice")
    cells = sum(value is not None for row in coded for value in row[width:])
    if not cells:
        raise refused(path, texts.TABLE_EMPTY, "no cells")
    dimensions = tuple(column.dimension for column in columns)
    info = TableInfo(
        id=_id(path, source, section),
        title=about.title,
        publisher=about.publisher or source.publisher,
        url=source.url,
        licence=source.licence,
        updated=about.updated,
        dimensions=dimensions,
        measures=tuple(measures),
        description=about.description,
        coverage=about.coverage,
        source_table=about.source_table,
        source_id=source.id,
        cells=cells,
    )
    names = (*(d.id for d in dimensions), *(m.id for m in measures))
    return Table(info=info, columns=names, rows=coded)


def _id(path: Path, source: Source, section: str) -> str:
    """Stable for the file, and its own: two files of one name lie in different folders."""
    name = source.name_of(path) + (f"#{section}" if section else "")
    digest = hashlib.sha256(f"{source.id}/{name}".encode()).hexdigest()[:6]
    return f"{slug(Path(name).stem)[:40]}_{digest}"


def iso_date(text: str) -> str:
    """The first date in a text, as ISO: "20040212 16:28" is 2004-02-12; empty when there is none."""
    match = _DATE.search(text)
    return f"{match[1]}-{match[2]}-{match[3]}" if match else ""


def unique_ids(labels: Sequence[str]) -> list[str]:
    """An id a label, none of them twice."""
    taken: list[str] = []
    for label in labels:
        name = base = slug(label)
        n = 2
        while name in taken or name == "measure":
            name, n = f"{base}_{n}", n + 1
        taken.append(name)
    return taken
