from __future__ import annotations

from collections import Counter
from pathlib import Path

from rag.swedish import words
from rag.swedish.words import folded_words

LINES = Path(words.__file__).with_name("english.tsv").read_text(encoding="utf-8").splitlines()
ROWS = [line.split("\t") for line in LINES if not line.startswith("#")]
FORMS = [form for row in ROWS for form in row[0].split(", ")]


def test_every_row_has_two_columns_without_stray_spaces() -> None:
    for row in ROWS:
        assert len(row) == 2, row
        assert all(cell == " ".join(cell.split()) for cell in row), row
        assert all(row[0].split(", ")), row


def test_no_form_stands_in_two_places() -> None:
    assert [form for form, n in Counter(FORMS).items() if n > 1] == []


def test_forms_are_folded_english_of_at_most_five_words() -> None:
    for form in FORMS:
        assert form == form.lower(), form
        assert form.isascii(), form
        assert 1 <= len(folded_words(form)) <= 5, form


def test_the_month_of_may_keeps_its_name() -> None:
    assert "may" not in FORMS
