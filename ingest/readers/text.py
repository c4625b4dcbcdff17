"""Plain text: UTF-8, UTF-16 or Latin-1, one document a file.

One real record: a file `anteckning.txt` that says "Mötet om löner hölls den 3 mars." becomes a document whose
title is the name of the file and whose text is that sentence.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from ingest.readers.base import bounded, document_id, read_bytes, refused
from ingest.sources import Source
from rag import texts
from rag.schema import Document

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
"""Half a character, as JSON can hold it in an escape: no text can be stored with it."""
_MAX_CONTROL = 0.01
"""Share of control characters above which a file is not text."""


def read(path: Path, source: Source) -> Iterator[Document]:
    """The file as one document of `source.kind`."""
    text = bounded(path, decode(path, read_bytes(path)))
    yield Document(
        id=document_id(path, source),
        source_id=source.id,
        kind=source.kind,
        title=path.stem,
        text=text,
        url=source.url,
        publisher=source.publisher,
        licence=source.licence,
    )


def decode(path: Path, data: bytes) -> str:
    """Bytes as clean text (`clean`), whichever of the common encodings they are in.

    Raises:
        SourceError: They are not text.
    """
    text = next((data.decode(name, "replace") for bom, name in _BOMS if data.startswith(bom)), None)
    if text is None:
        text = _decode_plain(data)
    if len(_CONTROL.findall(text)) > _MAX_CONTROL * len(text) + 1:
        raise refused(path, texts.FILE_BINARY, "control characters")
    return clean(text)


def _decode_plain(data: bytes) -> str:
    sample = data[:4000]
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):  # every other byte of Western UTF-16 is zero
        if len(sample) > 3 and sample[offset::2].count(0) > 0.4 * len(sample):
            return data.decode(name, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def clean(text: str) -> str:
    """Composed letters (NFC), one kind of line end, no control characters, no white space around it."""
    text = _SURROGATE.sub("\ufffd", text)
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n"))
    return _CONTROL.sub("", text.replace("\x85", "\n")).strip("\ufeff \t\n")
