"""Records in JSON lines and JSON: ads masked, pages and acts as documents, others told; archives and ODT."""

import gzip
import json
import zipfile

import pytest

from ingest.chunker import chunk
from ingest.readers import READERS, reader_for
from ingest.readers.statute import as_markdown
from rag.errors import SourceError

AD = {
    "id": "1", "headline": "Snickare sökes", "employer": {"name": "Bygg AB"},
    "description": {"text": "Vi bygger. Kontakta Anna Berg på 070-123 45 67 eller anna.berg@bygg.se."},
    "workplace_address": {"municipality": "Umeå"}, "application_deadline": "2026-03-01T23:59:59",
    "application_contacts": [{"name": None, "description": "Per Ek", "email": "per.ek@bygg.se"}],
}  # fmt: skip
PAGE = {
    "url": "https://x.se/sida",
    "title": "Varsel",
    "text": "# Varsel\n\nFler varsel.",
    "published": "2026-01-02",
}
ACT = """# Lag (2099:1) om prov

1 kap. Inledande bestämmelser

Lagens syfte

1 § Denna lag syftar till att vara
kort, se 2 kap.
3 § tredje stycket.

2 kap. Ansvar

Vem som ansvarar

1 a § Ansvarig är den som

1. läser, eller

2. skriver. Lag (2099:2).

Övergångsbestämmelser

2099:2

1. Denna lag träder i kraft genast."""


def read(path, source):
    return list(READERS[reader_for(path)].read(path, source))


def lines(path, *records):
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records))
    return path


def test_an_ad_is_masked_and_its_contacts_are_not_read(tmp_path, source):
    (ad,) = read(lines(tmp_path / "a.jsonl", AD), source)
    assert (ad.id, ad.title) == ("egen/a.jsonl#1", "Snickare sökes")
    assert ad.text == (
        "Vi bygger. Kontakta [namn] på [telefonnummer] eller [e-postadress].\n\n"
        "- Arbetsgivare: Bygg AB\n- Ort: Umeå\n- Sista ansökningsdag: 2026-03-01T23:59:59"
    )
    for secret in ("Anna", "Per Ek", "070", "@bygg"):
        assert secret not in repr(ad)


def test_an_ad_alone_in_its_file_is_an_ad(tmp_path, source):
    (tmp_path / "a.json").write_text(json.dumps(AD))
    (ad,) = read(tmp_path / "a.json", source)
    assert ad.title == "Snickare sökes"
    assert "Per Ek" not in repr(ad) and "Anna" not in repr(ad)


def test_ads_told_a_line_each_are_masked_too(tmp_path, source):
    short = {
        "id": "1",
        "headline": "Ring Anna Berg 070-123 45 67",
        "application_contacts": [{"name": "Per Ek"}],
    }
    removed = {"id": "2", "removed": True, "contact_email": "x", "application_contacts": []}
    (told,) = read(lines(tmp_path / "a.jsonl", short, removed), source)
    for secret in ("Anna", "070", "Per Ek"):
        assert secret not in repr(told)


def test_a_contact_is_masked_wherever_the_ad_names_them(tmp_path, source):
    named = AD | {"description": {"text": "Välkommen till Per Ek och alla oss."}}
    (ad,) = read(lines(tmp_path / "a.jsonl", named), source)
    assert "Välkommen till [namn] och alla oss." in ad.text


def test_a_sole_trader_is_a_person_and_not_named(tmp_path, source):
    alone = AD | {"employer": {"name": "Anna Berg", "organization_number": "8001011234"}}
    (ad,) = read(lines(tmp_path / "a.jsonl", alone), source)
    assert "Arbetsgivare" not in ad.text


def test_ads_are_found_in_the_answer_of_a_search_too(tmp_path, source):
    (tmp_path / "a.json").write_text(
        json.dumps({"hits": {"total": 1, "hits": [{"_id": "x", "_source": AD}]}})
    )
    (ad,) = read(tmp_path / "a.json", source)
    assert "[e-postadress]" in ad.text


def test_a_page_has_its_own_address_and_date(tmp_path, source):
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(PAGE).encode()))
    (page,) = read(path, source)
    assert (page.title, page.url, page.as_of) == ("Varsel", "https://x.se/sida", "2026-01-02")


def test_a_page_given_twice_is_one_and_a_changed_one_is_kept(tmp_path, source):
    pages = read(lines(tmp_path / "a.jsonl", PAGE, PAGE, PAGE | {"text": "Nytt."}), source)
    assert [page.text for page in pages] == ["# Varsel\n\nFler varsel.", "Nytt."]
    assert len({page.id for page in pages}) == 2


def test_a_line_that_is_cut_refuses_the_file_by_its_number(tmp_path, source):
    (tmp_path / "a.jsonl").write_text(json.dumps(PAGE) + '\n{"id": "2", "tex')
    with pytest.raises(SourceError) as caught:
        read(tmp_path / "a.jsonl", source)
    assert caught.value.user_message == "Rad 2 i filen är inte giltig JSON."


def test_records_without_texts_are_told_a_line_each(tmp_path, source):
    data = {"data": {"concepts": [{"id": "a", "preferred_label": "Heltid", "narrower": [{"name": "x"}]}]}}
    (tmp_path / "typer.json").write_text(json.dumps(data))
    (told,) = read(tmp_path / "typer.json", source)
    assert told.text == "Listan typer har 1 rad.\n- id: a; preferred_label: Heltid; narrower: x"


# ------------------------------------------------------------------ acts


def test_an_act_gives_every_passage_its_chapter_and_paragraph(tmp_path, source):
    matter = '---\nsfs: "2099:1"\ntitle: "Lag (2099:1) om prov"\nin_force: "2099-01-01 överg.best."\n---\n'
    (tmp_path / "2099_1.md").write_text(matter + ACT)
    (act,) = read(tmp_path / "2099_1.md", source)
    assert (act.kind, act.act, act.in_force) == ("law", "2099:1", True)
    assert act.metadata["act_name"] == "Lag (2099:1) om prov"
    assert [passage.headings for passage in chunk(act)] == [
        ("1 kap. Inledande bestämmelser", "Lagens syfte", "1 §"),
        ("2 kap. Ansvar", "Vem som ansvarar", "1 a §"),
        ("Övergångsbestämmelser", "2099:2"),
    ]
    assert "Denna lag syftar till att vara kort, se 2 kap. 3 § tredje stycket." in act.text


def test_marking_an_act_changes_no_word():
    told = as_markdown(ACT)
    assert [word for word in told.split() if set(word) != {"#"}] == [
        word for word in ACT.split() if set(word) != {"#"}
    ]


def test_an_act_given_by_provisions_is_read_as_one(tmp_path, source):
    record = {
        "id": "2099:1", "title": "Lag (2099:1) om prov", "status": "repealed",
        "provisions": [{"chapter": "2", "section": "3", "content": "Så är det."}],
    }  # fmt: skip
    (act,) = read(lines(tmp_path / "a.jsonl", record), source)
    assert (act.act, act.in_force, act.text) == ("2099:1", False, "## 2 kap.\n\n3 § Så är det.")


# ------------------------------------------------------------------ archives, ODT


def archive(path, **files):
    with zipfile.ZipFile(path, "w") as opened:
        for name, content in files.items():
            opened.writestr(name.replace("__", "/"), content)
    return path


def test_a_zip_is_read_as_the_folder_it_holds(tmp_path, source):
    path = archive(tmp_path / "a.zip", **{"under__a.md": "# Ett", "b.txt": "Två", "bild.png": b"\x89PNG\0"})
    assert [(d.id, d.title) for d in read(path, source)] == [
        ("egen/a.zip/under/a.md", "Ett"), ("egen/a.zip/b.txt", "b")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("../ut.txt", "x", "Filen är skadad eller har ett annat format än namnet säger."),
        ("/etc/x.txt", "x", "Filen är skadad eller har ett annat format än namnet säger."),
        ("c:\\x.txt", "x", "Filen är skadad eller har ett annat format än namnet säger."),
        ("a.pdf", "%PDF-1.7", "a.pdf i arkivet: Filen är skadad eller har ett annat format än namnet säger."),
        ("inre.zip", "PK", "Arkivet innehåller ett annat arkiv. Packa upp det först."),
        ("bild.png", "\0\0", "Filen innehåller ingen text."),
    ],
)
def test_a_zip_that_is_not_well_is_refused_whole(tmp_path, source, name, content, why):
    with pytest.raises(SourceError) as caught:
        read(archive(tmp_path / "a.zip", **{name: content}), source)
    assert caught.value.user_message == why
    assert not (tmp_path.parent / "ut.txt").exists()


ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>'
    '<text:h text:outline-level="1">Löner</text:h><text:p>Inledning<text:s/>här.</text:p>'
    "<text:list><text:list-item><text:p>en punkt</text:p></text:list-item></text:list>"
    "<table:table><table:table-row><table:table-cell><text:p>Yrke</text:p></table:table-cell></table:table-row>"
    "<table:table-row><table:table-cell><text:p>polis</text:p></table:table-cell></table:table-row></table:table>"
    "</office:text></office:body></office:document-content>"
)


def test_opendocument_keeps_headings_lists_and_tables(tmp_path, source):
    kind = "application/vnd.oasis.opendocument.text"
    path = archive(tmp_path / "a.odt", **{"mimetype": kind, "content.xml": ODT})
    (document,) = read(path, source)
    assert document.text == "# Löner\n\nInledning här.\n\n- en punkt\n\n- Yrke: polis"


@pytest.mark.parametrize("content", ["", "<a/>", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', ODT[:300]])
def test_an_opendocument_file_that_is_not_well_is_refused(tmp_path, source, content):
    with pytest.raises(SourceError):
        read(archive(tmp_path / "a.odt", **{"content.xml": content}), source)
