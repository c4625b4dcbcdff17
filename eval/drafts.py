"""Drafts of cases: proposed by a template or made from a bad live answer, and nothing until a person has read
them.

    {"id": "prop-123456a", "origin": "cell", "state": "new", "case": {…}, "by": "", "at": "", "note": ""}

They stand in `<data-dir>/eval/drafts.jsonl`, which is only ever added to: the last line of an id holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from eval.artefacts import Journal
from eval.cases import split_of

Origin = Literal["cell", "edge", "brief", "feedback"]
State = Literal["new", "accepted", "rejected"]


class Draft(BaseModel):
    """One draft as it stands now."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    origin: Origin
    state: State = "new"
    case: Mapping[str, Any]
    """The case so far; one made from feedback has no `expect` until it is reviewed."""
    by: str = ""
    """Who decided."""
    at: str = ""
    """ISO date of the decision."""
    note: str = ""
    """What the person who was answered said, or why it was rejected."""


class DraftBook:
    """All drafts of a data directory."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / "eval" / "drafts.jsonl"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._journal = Journal(self.path, key="id")

    def __contains__(self, draft_id: str) -> bool:
        return draft_id in self._journal.entries

    def put(self, draft: Draft) -> None:
        """Keep a draft, or what became of it."""
        self._journal.add(draft.model_dump(mode="json"))

    def add_new(self, drafts: Iterable[Draft]) -> int:
        """Keep those that are not known yet; how many they were."""
        fresh = [draft for draft in drafts if draft.id not in self]
        for draft in fresh:
            self.put(draft)
        return len(fresh)

    def waiting(self) -> list[Draft]:
        """Those that nobody has decided on, in the order in which they came."""
        drafts = map(Draft.model_validate, self._journal.entries.values())
        return [draft for draft in drafts if draft.state == "new"]


def draft(
    origin: Origin,
    suite: str,
    cluster: str,
    wordings: Iterable[str],
    expect: Mapping[str, Any] | None,
    today: str,
    note: str = "",
) -> list[Draft]:
    """One draft a wording; wordings of one cluster stand or fall together.

    Args:
        origin: What it was made from.
        suite: Where the case will belong.
        cluster: What all wordings ask; the ids follow from it, so that the same is never proposed twice.
        wordings: Questions.
        expect: What a right answer holds; None when that is for the reviewer to say.
        today: ISO date that the questions are asked on.
        note: What the reviewer should know.
    """
    number = int(hashlib.sha256(cluster.encode()).hexdigest()[:12], 16) % 10**6
    prefix = "live" if origin == "feedback" else "prop"
    made = []
    for letter, question in zip("abcdefgh", wordings, strict=False):
        turn = {"question": question} | ({"expect": dict(expect)} if expect is not None else {})
        case = {
            "id": f"{prefix}-{number:06}{letter}",
            "suite": suite,
            "split": split_of(cluster),
            "turns": [turn],
            "as_of": today,
            "source": "proposed from feedback" if origin == "feedback" else f"proposed from a {origin}",
            "cluster": cluster,
        }
        made.append(Draft(id=str(case["id"]), origin=origin, case=case, note=note))
    return made
