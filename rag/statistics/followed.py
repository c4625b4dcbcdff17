"""Several things asked in one text: "hur många var det i januari, och hur många färre när året tog slut?"

The second is read with what the first named, as a follow-up in a conversation is: it changes what it says
and keeps the rest. What rises or falls since another time is measured from the first one's time. A second
measure after an order is of those that came first: "vilka yrken söktes mest, och vad tjänar man i dem".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.schema import Entity, Finding, Query, TableInfo
from rag.statistics.mentions import whole_of
from rag.statistics.operations import Operation
from rag.statistics.request import Mention, Request
from rag.swedish.sentences import sentences

_SECOND = re.compile(
    r"[,;–-]?\s+(?:och|samt|å|men|dessutom)\s+(?:i så fall\s+)?(?=(?:med\s+|av\s+dem\s+)?"
    r"(?:hur\s+(?:mycket|många|stor\w*|mkt|långt|hög\w*|mån)|"
    r"vad\s+(?:var|är|blev|tjäna\w*|får|fick|ligger|låg|gäller)|vilk\w+\s+\w*lön))",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:hur|vad|vilk\w+|var|när|antal\w*|stämmer)\b|\?|"
    r"(?:^|[:.–]\s+)(?:krympte|växte|ökade|minskade|steg|sjönk|föll|gick|är|har|hade|blev|låg|ligger)\b",
    re.IGNORECASE,
)
_CHANGES = frozenset({"change", "difference"})
_PLAIN = frozenset({"value", "compare", "series"})
_KEPT = frozenset({"change", "share", "series"})


_FIRST_OF_THREE = re.compile(r",\s+(?=hur\s+(?:mycket|många|stor\w*|hög\w*)\b)", re.IGNORECASE)
"""Before the middle one of three: "hur många bor där, hur många söker jobb och hur många …"."""
_BEGINS = re.compile(
    r"(?:och |men )?(?:hur (?:mycket|många|stor\w*|hög\w*)|vad (?:är|var|tjänar|blev))\b", re.IGNORECASE
)
_CUT_SHORT = 5
"""Words that a first part has at most which leaves place and work to the next: "hur många invånare och …"."""


def parts_of(query: Query) -> tuple[Query, ...]:
    """The questions of a text, each with the others blanked out, so that offsets stay; none for one alone."""
    text = query.question
    starts = [0, *_later(text)]
    if len(starts) < 2:
        return ()
    ends = [*starts[1:], len(text)]
    return tuple(
        _part(query, " " * start + text[start:end] + " " * (len(text) - end), start, end)
        for start, end in zip(starts, ends, strict=True)
    )


def counting_them(part: Query, first: Request | None) -> Query:
    """ "… och hur många är de?" after what an occupation earns: how many work in it."""
    match = _THEY.search(part.question) if first and first.occupations else None
    if match is None:
        return part
    text = f"{part.question[: match.start()]}hur många anställda{part.question[match.end() :]}"
    return replace(part, question=text)


_THEY = re.compile(
    r"\bhur många (?:(?:de|det|dem|dom) (?:är|var)|(?:är|var) (?:de|det|dem|dom))\b", re.IGNORECASE
)


def _later(text: str) -> list[int]:
    """Where the second question of a text begins, and those after it."""
    found = [m.end() for m in _SECOND.finditer(text) if _ASKS.search(text[: m.start()])]
    if found and text[found[0] :].strip(" ?."):
        middle = [
            m.end() for m in _FIRST_OF_THREE.finditer(text, 0, found[0]) if _ASKS.search(text[: m.start()])
        ]
        return [*middle, *found] if middle or len(found) > 1 else found
    spans = [span for span in sentences(text) if text[span.start : span.end].strip()]
    asking = all(
        _BEGINS.match(text[span.start : span.end]) and text[span.start : span.end].rstrip().endswith("?")
        for span in spans
    )
    return [span.start for span in spans[1:]] if len(spans) > 1 and asking else []


def completed_by(first: Request, second: Request) -> Request:
    """The first request with the place and work of the second, where it is cut short before them."""
    if len(first.text.split()) > _CUT_SHORT or first.ranking or first.regions or first.occupations:
        return first
    return replace(
        first,
        regions=second.regions,
        occupations=second.occupations,
        periods=first.periods or second.periods,
        context=True,
    )


def _part(query: Query, text: str, start: int, end: int) -> Query:
    return replace(query, question=text, entities=tuple(e for e in query.entities if start <= e.start < end))


def says_more(second: Request, first: Request) -> bool:
    """Whether the second question wants something that an answer to the first does not hold."""
    own = second.periods or second.regions or second.occupations or second.sexes or second.ages
    other = {e.code for e in second.measures} != {e.code for e in first.measures}
    return bool(
        own
        or other
        or (first.periods and _NOW.search(second.text))
        or second.ranking
        or (second.percent and not first.percent)
        or (second.operation in _CHANGES and second.operation != first.operation)
    )


_NOW = re.compile(r"\b(?:nu|numera|i dag|idag|i dagsläget|senast)\b", re.IGNORECASE)
"""Of the latest time, whatever time the first question was of."""
_MORE = re.compile(
    r"\b(?:mer|mindre|över|under|fler|färre|högre|lägre|större|mindre|skill?n\w*|skiljer)\b", re.IGNORECASE
)


def following(second: Request, first: Request) -> Request:
    """The second request with what it leaves to the first."""
    beside = bool(_MORE.search(second.text)) or second.changing or second.operation in _CHANGES
    periods = second.periods if _NOW.search(second.text) else second.periods or first.periods
    regions = second.regions or first.regions
    occupations = second.occupations or first.occupations
    operation: Operation = second.operation
    if beside and len(second.periods) == len(first.periods) == 1:
        periods, operation = (*first.periods, *second.periods), "change"
    elif beside and len(second.occupations) == len(first.occupations) == 1:
        occupations, operation = (*second.occupations, *first.occupations), "difference"
    elif beside and len(second.regions) == len(first.regions) == 1:
        regions, operation = (*second.regions, *first.regions), "difference"
    elif second.percent and first.regions and (whole := _whole_in(second, first)):
        return _share_of_whole(second, first, whole)
    elif operation in _PLAIN and not second.periods and first.operation in _KEPT:
        operation = first.operation
    return replace(
        second,
        operation=operation,
        directed=second.directed or operation == "difference",
        changing=second.changing or first.changing,
        percent=second.percent or (operation == first.operation and first.percent),
        share_of=second.share_of or (first.share_of if operation == first.operation else ""),
        periods=periods,
        regions=regions,
        occupations=occupations,
        sexes=second.sexes or first.sexes,
        ages=second.ages or first.ages,
        unknown=(),
        context=True,
        intent=True,
    )


def _whole_in(second: Request, first: Request) -> Mention | None:
    """ "Av landets", "av länets": what the second question wants the first one's place as a part of."""
    if [m.codes[0] for m in second.regions] == ["00"]:
        return second.regions[0]
    return None if second.regions else whole_of(second.text, (), first.regions)


def _share_of_whole(second: Request, first: Request, whole: Mention) -> Request:
    """ "… och hur stor andel av landets var det": what the first counts, as a part of the whole's."""
    return replace(
        first,
        percent=True,
        share_of="region",
        whole=whole,
        operation="value",
        text=second.text,
        unknown=(),
    )


def of_those(second: Request, first: Finding, tables: Sequence[TableInfo], role: str) -> Request:
    """The second request for those that the answer to the first names, along the dimension of `role`."""
    found: dict[str, str] = {}
    for claim in first.claims:
        for citation in claim.citations:
            info = next((t for t in tables if citation.cell and t.id == citation.cell.table), None)
            dimension = next((d for d in info.dimensions if d.role == role), None) if info else None
            if dimension and citation.cell:
                code = citation.cell.coordinates[dimension.id]
                found.setdefault(code, dimension.codes.get(code, code))
    named = tuple(_mention(code, label, role) for code, label in found.items())
    return replace(second, occupations=named) if role == "occupation" else replace(second, regions=named)


def _mention(code: str, label: str, role: str) -> Mention:
    if role == "occupation":
        return Mention(label, (Entity(kind="occupation", code=f"ssyk:{code}", label=label, start=0, end=0),))
    return Mention(label, (Entity(kind="region", code=code, label=label, start=0, end=0),))
