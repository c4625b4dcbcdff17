"""Each word of a claim with the word of the source that it comes from, with the fewest moves in all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rag.gate.reading import Word


class Pair(NamedTuple):
    """A word of the claim, and where its source has it."""

    said: Word
    held: Word


def aligned(options: Sequence[tuple[Word, Sequence[Word]]]) -> list[Pair]:
    """Each word with the source word that needs the fewest moves in all (Viterbi)."""
    best: list[tuple[int, list[Pair]]] = [(0, [])]
    for said, places in options:
        following = []
        for held in places:
            pair = Pair(said, held)
            cost, path = min(
                ((cost + (_cost(path[-1], pair) if path else 0), path) for cost, path in best),
                key=lambda step: step[0],
            )
            following.append((cost, [*path, pair]))
        best = following
    return min(best, key=lambda step: step[0])[1]


def _cost(before: Pair, pair: Pair) -> int:
    """What it costs to go on so: nothing forward in one sentence, much for a move where none may be."""
    if is_forward(before, pair):
        return 0 if before.held.clause == pair.held.clause else 1
    return 5 if may_move(pair) and pair.held is not before.held else 50


def is_forward(before: Pair, pair: Pair) -> bool:
    return before.held.sentence == pair.held.sentence and before.held.place < pair.held.place


def may_move(pair: Pair) -> bool:
    """Whether a word may follow another than in its source: it opens a clause, is the subject after a fronted
    part ("på begäran ska en myndighet"), or takes its preposition with it."""
    said, held = pair
    if said.opens or (said.after_verb and held.opens):
        return True
    return bool(said.preposition) and said.preposition == held.preposition
