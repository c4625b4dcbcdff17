"""What a need asks of the shape of the data: how fine a place, divided by what, how often, in which form,
of which years, and whether it wants counts or a list of codes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rag.schema import Dataset, Query

_LEVELS = (
    ("area", re.compile(r"\b(deso|regso|stadsdel\w*|bostadsområde\w*|kvarter\w*|område för område)\b")),
    ("kommun", re.compile(r"\b(kommun(en|er|erna|ens|ernas|vis|nivå)?|\w+ kommun|per kommun|hemort\w*)\b")),
    (
        "lan",
        re.compile(
            r"\b(län(et|en|ets|vis|snivå)?|per län|region(en|er|erna|al\w*)?|var i (landet|sverige))\b"
        ),
    ),
    ("europe", re.compile(r"\b(eu|europa|europeisk\w*|andra länder|eu-länder\w*|norden|grannländer\w*)\b")),
)
_HOLDS = {
    "area": ("deso", "regso", "område", "bostadsområde"),
    "kommun": ("kommun", "bostadskommun", "deso", "ort"),
    "lan": ("län", "region", "kommun", "riksområde", "regso"),
    "europe": ("land",),
    "occupation": ("yrke", "ssyk", "prognosyrke", "undergrupp", "yrkesgrupp", "isco"),
    "sex": ("kön",),
    "age": ("ålder",),
    "industry": ("näringsgren", "bransch", "sni", "avdelning"),
    "education": ("utbildning", "sun", "program", "lärosäte"),
    "agency": ("myndighet", "anslag"),
    "month": ("månad", "dag", "datum"),
    "quarter": ("kvartal", "månad"),
}
_TIMES = (
    "år",
    "månad",
    "kvartal",
    "dag",
    "tid",
    "termin",
    "läsår",
    "examensår",
    "bokslutsår",
    "datum",
    "publiceringsdatum",
    "budgetår",
    "prognosomgång",
    "prognosår",
    "period",
)
"""Divisions by time: what has one counts something; what has none is a list of codes or of things."""
_WORDS = {
    "sex": re.compile(r"\b(kön(et|en|s)?|könsuppdel\w*|kvinn\w+|m[aä]n(nen|s)?|tjej\w*|kill\w*)\b"),
    "age": re.compile(
        r"\b(ålder\w*|åldrar\w*|\d\d([–-]\d\d)?-?åring\w*|(över|under|fyllt) \d\d\b|hur gamla?|unga|yngre|"
        r"ungdom\w*|äldre)\b"
    ),
    "industry": re.compile(r"\b(bransch\w*|näringsgren\w*|sni|industri\w*|näringsliv\w*)\b"),
    "education": re.compile(r"\b(utbildning\w*|examen|sun)\b"),
    "occupation": re.compile(r"\b(yrke\w*|yrken|ssyk|yrkesgrupp\w*)\b"),
    "month": re.compile(r"\b(varje månad|månad för månad|per månad|månadsvis|månadsdata|senaste månaden)\b"),
    "quarter": re.compile(r"\b(kvartal\w*)\b"),
}
_API = re.compile(r"\b(api|apier|api:er|app|maskinellt|automatiskt|realtid|endpoint)\b")
_FILE = re.compile(r"\b(csv|excel|xlsx|fil(en|er)?|ladda (ner|hem)|bulk)\b")
_FUTURE = re.compile(
    r"\b(framtid\w*|framöver|prognos\w*|spår|kommande|nästa år|på (lång )?sikt|(kommer|lär) (det )?(att )?"
    r"(finnas|behövas|fattas|saknas)|om (fem|tio|tjugo|trettio|\d+) år)\b"
)
_COUNTS = re.compile(
    r"\b(hur (många|mycket|stor\w*|ofta|vanligt|länge|hög\w*|lång\w*)|andel\w*|antal\w*|statistik\w*|"
    r"siffror\w*|fler|färre|ökar|minskar)\b"
)
_CODES = re.compile(
    r"\b(kod(er|erna|ar|a|as|lista\w*|verk)?|\w+kod(er|erna)?|lista (på|över|med)|meny\w*|rullgardin\w*|"
    r"formulär\w*|fritext\w*|enkät\w*|valen|valbara|id|taxonomi\w*|klassificer\w*|översätt\w*)\b"
)
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The shape that a need asks for."""

    by: frozenset[str]
    """Names of what it is to be divided by: "kommun", "lan", "area", "occupation", "sex", …"""
    api: bool = False
    file: bool = False
    future: bool = False
    past: bool = False
    counts: bool = False
    """Whether it asks how many or how much, and not for a list."""
    codes: bool = False


FITTING = 0.06
"""What a division that the need asks for is worth in a dataset that has it, beside words worth 1 together."""
LACKING = -0.05
FORM = 0.05
TIME = 0.25
KIND = 0.04
"""What it is worth to be of the kind that is asked for, counts or codes; twice that apart from the other."""
PLACE_LEVELS = frozenset({"area", "kommun", "lan", "europe"})


def wanted(query: Query) -> Wanted:
    """Read the shape that a need asks for."""
    text = query.question.lower()
    by = {name for name, pattern in _LEVELS if pattern.search(text)}
    by |= {name for name, pattern in _WORDS.items() if pattern.search(text)}
    by |= set(_named(query))
    years = [int(year) for year in _YEAR.findall(text)]
    this_year = int(query.today[:4] or 0)
    return Wanted(
        by=frozenset(by),
        api=bool(_API.search(text)),
        file=bool(_FILE.search(text)),
        future=bool(_FUTURE.search(text)) or (this_year > 0 and any(year > this_year for year in years)),
        past=this_year > 0 and any(year < this_year - 10 for year in years),
        counts=bool(_COUNTS.search(text)) and not _CODES.search(text),
        codes=bool(_CODES.search(text)) and not _COUNTS.search(text),
    )


def _named(query: Query) -> Iterable[str]:
    for entity in query.entities:
        if entity.kind in ("occupation", "agency"):
            yield entity.kind
        elif entity.kind == "region" and entity.code != "00":
            yield "kommun" if len(entity.code) == 4 and entity.code.isdigit() else "lan"


def shape_score(dataset: Dataset, shape: Wanted) -> float:
    """How much better or worse a dataset fits the shape, in about −0.2 to 0.4."""
    held = " ".join((*dataset.dimensions, *dataset.code_lists)).lower()
    score = 0.0
    for name in shape.by:
        has = any(re.search(rf"\b{word}", held) for word in _HOLDS[name])
        score += FITTING if has else LACKING if name in PLACE_LEVELS | {"occupation"} else 0.0
    if "europe" not in shape.by and re.search(r"\bland\b", held) and "eurostat" in dataset.id:
        score += LACKING
    formats = {part.format for part in dataset.distributions}
    if shape.api:
        score += FORM if any(part.service for part in dataset.distributions) else 0.0
    if shape.file:
        score += FORM if formats & {"CSV", "XLSX", "ZIP", "JSON", "JSONL"} else 0.0
    counts = any(re.search(rf"\b{word}\b", held) for word in _TIMES)
    if shape.counts or shape.codes:
        score += KIND if counts == shape.counts else -KIND
    about_future = bool(re.search(r"prognos|framåt|väntas", f"{dataset.title} {dataset.description}".lower()))
    if shape.future:
        score += TIME if about_future else 0.0
    old = bool(
        re.search(r"\b(äldre|historiska|före 20\d\d)\b", f"{dataset.title} {dataset.description}".lower())
    )
    if old and not shape.past and not re.search("äldre|histor|gaml", " ".join(shape.by)):
        score += LACKING
    return score
