"""Fits `rag/conversation/staying.json`: `python -m eval.fit_staying --data-dir DIR`.

From `followed.tsv`: what people ask on after an answer out of a brief, and which brief answers that. Each is
held against the brief before and those beside it. Changes of subject are first questions of the dev cases and
what people ask for data with, each after a brief taken by chance. No test case is read. How well it does is
told for follow-ups on briefs that it was not fitted on: five parts by the brief before.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from eval.asked import read_asked
from eval.cases import load_cases
from eval.fit_answerable import Floats, auc, fit
from eval.fit_needs import data_dir_asked
from rag.answerable import probability
from rag.conversation import STAYS
from rag.conversation.staying import FEATURES, Briefs, features
from rag.index.generation import GenerationHandle
from rag.settings import load_settings

log = logging.getLogger(__name__)

FOLLOWED = Path(__file__).with_name("followed.tsv")
OUT = Path("rag/conversation/staying.json")
NOBODY = "-"
CHANGES = (
    "statistics",
    "statistics_derived",
    "occupations",
    "occupations_blind",
    "datasets",
    "datasets_blind",
    "english",
)
"""Suites whose questions are no follow-ups on a text."""
EVERY = 10
"""One row of so many of what people ask for data with."""
PARTS = 5


class Followed(NamedTuple):
    """A follow-up."""

    before: str
    """Id of the brief that the answer before was taken from."""
    answers: str
    """Id of the brief that answers it; empty when none does."""
    question: str


class _Example(NamedTuple):
    asked: Followed
    rows: Floats
    """`(sources, features)`."""
    right: Floats
    """1 for the source that answers, else 0: `(sources,)`."""


def read_followed(path: Path = FOLLOWED) -> list[Followed]:
    """The follow-ups of a file of rows "before, answers, question"."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    rows = [line.split("\t") for line in lines]
    return [Followed(before, "" if answers == NOBODY else answers, asked) for before, answers, asked in rows]


def changes() -> list[Followed]:
    """Questions on something else, after a brief taken by chance."""
    asked = [case.turns[0].question for case in load_cases(split="dev") if case.suite in CHANGES]
    asked += [phrase for at, (of, phrase) in enumerate(read_asked()) if of and at % EVERY == 0]
    befores = sorted({one.before for one in read_followed()})
    random = np.random.default_rng(0)
    return [Followed(befores[int(random.integers(len(befores)))], "", question) for question in asked]


def main() -> None:
    data_dir = data_dir_asked(__doc__)
    handle = GenerationHandle(data_dir, load_settings(data_dir=data_dir))
    with handle.current() as generation:
        examples = list(_examples(Briefs(generation.store), [*read_followed(), *changes()]))
    handle.close()
    parts = np.array([sum(e.asked.before.encode()) % PARTS for e in examples])
    weights = {
        p: _fitted([e for e, its in zip(examples, parts, strict=True) if its != p]) for p in range(PARTS)
    }
    scores = [e.rows @ weights[its] for e, its in zip(examples, parts.tolist(), strict=True)]
    kept = {
        "made": {"by": "python -m eval.fit_staying", "follow-ups": len(examples), **_told(examples, scores)},
        "weights": dict(zip(FEATURES, _fitted(examples).round(3).tolist(), strict=True)),
    }
    OUT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    log.info("%s", kept["made"])


def _examples(briefs: Briefs, followed: Sequence[Followed]) -> Iterator[_Example]:
    for asked in followed:
        before = briefs.by_id[asked.before]
        sources = list(briefs.near(asked.question, before))
        rows = np.array([features(asked.question, source, before) for source in sources])
        yield _Example(asked, rows, np.array([float(source.id == asked.answers) for source in sources]))


def _fitted(examples: Sequence[_Example]) -> Floats:
    rows = np.vstack([example.rows for example in examples])
    return fit(rows, np.concatenate([example.right for example in examples]))


def _told(examples: Sequence[_Example], scores: Sequence[Floats]) -> dict[str, float]:
    """Of follow-ups on the same brief: the share whose brief is first; how well those that a brief answers
    are told from those that none does, by the best score."""
    same = [(e, s) for e, s in zip(examples, scores, strict=True) if e.asked.answers == e.asked.before]
    first = [bool(e.right[int(s.argmax())]) for e, s in same]
    best = np.array([probability(float(s.max())) for s in scores])
    answered = np.array([float(bool(e.asked.answers)) for e in examples])
    at = np.array([best[i] >= STAYS for i in range(len(best))])
    stay = np.array([e.asked.answers == e.asked.before for e in examples])
    return {
        "same_brief_first": round(float(np.mean(first)), 3),
        "auc_answered": round(auc(best, answered), 3),
        "taken_of_same": round(float(at[stay].mean()), 3),
        "taken_of_unanswered": round(float(at[(answered == 0)].mean()), 3),
    }


if __name__ == "__main__":
    main()
