"""What a system under test does, and what it is given."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

TOP_K = 10
"""Hits that are asked for: what a person or a prompt sees, and the cutoff of every score."""


class Passage(NamedTuple):
    """What is searched for. Whole: no system cuts it further."""

    id: str
    title: str
    text: str

    @property
    def whole(self) -> str:
        """Title and text as one, for systems without fields."""
        return f"{self.title}\n{self.text}" if self.title else self.text


class Adapter(Protocol):
    """A system that searches passages. Made without arguments; making it imports its library."""

    @property
    def packages(self) -> tuple[str, ...]:
        """Distributions that are named with their versions in the report."""
        ...

    def index(self, passages: Sequence[Passage], folder: Path) -> None:
        """Make the passages searchable; what is kept on disk goes into `folder`, which exists.

        A folder `cache` in it is not counted as kept.
        """
        ...

    def search(self, question: str, today: str) -> list[str]:
        """Ids of the best `TOP_K` passages, best first; `today` is an ISO date."""
        ...
