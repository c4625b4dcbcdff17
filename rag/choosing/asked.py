"""What kind of answer a question asks for, and the trace such an answer leaves in a sentence.

A trace is a hint, never a verdict: "när" is answered by a date, by "innan …" and by "så snart …".
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from rag.swedish.number_words import word_value
from rag.swedish.period_codes import MONTHS
from rag.swedish.words import folded_words

AnswerKind = Literal["number", "when", "who", "where", "why", "definition", "list", "how", "yes_no", "other"]

_KINDS: Sequence[tuple[AnswerKind, str]] = (
    ("number", r"\bhur (många|mycket|stort?|stora|högt?|höga|långt?|långa|länge|gammal|gamla|snabbt|ofta)\b"),
    ("when", r"\bnär\b|\bvilket (år|datum)\b|\bvilken (tid|dag)\b"),
    ("who", r"\bvems?\b|\bvilka personer\b"),
    ("where", r"\bvar\b(?! det| de )|\bvart\b|\bvarifrån\b|\bi vilket land\b|\bvilken (stad|kommun)\b"),
    ("why", r"\bvarför\b|\bav vilken anledning\b|\borsak"),
    ("definition", r"\bvad (är|betyder|menas|innebär|kallas)\b"),
    ("list", r"\bvilka\b|\bvad (kan|ska|måste|bör|får)\b"),
    ("how", r"\bhur\b"),
    ("yes_no", r"^(kan|får|ska|måste|är|har|finns|behöver|gäller|bör|går)\b"),
)
_TRACES: Mapping[AnswerKind, str] = {
    "when": rf"(?i)\b(\d{{4}}|{'|'.join(MONTHS)}|\w+dag(en|ar|s)?|dag(en|ar|arna)?|veck(a|or|an)|"
    r"månad(er|en)?|år(et|en)?|timm\w+|minut\w*|innan|före|efter|senast|tidigast|sekel|\w*talet|under|då|när|"
    r"snart|direkt)\b",
    "who": r"(?<=[\wåäö,] )[A-ZÅÄÖ][a-zåäöé]+",
    "where": r"(?i)\b(i|på|vid|hos|till|från|nära|inom|utanför) \w",
    "why": r"(?i)\b(eftersom|därför|för att|på grund av|beror|beroende|orsak\w*|anledning\w*|så att|annars|"
    r"leder till|gör att|syfte\w*|risk\w*)\b",
    "definition": r"(?i)\b(är (en|ett|den|det|de)|innebär|betyder|kallas|menas|består|definieras|"
    r"det vill säga|används)\b",
    "list": r"(?i),|\boch\b|:|^- ",
    "how": r"(?i)\b(genom|med hjälp av|via|med|ska du|kan du|gör|använd\w*|följ\w*)\b",
    "yes_no": r"(?i)\b(får|kan|måste|ska|bör|behöver|krävs|rätt|skyldig\w*|inte|aldrig|alltid|tillåtet|"
    r"förbjud\w*)\b",
}


_WHAT = r"(?:hur|vad|vems?|vilken|vilket|vilka|när|var|vart|varför)\b"
_WHETHER = (
    r"(?:får|kan|måste|ska|är|blir|kostar|behöver|finns|gäller|räcker)\s+"
    r"(?:jag|man|vi|de|dem|den|det|en|ett|han|hon|min|mitt|mina|någon|något|några|arbetsgivaren|chefen)\b"
)
_AFTER = r"(?:(?:i|på|från|efter|till|inom|med|av)\s+(?:\w+\s+av\s+)?)?"
"""What may stand before the word that asks: "inom", "med stöd av"."""
_PART = re.compile(
    rf"(?:\?\s+|,\s+(?:och\s+|samt\s+)?|\s(?:och|samt)\s+)(?={_AFTER}{_WHAT}|{_WHETHER})", re.IGNORECASE
)
_ASKING = re.compile(rf"\b(?:{_WHAT}|{_WHETHER}|sammanfatta|förklara|redogör|beskriv)", re.IGNORECASE)


def parts_asked(question: str) -> list[str]:
    """The parts of a question that each ask for something; the question alone when it asks for one thing.

    "Hur lång är den, och vem bestämmer?" has two. A story before the first part belongs to it.
    """
    cuts = [0, *(match.end() for match in _PART.finditer(question)), len(question)]
    pieces = [question[i:j] for i, j in itertools.pairwise(cuts)]
    parts: list[str] = []
    for piece in pieces:
        if parts and not _ASKING.search(parts[-1]):
            parts[-1] += piece
        else:
            parts.append(piece)
    return [re.sub(r"[\s,]+(och|samt)?\s*$", "", part) for part in parts]


def answer_kind(question: str) -> AnswerKind:
    """The kind of answer that `question` asks for, by its words."""
    lower = question.lower()
    return next((kind for kind, pattern in _KINDS if re.search(pattern, lower)), "other")


def trace_of(kind: AnswerKind) -> Callable[[str], bool]:
    """Whether a sentence bears the trace of an answer of that kind."""
    if kind == "number":
        return _has_number
    pattern = _TRACES.get(kind)
    return (lambda sentence: bool(re.search(pattern, sentence))) if pattern else (lambda sentence: False)


def _has_number(sentence: str) -> bool:
    return any(word[0].isdigit() or (word_value(word) or 0) > 0 for word in folded_words(sentence))
