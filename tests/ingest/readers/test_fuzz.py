"""Whatever bytes a file holds, its reader gives records or refuses in one Swedish sentence, in good time.

`make fuzz` runs the same for ten minutes (DATALOTS_TEST_FUZZ_SECONDS).
"""

import gzip
import json
import os
import random
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import personal_data
from ingest.chunker import chunk
from ingest.readers import READERS, reader_for
from ingest.sources import Source
from rag.errors import SourceError
from rag.schema import Document

FIXTURES = Path(__file__).parents[2] / "fixtures" / "ingest"
FUZZED = tuple(name for name in READERS if name not in {"table", "taxonomy", "parquet"})
SECONDS = float(os.environ.get("DATALOTS_TEST_FUZZ_SECONDS", "20"))
SLOW = 20.0
"""Seconds after which a reader counts as hanging; files here are small."""
SIGNS = (b"\0", b"\xff", b'"', b"{", b"[", b"<", b"&", b";", b"=", b"\n", b"1e999", b"NaN", b"-",
         b"\xe2\x80\xae", b"PK\x03\x04", b"%PDF-1.7", b"<!DOCTYPE a>", b"]]>",
         b"99999999999999999999", b"\\ud800", b"\xfe\xff")  # fmt: skip


def seeds() -> list[tuple[str, bytes]]:
    """Sound files of every format: those of the other tests, and small ones made here."""
    files = [path for path in FIXTURES.rglob("*") if path.is_file()]
    found = [(path.name, path.read_bytes()) for path in files]
    found += [
        ("a.ttl", b"@prefix dcat: <http://www.w3.org/ns/dcat#> . <https://x.se/1> a dcat:Dataset ."),
        ("a.jsonl", b'{"headline": "A", "text": "Ring 070-123 45 67."}\n{"title": "B", "text": "C"}'),
        (
            "a.md",
            b'---\nsfs: "2099:1"\ntitle: Lag\n---\n1 kap. A\n\nRubrik\n\n1 \xc2\xa7 Text.\n\n2 \xc2\xa7 Mer.',
        ),
        ("a.pdf", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF"),
    ]
    return found


SEEDS = seeds()


def survives(name: str, reader: str, data: bytes, folder: Path) -> None:
    """The file is read, or refused in one sentence; its texts are cut and masked; nothing takes long."""
    path = folder / name
    path.write_bytes(data)
    source = Source(id="egen", title="E", publisher="J", licence="M", path=str(folder), bundled=False)
    start = time.monotonic()
    try:
        for record in READERS[reader].read(path, source):
            if isinstance(record, Document):
                assert all(record.text[c.start : c.end] == c.text for c in chunk(record))
                personal_data.mask(record.text)
    except SourceError as error:
        assert error.user_message
        assert "\n" not in error.user_message
    assert time.monotonic() - start < SLOW


def mutated(data: bytes, by: random.Random) -> bytes:
    """The bytes with a few of them changed, cut, doubled or moved."""
    held = bytearray(data[: by.randrange(len(data) + 1)] if by.random() < 0.2 else data)
    for _ in range(by.randrange(1, 8)):
        at = by.randrange(len(held) + 1)
        match by.randrange(4):
            case 0:
                held[at : at + by.randrange(1, 9)] = by.choice(SIGNS)
            case 1:
                del held[at : at + by.randrange(1, 60)]
            case 2:
                held[at:at] = held[at : at + by.randrange(1, 60)] * by.randrange(1, 5)
            case _:
                held[at:at] = by.choice(SIGNS) * by.randrange(1, 4)
    return bytes(held)


@pytest.mark.timeout(SECONDS + 60)
def test_files_that_are_changed_at_random_are_read_or_refused(tmp_path):
    by = random.Random(os.environ.get("DATALOTS_TEST_FUZZ_SEED", "datalots"))
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        name, data = by.choice(SEEDS)
        changed = mutated(data, by)
        try:
            (tmp_path / name).write_bytes(changed)
            reader = reader_for(tmp_path / name)
        except SourceError:
            continue
        if by.random() < 0.1:
            reader = by.choice(FUZZED)
        try:
            survives(name, reader, changed, tmp_path)
        except Exception:
            (tmp_path / "failed").write_bytes(changed)
            raise


@pytest.mark.parametrize("reader", FUZZED)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.one_of(
        st.binary(max_size=600), st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace"))
    )
)
def test_any_bytes_are_read_or_refused(tmp_path, reader, data):
    survives("a", reader, data, tmp_path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["sfs", "id", "class", "size", "dimension",
                                       "value", "title", "text",
                                       "headline",
                                       "provisions", "columns", "data", "category", "index", "label",
                                       "status",
                                       "role",
                                       "section", "content", "_source", "@context"]), inner, max_size=6),
    max_leaves=30,
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=JSON)
def test_any_json_is_read_or_refused(tmp_path, value):
    survives("a.json", "json", json.dumps(value).encode(), tmp_path)
    survives(
        "a.json",
        "json",
        json.dumps(
            {"class": "dataset", "dimension": {}, "value": []} | (value if isinstance(value, dict) else {})
        ).encode(),
        tmp_path,
    )


@pytest.mark.parametrize(
    ("name", "reader", "data"),
    [
        (
            "a.json",
            "json",
            b'[{"l\xc3\xa4n": "Sk\\ud800ne", "antal": 1}, {"l\xc3\xa4n": "Halland", "antal": 2}]',
        ),
        ("a.jsonl", "records", b'{"title": "A\\udc00", "text": "Om \\ud83d\\ude00 och l\xc3\xb6n \\ud800."}'),
    ],
)
def test_half_a_character_becomes_the_sign_for_an_unknown_one(tmp_path, name, reader, data):
    (tmp_path / name).write_bytes(data)
    source = Source(id="egen", title="E", publisher="J", licence="M", path=str(tmp_path), bundled=False)
    told = " ".join(r.text for r in READERS[reader].read(tmp_path / name, source) if isinstance(r, Document))
    assert "\ufffd" in told
    assert told.encode()
    assert reader == "json" or "\U0001f600" in told


def test_half_a_character_that_a_parser_let_through_refuses_the_file(tmp_path, monkeypatch):
    text = Document(id="a", source_id="egen", kind="file", title="T", text="half \ud800")
    monkeypatch.setattr("ingest.readers.text.read", lambda *_: iter([text]))
    with pytest.raises(SourceError, match="half a character"):
        list(READERS["text"].read(tmp_path / "a.txt", None))


def test_deep_wide_and_packed_files_end(tmp_path):
    survives("a.json", "json", b"[" * 100_000, tmp_path)
    survives("a.md", "markdown", b"[" * 20_000 + b"](" * 20_000, tmp_path)
    survives("b.md", "markdown", b"**a " * 20_000, tmp_path)
    survives("c.md", "markdown", b"<!--" * 20_000, tmp_path)
    survives("a.px", "px", b'A="' * 20_000, tmp_path)
    survives("b.px", "px", b"A(" + b'"a",' * 5_000 + b'="b";DATA=1;', tmp_path)
    survives("c.px", "px", b'AB="a";\n' * 20_000 + b"DATA=1;", tmp_path)
    survives("a.csv", "csv", b"a," * 100_000, tmp_path)
    survives("a.csv.gz", "csv", gzip.compress(b"a;1\n" * 100_000), tmp_path)
    survives("a.html", "html", b"<div>" * 20_000, tmp_path)
    with zipfile.ZipFile(tmp_path / "z.zip", "w", zipfile.ZIP_DEFLATED) as opened:
        for number in range(200):
            opened.writestr(f"{number}.txt", "a" * 10_000)
    survives("a.zip", "archive", (tmp_path / "z.zip").read_bytes(), tmp_path)
