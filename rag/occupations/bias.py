"""Where what is known of an occupation may say little of some: skewed shares of the sexes, or withheld."""

from __future__ import annotations

from decimal import Decimal

from rag import texts
from rag.occupations.figures import RIKET, Tables, asked
from rag.occupations.figures import Told as Found
from rag.schema import Concept

SKEWED = Decimal("0.75")
"""Share of the larger sex from which the shares are called skewed: three of four."""


def told(tables: Tables | None, concept: Concept, today: str) -> Found:
    """The numbers of women and men where they are skewed, or that one of them is withheld.

    Nothing when no table has the group, or the shares are even.
    """
    found = asked(tables, concept, texts.OCCUPATION_Q_STAFF, RIKET, today) if tables else None
    if found is None:
        return Found((), ())
    numbers = [quantity.value for claim in found.claims for quantity in claim.quantities]
    total = sum(numbers, Decimal(0))
    if len(numbers) == 2 and total and max(numbers) >= SKEWED * total:
        return Found(found.claims, (texts.OCCUPATION_SKEWED,))
    if found.reason == "suppressed" and len(numbers) < 2:
        return Found((), (texts.OCCUPATION_WITHHELD,))
    return Found((), ())
