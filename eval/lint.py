"""Lint: are the cases sound? Everything that would make a score say something else than it seems to.

duplicate    an id twice, or the same question (folded, without marks) in two cases outside one cluster
leak         13 words in a row, or the whole question when shorter, that stand in a prompt, in code or in a
             list of synonyms, or a question that a document is said to be asked with: the system could have
             been written to the test
evidence     a quoted span that does not stand in the document it names, or a document that is not there
gold         a cell that is not there or has another value; a dataset or concept that is not there
wording      a place or occupation that the answer must name, without the name that the table has for it:
             "Södermanland" alone is not found in "Södermanlands län"; or the beginning of a word that the
             source says whole: "avbetal" of "avbetalning"
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.asked import read_asked
from eval.cases import EvalCase, Expect, Fact
from eval.corpus import Corpus
from eval.metrics.citations import fold
from eval.metrics.mentions import mentioned, spaced
from rag.swedish.words import folded_words

OVERLAP = 13
SHORTEST = 4
"""Questions of fewer words are too common to be called leaked: "Hej, vem är du?" """
_LEAKY = (
    "*.py",
    "rag/**/*.py",
    "ingest/*.py",
    "ingest/readers/*.py",
    "prompts/**/*.md",
    "rag/**/*.txt",
    "rag/**/*.tsv",
)
BEGINNING = 4
"""Letters from which what must be said may be the beginning of a word."""
_TEXTS = frozenset({"brief", "law", "policy", "page", "file"})
SHOWN = "example"
"""Tag of a question that is shown to people as an example: it is kept, but not scored and may stand in the
code."""


@dataclass(frozen=True, slots=True)
class Problem:
    case: str
    kind: str
    message: str

    def __str__(self) -> str:
        return f"{self.case}: {self.kind}: {self.message}"


def lint(cases: Sequence[EvalCase], corpus: Corpus | None = None, root: Path | None = None) -> list[Problem]:
    """Every problem, in the order of the cases.

    Args:
        cases: What to look at.
        corpus: What gold must hold in; None leaves evidence and gold unchecked.
        root: The project's folder, where leaks are looked for; None leaves them unchecked.
    """
    problems = list(_duplicates(cases))
    if root is not None:
        problems += _leaks(cases, read_leaky(root))
    if corpus is not None:
        problems += _asked(cases, corpus)
        problems += (problem for case in cases for problem in _unfounded(case, corpus))
    order = {case.id: at for at, case in enumerate(cases)}
    return sorted(problems, key=lambda problem: order.get(problem.case, -1))


def _duplicates(cases: Sequence[EvalCase]) -> Iterator[Problem]:
    ids = Counter(case.id for case in cases)
    yield from (Problem(name, "duplicate", f"the id stands {n} times") for name, n in ids.items() if n > 1)
    first: dict[str, EvalCase] = {}
    for case in cases:
        asked = " / ".join(normalised(turn.question) for turn in case.turns)
        other = first.setdefault(asked, case)
        if other is not case and (other.cluster != case.cluster or _questions(other) == _questions(case)):
            yield Problem(case.id, "duplicate", f"asks what {other.id} asks")


def _questions(case: EvalCase) -> list[str]:
    return [turn.question for turn in case.turns]


def normalised(question: str) -> str:
    """The words of a question, folded, without marks."""
    return " ".join(folded_words(question))


def read_leaky(root: Path) -> dict[str, str]:
    """The folded words of everything that the system is written in, by path."""
    files = sorted({file for pattern in _LEAKY for file in root.glob(pattern)})
    return {
        file.relative_to(
            root
        ).as_posix(): f" {normalised(file.read_text(encoding='utf-8', errors='ignore'))} "
        for file in files
    }


def _leaks(cases: Iterable[EvalCase], written: Mapping[str, str]) -> Iterator[Problem]:
    for case in cases:
        if SHOWN in case.tags:
            continue
        for turn in case.turns:
            words = normalised(turn.question).split()
            if len(words) < SHORTEST:
                continue
            runs = [" ".join(words[at : at + OVERLAP]) for at in range(max(1, len(words) - OVERLAP + 1))]
            for path, text in written.items():
                if any(f" {run} " in text for run in runs):
                    yield Problem(case.id, "leak", f"{turn.question!r} stands in {path}")


def _asked(cases: Iterable[EvalCase], corpus: Corpus) -> Iterator[Problem]:
    phrases = {
        normalised(phrase): document.id
        for document in corpus.documents()
        for phrase in (*document.asked, *document.unanswered)
    }
    phrases |= {normalised(row.phrase): f"dataset {row.dataset or 'nobody'}" for row in read_asked()}
    for case in cases:
        for turn in case.turns:
            document_id = phrases.get(normalised(turn.question))
            if document_id and SHOWN not in case.tags and len(normalised(turn.question).split()) >= SHORTEST:
                yield Problem(case.id, "leak", f"{turn.question!r} is what {document_id} is asked")


def _unfounded(case: EvalCase, corpus: Corpus) -> Iterator[Problem]:
    for turn in case.turns:
        yield from _evidence(case, turn.expect, corpus)
        for fact in turn.expect.facts:
            yield from (Problem(case.id, "gold", message) for message in _cells(fact, corpus))
            yield from (Problem(case.id, "wording", said) for said in _names(fact, turn.expect, corpus))
        if turn.expect.dataset and corpus.dataset(turn.expect.dataset) is None:
            yield Problem(case.id, "gold", f"dataset {turn.expect.dataset} is not in the catalogue")
        if turn.expect.concept and corpus.concept(turn.expect.concept) is None:
            yield Problem(case.id, "gold", f"concept {turn.expect.concept} is not in the taxonomy")


def _evidence(case: EvalCase, expect: Expect, corpus: Corpus) -> Iterator[Problem]:
    for span in expect.evidence:
        document = corpus.document(span.document)
        if document is None:
            yield Problem(case.id, "evidence", f"document {span.document} is not in the corpus")
        elif fold(span.quote) not in fold(document.text):
            yield Problem(case.id, "evidence", f"{span.document} does not hold {span.quote!r}")
    for name in expect.relevant:
        if corpus.document(name) is None:
            yield Problem(case.id, "evidence", f"relevant document {name} is not in the corpus")
    yield from (Problem(case.id, "wording", said) for said in _begun(expect, corpus))


def _begun(expect: Expect, corpus: Corpus) -> Iterator[str]:
    """What must be said and stands in no source of the case, but begins a word there: no answer in the words
    of its source could ever say it."""
    names = dict.fromkeys([*(span.document for span in expect.evidence), *expect.relevant])
    sources = [document for name in names if (document := corpus.document(name)) and document.kind in _TEXTS]
    text = spaced(
        "\n".join([*(f"{d.title}\n{d.text}" for d in sources), *(s.quote for s in expect.evidence)])
    )
    for group in expect.must_mention if sources else ():
        if mentioned(group, text):
            continue
        for wording in map(spaced, group):
            if len(wording) >= BEGINNING and (word := re.search(rf"(?<!\w){re.escape(wording)}\w+", text)):
                yield f"{wording!r} must be named, and the source says {word[0]!r}"


def _cells(fact: Fact, corpus: Corpus) -> Iterator[str]:
    for pointer in fact.cells:
        if corpus.cell(pointer.table, pointer.coordinates) is None:
            yield f"{pointer.table} has no cell {dict(pointer.coordinates)}"
    if (
        not fact.derivation
        and (cell := corpus.cell(fact.table, fact.cell)) is not None
        and cell.value != fact.decimal
    ):
        yield f"{fact.table} says {cell.value}, the case says {fact.value}"


def _names(fact: Fact, expect: Expect, corpus: Corpus) -> Iterator[str]:
    """What must be named that begins a name of the table, which an answer would use, and is no word of it."""
    table = corpus.table(fact.table)
    for dimension in table.dimensions if table else ():
        label = dimension.codes.get(fact.cell.get(dimension.id, ""), "").lower()
        for group in expect.must_mention:
            said = [wording.lower() for wording in group]
            begun = (w for w in said if label.startswith(w) and label[len(w) : len(w) + 1].isalpha())
            if label not in said and (short := next(begun, "")):
                yield f"{short!r} must be named, and the table calls it {label!r}"
