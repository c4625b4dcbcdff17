"""What stands right after those who are counted and says which of them: "kvinnor som röker"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from rag.swedish.words import Token, fold

_OF_WHOM = frozenset("på från hos bakom".split())
"""Prepositions that no other rule sees to."""
_WHO = frozenset({"som", "vilka"})
_PEOPLE = frozenset("personer människor folk invånare kvinnor män barn anställda".split())
_LONGEST = 4
"""Words of such a phrase that are looked at."""


def attached_to(
    tokens: Sequence[Token], free: Sequence[bool], groups: Collection[int], named: Collection[int]
) -> frozenset[int]:
    """The places of the words that say which of those who are counted are meant.

    Args:
        tokens: Of the question.
        free: Whether each is read as nothing yet.
        groups: Where the names of those who are counted end.
        named: Where anything that was read from the question ends.
    """
    places: set[int] = set()
    for at, token in enumerate(tokens[:-1]):
        form = fold(token.text)
        after_group = _follows(token, groups) or (at > 0 and fold(tokens[at - 1].text) in _PEOPLE)
        if (form in _WHO and after_group) or (form in _OF_WHOM and (after_group or _follows(token, named))):
            verb = form in _WHO and not free[at + 1]  # "som bor ensamma"
            places.update(_phrase(tokens, free, at + 1 + verb))
    return frozenset(places)


def _follows(token: Token, ends: Collection[int]) -> bool:
    return token.start - 1 in ends


def _phrase(tokens: Sequence[Token], free: Sequence[bool], start: int) -> Iterator[int]:
    """The words from `start` on that nothing but a space parts, up to one that has been read."""
    for at in range(start, min(start + _LONGEST, len(tokens))):
        if not free[at] or tokens[at].start - tokens[at - 1].end > 1:
            return
        yield at
