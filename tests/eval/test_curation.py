"""Cases are proposed from sources, read by a person, and only then added."""

from __future__ import annotations

import json

import pytest

from eval.artefacts import RunError
from eval.cases import read_cases
from eval.corpus import MemoryCorpus
from eval.drafts import DraftBook
from eval.propose import Sources, propose
from eval.review import Reviewer, promoted
from rag.schema import Cell, Concept, ConceptLink, Dimension, Document, Measure, TableInfo

TODAY = "2026-11-28"
REST = "Alla ska få vara lediga minst elva timmar i sträck."
TABLE = TableInfo(
    id="lon",
    title="Medianlön efter yrke",
    publisher="SCB",
    url="https://example.org",
    licence="CC0",
    updated="2026-01-22",
    dimensions=(
        Dimension(id="occupation", label="yrke", role="occupation", codes={"5343": "Bagare m.fl."}),
        Dimension(id="period", label="år", role="period", codes={"2023": "2023"}),
    ),
    measures=(Measure(id="median", label="Medianlön", unit="SEK/month", statistic="median"),),
)
CELL = Cell(
    table="lon",
    coordinates={"occupation": "5343", "period": "2023", "measure": "median"},
    value=30000,
    status="published",
)
JOB = Concept(
    id="concept:x",
    scheme="jobtech-occupation",
    code="x",
    label="Bagare",
    titles=("Surdegsbagare",),
    links=(
        ConceptLink(relation="broader", scheme="ssyk-2012", code="5343", label="Bagare"),
        ConceptLink(relation="substituted_by", scheme="jobtech-occupation", code="y", label="Konditor"),
    ),
    skills=("Bakning",),
    document_id="concept:x",
)
CORPUS = MemoryCorpus(
    texts=(
        Document(id="vila", source_id="law", kind="brief", title="Vila", text=REST, labels=("dygnsvila",)),
        Document(id="concept:x", source_id="taxonomy", kind="concept", title="Bagare", text="Bagare"),
    ),
    cells=(CELL,),
    descriptions=(TABLE,),
    occupations=(JOB,),
)


@pytest.fixture
def book(tmp_path):
    return DraftBook(tmp_path)


@pytest.fixture
def sit(book, tmp_path):
    """Let somebody who types these lines review; what was said, and what became a case."""

    def reviewed(*typed):
        lines, said, file = iter(typed), [], tmp_path / "reviewed.jsonl"

        def ask(prompt):
            line = next(lines, None)
            if line is None:
                raise EOFError
            return line

        done = Reviewer(book, CORPUS, file, "Siv", TODAY, ask, said.append).sit()
        return done, said, read_cases(file) if file.exists() else []

    return reviewed


def drafts(count=3, known=()):
    return propose(Sources(CORPUS, [JOB]), known, count, 1, TODAY)


def test_each_source_gives_a_case_of_two_wordings_that_share_their_gold():
    made = drafts()
    assert [draft.origin for draft in made] == ["cell", "cell", "edge", "edge", "brief", "brief"]
    for first, second in zip(made[::2], made[1::2], strict=True):
        assert first.case["cluster"] == second.case["cluster"]
        assert first.case["turns"][0]["expect"] == second.case["turns"][0]["expect"]
        assert first.case["turns"][0]["question"] != second.case["turns"][0]["question"]


def test_gold_is_what_the_source_says():
    expects = {draft.origin: draft.case["turns"][0]["expect"] for draft in drafts()}
    (fact,) = expects["cell"]["facts"]
    assert (fact["value"], fact["unit"], fact["period"]) == ("30000", "SEK/month", "2023")
    assert expects["brief"]["evidence"] == [{"document": "vila", "quote": REST}]
    assert expects["brief"]["must_mention"] == [["elva"]]


def test_no_question_reads_the_title_of_a_table_aloud():
    questions = [draft.case["turns"][0]["question"] for draft in drafts() if draft.origin == "cell"]
    assert all("bagare" in question and "Medianlön efter yrke" not in question for question in questions)


def test_the_same_seed_proposes_the_same_and_nothing_is_kept_twice(book):
    assert drafts() == drafts()
    assert book.add_new(drafts()) == 6
    assert book.add_new(drafts()) == 0


def test_an_accepted_draft_becomes_a_case_that_says_who_read_it_and_when(book, sit):
    book.add_new(drafts())
    done, said, cases = sit("g", "a", "för lik den förra", "s")
    assert done == {"accepted": 1, "rejected": 1, "skipped": 0}
    assert [case.source for case in cases] == [f"proposed from a cell; reviewed by Siv {TODAY}"]
    assert any("30000 SEK/month" in line for line in said)
    assert len(book.waiting()) == 4
    kept = [json.loads(line) for line in book.path.read_text(encoding="utf-8").splitlines()]
    assert (kept[-1]["state"], kept[-1]["by"], kept[-1]["note"]) == ("rejected", "Siv", "för lik den förra")


def test_a_reworded_draft_is_kept_in_the_new_words(book, sit):
    book.add_new(drafts())
    _, _, cases = sit("o", "Vad får en bagare ut mitt i löneskalan?", "s")
    assert cases[0].turns[0].question == "Vad får en bagare ut mitt i löneskalan?"
    assert "reworded; reviewed by Siv" in cases[0].source


def test_a_review_that_is_broken_off_loses_nothing(book, sit):
    book.add_new(drafts())
    assert sit("g")[0]["accepted"] == 1
    assert len(DraftBook(book.path.parent.parent).waiting()) == 5


def test_a_draft_that_lint_has_something_against_is_not_accepted(book, sit):
    book.add_new(drafts())
    sit("g", "s")
    done, said, cases = sit("o", "Ställ alla bagare på rad efter lön 2023. Vad tjänar den i mitten?", "s")
    assert (done["accepted"], len(cases)) == (0, 1)
    assert any("asks what" in line for line in said)


def answer(**fields):
    return json.dumps(
        {"question": "och på natten?", "standalone_question": "Hur lång är nattvilan?"} | fields
    )


def test_a_bad_answer_becomes_a_draft_whose_gold_a_person_gives(book, sit):
    line = answer(status="no_evidence", text="Jag hittar inget.", feedback="Det står i lagen!")
    book.add_new(promoted([line], "", TODAY))
    _, said, cases = sit("g", "s", "vila", REST, "elva timmar|lediga")
    assert any("Det står i lagen!" in said_line for said_line in said)
    (case,) = cases
    assert case.turns[0].question == "Hur lång är nattvilan?"
    assert case.turns[0].expect.must_mention == (("elva timmar",), ("lediga",))
    assert case.source == f"proposed from feedback; reviewed by Siv {TODAY}"


def test_gold_that_does_not_stand_in_the_source_is_refused(book, sit):
    book.add_new(promoted([answer()], "fel", TODAY))
    done, said, cases = sit("g", "s", "vila", "Alla ska vila tolv timmar.", "tolv", "s")
    assert (done["accepted"], cases) == (0, [])
    assert any("does not hold" in line for line in said)


def test_what_had_no_answer_is_promoted_as_that(book, sit):
    book.add_new(promoted([answer()], "påhittat", TODAY))
    assert sit("g", "n")[2][0].turns[0].expect.status == "no_evidence"


def test_feedback_that_says_nothing_is_refused():
    with pytest.raises(RunError, match="say what was wrong"):
        promoted([answer()], "", TODAY)
    with pytest.raises(RunError, match="no answer object"):
        promoted(["hej"], "fel", TODAY)
