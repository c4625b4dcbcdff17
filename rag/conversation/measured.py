"""What was shown, measured against something else: a place or time of the follow-up's own, or the whole.

"Är det högre än i riket?"         the same of both, and the difference
"Var det bättre ett år tidigare?"  the same of both times, and the difference
"Hur stor andel är det?"           after "hur många kvinnor bor i Mora": of all who live there
"Hur stor andel är över 65?"       after "hur många bor i Mora": of those
"Har det ökat?"                    after one time: how it went over all times
"När var det som värst?"           the time when it was highest
"Hur mycket var det?"              after one that was highest: asked once more
"""

from __future__ import annotations

import re

from rag import texts
from rag.conversation import when
from rag.conversation.base import Past, Slot, Span
from rag.conversation.exchange import put, without, words_of
from rag.conversation.orders import both_ends, ranks, turned
from rag.conversation.shown import together
from rag.conversation.wording import as_question, bare, listed, lower_first, own_words, plain
from rag.statistics.operations import wants_change, wants_difference, wants_percent
from rag.statistics.unknown import says_something
from rag.statistics.wording import in_definite
from rag.swedish.stems import stem
from rag.swedish.words import tokenize

_MORE = (
    r"(?:(?:mycket|lite|något) )?(?:högre|lägre|mer|mindre|fler|färre|större|bättre|sämre|likadant|"
    r"annorlunda|lika (?:hög|låg|mycket|många|stor)\w*)"
)
_AGAINST = re.compile(
    r"^(?:(?:är|var|blir|blev|ligger|låg|tjänar|har|hade|finns|fanns)\s+(?:det|den|de|dem|dom|\w+na)\s+"
    rf"(?:(?:ändå|fortfarande|då|nu)\s+)?{_MORE}|"
    rf"hur (?:många|mycket)(?: procent| kronor)? {_MORE}(?: \w+)? "
    r"(?:(?:är|var|blev|blir) (?:det|den|de)|tjänar|får|har|hade)|"
    rf"(?:hade|har|får|fick) (?:de|dem|dom) {_MORE} \w*lön\w*)\b"
    r"(?P<other>.*)$",
    re.IGNORECASE,
)
"""A comparison with what was shown, and what it is compared with."""
_COMPARED = re.compile(
    r"^(?:hur (?:är|ser|ligger|blir) (?:det|den|de|\w+en|\w+et)(?: (?:till|ut))?|(?:är|var) (?:det|den)|och|"
    r"(?:kan du )?jämför(?:a|t)?(?: (?:det|den|dem))?)?\s*"
    r"(?:(?:jämfört|i jämförelse|jämför\w*(?: (?:det|den|dem))?) med|\bmed\b|gentemot|mot)\s+(?P<other>.+)$",
    re.IGNORECASE,
)
"""What was shown beside something else, without a word of which is more."""
_THAN = re.compile(
    r"^\W*(?:än|som|jämfört med)\s+(?:(?:det|den|de|dem) (?:är|var|blev|hade|fanns|låg)\s+)?", re.IGNORECASE
)
_AND_HOW = re.compile(
    r",?\s+och\s+(?:i så fall\s+)?(?:med\s+)?hur\s+(?:mycket|många|stor\w*)\W*$", re.IGNORECASE
)
_SHARE = re.compile(
    r"^(?:hur stor (?:andel|del)|hur många procent|vilken andel|vad är andelen)"
    r"(?: (?:av (?:dem|dom|alla|invånarna|folkmängden|befolkningen)))?(?: (?:är|var|blir|utgör|motsvarar))?"
    r"(?P<who>.*)$|^(?:i|och i) procent$",
    re.IGNORECASE,
)
_IT = re.compile(
    r"^(?:det|de|dem|dom)?(?: (?:av (?:alla|dem|invånarna|befolkningen)|i procent))?$", re.IGNORECASE
)
_AGAIN = re.compile(r"^hur (?:många|mycket|hög|stort?) (?:är|var|blir|blev) (?:det|den|de)$", re.IGNORECASE)
_RISEN = re.compile(
    r"^(?:har|hade) (?:det|den|de|antalet|siffran|andelen)(?: \w+)? "
    r"(?:ökat|minskat|stigit|sjunkit|förändrats|ändrats|växt|krympt|gått (?:upp|ned|ner))"
    r"(?: eller \w+)?(?: (?:över tid|genom åren|de senaste åren))?$",
    re.IGNORECASE,
)
_PEAK = re.compile(
    r"^när (?:var|är|låg) (?:det|den|de)(?: som)?(?: allra)? "
    r"(?:(?P<up>högst|värst|störst|flest|mest)|(?P<down>lägst|minst|färst|bäst))$",
    re.IGNORECASE,
)
_OF_PEOPLE: tuple[Slot, ...] = ("sex", "age")
_WHOSE: tuple[Slot, ...] = ("occupation", "region", "sex")
_EXCHANGED: tuple[Slot, ...] = ("region", "period", "sex", "age")
_TOGETHER = re.compile(r"\b(?:ihop|tillsammans|totalt|sammanlagt|allt som allt|summan)\b", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\bmellan (?:de|dem|dom|båda|\w+[aeo]rna|länen|åren)\b|\bprocentenheter\b|"
    r"\bhur (?:många|mycket) (?:mer|mindre|fler|färre|högre|lägre|större)\b",
    re.IGNORECASE,
)
_OF_WHOLE = re.compile(r"\bav (?:hela )?(?:landet|länet|riket|sverige)\b", re.IGNORECASE)
"""Asks for a part of a larger place, see `shown`."""
_PEOPLE = "folkmängd"
_AMONG_TITLES = "yrket "


def against(question: str, past: Past) -> str:
    """What was shown beside the place, time, sex or occupation that it is compared with, and the difference;
    empty when the follow-up compares nothing, or with nothing of its own."""
    text = bare(question).strip(" .!?")
    match = _AGAINST.match(text) or _COMPARED.match(text)
    if match is None or past.subject(past.last) != "figures":
        return ""
    other = _THAN.sub("", _AND_HOW.sub("", match["other"].strip()))
    if re.search(r"\bän\b", other):
        return ""  # it says itself what is compared with what
    before = plain(past.last.standalone_question)
    if ranks(before):
        before = of_the_first(before, past)
    at = when.said(other)
    codes = [code for span in past.spans(before, "period") for code in span.codes]
    base = when.period_of(past.last, codes)
    if at and base:
        then = when.counted(other, base)
        rest = f"{other[: at[0]]} {other[at[1] :]}".strip()
        if not then or own_words(rest):
            return ""
        return _difference(put(before, "period", _times(base, then), past))
    told = frozenset().union(*(span.codes for span in past.spans(before)))
    if _shown_already(other, past):
        both, count = together(past)
        return _difference(both) if count > 1 else ""
    spans = past.spans(other, "measure")
    if spans and not own_words(other, [(span.start, span.end) for span in spans]):
        return _against_measure(other, before, past)
    spans = [span for span in past.spans(other) if span.slot in {"region", "period", "sex", "occupation"}]
    if len({span.slot for span in spans}) > 1:
        spans = [s for s in spans if not (s.slot == "occupation" and s.codes & told)] or spans
    if not spans and past.spans(before, "occupation"):  # "busschaufförer" is a title where work is spoken of
        spans = _titles(other, past)
    if len({span.slot for span in spans}) > 1:  # a time that was said is only said again
        spans = [span for span in spans if not span.codes <= told] or spans
    if len({span.slot for span in spans}) != 1 or own_words(other, [(s.start, s.end) for s in spans]):
        return ""
    slot = spans[0].slot
    if slot != "occupation" and text.lower().startswith("jämför"):
        return ""  # places and times are put beside each other in `shown`
    mine = past.spans(before, slot)
    named = [words_of(before, mine[-1])] if mine else [when.phrase(base)] if slot == "period" and base else []
    if not named:
        return ""
    words = listed([*named, *(other[span.start : span.end] for span in spans)])
    return _difference(put(before, slot, words, past))


def _shown_already(other: str, past: Past) -> bool:
    """Whether what is to be compared was shown last itself: "hur mycket mer får kockarna?" after kockar."""
    words = own_words(other)
    shown = {
        word
        for turn in past.turns[:2]
        for span in past.spans(turn.standalone_question, "occupation")
        for word in own_words(turn.standalone_question[span.start : span.end])
    }
    ends = {stem(word) for word in shown}
    return len(words) == 1 and any(one.endswith(stem(words[0])) for one in ends)


def _against_measure(other: str, before: str, past: Past) -> str:
    """ "Hur mycket högre är det än medianlönen?": of those that were shown, beside the measure that was."""
    figure = past.last.answer.quantities[0] if past.last.answer and past.last.answer.quantities else None
    if figure is None:
        return ""
    mine = in_definite(figure.measure.partition(" (")[0])
    return _of_whom(f"Hur mycket högre är {mine} än {other}", before, past)


def _titles(words: str, past: Past) -> list[Span]:
    """The occupations that `words` name beside one that was spoken of."""
    shift = len(_AMONG_TITLES)
    return [
        span._replace(start=span.start - shift, end=span.end - shift)
        for span in past.spans(f"{_AMONG_TITLES}{words}", "occupation")
    ]


def of_the_first(before: str, past: Past) -> str:
    """ "Vilken månad varslades flest i Dalarna" as what was measured there then."""
    first = past.last.answer.quantities[0] if past.last.answer and past.last.answer.quantities else None
    if first is None:
        return before
    asked = _of_whom(f"Vad var {in_definite(first.measure.partition(' (')[0])}", before, past)
    return put(asked, "period", when.phrase(first.period), past) if first.period else asked


def _of_whom(asked: str, before: str, past: Past) -> str:
    """A question of those and the place that the one before is of."""
    asked = as_question(asked)
    for slot in _WHOSE:
        mine = past.spans(before, slot)
        asked = put(asked, slot, words_of(before, mine[-1]), past) if mine else asked
    return asked


def share(question: str, past: Past) -> str:
    """How much of all who live there those are that were shown, or those that the follow-up names; empty
    when it asks something else, or no people were shown."""
    text = bare(question).strip(" .!?")
    match = _SHARE.match(text)
    figures = past.last.answer.quantities if past.last.answer else ()
    if match is None or not figures:
        return ""
    before = plain(past.last.standalone_question)
    who = (match["who"] or "").strip()
    spans = [span for span in past.spans(who) if span.slot in _OF_PEOPLE]
    if not figures[0].measure.lower().startswith(_PEOPLE):
        return _share_of_those(before, who, past) if figures[0].unit == "persons" else ""
    if spans and not own_words(who, [(span.start, span.end) for span in spans]):
        for slot in _OF_PEOPLE:
            before = _without(before, slot, past)
        for slot in _OF_PEOPLE:
            mine = [span for span in spans if span.slot == slot]
            before = put(before, slot, words_of(who, mine[0]), past) if mine else before
    elif not _IT.match(who) or not any(past.spans(before, slot) for slot in _OF_PEOPLE):
        return ""
    return as_question(before.rstrip(" ?") + texts.CONVERSATION_OF_ALL)


def _share_of_those(before: str, who: str, past: Past) -> str:
    """How much of those at an occupation are women or men; empty where it is asked otherwise."""
    mine, sexes = past.spans(before, "occupation"), past.spans(who, "sex")
    if len(mine) != 1 or not sexes or own_words(who, [(span.start, span.end) for span in sexes]):
        return ""
    asked = f"Hur stor andel av {before[mine[0].start : mine[0].end]} är {words_of(who, sexes[0])}"
    for slot in ("region", "period"):
        there = past.spans(before, slot)
        asked = put(asked, slot, words_of(before, there[-1]), past) if there else asked
    return as_question(asked)


def again(question: str, past: Past) -> str:
    """The question before, when all that is asked is how many it was; empty otherwise."""
    asked = _AGAIN.match(bare(question).strip(" .!?"))
    shown = past.last.answer.quantities if past.last.answer else ()
    counted = shown and shown[0].unit != "SEK/month"  # how many they are, after what they earn, is another
    return past.last.standalone_question if asked and counted else ""


def _without(question: str, slot: Slot, past: Past) -> str:
    """ "Hur många kvinnor och män bor i Mora tillsammans" without who they are."""
    for span in reversed(past.spans(question, slot)):
        question = f"{question[: span.start]}{question[span.end :]}"
    return as_question(question.replace(texts.CONVERSATION_TASKS["together"], ""))


def _times(base: str, then: str) -> str:
    return lower_first(listed([when.phrase(then), when.phrase(base)]))


def _difference(merged: str) -> str:
    return as_question(merged.rstrip(" ?") + texts.CONVERSATION_TASKS["difference"])


def over_time(question: str, past: Past) -> str:
    """How what was shown of one time went over all times; empty when it asks something else."""
    shown = past.last.answer.quantities if past.last.answer else ()
    times = {quantity.period for quantity in shown}
    if len(times) != 1 or not _RISEN.match(bare(question).strip(" .!?")) or together(past)[1] > 1:
        return ""  # of two that were shown the change is between them
    before = without(plain(past.last.standalone_question), "period", past)
    return as_question(before.rstrip(" ?") + texts.CONVERSATION_OVER_TIME)


def at_its_most(question: str, past: Past) -> str:
    """When what was shown was highest or lowest of all times; empty when it asks something else."""
    peak = _PEAK.match(bare(question).strip(" .!?"))
    shown = past.last.answer.quantities if past.last.answer else ()
    if not shown or not peak:
        return ""
    before = plain(past.last.standalone_question)
    if ranks(before):
        return turned(before, "högst" if peak["up"] else "lägst")
    measure = lower_first(shown[0].measure.partition(" (")[0])
    return _of_whom(f"När var {measure} {'högst' if peak['up'] else 'lägst'}", before, past)


def worked_out(question: str, past: Past) -> str:
    """What was shown last, with what the follow-up asks to be worked out of it: "hur stor är nedgången?".

    For a follow-up in whatever words: it names no measure, wants a computation and says nothing else but how
    it is asked. A place or time that was not shown takes the place of the one that was. Empty otherwise.
    """
    text = bare(question).strip(" .!?")
    shown = past.last.answer.quantities if past.last.answer else ()
    if not shown or past.subject(past.last) != "figures" or not _wants_more(text) or _OF_WHOLE.search(text):
        return ""
    spans = past.spans(text)
    if any(span.slot not in _EXCHANGED for span in spans):
        return ""
    left = "".join(" " if any(s.start <= at < s.end for s in spans) else char for at, char in enumerate(text))
    if any(says_something(token) for token in tokenize(left)):
        return ""
    apart = wants_difference(text) or bool(_BETWEEN.search(text))
    ends = both_ends(past) if apart else ""
    if ends:
        return ends
    whole, count = together(past)
    named = {code for span in past.spans(whole) for code in span.codes}
    for span in spans:
        if not span.codes <= named and text[span.start : span.end].lower() not in whole.lower():
            whole = put(whole, span.slot, words_of(text, span), past)
    if count < 2:
        return ""
    if _TOGETHER.search(text):
        return as_question(whole.rstrip(" ?") + texts.CONVERSATION_TASKS["together"])
    if apart and not wants_percent(text):
        return _difference(whole)
    return as_question(f"{whole.rstrip(' ?')}, och {lower_first(text)}")


def _wants_more(text: str) -> bool:
    words = (_TOGETHER, _BETWEEN)
    return (
        wants_change(text)
        or wants_difference(text)
        or wants_percent(text)
        or any(pattern.search(text) for pattern in words)
    )
