"""Markdown, with or without front matter: Datalots' own briefs and a user's own files.

One real record (`corpus/law/arbetstidslagen-10-b-48-timmar.md`):

    ---
    id: arbetstidslagen-10-b-48-timmar
    title: "Högst 48 timmar i snitt med övertid"
    act: "Arbetstidslag (1982:673)"
    sfs: "1982:673"
    section: "10 b §"
    short_names: ["arbetstidslagen", "ATL"]
    url: "https://rkrattsbaser.gov.se/sfst?bet=1982:673"
    publisher: "Regeringskansliet"
    licence: "Författningstext är fri (9 § upphovsrättslagen); sammanfattningen: CC0 1.0"
    as_of: "2026-02-15"
    in_force: true
    replaced_by: null
    topics: ["arbetstid", "övertid"]
    keywords: ["sammanlagd arbetstid", "EU", "genomsnitt", "max"]
    asked:
    - 1: hur många timmar i veckan får jag jobba allt som allt
    - räknas allt in när de säger 48 timmar
    unanswered:
    - vad händer om jag själv vill jobba mer än 48 timmar
    ---
    Den sammanlagda arbetstiden får enligt 10 b § arbetstidslagen vara högst 48 timmar per sju dagar, …

What people ask may be told with the number of the sentence that answers it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from ingest.readers.base import bounded, document_id, read_bytes, refused
from ingest.readers.statute import as_markdown
from ingest.readers.text import decode
from ingest.sources import Source
from rag import texts
from rag.schema import Document, DocumentKind
from rag.swedish.sentences import numbered

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
# Every repeat has an upper bound, so that a line of a million marks costs no more than its length.
_MARKUP = (
    (re.compile(r"!\[([^\]]{0,500})\]\([^)]{0,2000}\)"), r"\1"),  # an image: its alternative text
    (re.compile(r"\[([^\]]{1,500})\]\([^)]{0,2000}\)"), r"\1"),  # a link: its text
    (re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,500}?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]{1,500}?)(?<=\S)_(?!\w)"), r"\1"),
    (re.compile(r"`([^`\n]{1,500})`"), r"\1"),
    (re.compile(r"^```.*$\n?", re.MULTILINE), ""),
    (re.compile(r"^(.+)\n=+[ \t]*$", re.MULTILINE), r"# \1"),  # underlined headings
    (re.compile(r"^(?![-|# \t])(.+)\n-{3,}[ \t]*$", re.MULTILINE), r"## \1"),
)


def _as_text(value: Any) -> str:
    return "" if value is None else str(value)


def _as_texts(value: Any) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [] if value is None else [value]
    return tuple(str(entry) for entry in listed if entry is not None)


def _as_asked(value: Any) -> tuple[tuple[int, str], ...]:
    """Phrases, each with the number of the sentence that answers it; 0 for the text as a whole."""
    listed = value if isinstance(value, list) else [] if value is None else [value]
    return tuple(_numbered(one) for one in listed if one is not None)


def _numbered(phrase: Any) -> tuple[int, str]:
    if not isinstance(phrase, dict) or len(phrase) != 1:
        return 0, str(phrase)
    ((number, said),) = phrase.items()
    return (number, str(said)) if isinstance(number, int) else (0, f"{number}: {said}")


def _as_truth(value: Any) -> bool:
    """Acts give the date from which they are in force; only a plain no says that one is not."""
    return value not in (False, "false", "no", "nej")


Text = Annotated[str, BeforeValidator(_as_text)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_as_texts)]
Asked = Annotated[tuple[tuple[int, str], ...], BeforeValidator(_as_asked)]


class FrontMatter(BaseModel):
    """What stands above the text; every field may be left out, unknown ones are not ours."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Text = ""
    title: Text = ""
    source_title: Text = ""
    act: Text = ""
    sfs: Text = ""
    section: Text = ""
    short_names: Texts = ()
    url: Text = ""
    publisher: Text = ""
    licence: Text = ""
    as_of: Text = ""
    in_force: Annotated[bool, BeforeValidator(_as_truth)] = True
    repealed: Text = ""
    replaced_by: Text = ""
    topics: Texts = ()
    keywords: Texts = ()
    asked: Asked = ()
    unanswered: Texts = ()


def read(path: Path, source: Source) -> Iterator[Document]:
    """The file as one document: of kind "brief" in a bundled source, "law" for an act, else of `source.kind`.

    Raises:
        SourceError: It is no text; or, for a brief, its front matter is missing or wrong.
    """
    text = decode(path, read_bytes(path))
    matter, body = split_front_matter(text)
    if source.kind == "brief" and (matter is None or not (matter.id and matter.title)):
        raise refused(path, texts.FILE_FRONT_MATTER, "a brief needs front matter with id and title")
    body = plain(body)
    is_act = source.kind != "brief" and matter is not None and bool(matter.sfs)
    if matter is not None and is_act:
        body = as_markdown(body, matter.title)
        named = {"act": matter.act or matter.title, "in_force": matter.in_force and not matter.repealed}
        matter = matter.model_copy(update=named)
    yield _document(
        path, source, "law" if is_act else source.kind, matter or FrontMatter(), bounded(path, body)
    )


def _document(path: Path, source: Source, kind: DocumentKind, matter: FrontMatter, body: str) -> Document:
    heading = _HEADING.search(body)
    named = {"source_title": matter.source_title, "act_name": matter.act}
    return Document(
        id=matter.id if source.bundled and matter.id else document_id(path, source),
        source_id=source.id,
        kind=kind,
        title=matter.title or (heading.group(1) if heading else path.stem),
        text=body,
        url=matter.url if matter.url.startswith(("https://", "http://")) else source.url,
        publisher=matter.publisher or source.publisher,
        licence=matter.licence or source.licence,
        as_of=matter.as_of,
        section=matter.section,
        labels=_once(*matter.short_names, *matter.topics, *matter.keywords, matter.act),
        asked=tuple(phrase for _, phrase in matter.asked),
        asked_at=_answered_at(path, matter, body),
        unanswered=matter.unanswered,
        act=matter.sfs,
        in_force=matter.in_force,
        replaced_by=matter.replaced_by,
        metadata={name: value for name, value in named.items() if value},
    )


def _answered_at(path: Path, matter: FrontMatter, body: str) -> tuple[int, ...]:
    """Offsets of the sentences that the phrases are told to be answered by; empty when none is told.

    Raises:
        SourceError: The text has no such sentence.
    """
    if not any(number for number, _ in matter.asked):
        return ()
    starts = [-1, *numbered(body)]
    wrong = next((number for number, _ in matter.asked if not 0 <= number < len(starts)), None)
    if wrong is not None:
        reason = f"a phrase is answered by sentence {wrong}; the text has {len(starts) - 1}"
        raise refused(path, texts.FILE_FRONT_MATTER, reason)
    return tuple(starts[number] for number, _ in matter.asked)


def _once(*labels: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label for label in labels if label))


def split_front_matter(text: str) -> tuple[FrontMatter | None, str]:
    """Front matter and body; None, and all of the text, when it has no front matter that can be read."""
    found = _FRONT_MATTER.match(text)
    if found is None:
        return None, text
    try:
        values = yaml.safe_load(found.group(1))
        return FrontMatter.model_validate(values), text[found.end() :]
    except (yaml.YAMLError, ValidationError):
        return None, text


def plain(text: str) -> str:
    """Markdown as text to quote: headings, lists and tables keep their marks, the rest loses them."""
    text = _without_comments(text)
    for pattern, kept in _MARKUP:
        text = pattern.sub(kept, text)
    return text.strip()


def _without_comments(text: str) -> str:
    """The text without what stands in `<!-- -->`; one that is never closed is text."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join([*kept, text[at:]])
