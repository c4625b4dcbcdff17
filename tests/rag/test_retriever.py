from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from rag import texts
from rag.embedders.base import Vectors, embedded_text
from rag.embedders.local import LocalEmbedder
from rag.errors import ModelError, StorageError
from rag.filters import Filters
from rag.index.lexical import Analyzed, LexicalIndex, LexicalWriter
from rag.index.store import Store, StoreWriter
from rag.index.vectors import VectorIndex, VectorWriter
from rag.retriever import Retriever
from rag.schema import Chunk, Document, DocumentKind, Entity, EntityKind, Query


@dataclass
class Parts:
    store: Store
    lexical: LexicalIndex
    vectors: VectorIndex | None


def document(document_id: str, kind: DocumentKind, title: str, text: str, **more: object) -> Document:
    return Document(id=document_id, source_id="s", kind=kind, title=title, text=text, **more)  # type: ignore[arg-type]


DOCUMENTS = (
    document(
        "lag-avgift",
        "law",
        "Avgifter",
        "Avgift får tas ut när data lämnas ut.",
        act="2022:818",
        publisher="Riksdagen",
        as_of="2022-08-01",
    ),
    document(
        "lag-gammal",
        "law",
        "Avgifter förr",
        "Avgift får tas ut när data lämnas ut enligt äldre lag.",
        act="2010:566",
        in_force=False,
        publisher="Riksdagen",
        as_of="2010-06-03",
    ),
    document(
        "brief-avgift",
        "brief",
        "Avgiftsfria data",
        "Värdefulla datamängder ska vara avgiftsfria.",
        publisher="Digg",
        as_of="2024-01-02",
    ),
    document(
        "yrke",
        "concept",
        "Undersköterska",
        "Undersköterskor arbetar med vård och omsorg.",
        labels=("vårdbiträde",),
        metadata={"ssyk_code": "5321"},
        publisher="Arbetsförmedlingen",
    ),
    document(
        "skane",
        "table",
        "Lediga jobb i Skåne län",
        "Lediga jobb för undersköterskor i Skåne.",
        regions=("12",),
        publisher="SCB",
        as_of="2025-03-01",
    ),
    document(
        "norrbotten",
        "table",
        "Lediga jobb i Norrbottens län",
        "Lediga jobb för undersköterskor i Norrbotten.",
        regions=("25",),
        publisher="SCB",
        as_of="2025-03-01",
    ),
)
Build = Callable[[Sequence[Document]], Parts]


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    """Indexes documents, one chunk a paragraph, as ingest does."""
    made: list[Parts] = []

    def built(documents: Sequence[Document]) -> Parts:
        path = tmp_path / str(len(made))
        path.mkdir()
        chunks = [
            Chunk(
                id=f"{d.id}#{i}",
                document_id=d.id,
                text=part,
                start=d.text.index(part),
                end=d.text.index(part) + len(part),
            )
            for d in documents
            for i, part in enumerate(d.text.split("\n\n"))
        ]
        titles = {d.id: d for d in documents}
        store, lexical = StoreWriter(path / "store.sqlite"), LexicalWriter(path / "lexical")
        embedder = LocalEmbedder()
        vectors = VectorWriter(path / "vectors", embedder.dimensions, embedder.id)
        store.add([*documents, *chunks])
        for chunk in chunks:
            own = titles[chunk.document_id]
            lexical.add(chunk.id, own.id, Analyzed.of(title=own.title, body=chunk.text, labels=own.labels))
        whole = [embedded_text(titles[c.document_id].title, c.headings, c.text) for c in chunks]
        vectors.add([chunk.id for chunk in chunks], embedder.embed_texts(whole))
        for writer in (store, lexical, vectors):
            writer.close()
        made.append(
            Parts(
                Store.open(path / "store.sqlite"),
                LexicalIndex.open(path / "lexical"),
                VectorIndex.open(path / "vectors", cache_dir=path / "cache"),
            )
        )
        return made[-1]

    yield built
    for parts in made:
        parts.store.close()
        parts.lexical.close()
        if parts.vectors:
            parts.vectors.close()


@pytest.fixture
def retriever(build: Build) -> Retriever:
    return Retriever(build(DOCUMENTS), LocalEmbedder())


def ask(question: str, *entities: Entity, kinds: tuple[DocumentKind, ...] = ()) -> Query:
    return Query(question=question, kind="other", entities=entities, kinds=kinds)


def entity(kind: EntityKind, code: str, label: str) -> Entity:
    return Entity(kind=kind, code=code, label=label, start=0, end=1)


def found(retriever: Retriever, query: Query, filters: Filters | None = None, top_k: int = 10) -> list[str]:
    return [hit.document.id for hit in retriever.search(query, top_k, filters)]


def test_the_best_passage_comes_first_with_its_document(retriever: Retriever) -> None:
    hit = retriever.search(ask("Vad gör en undersköterska?"))[0]
    assert (hit.document.id, hit.chunk.id) == ("yrke", "yrke#0")
    assert 0.5 < hit.score < 1.3


def test_a_hit_says_which_words_and_how_near(retriever: Retriever) -> None:
    hit = retriever.search(ask("När får en avgift tas ut?"))[0]
    assert hit.reasons[0] == "ord: avgift, tas"
    assert hit.reasons[1].startswith("vektor 0,")


def test_labels_are_searched(retriever: Retriever) -> None:
    assert found(retriever, ask("vårdbiträde"))[0] == "yrke"


def test_what_is_in_force_comes_before_what_is_not(retriever: Retriever) -> None:
    hits = retriever.search(ask("När får avgift tas ut?"))
    ranked = [hit.document.id for hit in hits]
    assert ranked.index("lag-avgift") < ranked.index("lag-gammal")
    assert "gäller inte längre" in next(h for h in hits if h.document.id == "lag-gammal").reasons


@pytest.mark.parametrize(
    ("question", "named", "first", "reason"),
    [
        ("lediga jobb", entity("region", "12", "Skåne län"), "skane", "region: Skåne län"),
        ("lediga jobb", entity("region", "25", "Norrbottens län"), "norrbotten", "region: Norrbottens län"),
        ("undersköterskor", entity("occupation", "5321", "Undersköterskor"), "yrke", "yrke: Undersköterskor"),
    ],
)
def test_what_the_question_names_is_raised(
    retriever: Retriever, question: str, named: Entity, first: str, reason: str
) -> None:
    hit = retriever.search(ask(question, named))[0]
    assert hit.document.id == first
    assert reason in hit.reasons


def test_a_named_act_is_raised(retriever: Retriever) -> None:
    hit = retriever.search(ask("avgift", entity("act", "2022:818", "öppna datalagen")))[0]
    assert "lag 2022:818" in hit.reasons


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(kinds=("brief",)), {"brief-avgift"}),
        (Filters(publisher="riksdagen"), {"lag-avgift", "lag-gammal"}),
        (Filters(kinds=("law",), since="2020-01-01"), {"lag-avgift"}),
        (Filters(kinds=("table",), region="12"), {"skane"}),
        (Filters(publisher="Månen"), set()),
    ],
)
def test_filters_hold(retriever: Retriever, filters: Filters, expected: set[str]) -> None:
    assert set(found(retriever, ask("avgift för undersköterskor och data"), filters)) == expected


def test_the_kinds_of_the_question_hold_unless_a_filter_names_others(retriever: Retriever) -> None:
    query = ask("avgift", kinds=("brief",))
    assert found(retriever, query) == ["brief-avgift"]
    assert set(found(retriever, query, Filters(kinds=("law",)))) == {"lag-avgift", "lag-gammal"}


def test_at_most_top_k_hits_and_none_for_nothing(retriever: Retriever) -> None:
    assert len(found(retriever, ask("avgift data undersköterskor lediga jobb"), top_k=2)) == 2
    assert found(retriever, ask("vad är det?")) == []
    assert found(retriever, ask("")) == []


def test_the_same_search_gives_the_same_hits(retriever: Retriever) -> None:
    query = ask("lediga jobb för undersköterskor")
    assert retriever.search(query) == retriever.search(query)


def test_passages_that_say_the_same_are_folded_but_not_those_with_other_figures(build: Build) -> None:
    same = "Avgiften för registret är bestämd av regeringen och gäller för alla som begär ut uppgifter."
    documents = [
        document("a", "page", "", same),
        document("b", "page", "", same),
        document("c", "page", "", same + " 2023"),
        document("d", "page", "", same + " 2024"),
    ]
    retriever = Retriever(build(documents), LocalEmbedder())
    assert found(retriever, ask("avgift för registret")) == ["a", "c", "d"]
    assert len(retriever.search(ask("avgift för registret"), fold=False)) == 4


def test_a_passage_gains_from_the_best_one_of_its_document(build: Build) -> None:
    whole = "Uppehållstillstånd för studier söks på webben.\n\nAvgiften betalas med kort."
    documents = [
        document("visum", "page", "", whole),
        document("annat", "page", "", "Avgiften betalas med kort."),
    ]
    retriever = Retriever(build(documents), LocalEmbedder())
    hits = retriever.search(ask("avgift för uppehållstillstånd för studier"), fold=False)
    assert [hit.chunk.id for hit in hits] == ["visum#0", "visum#1", "annat#0"]


@pytest.mark.parametrize(("before", "after"), [(0, 0), (1, 0), (1, 1), (0, 5)])
def test_a_text_ranks_no_higher_for_passages_beside_its_best(build: Build, before: int, after: int) -> None:
    best, other = "Avgiften för studier betalas med kort.", "Studier har en avgift."
    long = "\n\n".join([*[other] * before, best, *[other] * after])
    parts = build([document("kort", "page", "", best), document("lång", "page", "", long)])
    hits = Retriever(parts, LocalEmbedder()).search(ask("avgiften betalas med kort"), fold=False)
    scores = {hit.document.id: hit.score for hit in hits if hit.chunk.text == best}
    assert scores["lång"] == pytest.approx(scores["kort"], rel=1e-3)


class _Failing:
    """A vector index, or an embedder, that has stopped working."""

    id, dimensions = "local-1-256", 256

    def search(self, *_: object) -> list[tuple[str, float]]:
        raise StorageError("the disk is gone")

    def embed_query(self, text: str) -> Vectors:
        raise ModelError("no answer")

    def embed_texts(self, texts_: Sequence[str]) -> Vectors:
        return np.zeros((len(texts_), 256), np.float32)


def test_without_vectors_the_words_answer_and_a_notice_says_so(build: Build) -> None:
    parts = build(DOCUMENTS)
    expected = found(Retriever(parts, LocalEmbedder()), ask("undersköterska"))[0]
    for vectors, embedder in (
        (None, LocalEmbedder()),
        (_Failing(), LocalEmbedder()),
        (parts.vectors, _Failing()),
    ):
        retriever = Retriever(Parts(parts.store, parts.lexical, vectors), embedder)  # type: ignore[arg-type]
        assert found(retriever, ask("undersköterska"))[0] == expected
        assert retriever.notice == texts.VECTORS_UNAVAILABLE


def test_with_vectors_there_is_no_notice(retriever: Retriever) -> None:
    retriever.search(ask("avgift"))
    assert retriever.notice is None


def test_coverage_is_the_share_of_the_question_that_a_hit_holds(retriever: Retriever) -> None:
    hit = retriever.search(ask("avgift"))[0]
    assert retriever.coverage("avgift för data", hit) == pytest.approx(1.0)
    assert 0.0 < retriever.coverage("avgift för månraketer", hit) < 0.5
    assert retriever.coverage("månraketer", hit) == 0.0
    assert retriever.coverage("vad är det", hit) == 0.0


def test_a_question_about_the_subject_is_answerable_and_one_about_another_is_not(
    retriever: Retriever,
) -> None:
    inside, outside = ask("När får avgift tas ut för data?"), ask("Hur lagar man en biljett till månen?")
    assert retriever.answerable(inside, retriever.search(inside)) > 0.8
    assert retriever.answerable(outside, retriever.search(outside)) < 0.2
    assert retriever.answerable(inside, []) == 0.0


EVERYDAY = (
    document("uppsagning", "brief", "Uppsägning", "En uppsägning från arbetsgivaren ska vara skriftlig."),
    document("semester", "brief", "Semester", "En arbetstagare har rätt till semester varje år."),
)


def test_everyday_words_find_what_the_sources_say_and_the_reasons_tell(build: Build) -> None:
    retriever = Retriever(build(EVERYDAY), LocalEmbedder())
    hit = retriever.search(ask("Kan chefen sparka någon?"))[0]
    assert hit.document.id == "uppsagning"
    assert hit.reasons[0] == "ord: arbetsgivare (chefen), uppsägning (sparka)"


def test_the_words_of_the_person_weigh_more_than_those_of_the_thesaurus(build: Build) -> None:
    documents = [
        document("egna", "brief", "", "Chefen leder gruppen."),
        document("andras", "brief", "", "Arbetsgivaren leder gruppen."),
    ]
    assert found(Retriever(build(documents), LocalEmbedder()), ask("chefen")) == ["egna", "andras"]


def test_a_question_without_everyday_words_is_scored_as_before(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    retriever = Retriever(build(DOCUMENTS), LocalEmbedder())
    before = retriever.search(ask("värdefulla datamängder undersköterskor"))
    monkeypatch.setattr("rag.retriever.RELATED_WEIGHT", 0.0)
    assert retriever.search(ask("värdefulla datamängder undersköterskor")) == before


def test_coverage_counts_what_a_hit_says_in_other_words(build: Build) -> None:
    retriever = Retriever(build(EVERYDAY), LocalEmbedder())
    uppsagning, semester = retriever.search(ask("uppsägning semester"))
    assert retriever.coverage("chefen sparka", uppsagning) == pytest.approx(1.0)
    assert retriever.coverage("chefen sparka", semester) == 0.0
    assert 0.0 < retriever.coverage("chefen månraketer", uppsagning) < 1.0


def test_a_paragraph_that_is_named_by_its_number_comes_first(build: Build) -> None:
    text = "5 § Avgift tas ut.\n\n6 § Avgift tas inte ut av den som är ung."
    act = document("lag", "brief", "Avgiftslag", text, act="2022:818", section="4 kap. 5–6 §§")
    other = document(
        "annan", "brief", "Avgift enligt 5 §", "5 § 5 § 5 § avgift", act="2010:566", section="5 §"
    )
    retriever = Retriever(build((other, act)), LocalEmbedder())
    query = ask("Vad säger 4 kap. 5 § om avgift?", entity("act", "2022:818", "lagen"))
    assert found(retriever, query)[0] == "lag"
    assert found(retriever, ask("Vad säger 5 § om avgift?"))[0] == "annan"
