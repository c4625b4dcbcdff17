"""Replies to a question back, and corrections: "den andra", "inom vården", "jag menade hela länet"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.conversation.base import Past, Span
from rag.conversation.wording import bare, is_clause, own_words, with_more
from rag.entities.regions import RegionKind, ancestors, find_regions, region
from rag.schema import Turn
from rag.swedish.stems import stem

_ORDINALS = {"första": 1, "andra": 2, "tredje": 3, "fjärde": 4, "femte": 5, "sjätte": 6}
_ORDINAL = re.compile(
    rf"\b(?P<lead>(?:den|det|de|alternativ|nummer|nr|punkt|källa)\s+)?(?:(?P<word>{'|'.join(_ORDINALS)}|sista)\b|"
    r"(?P<digit>(?<![\d:.])\d(?![\d:.])))(?:\s+(?:alternativet|datamängden|källan|punkten|förslaget|lagen|"
    r"regeln|träffen|yrket|datasetet))?",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"^(?:(?:nej|nä|nej men|fel|oj|förlåt|ursäkta|aj)\b[\s,.!]*)*"
    r"(?:jag\s+)?(?:menade|menar|mena|tänkte\s+på|syftade\s+på|avsåg)\s+(?:jag\s+)?(?P<rest>.+)$|"
    r"^(?:nej|nä|fel|oj|förlåt|ursäkta)\b[\s,.!]+(?P<bare>.+)$",
    re.IGNORECASE,
)
_MEANT_LAST = re.compile(
    r"[\s,]*\b(?:menade|menar|tänkte)\s+jag\b.*$|[\s,]*\b(?:menar|tänkte)\s*$", re.IGNORECASE
)
_NOT_BUT = re.compile(
    r"^inte\s+.+?[,\s]+utan\s+(?P<rest>.+)$|^(?P<first>.+?),?\s+inte\s+\S+(?:\s\S+)?$", re.IGNORECASE
)
_KIND_OF_PLACE: dict[str, RegionKind] = {
    "länet": "lan", "hela länet": "lan", "regionen": "lan", "kommunen": "kommun", "staden": "kommun",
    "riksområdet": "riksomrade",
}  # fmt: skip
_KIND = re.compile(rf"^(?:i\s+|för\s+)?(?P<kind>{'|'.join(_KIND_OF_PLACE)})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ordinal:
    """Which of a list is meant, and what else is said of it."""

    at: int
    """From 0; -1 for the last."""
    start: int
    end: int


def ordinal(text: str) -> Ordinal | None:
    """ "den andra", "nummer två", "3"; "andra kvartalet" and "några andra" are none."""
    whole = bare(text).strip()
    found = (match for match in _ORDINAL.finditer(text) if match["lead"] or match[0].strip() == whole)
    match = next(found, None)
    if match is None:
        return None
    number = int(match["digit"]) if match["digit"] else _ORDINALS.get((match["word"] or "").lower(), 0)
    return Ordinal(number - 1, match.start(), match.end())


def chosen(question: str, turn: Turn) -> str:
    """The question behind the option that a reply to a question back chooses; empty when it chooses none.

    An option is chosen by its label, its number or place in the list, or by words that only it has.
    """
    clarification = turn.answer.clarification if turn.answer else None
    options = clarification.options if clarification else ()
    if not options:
        return ""
    reply = bare(question).strip(" .!?").lower()
    exact = [asked for label, asked in options if reply == label.lower()]
    if exact:
        return exact[0]
    place = ordinal(reply)
    if place and not own_words(reply, [(place.start, place.end)]) and place.at < len(options):
        return options[place.at][1]
    return "" if is_clause(_meant(question)) else _told_apart(_meant(question), options)


def freely(question: str, turn: Turn) -> str:
    """The question that was asked back about, with a reply in free words put into it; else empty."""
    if not (turn.answer and turn.answer.status == "clarify"):
        return ""
    reply = bare(_meant(question))
    return "" if is_clause(reply) or len(reply.split()) > 6 else with_more(turn.standalone_question, reply)


def corrected(question: str) -> str:
    """What a correction puts in the place of what was said; empty when `question` corrects nothing."""
    text = question.strip(" .!?")
    match = _CORRECTS.match(text)
    rest = (match["rest"] or match["bare"]) if match else ""
    if not rest and _MEANT_LAST.search(text):
        rest = text
    if not rest:
        return ""
    rest = bare(_MEANT_LAST.sub("", _OPENS.sub("", rest))).strip(" ,.")
    swap = _NOT_BUT.match(rest)
    return (swap["rest"] or swap["first"]) if swap else rest


_OPENS = re.compile(r"^(?:jag\s+)?(?:menade|menar|tänkte\s+på)\s+(?:jag\s+)?", re.IGNORECASE)


def other_kind(text: str, question: str, past: Past) -> str:
    """ "länet" for what `question` names: "Uppsala län" for Uppsala kommun; empty when it says no kind."""
    match = _KIND.match(text.strip(" .!?"))
    places = past.spans(question, "region")
    if match is None or not places:
        return ""
    return _of_kind(places[-1], _KIND_OF_PLACE[match["kind"].lower()])


def _of_kind(span: Span, kind: RegionKind) -> str:
    """The region of `kind` with the same name, else the one that it lies in."""
    codes = list(span.codes)
    shorts = [found.short for code in codes if (found := region(code))]
    same = [e.code for short in shorts for e in find_regions(short)]
    around = [outer for code in codes for outer in ancestors(code)]
    for code in (*same, *around):
        found = region(code)
        if found and found.kind == kind:
            return found.name
    return ""


def _meant(question: str) -> str:
    return corrected(question) or question


def _told_apart(reply: str, options: Sequence[tuple[str, str]]) -> str:
    """The option that holds words of the reply that no other option holds."""
    words = {stem(word) for word in own_words(reply)}
    held = [len(words & {stem(word) for word in own_words(label)}) for label, _ in options]
    best = max(held, default=0)
    if best and held.count(best) == 1:
        return options[held.index(best)][1]
    inside = [
        asked for label, asked in options if len(reply) > 3 and reply.strip(" .!?").lower() in label.lower()
    ]
    return inside[0] if len(inside) == 1 else ""
