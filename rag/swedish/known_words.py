"""Which words there are: those of the shipped lexicon, of the thesaurus and of the list of rarer ones.

is_right("arbetslöshet", is_known) → True      is_right("arbetslöhset", is_known) → False
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
from rag.swedish.stems import stem, stems
from rag.swedish.thesaurus import thesaurus_words
from rag.swedish.words import STOP_WORDS

Known = Callable[[str], bool]
"""Whether the sources hold a folded word."""

SHORTEST = 3
"""Letters from which a word may be wrong."""
_LONG = 6
"""Letters from which a form of a word that only the sources hold is believed."""
_AGED = re.compile(r"(\w+?)[- ]?(?:åring(?:ar|arna|en)?|årig(?:a|t)?)")
_RARE = frozenset(
    "färst tjena tjenare tjabba hejsan morsning hallå grabbar grabbarna snubbar snubbarna farbröder "
    "farbröderna brudar brudarna gummor gummorna jordsnurr".split()
)
"""Right words that no list here has, greetings and what men and women are called among them: "tjena" is no
slip of "tjäna"."""
_ENDINGS = tuple(
    "s n t r d a an en et ar er or na de te at ad as es "
    "ens ets are ade ats arna erna orna ande ares arens".split()
)
_WORDS = Path(__file__).with_name("words.txt.gz")


def is_right(word: str, is_known: Known) -> bool:
    """Whether a folded word may be one as it stands: sure, or by its stem or what it may be made of."""
    return is_sure(word, is_known) or stem(word) in _stems() or bool(parts(word))


def is_sure(word: str, is_known: Known) -> bool:
    """Whether a folded word is one for certain: listed, inflected, or held by the sources."""
    if word.startswith(("årig", "åring")) or word.endswith(("kår", "kåren")):  # "20 åriga", "lärarkåren"
        return True
    if (age := _AGED.fullmatch(word)) and word_value(age[1]) is not None:
        return True
    if word in STOP_WORDS or len(word) < SHORTEST or is_known(word) or word in words() or word in _RARE:
        return True
    return any(base in words() or (len(base) >= _LONG and is_known(base)) for base in _bases(word))


def _bases(word: str) -> Iterator[str]:
    """What the word may be an inflected form of."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            base = word[: -len(ending)]
            yield from (base, base + "a", base + "e")


@cache
def vocabulary() -> Mapping[str, float]:
    """Every word that may be meant, with how common it is."""
    counts = {word: math.exp(log) for word, log in lexicon().items()}
    for word in thesaurus_words():
        counts.setdefault(word, 1.0)
    return counts


@cache
def words() -> frozenset[str]:
    """Every word that is right as it is: those that may be meant, and rarer ones (`build_words.py`)."""
    rare = gzip.decompress(_WORDS.read_bytes()).decode().splitlines()[1:]
    return frozenset((*vocabulary(), *rare))


@cache
def _stems() -> frozenset[str]:
    return stems(words())


@cache
def by_shape() -> Mapping[tuple[str, int], Sequence[str]]:
    """The listed words, by first letter and length."""
    shapes: dict[tuple[str, int], list[str]] = defaultdict(list)
    for word in words():
        shapes[word[0], len(word)].append(word)
    return shapes
