"""A question with one thing exchanged: the place, occupation, time, sex or age that it asks about."""

from __future__ import annotations

import re
from collections.abc import Callable

from rag.conversation.base import Past, Slot, Span
from rag.conversation.wording import as_question, lower_first, with_more
from rag.entities.measures import find_sexes
from rag.swedish.periods import MONTHS

_PLACE_WORD = re.compile(r"\b(?:i|på|inom|från)\s+$", re.IGNORECASE)
_TIME_WORD = re.compile(r"\b(?:i|under|år|för|från)\s+$", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:en|ett)\s+$", re.IGNORECASE)
_UNKNOWN_PLACE = re.compile(r"\b(?:i|på)\s+[A-ZÅÄÖ][\wåäö-]+(?:\s+[A-ZÅÄÖ][\wåäö-]+)*")
_HOW_MANY = re.compile(r"^(hur många)(?: (?:personer|människor|invånare))?\b", re.IGNORECASE)
_ADJECTIVE = re.compile(r"^(?:kvinnlig|manlig)(a?)$", re.IGNORECASE)
_SEX_ADJECTIVE = {"1": "manlig", "2": "kvinnlig"}
_SEX_NOUN = {"1": "män", "2": "kvinnor"}
_PLURAL = re.compile(r"(?:or|ar|er|are|ster|män|erna|arna|orna)$", re.IGNORECASE)


def words_of(text: str, span: Span) -> str:
    """What a follow-up says in a span, with the small word before it that belongs to it: "på Gotland"."""
    before = _LEADS[span.slot].search(text[: span.start]) if span.slot in _LEADS else None
    words = text[before.start() if before else span.start : span.end]
    return lower_first(words) if before or span.slot == "sex" else words


def put(question: str, slot: Slot, words: str, past: Past) -> str:
    """`question` with what it names of `slot` exchanged for `words`, or with them added."""
    old = past.spans(question, slot)
    if old:
        # "2020 jämfört med året före" has its time in the first
        dated = [s for s in old if slot == "period" and re.search(r"\d", question[s.start : s.end])]
        return as_question(_EXCHANGES[slot](question, (dated or old)[-1], words))
    return as_question(_ADDITIONS[slot](question, words, past))


def without(question: str, slot: Slot, past: Past) -> str:
    """`question` without what it names of `slot`, and without the small word before it."""
    for span in reversed(past.spans(question, slot)):
        lead = _LEADS[slot].search(question[: span.start]) if slot in _LEADS else None
        question = f"{question[: lead.start() if lead else span.start].rstrip()}{question[span.end :]}"
    return as_question(question)


_LEADS: dict[Slot, re.Pattern[str]] = {"region": _PLACE_WORD, "occupation": _ARTICLE, "period": _TIME_WORD}


def _led(question: str, span: Span, words: str) -> str:
    """Exchanged with the small word before it, when the new words have one of their own or need none."""
    before = question[: span.start]
    lead = _LEADS[span.slot].search(before)
    if lead:
        before = before[: lead.start()]
    return f"{before.rstrip()} {words}{question[span.end :]}"


def _place(question: str, span: Span, words: str) -> str:
    led = _PLACE_WORD.search(question[: span.start])
    if _has_place_word(words):
        return _led(question, span, words)
    return (
        _led(question, span, f"{led[0]}{words}")
        if led
        else f"{question[: span.start]}{words}{question[span.end :]}"
    )


def _time(question: str, span: Span, words: str) -> str:
    return _led(question, span, _time_phrase(words))


def _sex(question: str, span: Span, words: str) -> str:
    code = next(iter(span.codes))
    old = question[span.start : span.end]
    adjective = _ADJECTIVE.match(old)
    new = _sex_codes(words)
    if adjective and len(new) == 1:
        words = f"{_SEX_ADJECTIVE[new[0]]}{adjective[1]}"
    elif adjective:
        words = " och ".join(f"{_SEX_ADJECTIVE[sex]}{adjective[1]}" for sex in new)
    elif code and new:
        words = " och ".join(_SEX_NOUN[sex] for sex in new)
    return f"{question[: span.start]}{words}{question[span.end :]}"


def _plain(question: str, span: Span, words: str) -> str:
    return f"{question[: span.start]}{words}{question[span.end :]}"


_EXCHANGES: dict[Slot, Callable[[str, Span, str], str]] = {
    "region": _place, "occupation": _led, "period": _time, "sex": _sex, "age": _plain, "measure": _plain,
    "act": _plain, "agency": _plain,
}  # fmt: skip


def _add_place(question: str, words: str, past: Past) -> str:
    """In the stead of a place that nobody knows ("i Oslo"), else last."""
    place = words if _has_place_word(words) else f"i {words}"
    unknown = [
        match
        for match in _UNKNOWN_PLACE.finditer(question)
        if not any(span.start < match.end() and match.start() < span.end for span in past.spans(question))
    ]
    if unknown:
        return f"{question[: unknown[-1].start()]}{place}{question[unknown[-1].end() :]}"
    return with_more(question, place)


def _add_time(question: str, words: str, past: Past) -> str:
    return with_more(question, _time_phrase(words))


def _add_sex(question: str, words: str, past: Past) -> str:
    """ "Hur många kvinnor bor …", "kvinnliga poliser", else last: "bland kvinnor"."""
    codes = _sex_codes(words)
    nouns = " och ".join(_SEX_NOUN[code] for code in codes)
    if _HOW_MANY.match(question):
        return _HOW_MANY.sub(rf"\1 {nouns}", question)
    occupation = past.spans(question, "occupation")
    if occupation:
        span = occupation[0]
        plural = (
            "a"
            if _PLURAL.search(question[span.start : span.end].split()[0]) and not _is_one(question, span)
            else ""
        )
        adjectives = " och ".join(f"{_SEX_ADJECTIVE[code]}{plural}" for code in codes)
        return f"{question[: span.start]}{adjectives} {question[span.start :]}"
    return with_more(question, f"bland {nouns}")


def _add_age(question: str, words: str, past: Past) -> str:
    if not _HOW_MANY.match(question):
        return with_more(question, words)
    sexes = past.spans(question, "sex")
    at = sexes[0].end if sexes else len(_HOW_MANY.sub(r"\1", question[: len("hur många")]))
    noun = "" if sexes or words.lower().endswith("åringar") else " personer"
    return f"{question[:at]}{noun} {words}{question[at:]}"


def _add_occupation(question: str, words: str, past: Past) -> str:
    return with_more(question, f"för {words}")


def _add_last(question: str, words: str, past: Past) -> str:
    return with_more(question, words)


_ADDITIONS: dict[Slot, Callable[[str, str, Past], str]] = {
    "region": _add_place, "occupation": _add_occupation, "period": _add_time, "sex": _add_sex,
    "age": _add_age, "measure": _add_last, "act": _add_last, "agency": _add_last,
}  # fmt: skip


def _is_one(question: str, span: Span) -> bool:
    return bool(_ARTICLE.search(question[: span.start]))


def _sex_codes(words: str) -> list[str]:
    """The sexes in the order said."""
    return list(dict.fromkeys(entity.code for entity in find_sexes(words)))


def _has_place_word(words: str) -> bool:
    return bool(re.match(r"(?:i|på|inom|från)\s", words, re.IGNORECASE))


def _time_phrase(words: str) -> str:
    """ "juli 2022" needs "i", "2022" and "sedan 2020" do not."""
    first = words.split()[0].lower() if words.split() else ""
    return f"i {words}" if first in MONTHS else words
