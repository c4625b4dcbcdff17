"""A follow-up that only names what is to be exchanged: "och i Umeå?", "för kvinnor?", "månaden efter?"."""

from __future__ import annotations

import re

from rag import texts
from rag.conversation import when
from rag.conversation.base import Past, Slot, Span
from rag.conversation.carried import counts_after_pay, wants_part
from rag.conversation.exchange import put, without, words_of
from rag.conversation.measured import of_the_first
from rag.conversation.orders import over
from rag.conversation.replies import other_kind
from rag.conversation.wording import as_question, asked, bare, is_clause, listed, own_words, plain
from rag.swedish.periods import MONTHS
from rag.swedish.words import STOP_WORDS, fold, tokenize

_TREND = re.compile(r"\b(?:utveckling\w*|utvecklats|trend\w*|över tid)\b", re.IGNORECASE)
_HOW_IT_IS = re.compile(r"(?:hur|vad) (?:är|var|ser|såg|blir|blev|gäller|gick|går)\b", re.IGNORECASE)
_FILLER = re.compile(
    r"^(?:ser|såg|ut|hur|gick|går|gått|siffran|hela|bara|fråga|svar|istället|jämfört|vanlig|vanliga|typisk|utveckling\w*|utvecklats|trend\w*|personer)$"
)
_BARE_THING = re.compile(r"^(?:(?:i|på|för|bland|hos|inom|av|om|med)\s+)?(?P<thing>[\w -]+)$", re.IGNORECASE)
_EXCHANGED: tuple[Slot, ...] = ("region", "occupation", "period", "sex", "age")
_SAME_END = 4
_LONGEST_PHRASE = 5
_ABOUT = texts.CONVERSATION_ABOUT.partition("{")[0]
MOST_IN_A_CLAUSE = 7
"""Words that "hur många var det i Malmö i maj 2018" may have; more of them are a question of their own."""


_SAME_YEAR = re.compile(rf"\b({'|'.join(MONTHS)})\s+(?:i\s+)?(?:samma|det) år(?:et)?\b", re.IGNORECASE)
""" "Juni samma år" is "juni" of the year that was spoken of."""


_IF_I_WERE = re.compile(
    r"^(?:om|ifall)\s+\w+\s+(?:i ?stället\s+)?"
    r"(?:flyttar|hamnar|bor|jobbar|söker|letar|bosätter sig|tittar|ser)"
    r"(?:\s+(?:hem|ner|ned|upp|ut|hit|dit|jobb))?\s+(?P<where>till|i|på|mot)\s+",
    re.IGNORECASE,
)


_SHOWN = re.compile(
    r"^(?:kan du )?(?:visa|gör|ställ upp)(?: det)? (?:i|som|upp i)? ?(?:en|ett) (?:tabell|diagram|graf) "
    r"(?=(?:för|med|över|på|av)\b)",
    re.IGNORECASE,
)
""" "Visa i en tabell för män och kvinnor" exchanges as "för män och kvinnor" does."""
_IN_FIVE = re.compile(r"^(?:på|om|på några|inom) (?:fem|5|några) år(?:s sikt)?$", re.IGNORECASE)
"""The assessments that look ahead look five years ahead."""
_OF_THEM = re.compile(
    r"^hur många av (?:dem|dom|de|dessa|annonserna|invånarna)\s+"
    r"(?:(?:är|var|gäller|gällde|finns|fanns|bor|bodde|jobbar|arbetar)\s+(?:till\s+|just\s+)?)?(?=\S)",
    re.IGNORECASE,
)
""" "Hur många av dem är för lärare?" narrows what was counted down to "för lärare"."""


def _there(match: re.Match[str]) -> str:
    """ "Om jag flyttar till Kalmar" asks the same "i Kalmar"."""
    return "på " if match["where"].lower() == "på" else "i "


def filled(question: str, past: Past) -> str:
    """The question before with what `question` names in the place of its own; empty for no ellipsis."""
    text = _SHOWN.sub("", bare(question).strip())
    text = _OF_THEM.sub("", _IF_I_WERE.sub(_there, _SAME_YEAR.sub(r"\1", text)))
    if _IN_FIVE.match(text) and past.spans(past.last.standalone_question, "occupation"):
        text = "efterfrågan på fem års sikt"
    if is_clause(text) and (len(text.split()) > MOST_IN_A_CLAUSE or _asks_itself(text, past)):
        return ""
    before = asked(past.last)
    if over(text) or wants_part(text) or counts_after_pay(text, past):
        return ""  # an order, a part or a number of its own
    qualified = _qualified(text, before)
    if qualified:
        return qualified
    kind = other_kind(text, before, past)
    if kind:
        return put(before, "region", kind, past)
    moved = _moved_years(text, before, past)
    if moved:
        return moved
    at = when.said(text)
    period = _period(text, before, past)
    rest = f"{text[: at[0]]} {text[at[1] :]}".strip() if at and period else "" if period else text
    spans = [span for span in past.spans(rest) if span.slot in _EXCHANGED]
    measures = past.spans(rest, "measure")
    if over(before) == "period" and len(period) > len("2024"):
        before = of_the_first(before, past)
    if _own(rest, spans, past) or (measures and not (past.spans(before, "measure") and not spans)):
        return ""
    if measures:
        return _other_measure(rest, measures[0], before, past)
    if not spans and not period:
        return ""
    return as_question(_exchanged(before, rest, spans, period, bool(_TREND.search(text)), past))


def _asks_itself(text: str, past: Past) -> bool:
    """Whether it asks something of an occupation, and not how it is: "vad kan en receptarie bli?"."""
    return bool(past.spans(text, "occupation")) and not _HOW_IT_IS.match(text)


def _exchanged(before: str, rest: str, spans: list[Span], period: str, over_time: bool, past: Past) -> str:
    for slot in _EXCHANGED:
        mine = [span for span in spans if span.slot == slot]
        if not mine:
            continue
        words = words_of(rest, mine[0]) if len(mine) == 1 else listed([rest[s.start : s.end] for s in mine])
        if slot == "period" and over_time:
            before = f"{without(before, 'period', past).rstrip(' ?')}, utvecklingen {words}?"
        else:
            before = put(before, slot, words, past)
    return put(before, "period", when.phrase(period), past) if period else before


def _period(text: str, before: str, past: Past) -> str:
    """The code of a period that is counted from the turn before or lacks its year; else empty."""
    codes = [code for span in past.spans(before, "period") for code in span.codes]
    base = when.period_of(past.last, codes)
    at = when.said(text)
    if at is None:
        return when.month_of(text, base)
    absolute = [
        span for span in past.spans(text, "period") if not (at[0] <= span.start and span.end <= at[1])
    ]
    return "" if absolute else when.counted(text, base)


def _own(text: str, spans: list[Span], past: Past) -> list[str]:
    """What it says beside the things to exchange: then it is a question of its own."""
    covered = [(span.start, span.end) for span in (*spans, *past.spans(text, "measure"))]
    return [word for word in own_words(text, covered) if not _FILLER.match(word)]


def _moved_years(text: str, before: str, past: Past) -> str:
    """ "Samma tre månader året före" of a stretch of one year: the same of another; else empty."""
    years, spans = when.years_moved(text), past.spans(before, "period")
    if not years or len(spans) != 1 or not _STRETCH.match(text):
        return ""
    words = before[spans[0].start : spans[0].end]
    if len(_YEAR.findall(words)) != 1 or _YEAR.fullmatch(words):
        return ""
    moved = _YEAR.sub(lambda match: str(int(match[0]) + years), words)
    return as_question(f"{before[: spans[0].start]}{moved}{before[spans[0].end :]}")


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_STRETCH = re.compile(r"^(?:för |under )?samma\b", re.IGNORECASE)


def _qualified(text: str, before: str) -> str:
    """ "I fasta priser?" after "… i löpande priser": the same thing with another word before it."""
    match = _QUALIFIED.match(text)
    other = match and re.search(rf"\b(?P<how>\w+) {re.escape(match['thing'])}\b", before, re.IGNORECASE)
    if not match or not other or fold(other["how"]) in STOP_WORDS or fold(other["how"]) == fold(match["how"]):
        return ""
    return as_question(f"{before[: other.start('how')]}{match['how']}{before[other.end('how') :]}")


_QUALIFIED = re.compile(r"^(?:i|med|utan|för|av)?\s*(?P<how>\w+) (?P<thing>\w+)$", re.IGNORECASE)


def _other_measure(text: str, measure: Span, before: str, past: Past) -> str:
    """ "och medellönen?": asked for whom, where and when the other was."""
    if is_clause(text):
        return ""
    asked = f"Vad är {text[measure.start : measure.end]}"
    for slot in _EXCHANGED[:3]:
        for span in past.spans(before, slot)[-1:]:
            asked = put(asked, slot, words_of(before, span), past)
    return as_question(asked)


def swapped(question: str, past: Past) -> str:
    """ "och veckovilan?" in the place of "dygnsvilan", "i Oslo" of "i Umeå": a thing without a code of ours.

    Empty when nothing in the question before is of its make.
    """
    text = bare(question).strip(" .!?")
    match = _BARE_THING.match(text)
    before = plain(past.last.standalone_question)
    if match is None or is_clause(text) or past.named(text) or len(text.split()) > 4:
        return ""
    like = _alike(match["thing"], before)
    if like:
        return as_question(f"{before[: like[0]]}{match['thing']}{before[like[1] :]}")
    lead = text.split()[0].lower()
    slot: Slot | None = "region" if lead in {"i", "på"} else "occupation" if lead == "för" else None
    if slot and past.spans(before, slot):
        return put(before, slot, text if slot == "region" else match["thing"], past)
    return ""


def _alike(thing: str, before: str) -> tuple[int, int] | None:
    """Where the question before has a word with the same end as the one of `thing`: "-vilan"."""
    words = tokenize(thing)
    if len(words) != 1 or len(thing) <= _SAME_END:
        return None
    end = fold(thing)[-_SAME_END:]
    found = [
        token for token in tokenize(before) if len(token.text) > _SAME_END and fold(token.text).endswith(end)
    ]
    return (found[-1].start, found[-1].end) if found else None


_PHRASE = re.compile(r"^(?P<lead>för|om|på|i|hos|till|från|med|mellan|av|vid|inom)\s+\S", re.IGNORECASE)


def other_end(question: str, past: Past) -> str:
    """ "och för arbetsmiljö?" after "Vem ansvarar för löner?", "och Digg?" after "Vad gör SCB?".

    The question before with its last phrase of the same preposition, or its thing of the same kind,
    exchanged; empty when it has none.
    """
    text = bare(question).strip(" .!?")
    before = plain(past.last.standalone_question).rstrip(" ?")
    if is_clause(text) or len(text.split()) > _LONGEST_PHRASE or before.startswith(_ABOUT):
        return ""
    slots: tuple[Slot, ...] = ("agency", "occupation", "act")
    for slot in slots:
        mine, theirs = past.spans(text, slot), past.spans(before, slot)
        if mine and len(theirs) == 1:
            return as_question(
                f"{before[: theirs[0].start]}{words_of(text, mine[-1])}{before[theirs[0].end :]}"
            )
    match = _PHRASE.match(text)
    places = [m.start() for m in re.finditer(rf"\b{match['lead']}\s", before, re.IGNORECASE)] if match else []
    if not places or past.spans(text, "region") or past.spans(text, "period"):
        return ""
    return as_question(f"{before[: places[-1]]}{text}")
