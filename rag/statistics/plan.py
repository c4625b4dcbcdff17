"""From a request to the cells of a table: which table, which coordinates, and what the table cannot say.

A `StatQuery` is all that is needed to compute: it can be checked against the code lists, stored and run
again. A `Plan` adds what the answer must tell about the distance between what was asked and what the table
has.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from rag import texts
from rag.schema import Dimension, Entity, Measure, TableInfo
from rag.statistics.axis import JOIN, Axis, Gap, all_of
from rag.statistics.fitting import ADDITIVE, fitting, for_measure
from rag.statistics.groups import age_axis, other_axis, said_in_full, sex_axis
from rag.statistics.lacking import without_dimension
from rag.statistics.occupation_codes import OccupationCodes, narrowed, said_in
from rag.statistics.operations import Operation
from rag.statistics.places import region_axis
from rag.statistics.ranking import Ranking
from rag.statistics.request import Mention, Request
from rag.statistics.times import UNKNOWN, period_axis
from rag.statistics.wording import lower_first
from rag.swedish.periods import format_period, month_range
from rag.swedish.stems import stem
from rag.swedish.words import fold

NEEDS_OCCUPATION = 1000.0
"""Cost of a table that has no figure before an occupation is named."""
MAX_OCCUPATIONS = 3
MAX_EARLIER = 3
_TELLING = 5
"""Letters from which the beginning of a compound is the word it begins with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatQuery:
    """One table, one measure, one operation over chosen coordinates."""

    table: str
    measure: str
    operation: Operation
    selections: Mapping[str, tuple[str, ...]]
    """Dimension id to coordinates, in the order of the question; a coordinate of several codes joined by
    commas is their sum."""
    ranking: Ranking | None = None
    focus: tuple[str, ...] = ()
    """For operation "place": the coordinates whose place is asked for."""
    directed: bool = False
    """For operation "difference": the first coordinate is measured against the second."""
    in_percent: bool = False
    """For operation "ratio": the first coordinate in percent of the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A query with the table it is for, what it leaves unanswered, and how far it is from the question."""

    info: TableInfo
    measure: Measure
    query: StatQuery
    gaps: tuple[Gap, ...] = ()
    remarks: tuple[str, ...] = ()
    """Sentences the reader should have, that are no gaps."""
    choices: tuple[str, ...] = ()
    """Occupation codes to choose from, when one word means too many."""
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Dimension id to what a coordinate is called when no label says it: "12" for the sum of its kommuner."""
    cost: float = 0.0

    @property
    def hard(self) -> bool:
        """Whether the table lacks what was asked, so that its figure must not be given as the answer."""
        return any(gap.hard for gap in self.gaps)


class Planner:
    """Makes the plans that could answer a request, nearest first."""

    def __init__(self, tables: Sequence[TableInfo], occupations: OccupationCodes) -> None:
        self._tables = {table.id: table for table in tables}
        self._occupations = occupations

    def plans(self, request: Request) -> list[Plan]:
        """Every table that has the measure and the occupation, the one with fewest gaps first."""
        found = []
        for entity in request.measures:
            table_id, _, measure_id = entity.code.partition(":")
            info = self._tables[table_id]
            measure = next(m for m in info.measures if m.id == measure_id)
            plan = self._plan(request, info, measure)
            if plan is not None:
                found.append(plan)
        found.sort(key=lambda plan: (plan.hard, plan.cost, _newest(plan)))
        return found

    def has_occupations(self, measure: Entity) -> bool:
        """Whether the table of a measure tells occupations apart."""
        info = self._tables[measure.code.partition(":")[0]]
        return any(dimension.role == "occupation" for dimension in info.dimensions)

    def _plan(self, request: Request, info: TableInfo, measure: Measure) -> Plan | None:
        request = for_measure(request, info, measure)
        axes: dict[str, Axis] = {}
        for dimension in info.dimensions:
            axis = self._axis(request, info, measure, dimension)
            if axis is None:
                return None
            if _is_amount(measure, dimension):
                axis.gaps = [gap.refused() if gap.if_refused else gap for gap in axis.gaps]
            axes[dimension.id] = axis
        extra = without_dimension(_but_labels(request, info, axes), info, measure)
        focus = self._focus(request, info)
        every = [*axes.values(), extra]
        operation = fitting(request, info, axes)
        alone = operation == "value" and request.operation in {"difference", "ratio"}
        one_of_two = (Gap("breakdown_missing", texts.STAT_ONE_OF_TWO),) if alone else ()
        return Plan(
            info=info,
            measure=measure,
            query=StatQuery(
                table=info.id,
                measure=measure.id,
                operation=operation,
                selections={name: axis.coordinates for name, axis in axes.items()},
                ranking=_in_millions(_among_branches(request.ranking, info, axes), measure),
                focus=focus if request.operation == "place" else (),
                directed=request.directed,
                in_percent=request.ratio_in_percent,
            ),
            gaps=(*(gap for axis in every for gap in axis.gaps), *one_of_two),
            remarks=tuple(remark for axis in every for remark in axis.remarks),
            choices=tuple(code for axis in every for code in axis.choices),
            names={name: axis.names for name, axis in axes.items() if axis.names},
            cost=sum(axis.cost for axis in every) + (0.5 if measure.statistic == "mean" else 0.0),
        )

    def _focus(self, request: Request, info: TableInfo) -> tuple[str, ...]:
        """The codes of those whose place in an order is asked for."""
        if request.ranking is None or request.ranking.over != "occupation":
            return tuple(code for mention in request.regions for code in mention.codes)
        dimensions = [d for d in info.dimensions if d.role == "occupation"]
        named = (
            self._occupations.of_mention(d, mention) for d in dimensions for mention in request.occupations
        )
        return tuple(code for codes in named for code in codes)

    def _axis(self, request: Request, info: TableInfo, measure: Measure, dimension: Dimension) -> Axis | None:
        flows = dimension.role == "period" and measure.statistic == "sum" and request.invalid_if_averaged
        sums = measure.statistic in ADDITIVE and (dimension.additive or flows)
        if dimension.role == "region":
            return region_axis(request, dimension, sums)
        if dimension.role == "period":
            return period_axis(request, dimension, sums)
        if dimension.role == "sex":
            return sex_axis(request, dimension, sums)
        if dimension.role == "age":
            return age_axis(request, dimension, sums)
        if dimension.role == "occupation":
            return self._occupation_axis(request, dimension, sums)
        return other_axis(dimension, sums, request)

    def _occupation_axis(self, request: Request, dimension: Dimension, sums: bool) -> Axis | None:
        own = request.ranking is not None and request.ranking.own
        if request.ranking and request.ranking.over == "occupation" and (own or not request.occupations):
            out = {c for m in request.excluded for c in self._occupations.of_mention(dimension, m)}
            return Axis(
                tuple(code for code in dimension.codes if code != dimension.total and code not in out)
            )
        if request.shares and request.share_of == "occupation":
            return self._occupation_of_all(request, dimension, sums)
        if not request.occupations:
            if request.unknown:
                return Axis(cost=NEEDS_OCCUPATION)
            if dimension.total:
                return Axis((dimension.total,))
            return (
                Axis((all_of(dimension),), names={all_of(dimension): ""})
                if sums
                else Axis(cost=NEEDS_OCCUPATION)
            )
        chosen: list[str] = []
        remarks: list[str] = []
        for mention in request.occupations:
            codes = self._occupations.of_mention(dimension, mention)
            full = said_in_full(dimension, mention.text, request.text)
            if full and len(request.occupations) == 1:
                return Axis(full[:MAX_OCCUPATIONS])
            if not codes:
                return None
            if self._occupations.is_elsewhere(dimension, mention, request.text):
                return None
            said = narrowed(dimension.codes, codes, mention, request.text)
            if len(said) < len(codes) and len(said) <= MAX_OCCUPATIONS:
                chosen += said
                continue
            if len(codes) > 1 and sums and len(request.occupations) == 1 and _ranks_others(request, mention):
                joined = JOIN.join(codes)  # "lärare" in each place, whatever their kind
                return Axis((joined,), names={joined: mention.text})
            one_group = len(codes) == 1 and len(codes[0]) < 4 and not mention.vague
            broad = max(len(codes), self._occupations.breadth(mention)) > MAX_OCCUPATIONS
            if (broad and not one_group) or mention.vague:
                return Axis(codes[:1], choices=codes, cost=1.0)
            chosen += codes
            if len(codes) == 1 and len(codes[0]) == _UNIT_GROUP and self._occupations.breadth(mention) > 1:
                given = lower_first(dimension.codes[codes[0]])
                remarks.append(texts.STAT_ONE_OF_SEVERAL.format(asked=mention.text, given=given))
        if request.overall and dimension.total:
            chosen.append(dimension.total)
        return Axis(tuple(dict.fromkeys(chosen)), remarks=remarks)

    def _occupation_of_all(self, request: Request, dimension: Dimension, sums: bool) -> Axis | None:
        """The occupation named, and all together: what it is a share of."""
        codes = self._occupations.of_mention(dimension, request.occupations[0])
        whole = dimension.total or (all_of(dimension) if sums else "")
        if not codes or not whole:
            return None
        if len(codes) > MAX_OCCUPATIONS:
            return Axis(codes[:1], choices=codes, cost=1.0)
        part = JOIN.join(codes)
        names = {whole: ""} if len(codes) == 1 else {whole: "", part: request.occupations[0].text}
        return Axis((part, whole), names=names)


_UNIT_GROUP = 4
"""Digits of the narrowest groups of SSYK."""


def earlier_plans(plan: Plan) -> Iterator[Plan]:
    """The same plan for the periods before its own, latest first, each with the gap that it is."""
    dimension = next((d for d in plan.info.dimensions if d.role == "period"), None)
    asked = plan.query.selections[dimension.id] if dimension else ()
    if dimension is None or len(asked) != 1:
        return
    codes = tuple(dimension.codes)
    for code in reversed(codes[: codes.index(asked[0])][-MAX_EARLIER:]):
        note = texts.STAT_PERIOD_NEAREST.format(asked=format_period(asked[0]), given=format_period(code))
        query = replace(plan.query, selections={**plan.query.selections, dimension.id: (code,)})
        yield replace(plan, query=query, gaps=(*plan.gaps, Gap("suppressed", note)))


def _among_branches(ranking: Ranking | None, info: TableInfo, axes: Mapping[str, Axis]) -> Ranking | None:
    """The order, among the branches that the question names where it names some of them only."""
    if ranking is None or ranking.own or ranking.over != "industry":
        return ranking
    named = (len(axes[d.id].coordinates) for d in info.dimensions if d.role == "sector")
    every = (len(d.codes) for d in info.dimensions if d.role == "sector")
    count = next((n for n, most in zip(named, every, strict=True) if 1 < n < most), 0)
    return replace(ranking, named=True, count=count) if count else ranking


def _in_millions(ranking: Ranking | None, measure: Measure) -> Ranking | None:
    """The order with its limit as the table counts: a thousand billion is a million of its millions."""
    if (
        ranking is None
        or ranking.limit is None
        or measure.unit != "MSEK"
        or ranking.limit < _MILLION**2 / 100
    ):
        return ranking
    return replace(ranking, limit=ranking.limit / _MILLION)


_MILLION = Decimal(1_000_000)


def _is_amount(measure: Measure, dimension: Dimension) -> bool:
    """Whether the figure grows with the place or time that it is of, so that the country's says nothing of a
    county, nor a year's of a month: advertisements and GDP do, a median does not. How many people there are
    at one time of a year tells of the others."""
    if measure.statistic not in ADDITIVE:
        return False
    return dimension.role == "region" or dimension.additive or measure.unit != "persons"


def _ranks_others(request: Request, mention: Mention) -> bool:
    """Whether places or times are ordered by how many there are of one occupation."""
    ranked = request.ranking is not None and request.ranking.over != "occupation"
    return ranked and not mention.vague


def _newest(plan: Plan) -> int:
    """For a tie: the plan whose period is latest comes first."""
    period = next((d for d in plan.info.dimensions if d.role == "period"), None)
    codes = (
        [code for joined in plan.query.selections[period.id] for code in joined.split(JOIN)] if period else []
    )
    return -max((month_range(code)[1] for code in codes if len(code) >= 4 and code != UNKNOWN), default=0)


def _but_labels(request: Request, info: TableInfo, axes: Mapping[str, Axis]) -> Request:
    """The request without the unknown words that belong to the name of an occupation it chose."""
    if not (request.unknown or request.doubtful):
        return request
    labels = [
        d.codes.get(code, "")
        for d in info.dimensions
        if d.role == "occupation"
        for code in axes[d.id].coordinates
    ]
    said = {word for label in labels for word in said_in(label)}
    unknown, doubtful = (
        tuple(word for word in words if not _is_part(stem(fold(word)), said))
        for words in (request.unknown, request.doubtful)
    )
    return replace(request, unknown=unknown, doubtful=doubtful)


def _is_part(word: str, said: Collection[str]) -> bool:
    """Whether a word is one of those said, or begins one: "förskola" of "förskoleverksamhet"."""
    return word in said or (len(word) >= _TELLING and any(one.startswith(word) for one in said))
