"""The order that a question asks for, seen together with what it names: of which, by what, from which end."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import cast

from rag.entities.regions import region
from rag.schema import Entity
from rag.statistics.operations import is_relative, wants_change, wants_difference, wants_percent
from rag.statistics.rank_reading import names_work, ranks_named, read_choice, read_extreme, read_ranking
from rag.statistics.ranking import MAX_NAMED, MAX_RANK, RankBy, Ranking, RankOver, rank_kind
from rag.statistics.request import Mention, ShareOf
from rag.statistics.superlatives import GOOD, LOW, POOR, falls, orders
from rag.swedish.periods import PeriodSpan, month_range

_CLAIMS = re.compile(
    r"\b(?:hade|har|låg|ligger|var|är)\b[^.?!]{0,40}\b(?:högst|lägst|störst|minst|flest|färst|mest)\w*\b[^.?!]{0,60}"
    r"\b(?:i (?:hela )?landet|i (?:hela )?sverige|av alla|bland (?:alla|länen|kommunerna))\b",
    re.IGNORECASE,
)
""" "Stämmer det att Skåne hade högst arbetslöshet i landet": the place of the one named."""
_THAN = re.compile(r"\b(?P<end>mer|högre|fler|mindre|lägre|färre)\b.{0,20}\bän\b", re.IGNORECASE)
""" "I vilka yrken tjänar kvinnor mer än män": those where the gap goes that way."""
_THAN_TIME = re.compile(
    r"\b(?P<end>mer|högre|fler|mindre|lägre|färre)\b.{3,60}\bän\b(?: i| år| under)? (?:\w+ )?\d",
    re.IGNORECASE,
)
_EVER = re.compile(
    r"\b(?:någonsin|hittills|genom tiderna|i tabellen|någon gång|uppmätta?|genom åren)\b|"
    r"\bvilken (?:är|var|blev) (?:den )?(?:allra )?(?:högsta|lägsta)\b",
    re.IGNORECASE,
)
"""Of all times: "den högsta inflationen någonsin"."""
_WHICH = re.compile(r"\bvilka\b", re.IGNORECASE)
_LESS = frozenset({"mindre", "lägre", "färre"})
_YRKENA = re.compile(r"\b(?:yrken|yrkena|yrkesgrupperna|alla yrken)\b", re.IGNORECASE)
_LAN = re.compile(r"\b(?:vilk\w+|länen|länens|bland|av) ?(?:\w+ )?län\w*|\blänen\b", re.IGNORECASE)
_BURDEN = re.compile(r"arbetslös|varsl|varsel|inflation", re.IGNORECASE)
"""Measures that are better the lower they are."""


def without_names(text: str, named: Sequence[Entity]) -> str:
    """The text without the names of percentiles that sound like an order: "lägst betalda"."""
    for entity in named:
        if "percentil" in entity.label.lower() and any(
            orders(word) for word in text[entity.start : entity.end].split()
        ):
            text = text[: entity.start] + " " * (entity.end - entity.start) + text[entity.end :]
    return text


def read_order(
    text: str,
    regions: Sequence[Mention],
    occupations: Sequence[Mention],
    sexes: Sequence[str],
    share_of: ShareOf,
    periods: Sequence[PeriodSpan],
) -> Ranking | None:
    """The order that is asked for, among all of a kind or among those that are named."""
    ranking = read_ranking(text)
    if ranking is not None and ranking.edge:
        return ranking
    placed = [mention for mention in regions if mention.codes[0] != "00"]
    listed = _listed(regions, occupations)
    if ranking is not None and ranking.loose and not placed and not occupations and _times(periods) > 1:
        ranking = replace(ranking, over="period", loose=False)  # "var inflationen högst i mars eller i juli"
    if ranking is not None and not ranking.own:
        ranking = _among_named(text, ranking, regions, listed)
        peers = listed.get(ranking.over, 0) if ranking.over != "period" else _times(periods)
        if 1 < peers <= MAX_NAMED and not ranking.counted:
            ranking = replace(ranking, named=True, count=peers)
    elif ranking is None and len(listed) == 1:
        ((over, peers),) = listed.items()
        ranking = ranks_named(text, over, peers) if peers <= MAX_NAMED else None
    if ranking is None and len(placed) == 1 and not occupations and (ends := _CLAIMS.search(text)):
        own = [found.kind for c in placed[0].codes if (found := region(c))]
        over = cast(RankOver, "lan" if "lan" in own else own[0])
        ranking = Ranking(over, 1, highest=not LOW.search(ends[0]), own=True)
    elif ranking is None and not occupations and len(regions) < 2 and (periods or _EVER.search(text)):
        ranking = read_extreme(text)
    if ranking is None and wants_change(text) and (one_way := read_choice(text)):
        ranking = replace(one_way, count=MAX_RANK, highest=True, limit=Decimal(0))
    if (
        ranking is None
        and len(sexes) == 2
        and (than := _THAN.search(text))
        and (one_way := read_choice(text))
    ):
        more = (than["end"].lower() in _LESS) == (sexes[0] == "2")  # men more than women: above nought
        return replace(one_way, count=MAX_RANK, highest=more, limit=Decimal(0), by="gap")
    if ranking is None and not placed and _times(periods) == 2 and (changed := _than_before(text, periods)):
        return changed
    if ranking is None:
        return None
    if ranking.own:
        ranking = replace(ranking, over=_own_kind(text, ranking, placed, occupations))
    by = _ranked_by(text, ranking, sexes, share_of)
    if wants_change(text) and falls(text) and (by == "change" or ranking.over == "period"):
        limit = None if ranking.limit is None else -ranking.limit  # fell by more than 400: below -400
        ranking = replace(ranking, highest=not ranking.highest, limit=limit)
    return replace(ranking, by=by, relative=by in {"change", "gap"} and is_relative(text))


def _than_before(text: str, periods: Sequence[PeriodSpan]) -> Ranking | None:
    """ "Vilka län hade lägre arbetslöshet 2023 än 2021": those whose change goes that way."""
    than, one_way = _THAN_TIME.search(text), read_choice(text) if _WHICH.search(text) else None
    if not than or one_way is None:
        return None
    first, second = (month_range(span.first) for span in periods)
    up = (than["end"].lower() not in _LESS) == (first > second)
    return replace(one_way, count=MAX_RANK, highest=up, limit=Decimal(0), by="change")


def _own_kind(
    text: str, ranking: Ranking, placed: Sequence[Mention], occupations: Sequence[Mention]
) -> RankOver:
    """Of what kind the one is whose place is asked for: its own, where that is not the kind that is said."""
    kinds = {found.kind for m in placed for c in m.codes if (found := region(c))}
    if "kommun" in text.lower() and "kommun" in kinds:
        return "kommun"
    if names_work(text) or _YRKENA.search(text) or (occupations and not placed):
        return "occupation" if occupations else ranking.over
    if kinds and ranking.over not in kinds and ranking.over in {"lan", "kommun", "riksomrade"}:
        return cast(RankOver, next(kind for kind in ("lan", "kommun", "riksomrade") if kind in kinds))
    return ranking.over


def finished(
    text: str, ranking: Ranking | None, label: str, *, scale: bool, chooses_all: bool, places: int
) -> Ranking | None:
    """The order as its measure has it: on a scale in words, or with the best one lowest.

    Args:
        text: The question.
        ranking: The order it asks for in so many words.
        label: What the measure is called.
        scale: Whether its values are words: small, middling, large.
        chooses_all: Whether no occupation is named, so that all of them are chosen among.
        places: How many places are named.
    """
    if scale:
        ranking = _on_a_scale(text, ranking, chooses_all=chooses_all, places=places)
    if ranking is None or ranking.own:
        return ranking
    good, poor = bool(GOOD.search(text)), bool(POOR.search(text))
    if _BURDEN.search(label):
        return replace(ranking, highest=not good) if good or poor else ranking
    return replace(ranking, highest=False) if poor and not good else ranking


def _on_a_scale(text: str, ranking: Ranking | None, *, chooses_all: bool, places: int) -> Ranking | None:
    """An order on a scale in words, which says itself what rises; asked for without a superlative too."""
    choice = read_choice(text) if ranking is None else None
    if choice is not None and (chooses_all if places > 1 else chooses_all or rank_kind(choice.over)):
        ranking = choice
    if ranking is not None and ranking.by == "change":
        return replace(ranking, by="value", highest=not falls(text), limit=None)
    return ranking


def _among_named(
    text: str, ranking: Ranking, regions: Sequence[Mention], listed: Mapping[RankOver, int]
) -> Ranking:
    """ "Var …: Borås, Östersund eller Umeå": the order is of the kind that is listed, whatever "var" is, and
    whatever is counted: "flest jobb"; "var i Norrbotten" is of its kommuner."""
    loose = ranking.over == "lan" or (ranking.over == "occupation" and not names_work(text))
    if loose and ranking.over not in listed and len(listed) == 1:
        return replace(ranking, over=next(iter(listed)))
    if ranking.over == "lan" and len(regions) == 1 and not _LAN.search(text):
        found = region(regions[0].codes[-1])
        return replace(ranking, over="kommun") if found and found.kind == "lan" else ranking
    return ranking


def _listed(regions: Sequence[Mention], occupations: Sequence[Mention]) -> dict[RankOver, int]:
    """How many are named of a kind that two or more are of: places that are all kommuner, or occupations."""
    kinds = [{r.kind for c in m.codes if (r := region(c))} for m in regions if m.codes[0] != "00"]
    shared = set.intersection(*kinds) if kinds else set()
    kind = next((kind for kind in ("kommun", "lan", "riksomrade") if kind in shared), None)
    counted = {cast(RankOver, kind): len(kinds)} if kind else {}
    counted["occupation"] = len(occupations)
    return {over: count for over, count in counted.items() if count > 1}


def _times(periods: Sequence[PeriodSpan]) -> int:
    """How many times are listed to be chosen among; none when a stretch is named."""
    return len(periods) if all(span.single for span in periods) else 0


def _ranked_by(text: str, ranking: Ranking, sexes: Sequence[str], share_of: ShareOf) -> RankBy:
    if wants_change(text) and ranking.over != "period":
        return "change"
    if len(sexes) == 2 and wants_difference(text):
        return "gap"
    percent = wants_percent(text) or (ranking.limit is not None and is_relative(text))
    return "share" if percent and share_of in {"sex", "age"} else "value"
