"""Authorities: which one a question names, which answers for a subject, where Handlingar.se has it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rag.swedish.analysis import STEM, expand
from rag.swedish.stems import stem
from rag.swedish.words import folded_words

_HERE = Path(__file__).parent


MOST_OF_ALL_WORK = 3
"""What a row on work as such counts at most: less than one whole word of another row."""


class Authority(NamedTuple):
    """A body that the principle of public access holds for."""

    name: str
    slug: str = ""
    """Its short name in the addresses of Handlingar.se; empty when it is not there."""
    other_names: tuple[str, ...] = ()


class Owner(NamedTuple):
    """Who answers for a subject, and the brief whose text says so."""

    authority: Authority
    brief: str
    """Document id; empty when no brief of ours says it."""
    share: int
    """How many words of the need point there, a whole word counted as two parts of compounds, all twice
    unless the row is about work as such."""


@cache
def authorities() -> Sequence[Authority]:
    """All authorities that Handlingar.se knows, in the order of their names."""
    return tuple(
        Authority(cells[0], cells[1], tuple(cells[2].split(", ")) if len(cells) > 2 else ())
        for cells in _rows("authorities.tsv")
    )


def named(text: str) -> Authority | None:
    """The authority that the text names, by the longest of its names."""
    folded = f" {' '.join(folded_words(text))} "
    found = [
        (len(name), authority)
        for authority in authorities()
        for name in (authority.name, *authority.other_names)
        if re.search(rf" {re.escape(' '.join(folded_words(name)))}s? ", folded)
    ]
    return max(found, key=lambda pair: (pair[0], pair[1].name))[1] if found else None


def of_publisher(publisher: str) -> Authority | None:
    """The authority behind a publisher's name, "Statistiska centralbyrån (SCB)"."""
    return named(publisher)


def of_statistics() -> Authority:
    """The authority that answers for official statistics as such."""
    return _by_name("Statistiska centralbyrån")


def owner_of(need: str) -> Owner | None:
    """Who answers for what the need is about; None when no subject of the list is named."""
    asked = folded_words(need)
    whole = {STEM + stem(word) for word in asked}
    said = {term for word in asked for term in expand(word) if term[0] == STEM}
    best: Owner | None = None
    for row in _owners():
        stems = {STEM + stem(word) for word in row.words}
        share = 2 * len(stems & whole) + len(stems & (said - whole))
        share += sum(
            any(one.startswith(word) and one != word for one in asked) for word in row.words if len(word) > 5
        )
        share = min(share, MOST_OF_ALL_WORK) if row.of_all_work else 2 * share
        if share and (best is None or share > best.share):
            best = Owner(_by_name(row.name), row.brief, share)
    return best


class _Row(NamedTuple):
    """A row of `owners.tsv`."""

    words: tuple[str, ...]
    name: str
    brief: str
    of_all_work: bool
    """Whether its words stand in many questions that belong to another row: they count half and
    at most `MOST_OF_ALL_WORK`."""


@cache
def _owners() -> Sequence[_Row]:
    return tuple(
        _Row(
            words=tuple(folded_words(cells[0].replace(", ", " "))),
            name=cells[1],
            brief=cells[2] if len(cells) > 2 else "",
            of_all_work=cells[0].startswith("*"),
        )
        for cells in _rows("owners.tsv")
    )


def _by_name(name: str) -> Authority:
    return next((a for a in authorities() if a.name == name), Authority(name))


def _rows(file: str) -> Iterator[list[str]]:
    for line in (_HERE / file).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
