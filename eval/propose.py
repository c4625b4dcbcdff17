"""Cases proposed by templates: from cells of tables, edges of the taxonomy and sentences of briefs.

The wordings are those of somebody who wants to know, not the title of a table read aloud. Gold comes from the
sources alone, never from an answer; a person reads every draft before it becomes a case (`eval.review`).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from eval.cases import EvalCase
from eval.corpus import Corpus
from eval.drafts import Draft, draft
from rag.schema import Concept, Dimension, Document, TableInfo
from rag.swedish.periods import format_period
from rag.swedish.sentences import sentences

TRIES = 400
"""Cells that are drawn for one that is published."""
CELL_WORDINGS: Mapping[str, tuple[str, str]] = {
    "median": (
        "Ställ alla {occupation}{sex} på rad efter lön {period}. Vad tjänar den i mitten?",
        "{occupation}{sex}, vad ligger mittenlönen på {period}",
    ),
    "mean": (
        "Vad snittar {occupation}{sex} på i månaden {region} {period}?",
        "snittlön {occupation}{sex} {region} {period}",
    ),
    "p10": (
        "Vilken lön är det bara var tionde av {occupation} som inte når upp till {period}?",
        "Vad tjänar de sämst betalda {occupation}{sex} som mest, alltså den lägsta tiondelen {period}?",
    ),
    "p90": (
        "Hur mycket måste {occupation}{sex} ha för att höra till de tio procent som tjänar bäst {period}?",
        "toppen av lönerna för {occupation}, var går gränsen för den bästa tiondelen {period}",
    ),
    "ads": (
        "Hur många annonser låg ute efter {occupation} {region} {period}?",
        "Var det lätt att hitta annonser för {occupation} {region} {period}? Hur många fanns det?",
    ),
    "unemployed": (
        "Hur många stod utan jobb och var inskrivna {region} i {period}?",
        "{region} {period}: hur många arbetslösa hade Arbetsförmedlingen på listan",
    ),
    "unemployment": (
        "Hur stor del av folk i arbetsför ålder gick utan jobb {region} {period}?",
        "arbetslösa i procent {region} {period}",
    ),
    "population": (
        "Hur många {sex_noun} på {age} bodde {region} {period}?",
        "Vi planerar lokaler {region}. Hur många {age} gamla {sex_noun} fanns det {period}?",
    ),
    "notices": (
        "Hur många fick veta att de kunde bli uppsagda {region} i {period}?",
        "varslade {region} {period}, antal",
    ),
    "employees": (
        "Hur många {occupation}{sex} hade en anställning {region} {period}?",
        "Finns det många {occupation}{sex} {region}? Hur många var anställda {period}?",
    ),
    "year_change": (
        "Hur mycket dyrare hade det blivit på ett år i {period}, räknat med fast ränta?",
        "inflationen {period} kpif",
    ),
}
"""By the id of the measure."""
EDGE_WORDINGS: Mapping[str, tuple[str, str]] = {
    "code": ("Jag är {title}. Vilken SSYK ska stå på blanketten?", "{title} ssyk siffror"),
    "substituted_by": (
        "Vi hittar ingen {label}. Vilka andra skulle kunna klara jobbet?",
        "Vem kan hoppa in när vår {label} är borta?",
    ),
    "skills": (
        "Vad ska jag skriva att jag kan om jag söker jobb som {label}?",
        "{label}, vad behöver man kunna",
    ),
}
BRIEF_WORDINGS = (
    "{subject}: hur många {noun} är det som gäller?",
    "Jag undrar över {subject}. Finns det någon gräns i {noun}, och var går den?",
)
_BOUND = re.compile(
    r"\b(?:minst|högst|senast|inom|längst|i)\s+(?P<number>\d+|[a-zåäö]{2,14})\s+(?:hela\s+)?"
    r"(?P<noun>timmar|dagar|veckor|månader|år|kronor|procent|arbetstagare|anställda|arbetsdagar|kalenderdagar)\b"
)
_NUMBER_WORDS = frozenset(
    "två tre fyra fem sex sju åtta nio tio elva tolv femton tjugo tjugofem trettio femtio nittio".split()
)


class Sources(NamedTuple):
    """What proposals are made from."""

    corpus: Corpus
    concepts: Sequence[Concept]


def propose(sources: Sources, known: Sequence[EvalCase], count: int, seed: int, today: str) -> list[Draft]:
    """About `count` questions with two wordings each, a third from each kind of source.

    Args:
        sources: The current index.
        known: Cases there are: what they rest on is not proposed again.
        count: How many, before wordings.
        seed: The same seed and index propose the same.
        today: ISO date.
    """
    rng = random.Random(seed)
    makers = (
        _cells(sources.corpus, rng, today),
        _edges(sources.concepts, rng, today),
        _briefs(sources, rng, today),
    )
    used = {case.cluster for case in known} | {_cell_key(f.table, f.cell) for f in _facts(known)}
    drafts: list[Draft] = []
    clusters: set[str] = set()
    for maker, share in zip(makers, _thirds(count), strict=True):
        taken = 0
        for pair in maker:
            cluster = str(pair[0].case["cluster"])
            if taken == share:
                break
            if cluster not in used | clusters:
                clusters.add(cluster)
                drafts += pair
                taken += 1
    return drafts


def _thirds(count: int) -> tuple[int, int, int]:
    return count - 2 * (count // 3), count // 3, count // 3


def _facts(cases: Sequence[EvalCase]) -> Iterator[Any]:
    return (fact for case in cases for turn in case.turns for fact in turn.expect.facts if fact.cell)


def _cell_key(table: str, coordinates: Mapping[str, str]) -> str:
    return f"cell:{table}:" + ",".join(coordinates[name] for name in sorted(coordinates))


# ------------------------------------------------------------------ cells


def _cells(corpus: Corpus, rng: random.Random, today: str) -> Iterator[list[Draft]]:
    tables = [t for t in corpus.tables() if any(m.id in CELL_WORDINGS for m in t.measures)]
    for _ in range(TRIES if tables else 0):
        table = rng.choice(tables)
        measure = rng.choice([m for m in table.measures if m.id in CELL_WORDINGS])
        chosen = {d.id: rng.choice(sorted(d.codes)) for d in table.dimensions}
        cell = corpus.cell(table.id, {**chosen, "measure": measure.id})
        if cell is None or cell.value is None:
            continue
        coordinates = {**chosen, "measure": measure.id}
        fact = {
            "value": str(cell.value),
            "unit": measure.unit,
            "period": _code(table, chosen, "period"),
            "region": _code(table, chosen, "region") or "00",
            "table": table.id,
            "cell": coordinates,
        }
        words = _words(table, chosen)
        wordings = [_tidy(text.format_map(words)) for text in CELL_WORDINGS[measure.id]]
        key = _cell_key(table.id, coordinates)
        yield draft("cell", "statistics", key, wordings, {"status": "answered", "facts": [fact]}, today)


def _dimension(table: TableInfo, role: str) -> Dimension | None:
    return next((dimension for dimension in table.dimensions if dimension.role == role), None)


def _code(table: TableInfo, chosen: Mapping[str, str], role: str) -> str:
    dimension = _dimension(table, role)
    return chosen[dimension.id] if dimension else ""


def _words(table: TableInfo, chosen: Mapping[str, str]) -> dict[str, str]:
    """What a template may say of a cell; what the table does not tell is left out of the sentence."""

    def label(role: str) -> str:
        dimension = _dimension(table, role)
        return dimension.codes[chosen[dimension.id]] if dimension else ""

    region, code, sex = label("region"), _code(table, chosen, "region"), label("sex")
    occupation = label("occupation").removesuffix(" m.fl.")
    return {
        "occupation": occupation[:1].lower() + occupation[1:],
        "region": "i hela landet" if code in ("", "00") else f"i {region}",
        "period": format_period(_code(table, chosen, "period")),
        "sex": f" ({sex})" if sex else "",
        "sex_noun": sex or "personer",
        "age": label("age"),
    }


def _tidy(text: str) -> str:
    text = " ".join(text.split()).replace(" ?", "?").replace(" ,", ",")
    return text[:1].upper() + text[1:] if text.endswith("?") else text


# ------------------------------------------------------------------ edges


def _edges(concepts: Sequence[Concept], rng: random.Random, today: str) -> Iterator[list[Draft]]:
    jobs = [concept for concept in concepts if concept.links and concept.document_id]
    for concept in rng.sample(jobs, len(jobs)):
        kind, title, groups = _edge(concept, rng)
        if not groups:
            continue
        wordings = [_tidy(t.format(label=concept.label.lower(), title=title)) for t in EDGE_WORDINGS[kind]]
        expect = {
            "status": "answered",
            "must_mention": groups,
            "concept": concept.id,
            "relevant": [concept.document_id],
        }
        yield draft("edge", "occupations", f"edge:{kind}:{concept.code}", wordings, expect, today)


def _edge(concept: Concept, rng: random.Random) -> tuple[str, str, list[list[str]]]:
    """Which edge of the concept is asked about, the title to ask by, and what the answer must say."""
    kind = rng.choice(sorted(EDGE_WORDINGS))
    if kind == "code":
        codes = [link.code for link in concept.links if link.relation == "broader" and "ssyk" in link.scheme]
        title = rng.choice(sorted(concept.titles)) if concept.titles else concept.label
        return kind, title.lower(), [codes] if codes else []
    if kind == "skills":
        return kind, "", [[skill] for skill in concept.skills[:2]]
    near = [link.label for link in concept.links if link.relation == "substituted_by"]
    return kind, "", [[label] for label in near[:2]]


# ------------------------------------------------------------------ briefs


def _briefs(sources: Sources, rng: random.Random, today: str) -> Iterator[list[Draft]]:
    briefs = [d for d in sources.corpus.documents() if d.kind in ("brief", "law", "policy") and d.labels]
    for document in rng.sample(briefs, len(briefs)):
        found = _bound(document)
        if found is None:
            continue
        sentence, number, noun = found
        subject = max(document.labels, key=len)  # the least general one
        expect = {
            "status": "answered",
            "must_mention": [[number]],
            "evidence": [{"document": document.id, "quote": sentence}],
            "relevant": [document.id],
        }
        wordings = [_tidy(text.format(subject=subject, noun=noun)) for text in BRIEF_WORDINGS]
        suite = "policy" if document.source_id == "policy" else "law"
        yield draft("brief", suite, f"brief:{document.id}", wordings, expect, today)


def _bound(document: Document) -> tuple[str, str, str] | None:
    """The first sentence that sets a bound in numbers: the sentence, the number and what is counted."""
    for start, end in sentences(document.text):
        sentence = document.text[start:end].strip()
        for match in _BOUND.finditer(sentence):
            number = match["number"]
            if number.isdigit() or number in _NUMBER_WORDS:
                return sentence, number, match["noun"]
    return None
