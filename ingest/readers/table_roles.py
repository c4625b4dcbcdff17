"""What a column of a statistical file is: place, time, sex, age, occupation, sector or something else.

Files name the same things in many ways. One real column of PxWeb's CSV and what it becomes:

    "region": "SE Sweden", "SE11 Stockholm", "06 Jönköping county"
        → codes 00, SE11, 06 with our own names of the places
    "sex": "men", "women", "total" → 1 män, 2 kvinnor, 1+2 båda könen
    "age": "18-24 years", "65+" → 18-24, 65+ with Swedish labels
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Literal

from rag.entities.regions import RegionKind, members, region
from rag.schema import Dimension
from rag.swedish.periods import MONTHS, format_period
from rag.swedish.words import fold

Role = Literal["region", "period", "occupation", "sex", "age", "sector", "other"]

_LABELS: Mapping[Role, str] = {
    "period": r"^(tid|period\w*|år|ar|year|time|månad|month|kvartal|quarter|tidsperiod|date|datum)$",
    "sex": r"\b(kön|kon|sex|gender)\b",
    "age": r"\b(ålder\w*|alder\w*|age)\b",
    "region": r"\b(region\w*|kommun\w*|län|lan|county|municipality|plats|place|land|country|geo)\b",
    "occupation": r"\b(yrke\w*|ssyk\w*|occup\w*)\b",
    "sector": r"\b(sektor\w*|sector\w*|bransch\w*|näringsgren\w*|sni\w*|industry)\b",
}
_SEXES = {
    "1": {"män", "man", "men", "male", "males", "m"},
    "2": {"kvinnor", "kvinna", "women", "female", "females", "k", "f"},
    "1+2": {"totalt", "total", "båda könen", "both sexes", "män och kvinnor", "samtliga", "båda"},
}
_SEX_LABELS = {"1": "män", "2": "kvinnor", "1+2": "båda könen"}
_TOTAL = re.compile(
    r"^(?:total\w*|samtliga\b.*|alla\b.*|all\b.*|båda könen|both sexes|riket|sweden|hela\b.*)$", re.IGNORECASE
)
_CODE_AND_LABEL = re.compile(r"([A-ZÅÄÖ]{0,3}\d[\w.+-]*|[A-Z]{2})\s+(\S.*)")
_AGE = re.compile(
    r"(?:(?P<low>\d{1,3})\s*[-–]\s*(?P<high>\d{1,3})|(?P<over>\d{1,3})\s*\+|"
    r"(?P<least>\d{1,3})(?:\s*(?:år|years))?\s*(?:eller äldre|och äldre|or older|and over|-w)|"
    r"(?P<one>\d{1,3}))(?:\s*(?:år|years?))?",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"(?P<year>(?:18|19|20)\d\d)(?:\.0)?"
    r"(?:(?:[-M ]|\s-\s)(?P<month>0[1-9]|1[0-2])|\s?[KQ](?P<quarter>[1-4])|\s?H(?P<half>[12]))?",
    re.IGNORECASE,
)
_NAMED_MONTH = re.compile(r"([a-zåäö]{3,9})\.?\s+((?:19|20)\d\d)|((?:19|20)\d\d)\s*-?\s*([a-zåäö]{3,9})")
_NUTS_COUNTRY = {"SE": "00", "00": "00", "0": "00"}
_KINDS: tuple[RegionKind, ...] = ("lan", "kommun", "riksomrade")
_ENGLISH = {
    "sweden": "00", "east-central sweden": "SE12", "småland and islands": "SE21", "south sweden": "SE22",
    "west sweden": "SE23", "north-central sweden": "SE31", "central norrland": "SE32",
    "upper norrland": "SE33",
}  # fmt: skip
"""SCB's English names of the riksområden."""
_KNOWN_SHARE = 0.8
"""Share of the values of a column that must be places we know for it to be one of places."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file as a dimension, and which code each of its values became."""

    dimension: Dimension
    codes: Mapping[str, str]


def period_of(text: str) -> str | None:
    """The code of a period as files write it: "2014", "1992-01", "2022M12", "1980K1", "januari 2020"."""
    said = text.strip()
    if match := _PERIOD.fullmatch(said):
        year, month, quarter, half = match.group("year", "month", "quarter", "half")
        tail = f"M{month}" if month else f"K{quarter}" if quarter else f"H{half}" if half else ""
        return f"{year}{tail}"
    if match := _NAMED_MONTH.fullmatch(said.lower()):
        name, year = (match[1], match[2]) if match[1] else (match[4], match[3])
        number = month_number(name)
        return f"{year}M{number:02d}" if number else None
    return None


def month_number(name: str) -> int:
    """1-12 for a Swedish or English month or its first three letters; 0 for anything else."""
    said = name.strip().lower().rstrip(".")
    english = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
               "october", "november", "december")  # fmt: skip
    for n, names in enumerate(zip(MONTHS, english, strict=True), start=1):
        if len(said) >= 3 and any(one.startswith(said) for one in names):
            return n
    return 0


def role_of(label: str, values: Sequence[str]) -> Role:
    """What a column is, by its values where they leave no doubt, else by its name."""
    distinct = list(dict.fromkeys(value.strip() for value in values))
    folded = {fold(value) for value in distinct}
    if distinct and all(period_of(value) for value in distinct):
        return "period"
    if folded & (_SEXES["1"] | _SEXES["2"]) and folded <= set().union(*_SEXES.values()):
        return "sex"
    named = label.replace("_", " ").strip().lower()
    by_label = next((role for role, words in _LABELS.items() if re.search(words, named)), None)
    if by_label == "period":
        return "other"
    if by_label:
        return by_label
    known = sum(place_code(value) is not None for value in distinct)
    return "region" if distinct and known >= _KNOWN_SHARE * len(distinct) and len(distinct) > 1 else "other"


def column(
    name: str,
    label: str,
    values: Sequence[str],
    given: Mapping[str, str] | None = None,
    *,
    named: Mapping[str, str] | None = None,
    role: Role | None = None,
    total: str | None = None,
    additive: bool | None = None,
) -> Column:
    """The dimension of a column.

    Args:
        name: Id of the dimension.
        label: What the file calls it.
        values: The distinct values, in the order of the file.
        given: Value to code, when the file has codes of its own.
        named: Value to label, when the values are bare codes.
        role: When the file says it.
        total: The value that stands for all together, when the file says it.
        additive: Whether values over it may be added, when the file says it.
    """
    role = role or role_of(label, values)
    readers = {"period": _periods, "sex": _sexes, "age": _ages, "region": _regions}
    read = readers.get(role, _codes)
    codes, labels = read(values, label, given or {})
    codes, labels = _kept_apart(codes, labels)
    said = {codes[value]: name for value, name in (named or {}).items() if value in codes}
    labels = {code: said.get(code, label) for code, label in labels.items()}
    whole = codes.get(total) if total else _total(codes, labels, role)
    adds = additive if additive is not None else role in {"sex", "region"} or _apart(role, codes, whole)
    dimension = Dimension(
        id=name, label=label.strip().lower() or name, role=role, codes=labels, total=whole, additive=adds
    )
    return Column(dimension, codes)


def one_each(columns: Sequence[Column]) -> list[Column]:
    """At most one column a role: of two with places the finer one, the other is a group like any other."""
    best: dict[Role, Column] = {}
    for one in columns:
        other = best.get(one.dimension.role)
        if other is None or len(one.dimension.codes) > len(other.dimension.codes):
            best[one.dimension.role] = one
    return [
        one
        if one is best[one.dimension.role] or one.dimension.role == "other"
        else replace(one, dimension=replace(one.dimension, role="other", additive=False))
        for one in columns
    ]


def _kept_apart(codes: Mapping[str, str], labels: Mapping[str, str]) -> _Read:
    """Values that were read as one and the same keep their own words as codes, but for the first."""
    taken: dict[str, str] = {}
    apart: dict[str, str] = {}
    for value, code in codes.items():
        own = code if taken.setdefault(code, value) == value else value
        apart[value] = own
    named = {code: labels.get(code, value) for value, code in apart.items()}
    order = [*labels, *named]
    return apart, {code: named[code] for code in dict.fromkeys(order) if code in named}


_Read = tuple[dict[str, str], dict[str, str]]
"""Value to code, and code to label."""


def _periods(values: Sequence[str], label: str, given: Mapping[str, str]) -> _Read:
    codes = {value: period_of(value) or period_of(given.get(value, "")) or value for value in values}
    ordered = sorted(set(codes.values()))
    return codes, {code: format_period(code) for code in ordered}


def _sexes(values: Sequence[str], label: str, given: Mapping[str, str]) -> _Read:
    codes: dict[str, str] = {}
    for value in values:
        pair = split(value)
        bare = pair[1] if pair else value
        codes[value] = next((code for code, words in _SEXES.items() if fold(bare) in words), bare)
    return codes, {code: _SEX_LABELS.get(code, code) for code in codes.values()}


def _ages(values: Sequence[str], label: str, given: Mapping[str, str]) -> _Read:
    codes: dict[str, str] = {}
    labels: dict[str, str] = {}
    for value in values:
        match = _AGE.fullmatch(value.strip())
        if match is None:
            code, said = given.get(value, value), value
        elif match["low"]:
            code, said = f"{int(match['low'])}-{int(match['high'])}", f"{match['low']}–{match['high']} år"
        elif match["one"]:
            code, said = str(int(match["one"])), f"{int(match['one'])} år"
        else:
            low = int(match["over"] or match["least"])
            code, said = f"{low}+", f"{low} år eller äldre"
        codes[value] = code
        labels[code] = said
    return codes, labels


def _regions(values: Sequence[str], label: str, given: Mapping[str, str]) -> _Read:
    codes: dict[str, str] = {}
    labels: dict[str, str] = {}
    kind = _kind_of(values, label)
    for value in values:
        own = given.get(value, "")
        code = _known_code(own) or place_code(value, kind) or own or value
        found = region(code)
        codes[value] = code
        labels[code] = found.name if found else value
    return codes, labels


def place_code(value: str, kind: str = "") -> str | None:
    """The code of a place as files write it: "06 Jönköping county", "Dalarna", "Sweden"; None if unknown.

    Args:
        value: What the file says.
        kind: Of the places that share a name, the kind that is meant.
    """
    pair = split(value)
    if pair and (code := _known_code(pair[0])):
        return code
    said = fold(pair[1] if pair else value)
    named = _places()
    found = named.get(said) or named.get(re.sub(r"\s+(?:county|municipality|kommun|stad|län)$", "", said))
    if not found:
        return None
    wanted = "lan" if re.search(r"\b(?:län|county)$", said) else kind
    return found.get(wanted) or next(iter(found.values()))


@cache
def _places() -> Mapping[str, Mapping[str, str]]:
    """Names of places, folded, to the codes that they stand for by kind; län before kommun and riksområde."""
    named: dict[str, dict[str, str]] = {"sverige": {"riket": "00"}}
    everywhere = ("00", *(code for kind in _KINDS for code in members("00", kind)))
    for code in everywhere:
        found = region(code)
        if found is not None:
            genitive = re.sub(r"s$", "", re.sub(r"\s+(?:län|kommun)$", "", found.name))
            for name in (found.name, found.short, genitive):
                named.setdefault(fold(name), {}).setdefault(found.kind, code)
    for name, code in _ENGLISH.items():
        named.setdefault(name, {})["riket" if code == "00" else "riksomrade"] = code
    return named


def _kind_of(values: Sequence[str], label: str) -> str:
    """The kind of place that a column holds: what its name says, else what most of its values must be."""
    if re.search(r"kommun|municip", label.lower()):
        return "kommun"
    kinds = Counter(
        kind
        for value in values
        for kind in _places().get(fold(value), {})
        if len(_places()[fold(value)]) == 1
    )
    return kinds.most_common(1)[0][0] if kinds else ""


def _known_code(code: str) -> str | None:
    """Our code of a region for one that a file has; leading zeros may have been lost."""
    code = _NUTS_COUNTRY.get(code.strip(), code.strip())
    if not code:
        return None
    for tried in (code, code.zfill(2), code.zfill(4)):
        if region(tried):
            return tried
    return None


def _codes(values: Sequence[str], label: str, given: Mapping[str, str]) -> _Read:
    pairs = {value: split(value) for value in values}
    paired = bool(pairs) and all(pairs.values()) and not given
    codes: dict[str, str] = {}
    labels: dict[str, str] = {}
    for value in values:
        pair = pairs[value]
        bare = value.lstrip("- ") or value  # dashes before a label only indent it
        code, said = (pair[0], pair[1]) if paired and pair else (given.get(value, bare), bare)
        if code in labels and labels[code] != said:
            code = value
        codes[value] = code.replace(",", ";")
        labels[codes[value]] = said
    return codes, labels


def split(value: str) -> tuple[str, str] | None:
    """Code and label of a value that has both: "214 Engineering professionals"; None for other values."""
    match = _CODE_AND_LABEL.fullmatch(value.strip())
    return (match[1], match[2].strip()) if match else None


def _total(codes: Mapping[str, str], labels: Mapping[str, str], role: Role) -> str | None:
    if role == "period":
        return None
    if role == "region":
        known = sum(region(code) is not None for code in labels)
        return "00" if "00" in labels and len(labels) > 1 and known >= _KNOWN_SHARE * len(labels) else None
    if role == "sex":
        return "1+2" if "1+2" in labels else None
    found = [code for code, label in labels.items() if _TOTAL.match(label)]
    return found[0] if len(found) == 1 else None


def _apart(role: Role, codes: Mapping[str, str], total: str | None) -> bool:
    """Whether the ages of a column do not overlap; of other groups nobody can tell."""
    if role != "age":
        return False
    bands = sorted(band for code in codes.values() if code != total and (band := age_band(code)))
    if len(bands) < len(set(codes.values()) - {total}):
        return False
    return all(before[1] < after[0] for before, after in pairwise(bands))


def age_band(code: str) -> tuple[int, int] | None:
    """First and last year of an age code: "20", "18-24", "65+"; None for other codes."""
    match = re.fullmatch(r"(\d{1,3})(?:-(\d{1,3})|(\+))?", code)
    if match is None:
        return None
    low = int(match[1])
    return low, int(match[2]) if match[2] else 120 if match[3] else low
