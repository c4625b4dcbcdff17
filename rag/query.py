"""Standalone question → Query: what kind of question it is, what it names, what it asks to look in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from rag import texts
from rag.entities.gazetteer import Gazetteer
from rag.entities.regions import find_regions
from rag.errors import QuestionError
from rag.schema import DocumentKind, Entity, EntityKind, Query, QueryKind, Reason
from rag.swedish.courtesies import without_courtesies
from rag.swedish.definitions import as_definition
from rag.swedish.english import in_swedish, is_english
from rag.swedish.mending import mend
from rag.swedish.sentences import with_capitals

# Words that show what a question is after. A cue, not a verdict: the rooms of evidence judge for themselves.
_CUES: Sequence[tuple[QueryKind, str]] = (
    (
        "smalltalk",
        r"^(hej(san)?|hallå|tjena|god (morgon|dag|kväll)|tack( så mycket)?|vem är du|vad kan du( göra)?|"
        r"(vilka|vad för) (sorts |slags )?frågor (kan|får) (du|jag|man|ni) (svara|ställa)( på)?|hjälp|"
        r"vad (kan|får) (jag|man) fråga( dig| er)?( om)?|hur (fungerar|funkar) (du|ni|datalots|det här)|"
        r"vad (är|gör) (datalots|du)|vad (vet|svarar) du( på| om)?|kan du hjälpa (mig|till)|"
        r"vad kan (du|ni|datalots) (svara på|berätta om|hjälpa (mig |oss )?(med|till med))|"
        r"(vilka|vad för|vad har (du|ni) för) (sorts |slags )?"
        r"(datamängder|data|tabeller|källor|ämnen|statistik|uppgifter)"
        r"( (har|använder|bygger) (du|ni|datalots)( på)?)?( egentligen)?)\W*$",
    ),
    (
        "dataset",
        r"\b(öppna data|data ?set|datamängd\w*|datakäll\w*|statistikkäll\w*|api(:?er|:?et)?|ladda ner|rådata|"
        r"vilk\w+ data|som (fil|csv|excel|json|kalkylark))\b",
    ),
    (
        "occupation",
        r"\b(ssyk|isco|esco|yrkeskod\w*|yrkesbenämning\w*|kompetens\w*|byta till|omskola\w*)\b",
    ),
    (
        "law",
        r"\b(lag(en|ar|arna)?|förordning\w*|paragraf\w*|kap\.|"
        r"får (man|jag|en|min|myndighet\w*|arbetsgivar\w*)|måste|skyldig\w*|rätt till|"
        r"uppsägningstid\w*|olagligt|förbjud\w*|tillåt\w*)\b|§",
    ),
    ("definition", r"^(vad (är|betyder|menas med|innebär)|definiera|förklara)\b"),
)
_OF_SOMETHING: frozenset[EntityKind] = frozenset({"occupation", "region", "period", "sex"})
"""What makes "vad är medianlönen …" a question about a figure, not about a word."""
_NAMES: frozenset[EntityKind] = frozenset({"occupation", "region", "agency", "act"})
_LAW_ONLY = re.compile(r"\b(enligt|i|vad säger) (lagen|förordningen|lagtexten)\b")
_SHOUTED = 12
"""Letters from which capitals are no abbreviation."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def readable(question: str, limit: int) -> str:
    """The question in NFC on one line, without control and direction characters.

    Raises:
        QuestionError: It is empty, longer than `limit` characters, or holds no letter or digit.
    """
    text = " ".join(_CONTROL.sub(" ", unicodedata.normalize("NFC", question)).split())
    if not text and not question.strip():
        raise _unreadable("question is empty", "empty_question", texts.QUESTION_EMPTY)
    if not any(char.isalnum() for char in text):
        raise _unreadable("question has no letters or digits", "not_text", texts.QUESTION_NOT_TEXT)
    if len(text) > limit:
        message = texts.QUESTION_TOO_LONG.format(limit=f"{limit:,}".replace(",", "\u00a0"))
        raise _unreadable(f"question has {len(text)} characters, limit {limit}", "question_too_long", message)
    return text


def _unreadable(log: str, reason: Reason, message: str) -> QuestionError:
    return QuestionError(log, reason=reason, user_message=message)


def in_plain_swedish(question: str, gazetteer: Gazetteer, is_known: Callable[[str], bool]) -> str:
    """The question as it was meant: courtesies left out, English in Swedish words, slips mended.

    Args:
        question: Readable.
        gazetteer: What it names is left as it is in an English question.
        is_known: Whether the sources hold a folded word: such a word is never a slip.
    """
    question = as_definition(_in_small_letters(without_courtesies(with_capitals(question))))
    if not is_english(question):
        places = (e for e in find_regions(question) if e.exact or " " in question[e.start : e.end])
        return mend(question, is_known, [(e.start, e.end) for e in places])
    names = [(e.start, e.end) for e in gazetteer.find(question) if e.kind in _NAMES and e.exact]
    return in_swedish(question, names)


def _in_small_letters(question: str) -> str:
    """A question that is all in capitals, without them: which words are names cannot be seen in it."""
    letters = sum(char.isalpha() for char in question)
    return question.capitalize() if question.isupper() and letters >= _SHOUTED else question


def read_query(question: str, gazetteer: Gazetteer, today: str) -> Query:
    """Read a standalone question; `today` is the ISO date that "i år" is counted from."""
    entities = gazetteer.find(question, today)
    return Query(
        question=question,
        kind=_kind(question.lower(), entities),
        entities=entities,
        kinds=_kinds(question.lower()),
        language="en" if is_english(question) else "sv",
        today=today,
    )


def _kind(question: str, entities: Sequence[Entity]) -> QueryKind:
    kinds = {entity.kind for entity in entities}
    for kind, pattern in _CUES:
        if re.search(pattern, question) and not (kind == "definition" and kinds & _OF_SOMETHING):
            return kind
    if "measure" in kinds:
        return "statistic"
    if "act" in kinds:
        return "law"
    if "occupation" in kinds:
        return "occupation"
    return "other"


def _kinds(question: str) -> tuple[DocumentKind, ...]:
    return ("brief", "law") if _LAW_ONLY.search(question) else ()
