"""A follow-up that is a question of its own but for a thing it leaves out or points at: "vad tjänar de?"."""

from __future__ import annotations

import re

from rag.conversation import when
from rag.conversation.base import Past, Slot, Span
from rag.conversation.exchange import put, words_of
from rag.conversation.orders import over
from rag.conversation.wording import as_question, bare, goes_on, listed, lower_first, own_words, points_back
from rag.occupations.asks import asks_placement, read_asks

_CARRIED: tuple[Slot, ...] = ("occupation", "region", "act", "agency")
_THEY = re.compile(
    r"\b(?:(?:det|de|den) (?:yrket|yrkena|jobbet|jobben)\b|"
    r"(?:en |ett )?(?:sån|sånt|såna|sådan|sådant|sådana)(?: där)?\b|"
    r"(?:de|dem|dom)\b(?! (?:tio|fem|tre|\d+|senaste|flesta|bäst|sämst|högst|lägst|som)\b))",
    re.IGNORECASE,
)
_SUCH = re.compile(
    r"\b(?:sån|sånt|såna|sådan|sådant|sådana|de|dessa) (?P<what>\w*annons\w*|jobb\w*|platser\w*|löner\w*)",
    re.IGNORECASE,
)
""" "Flest sådana annonser": of those who were spoken of."""
_DATA = re.compile(r"\b(?:statistik\w*|data\w*|siffror\w*|käll(?:a|or)|tabell\w*|register)\b", re.IGNORECASE)
"""Data are asked for about those of an occupation: "finns det statistik över hur många de är?"."""
_THERE = re.compile(r"\b(?:där|dit)\b", re.IGNORECASE)
_OWNERS = re.compile(r"\b(?:deras|dess)\s+", re.IGNORECASE)
_OF_OCCUPATIONS = re.compile(
    r"\b(?:\w*lön(?:en|er|erna)?|tjän(?:a|ar|ade)|annons\w*|lediga jobb|jobb|framtid\w*|prognos\w*|"
    r"efterfråg\w*|utbildning\w*|(?:jobb)?(?:utsikt|chans|möjlighet)\w*|(?:jobba|arbeta)\w* som|byta till)\b",
    re.IGNORECASE,
)
"""What is told of an occupation: a question on it that names none is about the one before."""
_DEFINES = re.compile(
    r"^vad (?:betyder|menas med|står)\b|"
    r"^vad är (?:en |ett )?(?!\S*(?:en|et|na)\b)\S+\W*$",
    re.IGNORECASE,
)
"""Asks for a word, whatever was spoken of."""
_OUTLOOK = re.compile(r"\b(?:jobb)?(?:utsikt|chans|möjlighet)\w*|\bframtid\w*", re.IGNORECASE)
"""What is told of occupations alone."""
_SAME_AS = re.compile(
    r"^(?:är|var) (?:det|den|de) (?:inte )?(?:samma (?:sak|yrke|jobb|grupp)|lika\w*) som\s+(?P<other>.+)$",
    re.IGNORECASE,
)
_OF_THEM = re.compile(r"\bav (?:dem|dom|de|dessa|yrkena)\b", re.IGNORECASE)
_RECENT = 3
"""Turns back in which an occupation is still what is spoken of."""


def completed(question: str, past: Past) -> str:
    """The question with what the turns before named and it leaves out; empty when it leans on nothing."""
    text = bare(question) or question
    both = _of_both(text, past)
    if both:
        return both
    named = {span.slot for span in past.spans(text)}
    back = points_back(text)
    missing = _missing(past, named)
    if not missing or not (back or goes_on(question) or _of_occupation(text, named, past)):
        return ""
    of_data = bool(_THEY.search(text) and _DATA.search(text) and "occupation" in {s.slot for s in missing[1]})
    if not (
        of_data
        or _THERE.search(text)
        or "measure" in named
        or _OF_OCCUPATIONS.search(text)
        or read_asks(text, ())
    ):
        return ""  # "det" and "de" of a question on other things stand for something in it
    leans = back or goes_on(question) or _OUTLOOK.search(text)
    if "measure" in named and named & {"region", "occupation"} and not leans:
        return ""
    source, spans = missing
    spans = [span for span in spans if span.slot != over(text)]  # an order of places has no place
    if asks_placement(text):  # a classification has no places
        spans = [span for span in spans if span.slot == "occupation"]
    for span in spans:
        text = _carried(text, span, words_of(source, span), past)
    if past.subject(past.last) == "figures" and goes_on(question):
        for slot in _OF_FIGURES:
            before = past.spans(past.last.standalone_question, slot)
            if before and not past.spans(text, slot) and slot != over(text):
                text = put(text, slot, words_of(past.last.standalone_question, before[-1]), past)
    return as_question(text)


_OF_FIGURES: tuple[Slot, ...] = ("sex", "age", "period")
""" "Och vad ligger medianen på?" is of the same people and time as the figure before."""
_WORKED_OUT = re.compile(
    r"\b(?:snittet|genomsnittet|medelvärdet|medeltalet|summan|skillnaden|förändringen|ökningen|minskningen)\b"
    r"(?!\s+(?:av|på)\b)",
    re.IGNORECASE,
)


def with_measure(question: str, past: Past) -> str:
    """ "Vad blir snittet för juni och juli?" after figures: of what was measured before, and where; empty
    when it says itself what, or names no time or place."""
    text = bare(question) or question
    asked = _WORKED_OUT.search(text)
    figures = past.last.answer.quantities if past.last.answer else ()
    spans = past.spans(text)
    named = {span.slot for span in spans}
    covered = [(span.start, span.end) for span in spans] + ([asked.span()] if asked else [])
    if not asked or not figures or not named or named - {"region", "period", "sex"}:
        return ""
    if own_words(text, covered):
        return ""
    said = lower_first(figures[0].measure.partition(" (")[0])
    whole = f"{text[: asked.end()]} av {said}{text[asked.end() :]}"
    source, missing = _missing(past, named) or ("", [])
    for span in missing:
        whole = _carried(whole, span, words_of(source, span), past)
    return as_question(whole)


def of_the_year(question: str, past: Past) -> str:
    """ "Årets tre sista månader" of the year that was spoken of."""
    base = when.period_of(past.last, ())
    if not base or not _PART_OF_YEAR.search(question):
        return question
    told = _PART_OF_YEAR.sub(
        lambda m: f"de {m['count']} {m['which']} månaderna {base[:4]}", question, count=1
    )
    return carried_all(told, past) or told


_PART_OF_YEAR = re.compile(
    r"\b(?:det )?årets (?P<count>två|tre|fyra|fem|sex) (?P<which>första|sista) månader(?:na)?\b",
    re.IGNORECASE,
)


def carried_all(question: str, past: Past) -> str:
    """The question with all that the turn before named and it does not, whether it points at it or not."""
    text = bare(question) or question
    missing = _missing(past, {span.slot for span in past.spans(text)})
    for span in (s for s in missing[1] if s.slot != over(text)) if missing else ():
        text = _carried(text, span, words_of(missing[0], span), past) if missing else text
    return as_question(text) if missing else ""


def with_place_in_time(question: str, past: Past) -> str:
    """The question with "samma månad" and the like said in full: "… i april 2023"."""
    at = when.said(question) if points_back(question) else None
    base = when.period_of(
        past.last, [code for s in past.spans(past.last.standalone_question, "period") for code in s.codes]
    )
    code = when.counted(question, base) if at and base else ""
    if not at or not code:
        return question
    lead = re.sub(r"\b(?:i|under)\s+$", "", question[: at[0]])
    return as_question(f"{lead.rstrip()} {when.phrase(code)}{question[at[1] :]}")


def _missing(past: Past, named: set[Slot]) -> tuple[str, list[Span]] | None:
    """What the newest turn that named anything named and the follow-up does not: the last of each kind."""
    for turn in past.turns:
        asked = turn.standalone_question
        spans = {span.slot: span for span in past.spans(asked) if span.slot in _CARRIED}
        if spans:
            left = [spans[slot] for slot in _CARRIED if slot in spans and slot not in named]
            return (asked, left) if left else None
    return None


def _of_occupation(text: str, named: set[Slot], past: Past) -> bool:
    """Whether it asks what is told of an occupation, right after one was spoken of."""
    spoken = any(past.spans(turn.standalone_question, "occupation") for turn in past.turns[:_RECENT])
    if named & {"occupation", "act", "agency"} or not spoken or _DEFINES.match(text):
        return False
    if "education" in read_asks(text, ()) and past.subject(past.last) in {"occupation", "figures"}:
        return True
    covered = [(span.start, span.end) for span in past.spans(text)]
    covered += [match.span() for match in _OF_OCCUPATIONS.finditer(text)]
    others = [word for word in own_words(text, covered) if not read_asks(word, ())]
    return not others and bool(_OF_OCCUPATIONS.search(text) or read_asks(text, ()))


def _of_both(text: str, past: Past) -> str:
    """ "Är det samma sak som kock?", "vem av dem tjänar mest?": of the occupations that were spoken of."""
    spoken: dict[str, str] = {}
    for turn in reversed(past.turns[:_RECENT]):
        asked = turn.standalone_question
        named = (asked[e.start : e.end] for e in past.named(asked) if e.kind == "occupation")
        spoken |= {name.lower(): name for name in named}
    same = _SAME_AS.match(text.strip(" .!?"))
    if same and spoken and past.spans(same["other"], "occupation"):
        return as_question(f"Är {list(spoken.values())[-1]} och {same['other']} samma yrke")
    if _OF_THEM.search(text) and len(spoken) > 1 and not past.spans(text, "occupation"):
        return as_question(_OF_THEM.sub(f"av {listed(list(spoken.values()))}", text, count=1))
    return ""


def _carried(text: str, span: Span, words: str, past: Past) -> str:
    """The text with `words` in the place of what points at them, else after it."""
    if span.slot == "occupation" and _SUCH.search(text):
        return _SUCH.sub(rf"\g<what> för {words}", text, count=1)
    if span.slot == "occupation" and _THEY.search(text):
        return _THEY.sub(words, text, count=1)
    if span.slot == "region" and _THERE.search(text):
        return _THERE.sub(words if words[:2] in {"i ", "på"} else f"i {words}", text, count=1)
    if span.slot == "occupation" and _THERE.search(text) and not past.spans(text, "region"):
        return _THERE.sub(f"för {words}", text, count=1)
    return put(_OWNERS.sub("", text), span.slot, words, past)
