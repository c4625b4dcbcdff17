"""Lättläst: shorter sentences that say the same, and the source's own where they cannot."""

from __future__ import annotations

import pytest

from rag import texts
from rag.assistant import Assistant
from rag.schema import Draft
from rag.writers.easy import eased
from rag.writers.numbered import number_evidence
from tests.rag.writers.conftest import evidence, hit, salary

TODAY = "2026-11-23"
NOTICE = (
    "Avskedandet ska enligt 19 § LAS vara skriftligt, och arbetsgivaren ska på begäran ange grunden för det. "
    "En myndighet får enligt 7 § inte ta ut avgift."
)


def easy(text: str) -> Draft:
    claims = tuple(item.claim for item in number_evidence(evidence(hit(text)), 10_000, len).values())
    return eased(Draft(status="answered", claims=claims))


def test_references_move_to_the_source_and_halves_become_sentences() -> None:
    assert [claim.text for claim in easy(NOTICE).claims] == [
        "Avskedandet ska vara skriftligt.",
        "Arbetsgivaren ska på begäran ange grunden för det.",
        "En myndighet får inte ta ut avgift.",
    ]
    assert easy(NOTICE).notes == (texts.EASY_NOTE,)


def test_what_cannot_be_shortened_stays_as_it_is() -> None:
    text = "Natt är tiden mellan klockan 22 och klockan 6."
    assert [claim.text for claim in easy(text).claims] == [text]
    assert easy(text).notes == ()


def test_figures_keep_the_words_of_the_ledger() -> None:
    draft = Draft(status="answered", claims=salary().claims)
    assert eased(draft) is draft


@pytest.mark.parametrize(
    "question",
    [
        "Hur lång provanställning får man ha?",
        "Får en myndighet ta betalt för öppna data?",
        "Vad gäller vid avskedande?",
        "Hur många semesterdagar har jag rätt till?",
    ],
)
def test_an_easy_answer_is_shorter_and_cites_the_same(question: str, assistant: Assistant) -> None:
    plain = assistant.ask(question, today=TODAY)
    easier = assistant.ask(question, today=TODAY, easy=True)
    assert easier.citations[0].document_id == plain.citations[0].document_id
    assert not easier.dropped
    longest = [max(len(s.text) for s in answer.sentences) for answer in (easier, plain)]
    assert longest[0] < longest[1]
    assert texts.EASY_NOTE in easier.text
