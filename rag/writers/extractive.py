"""The extractive writer: the sentences and cells that answer, in the sources' own words. Needs no model.

Rooms that are sure of a question (statistics, occupations, catalogue) speak first with the claims they made;
passages speak where the question is about rules or views, or where no room claims it. Sentences are chosen by
how much of the question's weight they hold, and shown in the order of their source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from rag import texts
from rag.index.lexical import LexicalIndex
from rag.schema import (
    Citation,
    CitationKind,
    Claim,
    Draft,
    EntityKind,
    Evidence,
    Finding,
    Hit,
    QueryKind,
    Status,
)
from rag.swedish.analysis import GRAM, STEM, analyze, expand
from rag.swedish.sentences import sentences
from rag.writers.answer_type import has_what_is_asked

SURE = 0.5
"""Confidence from which a room's finding is used."""
ANSWERABLE = 0.3
"""Estimated probability from which passages are used as an answer."""
ON_SUBJECT = 0.1
"""Below this the index has nothing on the subject at all."""
OPENING = 0.1
"""What the first sentence of a document is worth beside its words: a brief gives its main rule first."""
FROM_ONE = 4
"""Sentences from one source at most."""
WORTH = 0.35
"""Share of the best sentence's score from which another of the same source is shown. Chosen on dev cases:
0.5 cut the answering sentence off in one question of twenty, all of the text gained nothing."""
MAX_ITEMS = 10


class _Reach(NamedTuple):
    """How far beside the best passage an answer may go."""

    sources: int
    sentences: int
    from_others: int
    """Sentences from each other source at most."""
    hit: float
    """Share of the best hit's score from which another source may add a sentence."""
    sentence: float
    """Share of the best sentence's score that a sentence of another source must reach."""
    main_rule: bool
    """Whether the first sentence of each document is shown: a brief gives its main rule there."""


_NARROW = _Reach(sources=3, sentences=5, from_others=2, hit=0.8, sentence=0.6, main_rule=False)
_WIDE = _Reach(sources=4, sentences=10, from_others=3, hit=0.4, sentence=0.3, main_rule=True)
"""For a question that asks for more than one source; on dev 6 of 18 such questions more were right."""
_SEVERAL = re.compile(
    r"\b(skill\w*|skiljer|jämför\w*|jämfört|sammanfatta\w*|översikt|respektive|resp|bägge|båda|både|"
    r"de två|olika|vilka krav|vad gäller för)\b",
    re.IGNORECASE,
)
"""How a question asks for more than one source: a comparison, a summary, requirements."""
_LEANS = re.compile(r"(Samma|Detta|Denna|Dessa|Sådan\w*|Den|Det|De|Då|Därför|Däremot|Dessutom|Undantaget)\b")
"""How a sentence begins that says little without the one before it."""
_RULE = re.compile(
    r"\b(får|kan|måste|ska|behöver|bör) "
    r"(jag|man|vi|de|den|en|ett|min|mina|chefen|arbetsgivaren|myndighet\w*)\b|"
    r"\b(jag|man|vi) (får|kan|måste|ska|behöver)\b|^är (allt|jag|man|vi)\b",
    re.IGNORECASE,
)
_OF_A_TABLE: tuple[EntityKind, ...] = ("period", "region", "occupation")
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
        passages_first = evidence.query.kind in _TEXT_KINDS and evidence.answerable >= ANSWERABLE
        if findings and not (passages_first and findings[0].confidence <= evidence.answerable):
            return _from_findings(findings)
        if evidence.answerable >= ANSWERABLE:
            claims = self._from_passages(evidence)
            if claims and has_what_is_asked(evidence.query.question, [claim.text for claim in claims]):
                return Draft(status="answered", claims=claims)
        return _silent(evidence)

    def stream(self, evidence: Evidence) -> Iterator[Claim]:
        """The claims of `write`: all there is at once."""
        yield from self.write(evidence).claims

    def _from_passages(self, evidence: Evidence) -> tuple[Claim, ...]:
        """The best sentences of the best passage, and of others that answer nearly as well."""
        question = evidence.query.question
        reach = _WIDE if _SEVERAL.search(question) else _NARROW
        weights = self._question_weights(question)
        best = evidence.hits[0]
        first = _choose(best, weights, reach.main_rule)
        claims = list(_claims(best, first))
        least = reach.sentence * max((piece.score for piece in first), default=0.0)
        for hit in evidence.hits[1 : reach.sources]:
            room = min(reach.sentences - len(claims), reach.from_others)
            if room > 0 and hit.score >= reach.hit * best.score and hit.document.id != best.document.id:
                chosen = _choose(hit, weights, reach.main_rule)
                near = [
                    piece
                    for piece in chosen
                    if piece.score >= least or (reach.main_rule and hit.chunk.start + piece.start == 0)
                ]
                claims += _claims(hit, near[:room])
        return tuple(_without_repeats(claims))

    def _question_weights(self, question: str) -> dict[str, float]:
        """The words of the question with their share of its whole weight (idf of the stem); sums to 1."""
        words = list(analyze(question).words)
        if not words:
            return {}
        idf = self._lexical.idfs([expand(word)[1] for word in words])
        return {word: float(weight / idf.sum()) for word, weight in zip(words, idf, strict=True)}


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence of a hit: offsets in the chunk, and how much of the question it holds."""

    start: int
    end: int
    text: str
    score: float

    @property
    def is_item(self) -> bool:
        return self.text.startswith(("- ", "• ", "* "))


def _choose(hit: Hit, weights: dict[str, float], main_rule: bool) -> list[_Piece]:
    """The sentences of a hit to show, in its order: the best ones, a list with what introduces it."""
    pieces = [_piece(hit, start, end, weights) for start, end in sentences(hit.chunk.text)]
    pieces = [piece for piece in pieces if len(piece.text) > 1]
    if not pieces:
        return []
    plain = [piece for piece in pieces if not piece.is_item] or pieces
    best = max(plain, key=lambda piece: (piece.score, -piece.start))
    ranked = sorted(plain, key=lambda piece: -piece.score)
    chosen = {piece.start for piece in ranked[:FROM_ONE] if piece.score >= WORTH * best.score}
    if main_rule and hit.chunk.start == 0:
        chosen.add(plain[0].start)
    chosen = _coherent(plain, chosen | {best.start})
    items = _items_after(pieces, chosen)
    return [piece for piece in pieces if piece.start in chosen or piece in items]


def _coherent(pieces: Sequence[_Piece], chosen: set[int]) -> set[int]:
    """The chosen sentences with what they lean on: the one before "Samma …", and one between two chosen."""
    kept = [piece.start in chosen for piece in pieces]
    for i in range(len(pieces) - 1, 0, -1):
        kept[i - 1] |= kept[i] and bool(_LEANS.match(pieces[i].text))
    for i in range(1, len(pieces) - 1):
        kept[i] |= kept[i - 1] and kept[i + 1]
    return {piece.start for piece, keep in zip(pieces, kept, strict=True) if keep}


def _items_after(pieces: Sequence[_Piece], chosen: set[int]) -> list[_Piece]:
    """List items that follow a chosen sentence, up to `MAX_ITEMS`."""
    items: list[_Piece] = []
    open_list = False
    for piece in pieces:
        if piece.is_item and open_list:
            items.append(piece)
        elif not piece.is_item:
            open_list = piece.start in chosen
    return items[:MAX_ITEMS]


def _piece(hit: Hit, start: int, end: int, weights: dict[str, float]) -> _Piece:
    text = hit.chunk.text[start:end]
    lead = len(text) - len(text.lstrip())
    text = text.strip()
    terms = analyze(text).terms().keys()
    score = sum(weight * _held(word, terms) for word, weight in weights.items())
    opening = OPENING if hit.chunk.start + start == 0 else 0.0
    return _Piece(start + lead, start + lead + len(text), text, score + opening)


def _held(word: str, terms: AbstractSet[str]) -> float:
    """How far a sentence holds a word: 1 by its stem, half by a part, less by the letters they share."""
    mine = expand(word)
    stems = [term for term in mine if term[0] == STEM]
    if stems and stems[0] in terms:
        return 1.0
    if any(stem in terms for stem in stems[1:]):
        return 0.5
    grams = [term for term in mine if term[0] == GRAM]
    return 0.5 * sum(gram in terms for gram in grams) / len(grams) if grams else 0.0


def _claims(hit: Hit, pieces: Sequence[_Piece]) -> Iterable[Claim]:
    """One claim a sentence, all of a hit under one citation whose quote spans them."""
    if not pieces:
        return
    citation = cite(hit, pieces[0].start, pieces[-1].end)
    for piece in pieces:
        yield Claim(text=piece.text, citations=(citation,), weight=min(1.0, piece.score))


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


def _asks_a_rule(evidence: Evidence) -> bool:
    """Whether the question is what someone may, must or gets, of no place, time or work that a table has."""
    query = evidence.query
    return bool(_RULE.search(query.question)) and not any(map(query.codes, _OF_A_TABLE))


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
