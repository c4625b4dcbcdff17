"""Names of places that a question says and nobody here knows: "i Gränna", "Jkpgs län", "Småland".

A figure of the whole country is no answer to a question about such a place, so it has to be seen even where
the name is all there is to tell it by.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.statistics.unknown import says_something
from rag.swedish.compounds import lexicon, parts
from rag.swedish.sentences import sentences
from rag.swedish.stems import stem
from rag.swedish.words import Token, fold, tokenize

_PLACE_NOUN = {"orten", "staden", "byn", "tätorten", "stadsdelen", "ön"}
_PLACE_BEFORE = {"i", "på", "från", "kring", "runt", "utanför", *_PLACE_NOUN}
_KIND_AFTER = {"län", "läns", "länet", "kommun", "kommuns", "stad"}
"""After a name these make it a place, wherever it stands."""
_NO_PLACE = re.compile(
    r"[A-ZÅÄÖ0-9]{2,5}|.*(?:verket|myndigheten|banken|förmedlingen|styrelsen|rådet|kassan|bolaget|avtalet)"
)
"""Abbreviations and agencies: "i AKU", "på Skatteverket"."""
_DEFINITE = re.compile(r"(?:en|et|an|na|takt|snitt|tal)$")
"""Endings that a word in small letters after "i" has when it is no place: "i finanskrisen", "i årstakt"."""
_OTHER_DIVISIONS = frozenset(
    """
    småland uppland västergötland bohuslän dalsland närke hälsingland medelpad ångermanland lappland
    gästrikland norrland svealand götaland bergslagen roslagen mälardalen sjuhärad tornedalen österlen
    norge danmark finland island tyskland norden skandinavien europa eu
    """.split()
)
"""Provinces, parts of the country and other countries, which labour statistics here is not divided by."""
_FRONTED = re.compile(r"\W*(?:i|på|för|bland|hos|inom|från)\s+(?:\S+\s+){0,3}\S*\W*", re.IGNORECASE)
""" "I Gränna, hur många …": where it is asked of stands before the clause that asks."""
_TOLD = re.compile(
    r"\b(?:heter|hälsar|kallas|undrar|mvh|vän|kollega\w*|granne\w*|chef\w*)\W+$", re.IGNORECASE
)
"""Before the name of somebody."""


def unknown_places(
    text: str, covered: Sequence[tuple[int, int]], asks_from: int, *, named: bool
) -> tuple[str, ...]:
    """Names that stand where a place would, and that no entity covers.

    Args:
        text: The question.
        covered: Spans that something has been read from.
        asks_from: Where the clause that asks begins.
        named: Whether the question names a place that is known: then only what must be a place counts.
    """
    told = 0 if _FRONTED.fullmatch(text[:asks_from]) else asks_from
    starts = {span.start for span in sentences(text)}
    tokens = [t for t in tokenize(text) if t.start >= told]
    found: list[str] = []
    for at, token in enumerate(tokens):
        if any(start < token.end and token.start < end for start, end in covered):
            continue
        before = fold(tokens[at - 1].text) if at else ""
        after = fold(tokens[at + 1].text) if at + 1 < len(tokens) else ""
        form = fold(token.text)
        capital = token.text[0].isupper() and token.start not in starts and not text.isupper()
        if (
            _names_a_place(token, before, after)
            or (
                {form, form.removesuffix("s")} & _OTHER_DIVISIONS
                and (len(form) > 2 or before in _PLACE_BEFORE)
            )
            or (not named and capital and _is_name(text, token))
        ):
            found.append(token.text)
    return tuple(dict.fromkeys(found))


def _names_a_place(token: Token, before: str, after: str) -> bool:
    if not (before in _PLACE_BEFORE or after in _KIND_AFTER) or not _is_wordlike(token):
        return False
    named = token.text[0].isupper() or before in _PLACE_NOUN
    small = not _DEFINITE.search(token.text) and not _is_word(fold(token.text))
    return named or (small and (before == "i" or (after in _KIND_AFTER and token.text.endswith("s"))))


def _is_name(text: str, token: Token) -> bool:
    """Whether a word with a capital inside a sentence is no word of the language and nobody's name."""
    form = fold(token.text)
    known = _is_word(form) or _is_word(form.removesuffix("s"))
    return _is_wordlike(token) and not known and not _TOLD.search(text, 0, token.start)


def _is_wordlike(token: Token) -> bool:
    letters = token.text.replace("-", "")
    return (
        len(letters) > 2
        and letters.isalpha()
        and says_something(token)
        and not _NO_PLACE.fullmatch(token.text)
    )


def _is_word(form: str) -> bool:
    return form in lexicon() or stem(form) in lexicon() or bool(parts(form))
