"""What a reader must be told beside figures: what is withheld, cut off or shared, what a measure is not."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rag import texts
from rag.statistics.axis import JOIN
from rag.statistics.execute import Point, label
from rag.statistics.plan import Plan
from rag.statistics.ranking import MAX_SHARING, Ranking, is_beyond
from rag.statistics.speech import code_of, where
from rag.statistics.wording import lower_first
from rag.swedish.periods import format_period, month_range
from rag.swedish.sentences import sentences


def rank_notes(plan: Plan, published: Sequence[Point], asked: int, sizes: Sequence[Decimal]) -> list[str]:
    notes = [texts.STAT_RANK_MISSING] if len(published) < asked else []
    ranking = plan.query.ranking
    values = sorted(sizes, reverse=True)
    if ranking and ranking.edge:
        reached = any(is_beyond(value, ranking) for value in values)
        return [*_until(plan, published, ranking), *([] if reached else [texts.STAT_NONE_BEYOND])]
    if ranking and ranking.limit is not None and values:
        beyond = sum(is_beyond(value, ranking) for value in values)
        return [
            *notes,
            *([texts.STAT_NONE_BEYOND] if not beyond else []),
            *([texts.STAT_RANK_CUT] if beyond > ranking.count else []),
        ]
    told = plan.measure.statistic == "category"  # all of them are listed
    if told and ranking and not ranking.named and values:
        shared = values.count(values[0] if ranking.highest else values[-1])
        notes += [texts.STAT_SAME_ASSESSMENT] if shared > MAX_SHARING else []
    if ranking and not ranking.own and len(values) > ranking.count and not told:
        ordered = values if ranking.highest else values[::-1]
        if ordered[ranking.count - 1] == ordered[ranking.count]:
            notes.append(texts.STAT_TIES if ranking.count > 1 else texts.STAT_TIE)
    return notes


def _until(plan: Plan, published: Sequence[Point], ranking: Ranking) -> list[str]:
    """Up to when there are figures, where it is asked when something last was."""
    codes = [code_of(plan, point, "period") for point in published]
    last = max((code for code in codes if JOIN not in code), key=month_range, default="")
    return [texts.STAT_UNTIL.format(given=format_period(last))] if last and ranking.edge == "last" else []


def suppressed(plan: Plan, points: Sequence[Point]) -> list[str]:
    """A sentence for each point without a figure: whose it is, never what it might be."""
    notes = []
    for point in points:
        if not point.is_published:
            names = [
                label(plan, dimension, point.coordinates[dimension.id])
                for dimension in plan.info.dimensions
                if dimension.role in {"occupation", "sex", "sector"}
            ]
            named = ", ".join(lower_first(name) for name in names if name) or lower_first(plan.measure.label)
            notes.append(texts.STAT_SUPPRESSED.format(asked=f"{named} {where(plan, point)}"))
    return list(dict.fromkeys(notes))[:3]


def definition_notes(plan: Plan) -> list[str]:
    """What the measure must not be taken for."""
    if plan.measure.unit == "SEK/month" and plan.measure.statistic == "mean":
        return [texts.STAT_MEAN]
    if plan.measure.unit == "SEK/month" and plan.measure.statistic == "median":
        return [texts.STAT_MEDIAN]
    if plan.measure.statistic == "category":
        title = plan.info.title.partition(":")[0]
        told = texts.STAT_ASSESSMENT.format(
            publisher=plan.info.publisher, title=title, updated=plan.info.updated
        )
        return [told, *plan.info.coverage[:1]]
    text = plan.measure.definition
    guards = (text[span.start : span.end].strip() for span in sentences(text))
    mean = (
        [texts.STAT_UNWEIGHTED] if plan.query.operation == "mean" and plan.measure.unit == "percent" else []
    )
    annat = [guard for guard in guards if " annat " in f" {guard} " and not any(c.isdigit() for c in guard)]
    return [*mean, *annat]
