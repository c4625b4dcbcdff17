"""A job ad as JobTech's APIs give it → a page without personal data, for JobSearch, JobStream and old ads.

One real ad, cut short:

    {"id": "30041727", "headline": "Produktionsorderansvarig", "description": {"text": "Vill du …", …},
     "employer": {"name": "Talangbron Sverige AB", "organization_number": "5592373483", "email": null, …},
     "occupation": {"concept_id": "YmFo_cvw_1Kv", "label": "Produktionskoordinator", …},
     "occupation_group": {"label": "Inspicienter …", "legacy_ams_taxonomy_id": "3433"},
     "workplace_address": {"municipality": "Lund", "region": "Skåne län", …},
     "application_contacts": [{"name": null, "description": "Anna Svensson", "telephone": "…"}],
     "last_publication_date": "2025-09-22T23:59:59", "removed": false, "timestamp": 1758187941049}

Contacts, mail, telephone, street and the formatted text are never read on; names of contacts are taken out of
the texts by themselves, the rest by masking. An employer without an organisation number is a person and is
not named. In old files a field may be a list of what is one thing here.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any, NamedTuple

from ingest import personal_data
from ingest.connectors.outbox import file_name
from ingest.connectors.pages import page
from ingest.connectors.shape import Shape, text, within
from ingest.fetching.transfer import broken

PLATSBANKEN = "https://arbetsformedlingen.se/platsbanken/annonser/"
_LONGEST = 20_000_000
"""Characters of one record of a stream."""
_BLOCK = 1 << 20
_PARTS = ("text", "company_information", "needs", "requirements", "conditions")


class Ad(NamedTuple):
    """A page that holds no personal data, and how long it stands."""

    id: str
    name: str
    """Of its file."""
    text: str
    until: str
    """ISO time of its last day, local; empty when it is not said."""


def shape() -> Shape:
    """What an ad must have."""
    return Shape(
        {"id": (str, int), "headline": str, "description": dict},
        {
            "occupation": (dict, list),
            "workplace_address": dict,
            "last_publication_date": str,
            "employer": dict,
        },
    )


def file_of(ad_id: object) -> str:
    """The file of an ad, in one of some hundred folders."""
    name = file_name(str(ad_id))
    return f"{name[-2:].strip('-') or '0'}/{name}.md"


def read(ad: Mapping[str, Any], mask: Callable[[str], str]) -> Ad:
    """The ad as a page.

    Args:
        ad: That fits `shape`.
        mask: Takes personal data out of a text.
    """
    clean = personal_data.cleaner(ad, mask)
    headline = clean(ad["headline"]) or "Platsannons"
    occupation, group = _one(ad.get("occupation")), _one(ad.get("occupation_group"))
    places = ad.get("number_of_vacancies")
    facts = [
        ("Annonsen gäller {}.", headline),
        ("Yrket är {}.", text(within(occupation, "label"))),
        ("Yrkesgruppen är {}.", " ".join(filter(None, (_ssyk(group), text(within(group, "label")))))),
        ("Arbetsgivare är {}.", clean(_employer(ad))),
        ("Arbetsplatsen finns i {}.", _place(ad)),
        ("Antalet platser är {}.", str(places) if _number(places) else ""),
        ("Anställningsformen är {}.", _lower(_label(ad, "employment_type"))),
        ("Arbetstiden är {}.", _lower(_label(ad, "working_hours_type"))),
        ("Varaktigheten är {}.", _lower(_label(ad, "duration"))),
        ("Löneformen är {}.", _lower(clean(_label(ad, "salary_type")))),
        ("Annonsen publicerades {}.", text(ad.get("publication_date"))[:10]),
        ("Sista ansökningsdag är {}.", text(ad.get("application_deadline"))[:10]),
    ]
    described = [clean(text(ad["description"].get(part))) for part in _PARTS]
    lines = "\n".join(sentence.format(said.removesuffix(".")) for sentence, said in facts if said)
    body = "\n\n".join([lines, *filter(None, described)])
    return Ad(
        id=str(ad["id"]),
        name=file_of(ad["id"]),
        text=page(
            headline,
            body,
            url=PLATSBANKEN + str(ad["id"]) if str(ad["id"]).isdecimal() else "",
            as_of=text(ad.get("publication_date"))[:10],
            keywords=[word for word in (text(within(occupation, "label")), _place(ad)) if word],
        ),
        until=text(ad.get("last_publication_date")),
    )


def _employer(ad: Mapping[str, Any]) -> str:
    employer = _one(ad.get("employer"))
    number = text(within(employer, "organization_number"))
    return text(within(employer, "name")) if personal_data.is_company(number) else ""


def _place(ad: Mapping[str, Any]) -> str:
    address = _one(ad.get("workplace_address"))
    parts = (text(within(address, name)) for name in ("municipality", "region", "country"))
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _label(ad: Mapping[str, Any], name: str) -> str:
    return text(within(_one(ad.get(name)), "label"))


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _ssyk(group: Any) -> str:
    code = text(within(group, "legacy_ams_taxonomy_id"))
    return f"SSYK {code}" if re.fullmatch(r"\d{4}", code) else ""


def _one(value: Any) -> Any:
    """The thing itself, or the first of a list of things."""
    return value[0] if isinstance(value, list) and value else value


def _number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def records(file: IO[bytes], host: str) -> Iterator[Any]:
    """The JSON records of a stream: one a line, or all in one array.

    Raises:
        FetchError: It ends in the middle of a record or of the array, as a server that gives up does.
    """
    start = file.read(4).removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    file.seek(0)
    yield from _array(file, host) if start == b"[" else _lines(file, host)


def _lines(file: IO[bytes], host: str) -> Iterator[Any]:
    for number, line in enumerate(file, start=1):
        if line.strip():
            yield parsed(line, host, f"line {number}")


def parsed(line: bytes, host: str, where: str) -> Any:
    """One record.

    Raises:
        FetchError: It is no JSON.
    """
    try:
        return json.loads(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise broken(host, f"{where}: {error}") from error


def _array(file: IO[bytes], host: str) -> Iterator[Any]:
    decoder = json.JSONDecoder()
    letters = codecs.getincrementaldecoder("utf-8-sig")("replace")
    held, opened = "", False
    while block := file.read(_BLOCK):
        held += letters.decode(block)
        at = 0
        while True:
            at = _skipped(held, at)
            if not opened:
                opened, at = True, at + 1  # the bracket that the file begins with
                continue
            if held[at : at + 1] == "]":
                if held[at + 1 :].strip() or file.read().strip():
                    raise broken(host, "more than one array")
                return
            try:
                record, end = decoder.raw_decode(held, at)
            except (json.JSONDecodeError, RecursionError):
                break
            if end == len(held):
                break
            yield record
            at = end
        held = held[at:]
        if len(held) > _LONGEST:
            break
    raise broken(host, "the array does not end")


_BETWEEN = re.compile(r"[\s,]*")


def _skipped(held: str, at: int) -> int:
    found = _BETWEEN.match(held, at)
    return found.end() if found else at
