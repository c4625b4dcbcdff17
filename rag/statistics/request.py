"""A question about figures, taken apart: which measures, what is done with them, for whom, where and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rag.schema import Entity
from rag.statistics.ages import Ages
from rag.statistics.operations import Operation
from rag.statistics.ranking import Ranking
from rag.swedish.periods import PeriodSpan, format_period

ShareOf = Literal["sex", "age", "region", "occupation", "sector", ""]


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names something, with every code it may stand for."""

    text: str
    entities: tuple[Entity, ...]
    vague: bool = False
    """Names only what many groups have in common: "chef"."""

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(entity.code for entity in self.entities)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The question, taken apart."""

    measures: tuple[Entity, ...]
    operation: Operation
    beside: tuple[Entity, ...] = ()
    """Measures of another kind that the same words ask for."""
    mixed: bool = False
    """Whether `beside` is the same thing counted in another way, with which it must not be computed."""
    regions: tuple[Mention, ...] = ()
    occupations: tuple[Mention, ...] = ()
    sexes: tuple[str, ...] = ()
    ages: Ages | None = None
    share_of: ShareOf = ""
    """What a share would be over, as the question has it; empty when it names no whole."""
    whole: Mention | None = None
    """The region that holds the one named, when a share of it is asked for: Norrbotten, of Luleå."""
    every: bool = False
    """Asks to put a whole group together: "lägg ihop alla län"."""
    percent: bool = False
    """Asks for a share or a rate."""
    directed: bool = False
    """Measures the first thing named against the second."""
    ratio_in_percent: bool = False
    """Wants the first thing named in percent of the second: "kvinnors lön i procent av mäns"."""
    periods: tuple[PeriodSpan, ...] = ()
    month: str = ""
    """A month named without any year, "06": the latest one is meant."""
    ranking: Ranking | None = None
    unknown: tuple[str, ...] = ()
    """Words that say something nobody here understands: "akademiker"."""
    doubtful: tuple[str, ...] = ()
    """Words that may say whom the figure should be about, or may be told beside it."""
    places: tuple[str, ...] = ()
    """Names of places that nobody here knows: "Gränna"."""
    definition: str = ""
    """The survey or index that the figure must follow, when the question says so: "AKU", "KPI"."""
    overlapping: bool = False
    """Names a region and another that lies in it, to be put together."""
    strict: bool = False
    """Wants the place named and nothing wider."""
    invalid_if_averaged: bool = False
    """Asks to put groups together: fine for counts, wrong for medians and shares."""
    intent: bool = False
    """Asks for a figure in so many words."""
    context: bool = False
    """Names where, when or for whom."""
    overall: bool = False
    """Sets something beside all occupations: "jämfört med alla yrken"."""
    changing: bool = False
    """Speaks of something that grows or falls."""
    compares: bool = False
    """Says which of two things is more."""
    ahead: bool = False
    """Asks of times to come: "väntas bli", "en prognos för"."""
    averaged: bool = False
    """Asks for the mean of a stretch of time: "i snitt 2022"; of wages it asks for the mean wage."""
    total: bool = False
    """Asks how many over a stretch of time, and not how they developed."""
    excluded: tuple[Mention, ...] = ()
    """What is left out of an order: "utom Stockholm"."""
    text: str = ""
    today: str = ""

    @property
    def changes(self) -> bool:
        """Whether two ends of a stretch of time are set against each other, once or for each one ranked."""
        return self.operation == "change" or (self.ranking is not None and self.ranking.by == "change")

    @property
    def shares(self) -> bool:
        """Whether a part is set against its whole, once or for each one ranked."""
        return self.operation == "share" or (self.ranking is not None and self.ranking.by == "share")

    def said(self, span: PeriodSpan) -> str:
        """The words of a period; its name where another part of the question has them."""
        return self.text[span.start : span.end].strip().lower() or format_period(span.first)
