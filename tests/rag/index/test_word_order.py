from __future__ import annotations

from pathlib import Path

import pytest

from rag.index.lexical import Analyzed, LexicalIndex, LexicalWriter
from rag.index.word_order import Pair, near_pairs

TEXTS = {
    "a": "Lön för kvinnor i kommunen.",
    "b": "Lön betalas varje månad. Reglerna gäller alla, kvinnor som män.",
    "c": "Kvinnor och lön.",
    "d": "Kvinnor.",
    "e": "Lön.",
}


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    writer = LexicalWriter(tmp_path)
    for chunk_id, text in TEXTS.items():
        writer.add(chunk_id, chunk_id, Analyzed.of(title="", body=text))
    writer.close()
    return LexicalIndex.open(tmp_path)


def test_words_near_each_other_count_in_either_order(index: LexicalIndex) -> None:
    pairs = dict.fromkeys(near_pairs(["lön", "kvinnor"]), 2.0)
    assert index.order.near(pairs, range(5)).tolist() == [2.0, 0.0, 2.0, 0.0, 0.0]


def test_two_passages_beside_each_other_make_no_pair(index: LexicalIndex) -> None:
    assert index.order.near(dict.fromkeys(near_pairs(["kvinnor", "lön"]), 1.0), [3, 4]).tolist() == [0.0, 0.0]


def test_a_question_of_one_word_has_no_pairs(index: LexicalIndex) -> None:
    assert near_pairs(["lön"]) == near_pairs(["lön", "lönen"]) == ()
    assert index.order.near({}, [0, 1]).tolist() == [0.0, 0.0]


def test_pairs_are_of_stems_at_most_one_word_apart_and_named_once() -> None:
    assert near_pairs(["lönen", "kvinnor", "kommun", "lön"]) == (
        Pair("kvinn", "lön"),
        Pair("kommun", "lön"),
        Pair("kommun", "kvinn"),
    )


def test_title_and_body_are_in_order_but_labels_are_not(tmp_path: Path) -> None:
    writer = LexicalWriter(tmp_path)
    writer.add("a", "a", Analyzed.of(title="Lön", body="Kvinnor.", labels=("kommun",)))
    writer.close()
    order = LexicalIndex.open(tmp_path).order
    assert order.near(dict.fromkeys(near_pairs(["lön", "kvinnor"]), 1.0), [0]).tolist() == [1.0]
    assert len(order.words(0)) == 2
