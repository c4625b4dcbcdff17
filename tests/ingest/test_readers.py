"""Each reader turns a file into records, or says in Swedish why it cannot."""

import io
import zipfile
from datetime import date

import docx
import openpyxl
import pypdf
import pytest

from ingest.readers import READERS, base, reader_for
from ingest.readers.text import decode
from ingest.sources import bundled_sources
from rag.errors import SourceError


def read(name, path, source):
    return list(READERS[name].read(path, source))


def refusal(name, path, source):
    with pytest.raises(SourceError) as caught:
        read(name, path, source)
    return caught.value.user_message


def pdf(*pages: str) -> bytes:
    """A PDF written by hand: a line of text a page, in Latin-1."""
    kids = " ".join(f"{n + 4} 0 R" for n in range(len(pages)))
    font = "<< /Font << /F1 3 0 R >> >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    streams = [f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET" if text else "" for text in pages]
    first = 4 + len(pages)
    objects += [
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources {font} /Contents {first + n} 0 R >>"
        for n in range(len(pages))
    ]
    objects += [f"<< /Length {len(s.encode('cp1252'))} >>\nstream\n{s}\nendstream" for s in streams]
    body, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    head = f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    return body + f"{head}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n".encode()


# ------------------------------------------------------------------ markdown


def test_a_brief_has_the_fields_of_its_front_matter():
    law = next(source for source in bundled_sources() if source.id == "law")
    (brief,) = read("markdown", law.root / "arbetstidslagen-10-b-48-timmar.md", law)
    assert (brief.id, brief.kind, brief.source_id) == ("arbetstidslagen-10-b-48-timmar", "brief", "law")
    assert brief.title == "Högst 48 timmar i snitt med övertid"
    assert (brief.act, brief.section) == ("1982:673", "10 b §")
    assert brief.labels[:3] == ("arbetstidslagen", "ATL", "arbetstid")
    assert brief.labels[-1] == "Arbetstidslag (1982:673)"
    assert (brief.publisher, brief.as_of, brief.in_force) == ("Regeringskansliet", "2026-02-15", True)
    assert brief.url == "https://rkrattsbaser.gov.se/sfst?bet=1982:673"
    assert brief.text.startswith(
        "Den sammanlagda arbetstiden får enligt 10 b § arbetstidslagen vara högst 48 timmar"
    )


def test_every_bundled_brief_can_be_read():
    for source in bundled_sources():
        if source.reader == "markdown":
            briefs = [read("markdown", path, source)[0] for path in sorted(source.root.glob(source.files))]
            assert len({brief.id for brief in briefs}) == len(briefs) > 90
            assert all(brief.text and brief.licence and brief.publisher and brief.url for brief in briefs)


def test_what_a_text_is_asked_with_is_read_and_is_no_part_of_it(tmp_path, source):
    written = "---\ntitle: Provanställning\nasked:\n- hur länge får de testa mig\n---\nHögst sex månader."
    (tmp_path / "a.md").write_text(written, encoding="utf-8")
    (document,) = read("markdown", tmp_path / "a.md", source)
    assert document.asked == ("hur länge får de testa mig",)
    assert document.text == "Högst sex månader."


def test_what_a_sentence_is_asked_with_is_told_by_its_number(tmp_path, source):
    head = "---\ntitle: Prov\nasked:\n- 2: får de avbryta\n- gäller det mig\n- 3: vem bestämmer\n---\n"
    body = "Högst sex månader. Den kan avbrytas:\n\n- av dig,\n- av chefen.\n\nArbetsgivaren avgör."
    (tmp_path / "a.md").write_text(head + body, encoding="utf-8")
    (document,) = read("markdown", tmp_path / "a.md", source)
    assert document.asked == ("får de avbryta", "gäller det mig", "vem bestämmer")
    assert document.asked_at == (body.index("Den kan"), -1, body.index("Arbetsgivaren"))


def test_a_phrase_for_a_sentence_that_is_not_there_is_refused(tmp_path, source):
    written = "---\ntitle: Prov\nasked:\n- 2: får de avbryta\n---\nHögst sex månader."
    (tmp_path / "a.md").write_text(written, encoding="utf-8")
    with pytest.raises(SourceError):
        read("markdown", tmp_path / "a.md", source)


def test_bundled_phrases_are_told_with_the_sentences_that_answer_them():
    told = 0
    for source in bundled_sources():
        if source.reader == "markdown":
            for path in sorted(source.root.glob(source.files)):
                (brief,) = read("markdown", path, source)
                assert len(brief.asked_at) == len(brief.asked) > 20, path.name
                told += 1
    assert told > 200


def test_a_users_markdown_may_have_front_matter(folder, source):
    mine = source.model_copy(update={"path": str(folder)})
    (document,) = read("markdown", folder / "loner.md", mine)
    assert (document.id, document.kind) == ("egen/loner.md", "file")
    assert (document.title, document.publisher) == ("Så läser du lönestatistik", "Provmyndigheten")
    assert (document.as_of, document.labels) == ("2025-06-17", ("medellön", "medianlön"))
    assert document.text == (
        "# Medel och median\n\n"
        "Medellönen är summan av alla löner delad med antalet anställda.\n\n"
        "## Median\n\n"
        "Medianlönen är den mittersta lönen. Den påverkas inte av några få mycket höga löner."
    )


def test_markdown_without_front_matter_is_called_as_its_first_heading(tmp_path, source):
    (tmp_path / "a.md").write_text("Förord.\n\n# Löner _2024_\n\nText.")
    (document,) = read("markdown", tmp_path / "a.md", source)
    assert (document.title, document.publisher, document.licence) == ("Löner 2024", "Jag", "Min")


def test_a_rule_at_the_top_is_no_front_matter(tmp_path, source):
    (tmp_path / "a.md").write_text("---\nDetta: är: inte YAML\n---\nText.")
    (document,) = read("markdown", tmp_path / "a.md", source)
    assert document.text.endswith("Text.")
    assert "Detta: är: inte YAML" in document.text


def test_an_address_that_is_no_web_address_is_dropped(tmp_path, source):
    (tmp_path / "a.md").write_text("---\nurl: javascript:alert(1)\n---\nText.")
    assert read("markdown", tmp_path / "a.md", source)[0].url == ""


def test_a_brief_without_front_matter_is_refused(tmp_path, source):
    (tmp_path / "a.md").write_text("Text.")
    brief = source.model_copy(update={"kind": "brief"})
    assert refusal("markdown", tmp_path / "a.md", brief) == "Filen saknar id eller titel överst."


# ------------------------------------------------------------------ text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_the_encoding_it_has(tmp_path, source, encoding):
    text = "Varseln ökade i Västernorrland.\r\nDet säger länsstyrelsen."
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    (document,) = read("text", tmp_path / "a.txt", source)
    assert document.text == "Varseln ökade i Västernorrland.\nDet säger länsstyrelsen."
    assert document.title == "a"


def test_letters_are_composed(tmp_path):
    assert decode(tmp_path / "a.txt", "A\u030angstro\u0308m".encode()) == "Ångström"


@pytest.mark.parametrize("content", [b"\x7fELF\x02\x01\x01" + bytes(200), bytes(range(256)) * 4])
def test_a_binary_file_is_not_text(tmp_path, source, content):
    (tmp_path / "a.txt").write_bytes(content)
    assert refusal("text", tmp_path / "a.txt", source) == "Filen är inte en textfil."


@pytest.mark.parametrize("name", ["text", "markdown", "html", "csv"])
def test_an_empty_file_is_refused(tmp_path, source, name):
    (tmp_path / "a").write_text("  \n ")
    assert refusal(name, tmp_path / "a", source) == "Filen innehåller ingen text."


def test_a_file_above_the_limit_is_refused(tmp_path, source, monkeypatch):
    monkeypatch.setattr(base, "MAX_BYTES", 1_000_000)
    (tmp_path / "a.txt").write_bytes(b"a" * 1_000_001)
    assert refusal("text", tmp_path / "a.txt", source) == "Filen är för stor (högst 1 MB)."


def test_a_missing_file_is_refused(tmp_path, source):
    why = "Filen går inte att öppna. Kontrollera att den finns och får läsas."
    assert refusal("text", tmp_path / "nej.txt", source) == why


# ------------------------------------------------------------------ html


def test_html_keeps_the_main_text_and_its_structure(folder, source):
    mine = source.model_copy(update={"path": str(folder)})
    (document,) = read("html", folder / "under" / "sida.html", mine)
    assert (document.id, document.title) == ("egen/under/sida.html", "Varsel i maj")
    assert document.text.startswith("# Varsel i maj\n")
    assert "- Skåne län hade flest varsel." in document.text
    for noise in ("Start", "kakor", "skript", "color", "<"):
        assert noise not in document.text


def test_a_very_short_page_is_read_too(tmp_path, source):
    (tmp_path / "a.html").write_text(
        "<html><head><title>T</title></head><body><p>Bara en rad.</p></body></html>"
    )
    (document,) = read("html", tmp_path / "a.html", source)
    assert (document.title, document.text) == ("T", "Bara en rad.")


# ------------------------------------------------------------------ pdf


def test_a_pdf_gives_a_document_a_page(tmp_path, source):
    (tmp_path / "r.pdf").write_bytes(pdf("Arbetslösheten ökade.", "", "Källa: SCB"))
    assert [(d.id, d.section, d.title, d.text) for d in read("pdf", tmp_path / "r.pdf", source)] == [
        ("egen/r.pdf#s1", "s. 1", "r", "Arbetslösheten ökade."),
        ("egen/r.pdf#s3", "s. 3", "r", "Källa: SCB"),
    ]


def test_a_pdf_of_pictures_is_refused(tmp_path, source):
    (tmp_path / "r.pdf").write_bytes(pdf("", ""))
    assert refusal("pdf", tmp_path / "r.pdf", source) == (
        "Filen innehåller bara bilder. Tolka den till text (OCR) först."
    )


def test_a_pdf_with_a_password_is_refused(tmp_path, source):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf("Hemligt")))
    writer.encrypt("lösen", algorithm="RC4-128")
    writer.write(tmp_path / "r.pdf")
    assert refusal("pdf", tmp_path / "r.pdf", source) == (
        "Filen är skyddad med lösenord. Spara den utan lösenord och försök igen."
    )


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.4\n" + bytes(range(256)) * 20, b"inte en pdf"])
def test_a_broken_pdf_is_refused(tmp_path, source, content):
    (tmp_path / "r.pdf").write_bytes(content)
    assert refusal("pdf", tmp_path / "r.pdf", source) == (
        "Filen är skadad eller har ett annat format än namnet säger."
    )


def test_a_cut_pdf_is_read_or_refused_but_never_crashes(tmp_path, source):
    whole = pdf("Arbetslösheten ökade.")
    for length in range(0, len(whole), 37):
        (tmp_path / "r.pdf").write_bytes(whole[:length])
        try:
            read("pdf", tmp_path / "r.pdf", source)
        except SourceError as error:
            assert error.user_message.endswith(".")


# ------------------------------------------------------------------ docx


def test_word_keeps_headings_lists_and_tables_in_order(tmp_path, source):
    document = docx.Document()
    document.core_properties.title = "Rapport"
    document.add_heading("Löner", level=1)
    document.add_paragraph("Inledning.")
    document.add_paragraph("en punkt", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ["Yrke", "Lön", "polis", "38 000"], strict=True
    ):
        cell.text = text
    document.add_paragraph("Slut.")
    document.save(tmp_path / "a.docx")
    (read_back,) = read("docx", tmp_path / "a.docx", source)
    assert read_back.title == "Rapport"
    assert read_back.text == "# Löner\n\nInledning.\n\n- en punkt\n\n- Yrke: polis; Lön: 38 000\n\nSlut."


@pytest.mark.parametrize("name", ["docx", "xlsx"])
def test_a_file_that_is_no_office_file_is_refused(tmp_path, source, name):
    broken = "Filen är skadad eller har ett annat format än namnet säger."
    (tmp_path / "a").write_bytes(b"hej")
    assert refusal(name, tmp_path / "a", source) == broken
    with zipfile.ZipFile(tmp_path / "b", "w") as archive:
        archive.writestr("nonsens.xml", "<a/>")
    assert refusal(name, tmp_path / "b", source) == broken


@pytest.mark.parametrize("name", ["docx", "xlsx"])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path, source, name, monkeypatch):
    monkeypatch.setattr(base, "MAX_UNPACKED", 1_000_000)
    with zipfile.ZipFile(tmp_path / "a", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 2_000_000)
    assert refusal(name, tmp_path / "a", source) == "Filen är för stor (högst 50 MB)."


# ------------------------------------------------------------------ tables as text


def test_a_csv_is_told_as_text(folder, source):
    mine = source.model_copy(update={"path": str(folder)})
    (document,) = read("csv", folder / "varsel.csv", mine)
    assert document.text == (
        "Tabellen varsel har 2 rader och 3 kolumner: Län, Antal, Andel.\n"
        "- Län: Skåne; Antal: 1 200; Andel: 4,5\n"
        "- Län: Gotland; Antal: .."
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_of_the_first_line(tmp_path, source, delimiter):
    (tmp_path / "a.csv").write_text(f"Kommun{delimiter}Antal\nUmeå{delimiter}12\n")
    assert read("csv", tmp_path / "a.csv", source)[0].text.splitlines()[1] == "- Kommun: Umeå; Antal: 12"


def test_a_long_csv_says_that_not_all_is_told(tmp_path, source):
    (tmp_path / "a.csv").write_text("n\n" + "".join(f"{n}\n" for n in range(3_000)))
    lines = read("csv", tmp_path / "a.csv", source)[0].text.splitlines()
    assert lines[:2] == ["Tabellen a har 3000 rader och 1 kolumn: n.", "Här står de första 2000 raderna."]
    assert len(lines) == 2_002


def test_a_workbook_gives_a_document_a_sheet(tmp_path, source):
    book = openpyxl.Workbook()
    book.active.title = "2024"
    for row in (
        ["Kommun", "Antal", "Andel", "Dag"],
        ["Umeå", 12, 4.5, date(2024, 5, 1)],
        [None, None, None, None],
    ):
        book.active.append(row)
    book.create_sheet("Tom")
    book.create_sheet("Noter").append(["Källa: SCB"])
    book.save(tmp_path / "v.xlsx")
    first, second = read("xlsx", tmp_path / "v.xlsx", source)
    assert (first.id, first.section, first.title) == ("egen/v.xlsx#2024", "2024", "v, 2024")
    assert first.text.splitlines()[1] == "- Kommun: Umeå; Antal: 12; Andel: 4,5; Dag: 2024-05-01"
    assert second.text == "Tabellen v, Noter har 0 rader och 1 kolumn: Källa: SCB."


# ------------------------------------------------------------------ which reader


@pytest.mark.parametrize(
    ("name", "content", "reader"),
    [
        ("a.md", b"Text", "markdown"),
        ("a.TXT", b"Text", "text"),
        ("README", b"Text", "text"),
        ("a.htm", b"<p>hej", "html"),
        ("sida", b"  <!DOCTYPE html><html>", "html"),
        ("a.txt", b"%PDF-1.4", "pdf"),
        ("a.csv", b"a;b", "csv"),
        ("a.tsv", b"a\tb", "csv"),
        ("a.ttl", b"@prefix dcat: <x> .", "dcat"),
    ],
)
def test_a_file_gets_the_reader_of_its_content_then_of_its_name(tmp_path, name, content, reader):
    (tmp_path / name).write_bytes(content)
    assert reader_for(tmp_path / name) == reader


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.png", b"\x89PNG", "Formatet .png stöds inte."),
        ("program", b"\x7fELF\0\0", "Formatet program stöds inte."),
        ("a.rar", b"Rar!\x1a\x07" + bytes(18), "Formatet .rar stöds inte."),
    ],
)
def test_a_format_nobody_reads_is_refused_by_name(tmp_path, name, content, why):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError) as caught:
        reader_for(tmp_path / name)
    assert caught.value.user_message == why


def test_every_reader_shows_a_real_record_in_its_docstring():
    from importlib import import_module

    for reader in READERS.values():
        assert "record" in (import_module(f"ingest.readers.{reader.module}").__doc__ or "")
