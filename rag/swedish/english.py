"""An English question in Swedish words: good for finding, not for reading. A glossary, no grammar.

`english.tsv` says what the rows are and how they are matched: the longest form of up to five words wins, a
form as it stands over one that only shares its stems. Words without a row stay as they are: names, codes,
and the titles of occupations, which the taxonomy has in English too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rag.swedish.stems import english_stem

_ROWS = Path(__file__).with_name("english.tsv")
_MARKED = re.compile("[åäöÅÄÖ]")
"""In a word that is no name, it makes the question Swedish."""
_WORD = re.compile(r"\d+(?:[:.,/-]\d+)+|[^\W_]+(?:[-'’.][^\W_]+)*|%")
_LONGEST = 5
_ENGLISH = frozenset(
    """
    a an and any are can could did do does for from has have how i if is it its me much my of on or should
    that the their there they this to was were what when where which who whose why will with would you your
    """.split()
)
_SWEDISH = frozenset(
    """
    att av blir den det du ett en efter finns får ha har hur inte jag kan man med min mitt måste när och om på
    samma ska som till upp vad var varför vem vi vid vilka vilken vilket är
    ar behover borjan flest fran ga gar gora hog hogre manad manga maste nagon nar pa sa tjanar varfor over
    """.split()
)
"""Small words, and common ones without their marks."""
_SHARED = frozenset("a an for i".split())
"""English words that stand in Swedish questions too, where these lack their marks: "för", "än"."""
_BOTH = frozenset("data i median per region sweden statistics".split())
"""Words that tell nothing of the language."""


class _Glossary(NamedTuple):
    exact: Mapping[tuple[str, ...], str]
    stems: Mapping[tuple[str, ...], str]


def is_english(question: str) -> bool:
    """Whether a question is in English rather than Swedish, by its small words, else by the glossary."""
    if any(_MARKED.search(word) and not word[:1].isupper() for word in _WORD.findall(question)):
        return False
    words = [word.lower() for word in _WORD.findall(question)]
    english = sum(word in _ENGLISH for word in words)
    if english == sum(word in _SHARED for word in words):  # "i Halland?", "2 a §" are Swedish
        english = 0
    swedish = sum(word in _SWEDISH for word in words)
    if english != swedish:
        return english > swedish
    telling = [word for word in words if word.isalpha() and word not in _BOTH and len(word) > 2]
    return len(telling) > 1 and sum((word,) in _glossary().exact for word in telling) > len(telling) / 2


def in_swedish(question: str, kept: Sequence[tuple[int, int]] = ()) -> str:
    """The question with its English words exchanged for Swedish ones.

    Args:
        question: In English.
        kept: Spans (start, end) that stay as they are: what is a name.
    """
    tokens = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(question)]
    words: list[str] = []
    at = 0
    while at < len(tokens):
        span = next(((s, e) for s, e in kept if s <= tokens[at][1] < e), None)
        if span:
            words.append(question[span[0] : span[1]])
            at += sum(1 for _, start, _ in tokens[at:] if start < span[1])
            continue
        size, swedish = _longest(tokens, at, kept)
        words.append(swedish if size else tokens[at][0])
        at += size or 1
    said = " ".join(word for word in words if word)
    return said[:1].upper() + said[1:] + "?" if said else question


def _longest(
    tokens: Sequence[tuple[str, int, int]], at: int, kept: Sequence[tuple[int, int]]
) -> tuple[int, str]:
    """How many words from `at` on have a row, and its Swedish; (0, "") when none has."""
    starts = {start for start, _ in kept}
    glossary = _glossary()
    for size in range(min(_LONGEST, len(tokens) - at), 0, -1):
        part = tokens[at : at + size]
        if any(start in starts for _, start, _ in part) or (size == 1 and _is_acronym(part[0][0])):
            continue
        form = tuple(_folded(word) for word, _, _ in part)
        if form in glossary.exact:
            return size, glossary.exact[form]
        stems = tuple(english_stem(word) for word in form)
        if stems in glossary.stems:
            return size, glossary.stems[stems]
    return 0, ""


def _is_acronym(word: str) -> bool:
    """DO and SCB are names, whatever "do" may mean."""
    return 1 < len(word) <= 4 and word.isupper()


def _folded(word: str) -> str:
    return re.sub(r"['’]s$", "", word.lower().replace("’", "'"))


@cache
def _glossary() -> _Glossary:
    exact: dict[tuple[str, ...], str] = {}
    stems: dict[tuple[str, ...], str] = {}
    for line in _ROWS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        left, _, right = line.partition("\t")
        for form in left.split(", "):
            words = tuple(_folded(word) for word in _WORD.findall(form))
            exact.setdefault(words, right)
            stems.setdefault(tuple(map(english_stem, words)), right)
    return _Glossary(exact, stems)
