"""Rankings by what is computed for each one: its change over time, its gap between the sexes, its share.

Every line shows the two cells that its figure was made of, and cites them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from rag.schema import Chart, Claim, Quantity
from rag.statistics import arithmetic, charts, speech, wording
from rag.statistics.counted import COUNTED
from rag.statistics.execute import Point
from rag.statistics.plan import Plan
from rag.statistics.ranking import RankBy, Ranking, is_beyond
from rag.swedish.numbers import format_number
from rag.swedish.periods import month_range

_ROLES: Mapping[str, str] = {"occupation": "occupation", "industry": "sector", "period": "period"}


@dataclass(frozen=True)
class _Entry:
    """One that is ranked: the cells behind it and the figure that orders it."""

    cells: tuple[Point, Point]
    size: Decimal
    """What orders it: a difference, or a part of something."""
    made: Callable[[], tuple[Quantity, ...]]
    """The figure with its formula, and the sum that a share is of; made for those that are shown."""

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        return self.made()

    @property
    def value(self) -> Quantity:
        return self.quantities[0]

    @property
    def whole(self) -> Quantity | None:
        return self.quantities[1] if len(self.quantities) > 1 else None


def ranked_by(
    plan: Plan, points: Sequence[Point]
) -> tuple[tuple[Claim, ...], Chart | None, tuple[Decimal, ...]]:
    """The first ones as a sentence and a list, their bars, and what orders all; empty when nothing can be
    computed."""
    ranking = plan.query.ranking
    assert ranking is not None
    entries = tuple(_ENTRIES[ranking.by](plan, points, ranking))
    sizes = tuple(_size(entry, ranking) for entry in entries)
    ordered = sorted(entries, key=lambda entry: _size(entry, ranking), reverse=ranking.highest)
    if ranking.counted and ranking.limit is not None:
        return _counted(plan, ordered, ranking), None, sizes
    if ranking.limit is not None:
        ordered = [e for e in ordered if is_beyond(_size(e, ranking), ranking)] or ordered[:1]
    shown = ordered[: ranking.count]
    if not shown:
        return (), None, sizes
    tell = _TELL[ranking.by]
    claims = [_claim(plan, entry, tell(plan, entry, ranking, first=n == 0)) for n, entry in enumerate(shown)]
    title = f"{_TITLES[ranking.by]}{wording.lower_first(plan.measure.label)}"
    bars = [(_name(plan, entry), replace(entry.value, measure=title)) for entry in shown]
    dimension = next((d for d in plan.info.dimensions if d.role == _role(ranking)), None)
    times = [wording.in_period(speech.code_of(plan, cell, "period")) for cell in shown[0].cells]
    when = "–".join(dict.fromkeys(time.removeprefix("år ").removeprefix("i ") for time in times if time))
    told = f"{title}, {when}" if when and ranking.over != "period" else title
    chart = charts.bar(plan.info, told, dimension.label, bars) if dimension else None
    return tuple(claims), chart, sizes


def _counted(plan: Plan, ordered: Sequence[_Entry], ranking: Ranking) -> tuple[Claim, ...]:
    """How many changed the way that is asked for, and those that did so most."""
    beyond = [entry for entry in ordered if is_beyond(_size(entry, ranking), ranking)]
    tell = _TELL[ranking.by]
    if not beyond:
        return (_claim(plan, ordered[0], tell(plan, ordered[0], ranking, first=True)),)
    number = arithmetic.count([entry.value for entry in beyond], len(ordered))
    shown = beyond[: ranking.count]
    first, last = (speech.code_of(plan, cell, "period") for cell in shown[0].cells)
    verb = "ökade" if ranking.highest else "minskade"
    one, many = COUNTED[ranking.over]
    text = (
        f"{speech.between(first, last)} {verb} {wording.definite(plan.measure)} "
        f"i {format_number(number.value)} {one if len(beyond) == 1 else many}."
    )
    cells = [cell for entry in shown for cell in entry.cells]
    told = [_claim(plan, entry, tell(plan, entry, ranking, first=n == 0)) for n, entry in enumerate(shown)]
    return (speech.claim(plan, cells, text, (number,)), *told)


def _size(entry: _Entry, ranking: Ranking) -> Decimal:
    """What orders an entry: a gap by how wide it is, whichever way it goes unless one way is asked for."""
    return abs(entry.size) if ranking.by == "gap" and ranking.limit is None else entry.size


def _role(ranking: Ranking) -> str:
    return _ROLES.get(ranking.over, "region")


def _claim(plan: Plan, entry: _Entry, text: str) -> Claim:
    return speech.claim(plan, entry.cells, text, entry.quantities)


# ------------------------------------------------------------------ what is computed


def _changes(plan: Plan, points: Sequence[Point], ranking: Ranking) -> Iterator[_Entry]:
    """The last period against the first; when periods are ranked, each against the one before it."""
    times = next(d.id for d in plan.info.dimensions if d.role == "period")
    named = plan.names.get(times, {})
    months = {code: month_range(named.get(code, code)) for code in plan.query.selections[times]}
    for group in speech.grouped(plan, points, "period"):
        if len(group) < 2:
            continue
        group.sort(key=lambda point: months[point.coordinates[times]])
        pairs = pairwise(group) if ranking.over == "period" else [(group[0], group[-1])]
        for before, after in pairs:
            if before.coordinates != after.coordinates:
                yield _step(before, after, ranking)


def _gaps(plan: Plan, points: Sequence[Point], ranking: Ranking) -> Iterator[_Entry]:
    """Men's figure less women's, the way such gaps are published."""
    for group in speech.grouped(plan, points, "sex"):
        codes = {speech.code_of(plan, point, "sex"): point for point in group}
        if {"1", "2"} <= set(codes):
            yield _step(codes["2"], codes["1"], ranking)


def _step(base: Point, other: Point, ranking: Ranking) -> _Entry:
    """The second less the first; in percent of the first when that is wanted and can be."""
    first, second = speech.size(base), speech.size(other)
    if not (ranking.relative and not base.told.is_percent and first):
        return _Entry(
            (base, other),
            second - first,
            lambda: (arithmetic.difference(speech.value(base), speech.value(other)),),
        )
    size = (second - first) / first

    def made() -> tuple[Quantity, ...]:
        found = arithmetic.percent_change(speech.value(base), speech.value(other))
        assert found is not None
        return (found,)

    return _Entry((base, other), size * 100, made)


def _shares(plan: Plan, points: Sequence[Point], ranking: Ranking) -> Iterator[_Entry]:
    """The part that the question names of its whole: one sex of both, an age of all."""
    inner = _share_role(plan)
    dimension = next(d for d in plan.info.dimensions if d.role == inner)
    asked = plan.query.selections[dimension.id]
    for group in speech.grouped(plan, points, inner):
        codes = {point.coordinates[dimension.id]: point for point in group}
        if len(codes) != len(asked):
            continue
        part, other = codes[asked[0]], codes[asked[1]]
        entry = _share(part, other, both=inner == "sex")
        if entry is not None:
            yield entry


def _share(part: Point, other: Point, *, both: bool) -> _Entry | None:
    """The part of the other point, or of `both` together."""
    size = speech.size(other) + (speech.size(part) if both else 0)
    if not size:
        return None

    def made() -> tuple[Quantity, ...]:
        first, second = speech.value(part), speech.value(other)
        whole = arithmetic.total([first, second]) if both else second
        found = arithmetic.share(first, whole)
        assert found is not None
        return (found, whole) if both else (found,)

    return _Entry((part, other), speech.size(part) / size * 100, made)


def _share_role(plan: Plan) -> str:
    """Along which dimension the part lies in its whole."""
    paired = (d.role for d in plan.info.dimensions if len(plan.query.selections[d.id]) == 2)
    return next((role for role in paired if role in {"sex", "age"}), "sex")


# ------------------------------------------------------------------ in words


def _tell_change(plan: Plan, entry: _Entry, ranking: Ranking, *, first: bool) -> str:
    before, after = (speech.value(point) for point in entry.cells)
    rises = entry.value.value > 0
    size = wording.amount(abs(entry.value.value), entry.value.unit)
    told = f"från {speech.spoken(plan, entry.cells[0])} till {speech.spoken(plan, entry.cells[1])}"
    if not first:
        verb = "oförändrat" if entry.value.value == 0 else f"{'ökade' if rises else 'minskade'} med {size}"
        return f"- {wording.upper_first(_name(plan, entry))}: {verb}, {told}"
    verb, end = ("ökade", ranking.highest) if rises else ("minskade", not ranking.highest)
    subject = _subject(plan, entry, ranking)
    times = speech.between(before.period, after.period)
    where = _placed(plan, entry, ranking)
    return f"{times} {verb} {subject} {'mest' if end else 'minst'}{where}: med {size}, {told}."


def _tell_gap(plan: Plan, entry: _Entry, ranking: Ranking, *, first: bool) -> str:
    women, men = entry.cells
    size = wording.amount(abs(entry.value.value), entry.value.unit)
    sizes = f"{speech.spoken(plan, women)} för kvinnor och {speech.spoken(plan, men)} för män"
    if not first:
        return f"- {wording.upper_first(_name(plan, entry))}: {size} ({sizes})"
    when = wording.at_period(speech.code_of(plan, men, "period"))
    others = [t for t in speech.about(plan, men, without=_role(ranking)) if t]
    subject = " ".join([wording.lower_first(plan.measure.label), "mellan kvinnor och män", *others])
    end = "störst" if ranking.highest or ranking.limit is not None else "minst"
    return f"{when} var skillnaden i {subject} {end}{_placed(plan, entry, ranking)}: {size} ({sizes})."


def _tell_share(plan: Plan, entry: _Entry, ranking: Ranking, *, first: bool) -> str:
    part, other = entry.cells
    size = wording.amount(entry.value.value, "percent")
    whole = entry.whole or speech.value(other)
    sizes = f"{speech.spoken(plan, part)} av {wording.amount(whole.value, plan.measure.unit)}"
    if not first:
        return f"- {wording.upper_first(_name(plan, entry))}: {size} ({sizes})"
    when = wording.at_period(speech.code_of(plan, part, "period"))
    inner = _share_role(plan)
    label = speech.label_of(plan, part, inner)
    what = f"andelen {label}" if inner == "sex" else f"andelen i åldern {label}"
    end = "störst" if ranking.highest else "minst"
    definite = wording.definite(plan.measure)
    others = [
        t for t in speech.about(plan, part, without=_role(ranking)) if t and not t.startswith("i åldern")
    ]
    subject = " ".join([what, "av", definite, *others])
    return f"{when} var {subject} {end}{_placed(plan, entry, ranking)}: {size} ({sizes})."


def _subject(plan: Plan, entry: _Entry, ranking: Ranking) -> str:
    about = [t for t in speech.about(plan, entry.cells[1], without=_role(ranking)) if t]
    return " ".join([wording.definite(plan.measure), *about, speech.among(plan, entry.cells[1])]).strip()


def _placed(plan: Plan, entry: _Entry, ranking: Ranking) -> str:
    if ranking.over == "period":
        return ""
    name = _name(plan, entry)
    lead = {"occupation": "för", "sector": "i branschen"}.get(_role(ranking), "i")
    return f" {lead} {wording.lower_first(name) if lead == 'för' else name}"


def _name(plan: Plan, entry: _Entry) -> str:
    ranking = plan.query.ranking
    assert ranking is not None
    point = entry.cells[1]
    role = _role(ranking)
    if role == "region":
        return speech.where(plan, point).removeprefix("i ")
    if role == "period":
        return wording.in_period(speech.code_of(plan, point, "period")).removeprefix("i ")
    return speech.label_of(plan, point, role)


_ENTRIES: Mapping[RankBy, Callable[[Plan, Sequence[Point], Ranking], Iterator[_Entry]]] = {
    "change": _changes,
    "gap": _gaps,
    "share": _shares,
}
_TELL: Mapping[RankBy, Callable[..., str]] = {
    "change": _tell_change,
    "gap": _tell_gap,
    "share": _tell_share,
}
_TITLES: Mapping[RankBy, str] = {
    "change": "Förändring av ",
    "gap": "Skillnad mellan män och kvinnor i ",
    "share": "Andel av ",
}
