"""What people say that they do at work, as groups of SSYK 2012: "jag kör truck", "den som lagar tänder".

Every four-digit group has phrases of ours (`datalots-doing`) and the words of its names, titles and skills. A
description is given to the group that holds most of its weight: words that few groups share weigh most, a
phrase that is said whole weighs more than words that only stand in the group's names.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from rag.entities.titles import DOING, EVERYDAY, OCCUPATION, SSYK
from rag.schema import Concept
from rag.swedish.compounds import lexicon, parts
from rag.swedish.stems import stem
from rag.swedish.words import STOP_WORDS, folded_words

NEUTRAL = frozenset(
    """
    arbeta arbetar arbetat arbetade jobb jobba jobbar jobbat jobbade jobbet arbete arbetet yrke yrket hålla
    håller person personen personal människa människor folk kille killen tjej tjejen tant tanten gubbe gubben
    kvinna kvinnan dam snubbe snubben bruden typ sån sådan sånt slags sorts expert anställd göra gör sköta
    sköter hand ha har vara är slå ta tar se ser the who works working job with for åt hos dagarna hela dagen
    natten heter kallas mamma pappa syster bror brorsan syrran morfar farfar kompis granne son dotter
    gilla gillar tycker om passa passar vill kan duktig bra trivs medarbetare som
    lite mest alltid ofta även samt år åren två tre fyra fem sex sju åtta nio tio tolv femton tjugo
    trettio halvår månader länge tidigare senast
    suttit sitta stått stå erfarenhet van vana
    """.split()
)
"""Words that say nothing of which work it is."""

_WHOLE, _PART, _ALIKE = 1.0, 0.6, 0.7
"""What a word counts that is found whole, as part of a compound, by its first letters only."""
_NAME, _SKILL = 0.7, 0.35
"""What a word counts that stands in a name or a skill of the group, not in a phrase."""
_PHRASE = 0.7
"""Weight of the best phrase beside that of all words of the group."""
_ALIKE_MIN = 5
_JUDGED = 25
"""Groups whose phrases are looked at: those that hold most of the description's words."""
_UNKNOWN = 0.7
"""What a word that no group knows weighs, as a share of the rarest known one's idf."""

_PERSON_WORD = re.compile(r"(?<=\w{3})-?s?(?:kille|tjej|tant|gubbe|människa|kvinna|snubbe|dam|personal)n?$")
""" "svetskille", "HR-människa": who it is says nothing of the work."""

_PAST = re.compile(r"(\w{3,})(?:de|te|t)$")

Terms = Mapping[str, float]
"""Term to what it counts, for one word."""


class Described(NamedTuple):
    """A group that a description may be of."""

    code: str
    score: float
    """0-1: share of the description's weight that the group holds."""
    phrase: float
    """0-1: share of the group's best phrase that was said."""
    weight: float
    """What the group holds of the description's weight: a sum of inverse document frequencies."""
    said: frozenset[int]
    """The words that the best phrase and the group's names hold, by their place."""


class Doings:
    """The phrases and words of every four-digit group."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        groups = {c.code: c for c in concepts if c.scheme == SSYK and len(c.code) == 4}
        self._phrases = {code: _phrases(group) for code, group in groups.items()}
        self._bags: dict[str, dict[str, float]] = {code: {} for code in groups}
        for code, group in groups.items():
            own = [group.label, *(x.label for x in group.links if x.scheme == EVERYDAY)]
            self._hold(code, own, _NAME)
            for phrase in self._phrases[code]:
                for terms in phrase:
                    for term, weight in terms.items():
                        self._keep(code, term, weight)
        names, skills = {code: set[str]() for code in groups}, {code: set[str]() for code in groups}
        for concept in concepts:
            if concept.scheme == OCCUPATION and concept.links and concept.links[0].code in groups:
                names[concept.links[0].code].update((concept.label, *concept.titles))
                skills[concept.links[0].code].update(concept.skills)
        for code in groups:
            self._hold(code, names[code], _NAME)
            self._hold(code, skills[code], _SKILL)
        held = Counter(term for bag in self._bags.values() for term in bag)
        n = len(self._bags)
        self._idf = {term: math.log(1 + (n - df + 0.5) / (df + 0.5)) for term, df in held.items()}
        self._rarest = max(self._idf.values(), default=1.0)
        self._holders: dict[str, list[str]] = {}
        for code, bag in self._bags.items():
            for term in bag:
                self._holders.setdefault(term, []).append(code)
        self._starts: dict[str, list[str]] = {}
        for term in self._idf:
            if len(term) >= _ALIKE_MIN:
                self._starts.setdefault(term[:_ALIKE_MIN], []).append(term)

    def describe(self, words: Sequence[str]) -> list[Described]:
        """The groups that hold something of these folded words, the likeliest first."""
        asked = {at: self._asked(word) for at, word in enumerate(words) if tells(word)}
        total = sum(self._weight(terms) for terms in asked.values())
        gains: dict[str, float] = {}
        for term in {term for terms in asked.values() for term in terms}:
            for code in self._holders.get(term, ()):
                gains[code] = gains.get(code, 0.0) + self._idf[term] * self._bags[code][term]
        likeliest = heapq.nlargest(_JUDGED, gains, key=lambda code: (gains[code], code))
        found = [self._judge(code, asked, total) for code in likeliest]
        return sorted(found, key=lambda one: (-one.score, one.code))

    def _judge(self, code: str, asked: Mapping[int, Terms], total: float) -> Described:
        bag = self._bags[code]
        by_words = {at: self._gain(terms, bag) for at, terms in asked.items()}
        best, share, said = 0.0, 0.0, frozenset[int]()
        for phrase in self._phrases[code]:
            gains = {at: max(self._gain(terms, word) for word in phrase) for at, terms in asked.items()}
            told = sum(self._told(word, asked) for word in phrase)
            whole = sum(self._weight(word) for word in phrase)
            covered = min(1.0, told / whole) if whole else 0.0
            gain = sum(gains.values()) * covered**0.5
            if gain > best:
                best, share = gain, covered
                said = frozenset(at for at, one in gains.items() if one > 0)
        score = (_PHRASE * best + (1 - _PHRASE) * sum(by_words.values())) / total
        # A description that only names can tell ("operatör på kemifabrik") is worth as much as a phrase.
        score = max(score, _NAME * sum(by_words.values()) / total)
        said |= {at for at, one in by_words.items() if one > 0}
        return Described(code, min(1.0, score), share, min(1.0, score) * total, said)

    def _told(self, word: Terms, asked: Mapping[int, Terms]) -> float:
        """How much of a phrase's word the description says."""
        return max((self._gain(terms, word) for terms in asked.values()), default=0.0)

    def _gain(self, asked: Terms, held: Terms) -> float:
        """The weight of what is both asked and held: the whole word, else its parts."""
        gains = {t: self._idf.get(t, 0.0) * w * min(1.0, held[t]) for t, w in asked.items() if t in held}
        if not gains:
            return 0.0
        return min(self._weight(asked), max(max(gains.values()), sum(gains.values()) * _PART))

    def _weight(self, terms: Terms) -> float:
        """What a word can give at most: the idf of the whole, or of its rarest part."""
        return max((self._idf.get(t, self._rarest * _UNKNOWN) * w for t, w in terms.items()), default=0.0)

    def _asked(self, word: str) -> Terms:
        """The terms of a word of the description; an unknown one also as known words that begin like it."""
        terms = dict(_terms(word))
        if not any(term in self._idf for term in terms):
            for term in list(terms):
                for alike in self._alike(term):
                    terms[alike] = _ALIKE
        return terms

    def _alike(self, term: str) -> Iterable[str]:
        least = max(_ALIKE_MIN, len(term) - 3)
        for other in self._starts.get(term[:_ALIKE_MIN], ()):
            if other[:least] == term[:least] and abs(len(other) - len(term)) <= 3:
                yield other

    def _hold(self, code: str, texts: Iterable[str], weight: float) -> None:
        for word in set(folded_words(" ; ".join(texts))):  # read as one: thousands of short texts are slow
            if tells(word):
                self._keep(code, stem(word), weight)

    def _keep(self, code: str, term: str, weight: float) -> None:
        bag = self._bags[code]
        bag[term] = max(bag.get(term, 0.0), weight)


def _phrases(group: Concept) -> list[list[Terms]]:
    texts = [link.label for link in group.links if link.scheme == DOING]
    read = ([_terms(word) for word in folded_words(text) if tells(word)] for text in texts)
    return [phrase for phrase in read if phrase]


def tells(word: str) -> bool:
    """Whether a folded word says anything of which work it is."""
    return word not in STOP_WORDS and word not in NEUTRAL and not word.isdigit()


def _infinitive(word: str) -> str:
    """ "körde" and "kört" as "köra", when that is a word."""
    past = _PAST.match(word)
    return f"{past[1]}a" if past and f"{past[1]}a" in lexicon() else word


@lru_cache(maxsize=20_000)
def _terms(word: str) -> Terms:
    """The stems of a word and of its parts."""
    if (bare := _PERSON_WORD.sub("", word)) != word:
        word = bare
    found = {stem(_infinitive(word)): _WHOLE}
    pieces = [piece for piece in word.split("-") if len(piece) > 1] if "-" in word else []
    for part in (*pieces, *(part for piece in pieces or [word] for part in parts(piece))):
        if part not in NEUTRAL:
            found.setdefault(stem(part), _PART)
    return found


def told_by(words: Sequence[str], label: str) -> float:
    """How many words of a label the folded words say, 0 unless they say all of it.

    A compound is said when its parts are: "städar hotell" says "hotellstädare".
    """
    asked = {term for word in words if tells(word) for term in _terms(word)}
    held = [_terms(word) for word in folded_words(label) if tells(word)]
    return float(len(held)) if held and all(_says(asked, word) for word in held) else 0.0


def _says(asked: Set[str], word: Terms) -> bool:
    pieces = [term for term, weight in word.items() if weight == _PART]
    return any(t in asked for t, weight in word.items() if weight == _WHOLE) or (
        bool(pieces) and all(piece in asked for piece in pieces)
    )
