"""From an occupation of the question to the codes of a table.

Tables name occupations by SSYK 2012 or in a way of their own (Yrkesbarometern). An entity carries a code,
"ssyk:2512" or "concept:<id>"; a concept's groups stand in its links. Where a table has other codes, labels
decide: they must say the same but for endings and small words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Protocol

from rag.entities.titles import plain
from rag.schema import Concept, Dimension, Entity, TableInfo
from rag.statistics.request import Mention
from rag.statistics.unknown import says_something
from rag.swedish.compounds import parts
from rag.swedish.stems import stem
from rag.swedish.words import STOP_WORDS, fold, tokenize

_ASIDE = re.compile(r"\([^)]*\)")
_QUALIFIED = re.compile(r" inom | i |,|\(")
"""What follows narrows the name: "Chefer inom vård", "Undersköterskor, hemtjänst"."""
_WIDER = re.compile(r"\d{2,3}")
"""Codes of the wider levels of SSYK, which some tables stop at."""
MIN_HEAD = 4
_FILLERS = {"m", "m.fl", "fl", "med", "flera", "inom", "yrken", "övriga"}


class Concepts(Protocol):
    """What is asked of the text store here."""

    def concept(self, concept_id: str) -> Concept | None: ...


class OccupationCodes:
    """Finds the codes of a dimension that an entity or a stretch of text means."""

    def __init__(self, store: Concepts, tables: Iterable[TableInfo]) -> None:
        self._store = store
        self._dimensions = tuple(d for table in tables for d in table.dimensions if d.role == "occupation")
        self._groups = _group_labels(self._dimensions)
        self._by_words: dict[int, dict[frozenset[str], list[str]]] = {}

    def of_mention(self, dimension: Dimension, mention: Mention) -> tuple[str, ...]:
        """The codes of `dimension` that a mention with all its readings means."""
        return self._of_name(dimension, mention) or self._going_on_from(dimension, mention)

    def _of_name(self, dimension: Dimension, mention: Mention) -> tuple[str, ...]:
        """The codes of `dimension` that a mention stands for by its groups or its name.

        A minor group (three digits) counts when nothing narrower does, or only a group of "övriga":
        "läkare" is not only "övriga läkare".
        """
        narrow = [c for entity in mention.entities for c in self.of(dimension, entity)]
        narrow = narrow or self._words_of(dimension).get(_words(mention.text), [])
        minor = {group for entity in mention.entities for group in self.groups(entity) if len(group) == 3}
        broad = [code for code in dimension.codes if _is_group(code) and code[:3] in minor]
        if broad and all(fold(dimension.codes[code]).startswith("övrig") for code in narrow):
            return tuple(broad)
        return self._by_own_name(dimension, mention, tuple(dict.fromkeys(narrow)))

    def _going_on_from(self, dimension: Dimension, mention: Mention) -> tuple[str, ...]:
        """The codes whose names go on from the mention: "Civilingenjörer inom elkraft" and its likes, where
        the table has no group of them all."""
        own = _words(mention.text.replace("-", ""))
        return tuple(
            c
            for c, label in dimension.codes.items()
            if own and (own < _words(label) or all(_is_shared(word, label) for word in own))
        )

    def _by_own_name(self, dimension: Dimension, mention: Mention, codes: tuple[str, ...]) -> tuple[str, ...]:
        """The codes, or the one group that has the words of the mention in its name where they do not:
        "grillbiträde" is of "Snabbmatskockar och grillbiträden", not of all that its SSYK group holds."""
        own = _words(mention.text)
        if not codes or any(map(_is_group, codes)) or any(own & _words(dimension.codes[c]) for c in codes):
            return codes
        if all(_is_head(own, dimension.codes[c]) for c in codes):
            return codes
        named = tuple(code for code, label in dimension.codes.items() if own <= _words(label))
        return named if len(named) == 1 else codes

    def breadth(self, mention: Mention) -> int:
        """How many unit groups a mention means, whether or not a table has them all."""
        groups = {group for entity in mention.entities for group in self.groups(entity)}
        narrow = {group for group in groups if len(group) == 4}
        minor = {group for group in groups if len(group) == 3}
        if minor and all(fold(self._groups.get(group, "övriga")).startswith("övrig") for group in narrow):
            return sum(group[:3] in minor for group in self._groups if group not in _levels(self._groups))
        return len(narrow)

    def of(self, dimension: Dimension, entity: Entity) -> tuple[str, ...]:
        """The codes of `dimension` for `entity`; empty when it has none."""
        groups = self.groups(entity)
        direct = tuple(code for group in groups for code in _in_dimension(dimension, group))
        if direct:
            return tuple(dict.fromkeys(direct))
        labels = [entity.label, *(self._groups[group] for group in groups if group in self._groups)]
        by_words = self._words_of(dimension)
        found = (code for label in labels for code in by_words.get(_words(label), ()))
        return tuple(dict.fromkeys(found))

    def groups(self, entity: Entity) -> tuple[str, ...]:
        """The SSYK unit groups of an occupation entity."""
        scheme, _, code = entity.code.partition(":")
        if scheme == "ssyk":
            return (code,)
        concept = self._store.concept(code) or self._store.concept(entity.code)
        links = concept.links if concept else ()
        return tuple(link.code for link in links if link.scheme == "ssyk-2012" and link.relation != "related")

    def is_elsewhere(self, dimension: Dimension, mention: Mention, text: str) -> bool:
        """Whether the question goes on to name one group of several, "inom elektroteknik", that only other
        tables have."""
        groups = {group for entity in mention.entities for group in self.groups(entity)}
        codes = tuple(c for c in self._groups if c in groups or c[:3] in groups)
        said = narrowed(self._groups, codes, mention, text)
        return len(said) < len(codes) and not any(code in dimension.codes for code in said)

    def known(self, mention: Mention) -> bool:
        """Whether any table may have the mention's occupations."""
        return any(self._of_name(dimension, mention) for dimension in self._dimensions)

    def headed_by(self, word: str) -> Mention | None:
        """The groups whose names end in `word`, "chef" in "Inköpschefer", when they are two or more."""
        head = stem(fold(word))
        if len(head) < MIN_HEAD:
            return None
        labels = {
            code: self._groups[code]
            for code, words in self._heads.items()
            if any(word.endswith(head) for word in words)
        }
        if len(labels) < 2:
            return None
        return Mention(
            word, tuple(_entity(f"ssyk:{code}", label, 0, 0) for code, label in labels.items()), vague=True
        )

    @cached_property
    def _heads(self) -> Mapping[str, tuple[str, ...]]:
        """Codes of groups to the stems of what their names begin with."""
        return {
            code: tuple(stem(fold(token.text)) for token in tokenize(_QUALIFIED.split(label)[0]))
            for code, label in self._groups.items()
        }

    def in_text(self, text: str) -> tuple[Mention, ...]:
        """Occupations whose whole label stands in `text`, for questions that come without entities."""
        tokens = tokenize(text)
        stems = [stem(fold(token.text)) for token in tokens]
        found: list[Mention] = []
        for words, labels in self._phrases.items():
            for at in range(len(stems) - len(words) + 1):
                if tuple(stems[at : at + len(words)]) == words and says_something(tokens[at]):
                    start, end = tokens[at].start, tokens[at + len(words) - 1].end
                    named = tuple(_entity(code, label, start, end) for code, label in labels.items())
                    found.append(Mention(text[start:end], named))
        return tuple(sorted(found, key=lambda mention: mention.entities[0].start))

    @cached_property
    def _phrases(self) -> Mapping[tuple[str, ...], dict[str, str]]:
        """Stems of the labels, Swedish and English, to the groups they name."""
        english = {code: label for d in self._dimensions for code, label in d.codes_en.items()}
        phrases: dict[tuple[str, ...], dict[str, str]] = {}
        wider = {c: label for d in self._dimensions for c, label in d.codes.items() if _WIDER.fullmatch(c)}
        for code, label in (*self._groups.items(), *wider.items(), *english.items()):
            words = tuple(stem(fold(token.text)) for token in tokenize(label.removesuffix(" m.fl.")))
            phrases.setdefault(words, {})[f"ssyk:{code}"] = self._groups.get(code, label)
        return phrases

    def _words_of(self, dimension: Dimension) -> Mapping[frozenset[str], list[str]]:
        if id(dimension) not in self._by_words:
            by_words: dict[frozenset[str], list[str]] = {}
            for code, label in dimension.codes.items():
                by_words.setdefault(_words(label), []).append(code)
            self._by_words[id(dimension)] = by_words
        return self._by_words[id(dimension)]


def narrowed(
    labels: Mapping[str, str], codes: tuple[str, ...], mention: Mention, text: str
) -> tuple[str, ...]:
    """Those of `codes` whose names the question goes on to tell apart: "på nivå 2", "inom hemtjänst"."""
    if len(codes) < 2:
        return codes
    words = {code: frozenset(map(plain, said_in(labels[code]))) for code in codes}
    shared = frozenset.intersection(*words.values())
    said = {plain(stem(fold(token.text))) for token in tokenize(text.replace(mention.text, " "))}
    hits = {code: sum(_is_named(word, said) for word in found - shared) for code, found in words.items()}
    most = max(hits.values())
    return tuple(code for code in codes if hits[code] == most) if most else codes


def _is_named(word: str, said: Collection[str]) -> bool:
    """Whether one of the words said is a word of a label, or what such a compound begins with: "förskola"."""
    return word in said or any(len(one) >= _TELLING and word.startswith(one) for one in said)


_TELLING = 5
"""Letters from which the beginning of a compound tells which it is."""
_SPLIT = re.compile(r"(\w+)- (?:och|eller) (\w+)")


def said_in(label: str) -> frozenset[str]:
    """The stems of a label's words; of "vård- och specialavdelning" also "vårdavdelning"."""
    whole = (
        stem(fold(first) + parts(fold(second))[-1])
        for first, second in _SPLIT.findall(label)
        if parts(fold(second))
    )
    return _words(label) | frozenset(whole)


def _is_shared(word: str, label: str) -> bool:
    """Whether a label names a compound whose end it says once: "CNC- och maskinoperatörer"."""
    for first, second in _SPLIT.findall(label):
        head, tail = fold(first), stem(fold(second))
        rest = word.removeprefix(head)
        if rest != word and len(rest) >= MIN_HEAD and tail.endswith(rest):
            return True
    return False


def _entity(code: str, label: str, start: int, end: int) -> Entity:
    return Entity(kind="occupation", code=code, label=label, start=start, end=end)


def _group_labels(dimensions: Iterable[Dimension]) -> dict[str, str]:
    """SSYK codes to labels, as the tables with most of them write it."""
    labels: dict[str, str] = {}
    for dimension in sorted(dimensions, key=lambda d: -len(d.codes)):
        for code, label in dimension.codes.items():
            if _is_group(code) and code != dimension.total:
                labels.setdefault(code, label)
    return labels


def _levels(groups: Iterable[str]) -> frozenset[str]:
    """Managers' groups by level, where the group without levels is there too."""
    known = set(groups)
    return frozenset(g for g in known if g[0] == "1" and g[3] in "12" and g[:3] + "0" in known)


def _is_group(code: str) -> bool:
    return re.fullmatch(r"\d{4}", code) is not None


def _in_dimension(dimension: Dimension, group: str) -> tuple[str, ...]:
    """The code itself, or its levels: the taxonomy has 1210 where SCB has managers of level 1 and 2."""
    if re.search(r"\bssyk\b(?!.*2012)", dimension.label, re.IGNORECASE):
        return ()  # an older edition of the classification, where the code means something else
    if group in dimension.codes:
        return (group,)
    if group[:3] in dimension.codes:
        return (group[:3],)
    if len(group) == 4 and group.startswith("1") and group.endswith("0"):
        return tuple(code for code in dimension.codes if code[:3] == group[:3] and code[3:] in {"1", "2"})
    return ()


def _is_head(own: frozenset[str], label: str) -> bool:
    """Whether a word is what a name is a kind of: "lärare" of "Grundskollärare"."""
    return len(own) == 1 and any(word.endswith(next(iter(own))) for word in _words(label))


def _words(label: str) -> frozenset[str]:
    """What a label says, without asides, endings and small words."""
    folded = (fold(token.text).strip(".-") for token in tokenize(_ASIDE.sub(" ", label)))
    return frozenset(stem(word) for word in folded if word not in STOP_WORDS and word not in _FILLERS)
