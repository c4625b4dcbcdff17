"""Figures made of two or more cells: difference, share, ratio, sum and mean, each with its formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rag import texts
from rag.schema import Claim, Dimension, Quantity
from rag.statistics import arithmetic, speech, wording
from rag.statistics.execute import Point
from rag.statistics.plan import Plan
from rag.swedish.numbers import format_number
from rag.swedish.periods import format_period, month_range

_GENITIVE = {"kvinnor": "kvinnornas", "män": "männens"}
_ONE = {"kvinnor": "kvinna", "män": "man"}
MAX_PARTS = 5
"""A sum of no more parts than this shows them in the sentence."""


def differences(plan: Plan, points: Sequence[Point]) -> list[Claim]:
    """The difference between two points: of the first from the second when the question says "än"."""
    if len(points) != 2 or plan.measure.statistic == "category":
        return []
    base, other = (points[1], points[0]) if plan.query.directed else _by_value(points)
    step = arithmetic.difference(speech.value(base), speech.value(other))
    percent = arithmetic.percent_change(speech.value(base), speech.value(other))
    if step.value == 0:
        return [speech.claim(plan, (base, other), texts.STAT_NO_DIFFERENCE)]
    aside = f" ({wording.amount(abs(percent.value), 'percent')})" if percent else ""
    dimension = speech.varied(plan, points)
    if dimension is None:
        return []
    names = [speech.point_name(plan, point, dimension) for point in (other, base)]
    more, less = ("fler", "färre") if plan.measure.unit in {"persons", "ads"} else ("högre", "lägre")
    end = more if step.value > 0 else less
    size = wording.amount(abs(step.value), step.unit)
    when = wording.at_period(speech.code_of(plan, base, "period")) if dimension.role != "period" else ""
    others = [text for text in speech.about(plan, base, without=dimension.role) if text]
    what = " ".join(["skillnaden i", wording.noun(plan.measure), *others])
    start = f"{when} var {what}" if when else f"{wording.upper_first(what)} är"
    text = f"{start} {size}{aside}: {end} {names[0]} än {names[1]}"
    return [speech.claim(plan, (base, other), wording.ended(text), tuple(q for q in (step, percent) if q))]


def _by_value(points: Sequence[Point]) -> tuple[Point, Point]:
    low, high = sorted(points, key=lambda point: speech.value(point).value)
    return low, high


# ------------------------------------------------------------------ shares and ratios


def shares(plan: Plan, points: Sequence[Point]) -> list[Claim]:
    """A sentence for each group of points: the part is the first of its dimension."""
    dimension = speech.varied(plan, points)
    if dimension is None:
        return []
    asked = plan.query.selections[dimension.id]
    claims = []
    for group in speech.grouped(plan, points, dimension.role):
        if len(group) != len(asked):
            continue
        part = next(p for p in group if p.coordinates[dimension.id] == asked[0])
        whole = (
            arithmetic.total([speech.value(p) for p in group])
            if dimension.role == "sex"
            else speech.value(next(p for p in group if p is not part))
        )
        result = arithmetic.share(speech.value(part), whole)
        if result is not None:
            shown = (result, whole) if whole.operands else (result,)
            within = (
                wording.place(whole.region, {}) if dimension.role == "region" and whole.region != "00" else ""
            )
            sentence = share_sentence(plan, part, dimension.role, result, whole, within)
            claims.append(speech.claim(plan, group, sentence, shown))
    return claims


def share_sentence(
    plan: Plan, part: Point, role: str, result: Quantity, whole: Quantity, within: str = ""
) -> str:
    """ "I mars 2023 gällde 16,7 procent av …": the part, told along `role`, and its whole."""
    when = wording.at_period(speech.code_of(plan, part, "period"))
    share = wording.amount(result.value, "percent")
    sizes = f"{speech.spoken(plan, part)} av {wording.amount(whole.value, plan.measure.unit)}"
    what = " ".join(
        text for text in (wording.definite(plan.measure), *speech.about(plan, part, without=role)) if text
    )
    if role != "sex" and (sex := speech.label_of(plan, part, "sex")):
        what = f"{what} ({sex})"
    if role == "sex":
        whose = _GENITIVE.get(speech.label_of(plan, part, "sex"), "")
        return f"{when} var {whose} andel av {what} {share}: {sizes}."
    if role == "occupation":
        whose = wording.lower_first(speech.label_of(plan, part, "occupation"))
        return f"{when} gällde {share} av {what} {whose}: {sizes}."
    if role == "age":
        age = speech.label_of(plan, part, "age")
        return f"{when} var andelen i åldern {age} av {what} {share}: {sizes}."
    if role == "sector":
        branch = speech.label_of(plan, part, "sector").lower()
        return f"{when} gällde {share} av {what} branschen {branch}: {sizes}."
    held = f" {within}" if within else ""
    return f"{when} fanns {share} av {what}{held} {speech.where(plan, part)}: {sizes}."


def ratios(plan: Plan, points: Sequence[Point]) -> list[Claim]:
    """How many times the second the first is, when there are just two."""
    dimension = speech.varied(plan, points)
    if len(points) != 2 or dimension is None or plan.measure.statistic == "category":
        return []
    if plan.query.in_percent:
        return _percents(plan, points, dimension)
    result = arithmetic.ratio(speech.value(points[0]), speech.value(points[1]))
    if result is None:
        return []
    if dimension.role == "sex" and plan.measure.unit == "persons":
        return [speech.claim(plan, points, _one_to_each(plan, points, result), (result,))]
    names = [speech.point_name(plan, point, dimension) for point in points]
    first = points[0]
    when = wording.at_period(speech.code_of(plan, first, "period")) if dimension.role != "period" else ""
    others = [text for text in speech.about(plan, first, without=dimension.role) if text]
    subject = " ".join([wording.definite(plan.measure), *others])
    start = f"{when} var {subject}" if when else f"{wording.upper_first(subject)} var"
    text = (
        f"{start} {format_number(result.value)} gånger så {_large(plan)} {names[0]} som {names[1]}: "
        f"{speech.spoken(plan, points[0])} mot {speech.spoken(plan, points[1])}."
    )
    return [speech.claim(plan, points, text, (result,))]


def _one_to_each(plan: Plan, points: Sequence[Point], result: Quantity) -> str:
    """ "År 2022 gick det 0,91 kvinnor på varje man i Kiruna kommun"."""
    when = wording.at_period(speech.code_of(plan, points[0], "period"))
    labels = [speech.label_of(plan, point, "sex") for point in points]
    others = [text for text in speech.about(plan, points[0], without="sex") if text]
    subject = " ".join([format_number(result.value), labels[0], "på varje", _ONE.get(labels[1], labels[1])])
    sizes = " mot ".join(speech.figure(plan, point) for point in points)
    return f"{when} gick det {' '.join([subject, *others])}: {sizes}."


def _percents(plan: Plan, points: Sequence[Point], dimension: Dimension) -> list[Claim]:
    """The first point in percent of the second."""
    first, second = points
    result = arithmetic.share(speech.value(first), speech.value(second))
    if result is None:
        return []
    names = [speech.point_name(plan, point, dimension) for point in points]
    when = wording.at_period(speech.code_of(plan, first, "period")) if dimension.role != "period" else ""
    others = [text for text in speech.about(plan, first, without=dimension.role) if text]
    subject = " ".join([wording.definite(plan.measure), *others, names[0]])
    start = f"{when} var {subject}" if when else f"{wording.upper_first(subject)} var"
    text = (
        f"{start} {wording.amount(result.value, 'percent')} av värdet {names[1]}: "
        f"{speech.spoken(plan, first)} mot {speech.spoken(plan, second)}."
    )
    return [speech.claim(plan, points, text, (result,))]


def _large(plan: Plan) -> str:
    """The adjective that goes with the measure: "lönen … så hög", "antalet … så stort"."""
    if plan.measure.unit.startswith("SEK") or plan.measure.unit == "percent":
        return "hög"
    return "stort" if wording.definite(plan.measure).split()[0].endswith("et") else "stor"


# ------------------------------------------------------------------ sums and means


def sums(plan: Plan, points: Sequence[Point]) -> list[Claim]:
    """All points together."""
    if len(points) < 2:
        return []
    result = arithmetic.total([speech.value(point) for point in points])
    parts = f" ({result.formula})" if len(points) <= MAX_PARTS else ""
    text = f"{_together(plan, points)} tillsammans {wording.amount(result.value, result.unit)}{parts}."
    return [speech.claim(plan, points, text, (result,))]


def means(plan: Plan, points: Sequence[Point]) -> list[Claim]:
    """The mean of the points over time."""
    if len(points) < 2:
        return []
    result = arithmetic.mean([speech.value(point) for point in points])
    size = wording.amount(result.value, result.unit)
    per = {"M": "månad", "K": "kvartal"}.get(result.period[4:5], "år")
    told = f"i genomsnitt {size} per {per}"
    if plan.measure.unit == "percent":
        told = f"i genomsnitt {size}"
    return [speech.claim(plan, points, f"{_together(plan, points)} {told}.", (result,))]


def _together(plan: Plan, points: Sequence[Point]) -> str:
    """ "I december 2022 var antalet inskrivna arbetslösa i Umeå kommun och Skellefteå kommun"."""
    dimension = speech.varied(plan, points)
    role = dimension.role if dimension else ""
    names = _all_of(plan, points, dimension) if role != "period" else ""
    others = [text for text in speech.about(plan, points[0], without=role) if text]
    subject = " ".join(part for part in (wording.definite(plan.measure), *others, names) if part)
    when = (
        _times(plan, points)
        if role == "period"
        else wording.at_period(speech.code_of(plan, points[0], "period"))
    )
    return f"{when} var {subject}" if when else f"{wording.upper_first(subject)} var"


def _all_of(plan: Plan, points: Sequence[Point], dimension: Dimension | None) -> str:
    """ "I Umeå kommun, Skellefteå kommun och Luleå kommun": the preposition stands once."""
    names = [speech.point_name(plan, point, dimension) for point in points]
    lead = names[0].partition(" ")[0]
    return wording.listed([names[0], *(name.removeprefix(f"{lead} ") for name in names[1:])])


def _times(plan: Plan, points: Sequence[Point]) -> str:
    codes = sorted((speech.code_of(plan, point, "period") for point in points), key=month_range)
    named = [format_period(code) for code in codes]
    if len(codes) > MAX_PARTS:
        return f"Mellan {named[0]} och {named[-1]}"
    start = "I" if "M" in codes[0] else "År" if len(codes[0]) == 4 else ""
    return wording.upper_first(f"{start} {wording.listed(named)}".strip())


COMPUTED: Mapping[str, Callable[[Plan, Sequence[Point]], list[Claim]]] = {
    "share": shares,
    "ratio": ratios,
    "sum": sums,
    "mean": means,
}
"""Operations that make one figure of several cells."""
