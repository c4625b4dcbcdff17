"""Requests for data and what is asked after a draft of one: "skriv en begäran om det", "måste de svara?"."""

from __future__ import annotations

import re

from rag import texts
from rag.catalogue.door import read_ask
from rag.catalogue.gaps import subject_of
from rag.conversation.base import Past
from rag.conversation.wording import as_question, bare, lower_first
from rag.schema import Turn

_IT = re.compile(
    r"\b(?P<lead>om|ut) "
    r"(?:det(?: där)?|detta|dem|dessa|(?:de |den )?(?:uppgifterna|siffrorna|statistiken|datan))"
    r"(?= (?:till|hos|från|av|åt)\b|\W*$)",
    re.IGNORECASE,
)
_THEY = re.compile(r"\b(?:de|dom|dem|myndigheten)\b", re.IGNORECASE)


def on_request(question: str, past: Past) -> str:
    """The question with what was spoken of as what is requested, or asked of the request just drafted.

    Empty when it is neither.
    """
    ask = read_ask(question)
    pointed = _IT.search(question)
    if ask is not None and ask.kind == "request" and pointed:
        subject = subject_of(past.last.standalone_question)
        lead = "om" if pointed["lead"].lower() == "om" else "ut"
        rest = f"{question[: pointed.start()]}{lead} {subject}{question[pointed.end() :]}"
        return rest if subject else ""
    text = bare(question)
    if _is_draft(past.last) and _THEY.search(text) and not past.named(text):
        asked = _THEY.sub(texts.CONVERSATION_AUTHORITY, lower_first(text.rstrip(" ?!.")), count=1)
        return as_question(f"{texts.CONVERSATION_ABOUT.format(topic=_topic(past.last))}{asked}")
    return ""


def _is_draft(turn: Turn) -> bool:
    return turn.answer is not None and turn.answer.text.startswith(texts.LETTER_INTRO)


def _topic(turn: Turn) -> str:
    """What the draft is called by the law that it stands on."""
    reuse = texts.LETTER_TITLE_REUSE.partition(":")[0]
    titles = (reuse, texts.LETTER_TITLE_TF.partition(":")[0])
    text = turn.answer.text if turn.answer else ""
    return lower_first(next((title for title in titles if title in text), titles[1]))
