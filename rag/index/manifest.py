"""What a generation says about itself, where generations lie, and which one is current.

data/index/CURRENT                 the id of the generation that is served, alone on a line
data/index/g0007-3fa2b1c4/         manifest.json  store.sqlite  lexical/  vectors/  statistics.duckdb
data/index/build-…/                one being built; garbage when its builder is gone
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from rag import texts
from rag.errors import NoIndexError, StorageError

FORMAT = 6
"""Raise it when older readers could not serve a generation any more."""

MANIFEST, STORE, LEXICAL, VECTORS, STATISTICS = (
    "manifest.json",
    "store.sqlite",
    "lexical",
    "vectors",
    "statistics.duckdb",
)
BUILD_PREFIX = "build-"
_CURRENT = "CURRENT"
_ID = re.compile(r"g(\d{4,})-[0-9a-f]{8}")
_BLOCK = 1 << 20


class SourceState(BaseModel):
    """A source as it stood when the generation was built."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    publisher: str
    licence: str
    url: str
    as_of: str
    """The newest date that any of its documents states, empty when none does."""
    documents: int
    hash: str
    """Of everything that was read from it."""


class TakenOver(BaseModel):
    """What a generation has from the one before it, instead of being made anew."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    parts: tuple[str, ...]
    """Copied by their hashes: `STATISTICS` as it was, `VECTORS` with what changed taken out and put in."""
    since: str
    """The generation whose vectors were written anew."""
    gone: int
    """Vectors taken out since. Their rows stay in the files and loosen the graph, so at a share of all
    (`ingest.takeover`) it is written anew."""


class Manifest(BaseModel):
    """`manifest.json`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    id: str
    built: str
    """ISO date that the program gave."""
    fingerprint: str
    """Of the corpus: the same documents, tables, concepts and datasets give the same one anywhere."""
    embedder: str
    dimensions: int
    analyser: str
    chunker: int
    counts: dict[str, int]
    """Rows: "documents", "chunks", "concepts", "datasets", "tables"."""
    sources: tuple[SourceState, ...]
    files: dict[str, str]
    """Path below the generation to the sha256 of the file, for every file but the manifest."""
    tables: str = ""
    """Of the tables alone and how they are laid out: the same give the same statistics."""
    taken_over: TakenOver | None = None
    """None when all of it was made anew."""

    def same_content(self, other: Manifest) -> bool:
        """Whether both were made of the same corpus in the same way."""
        ignored = {"id", "built", "files", "counts", "sources", "tables", "taken_over"}
        return self.model_dump(exclude=ignored) == other.model_dump(exclude=ignored)


def index_dir(data_dir: Path) -> Path:
    return data_dir / "index"


def generation_ids(data_dir: Path) -> list[str]:
    """The published generations, oldest first."""
    found = index_dir(data_dir).iterdir() if index_dir(data_dir).is_dir() else ()
    return sorted((path.name for path in found if _ID.fullmatch(path.name)), key=_number)


def next_id(data_dir: Path, fingerprint: str) -> str:
    """The id of the next generation: one more than the last, and the start of its fingerprint."""
    last = generation_ids(data_dir)
    return f"g{_number(last[-1]) + 1 if last else 1:04d}-{fingerprint[:8]}"


def _number(generation_id: str) -> int:
    return int(generation_id[1:].partition("-")[0])


def current_id(data_dir: Path) -> str:
    """The id that CURRENT holds.

    Raises:
        NoIndexError: CURRENT is missing, or does not hold the name of a generation that is there.
    """
    try:
        name = (index_dir(data_dir) / _CURRENT).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise NoIndexError(f"{data_dir}: no current generation: {error}") from error
    if not _ID.fullmatch(name):
        raise NoIndexError(f"{data_dir}: CURRENT holds no generation id: {name[:40]!r}")
    if not (index_dir(data_dir) / name).is_dir():
        raise NoIndexError(f"{data_dir}: CURRENT points to {name}, which is not there")
    return name


def set_current(data_dir: Path, generation_id: str) -> None:
    """Point CURRENT at a generation: at every moment it names the old one or the new one, whole."""
    pointer = index_dir(data_dir) / _CURRENT
    aside = pointer.with_suffix(".new")
    aside.write_text(generation_id + "\n", encoding="utf-8")
    sync(aside)
    os.replace(aside, pointer)  # noqa: PTH105 - the atomic one, named as what it is
    sync(pointer.parent)


def sync(path: Path) -> None:
    """Have the system write a file or a directory's list of names to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_manifest(path: Path) -> Manifest:
    """The manifest of the generation in the directory `path`.

    Raises:
        NoIndexError: It is missing, garbage, or of another format.
    """
    try:
        manifest = Manifest.model_validate_json((path / MANIFEST).read_bytes())
    except (OSError, ValidationError) as error:
        raise NoIndexError(f"{path}: no manifest that can be read: {error}") from error
    if manifest.format != FORMAT:
        raise NoIndexError(f"{path}: format {manifest.format}, this version reads {FORMAT}")
    return manifest


def take_over(part: str, before: Path, build: Path) -> None:
    """Copy a file or folder of a published generation, and check what came against its manifest.

    Raises:
        StorageError: It is not what was published; nothing of it is left in `build`.
    """
    source, target = before / part, build / part
    files = read_manifest(before).files
    known = {name: files[name] for name in files if f"{name}/".startswith(f"{part}/")}
    try:
        shutil.copytree(source, target) if source.is_dir() else shutil.copyfile(source, target)
        made = [target] if target.is_file() else [path for path in target.rglob("*") if path.is_file()]
        if known != {path.relative_to(build).as_posix(): _hash(path) for path in made}:
            raise StorageError(f"{source}: not what was published", user_message=texts.INDEX_UNSOUND)
        for path in made:
            path.chmod(path.stat().st_mode | 0o600)  # a published generation may be read-only
    except BaseException:
        shutil.rmtree(target, ignore_errors=True) if target.is_dir() else target.unlink(missing_ok=True)
        raise


def hash_files(path: Path) -> dict[str, str]:
    """sha256 of every file of a generation but the manifest, by its path below `path`."""
    return {name: _hash(path / name) for name in sorted(_files(path)) if name != MANIFEST}


def verify(path: Path) -> list[str]:
    """What is wrong with the files of a generation, a Swedish sentence each; empty when all is well."""
    try:
        expected = read_manifest(path).files
    except NoIndexError:
        return [texts.INDEX_NO_MANIFEST]
    present = set(_files(path)) - {MANIFEST}
    problems = [texts.INDEX_FILE_MISSING.format(name=name) for name in sorted(expected.keys() - present)]
    problems += [texts.INDEX_FILE_FOREIGN.format(name=name) for name in sorted(present - expected.keys())]
    for name in sorted(expected.keys() & present):
        if _hash(path / name) != expected[name]:
            problems.append(texts.INDEX_FILE_CHANGED.format(name=name))
    return problems


def _files(path: Path) -> Iterator[str]:
    return (file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file())


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
