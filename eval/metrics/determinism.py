"""Determinism: the same question answered twice gives the same answer.

nondeterministic   share of repeated turns whose hash differs, times and generation left out; target 0
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.answers import answer_hash


def differing(first: Mapping[str, Mapping[str, Any]], second: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The turns that both runs hold and that were answered differently, sorted."""
    return sorted(
        turn for turn in first.keys() & second.keys() if answer_hash(first[turn]) != answer_hash(second[turn])
    )
