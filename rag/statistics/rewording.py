"""Puts in a question the words of the tables for what it says in others, offsets and all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.entities.measures import Measures
from rag.schema import Query
from rag.statistics.rank_reading import names_work
from rag.swedish.compounds import parts
from rag.swedish.number_words import word_value
from rag.swedish.periods import MONTHS
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


_NOT = re.compile(r"\b(?:om (?:man|vi|du) )?(?:inte|utan att|ej)(?: \w+)?\s*$", re.IGNORECASE)
_NOT_INSIDE = re.compile(r"\b(?:inte|ej)\b", re.IGNORECASE)
_QUARTILES = re.compile(r"\b(?:inter)?kvartils?(?:avstånd|spann|spridning|bredd)\w*", re.IGNORECASE)
_BOTH_PARTS = re.compile(
    r"\b(?P<first>undre|understa|nedersta|övre|översta)\s+(?:till|och|mot|minus)\s+(?:den\s+)?"
    r"(?:undre|understa|nedersta|övre|översta)\s+(?P<part>tiondel\w*|fjärdedel\w*|femtedel\w*)",
    re.IGNORECASE,
)
_WORTH = re.compile(r"\blön(?:ar|ade|at|a) (?:det |man |jag )?sig\b", re.IGNORECASE)


_ENDS = {"färre": "färst", "lägre": "lägst", "mindre": "minst", "sämre": "sämst",
         "fler": "flest", "högre": "högst", "mer": "mest", "större": "störst", "bättre": "bäst"}  # fmt: skip
_NONE_HAS_LESS = re.compile(
    r"\bing(?P<n>en|et) (?:annan |annat )?(?P<kind>kommun|län|region|yrke|månad|år|kvartal) "
    rf"(?P<verb>\w+) (?P<more>{'|'.join(_ENDS)})\b(?P<what>[^.?!]*?)\s+än\b",
    re.IGNORECASE,
)
""" "Ingen kommun hade färre arbetslösa än": the one that had fewest."""
_AGED = re.compile(
    r"\b(?:är|var|exakt|precis)\s+(?:exakt |precis |just )?"
    r"(?P<years>[a-zåäö]+)(?= år\b(?! (?:sedan|sen|kvar|bort)))",
    re.IGNORECASE,
)
""" "Flickor som var åtta år", "exakt nittio år"."""
_HYPHENED = re.compile(
    r"\b(?:[\wåäö]+-,\s+)+[\wåäö]+-,?\s+(?:och|samt|eller)\s+(?P<last>[\wåäö]+)", re.IGNORECASE
)
""" "Operations-, anestesi- och intensivvårdssjuksköterskor"."""
_PART = re.compile(r"\b(?P<part>[\wåäö]+)-(?=,|\s)")


_USUAL: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bBNP-(?:nivå|siffr|tal|värde)\w*", re.IGNORECASE), "BNP"),
    (re.compile(r"\bBNP-(?P<fall>ras|fall|tapp)(?P<form>et|en)?\b", re.IGNORECASE), r"\g<fall>et i BNP"),
    (re.compile(r"\barbetslösast\w*", re.IGNORECASE), "högst arbetslöshet"),
    (
        re.compile(r"\bvanliga?(?P<more>re|t)? att (?:gå|vara|bli) arbetslös\b", re.IGNORECASE),
        "hög arbetslöshet",
    ),
    (
        re.compile(r"\b(?:snitt|medel)-?(?P<what>inflation|arbetslöshet)(?P<form>\w*)", re.IGNORECASE),
        r"\g<what>\g<form> i snitt",
    ),
    (
        re.compile(
            r"\b(?:vilken (?:är|var) )?den (?:värsta|sämsta|största) varsel(?P<when>månad|år)\w*",
            re.IGNORECASE,
        ),
        r"vilken \g<when> flest varsel",
    ),
    (re.compile(r"\böverskottet av\b", re.IGNORECASE), "skillnaden mellan"),
    (re.compile(r"\bhur stor bit av\b", re.IGNORECASE), "hur stor del av"),
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
    said += [(*match.span(), _most(match)) for match in _NONE_HAS_LESS.finditer(text)]
    said += _aged(text) + _in_full(query) + _of_that_year(text)
    one = _AT_PERCENTILE.search(text) if len(_PERCENTILE.findall(text)) == 1 else None
    said += [(*one.span(), f"vid percentil {one['n']}")] if one else []
    for match in _EARNERS.finditer(text) if query.codes("occupation") else ():
        at = f"vid percentil {90 if match['up'] else 10}"
        if match["who"]:
            said += [(match.start(), match.start("who"), ""), (match.end("who"), match.end(), f" {at}")]
        else:
            said.append((*match.span(), f"de {at}"))
    return reworded(query, _apart(said))


def _apart(said: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Replacements in order, without those that reach into one before them."""
    kept: list[tuple[int, int, str]] = []
    for one in sorted(said):
        if not kept or one[0] >= kept[-1][1]:
            kept.append(one)
    return kept


_PERCENTILE = re.compile(r"\d:?[ea]\b|\bpercentil \d", re.IGNORECASE)
_AT_PERCENTILE = re.compile(r"\bvid (?:den )?(?P<n>\d{1,2}):?[ea] percentilen\b", re.IGNORECASE)
_THAT_YEAR = re.compile(rf"\b(?P<when>{'|'.join(MONTHS)}|kvartalet) samma år(?:et)?\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def _of_that_year(text: str) -> list[tuple[int, int, str]]:
    """ "Från mars 2020 till augusti samma år": the year that was said last before it."""
    found = []
    for match in _THAT_YEAR.finditer(text):
        years = _YEAR.findall(text[: match.start()])
        if years:
            found.append((*match.span(), f"{match['when']} {years[-1]}"))
    return found


def _most(match: re.Match[str]) -> str:
    which = "vilket" if match["n"].lower() == "et" else "vilken"
    return f"{which} {match['kind']} {match['verb']} {_ENDS[match['more'].lower()]}{match['what']}"


def _aged(text: str) -> list[tuple[int, int, str]]:
    """Ages in words as digits, which no table's own words begin with."""
    found = []
    for match in _AGED.finditer(text):
        years = word_value(match["years"].lower())
        if years is not None and years == int(years) and 0 < years <= OLDEST:
            found.append((*match.span("years"), str(int(years))))
    return found


def _in_full(query: Query) -> list[tuple[int, int, str]]:
    """Words that leave their last part to the last of them, with it; but for those of one title."""
    found = []
    for match in _HYPHENED.finditer(query.question):
        if any(e.start < match.start("last") and match.start() < e.end for e in query.entities):
            continue
        head = (parts(match["last"].lower()) or ("",))[-1]
        if len(head) >= SHORTEST_HEAD and not _OF_WORK.match(head):
            found += [
                (match.start() + m.start("part"), match.start() + m.end(), f"{m['part']}{head}")
                for m in _PART.finditer(match[0])
            ]
    return found


_OF_WORK = re.compile(r"(?:annons|lön|jobb|tjänst|plats)", re.IGNORECASE)
""" "Mjukvaru- och systemutvecklarannonser" are those of one title."""
OLDEST = 110
SHORTEST_HEAD = 6
"""Letters from which the last part of a compound is one that others lean on: "-sköterskor", not "-tid"."""


def in_fixed_prices(query: Query) -> Query:
    """ "Bortsett från prisökningar … svensk ekonomi" as "i fasta priser"; denied, as "i löpande priser"."""
    match = _REAL.search(query.question)
    if match is None or not _ECONOMY.search(query.question):
        return query
    denied = _NOT.search(query.question, 0, match.start()) or _NOT_INSIDE.search(match[0])
    if denied:
        start = denied.start() if denied.re is _NOT else match.start()
        return reworded(query, [(start, match.end(), "i löpande priser")])
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
