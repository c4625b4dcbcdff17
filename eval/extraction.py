"""How well the extractive answer answers, on a set in BEIR layout whose questions carry their answers.

    sentence@1, @3   the first sentence of the answer, one of the first three, states the answer: it holds the
                     answer's words in their order, or is itself a part of the answer; stop words aside
    page             the first citation is of the page (document) that the question was written on; `page or
                     same text` counts a page that has the cited passage too
    choice           the choice whose words the answer's sentences hold most of (masked, weighed by inverse
                     document frequency) is the right one; among n that hold as much, 1/n

No answer counts as wrong. The questions are answered through the product's own retriever and writer; `silent`
is how many it declined.
"""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np

from eval.fit_answerable import auc
from eval.metrics.answer_f1 import masked_overlap, terms
from eval.retrieval import BeirSet, Collection, index_corpus, read_beir
from rag.embedders.local import LocalEmbedder
from rag.retriever import Retriever
from rag.schema import Draft, Evidence, Hit, Query
from rag.swedish.analysis import STEM, content_words
from rag.swedish.words import folded_words
from rag.writers.extractive import ExtractiveWriter

FOREIGN = 450
"""Questions of other sets that are asked too, to see whether they are declined."""
THRESHOLDS = (0.1, 0.2, 0.3, 0.5, 0.7, 0.9)


def extraction_report(directory: Path, others: Sequence[Path] = ()) -> dict[str, Any]:
    """Answer every judged question of the set in `directory`, and questions of `others`, which it cannot.

    Returns:
        Set, n, the shares of the module's head, how many were declined; for the questions of each other set,
        and the set's own unanswerable ones where it marks them, the AUROC by which the estimated probability
        of an answer tells them from its own; and the trade-off: who is answered at which threshold.

    Raises:
        SourceError: A file is missing or cannot be read.
    """
    beir = read_beir(directory)
    rows = _rows(directory)
    with tempfile.TemporaryDirectory(prefix="datalots-extract-") as temporary:
        collection = index_corpus(beir.corpus, Path(temporary), LocalEmbedder())
        try:
            return _report(beir, rows, collection, others)
        finally:
            collection.close()


def answers_of(row: Mapping[str, Any]) -> list[str]:
    """The right answers of a row of queries.jsonl; none when it carries none."""
    about = row.get("metadata") or {}
    return [str(a) for a in about.get("answers", [])] or ([str(about["answer"])] if "answer" in about else [])


def page_of(row: Mapping[str, Any]) -> str:
    """The page that a row of corpus.jsonl is of: as its metadata says, else itself."""
    about = row.get("metadata") or {}
    return str(about.get("page") or row["_id"])


def states(sentence: str, answer: str) -> bool:
    """Whether a sentence holds the answer, or is a part of it of two words or more; stop words aside."""
    wanted, held = content_words(answer), content_words(sentence)
    if not wanted:
        wanted, held = folded_words(answer), folded_words(sentence)
    return bool(wanted) and (_within(wanted, held) or (len(held) > 1 and _within(held, wanted)))


def content(text: str) -> frozenset[str]:
    """The different words of a text that carry meaning."""
    return frozenset(content_words(text))


def same_text(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two texts share most of the words of the shorter."""
    shorter = min(len(a), len(b))
    return shorter > 1 and len(a & b) >= 0.7 * shorter


def _within(part: Sequence[str], whole: Sequence[str]) -> bool:
    return f" {' '.join(part)} " in f" {' '.join(whole)} "


@dataclass(frozen=True, slots=True)
class _Answered:
    draft: Draft
    probability: float
    hits: tuple[Hit, ...]


class _Product:
    """The product's retriever and writer over one collection."""

    def __init__(self, collection: Collection) -> None:
        self._retriever = Retriever(collection, LocalEmbedder())
        self._writer = ExtractiveWriter(collection.lexical)

    def probability(self, question: str) -> float:
        """Estimated probability that the collection answers `question`."""
        query = Query(question=question, kind="other")
        return self._retriever.answerable(query, self._retriever.search(query))

    def answer(self, question: str) -> _Answered:
        query = Query(question=question, kind="other")
        hits = tuple(self._retriever.search(query))
        probability = self._retriever.answerable(query, hits)
        draft = self._writer.write(Evidence(query=query, hits=hits, answerable=probability))
        return _Answered(draft, probability, hits)


def _report(
    beir: BeirSet, rows: Mapping[str, Mapping[str, Any]], collection: Collection, others: Sequence[Path]
) -> dict[str, Any]:
    product = _Product(collection)
    pages = {str(row["_id"]): page_of(row) for row in beir.corpus}
    texts: dict[str, list[frozenset[str]]] = {}
    for row in beir.corpus:
        texts.setdefault(page_of(row), []).append(content(str(row["text"])))
    scores: dict[str, list[float]] = {}
    own = []
    for query_id, question in beir.queries.items():
        answered = product.answer(question)
        own.append(answered.probability)
        relevant = {pages[chunk_id] for chunk_id in beir.relevant[query_id]}
        for name, value in _scores(rows[query_id], answered, pages, relevant, texts, collection).items():
            scores.setdefault(name, []).append(value)
    report = {
        "set": beir.name,
        "n": len(beir.queries),
        **{name: round(fmean(values), 4) for name, values in scores.items()},
    }
    unanswerable = [r for r in rows.values() if (r.get("metadata") or {}).get("answerable") is False]
    foreign = {"look-alikes": [str(row["text"]) for row in unanswerable]} if unanswerable else {}
    for other in others:
        questions = sorted(read_beir(other).queries.values())
        order = np.random.default_rng(0).permutation(len(questions))[:FOREIGN]
        foreign[other.name] = [questions[i] for i in order]
    curves = {"own": _curve(own)}
    auroc = {}
    for name, questions in foreign.items():
        theirs = [product.probability(question) for question in questions]
        truth = np.array([1.0] * len(own) + [0.0] * len(theirs))
        auroc[name] = round(auc(np.array([*own, *theirs]), truth), 4)
        curves[name] = _curve(theirs)
    return {**report, "auroc": auroc, "answered": curves}


def _curve(probabilities: Sequence[float]) -> dict[str, float]:
    """Share of questions that would be answered, by the probability from which one is."""
    return {str(least): round(fmean(p >= least for p in probabilities), 3) for least in THRESHOLDS}


def _scores(
    row: Mapping[str, Any],
    answered: _Answered,
    pages: Mapping[str, str],
    relevant: set[str],
    texts: Mapping[str, Sequence[frozenset[str]]],
    collection: Collection,
) -> dict[str, float]:
    claims = answered.draft.claims
    answers = answers_of(row)
    right = [any(states(claim.text, answer) for answer in answers) for claim in claims]
    cited = _cited_chunk(answered)
    page = pages.get(cited.chunk.id) if cited else None
    scores = {
        "sentence@1": float(any(right[:1])),
        "sentence@3": float(any(right[:3])),
        "page": float(page in relevant),
        "page or same text": float(page in relevant or _stands_on(cited, relevant, texts)),
        "silent": float(not claims),
    }
    choices = [str(choice) for choice in (row.get("metadata") or {}).get("choices", [])]
    if choices and answers:
        text = " ".join(claim.text for claim in claims)
        scores["choice"] = _choice(str(row["text"]), text, choices, answers[0], collection)
    return scores


def _cited_chunk(answered: _Answered) -> Hit | None:
    """The hit that the first claim cites."""
    for claim in answered.draft.claims[:1]:
        for citation in claim.citations:
            for hit in answered.hits:
                if hit.document.id == citation.document_id and (citation.quote or "") in hit.chunk.text:
                    return hit
    return None


def _stands_on(cited: Hit | None, relevant: set[str], texts: Mapping[str, Sequence[frozenset[str]]]) -> bool:
    if cited is None:
        return False
    mine = content(cited.chunk.text)
    return any(
        len(mine & other) > 0.85 * len(mine | other) for page in relevant for other in texts.get(page, ())
    )


def _choice(question: str, text: str, choices: Sequence[str], answer: str, collection: Collection) -> float:
    @lru_cache(maxsize=1_000)
    def weight(term: str) -> float:
        return float(collection.lexical.idfs([STEM + term])[0])

    held = [masked_overlap(terms(text), terms(choice), terms(question), weight)[1] for choice in choices]
    best = [i for i, value in enumerate(held) if math.isclose(value, max(held))]
    right = [i for i, choice in enumerate(choices) if choice.strip() == answer.strip()]
    return 1 / len(best) if right and right[0] in best else 0.0


def _rows(directory: Path) -> dict[str, Mapping[str, Any]]:
    with (directory / "queries.jsonl").open(encoding="utf-8") as lines:
        return {str(row["_id"]): row for row in map(json.loads, lines)}
