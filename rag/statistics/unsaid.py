"""Questions that ask how many and do not say of what: "Hur många blev det i maj?" is asked back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag import texts
from rag.entities.measures import Measures
from rag.schema import Clarification, Finding, Query
from rag.statistics.mentions import regions_of
from rag.statistics.operations import wants_change
from rag.statistics.superlatives import orders
from rag.statistics.unknown import is_neutral
from rag.statistics.wording import lower_first
from rag.swedish.bare_months import bare_month
from rag.swedish.number_words import word_value
from rag.swedish.periods import find_periods
from rag.swedish.words import STOP_WORDS, fold, tokenize

SURE = 0.9
_MANY = re.compile(r"\bhur\s+många\b(?:\s+(?:fler|färre|personer|människor|st(?:ycken)?)\b)?", re.IGNORECASE)
_AMOUNT = re.compile(
    r"\b(?:hur\s+(?:många|mycket|stor\w*|hög\w*|låg\w*|gick|går)|siffran|talet|antalet|nivån|andelen|procenten|"
    r"(?:ök|minsk|förändr|skilln)\w+)\b",
    re.IGNORECASE,
)
_SLOTS = frozenset({"region", "period", "sex"})


def asked_back(query: Query, measures: Measures) -> Finding | None:
    """Asks what is to be counted; None when the question says it, or asks for no amount."""
    text = query.question
    if not _AMOUNT.search(text) or measures.find(text) or not _says_nothing(query):
        return None
    return Finding(
        kind="cell",
        status="clarify",
        reason="ambiguous",
        clarification=Clarification(
            text=texts.STAT_OF_WHAT, options=tuple(dict.fromkeys(_options(text, measures)))
        ),
        confidence=SURE,
    )


def _says_nothing(query: Query) -> bool:
    """Whether all that the question has beside places, times and sexes is how one asks."""
    text = query.question
    if any(entity.kind not in _SLOTS for entity in query.entities):
        return False
    covered = [(entity.start, entity.end) for entity in (*query.entities, *regions_of(query))]
    covered += [(span.start, span.end) for span in find_periods(text, query.today)]
    return all(
        any(start <= token.start < end for start, end in covered) or _is_empty(fold(token.text))
        for token in tokenize(text)
    )


def _is_empty(form: str) -> bool:
    return (
        form in STOP_WORDS
        or is_neutral(form, asking=True)
        or form in {"personer", "människor", "folk"}
        or orders(form)
        or wants_change(form)
        or form.isdigit()
        or word_value(form) is not None
        or bool(bare_month(form))
    )


def _options(text: str, measures: Measures) -> Iterator[tuple[str, str]]:
    """What there is to count, each with the question put so; none where no "hur många" is to be filled."""
    many = _MANY.search(text)
    for entity in measures.of_units(("persons", "ads")) if many else ():
        counted = lower_first(entity.label.removeprefix("Antal ").partition(" (")[0])
        if many and entity.label.startswith("Antal "):
            yield entity.label, f"{text[: many.end()]} {counted}{text[many.end() :]}"
