"""Which sentence and clause of a question asks, and what is only told beside it.

"Min chef flyttade till Motala 2018. Hur många bor i kommunen?" asks in its second sentence, of a place that
the first one names, and not of chefs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.entities.measures import Measures, find_sexes
from rag.entities.regions import find_regions
from rag.schema import Entity, Query
from rag.statistics.ages import find_ages
from rag.swedish.periods import find_periods
from rag.swedish.sentences import sentences

_ASKS = re.compile(
    r"[,;:–-]\s+(?=(?:hur|vad|vilk\w+|när|var|vem|är|har)\b)|:\s+(?=\D)|"
    r"\bundrar (?:nu |bara |därför )?(?=(?:hur|vad|vilk\w+|när|var|vem)\b)|\s(?=hur (?:många|stor|"
    r"hög|mycket|mkt)\b|vad (?:är|var|tjänar)\b)",
    re.IGNORECASE,
)


_TOLD = ("region", "occupation")


_WITH = re.compile(
    r"\s*(?:,|och|eller|samt|mot|med|än|ett|en|som|för|i|hos|den|de|kommun|län|\W)*\s*", re.IGNORECASE
)


_SOMEBODYS = re.compile(
    r"\b(?:min|mitt|mina|vår|vårt|våra|din|er|hans|hennes|deras)\s+(?:\w+a\s+)?$", re.IGNORECASE
)


_ASKER = re.compile(
    r"\w*\s+(?:(?:i|på|från) \w+ )?(?:som\s+)?(?:vill (?:ha|veta|se)|ville (?:ha|veta)|undra(?:r|de)|"
    r"fråga(?:r|de)|behöver|"
    r"påstå(?:r|dde)|hävdar)\b",
    re.IGNORECASE,
)
"""After the one who asks: "läraren vill ha folkmängden"."""


def focus(text: str, named: Sequence[Entity]) -> tuple[int, int]:
    """The sentence that names the measure, first one that asks; else the only one that asks, or all of it."""
    spans = [(s.start, s.end) for s in sentences(text)]
    measured = [e for e in named if e.end > e.start]
    if not measured:
        asking = asking_spans(text)
        return asking[0] if len(asking) == 1 else (0, len(text))
    holding = [span for span in spans if any(span[0] <= e.start < span[1] for e in measured)]
    asking = [span for span in asking_spans(text) if span in holding]
    return (asking or holding)[0] if len(spans) > 1 and holding else (0, len(text))


def purpose_start(text: str, asked: int) -> int:
    """Where a clause begins that only tells what the figure is for, after what is asked: "…, behöver det
    till en uppsats"; the end of the text when none does.

    Args:
        text: The question.
        asked: Where the clause that asks begins; what stands before is no purpose of it.
    """
    match = _PURPOSE.search(text, asked + 1)
    return match.start() if match else len(text)


_PURPOSE = re.compile(
    r"(?:[,;.–(-]\s*|\s)(?:(?:jag|vi|det)\s+)?(?:behöver|behövs|ska|skall|skriver|håller på|förbereder|"
    r"planerar)\s+"
    r"(?:ju\s+|bara\s+)?(?:det|den|siffran|talet|uppgiften|dem|jämföra|använda|användas|ha|skriva|göra|en|ett|min|"
    r"mitt|på|till|för|med)\b[^?]*$|"
    r"[,;.–-]\s*(?:undrar|frågar|säger|tänkte)\s+(?:jag|vi|en|min|vår|han|hon)\b[^?]*$|"
    r"[,;.–(-]?\s(?:till|för) (?:en|ett|min|mitt|vår|vårt) (?:\w+ )?"
    r"(?:uppsats|artikel|rapport|insändare|föredrag|presentation|tal|skolarbete|läxa|möte|text|reportage|"
    r"krönika|ansökan|underlag|pm|tenta|projekt|motion|interpellation|släktforskning)\w*\b[^?]*$",
    re.IGNORECASE,
)


def asking_spans(text: str) -> list[tuple[int, int]]:
    """The sentences that ask something, among those that tell."""
    return [(s.start, s.end) for s in sentences(text) if _IS_QUESTION.search(text, s.start, s.end)]


_IS_QUESTION = re.compile(
    r"\?|\b(?:hur (?:många|stor\w*|hög\w*|mycket)|vad (?:är|var)|vilk\w+)\b", re.IGNORECASE
)


def clause_start(text: str, named: Sequence[Entity]) -> int:
    """Where the clause that asks begins, when another stands before it: "jag skriver en insändare, hur …"."""
    first = min((e.start for e in named if e.end > e.start), default=0)
    starts = [match.end() for match in _ASKS.finditer(text)]
    return max((at for at in starts if at <= first), default=0)


def alone(query: Query, measures: Measures) -> Query | None:
    """The sentence that asks with the others blanked out, so that offsets stay; None where it is the only
    one, or leans on the others: it points back, or they name a measure, place, work, time, sex or age
    and it none.

    What is only told ("krögare i Malmö som klagar på kockbrist") is no part of the question then.
    """
    text = query.question
    spans, asking = [(s.start, s.end) for s in sentences(text)], asking_spans(text)
    if len(spans) < 2 or len(asking) != 1 or _LEANS.search(text, *asking[0]):
        return None
    start, end = asking[0]
    if not query.codes("region"):
        query = replace(query, entities=(*query.entities, *find_regions(text)))
    inside = [e for e in query.entities if start <= e.start < end]
    others = [e for e in query.entities if not start <= e.start < end]
    rest = text[:start] + " " * (end - start) + text[end:]
    own = text[start:end]
    if measures.find(rest) and not measures.find(own):
        return None
    times = find_periods(own, query.today)
    if find_periods(rest, query.today) and (not times or any(not span.first for span in times)):
        return None
    if _of_two(query, start, end):
        return None
    told = {e.kind for e in others if e.kind in _NAMED} - {e.kind for e in inside}
    if told or (find_sexes(rest) and not find_sexes(own)) or (find_ages(rest)[0] and not find_ages(own)[0]):
        return None
    return replace(query, question=" " * start + own + " " * (len(text) - end), entities=tuple(inside))


def asking_clause(query: Query, measures: Measures) -> Query | None:
    """The clause that asks with what is told before it blanked out; None where it begins the question, or
    what stands before is part of it: a group ("bland utrikes födda, hur …"), a place, time or measure.
    """
    text = query.question
    starts = [match.end() for match in _ASKS.finditer(text)]
    start = next((at for at in reversed(starts) if measures.find(text[at:])), 0)
    if not start or _LEANS.search(text, start) or _GROUP_FIRST.match(text):
        return None
    before, own = text[:start], text[start:]
    inside = [e for e in query.entities if e.start >= start]
    told = {e.kind for e in query.entities if e.start < start and e.kind in _NAMED} - {e.kind for e in inside}
    lost = (
        told
        or measures.find(before)
        or (find_periods(before, query.today) and not find_periods(own, query.today))
        or (find_sexes(before) and not find_sexes(own))
        or (find_ages(before)[0] and not find_ages(own)[0])
        or (find_regions(before) and not find_regions(own))
    )
    return None if lost else replace(query, question=" " * start + own, entities=tuple(inside))


_GROUP_FIRST = re.compile(
    r"\W*(?:i|på|för|bland|av|hos|inom|under|gällande|angående|vad gäller|när det gäller)\b", re.IGNORECASE
)
_NAMED = frozenset({"region", "occupation", "period"})
_LEANS = re.compile(
    r"\b(?:de|dem|dom|den|dessa|detta|denna|där|dit|då|deras|dess|oss|vi|vår|vårt|våra|samma|"
    r"båda|bägge|kommunen|länet|regionen|staden|yrket|jobbet|året|månaden|kvartalet|gruppen)\b"
    r"(?! (?:som|tio|senaste)\b)",
    re.IGNORECASE,
)
"""Stands for what another sentence names."""
_ALL_OF_THEM = re.compile(r"\b(?:båda|bägge|alla (?:två|tre|fyra)|de (?:två|tre))\b", re.IGNORECASE)
"""Asks of all that were told of before."""


def in_focus(query: Query, start: int, end: int, *, divided: bool) -> Query:
    """The query with what its other sentences name only where the measure's own sentence names none.

    Occupations in other sentences count only where the measure is divided by them.
    """
    beside = _of_two(query, start, end)
    if beside:  # what is told before is one of the two that are set beside each other
        divided = divided or beside == "region"
        if beside == "occupation" and not divided:
            beside = ""
    inside = {e.kind for e in query.entities if start <= e.start < end and e.kind != beside}
    inside |= set() if divided else {"occupation"}
    kept = [e for e in query.entities if e.start < end and (start <= e.start or e.kind not in inside)]
    if _ALL_OF_THEM.search(query.question, start, end):
        return replace(query, entities=tuple(kept))
    told = {
        kind: [e for e in kept if e.kind == kind and e.start < start]
        if kind == beside
        else _spoken_of(query.question, [e for e in kept if e.kind == kind and e.start < start])
        for kind in _TOLD
    }
    return replace(
        query, entities=tuple(e for e in kept if e.start >= start or e.kind not in told or e in told[e.kind])
    )


_BESIDE = re.compile(
    r"\bhur (?:mycket|mkt|många|stor\w*)(?: \w+)? (?:mer|mindre|fler|färre|högre|lägre|större|bättre|"
    r"sämre)\b|"
    r"\b(?:skilj\w+|\w*skillnad\w*|kvoten|(?:vem|vilken|vilket|vilka) av (?:oss|dem|de|dom)|mellan oss|"
    r"(?:var|vem|vilken|vilket)\b.{1,40}\b(?:mest|minst|högst|lägst|bäst|flest|färst))\b",
    re.IGNORECASE,
)
"""Sets things beside each other, of which the sentence need not name both."""
_THAN_TIME = re.compile(
    r"\bän\s+(?:\w+\s+)?(?:\d|året|förra|i (?:fjol|november|dag)|innan|tidigare)", re.IGNORECASE
)


def _of_two(query: Query, start: int, end: int) -> str:
    """The kind of thing that a sentence compares, where it names at most one and those before tell the
    others; empty when it compares nothing, or names all itself."""
    text = query.question
    if start == 0 or not _BESIDE.search(text, start, end) or _THAN_TIME.search(text, start, end):
        return ""
    for kind in _TOLD:
        named = [e for e in _meant(query, kind) if e.start < end]
        inside = {(e.start, e.end): e.code for e in named if e.start >= start}
        before = {(e.start, e.end) for e in named if e.start < start and e.code not in inside.values()}
        if len(inside) < 2 <= len(inside) + len(before):
            return kind
    return ""


def _meant(query: Query, kind: str) -> Sequence[Entity]:
    return occupations_of(query) if kind == "occupation" else [e for e in query.entities if e.kind == kind]


def _spoken_of(text: str, before: Sequence[Entity]) -> Sequence[Entity]:
    """Of what is named in the sentences before, what they are about: the first place, the last occupation,
    and those that are listed with it."""
    if not before:
        return ()
    first = before[0].kind == "region"
    ordered = list(before) if first else list(reversed(before))
    kept = [ordered[0]]
    for entity in ordered[1:]:
        left, right = sorted((kept[-1], entity), key=lambda e: e.start)
        if not _WITH.fullmatch(text[left.end : right.start] if left.end <= right.start else ""):
            break
        kept.append(entity)
    return kept


_AS_ONE = re.compile(r"(?:^|[.!?]\s)\W*som\s+(?:en\s+|ett\s+)?$", re.IGNORECASE)
_I_WANT = re.compile(
    r"[^.?!:]{0,40}\b(?:vill|undrar|behöver|ska|skulle|funderar|söker) (?:jag|vi)\b", re.IGNORECASE
)
""" "Som SYV i Skåne vill jag visa": who asks."""


def is_asker(text: str, start: int, end: int) -> bool:
    """Whether what is named is somebody of whom the question only tells: "min chef", "läraren vill ha"."""
    as_one = _AS_ONE.search(text, 0, start) and _I_WANT.match(text, end)
    return bool(as_one or _SOMEBODYS.search(text, 0, start) or _ASKER.match(text, end))


def occupations_of(query: Query, measured: Sequence[tuple[int, int]] = ()) -> Sequence[Entity]:
    """The occupations named, but for those of whom the question only tells: "min chef vill veta".

    A title that begins with what is measured, "arbetslösa hos Arbetsförmedlingen", or is it, is none either.
    """
    text = query.question
    named = [e for e in query.entities if e.kind == "occupation"]
    starts = {e.start for e in named}
    persons = {e.start for e in named if (works := _WORKS_AS.match(text, e.end)) and works.end() in starts}
    return [
        e
        for e in named
        if not is_asker(text, e.start, e.end)
        and e.start not in persons
        and not any(start == e.start and end <= e.end for start, end in measured)
    ]


_WORKS_AS = re.compile(r"\s+(?:är|var|(?:jobbar|arbetar) som)\s+(?:en\s+|ett\s+)?", re.IGNORECASE)
"""Between somebody and what they are: "syrran är snickare" names one occupation."""
