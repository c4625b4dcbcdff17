"""A new index proves itself before anybody is served from it.

    counts agree in the store, the words, the vectors and the statistics
    sampled chunks are found by their own vector and by their own words
    what was removed is gone

`prove` runs the checks in a child process, for a bad file can take down the process that opens it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from rag import texts
from rag.errors import StorageError
from rag.index.lexical import LexicalIndex, top_positions
from rag.index.manifest import LEXICAL, STATISTICS, STORE, VECTORS
from rag.index.statistics import Statistics
from rag.index.store import Store
from rag.index.vectors import VectorIndex
from rag.processes import end_with_parent, processes
from rag.schema import Chunk
from rag.swedish.analysis import analyze

SAMPLES = 50
"""Chunks that are looked for; all of them in a smaller index."""
TOP_K = 10
MIN_FOUND = 0.95
"""Share of the samples that must be among the first `TOP_K` of a search for themselves."""
_TIE = 1e-4
_ALIKE = 0.02
"""Passages that say the same of many occupations are as good as each other: chance puts ten of them first."""
_OPENING = 200
"""Letters of a chunk that are enough to ask whether it is found at all."""
_TIMEOUT = 600
"""Seconds until a child that does not answer is given up."""


class Expectation(BaseModel):
    """What the builder put in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    counts: dict[str, int]
    removed_documents: tuple[str, ...] = ()
    """Documents that the generation before had and this one must not have."""
    removed_chunks: tuple[str, ...] = ()
    added_chunks: tuple[str, ...] = ()
    """Chunks that the generation before had not: some of them are looked for too."""
    chroma_url: str | None = None


def prove(path: Path, expectation: Expectation) -> None:
    """Check the generation being built in `path`, in a child process.

    Raises:
        StorageError: It is not sound; the log says why. It must not be published.
    """
    with tempfile.TemporaryDirectory() as folder:
        told, telling = processes().Pipe(duplex=False)
        said = Path(folder) / "said"
        child = processes().Process(target=_tell, args=(path.absolute(), expectation, telling, said))  # type: ignore[attr-defined] # every context has it
        child.start()
        telling.close()
        try:
            found = told.recv() if told.poll(_TIMEOUT) else f"no answer in {_TIMEOUT} s"
        except EOFError:  # it fell
            child.join()
            found = f"exit {child.exitcode}: {_end_of(said)}"
        finally:
            child.kill()
            child.join()
            told.close()
    if found:
        raise _unsound(path, found)


def _tell(path: Path, expectation: Expectation, telling: Connection, said: Path) -> None:
    """Run in the child: sends what is wrong, nothing when all is well; its last words go to a file."""
    end_with_parent()
    with said.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    try:
        telling.send("; ".join(problems(path, expectation)))
    except Exception as error:  # noqa: BLE001 - whatever it is, the index is not sound
        telling.send(repr(error))


def _end_of(said: Path) -> str:
    return said.read_text(encoding="utf-8", errors="replace")[-500:] if said.exists() else ""


def _unsound(path: Path, why: str) -> StorageError:
    return StorageError(
        f"{path}: the new index is not sound: {why}",
        user_message=texts.INDEX_UNSOUND,
        remedy="datalots ingest --rebuild",
    )


def problems(path: Path, expectation: Expectation) -> Iterator[str]:
    """Everything that is wrong with the generation in `path`, in English, a line each."""
    store = Store.open(path / STORE)
    lexical = LexicalIndex.open(path / LEXICAL)
    vectors = VectorIndex.open(path / VECTORS, expectation.chroma_url)
    statistics = Statistics.open(path / STATISTICS)
    try:
        yield from _count_problems(store, lexical, vectors, statistics, expectation.counts)
        chunks = store.chunks(sample(store.chunk_ids()))
        added = store.chunks(sample(expectation.added_chunks))
        with ThreadPoolExecutor(1) as beside:  # Chroma searches while the words are looked at
            near = beside.submit(_vector_problems, vectors, list(dict.fromkeys((*chunks, *added))))
            yield from _word_problems(lexical, chunks)
            yield from _unheard_of(lexical, added)
            yield from near.result()
        yield from _removal_problems(store, lexical, vectors, expectation)
    finally:
        vectors.close()
        statistics.close()
        store.close()


def sample(chunk_ids: Sequence[str]) -> list[str]:
    """At most `SAMPLES` of them, spread evenly."""
    step = max(1, len(chunk_ids) // SAMPLES)
    return list(chunk_ids[::step][:SAMPLES])


def _count_problems(
    store: Store,
    lexical: LexicalIndex,
    vectors: VectorIndex,
    statistics: Statistics,
    expected: dict[str, int],
) -> Iterator[str]:
    counts = store.counts()
    if counts != expected:
        yield f"the store has {counts}, not {expected}"
    if len(lexical) != expected["chunks"]:
        yield f"{len(lexical)} chunks can be found by words, not {expected['chunks']}"
    if vectors.count() != expected["chunks"]:
        yield f"{vectors.count()} chunks have vectors, not {expected['chunks']}"
    elif vectors.in_files and set(vectors.ids()) != set(store.chunk_ids()):
        yield "the vectors are of other chunks than the store has"
    tables = {table.id: table.cells for table in store.tables()}
    if set(statistics.tables()) != set(tables):
        yield "the statistics hold other tables than the store"
    else:
        yield from (
            f"table {id_} lacks cells" for id_, cells in tables.items() if statistics.count(id_) != cells
        )


def _word_problems(lexical: LexicalIndex, chunks: Sequence[Chunk]) -> Iterator[str]:
    bags = {chunk.id: analyze(chunk.text) for chunk in chunks}
    asked = {chunk_id: bag for chunk_id, bag in bags.items() if bag.words}
    places = {chunk_id: place for place, chunk_id in enumerate(lexical.ids)}
    found = 0
    for chunk_id, bag in asked.items():
        scores = lexical.scores(bag)
        best = scores[top_positions(scores, TOP_K)]
        own = scores[places[chunk_id]] if chunk_id in places else 0.0
        found += bool(own > 0 and own >= best[-1] * (1 - _ALIKE) - _TIE)
    if found < MIN_FOUND * len(asked):
        yield f"only {found} of {len(asked)} chunks are found by their own words"


def _unheard_of(lexical: LexicalIndex, added: Sequence[Chunk]) -> Iterator[str]:
    """Many that came together may be alike, so that they are found at all is what is asked of them."""
    places = {chunk_id: place for place, chunk_id in enumerate(lexical.ids)}
    for chunk in added:
        bag = analyze(chunk.text[:_OPENING])
        bag = bag if bag.words else analyze(chunk.text)
        if bag.words and not (chunk.id in places and lexical.scores(bag)[places[chunk.id]] > 0):
            yield f"chunk {chunk.id} is not found by its own words"


def _vector_problems(vectors: VectorIndex, chunks: Sequence[Chunk]) -> list[str]:
    stored = vectors.get([chunk.id for chunk in chunks]) if chunks else {}
    found = 0
    for chunk_id, vector in stored.items():
        nearest = vectors.search(vector, TOP_K)
        # Chunks with the same text are equally near: more than TOP_K of them crowd one another out.
        found += any(near == chunk_id for near, _ in nearest) or (bool(nearest) and nearest[-1][1] > 1 - _TIE)
    if found < MIN_FOUND * len(chunks):
        return [f"only {found} of {len(chunks)} chunks are found by their own vector"]
    return []


def _removal_problems(
    store: Store, lexical: LexicalIndex, vectors: VectorIndex, expectation: Expectation
) -> Iterator[str]:
    removed = set(expectation.removed_documents)
    left = {document.id for document in store.documents(sorted(removed))} | (removed & set(lexical.documents))
    yield from (f"removed document {document_id} is still there" for document_id in sorted(left))
    chunks = set(expectation.removed_chunks)
    if chunks & set(lexical.ids) or store.chunks(sorted(chunks)) or (chunks and vectors.get(sorted(chunks))):
        yield "a removed chunk is still there"
