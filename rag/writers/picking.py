"""The sentences of the passages that answer a question, each with the citation it stands under.

Sentences are chosen by a small model (`rag.choosing`); the best one comes first, the others in the order of
their source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rag import quoting
from rag.answerable import Idfs, defines
from rag.choosing import Piece, Ranked, rank_sentences
from rag.choosing.asked import parts_asked
from rag.schema import Citation, CitationKind, Claim, Hit
from rag.swedish.analysis import analyze
from rag.writers.answer_type import REFERENCE

FROM_ONE = 5
"""Sentences from one source at most."""
MAX_ITEMS = 10
_PARTS = 3
"""Parts of a question that are seen to, at most."""
_HOLDS_PART = 0.2
"""Share of a part's weight that a sentence must hold to be shown for it."""
_ASKED_SO = 0.4
"""How much a part must be like what people ask a sentence with, for that to be shown for it."""
_SAME_ACT = 1.0
"""What the act that the answer begins with counts for the other parts, in log odds."""
_REPEATED = 0.7
"""Share of a sentence's words from which it only repeats an earlier one."""
_CITATION_KIND: dict[str, CitationKind] = {"brief": "brief", "concept": "concept", "dataset": "dataset"}


class _Reach(NamedTuple):
    """How far beside the best passage an answer may go."""

    sources: int
    sentences: int
    from_others: int
    """Sentences from each other source at most."""
    hit: float
    """Share of the best hit's score from which another source may add a sentence."""
    behind: float
    """How far behind the best sentence another of its source may be that is shown, in log odds."""
    others_behind: float
    """The same for sentences of other sources."""
    main_rule: bool
    """Whether the first sentence of each document is shown: a brief gives its main rule there."""


_NARROW = _Reach(
    sources=3, sentences=7, from_others=2, hit=0.7, behind=5.5, others_behind=7.0, main_rule=False
)
"""A source that was found almost as well as the first speaks although its words fit less. How far behind is
for these weights: of 677 dev turns on texts two more are right than with 4.5 behind, in 5 %
more words; one more with 0.6 of the best source's score, in 8 % more."""
_WIDE = _Reach(sources=4, sentences=10, from_others=3, hit=0.4, behind=7.0, others_behind=7.0, main_rule=True)
"""For a question that asks for more than one source."""
_SEVERAL = re.compile(
    r"\b(skill\w*|skiljer|jämför\w*|jämfört|sammanfatta\w*|översikt|respektive|resp|bägge|båda|både|"
    r"de två|olika|vilka krav|vad gäller för)\b",
    re.IGNORECASE,
)
"""How a question asks for more than one source: a comparison, a summary, requirements."""


def pick(question: str, hits: Sequence[Hit], idfs: Idfs, *, in_order: bool = False) -> tuple[Claim, ...]:
    """The sentences that answer best, from the source of the best one and from others near it.

    Args:
        question: In plain Swedish.
        hits: Best first.
        idfs: How telling terms are.
        in_order: Keep the order of the source, also for the best sentence: the text itself is asked for.
    """
    reach = _WIDE if _SEVERAL.search(question) else _NARROW
    ranked = rank_sentences(question, hits, idfs)
    leads = [r for r in ranked if r.piece.may_lead] or ranked
    if not leads:
        return ()
    if defines(hits[0], question):  # its meaning is told where it has its name
        leads = [r for r in leads if r.piece.hit is hits[0]] or leads
    best = leads[0]
    chosen = _choose(ranked, best, best, reach)
    if in_order:
        chosen = sorted(chosen, key=lambda piece: piece.start)
    shown = {best.piece.hit.chunk.id: chosen}
    sources = {best.piece.hit.document.id}
    least = reach.hit * best.piece.hit.score
    for hit in hits[: reach.sources]:
        room = min(reach.sentences - sum(map(len, shown.values())), reach.from_others)
        mine = next((r for r in leads if r.piece.hit is hit), None)
        if hit.score < least or room <= 0 or mine is None or hit.document.id in sources:
            continue
        if mine.score >= best.score - reach.others_behind:
            sources.add(hit.document.id)
            theirs = reach._replace(behind=reach.others_behind)
            shown[hit.chunk.id] = _first_of(_choose(ranked, mine, best, theirs), room)
    parts = list(_of_parts(question, hits, idfs, best.piece))
    for pieces in parts:
        there = shown.setdefault(pieces[0].hit.chunk.id, [])
        there += [piece for piece in pieces if piece not in there]
    for pieces in shown.values() if parts else ():
        pieces.sort(key=lambda piece: next((n for n, part in enumerate(parts) if piece in part), len(parts)))
    claims = [claim for pieces in shown.values() for claim in _claims(pieces[0].hit, pieces)]
    return tuple(_without_repeats(claims, analyze(question).content))


def _of_parts(question: str, hits: Sequence[Hit], idfs: Idfs, first: Piece) -> Iterator[list[Piece]]:
    """The best sentence for each part of a question that asks for several things, with what it leans on.

    What is searched for is the whole question: its parts alone have lost what they are about ("när kommer
    de?"). Only the choice among the sentences found is made part by part, and leans to the act that the
    answer begins with. From another source than the first the main rule comes with it.
    """
    parts = parts_asked(question)
    for part in parts[:_PARTS] if len(parts) > 1 else ():
        ranked = rank_sentences(part, hits, idfs, in_other_words=True)
        said = [r for r in ranked if r.piece.may_lead]
        held = [r for r in said if r.held >= _HOLDS_PART or r.asked >= _ASKED_SO]
        if held:
            lead = max(held, key=lambda r: r.score + _SAME_ACT * _of_one_act(r.piece, first)).piece
            main = min(r.piece.start for r in said if r.piece.hit is lead.hit)
            is_new = lead.hit.document.id != first.hit.document.id
            yield _complete(ranked, {lead.start, main} if is_new else {lead.start}, lead)


def _of_one_act(piece: Piece, other: Piece) -> bool:
    return piece.hit.document.act == other.hit.document.act


def _choose(ranked: Sequence[Ranked], lead: Ranked, best: Ranked, reach: _Reach) -> list[Piece]:
    """The sentences of the lead's hit to show: the lead with what it leans on, then others in their order."""
    mine = sorted((r for r in ranked if r.piece.hit is lead.piece.hit), key=lambda r: r.piece.start)
    plain = [r for r in mine if not r.piece.is_item and not r.piece.is_heading] or mine
    near = sorted((r for r in plain if r.score >= best.score - reach.behind), key=lambda r: -r.score)
    chosen = {lead.piece.start, *(r.piece.start for r in near[:FROM_ONE])}
    if reach.main_rule and plain[0].piece.start == 0:
        chosen.add(plain[0].piece.start)
    return _complete(mine, chosen, lead.piece)


def _complete(ranked: Sequence[Ranked], chosen: set[int], lead: Piece) -> list[Piece]:
    """The chosen sentences of the lead's hit with what they lean on and their lists, the lead's first."""
    pieces = sorted((r.piece for r in ranked if r.piece.hit is lead.hit), key=lambda piece: piece.start)
    plain = [piece for piece in pieces if not piece.is_item and not piece.is_heading] or pieces
    kept = _coherent(plain, chosen) | chosen
    kept |= _whole_lists(pieces, kept)
    return _lead_first([piece for piece in pieces if piece.start in kept], lead)


def _lead_first(pieces: Sequence[Piece], lead: Piece) -> list[Piece]:
    """The pieces in their order, but those that the lead stands with before all others."""

    def stays(piece: Piece) -> bool:
        return piece.is_item or piece.leans

    at = pieces.index(lead)
    first, last = at, at + 1
    while first > 0 and stays(pieces[first]):
        first -= 1
    while last < len(pieces) and stays(pieces[last]):
        last += 1
    return [*pieces[first:last], *pieces[:first], *pieces[last:]]


def _coherent(pieces: Sequence[Piece], chosen: set[int]) -> set[int]:
    """The chosen sentences with what they lean on: the one before "Samma …", and one between two chosen."""
    kept = [piece.start in chosen for piece in pieces]
    for i in range(len(pieces) - 1, 0, -1):
        kept[i - 1] |= kept[i] and pieces[i].leans
    for i in range(1, len(pieces) - 1):
        kept[i] |= kept[i - 1] and kept[i + 1]
    return {piece.start for piece, keep in zip(pieces, kept, strict=True) if keep}


def _whole_lists(pieces: Sequence[Piece], chosen: set[int]) -> set[int]:
    """The lists that a chosen sentence opens or is an item of: all their items, up to `MAX_ITEMS`, and what
    opens them, since half a list says something else ("300 dagar" where others get 200)."""
    wanted: set[int] = set()
    for unit in _units(pieces):
        if len(unit) > 1 and any(piece.start in chosen for piece in unit):
            wanted |= {piece.start for piece in unit[: MAX_ITEMS + 1]}
    return wanted


def _units(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Sentences, each with the items of the list that it opens."""
    units: list[list[Piece]] = []
    for piece in pieces:
        if piece.is_item and units:
            units[-1].append(piece)
        else:
            units.append([piece])
    return units


def _first_of(pieces: Sequence[Piece], most: int) -> list[Piece]:
    """The first `most` sentences, a list counted as one with what opens it."""
    return [piece for unit in _units(pieces)[:most] for piece in unit]


def _claims(hit: Hit, pieces: Sequence[Piece]) -> Iterable[Claim]:
    """One claim a sentence, all of a hit under one citation whose quote spans them."""
    if not pieces:
        return
    citation = cite(hit, min(piece.start for piece in pieces), max(piece.end for piece in pieces))
    for piece in pieces:
        yield Claim(text=piece.text, citations=(citation,))


def cite(hit: Hit, start: int, end: int) -> Citation:
    """A citation of characters `start`-`end` of a hit's chunk."""
    document, chunk = hit.document, hit.chunk
    kind = _CITATION_KIND.get(document.kind, "passage")
    section = document.section or " › ".join(chunk.headings)
    return quoting.cite(document, chunk.start + start, chunk.start + end, kind, section)


def _without_repeats(claims: Sequence[Claim], asked: frozenset[str]) -> Iterable[Claim]:
    """Leave out a sentence that an earlier one has said, with its references and without them.

    One that holds a word of the question which the earlier one lacks says something else: there is to be a
    safety officer from five employees, and a committee from fifty.
    """
    seen: list[str] = []
    for claim in claims:
        if not claim.text.startswith("- ") and any(_repeats(claim.text, other, asked) for other in seen):
            continue
        seen.append(claim.text)
        yield claim


def _repeats(text: str, other: str, asked: frozenset[str]) -> bool:
    more = analyze(text).content - analyze(other).content
    return not more & asked and all(
        len(mine & frozenset(analyze(theirs).words)) > _REPEATED * len(mine)
        for mine, theirs in (
            (frozenset(analyze(text).words), other),
            (frozenset(analyze(REFERENCE.sub(" ", text)).words), REFERENCE.sub(" ", other)),
        )
    )
