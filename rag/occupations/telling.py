"""The claims about one occupation or two: what is stated, listed, gained and lost, each with its source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from rag import texts
from rag.entities.titles import OCCUPATION, SSYK, Candidate
from rag.occupations import bias, facts, paths
from rag.occupations.asks import Ask
from rag.occupations.figures import Tables
from rag.occupations.sources import Sources
from rag.schema import Claim, Concept, ConceptLink, Quantity, Relation

MAX_LISTED = 10
"""Names in a sentence before "med flera"."""
MAX_MEANINGS = 3
"""Meanings of a title that are answered for; more are asked about."""

_Short = Callable[[Concept, int], str]
LISTS: Mapping[Ask, tuple[_Short, str]] = {
    "titles": (facts.titles, texts.OCCUPATION_NO_TITLES),
    "skills": (facts.skills, texts.OCCUPATION_NO_SKILLS),
    "substituted_by": (facts.substituted_by, texts.OCCUPATION_NO_SUBSTITUTED_BY),
    "substitutes": (facts.substitutes, texts.OCCUPATION_NO_SUBSTITUTES),
}
RELATIONS: Mapping[Ask, Relation] = {"substituted_by": "substituted_by", "substitutes": "substitute"}


class Said(NamedTuple):
    """What was found to say, and what is missing."""

    claims: list[Claim]
    notes: list[str]
    missing: list[str]
    """Kinds of figures that were asked for and not found."""


class Teller:
    """Says what the taxonomy holds of a concept."""

    def __init__(self, sources: Sources, tables: Tables | None = None) -> None:
        self._sources = sources
        self._tables = tables

    def ways(self, meanings: Sequence[Concept], asks: Sequence[Ask], today: str) -> Said:
        """The best ways from or to an occupation, for somebody who thinks of changing work."""
        said = Said([], [], [])
        for ask in asks:
            if ask in RELATIONS:
                for concept in [one for meaning in meanings for one in self._with(meaning, ask)][:2]:
                    if ask == "substitutes":
                        ways = paths.away(self._sources, self._tables, concept, today)
                        said.claims.extend(paths.told_away(self._sources, concept, ways))
                        said.notes.extend(note for way in ways[: paths.MAX_PATHS] for note in way.notes)
                    else:
                        said.claims.extend(paths.told_towards(self._sources, concept))
                    if facts.links(concept, RELATIONS[ask]):
                        found = bias.told(self._tables, concept, today)
                        said.claims.extend(found.claims)
                        said.notes.extend(found.notes)
        return said

    # -------------------------------------------------------------- one occupation

    def of_one(self, candidate: Candidate, concept: Concept, asks: Sequence[Ask]) -> Said:
        said = Said([], [], [])
        said.claims.extend(self._other_name(candidate, concept))
        for ask in asks:
            if ask in LISTS:
                extend(said, self._listed(concept, ask))
            elif ask == "code" and candidate.match == "code":
                said.claims.extend(self._stated(concept, "about"))
            elif ask == "about" and candidate.match != "code":
                said.claims.extend((*self._duties(concept), *self._stated(concept, ask)))
            else:
                said.claims.extend(self._stated(concept, ask))
        if concept.scheme == OCCUPATION and {"code", "group"} & set(asks):
            said.claims.extend(self._place(concept, asks))
        return said

    def _stated(self, concept: Concept, ask: Ask) -> Iterator[Claim]:
        """Facts that are one whole sentence of the document."""
        occupation = concept.scheme == OCCUPATION
        where = facts.group(concept) if occupation else facts.identity(concept)
        shown: Mapping[Ask, Sequence[str]] = {
            "code": (where,),
            "isco": (where, facts.isco(concept)),
            "group": (where, facts.path(concept)) if not occupation else (where,),
            "field": (facts.field(concept),),
            "difference": (where, facts.field(concept)),
            "members": (where,) if occupation else (),
            "about": (where, facts.field(concept)),
        }
        for sentence in shown.get(ask, ()):
            yield from self._sources.claims(concept, sentence, sentence)
        if not occupation and ask in {"members", "about", "code", "group"}:
            yield from self._members(concept, ask)

    def _place(self, occupation: Concept, asks: Sequence[Ask]) -> Iterator[Claim]:
        """Where an occupation's group stands, and who else is in it: from the group's own document."""
        for link in facts.links(occupation, "broader", SSYK)[:1]:
            group = self._sources.concept(f"ssyk:{link.code}")
            yield from self._sources.claims(group, facts.path(group), facts.path(group))
            if "group" in asks:
                yield from self._members(group, "group")

    def _duties(self, concept: Concept) -> Iterator[Claim]:
        """What is done at the work: from the document of its group."""
        own = facts.links(concept, "broader", SSYK)[:1] if concept.scheme == OCCUPATION else ()
        for group in (self._sources.concept(f"ssyk:{link.code}") for link in own) if own else (concept,):
            yield from self._sources.claims(group, facts.duties(group), facts.duties(group))

    def _members(self, group: Concept, ask: Ask) -> Iterator[Claim]:
        if len(group.code) < 4:
            yield from self._sources.claims(group, facts.subgroups(group, MAX_LISTED), facts.subgroups(group))
        elif ask != "code":
            yield from self._sources.claims(
                group, facts.occupations(group, MAX_LISTED), facts.occupations(group)
            )

    def _listed(self, concept: Concept, ask: Ask) -> Said:
        """Titles, skills or substitutes of an occupation, or of the best known occupations of a group."""
        sentence, missing = LISTS[ask]
        said = Said([], [], [])
        chosen = self._with(concept, ask)
        for one in chosen:
            quantities = _degrees(one, ask)
            said.claims.extend(
                self._sources.claims(one, sentence(one, MAX_LISTED), sentence(one, 0), quantities)
            )
        if ask in RELATIONS and said.claims:
            said.claims.extend(self._sources.claims(chosen[0], facts.DEGREES, facts.DEGREES))
        if not said.claims:
            said.notes.append(missing.format(label=concept.label))
        elif chosen[0] is not concept and len(facts.links(concept, "narrower")) > len(chosen):
            said.notes.append(texts.OCCUPATION_SEVERAL.format(label=concept.label))
        return said

    def training(self, meanings: Sequence[Concept]) -> Said:
        """The skills of the occupations meant that are training, a licence or a certificate."""
        said = Said([], [], [])
        for one in dict.fromkeys(one for meaning in meanings for one in self._with(meaning, "skills")):
            said.claims.extend(self._sources.claims(one, facts.training(one, MAX_LISTED), facts.skills(one)))
        if said.claims:
            said.notes.append(texts.OCCUPATION_TRAINING)
            return said
        for meaning in meanings:
            said.claims.extend(self._listed(meaning, "skills").claims)
        said.notes.append(texts.OCCUPATION_NO_TRAINING.format(label=meanings[0].label))
        return said

    def _with(self, concept: Concept, ask: Ask) -> list[Concept]:
        """The concept itself, or those of its occupations that say most on what is asked."""
        if concept.scheme == OCCUPATION or (ask == "titles" and concept.titles):
            return [concept]
        sentence, _ = LISTS[ask]
        inside = [
            self._sources.concept(f"concept:{link.code}")
            for link in facts.links(concept, "narrower", OCCUPATION)
        ]
        telling = [one for one in inside if sentence(one, 0)]
        word = concept.label[:5].lower()
        telling.sort(key=lambda one: (word not in one.label.lower(), -len(one.links)))
        return telling[: MAX_MEANINGS - 1]

    def _other_name(self, candidate: Candidate, concept: Concept) -> Iterator[Claim]:
        """Which of the concept's other names the question used, so that the answer is recognised."""
        name = next((title for title in concept.titles if title.lower() == candidate.name), "")
        if name and candidate.match in {"title", "older"}:
            what = "titlar för" if concept.scheme == OCCUPATION else "äldre benämningar i"
            text = f"Bland andra {what} {facts.named(concept)} finns {name}."
            yield from self._sources.claims(concept, text, facts.titles(concept))

    # -------------------------------------------------------------- two occupations

    def of_two(self, first: Concept, second: Concept, asks: Sequence[Ask], both: bool) -> Said:
        said = Said([], [], [])
        if "gained" in asks:
            said.claims.extend(self._sources.skills_beyond(second, first, MAX_LISTED))
            if not said.claims:
                said.notes.append(texts.OCCUPATION_NO_SKILLS.format(label=second.label))
        if "difference" in asks:
            said.claims.extend(self._sources.skills_beyond(first, second, MAX_LISTED))
            said.claims.extend(self._sources.skills_beyond(second, first, MAX_LISTED))
        if {"substitutes", "substituted_by"} & set(asks):
            pair = [*self._pair(first, second), *(self._pair(second, first) if both else ())]
            said.claims.extend(pair)
            if not pair:
                said.notes.append(texts.OCCUPATION_NO_PAIR.format(first=first.label, second=second.label))
        return said

    def _pair(self, first: Concept, second: Concept) -> Iterator[Claim]:
        for link in facts.links(first, "substitute"):
            if link.code == second.code:
                text = f"{first.label} kan ersätta {second.label} ({link.percent} %)."
                degree = _degree(first.label, second.label, link)
                yield from self._sources.claims(first, text, facts.substitutes(first), [degree])
                yield from self._sources.claims(first, facts.DEGREES, facts.DEGREES)

    def described(self, concept: Concept) -> Iterator[Claim]:
        """The group of what was told, and its skills where the taxonomy has them."""
        where = facts.group(concept) if concept.scheme == OCCUPATION else facts.identity(concept)
        for claim in self._sources.claims(concept, where, where):
            yield replace(claim, text=f"- {claim.text}")
        listed = facts.skills(concept, MAX_LISTED)
        yield from self._sources.claims(concept, listed, facts.skills(concept))


def extend(said: Said, more: Said) -> None:
    said.claims.extend(more.claims)
    said.notes.extend(more.notes)


def _degrees(concept: Concept, ask: Ask) -> list[Quantity]:
    """The percentages that the sentence shows."""
    if ask not in RELATIONS:
        return []
    shown: Iterable[ConceptLink] = facts.links(concept, RELATIONS[ask])[:MAX_LISTED]
    if ask == "substitutes":
        return [_degree(concept.label, link.label, link) for link in shown]
    return [_degree(link.label, concept.label, link) for link in shown]


def _degree(who: str, whom: str, link: ConceptLink) -> Quantity:
    return Quantity(
        value=Decimal(link.percent or 0),
        unit="percent",
        period="",
        region="",
        measure=f"{who} kan ersätta {whom}",
    )
