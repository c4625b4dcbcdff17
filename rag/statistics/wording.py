"""The Swedish of figures: measures in definite form, places, periods, units and values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from rag.entities.regions import region
from rag.schema import Measure
from rag.swedish.numbers import NBSP, format_number
from rag.swedish.periods import format_period

_UNITS = {
    "SEK/month": ("kr i månaden", "kr i månaden"),
    "SEK": ("kr", "kr"),
    "MSEK": ("miljoner kr", "miljoner kr"),
    "percent": ("procent", "procent"),
    "pp": ("procentenhet", "procentenheter"),
    "persons": ("person", "personer"),
    "ads": ("annons", "annonser"),
    "index": ("", ""),
}
# Endings that make the head of a label definite: "medianlön" → "medianlönen". A label that is none of these
# is taken as definite already ("möjligheterna till jobb").
_DEFINITE = (
    (re.compile(r"^antal\b"), "antalet"),
    (re.compile(r"^andel\b"), "andelen"),
    (re.compile(r"^(\w*lön)\b"), r"\1en"),
    (re.compile(r"^(\w*het)\b"), r"\1en"),
    (re.compile(r"^(\w*mängd)\b"), r"\1en"),
    (re.compile(r"^(\w*(?:ing|tion))\b"), r"\1en"),
)


def definite(measure: Measure) -> str:
    """The label in running text: "medianlönen", "antalet anställda", "BNP i fasta priser"."""
    return in_definite(measure.label)


def in_definite(label: str) -> str:
    """The same of a label alone."""
    text = lower_first(label)
    for pattern, form in _DEFINITE:
        if pattern.search(text):
            return pattern.sub(form, text, count=1)
    return text


def noun(measure: Measure) -> str:
    """The label as a bare noun: "medianlön", "antal anställda", "arbetslöshet"."""
    return lower_first(measure.label.partition(" (")[0])


def called(label: str) -> str:
    """A measure in running text, without what it says of its ages and years: a sentence that cites no table
    must hold no number."""
    return lower_first(re.sub(r" \(.*| på \w+ års sikt$", "", label))


def lower_first(label: str) -> str:
    """The label inside a sentence: "Poliser" → "poliser", but "IT-chefer" and "BNP" stay."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def amount(value: Decimal, unit: str) -> str:
    """The value with its unit: "40 600 kr i månaden", "1 person"."""
    one, many = _UNITS.get(unit, (unit, unit))
    word = one if abs(value) == 1 else many
    return f"{format_number(value)}{NBSP}{word}" if word else format_number(value)


def per_head(unit: str) -> str:
    """The unit of a rate in running text: "per 1 000 invånare"."""
    if unit == "percent":
        return "procent av invånarna"
    return f"per {format_number(Decimal(unit.removeprefix('per ')))} invånare"


def unit_title(unit: str) -> str:
    """The unit on an axis."""
    return _UNITS.get(unit, (unit, unit))[1] or unit


def place(code: str, labels: Mapping[str, str]) -> str:
    """ "i Umeå kommun", "i riket"; the table's own label for a region that we do not know."""
    found = region(code)
    name = found.name if found else labels.get(code, code)
    return f"i {name}"


def at_period(code: str) -> str:
    """When, at the start of a sentence: "År 2023", "I mars 2022",
    "Tredje kvartalet 2023"; empty when unknown."""
    if code == "0000":
        return ""
    if len(code) == 4:
        return f"År {code}"
    return f"I {format_period(code)}" if "M" in code else upper_first(format_period(code))


def in_period(code: str) -> str:
    """When, inside a sentence: "år 2023", "i mars 2022"."""
    text = at_period(code)
    return text[:1].lower() + text[1:]


def listed(parts: list[str]) -> str:
    """ "a", "a och b", "a, b och c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} och {parts[-1]}"


def ended(text: str) -> str:
    """The sentence with its full stop, one only: a name may end in "m.fl."."""
    return text if text.endswith(".") else f"{text}."
