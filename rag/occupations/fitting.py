"""From skills to occupations: a list of skills, or a pasted text about a person, which is never stored.

A skill of the taxonomy counts as mentioned when half its weight stands in the text: "svetsa" mentions
"Svetsning och lödning". Occupations are ranked by how much of what was said their skills hold, each word
once, rare words first.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from functools import cached_property
from typing import NamedTuple

from rag.entities.doings import tells
from rag.entities.titles import OCCUPATION
from rag.occupations import facts
from rag.occupations.sources import ConceptStore, Sources
from rag.schema import Claim, Concept
from rag.swedish.compounds import parts
from rag.swedish.stems import stem
from rag.swedish.words import folded_words

MAX_FITTING = 3
WORTH_TELLING = 0.5
"""Share of what was said from which an occupation is told of beside those that the text describes."""
_MAX_SKILLS = 8
_WORTH = 0.6
"""Share of the best occupation's score from which another one is shown."""

# "… vilka jobb passar mig?", "i vilket yrke behöver man …", "jag kan svetsa: vad kan jag jobba med?"
_ASKS_FIT = re.compile(
    r"\b(?:vilk(?:et|a|en) (?:\w+ )?(?:yrken?|jobb|arbeten?|yrkesroll\w*|befattning\w*)|"
    r"vad (?:kan|skulle|ska|bör) jag (?:\w+ )?(?:jobba|arbeta|bli|söka)|"
    r"passar (?:jag|mig|min|en person|någon|den)|var (?:behövs|krävs|har (?:man|jag) nytta)|"
    r"vem behöver|vilka behöver|"
    r"(?:vem|vilka) (?:jobbar|arbetar|håller på) med|"
    r"vad kan (?:man|en) (?:\w+ )?(?:jobba|arbeta|bli|söka)|tips på (?:\w+ )?(?:jobb|yrken?|arbete))\b",
    re.IGNORECASE,
)
_ASKS_SKILL = re.compile(
    r"\b(?:behöv\w*|kräv\w*|kan|kunna|kunskap\w*|erfarenhet\w*|kompeten[st]\w*|färdighet\w*|"
    r"van(?:a)? (?:vid|av)|gillar|passa\w*|cv|meriter\w*|utbildad|certifikat\w*|körkort|bra på|"
    r"använd\w*|intresserad|jobbar|arbetar|nytta|handlar om|älskar|roligt|duktig\w*)\b",
    re.IGNORECASE,
)
_FRAME = frozenset(
    """
    vilket vilka vilken yrke yrken yrket jobb jobben jobbet arbete behöver behövs krävs kräver kan kunna jag
    mig min mina passar passa skulle vara van vana vid erfarenhet erfarenheter kunskap kunskaper
    kompetens kompetenser
    person någon den som bra använder använda söka bli cv år arbetat jobbat god goda inom vana allmän allmänna
    område samt kör köra vet gillar tycker om duktig trivs nytta handlar älskar roligt tips jobbar arbetar
    prognos prognoser framtid framtiden
    """.split()
)


class Fit(NamedTuple):
    """An occupation that fits, with what was mentioned of its skills."""

    concept: Concept
    score: float
    share: float
    """Share of what was said, by weight, that the occupation's skills hold, 0-1."""
    mentioned: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(skill for skill in self.concept.skills if skill not in self.mentioned)


def asks_fit(question: str) -> bool:
    """Whether occupations are asked for by what somebody can do."""
    return bool(_ASKS_FIT.search(question) and _ASKS_SKILL.search(question))


class Fitting:
    """The skills of all occupations, ready to be found in a text. Its index is made when first asked."""

    def __init__(self, store: ConceptStore) -> None:
        self._store = store
        self._sources = Sources(store)

    def find(self, text: str) -> list[Fit]:
        """The occupations whose skills the text mentions, best first; empty when it mentions none."""
        said = _said(text) & self._idf.keys()
        shares = {
            skill: share for skill in self._touched(said) if (share := self._share(skill, said)) >= _NEAR
        }
        whole = sum(self._idf[key] for key in said)
        fits = []
        for concept in {c.id: c for skill in shares for c in self._holders[skill]}.values():
            mine = sorted((s for s in concept.skills if s in shares), key=lambda skill: -shares[skill])
            gain = sum(
                self._idf[key] * max((shares[s] for s in mine if key in self._keys[s]), default=0.0)
                for key in said
            )
            fits.append(Fit(concept, gain, gain / whole, tuple(mine)))
        fits.sort(key=lambda fit: (-round(fit.score, 6), len(fit.concept.skills), fit.concept.label))
        return [fit for fit in fits if fit.score >= _WORTH * fits[0].score and _is_told(fit)][:MAX_FITTING]

    def sharing(self, concept: Concept) -> list[Concept]:
        """The occupations that share most skills with this one, at least `_SHARED` of them; best first."""
        shared = Counter(
            other.id
            for skill in set(concept.skills)
            for other in self._holders[skill]
            if other.id != concept.id
        )
        best = sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))[:MAX_FITTING]
        return [self._sources.concept(name) for name, number in best if number >= _SHARED]

    def told(self, fits: Sequence[Fit]) -> Iterator[Claim]:
        """What matches and what is missing, occupation by occupation."""
        for fit in fits:
            quote = facts.skills(fit.concept)
            listed = facts.enumerated(fit.mentioned, _MAX_SKILLS)
            text = f"- {fit.concept.label}: till kompetenserna i JobTech Taxonomy hör {listed}."
            yield from self._sources.claims(fit.concept, text, quote)
            if fit.missing:
                listed = facts.enumerated(fit.missing, _MAX_SKILLS)
                text = f"Övriga kompetenser som hör till {fit.concept.label}: {listed}."
                yield from self._sources.claims(fit.concept, text, quote)

    def _touched(self, said: Set[str]) -> list[str]:
        return [skill for skill, keys in self._keys.items() if not keys.isdisjoint(said)]

    def _share(self, skill: str, said: Set[str]) -> float:
        """Share of a skill's weight that is said, 0-1."""
        keys = self._keys[skill]
        return sum(self._idf[key] for key in keys & said) / sum(self._idf[key] for key in keys)

    @cached_property
    def _holders(self) -> dict[str, list[Concept]]:
        holders: dict[str, list[Concept]] = {}
        for concept in self._store.concepts(OCCUPATION):
            for skill in concept.skills:
                holders.setdefault(skill, []).append(concept)
        return holders

    @cached_property
    def _keys(self) -> dict[str, frozenset[str]]:
        """Every skill with what its words and their parts mean; those that say nothing are left out."""
        read = ((skill, frozenset(_whole(skill))) for skill in self._holders)
        return {skill: keys for skill, keys in read if keys}

    @cached_property
    def _idf(self) -> dict[str, float]:
        held = Counter(key for keys in self._keys.values() for key in keys)
        return {key: math.log(1 + len(self._keys) / n) for key, n in held.items()}


_BY_THE_WAY = (0.25, 0.15)
"""Shares of what was said below which a single skill, and several, are chance."""
_SHARED = 3
"""Skills in common from which an occupation is named where no relation is published."""
_NEAR = 0.5
"""Share of a skill's weight from which it counts as mentioned."""


def _is_told(fit: Fit) -> bool:
    """Whether more than a word by the way speaks for it: "lite inventering" makes nobody count forests."""
    return fit.share >= _BY_THE_WAY[len(fit.mentioned) > 1]


def _whole(text: str) -> set[str]:
    """The keys of a skill: of the parts of its compounds, since "ritningsläsning" is to read drawings."""
    words = [word for word in folded_words(text) if _is_content(word)]
    return {_key(part) for word in words for part in parts(word) or (word,)}


def _said(text: str) -> set[str]:
    """The keys of a text's words and of their parts."""
    words = [word for word in folded_words(text) if _is_content(word)]
    return {_key(word) for word in words} | {_key(part) for word in words for part in parts(word)}


def _is_content(word: str) -> bool:
    return tells(word) and word not in _FRAME


def _key(word: str) -> str:
    """What a verb and the noun made of it share: "svetsa", "svetsning" and "svetsare" are "svets"."""
    return _OF_VERB.sub("", stem(word)) or word


_OF_VERB = re.compile(r"(?<=\w{3})(?:ning|ningar|ande|are|else|ing|n)$")
