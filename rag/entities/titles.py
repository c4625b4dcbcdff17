"""The names of occupations and groups, ready to be looked up: inflected, unaccented, misspelt.

Names come from labels ("Systemutvecklare/Programmerare"), from what stands before a comma in them, from the
members of a group's label ("Fin-, inrednings- och möbelsnickare"), from titles, older, everyday and English
names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from rag.schema import Concept
from rag.swedish.compounds import lexicon, parts
from rag.swedish.stems import stem
from rag.swedish.words import folded_words

SSYK = "ssyk-2012"
ISCO = "isco-08"
OCCUPATION = "jobtech-occupation"
ENGLISH = "scb-english"
EVERYDAY = "datalots-everyday"
DOING = "datalots-doing"
"""Schemes of concepts and of their links."""

Match = Literal[
    "code",
    "label",
    "part",
    "everyday",
    "area",
    "member",
    "base",
    "title",
    "english",
    "older",
    "other",
    "cut",
    "head",
    "compound",
    "described",
]
MATCH_SCORES: dict[Match, float] = {
    "code": 1.0,
    "label": 1.0,  # the whole label of an occupation or a four-digit group
    "part": 0.97,  # one of the labels between slashes
    "everyday": 0.97,
    "area": 0.9,  # the whole label of a wider group
    "member": 0.88,  # one of those that a group's label lists
    "base": 0.86,  # what stands before a comma
    "title": 0.85,
    "english": 0.8,
    "older": 0.8,
    "other": 0.75,  # "Övriga ekonomer"
    "compound": 0.72,  # another word for the last part: "busschaufför" is a "bussförare"
    "cut": 0.68,  # what stands before "i" or "inom"
    "head": 0.68,  # the last part of a compound
    "described": 0.62,  # told by what is done, not named
}
OFFICIAL: frozenset[Match] = frozenset({"label", "part", "member", "base", "everyday"})
UNOFFICIAL: frozenset[Match] = frozenset({"title", "older", "english", "cut", "head"})
"""These are left out when an official name fits."""
_VAGUE = 5
"""A title of more groups than this says little: it weighs as a head."""

_ENDINGS: tuple[tuple[str, str], ...] = tuple(
    (ending, base)
    for base, endings in {
        "are": "aren arens ares arna arnas arn",
        "a": "an ans as or ors orna ornas",
        "man": "mannen mannens mans mannens",
        "e": "en ens es n ns ar ars arna arnas er erna t ts ets ets",
        "": "s en ens er ers erna ernas ar ars arna arnas n ns na nas et ets t",
        "er": "rar rarna rarnas",
    }.items()
    for ending in dict.fromkeys(endings.split())
)
_PLURALS = (("or", "a"), ("er", ""), ("er", "e"), ("ar", ""), ("en", "e"), ("n", ""), ("rar", "er"))
_ACCENTS = str.maketrans("åäöéèü-", "aaoeeu ")
_AND_OTHERS = re.compile(r"\s*\bm\.\s?(?:fl|m)\.")
_BEFORE_PREPOSITION = re.compile(r"^(.+?),?\s(?:inom|i|på|av|vid|utan|till|med|för)\s.+$")
_MEMBERS = re.compile(r",\s*|\s+och\s+")
_REST = re.compile(r"^(?:Övriga?|Andra)\s+")
_PERSON = re.compile(r"(?:are|or|er|ar|man|män|ist|ör|ent|ant|ska|skan|skor|aren|arna|erna|ören|örer|en)$")
_OF_LABELS = frozenset({"label", "part", "member", "base", "other"})
_PLURAL = re.compile(r"(?:are|or|er|ar|män|personal|biträden|yrken)$")
_PERSONS = re.compile(
    r"(?:are|iker|ister|aster|arier|pater|peder|grafer|tolkar|örer|ärer|enter|anter|ologer|nomer|orer|män|skor|"
    r"skänkor|terapeuter|arkitekter|pedagoger|chefer|vakter|värdar|kockar|smeder|fruar|karlar|präster|personal|"
    r"biträden)$"
)


class Name(NamedTuple):
    """A name of a concept and where it comes from."""

    concept_id: str
    label: str
    match: Match
    form: str
    """The name, folded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A meaning of a span of text."""

    concept_id: str
    label: str
    start: int
    end: int
    match: Match
    score: float
    """0-1, how likely this is what was meant."""
    exact: bool = True
    name: str = ""
    """The published name that was found, folded."""


class Found(NamedTuple):
    """A name that some text is a form of."""

    name: Name
    exact: bool
    """False when letters or accents had to be mended."""
    score: float


class TitleIndex:
    """Names by their plain form."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        self._labels = {concept.id: concept.label for concept in concepts}
        self._groups = {c.id: f"ssyk:{c.links[0].code}" for c in concepts if c.scheme != SSYK and c.links}
        self._by_key: dict[str, list[Name]] = {}
        self._longest: dict[str, int] = {}
        self._size: Counter[str] = Counter()
        for concept in concepts:
            for form, match in _names(concept):
                self._add(concept, form, match)
        self._singles: dict[str, list[str]] = {}
        for key in self._by_key:
            if len(key) > 4 and " " not in key:
                self._singles.setdefault(key[:2], []).append(key)

    def _add(self, concept: Concept, form: str, match: Match) -> None:
        group = concept.scheme == SSYK
        if match != "everyday":  # of those we wrote some groups have many
            self._size[concept.id if group else self._groups.get(concept.id, "")] += 1
        name = Name(concept.id, concept.label, match, form)
        key = plain(form)
        self._by_key.setdefault(key, []).append(name)
        if " " in form:
            first = plain(form.partition(" ")[0])
            self._longest[first] = max(self._longest.get(first, 0), form.count(" ") + 1)
        if group and match != "older":
            for singular in _singulars(key):
                self._by_key.setdefault(singular, []).append(name)

    def longest_from(self, word: str) -> int:
        """How many words the longest name that begins with this folded word has; two may also be one."""
        return max(2, self._longest.get(plain(word), 0))

    def label(self, concept_id: str) -> str:
        return self._labels.get(concept_id, "")

    def group_of(self, concept_id: str) -> str:
        """The four-digit group of an occupation; empty for a group."""
        return self._groups.get(concept_id, "")

    def holds_one(self, concept_id: str) -> bool:
        """Whether this is a wider group with one four-digit group in it, which then says the same."""
        if not concept_id.startswith("ssyk:") or len(concept_id) != len("ssyk:123"):
            return False
        return sum(f"{concept_id}{digit}" in self._labels for digit in range(10)) == 1

    def size_of(self, concept_id: str) -> int:
        """How many published names the four-digit group of a concept has: the wider known, the more."""
        return self._size[self._groups.get(concept_id, concept_id)]

    def lookup(self, words: Sequence[str]) -> list[Found]:
        """The names that the folded words are a form of."""
        text = " ".join(words)
        found = [f for base, cost in inflections(plain(text)) for f in self._named(text, base, cost)]
        if not found and len(words) == 2 and min(map(len, words)) > 3:  # "buss förare"
            joined = "".join(words)
            found = [
                f for base, cost in inflections(plain(joined)) for f in self._named(joined, base, cost + 0.03)
            ]
        if not found and len(words) == 1 and "-" in words[0]:  # "bamba-tant"
            found = self.lookup([words[0].replace("-", "")])
        return found

    def _named(self, text: str, key: str, cost: float) -> Iterator[Found]:
        names = self._by_key.get(key, ())
        vague = (
            len(names) > _VAGUE
            and len({self.group_of(n.concept_id) for n in names if n.match == "title"}) > _VAGUE
        )
        for name in names:
            exact = _same_accents(text, name.form)
            if exact or (text.isascii() and len(text) > 4 and not _is_word(text)):
                match: Match = "head" if vague and name.match == "title" else name.match
                yield Found(name, exact, MATCH_SCORES[match] - cost - (0.0 if exact else 0.03))

    def ending_in(self, form: str) -> list[Found]:
        """The names of groups that are a compound of this word: "elektriker", "lärare"."""
        bases = {
            base
            for base, _ in inflections(form)
            if len(base) > 4 and (base in lexicon() or plain(base) in self._by_key)
        }
        ends = tuple(bases)
        return [
            Found(name, True, MATCH_SCORES["head"])
            for head, name in (self._heads if ends else ())
            if head.endswith(ends) and any(_is_part(head.removesuffix(base)) for base in bases)
        ]

    @cached_property
    def _heads(self) -> list[tuple[str, Name]]:
        """Single words in the labels of four-digit groups, each form with its name."""
        names = (name for names in self._by_key.values() for name in names if " " not in name.form)
        return [
            (head, name)
            for name in dict.fromkeys(names)
            if len(name.concept_id) == len("ssyk:1234") and name.match in _OF_LABELS
            for head in (name.form, *_singulars(name.form))
        ]

    def split(self, form: str) -> tuple[str, list[Found]]:
        """An unknown compound as first part and names of the longest known last part: "buss", "chaufför"."""
        for at in range(3, len(form) - 3):
            last = form[at:]
            person = _PERSON.search(form) or (len(last) > 4 and plain(last) in self._by_key)
            if person and _is_part(form[:at]) and (found := self.lookup([last])):
                return form[:at], found
        return "", []

    def beginning_with(self, first: str, near: Iterable[str]) -> list[Found]:
        """Names that begin like `first`, of groups with the same two first digits as those `near`."""
        areas = {(self.group_of(concept) or concept)[:7] for concept in near}
        begin = plain(first).strip()
        return [
            Found(name, False, MATCH_SCORES["compound"])
            for key in self._singles.get(begin[:2], ())
            if key.startswith(begin)
            for name in self._by_key[key]
            if (self.group_of(name.concept_id) or name.concept_id)[:7] in areas and name.match in _OF_LABELS
        ]

    def nearest(self, form: str, slips: int) -> list[Found]:
        """The names that are `slips` slips of the pen away from a form of this word."""
        from rapidfuzz.distance import OSA

        keys = {
            key
            for base, _ in inflections(plain(form))
            if len(base) > 5
            for key in self._singles.get(base[:2], ())
            if (key[-1] == base[-1] or sorted(key) == sorted(base))
            and abs(len(key) - len(base)) <= slips
            and OSA.distance(base, key, score_cutoff=slips) <= slips
        }
        return [
            Found(n, False, 0.9 * MATCH_SCORES[n.match]) for key in sorted(keys) for n in self._by_key[key]
        ]


def _is_part(first: str) -> bool:
    """Whether this may be the first part of a compound: a word, with or without the letter that links it."""
    bare = first.rstrip("-")
    return len(bare) == 3 or bare in lexicon() or bare.removesuffix("s") in lexicon() or bool(parts(bare))


def _singulars(key: str) -> list[str]:
    """What may be the singular of a plain plural: "poliser" gives "polis" and, harmlessly, "polise"."""
    return [
        key[: -len(ending)] + base
        for ending, base in _PLURALS
        if key.endswith(ending) and not key.endswith("iker")
    ]


def _names(concept: Concept) -> Iterator[tuple[str, Match]]:
    """The names of a concept, folded, with where they come from."""
    group = concept.scheme == SSYK
    yield _folded(concept.label), "area" if group and len(concept.code) < 4 else "label"
    if group and len(concept.code) == 4:
        yield from _group_names(concept.label)
    elif not group:
        yield from _label_parts(concept.label)
    for title in concept.titles:
        yield _folded(title), "older" if group else "title"
    for link in concept.links:
        if link.scheme == ENGLISH:
            yield _folded(link.label), "english"
        elif link.scheme == EVERYDAY:
            yield _folded(link.label), "everyday"


def _label_parts(label: str) -> Iterator[tuple[str, Match]]:
    """ "Systemutvecklare/Programmerare" is both; "Sjuksköterska, grundutbildad" is a "sjuksköterska"."""
    sides = [side.strip() for side in label.split("/")] if "/" in label else [label]
    for side in sides:
        if len(sides) > 1 and "," not in side:
            yield _folded(side), "part"
        base = side.partition(",")[0].strip()
        if base != side:
            yield _folded(base), "base"
        cut = _BEFORE_PREPOSITION.match(base)
        if cut:
            yield _folded(cut[1]), "cut"


def _group_names(label: str) -> Iterator[tuple[str, Match]]:
    """The members of a group's label: "Fin-, inrednings- och möbelsnickare" has "finsnickare" in it."""
    text = _AND_OTHERS.sub("", label).strip()
    cut = _BEFORE_PREPOSITION.match(text)
    named = _REST.sub("", cut[1] if cut else text)
    members = _MEMBERS.split(named)
    persons = [m.strip() for n, m in enumerate(members) if (_PERSONS if n else _PLURAL).search(m)]
    match: Match = "cut" if cut else "other" if _REST.match(text) else "member"
    if not cut and len(members) > 1 and persons == [members[0].strip()]:
        match = "base"  # the rest says where: "Undersköterskor, hemtjänst, äldreboende och habilitering"
    for person in persons if named != "yrken" else ():
        yield _folded(person), match
    head = parts(persons[-1].lower()) if persons and persons[-1] == members[-1].strip() else ()
    for member in members if head else ():
        if member.strip().endswith("-"):
            yield member.strip().rstrip("-").lower() + head[-1], match
    if named.endswith("syrken"):
        yield named.lower().removesuffix("syrken"), match


@lru_cache(maxsize=20_000)
def _is_word(form: str) -> bool:
    """Whether a form without accents is a word as it stands: "sommaren" is no "sömmare"."""
    return form in lexicon() or stem(form) in lexicon()


@lru_cache(maxsize=20_000)
def inflections(form: str) -> tuple[tuple[str, float], ...]:
    """The plain base forms that a plain word may be a form of, itself first, with what each step costs."""
    found = {form: 0.0}
    for ending, base in _ENDINGS:
        if form.endswith(ending) and len(form) - len(ending) >= 3:
            found.setdefault(form[: len(form) - len(ending)] + base, 0.01)
    return tuple(found.items())


def plain(text: str) -> str:
    """Folded text without accents and hyphens: what a hurried hand types."""
    return text if text.isalpha() and text.isascii() else " ".join(text.translate(_ACCENTS).split())


def _folded(text: str) -> str:
    """The words of a name, folded."""
    return text.lower() if text.isalpha() else " ".join(folded_words(text))


def _same_accents(written: str, form: str) -> bool:
    """Whether the letters that the word and the name share before their endings are the same, accents too."""
    shared = max(3, min(len(written), len(form)) - 4)
    a, b = written.replace("-", " "), form.replace("-", " ")
    return a[:shared].replace(" ", "") == b[:shared].replace(" ", "")
