"""Laws and agencies in text: SFS numbers, law names and short names, names of agencies.

Laws come from the documents that stand for them: a law that no source has is found by its number only.
The agencies are a short list of those that own or use labour-market data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Protocol

from rag.schema import Document, DocumentKind, Entity
from rag.swedish.words import fold

_SFS = re.compile(r"\b(?:SFS\s*)?((?:1[6-9]|20)\d\d:\d{1,4})\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*\((?:1[6-9]|20)\d\d:\d{1,4}\)\s*")
_NAME = re.compile(
    r"(?:[\w-]+ )?(?!bolagen|avslagen|förslagen|anslagen|inslagen)[\w-]*(?:lagen|balken|förordningen)",
    re.IGNORECASE,
)
"""A label that is the name of a law: "semesterlagen", "gamla a-kasselagen"."""
_INDEFINITE = re.compile(r"(lag|förordning)\b", re.IGNORECASE)
_GENERIC = {"lagen", "förordningen", "balken", "grundlagen"}

# Short names in capitals are kept apart from keywords in capitals ("EU", "API") by this list.
_ACRONYMS = {
    "AML": "1977:1160",
    "ATL": "1982:673",
    "DL": "2008:567",
    "FL": "2017:900",
    "FLL": "1995:584",
    "FML": "1974:13",
    "LAS": "1982:80",
    "LOA": "1994:260",
    "MBL": "1976:580",
    "OSL": "2009:400",
    "SemL": "1977:480",
    "TF": "1949:105",
}
_LOWER_TOO = {"LAS", "MBL", "AML", "ATL", "LOA", "OSL"}
"""Acronyms that people type in lower case; the others would be common words or addresses."""

AGENCIES: Mapping[str, tuple[str, ...]] = {
    "Arbetsförmedlingen": ("AF", "Arbetsförmedlingens"),
    "Statistiska centralbyrån": ("SCB", "Statistikmyndigheten SCB", "Statistikmyndigheten"),
    "Digg": ("Myndigheten för digital förvaltning",),
    "Medlingsinstitutet": (),
    "Arbetsmiljöverket": (),
    "Försäkringskassan": (),
    "Skolverket": ("Statens skolverk",),
    "Skatteverket": (),
    "Migrationsverket": (),
    "Bolagsverket": (),
    "Tillväxtverket": (),
    "Universitetskanslersämbetet": ("UKÄ",),
    "Universitets- och högskolerådet": ("UHR",),
    "Myndigheten för yrkeshögskolan": ("MYH",),
    "Inspektionen för arbetslöshetsförsäkringen": ("IAF",),
    "Institutet för arbetsmarknads- och utbildningspolitisk utvärdering": ("IFAU",),
    "Konjunkturinstitutet": ("KI",),
    "Ekonomistyrningsverket": ("ESV",),
    "Diskrimineringsombudsmannen": ("DO",),
    "Justitieombudsmannen": ("JO", "Riksdagens ombudsmän"),
    "Integritetsskyddsmyndigheten": ("IMY",),
    "Centrala studiestödsnämnden": ("CSN",),
    "Jämställdhetsmyndigheten": (),
    "Socialstyrelsen": (),
    "Riksarkivet": (),
    "Lantmäteriet": (),
    "Statskontoret": (),
    "Riksrevisionen": (),
    "Upphandlingsmyndigheten": (),
    "Pensionsmyndigheten": (),
    "Polismyndigheten": (),
    "Rådet för främjande av kommunala analyser": ("Kolada", "RKA"),
}


class LawSource(Protocol):
    """What is needed of a store."""

    def all_documents(self, kind: DocumentKind | None = None) -> list[Document]: ...


class Acts:
    """Finds the laws of a store, any SFS number, and agencies."""

    def __init__(self, store: LawSource) -> None:
        documents = [document for document in store.all_documents() if document.act]
        self._titles = {document.act: _title(document) for document in documents}
        names = {name: act for document in documents for name, act in _names(document)}
        self._by_name = {fold(name): act for name, act in names.items()}
        self._pattern = _pattern(self._by_name)

    def find(self, text: str) -> tuple[Entity, ...]:
        """The laws (code: SFS number) and agencies (code: official name) of `text`, in its order."""
        found = [*self._numbers(text), *self._named(text), *self._short(text), *_agencies(text)]
        found.sort(key=lambda entity: (entity.start, -entity.end))
        return tuple(
            entity
            for n, entity in enumerate(found)
            if not any(entity.start < other.end for other in found[:n])
        )

    def _numbers(self, text: str) -> Iterator[Entity]:
        for match in _SFS.finditer(text):
            yield self._act(match[1], match.start(), match.end())

    def _named(self, text: str) -> Iterator[Entity]:
        for match in self._pattern.finditer(text):
            yield self._act(self._by_name[fold(match["name"])], match.start(), match.end())

    def _short(self, text: str) -> Iterator[Entity]:
        for short, act in _ACRONYMS.items():
            pattern = rf"\b(?:{short}|{short.lower()})\b" if short in _LOWER_TOO else rf"\b{short}\b"
            for match in re.finditer(pattern, text):
                yield self._act(act, match.start(), match.end())

    def _act(self, act: str, start: int, end: int) -> Entity:
        return Entity(kind="act", code=act, label=self._titles.get(act, act), start=start, end=end)


def _title(document: Document) -> str:
    """The full name of the law: "Lag (1982:80) om anställningsskydd"."""
    named = document.metadata.get("act_name", "")
    return named or next((label for label in document.labels if document.act in label), document.act)


def _names(document: Document) -> Iterator[tuple[str, str]]:
    """What the law of a document is called: its title, also definite, and the labels that name it."""
    title = _NUMBERED.sub(" ", _title(document)).strip()
    yield title, document.act
    yield _INDEFINITE.sub(r"\1en", title, count=1), document.act
    for label in document.labels:
        if _NAME.fullmatch(label) and fold(label) not in _GENERIC:
            yield label, document.act


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?P<name>{alternatives or '(?!)'})s?(?![\w-])", re.IGNORECASE)


def _agencies(text: str) -> Iterator[Entity]:
    for match in _agency_pattern().finditer(text):
        official = _official().get(match[0]) or _official()[match[0].removesuffix("s")]
        yield Entity(kind="agency", code=official, label=official, start=match.start(), end=match.end())


@cache
def _official() -> dict[str, str]:
    """Every way to write an agency, to its official name; long names in lower case too."""
    forms: dict[str, str] = {}
    for official, others in AGENCIES.items():
        for name in (official, *others):
            forms[name] = official
            if not name.isupper():
                forms[name.lower()] = official
                forms[name.lower().translate(str.maketrans("åäö", "aao"))] = official
            elif len(name) > 2 and name != "RKA":
                forms[name.lower()] = official
    return forms


@cache
def _agency_pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_official(), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{names})s?(?![\w])")
