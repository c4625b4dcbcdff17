"""Sources that say different things, and sources that no longer apply: told beside the answer, with dates.

Two sources conflict when they give different figures of the same thing: the same measure, place, time and
group in two tables, or sentences of two documents that share their words of weight and differ in a figure of
the same unit. Which is right is not ours to say; the dates are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from rag import texts
from rag.gate.matching import key_of
from rag.gate.reading import Word, read
from rag.schema import Citation, Claim, Document, Quantity

_SHARED = 0.8
"""Share of the words of the longer sentence that the other has, from which both are about the same."""


def notices(
    claims: Sequence[Claim], citations: Sequence[Citation], document: Callable[[str], Document | None]
) -> tuple[str, ...]:
    """What is to be said of the sources of an answer, in Swedish.

    Args:
        claims: The claims that are shown.
        citations: Their citations, numbered.
        document: Finds a stored document by its id.
    """
    said = [*_conflicts(claims, citations), *_outdated(citations, document)]
    return tuple(dict.fromkeys(said))


def _conflicts(claims: Sequence[Claim], citations: Sequence[Citation]) -> Iterator[str]:
    for one, other in combinations(claims, 2):
        sources = [_numbered(claim, citations) for claim in (one, other)]
        if sources[0] is None or sources[1] is None or sources[0].document_id == sources[1].document_id:
            continue
        if _figures_differ(one.quantities, other.quantities) or _sentences_differ(one, other):
            yield texts.SOURCES_CONFLICT.format(first=_named(sources[0]), second=_named(sources[1]))


def _figures_differ(ones: Sequence[Quantity], others: Sequence[Quantity]) -> bool:
    return any(
        (a.measure, a.unit, a.region, a.period, a.population)
        == (b.measure, b.unit, b.region, b.period, b.population)
        and a.table != b.table
        and a.value != b.value
        and not (a.formula or b.formula)
        for a in ones
        for b in others
    )


def _sentences_differ(one: Claim, other: Claim) -> bool:
    if one.quantities or other.quantities or not _comparable(one.citations[0], other.citations[0]):
        return False
    mine, theirs = read(one.text), read(other.text)
    words, others = _words(mine), _words(theirs)
    if not words or not others or len(words & others) < _SHARED * max(len(words), len(others)):
        return False
    figures = {(word.numeral, word.unit) for word in mine if word.numeral}
    their_figures = {(word.numeral, word.unit) for word in theirs if word.numeral}
    units, their_units = {unit for _, unit in figures}, {unit for _, unit in their_figures}
    return units == their_units != set() and len(figures - their_figures) == 1


def _comparable(one: Citation, other: Citation) -> bool:
    """Whether both are texts on their own; briefs of different paragraphs tell different rules."""
    texts_only = {one.kind, other.kind} <= {"passage", "brief"}
    rules = one.kind == other.kind == "brief" and one.section != other.section
    return texts_only and not rules


def _words(words: Sequence[Word]) -> set[str]:
    return {key_of(word.text) for word in words if not word.numeral}


def _outdated(citations: Sequence[Citation], document: Callable[[str], Document | None]) -> Iterator[str]:
    for citation in citations:
        found = document(citation.document_id)
        if found is not None and not found.in_force:
            yield texts.SOURCE_NOT_IN_FORCE.format(n=citation.n, title=citation.title)


def _numbered(claim: Claim, citations: Sequence[Citation]) -> Citation | None:
    """The first citation of a claim, with its number in the answer."""
    places = {(c.document_id, c.start, c.end): c for c in citations}
    first = claim.citations[0] if claim.citations else None
    return places.get((first.document_id, first.start, first.end)) if first else None


def _named(citation: Citation) -> str:
    return f"[{citation.n}] ”{citation.title}”" + (f" ({citation.as_of})" if citation.as_of else "")
