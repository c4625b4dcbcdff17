"""Questions that ask for several things of an occupation: read into parts, answered in their order.

"Vad tjänar en lokförare, finns det jobb i Norrbotten och vad kan man byta till?" is pay, advertisements and
paths; "Berätta om yrket lokförare" is all of them, "Vad gör en lokförare?" only what is done there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rag.occupations.asks import Ask, Figure, asks_about, asks_doings, families, first_ask, read_figures

PROFILE: tuple[Figure, ...] = ("wage", "spread", "ads", "chances", "demand")
"""The figures that belong to telling of an occupation."""
_COMPARED: tuple[Figure, ...] = ("wage", "ads", "chances", "demand")


class Outline(NamedTuple):
    """What is asked, figures and facts apart, and which of them comes first."""

    figures: tuple[Figure, ...]
    figures_first: bool
    whole: bool = False
    """Asks for all there is, no single figure by name."""
    about: bool = False
    """Asks to be told of the occupation, beside the figures that it names."""

    @property
    def single(self) -> bool:
        """Whether all its figures are of one kind: only pay, or only the outlook."""
        return len(families(self.figures)) == 1


def read_outline(question: str, asks: Sequence[Ask], several_named: bool) -> Outline | None:
    """The parts of a question that asks for several things; None when one room can answer it alone.

    Args:
        question: The standalone question.
        asks: What it asks of the taxonomy.
        several_named: Whether it names more than one occupation.
    """
    found = read_figures(question)
    kinds = families(tuple(found))
    if tuple(asks) == ("about",) and not found:
        told = asks_about(question)  # else what is done there is enough: "vad gör en lokförare?"
        return Outline(PROFILE if told else (), figures_first=False, whole=told)
    if "difference" in asks and several_named and not found and not {"code", "group"} & set(asks):
        return Outline(_COMPARED, figures_first=False, whole=True)
    if found and (asks_about(question) or asks_doings(question)) and not several_named and not asks:
        return Outline(_ordered(found), figures_first=False, about=True)
    if len(kinds) + ("spread" in found) + bool(_answered_here(asks)) < 2 or (
        several_named and not _answered_here(asks)
    ):
        return None
    return Outline(_ordered(found), figures_first=min(found.values()) < first_ask(question))


def _ordered(found: Mapping[Figure, int]) -> tuple[Figure, ...]:
    """The figures in the order of the question; a spread is told with the median it is around."""
    places = dict(found)
    if {"spread", "sexes"} & places.keys():
        places.setdefault("wage", min(places.values()))
    return tuple(sorted(places, key=lambda figure: places[figure]))


def _answered_here(asks: Sequence[Ask]) -> set[Ask]:
    return set(asks) - {"about"}
