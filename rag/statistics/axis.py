"""What one dimension of a table comes to for a request: its coordinates, and what they leave unanswered."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from rag.schema import Dimension, Reason

JOIN = ","
"""Between the codes of a coordinate that stands for their sum."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something asked for that the table does not have, as a Swedish sentence."""

    reason: Reason
    note: str
    hard: bool = False
    """Whether what the table has is so far from what was asked that it must not be given as the answer."""
    if_refused: str = ""
    """What is said instead where the place or time that holds the one asked for must not stand for it."""

    def refused(self) -> Gap:
        """The same where what the table has must not be given."""
        return replace(self, hard=True, note=self.if_refused or self.note)


@dataclass(slots=True)
class Axis:
    """What one dimension comes to."""

    coordinates: tuple[str, ...] = ()
    gaps: list[Gap] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    choices: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)
    cost: float = 0.0


def all_of(dimension: Dimension) -> str:
    """The coordinate that adds up a whole dimension."""
    return JOIN.join(code for code in dimension.codes if code != dimension.total)
