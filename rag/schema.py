"""What travels from room to room: frozen values, no behaviour beyond what reads them.

    sources   Document ─ Chunk · TableInfo ─ Cell · Concept · Dataset
    question  Query {kind, entities, filters}
    evidence  Hit · Claim {text, citations, quantities} · Evidence
    answer    Answer {status, sentences, citations, quantities}

Regions are `00` riket, `01`-`25` län, four digits kommun, `SE11`-`SE33` riksområde.
Periods are `2024`, `2024K3`, `2024M07`. Values are `Decimal` as published, never float.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

# ------------------------------------------------------------------ sources

DocumentKind = Literal["brief", "law", "policy", "page", "concept", "dataset", "table", "file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text that may be cited, with where it comes from."""

    id: str
    source_id: str
    kind: DocumentKind
    title: str
    text: str
    """Canonical text; every offset in a chunk or citation counts characters in it."""
    url: str = ""
    publisher: str = ""
    licence: str = ""
    as_of: str = ""
    """ISO date of the facts (state of law, last update), empty when unknown."""
    section: str = ""
    """What part of the source the text stands for: "5 §", "s. 12"."""
    labels: tuple[str, ...] = ()
    """Other names, keywords and translations: searched, never quoted."""
    asked: tuple[str, ...] = ()
    """What people ask that the text answers, in their words, a phrase each: searched, never quoted."""
    asked_at: tuple[int, ...] = ()
    """For each of `asked` the offset of the sentence that answers it, -1 for the text as a whole; empty when
    it is told of none."""
    unanswered: tuple[str, ...] = ()
    """What people ask on its subject that no text answers: a phrase each, never searched, never quoted."""
    act: str = ""
    """SFS number, when the document stands for a paragraph of law: "2022:818"."""
    in_force: bool = True
    replaced_by: str = ""
    regions: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A passage of a document, small enough to embed and to cite."""

    id: str
    document_id: str
    text: str
    start: int
    """Offset of the first character in `Document.text`."""
    end: int
    headings: tuple[str, ...] = ()
    """The heading path above the passage, outermost first."""


CellStatus = Literal["published", "preliminary", "revised", "suppressed", "not_applicable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One published value of a table, found by its coordinates."""

    table: str
    coordinates: Mapping[str, str]
    """Dimension id to code, for every dimension of the table, the measure under "measure"."""
    value: Decimal | None
    status: CellStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One axis of a table."""

    id: str
    label: str
    role: Literal["region", "period", "occupation", "sex", "age", "sector", "other"]
    codes: Mapping[str, str]
    """Code to Swedish label, in the publisher's order."""
    codes_en: Mapping[str, str] = field(default_factory=dict)
    total: str | None = None
    """The code that stands for all values together, when the table has one."""
    additive: bool = True
    """Whether values over this axis may be added: its codes (but the total) do not overlap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a table counts or measures."""

    id: str
    label: str
    unit: str
    """Canonical unit: "SEK/month", "percent", "persons", "ads", "notices", "SEK", "index"."""
    decimals: int = 0
    definition: str = ""
    population: str = ""
    statistic: Literal["count", "mean", "median", "percentile", "share", "sum", "index", "category"] = "count"
    names: tuple[str, ...] = ()
    """Everyday names, lower case: "medianlön", "lön i mitten"."""
    categories: Mapping[str, str] = field(default_factory=dict)
    """For statistic "category": value to Swedish label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableInfo:
    """All about a statistical table but its cells."""

    id: str
    title: str
    publisher: str
    url: str
    licence: str
    updated: str
    dimensions: tuple[Dimension, ...]
    measures: tuple[Measure, ...]
    description: str = ""
    coverage: tuple[str, ...] = ()
    """Swedish sentences on what the table does not cover."""
    breaks: tuple[str, ...] = ()
    source_table: str = ""
    """The publisher's own table id."""
    query_url: str = ""
    """Address that reproduces the figures at the publisher, when there is one."""
    source_id: str = "statistics"
    cells: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with its values as published, one row for each combination of codes."""

    info: TableInfo
    columns: tuple[str, ...]
    """Dimension ids, then measure ids."""
    rows: Sequence[tuple[str | None, ...]]
    """Codes, then values as text: "31200", ".." suppressed, "." not applicable, None no such cell."""


Relation = Literal["exact", "broader", "narrower", "related", "substitute", "substituted_by"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptLink:
    """From one concept to another, or to a code in another classification."""

    relation: Relation
    scheme: str
    """"ssyk-2012", "isco-08", "jobtech-occupation", "jobtech-skill"."""
    code: str
    label: str
    percent: int | None = None
    """Degree of substitutability, 0-100, as published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """An occupation, occupation group or skill of a published taxonomy."""

    id: str
    scheme: str
    code: str
    label: str
    titles: tuple[str, ...] = ()
    """Other names: job titles, synonyms."""
    links: tuple[ConceptLink, ...] = ()
    skills: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    document_id: str = ""
    """The document whose text states these facts, for citations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """One way to get a dataset: a file, or an address that an API answers at."""

    title: str
    format: str
    url: str
    licence: str = ""
    service: str = ""
    """Address of the API that it is served by, if any."""
    documentation: str = ""
    """Address of that API's description."""
    description: str = ""
    availability: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """An entry of the catalogue (DCAT-AP-SE)."""

    id: str
    title: str
    description: str
    publisher: str
    landing_page: str = ""
    contact: str = ""
    licence: str = ""
    frequency: str = ""
    issued: str = ""
    modified: str = ""
    temporal: str = ""
    keywords: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    """Needs that it meets, each as the end of "visar …": "hur många som pendlar till en kommun"."""
    everyday: tuple[str, ...] = ()
    """Words that people use for what it is about: searched, never quoted."""
    gaps: tuple[str, ...] = ()
    """What the data do not hold."""
    caveats: tuple[str, ...] = ()
    """What we could not check about the entry."""
    dimensions: tuple[str, ...] = ()
    code_lists: tuple[str, ...] = ()
    distributions: tuple[Distribution, ...] = ()
    table: str = ""
    """Our own bundled table that holds these data, if any."""
    spatial: tuple[str, ...] = ()
    """Names of the places that it covers."""
    access: str = ""
    """"PUBLIC", "RESTRICTED" or "NON_PUBLIC", as the EU's list has it; empty when not stated."""
    conforms_to: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    """What the publisher calls it: table ids, addresses that do not change."""
    documentation: tuple[str, ...] = ()
    document_id: str = ""


# ------------------------------------------------------------------ question

QueryKind = Literal["statistic", "law", "policy", "occupation", "dataset", "definition", "smalltalk", "other"]
EntityKind = Literal["region", "occupation", "period", "measure", "act", "agency", "sex"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A span of the question that names something we have a code for."""

    kind: EntityKind
    code: str
    label: str
    start: int
    end: int
    exact: bool = True
    """False when the span had to be mended (typo, missing å/ä/ö)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One earlier question of the conversation, with what it was understood as and answered."""

    question: str
    standalone_question: str
    answer: Answer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A standalone question, read."""

    question: str
    kind: QueryKind
    entities: tuple[Entity, ...] = ()
    kinds: tuple[DocumentKind, ...] = ()
    """Only documents of these kinds, when the question says so."""
    language: Literal["sv", "en"] = "sv"
    today: str = ""
    """ISO date that "i år" and "senaste" are read against; given by the program."""
    source: str = ""
    """Id of the document that the conversation is on, which the answer is to be taken from; mostly empty."""
    asked_of_source: str = ""
    """What is asked of it: the question without the words that say what it is about."""
    answers: float = 0.0
    """The probability that it answers that, 0-1."""

    @property
    def asked(self) -> str:
        """What a sentence must answer."""
        return self.asked_of_source or self.question

    def codes(self, kind: EntityKind) -> tuple[str, ...]:
        """The codes of the entities of one kind, in the order of the question."""
        return tuple(e.code for e in self.entities if e.kind == kind)


# ------------------------------------------------------------------ evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A chunk that the retriever found, and why."""

    chunk: Chunk
    document: Document
    score: float
    reasons: tuple[str, ...]
    """Which channel and which words: "ord: avgift, myndighet", "vektor 0.62", "lag 2022:818"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellReference:
    table: str
    coordinates: Mapping[str, str]


CitationKind = Literal["passage", "brief", "cell", "dataset", "concept"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a sentence stands: a verbatim quote of a stored text, or a cell."""

    kind: CitationKind
    document_id: str
    title: str
    section: str = ""
    url: str = ""
    publisher: str = ""
    licence: str = ""
    as_of: str = ""
    quote: str = ""
    start: int = 0
    end: int = 0
    cell: CellReference | None = None
    n: int = 0
    """Number in the answer, from 1; 0 before it is numbered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A figure with all that makes it one."""

    value: Decimal
    unit: str
    period: str
    region: str
    measure: str
    population: str = ""
    status: CellStatus = "published"
    table: str = ""
    coordinates: Mapping[str, str] = field(default_factory=dict)
    formula: str | None = None
    """The computation in Swedish figures when the value is not itself a cell: "(110 − 100) / 100"."""
    operands: tuple[Quantity, ...] = ()
    fetched: str = ""
    citation: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A sentence that could stand in the answer, with what it rests on."""

    text: str
    citations: tuple[Citation, ...]
    quantities: tuple[Quantity, ...] = ()
    by_model: bool = False
    """Whether a language model chose the words: then every one of them must be held (`rag/gate`)."""


Status = Literal["answered", "partial", "clarify", "no_evidence", "out_of_scope", "refused", "error"]
Reason = Literal[
    "no_source",
    "period_missing",
    "region_missing",
    "breakdown_missing",
    "suppressed",
    "off_subject",
    "false_premise",
    "ambiguous",
    "invalid_operation",
    "personal_data",
    "opinion",
    "prediction",
    "unsafe",
    "empty_question",
    "question_too_long",
    "not_text",
    "no_index",
    "limit",
    "internal",
]
"""The closed list of reasons behind a status that is not a plain answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSeries:
    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart as data; the surface draws it."""

    kind: Literal["line", "bar"]
    title: str
    x_title: str
    y_title: str
    x: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarification:
    """A question back, with real options; choosing one asks its `question`."""

    text: str
    options: tuple[tuple[str, str], ...]
    """Pairs (label shown, standalone question asked when it is chosen)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one room of evidence (statistics, occupations, catalogue) has to say on a question."""

    kind: CitationKind
    status: Status
    claims: tuple[Claim, ...] = ()
    reason: Reason | None = None
    intro: str = ""
    """A Swedish phrase of ours without facts, shown before the claims."""
    notes: tuple[str, ...] = ()
    """Swedish sentences without figures about what is missing; shown after the claims."""
    clarification: Clarification | None = None
    chart: Chart | None = None
    suggestions: tuple[str, ...] = ()
    confidence: float = 1.0
    """How sure the room is that the question is its to answer, 0-1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that was found for a question."""

    query: Query
    hits: tuple[Hit, ...] = ()
    findings: tuple[Finding, ...] = ()
    answerable: float = 0.0
    """Estimated probability that the passages answer the question, 0-1."""
    wants_data: bool = False
    """Whether the question wants data, so that no passage answers it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUsage:
    """What a language model cost for one answer."""

    model: str
    prompt_tokens: int
    completion_tokens: int
    estimated: bool = False
    """Whether we counted the tokens, because the endpoint did not tell."""
    cached: bool = False
    """Whether the same prompt had been answered before: then nothing was paid."""
    cost: Decimal | None = None
    """In the currency of the prices that are set; None when none are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a writer proposes; nothing of it is shown before the verifier has seen it."""

    status: Status
    claims: tuple[Claim, ...] = ()
    reason: Reason | None = None
    intro: str = ""
    notes: tuple[str, ...] = ()
    clarification: Clarification | None = None
    chart: Chart | None = None
    suggestions: tuple[str, ...] = ()
    writer: str = "extractive"
    usage: ModelUsage | None = None


# ------------------------------------------------------------------ answer

Support = Literal["verbatim", "figures_checked", "supported", "unverified"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    text: str
    citations: tuple[int, ...]
    support: Support


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer object of DESIGN §8; `rag.export.to_json` is its wire form."""

    question: str
    standalone_question: str
    status: Status
    text: str
    reason: Reason | None = None
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    chart: Chart | None = None
    clarification: Clarification | None = None
    suggestions: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    """Degraded parts, in Swedish: "Svaret bygger bara på ordsökning just nu."."""
    generation: str = ""
    writer: str = "extractive"
    usage: ModelUsage | None = None
    """Tokens and cost, when a model wrote."""
    turn: int = 1
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    dropped: tuple[Sentence, ...] = ()
    """Sentences the verifier refused, for `--explain` only."""
