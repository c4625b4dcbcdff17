"""Occupations of a request that only the tables' own labels, or a compound, know: "polislön", "chef"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from rag.entities.occupations import OccupationNames
from rag.entities.regions import find_regions
from rag.entities.titles import Candidate
from rag.schema import Entity, Query
from rag.statistics.focus import is_asker
from rag.statistics.measure_choice import occupational_compound
from rag.statistics.occupation_codes import OccupationCodes
from rag.statistics.plan import Planner
from rag.statistics.request import Request
from rag.statistics.unknown import says_something
from rag.swedish.compounds import parts
from rag.swedish.stems import stem
from rag.swedish.words import fold, tokenize

VACANCIES = "lediga jobb"
"""What "kockjobb" and "kocktjänster" count."""


class Occupied:
    """Finds the occupations that a question names in other ways than by a title."""

    def __init__(self, occupations: OccupationCodes, planner: Planner, names: OccupationNames) -> None:
        self._occupations = occupations
        self._planner = planner
        self._names = names

    def reworded(self, query: Query) -> Query:
        """The query with titles for what it says in their stead, "lärarkåren i grundskolan" last of all."""
        return self.put_together(self.taken_apart(self.put_together(self.described(query))))

    def put_together(self, query: Query) -> Query:
        """ "Lärare i förskolan" as "förskollärare", when the two words make the title of an occupation."""
        places = {e.start for e in (*query.entities, *find_regions(query.question)) if e.kind == "region"}
        for entity in query.entities:
            place = _AT_WORK.match(query.question, entity.end) if entity.kind == "occupation" else None
            if place and place.start("where") in places:
                continue
            title = query.question[entity.start : entity.end]
            joined = self._joined(title.lower(), place["where"].lower()) if place else ""
            if place and joined:
                text = f"{query.question[: entity.start]}{joined}{query.question[place.end() :]}"
                return self._reworded(query, text)
        return query

    def described(self, query: Query) -> Query:
        """The query with the occupation of whom it only says what they do: "kvinnor som undervisar i
        grundskolan"; what they do says more than its verb alone, "den som bakar pizza".

        What is only likely counts where the name of the group says it too.
        """
        places = find_regions(query.question)
        titles = [e for e in query.entities if e.kind == "occupation"]
        mixed = [e for e in titles if any(e.start < p.start and p.end < e.end for p in places)]
        if mixed:  # "folk i Västerbotten saknade" is nobody's work
            query = replace(query, entities=tuple(e for e in query.entities if e not in mixed))
            titles = [e for e in titles if e not in mixed]
        for match in _DOES.finditer(query.question):
            end = min((p.start for p in places if p.start > match.start()), default=match.end())
            doing = _TO_PLACE.sub("", query.question[match.start("doing") : min(end, match.end())])
            verbs = [e for e in titles if (e.start, e.end) == match.span("verb")]
            if len(verbs) < len(titles) or fold(match["verb"]) in _NO_WORK or " " not in doing:
                continue
            meant = [c for c in self._names.described(doing) if c.start == 0]
            if not meant or not (_says(meant[0].label, doing) or self._is_sure(meant[0], doing)):
                continue
            start = match.start("doing")
            found = (
                Entity(kind="occupation", code=c.concept_id, label=c.label, start=start, end=start + c.end)
                for c in meant
            )
            kept = (e for e in query.entities if e not in titles)
            return replace(query, entities=(*kept, *found))
        return query

    def _is_sure(self, meant: Candidate, doing: str) -> bool:
        held = {candidate.concept_id for candidate in self._names.described(doing, surely=True)}
        return meant.score >= _SURE and meant.concept_id in held

    def _joined(self, title: str, where: str) -> str:
        """The compound of a title and where it works that is a title itself; empty when none is."""
        for first in _first_parts(where):
            found = self._names.find(f"yrke {first}{title}")
            if found and all(e.exact and e.end - e.start == len(first) + len(title) for e in found):
                return f"{first}{title}"
        return ""

    def taken_apart(self, query: Query) -> Query:
        """ "polislönen" as "lönen polis", when its first part is an occupation nobody has found in it."""
        compound = occupational_compound(query.question)
        if compound is None or (query.codes("occupation") and not compound[1].startswith("kår")):
            return query
        first, last = compound
        names = _base_forms(first)
        pair = re.search(rf"\b([a-zåäö]{{3,}})-? och {first}{last}", query.question, re.IGNORECASE)
        staff = f"{pair[1].lower()}- och {first}personal" if pair else ""
        if pair and self._occupations.in_text(staff):  # "lager och terminaljobb"
            before, after = query.question[: pair.start()], query.question[pair.end() :]
            return self._reworded(query, f"{before}{VACANCIES} {staff}{after}")
        titled = next((name for name in names if self._names.find(f"yrke {name}")), "")
        name = titled or next((name for name in names if self._occupations.in_text(name)), "")
        if not name:
            return query
        what = last if last.startswith(("lön", "annons")) else VACANCIES
        if last.startswith(("yrk", "leg", "exa", "kår")):
            what = ""
        return self._reworded(query, query.question.replace(first + last, f"{what} {name}".strip()))

    def _reworded(self, query: Query, text: str) -> Query:
        return replace(query, question=text, entities=(*find_regions(text), *self._names.find(text)))

    def completed(self, query: Query, request: Request) -> Request:
        """The request with the occupations that only the tables' own labels know."""
        if not request.occupations:
            request = self._with_occupations(query, request)
        return self._with_heads(request)

    def _with_heads(self, request: Request) -> Request:
        """Words that only end the names of groups, "chef", as a mention of all of them, to be asked about."""
        known = [m for m in request.occupations if self._occupations.known(m)]
        words = [m.text for m in request.occupations if m not in known] or list(request.unknown[:1])
        if not all(self._planner.has_occupations(entity) for entity in request.measures):
            return request
        vague = [mention for word in words if (mention := self._occupations.headed_by(word))]
        if not vague:
            return request
        said = {mention.text for mention in vague}
        unknown = tuple(word for word in request.unknown if word not in said)
        return replace(request, occupations=(*known, *vague), unknown=unknown, context=True)

    def _with_occupations(self, query: Query, request: Request) -> Request:
        """Occupations by the tables' own labels, for a query without occupation entities."""
        found = tuple(
            mention
            for mention in self._occupations.in_text(query.question)
            if not is_asker(query.question, mention.entities[0].start, mention.entities[0].end)
        )
        said = {word for mention in found for word in mention.text.split()}
        unknown = tuple(word for word in request.unknown if word not in said)
        places = tuple(word for word in request.places if word not in said)
        context = request.context or bool(found)
        return replace(request, occupations=found, unknown=unknown, places=places, context=context)


_DOES = re.compile(
    r"(?<!jobb )(?<!jobbar )(?<!arbete )(?<!arbetar )\b(?:som|jag|han|hon|vi|de|den)\s+"
    r"(?P<doing>(?P<verb>[a-zåäö]{3,}(?:r|de|te))\b"
    r"(?:(?!\s(?:har|hade|haft|är|var|tjän\w+|får|fick|f[iae]nns|20\d\d|och (?:vi|jag|hur|vad|undrar)|"
    r"jobb\w*|arbet\w+|"
    r"(?:i|för|som) (?:median|medel|snitt|genomsnitt)\w*)\b)[^.?!,;:–(])*)",
    re.IGNORECASE,
)
""" "Som undervisar i grundskolan", "jag monterar metall": somebody, by what they do."""
_TO_PLACE = re.compile(r"\s+(?:i|på|till|från|inom)?\s*$")
_NO_WORK = frozenset(
    """
    är var blir har hade får bor bodde går gick kommer söker sökte saknar saknade vill vet ser läser pluggar
    studerar undrar funderar tycker tänker behöver flyttar flyttade lever äter äger heter fyller fyllde
    jobbar jobbade arbetar arbetade tjänar tjänade började börjar slutar slutade lägger ligger låg
    hittar hittade letar letade finner trivs hoppas önskar
    """.split()
)
"""Verbs that say nothing of which work somebody does."""
_SURE = 0.62
"""Score from which a described occupation is meant (`rag/entities/described.py`)."""


def _says(label: str, doing: str) -> bool:
    """Whether the name of a group says something of what is done: "metall", "grundskol"."""
    own = {stem(part) for token in tokenize(label) for part in (*parts(fold(token.text)), fold(token.text))}
    own |= {word.rstrip("-") for word in own}
    said = [fold(token.text) for token in tokenize(doing) if says_something(token)]
    return any(word in own or stem(word) in own or set(map(stem, parts(word))) & own for word in said)


_AT_WORK = re.compile(
    r"\s+(?:som\s+(?:jobbar|arbetar)\s+)?(?:i|på|inom|vid|med)\s+"
    r"(?:en\s+|ett\s+)?(?P<where>[a-zåäö]{4,})\b",
    re.IGNORECASE,
)


def _first_parts(where: str) -> Iterator[str]:
    """What a place of work may be as the first part of a compound: "förskol" and "gymnasie"."""
    for ending in ("et", "en", "an", "n", "t", ""):
        if where.endswith(ending) and len(where) - len(ending) > 2:
            base = where[: len(where) - len(ending)]
            yield from (base, f"{base}s", f"{base}e", base.rstrip("aeu"), f"{base.rstrip('aeu')}e")


def _base_forms(first: str) -> tuple[str, ...]:
    """What the first part of a compound may be alone: "tandläkar" is "tandläkare", "sjuksköterske" "-ska"."""
    bare = first.removesuffix("s")
    return (first, bare, f"{first}e", f"{first[:-1]}a" if first.endswith("e") else bare)
