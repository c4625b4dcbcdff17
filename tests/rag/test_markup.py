from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from rag.markup import answer_html, calculation_html, chart_spec, escape, source_html, table_html
from rag.schema import Answer, Sentence
from tests.loopback.page_server import DOCUMENT, PAYLOADS, citation, hostile, law, salary

OURS = set("div p ul li span mark blockquote dl dt dd a code table caption thead tbody tr th td".split())


class Elements(HTMLParser):
    """Names of all elements and values of all attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[tuple[str, str | None]] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= set(attrs)


def test_an_answer_is_paragraphs_of_sentences_with_marks_and_support() -> None:
    assert answer_html(law("?")) == (
        '<div class="dl-answer"><p>En avgift får tas ut. <span class="dl-mark">[1]</span> '
        '<span class="dl-support">ordagrant</span> Avgiften får inte vara högre än självkostnaden. '
        '<span class="dl-mark">[1]</span> <span class="dl-support">ordagrant</span></p>'
        "<p>Reglerna kan skilja sig för forskningsdata.</p></div>"
    )


def test_list_items_become_a_list() -> None:
    sentences = (
        Sentence(text="- en avgift", citations=(2,), support="supported"),
        Sentence(text="- ett format", citations=(), support="supported"),
    )
    answer = replace(law("?"), text="Detta gäller:\n- en avgift [2]\n- ett format", sentences=sentences)
    assert answer_html(answer) == (
        '<div class="dl-answer"><p>Detta gäller:</p><ul><li>en avgift <span class="dl-mark">[2]</span> '
        '<span class="dl-support">stödd</span></li><li>ett format <span class="dl-support">stödd</span></li>'
        "</ul></div>"
    )


def test_a_list_stands_where_it_was_said() -> None:
    answer = replace(law("?"), text="Först:\n- en avgift\nSedan slut.", sentences=())
    assert answer_html(answer) == (
        '<div class="dl-answer"><p>Först:</p><ul><li>en avgift</li></ul><p>Sedan slut.</p></div>'
    )


def test_a_quote_is_highlighted_in_its_context() -> None:
    html = source_html(citation(1, DOCUMENT, "En avgift får tas ut."), DOCUMENT)
    assert "<blockquote>Inledning. <mark>En avgift får tas ut.</mark> Avgiften får inte" in html
    assert '<a href="https://data.riksdagen.se/dokument/sfs-2022-818" target="_blank"' in html
    assert "<dt>Licens</dt><dd>CC0-1.0</dd>" in html


def test_a_quote_that_is_not_where_it_should_be_stands_alone() -> None:
    moved = replace(citation(1, DOCUMENT, "En avgift får tas ut."), start=0, end=5)
    assert "<blockquote><mark>En avgift får tas ut.</mark></blockquote>" in source_html(moved, DOCUMENT)
    assert "<blockquote><mark>En avgift får tas ut.</mark></blockquote>" in source_html(moved, None)


def test_a_calculation_shows_its_formula_and_cells() -> None:
    html = calculation_html(salary("?").quantities)
    assert "<code>41\u00a0300 − 39\u00a0900</code> = 1\u00a0400\u00a0kr" in html
    assert html.count("<li>") == 2
    assert calculation_html(()) == ""


def test_a_missing_value_is_said_in_the_table_and_a_gap_in_the_chart() -> None:
    chart = salary("?").chart
    assert chart is not None
    assert '<th scope="row">2023</th><td>uppgift saknas</td><td>40\u00a0300</td>' in table_html(chart)
    rows = chart_spec(chart)["data"]["values"]
    assert rows[1] == {"x": "2023", "y": None, "name": "Kvinnor", "figure": "uppgift saknas"}


def test_hostile_text_makes_no_element_and_no_attribute_of_its_own() -> None:
    answer = hostile("?")
    assert answer.chart is not None
    html = answer_html(answer) + calculation_html(answer.quantities) + table_html(answer.chart)
    html += "".join(source_html(one, replace(DOCUMENT, text=" ".join(PAYLOADS))) for one in answer.citations)
    seen = Elements(html)
    assert seen.names <= OURS - {"a"}
    assert {name for name, _ in seen.attributes} <= {"class", "scope"}


@given(st.text())
def test_escaped_text_is_text(text: str) -> None:
    assert Elements(escape(text)).names == set()
    assert '"' not in escape(text)
    assert Elements(f'<p class="{escape(text)}">').names == {"p"}


@given(st.lists(st.text(max_size=60), max_size=5), st.text(max_size=100))
def test_no_text_of_an_answer_becomes_an_element(said: list[str], rest: str) -> None:
    sentences = tuple(Sentence(text=text, citations=(1,), support="supported") for text in said if text)
    body = " ".join(f"{sentence.text} [1]" for sentence in sentences) + rest
    answer = Answer(question="?", standalone_question="?", status="answered", text=body, sentences=sentences)
    assert Elements(answer_html(answer)).names <= OURS - {"a"}
