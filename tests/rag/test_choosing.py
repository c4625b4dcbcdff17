"""The sentences that answer: how they are found, ranked and weighed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import rag.choosing
from rag.choosing import rank_sentences
from rag.choosing.asked import AnswerKind, answer_kind, parts_asked, trace_of
from rag.choosing.features import NAMES, pieces_of
from rag.schema import Chunk, Document, Hit

TEXT = (
    "Om semester\n\n"
    "Semesterlagen gäller alla arbetstagare. Du har rätt till tjugofem semesterdagar varje semesterår. "
    "Dagarna kan sparas i fem år."
)


def hit(text: str, score: float = 1.0, name: str = "a") -> Hit:
    document = Document(id=name, source_id="test", kind="brief", title="", text=text)
    chunk = Chunk(id=f"{name}-0", document_id=name, text=text, start=0, end=len(text))
    return Hit(chunk=chunk, document=document, score=score, reasons=())


def even(terms: Sequence[str]) -> np.ndarray:
    return np.ones(len(terms))


def test_the_sentence_that_holds_the_question_is_first() -> None:
    ranked = rank_sentences("Hur många semesterdagar har jag rätt till?", [hit(TEXT)], even)
    assert ranked[0].piece.text.startswith("Du har rätt till tjugofem")
    assert [r.score for r in ranked] == sorted((r.score for r in ranked), reverse=True)


def test_pieces_stand_where_their_offsets_say() -> None:
    found = pieces_of(hit(TEXT))
    assert [TEXT[piece.start : piece.end] for piece in found] == [piece.text for piece in found]
    assert [piece.is_heading for piece in found] == [True, False, False, False]


def test_of_equal_sentences_that_of_the_better_hit_is_first() -> None:
    sentence = "Du har rätt till tjugofem semesterdagar."
    hits = [hit(sentence, 1.0, "better"), hit(sentence, 0.5, "worse")]
    ranked = rank_sentences("Hur många semesterdagar har jag?", hits, even)
    assert [r.piece.hit.document.id for r in ranked] == ["better", "worse"]


def test_the_sentence_that_people_ask_so_is_first_though_it_shares_no_word_with_them() -> None:
    phrases = (("hur många lediga dagar får man", "Du har"), ("brinner ledigheten inne", "Dagarna kan"))
    at = tuple(TEXT.index(start) for _, start in phrases)
    told = hit(TEXT)
    document = replace(told.document, asked=tuple(phrase for phrase, _ in phrases), asked_at=at)
    told = replace(told, document=document)
    question = "Brinner mina lediga dagar inne om jag väntar?"
    assert rank_sentences(question, [told], even)[0].piece.text == "Dagarna kan sparas i fem år."
    assert rank_sentences("Hur många lediga dagar får jag?", [told], even)[0].piece.start == at[0]


@pytest.mark.parametrize("question", ["och i att", "???"])
def test_a_question_without_content_ranks_nothing(question: str) -> None:
    assert rank_sentences(question, [hit(TEXT)], even) == ()


def test_every_feature_has_a_weight_and_no_other_has() -> None:
    file = json.loads(Path(rag.choosing.__file__).with_name("weights.json").read_text(encoding="utf-8"))
    assert set(file["weights"]) == set(NAMES)
    assert file["made"]["out_of_fold"]


@pytest.mark.parametrize(
    ("question", "kind", "bears", "lacks"),
    [
        ("Hur länge gäller visumet?", "number", "Det gäller i nittio dagar.", "Det gäller länge."),
        ("När ska jag söka?", "when", "Sök senast den 3 maj.", "Sök via webben."),
        ("Varför får jag avslag?", "why", "Det beror på inkomsten.", "Avslag kommer med brev."),
        ("Vad är en permittering?", "definition", "Det innebär att arbetet upphör.", "Arbetet upphör."),
        ("Får man ta med hund?", "yes_no", "Hundar är inte tillåtna.", "Hundar sover gärna."),
    ],
)
def test_the_kind_of_answer_asked_for_leaves_a_trace(
    question: str, kind: AnswerKind, bears: str, lacks: str
) -> None:
    assert answer_kind(question) == kind
    assert trace_of(kind)(bears)
    assert not trace_of(kind)(lacks)


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Hur lång är den?", ["Hur lång är den?"]),
        ("Hur lång är den, och vem bestämmer?", ["Hur lång är den", "vem bestämmer?"]),
        ("Måste jag svara och kostar det något?", ["Måste jag svara", "kostar det något?"]),
        ("Ny här. Hur många behövs? Vad kostar det?", ["Ny här. Hur många behövs?", "Vad kostar det?"]),
        ("Inom vilken tid, och vart överklagar man?", ["Inom vilken tid", "vart överklagar man?"]),
        ("Jag driver eget och ska anställa. Vad gäller?", ["Jag driver eget och ska anställa. Vad gäller?"]),
        ("Vad gäller för lön och semester?", ["Vad gäller för lön och semester?"]),
    ],
)
def test_a_question_is_read_in_the_parts_that_each_ask_for_something(question: str, parts: list[str]) -> None:
    assert parts_asked(question) == parts
