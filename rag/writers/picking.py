"""The sentences of the passages that answer a question, each with the citation it stands under.

Sentences are chosen by a small model (`rag.choosing`); the best one comes first, the others in the order of
their source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rag import quoting
from rag.answerable import Idfs
from rag.choosing import Piece, Ranked, rank_sentences
from rag.schema import Citation, CitationKind, Claim, Hit
from rag.swedish.analysis import analyze
from rag.writers.answer_type import REFERENCE

FROM_ONE = 4
"""Sentences from one source at most."""
MAX_ITEMS = 10
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
    """How far behind the best sentence another may be that is shown, in log odds."""
    main_rule: bool
    """Whether the first sentence of each document is shown: a brief gives its main rule there."""


_NARROW = _Reach(sources=3, sentences=5, from_others=2, hit=0.8, behind=3.0, main_rule=False)
_WIDE = _Reach(sources=4, sentences=10, from_others=3, hit=0.4, behind=5.0, main_rule=True)
"""For a question that asks for more than one source; on dev 6 of 18 such questions more were right."""
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
    leads = [r for r in ranked if not (r.piece.is_heading or r.piece.text.endswith("?"))] or ranked
    if not leads:
        return ()
    best = leads[0]
    chosen = _choose(ranked, best, best, reach)
    if in_order:
        chosen = sorted(chosen, key=lambda piece: piece.start)
    claims = list(_claims(best.piece.hit, chosen))
    least = reach.hit * best.piece.hit.score
    others = [hit for hit in hits[: reach.sources] if hit.score >= least]
    seen = {best.piece.hit.document.id}
    for hit in others:
        room = min(reach.sentences - len(claims), reach.from_others)
        mine = next((r for r in leads if r.piece.hit is hit), None)
        if room <= 0 or mine is None or hit.document.id in seen:
            continue
        if mine.score >= best.score - reach.behind:
            seen.add(hit.document.id)
            claims += _claims(hit, _choose(ranked, mine, best, reach)[:room])
    return tuple(_without_repeats(claims))


def _choose(ranked: Sequence[Ranked], lead: Ranked, best: Ranked, reach: _Reach) -> list[Piece]:
    """The sentences of the lead's hit to show: the lead with what it leans on, then others in their order."""
    mine = sorted((r for r in ranked if r.piece.hit is lead.piece.hit), key=lambda r: r.piece.start)
    plain = [r for r in mine if not r.piece.is_item and not r.piece.is_heading] or mine
    near = sorted((r for r in plain if r.score >= best.score - reach.behind), key=lambda r: -r.score)
    chosen = {lead.piece.start, *(r.piece.start for r in near[:FROM_ONE])}
    if reach.main_rule and plain[0].piece.start == 0:
        chosen.add(plain[0].piece.start)
    pieces = [r.piece for r in mine]
    kept = _coherent([r.piece for r in plain], chosen) | chosen
    kept |= {piece.start for piece in _items_after(pieces, kept)}
    return _lead_first([piece for piece in pieces if piece.start in kept], lead.piece)


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


def _items_after(pieces: Sequence[Piece], chosen: set[int]) -> list[Piece]:
    """List items that follow a chosen sentence, up to `MAX_ITEMS`."""
    items: list[Piece] = []
    open_list = False
    for piece in pieces:
        if piece.is_item and open_list:
            items.append(piece)
        elif not piece.is_item:
            open_list = piece.start in chosen
    return items[:MAX_ITEMS]


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


def _without_repeats(claims: Sequence[Claim]) -> Iterable[Claim]:
    """Leave out a sentence whose content an earlier one already has, with its references and without them."""
    seen: list[tuple[frozenset[str], frozenset[str]]] = []
    for claim in claims:
        content, bare = _words(claim.text), _words(REFERENCE.sub(" ", claim.text))
        if not claim.text.startswith("- ") and any(
            _is_in(content, whole) and _is_in(bare, its) for whole, its in seen
        ):
            continue
        seen.append((content, bare))
        yield claim


def _words(text: str) -> frozenset[str]:
    return frozenset(analyze(text).words)


def _is_in(content: frozenset[str], other: frozenset[str]) -> bool:
    return len(content & other) > _REPEATED * len(content)
