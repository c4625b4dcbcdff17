"""How many of a group lie beyond a limit: "i hur många län var arbetslösheten över 5 procent", and which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.schema import Claim
from rag.statistics import arithmetic, speech, wording
from rag.statistics.execute import Point
from rag.statistics.plan import Plan
from rag.statistics.ranking import MAX_RANK, Ranking, RankOver, is_beyond
from rag.swedish.numbers import format_number

COUNTED: Mapping[RankOver, tuple[str, str]] = {
    "lan": ("län", "län"),
    "kommun": ("kommun", "kommuner"),
    "riksomrade": ("riksområde", "riksområden"),
    "occupation": ("yrke", "yrken"),
    "industry": ("bransch", "branscher"),
    "sex": ("kön", "kön"),
}
"""What those that are counted are called: one, and many."""
_PERIODS = {"M": ("månad", "månader"), "K": ("kvartal", "kvartal"), "Y": ("år", "år")}


def counted(plan: Plan, ordered: Sequence[Point], ranking: Ranking) -> list[Claim]:
    """The count as a sentence and those counted as a list; empty when none lies beyond the limit.

    Args:
        plan: What is ranked.
        ordered: All the published points, from the end that the limit opens to.
        ranking: With a limit.
    """
    beyond = [point for point in ordered if is_beyond(speech.size(point), ranking)]
    subject, limit = _subject(plan, ordered, ranking), _limit(plan, ranking)
    one, many = _names(ordered[0], plan, ranking)
    if not beyond:
        return []
    shown = beyond[:MAX_RANK]
    number = arithmetic.count([speech.value(point) for point in beyond], len(ordered))
    where = "under" if ranking.over == "period" else "för" if ranking.over == "occupation" else "i"
    text = f"{subject} {limit} {where} {format_number(number.value)} {one if len(beyond) == 1 else many}."
    claims = [speech.claim(plan, shown, text, (number,))]
    return claims + [
        speech.claim(plan, (p,), f"- {_name(plan, p, ranking)}: {speech.spoken(plan, p)}") for p in shown
    ]


def at_edge(plan: Plan, points: Sequence[Point], ranking: Ranking) -> Claim | None:
    """When a measure last, or first, lay beyond a limit; None when it never did.

    Args:
        plan: What is looked through.
        points: All the published points, in the order of their periods.
        ranking: With an edge and a limit.
    """
    beyond = [point for point in points if is_beyond(speech.size(point), ranking)]
    if not beyond:
        return None
    point = beyond[-1] if ranking.edge == "last" else beyond[0]
    side = _limit(plan, ranking) if speech.size(point) else "noll"
    when = wording.in_period(speech.code_of(plan, point, "period"))
    said = "senast" if ranking.edge == "last" else "först"
    text = f"{_subject(plan, points, ranking)} {said} {side} {when}: {speech.spoken(plan, point)}."
    return speech.claim(plan, (point,), text)


def _subject(plan: Plan, points: Sequence[Point], ranking: Ranking) -> str:
    """ "År 2022 var arbetslösheten"."""
    varied = {"occupation": "occupation", "industry": "sector", "period": ""}.get(ranking.over, "region")
    about = [text for text in speech.about(plan, points[0], without=varied) if text]
    subject = " ".join([wording.definite(plan.measure), *about, speech.among(plan, points[0])]).strip()
    when = wording.at_period(speech.code_of(plan, points[0], "period"))
    if ranking.over == "period" or not when:
        return f"{wording.upper_first(subject)} var"
    return f"{when} var {subject}"


def _limit(plan: Plan, ranking: Ranking) -> str:
    assert ranking.limit is not None
    side = "högre" if ranking.highest else "lägre"
    if ranking.limit_of:
        return f"{side} än i riket"
    return f"{side} än {wording.amount(ranking.limit, plan.measure.unit)}"


def _names(point: Point, plan: Plan, ranking: Ranking) -> tuple[str, str]:
    """What those that are counted are called: one, and many."""
    if ranking.over == "period":
        return _PERIODS[speech.code_of(plan, point, "period")[4:5] or "Y"]
    return COUNTED[ranking.over]


def _name(plan: Plan, point: Point, ranking: Ranking) -> str:
    if ranking.over == "period":
        return wording.in_period(speech.code_of(plan, point, "period")).removeprefix("i ")
    return speech.short_name(plan, point)
