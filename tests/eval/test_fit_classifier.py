"""What is fitted is what the product reads: weights, names and rarity survive the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.asked import read_asked
from eval.fit_classifier import Fitted, Text, fingerprint, fitted, left_out, save
from rag.classifier import NOBODY, Classifier
from rag.classifier.features import features

GIVEN = [
    Text(f"{start} {words}", of)
    for of, words in {
        "notice": "uppsägning och uppsägningstid",
        "rest": "rast och vila på jobbet",
        NOBODY: "kattens favoritmat",
    }.items()
    for start in ("vad gäller om", "berätta om", "hur är det med", "jag undrar över")
]


@pytest.fixture(scope="module")
def made() -> Fitted:
    return fitted(GIVEN)


def test_a_saved_classifier_gives_the_margins_that_were_fitted(made: Fitted, tmp_path: Path) -> None:
    save(tmp_path / "made.npz", made, GIVEN)
    question = "hur lång är en uppsägningstid"
    rows = made.vectorizer.rows([features(question)])
    wanted = dict(zip(made.names, (rows @ made.weights.T + made.constants)[0].tolist(), strict=True))
    assert Classifier.load(tmp_path / "made.npz").margins(question) == pytest.approx(wanted, abs=0.02)


def test_each_text_lies_inside_its_own_class_more_than_in_others(made: Fitted) -> None:
    scores = made.vectorizer.rows([features(text.text) for text in GIVEN]) @ made.weights.T + made.constants
    assert [made.names[at] for at in scores.argmax(axis=1)] == [text.of for text in GIVEN]


def test_phrases_left_out_are_told_of_sources_and_of_nobody() -> None:
    told = left_out(GIVEN)
    assert set(told) == {"source", "nobody"}
    assert all(0 <= share <= 1 for share in told.values())


def test_the_fingerprint_is_of_the_texts_and_not_of_their_order() -> None:
    assert fingerprint(GIVEN) == fingerprint(GIVEN[::-1]) != fingerprint(GIVEN[1:])


def test_every_row_of_what_people_ask_has_a_phrase() -> None:
    rows = list(read_asked())
    assert {bool(row.dataset) for row in rows} == {True, False}
    assert all(row.phrase.strip() for row in rows)
