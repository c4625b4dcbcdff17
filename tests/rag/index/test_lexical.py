from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.errors import NoIndexError
from rag.index import lexical, postings
from rag.index.lexical import K1, Analyzed, B, LexicalIndex, LexicalWriter, top_positions
from rag.swedish.analysis import TERM_WEIGHTS, Bag, analyze

TEXTS = {
    "c1": "Myndigheten får ta ut en avgift för att lämna ut data.",
    "c2": "Avgifter får inte tas ut för värdefulla datamängder.",
    "c3": "En undersköterska arbetar inom vård och omsorg.",
    "c4": "Kollektivavtal sluts mellan arbetsgivare och fack.",
}


def write(path: Path, texts: Mapping[str, str]) -> Path:
    writer = LexicalWriter(path)
    for chunk_id, text in texts.items():
        writer.add(chunk_id, f"doc-{chunk_id}", Analyzed.of(title="", body=text))
    writer.close()
    return path


@pytest.fixture
def index(tmp_path: Path) -> Iterator[LexicalIndex]:
    opened = LexicalIndex.open(write(tmp_path / "lexical", TEXTS))
    yield opened
    opened.close()


def ids(index: LexicalIndex, question: str, top_k: int = 10) -> list[str]:
    return [scored.chunk_id for scored in index.search(analyze(question), top_k)]


def test_a_question_finds_the_passages_that_share_its_words(index: LexicalIndex) -> None:
    assert ids(index, "Vilka avgifter får en myndighet ta ut?", 2) == ["c1", "c2"]


def test_a_part_of_a_compound_finds_it(index: LexicalIndex) -> None:
    assert ids(index, "avtal")[0] == "c4"


def test_a_misspelt_word_finds_it_by_its_grams(index: LexicalIndex) -> None:
    assert ids(index, "undersköteska")[0] == "c3"


def test_a_question_without_shared_terms_finds_nothing(index: LexicalIndex) -> None:
    assert ids(index, "xyzzy") == []
    assert ids(index, "vad är det") == []


def test_a_hit_names_the_words_of_the_question_it_holds(index: LexicalIndex) -> None:
    best = index.search(analyze("myndighetens avgifter för månen"), 1)[0]
    assert best.matched == ("myndighetens", "avgifter")


def test_only_allowed_chunks_are_returned(index: LexicalIndex) -> None:
    allowed = np.array([chunk_id != "c1" for chunk_id in index.ids])
    assert [s.chunk_id for s in index.search(analyze("avgift"), 10, allowed)] == ["c2"]


def test_equal_scores_are_ordered_by_chunk_id(tmp_path: Path) -> None:
    index = LexicalIndex.open(write(tmp_path, dict.fromkeys(("b", "c", "a"), "samma text")))
    assert ids(index, "text", 2) == ["a", "b"]


def test_the_documents_of_chunks_are_known(index: LexicalIndex) -> None:
    assert [index.documents[i] for i in index.parents] == [f"doc-{chunk_id}" for chunk_id in index.ids]


def test_a_rare_word_is_more_telling_than_a_common_one(index: LexicalIndex) -> None:
    assert index.idf("~kollektivavtal") > index.idf("~avgift") > 0
    assert index.idf("~okänt") == pytest.approx(math.log(1 + 4.5 / 0.5))


def test_a_passage_that_is_the_question_scores_about_the_self_score(tmp_path: Path) -> None:
    index = LexicalIndex.open(write(tmp_path, {"a": "avgift data", "b": "lön yrke", "c": "lag region"}))
    bag = analyze("avgift data")
    assert index.search(bag, 1)[0].score == pytest.approx(index.self_score(bag), rel=0.1)


def test_title_headings_and_labels_are_searched_too(tmp_path: Path) -> None:
    writer = LexicalWriter(tmp_path)
    analyzed = Analyzed.of(title="Öppna data", headings=("Avgifter",), body="Text.", labels=("open data",))
    writer.add("c1", "d1", analyzed)
    writer.close()
    index = LexicalIndex.open(tmp_path)
    assert [ids(index, question) for question in ("öppna", "avgift", "open")] == [["c1"]] * 3


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    index = LexicalIndex.open(write(tmp_path, {}))
    assert len(index) == 0
    assert ids(index, "avgift") == []


def test_a_chunk_is_taken_in_once(tmp_path: Path) -> None:
    writer = LexicalWriter(tmp_path)
    writer.add("c1", "d1", Analyzed.of(title="", body="a"))
    with pytest.raises(ValueError, match="already"):
        writer.add("c1", "d1", Analyzed.of(title="", body="b"))


def test_the_order_of_adding_does_not_change_a_byte(tmp_path: Path) -> None:
    one = write(tmp_path / "one", TEXTS)
    two = write(tmp_path / "two", dict(reversed(TEXTS.items())))
    assert sorted(p.name for p in one.iterdir()) == sorted(p.name for p in two.iterdir())
    assert all((two / path.name).read_bytes() == path.read_bytes() for path in one.iterdir())


def test_a_missing_damaged_or_foreign_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError, match="no lexical index"):
        LexicalIndex.open(tmp_path / "missing")
    path = write(tmp_path / "damaged", TEXTS)
    (path / "chunks.npy").write_bytes(b"")
    with pytest.raises(NoIndexError, match="no lexical index"):
        LexicalIndex.open(path)
    path = write(tmp_path / "foreign", TEXTS)
    about = json.loads((path / "lexical.json").read_text())
    (path / "lexical.json").write_text(json.dumps(about | {"analyser": "sv-0"}))
    with pytest.raises(NoIndexError, match="made by sv-0"):
        LexicalIndex.open(path)


def test_an_analysed_chunk_comes_back_as_it_was_stored() -> None:
    analyzed = Analyzed.of(title="Lag", headings=("2 kap.", "Avgifter"), body="Text text.", labels=())
    assert Analyzed.from_bytes(analyzed.to_bytes()) == analyzed


def bm25(question: Bag, texts: Mapping[str, str]) -> dict[str, float]:
    """The formula as the books have it; what opens a text counts half as much again."""
    bags = {name: _with_opening(text) for name, text in texts.items()}
    length = {n: sum(tf * TERM_WEIGHTS[t[0]] for t, tf in bag.items()) for n, bag in bags.items()}
    mean = sum(length.values()) / len(length) or 1.0
    scores = dict.fromkeys(texts, 0.0)
    for term, asked in question.terms().items():
        frequency = sum(term in bag for bag in bags.values())
        idf = math.log(1 + (len(bags) - frequency + 0.5) / (frequency + 0.5))
        for name, bag in bags.items():
            if tf := bag.get(term, 0):
                impact = tf * (K1 + 1) / (tf + K1 * (1 - B + B * length[name] / mean))
                scores[name] += asked * TERM_WEIGHTS[term[0]] * idf * impact
    return scores


def _with_opening(text: str) -> dict[str, float]:
    opening = analyze(" ".join(text.split()[: lexical.OPENING_WORDS])).terms()
    half = lexical.FIELD_WEIGHTS["opening"]
    return {term: n + half * opening.get(term, 0) for term, n in analyze(text).terms().items()}


WORDS = st.lists(
    st.sampled_from("avgift avgifter data lön löner yrke lag 2022:818 e-post och".split()), max_size=8
)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=6), WORDS.map(" ".join), st.integers(1, 50))
def test_scores_are_those_of_the_formula(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], question: str, block: int
) -> None:
    named = {f"c{i}": text for i, text in enumerate(texts)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "_BLOCK", block)  # many small blocks give what one large gives
        index = LexicalIndex.open(write(tmp_path_factory.mktemp("index"), named))
    found = dict(zip(index.ids, index.scores(analyze(question)).tolist(), strict=True))
    expected = bm25(analyze(question), named)
    assert found == pytest.approx(expected, rel=0.02, abs=0.02 * max(1.0, *expected.values()))


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0]), max_size=12), st.integers(1, 15))
def test_top_positions_are_those_of_a_stable_sort(scores: list[float], top_k: int) -> None:
    expected = [i for i in sorted(range(len(scores)), key=lambda i: -scores[i]) if scores[i] > 0][:top_k]
    assert top_positions(np.array(scores, np.float32), top_k).tolist() == expected
