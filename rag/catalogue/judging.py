"""Quality and joining as answers: the facts cited, the points with the sum they come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from rag import texts
from rag.catalogue import showing
from rag.catalogue.gaps import grounds
from rag.catalogue.joining import Join, join
from rag.catalogue.quality import Score, assess, by_publisher
from rag.index.store import Store
from rag.schema import Dataset, Document, Finding, Quantity
from rag.swedish.numbers import format_number

_GROUPS = ("mandatory", "recommended", "use")
_MANDATORY = (("dcat-ap-se-obligatoriska-falt", "DCAT-AP-SE"),)
ENOUGH = 3
"""Datasets from which a publisher is compared."""
SHOWN = 10


def dataset(one: Dataset, document: Document, today: str) -> Finding:
    """The points of one dataset, each explained."""
    score = assess(one, today)
    claim = replace(showing.short(document), quantities=(_sum(score),))
    return Finding(
        kind="dataset",
        status="answered",
        intro=texts.QUALITY_INTRO,
        claims=(claim,),
        notes=("\n\n".join(explain(score)),),
        confidence=0.95,
    )


def explain(score: Score) -> list[str]:
    """The points in words: the sum, by group what has one and what has none, what that is a sign of."""
    lines = [texts.QUALITY_SUM.format(given=score.given, highest=score.highest)]
    lines.append("\n".join(f"- {_group(score, group)}" for group in _GROUPS))
    if score.missing:
        lines.append(texts.QUALITY_SIGNS.format(names=listed(score.obstacles)))
    return [*lines, texts.QUALITY_OURS]


def _group(score: Score, group: str) -> str:
    """A group of points so that anybody can count them: how many of how many, for what, for what not."""
    points = [point for point in score.points if point.group == group]
    given, missing = ([p.name for p in points if p.given is is_given] for is_given in (True, False))
    told = [f"{texts.QUALITY_GROUPS[group]}, {_part(score, group)}."]
    told += [texts.QUALITY_HAS.format(names=listed(given))] if given else []
    told += [texts.QUALITY_LACKS.format(names=listed(missing))] if missing else []
    return " ".join(told)


def publishers(store: Store, today: str) -> Finding | None:
    """The publishers by their mean; None without any that gives out enough."""
    ranked = [row for row in by_publisher(store.datasets(), today) if row[2] >= ENOUGH][:SHOWN]
    claims = list(grounds(store, _MANDATORY))[:1]
    if not ranked or not claims:
        return None
    highest = assess(store.datasets()[0], today).highest
    means = [(name, Decimal(str(round(mean, 1))), number) for name, mean, number in ranked]
    rows = [
        texts.QUALITY_PUBLISHER.format(rank=f"{rank}.", name=name, mean=format_number(mean), number=number)
        for rank, (name, mean, number) in enumerate(means, start=1)
    ]
    quantities = tuple(
        _quantity(mean, f"{rank} {format_number(mean)} {number} {highest}")
        for rank, (_, mean, number) in enumerate(means, start=1)
    )
    listing = "\n".join([texts.QUALITY_PUBLISHERS.format(highest=highest), "", *rows])
    return Finding(
        kind="dataset",
        status="answered",
        claims=(replace(claims[0], quantities=quantities),),
        notes=("\n\n".join((listing, texts.QUALITY_OURS)),),
        confidence=0.95,
    )


def joined(first: Dataset, second: Dataset, *documents: Document) -> Finding:
    """How two datasets can be put together, and where they cannot."""
    return Finding(
        kind="dataset",
        status="answered",
        intro=texts.JOIN_INTRO,
        claims=tuple(showing.short(document) for document in documents),
        notes=(" ".join(explain_join(join(first, second))),),
        confidence=0.9,
    )


def explain_join(found: Join) -> list[str]:
    """The join in words."""
    if not found.possible:
        return [texts.JOIN_NOT]
    lines = [texts.JOIN_SHARED.format(names=listed(found.shared))] if found.shared else []
    lines += [
        texts.JOIN_THROUGH.format(fine=fine.capitalize(), coarse=coarse) for fine, coarse in found.through
    ]
    if found.levels:
        lines.append(texts.JOIN_LEVELS.format(first=found.levels[0], second=found.levels[1]))
    if found.divisions:
        lines.append(texts.JOIN_DIVISIONS.format(names=listed(found.divisions)))
    if found.times_differ:
        lines.append(texts.JOIN_TIMES)
    return [*lines, texts.JOIN_POPULATION]


def listed(names: Sequence[str]) -> str:
    """ "a, b och c"."""
    return " och ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _part(score: Score, group: str) -> str:
    points = [point for point in score.points if point.group == group]
    return f"{sum(point.given for point in points)} av {len(points)}"


def _sum(score: Score) -> Quantity:
    formula = " + ".join(_part(score, group) for group in _GROUPS)
    return _quantity(Decimal(score.given), f"{formula} = {score.given} av {score.highest}")


def _quantity(value: Decimal, formula: str) -> Quantity:
    return Quantity(value=value, unit="points", period="", region="", measure="poäng", formula=formula)
