"""Measures in text: "medianlönen", "arbetslösa", "hur många bor", as the tables name them; and the two sexes.

The names stand in the tables (`Measure.names`). A name is found with its inflections, without å, ä, ö,
written apart ("median lön") and, when long, with a small misspelling. Tables may share a name: all are
returned.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from rag.schema import Entity, Measure, TableInfo
from rag.swedish.compounds import lexicon, parts
from rag.swedish.stems import stem
from rag.swedish.words import fold, tokenize

_ENDINGS = "(?:s|n|t|r|na|en|et|er|ar|or|ens|ets|ers|erna|arna|orna|ernas|arnas|ornas|nas)?"
_FIGURE = (
    r"(?:e|s)?-?(?:siffr\w+|nivå\w*|läge\w*|mässigt|kurva\w*|takt\w*|kuvert\w*|spann\w*|gap\w*|procent\w*|"
    r"tal(?:et|en)?|antal(?:et)?|mängd(?:en)?|storlek(?:en)?|"
    r"statistik\w*|värde\w*|data|mått\w*|grad\w*|drabba\w*|skillnad\w*|ökning\w*|minskning\w*|"
    r"höjning\w*|sänkning\w*|förändring\w*|tillväxt\w*)"
)
"""Ends of compounds that are still the measure: "arbetslöshetssiffran", "lönemässigt", "löneökning"."""
_HYPHENED = re.compile(r"(?<![\w-])([a-zåäö]{2,5})-(?=([a-zåäö]{4}))")
_REMEMBERED = 256
"""Texts whose measures are kept: a question is looked through several times on its way to an answer."""
_TYPO_MIN = 8
_SLIP = 1
"""How much shorter than a name its misspelling may be."""
_LONG = 11
_ABBREVIATED = re.compile(r"(?<![\w-])([a-zåäö]{4,})\.(?=\s+[a-zåäö])")
_NUMBER = re.compile(r"\d+")
_ORDINALS = {10: ("tionde", "tenth"), 25: ("tjugofemte", "twenty-fifth"),
             75: ("sjuttiofemte", "seventy-fifth"), 90: ("nittionde", "ninetieth")}  # fmt: skip
_SEXES = {
    "1": r"män(?:nen|nens|s)?|mans(?=andel)|manlig(?:a|t)?|"
    r"(?:(?<=\bper )|(?<=\bvarje )|(?<=\ben ))man|"
    r"(?<=, )man(?=\W*$)|kill(?:e|en|ar|arna)|(?:bebis)?pojkar(?:na)?|karlar(?:na)?|gubbar(?:na)?|"
    r"grabbar(?:na)?|snubbar(?:na)?|farbröder(?:na)?|herrar(?:na)?|(?:av )?(?:pojk|mans)kön(?:et)?",
    "2": r"kvinnor(?:na|nas|s)?|kvinno(?=andel)|kvinna|kvinnlig(?:a|t)?|tjej(?:en|er|erna)?|"
    r"(?:bebis)?flickor(?:na)?|damer(?:na)?|(?:av )?(?:flick|kvinno)kön(?:et)?|"
    r"gummor(?:na)?|brudar(?:na)?|tanter(?:na)?|women|female",
}
_BOTH = re.compile(
    r"\b(?:båda könen|könen|köns\w*skillnad\w*|köns(?:fördelning|balans)\w*|per kön|efter kön|"
    r"könsuppdelat|mellan könens?)\b",
    re.IGNORECASE,
)
_BESIDE_WOMAN = re.compile(r"\bkvinna\b.{0,20}?\b(?:och|mot|med|än|eller|kontra|vs)\s+(?P<man>man)\b")
""" "Kvinna jämfört med man": alone "man" is anybody."""
_SEX_LABELS = {"1": "män", "2": "kvinnor"}


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    codes: tuple[str, ...]
    """"table:measure" of every measure that has the name."""
    labels: tuple[str, ...]


class Measures:
    """Finds the measures of some tables in text."""

    def __init__(self, tables: Iterable[TableInfo]) -> None:
        tables = tuple(tables)
        names = tuple(_names(tables))
        self._by_text = {name.text: name for name in names}
        self._plain = {_plain(name.text): name for name in names}
        self._pattern = _pattern(self._by_text)
        self._plain_pattern = _pattern(self._plain)
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._found)
        self._measures = {f"{table.id}:{m.id}": m for table in tables for m in table.measures}
        self._roles = {table.id: {d.role for d in table.dimensions} for table in tables}
        self._long = tuple(text for text in self._by_text if len(text) >= _TYPO_MIN and " " not in text)
        self._words = frozenset(word for text in self._by_text for word in text.split() if len(word) > 5)

    def find(self, text: str) -> tuple[Entity, ...]:
        """The measures named in `text`, longest names first taken, in its order; code "table:measure"."""
        return self._remembered(text)

    def _found(self, text: str) -> tuple[Entity, ...]:
        folded = fold(text) if len(fold(text)) == len(text) else text.lower()
        joined, places = self._rejoined(_HYPHENED.sub(self._apart, folded))
        found = list(self._matches(joined, self._pattern, self._by_text, exact=True))
        found += self._matches(joined, self._plain_pattern, self._plain, exact=False, taken=found)
        found = [replace(e, start=places[e.start], end=places[e.end - 1] + 1) for e in found]
        found += self._abbreviated(folded, found)
        found += self._misspelt(text, found)
        return tuple(sorted(found, key=lambda entity: entity.start))

    def _apart(self, match: re.Match[str]) -> str:
        """ "kpif-inflationen" as two words, unless a name is written so: "bnp-tillväxt"."""
        first, second = match.groups()
        whole = any(name.startswith(f"{first}-{second}") for name in self._by_text)
        return match[0] if whole or first not in self._by_text else f"{first} "

    def nearly(self, word: str) -> str:
        """The word of a measure's name that a word is a slip of the pen for; empty when it is none."""
        from rapidfuzz.distance import OSA

        form = fold(word)
        if len(form) < _TYPO_MIN or form in self._words or _is_word(form):
            return ""
        near = (known for known in self._words if len(known) > 6)
        scored = ((OSA.distance(form, known, score_cutoff=2), known) for known in near)
        distance, known = min(scored, default=(3, ""))
        return known if distance <= 2 else ""

    def percentiles(self) -> Mapping[str, int]:
        """The wages at a percentile, by code: 90 for the one that nine of ten stay below."""
        numbers = ((code, m, _NUMBER.search(m.label)) for code, m in self._measures.items())
        return {
            code: int(number[0])
            for code, m, number in numbers
            if number and m.statistic == "percentile" and m.unit.startswith("SEK")
        }

    def _rejoined(self, text: str) -> tuple[str, list[int]]:
        """The text with words of names that were written apart put together, and where each letter stood."""
        places = list(range(len(text)))
        for first, second in reversed(list(pairwise(re.finditer(r"[a-zåäö]+", text)))):
            between = text[first.end() : second.start()]
            word = first[0] + second[0]
            if between.strip() or not between or not (word in self._words or stem(word) in self._stems):
                continue
            places = places[: first.end()] + places[second.start() :]
            text = text[: first.end()] + text[second.start() :]
        return text, places

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(stem(word) for word in self._words if len(word) >= _TYPO_MIN)

    def _abbreviated(self, text: str, taken: Sequence[Entity]) -> list[Entity]:
        """ "medianl." where one measure only has names that begin so."""
        found: list[Entity] = []
        for match in _ABBREVIATED.finditer(text):
            if any(match.start() < entity.end and entity.start < match.end() for entity in taken):
                continue
            names = [name for name in self._by_text.values() if name.text.startswith(match[1])]
            if names and len({name.labels for name in names}) == 1:
                found += _entities(names[0], match.start(), match.end(), exact=False)
        return found

    def of(self, code: str) -> Measure:
        """The measure of a code "table:measure"."""
        return self._measures[code]

    def divided(self, named: Iterable[Entity], role: str) -> bool:
        """Whether the table of any of the measures has a dimension of `role`."""
        return any(role in self._roles[entity.code.partition(":")[0]] for entity in named)

    def of_units(self, units: Iterable[str]) -> tuple[Entity, ...]:
        """Every measure in one of the units, named nowhere."""
        wanted = set(units)
        return tuple(
            Entity(kind="measure", code=code, label=m.label, start=0, end=0)
            for code, m in self._measures.items()
            if m.unit in wanted
        )

    def is_step(self, code: str) -> bool:
        """Whether a measure is itself a change since some time before: growth, inflation."""
        measure = self.of(code)
        said = f"{measure.label} {measure.population}".lower()
        return measure.unit == "percent" and ("förändring" in said or "sedan" in said)

    def rates_of(self, entity: Entity) -> tuple[Entity, ...]:
        """The percentages that go with a count: of "arbetslösa" those that are named "andel arbetslösa"."""
        counted = (self.of(entity.code).label.lower(), *self.of(entity.code).names)
        rates = {f"{share} {fold(name)}" for name in counted for share in ("andel", "andelen", "procent")}
        return tuple(
            replace(entity, code=code, label=measure.label)
            for code, measure in self._measures.items()
            if measure.unit == "percent" and rates & {fold(name) for name in measure.names}
        )

    def counts_of(self, entity: Entity) -> tuple[Entity, ...]:
        """The counts that go with a percentage: of "arbetslöshet" the number of "arbetslösa"."""
        return tuple(
            replace(entity, code=code, label=measure.label)
            for code, measure in self._measures.items()
            if measure.unit == "persons"
            and any(
                rate.code == entity.code
                for rate in self.rates_of(replace(entity, code=code, label=measure.label))
            )
        )

    def siblings(self, entity: Entity) -> tuple[Entity, ...]:
        """The other measures of the same table."""
        table = entity.code.partition(":")[0]
        return tuple(
            replace(entity, code=code, label=measure.label)
            for code, measure in self._measures.items()
            if code.startswith(f"{table}:") and code != entity.code
        )

    def _matches(
        self,
        text: str,
        pattern: re.Pattern[str],
        names: Mapping[str, _Name],
        exact: bool,
        taken: Sequence[Entity] = (),
    ) -> Iterator[Entity]:
        for match in pattern.finditer(text):
            if any(match.start() < entity.end and entity.start < match.end() for entity in taken):
                continue
            name = names[" ".join(match["name"].split())]
            yield from _entities(name, match.start(), match.end(), exact)

    def _misspelt(self, text: str, taken: Sequence[Entity]) -> list[Entity]:
        """Long single words that are nearly a name and no Swedish word of their own."""
        from rapidfuzz.distance import OSA

        found: list[Entity] = []
        for token in tokenize(text):
            form = fold(token.text)
            covered = any(token.start < entity.end and entity.start < token.end for entity in taken)
            if covered or len(form) < _TYPO_MIN - _SLIP or not form.isalpha() or _is_word(form):
                continue
            # A compound of known words may be a word of its own: only one letter may be wrong in it.
            allowed = 1 if len(form) < _LONG or parts(form) else 2
            forms = (
                (OSA.distance(form, name + ending, score_cutoff=allowed), name)
                for name in self._long
                for ending in ("", "en", "er", "s")
            )
            distance, name = min(forms, default=(allowed + 1, ""))
            if distance <= allowed:
                found += _entities(self._by_text[name], token.start, token.end, exact=False)
        return found


def _is_word(form: str) -> bool:
    known = lexicon()
    return form in known or stem(form) in known


def _entities(name: _Name, start: int, end: int, exact: bool) -> Iterator[Entity]:
    for code, label in zip(name.codes, name.labels, strict=True):
        yield Entity(kind="measure", code=code, label=label, start=start, end=end, exact=exact)


def _names(tables: Iterable[TableInfo]) -> Iterator[_Name]:
    shared: dict[str, dict[str, str]] = {}
    for table in tables:
        for measure in table.measures:
            groups = _group_names(table) if len(table.measures) == 1 else ()
            for name in (measure.label.lower(), *measure.names, *_percentile_names(measure), *groups):
                shared.setdefault(fold(name), {})[f"{table.id}:{measure.id}"] = measure.label
    for text, measures in shared.items():
        yield _Name(text, tuple(measures), tuple(measures.values()))


def _group_names(table: TableInfo) -> Iterator[str]:
    """Groups that only this kind of table has, "barometerindikatorn": who names one asks for its figure."""
    for dimension in table.dimensions:
        if dimension.role == "other":
            labels = (label.lower() for code, label in dimension.codes.items() if code != dimension.total)
            yield from (label for label in labels if len(label) >= _TYPO_MIN)


def _percentile_names(measure: Measure) -> Iterator[str]:
    """What a percentile is called, from its number: "p90", "90:e percentilen", "percentil 90"."""
    number = _NUMBER.search(measure.label) if measure.statistic == "percentile" else None
    if number is None:
        return
    n = int(number[0])
    yield from (f"p{n}", f"percentil {n}", f"{n}:e percentilen", f"{n}e percentilen", f"{n}th percentile")
    if n in _ORDINALS:
        swedish, english = _ORDINALS[n]
        yield from (f"{swedish} percentilen", f"{english} percentile")


def _pattern(names: Mapping[str, _Name]) -> re.Pattern[str]:
    """One alternative a name, the longest first; a compound may be written apart."""
    alternatives = "|".join(
        r"\s+".join(map(re.escape, name.split())) for name in sorted(names, key=len, reverse=True)
    )
    return re.compile(rf"(?<![\w-])(?P<name>{alternatives or '(?!)'})(?:{_ENDINGS}|{_FIGURE})(?![\w-])")


def _plain(name: str) -> str:
    return name.translate(str.maketrans("åäö", "aao"))


def find_sexes(text: str) -> tuple[Entity, ...]:
    """The sexes named in `text`, in its order: "1" for men, "2" for women; "mellan könen" names both."""
    lowered = text.lower()
    found = [
        Entity(kind="sex", code=code, label=_SEX_LABELS[code], start=match.start(), end=match.end())
        for code, words in _SEXES.items()
        for match in re.finditer(rf"\b(?:{words})(?:\b|(?=andel))", lowered)
    ]
    found += [
        Entity(kind="sex", code="1", label=_SEX_LABELS["1"], start=match.start("man"), end=match.end("man"))
        for match in _BESIDE_WOMAN.finditer(lowered)
    ]
    for match in _BOTH.finditer(text):
        found += [
            Entity(kind="sex", code=code, label=label, start=match.start(), end=match.end())
            for code, label in _SEX_LABELS.items()
        ]
    return tuple(sorted(found, key=lambda entity: (entity.start, entity.code)))
