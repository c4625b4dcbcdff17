"""The extractive writer: the sentences and cells that answer, in the sources' own words. Needs no model.

Rooms that are sure of a question (statistics, occupations, catalogue) speak first with the claims they made;
passages speak where the question is about rules or views, or where no room claims it. Sentences are chosen by
a small model (`rag.choosing`); the best one comes first, the others in the order of their source.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Sequence
from typing import NamedTuple

from rag import texts
from rag.choosing import Piece, Ranked, rank_sentences
from rag.choosing.asked import answer_kind
from rag.index.lexical import LexicalIndex
from rag.reasons import searched
from rag.schema import (
    Citation,
    CitationKind,
    Claim,
    Draft,
    EntityKind,
    Evidence,
    Finding,
    Hit,
    Query,
    QueryKind,
    Status,
)
from rag.swedish.analysis import analyze
from rag.swedish.words import fold
from rag.writers.answer_type import has_what_is_asked, holds_what_is_named, names_in

SURE = 0.5
"""Confidence from which a room's finding is used."""
UNSURE = 0.7
"""Confidence up to which a room only thinks that the question is its own."""
ANSWERABLE = 0.3
"""Estimated probability from which passages are used as an answer."""
ON_SUBJECT = 0.1
"""Below this the index has nothing on the subject at all."""
FROM_ONE = 4
"""Sentences from one source at most."""
MAX_ITEMS = 10


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
_RULE = re.compile(
    r"\b(får|kan|måste|ska|behöver|bör) "
    r"(jag|man|vi|de|den|en|ett|min|mina|chefen|arbetsgivaren|myndighet\w*)\b|"
    r"\b(jag|man|vi) (får|kan|måste|ska|behöver)\b|^är (allt|jag|man|vi)\b",
    re.IGNORECASE,
)
_OF_A_TABLE: tuple[EntityKind, ...] = ("period", "region", "occupation")
_COUNTRY = "00"
"""The region that is the whole country: every rule is of it."""
_TEXT_KINDS: frozenset[QueryKind] = frozenset({"law", "policy", "definition"})
_CITATION_KIND: dict[str, CitationKind] = {"brief": "brief", "concept": "concept", "dataset": "dataset"}


class ExtractiveWriter:
    """Writes with the sources' own sentences and the rooms' checked claims."""

    name = "extractive"

    def __init__(self, lexical: LexicalIndex) -> None:
        self._lexical = lexical

    def write(self, evidence: Evidence) -> Draft:
        """The draft answer to the evidence's question."""
        if evidence.query.kind == "smalltalk":
            return Draft(status="out_of_scope", reason="off_subject", notes=(texts.SMALLTALK,))
        findings = sorted((f for f in evidence.findings if f.confidence >= SURE), key=lambda f: -f.confidence)
        if _asks_a_rule(evidence) and evidence.answerable >= ANSWERABLE:
            findings = [finding for finding in findings if finding.kind != "cell"]
        if findings and _gives_way(findings[0], evidence):
            findings = []
        passages_first = evidence.query.kind in _TEXT_KINDS and evidence.answerable >= ANSWERABLE
        if findings and not (passages_first and findings[0].confidence <= evidence.answerable):
            return _from_findings(findings)
        if evidence.answerable >= ANSWERABLE:
            claims = self._from_passages(evidence)
            if claims and self._answers(evidence, claims):
                return Draft(status="answered", claims=claims)
        return _silent(evidence)

    def stream(self, evidence: Evidence) -> Generator[Claim, None, Draft]:
        """The claims of `write`: all there is at once."""
        draft = self.write(evidence)
        yield from draft.claims
        return draft

    def _answers(self, evidence: Evidence, claims: Sequence[Claim]) -> bool:
        """Whether the claims hold the kind of thing that is asked for, and their sources speak of it."""
        question = evidence.query.question
        cited = {citation.document_id for claim in claims for citation in claim.citations}
        hits = [hit for hit in evidence.hits if hit.document.id in cited]
        read = "\n".join(f"{searched(hit.document, hit.chunk)}\n{hit.document.publisher}" for hit in hits)
        return (
            has_what_is_asked(question, [claim.text for claim in claims])
            and holds_what_is_named(question, read)
            and not any(self._is_of_another(name, read) for name in _names(evidence.query))
        )

    def _is_of_another(self, name: str, read: str) -> bool:
        """Whether a name is not in what was read and is what the question is of: "Trafikverkets brev", or one
        that other sources hold. A name that none holds may be by the way: "chefen på Bagarn"."""
        folded = fold(name)
        owner = folded.removesuffix("s")
        if folded in (text := fold(read)) or owner in text:
            return False
        return owner != folded or self._lexical.holds(folded)

    def _from_passages(self, evidence: Evidence) -> tuple[Claim, ...]:
        """The sentences that answer best, from the source of the best one and from others near it."""
        question = evidence.query.question
        reach = _WIDE if _SEVERAL.search(question) else _NARROW
        ranked = rank_sentences(question, evidence.hits, self._lexical.idfs)
        leads = [r for r in ranked if not (r.piece.is_heading or r.piece.text.endswith("?"))] or ranked
        if not leads:
            return ()
        best = leads[0]
        claims = list(_claims(best.piece.hit, _choose(ranked, best, best, reach)))
        least = reach.hit * best.piece.hit.score
        others = [hit for hit in evidence.hits[: reach.sources] if hit.score >= least]
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
    document = hit.document
    return Citation(
        kind=_CITATION_KIND.get(document.kind, "passage"),
        document_id=document.id,
        title=document.title,
        section=document.section or " › ".join(hit.chunk.headings),
        url=document.url,
        publisher=document.publisher,
        licence=document.licence,
        as_of=document.as_of,
        quote=hit.chunk.text[start:end],
        start=hit.chunk.start + start,
        end=hit.chunk.start + end,
    )


def _without_repeats(claims: Sequence[Claim]) -> Iterable[Claim]:
    """Leave out a sentence whose content an earlier one already has."""
    seen: list[frozenset[str]] = []
    for claim in claims:
        content = frozenset(analyze(claim.text).words)
        if not claim.text.startswith("- ") and any(
            len(content & other) > 0.7 * len(content) for other in seen
        ):
            continue
        seen.append(content)
        yield claim


def _names(query: Query) -> list[str]:
    """The names of the question but those of places: where somebody lives is by the way."""
    places = " ".join(query.question[e.start : e.end] for e in query.entities if e.kind == "region")
    return [name for name in names_in(query.question) if name not in places]


def _gives_way(finding: Finding, evidence: Evidence) -> bool:
    """Whether a room that only thinks the question is its own, and has no answer, leaves it to passages.

    A number, or a list of things, that no table has is not found in a text on the subject either.
    """
    silent = finding.status in {"clarify", "no_evidence"} and finding.confidence <= UNSURE
    counts = finding.kind == "cell" and answer_kind(evidence.query.question) in {"number", "list"}
    return silent and not counts and evidence.answerable > finding.confidence


def _asks_a_rule(evidence: Evidence) -> bool:
    """Whether the question is what someone may, must or gets, of no place, time or work that a table has."""
    query = evidence.query
    named = {code for kind in _OF_A_TABLE for code in query.codes(kind)} - {_COUNTRY}
    return bool(_RULE.search(query.question)) and not named


def _from_findings(findings: Sequence[Finding]) -> Draft:
    """The claims of every sure room, the surest first."""
    lead = findings[0]
    useful = [finding for finding in findings if finding.claims] or [lead]
    if lead.status in {"clarify", "refused"} or (lead.status == "no_evidence" and lead.claims):
        useful = [lead]
    status: Status = useful[0].status
    if (
        any(finding.status != "answered" for finding in useful)
        and any(f.claims for f in useful)
        and status not in {"clarify", "no_evidence"}
    ):
        status = "partial"
    first = useful[0]
    return Draft(
        status=status,
        reason=next((finding.reason for finding in useful if finding.reason), None),
        intro=first.intro,
        claims=tuple(claim for finding in useful for claim in finding.claims),
        notes=tuple(dict.fromkeys(note for finding in useful for note in finding.notes)),
        clarification=first.clarification,
        chart=next((finding.chart for finding in useful if finding.chart), None),
        suggestions=tuple(dict.fromkeys(s for finding in useful for s in finding.suggestions))[:4],
    )


def _silent(evidence: Evidence) -> Draft:
    """An honest no, with the nearest sources when the subject is covered."""
    if evidence.answerable < ON_SUBJECT:
        return Draft(status="out_of_scope", reason="off_subject", notes=(texts.OUT_OF_SCOPE,))
    nearest = tuple(dict.fromkeys(f"”{hit.document.title}”" for hit in evidence.hits[:3]))
    note = texts.NEAREST_SOURCES.format(titles="; ".join(nearest)) if nearest else ""
    return Draft(
        status="no_evidence", reason="no_source", notes=tuple(n for n in (texts.NO_EVIDENCE, note) if n)
    )
