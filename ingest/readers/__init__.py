"""The readers by name, and which one a file is for. A module is imported when its first file is read."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from ingest.readers.base import Reader, refused
from rag import texts

READERS: Mapping[str, Reader] = {
    "markdown": Reader("markdown", suffixes=(".md", ".markdown"), version=4),
    "text": Reader("text", suffixes=(".txt", ".text")),
    "html": Reader("html", suffixes=(".html", ".htm", ".xhtml")),
    "pdf": Reader("pdf", suffixes=(".pdf",)),
    "docx": Reader("docx", suffixes=(".docx",)),
    "csv": Reader("csv_file", suffixes=(".csv", ".tsv"), version=2),
    "xlsx": Reader("xlsx", suffixes=(".xlsx", ".xlsm"), version=2),
    "px": Reader("px", suffixes=(".px",)),
    "json": Reader("jsonstat", suffixes=(".json",), companions=(".csv", ".csv.gz"), version=2),
    "records": Reader("records", suffixes=(".jsonl", ".ndjson")),
    "parquet": Reader("parquet", suffixes=(".parquet", ".pq")),
    "dcat": Reader("dcat", suffixes=(".ttl", ".rdf", ".nt", ".jsonld"), version=5),
    "odt": Reader("odt", suffixes=(".odt",)),
    "archive": Reader("archive", suffixes=(".zip",)),
    "table": Reader("table", companions=(".csv", ".csv.gz")),
    "taxonomy": Reader("taxonomy", version=2),
}

_SNIFFED = 4096


def reader_for(path: Path) -> str:
    """The name of the reader for a file: what its first bytes say it is, else its suffix.

    Raises:
        SourceError: No reader takes it, or it cannot be opened.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_SNIFFED)
    except OSError as error:
        raise refused(path, texts.FILE_UNREADABLE, str(error)) from error
    suffix = Path(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix
    by_suffix = next((name for name, reader in READERS.items() if suffix.lower() in reader.suffixes), "")
    name = _by_content(path, start) or by_suffix
    if not name and not path.suffix and b"\0" not in start:
        name = "text"
    if not name:
        raise refused(path, texts.FILE_FORMAT.format(suffix=path.suffix or path.name), "no reader takes it")
    return name


def _opendocument(start: bytes) -> str:
    """An OpenDocument file says in its first entry what it is."""
    return "odt" if b"mimetypeapplication/vnd.oasis.opendocument.text" in start[:200] else ""


def _by_content(path: Path, start: bytes) -> str:
    """What the first bytes say beyond doubt, whatever the file is called; empty when they leave it open."""
    if start.startswith(b"%PDF-"):
        return "pdf"
    if start.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        return "html"
    if start.startswith(b"PK\x03\x04") and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            folders = {name.split("/")[0] for name in archive.namelist()}
        return "docx" if "word" in folders else "xlsx" if "xl" in folders else _opendocument(start)
    if b"<rdf:RDF" in start:
        return "dcat"
    if path.suffix.lower() == ".json" and b'"@context"' in start:
        return "dcat"
    return ""
