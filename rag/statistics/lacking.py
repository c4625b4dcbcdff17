"""What a question asks that no dimension of a table takes care of, as gaps that its figure must not cross."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag import texts
from rag.schema import Measure, TableInfo
from rag.statistics.axis import Axis, Gap
from rag.statistics.breakdowns import kind_of
from rag.statistics.groups import is_branch, says, spoken_of
from rag.statistics.request import Request
from rag.statistics.wording import lower_first
from rag.swedish.stems import stem
from rag.swedish.words import fold, tokenize

MAX_UNKNOWN = 3
_OTHER_UNIT = re.compile(
    r"\b(?:i timmen|per timme|i veckan|per vecka|om dagen|per dag|om året|per dygn|(?:i|"
    r"på) (?:euro|dollar|pund)|euro|dollar)\b",
    re.IGNORECASE,
)
"""Units that no wage here is told in."""
_HOW_MANY_EARN = re.compile(
    r"\bhur (?:många|stor andel)(?! (?:gånger|kronor|kr|tusen|procent))(?: \w+){0,3}? (?:tjänar|tjänade|"
    r"tjäna|har en lön|hade en lön)\b"
    r"(?! mer än| mindre än)",
    re.IGNORECASE,
)
"""Asks how many are paid so, which tables of wages do not count."""


def without_dimension(request: Request, info: TableInfo, measure: Measure) -> Axis:
    """What was asked that no dimension of the table takes care of."""
    axis = Axis()
    roles = {dimension.role for dimension in info.dimensions}
    if "region" not in roles and any(m.codes[0] != "00" for m in request.regions):
        axis.gaps.append(Gap("region_missing", texts.STAT_NO_REGION, hard=True))
        axis.cost += 9.0
    if request.sexes and "sex" not in roles:
        axis.gaps.append(Gap("breakdown_missing", texts.STAT_NO_SEX, hard=True))
        axis.cost += 5.0
    if request.ages and "age" not in roles and not _same_ages(request.ages, measure):
        axis.gaps.append(Gap("breakdown_missing", texts.STAT_NO_AGE, hard=True))
        axis.cost += 3.0
    branches = [label for d in info.dimensions if d.role == "sector" for label in d.codes.values()]
    meant = [m for m in request.occupations if not any(is_branch(label, m.text) for label in branches)]
    if meant and "occupation" not in roles:
        axis.gaps.append(Gap("breakdown_missing", texts.STAT_UNKNOWN_TERM, hard=True))
        axis.cost += 10.0
    if request.ranking and request.ranking.over == "industry" and "sector" not in roles:
        axis.cost += 20.0
    if measure.unit == "SEK/month" and (unit := _OTHER_UNIT.search(request.text)):
        note = texts.STAT_OTHER_UNIT.format(asked=unit[0].lower())
        axis.gaps.append(Gap("breakdown_missing", note, hard=True))
    if measure.unit == "SEK/month" and _HOW_MANY_EARN.search(request.text):
        axis.gaps.append(Gap("breakdown_missing", texts.STAT_UNKNOWN_TERM, hard=True))
    share = request.percent and not request.ratio_in_percent
    if share and request.operation == "value" and measure.unit in {"persons", "ads"}:
        axis.gaps.append(Gap("breakdown_missing", texts.STAT_NO_SHARE, hard=True))
        axis.cost += 2.0
    if request.definition and request.definition.lower() not in _named_in(info, measure):
        given = lower_first(measure.label.partition(" (")[0])
        note = texts.STAT_NO_DEFINITION.format(asked=request.definition, given=given)
        axis.gaps.append(Gap("breakdown_missing", note, hard=True))
    labels = [label for d in info.dimensions if d.role in {"sector", "other"} for label in d.codes.values()]
    spoken = [
        stem(fold(token.text))
        for d in info.dimensions
        if d.role in {"sector", "other"}
        for code in spoken_of(d, request.text)
        for token in tokenize(d.codes[code])
    ]
    unknown = [
        word
        for word in request.unknown
        if not any(says(label, [word]) for label in labels)
        and not any(is_branch(label, word) for label in branches)
        and stem(fold(word)) not in spoken
        and not _of_table(word, info, measure)
    ]
    told = {stem(fold(token.text)) for label in labels for token in tokenize(label)}
    unsure = [
        word
        for word in request.doubtful
        if stem(fold(word)) not in told
        and not any(is_branch(label, word) for label in branches)
        and not _of_table(word, info, measure)
    ]
    if unsure and not unknown:
        note = texts.STAT_UNSURE_GROUP.format(asked=" ".join(unsure[:MAX_UNKNOWN]))
        axis.gaps.append(Gap("breakdown_missing", note))
    if unknown:
        note = _not_divided(unknown)
        axis.gaps.append(Gap("breakdown_missing", note, hard=True))
        axis.cost += len(unknown)
    return axis


def _not_divided(unknown: Sequence[str]) -> str:
    """What the table has no figures for, and what it would have to be divided by."""
    said = " ".join(unknown[:MAX_UNKNOWN])
    kind = kind_of(said)
    if kind:
        return texts.STAT_NOT_DIVIDED.format(asked=said, kind=kind)
    return texts.STAT_UNKNOWN_GROUP.format(asked=said)


def _of_table(word: str, info: TableInfo, measure: Measure) -> bool:
    """Whether the word only says what the table is about, in its title or what it is divided by."""
    form = stem(fold(word))
    said = f"{info.title} {measure.label} {' '.join(d.label for d in info.dimensions if d.role == 'other')}"
    return any(stem(fold(token.text)) == form for token in tokenize(said))


def _named_in(info: TableInfo, measure: Measure) -> set[str]:
    said = f"{info.title} {measure.label} {measure.population} {' '.join(measure.names)}"
    return {fold(token.text) for token in tokenize(said)}


def _same_ages(ages: tuple[int, int], measure: Measure) -> bool:
    return f"{ages[0]}–{ages[1]} år" in f"{measure.label} {measure.population}"
