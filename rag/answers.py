"""Draft → Answer: every claim through the gate, what stands numbered and joined to one text."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from rag import texts
from rag.conflicts import notices
from rag.schema import Answer, Citation, Claim, Draft, Evidence, Sentence
from rag.verifier import Judgement, Verifier

log = logging.getLogger(__name__)


def verified(draft: Draft, evidence: Evidence, verifier: Verifier) -> Answer:
    """The part of a draft that stands, as an answer; what does not stand is kept aside for `--explain`."""
    question = evidence.query.question
    judged = [(claim, verifier.judge(claim, question)) for claim in draft.claims]
    kept = [(claim, judgement) for claim, judgement in judged if judgement.shown]
    citations, cited = numbered([claim for claim, _ in kept])
    citations = tuple(replace(citation, n=n) for n, citation in enumerate(citations, start=1))
    sentences = tuple(
        Sentence(text=claim.text, citations=numbers, support=judgement.support)
        for (claim, judgement), numbers in zip(kept, cited, strict=True)
    )
    for claim, judgement in judged:
        if not judgement.shown:
            log.info("dropped a sentence: %s", judgement.why)
            log.debug("dropped: %s", claim.text)
    status, reason = draft.status, draft.reason
    if status in {"answered", "partial"} and not sentences:
        status, reason = "no_evidence", "no_source"
    notes = draft.notes if sentences or draft.notes or draft.clarification else (texts.NO_EVIDENCE,)
    return Answer(
        question=question,
        standalone_question=question,
        status=status,
        reason=reason,
        text=_text(sentences, notes, draft),
        sentences=sentences,
        citations=citations,
        quantities=tuple(
            replace(quantity, citation=numbers[0])
            for (claim, _), numbers in zip(kept, cited, strict=True)
            for quantity in claim.quantities
        ),
        chart=draft.chart if sentences else None,
        clarification=draft.clarification,
        suggestions=draft.suggestions,
        notices=notices([claim for claim, _ in kept], citations, verifier.document),
        writer=draft.writer,
        usage=draft.usage,
        dropped=tuple(_dropped(claim, judgement) for claim, judgement in judged if not judgement.shown),
    )


def _text(sentences: Sequence[Sentence], notes: Sequence[str], draft: Draft) -> str:
    """The answer as one text: sentences with their marks, list items on lines of their own, notes."""
    body = ""
    in_list = False
    for sentence in sentences:
        is_item = sentence.text.startswith("- ")
        joint = "\n" if is_item or in_list else " "
        body += joint + sentence.text + "".join(f" [{n}]" for n in sentence.citations)
        in_list = is_item
    body = body.strip()
    question_back = (draft.clarification.text,) if draft.clarification else ()
    intro = draft.intro if body else ""
    body = f"{intro}\n{body}" if intro else body
    return "\n\n".join(block for block in (body, " ".join(notes), *question_back) if block)


def _dropped(claim: Claim, judgement: Judgement) -> Sentence:
    return Sentence(text=f"{claim.text} ({judgement.why})", citations=(), support="unverified")


def numbered(claims: Sequence[Claim]) -> tuple[tuple[Citation, ...], list[tuple[int, ...]]]:
    """Number the citations of the claims from 1 in order of appearance, the same source and place once.

    Returns:
        The numbered citations, and for each claim the numbers it cites.
    """
    numbers: dict[tuple[object, ...], int] = {}
    citations: list[Citation] = []
    cited: list[tuple[int, ...]] = []
    for claim in claims:
        mine = []
        for citation in claim.citations:
            key = _place(citation)
            if key not in numbers:
                numbers[key] = len(citations) + 1
                citations.append(citation)
            mine.append(numbers[key])
        cited.append(tuple(dict.fromkeys(mine)))
    return tuple(citations), cited


def _place(citation: Citation) -> tuple[object, ...]:
    cell = tuple(sorted(citation.cell.coordinates.items())) if citation.cell else None
    return (citation.document_id, citation.start, citation.end, cell)
