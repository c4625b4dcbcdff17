"""JobTech Taxonomy: occupations and the groups of SSYK 2012, as `corpus/build/build_taxonomy.py` writes them.

Two real records (one JSON object a line; groups come before what they hold):

    {"type":"group","id":"CSSv_nhE_jBQ","code":"5350","label":"Tandsköterskor","field":"Hälso- och sjukvård",
     "isco":[["3251","Tandhygienister och tandsköterskor"]]}
    {"type":"occupation","id":"ckkD_JhH_Sc6","label":"Tandsköterska","ssyk":"5350",
     "titles":["1:a tandsköterska"],"skills":["Munhälsovård"],
     "substitutes":[["xq4p_8Y5_SYR",25]],"substituted_by":[["xq4p_8Y5_SYR",75]]}

Each becomes a `Concept` and a `Document` of the same id: "ssyk:5350", "concept:ckkD_JhH_Sc6".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ingest.readers.base import Record, read_bytes, refused
from ingest.sources import Source
from rag import texts
from rag.entities.titles import DOING, ENGLISH, EVERYDAY, ISCO, OCCUPATION, SSYK
from rag.occupations import facts
from rag.schema import Concept, ConceptLink, Document, Relation

_ADDRESS = "http://data.jobtechdev.se/taxonomy/concept/"
"""Published address of a concept; its id follows."""
_DATE = "2025-12-24"

_Strict = ConfigDict(frozen=True, extra="forbid")
_Edge = tuple[str, Annotated[int, Field(ge=0, le=100)]]


class _Group(BaseModel):
    model_config = _Strict
    type: Literal["group"]
    id: str
    code: str = Field(pattern=r"^\d{1,4}$")
    label: str
    english: str = ""
    field: str = ""
    isco: tuple[tuple[str, str], ...] = ()
    older: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()
    doings: tuple[str, ...] = ()


class _Occupation(BaseModel):
    model_config = _Strict
    type: Literal["occupation"]
    id: str
    label: str
    ssyk: str = Field(pattern=r"^\d{4}$")
    older: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    substitutes: tuple[_Edge, ...] = ()
    substituted_by: tuple[_Edge, ...] = ()


_RECORD: TypeAdapter[_Group | _Occupation] = TypeAdapter(
    Annotated[_Group | _Occupation, Field(discriminator="type")]
)


def read(path: Path, source: Source) -> Iterator[Record]:
    """A concept and its document for every group and occupation of the file.

    Raises:
        SourceError: A line is not such a record, or names a group or an occupation that is not there.
    """
    groups, occupations = _parsed(path)
    try:
        concepts = [*_groups(groups, occupations), *_occupations(groups, occupations)]
    except KeyError as error:
        raise refused(
            path, texts.FILE_BROKEN, f"a record names {error}, which the file does not have"
        ) from error
    addresses = {f"ssyk:{group.code}": _ADDRESS + group.id for group in groups.values()}
    keywords = {f"concept:{one.id}": one.keywords for one in occupations.values()}
    for concept in concepts:
        yield concept
        yield _document(
            concept, source, addresses.get(concept.id, _ADDRESS + concept.code), keywords.get(concept.id, ())
        )


def _parsed(path: Path) -> tuple[dict[str, _Group], dict[str, _Occupation]]:
    """The groups by code and the occupations by concept id."""
    groups: dict[str, _Group] = {}
    occupations: dict[str, _Occupation] = {}
    for number, line in enumerate(read_bytes(path).splitlines(), 1):
        try:
            record = _RECORD.validate_json(line)
        except ValidationError as error:
            raise refused(path, texts.FILE_BROKEN, f"line {number}: {error.errors()[0]['msg']}") from error
        if isinstance(record, _Group):
            groups[record.code] = record
        else:
            occupations[record.id] = record
    return groups, occupations


# ------------------------------------------------------------------ concepts


def _groups(groups: Mapping[str, _Group], occupations: Mapping[str, _Occupation]) -> Iterator[Concept]:
    below: dict[str, list[ConceptLink]] = {code: [] for code in groups}
    for code, group in groups.items():
        if len(code) > 1:
            below[code[:-1]].append(_link("narrower", SSYK, code, group.label))
    for concept, occupation in occupations.items():
        below[occupation.ssyk].append(_link("narrower", OCCUPATION, concept, occupation.label))
    for code, group in groups.items():
        yield Concept(
            id=f"ssyk:{code}",
            scheme=SSYK,
            code=code,
            label=group.label,
            titles=group.older,
            links=(*_above(code, groups), *_isco(group), *below[code], *_other_names(group)),
            fields=(group.field,) if group.field else (),
            document_id=f"ssyk:{code}",
        )


def _above(code: str, groups: Mapping[str, _Group]) -> Iterator[ConceptLink]:
    """The groups that hold a group, nearest first."""
    for size in range(len(code) - 1, 0, -1):
        yield _link("broader", SSYK, code[:size], groups[code[:size]].label)


def _isco(group: _Group) -> Iterator[ConceptLink]:
    return (_link("related", ISCO, code, label) for code, label in group.isco)


def _other_names(group: _Group) -> Iterator[ConceptLink]:
    if group.english:
        yield _link("exact", ENGLISH, group.code, group.english)
    for name in group.everyday:
        yield _link("related", EVERYDAY, group.code, name)
    for doing in group.doings:
        yield _link("related", DOING, group.code, doing)


def _occupations(groups: Mapping[str, _Group], occupations: Mapping[str, _Occupation]) -> Iterator[Concept]:
    for concept, occupation in occupations.items():
        group = groups[occupation.ssyk]
        yield Concept(
            id=f"concept:{concept}",
            scheme=OCCUPATION,
            code=concept,
            label=occupation.label,
            titles=tuple(dict.fromkeys((*occupation.older, *occupation.titles))),
            links=(
                _link("broader", SSYK, group.code, group.label),
                *_isco(group),
                *_edges("substituted_by", occupation.substituted_by, occupations),
                *_edges("substitute", occupation.substitutes, occupations),
            ),
            skills=occupation.skills,
            fields=(group.field,) if group.field else (),
            document_id=f"concept:{concept}",
        )


def _edges(
    relation: Relation, edges: Sequence[_Edge], occupations: Mapping[str, _Occupation]
) -> Iterator[ConceptLink]:
    for concept, percent in edges:
        yield _link(relation, OCCUPATION, concept, occupations[concept].label, percent)


def _link(relation: Relation, scheme: str, code: str, label: str, percent: int | None = None) -> ConceptLink:
    return ConceptLink(relation=relation, scheme=scheme, code=code, label=label, percent=percent)


# ------------------------------------------------------------------ documents


def _document(concept: Concept, source: Source, url: str, keywords: Sequence[str]) -> Document:
    names = [link.label for link in concept.links if link.scheme in {ENGLISH, EVERYDAY, DOING}]
    return Document(
        id=concept.document_id,
        source_id=source.id,
        kind="concept",
        title=concept.label if concept.scheme == OCCUPATION else f"SSYK {concept.code} {concept.label}",
        text="\n".join(facts.sentences(concept)),
        url=url,
        publisher=source.publisher,
        licence=source.licence,
        as_of=_DATE,
        labels=tuple(dict.fromkeys((*concept.titles, *names, *keywords))),
    )
