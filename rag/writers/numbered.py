"""Evidence as numbered lines that a model can cite, within a budget of tokens.

Källa: Lag (2022:818) om den offentliga sektorns tillgängliggörande av data, 5 §, Sveriges riksdag, 2022-08-01
[4] Data ska tillgängliggöras i befintliga format.
[5] …
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.schema import Citation, Claim, Evidence, Finding, Hit
from rag.swedish.sentences import sentences
from rag.writers.extractive import SURE
from rag.writers.picking import cite

TokenCounter = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Item:
    """One line that may be cited; `claim` is what stands behind its number."""

    n: int
    heading: str
    claim: Claim

    @property
    def line(self) -> str:
        return f"[{self.n}] {as_data(self.claim.text)}"


def number_evidence(evidence: Evidence, budget: int, count: TokenCounter) -> Mapping[int, Item]:
    """Number what was found, the rooms' claims first, then the hits' sentences, within `budget` tokens.

    Returns:
        Number to item, from 1, in order; empty when nothing was found.
    """
    items: dict[int, Item] = {}
    heading = ""
    for above, claim in _candidates(evidence):
        item = Item(len(items) + 1, above, claim)
        budget -= count(item.line) + 1 + (count(above) + 2 if above != heading else 0)
        if budget < 0:
            break
        items[item.n] = item
        heading = above
    return items


def render(items: Mapping[int, Item]) -> str:
    """The items as text, each heading once above its run of lines."""
    lines: list[str] = []
    heading = ""
    for item in items.values():
        if item.heading != heading:
            heading = item.heading
            lines += ["", heading] if lines else [heading]
        lines.append(item.line)
    return "\n".join(lines)


def as_data(text: str) -> str:
    """Text of a source or a person on one line, without what could pass for our delimiters or numbers."""
    visible = "".join(character for character in text if not _is_hidden(character))
    return re.sub(r"\s+", " ", visible).strip().translate(_LOOK_ALIKES)


_LOOK_ALIKES = str.maketrans(
    {"<": "‹", ">": "›", "＜": "‹", "＞": "›", "[": "(", "]": ")", "【": "(", "】": ")"}
)


def _is_hidden(character: str) -> bool:
    """Control, format (zero width, bidi, tags) and private characters; line breaks are kept as spaces."""
    return unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs"} and not character.isspace()


def _candidates(evidence: Evidence) -> Iterator[tuple[str, Claim]]:
    sure = [finding for finding in evidence.findings if finding.confidence >= SURE]
    for finding in sorted(sure, key=lambda finding: -finding.confidence):
        yield from _of_finding(finding)
    for hit in evidence.hits:
        yield from _of_hit(hit)


def _of_finding(finding: Finding) -> Iterator[tuple[str, Claim]]:
    for claim in finding.claims:
        yield _heading(claim.citations[:1]), claim


def _of_hit(hit: Hit) -> Iterator[tuple[str, Claim]]:
    """A claim for each sentence; an item of a list also cites the sentence that introduces the list."""
    intro: Citation | None = None
    for start, end in sentences(hit.chunk.text):
        text = hit.chunk.text[start:end]
        start += len(text) - len(text.lstrip())
        text = text.strip()
        if len(text) > 1:
            citation = cite(hit, start, start + len(text))
            is_item = text.startswith("- ")
            intro = intro if is_item else citation
            both = (citation, intro) if is_item and intro else (citation,)
            yield _heading([citation]), Claim(text=text, citations=both)


def _heading(citations: Sequence[Citation]) -> str:
    parts = [part for c in citations for part in (c.title, c.section, c.publisher, c.as_of) if part]
    return "Källa: " + as_data(", ".join(parts))
