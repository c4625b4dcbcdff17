"""Pay by where somebody stands among the paid: "de tio procent bäst betalda", "en fjärdedel har mer än"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from rag.entities.measures import Measures
from rag.schema import Entity, Query
from rag.statistics.operations import wants_change
from rag.statistics.rewording import reworded
from rag.swedish.numbers import find_numbers

_END = r"lägst|sämst|högst|bäst|mest|lowest|worst|highest|best"


_PAY = r"betal\w+|avlön\w+|ställd\w*|paid|lön\w*"


_PAID = re.compile(
    rf"\b(?:(?P<end>{_END})[ -](?P<what>{_PAY})|"
    rf"(?P<said>betalar|betalas|avlönas|avlönat)\s+(?:ut\s+)?(?P<after>{_END}))\b",
    re.IGNORECASE,
)


_LOW = {"lägst", "sämst", "lowest", "worst"}


_PART_PAID = re.compile(
    r"\b(?:(?P<number>\w+)\s+)?(?P<part>procent\w*|percent|tion?del\w*|fjärdedel\w*|percentil\w*|%)(?!\w)",
    re.IGNORECASE,
)


_ASKS_ANEW = re.compile(r"[;?]|\b(?:hur|vad|vilk\w*|när|how|what|which|when)\b", re.IGNORECASE)
"""Stands between two things that are asked, and not between a part and how it is paid."""


_PARTS = {"tio": 10, "fjä": 25}
"""What a tenth and a quarter are in percent, by their first letters."""


_WAGE = "lön"


_NEAR = 5
"""Letters between "bäst betalda" and those who are."""


_ABOVE = re.compile(
    r"\b(?:mer [äa]n|över|topp\w*|översta|övre|högst|bäst|mest|top|at least|more than|above)\b", re.IGNORECASE
)


_BELOW = re.compile(
    r"\b(?:mindre [äa]n|under|lägst\w*|sämst\w*|minst|nedersta|understa|undre|bottom|less than)\b",
    re.IGNORECASE,
)


_HOW_MANY = re.compile(r"\bhur (?:många|mycket|stor\w*)\s*$", re.IGNORECASE)


_EDGE = re.compile(
    r"\b(?:(?P<number>[\w,]+)\s*(?:procent(?:en|ens)?|%)|"
    r"(?P<name>tion|ti|fem|fjärde|hundra)(?:de)?del\w*)(?!\w)",
    re.IGNORECASE,
)
_NAMED_PARTS = {"tion": 10, "ti": 10, "fem": 20, "fjärde": 25, "hundra": 1}
_SIDE = re.compile(
    r"\b(?:(?P<up>mer|över|översta|övre|högst\w*|bäst\w*|mest|topp\w*|rikast\w*)|"
    r"(?P<down>mindre|under(?! (?:\d|år|hela|perioden|en månad))|lägst\w*|sämst\w*|minst|nedersta|"
    r"understa|undre|"
    r"fattigast\w*))\b(?: (?:än|betal\w+|avlön\w+|ställd\w*))*",
    re.IGNORECASE,
)
_OF_WAGES = re.compile(
    r"\b(?:\w*lön\w*|tjän\w+|\w*betal\w+|avlön\w+|dra(?:r|git)? in|kronor|kr|inkomst\w*|i månaden|"
    r"fick|får)\b",
    re.IGNORECASE,
)
_MORE_THAN_IT = re.compile(r"\s*(?:mer|mindre|högre|lägre|(?:över|under)(?= \w))\b", re.IGNORECASE)
""" "Tre procent mer", "tio procent över snittet": a distance, and no part of those paid."""
_REACH = 45
"""Letters between a part of those paid and the word for which end it is."""


def in_percentiles(query: Query) -> Query:
    """ "Den lön som tio procent tjänar under" and "översta tiondelens gräns" as "percentil 10" and "90"."""
    text = query.question
    if not _OF_WAGES.search(text):
        return query
    parts = [
        part
        for part in _EDGE.finditer(text)
        if _size(part)
        and (part["name"] or not wants_change(text))
        and not _HOW_MANY.search(text, 0, part.start())
        and not _MORE_THAN_IT.match(text, part.end())
    ]
    said: list[tuple[int, int, str]] = []
    for at, part in enumerate(parts):
        left = parts[at - 1].end() if at else 0
        right = parts[at + 1].start() if at + 1 < len(parts) else len(text)
        sides = [
            (max(side.start() - part.end(), part.start() - side.end()), side)
            for side in _SIDE.finditer(
                text, max(left, part.start() - _REACH), min(right, part.end() + _REACH)
            )
            if not _ASKS_ANEW.search(text, *sorted((side.start(), part.start())))
        ]
        if not sides:
            return query
        side = min(sides, key=lambda found: found[0])[1]
        size = _size(part) or 0
        said += [
            (part.start(), part.end(), f"percentil {100 - size if side['up'] else size}"),
            (side.start(), side.end(), ""),
        ]
    if said and not _apart(said):
        return query
    return reworded(query, sorted({*said, *_paid_elsewhere(text, said)}))


def _size(part: re.Match[str]) -> int | None:
    """How many percent of those paid a part is; None when it does not say."""
    if part["name"]:
        return _NAMED_PARTS[part["name"].lower()]
    number = next((n.value for n in find_numbers(f"{part['number'] or ''} procent")), None)
    return int(number) if number is not None and 0 < number < 50 else None


def _apart(said: Sequence[tuple[int, int, str]]) -> bool:
    ordered = sorted(said)
    return all(one[1] <= other[0] for one, other in pairwise(ordered))


def _paid_elsewhere(text: str, said: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """ "De bäst betalda" that only say again which end is meant."""
    if len(said) < 2:
        return []
    spans = [match.span() for match in _PAID.finditer(text)]
    return [(a, b, "") for a, b in spans if all(b <= start or end <= a for start, end, _ in said)]


def unheld_percentile(text: str, held: Collection[int]) -> str:
    """The percentile that a text asks for and no table has; empty when there is none."""
    for match in _PERCENTILE.finditer(text):
        number = next(int(found) for found in match.groups() if found)
        if held and number not in {*held, 50}:
            return f"percentil {number}"
    return ""


_PERCENTILE = re.compile(
    r"\bpercentil (\d{1,2})\b|\b(\d{1,2})(?::?e|:?a)? percentilen\b|\bp(\d{2})\b", re.IGNORECASE
)


def by_pay(query: Query, measures: Measures) -> tuple[Entity, ...]:
    """ "De tio procent bäst betalda" and "de bäst betalda kockarna" begin at a percentile; "de bäst betalda
    yrkena" are ranked by wage."""
    text = query.question
    paid = _PAID.search(text)
    part = _PART_PAID.search(text)
    if paid and part:
        _, end, start, _ = sorted((*paid.span(), *part.span()))
        if _ASKS_ANEW.search(text, end, start):  # "högst lön, och hur många procent …" names no part of them
            part = None
    of_wage = paid is not None and (paid["what"] or "").lower().startswith("lön")
    told = part is not None and part["part"].lower().startswith("percentil")
    if not paid or (of_wage and (not part or told)):
        return ()
    start, end = paid.span("what") if paid["what"] else paid.span("said")
    joined = part is not None and max(part.start(), paid.start()) - min(part.end(), paid.end()) <= _NEAR
    within = any(e.kind == "occupation" and 0 <= e.start - paid.end() <= _NEAR for e in query.entities)
    if not part and not within:
        return tuple(replace(e, start=start, end=end) for e in measures.find(_WAGE))
    numbers = measures.percentiles()
    low = (paid["end"] or paid["after"]).lower() in _LOW
    asked = _percent_of(part) if part else None
    edge = (min if low else max)(numbers.values(), default=0)
    wanted = edge if asked is None else asked if low else 100 - asked
    codes = [code for code, number in numbers.items() if number == wanted]
    first = min(paid.start(), part.start()) if part and joined else paid.start()
    last = max(paid.end(), part.end()) if part and joined else paid.end()
    return tuple(
        Entity(kind="measure", code=code, label=measures.of(code).label, start=first, end=last)
        for code in codes
    )


def by_part(query: Query, measures: Measures) -> tuple[Entity, ...]:
    """ "En fjärdedel har mer än en viss lön", "bland de tio procent som har högst lön": the wage where the
    part of those who are paid begins or ends."""
    text = query.question
    part = _PART_PAID.search(text)
    asked = _percent_of(part) if part else None
    if part is None or asked is None or not query.codes("occupation") or wants_change(text):
        return ()
    paid = [e for e in measures.find(text) if measures.of(e.code).unit.startswith("SEK/")]
    if (
        not paid
        or _HOW_MANY.search(text, 0, part.start())
        or not part["part"].lower().startswith(("pro", "per", "fjä", "ti", "%"))
    ):
        return ()
    above = _ABOVE.search(text, part.end()) or _ABOVE.search(text, 0, part.start())
    if not above and not _BELOW.search(text):
        return ()
    wanted = 100 - asked if above else asked
    codes = [code for code, number in measures.percentiles().items() if number == wanted]
    return tuple(
        Entity(kind="measure", code=code, label=measures.of(code).label, start=part.start(), end=part.end())
        for code in codes
    )


def _percent_of(part: re.Match[str]) -> int | None:
    """How many percent a part is: 10 for "tio procent" and "tiondelen"; None when it does not say."""
    small = _PARTS.get(part["part"].lower()[:3])
    if small is not None:
        return small
    number = next((n.value for n in find_numbers(f"{part['number'] or ''} procent")), None)
    return int(number) if number is not None else None
