"""A question as it was meant: slips of the pen, missing å, ä and ö, words written apart, words cut short.

    "Hur lång är uppsägnigstiden?"  → uppsägningstiden      "Maste jag gora det?" → Måste, göra
    "Vem är upphovs man?" → upphovsman                      "Var finns diarienr. nu?" → diarienummer

Only words that are no words are mended, and only to words of the shipped lexicon or the thesaurus; what the
sources hold (`is_known`) is left alone. The person is shown how the question was read.
"""

from __future__ import annotations

import gzip
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from rag.swedish.compounds import lexicon, parts
from rag.swedish.number_words import word_value
from rag.swedish.stems import stem
from rag.swedish.thesaurus import thesaurus_words
from rag.swedish.words import STOP_WORDS, Token, fold, tokenize

Known = Callable[[str], bool]
"""Whether the sources hold a folded word."""

_SHORTEST = 5
"""Letters of a word that may be a slip of another."""
_TWO_SLIPS = 9
"""Letters from which two slips are believed."""
_CUT = 3
"""Letters that a word cut short keeps at least."""
_OFTEN = 20.0
"""How many times as common the word with å, ä or ö must be when the one without is a word too."""
_PLAIN = str.maketrans("åäöé", "aaoe")
_MARKED = re.compile("[åäöÅÄÖ]")
_AGED = re.compile(r"(\w+?)[- ]?(?:åring(?:ar|arna|en)?|årig(?:a|t)?)")
_YEAR_BEFORE = frozenset(
    "per i många manga varje samma förra forra senaste detta ett två tva tre fyra fem sex sju åtta atta nio "
    "tio".split()
)
"""After these, or a number, "ar" is "år" and not "är"."""
_SPOKEN = {
    "mke": "mycket", "mycke": "mycket", "mkt": "mycket", "månge": "många", "mång": "många", "mga": "många",
    "bode": "bodde", "nåt": "något", "nån": "någon", "nåra": "några", "dä": "det",
    "sej": "sig", "mej": "mig", "dej": "dig", "oxå": "också", "isåfall": "i så fall", "sålänge": "så länge",
}  # fmt: skip
"""Words as they are said or hastily typed."""
_COUNTIES = {"lan": "län", "lanet": "länet", "lanen": "länen", "lans": "läns", "lanens": "länens"}
"""Words that are as likely loans: of counties where the rest of a question is without its marks."""
_RARE = frozenset({"färst", "tjena", "tjenare", "tjabba", "hejsan", "morsning", "hallå"})
"""Right words that no list here has, greetings among them: "tjena" is no slip of "tjäna"."""
_PARTICLES = frozenset("in ut upp över under ned bort".split())
"""Small words that begin compounds: joined only where the whole is a common word."""
_COMMON = 20
"""Count in the lexicon from which a word is common."""
_ENDINGS = (
    *("s", "n", "t", "r", "d", "en", "et", "ar", "er", "or", "na", "de", "te", "at", "ad", "as", "es"),
    *("ens", "ets", "are", "ade", "ats", "arna", "erna", "orna", "ande", "ares", "arens"),
)
_HELD = re.compile(r"(\w)\1\1+")
"""A letter that was held down: "chefff"."""
_ADDRESS = re.compile(r"^[@/.:]|[@/:]|\.\w")
"""What stands beside a word of an address."""
_WORDS = Path(__file__).with_name("words.txt.gz")


def mend(question: str, is_known: Known, kept: Sequence[tuple[int, int]] = ()) -> str:
    """The question with its slips mended; itself when there is nothing to mend.

    Args:
        question: As it was written.
        is_known: Whether the sources hold a word.
        kept: Spans (start, end) that stay as they are: names, however they are spelt.
    """
    if not _MARKED.search(question):
        question = _with_marks(question, is_known)
    tokens = [t for t in tokenize(question) if not any(s < t.end and t.start < e for s, e in kept)]
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


def _with_marks(question: str, is_known: Known) -> str:
    """The question with å, ä and ö put back, when at least one of its words is none without them."""
    tokens = tokenize(question)
    words = [fold(token.text) for token in tokens]
    shown = [not _is_right(word, is_known) and word in _by_plain() for word in words]
    if not any(shown):
        return question
    before = ["", *words]
    for token, word, last in reversed(list(zip(tokens, words, before, strict=False))):
        marked = "" if _in_address(question, token) else _marked(word, last, is_known)
        if marked:
            question = question[: token.start] + _as_written(token.text, marked) + question[token.end :]
    return question


def _at(question: str, tokens: Sequence[Token], at: int, is_known: Known) -> tuple[int, str]:
    """How many words were read from `at` on, and what they are mended to; "" when they are right."""
    token = tokens[at]
    word = fold(token.text)
    if _in_address(question, token):
        return 1, ""
    if at + 1 < len(tokens) and question[token.end : tokens[at + 1].start] == " ":
        joined = _joined(word, fold(tokens[at + 1].text), is_known)
        if joined:
            return 2, joined
    if word in _SPOKEN:
        return 1, _SPOKEN[word]
    if not word.isalpha() or _is_right(word, is_known):
        return 1, ""
    for once in (_HELD.sub(r"\1", word), _HELD.sub(r"\1\1", word)):
        if once != word and _is_right(once, is_known):
            return 1, once
    if _is_cut(question, token.end) and (whole := _whole(word, is_known)):
        return 1, whole
    return 1, _nearest(word, is_known) if token.text[:1].islower() or at == 0 else ""


def _in_address(question: str, token: Token) -> bool:
    return bool(_ADDRESS.search(question[max(0, token.start - 1) : token.end + 2]))


def _is_right(word: str, is_known: Known) -> bool:
    if word.startswith(("årig", "åring")) or word.endswith(("kår", "kåren")):  # "20 åriga", "lärarkåren"
        return True
    if (age := _AGED.fullmatch(word)) and word_value(age[1]) is not None:
        return True
    if word in STOP_WORDS or len(word) < _CUT or is_known(word) or word in _words() or word in _RARE:
        return True
    return stem(word) in _stems() or bool(parts(word)) or any(base in _words() for base in _bases(word))


def _bases(word: str) -> Iterator[str]:
    """What the word may be an inflected form of."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _CUT:
            base = word[: -len(ending)]
            yield from (base, base + "a", base + "e")


def _joined(a: str, b: str, is_known: Known) -> str:
    """Two words that are one: "arbets lösa"; "" when they are rightly two."""
    whole = a + b
    if not (whole.isalpha() and len(a) > 1 and len(b) > 2):
        return ""
    if b in STOP_WORDS or (a in STOP_WORDS and a not in _PARTICLES):
        return ""
    common = _vocabulary().get(whole, 0.0) >= _COMMON
    if a in _PARTICLES:
        return whole if common and is_known(whole) else ""
    if is_known(whole) and (common or not is_known(a) or not is_known(b)):
        return whole
    return whole if not a.endswith("s") and not _is_right(a, is_known) and parts(whole) else ""


def _marked(word: str, before: str, is_known: Known) -> str:
    """The word with its å, ä and ö put back; "" when it is right without."""
    if word == "ar":
        return "år" if before in _YEAR_BEFORE or before.isdigit() else "är"
    if word in _COUNTIES:
        return _COUNTIES[word]
    best = _by_plain().get(word, "")
    if not best or word in STOP_WORDS:
        return ""
    if best in STOP_WORDS:
        return best
    own = _vocabulary().get(word, 0.0)
    return best if not (own or is_known(word)) or _vocabulary()[best] > _OFTEN * (own or 1.0) else ""


def _is_cut(question: str, end: int) -> bool:
    """Whether a full stop at `end` may cut a word short: the question goes on in lower case, or asks."""
    return bool(re.match(r"\.(\s+[a-zåäö0-9]|\s*[?!]|\s*$)", question[end:]))


def _whole(word: str, is_known: Known) -> str:
    """The commonest word that begins like one cut short ("skyddsomb."); "" when none is in the sources."""
    found = [w for w in _beginning(word[:2]) if w.startswith(word) and len(w) > len(word) and is_known(w)]
    return max(found, key=lambda w: (_vocabulary()[w], w), default="") if len(word) >= _CUT else ""


def _nearest(word: str, is_known: Known) -> str:
    """The word that this one is a slip of, the commonest of the nearest; in a compound its last part."""
    if len(word) < _SHORTEST:
        return ""
    from rapidfuzz.distance import OSA

    slips = 2 if len(word) >= _TWO_SLIPS else 1
    scored = [
        (distance, -_vocabulary()[near], near)
        for near in _candidates(word, slips)
        if (distance := OSA.distance(word, near, score_cutoff=slips)) <= slips
        and (is_known(near) or distance == 1)
    ]
    if scored:
        return min(scored)[2]
    for at in range(len(word) - _SHORTEST, 3, -1):
        head, tail = word[:at], word[at:]
        if _is_part(head) and tail not in _vocabulary():
            near = _nearest(tail, is_known) if len(tail) >= _SHORTEST else ""
            if near:
                return head + near
    return ""


def _is_part(head: str) -> bool:
    return head in _vocabulary() or head.removesuffix("s") in _vocabulary() or head + "e" in _vocabulary()


def _candidates(word: str, slips: int) -> Iterator[str]:
    """Words of about the same length that begin with the same letter."""
    for size in range(len(word) - slips, len(word) + slips + 1):
        yield from _by_shape().get((word[0], size), ())


def _as_written(before: str, after: str) -> str:
    return after[:1].upper() + after[1:] if before[:1].isupper() else after


@cache
def _vocabulary() -> Mapping[str, float]:
    """Every word that may be meant, with how common it is."""
    counts = dict(_lexicon_counts())
    for word in thesaurus_words():
        counts.setdefault(word, 1.0)
    return counts


def _lexicon_counts() -> Iterator[tuple[str, float]]:
    """The words of the lexicon with their counts."""
    return ((word, math.exp(log)) for word, log in lexicon().items())


@cache
def _words() -> frozenset[str]:
    """Every word that is right as it is: those that may be meant, and rarer ones (`build_words.py`)."""
    rare = gzip.decompress(_WORDS.read_bytes()).decode().splitlines()[1:]
    return frozenset((*_vocabulary(), *rare))


@cache
def _stems() -> frozenset[str]:
    return frozenset(map(stem, _words()))


@cache
def _by_shape() -> Mapping[tuple[str, int], Sequence[str]]:
    shapes: dict[tuple[str, int], list[str]] = defaultdict(list)
    for word in _vocabulary():
        shapes[word[0], len(word)].append(word)
    return shapes


def _beginning(start: str) -> Iterator[str]:
    return (word for word in _vocabulary() if word.startswith(start))


@cache
def _by_plain() -> Mapping[str, str]:
    """Plain form to the commonest word with å, ä or ö that is written so without them."""
    best: dict[str, tuple[float, str]] = {}
    for word, count in [*_vocabulary().items(), *((word, 1e9) for word in STOP_WORDS)]:
        if _MARKED.search(word):
            form = word.translate(_PLAIN)
            best[form] = max(best.get(form, (0.0, "")), (count, word))
    return {form: word for form, (_, word) in best.items()}
