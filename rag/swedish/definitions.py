"""Questions of what a word means, in the many ways there are to ask it: "vad betyder", "vad står … för"."""

from __future__ import annotations

import re

from rag.swedish.words import STOP_WORDS, folded_words

_NOUN = r"(?:(?:själva )?(?:ordet|begreppet|termen|uttrycket|förkortningen) )"
_WORD = rf"{_NOUN}?"
_TERM = r"[”\"']?(?P<term>[\w§:.-]*[\w§](?: [\w§:.-]*[\w§]){0,3}?)[”\"']?"
_ENDS = r"(?: för (?:något|nåt|nånting))?(?: egentligen| ens| betyda| för något)?\s*[?.!]*\s*"
_ASKED = tuple(
    re.compile(pattern + _ENDS, re.IGNORECASE)
    for pattern in (
        rf"(?:vad|va) (?:betyder|menas med|menar man med|innebär) {_WORD}{_TERM}",
        rf"(?:vad|va) (?:står|är) {_WORD}{_TERM} (?:för|förkortning för|en förkortning för)",
        rf"(?:förklara|definiera) {_NOUN}{_TERM}",
        rf"(?:vad är )?(?:definitionen|betydelsen|definition|betydelse) (?:av|på) {_WORD}{_TERM}",
    )
)
_SUBJECT = re.compile(rf"(?:vad|va) är (?:en |ett )?{_TERM}\s*[?.!]*\s*", re.IGNORECASE)


def as_definition(question: str) -> str:
    """The question as "Vad är …?" where it only asks what a word means; else as it is.

    "Vad betyder det?" and "förklara enklare" ask of what was said before.
    """
    for pattern in _ASKED:
        found = pattern.fullmatch(question)
        if found and not STOP_WORDS.issuperset(folded_words(found["term"])[:1]):
            return f"Vad är {found['term']}?"
    return question


def subject_defined(question: str) -> str:
    """What a question asks the meaning of, "SUN" of "Vad är SUN?"; empty when it asks for more."""
    found = _SUBJECT.fullmatch(as_definition(question))
    return found["term"] if found else ""
