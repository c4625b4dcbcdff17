"""How the words of a claim stand, beside how their source has them: order, negation, modality, bounds.

Each check takes the claim's words, the source's and the pairs of both, and says in English what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise, takewhile
from typing import TypeAlias

from rag.gate.alignment import Pair, is_forward, may_move
from rag.gate.matching import same_word
from rag.gate.reading import FRAME, OPPOSITES, YOU, Word, bounds, joints, modals, negations

Check: TypeAlias = Callable[[Sequence[Word], Sequence[Word], Sequence[Pair]], str]

_ADVERB = re.compile(r"(ligen|vis|fritt)$")
"""Words of manner stand where they like: "skriftligen varsla", "varsla skriftligen"."""
_MOVES = 1
"""Words that stand elsewhere than in the source, within the clauses of a sentence, at most."""


def _moved(said: Sequence[Word], held: Sequence[Word], pairs: Sequence[Pair]) -> str:
    inside = 0
    for before, pair in pairwise(pair for pair in pairs if not _ADVERB.search(pair.said.text)):
        if is_forward(before, pair):
            continue
        inside += not (pair.said.opens and pair.said.clause != before.said.clause)
        if not may_move(pair) or pair.held is before.held or inside > _MOVES:
            return f"puts {pair.said.text!r} after {before.said.text!r}, which the source does not"
        if _over_a_figure(held, pairs, pair.held.place, before.held.place):
            return f"puts {pair.said.text!r} with another figure than the source"
    return ""


def _figures_exchanged(said: Sequence[Word], held: Sequence[Word], pairs: Sequence[Pair]) -> str:
    """Figures of one unit stand in the order of their source: "två för A och tre för B"."""
    figures = [pair for pair in pairs if pair.said.numeral]
    for before, pair in pairwise(figures):
        alike = before.held.unit == pair.held.unit and before.held.sentence == pair.held.sentence
        if alike and pair.held.place < before.held.place:
            return f"puts {pair.said.text!r} after {before.said.text!r}"
    return ""


def _used_twice(said: Sequence[Word], held: Sequence[Word], pairs: Sequence[Pair]) -> str:
    """One word of a source stands behind one of the claim."""
    used: dict[Word, Word] = {}
    for pair in pairs:
        if used.setdefault(pair.held, pair.said) is not pair.said:
            return f"rests both {used[pair.held].text!r} and {pair.said.text!r} on {pair.held.text!r}"
    return ""


def _over_a_figure(held: Sequence[Word], pairs: Sequence[Pair], start: int, end: int) -> bool:
    """Whether a move passes a figure that the claim leaves out, of the same unit as one that it has."""
    said = {pair.held for pair in pairs}
    units = {word.unit for word in said if word.numeral}
    passed = [word for word in held if word.numeral and start <= word.place <= end and word not in said]
    return any(word.unit in units for word in passed) or (
        bool(units) and bool(_before(held, start, units - {""}, said))
    )


def _before(held: Sequence[Word], place: int, units: set[str], said: set[Word]) -> list[Word]:
    """The figure of such a unit right before a place, when the claim leaves it out."""
    earlier = [word for word in held if word.numeral and word.unit in units and word.place < place]
    return [word for word in earlier[-1:] if word not in said]


def _other_subject(said: Sequence[Word], held: Sequence[Word], pairs: Sequence[Pair]) -> str:
    """A clause of the source told of a word from another of its clauses, its own first word left out."""
    for clause in dict.fromkeys(pair.said.clause for pair in pairs):
        mine = [pair for pair in pairs if pair.said.clause == clause]
        clauses = [pair.held.clause for pair in mine]
        most = max(clauses[1:] or clauses, key=clauses.count)
        own = min((word for word in held if word.clause == most), key=lambda word: word.place)
        left_out = not any(same_word(word.text, own.text) for word in said if word.clause == clause)
        if len(mine) > 1 and left_out and clauses[0] != most and mine[0].held.place > own.place:
            return f"tells of {mine[0].said.text!r} what the source tells of {own.text!r}"
    return ""


def _subject_left_out(said: Sequence[Word], held: Sequence[Word], pairs: Sequence[Pair]) -> str:
    """Going on into what a source tells of another, without that other: "A får X, och B ska Y"."""
    used = {pair.held for pair in pairs}
    for before, pair in pairwise(pairs):
        if before.said.clause != pair.said.clause or before.held.group == pair.held.group:
            continue
        group = [word for word in held if word.group == pair.held.group]
        first = group[0]
        sentence = [word for word in held if word.sentence == first.sentence and word.place < first.place]
        other = first not in used and not any(same_word(word.text, first.text) for word in said)
        if other and first.alongside and first.place < pair.held.place and _tells(group) and _tells(sentence):
            return f"leaves out {first.text!r}, which {pair.held.text!r} is about"
    return ""


def _tells(words: Sequence[Word]) -> bool:
    """Whether something is said of the first word: a verb or a figure follows."""
    return any(word.numeral or word.after_verb for word in words)


def _negated(said: Sequence[Word], held: Sequence[Word], pairs: Sequence[Pair]) -> str:
    for clause in dict.fromkeys(word.clause for word in said):
        mine = [pair for pair in pairs if pair.said.clause == clause]
        mine_says_no = _negations(said, clause)
        if all(pair.said.text in YOU and not pair.said.opener & pair.held.opener for pair in mine):
            if mine_says_no:
                return "negation of what the source does not have"
            continue
        theirs = [_negations(held, pair.held.clause) for pair in mine]
        if not mine_says_no and any(theirs):
            return "negation left out"
        if mine_says_no and 2 * sum(count > 0 for count in theirs) < len(theirs):
            return "negation added"
        if mine_says_no and max(theirs) > mine_says_no:
            return "one of two negations left out"
        if mine_says_no > max(theirs):
            return "negation added"
    if any(pair.said.is_without != pair.held.is_without for pair in pairs):
        return "'utan' added or left out"
    for pair in pairs:
        ours, other = pair.said.led, pair.held.led
        if _denied(ours) - _denied(other) or (ours and other and _denied(ours) != _denied(other)):
            return "negation before a condition"
        if ours and other and modals(ours) != modals(other):
            return "modality before a condition"
    loose = [no for word in said for no in negations(word.before)]
    if len(loose) > sum(len(negations(word.before)) for word in held) + _trailing(held):
        return "negation added"
    return ""


def _negations(words: Sequence[Word], clause: int) -> int:
    mine = [word for word in words if word.clause == clause]
    return sum(len(negations(word.before)) for word in mine) + sum(
        len(negations(word.after)) for word in mine
    )


def _denied(little: Sequence[str]) -> set[str]:
    return {"inte"} if negations(little) else set()


def _trailing(words: Sequence[Word]) -> int:
    return sum(len(negations(word.after)) for word in words)


def _other_modality(said: Sequence[Word], held: Sequence[Word], pairs: Sequence[Pair]) -> str:
    """What follows a modal in the claim must follow the same in the source, and "får" may not become "är"."""
    source = {id(pair.said): pair.held for pair in pairs}
    for at, word in enumerate(said):
        mine = modals(word.before)
        near = [word, *takewhile(lambda one: not modals(one.before), said[at + 1 :])]
        theirs = [source[id(one)] for one in near if one.clause == word.clause and id(one) in source]
        found = [governing for one in theirs if (governing := _governing(held, one))]
        if not found and _frame_follows(word.before):  # "ska finnas": the verb itself is not looked for
            found = [mine] if any(_modals_of(held, one.clause) == mine for one in source.values()) else []
        if mine and (not found or found[0] != mine):
            return f"says {_listed(mine)}, the source {_listed(*found[:1]) or 'does not'}"
        ends = modals(word.after)
        if ends and not (id(word) in source and ends <= _modals_of(held, source[id(word)].clause)):
            return f"ends with {_listed(ends)}, which the source does not"
    for clause in dict.fromkeys(pair.said.clause for pair in pairs):
        governed = [_governing(held, pair.held) for pair in pairs if pair.said.clause == clause]
        softened = [found for found in governed if found and found <= {"får", "kan", "bör"}]
        if len(governed) > 1 and 2 * len(softened) > len(governed) and not _modals_of(said, clause):
            return f"leaves out {_listed(softened[0])}"
    return ""


def _frame_follows(little: Sequence[str]) -> bool:
    """Whether a verb that is not looked for follows the modal: "ska finnas"."""
    last = max((at for at, word in enumerate(little) if modals([word])), default=len(little))
    return any(word in FRAME for word in little[last + 1 :])


def _governing(words: Sequence[Word], word: Word) -> set[str]:
    """The modals that a word follows in its clause, the nearest before it; none when it follows none."""
    led = [one for one in words if one.clause == word.clause and one.place <= word.place]
    return next((found for one in reversed(led) if (found := modals(one.before))), set())


def _listed(*words: set[str]) -> str:
    return "/".join(sorted(word for group in words for word in group))


def _modals_of(words: Sequence[Word], clause: int) -> set[str]:
    mine = [word for word in words if word.clause == clause]
    return {modal for word in mine for modal in modals(word.before + word.after)}


def _other_bounds(said: Sequence[Word], held: Sequence[Word], pairs: Sequence[Pair]) -> str:
    """ "minst", "bara", "före", "alla" of a word: none turned, none added, "bara" not left out."""
    only = any("bara" in _around(word) for word in said)
    for pair in pairs:
        mine, theirs = _around(pair.said), _around(pair.held)
        near = {bound for word in held if word.group == pair.held.group for bound in _around(word)}
        turned = {bound for bound in mine - theirs if OPPOSITES.get(bound) in theirs}
        added = turned or mine - theirs - near - {"från", "till"}
        led, their_led = bounds(pair.said.led), bounds(pair.held.led)
        added |= {bound for bound in led - their_led if OPPOSITES.get(bound) in their_led}
        if added:
            return f"says {'/'.join(sorted(added))!r} of {pair.said.text!r}"
        if "bara" in theirs and not only:
            return "leaves out 'bara'"
        for one, other in zip(_places(pair.said), _places(pair.held), strict=True):
            if joints(one) and joints(other) and joints(one) != joints(other):
                return f"says {_listed(joints(one))}, the source {_listed(joints(other))}"
        if joints(pair.said.after) - joints(pair.held.after):
            return "goes on where the source does not"
        if pair.said.is_one and not pair.held.is_one and _is_counted(held, pair.held):
            return f"says one {pair.said.text!r}"
    return ""


def _around(word: Word) -> set[str]:
    return bounds(word.before + word.after)


def _places(word: Word) -> tuple[tuple[str, ...], ...]:
    return word.before, word.after, word.led


def _is_counted(words: Sequence[Word], word: Word) -> bool:
    """Whether a numeral stands right before it."""
    return any(one.numeral and one.place in {word.place - 1, word.place - 2} for one in words)


CHECKS: tuple[Check, ...] = (
    _moved,
    _figures_exchanged,
    _used_twice,
    _other_subject,
    _subject_left_out,
    _negated,
    _other_modality,
    _other_bounds,
)
