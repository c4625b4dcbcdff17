"""Follow-up + history → standalone question, without a model.

A follow-up changes one thing and keeps the rest: "och i Skåne?", "för kvinnor då?", "året innan?". What it
names replaces what the earlier question named of the same kind; what that did not name is added to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.entities.gazetteer import Gazetteer
from rag.schema import Entity, EntityKind, Turn
from rag.swedish.words import STOP_WORDS, tokenize

_OPENERS = re.compile(
    r"^(och|men|samt|då|hur är det|hur ser det ut|vad gäller|för|i|på|bland|hos)\b", re.IGNORECASE
)
_BACK = re.compile(r"\b(den|det|dem|de|dom|denna|detta|dessa|där|dit|deras|dess|samma)\b", re.IGNORECASE)
_DUMMY = re.compile(
    r"\b((finns|går|gäller|blir|är|var|var det|kan|får) det|det (är|finns|går|som|var|gäller)|den som|de som|"
    r"det att|den (första|sista|\w+a))\b",
    re.IGNORECASE,
)
"""Where "det" stands for nothing said before."""
_GOES_ON = re.compile(r"^(och|men|nej|ja)\b", re.IGNORECASE)
_OWNERS = re.compile(r"\b(deras|dess)\b", re.IGNORECASE)
_LOOK_BACK = 4
"""Turns in which what a pronoun stands for is looked for."""
_CARRIED: tuple[EntityKind, ...] = ("occupation", "region", "act", "agency")
_YEAR_BEFORE = re.compile(r"\b(året (innan|före|dessförinnan)|föregående år)\b", re.IGNORECASE)
_YEAR_AFTER = re.compile(r"\b(året (efter|därpå)|följande år)\b", re.IGNORECASE)
_REPLACEABLE: tuple[EntityKind, ...] = ("region", "period", "sex", "occupation", "measure", "act", "agency")
_PREPOSITION: dict[EntityKind, str] = {"region": "i", "period": "", "sex": "för", "occupation": "för"}
_FOLLOW_UP_WORDS = 3
"""Content words that a follow-up may hold beside what it names."""


def standalone(question: str, history: Sequence[Turn], gazetteer: Gazetteer, today: str) -> str:
    """The question, with what it leaves out filled in from the turn before."""
    if not history:
        return question
    before = history[-1].standalone_question
    option = _chosen_option(question, history[-1])
    if option:
        return option
    named = gazetteer.find(question, today)
    earlier = gazetteer.find(before, today)
    year = _neighbour_year(question, earlier)
    if year:
        return _replace(before, earlier, "period", year)
    if _is_ellipsis(question, named):
        for entity in named:
            words = question[entity.start : entity.end]
            before = _replace(before, gazetteer.find(before, today), entity.kind, words)
        return before
    if _refers_back(question):
        return _completed(question, named, history[-1].question, _named_before(history, gazetteer, today))
    return question


def _completed(question: str, named: Sequence[Entity], before: str, earlier: Sequence[Entity]) -> str:
    """The question with what was named before it and not in it; behind the last question when nothing was."""
    kinds = {entity.kind for entity in named}
    missing = [entity for entity in earlier if entity.kind in _CARRIED and entity.kind not in kinds]
    if not missing:
        return f"{before} {question}"
    words = dict.fromkeys(_phrase(entity.kind, entity.label) for entity in missing)
    kept = " ".join(_OWNERS.sub(" ", question).split())
    return f"{kept.rstrip(' ?!.')} {' '.join(words)}?"


def _named_before(history: Sequence[Turn], gazetteer: Gazetteer, today: str) -> list[Entity]:
    """What the latest question that named something named, each label as it was written."""
    for turn in reversed(history[-_LOOK_BACK:]):
        asked = turn.standalone_question
        found = [
            replace(entity, label=asked[entity.start : entity.end]) for entity in gazetteer.find(asked, today)
        ]
        if any(entity.kind in _CARRIED for entity in found):
            return found
    return []


def _chosen_option(question: str, turn: Turn) -> str:
    """The question behind an option of the clarification that was just asked, when the reply names it."""
    clarification = turn.answer.clarification if turn.answer else None
    reply = question.strip(" .!?").lower()
    for number, (label, asked) in enumerate(clarification.options if clarification else (), start=1):
        if reply in {label.lower(), str(number)} or (len(reply) > 3 and reply in label.lower()):
            return asked
    return ""


def _is_ellipsis(question: str, named: Sequence[Entity]) -> bool:
    covered = {index for entity in named for index in range(entity.start, entity.end)}
    content = [
        token
        for token in tokenize(question)
        if token.start not in covered and token.text.lower() not in STOP_WORDS and len(token.text) > 1
    ]
    has_measure = any(entity.kind in {"measure", "act"} for entity in named)
    opens = bool(_OPENERS.match(question.strip()))
    return (opens and not has_measure and len(content) <= _FOLLOW_UP_WORDS) or (
        bool(named) and not content and not has_measure
    )


def _neighbour_year(question: str, earlier: Sequence[Entity]) -> str:
    step = -1 if _YEAR_BEFORE.search(question) else 1 if _YEAR_AFTER.search(question) else 0
    years = [
        int(entity.code[:4]) for entity in earlier if entity.kind == "period" and entity.code[:4].isdigit()
    ]
    return str(years[-1] + step) if step and years else ""


def _replace(question: str, entities: Sequence[Entity], kind: EntityKind, words: str) -> str:
    """`question` with its entity of `kind` exchanged for `words`, or with them added at its end."""
    for entity in entities:
        if entity.kind == kind and kind in _REPLACEABLE:
            return question[: entity.start] + words + question[entity.end :]
    return f"{question.rstrip(' ?!.')} {_phrase(kind, words)}?"


def _phrase(kind: EntityKind, words: str) -> str:
    """ "i Skåne", "för kockar", "2023"."""
    return " ".join(part for part in (_PREPOSITION.get(kind, ""), words) if part)


def _refers_back(question: str) -> bool:
    """Whether the question leans on one before: it goes on with "och", or its pronouns name nothing in it."""
    return bool(_GOES_ON.match(question.strip()) or _BACK.search(_DUMMY.sub(" ", question)))
