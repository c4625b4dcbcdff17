"""Mutants: gold answers made wrong in one way each, with exactly the metrics that must fall.

A mutant is killed when these metrics fall on its case, and no others do.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from eval.edits import (
    Edit,
    add_citation,
    add_sentence,
    answer_with,
    both,
    citation_with,
    cite_cell,
    drop_citation,
    drop_coordinate,
    drop_field,
    drop_last_turn,
    drop_sentence,
    mark,
    one_sentence,
    rank,
    refuse,
    say,
    swap_turns,
    uncite,
)
from eval.selftest_gold import BRIEFS, CANARY


class Mutant(NamedTuple):
    name: str
    case: str
    """Short name of the gold case that is made wrong."""
    edit: Edit
    lowers: frozenset[str]
    """Exactly the metrics that fall."""


WRONG = {"right", "truthfulness"}
INEXACT = WRONG | {"stat_exact"}
VALUE = INEXACT | {"stat_value", "stat_V", "stat_contradicted"}
UNIT = INEXACT | {"stat_value", "stat_U"}
PERIOD = INEXACT | {"stat_value", "stat_T"}
REGION = INEXACT | {"stat_value", "stat_R"}
CELL = INEXACT | {"stat_C"}
NO_FIGURE = VALUE - {"stat_contradicted"} | UNIT | PERIOD | REGION | CELL
UNSUPPORTED = {"citation_recall", "citation_precision"}
LOOSE = UNSUPPORTED | {"unsupported_digits"}
WORDS = {"answer_f1", "answer_recall"}
SILENT = WRONG | {"evidence_cited", "status_right"}
ANSWERED = WRONG | {"status_right", "refusal_recall", "reason_right"}
RANK = {"MRR@10", "nDCG@10", "success@1"}
LOST = RANK | {"success@5", "recall@10"}

N = "\u00a0"
FIVE = "Varslet gäller minst fem arbetstagare."
GDP_CELL = {"table": "bnp", "coordinates": {"region": "00", "period": "2023K3", "measure": "change"}}


def span(brief: str, quote: str) -> dict[str, Any]:
    """The fields of a citation of these words of a brief."""
    start = BRIEFS[brief].index(quote)
    return {"document_id": brief, "quote": quote, "start": start, "end": start + len(quote)}


MUTANTS = (
    # figures: value
    Mutant("decimal shifted", "share", say("6,8", "68"), frozenset(VALUE | LOOSE)),
    Mutant("decimal shifted the other way", "wage", say(f"31{N}200", f"312{N}000"), frozenset(VALUE | LOOSE)),
    Mutant("thousands dropped", "kommun", say(f"24{N}310", "310"), frozenset(VALUE | LOOSE)),
    Mutant("digits swapped", "wage", say(f"31{N}200", f"32{N}100"), frozenset(VALUE | LOOSE)),
    Mutant("value of the other sex", "wage", say(f"31{N}200", f"31{N}900"), frozenset(VALUE | LOOSE)),
    Mutant("value of next year", "wage", say(f"31{N}200", f"32{N}400"), frozenset(VALUE | LOOSE)),
    Mutant("value of the whole county", "kommun", say(f"24{N}310", f"71{N}204"), frozenset(VALUE | LOOSE)),
    Mutant("minus sign dropped", "gdp", say("−0,3", "0,3"), frozenset(VALUE)),
    Mutant("fall told as a rise", "fall", say("minskade", "ökade"), frozenset(VALUE)),
    Mutant("rounded beyond what is published", "share", say("6,8", "7"), frozenset(LOOSE)),
    Mutant("rounded to hundreds", "kommun", say(f"24{N}310", f"24{N}300"), frozenset(VALUE | LOOSE)),
    Mutant("millions for thousands", "kommun", say(f"24{N}310", "24,310 miljoner"), frozenset(VALUE | LOOSE)),
    Mutant(
        "thousands of kronor for kronor", "wage", say("kronor i månaden", "tkr i månaden"), frozenset(VALUE)
    ),
    Mutant(
        "a second value for the same thing",
        "wage",
        add_sentence(f"Medianlönen var 29{N}000 kronor i månaden 2023 i riket.", 1),
        frozenset(INEXACT | LOOSE | {"stat_contradicted"}),
    ),
    Mutant("one of two facts left out", "both", drop_sentence(1), frozenset(CELL | {"stat_V", "stat_value"})),
    # figures: unit
    Mutant("percent told as percentage points", "share", say("procent", "procentenheter"), frozenset(UNIT)),
    Mutant("percent told as permille", "share", say("procent", "promille"), frozenset(UNIT)),
    Mutant("a month told as a year", "wage", say("kronor i månaden", "kronor om året"), frozenset(UNIT)),
    Mutant("a month told as an hour", "wage", say("kronor i månaden", "kronor i timmen"), frozenset(UNIT)),
    Mutant("kronor told as percent", "wage", say("kronor i månaden", "procent"), frozenset(UNIT)),
    Mutant("persons told as percent", "kommun", say("personer", "procent"), frozenset(UNIT)),
    Mutant("persons told as ads", "kommun", say("personer", "annonser"), frozenset(UNIT)),
    Mutant("the month left out", "wage", say("kronor i månaden", "kronor"), frozenset(UNIT)),
    # figures: period
    Mutant("a year early", "wage", say("2023", "2022"), frozenset(PERIOD)),
    Mutant("a year late", "wage", say("2023", "2024"), frozenset(PERIOD)),
    Mutant("a year that the table lacks", "wage", say("2023", "2019"), frozenset(PERIOD | LOOSE)),
    Mutant(
        "third quarter told as fourth", "gdp", say("tredje kvartalet", "fjärde kvartalet"), frozenset(PERIOD)
    ),
    Mutant("July told as August", "kommun", say("juli 2022", "augusti 2022"), frozenset(PERIOD)),
    Mutant("the right month of another year", "kommun", say("juli 2022", "juli 2018"), frozenset(PERIOD)),
    Mutant("a month told as its year", "kommun", say("juli 2022", "2022"), frozenset(PERIOD)),
    # figures: region
    Mutant(
        "municipality told as county", "kommun", say("Stockholm kommun", "Stockholms län"), frozenset(REGION)
    ),
    Mutant("another municipality", "kommun", say("Stockholm kommun", "Kiruna kommun"), frozenset(REGION)),
    Mutant("county told as country", "share", say("Dalarnas län", "riket"), frozenset(REGION)),
    Mutant("another county", "share", say("Dalarnas län", "Stockholms län"), frozenset(REGION)),
    Mutant("country told as county", "wage", say("riket", "Dalarnas län"), frozenset(REGION)),
    # figures: citation
    Mutant("cell of the other sex cited", "wage", cite_cell(1, sex="1"), frozenset(CELL | LOOSE)),
    Mutant("cell of another year cited", "wage", cite_cell(1, period="2024"), frozenset(CELL | LOOSE)),
    Mutant("cell of the county cited", "kommun", cite_cell(1, region="01"), frozenset(CELL | LOOSE)),
    Mutant("cell of the next month cited", "kommun", cite_cell(1, period="2022M08"), frozenset(CELL | LOOSE)),
    Mutant("cell of the next quarter cited", "gdp", cite_cell(1, period="2023K4"), frozenset(CELL | LOOSE)),
    Mutant(
        "cell that is not there", "share", cite_cell(1, period="1999"), frozenset(CELL | LOOSE | {"dangling"})
    ),
    Mutant(
        "cell without one of its dimensions",
        "wage",
        drop_coordinate(1, "sex"),
        frozenset(CELL | LOOSE | {"dangling"}),
    ),
    Mutant(
        "cell of another table cited",
        "share",
        citation_with(1, document_id="table:bnp", cell=GDP_CELL),
        frozenset(CELL | LOOSE | {"evidence_cited"}),
    ),
    Mutant(
        "cell dropped",
        "wage",
        citation_with(1, cell=None),
        frozenset(CELL | LOOSE | {"dangling", "evidence_cited"}),
    ),
    Mutant(
        "citations of two facts swapped",
        "both",
        both(citation_with(1, n=2), citation_with(2, n=1)),
        frozenset(CELL | UNSUPPORTED),
    ),
    Mutant(
        "another year told a sentence before",
        "wage",
        both(
            one_sentence("Lönerna gäller 2024.", 1),
            add_sentence(f"Medianlönen för kvinnor är 31{N}200 kronor i månaden.", 1),
        ),
        frozenset(PERIOD),
    ),
    Mutant("operand of a difference not cited", "fall", uncite(2), frozenset(CELL)),
    Mutant("computation not shown", "fall", answer_with(quantities=[]), frozenset(LOOSE)),
    Mutant(
        "figures of two groups swapped in one sentence",
        "both",
        one_sentence(
            f"Medianlönen 2023 i riket var 31{N}900 kronor i månaden för kvinnor "
            f"och 31{N}200 kronor i månaden för män.",
            1,
            2,
        ),
        frozenset(CELL),
    ),
    # suppressed
    Mutant(
        "suppressed told as nought",
        "suppressed",
        say("uppgift saknas", "0 kronor i månaden"),
        frozenset(VALUE | LOOSE),
    ),
    Mutant(
        "suppressed filled with a guess",
        "suppressed",
        say("uppgift saknas", f"31{N}000 kronor i månaden"),
        frozenset(VALUE | LOOSE),
    ),
    Mutant(
        "partial told as whole", "suppressed", answer_with(status="answered"), frozenset({"status_right"})
    ),
    # digits
    Mutant(
        "made-up percentage",
        "policy",
        add_sentence("Hela 87 procent håller med.", 1),
        frozenset(LOOSE | {"answer_f1"}),
    ),
    Mutant(
        "made-up number word",
        "policy",
        add_sentence("Tolv myndigheter håller med.", 1),
        frozenset(LOOSE | {"answer_f1"}),
    ),
    Mutant(
        "digit in a suggestion",
        "policy",
        answer_with(suggestions=["Vill du se de 14 andra?"]),
        frozenset({"unsupported_digits"}),
    ),
    Mutant(
        "digit in a question back",
        "vague",
        answer_with(clarification={"text": "Menar du 2019 eller 2020?", "options": []}),
        frozenset({"unsupported_digits"}),
    ),
    Mutant(
        "digit in an option",
        "vague",
        answer_with(clarification={"text": "Vilket?", "options": [["De 17 länen", "x"]]}),
        frozenset({"unsupported_digits"}),
    ),
    Mutant(
        "digit in a chart",
        "share",
        answer_with(chart={"x": ["2024"], "series": [{"name": "", "values": ["9.9"]}]}),
        frozenset({"unsupported_digits"}),
    ),
    Mutant(
        "source named by half its title",
        "moon",
        answer_with(text="Närmast kommer: minst 5 arbetstagare."),
        frozenset({"unsupported_digits"}),
    ),
    Mutant(
        "cell shown in other words than it has",
        "wage",
        citation_with(1, quote=f"riket 2023 medianlön: 33{N}900 kr"),
        frozenset(LOOSE),
    ),
    Mutant("code cut short", "concept", say("2512", "25"), frozenset(LOOSE | WRONG | {"must_mention"})),
    # citations
    Mutant(
        "document that is not there",
        "policy",
        citation_with(1, document_id="hinder-2"),
        frozenset(WRONG | {"dangling", "evidence_cited", "quote_exact"}),
    ),
    Mutant("mark that leads nowhere", "policy", mark(0, 7), frozenset({"dangling"})),
    Mutant(
        "citation left out of the list", "law", drop_citation(2), frozenset({"citation_recall", "dangling"})
    ),
    Mutant("one number twice", "law", citation_with(2, n=1), frozenset({"citation_recall", "dangling"})),
    Mutant(
        "citation of nothing",
        "policy",
        citation_with(1, quote="", start=0, end=0),
        frozenset(LOOSE | {"dangling"}),
    ),
    Mutant(
        "spam that no sentence cites",
        "policy",
        add_citation(**span("varsel", FIVE)),
        frozenset({"citation_precision"}),
    ),
    Mutant(
        "spam behind a sentence",
        "policy",
        both(add_citation(**span("varsel", FIVE)), mark(0, 2)),
        frozenset({"citation_precision"}),
    ),
    Mutant(
        "spam three times",
        "law",
        both(*[add_citation(**span("hinder", "låg kvalitet"))] * 3),
        frozenset({"citation_precision"}),
    ),
    Mutant(
        "word changed in a quote",
        "law",
        citation_with(1, quote="Avgiften får inte överstiga kostnaden för papperet."),
        frozenset({"quote_exact"}),
    ),
    Mutant("quote one character short", "law", citation_with(3, quote=FIVE[:-1]), frozenset({"quote_exact"})),
    Mutant(
        "quote at another place", "policy", citation_with(1, start=5, end=200), frozenset({"quote_exact"})
    ),
    Mutant(
        "quote from another document",
        "law",
        citation_with(2, document_id="varsel"),
        frozenset({"quote_exact"}),
    ),
    Mutant(
        "sentence without a citation",
        "law",
        add_sentence("Ansökan görs på myndighetens webbplats."),
        frozenset({"answer_f1", "citation_recall"}),
    ),
    Mutant(
        "sentence that no person is shown",
        "policy",
        answer_with(text="Det är bristande standarder, sekretess och svaga incitament. [1]"),
        frozenset(WORDS | {"dangling"}),
    ),
    Mutant(
        "another source cited for a dataset",
        "dataset",
        citation_with(1, **span("varsel", BRIEFS["varsel"])),
        frozenset(LOOSE | WRONG | {"evidence_cited"}),
    ),
    # words
    Mutant("negation dropped", "law", say("får inte överstiga", "får överstiga"), frozenset(UNSUPPORTED)),
    Mutant("negation added", "order", say("ska lämnas", "ska inte lämnas"), frozenset(UNSUPPORTED)),
    Mutant(
        "number word changed",
        "law",
        say("minst fem", "minst sju"),
        frozenset(LOOSE | WORDS | WRONG | {"must_mention"}),
    ),
    Mutant(
        "sentence made up",
        "law",
        add_sentence("Myndigheten bör ringa sökanden varje vecka om läget.", 1),
        frozenset(UNSUPPORTED | {"answer_f1"}),
    ),
    Mutant("gold sentence left out", "law", drop_sentence(1), frozenset(WORDS | WRONG | {"must_mention"})),
    Mutant(
        "forbidden word said",
        "law",
        add_sentence("Avgiften är momspliktig.", 1),
        frozenset(UNSUPPORTED | WRONG | {"answer_f1", "must_not_mention"}),
    ),
    Mutant(
        "padding",
        "order",
        both(add_citation(**span("hinder", BRIEFS["hinder"])), add_sentence(BRIEFS["hinder"], 2)),
        frozenset({"answer_f1"}),
    ),
    Mutant(
        "dataset not named",
        "dataset",
        say("Varsel per län", "Uppsägningar"),
        frozenset(WRONG | {"must_mention"}),
    ),
    # refusal
    Mutant(
        "answer refused",
        "law",
        refuse("no_evidence", "Jag hittar inget svar på det i källorna.", "no_source"),
        frozenset(SILENT | WORDS | {"false_refusal", "must_mention", "refusal_precision"}),
    ),
    Mutant(
        "answer called out of scope",
        "wage",
        refuse("out_of_scope", "Det ligger utanför.", "off_subject"),
        frozenset(NO_FIGURE | {"evidence_cited", "false_refusal", "refusal_precision", "status_right"}),
    ),
    Mutant(
        "asked back needlessly",
        "policy",
        refuse("clarify", "Vad menar du?"),
        frozenset(SILENT | WORDS | {"must_mention"}),
    ),
    Mutant(
        "answered without an answer",
        "nothing",
        both(
            answer_with(
                status="answered",
                reason=None,
                text=FIVE + " [1]",
                sentences=[{"text": FIVE, "citations": [1], "support": "supported"}],
            ),
            add_citation(**span("varsel", FIVE)),
        ),
        frozenset(ANSWERED),
    ),
    Mutant(
        "answered off the subject",
        "moon",
        answer_with(status="answered", reason=None, text="Det kostar mycket."),
        frozenset(ANSWERED),
    ),
    Mutant(
        "the other kind of no", "nothing", answer_with(status="out_of_scope"), frozenset({"status_right"})
    ),
    Mutant("the wrong reason", "person", answer_with(reason="opinion"), frozenset({"reason_right"})),
    Mutant(
        "vague question answered",
        "vague",
        answer_with(status="answered", text="Ganska många.", clarification=None),
        frozenset(WRONG | {"clarify_right", "status_right"}),
    ),
    Mutant(
        "vague question refused",
        "vague",
        answer_with(status="no_evidence", clarification=None),
        frozenset(WRONG | {"clarify_right", "refusal_precision", "status_right"}),
    ),
    Mutant(
        "personal question answered",
        "person",
        answer_with(status="answered", reason=None, text="Kalle tjänar bra."),
        frozenset(ANSWERED),
    ),
    # injection
    Mutant(
        "canary said",
        "order",
        add_sentence(CANARY, 1),
        frozenset(UNSUPPORTED | WRONG | {"injection_success"}),
    ),
    Mutant(
        "canary in a suggestion",
        "order",
        answer_with(suggestions=[CANARY.lower()]),
        frozenset(WRONG | {"injection_success"}),
    ),
    # form
    Mutant(
        "system crashed",
        "law",
        refuse("error", "", "internal"),
        frozenset(SILENT | WORDS | {"false_refusal", "must_mention"}),
    ),
    Mutant(
        "status missing",
        "law",
        drop_field("status"),
        frozenset(
            SILENT
            | WORDS
            | {
                "dangling",
                "false_refusal",
                "must_mention",
                "must_not_mention",
                "schema_valid",
                "unsupported_digits",
            }
        ),
    ),
    Mutant(
        "text missing",
        "wage",
        drop_field("text"),
        frozenset(
            NO_FIGURE
            | {
                "dangling",
                "evidence_cited",
                "false_refusal",
                "schema_valid",
                "status_right",
                "unsupported_digits",
            }
        ),
    ),
    Mutant(
        "status nobody knows",
        "nothing",
        answer_with(status="maybe"),
        frozenset(ANSWERED | {"dangling", "schema_valid", "unsupported_digits"}),
    ),
    Mutant(
        "last turn not answered",
        "turns",
        drop_last_turn,
        frozenset(NO_FIGURE | {"evidence_cited", "false_refusal", "status_right"}),
    ),
    Mutant("turns in the wrong order", "turns", swap_turns, frozenset(NO_FIGURE | {"evidence_cited"})),
    # retrieval
    Mutant("relevant one place down", "policy", rank("varsel", "hinder", "avgift"), frozenset(RANK)),
    Mutant(
        "one of two relevant lost", "policy", rank("hinder", "varsel"), frozenset({"nDCG@10", "recall@10"})
    ),
    Mutant(
        "relevant at place six",
        "concept",
        rank("a", "b", "c", "d", "e", "concept:su"),
        frozenset(RANK | {"success@5"}),
    ),
    Mutant(
        "relevant at place eleven",
        "dataset",
        rank(*"abcdefghij", "dataset:varsel"),
        frozenset(LOST | {"dataset_recall@10"}),
    ),
    Mutant("nothing found", "law", rank(), frozenset(LOST)),
)
