"""The text of a Swedish statute as Riksdagen and Regeringskansliet publish it → its sections in time.

    1 kap. Inledande bestämmelser

    /Upphör att gälla U:2026-03-01/
    1 a § Denna lag gäller för arbetsgivare som har fler än
    tio anställda. Lag (2022:835).

    /Träder i kraft I:2026-03-01/
    1 a § Denna lag gäller för alla arbetsgivare. Lag (2025:77).

Lines are wrapped by hand, an empty line ends a paragraph, a heading is a short paragraph without a full stop
before a section. The marks say from when and until when a section stands; one section may stand twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

_NUMBER = r"\d{1,3}(?: ?[a-zåäö])?"
_CHAPTER = re.compile(rf"({_NUMBER}) kap\.(?:\s+(?!{_NUMBER}[^§]{{0,9}}§)(.*))?", re.DOTALL)
_SECTION = re.compile(rf"({_NUMBER}) §\s+(.*)", re.DOTALL)
_FROM = re.compile(r"/\s*Träder i kraft\s+I:\s*(\d{4}-\d\d-\d\d)[^/]*/\s*")
_UNTIL = re.compile(r"/\s*Upphör att gälla\s+U:\s*(\d{4}-\d\d-\d\d)[^/]*/\s*")
_UNDATED = re.compile(r"/\s*(?:Träder i kraft|Upphör att gälla|Rubriken)[^/]{0,80}/\s*")
_LAST = re.compile(r"(?:övergångsbestämmelse(?:r|n)?|bilaga\b.{0,80})", re.IGNORECASE)
_REPEALED = re.compile(r"Har upphävts genom ")
_AMENDED = re.compile(r"(?:t\.o\.m\. )?SFS (\d{4}:\d+)")
_HEADING = 120


class Section(NamedTuple):
    """One § of a statute."""

    chapter: str
    """ "3" or "3 a"; empty in a statute without chapters."""
    number: str
    heading: str
    text: str
    valid_from: str
    """ISO date of a mark, empty without one."""
    valid_until: str
    """First day when it stands no more; empty without a mark."""

    @property
    def name(self) -> str:
        """ "3 kap. 2 a §"."""
        return f"{self.chapter} kap. {self.number} §" if self.chapter else f"{self.number} §"

    def in_force(self, day: str) -> bool:
        return (not self.valid_from or self.valid_from <= day) and (
            not self.valid_until or day < self.valid_until
        )


@dataclass(slots=True)
class _Open:
    """The section that is being read."""

    number: str
    chapter: str
    heading: str
    valid_from: str
    valid_until: str
    paragraphs: list[str] = field(default_factory=list)


def sections(text: str) -> list[Section]:
    """The sections of a statute in their order; empty when the text has none."""
    found = [section for section in _read(_paragraphs(text)) if section.text]
    places = [(section.chapter, section.number) for section in found]
    return [
        section
        for section in found
        if not (_REPEALED.match(section.text) and places.count((section.chapter, section.number)) > 1)
    ]


def amended_to(text: str) -> str:
    """The last amendment that a text takes in, of its head or its subtitle: "2022:836"."""
    match = _AMENDED.search(text)
    return match[1] if match else ""


def _paragraphs(text: str) -> list[str]:
    blocks = re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return [unwrapped for block in blocks if (unwrapped := _unwrapped(block))]


def _unwrapped(block: str) -> str:
    """The lines of a paragraph as one; a word that was divided is made whole."""
    whole = ""
    for line in (line.strip() for line in block.split("\n") if line.strip()):
        if not whole.endswith("-") or whole.endswith(" -"):
            whole = f"{whole} {line}" if whole else line
        elif re.match(r"(?:och|eller|samt|respektive)\b", line):
            whole = f"{whole} {line}"
        elif whole[-2:-1].isupper() or whole[-2:-1].isdigit():
            whole += line
        else:
            whole = whole[:-1] + line
    return whole


def _read(paragraphs: Sequence[str]) -> Iterator[Section]:
    chapter, heading = "", ""
    current: _Open | None = None
    valid_from = valid_until = ""
    for place, raw in enumerate(paragraphs):
        starts, ends = _FROM.search(raw), _UNTIL.search(raw)
        said = _UNDATED.sub("", _UNTIL.sub("", _FROM.sub("", raw))).strip()
        if not said:  # a mark in a paragraph of its own stands for the next one
            valid_from, valid_until = starts[1] if starts else valid_from, ends[1] if ends else valid_until
            continue
        section, opened = _SECTION.match(said), _CHAPTER.fullmatch(said)
        if section:
            if current:
                yield _closed(current)
            current = _Open(
                number=section[1].strip(),
                chapter=chapter,
                heading=heading,
                valid_from=starts[1] if starts else valid_from,
                valid_until=ends[1] if ends else valid_until,
                paragraphs=[section[2].strip()],
            )
        elif opened:
            chapter, heading = opened[1], (opened[2] or "").strip()
        elif _LAST.fullmatch(said):
            break
        elif _is_heading(said) and _before_section(paragraphs[place + 1 :]):
            heading = said
        elif current:
            current.paragraphs.append(said)
        valid_from = valid_until = ""
    if current:
        yield _closed(current)


def _closed(section: _Open) -> Section:
    return Section(
        chapter=section.chapter,
        number=section.number,
        heading=section.heading,
        text="\n\n".join(section.paragraphs),
        valid_from=section.valid_from,
        valid_until=section.valid_until,
    )


def _is_heading(said: str) -> bool:
    return len(said) <= _HEADING and said[:1].isupper() and said[-1] not in ".,;:" and "§" not in said[:8]


def _before_section(following: Sequence[str]) -> bool:
    """Whether a section comes next, other headings and marks between."""
    for raw in following[:4]:
        said = _UNDATED.sub("", _UNTIL.sub("", _FROM.sub("", raw))).strip()
        if not said or _is_heading(said):
            continue
        return bool(_SECTION.match(said) or _CHAPTER.fullmatch(said))
    return False
