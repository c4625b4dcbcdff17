"""Whether a sentence in a model's own words says what its sources say. The door: `doubt`.

A model may shorten and rearrange, never add or turn. Every word of weight is found in the cited sentences
(by stem, part of a compound, or as the same in the thesaurus); then the way it stands there is compared:

    figures     the same number of the same thing, with the same bound ("högst 48 timmar" ≠ "minst 48 timmar")
    negation    no word of a negated clause stands without its "inte", none gets one it did not have
    modality    "får", "ska", "kan" and "bör" are those that the words follow in their source
    order       words follow their source; a move is allowed at a clause, after a fronted part, or with its
                preposition, so that who does what to whom is kept

    reading     a sentence as words of weight with the little words before them, clause by clause
    matching    which words of a source may stand behind one of a claim
    alignment   the words of a claim beside those they come from
    standing    the checks

Rules instead of a learnt judge: a wrong yes costs trust, a wrong no only the source's own sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rag.gate.alignment import aligned
from rag.gate.matching import key_of, places_of
from rag.gate.reading import FRAME, REFERENCE, YOU, Word, read
from rag.gate.standing import CHECKS
from rag.swedish.words import STOP_WORDS, folded_words

_LEAST = 2
"""Words that make a statement."""
_ANYONE = frozenset("den man alla".split())
"""Whom a rule without a person speaks of: "den som …" may be told as "du"."""


def doubt(text: str, quotes: Sequence[str], named: Sequence[str]) -> str:
    """Why `text` does not say what `quotes` say, in English for the log; empty when it does.

    Args:
        text: A sentence in a model's words.
        quotes: What it cites, verbatim.
        named: Titles and sections of what it cites: they lend words, and no order.
    """
    said = read(text)
    held = [word for number, quote in enumerate(quotes) for word in read(quote, number)]
    places = {word: places_of(word, held) for word in said}
    loose = [*_unheld(places, held, _lent(quotes, named)), *_foreign_reference(text, _lent(quotes, named))]
    if loose:
        return f"the source does not have: {', '.join(loose)}"
    for word in [word for word in said if word.text in YOU and places[word]][1:]:
        places[word] = []  # whoever is spoken to is told of once; the rest are pronouns
    pairs = aligned([(word, places[word]) for word in said if places[word]])
    if len(pairs) < _LEAST:
        return "too little of it stands in what it cites"
    often = next((word.text for word in said if places[word] and _too_often(word, said, held, places)), "")
    if often:
        return f"says {often!r} more often than the source"
    return next((found for check in CHECKS if (found := check(said, held, pairs))), "")


def _lent(quotes: Sequence[str], named: Sequence[str]) -> set[str]:
    """The words of titles, sections and references to law."""
    referred = [match.group() for quote in quotes for match in REFERENCE.finditer(quote)]
    return {key_of(word) for name in [*named, *referred] for word in folded_words(name)}


def _unheld(places: Mapping[Word, Sequence[Word]], held: Sequence[Word], lent: set[str]) -> Iterator[str]:
    """The words that no source has; a figure is never lent, and "du" is anyone that a rule is about."""
    anyone = any(word.text in YOU and found for word, found in places.items())
    anyone |= any(_ANYONE & {*word.before, *word.after, *word.led} for word in held)
    for word, found in places.items():
        is_lent = not word.numeral and key_of(word.text) in lent
        if not found and not is_lent and not (word.text in YOU and anyone):
            yield word.text


def _foreign_reference(text: str, lent: set[str]) -> Iterator[str]:
    """What the sentence says it stands in ("enligt skollagen") and its source does not."""
    for match in REFERENCE.finditer(text):
        for word in folded_words(match.group()):
            if key_of(word) not in lent and word not in FRAME and word not in STOP_WORDS:
                yield word


def _too_often(
    word: Word, said: Sequence[Word], held: Sequence[Word], places: Mapping[Word, Sequence[Word]]
) -> bool:
    return word.text not in YOU and _times(word, said) > max(len(places[word]), _times(word, held))


def _times(word: Word, words: Sequence[Word]) -> int:
    return sum(key_of(other.text) == key_of(word.text) for other in words)
