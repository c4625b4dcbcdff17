"""A question written without å, ä and ö gets them back: "Vad tjanar en larare i Vasteras?" → tjänar, lärare.

Which form of a word is meant is told by how common the forms are and by the words on both sides of it
(`build_marks.py` counted them). A word that was not counted is read as the likeliest of those that it could
be: "frisorlon" as "frisörlön". A question that has one of the letters is left alone, and so is one whose
words are as they should be without them.
"""

from __future__ import annotations

import gzip
import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from rag.swedish.compounds import parts
from rag.swedish.known_words import Known, is_right, vocabulary, words
from rag.swedish.number_words import word_value
from rag.swedish.words import Token, fold

_OFTEN = math.log(20)
"""Log odds of a form with marks from which a question shows that it was written without them."""
_SURELY = 2 * _OFTEN
"""Log odds from which one such word is enough: it is none without its marks."""
_SMOOTH = 4.0
"""How much the usual odds of a word count beside those next to a neighbour, in occurrences."""
_NEVER = 0.5
"""What a form counts that was never seen."""
_MAY_BE = {"a": "aåä", "o": "oö", "e": "eé"}
_MOST_LETTERS = 5
"""Letters of an uncounted word that may lack marks; one with more is left as it is, for time's sake."""
_MOST_ASKED = 3
"""The same of one whose readings are looked up in the index."""
_PART = 3.0
"""What each further part of a compound costs beside a whole word, in nats."""
_INFLECTED = 2.0
"""The same of a word that is only right as a form of another."""
_AGED = re.compile(r"(\d+|[a-z]+?)(-?)a(ring\w*|rig\w*)")
"""20-aringar, tjugoariga."""
_YEAR_BEFORE = frozenset(
    "per i manga varje samma forra senaste detta ett tva tre fyra fem sex sju atta nio tio hela".split()
)
"""After these, or a number, "ar" is "år" and not "är"."""
_YEAR = re.compile(r"(19|20)\d\d")
_OWN = 1.5
"""How much likelier, in nats, another reading of an uncounted word must be than the word as it stands."""
_TABLE = Path(__file__).with_name("marks.txt.gz")

_Counts = Mapping[str, int]


def with_marks(question: str, tokens: Sequence[Token], is_known: Known) -> str:
    """The question with å, ä and ö put back, letter for letter, when it shows that they are missing.

    Args:
        question: Without any of them.
        tokens: Its words that may be changed.
        is_known: Whether the sources hold a word.
    """
    words_there = [fold(token.text).replace(" ", "") for token in tokens]
    beside = zip(["", *words_there], words_there, [*words_there[1:], ""], strict=False)
    read = [_of_parts(word, before, after, is_known) for before, word, after in beside]
    shown = [odds for _, odds in read if odds >= _OFTEN]
    if len(shown) < 2 and not any(odds >= _SURELY for odds in shown):
        return question
    for token, (form, odds) in zip(tokens, read, strict=True):
        if odds > 0:
            written = _as_written(token.text, form)
            question = question[: token.start] + written + question[token.end :]
    return question


def _of_parts(word: str, before: str, after: str, is_known: Known) -> tuple[str, float]:
    """The same as `_read`, part by part for a word with hyphens: "bnp-tillvaxten"."""
    if "-" not in word or _AGED.fullmatch(word):
        return _read(word, before, after, is_known)
    forms, odds = zip(*(_read(part, "", "", is_known) for part in word.split("-")), strict=True)
    return "-".join(forms), sum(max(0.0, one) for one in odds)


def _read(word: str, before: str, after: str, is_known: Known) -> tuple[str, float]:
    """What is meant by a folded word, and the log odds of that beside the word as it stands."""
    if (aged := _AGED.fullmatch(word)) and (aged[1].isdigit() or word_value(_number(aged[1])) is not None):
        return f"{_number(aged[1])}{aged[2]}å{aged[3]}", _SURELY
    if word == "ar" and (before in _YEAR_BEFORE or before.isdigit() or _YEAR.fullmatch(after)):
        return "år", _OFTEN
    counted = _table().get(word)
    if counted is None:
        return _guess(word, is_known) if word.isalpha() else (word, 0.0)
    usual = _counts(counted.partition("\n")[0])
    odds = {form: math.log(max(n, _NEVER)) for form, n in {word: 0, **usual}.items()}
    for key in (f"<{before}", f">{after}"):
        near = _beside(word, key)
        total, whole = sum(near.values()), sum(usual.values())
        for form in odds:
            share = max(usual.get(form, 0), _NEVER) / whole
            odds[form] += math.log((near.get(form, 0) + _SMOOTH * share) / (total + _SMOOTH)) - math.log(
                share
            )
    if word not in usual and is_known(word):
        odds[word] += _OFTEN  # a name of the sources, or a word that was too rare
    best = max(odds, key=lambda form: odds[form])
    gained = odds[best] - odds[word]
    return best, min(gained, _OFTEN) if word in usual else gained


def _number(word: str) -> str:
    """A number word with its marks: "attio" → "åttio"."""
    return word.replace("tva", "två").replace("att", "ått")


def _guess(word: str, is_known: Known) -> tuple[str, float]:
    """The likeliest word that an uncounted one may be, and its log odds; itself when none is likelier."""
    places = [at for at, letter in enumerate(word) if letter in "ao"]
    if len(word) < 4 or not places or len(places) > _MOST_LETTERS:
        return word, 0.0
    own = _likelihood(word, is_known)
    forms = list(_variants(word, places))
    scored = _likely(forms, lambda form: False)
    if not scored and len(places) <= _MOST_ASKED:
        scored = _likely(forms, is_known)
    if not scored:
        return word, 0.0
    best = max(sorted(scored), key=lambda form: scored[form])
    if own == -math.inf:
        return best, _SURELY
    return (best, scored[best] - own) if scored[best] > own + _OWN else (word, 0.0)


def _likely(forms: Sequence[str], is_known: Known) -> Mapping[str, float]:
    """The forms that are words, with how likely each is."""
    scores = {form: _likelihood(form, is_known) for form in forms}
    return {form: score for form, score in scores.items() if score > -math.inf}


def _variants(word: str, places: Sequence[int]) -> Iterator[str]:
    """The word with marks on one of its letters or more."""
    for letters in itertools.product(*(_MAY_BE[word[at]] for at in places)):
        chars = list(word)
        for at, letter in zip(places, letters, strict=True):
            chars[at] = letter
        form = "".join(chars)
        if form != word:
            yield form


def _likelihood(word: str, is_known: Known) -> float:
    """How likely it is that a word is one, in nats up to a constant; −∞ when it is none."""
    count = vocabulary().get(word)
    if count is not None or word in words() or is_known(word):
        return math.log(count or 1.0) + 1.0
    if split := parts(word):
        counts = [vocabulary().get(part, 1.0) for part in split]
        return sum(map(math.log, counts)) / len(counts) - _PART * (len(counts) - 1)
    return -_INFLECTED if is_right(word, is_known) else -math.inf


def _as_written(before: str, after: str) -> str:
    """The folded word in the capitals of the one that stands there, letter for letter."""
    if len(before) != len(after):
        return before
    return "".join(a.upper() if b.isupper() else a for b, a in zip(before, after, strict=True))


def _counts(line: str) -> _Counts:
    pairs = (field.rsplit(":", 1) for field in line.split(" ")[1:])
    return {form: int(n) for form, n in pairs}


def _beside(word: str, key: str) -> _Counts:
    lines = _table()[word].split("\n")[1:]
    return next((_counts(line) for line in lines if line.startswith(key + " ")), {})


@cache
def _table() -> Mapping[str, str]:
    """Plain form → its line in the file, and those of its neighbours, a line each."""
    text = gzip.decompress(_TABLE.read_bytes()).decode()
    return {block.split(" ", 1)[0]: block for block in re.split(r"\n(?![<>])", text)[1:]}
