"""Rows of text that are a statistical table: as PxWeb exports them (wide), or one observation a row (long).

One real record of each, and what both become: dimensions, measures and a row a combination of codes.

    "region","sex","2014","2015"                            wide: a column a period
    "06 Jönköping county","men",2887,2982

    månad,"KPIF, index, 1987=100"                           long: the period is a column
    1987M01,98.21

A file without a period or without figures is no such table and stays a text. A column that follows from
another (the name beside the code, the year beside the month) is part of it and no dimension of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from ingest.readers.table_made import About, bare_title, make, measure, slug, tidy, unique_ids
from ingest.readers.table_roles import Column, column, month_number, one_each, period_of, role_of
from ingest.sources import Source
from rag.schema import Measure, Table

Row = Sequence[str]

MAX_MAGNITUDE = 30
"""Powers of ten above and below one that a figure may have; beyond is no statistic."""
MAX_DECIMALS = 4
"""More are what is left of a computation, and no published figure has them."""
_MAX_TITLE_ROWS = 6
_FIGURES_SHARE = 0.9
"""Share of a column's fields that must be figures for it to hold a measure."""
_MAX_CODES = 5_000
_EACH_ITS_OWN = 40
"""With more rows than this, a column with a value of its own on every row is a name or a text."""
_MARKS = {"..": "..", "...": "..", ".": ".", "x": "..", "c": "..", ":": "..", "-": "0", "–": "0"}
_NUMBER = re.compile(r"[-−–]?\d+(?:[ \u00a0\u202f]\d{3})*(?:[.,]\d+)?(?:[eE][-+]?\d+)?")
_IN_HEADER = re.compile(
    r"(?P<label>.*?)[\s_]*(?P<period>(?:18|19|20)\d\d(?:[-MKQ](?:0[1-9]|1[0-2]|[1-4]))?)", re.IGNORECASE
)
_CONTENTS = {"observations", "tabellinnehåll", "contents", "content", "variabel", "mått", "indikator"}
_VALUE = {"value", "värde", "obs_value", "antal", "varde"}
_MONTH_NAMES = re.compile(r"månad|manad|month", re.IGNORECASE)
_CODED = re.compile(r"ssyk|sni|sun|kod|code", re.IGNORECASE)
_CLASSIFICATION = re.compile(r"(?:ssyk|sni|sun|isco|nace|lau|nuts)$", re.IGNORECASE)
_IN_FILE_NAME = re.compile(r"(?<!\d)(?<!ssyk)(?<!sni)(?<!sun)((?:19|20)\d\d)(?!\d)")


@dataclass(slots=True)
class _Grid:
    """The columns of a file, sorted by what they are."""

    header: list[str]
    columns: list[list[str]]
    dimensions: list[int] = field(default_factory=list)
    values: list[int] = field(default_factory=list)


def table_of(path: Path, source: Source, name: str, rows: Sequence[Row], section: str = "") -> Table | None:
    """The rows as a table; None when they are not recognisably a statistical one.

    Raises:
        SourceError: They are one, but a combination of codes stands for two figures.
    """
    title, rows = _without_title(rows)
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    grid = _sorted(_filled(rows))
    if grid is None:
        return None
    about = About(title=title or bare_title(name))
    found = _wide(grid, name)
    if found is None and len(rows) > 2:  # one row says nothing of what varies
        found = _contents(grid, name) or _long(grid, name)
    if found is None:
        return None
    columns, measures, body = found
    if not any(c.dimension.role == "period" for c in columns):
        return None
    return make(path, source, about, columns, measures, body, section)


# ------------------------------------------------------------------ rows to columns


def _without_title(rows: Sequence[Row]) -> tuple[str, list[list[str]]]:
    """The title that stands alone above the header, and the rows from the header on."""
    kept = [[str(value).strip() for value in row] for row in rows]
    title = ""
    while len(kept) > 1 and len([v for v in kept[0] if v]) <= 1 and len(kept) > len(rows) - _MAX_TITLE_ROWS:
        title = title or next((v for v in kept[0] if v), "")
        kept = kept[1:]
    width = len(kept[0]) if kept else 0
    body = [row for row in kept if len([v for v in row if v]) > 1 or len(row) == width == 1]
    return title, [[*row, *[""] * (width - len(row))][:width] for row in body]


def _filled(rows: list[list[str]]) -> list[list[str]]:
    """PxWeb's workbooks say a code once and leave the rows below it empty."""
    named = [i for i, name in enumerate(rows[0]) if not name]
    leading = len(named) and named == list(range(len(named)))
    for n in range(2, len(rows)) if leading else ():
        for i in named:
            if rows[n][i]:
                break
            rows[n][i] = rows[n - 1][i]
    return rows


def _sorted(rows: list[list[str]]) -> _Grid | None:
    header = [name or f"kolumn {n}" for n, name in enumerate(rows[0], start=1)]
    columns = [list(column) for column in zip(*rows[1:], strict=True)]
    grid = _Grid(header, columns)
    for n, values in enumerate(columns):
        if _is_measure(header[n], values):
            grid.values.append(n)
        elif any(values):
            grid.dimensions.append(n)
    if not grid.values:
        return None
    _join_year_and_month(grid)
    _drop_what_follows(grid)
    for n in grid.dimensions:
        distinct = len(set(grid.columns[n]))
        own = (
            distinct == len(grid.columns[n]) > _EACH_ITS_OWN
            and role_of(header[n], grid.columns[n]) == "other"
        )
        if distinct > _MAX_CODES or own:
            return None
    return grid


def _is_measure(name: str, values: Sequence[str]) -> bool:
    said = [value for value in values if value]
    figures = sum(published(value) is not None for value in said)
    if not said or figures < _FIGURES_SHARE * len(said) or not any(c.isdigit() for v in said for c in v):
        return False
    if _in_header(name):
        return True
    if all(period_of(value) for value in said) or all(
        value == "0" or value.startswith("0") for value in said
    ):
        return False
    label = bare_title(name).lower()
    return not re.search(r"(?:kod|code|id|nr|ssyk\w*|sni\w*|ålder|age|år|ar|month|manad|rank)$", label)


def _in_header(name: str) -> re.Match[str] | None:
    """The period at the end of a column's name; the year of a classification ("ssyk2012") is none."""
    match = _IN_HEADER.fullmatch(name)
    return None if match and _CLASSIFICATION.search(match["label"]) else match


def _join_year_and_month(grid: _Grid) -> None:
    """ "År" 2023 and "Månad" Mars are one period: 2023M03."""
    periods = [n for n in grid.dimensions if role_of(grid.header[n], grid.columns[n]) == "period"]
    years = [n for n in periods if all(len(v) == 4 for v in grid.columns[n])]
    months = [
        n
        for n in grid.dimensions
        if _MONTH_NAMES.search(grid.header[n]) and all(month_number(v) for v in grid.columns[n])
    ]
    if not years or not months or len(periods) > len(years):
        return
    year, month = years[0], months[0]
    grid.columns[year] = [
        f"{y}M{month_number(m):02d}" for y, m in zip(grid.columns[year], grid.columns[month], strict=True)
    ]
    grid.dimensions = [n for n in grid.dimensions if n not in months]


def _drop_what_follows(grid: _Grid) -> None:
    """Leave out columns that another one decides: the code beside the name, the year beside the month."""
    kept = list(grid.dimensions)
    for n in list(grid.dimensions):
        for other in kept:
            if n == other or n not in kept or len(set(grid.columns[other])) < 2:
                continue
            if _decides(grid.columns[other], grid.columns[n]) and _rather(grid, other, n):
                kept.remove(n)
                break
    grid.dimensions = kept


def _decides(one: Sequence[str], other: Sequence[str]) -> bool:
    seen: dict[str, str] = {}
    return all(seen.setdefault(a, b) == b for a, b in zip(one, other, strict=True))


def _rather(grid: _Grid, keep: int, drop: int) -> bool:
    """Whether `keep` should stand for both; names rather than bare codes, which become the names' codes."""
    if len(set(grid.columns[drop])) == 1:
        return False  # says something of the whole table: "totalt", "20-64 år"
    if not _decides(grid.columns[drop], grid.columns[keep]):
        return True
    dropped = role_of(grid.header[drop], grid.columns[drop])
    kept = role_of(grid.header[keep], grid.columns[keep])
    if "period" in {kept, dropped} and kept != dropped:
        return kept == "period"
    return (_letters(grid.columns[keep]), -keep) > (_letters(grid.columns[drop]), -drop)


def _letters(values: Sequence[str]) -> tuple[float, int]:
    """How much a column reads like names: the share of words, then how long they are."""
    words = sum((any(c.isalpha() for c in v) and " " in v) or v.isalpha() for v in values)
    return words / max(len(values), 1), sum(map(len, values))


# ------------------------------------------------------------------ columns to a table

_Found = tuple[list[Column], list[Measure], list[tuple[str | None, ...]]]


def _dimensions(grid: _Grid) -> list[Column]:
    ids = unique_ids([grid.header[n] for n in grid.dimensions])
    made = []
    for name, n in zip(ids, grid.dimensions, strict=True):
        values = list(dict.fromkeys(grid.columns[n]))
        codes, names = _codes_beside(grid, n), _names_beside(grid, n)
        made.append(column(name, tidy(grid.header[n]), values, codes, named=names))
    return one_each(made)


def _codes_beside(grid: _Grid, n: int) -> dict[str, str]:
    """The codes that another column has for the values of this one: "ssyk2012" beside "yrke"."""
    for other in sorted(_left_out(grid), key=lambda other: not _CODED.search(grid.header[other])):
        values = grid.columns[other]
        one_to_one = _decides(values, grid.columns[n]) and _decides(grid.columns[n], values)
        if one_to_one and len(set(values)) > 1 and not all(period_of(v) for v in values):
            short = all(len(value) <= 16 and " " not in value for value in values)
            if short and any(c.isdigit() for value in values for c in value):
                return dict(zip(grid.columns[n], values, strict=True))
    return {}


def _names_beside(grid: _Grid, n: int) -> dict[str, str]:
    """The names that another column has for bare codes: "Officerare" for "0110"."""
    codes = grid.columns[n]
    if any(" " in code or len(code) > 8 for code in codes):
        return {}
    for other in _left_out(grid):
        names = grid.columns[other]
        wordy = sum(len(name) for name in names) > sum(len(code) for code in codes)
        if wordy and len(set(names)) > 1 and _decides(codes, names) and not all(map(period_of, names)):
            return dict(zip(codes, names, strict=True))
    return {}


def _left_out(grid: _Grid) -> list[int]:
    """Columns that are neither dimension nor measure: what they say follows from one that is."""
    return [n for n in range(len(grid.columns)) if n not in grid.dimensions and n not in grid.values]


def _rows(grid: _Grid) -> list[tuple[str, ...]]:
    return list(zip(*(grid.columns[n] for n in grid.dimensions), strict=True)) if grid.dimensions else []


def _wide(grid: _Grid, name: str) -> _Found | None:
    """One column a period: the figures of a row are of several periods."""
    heads = {n: match for n in grid.values if (match := _in_header(grid.header[n]))}
    if not heads or len(heads) < len(grid.values) or not grid.dimensions:
        return None
    labels = list(dict.fromkeys(match["label"].strip(" ,") or bare_title(name) for match in heads.values()))
    ids = unique_ids(labels)
    columns = _dimensions(grid)
    if any(c.dimension.role == "period" for c in columns):
        return None
    periods = list(dict.fromkeys(match["period"] for match in heads.values()))
    columns.append(column(_free("period", columns), "tid", periods, role="period"))
    figures = {n: _published_column(grid.columns[n]) for n in heads}
    rows: list[tuple[str | None, ...]] = []
    for at, place in enumerate(_rows(grid)):
        by_period: dict[str, dict[str, str | None]] = defaultdict(dict)
        for n, match in heads.items():
            by_period[match["period"]][match["label"].strip(" ,") or bare_title(name)] = figures[n][at]
        rows += [(*place, period, *(by_period[period].get(label) for label in labels)) for period in periods]
    return columns, [measure(i, tidy(label)) for i, label in zip(ids, labels, strict=True)], rows


def _contents(grid: _Grid, name: str) -> _Found | None:
    """A column says what the one column of figures is: PxWeb's "observations" and "value"."""
    said = next((n for n in grid.dimensions if grid.header[n].lower() in _CONTENTS), None)
    if said is None or len(grid.values) != 1 or grid.header[grid.values[0]].lower() not in _VALUE:
        return None
    labels = list(dict.fromkeys(grid.columns[said]))
    what = grid.columns[said]
    grid.dimensions.remove(said)
    columns = _with_period(grid, "")
    if columns is None:
        return None
    places: dict[tuple[str, ...], dict[str, str | None]] = defaultdict(dict)
    figures = _published_column(grid.columns[grid.values[0]])
    for place, label, value in zip(_rows(grid), what, figures, strict=True):
        if label in places[place]:
            return None
        places[place][label] = value
    rows = [(*place, *(values.get(label) for label in labels)) for place, values in places.items()]
    return (
        columns,
        [
            measure(i, tidy(label), within=f"{bare_title(name)} {' '.join(labels)}")
            for i, label in zip(unique_ids(labels), labels, strict=True)
        ],
        list(rows),
    )


def _long(grid: _Grid, name: str) -> _Found | None:
    """One observation a row; a column a measure."""
    columns = _with_period(grid, name)
    if columns is None:
        return None
    labels = [_measure_label(grid.header[n], name) for n in grid.values]
    figures = [_published_column(grid.columns[n]) for n in grid.values]
    rows: list[tuple[str | None, ...]] = [
        (*place, *(figure[at] for figure in figures)) for at, place in enumerate(_rows(grid))
    ]
    if columns and len(columns) > len(grid.dimensions):  # the period of the file's name
        year = next(iter(columns[-1].codes))
        width = len(grid.dimensions)
        rows = [(*row[:width], year, *row[width:]) for row in rows]
    ids = unique_ids([f"{label} värde" if _clashes(label, columns) else label for label in labels])
    return (
        columns,
        [measure(i, label, within=bare_title(name)) for i, label in zip(ids, labels, strict=True)],
        rows,
    )


def _clashes(label: str, columns: Sequence[Column]) -> bool:
    return slug(label) in {c.dimension.id for c in columns}


def _measure_label(header: str, name: str) -> str:
    """What the column is called; a bare "värde" is called as the file."""
    return bare_title(name) if header.lower() in {"value", "värde", "obs_value", "varde"} else tidy(header)


def _with_period(grid: _Grid, name: str) -> list[Column] | None:
    """The dimensions, with a year from the file's name when no column has any; None without a period."""
    columns = _dimensions(grid)
    if any(c.dimension.role == "period" for c in columns):
        return columns
    years = set(_IN_FILE_NAME.findall(name))
    if len(years) != 1 or not columns:
        return None
    return [*columns, column(_free("period", columns), "tid", [years.pop()], role="period")]


def _free(name: str, columns: Sequence[Column]) -> str:
    taken = {c.dimension.id for c in columns}
    return name if name not in taken else f"{name}_tid"


# ------------------------------------------------------------------ figures


def _published_column(values: Sequence[str]) -> list[str | None]:
    figures = [published(value) for value in values]
    whole = all(f is None or f in {".", ".."} or f.endswith(".0") or "." not in f for f in figures)
    return [f.removesuffix(".0") if f and whole else f for f in figures]


def published(value: str) -> str | None:
    """A figure as the store has it: "1 234,5" is "1234.5", ".." stays, "-" is nought; None for others."""
    said = value.strip()
    if said in _MARKS:
        return _MARKS[said]
    if not _NUMBER.fullmatch(said):
        return None
    plain = re.sub(r"[ \u00a0\u202f]", "", said).replace(",", ".").replace("−", "-").replace("–", "-")
    try:
        number = Decimal(plain)
    except ArithmeticError:
        return None
    if number and abs(number.adjusted()) > MAX_MAGNITUDE:
        return None
    if number == number.to_integral_value() and "e" not in plain.lower():
        return plain
    exponent = number.as_tuple().exponent
    if "e" in plain.lower() or (isinstance(exponent, int) and -exponent > MAX_DECIMALS):
        number = number.quantize(Decimal(1).scaleb(-MAX_DECIMALS), rounding=ROUND_HALF_UP)
        return f"{number.normalize():f}"
    return plain
