"""Edits of kept answers, from which the selftest builds its mutants and its harmless variants."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from typing import Any

Entry = dict[str, Any]
"""One case as a journal keeps it: "case", "answers", "ranked"."""
Edit = Callable[[Entry], None]
"""Changes an entry in place."""


def edited(entry: Mapping[str, Any], edit: Edit) -> Entry:
    """A changed copy of an entry."""
    changed = copy.deepcopy(dict(entry))
    edit(changed)
    return changed


def say(old: str, new: str) -> Edit:
    """Replace words wherever a person or a sentence has them; the old ones must be there."""

    def edit(entry: Entry) -> None:
        answer = entry["answers"][0]
        if old not in answer["text"]:
            raise ValueError(f"{entry['case']}: {old!r} is not in {answer['text']!r}")
        answer["text"] = answer["text"].replace(old, new)
        for sentence in answer["sentences"]:
            sentence["text"] = sentence["text"].replace(old, new)

    return edit


def rewrite(change: Callable[[str], str]) -> Edit:
    """Change the text and the sentences alike."""

    def edit(entry: Entry) -> None:
        for answer in entry["answers"]:
            answer["text"] = change(answer["text"])
            for sentence in answer["sentences"]:
                sentence["text"] = change(sentence["text"])

    return edit


def requote(change: Callable[[str], str]) -> Edit:
    """Change every quote, not its offsets."""

    def edit(entry: Entry) -> None:
        for answer in entry["answers"]:
            for citation in answer["citations"]:
                citation["quote"] = change(citation["quote"])

    return edit


def answer_with(**fields: Any) -> Edit:
    """Set fields of the first answer."""

    def edit(entry: Entry) -> None:
        entry["answers"][0].update(copy.deepcopy(fields))

    return edit


def cite_cell(n: int, **coordinates: str) -> Edit:
    """Let a citation point at another cell of the same table."""

    def edit(entry: Entry) -> None:
        citation = entry["answers"][0]["citations"][n - 1]
        citation["cell"]["coordinates"].update(coordinates)

    return edit


def both(*edits: Edit) -> Edit:
    """One edit after the other."""

    def edit(entry: Entry) -> None:
        for one in edits:
            one(entry)

    return edit


def refuse(status: str, text: str, reason: str | None = None) -> Edit:
    """Answer with a no and nothing else."""
    return answer_with(
        status=status, reason=reason, text=text, sentences=[], citations=[], quantities=[], clarification=None
    )


def rank(*documents: str) -> Edit:
    """Let the search give these documents."""

    def edit(entry: Entry) -> None:
        entry["ranked"][0] = list(documents)

    return edit


def add_citation(**fields: Any) -> Edit:
    """List one more citation, without marking it in the text."""

    def edit(entry: Entry) -> None:
        citations = entry["answers"][0]["citations"]
        citations.append(
            {"n": len(citations) + 1, "kind": "brief", "title": "", "quote": "", "cell": None, **fields}
        )

    return edit


def mark(sentence: int, n: int) -> Edit:
    """Let a sentence cite one more number, in the text too."""

    def edit(entry: Entry) -> None:
        answer = entry["answers"][0]
        chosen = answer["sentences"][sentence]
        at = answer["text"].index(chosen["text"]) + len(chosen["text"])
        answer["text"] = f"{answer['text'][:at]} [{n}]{answer['text'][at:]}"
        chosen["citations"] = [*chosen["citations"], n]

    return edit


def drop_sentence(at: int) -> Edit:
    """Leave a sentence out, and its citation."""

    def edit(entry: Entry) -> None:
        answer = entry["answers"][0]
        gone = answer["sentences"].pop(at)
        marks = "".join(f" [{n}]" for n in gone["citations"])
        answer["text"] = answer["text"].replace(gone["text"] + marks, "").strip()
        answer["citations"] = [c for c in answer["citations"] if c["n"] not in gone["citations"]]

    return edit


def add_sentence(text: str, *citations: int) -> Edit:
    """Say one more thing."""

    def edit(entry: Entry) -> None:
        answer = entry["answers"][0]
        answer["text"] += f" {text}" + "".join(f" [{n}]" for n in citations)
        answer["sentences"].append({"text": text, "citations": list(citations), "support": "supported"})

    return edit


def citation_with(place: int, /, **fields: Any) -> Edit:
    """Set fields of the citation at a place of the list, from 1."""

    def edit(entry: Entry) -> None:
        entry["answers"][0]["citations"][place - 1].update(copy.deepcopy(fields))

    return edit


def drop_citation(n: int) -> Edit:
    """Leave a citation out of the list; the marks stay."""

    def edit(entry: Entry) -> None:
        entry["answers"][0]["citations"].pop(n - 1)

    return edit


def uncite(n: int) -> Edit:
    """Leave a citation out, with its marks."""

    def edit(entry: Entry) -> None:
        answer = entry["answers"][0]
        answer["text"] = answer["text"].replace(f" [{n}]", "")
        answer["citations"] = [citation for citation in answer["citations"] if citation["n"] != n]
        for sentence in answer["sentences"]:
            sentence["citations"] = [one for one in sentence["citations"] if one != n]

    return edit


def drop_field(name: str) -> Edit:
    """Leave a field out of the first answer."""

    def edit(entry: Entry) -> None:
        del entry["answers"][0][name]

    return edit


def drop_coordinate(n: int, dimension: str) -> Edit:
    """Leave a dimension out of what a cell citation points at."""

    def edit(entry: Entry) -> None:
        del entry["answers"][0]["citations"][n - 1]["cell"]["coordinates"][dimension]

    return edit


def one_sentence(text: str, *citations: int) -> Edit:
    """Say only this, with these of the citations."""

    def edit(entry: Entry) -> None:
        answer = entry["answers"][0]
        answer["text"] = text + "".join(f" [{n}]" for n in citations)
        answer["sentences"] = [{"text": text, "citations": list(citations), "support": "supported"}]

    return edit


def drop_last_turn(entry: Entry) -> None:
    """Answer all turns but the last."""
    entry["answers"].pop()


def swap_turns(entry: Entry) -> None:
    """Give the answers in the wrong order."""
    entry["answers"].reverse()


def renumber(entry: Entry) -> None:
    """Number the citations backwards."""
    for answer in entry["answers"]:
        top = len(answer["citations"]) + 1
        pieces = re.split(r"\[(\d+)\]", answer["text"])
        pieces[1::2] = [f"[{top - int(n)}]" for n in pieces[1::2]]
        answer["text"] = "".join(pieces)
        for sentence in answer["sentences"]:
            sentence["citations"] = [top - n for n in sentence["citations"]]
        for citation in answer["citations"]:
            citation["n"] = top - citation["n"]
