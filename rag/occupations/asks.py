"""What a question wants to know of an occupation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

Ask = Literal[
    "code",
    "isco",
    "titles",
    "group",
    "field",
    "skills",
    "substituted_by",
    "substitutes",
    "members",
    "difference",
    "about",
]
"""`substituted_by`: who can do this work; `substitutes`: whose work this occupation can do."""

Span = tuple[int, int]

_PLAIN: Sequence[tuple[Ask, str]] = (
    ("isco", r"\bisco"),
    ("code", r"\bssyk|\byrkeskod\w*|\bvilken kod\b|\bkoden? för\b"),
    ("titles", r"\b(kallas|synonym\w*|andra (namn|ord|benämningar)|(yrkes|jobb)?titlar|heter .* också)\b"),
    ("field", r"\b(yrkesområde\w*|vilket område)\b"),
    ("group", r"\b(yrkesgrupp\w*|(vilken|vilka) grupp\w*|räknas .* (till|som))\b"),
    ("skills", r"\b(kompetens(er\w*|krav)?|färdighet\w*|skills?|kunskap(er\w*)?|(man|en|jag) \w*\s?kunna)\b"),
    ("difference", r"\b(skillnad\w*|jämför\w*|skiljer|kontra|jämfört)\b"),
    ("members", r"\b(ingår|omfattar|finns i (grupp|ssyk)|hör till (grupp|ssyk)|vilka yrken (finns|hör))\b"),
)  # fmt: skip
_ABOUT = re.compile(
    r"^\s*(berätta( mer)? om|vad (är|gör|innebär)|beskriv|fakta om|information om|what (is|does))\b",
    re.IGNORECASE,
)
_BELONGS = re.compile(r"\b(hör|tillhör)\b", re.IGNORECASE)
_SIMILAR = re.compile(r"\b(liknande|liknar|närliggande|besläktad\w*|släkt(skap)?)\b", re.IGNORECASE)
_PATH = re.compile(
    r"\b(ersätt(?:a|er|as|s)|byta (?:till|jobb|yrke|karriär)|byter|byte|bli|blir|omskola\w*|"
    r"(?:jobba|arbeta|rekryteras?|ta jobb) som|gå över till|ta över|become|replace|switch to)\b",
    re.IGNORECASE,
)
_PASSIVE = {"ersättas", "ersätts"}
_AWAY = re.compile(r"\b(från|som|är|varit|jobbar som|arbetar som)\s+(en\s+|ett\s+)?$", re.IGNORECASE)
_NOT_OURS = re.compile(
    r"\b(\w*lön(?:en|er|erna)?|tjäna\w*|arbetslös\w*|annonser\w*|lediga jobb|hur många|antal\w*|andel\w*|"
    r"prognos\w*|framtid\w*|jobbchans\w*|jobbmöjlighet\w*|brist\w*|efterfråga\w*|behov\w*|salary|wage\w*)\b",
    re.IGNORECASE,
)


def read_asks(question: str, spans: Sequence[Span]) -> tuple[Ask, ...]:
    """What is asked, in the order of the question's kinds; `spans` are where it names occupations.

    A question on figures, outlook or vacancies asks nothing here, unless it also asks something that is ours.
    """
    lowered = question.lower()
    found: list[Ask] = [ask for ask, pattern in _PLAIN if re.search(pattern, lowered)]
    if _NOT_OURS.search(question) and "difference" in found:
        found.remove("difference")  # the figures are what is compared
    found += _paths(question, spans, becoming="skills" not in found)
    if not found and spans and _BELONGS.search(question):
        found.append("group")
    if not found and spans and not _NOT_OURS.search(question) and _ABOUT.search(question):
        found.append("about")
    return tuple(dict.fromkeys(found))


def asks_of_pair(question: str, spans: Sequence[Span]) -> bool:
    """Whether the question is if one occupation can do the work of the other: "kan X bli Y"."""
    found = _PATH.search(question)
    return (
        len(spans) == 2 and found is not None and spans[0][1] <= found.start() and found.end() <= spans[1][0]
    )


def speaks_of_figures(question: str) -> bool:
    return bool(_NOT_OURS.search(question))


def _paths(question: str, spans: Sequence[Span], becoming: bool) -> list[Ask]:
    """Who can take whose place; with skills asked for, "bli" only says what they are for."""
    if not spans:
        return []
    if _SIMILAR.search(question):
        return ["substitutes", "substituted_by"]
    found = _PATH.search(question)
    if found is None or (not becoming and found[0].lower() in {"bli", "blir"}):
        return []
    return [_direction(question, found, spans[0])]


def _direction(question: str, found: re.Match[str], span: Span) -> Ask:
    """Who takes whose place: "kan bli X", "ersätta X" against "kan X bli", "byta från X", "ersättas av X"."""
    passive = found[0].lower() in _PASSIVE
    after = span[0] >= found.end()
    if after and not passive and _AWAY.search(question[found.end() : span[0]]):
        return "substitutes"
    return "substituted_by" if after != passive else "substitutes"
