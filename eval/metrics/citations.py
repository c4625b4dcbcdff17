"""Citations: does what is cited exist, say what is claimed, and is all of it needed?

    citation_recall     share of factual sentences that the spans and cells they cite support together
    citation_precision  share of citations that support their sentence alone, or without which it is not
    supported
                        (leave-one-out; ALCE, Gao et al. 2023); a listed citation that no sentence uses
                        counts 0
    quote_exact         share of quotes that stand at their place in the stored text (NFC, one kind of space
    and quote) dangling            marks, numbers and ids that lead nowhere; target 0
    evidence_cited      1 when a gold document (evidence, dataset, concept, table of a fact) is among those
    cited

A span supports a sentence when it holds its numerals, at least three quarters of its content words, and
agrees on negation. A sentence with figures that cites cells is supported when the cells and the
descriptions of their tables hold its numerals; one that gives the label of a cited category is supported by
that cell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import fmean

from eval.answers import AnswerCitation, AnswerObject, AnswerQuantity, AnswerSentence, bare
from eval.cases import GoldCell
from eval.corpus import CorpusView, parts_of
from eval.metrics.answer_f1 import terms
from eval.metrics.base import Observation, Observations, ScoredTurn
from eval.metrics.digits import keys_of, loose_numerals
from eval.metrics.mentions import mentioned, spaced

COVERAGE = 0.75
_NEGATION = re.compile(r"\b(?:inte|ej|aldrig|icke|ingen|inget|inga|varken|förbjud\w*)\b")
_QUOTES = str.maketrans({"”": '"', "“": '"', "»": '"', "«": '"', "’": "'", "‘": "'"})


def citations(turn: ScoredTurn) -> Observations:
    """Observations for a turn that was answered, or that should have been cited."""
    answer = turn.answer
    if answer is None:
        yield Observation("dangling", 1.0, "no readable answer")
    elif answer.sentences or answer.citations or answer.marks:
        yield from _of_answer(answer, turn)
    gold = gold_documents(turn)
    if gold:
        cited = {citation.document_id for citation in answer.citations} if answer else set()
        cited |= {c.cell.table for c in answer.citations if c.cell} if answer else set()
        yield Observation(
            "evidence_cited", float(bool(gold & cited)), "" if gold & cited else ", ".join(sorted(cited))
        )


def gold_documents(turn: ScoredTurn) -> set[str]:
    """Ids of which a right answer cites at least one."""
    expect = turn.expect
    gold = set(expect.relevant) if expect.dataset or expect.concept else set()
    gold |= {span.document for span in expect.evidence} | {
        cell.table for fact in expect.facts for cell in fact.cells
    }
    for found in (
        turn.corpus.dataset(expect.dataset) if expect.dataset else None,
        turn.corpus.concept(expect.concept) if expect.concept else None,
    ):
        if found is not None:
            gold.add(found.document_id)
    return gold - {""}


def _of_answer(answer: AnswerObject, turn: ScoredTurn) -> Observations:
    corpus = turn.corpus
    operands = [cell for fact in turn.expect.facts if fact.derivation for cell in fact.cells]
    supported = [
        supports(sentence.text, _cited(sentence, answer), corpus, answer.quantities)
        for sentence in answer.sentences
    ]
    if supported:
        missing = [s.text for s, is_ok in zip(answer.sentences, supported, strict=True) if not is_ok]
        yield Observation("citation_recall", fmean(supported), " | ".join(missing)[:200])
    uses = [
        is_needed for sentence in answer.sentences for is_needed in needed(sentence, answer, corpus, operands)
    ]
    used = {n for sentence in answer.sentences for n in sentence.citations} | set(answer.marks)
    uses += [False for citation in answer.citations if citation.n not in used]
    if uses:
        yield Observation("citation_precision", fmean(uses))
    quoted = [citation for citation in answer.citations if citation.quote and not citation.cell]
    if quoted:
        exact = [quote_is_exact(citation, corpus) for citation in quoted]
        yield Observation("quote_exact", fmean(exact))
    loose = list(dangling(answer, corpus))
    yield Observation("dangling", float(len(loose)), ", ".join(loose))


def _cited(sentence: AnswerSentence, answer: AnswerObject) -> list[AnswerCitation]:
    return [citation for n in sentence.citations if (citation := answer.citation(n)) is not None]


def supports(
    sentence: str,
    cited: Sequence[AnswerCitation],
    corpus: CorpusView,
    quantities: Sequence[AnswerQuantity] = (),
) -> bool:
    """Whether what is cited carries the sentence; `quantities` are those of the answer, for shown
    computations."""
    if not cited:
        return False
    if any(citation.cell for citation in cited) and keys_of(sentence):
        alone = AnswerObject(
            status="answered", text=sentence, citations=tuple(cited), quantities=tuple(quantities)
        )
        return not list(loose_numerals(alone, "", corpus)) and _cells_exist(cited, corpus)
    if any(_says_category(sentence, citation, corpus) for citation in cited):
        return True
    quotes = " ".join(citation.quote for citation in cited if not citation.cell)
    if fold(sentence) in fold(quotes):
        return True
    if bool(_NEGATION.search(sentence.lower())) != bool(_NEGATION.search(quotes.lower())):
        return False
    if keys_of(sentence) - keys_of(quotes):
        return False
    wanted = terms(sentence)
    return bool(wanted) and len(wanted & terms(quotes)) / len(wanted) >= COVERAGE


def _says_category(sentence: str, citation: AnswerCitation, corpus: CorpusView) -> bool:
    """Whether the sentence gives the label that the value of the cited cell stands for."""
    cell = corpus.cell(citation.cell.table, citation.cell.coordinates) if citation.cell else None
    table = corpus.table(cell.table) if cell else None
    if cell is None or table is None:
        return False
    measures = [measure for measure in table.measures if measure.id == cell.coordinates.get("measure")]
    labels = [
        label for m in measures for value, label in m.categories.items() if cell.value == Decimal(value)
    ]
    return bool(labels) and mentioned(labels, sentence)


def _cells_exist(cited: Sequence[AnswerCitation], corpus: CorpusView) -> bool:
    return all(corpus.cell(c.cell.table, c.cell.coordinates) is not None for c in cited if c.cell)


def needed(
    sentence: AnswerSentence, answer: AnswerObject, corpus: CorpusView, operands: Sequence[GoldCell] = ()
) -> Iterator[bool]:
    """For each citation of a sentence, whether it supports alone or the rest does not suffice without it.

    An operand of a gold computation is always needed: the largest of three rests on all three.
    """
    cited = _cited(sentence, answer)
    shown = answer.quantities
    together = supports(sentence.text, cited, corpus, shown)
    for at, citation in enumerate(cited):
        rest = [*cited[:at], *cited[at + 1 :]]
        yield together and (
            _is_operand(citation, operands)
            or supports(sentence.text, [citation], corpus)
            or not supports(sentence.text, rest, corpus)
        )


def _is_operand(citation: AnswerCitation, operands: Sequence[GoldCell]) -> bool:
    return citation.cell is not None and any(
        cell.table == citation.cell.table and dict(cell.coordinates) in parts_of(citation.cell.coordinates)
        for cell in operands
    )


def quote_is_exact(citation: AnswerCitation, corpus: CorpusView) -> bool:
    """Whether the quote is what stands between its offsets in the stored text."""
    document = corpus.document(citation.document_id)
    return document is not None and fold(document.text[citation.start : citation.end]) == fold(citation.quote)


def dangling(answer: AnswerObject, corpus: CorpusView) -> Iterator[str]:
    """Every reference that leads nowhere."""
    known = [citation.n for citation in answer.citations]
    yield from (f"[{n}] in the text" for n in answer.marks if n not in known)
    yield from (f"[{n}] of a sentence" for s in answer.sentences for n in s.citations if n not in known)
    yield from (f"[{n}] twice" for n in sorted(set(known)) if known.count(n) > 1)
    shown = spaced(answer.shown)
    yield from (
        f"sentence not shown: {s.text[:40]}" for s in answer.sentences if spaced(bare(s.text)) not in shown
    )
    for citation in answer.citations:
        if corpus.document(citation.document_id) is None:
            yield f"document {citation.document_id}"
        if citation.cell and corpus.cell(citation.cell.table, citation.cell.coordinates) is None:
            yield f"cell of {citation.cell.table}"
        if not citation.cell and not citation.quote:
            yield f"[{citation.n}] without quote or cell"


def fold(text: str) -> str:
    """NFC, one kind of space, one kind of quotation mark; letters keep their case."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_QUOTES).replace("\u00ad", "").split())
