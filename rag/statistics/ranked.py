"""Rankings as sentences: who is first, the list of the first n, and the place of one among all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from rag.schema import Chart, Claim
from rag.statistics import arithmetic, charts, derived, speech, wording
from rag.statistics.counted import at_edge, counted
from rag.statistics.execute import Point
from rag.statistics.fitting import ADDITIVE
from rag.statistics.plan import Plan
from rag.statistics.ranking import DEFAULT_RANK, MAX_SHARING, Ranking, is_beyond
from rag.statistics.superlatives import ORDINALS

_AMONG = {
    "lan": "bland länen",
    "kommun": "bland kommunerna",
    "riksomrade": "bland riksområdena",
    "occupation": "bland yrkena",
    "industry": "bland branscherna",
}


def placed(plan: Plan, points: Sequence[Point]) -> list[Claim]:
    """A sentence on the place of each one that was asked for."""
    ranking = plan.query.ranking
    assert ranking is not None
    every = [speech.value(point) for point in points]
    claims = []
    for point in points:
        if not set(point.coordinates.values()) & set(plan.query.focus):
            continue
        place = arithmetic.place(speech.value(point), every, highest=ranking.highest)
        claims.append(speech.claim(plan, (point,), _place_sentence(plan, point, int(place.value)), (place,)))
    return claims


def _place_sentence(plan: Plan, point: Point, place: int) -> str:
    ranking = plan.query.ranking
    assert ranking is not None
    said = f"på {ORDINALS[place - 1]} plats" if place <= len(ORDINALS) else f"på plats {place}"
    varied = {"occupation": "occupation", "industry": "sector"}.get(ranking.over, "region")
    here = speech.where(plan, point).removeprefix("i ")
    name = here if varied == "region" else speech.short_name(plan, point, varied)
    others = [text for text in speech.about(plan, point, without=varied) if text]
    subject = " ".join([wording.definite(plan.measure), *others, speech.among(plan, point)]).strip()
    end = "högsta" if ranking.highest else "lägsta"
    when = wording.at_period(speech.code_of(plan, point, "period"))
    start = f"{when} låg {name}" if when else f"{wording.upper_first(name)} ligger"
    return (
        f"{start} {said} {_AMONG.get(ranking.over, '')}, räknat från det {end} värdet: "
        f"{subject} var {speech.spoken(plan, point)}."
    )


_Ranked = tuple[tuple[Claim, ...], Chart | None, tuple[Decimal, ...]]
"""The claims, the bars, and what orders all of those ranked."""


def ranked(plan: Plan, points: Sequence[Point]) -> _Ranked:
    """The first ones as a sentence and a list, the bars of those shown, and what orders all of them.

    Of those that the question names each group is ordered by itself: a word may mean two occupations.
    """
    ranking = plan.query.ranking
    assert ranking is not None
    role = _ROLES.get(ranking.over, "region")
    groups = speech.grouped(plan, points, role) if ranking.named else []
    if len(groups) < 2:
        return _in_order(plan, points, ranking)
    told = [_in_order(plan, group, ranking) for group in groups]
    return tuple(c for claims, _, _ in told for c in claims), None, tuple(map(speech.size, points))


_ROLES = {"occupation": "occupation", "industry": "sector", "period": "period", "sex": "sex"}


def _in_order(plan: Plan, points: Sequence[Point], ranking: Ranking) -> _Ranked:
    points, ranking, reference = _with_reference(plan, points, ranking)
    ordered = sorted(points, key=speech.size, reverse=ranking.highest)
    sizes = tuple(map(speech.size, ordered))
    told = counted(plan, ordered, ranking) if ranking.counted and ranking.limit is not None else []
    if told:
        return (*reference, *told), None, sizes
    if ranking.edge and (found := at_edge(plan, points, ranking)):
        return (found,), None, sizes
    if ranking.limit is not None:
        beyond = [p for p in ordered if is_beyond(speech.size(p), ranking)]
        ordered = beyond or ordered[:1]
    if plan.measure.statistic == "category":
        end = speech.size(ordered[0])
        rest = [p for p in ordered if ranking.named and speech.size(p) != end]
        others = [speech.claim(plan, (p,), f"- {_list_item(plan, p)}") for p in rest]
        return (_top_category(plan, ordered, ranking), *others), None, sizes
    if ranking.ends and len(ordered) > 1:
        return tuple(_ends(plan, ordered)), None, sizes
    first = ranking.nth - 1 if len(ordered) >= ranking.nth else 0
    shown = ordered[first : first + ranking.count]
    summed = derived.sums(plan, shown) if ranking.summed and plan.measure.statistic in ADDITIVE else []
    winner = _winner(plan, shown[0], highest=ranking.highest, nth=first + 1)
    if ranking.named:  # that it is first rests on them all
        winner = speech.claim(plan, shown, winner.text, winner.quantities)
    claims = [*reference, *summed, winner]
    claims += [speech.claim(plan, (point,), f"- {_list_item(plan, point)}") for point in shown[1:]]
    if ranking.named and len(points) == len(shown) == 2:
        claims += derived.differences(plan, points)
    dimension = speech.varied(plan, points)
    bars = [
        (speech.short_name(plan, point), speech.value(point))
        for point in ordered[: max(ranking.count, DEFAULT_RANK)]
    ]
    chart = (
        None
        if dimension is None
        else charts.bar(plan.info, speech.chart_title(plan, points), dimension.label, bars[: len(shown)])
    )
    return tuple(claims), chart, sizes


def _with_reference(
    plan: Plan, points: Sequence[Point], ranking: Ranking
) -> tuple[Sequence[Point], Ranking, list[Claim]]:
    """The points without the one whose value is the limit, the order with that limit, and its sentence."""
    if not ranking.limit_of:
        return points, ranking, []
    own = [p for p in points if speech.region_of(plan, p) == ranking.limit_of]
    rest = [p for p in points if p not in own]
    if not own or not rest:
        return rest or points, ranking, []
    told = speech.claim(plan, own[:1], speech.value_sentence(plan, own[:1]))
    return rest, replace(ranking, limit=speech.size(own[0])), [told]


def _ends(plan: Plan, ordered: Sequence[Point]) -> Iterator[Claim]:
    """The first, the last, and how far they lie apart."""
    first, last = ordered[0], ordered[-1]
    yield _winner(plan, first, highest=True)
    yield _winner(plan, last, highest=False)
    yield from derived.differences(plan, (first, last))


def _top_category(plan: Plan, ordered: Sequence[Point], ranking: Ranking) -> Claim:
    """All that share the end of the scale: an assessment in words has no single first.

    Among those that the question names the end rests on all of them.
    """
    end = speech.size(ordered[0])
    first = [point for point in ordered if speech.size(point) == end]
    dimension = speech.varied(plan, ordered)
    role = dimension.role if dimension else ""
    names = wording.listed([_name(plan, point, role) for point in first[:MAX_SHARING]])
    others = [text for text in speech.about(plan, first[0], without=role) if text]
    subject = wording.upper_first(" ".join([wording.definite(plan.measure), *others]))
    category = plan.measure.categories.get(str(end), "")
    lead = "i" if role == "region" else "för"
    all_same = len(first) == len(ordered)
    aside = "lika för alla jämförda" if all_same else "högst" if ranking.highest else "lägst"
    aside += "" if all_same else " av de jämförda"
    beside = f", {aside}" if ranking.named else ""
    if not ranking.named and not ranking.highest and any(end > int(c) for c in plan.measure.categories):
        beside = ", det lägsta som förekommer"
    lead += " bland andra" if len(first) > MAX_SHARING else ""
    text = f"{subject} bedöms {category} {lead} {names}{beside}, enligt {plan.info.publisher}."
    return speech.claim(plan, ordered if ranking.named else first[:MAX_SHARING], text)


def _name(plan: Plan, point: Point, role: str) -> str:
    """What one of those ranked is called in running text."""
    return (
        speech.where(plan, point).removeprefix("i ")
        if role == "region"
        else speech.short_name(plan, point, role)
    )


def _winner(plan: Plan, point: Point, *, highest: bool, nth: int = 1) -> Claim:
    if plan.measure.statistic == "category":
        return speech.claim(plan, (point,), speech.value_sentence(plan, (point,)))
    before = "" if nth == 1 else "näst " if nth == 2 else f"{ORDINALS[nth - 1]} "
    end = f"{before}{'högst' if highest else 'lägst'}"
    dimension_role = plan.query.ranking.over if plan.query.ranking else ""
    varied = {"occupation": "occupation", "industry": "sector", "period": ""}.get(dimension_role, "region")
    when = wording.at_period(speech.code_of(plan, point, "period"))
    about = [text for text in speech.about(plan, point, without=varied) if text]
    subject = " ".join([wording.definite(plan.measure), *about, speech.among(plan, point)]).strip()
    value = speech.spoken(plan, point)
    if dimension_role == "period":
        then = wording.in_period(speech.code_of(plan, point, "period"))
        text = f"{wording.upper_first(subject)} var {end} {then}: {value}."
    else:
        name = {"occupation": "för ", "sector": "i branschen "}.get(varied, "") + speech.short_name(
            plan, point, varied
        )
        name = (
            name
            if varied != "region"
            else wording.place(speech.region_of(plan, point), speech.labels_of(plan, "region"))
        )
        text = (
            f"{when} var {subject} {end} {name}: {value}."
            if when
            else f"{wording.upper_first(subject)} var {end} {name}: {value}."
        )
    return speech.claim(plan, (point,), text)


def _list_item(plan: Plan, point: Point) -> str:
    if plan.measure.statistic == "category":
        category = plan.measure.categories.get(str(speech.value(point).value), "")
        return f"{speech.short_name(plan, point)}: bedöms {category}"
    return f"{speech.short_name(plan, point)}: {speech.spoken(plan, point)}"
