"""Pay by where somebody stands among the paid: "de tio procent bäst betalda", "en fjärdedel har mer än"."""

from __future__ import annotations

import re
from dataclasses import replace

from rag.entities.measures import Measures
from rag.schema import Entity, Query
from rag.statistics.operations import wants_change
from rag.swedish.numbers import find_numbers

_END = r"lägst|sämst|högst|bäst|mest|lowest|worst|highest|best"


_PAY = r"betal\w+|avlön\w+|paid|lön\w*"


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
    r"\b(?:mindre [äa]n|under|lägst\w*|sämst\w*|minst|nedersta|undre|bottom|less than)\b", re.IGNORECASE
)


_HOW_MANY = re.compile(r"\bhur (?:många|mycket|stor\w*)\s*$", re.IGNORECASE)


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
    if not paid or (not part and (paid["what"] or "").lower().startswith("lön")):
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
