"""The list of sources: what we read, whose it is and on which terms. The bundled ones: `sources.toml`."""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rag.errors import SourceError
from rag.schema import DocumentKind
from rag.swedish.words import fold

SOURCES_FILE = Path(__file__).with_name("sources.toml")
CORPUS = Path(__file__).with_name("corpus")

Schedule = Literal["", "daily", "weekly", "monthly", "yearly"]

ANY_READER = "auto"
"""The reader of a source whose files each take the reader of their own format."""


class Source(BaseModel):
    """One source: a folder (or file) of one publisher, read by one reader."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str = Field(min_length=1)
    publisher: str = Field(min_length=1)
    url: str = ""
    licence: str = Field(min_length=1)
    reader: str = ANY_READER
    """Name in `ingest.readers.READERS`, or `ANY_READER`."""
    path: str
    """Folder of a bundled source, relative to `ingest/corpus`; absolute path of a registered one."""
    files: str = "*"
    """Which files below the folder, as a glob."""
    schedule: Schedule = ""
    """How often the publisher renews it; empty when it does not say."""
    kind: DocumentKind = "file"
    """Kind of the documents whose reader does not say it better."""
    bundled: bool = True
    replaces: str = ""
    """Id of a bundled source that is left out while this one is read."""

    @property
    def root(self) -> Path:
        """Where the files lie on this machine."""
        return CORPUS / self.path

    def name_of(self, path: Path) -> str:
        """The name of one of its files: the path below the folder, with `/`."""
        below = _below(self.path)  # asked of every file at every ingest: no paths are made
        name = str(path)
        return name[len(below) :].replace(os.sep, "/") if name.startswith(below) else path.name


@cache
def _below(path: str) -> str:
    return str(CORPUS / path) + os.sep


def bundled_sources() -> tuple[Source, ...]:
    """The sources that come with Datalots, in the order of `sources.toml`.

    Raises:
        SourceError: The file is wrong; says which source and field.
    """
    return load_sources(SOURCES_FILE)


def load_sources(path: Path) -> tuple[Source, ...]:
    """Read a list of sources: one `[[source]]` table each.

    Raises:
        SourceError: It is no TOML, a field is missing or wrong, or an id stands there twice.
    """
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8"))["source"]
        sources = tuple(Source.model_validate(entry) for entry in listed)
    except (OSError, tomllib.TOMLDecodeError, KeyError, ValidationError) as error:
        raise SourceError(f"{path}: {error}", remedy=f"mend {path.name}") from error
    ids = [source.id for source in sources]
    for source_id in ids:
        if ids.count(source_id) > 1:
            raise SourceError(f"{path}: source {source_id!r} is listed twice", remedy=f"mend {path.name}")
    return sources


def registered(path: Path) -> Source:
    """The source made of a user's own folder or file; the same path always gives the same id."""
    place = path.absolute()
    mark = hashlib.sha256(str(place).encode()).hexdigest()[:6]
    name = re.sub(r"[^a-z0-9]+", "-", fold(place.stem).translate(_ASCII)).strip("-")
    return Source(
        id=f"egen-{name}-{mark}" if name else f"egen-{mark}",
        title=place.name,
        publisher="Egen källa",
        licence="Egen källa: villkoren är dina",
        path=str(place),
        bundled=False,
    )


_ASCII = str.maketrans("åäöéü", "aaoeu")
