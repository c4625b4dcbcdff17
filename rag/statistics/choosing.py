"""When one word stands for many occupations or groups: asks which, or picks one and says so.

A question about one such word is asked back. One that sets it beside another ("läkare mot sjuksköterskor")
is answered for the occupation that is most looked for, which is named, and the others are offered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag import texts
from rag.schema import Clarification, Dimension, Entity, Finding, Query, TableInfo
from rag.statistics import wording
from rag.statistics.execute import MEASURE, Cells
from rag.statistics.occupation_codes import OccupationCodes
from rag.statistics.plan import Plan
from rag.statistics.request import Mention, Request
from rag.statistics.wording import lower_first
from rag.swedish.words import fold

MAX_OPTIONS = 6
OFFERED = 2


@dataclass(frozen=True, slots=True)
class Picked:
    """The request with one occupation for each word, what to say about it, and what else might be meant."""

    request: Request
    notes: tuple[str, ...]
    suggestions: tuple[str, ...]


class Choosing:
    """Knows how many ask for each occupation, by a table that counts them."""

    def __init__(self, tables: Sequence[TableInfo], occupations: OccupationCodes, statistics: Cells) -> None:
        self._occupations = occupations
        self._statistics = statistics
        counting = [
            (table, measure, dimension)
            for table in tables
            for measure in table.measures
            for dimension in table.dimensions
            if dimension.role == "occupation" and measure.statistic == "count"
        ]
        self._counted = max(counting, key=lambda one: len(one[2].codes), default=None)

    def picked(self, query: Query, request: Request, plan: Plan) -> Picked | None:
        """One occupation for each word of a comparison; None when the question compares nothing."""
        if len(request.occupations) < 2 or any(mention.vague for mention in request.occupations):
            return None
        dimension = next(d for d in plan.info.dimensions if d.role == "occupation")
        mentions, notes, offered = [], [], []
        for mention in request.occupations:
            codes = self._occupations.of_mention(dimension, mention)
            if len(codes) < 2:
                mentions.append(mention)
                continue
            first, *others = sorted(codes, key=self._looked_for, reverse=True)
            label = dimension.codes[first]
            mentions.append(_only(mention, first, label))
            notes.append(texts.STAT_PICKED.format(asked=mention.text, given=lower_first(label)))
            offered += [_instead(query.question, mention, dimension.codes[code]) for code in others[:OFFERED]]
        return Picked(replace(request, occupations=tuple(mentions)), tuple(notes), tuple(offered))

    def _looked_for(self, code: str) -> int:
        """How many advertisements an occupation has in all of the country; 0 when nothing counts it."""
        if self._counted is None:
            return 0
        table, measure, dimension = self._counted
        places = {d.id: d.total or tuple(d.codes)[-1] for d in table.dimensions}
        cell = self._statistics.cell(table.id, {**places, dimension.id: code, MEASURE: measure.id})
        return int(cell.value) if cell and cell.value is not None else 0

    def which(self, query: Query, request: Request, plan: Plan) -> Finding:
        """Asks which of many occupations, or groups of a dimension without a total, is meant."""
        dimension = next(d for d in plan.info.dimensions if plan.choices[0] in d.codes)
        choices = [code for code in plan.choices if code in dimension.codes]
        unclear = next(
            (m for m in request.occupations if choices and choices[0] in self._codes(dimension, m)), None
        )
        if dimension.role != "occupation" or unclear is None:
            return _which_group(query, plan, dimension)
        options = tuple(
            (dimension.codes[code], _instead(query.question, unclear, dimension.codes[code]))
            for code in choices[:MAX_OPTIONS]
        )
        return _asked(texts.STAT_WHICH_OCCUPATION, options)

    def _codes(self, dimension: Dimension, mention: Mention) -> tuple[str, ...]:
        return self._occupations.of_mention(dimension, mention)


def _only(mention: Mention, code: str, label: str) -> Mention:
    entity = mention.entities[0]
    return Mention(
        mention.text,
        (Entity(kind="occupation", code=f"ssyk:{code}", label=label, start=entity.start, end=entity.end),),
    )


def _instead(question: str, mention: Mention, label: str) -> str:
    """The question with the occupation in the place of the word that may mean it."""
    start, end = mention.entities[0].start, mention.entities[0].end
    if end <= start:  # found by its word alone
        start = fold(question).find(fold(mention.text))
        end = start + len(mention.text)
    if start < 0:
        return f"{question.rstrip(' ?!.')}: {lower_first(label)}?"
    name = lower_first(label) if start else label
    return f"{question[:start]}{name}{question[end:]}"


def _which_group(query: Query, plan: Plan, dimension: Dimension) -> Finding:
    asked = query.question.rstrip(" ?!.")
    options = tuple(
        (label, f"{asked}, {wording.lower_first(label)}?")
        for label in (dimension.codes[code] for code in plan.choices[:MAX_OPTIONS])
    )
    return _asked(texts.STAT_WHICH_GROUP.format(label=dimension.label), options)


def _asked(text: str, options: tuple[tuple[str, str], ...]) -> Finding:
    return Finding(
        kind="cell",
        status="clarify",
        reason="ambiguous",
        clarification=Clarification(text=text, options=options),
    )
