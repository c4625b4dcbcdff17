"""A question as it was meant: slips of the pen, missing å, ä and ö, words written apart, words cut short.

    "Hur lång är uppsägnigstiden?"  → uppsägningstiden      "Maste jag gora det?" → Måste, göra
    "Vem är upphovs man?" → upphovsman                      "Var finns diarienr. nu?" → diarienummer

Only words that are no words, or hardly any, are mended, and only to listed words or such as the sources hold
(`is_known`), which are left alone themselves. The person is shown how the question was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.swedish.compounds import parts
from rag.swedish.known_words import SHORTEST, Known, by_shape, is_right, is_sure, vocabulary, words
from rag.swedish.marks import with_marks
from rag.swedish.words import STOP_WORDS, Token, fold, tokenize

_SHORTEST = 5
"""Letters of a word that may be a slip of another."""
_LONGEST = 40
"""Letters from which a word is none: it would take too long to look at."""
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
_STANDS_ALONE = frozenset(
    """
    stor stort stora ny nytt nya hög högt höga låg lågt låga lång långt långa kort korta små liten litet lilla
    fri fritt fria hel helt hela halv halva full fullt fulla god gott goda bra ung unga gammal gamla egen eget
    egna svensk svenska hård hårda rätt rik fast öppen öppet öppna lätt svår tung första andra tredje
    """.split()
)
"""Words that mean another thing joined to the next: "en stor stad" is no "storstad"."""
_LINKED = re.compile(r"(?:ning|tion|skap|hälls|marknad|arbet|yrke)s$")
"""How a word ends that is hardly ever the owner of the next: "forsknings data"."""
_ALPHABET = "abcdefghijklmnopqrstuvwxyzåäöé"
_RARE_FROM = 7
"""Letters of a rare word from which it may be meant: a short one is near too many."""
_TAIL = 6
"""Letters of the last part of a word that no list has."""
_TWICE = re.compile(r"(\w)\1+")
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
        size, meant = _at(question, tokens, at, is_known)
        if meant:
            mended.append((tokens[at].start, tokens[at + size - 1].end, meant))
        at += size
    for start, end, meant in reversed(mended):
        rest = question[end:]
        if rest.startswith(".") and rest.strip() != "." and _is_cut(question, end):
            rest = rest[1:]
        question = question[:start] + _as_written(question[start:end], meant) + rest
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
    if not word.isalpha() or len(word) > _LONGEST or is_sure(word, is_known):
        return 1, ""
    begins_low = token.text[:1].islower() or at == 0
    if is_right(word, is_known):
        return 1, _doubled(word, is_known) if begins_low else ""
    if _is_made(word, is_known):
        return 1, ""
    if held := _let_go(word, is_known):
        return 1, held
    if _is_cut(question, token.end) and (whole := _whole(word, is_known)):
        return 1, whole
    return 1, _nearest(word, is_known) if begins_low else ""


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
    if a in _STANDS_ALONE or a.endswith("ande"):
        return ""
    owner = a.endswith("s") and not a.endswith("ss") and not _LINKED.search(a)
    if not owner and (is_known(whole) or whole in words()):
        return whole
    begins = not a.endswith("s") and not is_right(a, is_known)
    return whole if (begins or _LINKED.search(a)) and parts(whole) else ""


def _let_go(word: str, is_known: Known) -> str:
    """The word without a letter that was held down; "" when there was none."""
    forms = [form for form in (_HELD.sub(r"\1\1", word), _HELD.sub(r"\1", word)) if form != word]
    right = [form for form in forms if is_right(form, is_known)]
    return max(right, key=lambda form: (form in words(), is_known(form)), default="")


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
    if near := _slip_of(word, is_known):
        return near
    if len(word) >= _TWO_SLIPS and (near := _two_slips_of(word, is_known)):
        return near
    for at in range(len(word) - _SHORTEST, 3, -1):
        head, tail = word[:at], word[at:]
        if _is_part(head) and tail not in vocabulary():
            near = _nearest(tail, is_known) if len(tail) >= _SHORTEST else ""
            if near:
                return head + near
    return ""


def _slip_of(word: str, is_known: Known) -> str:
    """The commonest word that is one slip away: a letter too many, too few, another, or two that changed
    places; "" when there is none. A rare one only of a long word."""
    long = len(word) >= _RARE_FROM
    near = list(_one_slip(word))
    found = [n for n in near if n in vocabulary() or (long and n in words())]
    if not found and long:
        moved = (n for n in near if sorted(n) == sorted(word) or len(n) < len(word))  # few: the index is slow
        found = [n for n in moved if is_known(n) and is_right(n, _unknown)]
    return max(found, key=lambda n: (is_known(n), vocabulary().get(n, 1.0), n), default="")


def _unknown(_: str) -> bool:
    """No source is asked: people's phrases stand in them, slips and all."""
    return False


def _is_made(word: str, is_known: Known) -> bool:
    """Whether a word is made of a part and of a long word that the lexicon of parts need not have."""
    return any(
        _is_part(word[:at]) and word[at:] not in STOP_WORDS and (word[at:] in words() or is_known(word[at:]))
        for at in range(SHORTEST, len(word) - _TAIL + 1)
    )


def _doubled(word: str, is_known: Known) -> str:
    """A listed word of the sources that differs from a doubtful one by a letter written once for twice, or
    twice for once: "arbetslöshetten"; "" when there is none."""
    near = (near for near in _one_slip(word) if near in words() and is_known(near))
    return max((n for n in near if _TWICE.sub(r"\1", n) == _TWICE.sub(r"\1", word)), default="")


def _one_slip(word: str) -> Iterator[str]:
    """Every string that is one slip from the word and begins with its first letter."""
    for at in range(1, len(word) + 1):
        before, rest = word[:at], word[at:]
        for letter in _ALPHABET:
            yield before + letter + rest
            if rest and rest[0] != letter:
                yield before + letter + rest[1:]
        if rest:
            yield before + rest[1:]
        if len(rest) > 1 and rest[0] != rest[1]:
            yield before + rest[1] + rest[0] + rest[2:]


def _two_slips_of(word: str, is_known: Known) -> str:
    from rapidfuzz.distance import OSA

    scored = [
        (-vocabulary().get(near, 1.0), near)
        for size in range(len(word) - 2, len(word) + 3)
        for near in by_shape().get((word[0], size), ())
        if OSA.distance(word, near, score_cutoff=2) <= 2 and is_known(near)
    ]
    return min(scored)[1] if scored else ""


def _is_part(head: str) -> bool:
    return head in vocabulary() or head.removesuffix("s") in vocabulary() or head + "e" in vocabulary()


def _as_written(before: str, after: str) -> str:
    return after[:1].upper() + after[1:] if before[:1].isupper() else after


def _beginning(start: str) -> Iterator[str]:
    return (word for word in vocabulary() if word.startswith(start))
