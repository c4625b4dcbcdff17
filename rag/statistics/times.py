"""When: from the periods of a request to those of a table, with the distance between them said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag import texts
from rag.schema import Dimension
from rag.statistics.axis import JOIN, Axis, Gap
from rag.statistics.request import Request
from rag.swedish.periods import MONTHS, PeriodSpan, format_period, month_range

FRESH_MONTHS = 3
STALE_MONTHS = 24
"""From this age the latest figure of a table is said to be the latest there is."""
ONE_TO_CHOOSE = 3.0
"""Cost of a table that has only one time of those among which the first is asked for."""
MAX_PARTS = 4
"""A period that the table has in no more parts than this is told part by part."""
_WHOLE = re.compile(r"^(?:hela|helåret|kalenderåret|året|år) ")
_EACH_MONTH = re.compile(r"\b(?:månad för månad|varje månad|månadsvis|per månad|månaderna)\b", re.IGNORECASE)
_EACH_YEAR = re.compile(r"\b(?:år för år|varje år|årsvis|årligen|per år|helår\w*|åren)\b", re.IGNORECASE)
_NOW = re.compile(
    r"\b(?:just nu|nu|i ?dag|för närvarande|för tillfället|nuvarande|den här veckan)\b", re.IGNORECASE
)
_MONTHS = re.compile(rf"\b(?:månad\w*|kvartal\w*|{'|'.join(MONTHS)})\b", re.IGNORECASE)
TWO_YEARS = 24
"""Months from which the course of a flow is told by the year."""
UNKNOWN = "0000"
"""The period of a table that does not tell its own."""


def period_axis(request: Request, dimension: Dimension, sums: bool) -> Axis | None:
    codes = tuple(dimension.codes)
    if request.ranking and request.ranking.over == "period":
        grain = request.ranking.grain
        codes = tuple(code for code in codes if not grain or _grain(code) == grain)
        if not codes and sums and grain:
            return _whole_periods(request, tuple(dimension.codes), grain)
        within = _within(request, codes)
        if not codes:
            return None
        if within:
            before = codes[max(codes.index(within[0]) - 1, 0) : codes.index(within[0])]
            alone = len(within) == 1 and len(codes) > 1 and _grain(codes[-1]) == "Y"
            axis = Axis((*before, *within) if request.ranking.by == "change" else within)
            return replace(axis, cost=ONE_TO_CHOOSE) if alone else axis
    if request.changes and len(codes) == 1:
        return Axis(codes, gaps=[Gap("period_missing", texts.STAT_ONE_TIME, hard=True)], cost=5.0)
    if request.month and request.operation == "value":
        return _latest_month(request.month, codes)
    by_year = _by_year(request, codes) if sums else None
    if by_year is not None:
        return by_year
    if not request.periods:
        return Axis(_without_period(request, codes), remarks=_age_remark(request, codes[-1]))
    axis = Axis(cost=1.0 if _EACH_MONTH.search(request.text) and _grain(codes[-1]) != "M" else 0.0)
    missing: list[tuple[tuple[str, ...], Gap, float]] = []
    for span in request.periods:
        wholes = _wholes_of(span, codes, request) if sums else {}
        if wholes:
            axis.coordinates += tuple(code for code in wholes if code not in axis.coordinates)
            axis.names |= wholes
            continue
        chosen, gap, cost = _periods(span, codes, request)
        if gap and gap.hard:
            missing.append((chosen, gap, cost))
            continue
        axis.coordinates += tuple(code for code in chosen if code not in axis.coordinates)
        axis.cost += cost
        if gap and gap not in axis.gaps:
            axis.gaps.append(gap)
    _add_missing(axis, missing)
    if any(span.latest for span in request.periods):
        axis.remarks += _age_remark(request, codes[-1])
    if sums and request.operation == "sum" and len(axis.coordinates) > MAX_PARTS:
        whole = _years_of(axis.coordinates, codes)
        axis.coordinates, axis.names = whole or axis.coordinates, axis.names | {c: c[:4] for c in whole}
    if request.changes and len(axis.coordinates) > 2:
        ends = {code for span in request.periods for code in (span.first, span.last) if code}
        exact = bool(ends) and ends <= set(axis.coordinates)
        axis.coordinates = (axis.coordinates[0], axis.coordinates[-1]) if exact else _ends(axis.coordinates)
        axis.coordinates = _years_apart(request.periods, codes) or axis.coordinates
    return axis


def _years_apart(spans: Sequence[PeriodSpan], codes: tuple[str, ...]) -> tuple[str, ...]:
    """The latest period and the one so many years before it, for "de senaste två åren"; none without both."""
    if len(spans) != 1 or spans[0].unit != "Y" or not spans[0].latest or spans[0].about:
        return ()
    last = spans[0].among(codes)[-1:]
    before = tuple(f"{int(code[:4]) - spans[0].latest}{code[4:]}" for code in last)
    return (*before, *last) if before and before[0] in codes else ()


def _by_year(request: Request, codes: tuple[str, ...]) -> Axis | None:
    """The sums of whole years of a flow, where its course over years is asked for and no month is."""
    if (
        request.operation not in {"series", "change"}
        or len(request.periods) > 1
        or _MONTHS.search(request.text)
    ):
        return None
    over_years = bool(_EACH_YEAR.search(request.text))
    for span in request.periods:
        inside = span.among(codes)
        months = month_range(inside[-1])[1] - month_range(inside[0])[0] + 1 if inside else 0
        over_years |= months >= TWO_YEARS and (request.operation == "series" or span.about)
    if not over_years:
        return None
    axis = _whole_periods(request, codes, "Y")
    if axis is not None and request.operation == "change":
        axis.coordinates = (axis.coordinates[0], axis.coordinates[-1])
    return axis


def _within(request: Request, codes: tuple[str, ...]) -> tuple[str, ...]:
    """The periods to choose among: those of the stretch that is named, or each one that is."""
    spans = request.periods if request.ranking and request.ranking.named else request.periods[:1]
    inside = {code for span in spans for code in span.among(codes)}
    return tuple(code for code in codes if code in inside) if spans else codes


def _latest_month(month: str, codes: tuple[str, ...]) -> Axis:
    """ "I juni", of no year: the latest June of the table, which is said."""
    named = [code for code in codes if code[4:] == f"M{month}"]
    if named:
        return Axis((named[-1],), remarks=[texts.STAT_LATEST_MONTH.format(given=format_period(named[-1]))])
    gap = Gap("period_missing", texts.STAT_PERIOD_COARSER.format(asked="månader", given=_called(codes[-1])))
    return Axis(codes[-1:], gaps=[gap], cost=1.5)


def _years_of(chosen: Sequence[str], codes: tuple[str, ...]) -> tuple[str, ...]:
    """The years that months make up, when they make up whole ones; nothing else."""
    years = dict.fromkeys(code[:4] for code in chosen)
    joined = tuple(_whole_of(year, codes) for year in years)
    return joined if all(joined) and JOIN.join(joined).split(JOIN) == list(chosen) else ()


def _whole_periods(request: Request, codes: tuple[str, ...], grain: str) -> Axis | None:
    """Years or quarters that are ordered, as the sums of the months that a flow is counted by."""
    within = request.periods[0].among(codes) if request.periods else codes
    wholes: dict[str, str] = {}
    for code in within:
        name = code[:4] if grain == "Y" else f"{code[:4]}K{month_range(code)[0] % 12 // 3 + 1}"
        joined = _whole_of(name, codes)
        if joined:
            wholes[joined] = name
    return Axis(tuple(wholes), names=wholes) if len(wholes) > 1 else None


def _grain(code: str) -> str:
    return code[4:5] or "Y"


def _add_missing(axis: Axis, missing: Sequence[tuple[tuple[str, ...], Gap, float]]) -> None:
    """Periods that the table lacks: told beside those it has, else the nearest one is kept to be offered."""
    for _chosen, gap, cost in missing:
        axis.cost += cost
        axis.gaps.append(replace(gap, hard=not axis.coordinates))
    if missing and not axis.coordinates:
        axis.coordinates = missing[0][0]


def _wholes_of(span: PeriodSpan, codes: tuple[str, ...], request: Request) -> dict[str, str]:
    """The coordinates that add up the years or quarters of a flow that a span names, and their codes.

    A change over a stretch is between its two ends; empty when the table has the period itself, or not all
    its months.
    """
    if (
        span.latest
        or not (span.first and span.last)
        or (request.operation in {"series", "mean"} or _ranks_periods(request))
    ):
        return {}
    if not span.single and not request.changes:
        return {}
    wholes = {_whole_of(code, codes): code for code in (span.first, span.last)}
    return {} if "" in wholes else wholes


def _ranks_periods(request: Request) -> bool:
    return request.ranking is not None and request.ranking.over == "period"


def _whole_of(code: str, codes: tuple[str, ...]) -> str:
    inside = PeriodSpan(0, 0, first=code, last=code).among(codes)
    if code in codes or not inside:
        return ""
    months = sum(month_range(one)[1] - month_range(one)[0] + 1 for one in inside)
    first, last = month_range(code)
    return JOIN.join(inside) if months == last - first + 1 else ""


def _age_remark(request: Request, latest: str) -> list[str]:
    """Says that the latest figure is old, when it is; sooner when the question asks for today."""
    if not request.today or latest == UNKNOWN or request.operation != "value":
        return []
    months = int(request.today[:4]) * 12 + int(request.today[5:7] or 1) - 1 - month_range(latest)[1]
    stale = FRESH_MONTHS if request.periods else STALE_MONTHS
    asks_now = request.periods and _NOW.search(request.text)
    return [texts.STAT_NOT_NOW if asks_now else texts.STAT_LATEST] if months >= stale else []


def _asked(request: Request, span: PeriodSpan) -> str:
    """A time as it was asked for, after "för": "tio år sedan" of "för tio år sedan"."""
    return request.said(span).removeprefix("för ")


def _without_period(request: Request, codes: tuple[str, ...]) -> tuple[str, ...]:
    if request.operation == "series":
        return codes
    return _ends(codes) if request.changes else codes[-1:]


def _ends(codes: tuple[str, ...]) -> tuple[str, ...]:
    """First and last of a stretch; for months and quarters the first of the same season as the last."""
    last = codes[-1]
    season = last[4:]
    first = next(code for code in codes if code[4:] == season)
    return (first, last) if first != last else (codes[0], last)


def _periods(
    span: PeriodSpan, codes: tuple[str, ...], request: Request
) -> tuple[tuple[str, ...], Gap | None, float]:
    """Periods of the table for one span, with the gap between them and what was asked."""
    inside = span.among(codes)
    if not span.single:
        return _stretch(span, codes, inside, request)
    if span.latest:
        return codes[-1:], None, 0.0
    asked = span.first
    if asked in codes:
        if request.changes and codes.index(asked) > 0 and len(request.periods) == 1:
            return (codes[codes.index(asked) - 1], asked), None, 0.0
        return (asked,), None, 0.0
    if inside:
        if request.operation in {"series", "mean"} or request.changes:
            return inside, None, 0.5
        whole = _WHOLE.sub("", request.said(span))
        if request.averaged:
            note = texts.STAT_NO_MEAN_OVER_TIME.format(asked=whole)
            return inside[-1:], Gap("invalid_operation", note, hard=True), 1.5
        if len(inside) <= MAX_PARTS:
            return inside, Gap("period_missing", texts.STAT_PERIOD_PARTS.format(asked=whole)), 1.5
        note = texts.STAT_PERIOD_FINER.format(asked=whole, given=_called(inside[-1]))
        return inside[-1:], Gap("period_missing", note), 1.5
    around = tuple(code for code in codes if _holds(code, asked))
    if around:
        return around[-1:], _coarser(request.said(span), _called(around[-1])), 1.5
    nearest = _nearest(codes, asked)
    note = texts.STAT_PERIOD_ABSENT.format(asked=_asked(request, span))
    return (nearest,), Gap("period_missing", note, hard=True), 3.0 + _distance(nearest, asked) / 24


def _stretch(
    span: PeriodSpan, codes: tuple[str, ...], inside: tuple[str, ...], request: Request
) -> tuple[tuple[str, ...], Gap | None, float]:
    around = tuple(
        code for code in codes if span.first and _holds(code, span.first) and _holds(code, span.last)
    )
    if not inside and around:
        return around[-1:], _coarser(request.said(span), _called(around[-1])), 1.5
    if not inside:
        asked = span.last or span.first
        nearest = _nearest(codes, asked) if asked else codes[-1]
        note = texts.STAT_PERIOD_ABSENT.format(asked=_asked(request, span))
        return (nearest,), Gap("period_missing", note, hard=True), 5.0
    covered = _covers(inside, span)
    given = f"{_called(inside[0])}–{_called(inside[-1])}"
    gap = None if covered else Gap("period_missing", texts.STAT_PERIOD_PARTLY.format(given=given))
    if len(inside) == 1 and covered:
        return inside, None, 0.0
    return inside, gap, 0.0 if covered else 1.5


def _coarser(asked: str, given: str) -> Gap:
    note = texts.STAT_PERIOD_COARSER.format(asked=asked, given=given)
    refused = texts.STAT_ONLY_WIDER.format(asked=asked, given=f"hela {given}" if given.isdigit() else given)
    return Gap("period_missing", note, if_refused=refused)


def _covers(inside: Sequence[str], span: PeriodSpan) -> bool:
    early = not span.first or month_range(inside[0])[0] <= month_range(span.first)[0]
    late = not span.last or month_range(inside[-1])[1] >= month_range(span.last)[1]
    if span.about:
        return True
    if span.latest:
        wanted = {"Y": 12, "K": 3, "M": 1}.get(span.unit, 0) * span.latest
        return month_range(inside[-1])[1] - month_range(inside[0])[0] + 1 >= wanted
    return early and late


def _holds(code: str, asked: str) -> bool:
    if code == UNKNOWN or not asked:
        return False
    low, high = month_range(code)
    return low <= month_range(asked)[0] and month_range(asked)[1] <= high


def _nearest(codes: Sequence[str], asked: str) -> str:
    return min(codes, key=lambda code: (_distance(code, asked), code))


def _distance(code: str, asked: str) -> int:
    """Months between two periods."""
    if code == UNKNOWN:
        return 0
    return abs(month_range(code)[1] - month_range(asked)[1])


def _called(code: str) -> str:
    return "den omgång som källan har" if code == UNKNOWN else format_period(code)
