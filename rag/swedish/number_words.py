"""Cardinals in Swedish words: "tjugofemtusen", "tre hundra tjugo", "åtta komma fyra", "två miljoner"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

SPACE = " \u00a0\u202f\u2009"
"""What may stand between thousands, and between a number and its unit."""
SCALES = {
    "tusen": 3, "tusentals": 3, "miljon": 6, "miljoner": 6, "miljard": 9, "miljarder": 9, "mn": 6, "md": 9,
    "mdr": 9, "mln": 6, "milj": 6, "thousand": 3, "million": 6, "billion": 9,
}  # fmt: skip
"""Words for powers of ten."""
_ARTICLES = {"en", "ett"}
_ONES = {
    "noll": 0, "en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8,
    "nio": 9, "tio": 10, "elva": 11, "tolv": 12, "tretton": 13, "fjorton": 14, "femton": 15, "sexton": 16,
    "sjutton": 17, "arton": 18, "nitton": 19,
}  # fmt: skip
_TENS = {
    "tjugo": 20, "trettio": 30, "fyrtio": 40, "femtio": 50, "sextio": 60, "sjuttio": 70, "åttio": 80,
    "nittio": 90,
}  # fmt: skip
_SPOKEN_SCALES = {"miljon", "miljoner", "miljard", "miljarder"}
_WORD = re.compile(r"[a-zåäö]+", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def word_value(word: str) -> int | None:
    """The value of a cardinal in one word, "tjugofemtusen" is 25000; None when it is no cardinal."""
    lowered = word.lower()
    if lowered in _ONES:
        return _ONES[lowered]
    for name, factor in (("tusen", 1000), ("hundra", 100)):
        head, found, rest = lowered.partition(name)
        if found:
            left = 1 if not head or head == "et" else word_value(head)
            right = 0 if not rest else word_value(rest)
            if left is None or right is None or not 0 < left < 1000 or right >= factor:
                return None
            return left * factor + right
    for name, value in _TENS.items():
        if lowered.startswith(name):
            rest = lowered[len(name) :]
            ones = 0 if not rest else _ONES.get(rest, 99)
            return value + ones if ones < 10 else None
    return None


@dataclass(frozen=True, slots=True)
class SpokenNumber:
    value: Decimal
    decimals: int
    scale: Decimal
    start: int
    end: int


def number_words(text: str) -> Iterator[SpokenNumber]:
    """The cardinals of `text`; "en" and "ett" are articles, left out unless a scale or decimals follow."""
    words = list(_WORD.finditer(text))
    at = 0
    while at < len(words):
        found, used = _words_from(text, words, at)
        if found:
            yield found
        at += max(used, 1)


def _words_from(text: str, words: list[re.Match[str]], at: int) -> tuple[SpokenNumber | None, int]:
    if word_value(words[at][0]) is None or _touches_digit(text, words[at]):
        return None, 1
    run = _run(text, words, at)
    whole, used = _cardinal(run)
    value, decimals = Decimal(whole), 0
    if _word(run, used) == "komma":
        digits, count = _spoken_decimals(run, used + 1)
        if digits:
            value, decimals, used = Decimal(f"{whole}.{digits}"), len(digits), used + 1 + count
    elif [_word(run, used + n) for n in range(3)] == ["och", "en", "halv"]:
        value, decimals, used = value + Decimal("0.5"), 1, used + 3
    scale = Decimal(1)
    while _word(run, used) in _SPOKEN_SCALES:
        scale *= Decimal(10) ** SCALES[_word(run, used)]
        used += 1
    if scale > 1 and decimals == 0 and word_value(_word(run, used)) is not None:
        rest, more = _cardinal(run[used:])
        if rest < scale:
            value, scale, used = value * scale + rest, Decimal(1), used + more
    if words[at][0].lower() in _ARTICLES and used == 1:
        return None, 1
    return SpokenNumber(value * scale, decimals, scale, words[at].start(), run[used - 1].end()), used


def _run(text: str, words: list[re.Match[str]], at: int) -> list[re.Match[str]]:
    """The words from `at` on with nothing but a space between them, at most twelve."""
    run = [words[at]]
    for word in words[at + 1 : at + 12]:
        if text[run[-1].end() : word.start()].strip(SPACE):
            break
        run.append(word)
    return run


def _cardinal(run: list[re.Match[str]]) -> tuple[int, int]:
    """The cardinal that `run` begins with, and its number of words: "tre hundra tjugo" is 320, 3 words."""
    value = word_value(run[0][0]) or 0
    used = 1
    while used < len(run) and value:
        word = _word(run, used)
        step = word_value(word) or 0
        if (word == "hundra" and value < 10) or (word == "tusen" and value < 1000):
            value *= step
        elif word not in _ARTICLES and 0 < step < (1000 if value % 1000 == 0 else 100) and value % 100 == 0:
            value += step
        else:
            break
        used += 1
    return value, used


def _spoken_decimals(words: list[re.Match[str]], at: int) -> tuple[str, int]:
    """ "fyra" or "noll fem" or "tjugofem" after "komma", as digits."""
    digits, count = "", 0
    while (value := word_value(_word(words, at + count))) is not None and len(digits) < 6:
        digits += str(value)
        count += 1
        if value > 9:
            break
    return digits, count


def _word(words: list[re.Match[str]], at: int) -> str:
    return words[at][0].lower() if at < len(words) else ""


def _touches_digit(text: str, word: re.Match[str]) -> bool:
    """Whether the word hangs on to a digit or a hyphen: "a-sex", "5e"."""
    before = text[word.start() - 1] if word.start() else " "
    after = text[word.end()] if word.end() < len(text) else " "
    return before.isdigit() or before in "-_" or after.isdigit() or after in "-_"
