"""An answer while it is written: the same gate, sentence by sentence.

Each step is the answer so far, with one more checked sentence; the last is whole. What has been shown stays:
citations keep their numbers, and when a model fails in the middle the extractive answer completes what
stands, with a notice.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag import texts
from rag.answers import verified
from rag.errors import ModelError
from rag.schema import Answer, Claim, Draft, Evidence
from rag.swedish.analysis import analyze
from rag.verifier import Verifier
from rag.writers.base import Writer

log = logging.getLogger(__name__)

_SAME = 0.7
"""Share of a sentence's words that another must have to say the same."""


def streamed(evidence: Evidence, writer: Writer, extractive: Writer, verifier: Verifier) -> Iterator[Answer]:
    """The answer after each sentence of `writer` that stands, and last the whole answer."""
    shown: list[Claim] = []
    stream = writer.stream(evidence)
    try:
        while True:
            claim = next(stream)
            if verifier.judge(claim, evidence.query.question).shown:
                shown.append(claim)
                yield verified(
                    Draft(status="answered", claims=tuple(shown), writer=writer.name), evidence, verifier
                )
    except StopIteration as end:
        draft: Draft = end.value
    except ModelError as error:
        log.warning("model writer failed after %d sentences: %s", len(shown), error)
        yield _completed(shown, evidence, writer, extractive, verifier, error)
        return
    answer = verified(draft, evidence, verifier)
    if writer is not extractive and draft.status in {"answered", "partial"} and not answer.sentences:
        answer = with_notice(
            verified(extractive.write(evidence), evidence, verifier), texts.MODEL_UNSUPPORTED
        )
    yield answer


def _completed(
    shown: Sequence[Claim],
    evidence: Evidence,
    writer: Writer,
    extractive: Writer,
    verifier: Verifier,
    error: ModelError,
) -> Answer:
    """What was shown before the model failed, then what the extractive writer has beside it."""
    draft = extractive.write(evidence)
    if not shown:
        return with_notice(verified(draft, evidence, verifier), error.user_message)
    rest = [claim for claim in draft.claims if not any(_says_the_same(claim, other) for other in shown)]
    whole = replace(
        draft,
        status=draft.status if draft.status == "partial" else "answered",
        reason=draft.reason if draft.status == "partial" else None,
        intro="",
        claims=(*shown, *rest),
        notes=draft.notes if draft.claims else (),
        writer=writer.name,
    )
    return with_notice(verified(whole, evidence, verifier), texts.MODEL_STOPPED)


def _says_the_same(claim: Claim, other: Claim) -> bool:
    mine, theirs = set(analyze(claim.text).words), set(analyze(other.text).words)
    return len(mine & theirs) > _SAME * min(len(mine), len(theirs))


def with_notice(answer: Answer, notice: str) -> Answer:
    return replace(answer, notices=(notice, *answer.notices))
