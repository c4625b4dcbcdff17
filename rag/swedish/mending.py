"""A question as it was meant: slips of the pen, missing å, ä and ö, words written apart, words cut short.

    "Hur lång är uppsägnigstiden?"  → uppsägningstiden      "Maste jag gora det?" → Måste, göra
    "Vem är upphovs man?" → upphovsman                      "Var finns diarienr. nu?" → diarienummer

Only words that are no words are mended, and only to words of the shipped lexicon or the thesaurus; what the
sources hold (`is_known`) is left alone. The person is shown how the question was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.swedish.compounds import parts
from rag.swedish.known_words import Known, by_shape, is_right, vocabulary
from rag.swedish.marks import with_marks
from rag.swedish.words import STOP_WORDS, Token, fold, tokenize

_SHORTEST = 5
"""Letters of a word that may be a slip of another."""
_TWO_SLIPS = 9
"""Letters from which two slips are believed."""
_CUT = 3
"""Letters that a word cut short keeps at least."""
_MARKED = re.compile("[åäöÅÄÖ]")
_SPOKEN = {
    "mke": "mycket", "mycke": "mycket", "mkt": "mycket", "månge": "många", "mång": "många", "mga": "många",
    "bode": "bodde", "nåt": "något", "nån": "någon", "nåra": "några", "dä": "det",
    "sej": "sig", "mej": "mig", "dej": "dig", "oxå": "också", "isåfall": "i så fall", "sålänge": "så länge",
}  # fmt: skip
"""Words as they are said or hastily typed."""
_PARTICLES = frozenset("in ut upp över under ned bort".split())
"""Small words that begin compounds: joined only where the whole is a common word."""
_COMMON = 20
"""Count in the lexicon from which a word is common."""
_HELD = re.compile(r"(\w)\1\1+")
"""A letter that was held down: "chefff"."""
_ADDRESS = re.compile(r"^[@/.:]|[@/]|[.:]\w")
"""What stands beside a word of an address."""


def mend(question: str, is_known: Known, kept: Sequence[tuple[int, int]] = ()) -> str:
    """The question with its slips mended; itself when there is nothing to mend.

    Args:
        question: As it was written.
        is_known: Whether the sources hold a word.
        kept: Spans (start, end) that stay as they are: names, however they are spelt.
    """
    if not _MARKED.search(question):
        question = with_marks(question, _free(question, kept), is_known)
    tokens = _free(question, kept)
    mended: list[tuple[int, int, str]] = []
    at = 0
    while at < len(tokens):
        size, words = _at(question, tokens, at, is_known)
        if words:
            mended.append((tokens[at].start, tokens[at + size - 1].end, words))
        at += size
    for start, end, words in reversed(mended):
        rest = question[end:]
        if rest.startswith(".") and rest.strip() != "." and _is_cut(question, end):
            rest = rest[1:]
        question = question[:start] + _as_written(question[start:end], words) + rest
    return question


def _free(question: str, kept: Sequence[tuple[int, int]]) -> list[Token]:
    """The words that may be changed: no names, no addresses."""
    return [
        token
        for token in tokenize(question)
        if not any(start < token.end and token.start < end for start, end in kept)
        and not _in_address(question, token)
    ]


def _at(question: str, tokens: Sequence[Token], at: int, is_known: Known) -> tuple[int, str]:
    """How many words were read from `at` on, and what they are mended to; "" when they are right."""
    token = tokens[at]
    word = fold(token.text)
    if at + 1 < len(tokens) and question[token.end : tokens[at + 1].start] == " ":
        joined = _joined(word, fold(tokens[at + 1].text), is_known)
        if joined:
            return 2, joined
    if word in _SPOKEN:
        return 1, _SPOKEN[word]
    if not word.isalpha() or is_right(word, is_known):
        return 1, ""
    for once in (_HELD.sub(r"\1", word), _HELD.sub(r"\1\1", word)):
        if once != word and is_right(once, is_known):
            return 1, once
    if _is_cut(question, token.end) and (whole := _whole(word, is_known)):
        return 1, whole
    return 1, _nearest(word, is_known) if token.text[:1].islower() or at == 0 else ""


def _in_address(question: str, token: Token) -> bool:
    return bool(_ADDRESS.search(question[max(0, token.start - 1) : token.end + 2]))


def _joined(a: str, b: str, is_known: Known) -> str:
    """Two words that are one: "arbets lösa"; "" when they are rightly two."""
    whole = a + b
    if not (whole.isalpha() and len(a) > 1 and len(b) > 2):
        return ""
    if b in STOP_WORDS or (a in STOP_WORDS and a not in _PARTICLES):
        return ""
    common = vocabulary().get(whole, 0.0) >= _COMMON
    if a in _PARTICLES:
        return whole if common and is_known(whole) else ""
    if is_known(whole) and (common or not is_known(a) or not is_known(b)):
        return whole
    return whole if not a.endswith("s") and not is_right(a, is_known) and parts(whole) else ""


def _is_cut(question: str, end: int) -> bool:
    """Whether a full stop at `end` may cut a word short: the question goes on in lower case, or asks."""
    return bool(re.match(r"\.(\s+[a-zåäö0-9]|\s*[?!]|\s*$)", question[end:]))


def _whole(word: str, is_known: Known) -> str:
    """The commonest word that begins like one cut short ("skyddsomb."); "" when none is in the sources."""
    found = [w for w in _beginning(word[:2]) if w.startswith(word) and len(w) > len(word) and is_known(w)]
    return max(found, key=lambda w: (vocabulary()[w], w), default="") if len(word) >= _CUT else ""


def _nearest(word: str, is_known: Known) -> str:
    """The word that this one is a slip of, the commonest of the nearest; in a compound its last part."""
    if len(word) < _SHORTEST:
        return ""
    from rapidfuzz.distance import OSA

    slips = 2 if len(word) >= _TWO_SLIPS else 1
    scored = [
        (distance, -vocabulary()[near], near)
        for near in _candidates(word, slips)
        if (distance := OSA.distance(word, near, score_cutoff=slips)) <= slips
        and (is_known(near) or distance == 1)
    ]
    if scored:
        return min(scored)[2]
    for at in range(len(word) - _SHORTEST, 3, -1):
        head, tail = word[:at], word[at:]
        if _is_part(head) and tail not in vocabulary():
            near = _nearest(tail, is_known) if len(tail) >= _SHORTEST else ""
            if near:
                return head + near
    return ""


def _is_part(head: str) -> bool:
    return head in vocabulary() or head.removesuffix("s") in vocabulary() or head + "e" in vocabulary()


def _candidates(word: str, slips: int) -> Iterator[str]:
    """Words of about the same length that begin with the same letter."""
    for size in range(len(word) - slips, len(word) + slips + 1):
        yield from by_shape().get((word[0], size), ())


def _as_written(before: str, after: str) -> str:
    return after[:1].upper() + after[1:] if before[:1].isupper() else after


def _beginning(start: str) -> Iterator[str]:
    return (word for word in vocabulary() if word.startswith(start))
