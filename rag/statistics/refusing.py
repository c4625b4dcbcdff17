"""What the tables must not be made to say: the future, places they lack, sums of medians and of stocks."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from rag import texts
from rag.schema import Finding, TableInfo
from rag.statistics.fitting import ADDITIVE
from rag.statistics.operations import unknown_operation
from rag.statistics.pay import unheld_percentile
from rag.statistics.plan import Plan, Planner
from rag.statistics.request import Request

_WORKING = re.compile(r"\b(?:sysselsatta?|förvärvsarbetande|yrkesarbetande)\b", re.IGNORECASE)
"""Those who work are not all who live there."""
_PEOPLE = "Folkmängd"


class Refusing:
    """Refuses a request, with the reason, before any table is read for it."""

    def __init__(
        self,
        tables: Sequence[TableInfo],
        planner: Planner,
        assessments: Collection[str],
        percentiles: Collection[int],
    ) -> None:
        self._tables = tables
        self._percentiles = frozenset(percentiles)
        self._planner = planner
        self._assessments = assessments

    def refused(self, request: Request) -> Finding | None:
        """The refusal of a request; None when its figures may be given."""
        later = request.today and any(span.first[:4] > request.today[:4] for span in request.periods)
        if later or (request.ahead and not self._foretold(request)):
            return Finding(
                kind="cell", status="no_evidence", reason="prediction", notes=(texts.STAT_NO_FORECAST,)
            )
        if request.places:
            note = texts.STAT_UNKNOWN_PLACE.format(asked=request.places[0])
            return Finding(kind="cell", status="no_evidence", reason="region_missing", notes=(note,))
        if (working := _WORKING.search(request.text)) and self._is_of_people(request):
            note = texts.STAT_UNKNOWN_GROUP.format(asked=working[0].lower())
            return Finding(kind="cell", status="no_evidence", reason="breakdown_missing", notes=(note,))
        if asked := unheld_percentile(request.text, self._percentiles):
            note = texts.STAT_UNKNOWN_GROUP.format(asked=asked)
            return Finding(kind="cell", status="no_evidence", reason="breakdown_missing", notes=(note,))
        edge = request.ranking is not None and request.ranking.edge
        if not edge and (unknown := unknown_operation(request.text)):
            return refusal(texts.STAT_NO_OPERATION.format(asked=unknown))
        if request.overlapping:
            return refusal(texts.STAT_INVALID_OVERLAP)
        groups = max(len(request.occupations), len(request.regions), len(request.sexes), len(request.periods))
        several = groups > 1 or request.every or bool(request.ranking and request.ranking.summed)
        if request.invalid_if_averaged and (several or request.periods):
            return self._invalid(request, several=several)
        return None

    def _is_of_people(self, request: Request) -> bool:
        """Whether all who live somewhere are counted."""
        return all(entity.label.startswith(_PEOPLE) for entity in request.measures)

    def _foretold(self, request: Request) -> bool:
        """Whether a measure that is asked for is published for times to come, as an assessment or a table."""
        named = {entity.code.partition(":")[0] for entity in request.measures}
        ahead = {t.id for t in self._tables if _reaches_beyond(t, request.today)}
        return bool(named & ahead) or any(e.code in self._assessments for e in request.measures)

    def _invalid(self, request: Request, *, several: bool) -> Finding | None:
        """Refuses to put medians, means or shares of several groups together, or a stock of several times."""
        plans = self._planner.plans(request)
        if not plans:
            return None
        if plans[0].measure.statistic in ADDITIVE:
            return refusal(texts.STAT_INVALID_STOCK) if _adds_a_stock(plans[0], request) else None
        if plans[0].query.operation == "mean":
            return None
        times = [d.id for d in plans[0].info.dimensions if d.role == "period"]
        if not several and all(len(plans[0].query.selections[name]) < 2 for name in times):
            return None
        return refusal(
            texts.STAT_INVALID_SUM if plans[0].measure.statistic == "share" else texts.STAT_INVALID_MEAN
        )


def refusal(note: str) -> Finding:
    """What is asked cannot be worked out, and why."""
    return Finding(kind="cell", status="refused", reason="invalid_operation", notes=(note,))


def _reaches_beyond(table: TableInfo, today: str) -> bool:
    """Whether a table has periods that begin after today."""
    times = next((d.codes for d in table.dimensions if d.role == "period"), {})
    return bool(today) and any(code[:4] > today[:4] for code in times)


def _adds_a_stock(plan: Plan, request: Request) -> bool:
    """Whether people counted at several times would be added: each would be counted many times over."""
    times = next((d for d in plan.info.dimensions if d.role == "period"), None)
    if times is None or times.additive or plan.measure.statistic == "sum" or plan.query.operation == "mean":
        return False
    if len(request.periods) > 1:
        return plan.query.operation == "sum"
    one_group = max(len(request.regions), len(request.occupations), len(request.sexes)) < 2
    longer = any(len(span.among(times.codes)) > 1 for span in request.periods if not span.latest)
    return one_group and longer
