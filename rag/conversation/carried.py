"""A follow-up on figures in words of its own, with what it leaves out said in full.

"Vilket län låg högst den månaden?"          "… högst arbetslöshet i januari 2024?"
"Hur har det ändrats där sedan 2021?"        "Hur har arbetslösheten ändrats i Uppsala län sedan 2021?"
"Hur stor andel av dem låg i Skåne?"         "… av antalet platsannonser för kockar 2024 låg i Skåne?"
"Hur många gånger fler är det i Umeå?"       the question before of both, and how many times as many

What was measured, and of whom, where and when, is taken from the figures shown where the question before
asked for the first of an order, else from that question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag import texts
from rag.conversation import when
from rag.conversation.base import Past, Slot
from rag.conversation.exchange import put, words_of
from rag.conversation.orders import over, ranks
from rag.conversation.shown import together
from rag.conversation.wording import as_question, bare, lower_first, plain
from rag.entities.regions import region
from rag.schema import Turn
from rag.statistics.operations import wants_change, wants_percent
from rag.statistics.rank_reading import read_ranking
from rag.statistics.unknown import says_something
from rag.statistics.wording import in_definite
from rag.swedish.periods import MONTHS
from rag.swedish.words import tokenize

_IT = re.compile(
    r"\b(?P<verb>är|var|blir|blev|har|hade|ligger|låg|såg|ser|ändrades|ökade|minskade|steg|sjönk|växte|"
    r"tjänar|får)\s+(?:det|den|de|dem|dom|siffran|antalet|andelen|talet)\b(?!\s+(?:år|månad|kvartal))",
    re.IGNORECASE,
)
"""The thing that was measured, behind its verb."""
_OF_THEM = re.compile(r"\b(?P<of>av|bland) (?:dem|dom|de|dessa|alla dessa|samtliga)\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"^(?P<asked>(?:och )?(?:hur många|antal(?:et)?))\b(?! (?:procent|gånger|kronor|år\b))", re.IGNORECASE
)
_SUPERLATIVE = re.compile(
    r"\b(?:(?:som )?allra )?(?:flest|färst|mest|minst|högst|lägst|störst)\b(?: antal)?", re.IGNORECASE
)
_THERE = re.compile(r"\b(?:där|dit|i (?:den |det )?(?:staden|kommunen|länet|regionen))\b", re.IGNORECASE)
_OF_AGE = re.compile(r"\b(?:i|inom) (?:den|samma) åldern?(?:sgruppen)?\b|\bi åldersgruppen\b", re.IGNORECASE)
_AT_WORK = re.compile(r"\b(?:i|inom) (?:det )?(?:yrket|jobbet)\b", re.IGNORECASE)
_FROM = re.compile(r"\b(?:från|till|mot|än|sedan)\s+$", re.IGNORECASE)
_MONTH = re.compile(rf"\bi (?:{'|'.join(MONTHS)})\b(?! (?:\d|i\b))", re.IGNORECASE)
_TIMES_AS = re.compile(r"\bhur många gånger\b|\bdubbelt så\b", re.IGNORECASE)
_CARRIED: tuple[Slot, ...] = ("occupation", "sex", "age", "region", "period")
_OPERANDS: tuple[Slot, ...] = ("region", "period", "sex", "occupation")
_FRAME = re.compile(
    r"^(?:gånger|procent|procentenhet\w*|kronor|andel\w*|del|fler|färre|mer|mindre|högre|lägre|större|"
    r"kvartal\w*|månad\w*|år\w*|län\w*|kommun\w*|land\w*|yrke\w*|region\w*|allra|antal\w*|siffra\w*|sedan|fram|från|"
    r"låg|ligger|tillhör\w*|hör\w*|hamna\w*|ändra\w*|förändra\w*|utveckla\w*)$"
)
_LEAST = re.compile(r"\b(?:minst|mest|färst|flest)\b(?! antal)", re.IGNORECASE)
_OF_NUMBERS = {"minst": "lägst", "färst": "lägst", "mest": "högst", "flest": "högst"}
"""How a number is ordered: "när var antalet lägst"."""
_HOW_MANY = re.compile(r"^hur många (?:är|var|finns|fanns) (?:de|dem|dom|det)$", re.IGNORECASE)
_RATIO = re.compile(r"\b(?:går|gick) det\b.*\b(?:på|per)\b", re.IGNORECASE)
_OF_THEIRS = re.compile(
    r"^(?:hur (?:många|stor) procent|hur stor (?:andel|del)) av (?P<whose>männens|kvinnornas|mäns|kvinnors)"
    r"(?: \w*lön\w*)? (?:är|var|blir|motsvarar) (?:det|den)$",
    re.IGNORECASE,
)
_PART = re.compile(
    r"^(?:hur stor (?:andel|del)|hur många procent|vad) (?:är|var|blir|utgör|motsvarar) (?:det|de)"
    r"(?: i procent)? av (?:hela )?(?:landet|riket|sverige|landets|rikets)(?: \w+)?$",
    re.IGNORECASE,
)
_FAR = re.compile(
    r"\b(?:mer|mindre|fler|färre|högre|lägre|större|mindre|bättre|sämre|skillnad\w*|skilj\w+|skilde|jämfört|gånger|"
    r"än|gap\w*|avstånd\w*)\b",
    re.IGNORECASE,
)
LONGEST_GUESS = 16
"""Words of a follow-up that is still taken for one."""
_COUNTRY = "00"
_COUNTS = frozenset({"persons", "ads"})


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the newest figures were of."""

    measure: str
    """In definite form: "antalet platsannonser"."""
    unit: str
    slots: dict[Slot, str]
    """How each is said in a question: "i Skåne"."""


def in_full(question: str, past: Past) -> str:
    """The follow-up with what it leaves out, in words that stand alone; empty when it leans on no figures,
    names a measure of its own, or says anything else besides."""
    text = bare(question).strip(" .!?")
    if past.subject(past.last) != "figures" or not (past.last.answer and past.last.answer.quantities):
        return ""
    named = {span.slot for span in past.spans(text)}
    theirs = _OF_THEIRS.match(text)
    if theirs:
        return _of_theirs(theirs["whose"], past)
    if named & {"measure", "act", "agency"}:
        return ""
    if _PART.search(text):
        return _part_of_country(past)
    if wants_percent(text) and not _OF_THEM.search(text):
        return ""  # a share of what is not said
    ends = read_ranking(text)
    shown = _shown(past, spread=ends is not None and ends.ends)
    text, named = _pointed(text, named, shown, past)
    if _says_more(text, past) and not _OF_THEM.search(text):
        return ""
    text, whole = _measured(text, shown, named, past)
    return _with_all(text, named, shown, past) if whole else ""


def guesses(question: str, past: Past) -> tuple[str, ...]:
    """Readings of a follow-up on figures to try where it gets nowhere by itself, the likeliest first.

    What it says that is no part of them stays in them, so that a table that lacks it still says so.
    """
    text = bare(question).strip(" .!?")
    figures = past.last.answer.quantities if past.last.answer else ()
    if not figures or past.subject(past.last) != "figures" or len(text.split()) > LONGEST_GUESS:
        return ()
    named = {span.slot for span in past.spans(text)}
    if named & {"act", "agency"}:
        return ()
    ends = read_ranking(text)
    shown = _shown(past, spread=ends is not None and ends.ends)
    told, named = _pointed(text, named, shown, past)
    found: list[str] = []
    if _FAR.search(told):
        found.append(_set_beside(told, past))
    all_shown, count = together(past)
    if count > 1 and not named & {"measure", "occupation", "region"}:
        found.append(as_question(f"{all_shown.rstrip(' ?')}, och {lower_first(told)}"))
    if "measure" not in named:
        found += [_with_all(told, named, shown, past)] if named - {"period", "sex", "age"} else []
        inside, whole = _measured(told, shown, set(named), past)
        found += [_with_all(inside, named, shown, past)] if whole else []
        if not counts_after_pay(text, past):
            found.append(_with_all(f"{told}, {shown.measure}", named, shown, past))
    else:
        found.append(_with_all(told, named, shown, past))
    if not _FAR.search(told) and not wants_change(told) and not wants_percent(told) and ends is None:
        before = plain(past.last.standalone_question)
        for slot in _CARRIED:
            spans = past.spans(told, slot)
            before = put(before, slot, words_of(told, spans[-1]), past) if spans else before
        found += [before] if named & {*_CARRIED} and not _says_more(told, past) else []
    return tuple(dict.fromkeys(one for one in found if one and one != as_question(question)))


def _with_all(text: str, named: set[Slot], shown: _Shown, past: Past) -> str:
    """The text with all that the figures were of and it does not name."""
    ordered = over(text)
    for slot in _CARRIED:
        if slot in shown.slots and slot not in named and slot != ordered and not past.spans(text, slot):
            text = put(text, slot, shown.slots[slot], past)
    return as_question(text)


def _set_beside(text: str, past: Past) -> str:
    """What was shown beside the one thing of its kind that the text names, and how far they lie apart."""
    before = plain(past.last.standalone_question)
    base = when.period_of(past.last, ())
    spans = [span for span in past.spans(text) if span.slot in _OPERANDS]
    month = _MONTH.search(text)
    if not spans and month and base:
        slot: Slot = "period"
        said, other = when.phrase(when.month_of(month[0], base)), when.phrase(base)
    elif len({span.slot for span in spans}) == 1:
        slot, said = spans[0].slot, words_of(text, spans[-1])
        mine = past.spans(before, slot)
        same = bool(mine) and spans[-1].codes == mine[-1].codes
        other = "" if same or not mine else words_of(before, mine[-1])
        if slot == "period" and base and not same:
            other = when.phrase(base)
    else:
        return ""
    if not other or said == other:
        return ""
    both = put(before, slot, f"{said} och {lower_first(other)}", past)
    task = "times" if _TIMES_AS.search(text) else "difference"
    return as_question(both.rstrip(" ?") + texts.CONVERSATION_TASKS[task])


def _of_theirs(whose: str, past: Past) -> str:
    """ "Hur stor andel av männens är det?" after the pay of women."""
    shown = _shown(past)
    mine = "kvinnornas" if whose.lower().startswith("m") else "männens"
    noun = re.sub(r"(?<=\w)en$", "", shown.measure)
    text = f"Hur många procent av {whose} är {mine} {noun}"
    for slot in _CARRIED:
        if slot in shown.slots and slot != "sex":
            words = shown.slots[slot]
            text = f"{text} bland {words}" if slot == "occupation" else put(text, slot, words, past)
    return as_question(re.sub(r"\b(?:manlig|kvinnlig)a? ", "", text))


def _part_of_country(past: Past) -> str:
    """ "Hur stor andel är det av landet?": of what was counted in one place; empty for other figures."""
    shown = _shown(past)
    here = next(filter(None, (_place(turn, past) for turn in past.turns[:2])), "")
    if not here or shown.unit not in _COUNTS:
        return ""
    whom, then = shown.slots.get("occupation"), shown.slots.get("period")
    counted = f"{shown.measure} bland {whom}" if whom else shown.measure
    asked = as_question(f"Hur stor andel av {counted} i riket fanns {here}")
    return put(asked, "period", then, past) if then else asked


def _place(turn: Turn, past: Past) -> str:
    """The place that a turn asked about, unless it is the whole country."""
    asked = turn.standalone_question
    spans = [span for span in past.spans(asked, "region") if _COUNTRY not in span.codes]
    return words_of(asked, spans[-1]) if spans else ""


def only_asks(question: str, past: Past) -> bool:
    """Whether a question after figures, however long, says nothing but what it names and how it asks."""
    return past.subject(past.last) == "figures" and not _says_more(question, past)


def wants_part(text: str) -> bool:
    """Whether a part of those that were counted is asked for."""
    return bool(_OF_THEM.search(text)) and wants_percent(text)


def counts_after_pay(text: str, past: Past) -> bool:
    """Whether it asks how many they are, after a figure that is no number of them."""
    figures = past.last.answer.quantities if past.last.answer else ()
    return bool(_COUNTED.match(text) and figures) and figures[0].unit not in _COUNTS


def pointed(question: str, past: Past) -> str:
    """The follow-up with the age, work and time that it points at said in full."""
    if past.subject(past.last) != "figures" or not (past.last.answer and past.last.answer.quantities):
        return question
    named = {span.slot for span in past.spans(question)}
    told, _ = _pointed(question, {*named, "region"}, _shown(past), past)
    return as_question(told) if told != question else question


def beside(question: str, past: Past) -> str:
    """What was shown beside the one place, time, sex or occupation that the follow-up names, and how many
    times as much it is; empty when it asks nothing of the kind, or says more."""
    text = bare(question).strip(" .!?")
    if past.subject(past.last) != "figures" or not past.last.answer or not _TIMES_AS.search(text):
        return ""
    return "" if _says_more(_MONTH.sub("", text), past) else _set_beside(text, past)


def _shown(past: Past, *, spread: bool = False) -> _Shown:
    """`spread` where the whole stretch of time is meant, and not the time that was found in it."""
    assert past.last.answer is not None, "asked only where figures were shown"
    before, figure = plain(past.last.standalone_question), past.last.answer.quantities[0]
    slots: dict[Slot, str] = {}
    for slot in _CARRIED:
        spans = past.spans(before, slot)
        if spans:
            slots[slot] = words_of(before, spans[-1]).removeprefix("är ")
    if ranks(before) and not spread:
        place = region(figure.region)
        if place:
            slots["region"] = f"i {place.name}"
        if figure.period and figure.period != "0000":
            slots["period"] = when.phrase(figure.period)
    return _Shown(in_definite(figure.measure.partition(" (")[0]), figure.unit, slots)


def _pointed(text: str, named: set[Slot], shown: _Shown, past: Past) -> tuple[str, set[Slot]]:
    """The text with what points back said in full, and what it names then."""
    told = set(named)

    def say(pattern: re.Pattern[str], slot: Slot, lead: str = "") -> None:
        nonlocal text
        if slot not in told and slot in shown.slots and pattern.search(text):
            words = shown.slots[slot]
            text = pattern.sub(
                words if words.startswith(("i ", "på ")) or not lead else f"{lead} {words}", text, 1
            )
            told.add(slot)

    say(_THERE, "region", "i")
    say(_OF_AGE, "age")
    say(_AT_WORK, "occupation", "bland")
    at = when.said(text) if "period" not in told else None
    if at:
        code = when.counted(text, when.period_of(past.last, ()))
        if code:
            lead = re.sub(r"\b(?:i|under)\s+$", "", text[: at[0]])
            then = when.phrase(code)
            then = then.removeprefix("i ") if _FROM.search(lead) else then
            text = f"{lead.rstrip()} {then}{text[at[1] :]}".strip()
            told.add("period")
    return text, told


def _measured(text: str, shown: _Shown, named: set[Slot], past: Past) -> tuple[str, bool]:
    """The text with what is measured, and whether there was a place for it."""
    measure = shown.measure
    if _OF_THEM.search(text):
        if "occupation" in shown.slots and "occupation" not in named:
            measure = f"{measure} bland {shown.slots['occupation']}"
            if "sex" in shown.slots and "sex" not in named:
                measure = lower_first(put(measure, "sex", shown.slots["sex"], past).rstrip("?"))
            named |= {"occupation", "sex"}
        if "region" in named:
            measure = f"{measure} {shown.slots.get('region', 'i riket')}"
        return _OF_THEM.sub(lambda match: f"{match['of']} {measure}", text, count=1), True
    if counts_after_pay(text, past):
        text = _HOW_MANY.sub("hur många anställda finns det", text)
        return text, bool(named or shown.slots)  # how many they are, after what they earn
    if _COUNTED.match(text) and _RATIO.search(text):
        return text, bool(named)
    if _IT.search(text):
        said = _IT.sub(lambda match: f"{match['verb']} {measure}", text, count=1)
        counted = measure.startswith("antalet")
        return (_LEAST.sub(lambda m: _OF_NUMBERS[m[0].lower()], said) if counted else said), True
    if ranks(text):
        noun = re.sub(r"^antalet ", "", measure)
        noun = noun if noun != measure else re.sub(r"(?<=\w)en$", "", measure)
        return _SUPERLATIVE.sub(
            lambda match: f"{match[0].removesuffix(' antal')} {noun}", text, count=1
        ), True
    return text, False


def _says_more(text: str, past: Past) -> bool:
    """Whether it says anything beside what it names and how it asks."""
    spans = past.spans(text)
    left = "".join(" " if any(s.start <= at < s.end for s in spans) else char for at, char in enumerate(text))
    return any(says_something(token) and not _FRAME.match(token.text.lower()) for token in tokenize(left))
