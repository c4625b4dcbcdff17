"""What the tables say of one occupation: every figure through the statistics room's door, none read here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag import texts
from rag.entities.regions import find_regions
from rag.occupations.asks import Figure
from rag.schema import Claim, Concept, Entity, Finding, Query

RIKET = "riket"

_QUESTIONS: Mapping[Figure, Sequence[str]] = {
    "wage": (texts.OCCUPATION_Q_MEDIAN,),
    "spread": (texts.OCCUPATION_Q_LOW, texts.OCCUPATION_Q_HIGH),
    "sexes": (texts.OCCUPATION_Q_SEXES,),
    "ads": (texts.OCCUPATION_Q_ADS,),
    "chances": (texts.OCCUPATION_Q_CHANCES,),
    "demand": (texts.OCCUPATION_Q_DEMAND,),
}
"""Questions that the statistics room reads, one for each figure of a kind."""
OUTLOOK: frozenset[Figure] = frozenset({"chances", "demand"})


_CLEAR = frozenset({texts.STAT_MEDIAN, texts.STAT_MEAN})
"""Notes that say themselves which figures they are on."""


class Tables(Protocol):
    """The door of the statistics room."""

    def answer(self, query: Query, previous: Query | None = None) -> Finding | None: ...


@dataclass(frozen=True, slots=True)
class Told:
    """What was found of one kind of figure."""

    claims: tuple[Claim, ...]
    notes: tuple[str, ...]


def tell(tables: Tables, concept: Concept, figure: Figure, regions: Sequence[str], today: str) -> Told:
    """The sentences on one kind of figure for an occupation or group.

    Where a region has none, the whole country's figure is told, and the note says so.

    Args:
        tables: The statistics room.
        concept: The occupation or group.
        figure: What is asked.
        regions: The places as the question names them; empty for the whole country.
        today: ISO date of the question.
    """
    claims: list[Claim] = []
    notes: list[str] = []
    for region in regions or (RIKET,):
        for question in _QUESTIONS[figure]:
            found = asked(tables, concept, question, region, today)
            if (found is None or not found.claims) and region != RIKET:
                notes += _of(figure, found.notes if found else ())
                found = asked(tables, concept, question, RIKET, today)
            if found is not None and found.claims:
                claims += found.claims
            if found is not None:
                notes += _of(figure, found.notes, plain=figure in OUTLOOK and bool(found.claims))
    if not claims and not notes:
        notes.append(texts.OCCUPATION_NO_FIGURE.format(label=concept.label))
    unique = {claim.text: claim for claim in claims}
    return Told(tuple(unique.values()), tuple(dict.fromkeys(notes)))


def _of(figure: Figure, notes: Sequence[str], plain: bool = False) -> list[str]:
    """Notes that say which of the figures they are on; that it is the latest, the sentence itself says.

    Args:
        figure: What was asked.
        notes: What the statistics room says beside it.
        plain: Whether they say themselves what they are on.
    """
    about = texts.OCCUPATION_FIGURES[figure]
    return [
        note if plain or note in _CLEAR else f"{about}: {note[:1].lower()}{note[1:]}"
        for note in notes
        if note != texts.STAT_LATEST
    ]


def asked(tables: Tables, concept: Concept, question: str, region: str, today: str) -> Finding | None:
    """What the statistics room says to `question` about the occupation; None when it has none of it."""
    label = _in_sentence(concept.label)
    text = question.format(label=label, region=region)
    start = text.index(label)
    named = Entity(
        kind="occupation", code=concept.id, label=concept.label, start=start, end=start + len(label)
    )
    entities = (named, *(r for r in find_regions(text) if r.start >= named.end))
    found = tables.answer(Query(question=text, kind="statistic", entities=entities, today=today))
    return found if found is None or found.status in {"answered", "partial", "no_evidence"} else None


def _in_sentence(label: str) -> str:
    """A label as it stands inside a sentence: "Lokförare" in small letters, "HR-chef" as it is."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
