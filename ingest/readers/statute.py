"""The text of an act as Markdown: chapters and rubrics as headings, every § first on its line.

One real record, as the statute database writes it, and as it is read (`## `, `### `, then the paragraph):

    1 kap. Inledande bestämmelser

    Lagens syfte och förhållande till andra författningar

    1 § Denna lag syftar till att främja den offentliga sektorns
    tillgängliggörande av data för vidareutnyttjande, …

So the chunker gives each passage a heading path that ends with its chapter and §. Words are never changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_CHAPTER = re.compile(r"\d+(?: ?[a-z])? kap\.(?: [A-ZÅÄÖ][^§]*)?$")
_PART = re.compile(r"(?:AVDELNING|AVD\.|Avdelning|[A-ZÅÄÖ]+ AVDELNINGEN)\b.{0,120}$")
_PARAGRAPH = re.compile(r"\d+(?: ?[a-z])? §")
_BRACKETED = re.compile(r"/[^/]{4,120}/\s*")
"""A note on when the wording applies: "/Träder i kraft I:2026-01-01/"."""
_TRANSITIONAL = re.compile(r"(?:Övergångsbestämmelser|Ikraftträdande- och övergångsbestämmelser)$")
_AMENDING = re.compile(r"(?:1[6-9]|20)\d\d:\d{1,4}$")
_ITEM = re.compile(r"\s*(?:[-–•]\s|\d{1,2}[.)]\s|[a-zåäö]\)\s)")
_ALIGNED = re.compile(r"\S {3,}\S")
"""Columns of a table drawn with spaces: its lines stay as they are."""
_MARKED = re.compile(r"#{1,6} ")
_RUBRIC_LENGTH = 160


def as_markdown(text: str, title: str = "") -> str:
    """The act with its structure marked; a text that has marks of its own keeps them.

    Args:
        text: Paragraphs parted by empty lines.
        title: Name of the act: a heading that repeats it is left out, the document says it.
    """
    blocks = [block.strip("\n") for block in re.split(r"\n[ \t]*\n", text) if block.strip()]
    blocks = [block for block in blocks if not _repeats(block, title)]
    marked = any(_MARKED.match(block) for block in blocks)
    told = [block if marked else _marked(blocks, place) for place, block in enumerate(blocks)]
    return "\n\n".join(told)


def _repeats(block: str, title: str) -> bool:
    """Whether a heading says no more than the title, with or without the number of the act."""
    if not block.startswith("# ") or not title:
        return False
    said, known = (re.sub(r"\s*\(\d{4}:\d+\)", "", one).strip() for one in (block[2:], title))
    return said == known


def _marked(blocks: Sequence[str], place: int) -> str:
    one = _joined(blocks[place])
    if _PART.match(one):
        return f"# {one}"
    if _CHAPTER.match(_BRACKETED.sub("", one)) and len(one) <= _RUBRIC_LENGTH:
        return f"## {one}"
    if _TRANSITIONAL.match(one):
        return f"## {one}"
    if _AMENDING.match(one):
        return f"### {one}"
    if _is_rubric(one) and _heads_a_paragraph(blocks, place):
        return f"### {one}"
    return one


def _is_rubric(block: str) -> bool:
    return (
        len(block) <= _RUBRIC_LENGTH
        and "\n" not in block
        and block[:1].isupper()
        and not block.endswith((".", ":", ",", ";"))
        and not _PARAGRAPH.match(block)
    )


def _heads_a_paragraph(blocks: Sequence[str], place: int) -> bool:
    """Whether a paragraph of law follows, with no more than two rubrics between."""
    for block in blocks[place + 1 : place + 4]:
        one = _BRACKETED.sub("", _joined(block))
        if _PARAGRAPH.match(one):
            return True
        if not _is_rubric(one):
            return False
    return False


def _joined(block: str) -> str:
    """The lines of a paragraph as one, list items each on a line of their own."""
    lines = [line.rstrip() for line in block.split("\n")]
    if any(_ALIGNED.search(line) for line in lines):
        return "\n".join(lines)
    told = [lines[0].strip()]
    for line in lines[1:]:
        if _ITEM.match(line) and not told[-1].endswith(("kap.", "§", "och", "eller")):
            told.append(line.strip())
        else:
            told[-1] = f"{told[-1]} {line.strip()}".strip()
    return "\n".join(told)
