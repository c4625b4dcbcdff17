"""A foreign file is read by a child that can do little, and that may fall without taking anything with it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ingest import child
from rag import texts
from rag.errors import SourceError
from rag.schema import Dataset, Document

ROOT = Path(__file__).parents[2]


def answered(body: str, limits: str = "") -> dict:
    """What the parent would hear of a fork that runs `body`."""
    code = (
        "import os, socket, time\nfrom ingest import limited\n"
        f"{limits}\nlimited._leave_the_network()\n"
        f"def answer():\n    {body}\n    return b'{{}}'\n"
        "frames, died = limited.forked([answer])\n"
        "print(bytes(frames[0]).decode() if frames else '{\"died\": %d}' % died)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


@pytest.mark.parametrize(
    ("body", "limits"),
    [
        ("time.sleep(30)", "limited.WALL_SECONDS = 0.3"),
        ("while True: pass", "limited.WALL_SECONDS = 0.3"),
        ("while True: pass", "limited.CPU_SECONDS = 1"),
        ("os.abort()", ""),
        ("bytearray(2 * limited.MEMORY)", ""),
        ("socket.create_connection(('192.0.2.1', 80), 1)", ""),
        ("socket.getaddrinfo('example.org', 80)", ""),
    ],
)
def test_what_hangs_crashes_eats_or_calls_out_ends_the_fork_only(body, limits):
    assert "died" in answered(body, limits)


def test_the_fork_of_a_file_that_is_well_answers():
    assert answered("pass") == {}


def test_a_foreign_file_is_read_as_if_here(tmp_path, source):
    (tmp_path / "a.md").write_text("# Löner\n\nText.")
    (document,) = child.read("markdown", tmp_path / "a.md", source)
    assert (document.title, document.id) == ("Löner", "egen/a.md")


def test_a_refusal_keeps_its_sentence(tmp_path, source):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
    with pytest.raises(SourceError) as caught:
        child.read("pdf", tmp_path / "a.pdf", source)
    assert caught.value.user_message == "Filen är skadad eller har ett annat format än namnet säger."


def test_the_child_that_fell_is_started_again(tmp_path, source):
    (tmp_path / "a.txt").write_text("Hej.")
    child.read("text", tmp_path / "a.txt", source)
    child._CHILD.stop()
    assert child.read("text", tmp_path / "a.txt", source)[0].text == "Hej."


READER_THAT_FALLS = """
import os, sys
from ingest import limited
from ingest.readers import READERS

def read(path, source):
    text = path.read_text()
    if text == "fall":
        os.abort()
    if text == "hang":
        while True:
            pass
    if text == "eat":
        bytearray(2 * limited.MEMORY)
    return iter(())

class Falls:
    module = "text"
    read = staticmethod(read)

READERS["text"] = Falls
limited.WALL_SECONDS = 2
limited.main()
"""


def test_files_that_share_a_fork_fall_alone(tmp_path, source, monkeypatch):
    monkeypatch.setattr(child, "COMMAND", (sys.executable, "-c", READER_THAT_FALLS))
    monkeypatch.setattr(child, "_CHILD", child.Child())
    told = ["well", "fall", "well", "eat", "hang", "well"]
    files = [child.File("text", tmp_path / f"{place}.txt", source) for place in range(len(told))]
    for file, text in zip(files, told, strict=True):
        file.path.write_text(text)
    found = list(child.read_all(files))
    child._CHILD.stop()
    whys = [one.user_message if isinstance(one, SourceError) else one for one in found]
    assert whys == [[], texts.FILE_CRASHED, [], texts.FILE_TOO_HEAVY, texts.FILE_TOO_SLOW, []]


def test_a_file_that_a_foreign_parser_reads_shares_no_fork(tmp_path, source):
    files = [
        child.File(reader, tmp_path / str(n), source)
        for n, reader in enumerate(["text", "pdf", "text", "text"])
    ]
    for file in files:
        file.path.write_text("x")
    assert [len(group) for group in child._shared(files)] == [1, 1, 2]


def test_many_files_are_answered_in_their_order_the_large_ones_too(tmp_path, source):
    files = [child.File("text", tmp_path / f"{place:03}.txt", source) for place in range(40)]
    for place, file in enumerate(files):
        file.path.write_text(f"Fil {place}. " * (20_000 if place % 7 == 3 else 1))
    titles = [[record.text.split(".")[0] for record in records] for records in child.read_all(files)]
    assert titles == [[f"Fil {place}"] for place in range(40)]


@pytest.mark.parametrize(
    "answer",
    [
        {"records": [["Document", {"id": 1}]]},
        {"records": [["Nonsens", {}]]},
        {"records": 7},
        {},
        {"records": [["Document", {"id": "a", "source_id": "s", "kind": "file", "title": "t", "text": "x",
                                   "url": "javascript:alert(1)"}]]},
    ],
)  # fmt: skip
def test_an_answer_that_is_not_sound_is_refused(tmp_path, source, answer):
    assert isinstance(child._checked(child.File("text", tmp_path / "a", source), answer), SourceError)


def test_a_badly_written_address_costs_the_address_and_not_the_file(tmp_path, source):
    pages = [{"title": "A", "text": "Ett.", "url": "https://a.se/x y"}, {"title": "B", "text": "Två."}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, pages)))
    found = child.read("records", tmp_path / "a.jsonl", source)
    assert [(one.title, one.url) for one in found] == [("A", source.url), ("B", source.url)]


TURTLE = """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
<https://x.se/d/1> a dcat:Dataset ; dct:title "Varsel"@sv ; dcat:landingPage <javascript:alert(1)> ."""
JSON_LD = {
    "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
    "@id": "https://x.se/d/1", "@type": "dcat:Dataset", "dct:title": {"@value": "Varsel", "@language": "sv"},
}  # fmt: skip


def test_rdf_is_read_in_three_spellings_and_its_links_must_be_safe(tmp_path, source):
    (tmp_path / "a.ttl").write_text(TURTLE)
    (tmp_path / "a.json").write_text(json.dumps(JSON_LD))
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dct="http://purl.org/dc/terms/"'
        ' xmlns:dcat="http://www.w3.org/ns/dcat#"><dcat:Dataset rdf:about="https://x.se/d/1">'
        '<dct:title xml:lang="sv">Varsel</dct:title></dcat:Dataset></rdf:RDF>'
    )
    (tmp_path / "a.xml").write_text(rdf)
    for name in ("a.ttl", "a.json", "a.xml"):
        dataset, document = child.read("dcat", tmp_path / name, source)
        assert isinstance(dataset, Dataset)
        assert isinstance(document, Document)
        assert (dataset.title, dataset.landing_page, document.url) == ("Varsel", "", "")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (json.dumps(JSON_LD | {"@context": "https://example.org/context.jsonld"}), "inget hämtas från nätet"),
        ('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><rdf:RDF/>', "DOCTYPE"),
        ("{", "går inte att tolka som RDF"),
        ("@prefix : <x", "går inte att tolka som RDF"),
    ],
)
def test_rdf_that_would_fetch_or_grow_is_refused(tmp_path, source, content, why):
    (tmp_path / "a.ttl").write_text(content)
    with pytest.raises(SourceError) as caught:
        child.read("dcat", tmp_path / "a.ttl", source)
    assert why in caught.value.user_message


@pytest.mark.shared
def test_hostile_files_are_read_or_refused_in_one_line_within_the_memory(shared_dir):
    import resource

    from ingest.readers import reader_for
    from ingest.sources import registered

    for folder in (shared_dir / "security" / "ingest", shared_dir / "security" / "input"):
        for path in sorted(file for file in folder.rglob("*") if file.is_file()):
            try:
                child.read(reader_for(path), path, registered(folder))
            except SourceError as error:
                assert error.user_message
                assert "\n" not in error.user_message
    child._CHILD.stop()
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 600_000
