"""Chunks follow the structure of the text, hold all of it, and never cut a sentence in two."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.chunker import HARD_LIMIT, MAX, TARGET, chunk, passage
from rag.schema import Document
from rag.swedish.sentences import sentences


def document(text: str, **fields: object) -> Document:
    return Document(**{"id": "d", "source_id": "s", "kind": "file", "title": "T", "text": text, **fields})


LINES = st.sampled_from(
    [
        "",
        "   ",
        "# Rubrik",
        "### Underrubrik ###",
        "5 § Arbetsgivaren ska lämna besked.",
        "6 a § Beskedet ska vara skriftligt, t.ex. ett brev.",
        "Följande gäller:",
        "- första punkten",
        "- andra punkten, som är längre än den första och har en bisats",
        "1. ett",
        "Medellönen var 38 000 kronor år 2024. Den ökade med 3,1 procent.",
        "Enligt 3 kap. 2 § miljöbalken gäller detta inte. Se även prop. 2021/22:225.",
        "| a | b |",
        "ord " * 120,
        "Mening nummer ett är lagom lång. " * 30,
        "x" * (HARD_LIMIT + 10),
        "\u00a0å\u2028ä",
    ]
)
TEXTS = st.one_of(st.lists(LINES, max_size=40).map("\n".join), st.text(max_size=3_000))


@given(TEXTS)
def test_chunks_are_slices_in_order_that_hold_all_but_white_space(text):
    chunks = chunk(document(text))
    assert all(text[c.start : c.end] == c.text == c.text.strip() != "" for c in chunks)
    assert all(a.end <= b.start for a, b in pairwise(chunks))
    kept = "".join(c.text for c in chunks)
    assert "".join(kept.split()) == "".join(text.split())


@given(TEXTS)
def test_no_chunk_is_longer_than_the_longest_sentence_allows(text):
    assert all(len(c.text) <= HARD_LIMIT for c in chunk(document(text)))


@given(TEXTS)
def test_ids_are_unique_and_the_same_every_time(text):
    ids = [c.id for c in chunk(document(text))]
    assert len(set(ids)) == len(ids)
    assert ids == [c.id for c in chunk(document(text))]


def test_a_short_document_is_one_chunk():
    text = "Allmän visstid finns inte längre.\n- Den ersattes 2022.\n\nNu heter den särskild visstid."
    (only,) = chunk(document(text))
    assert (only.text, only.headings) == (text, ())


def test_a_text_of_white_space_has_no_chunks():
    assert chunk(document(" \n\t\n ")) == ()


def test_a_chunk_carries_the_headings_above_it():
    text = "# Lag\n\nInledning.\n\n## Uppsägning\n\nText.\n\n### Tid\n\nTvå månader.\n\n## Lön\n\nSlut."
    assert [(c.headings, c.text.splitlines()[-1]) for c in chunk(document(text))] == [
        (("Lag",), "Inledning."),
        (("Lag", "Uppsägning"), "Text."),
        (("Lag", "Uppsägning", "Tid"), "Två månader."),
        (("Lag", "Lön"), "Slut."),
    ]


def test_a_heading_without_text_goes_with_what_follows():
    chunks = chunk(document("# Lag\n\n## 1 kap.\n\nText.\n\n## 2 kap.\n\nMer."))
    assert [c.text for c in chunks] == ["# Lag\n\n## 1 kap.\n\nText.", "## 2 kap.\n\nMer."]


def test_each_paragraph_of_law_is_a_chunk_under_its_number():
    text = "# Lag (1982:80)\n\n5 § Avtal får träffas\nenligt 6 § samma lag.\n\n6 § Prov får vara sex månader."
    assert [(c.headings, c.text.splitlines()[-1]) for c in chunk(document(text))] == [
        (("Lag (1982:80)", "5 §"), "enligt 6 § samma lag."),
        (("Lag (1982:80)", "6 §"), "6 § Prov får vara sex månader."),
    ]


def test_a_reference_at_the_start_of_a_line_begins_no_paragraph():
    text = "5 § Detta gäller enligt\n17 § samma lag.\n\n6 § Annat.\n"
    assert [c.headings for c in chunk(document(text))] == [("5 §",), ("6 §",)]


def test_paragraphs_are_packed_up_to_the_target():
    paragraph = "Arbetsgivaren ska lämna besked i god tid före ändringen. " * 5
    text = "\n\n".join([paragraph.strip()] * 10)
    lengths = [len(c.text) for c in chunk(document(text))]
    assert lengths == [856, 856, 856, 284]
    assert max(lengths) <= TARGET


def test_a_long_paragraph_is_cut_between_sentences():
    text = "Arbetsgivaren ska enligt 3 kap. 2 § lämna besked, t.ex. ett brev. " * 60
    chunks = chunk(document(text))
    ends = {span.start + len(text[span.start : span.end].rstrip()) for span in sentences(text)}
    assert len(chunks) == 3
    assert all(c.end in ends and len(c.text) <= MAX for c in chunks)


def test_a_list_keeps_the_line_that_introduces_it():
    filler = "Den här meningen fyller ut stycket så att det blir långt. " * 14
    text = f"{filler.strip()}\n\nAnmälan ska innehålla:\n\n- namn,\n\n- ort,\n\n- datum.\n\n{filler.strip()}"
    holding = [c.text for c in chunk(document(text)) if "Anmälan ska innehålla:" in c.text]
    assert len(holding) == 1
    assert "- namn," in holding[0]


def test_text_added_before_a_chunk_leaves_its_id():
    body = "## A\n\nFörst.\n\n## B\n\nSist."
    before = {c.text: c.id for c in chunk(document(body))}
    after = {c.text: c.id for c in chunk(document(f"## Ny\n\nText.\n\n{body}"))}
    assert before.items() <= after.items()


@pytest.mark.parametrize("field", ["title", "section", "act"])
def test_what_the_document_says_of_itself_is_part_of_what_is_analysed(field):
    one, other = document("Text."), document("Text.", **{field: "ny"})
    assert passage(one, chunk(one)[0]).words_hash != passage(other, chunk(other)[0]).words_hash


def test_the_embedder_reads_title_headings_and_text():
    text = "# Lag\n\nInledning.\n\n## Lön\n\nSlut."
    doc = document(text, title="Titel", labels=("etikett",))
    assert passage(doc, chunk(doc)[1]).text == "Titel\nLag\nLön\n## Lön\n\nSlut."


def test_a_passage_is_found_by_what_its_document_is_asked_with():
    doc = Document(
        id="d", source_id="s", kind="brief", title="Prov", text="Sex månader.", asked=("testa mig",)
    )
    (whole,) = chunk(doc)
    assert "testa mig" in passage(doc, whole).labels
    assert "testa mig" not in passage(doc, whole).text
