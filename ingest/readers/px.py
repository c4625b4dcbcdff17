"""PX files (PC-Axis), the format of SCB's and many other statistical databases.

A file is statements `KEYWORD[language]("variable","value")="text","text";` and last `DATA=` with the cells in
the order of STUB and HEADING, the last variable fastest. Two statements of a real record:

    VALUES[sv]("typ")="Inflyttade","Utflyttade";
    DATA=
    456 "." 223 327 613 "-" 305;

Swedish is read where the file has it, else the file's own language. Dots mark what is missing, "-" is
nought. `KEYS` gives the rows of a sparse file by name. What does not fit together is refused in one sentence.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from ingest.readers.base import read_bytes, refused
from ingest.readers.table_made import About, iso_date, make, measure, unique_ids
from ingest.readers.table_roles import Column, column, one_each
from ingest.sources import Source
from rag import texts
from rag.errors import SourceError
from rag.schema import Document, Measure, Table
from rag.statistics.descriptor import describe

_KEYWORD = re.compile(r"\s*([A-Z][A-Z0-9-]*)(?:\[([\w-]+)\])?\s*(?:\((.*)\))?\s*", re.DOTALL)
_TEXT = re.compile(r'"([^"]*)"')
_TOKEN = re.compile(r'"([^"]*)"|([^\s,;"]+)')
_FIGURE = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_STATISTICS = {"S": "count", "F": "count", "A": "mean"}
_RESYNC = re.compile(r";[ \t]*\r?\n(?=[A-Z][A-Z0-9-]*[\[(=])")
"""Where a statement whose quotes do not match must have ended."""
_ESSENTIAL = frozenset({
    "STUB", "HEADING", "VALUES", "CODES", "CONTVARIABLE", "CONTENTS", "UNITS", "TIMEVAL", "KEYS", "DATA",
    "CHARSET", "CODEPAGE", "LANGUAGE", "LANGUAGES", "ELIMINATION",
})  # fmt: skip
MAX_CELLS = 3_000_000
log = logging.getLogger(__name__)

_Key = tuple[str, str, tuple[str, ...]]
"""Keyword, language (empty for the file's own) and what stands in the parentheses."""


@dataclass(frozen=True, slots=True)
class _File:
    """The statements of a file, asked for in one language."""

    path: Path
    statements: Mapping[_Key, str]
    data: str
    language: str
    own: str

    def texts(self, keyword: str, *about: str) -> tuple[str, ...]:
        """The texts of a statement, pieces on several lines put together; empty when it is not there."""
        said = self.statements.get((keyword, self.language, about))
        if said is None and self.language:
            said = self.statements.get((keyword, "", about))
        return _texts(said) if said is not None else ()

    def text(self, keyword: str, *about: str) -> str:
        return next(iter(self.texts(keyword, *about)), "")

    def wrong(self, what: str, message: str) -> SourceError:
        return refused(self.path, texts.PX_WRONG.format(what=what), f"px: {message}")


def read(path: Path, source: Source) -> Iterator[Table | Document]:
    """The table of a PX file, followed by its descriptor.

    Raises:
        SourceError: A statement is missing or does not fit the others; says which.
    """
    file = _parse(path, _decoded(path, read_bytes(path)))
    try:
        table = _table(file, source)
        told = describe(table.info)
    except ValueError as error:  # a period, a code or a number that is none
        raise file.wrong("VALUES", str(error)) from error
    yield table
    yield told


def _decoded(path: Path, data: bytes) -> str:
    """The text in the encoding that the file names; Western European when it names none."""
    start = data[:2000].decode("latin-1")
    page = re.search(r'CODEPAGE\s*=\s*"([^"]+)"', start)
    named = page[1].lower() if page else ""
    try:
        return data.decode("utf-8-sig" if "utf-8" in named or data.startswith(b"\xef\xbb\xbf") else "cp1252")
    except (UnicodeDecodeError, LookupError):
        return data.decode("latin-1")


# ------------------------------------------------------------------ statements


def _parse(path: Path, text: str) -> _File:
    statements: dict[_Key, str] = {}
    data = ""
    for head, body in _statements(path, text):
        if head.strip() == "DATA":
            data = body
            break
        match = _KEYWORD.fullmatch(head)
        if match is None:
            raise refused(
                path, texts.PX_WRONG.format(what=head.strip()[:40]), f"px: no keyword: {head[:60]!r}"
            )
        about = tuple(_TEXT.findall(match[3] or ""))
        statements.setdefault((match[1], match[2] or "", about), body)
    own = next(iter(_texts(statements.get(("LANGUAGE", "", ()), ""))), "")
    languages = _texts(statements.get(("LANGUAGES", "", ()), ""))
    language = "sv" if "sv" in languages and own != "sv" else ""
    if not data.strip():
        raise refused(path, texts.PX_WRONG.format(what="DATA"), "px: no DATA")
    return _File(path, statements, data, language, own)


def _statements(path: Path, text: str) -> Iterator[tuple[str, str]]:
    """Keyword and body of each statement; a semicolon or equals sign inside quotes ends nothing."""
    at, text = 0, text.rstrip()
    ends = re.compile(r'"[^"]*"|([=;])')
    while at < len(text):
        equals = _next(ends, text, at, "=")
        if equals < 0:
            raise refused(
                path, texts.PX_WRONG.format(what=text[at:].strip()[:40]), "px: a statement without ="
            )
        head = text[at:equals]
        if head.strip() == "DATA":
            yield head, text[equals + 1 :].rpartition(";")[0] or text[equals + 1 :]
            return
        end = _next(ends, text, equals + 1, ";")
        broken = _RESYNC.search(text, equals + 1, end if end > 0 else len(text))
        if broken and text.count('"', equals, broken.start()) % 2:
            _skip_or_refuse(path, head.strip())
            at = broken.end()
            continue
        if end < 0:
            why = texts.PX_WRONG.format(what=head.strip()[:40])
            raise refused(path, why, f"px: {head.strip()} has no end")
        yield head, text[equals + 1 : end]
        at = end + 1


def _skip_or_refuse(path: Path, head: str) -> None:
    """A statement whose quotes do not match is left out when no figure hangs on it."""
    keyword = re.split(r"[\[(]", head, maxsplit=1)[0].strip()
    if keyword in _ESSENTIAL or not keyword.replace("-", "").isalnum():
        raise refused(
            path, texts.PX_QUOTES.format(what=head[:40]), f"px: quotes of {head[:60]!r} do not match"
        )
    log.warning("%s: quotes of %s do not match; the statement is left out", path, head[:60])


def _next(ends: re.Pattern[str], text: str, start: int, sign: str) -> int:
    return next((m.start() for m in ends.finditer(text, start) if m[1] == sign), -1)


def _texts(body: str) -> tuple[str, ...]:
    """The texts of a body: a comma parts two, a line break between quotes does not."""
    found: list[str] = []
    joined = False
    for match in re.finditer(r'"([^"]*)"|(,)|([^\s",]+)', body):
        if match[2]:
            joined = False
        elif match[1] is not None and joined:
            found[-1] += match[1]
        else:
            found.append(match[1] if match[1] is not None else match[3])
            joined = match[1] is not None
    return tuple(found)


# ------------------------------------------------------------------ table


def _table(file: _File, source: Source) -> Table:
    stub, heading = file.texts("STUB"), file.texts("HEADING")
    variables = (*stub, *heading)
    if not variables or len(set(variables)) < len(variables):
        raise file.wrong("STUB/HEADING", f"variables {variables}")
    values = {variable: _values(file, variable) for variable in variables}
    contents = file.text("CONTVARIABLE")
    if contents and contents not in values:
        raise file.wrong("CONTVARIABLE", f"{contents!r} is no variable")
    title = file.text("TITLE") or file.text("DESCRIPTION") or file.text("CONTENTS")
    if not title:
        raise file.wrong("TITLE", "neither TITLE nor CONTENTS")
    measures = _measures(file, contents, values)
    dimensions = [variable for variable in variables if variable != contents]
    columns = _columns(file, dimensions, values, adds=file.text("AGGREGALLOWED").upper() != "NO")
    cells = _cells(file, stub, heading, values)
    about = About(
        title=title,
        publisher=file.text("SOURCE"),
        updated=_updated(file),
        source_table=file.text("TABLEID") or file.text("MATRIX"),
    )
    rows = _rows(variables, contents, values, cells)
    return make(file.path, source, about, columns, measures, rows)


def _values(file: _File, variable: str) -> tuple[str, ...]:
    values = file.texts("VALUES", variable)
    if not values:
        raise file.wrong(f"VALUES({variable})", "no values")
    codes = file.texts("CODES", variable)
    if codes and len(codes) != len(values):
        raise file.wrong(f"CODES({variable})", f"{len(codes)} codes for {len(values)} values")
    if len(set(values)) < len(values):
        if len(set(codes)) < len(values):
            raise file.wrong(f"VALUES({variable})", "a value twice")
        values = tuple(f"{code} {value}" for code, value in zip(codes, values, strict=True))
    return values


def _columns(
    file: _File, dimensions: Sequence[str], values: Mapping[str, tuple[str, ...]], *, adds: bool
) -> list[Column]:
    made = []
    for name, variable in zip(unique_ids(dimensions), dimensions, strict=True):
        codes = file.texts("CODES", variable)
        given = dict(zip(values[variable], codes, strict=True)) if codes else {}
        eliminated = file.text("ELIMINATION", variable)
        total = eliminated if eliminated in values[variable] else None
        timed = bool(file.texts("TIMEVAL", variable))
        made.append(
            column(
                name,
                variable,
                values[variable],
                given,
                role="period" if timed else None,
                total=total,
                additive=adds and eliminated.upper() == "YES" if not timed else False,
            )
        )
    return one_each(made)


def _measures(file: _File, contents: str, values: Mapping[str, tuple[str, ...]]) -> list[Measure]:
    labels = values[contents] if contents else (file.text("CONTENTS") or file.text("TITLE"),)
    made = []
    for name, label in zip(unique_ids(labels), labels, strict=True):
        about = (label,) if contents else ()
        unit = file.text("UNITS", *about) or file.text("UNITS")
        kind = _STATISTICS.get((file.text("STOCKFA", *about) or file.text("STOCKFA")).upper(), "")
        decimals = file.text("SHOWDECIMALS") or file.text("DECIMALS") or "0"
        made.append(
            measure(
                name,
                label,
                unit=unit,
                statistic=kind if "%" not in unit and "procent" not in unit.lower() else "share",
                decimals=int(decimals) if decimals.isdecimal() else 0,
                within="" if contents else file.text("TITLE"),
            )
        )
    return made


def _updated(file: _File) -> str:
    stamps = [body for (keyword, _, _), body in file.statements.items() if keyword == "LAST-UPDATED"]
    return max((iso_date(stamp) for stamp in stamps), default="") or iso_date(file.text("CREATION-DATE"))


# ------------------------------------------------------------------ data


def _cells(
    file: _File, stub: Sequence[str], heading: Sequence[str], values: Mapping[str, tuple[str, ...]]
) -> list[str | None]:
    """The cells in the order of the variables; a cell that a sparse file leaves out is None."""
    size = 1
    for found in values.values():
        size *= len(found)
    if size > MAX_CELLS:
        raise file.wrong("DATA", f"{size} cells")
    tokens = [match.group(1, 2) for match in _TOKEN.finditer(file.data)]
    keyed = [variable for variable in stub if file.texts("KEYS", variable)]
    if keyed:
        return _sparse(file, stub, heading, values, [quoted or bare for quoted, bare in tokens])
    if len(tokens) != size:
        raise file.wrong("DATA", f"{len(tokens)} cells, {size} expected")
    return [_figure(file, quoted if quoted is not None else bare) for quoted, bare in tokens]


def _sparse(
    file: _File,
    stub: Sequence[str],
    heading: Sequence[str],
    values: Mapping[str, tuple[str, ...]],
    tokens: Sequence[str],
) -> list[str | None]:
    """Rows that name their place in the stub by values or codes, then hold the cells of the heading."""
    wide = 1
    for variable in heading:
        wide *= len(values[variable])
    step = len(stub) + wide
    if len(tokens) % step:
        raise file.wrong("DATA", f"{len(tokens)} fields, not rows of {step}")
    named = []
    for variable in stub:
        by_value = file.text("KEYS", variable).upper() != "CODES"
        keys = values[variable] if by_value else file.texts("CODES", variable)
        named.append({key: n for n, key in enumerate(keys)})
    rows: dict[tuple[int, ...], list[str | None]] = {}
    for at in range(0, len(tokens), step):
        keys = tuple(tokens[at : at + len(stub)])
        place = tuple(names.get(key, -1) for names, key in zip(named, keys, strict=True))
        if -1 in place or place in rows:
            raise file.wrong("KEYS", f"row {keys}")
        rows[place] = [_figure(file, token) for token in tokens[at + len(stub) : at + step]]
    empty: list[str | None] = [None] * wide
    places = product(*(range(len(values[variable])) for variable in stub))
    return [cell for place in places for cell in rows.get(place, empty)]


def _figure(file: _File, token: str) -> str:
    said = token.strip()
    if said == "-":
        return "0"
    if said and set(said) == {"."}:
        return "." if said == "." else ".."
    if not _FIGURE.fullmatch(said):
        raise file.wrong("DATA", f"{said!r} is no figure")
    return said


def _rows(
    variables: Sequence[str],
    contents: str,
    values: Mapping[str, tuple[str, ...]],
    cells: Sequence[str | None],
) -> list[tuple[str | None, ...]]:
    """A row for each combination of the dimensions, with a value for each measure."""
    at = variables.index(contents) if contents else -1
    rows: dict[tuple[str, ...], list[str | None]] = {}
    for place, cell in zip(product(*(values[variable] for variable in variables)), cells, strict=True):
        key = place if at < 0 else (*place[:at], *place[at + 1 :])
        rows.setdefault(key, []).append(cell)
    return [(*place, *found) for place, found in rows.items()]
