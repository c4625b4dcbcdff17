"""What is said when the nearest table lacks what was asked: what is missing, what it has, what another has.

Wages of women and men are told for some occupations only, in one table; of the others another table knows the
wage of all. A reader who is refused is told which of the two it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rag import texts
from rag.entities.measures import Measures
from rag.quoting import cite_text
from rag.schema import Claim, Finding, TableInfo
from rag.statistics import wording
from rag.statistics.axis import JOIN
from rag.statistics.counted import COUNTED
from rag.statistics.descriptor import describe, held
from rag.statistics.execute import label
from rag.statistics.plan import Plan, Planner
from rag.statistics.request import Request
from rag.statistics.suggest import asked_about
from rag.statistics.times import UNKNOWN
from rag.statistics.wording import lower_first


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Looks through the other measures of the same unit, and the other tables of the same measure."""

    tables: Sequence[TableInfo]
    measures: Measures
    planner: Planner

    def told(self, request: Request, finding: Finding, plan: Plan) -> Finding:
        """The refusal with what another table has of what `plan` lacks."""
        other = self._of_unit(request)
        if other is not None:
            given = asked_about(other)
            note = texts.STAT_OTHER_MEASURE.format(given=given)
            suggestions = (f"Vad var {given}?", *finding.suggestions)
            return replace(finding, notes=(*finding.notes, note), suggestions=suggestions)
        for table, asked in self._divided(request, plan):
            note = texts.STAT_DIVIDED_ELSEWHERE.format(title=table.title, asked=lower_first(asked))
            return replace(finding, notes=(*finding.notes, note))
        return finding

    def counted(self, request: Request) -> Finding | None:
        """That a rate is told of no such places but the number of the same people is; None where neither."""
        ranking, rate = request.ranking, request.measures[0]
        if ranking is None or ranking.over not in COUNTED or not (counts := self.measures.counts_of(rate)):
            return None
        asked = replace(request, measures=counts, percent=False)
        plan = next((p for p in self.planner.plans(asked) if not p.hard and not p.choices), None)
        if plan is None:
            return None
        one, many = COUNTED[ranking.over]
        count = wording.called(plan.measure.label)
        note = texts.STAT_COUNTED_ELSEWHERE.format(rate=wording.called(rate.label), count=count, one=one)
        end = "flest" if ranking.highest else "färst"
        where = "".join(f" {wording.place(m.codes[0], {})}" for m in request.regions[:1])
        question = f"Vilka {many}{where} har {end} {count.removeprefix('antal ')}?"
        return Finding(
            kind="cell",
            status="no_evidence",
            reason="breakdown_missing",
            notes=(note,),
            suggestions=(question,),
        )

    def without_occupation(
        self, request: Request, finding: Finding, read: Callable[[Plan], Finding | None]
    ) -> Finding:
        """That an occupation is in no table of the measure asked for, and what another measure has of it.

        For a mean the median is given at once: who says "i snitt" most often wants to know what is usual.
        """
        asked = replace(request, operation="value", ranking=None, periods=(), sexes=())
        near = None
        if request.occupations:
            near = self._of_unit(asked) or self._of_unit(replace(asked, regions=()))
        if near is None:
            return finding
        measure = lower_first(request.measures[0].label.partition(" (")[0])
        said = {"measure": measure, "asked": request.occupations[0].text, "given": asked_about(near)}
        is_mean = all(self.measures.of(entity.code).statistic == "mean" for entity in request.measures)
        usual = is_mean and near.measure.statistic == "median" and not request.sexes
        found = read(near) if usual and request.operation == "value" else None
        if found is not None:
            given = wording.definite(near.measure)
            note = texts.STAT_MEDIAN_INSTEAD.format(**said | {"given": given})
            return replace(found, status="partial", notes=(note, *found.notes))
        note = texts.STAT_OCCUPATION_ELSEWHERE.format(**said)
        return replace(finding, notes=(note,), suggestions=(f"Vad var {asked_about(near)}?",))

    def _of_unit(self, request: Request) -> Plan | None:
        """The same asked of another measure of the same unit that has it all: the mean wage."""
        named = {entity.code for entity in request.measures}
        units = {self.measures.of(code).unit for code in named} - {"category", "percent"}
        left = tuple(e for e in self.measures.of_units(units) if e.code not in named)
        plans = self.planner.plans(replace(request, measures=left)) if left else []
        return next(
            (p for p in plans if not p.gaps and not p.choices and p.measure.statistic != "percentile"), None
        )

    def _divided(self, request: Request, plan: Plan) -> Iterator[tuple[TableInfo, str]]:
        """Tables of the measure that are divided as asked, each with an occupation that it has not."""
        lacking = _asked_roles(request) - {d.role for d in plan.info.dimensions}
        for table in self.tables if lacking else ():
            if not lacking <= {d.role for d in table.dimensions}:
                continue
            own = tuple(e for e in request.measures if e.code.startswith(f"{table.id}:"))
            for mention in request.occupations if own else ():
                if not self.planner.plans(replace(request, measures=own, occupations=(mention,))):
                    yield table, mention.text


def _asked_roles(request: Request) -> set[str]:
    """What a table has to be divided by for the request."""
    beyond = any(mention.codes[0] != "00" for mention in request.regions)
    asked = (("region", beyond), ("sex", bool(request.sexes)), ("age", request.ages is not None))
    return {role for role, wanted in asked if wanted}


def offer(plan: Plan) -> Finding:
    """No figure, but the reason, the table's periods when it is a period, and a question it can answer."""
    hard = [gap for gap in plan.gaps if gap.hard]
    reasons = {gap.reason for gap in hard}
    return Finding(
        kind="cell",
        status="no_evidence",
        reason=hard[0].reason,
        claims=_periods_held(plan) if "period_missing" in reasons else (),
        notes=tuple(dict.fromkeys(gap.note for gap in hard)),
        suggestions=_question(plan),
    )


def _periods_held(plan: Plan) -> tuple[Claim, ...]:
    """The sentence of the table's own description that names its periods; nothing of a table of one time."""
    period = next(d for d in plan.info.dimensions if d.role == "period")
    if set(period.codes) == {UNKNOWN}:
        return ()
    sentence = held(period)
    citation = cite_text(describe(plan.info), sentence, "passage", plan.info.source_table)
    assert citation is not None, sentence
    return (Claim(text=sentence, citations=(citation,)),)


def _question(plan: Plan) -> tuple[str, ...]:
    """The same question at the nearest coordinates that the table has."""
    if plan.measure.statistic == "category" or plan.choices:
        return ()
    if any(char.isdigit() for char in plan.measure.label.partition(" (")[0]):
        return ()  # nothing is cited that its figure, "percentil 90", could stand on
    missing = {gap.reason for gap in plan.gaps}
    period = next((d for d in plan.info.dimensions if d.role == "period"), None)
    if period is None:
        return ()
    codes = plan.query.selections[period.id]
    said = " ".join(part for part in (asked_about(plan), _sexes(plan)) if part)
    when = wording.in_period(codes[0]) if len(codes) == 1 and JOIN not in codes[0] else ""
    known_year = "period_missing" in missing or when == ""
    return (f"Vad var {said}{f' {when}' if known_year and when else ''}?",)


def _sexes(plan: Plan) -> str:
    dimension = next((d for d in plan.info.dimensions if d.role == "sex"), None)
    codes = plan.query.selections[dimension.id] if dimension else ()
    return (
        f"för {label(plan, dimension, codes[0])}"
        if dimension and len(codes) == 1 and codes[0] in dimension.codes
        else ""
    )
