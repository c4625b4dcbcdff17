"""Where: from the regions of a request to those of a table, sums of kommuner included."""

from __future__ import annotations

from functools import cache

from rag import texts
from rag.entities.regions import RegionKind, ancestors, by_kind, members, region
from rag.schema import Dimension
from rag.statistics.axis import JOIN, Axis, Gap
from rag.statistics.ranking import rank_kind
from rag.statistics.request import Mention, Request


def region_axis(request: Request, dimension: Dimension, sums: bool) -> Axis | None:
    kind = rank_kind(request.ranking.over) if request.ranking and not request.ranking.named else None
    if kind is not None:
        return _ranked_regions(request, dimension, kind, sums)
    if request.shares and request.share_of == "region":
        return _part_of_the_country(request, dimension, sums)
    if not request.regions:
        return _whole_country(dimension, sums)
    axis = Axis()
    for mention in request.regions:
        one = _place(dimension, mention, sums)
        if one is None:
            return None
        axis.coordinates += tuple(code for code in one.coordinates if code not in axis.coordinates)
        axis.gaps += one.gaps
        axis.remarks += one.remarks
        axis.names |= one.names
        axis.cost += one.cost
    if request.strict:
        axis.gaps = [gap.refused() for gap in axis.gaps]
    return axis


def _part_of_the_country(request: Request, dimension: Dimension, sums: bool) -> Axis | None:
    """The region named and what holds it: the one the question says, else the country."""
    part = _place(dimension, request.regions[0], sums)
    whole = _place(dimension, request.whole, sums) if request.whole else _whole_country(dimension, sums)
    if part is None or whole is None or part.gaps or whole.gaps:
        return None
    return Axis((*part.coordinates, *whole.coordinates), names=part.names | whole.names)


def _whole_country(dimension: Dimension, sums: bool) -> Axis:
    if "00" in dimension.codes:
        return Axis(("00",))
    total = _sum_of(dimension, "00") if sums else None
    if total:
        return Axis((total,), remarks=[_sum_note("00")], names={total: "00"}, cost=0.5)
    code, label = next(iter(dimension.codes.items()))
    note = texts.STAT_REGION_ONLY.format(given=label)
    return Axis((code,), gaps=[Gap("region_missing", note)], cost=6.0)


def _place(dimension: Dimension, mention: Mention, sums: bool) -> Axis | None:
    for code in mention.codes:
        if code in dimension.codes:
            return Axis((code,))
    for code in mention.codes:
        total = _sum_of(dimension, code) if sums else None
        if total:
            return Axis((total,), remarks=[_sum_note(code)], names={total: code}, cost=0.5)
    asked = _asked_name(mention)
    for code in mention.codes:
        for outer in ancestors(code):
            if outer in dimension.codes:
                given = _region_name(outer)
                note = texts.STAT_REGION_WIDER.format(given=given, asked=asked)
                refused = texts.STAT_ONLY_WIDER.format(given=given, asked=asked)
                gap = Gap("region_missing", note, if_refused=refused)
                return Axis((outer,), gaps=[gap], cost=4.0 if outer == "00" else 3.0)
    given, label = next(iter(dimension.codes.items()))
    note = texts.STAT_REGION_OTHER.format(given=label, asked=asked)
    return Axis((given,), gaps=[Gap("region_missing", note, hard=True)], cost=9.0)


def _ranked_regions(request: Request, dimension: Dimension, kind: RegionKind, sums: bool) -> Axis | None:
    within = {code for mention in request.regions for code in mention.codes}
    if request.ranking and request.ranking.own:
        within = set()
    out = {code for mention in request.excluded for code in mention.codes}
    codes = [c for c in _regions_of(kind) if c not in out and (not within or within & set(ancestors(c)))]
    direct = [code for code in codes if code in dimension.codes]
    if direct and request.ranking and request.ranking.limit_of:
        return Axis((*direct, "00")) if "00" in dimension.codes else None
    if direct:
        return Axis(tuple(direct)) if len(direct) > 1 else None
    if kind == "lan" and request.ranking and request.ranking.loose and not sums:
        return _ranked_regions(request, dimension, "riksomrade", sums)
    joined = {total: code for code in codes if sums and (total := _sum_of(dimension, code))}
    return Axis(tuple(joined), names=joined, cost=0.5) if joined else None


@cache
def _regions_of(kind: RegionKind) -> tuple[str, ...]:
    return members("00", kind)


def _sum_of(dimension: Dimension, code: str) -> str | None:
    """The coordinate that adds up to a region: its län where the table has them all, else its kommuner."""
    for kind in ("lan", "kommun"):
        parts = members(code, kind)
        if parts and all(part in dimension.codes for part in parts):
            return JOIN.join(by_kind(parts, kind))
    return None


def _sum_note(code: str) -> str:
    return texts.STAT_REGION_SUM.format(given=_region_name(code))


def _asked_name(mention: Mention) -> str:
    """The bare name when it may stand for several regions, else the full one."""
    found = region(mention.codes[0])
    return found.short if found and len(mention.codes) > 1 else _region_name(mention.codes[0])


def _region_name(code: str) -> str:
    found = region(code)
    return found.name if found else code
