"""JSON lines and lists of JSON records: ads, pages and acts a document each, other records told a line each.

One real record, of the advertisements that JobTech publishes (cut short):

    {"id": "22884504", "headline": "Trafikledare sökes", "employer": {"name": "…"},
     "description": {"text": "Vi söker …"}, "workplace_address": {"municipality": "Kiruna"},
     "application_contacts": [{"description": "Anna Berg", "email": "…"}]}

Ads are masked (`ingest/personal_data.py`) before anything leaves this reader; their contacts are not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ingest import personal_data
from ingest.readers.base import bounded, document_id, read_bytes, read_json, refused
from ingest.readers.csv_file import MAX_ROWS, bare_name, row_line
from ingest.readers.markdown import plain
from ingest.readers.statute import as_markdown
from ingest.readers.text import clean, decode
from ingest.sources import Source
from rag import texts
from rag.schema import Document

_TITLES = ("title", "headline", "annonsrubrik", "heading", "name")
_TEXTS = ("text", "annonstext", "content", "body", "beskrivning", "description")
_DATES = ("updated", "modified", "last_publication_date", "publication_date", "published")
_AD = ("headline", "annonsrubrik", "application_deadline", "application_details")
_CONTACTS = "application_contacts"
_TOLD_OF_ADS = (
    ("Arbetsgivare", ("employer.name", "employer", "arbetsgivareNamn")),
    ("Yrke", ("occupation.label", "occupation", "yrkesroll.namn")),
    ("Ort", ("workplace_address.municipality", "municipality", "arbetsplatsadress.kommun.namn")),
    ("Omfattning", ("working_hours_type.label", "working_hours")),
    ("Anställningsform", ("employment_type.label", "employment_type")),
    ("Varaktighet", ("duration.label", "duration")),
    ("Sista ansökningsdag", ("application_deadline", "sistaAnsokningsdatum")),
)
_DEEP = 6
"""Levels below which no list of records is looked for."""


def read(path: Path, source: Source) -> Iterator[Document]:
    """A document for each record with a text of its own, else one that tells the records.

    Raises:
        SourceError: A line is not JSON (its number is told), or there is nothing to tell.
    """
    records = []
    for number, line in enumerate(decode(path, read_bytes(path)).split("\n"), start=1):
        if line.strip():
            try:
                records.append(read_json(line))
            except (ValueError, RecursionError) as error:
                raise refused(
                    path, texts.JSON_LINE.format(number=number), f"line {number}: {error}"
                ) from error
    yield from documents(path, source, records)


def documents(path: Path, source: Source, loaded: Any) -> Iterator[Document]:
    """The documents of what a JSON file holds.

    Raises:
        SourceError: It holds neither records nor texts.
    """
    records = _records_in(loaded)
    own = [record for record in records if _has_own_text(record)]
    if own and 2 * len(own) >= len(records):
        yield from _once(_document(path, source, record, place) for place, record in enumerate(own, start=1))
        return
    lines = _told(loaded, records)
    if not lines:
        raise refused(path, texts.JSON_NO_TABLE, "neither a table nor records nor texts")
    counted = f"{len(lines)} rad" if len(lines) == 1 else f"{len(lines)} rader"
    head = [f"Listan {bare_name(path)} har {counted}."]
    if len(lines) > MAX_ROWS:
        head.append(f"Här står de första {MAX_ROWS} raderna.")
    yield Document(
        id=document_id(path, source), source_id=source.id, kind=source.kind, title=bare_name(path),
        text=bounded(path, clean("\n".join([*head, *lines[:MAX_ROWS]]))), url=source.url,
        publisher=source.publisher, licence=source.licence,
    )  # fmt: skip


def _once(documents_: Iterable[Document]) -> Iterator[Document]:
    """Without those that say the same under the same id; others that share an id are numbered."""
    taken: dict[str, list[str]] = {}
    for document in documents_:
        known = taken.setdefault(document.id, [])
        if document.text not in known:
            known.append(document.text)
            yield document if len(known) == 1 else replace(document, id=f"{document.id}-{len(known)}")


# ------------------------------------------------------------------ where the records are


def _records_in(loaded: Any, depth: int = 0) -> list[Mapping[str, Any]]:
    """The longest list of objects in a JSON value; what Elasticsearch wraps is unwrapped."""
    if depth > _DEEP:
        return []
    if isinstance(loaded, list):
        found = [one.get("_source", one) for one in loaded if isinstance(one, dict)]
        return [one for one in found if isinstance(one, dict)] if 2 * len(found) > len(loaded) else []
    if isinstance(loaded, dict):
        if _is_ad(loaded):
            return [loaded]
        return max((_records_in(value, depth + 1) for value in loaded.values()), key=len, default=[])
    return []


def _has_own_text(record: Mapping[str, Any]) -> bool:
    return bool(_first(record, _TITLES) and (_text(record) or record.get("provisions")))


def _first(record: Mapping[str, Any], names: Sequence[str]) -> str:
    """The first of the fields that holds a text; a dot goes into an object."""
    for name in names:
        value: Any = record
        for part in name.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return clean(str(value))
    return ""


def _text(record: Mapping[str, Any]) -> str:
    return _first(record, [*_TEXTS, *(f"{name}.text" for name in _TEXTS)])


# ------------------------------------------------------------------ documents


def _document(path: Path, source: Source, record: Mapping[str, Any], place: int) -> Document:
    title, text, url = _first(record, _TITLES), _text(record), _first(record, ("url", "webpage_url", "link"))
    sfs = _first(record, ("sfs",)) or (_first(record, ("id",)) if "provisions" in record else "")
    kind, act = source.kind, ""
    if _is_ad(record):
        clean_of_people = personal_data.cleaner(record)
        title, text = clean_of_people(title), clean_of_people(_ad(record, plain(text)))
    elif sfs:
        kind, act = "law", sfs
        text = as_markdown(text or _provisions(record["provisions"]), title) or title
    else:
        text = plain(text)
    mark = _first(record, ("id", "annonsId", "sfs", "url")).rsplit("//", 1)[-1] or str(place)
    return Document(
        id=f"{document_id(path, source)}#{mark}",
        source_id=source.id,
        kind=kind,
        title=title.split("\n")[0],
        text=bounded(path, clean(text) or title),
        url=url if url.startswith(("https://", "http://")) else source.url,
        publisher=_first(record, ("publisher", "department")) or source.publisher,
        licence=source.licence,
        as_of=_first(record, _DATES)[:10],
        act=act,
        in_force=record.get("status") != "repealed" and not record.get("repealed"),
        metadata={"act_name": title} if act else {},
    )


def _is_ad(record: Mapping[str, Any]) -> bool:
    return any(name in record for name in (*_AD, _CONTACTS))


def _ad(record: Mapping[str, Any], text: str) -> str:
    """The text of an ad and its facts; an employer whose number is no company's is a person, not named."""
    number = _first(record, ("employer.organization_number",))
    if number and not personal_data.is_company(number):
        record = {**record, "employer": None}
    facts = [f"{label}: {value}" for label, names in _TOLD_OF_ADS if (value := _first(record, names))]
    return "\n\n".join(filter(None, [text, "\n".join(f"- {fact}" for fact in facts)]))


def _provisions(provisions: Any) -> str:
    """An act given a paragraph of law a record, as `as_markdown` reads it."""
    told, chapter = [], ""
    for one in provisions if isinstance(provisions, list) else ():
        if not isinstance(one, dict):
            continue
        if (now := _first(one, ("chapter",))) != chapter:
            chapter = now
            told.append(f"## {chapter} kap.")
        if heading := _first(one, ("title",)):
            told.append(f"### {heading}")
        number, content = _first(one, ("section",)), _first(one, ("content",))
        told.append(content if content.startswith(f"{number} §") else f"{number} § {content}")
    return "\n\n".join(told)


# ------------------------------------------------------------------ told


def _told(loaded: Any, records: Sequence[Mapping[str, Any]]) -> list[str]:
    """A line for each record, or for each value of a list or dictionary of texts."""
    if records:
        return [line for record in records if (line := _line(record))]
    if isinstance(loaded, list):
        return [
            f"- {value}" for value in loaded if isinstance(value, str | int | float) and str(value).strip()
        ]
    if isinstance(loaded, dict):
        return [f"- {key}: {said}" for key, value in loaded.items() if (said := _said(value))]
    return []


def _line(record: Mapping[str, Any]) -> str:
    pairs = [(str(key), said) for key, value in record.items() if key != _CONTACTS and (said := _said(value))]
    line = row_line([key for key, _ in pairs], [said for _, said in pairs])
    return personal_data.cleaner(record)(line) if _is_ad(record) else line


def _said(value: Any) -> str:
    """A value in a few words; what an object is called stands for it."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_said, value[:50])))
    if isinstance(value, dict):
        return _first(value, ("preferred_label", "label", "name", "namn", *_TITLES))
    return "" if value is None or isinstance(value, bool) else str(value)
