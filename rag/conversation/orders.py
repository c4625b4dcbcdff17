"""Follow-ups on an order: turned round, of another kind, of one of those, how far its ends lie apart."""

from __future__ import annotations

import re

from rag.conversation.base import Past, Slot
from rag.conversation.exchange import put, words_of
from rag.conversation.wording import as_question, bare, lower_first, own_words, plain

_SUPERLATIVE = re.compile(r"\b(?:flest|färst|mest|minst|högst|lägst|störst)(?:a|e)?\b", re.IGNORECASE)
_TURNED = re.compile(
    r"^(?:och\s+)?(?:(?:vilk(?:en|et|a)|vem)\s+(?:är|har|hade|var|tjänar|får)?\s*|tvärtom\b\W*)?"
    r"(?:som\s+)?(?:allra\s+)?(?:(?:de|topp|bott(?:en|om))\s+)*"
    r"(?:(?:\d+|två|tre|fyra|fem|tio)\s+)?(?:(?:med|som har)\s+)?"
    r"(?P<end>flest|färst|mest|minst|högst|lägst|störst)a?\b[\s\w]{0,12}\W*$",
    re.IGNORECASE,
)
_OVER: tuple[tuple[Slot, re.Pattern[str]], ...] = (
    (
        "period",
        re.compile(r"\b(?:när|vilk(?:en|et|a) (?:\w+ )?(?:år|månad(?:er)?|kvartal))\b", re.IGNORECASE),
    ),
    (
        "region",
        re.compile(r"\bvilk(?:en|et|a) (?:\w+ )?(?:län|kommun(?:er)?|region(?:er)?)\b", re.IGNORECASE),
    ),
    ("occupation", re.compile(r"\bvilk(?:et|a) (?:\w+ )?yrken?\b", re.IGNORECASE)),
)
_KEPT: tuple[Slot, ...] = ("period", "sex", "age")
"""What a question about one of those ranked keeps of the ranking, unless it says otherwise."""
_RANKED = re.compile(
    r"^(?:(?:i|under)\s+)?(?:vilk(?:en|et|a)|topp|lista|nämn|visa)\s+(?:(?:de|topp|\d+|två|tre|fyra|fem|tio)\s+)*"
    r"(?P<kind>kommun\w*|län\w*|yrke\w*|region\w*|månad\w*|kvartal\w*|år(?:et)?)\b",
    re.IGNORECASE,
)


_OTHER_KIND = re.compile(
    r"^(?:och\s+|men\s+)?(?:bland|av|i)?\s*(?P<kind>kommunerna|kommuner|länen|län|yrkena|yrken)(?:\s+då)?\W*$",
    re.IGNORECASE,
)
_RANKED_KIND = re.compile(r"\b(?:kommun\w*|län\w*|yrke\w*|region\w*)", re.IGNORECASE)


_KINDS = {
    "kommun": ("Vilken kommun", "kommuner", "kommunen"),
    "län": ("Vilket län", "län", "länet"),
    "yrke": ("Vilket yrke", "yrken", "yrket"),
}
"""By how a kind begins: one that is asked for, several, and the one that is meant."""


def _of_kind(before: str, kind: str) -> str:
    """The same order of another kind: "vilket län …" of kommuner, "vilka fem län …" of those."""
    one, several, _ = next(forms for start, forms in _KINDS.items() if kind.startswith(start))
    asked = re.sub(r"^vilke[nt] \w+", one, before, count=1, flags=re.IGNORECASE)
    return as_question(asked if asked != before else _RANKED_KIND.sub(several, before, count=1))


def over(question: str) -> Slot | None:
    """What is put in order: "vilken månad" orders times."""
    return next((slot for slot, pattern in _OVER if pattern.search(question) and ranks(question)), None)


def ranks(question: str) -> bool:
    """Whether it asks which is first: "vilken månad … flest"."""
    return bool(_SUPERLATIVE.search(question))


def turned(question: str, end: str) -> str:
    """The same order from `end`."""
    return as_question(_SUPERLATIVE.sub(_end_like(end, question), question, count=1))


def ranked(question: str, past: Past) -> str:
    """After "vilka kommuner har flest …" "och lägst?" turns it, "i Pajala?" asks for one; else empty."""
    before = plain(past.last.standalone_question)
    if not _RANKED.match(before) or not _SUPERLATIVE.search(before):
        return ""
    kind = _OTHER_KIND.match(question.strip())
    if kind:
        return _of_kind(before, kind["kind"].lower())
    other_end = _TURNED.match(question.strip())
    if other_end:
        return turned(before, other_end["end"].lower())
    if over(before) == "period":
        return ""
    places = past.spans(bare(question), "region")
    figures = past.last.answer.quantities if past.last.answer else ()
    text = bare(question)
    own = own_words(text, [(span.start, span.end) for span in past.spans(text)])
    if not places or not figures or own or _RANKED.match(text):
        return ""
    if past.spans(before, "region"):  # the order was of one county, and is to be of another
        return put(before, "region", words_of(text, places[-1]), past)
    one = as_question(f"Vad är {lower_first(figures[0].measure)} i {text[places[-1].start : places[-1].end]}")
    for slot in _KEPT:
        said, source = (
            (past.spans(text, slot), text) if past.spans(text, slot) else (past.spans(before, slot), before)
        )
        if said:
            one = put(one, slot, words_of(source, said[-1]), past)
    return one


def both_ends(past: Past) -> str:
    """ "Vilket län har högst …" and then "lägst": how far the two lie apart; empty when it was not so."""
    asked = [plain(turn.standalone_question) for turn in past.turns[:2]]
    figures = past.last.answer.quantities if past.last.answer else ()
    if (
        len(asked) < 2
        or not figures
        or not all(_RANKED.match(one) and _SUPERLATIVE.search(one) for one in asked)
    ):
        return ""
    said = [_SUPERLATIVE.sub("", one) for one in asked]
    kind = _RANKED.match(asked[0])
    if said[0] != said[1] or asked[0] == asked[1] or kind is None:
        return ""
    said_kind = kind["kind"].lower()
    one = next((forms[2] for start, forms in _KINDS.items() if said_kind.startswith(start)), said_kind)
    measure = lower_first(figures[0].measure.partition(" (")[0])
    told = f"Hur stor är skillnaden mellan {one} med högst och {one} med lägst {measure}"
    times = past.spans(asked[0], "period")
    return put(told, "period", words_of(asked[0], times[-1]), past) if times else as_question(told)


def _end_like(end: str, before: str) -> str:
    """ "lägst" of what is counted in "flest" is "färst"."""
    counted = re.search(r"\b(?:flest|färst)\b", before, re.IGNORECASE)
    return {"lägst": "färst", "minst": "färst", "högst": "flest"}.get(end, end) if counted else end
