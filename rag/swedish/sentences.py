"""The only sentence splitter: Swedish abbreviations, law references, dates, initials, lists and line breaks.

Spans cover the text without a gap, so that joining them gives the text back and every offset stays true.
A sentence carries the white space behind it; `text[span.start:span.end].strip()` is what to show.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_ABBREVIATIONS = frozenset(
    """
    adr anm art avd avs bet bf bil bl bl.a bla br ca cirka civ.ing co d.v.s d.y d.ä del dep dir dnr doc
    dr ds dvs e.d e.dyl e.kr eg ekon el el.dyl em enl etc ev exkl exp f f.d f.kr f.m f.n f.ö ff fig fil
    fm fork fr.o.m fr fre följ för förf forts föreg gm hr i.o.m i.st.f inkl inst ist jfr jr jur kand kap
    kl kr lic ln lör m m.a.o m.fl m.h.a m.m m.v mag mfl mdkr mkr mm mån möjl mt mål n.b nr nuv o o.d
    o.dyl o.likn o.s.v obs omkr ons osv p.g.a p.m pga pl pol pos prof prop red ref reg resp rskr s s.a.s
    s.k sekr sem sid sign sk skr spec st st.f stf stud st:s sthlm str sv särsk sön t t.ex t.h t.o.m t.v
    tab tel tf tfn tim tis tkr to.m tom tor tr trol ung uppl utg utk v v.g vard vd vol vs vv åk årg
    övers övr ö ä
    """.split()
)
"""What a full stop may follow without ending a sentence. Lower case, without the last stop."""

_MONTHS = frozenset(
    """
    januari februari mars april maj juni juli augusti september oktober november december
    jan feb mar apr jun jul aug sep sept okt nov dec
    """.split()
)
_AFTER_A_LAW_NUMBER = frozenset({"kap", "st", "stycket", "p", "punkten", "§"})

_CLOSERS = "\"'”’»)\\]"
_QUOTES = "\"'”’»)]"
_GOES_ON = frozenset("för i på av om med hos till från och eller som än".split())
"""Words in small letters behind a full stop that rather go on from an abbreviation: "medianl. för kockar"."""
_WORD = 2
"""Letters from which a word before a full stop is no abbreviation that we do not know."""
_STOP = re.compile(rf"[.!?…]+[{_CLOSERS}]*(?=\s)")
"""A mark that could end a sentence, with the quotes and brackets that close after it."""
_NEXT = re.compile(r"\s+(?P<word>[\"'”’«»(\[–-]*(?P<first>\S)\S*)")
_BREAK = re.compile(
    r"""
      \n[^\S\n]*\n\s*                                      # an empty line
    | \n(?=[^\S\n]*(?:[-–*•‣▪·]\s|\d{1,2}[.)]\s|[a-zåäö]\)\s|\#{1,6}\s|\|))  # an item, heading or row
    | \n(?=[^\S\n]*\d+(?:\ ?[a-z])?\ §)                     # the next paragraph of an act
    """,
    re.VERBOSE,
)
_LIST_LINE = re.compile(r"[^\S\n]*(?:[-–*•‣▪·]\s|\d{1,2}[.)]\s|[a-zåäö]\)\s|#{1,6}\s|\|)")
_LAST_WORD = re.compile(r"\S+$")


ITEM_MARKS = ("- ", "• ", "* ")
"""How an item of a list begins."""


class Span(NamedTuple):
    """`text[start:end]`."""

    start: int
    end: int


def sentences(text: str) -> list[Span]:
    """The sentences of `text`, in order: they join back to it. Empty for an empty text."""
    spans: list[Span] = []
    start = 0
    for end in sorted({*_breaks(text), *_stops(text), len(text)}):
        if text[start:end].strip() or (end == len(text) > start and not spans):
            spans.append(Span(start, end))
            start = end
    if start < len(text):  # white space alone at the end belongs to the sentence before it
        spans[-1] = Span(spans[-1].start, len(text))
    return spans


def numbered(text: str) -> list[int]:
    """Where each sentence begins that is told by its number, from 1: a list belongs to the one that opens
    it, and marks alone are none."""
    starts: list[int] = []
    for start, end in sentences(text):
        said = text[start:end].lstrip()
        if len(said.rstrip()) > 1 and not (starts and said.startswith(ITEM_MARKS)):
            starts.append(end - len(said))
    return starts


def with_capitals(text: str) -> str:
    """The text with a capital where a sentence seems to begin with a small letter, as people write in haste.

    For questions alone: in the sources a small letter behind a stop says that the sentence goes on.
    """
    for match in _STOP.finditer(text):
        following = _NEXT.match(text, match.end())
        if following is None or not following["first"].islower():
            continue
        found = _LAST_WORD.search(text, 0, match.start())
        word = found.group().lower() if found else ""
        short = len(word) < _WORD or "." in word or word in _ABBREVIATIONS
        short = short or following["word"] in _GOES_ON
        if match.group().strip(_QUOTES) in {"?", "!"} or (match.group() == "." and not short):
            at = following.start("first")
            text = text[:at] + text[at].upper() + text[at + 1 :]
    return text


def _breaks(text: str) -> list[int]:
    """Ends at line breaks: before a list item, after one, around a heading and at an empty line."""
    ends = [match.end() for match in _BREAK.finditer(text)]
    line_start = 0
    while (newline := text.find("\n", line_start)) >= 0:
        if _is_short_item(text[line_start:newline], text[newline + 1 :]):
            ends.append(newline + 1)
        line_start = newline + 1
    return ends


def _is_short_item(line: str, rest: str) -> bool:
    """A heading, a table row or a list item that does not run on in the next line."""
    if not _LIST_LINE.match(line):
        return False
    if line.lstrip().startswith(("#", "|")):
        return True
    following = rest.lstrip()
    return not following or following[0].isupper()


def _stops(text: str) -> list[int]:
    """Ends at full stops, question and exclamation marks."""
    ends = []
    for match in _STOP.finditer(text):
        following = _NEXT.match(text, match.end())
        if following is None or _ends_sentence(text, match, following):
            space = re.compile(r"\s+").match(text, match.end())
            ends.append(space.end() if space else match.end())
    return ends


def _ends_sentence(text: str, stop: re.Match[str], following: re.Match[str]) -> bool:
    first, next_word = following["first"], following["word"].strip("\"'”’«»()[]–-").rstrip(".,:;!?").lower()
    if not stop.group().startswith(".") or stop.group().startswith(".."):
        return not first.islower()  # "Vad? sade hon", "och så vidare … men"
    found = _LAST_WORD.search(text, max(0, stop.start() - 40), stop.start())
    word = found.group().lstrip("\"'”’«»([–-") if found else ""
    if word.isdigit():
        return _number_ends(text, stop.start() - len(word), next_word, first)
    if _is_initial(word) or word.lower() in _ABBREVIATIONS:
        return word.lower() in _MAY_END and _starts_sentence(first, next_word)
    return not first.islower()


_MAY_END = frozenset("m.m mm m.fl mfl o.s.v osv etc e.d e.dyl o.d o.dyl kr tkr mkr mdkr st d.y".split())
"""Abbreviations that often stand last in a sentence: a capital behind them begins a new one."""


def _starts_sentence(first: str, next_word: str) -> bool:
    return first.isupper() and len(next_word) > 1


def _is_initial(word: str) -> bool:
    """ "A" in "A. Lindgren"; "t.ex" and the like end in one letter too."""
    last = word.rpartition(".")[2]
    return len(last) == 1 and last.isalpha() and (last.isupper() or "." in word)


def _number_ends(text: str, start: int, next_word: str, first: str) -> bool:
    """Whether the stop behind a number ends a sentence: not in "den 1. januari" or at a list number."""
    if next_word in _MONTHS or next_word in _AFTER_A_LAW_NUMBER:
        return False
    line_start = text.rfind("\n", 0, start) + 1
    if not text[line_start:start].strip():  # "1. Första punkten"
        return False
    return not first.islower()
