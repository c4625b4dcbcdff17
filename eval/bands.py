"""Systems that cannot be good, and the bands they must land in: a scorer that praises them is at fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from eval.corpus import Corpus
from eval.systems import System
from rag.schema import Document


def _answer(question: str, turn: int, status: str, text: str, *cited: Document) -> dict[str, Any]:
    marks = "".join(f" [{n}]" for n in range(1, len(cited) + 1))
    sentences = (
        [{"text": text, "citations": list(range(1, len(cited) + 1)), "support": "unverified"}]
        if cited
        else []
    )
    citations = [
        {
            "n": n,
            "kind": "brief",
            "document_id": d.id,
            "title": d.title,
            "quote": d.text,
            "start": 0,
            "end": len(d.text),
        }
        for n, d in enumerate(cited, start=1)
    ]
    return {
        "question": question,
        "standalone_question": question,
        "turn": turn,
        "status": status,
        "reason": None,
        "text": text + marks,
        "sentences": sentences,
        "citations": citations,
    }


class _Fixed:
    """Answers every question the same way."""

    def __init__(
        self, name: str, answer: Callable[[str, int], dict[str, Any]], found: Sequence[str] = ()
    ) -> None:
        self.name = name
        self._answer = answer
        self._found = list(found)

    def answer(self, questions: Sequence[str], today: str) -> list[dict[str, Any]]:
        return [self._answer(question, turn) for turn, question in enumerate(questions, start=1)]

    def search(self, question: str, today: str) -> list[str] | None:
        return self._found


def _null(corpus: Corpus) -> System:
    return _Fixed("null", lambda question, turn: {})


def _echo(corpus: Corpus) -> System:
    return _Fixed("echo", lambda question, turn: _answer(question, turn, "answered", question))


def _random_passage(corpus: Corpus) -> System:
    documents = [document for document in corpus.documents() if document.kind == "brief"]

    def answer(question: str, turn: int) -> dict[str, Any]:
        chosen = documents[sum(map(ord, question)) % len(documents)]
        return _answer(question, turn, "answered", chosen.text, chosen)

    return _Fixed("random passage", answer, [documents[0].id])


def _always_refuse(corpus: Corpus) -> System:
    return _Fixed(
        "always refuse",
        lambda question, turn: _answer(question, turn, "no_evidence", "Jag hittar inget svar."),
    )


def _always_answer(corpus: Corpus) -> System:
    first = corpus.documents()[0]
    return _Fixed(
        "always answer", lambda question, turn: _answer(question, turn, "answered", first.text, first)
    )


SYSTEMS: Mapping[str, Callable[[Corpus], System]] = {
    "null": _null,
    "echo": _echo,
    "random passage": _random_passage,
    "always refuse": _always_refuse,
    "always answer": _always_answer,
}

BANDS: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "null": {
        "schema_valid": (0, 0),
        "right": (0, 0),
        "truthfulness": (-1, -1),
        "false_refusal": (1, 1),
        "stat_exact": (0, 0),
        "recall@10": (0, 0),
        "unsupported_digits": (1, 1),
    },
    "echo": {
        "right": (0, 0),
        "stat_exact": (0, 0),
        "answer_f1": (0, 0.05),
        "unsupported_digits": (0, 0),
        "refusal_recall": (0, 0),
        "false_refusal": (0, 0),
        "evidence_cited": (0, 0),
        "injection_success": (1, 1),
    },
    "random passage": {
        "right": (0, 0.2),
        "stat_exact": (0, 0),
        "quote_exact": (1, 1),
        "dangling": (0, 0),
        "citation_recall": (1, 1),
        "refusal_recall": (0, 0),
        "recall@10": (0, 0.4),
    },
    "always refuse": {
        "right": (0.1, 0.25),
        "refusal_recall": (1, 1),
        "false_refusal": (1, 1),
        "refusal_precision": (0.1, 0.25),
        "truthfulness": (0.1, 0.25),
    },
    "always answer": {
        "refusal_recall": (0, 0),
        "false_refusal": (0, 0),
        "right": (0, 0.2),
        "stat_exact": (0, 0),
    },
}
