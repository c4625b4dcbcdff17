"""Two hundred scripted lies, told by a model over HTTP about the bundled corpus: none is shown.

And the other side: a model that writes well keeps what its sources support.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

import pytest

from rag.answers import verified
from rag.assistant import Assistant
from rag.index.generation import Generation
from rag.schema import Answer, Chunk, Document, Draft, Evidence, Hit, Query
from rag.verifier import Verifier
from rag.writers.base import ModelCallError
from rag.writers.model import ModelWriter
from rag.writers.numbered import Item, number_evidence
from rag.writers.parsing import claims_of
from tests.loopback.openai_server import Endpoint
from tests.rag.writers.conftest import Fallback
from tests.rag.writers.lies import RULES, Lie, dressed, told

FIXTURES = Path(__file__).parents[2] / "fixtures" / "gate"
LIES = 200
KEPT = 0.95
"""Share of a good model's sentences that must be shown."""


@pytest.fixture(scope="module")
def generation(assistant: Assistant) -> Iterator[Generation]:
    with assistant._handle.current() as current:
        yield current


@pytest.fixture(scope="module")
def verifier(generation: Generation) -> Verifier:
    return Verifier(generation.store, generation.statistics)


@pytest.fixture(scope="module")
def texts_of_law(generation: Generation) -> Sequence[Document]:
    found = [d for d in generation.store.all_documents() if d.kind in {"brief", "law", "policy"}]
    return sorted(found, key=lambda document: zlib.crc32(document.id.encode()))


def evidence_of(document: Document) -> Evidence:
    whole = Chunk(id="c", document_id=document.id, text=document.text, start=0, end=len(document.text))
    hit = Hit(chunk=whole, document=document, score=1.0, reasons=())
    return Evidence(
        query=Query(question="Vad gäller?", kind="law", today="2026-11-23"), hits=(hit,), answerable=1.0
    )


def items_of(document: Document) -> Mapping[int, Item]:
    return number_evidence(evidence_of(document), 100_000, len)


def lines_of(document: Document) -> list[tuple[int, str]]:
    return [(n, item.claim.text) for n, item in items_of(document).items() if len(item.claim.text) > 20]


def two_hundred(documents: Sequence[Document]) -> list[tuple[Document, Lie]]:
    """The same number of each rule, each of another document; then what is dressed up."""
    by_rule: dict[str, list[tuple[Document, Lie]]] = {name: [] for name in RULES}
    for at, document in enumerate(documents):
        for lie in told(lines_of(document), short=at % 2 == 0):
            if not any(other is document for other, _ in by_rule[lie.rule]):
                by_rule[lie.rule].append((document, lie))
    rounds = [lie for group in zip_longest(*by_rule.values()) for lie in group if lie is not None]
    dressed_up = [(d, lie) for d in documents[:2] for lie in dressed(*lines_of(d)[0])]
    return [*dressed_up, *rounds[: LIES - len(dressed_up)]]


def test_none_of_two_hundred_lies_is_shown(
    texts_of_law: Sequence[Document],
    verifier: Verifier,
    endpoint: Endpoint,
    writer_for: Callable[..., ModelWriter],
) -> None:
    lies = two_hundred(texts_of_law)
    assert len(lies) == LIES
    assert {lie.rule for _, lie in lies} >= set(RULES)
    writer = writer_for("scripted", Fallback(Draft(status="answered")))
    shown = []
    for document, lie in lies:
        endpoint.script = (lie.said,)
        evidence = evidence_of(document)
        answer = verified(writer.write(evidence), evidence, verifier)
        if _got_through(lie, answer):
            shown.append((lie.rule, lie.said, answer.text))
    assert shown == []


def _got_through(lie: Lie, answer: Answer) -> bool:
    if lie.banned:
        return any(text in answer.text for text in lie.banned)
    return bool(answer.sentences)


@pytest.mark.slow
@pytest.mark.parametrize("short", [True, False])
def test_no_rule_bites_anywhere_in_the_corpus(
    texts_of_law: Sequence[Document], verifier: Verifier, short: bool
) -> None:
    """Every rule on every sentence: some 15,000 lies each way."""
    shown = []
    for document in texts_of_law:
        items = items_of(document)
        for lie in told(lines_of(document), short=short):
            claims = claims_of(lie.said, items)
            shown += [lie.said for claim in claims if verifier.judge(claim, "").shown]
    assert shown == []


def test_a_cut_stream_gives_no_half_sentence(
    texts_of_law: Sequence[Document], endpoint: Endpoint, writer_for: Callable[..., ModelWriter]
) -> None:
    document = texts_of_law[0]
    first, second = (text.rstrip(".") for _, text in lines_of(document)[:2])
    endpoint.script = (f"{first} [1]. ", second[: len(second) // 2])
    stream = writer_for("scripted-cut").stream(evidence_of(document))
    assert next(stream).text == f"{first}."
    with pytest.raises(ModelCallError, match="cut"):
        next(stream)


def faithful() -> list[tuple[str, tuple[str, ...], str]]:
    """(document, beginnings of the sentences it rests on, what a good model says)."""
    rows = [
        line.split("\t") for path in sorted(FIXTURES.glob("*.tsv")) for line in path.read_text().splitlines()
    ]
    return [(document, tuple(starts.split("|")), text) for document, starts, text in rows]


def _mark(items: Mapping[int, Item], start: str) -> str:
    return next(f"[{n}]" for n, item in items.items() if item.claim.text.startswith(start))


def test_a_model_that_writes_well_keeps_its_sentences(
    texts_of_law: Sequence[Document], verifier: Verifier
) -> None:
    by_name = {document.id.rpartition("/")[2]: document for document in texts_of_law}
    rows = faithful()
    assert len(rows) >= 60
    kept = 0
    for name, starts, text in rows:
        items = items_of(by_name[name])
        marks = [_mark(items, start) for start in starts]
        (claim,) = claims_of(f"{text.rstrip('.')} {''.join(marks)}.", items)
        kept += verifier.judge(claim, "").shown
    assert kept / len(rows) >= KEPT, f"{kept} of {len(rows)}"


def test_a_model_may_not_borrow_a_figure_of_the_question(
    texts_of_law: Sequence[Document], verifier: Verifier
) -> None:
    document = next(d for d in texts_of_law if d.id.endswith("semesterlagen-4-25-dagar"))
    (claim,) = claims_of("Du har rätt till 77 semesterdagar varje semesterår [1].", items_of(document))
    assert not verifier.judge(claim, "Har jag rätt till 77 dagar?").shown
