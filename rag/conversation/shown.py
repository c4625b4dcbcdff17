"""Comparisons and computations over what was just shown: "hur mycket skiljer det?", "vilken var högst?".

The questions of the last turns that differ in one thing only (the place, the year, the sex …) are put
together to one question about all of it, with what is to be done at its end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from rag import texts
from rag.conversation import orders, when
from rag.conversation.base import Past, Slot, Understood
from rag.conversation.exchange import put, words_of
from rag.conversation.replies import corrected, ordinal
from rag.conversation.wording import as_question, bare, listed, lower_first, own_words, plain, points_back
from rag.schema import Clarification, Draft, Turn

Task = Literal[
    "difference", "change", "percent", "apart", "share", "highest", "lowest", "together", "chart", "compare"
]

_WHICH = r"^(?:vilk(?:en|et|a)|vem|var|när|i vilk\w+)\b.*"
_CHANGED = (
    r"(?:ökat|ökade|ökning\w*|minskat|minskade|minskning\w*|stigit|"
    r"gått (?:upp|ned|ner)|gick (?:(?:den|det|de) )?(?:upp|ned|ner)|"
    r"steg|sjunkit|sjönk|fallit|föll|förändring\w*|förändrats|ändrats|växt|krympt)"
)
_WHY = re.compile(r"^(?:varför|hur kommer det sig|vad beror)\b", re.IGNORECASE)
_PATTERNS: Sequence[tuple[Task, str]] = (
    (
        "chart",
        r"^(?:visa|rita|gör|kan (?:du|jag) (?:visa|rita|få|se))?\W*(?:det|den|dem|detta)?\s*"
        r"(?:i|som|ett|på)?\s*(?:ett |en )?(?:diagram|graf|stapeldiagram|linjediagram|kurva)\w*$",
    ),
    (
        "together",
        r"\b(?:tillsammans|sammanlagt|sammantaget|totalt|summan|ihop|summera\w*|"
        r"allt som allt|sammanräknat)\b",
    ),
    (
        "share",
        r"\b(?:hur stor (?:del|andel)|hur många procent|i procent|procent)\b.*\bav "
        r"(?:(?:länet|landet|riket|hela \w+|alla|totalen|det hela)|(?:länets|landets|rikets) \w+ "
        r"(?:hör|hörde|ligger|låg|finns|fanns|är|var) (?:till |i )(?:kommunen|staden|länet))$",
    ),
    (
        "percent",
        rf"\bhur (?:många|mycket|stor)\b.*\bprocent\b.*\b{_CHANGED}|\b{_CHANGED}.*\bprocent\b|"
        r"\bprocentuellt\b|^(?:i|hur många) procent(?: (?:är|blir|var) det)?$|"
        r"\bhur (?:många|mycket) procent (?:mer|mindre|högre|lägre|fler|färre|större|mindre)\b",
    ),
    (
        "change",
        rf"\bhur (?:många|mycket|stor)\b.*\b{_CHANGED}\b|"
        rf"^(?:har|hade) (?:det|den|de|antalet|siffran|andelen)(?: \w+)? {_CHANGED}$|"
        rf"^(?:ökade|minskade|steg|sjönk) (?:det|den|de)(?: eller \w+)?$|"
        r"^(?:är|var|blev) det (?:en |någon )?(?:ökning|minskning|förbättring|försämring|uppgång|nedgång)\w*"
        r"(?: eller (?:en )?\w+)?$",
    ),
    ("lowest", rf"{_WHICH}\b(?:lägst\w*|minst\w*|färst|kortast)\b"),
    ("highest", rf"{_WHICH}\b(?:högst\w*|störst\w*|flest|mest|längst)\b"),
    (
        "difference",
        r"\b(?:skiljer|skillnad\w*|hur (?:mycket|många) (?:mer|mindre|högre|lägre|fler|färre|större))\b|"
        r"^(?:är|var|blir|blev) (?:det|den|de) (?:högre|lägre|mer|mindre|fler|färre|större|bättre|sämre)"
        r"(?: eller \w+)?$",
    ),
    ("compare", r"\bjämför\w*\b"),
)
_TASKS = tuple((task, re.compile(pattern, re.IGNORECASE)) for task, pattern in _PATTERNS)
_AMONG = re.compile(
    r"\bav (?:dem|de|dessa|länen|kommunerna|städerna|yrkena|åren|månaderna|båda)\b", re.IGNORECASE
)
MAX_SHOWN = 3
"""Turns back of what a question may name again: "hur mycket fler är det i Kalmar?"."""
_COUNTRY = "00"
_SLOTS: tuple[Slot, ...] = ("region", "period", "sex", "occupation", "age")
_FRAME = frozenset(
    """
    län länet länen kommun kommunen kommunerna stad staden städerna plats land yrke yrket yrken yrkena år året
    åren månad månaden månaderna grupp gruppen båda länen
    """.split()
)
_TASK_WORDS = re.compile(
    r"^(?:skilj\w+|skillnad\w*|högst\w*|lägst\w*|störst\w*|minst\w*|flest|färst|mest|längst\w*|kortast\w*|tillsammans|"
    r"sammanlagt|sammantaget|sammanräknat|allt|slår|lägger|lägga|lägg|slå|bättre|sämre|totalt|summa\w*|summera\w*|ihop|jämför\w*|diagram\w*|graf\w*|kurva\w*|stapel\w*|linje\w*|"
    r"rita|visa|egentligen|mellan|högre|lägre|större|fler|färre|stor|två|tre|kr|procentenheter|procentuellt|"
    rf"andel|del|gått|gick|ned|ner|upp|{_CHANGED})$"
)


def task_of(question: str, past: Past) -> Task | None:
    """What a question asks to have done with what was shown; None when it names something of its own."""
    text = bare(question).strip(" .!?")
    task = next((task for task, pattern in _TASKS if pattern.search(text)), None)
    if task is None or _WHY.match(text):
        return None
    asked = past.last.standalone_question if past.turns else ""
    before = {code for span in past.spans(asked, "measure") for code in span.codes}
    named = [span for span in past.spans(text) if span.slot != "measure" or not span.codes & before]
    asked_of = {
        code for turn in past.turns[:2] for s in past.spans(turn.standalone_question) for code in s.codes
    }
    others = [span for span in named if span.slot in {"measure", "occupation", "act", "agency"}]
    if not _AMONG.search(text) and any(not span.codes <= asked_of for span in others):
        return None
    covered = [(span.start, span.end) for span in named]
    covered += [(span.start, span.end) for span in past.spans(text, "measure")]
    own = [word for word in own_words(text, covered) if not _TASK_WORDS.match(word) and word not in _FRAME]
    shown = frozenset().union(
        *(span.codes for turn in past.turns[:MAX_SHOWN] for span in past.spans(turn.standalone_question))
    )
    said = " ".join(turn.standalone_question for turn in past.turns[:MAX_SHOWN]).lower()
    new = [
        span
        for span in named
        if span.slot in _SLOTS and not span.codes <= shown and text[span.start : span.end].lower() not in said
    ]
    if own or (new and task != "compare"):
        return None
    over = orders.over(text) if task in {"highest", "lowest"} else None
    if over and past.turns and _count(together(past)[0], over, past) < 2:
        return None  # one of all, and not of those that were shown
    return task


def over_shown(question: str, task: Task, past: Past) -> Understood | None:
    """One question about all that the last turns showed, or a question back when they showed one thing."""
    base = plain(past.last.standalone_question)
    places = past.spans(bare(question))
    if task == "compare" and places:
        return Understood(question=_told(_with_named(bare(question), base, past), task))
    if past.subject(past.last) == "occupation":
        return _of_occupations(question, past)
    if past.subject(past.last) not in {"figures", "none"}:
        return None
    if task == "share":
        share = _share(past)
        return Understood(question=share) if share else None
    ends = orders.both_ends(past) if task in {"difference", "percent"} else ""
    if ends:
        return Understood(question=ends)
    merged, count = together(past)
    if count < 2 and task in {"change", "percent"}:
        return None
    if count < 2 and task not in {"chart", "highest", "lowest"}:
        return _compare_what(question)
    if count < 2 and task != "chart":
        return None
    apart = task == "percent" and _count(merged, "period", past) < 2
    return Understood(question=_told(merged, "apart" if apart else task))


def one_of(question: str, past: Past) -> str:
    """ "Den första" of several occupations whose figures were shown: asked of that one; else empty."""
    place = ordinal(bare(question))
    figures = past.last.answer.quantities if past.last.answer else ()
    names = list(dict.fromkeys(lower_first(f.population.partition(",")[0]) for f in figures if f.population))
    before = plain(past.last.standalone_question)
    if place is None or len(names) < 2 or place.at >= len(names) or not past.spans(before, "occupation"):
        return ""
    text = bare(question)
    if own_words(f"{text[: place.start]} {text[place.end :]}"):
        return ""
    return put(before, "occupation", names[place.at], past)


def together(past: Past) -> tuple[str, int]:
    """The questions of the last turns as one, and how many things it names of the kind they differ in."""
    base = plain(past.last.standalone_question)
    varied: Slot | None = None
    phrases: list[str] = []
    codes: list[frozenset[str]] = []
    taken_back = bool(corrected(past.last.question))
    for turn in past.turns[1:]:
        if taken_back:
            taken_back = bool(corrected(turn.question))
            continue
        taken_back = bool(corrected(turn.question))
        question = plain(turn.standalone_question)
        base, question = _both_dated((base, past.last), (question, turn), past)
        slot = _difference(base, question, past)
        if slot is None or (varied and slot != varied):
            break
        if not varied:
            varied = slot
            phrases, codes = [_words(base, slot, past)], [_codes(base, slot, past)]
        found = _codes(question, slot, past)
        if not any(found <= other for other in codes):
            phrases.insert(0, _words(question, slot, past))
            codes.insert(0, found)
    if varied is None:
        return base, max((_count(base, slot, past) for slot in _SLOTS), default=1)
    merged = put(base, varied, listed(phrases), past)
    return merged, max(len(phrases), _count(merged, varied, past))


def _both_dated(one: tuple[str, Turn], other: tuple[str, Turn], past: Past) -> tuple[str, str]:
    """Two questions, of which one names a time and the other is given that of its answer."""
    (mine, my_turn), (theirs, their_turn) = one, other
    if bool(past.spans(mine, "period")) == bool(past.spans(theirs, "period")):
        return mine, theirs
    if past.spans(mine, "period"):
        return mine, _dated(theirs, their_turn, past)
    return _dated(mine, my_turn, past), theirs


def _dated(question: str, turn: Turn, past: Past) -> str:
    code = when.period_of(turn, ())
    return put(question, "period", when.phrase(code), past) if code else question


def _difference(one: str, other: str, past: Past) -> Slot | None:
    """The one kind of thing in which two questions differ; None for none, several or another measure."""
    mine, theirs = past.spans(one), past.spans(other)
    measures = [
        frozenset().union(*(s.codes for s in spans if s.slot == "measure")) for spans in (mine, theirs)
    ]
    if not measures[0] & measures[1] and (measures[0] or measures[1]):
        return None
    different = [slot for slot in _SLOTS if _codes(one, slot, past) != _codes(other, slot, past)]
    if len(different) != 1 or not (_codes(one, different[0], past) and _codes(other, different[0], past)):
        return None
    return different[0]


def _codes(question: str, slot: Slot, past: Past) -> frozenset[str]:
    return frozenset().union(*(span.codes for span in past.spans(question, slot)))


def _words(question: str, slot: Slot, past: Past) -> str:
    span = past.spans(question, slot)[-1]
    return words_of(question, span) if slot == "occupation" else question[span.start : span.end]


def _count(question: str, slot: Slot, past: Past) -> int:
    """How many things a question names of a kind: readings of one word are one."""
    return len({(e.start, e.end) for e in past.named(question) if e.kind == slot})


def _with_named(question: str, base: str, past: Past) -> str:
    """ "jämför Skåne och Halland": both in the place of the one that was asked about."""
    for slot in _SLOTS:
        spans = past.spans(question, slot)
        if spans:
            named = [question[span.start : span.end] for span in spans]
            mine = past.spans(base, slot)
            if len(named) == 1 and _WITH.search(question) and mine:
                named.insert(0, base[mine[-1].start : mine[-1].end])
            words = listed(named)
            base = put(base, slot, words, past)
    return base


_WITH = re.compile(r"\bmed\b", re.IGNORECASE)
""" "jämför med Dalarna": with the place that was just asked about."""


def _share(past: Past) -> str:
    """How much one of the last two questions' places is of the other, when they differ in the place only."""
    if len(past.turns) < 2:
        return ""
    asked = [plain(turn.standalone_question) for turn in past.turns[:2]]
    if _difference(asked[0], asked[1], past) != "region":
        return ""
    codes = [min(_codes(question, "region", past)) for question in asked]
    part, whole = sorted((0, 1), key=lambda at: (codes[at] == _COUNTRY, len(codes[at]) < 4, at))
    places = [_words(asked[at], "region", past) for at in (part, whole)]
    both = put(asked[0], "region", listed(places), past).rstrip(" ?")
    return as_question(both + texts.CONVERSATION_SHARE.format(part=places[0], whole=places[1]))


def _told(merged: str, task: Task) -> str:
    if task == "chart":
        return as_question(texts.CONVERSATION_CHART.format(question=lower_first(merged.rstrip(" ?"))))
    return as_question(merged.rstrip(" ?") + texts.CONVERSATION_TASKS[task])


def _of_occupations(question: str, past: Past) -> Understood | None:
    """The occupations that the last turns named, compared."""
    names: list[str] = []
    for turn in past.turns[:3]:
        asked = turn.standalone_question
        named = [asked[s.start : s.end] for s in past.spans(asked, "occupation")]
        names = [*(name for name in named if name not in names), *names]
    if len(names) < 2 or not points_back(f"{question} dem"):
        return None
    return Understood(question=texts.CONVERSATION_OCCUPATIONS.format(names=listed(names[-2:])))


def _compare_what(question: str) -> Understood:
    clarification = Clarification(text=texts.CONVERSATION_COMPARE_WHAT, options=())
    return Understood(
        question=as_question(question),
        draft=Draft(status="clarify", reason="ambiguous", clarification=clarification),
    )
