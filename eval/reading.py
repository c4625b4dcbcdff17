"""What a text states about a figure: value, unit, period, region, each bound from the nearest words that
give it.

A figure's unit, period and region stand in its own clause, else in its sentence, else in the question that
was asked; period and region else in the nearest sentence before that names one. The clause ends at a comma,
semicolon or "och" with a figure on either side, so that "100 i Kiruna och 200 i Luleå" gives each figure its
own place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rag.swedish.numbers import Number, find_numbers
from rag.swedish.periods import find_periods

COUNT_UNITS = frozenset({"persons", "ads", "notices", "index", "vacancies", "jobs", "ratio"})
_SCALED = {"MSEK": ("SEK", Decimal(10) ** 6), "TSEK": ("SEK", Decimal(10) ** 3)}
_FALLING = re.compile(
    r"\b(minska(?:de|t|r)?|sjönk|sjunkit|sjunker|föll|fallit|gick ner|gått ner|tappade|lägre|färre|"
    r"nedgång\w*)\b",
    re.I,
)
_PER = {
    "SEK/hour": re.compile(r"\btim(?:me|men|lön\w*)\b|/tim\b|/h\b", re.I),
    "SEK/year": re.compile(r"\bper år\b|\bom året\b|/år\b|\bårslön\w*|\bårsinkomst\w*", re.I),
    "SEK/month": re.compile(r"\bmånad\w*|/mån\b", re.I),
}
_NOUNS = {
    "persons": re.compile(
        r"person|individ|människ|invånar|anställd|arbetslös|inskriv|varslad|boende|folkmängd|befolkning|bor\b|jobbar|"
        r"arbetar|sökande|kvinn|män\b|man\b",
        re.I,
    ),
    "ads": re.compile(r"annons", re.I),
    "notices": re.compile(r"vars(?:el|l)", re.I),
}
_ALSO_WORDS = frozenset({"vara", "mark", "sala", "nora", "ale", "mora", "säter", "boden", "lund"})
"""Municipalities that are common words or other names when written small."""
_KINDS: Sequence[tuple[re.Pattern[str], Callable[[str], bool]]] = (
    (re.compile(r"^\s*(?:s\s+)?(?:kommun|stad)\b", re.I), lambda code: len(code) == 4 and code.isdigit()),
    (re.compile(r"^\s*(?:s\s+)?län\b", re.I), lambda code: len(code) == 2 and code != "00"),
)
_COUNTRY = re.compile(r"\b(?:riket|rikets|hela landet|i landet|sverige|sveriges|nationellt)\b", re.I)
_NAMES = re.compile(r"\b(?:nivå|percentil(?:en)?|ssyk)\s+$", re.I)
"""A number after these is part of a name: "chefer inom förskoleverksamhet, nivå 1"."""
_RANGE = re.compile(r"\d{1,3}\s*[–-]\s*\d{1,3}\s+år\b", re.I)
"""The first of two ages is no figure either."""
_LIMIT = re.compile(r"\b(?:högre|lägre|mer|mindre|fler|färre|större) än\s+$", re.I)
"""What was asked for, "senast högre än 500 personer", is no figure of the table."""
_OFFICIAL = {"falun": "falu"}
"""Municipalities whose official name has a form of its own before "kommun"."""
_SPLIT = re.compile(r"[;,](?=\s)|\boch\b|\bmen\b|\bmot\b|\bjämfört\b")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as a text states it."""

    value: Decimal
    precision: Decimal
    """The smallest step that the stated decimals can show."""
    unit: str
    """Canonical unit, empty when nothing near says it."""
    periods: tuple[str, ...]
    """The periods it may be of; more than one when the nearest words name several."""
    regions: tuple[str, ...]
    """The region codes that the nearest words can mean; "00" when no words name a place."""
    citations: tuple[int, ...]
    clause: str
    """The words it was read from."""
    falling: bool
    """Whether its clause speaks of a fall, so that 2,3 means −2,3."""


def read_figures(
    sentence: str,
    citations: Sequence[int],
    question: str,
    known: Sequence[str],
    regions: RegionNames,
    today: str,
    before: Sequence[str] = (),
) -> list[Figure]:
    """Every figure of a sentence.

    Args:
        sentence: As a person sees it, without citation marks.
        citations: The numbers it cites.
        question: What was asked, for what the sentence leaves unsaid.
        known: Periods there are, that "senaste" is read against.
        regions: The names of places.
        today: ISO date.
        before: The sentences before, nearest first: "Skillnaden är 900 kr" is of the period just told.
    """
    numbers = [
        n
        for n in find_numbers(sentence)
        if not (
            _NAMES.search(sentence, 0, n.start)
            or _LIMIT.search(sentence, 0, n.start)
            or _RANGE.match(sentence, n.start)
        )
    ]
    figures = []
    for number in numbers:
        near = (_clause(sentence, number, numbers), sentence, question)
        figures.append(
            Figure(
                value=number.value,
                precision=number.precision,
                unit=_unit(number, near),
                periods=_first((*near, *before), lambda text: periods_in(text, known, today)),
                regions=_first((*near, *before), regions.find) or ("00",),
                citations=tuple(citations),
                clause=near[0],
                falling=bool(_FALLING.search(near[0])),
            )
        )
    return figures


def _first(texts: Sequence[str], read: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
    return next((found for text in texts if (found := read(text))), ())


def _clause(sentence: str, number: Number, numbers: Sequence[Number]) -> str:
    """The part of the sentence around one number: up to a divider that has another number behind it."""
    start, end = 0, len(sentence)
    for divider in _SPLIT.finditer(sentence):
        if divider.start() >= number.end:
            if any(other.start >= divider.end() for other in numbers):
                end = min(end, divider.start())
        elif divider.end() <= number.start and any(other.end <= divider.start() for other in numbers):
            start = max(start, divider.end())
    return sentence[start:end]


def _unit(number: Number, near: Sequence[str]) -> str:
    if number.unit == "SEK":
        return next((unit for text in near for unit, words in _PER.items() if words.search(text)), "SEK")
    if number.unit:
        return number.unit
    return next((unit for text in near for unit, words in _NOUNS.items() if words.search(text)), "")


def periods_in(text: str, known: Sequence[str], today: str) -> tuple[str, ...]:
    """The single periods that a text names; "senaste" is the last known one, a range is its two ends."""
    found: list[str] = []
    for span in find_periods(text, today):
        found += span.among(known) if span.latest else [code for code in (span.first, span.last) if code]
    return tuple(dict.fromkeys(found))


class RegionNames:
    """The names of places, as tables label them, with every code that carries each name."""

    def __init__(self, labels: Iterable[tuple[str, str]]) -> None:
        """`labels` are pairs (code, label): ("01", "Stockholms län"), which people also call Stockholm."""
        codes: dict[str, set[str]] = {}
        for code, label in labels:
            name = label.lower()
            codes.setdefault(name, set()).add(code)
            if name.endswith(" län"):
                codes.setdefault(name.removesuffix(" län").removesuffix("s"), set()).add(code)
            if name in _OFFICIAL:
                codes.setdefault(_OFFICIAL[name], set()).add(code)
        self._codes = {name: tuple(sorted(found)) for name, found in codes.items()}
        names = sorted(self._codes, key=lambda name: (-len(name), name))
        self._pattern = (
            re.compile(rf"(?<!\w)({'|'.join(map(re.escape, names))})s?(?!\w)", re.I) if names else None
        )

    def find(self, text: str) -> tuple[str, ...]:
        """The codes of the places named; "kommun" or "län" after a name says which kind is meant."""
        found: list[str] = []
        for match in self._pattern.finditer(text) if self._pattern else ():
            name = match[1].lower()
            if name in _ALSO_WORDS and not match[1][0].isupper():
                continue
            found += _of_kind(self._codes[name], text[match.end() :])
        if _COUNTRY.search(text):
            found.append("00")
        return tuple(dict.fromkeys(found))


def _of_kind(codes: tuple[str, ...], following: str) -> tuple[str, ...]:
    for words, is_kind in _KINDS:
        if words.search(following):
            return tuple(code for code in codes if is_kind(code))
    return codes


def in_ones(value: Decimal, unit: str) -> Decimal:
    """A value published in millions or thousands, in ones."""
    return value * _SCALED.get(unit, ("", Decimal(1)))[1]


def same_unit(stated: str, gold: str) -> bool:
    """Whether the words give the unit; a bare count may leave its noun out, money and percent may not."""
    gold = _SCALED.get(gold, (gold, Decimal(1)))[0]
    if stated == gold:
        return True
    if gold == "ratio":  # "5 gånger så många annonser": the noun is that of what is compared
        return stated in COUNT_UNITS | {""}
    return gold in COUNT_UNITS and stated in ("", gold)


def same_value(figure: Figure, gold: Decimal, tolerance: str) -> bool:
    """|q − g| ≤ half of the smallest step stated, sign kept ("minskade med 2,3" is −2.3)."""
    stated = -figure.value if figure.falling and figure.value > 0 and gold < 0 else figure.value
    allowed = figure.precision / 2 if tolerance == "published_rounding" else Decimal(0)
    return abs(stated - gold) <= allowed
