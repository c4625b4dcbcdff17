"""Puts in a question the words of the tables for what it says in others, offsets and all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.entities.measures import Measures
from rag.schema import Query
from rag.statistics.rank_reading import names_work
from rag.swedish.words import tokenize

_ECONOMY = re.compile(r"\b(?:\w*ekonomi\w*|bnp\w*|bruttonationalprodukt\w*|produktion\w*)\b", re.IGNORECASE)
_REAL = re.compile(
    r"\b(?:om (?:man|vi) )?(?:bortse(?:r|tt)|räkna(?:r|t)? bort|rensa(?:r|t)?|justera(?:r|t)?|oavsett|"
    r"frånsett|utan)(?: \w+){0,2}? (?:pris|inflation)\w*|\bi reala termer\b|\breal(?:t|a)?\b|"
    r"\bi volym\b|\bi (?:19|20)\d\d års priser(?:na)?\b|"
    r"\b(?:inflations|pris)(?:justera\w*|rensa\w*)\b",
    re.IGNORECASE,
)
""" "Bortsett från prisökningar", "realt": in fixed prices, where it is said of the economy."""


_QUARTILES = re.compile(r"\b(?:inter)?kvartils?(?:avstånd|spann|spridning|bredd)\w*", re.IGNORECASE)
_BOTH_PARTS = re.compile(
    r"\b(?P<first>undre|understa|nedersta|övre|översta)\s+(?:till|och|mot|minus)\s+(?:den\s+)?"
    r"(?:undre|understa|nedersta|övre|översta)\s+(?P<part>tiondel\w*|fjärdedel\w*|femtedel\w*)",
    re.IGNORECASE,
)
_WORTH = re.compile(r"\blön(?:ar|ade|at|a) (?:det |man |jag )?sig\b", re.IGNORECASE)


_USUAL: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(\d{1,2})(?::?[ea])? percentil\b", re.IGNORECASE), r"\1:e percentilen"),
    (
        re.compile(r"\bpercentil (\d{1,2}) (?:och|samt|respektive) (\d{1,2})\b", re.IGNORECASE),
        r"percentil \1 och percentil \2",
    ),
    (re.compile(r"\b(?:den )?nionde decil\w*|\b90:?e decil\w*", re.IGNORECASE), "percentil 90"),
    (re.compile(r"\b(?:den )?första decil\w*", re.IGNORECASE), "percentil 10"),
    (re.compile(r"(?<=[^\W\d_] )%", re.IGNORECASE), "procent"),
    (
        re.compile(r"\b(?:i jämförelse med|ställt mot|satt mot|i relation till)\b", re.IGNORECASE),
        "jämfört med",
    ),
    (re.compile(r"(?<=hur många )flera\b", re.IGNORECASE), "fler"),
)
"""What is said in fewer words elsewhere: "hur många %", "i jämförelse med"."""


_EARNERS = re.compile(
    r"\b(?:de|dem|dom)(?P<who> \w+)? som (?:tjänar|har|får|är)(?: allra)? "
    r"(?:(?P<up>bäst|mest|högst)|(?P<down>sämst|minst|lägst))"
    r"(?: betal\w+| lön(?:en|er|erna)?| avlön\w+)?(?!\w)",
    re.IGNORECASE,
)
""" "De som tjänar minst", "de kockar som har högst lön"."""


_EDGE_PAY = re.compile(r"\b(?:(?P<up>högsta)|lägsta) lön(?:en|er|erna)?\b(?! vid| för vilk)", re.IGNORECASE)
""" "Lägsta lönen för en kock": what the lowest paid tenth has at most is as near as any table comes."""


def asks_edge_pay(query: Query) -> bool:
    """Whether the lowest or highest pay in one occupation is asked for, which no table has."""
    return bool(_of_edge_pay(query))


def _of_edge_pay(query: Query) -> list[re.Match[str]]:
    named = {entity.start for entity in query.entities if entity.kind == "occupation"}
    one = len(named) == 1 and not names_work(query.question)
    return [*_EDGE_PAY.finditer(query.question)] if one else []


def in_usual_words(query: Query) -> Query:
    """ "Hur många % flera" as "hur många procent fler", "de kockar som tjänar minst" as percentile 10."""
    text = query.question
    said = [
        (*match.span(), match.expand(usual)) for pattern, usual in _USUAL for match in pattern.finditer(text)
    ]
    said += [
        (*match.span(), f"lön vid percentil {90 if match['up'] else 10}") for match in _of_edge_pay(query)
    ]
    for match in _EARNERS.finditer(text) if query.codes("occupation") else ():
        at = f"vid percentil {90 if match['up'] else 10}"
        if match["who"]:
            said += [(match.start(), match.start("who"), ""), (match.end("who"), match.end(), f" {at}")]
        else:
            said.append((*match.span(), f"de {at}"))
    return reworded(query, sorted(said))


def in_fixed_prices(query: Query) -> Query:
    """ "Bortsett från prisökningar … svensk ekonomi" as "i fasta priser"."""
    match = _REAL.search(query.question)
    if match is None or not _ECONOMY.search(query.question):
        return query
    return reworded(query, [(*match.span(), "i fasta priser")])


def in_quartiles(query: Query, measures: Measures) -> Query:
    """ "Kvartilavståndet" as the two percentiles that it lies between, where the question names none."""
    match = _QUARTILES.search(query.question)
    named = (entity for entity in measures.find(query.question) if "percentil" in entity.label.lower())
    if match is None or any(not match.start() <= entity.start < match.end() for entity in named):
        return query
    return reworded(query, [(*match.span(), "skillnaden mellan percentil 25 och percentil 75")])


def with_both_parts(query: Query) -> Query:
    """ "Från undre till övre tiondelen" with what the first is a part of: "undre tiondelen till övre …"."""
    said = [
        (match.end("first"), match.end("first"), f" {match['part']}")
        for match in _BOTH_PARTS.finditer(query.question)
    ]
    return reworded(query, said)


def without_worth(query: Query) -> Query:
    """ "Lönar det sig att bli målare" without the verb, which asks for no wage."""
    return reworded(query, [(*match.span(), "är det bra") for match in _WORTH.finditer(query.question)])


def without_slips(query: Query, measures: Measures) -> Query:
    """The query with slips in the names of measures mended, "percentlien", where they are nothing else."""
    text = query.question
    taken = [(e.start, e.end) for e in (*query.entities, *measures.find(text))]
    said = [
        (token.start, token.end, meant)
        for token in tokenize(text)
        if token.text.islower()
        and not any(start < token.end and token.start < end for start, end in taken)
        and (meant := measures.nearly(token.text))
    ]
    return reworded(query, said)


def reworded(query: Query, said: Sequence[tuple[int, int, str]]) -> Query:
    """The query with spans of its text replaced, and what it names moved with them."""
    if not said:
        return query
    text, entities = query.question, list(query.entities)
    for start, end, words in reversed(said):
        text = text[:start] + words + text[end:]
        step = len(words) - (end - start)
        entities = [
            replace(e, start=e.start + step, end=e.end + step) if e.start >= end else e
            for e in entities
            if e.start >= end or e.end <= start
        ]
    return replace(query, question=text, entities=tuple(entities))
