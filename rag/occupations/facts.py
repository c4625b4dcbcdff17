"""What can be said of an occupation or a group, one Swedish sentence a fact.

The reader writes these sentences as the text of a concept's document, and answers quote them from there: so
every name, code and percentage of an answer stands verbatim in what it cites.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.entities.titles import DOING, ENGLISH, ISCO, OCCUPATION, SSYK
from rag.schema import Concept, ConceptLink, Relation

HIGH, LOW = 75, 25
"""The two degrees of substitutability that are published, in percent."""
DEGREES = f"Graden {HIGH} % står för hög likhet mellan två yrken och {LOW} % för låg likhet."

_TRAINING = re.compile(
    r"utbildning\b(?! av\b)|utbildad|\w*examen\b|legitimation|certifi|behörighet|\w*bevis\b|körkort|högskola",
    re.IGNORECASE,
)
DUTIES = 6
"""Examples of what is done that are told."""
_DOING = re.compile(r"(?!(?:jobba|arbeta|vara|ha|sitta|stå|plugga)\b)(?:\w{2,}a|ge|gå|ta|dra|slå|sy|se)\b")
"""What is done, in the infinitive, and no place where one works."""
_LEVELS = {1: "ensiffernivå", 2: "tvåsiffernivå", 3: "tresiffernivå", 4: "fyrsiffernivå"}


def sentences(concept: Concept) -> tuple[str, ...]:
    """All facts of a concept, those that it lacks left out."""
    made = _of_occupation(concept) if concept.scheme == OCCUPATION else _of_group(concept)
    return tuple(sentence for sentence in made if sentence)


def _of_occupation(concept: Concept) -> Sequence[str]:
    graded = links(concept, "substitute") or links(concept, "substituted_by")
    return (
        identity(concept),
        group(concept),
        field(concept),
        isco(concept),
        titles(concept),
        skills(concept),
        substituted_by(concept),
        substitutes(concept),
        DEGREES if graded else "",
    )


def _of_group(concept: Concept) -> Sequence[str]:
    return (
        identity(concept),
        duties(concept),
        path(concept),
        field(concept),
        isco(concept),
        subgroups(concept),
        occupations(concept),
        titles(concept),
        english(concept),
    )


def identity(concept: Concept) -> str:
    if concept.scheme == OCCUPATION:
        return f"{concept.label} är en yrkesbenämning i JobTech Taxonomy."
    return f"SSYK {concept.code} är {concept.label}, en grupp på {_LEVELS[len(concept.code)]} i SSYK 2012."


def group(concept: Concept) -> str:
    """Which four-digit group an occupation belongs to."""
    return "".join(
        f"{concept.label} har SSYK-kod {link.code} och hör till gruppen {link.label} (SSYK 2012)."
        for link in links(concept, "broader", SSYK)[:1]
    )


def duties(concept: Concept) -> str:
    """What people of a group do, in a few of the phrases that Datalots has written of it."""
    said = [link.label for link in links(concept, "related", DOING) if _DOING.match(link.label)]
    if not said:
        return ""
    return (
        f"Exempel på vad man gör i yrkesgruppen {concept.label}, i Datalots ord: {enumerated(said[:DUTIES])}."
    )


def path(concept: Concept) -> str:
    """What stands above a group, nearest first."""
    above = [f"{link.code} {link.label}" for link in links(concept, "broader", SSYK)]
    return ended(f"{named(concept)} ligger under {enumerated(above)}") if above else ""


def field(concept: Concept) -> str:
    if not concept.fields:
        return ""
    return ended(f"{named(concept)} hör till yrkesområdet {enumerated(concept.fields)}")


def isco(concept: Concept) -> str:
    """ISCO-08 of the four-digit group; an occupation has that of its group."""
    groups = [f"{link.code} {link.label}" for link in links(concept, "related", ISCO)]
    if not groups:
        return ""
    whose = concept.code if concept.scheme == SSYK else links(concept, "broader", SSYK)[0].code
    return ended(f"SSYK {whose} är i JobTech Taxonomy kopplad till ISCO-08 {enumerated(groups)}")


def titles(concept: Concept, at_most: int = 0) -> str:
    if not concept.titles:
        return ""
    what = "Andra titlar för" if concept.scheme == OCCUPATION else "Äldre och andra benämningar i"
    return ended(f"{what} {named(concept)}: {enumerated(concept.titles, at_most)}")


def skills(concept: Concept, at_most: int = 0) -> str:
    if not concept.skills:
        return ""
    listed = enumerated(concept.skills, at_most)
    return ended(f"Kompetenser som hör till {concept.label} i JobTech Taxonomy: {listed}")


def training(concept: Concept, at_most: int = 0) -> str:
    """The skills that are training, a licence or a certificate, as the sentence on skills has them."""
    names = [name for name in concept.skills if _TRAINING.search(name)]
    if not names:
        return ""
    return ended(f"Bland kompetenser som hör till {concept.label} finns {enumerated(names, at_most)}")


def substituted_by(concept: Concept, at_most: int = 0) -> str:
    """Who can do the work of this occupation."""
    return _graded(f"{concept.label} kan ersättas av", links(concept, "substituted_by"), at_most)


def substitutes(concept: Concept, at_most: int = 0) -> str:
    """Whose work this occupation can do."""
    return _graded(f"{concept.label} kan ersätta", links(concept, "substitute"), at_most)


def _graded(opening: str, found: Sequence[ConceptLink], at_most: int) -> str:
    if not found:
        return ""
    shown = [f"{link.label} ({link.percent} %)" for link in found]
    return ended(f"{opening} {_count(len(found), 'yrke', 'yrken')}: {enumerated(shown, at_most)}")


def subgroups(concept: Concept, at_most: int = 0) -> str:
    found = [f"{link.code} {link.label}" for link in links(concept, "narrower", SSYK)]
    if not found:
        return ""
    return ended(
        f"{named(concept)} har {_count(len(found), 'undergrupp', 'undergrupper')}: "
        f"{enumerated(found, at_most)}"
    )


def occupations(concept: Concept, at_most: int = 0) -> str:
    found = [link.label for link in links(concept, "narrower", OCCUPATION)]
    if not found:
        return ""
    counted = _count(len(found), "yrkesbenämning", "yrkesbenämningar")
    return ended(f"{named(concept)} omfattar {counted}: {enumerated(found, at_most)}")


def english(concept: Concept) -> str:
    return "".join(
        ended(f"{named(concept)} heter på engelska {link.label}")
        for link in links(concept, "exact", ENGLISH)[:1]
    )


def named(concept: Concept) -> str:
    """The concept as a sentence names it: a group with its code."""
    return concept.label if concept.scheme == OCCUPATION else f"SSYK {concept.code} {concept.label}"


def links(concept: Concept, relation: Relation, scheme: str = "") -> tuple[ConceptLink, ...]:
    """The links of one relation, to one scheme when given, in published order."""
    return tuple(x for x in concept.links if x.relation == relation and (not scheme or x.scheme == scheme))


def enumerated(names: Sequence[str], at_most: int = 0) -> str:
    """A Swedish enumeration; names that are enumerations themselves are set apart by semicolons.

    With `at_most` above 0 the rest is "med flera".
    """
    shown = list(names[:at_most] if at_most else names)
    comma = "; " if any("," in name or " och " in name for name in shown) else ", "
    if len(shown) < len(names):
        return f"{comma.join(shown)} med flera"
    return (
        comma.join(shown) if len(shown) < 2 or comma == "; " else f"{comma.join(shown[:-1])} och {shown[-1]}"
    )


def _count(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"


def ended(sentence: str) -> str:
    """With one full stop, also after "m.fl."."""
    return sentence if sentence.endswith(".") else f"{sentence}."
