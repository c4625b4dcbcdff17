"""An order that a question asks for: of what, by what, how many of them, from which end."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from rag.entities.regions import RegionKind

RankOver = Literal["kommun", "lan", "riksomrade", "occupation", "period", "industry", "sex"]
RankBy = Literal["value", "change", "gap", "share"]
MAX_SHARING = 25
"""Of those that share one end of a scale in words so many are named: all counties, at least."""
DEFAULT_RANK = 5
MAX_RANK = 20
MAX_LISTED = 21
"""Those that are told when all of a group are asked for: as many as there are län."""
MAX_NAMED = 8


@dataclass(frozen=True, slots=True)
class Ranking:
    """What is ranked, how many are wanted, and from which end."""

    over: RankOver
    count: int
    highest: bool
    own: bool = False
    """Asks for the place of one that is named: "på vilken plats låg Skåne"."""
    grain: str = ""
    """For a ranking of periods: "M", "K" or "Y", when the question says which."""
    limit: Decimal | None = None
    """Only those above (`highest`) or below it: "kommuner med färre än 5 000 invånare"."""
    edge: Literal["", "first", "last"] = ""
    """For a ranking of periods with a limit: which of those beyond it is wanted."""
    limit_of: str = ""
    """The region whose own value is the limit: "län under rikssnittet"."""
    counted: bool = False
    """Asks how many lie beyond the limit, not which: "i hur många län"."""
    nth: int = 1
    """The place that the first one shown has: 2 for "näst högst"."""
    ends: bool = False
    """Asks how far the first lies from the last."""
    by: RankBy = "value"
    """What is computed for each one before they are ordered: its change over time, its gap between the sexes,
    or its share."""
    relative: bool = False
    """Whether a change or gap is ordered by its size in percent."""
    loose: bool = False
    """Asks only where: of län, else of the regions that the table has."""
    summed: bool = False
    """Asks what the first ones come to together: "de fem största kommunerna tillsammans"."""
    named: bool = False
    """Only those that the question names are ordered: "vem tjänar mest av domare, åklagare och poliser"."""


def is_beyond(value: Decimal, ranking: Ranking) -> bool:
    """Whether a value lies on the wanted side of the ranking's limit."""
    assert ranking.limit is not None
    return value > ranking.limit if ranking.highest else value < ranking.limit


def rank_kind(over: RankOver) -> RegionKind | None:
    """The kind of region that a ranking is over, when it is over regions."""
    return over if over in ("kommun", "lan", "riksomrade") else None
