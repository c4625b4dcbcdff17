"""Ways from one occupation to another: how near, what is kept, what is new, how easy it is to get a job.

The order is that of the published degree, then of the published assessment of the chances of a job, then of
shared skills. Nothing here foretells anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from rag.entities.titles import SSYK
from rag.occupations import facts
from rag.occupations.figures import Tables, tell
from rag.occupations.sources import Sources
from rag.schema import Claim, Concept, ConceptLink

MAX_PATHS = 3
"""Neighbours that are told of in detail."""
_LOOKED_AT = 5
"""Neighbours whose outlook is looked up before the best are chosen."""
_MAX_SKILLS = 6


class Path(NamedTuple):
    """One neighbour of an occupation."""

    concept: Concept
    percent: int
    chances: Decimal
    """The published assessment as the table codes it, higher is better; 0 when there is none."""
    outlook: tuple[Claim, ...]
    notes: tuple[str, ...]
    """What must be known of the assessment: whose, of when, by what method."""


def away(sources: Sources, tables: Tables | None, concept: Concept, today: str) -> list[Path]:
    """The occupations whose work this one can do, the best way first."""
    links = facts.links(concept, "substitute")
    return _ranked(concept, [_path(sources, tables, link, today) for link in links[:_LOOKED_AT]])


def told_away(sources: Sources, concept: Concept, ways: Sequence[Path]) -> Iterator[Claim]:
    """What is kept and what is new on each way, and the outlook there."""
    for way in ways[:MAX_PATHS]:
        told = [
            *sources.skills_shared(concept, way.concept, _MAX_SKILLS),
            *sources.skills_beyond(way.concept, concept, _MAX_SKILLS),
            *_outlook(sources, way),
        ]
        yield from _as_items(told)


def told_towards(sources: Sources, concept: Concept) -> Iterator[Claim]:
    """What those who can do this work share with it and lack for it."""
    for link in facts.links(concept, "substituted_by")[:MAX_PATHS]:
        other = sources.concept(f"concept:{link.code}")
        shared = sources.skills_shared(other, concept, _MAX_SKILLS)
        yield from _as_items([*shared, *sources.skills_beyond(concept, other, _MAX_SKILLS)])


def _as_items(claims: Sequence[Claim]) -> Iterator[Claim]:
    for claim in claims:
        yield replace(claim, text=f"- {claim.text}")


def _outlook(sources: Sources, way: Path) -> Iterator[Claim]:
    """The assessment of the neighbour's group, with what says that it belongs there."""
    group = facts.links(way.concept, "broader", SSYK)[0].label
    for claim in way.outlook:
        if way.concept.label.lower() in claim.text.lower():
            yield claim
        else:
            belongs = sources.cited(way.concept, facts.group(way.concept))
            text = f"{facts.ended(f'{way.concept.label} hör till gruppen {group}')} {claim.text}"
            yield replace(claim, text=text, citations=(*belongs, *claim.citations))


def _path(sources: Sources, tables: Tables | None, link: ConceptLink, today: str) -> Path:
    concept = sources.concept(f"concept:{link.code}")
    found = tell(tables, concept, "chances", (), today) if tables else None
    outlook = found.claims[:1] if found else ()
    notes = found.notes if found and outlook else ()
    values = [quantity.value for claim in outlook for quantity in claim.quantities]
    return Path(concept, link.percent or 0, max(values, default=Decimal(0)), outlook, notes)


def _ranked(concept: Concept, paths: Sequence[Path]) -> list[Path]:
    def order(path: Path) -> tuple[object, ...]:
        shared = len(set(concept.skills) & set(path.concept.skills))
        return (-path.percent, -path.chances, -shared)

    return sorted(paths, key=order)
