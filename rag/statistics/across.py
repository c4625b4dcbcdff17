"""Questions that need two measures: so many per inhabitant, and how far two measures lie apart.

Everything else is about one measure of one table. Here two plans are run, and their points set beside each
other where they stand for the same place and group. Measures of different kinds are refused: a count less a
percentage says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations, pairwise

from rag import texts
from rag.entities.measures import Measures
from rag.schema import Claim, Entity, Finding, Query
from rag.statistics import arithmetic, derived, speech, wording
from rag.statistics.execute import MEASURE, Cells, Point, run
from rag.statistics.measure_choice import is_weak
from rag.statistics.per_head import MAX_CLAIMS, PER, PerHead
from rag.statistics.plan import Plan, Planner
from rag.statistics.request import Request
from rag.swedish.numbers import format_number

_BESIDE = frozenset({"difference", "ratio", "compare", "change"})
MAX_LISTED = 4
"""Measures that are told side by side."""
_SPREAD = frozenset({"median", "percentile"})
"""Statistics of one distribution: the distance between two of them is a width."""
_JOINT = (
    r"(?:och|till|mot|minus|samt|respektive|som|än|jämfört\s+med|kontra|eller)"
    r"(?:\s+(?:vid|den|vad|en|ett|de))*"
)
_JOINED = re.compile(
    rf"(?P<before>\w+)\s+(?P<first>[\w:]+)\s+{_JOINT}\s+(?P<second>[\w:]+)(?:\s+(?P<after>\w+))?",
    re.IGNORECASE,
)
_SAID_FIRST = re.compile(rf"[\w:]+\s+(?P<head>\w+)\s+{_JOINT}\s+(?P<second>[\w:]+)", re.IGNORECASE)
""" "90:e percentilen som vid 10:e": the head stands with the first."""
_CUT = re.compile(rf"\b(?P<first>\w{{3,}})-\s+{_JOINT}\s+(?P<second>\w{{5,}})", re.IGNORECASE)
""" "Medel- och medianlönen"."""
_LISTED = re.compile(r"\s*(?:,|/|\b(?:och|samt|respektive|eller|både|mot|kontra|jämfört\s+med)\b)")
"""Between two measures that are both asked for."""


class Across:
    """Answers what needs two measures; leaves the rest to the ledger."""

    def __init__(self, measures: Measures, planner: Planner, statistics: Cells) -> None:
        self._measures = measures
        self._planner = planner
        self._statistics = statistics
        self._per_head = PerHead(measures, planner, statistics)

    def answer(self, query: Query, request: Request) -> Finding | None:
        """The finding for a question over two measures; None when it is about one."""
        if PER.search(query.question):
            return self._per_head.answer(query, request)
        if request.percent and (share := self._per_head.answer(query, request)):
            return share
        if request.percent and (share := self._part_of_all(request)):
            return share
        pair = self.listed(request) if request.operation in _BESIDE else ()
        return self._between(request, pair[0], pair[1]) if len(pair) == 2 else None

    # ------------------------------------------------------------------ a branch of all

    def _part_of_all(self, request: Request) -> Finding | None:
        """The share of one branch, where its table has some branches only and another table has all."""
        asked = replace(request, operation="value", percent=False, share_of="")
        for part in self._planner.plans(asked):
            branch = next((d for d in part.info.dimensions if d.role == "sector"), None)
            if branch is None or branch.total or branch.additive or part.hard or part.choices:
                continue
            if len(part.query.selections[branch.id]) != 1:
                continue
            for whole in self._planner.plans(replace(asked, unknown=(), doubtful=())):
                undivided = all(d.role != "sector" for d in whole.info.dimensions)
                if undivided and whole.measure.label == part.measure.label and not whole.gaps:
                    return self._share(part, whole)
        return None

    def _share(self, part: Plan, whole: Plan) -> Finding | None:
        sides = [[p for p in run(plan, self._statistics) if p.is_published] for plan in (part, whole)]
        if [len(side) for side in sides] != [1, 1]:
            return None
        ((one,), (other,)) = sides
        share = arithmetic.share(speech.value(one), speech.value(other))
        if share is None:
            return None
        citations = (speech.cite(part, one), speech.cite(whole, other))
        text = derived.share_sentence(part, one, "sector", share, speech.value(other))
        claim = Claim(text=text, citations=citations, quantities=(share,))
        gaps = part.gaps
        return Finding(
            kind="cell",
            status="partial" if gaps else "answered",
            reason=gaps[0].reason if gaps else None,
            claims=(claim,),
            notes=tuple(dict.fromkeys((*(gap.note for gap in gaps), *part.remarks))),
        )

    # ------------------------------------------------------------------ two measures

    def listed(self, request: Request) -> tuple[tuple[Entity, ...], ...]:
        """The measures that the question asks for side by side, as it names them; none when it names one."""
        if request.ranking is not None:
            return ()
        text = request.text
        spans: dict[tuple[int, int], list[Entity]] = {}
        for entity in (*self._measures.find(text), *self._elliptical(text)):
            if not is_weak(text[entity.start : entity.end]):
                spans.setdefault((entity.start, entity.end), []).append(entity)
        named = [tuple(found) for _, found in sorted(spans.items())]
        telling = [found for found in named if len({e.label for e in found}) == 1]
        named = telling if len(telling) > 1 else named
        if not 1 < len(named) <= MAX_LISTED:
            return ()
        apart = pairwise(named)
        joined = all(_LISTED.match(text, first[0].end) for first, _ in apart) or request.operation in _BESIDE
        names = [{e.code for e in found} | {e.label for e in found} for found in named]
        shared = any(one & other for one, other in combinations(names, 2))
        return tuple(named) if joined and not shared else ()

    def _elliptical(self, text: str) -> list[Entity]:
        """ "10:e" of "10:e och 90:e percentilen", "90" of "percentil 10 och 90", "medel-" of "medel- och"."""
        tried: list[tuple[str, tuple[int, int]]] = []
        for match in _JOINED.finditer(text):
            tried.append((f"{match['first']} {match['after']}", match.span("first")))
            tried.append((f"{match['before']} {match['second']}", match.span("second")))
        tried += [(f"{m['second']} {m['head']}", m.span("second")) for m in _SAID_FIRST.finditer(text)]
        for match in _CUT.finditer(text):
            ends = (match["second"][at:] for at in range(2, len(match["second"]) - 2))
            tried += [(match["first"] + end, match.span("first")) for end in ends]
        named = self._measures.find(text)
        for said, span in tried:
            whole = [e for e in self._measures.find(said) if (e.start, e.end) == (0, len(said)) and e.exact]
            if whole and not any(e.start <= span[0] < e.end for e in named):
                return [replace(e, start=span[0], end=span[1]) for e in whole]
        return []

    def _between(
        self, request: Request, first: tuple[Entity, ...], second: tuple[Entity, ...]
    ) -> Finding | None:
        asked = replace(
            request, operation="value", directed=False, unknown=(), percent=False, ratio_in_percent=False
        )
        for one in self._planner.plans(replace(asked, measures=first)):
            if one.choices:  # which of them is meant is asked first
                return None
            for other in self._planner.plans(replace(asked, measures=second)):
                if one.info.id == other.info.id and not (one.hard or other.hard or one.choices):
                    return self._in_one_table(request, one, other)
        if request.operation in {"compare", "change"}:
            return None
        labels = [wording.called(named[0].label) for named in (first, second)]
        note = texts.STAT_INVALID_DEFINITIONS.format(first=labels[0], second=labels[1])
        return Finding(kind="cell", status="refused", reason="invalid_operation", notes=(note,))

    def _in_one_table(self, request: Request, one: Plan, other: Plan) -> Finding | None:
        sides = [tuple(p for p in run(plan, self._statistics) if p.is_published) for plan in (one, other)]
        comparable = one.measure.unit == other.measure.unit and (
            {one.measure.statistic, other.measure.statistic} <= _SPREAD
        )
        if not comparable and request.operation in {"compare", "change"}:
            return None
        if not comparable:
            note = texts.STAT_INVALID_DEFINITIONS.format(
                first=wording.called(one.measure.label), second=wording.called(other.measure.label)
            )
            return Finding(kind="cell", status="refused", reason="invalid_operation", notes=(note,))
        pairs = [(a, b) for a in sides[0] for b in sides[1] if _place(a) == _place(b)][:MAX_CLAIMS]
        if not pairs:
            return None
        claims: list[Claim] = []
        for a, b in pairs:
            claims += [_value(one, a), _value(other, b)]
            if comparable:
                claims += _apart(one, other, a, b, ratio=request.operation == "ratio")
        gaps = tuple(dict.fromkeys(gap.note for gap in one.gaps))
        return Finding(
            kind="cell",
            status="partial" if gaps else "answered",
            reason=one.gaps[0].reason if gaps else None,
            claims=tuple(claims),
            notes=(*gaps, *dict.fromkeys(one.remarks)),
        )


def _value(plan: Plan, point: Point) -> Claim:
    return speech.claim(plan, (point,), speech.value_sentence(plan, (point,)))


def _place(point: Point) -> Mapping[str, str]:
    return {name: code for name, code in point.coordinates.items() if name != MEASURE}


def _apart(one: Plan, other: Plan, a: Point, b: Point, *, ratio: bool) -> list[Claim]:
    """How far the second measure lies from the first, for the same group."""
    low, high = sorted(((one, a), (other, b)), key=lambda side: speech.value(side[1]).value)
    values = speech.value(low[1]), speech.value(high[1])
    names = [wording.definite(side[0].measure) for side in (high, low)]
    citations = tuple(speech.cite(plan, point) for plan, point in (low, high))
    result = arithmetic.ratio(values[1], values[0]) if ratio else arithmetic.difference(*values)
    if result is None:
        return []
    period = wording.at_period(speech.code_of(one, a, "period"))
    when = f"{period} var " if period else "Enligt tabellen är "
    sex = speech.among(one, a)
    whom = f" {sex}" if sex else ""
    if ratio:
        text = f"{when}{names[0]} {format_number(result.value)} gånger {names[1]}{whom}."
    else:
        size = wording.amount(result.value, result.unit)
        text = f"{when}skillnaden {size}{whom}: {names[0]} är högre än {names[1]}."
    return [Claim(text=text, citations=citations, quantities=(result,))]
