"""Harmless variants: gold answers written another way that is just as right. No metric may move.

Those in `EVERYWHERE` are tried on every gold case, those in `VARIANTS` on the case they name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from eval.edits import (
    Edit,
    Entry,
    add_citation,
    add_sentence,
    answer_with,
    both,
    citation_with,
    mark,
    one_sentence,
    rank,
    renumber,
    requote,
    rewrite,
    say,
)
from eval.mutants import N, span


class Variant(NamedTuple):
    name: str
    case: str
    edit: Edit


def _later_and_elsewhere(entry: Entry) -> None:
    for answer in entry["answers"]:
        answer.update(timings_ms={"total": 999.0, "retrieve": 5.0}, generation="another", writer="another")


def _unknown_field(entry: Entry) -> None:
    for answer in entry["answers"]:
        answer["notices"] = ["Sökningen bygger på ord."]


def _fields_backwards(entry: Entry) -> None:
    entry["answers"] = [dict(reversed(answer.items())) for answer in entry["answers"]]


def _citations_listed_backwards(entry: Entry) -> None:
    for answer in entry["answers"]:
        answer["citations"].reverse()


def _friendly_suggestion(entry: Entry) -> None:
    for answer in entry["answers"]:
        answer["suggestions"] = ["Vill du se en annan region?"]


def _line_break_at_the_end(entry: Entry) -> None:
    for answer in entry["answers"]:
        answer["text"] += "\n\n"


def _irrelevant_found_last(entry: Entry) -> None:
    entry["ranked"] = [ranked and [*ranked, "x", "y"] for ranked in entry["ranked"]]


def _marks_close_up(entry: Entry) -> None:
    for answer in entry["answers"]:
        answer["text"] = re.sub(r" \[(\d+)\]", r"[\1]", answer["text"])


def _ordinals(entry: Entry) -> None:
    """Write the sentences as a numbered list."""
    answer = entry["answers"][0]
    lines = [f"{s['text']}{''.join(f' [{n}]' for n in s['citations'])}" for s in answer["sentences"]]
    answer["text"] = "\n".join(f"{n}. {line}" for n, line in enumerate(lines, start=1))


EVERYWHERE: Sequence[tuple[str, Edit]] = (
    ("other times, generation and writer", _later_and_elsewhere),
    ("a field that nobody knows", _unknown_field),
    ("fields in another order", _fields_backwards),
    ("citations listed backwards", _citations_listed_backwards),
    ("citations numbered backwards", renumber),
    ("a suggestion without digits", _friendly_suggestion),
    ("line breaks at the end", _line_break_at_the_end),
    ("letters taken apart (NFD)", rewrite(lambda text: unicodedata.normalize("NFD", text))),
    ("quotes taken apart (NFD)", requote(lambda text: unicodedata.normalize("NFD", text))),
    ("double spaces in quotes", requote(lambda text: text.replace(" ", "  "))),
    ("no-break spaces in quotes", requote(lambda text: text.replace(" ", N))),
    ("straight quotation marks in quotes", requote(lambda text: text.replace("”", '"'))),
    ("irrelevant documents found last", _irrelevant_found_last),
    ("marks close up to the words", _marks_close_up),
)

_WAGE = f"31{N}200 kronor i månaden"
_FOLK = f"24{N}310 personer"
_FALL = "minskade med 2\u00a0310 personer till"

VARIANTS = (
    # what a figure is of, told a sentence before
    Variant(
        "the period told a sentence before",
        "wage",
        both(
            one_sentence("Lönerna gäller 2023.", 1), add_sentence(f"Medianlönen för kvinnor är {_WAGE}.", 1)
        ),
    ),
    Variant(
        "period and place told a sentence before",
        "fall",
        both(
            one_sentence("Uppgifterna gäller Stockholms kommun i juli 2022.", 2),
            add_sentence("De arbetslösa minskade med 2\u00a0310 personer.", 1, 2),
        ),
    ),
    # how a number is written
    Variant("space between thousands", "wage", say(N, " ")),
    Variant("narrow no-break space between thousands", "wage", say(N, "\u202f")),
    Variant("thin space between thousands", "wage", say(N, "\u2009")),
    Variant("dot between thousands", "wage", say(N, ".")),
    Variant("no space between thousands", "wage", say(N, "")),
    Variant("space between thousands of persons", "kommun", say(N, " ")),
    Variant("no space between thousands of persons", "kommun", say(N, "")),
    Variant("thousands of kronor", "wage", say(_WAGE, "31,2 tkr i månaden")),
    Variant("tusen kronor", "wage", say(_WAGE, "31,2 tusen kronor i månaden")),
    Variant("number in words", "wage", say(f"31{N}200", "trettioett tusen tvåhundra")),
    Variant("decimals in words", "share", say("6,8", "sex komma åtta")),
    Variant("decimal point", "share", say("6,8", "6.8")),
    Variant("a nought too many", "share", say("6,8", "6,80")),
    Variant("hyphen for minus", "gdp", say("−", "-")),
    Variant("dash for minus", "gdp", say("−", "–")),
    Variant("minus in words", "gdp", say("−", "minus ")),
    Variant("a fall without a minus", "gdp", say("var −0,3", "minskade med 0,3")),
    Variant("a fall with another verb", "fall", say("minskade", "sjönk")),
    Variant("a fall as a negative change", "fall", say(_FALL, "förändrades med −2\u00a0310 personer till")),
    # how a unit is written
    Variant("per cent sign", "share", say(" procent", " %")),
    Variant("per cent sign close up", "share", say(" procent", "%")),
    Variant("per cent sign after a no-break space", "share", say(" procent", f"{N}%")),
    Variant("kr", "wage", say("kronor i månaden", "kr i månaden")),
    Variant("kr/månad", "wage", say(" kronor i månaden", " kr/månad")),
    Variant("kr/mån", "wage", say(" kronor i månaden", " kr/mån")),
    Variant("kronor per månad", "wage", say("i månaden", "per månad")),
    Variant("SEK", "wage", say("kronor i månaden", "SEK per månad")),
    Variant(
        "the month in front",
        "wage",
        say(f"Medianlönen var {_WAGE}", f"I månaden var medianlönen 31{N}200 kronor"),
    ),
    Variant(
        "monthly wage as the word",
        "wage",
        say(f"Medianlönen var {_WAGE}", f"Månadslönen i mitten var 31{N}200 kr"),
    ),
    Variant("individuals", "kommun", say("personer", "individer")),
    Variant(
        "the unemployed as the noun",
        "kommun",
        say(f"Antalet arbetslösa var {_FOLK}", f"Det fanns 24{N}310 arbetslösa"),
    ),
    Variant("a bare count", "kommun", say(_FOLK, f"24{N}310")),
    # how a period is written
    Variant("under året", "wage", say(" 2023", " under 2023")),
    Variant("år 2023", "wage", say(" 2023", " år 2023")),
    Variant("period in brackets", "wage", say(" 2023 i", " (2023) i")),
    Variant(
        "period first",
        "share",
        say("Arbetslösheten var 6,8 procent 2024", "2024 var arbetslösheten 6,8 procent"),
    ),
    Variant("month after i", "kommun", say("personer juli", "personer i juli")),
    Variant("month with a capital", "kommun", say("juli", "Juli")),
    Variant("month shortened", "kommun", say("juli 2022", "jul 2022")),
    Variant("month as a code", "kommun", say("juli 2022", "2022M07")),
    Variant("month left to the question", "kommun", say(" juli 2022", "")),
    Variant("quarter as a code", "gdp", say("tredje kvartalet 2023", "2023K3")),
    Variant("quarter as K3", "gdp", say("tredje kvartalet 2023", "K3 2023")),
    Variant("quarter in digits", "gdp", say("tredje kvartalet 2023", "kvartal 3 2023")),
    Variant("quarter left to the question", "gdp", say(" tredje kvartalet 2023", "")),
    # how a region is written
    Variant("county without its last word", "share", say("Dalarnas län", "Dalarna")),
    Variant("the country as Sverige", "wage", say("i riket", "i Sverige")),
    Variant("the country as hela landet", "wage", say("i riket", "i hela landet")),
    Variant("the country left out", "wage", say(" i riket", "")),
    Variant("municipality with its s", "kommun", say("Stockholm kommun", "Stockholms kommun")),
    Variant("municipality as a city", "kommun", say("Stockholm kommun", "Stockholms stad")),
    Variant("municipality without its last word", "kommun", say("Stockholm kommun", "Stockholm")),
    Variant("municipality left to the question", "kommun", say(" i Stockholm kommun", "")),
    Variant("region in capitals", "share", say("Dalarnas län", "DALARNAS LÄN")),
    # how a missing figure is told
    Variant("missing with another word", "suppressed", say("uppgift saknas", "uppgiften redovisas inte")),
    Variant("missing as a sentence", "suppressed", say(": uppgift saknas", " saknas")),
    # two facts at once
    Variant(
        "two groups in one sentence",
        "both",
        one_sentence(
            f"Medianlönen 2023 i riket var 31{N}200 kronor i månaden "
            f"för kvinnor och 31{N}900 kronor i månaden för män.",
            1,
            2,
        ),
    ),
    Variant(
        "two groups in a shorter sentence",
        "both",
        one_sentence(
            f"För 2023 var medianlönen 31{N}200 kronor i månaden "
            f"för kvinnor och 31{N}900 kronor i månaden för män (riket).",
            1,
            2,
        ),
    ),
    Variant("a numbered list", "both", _ordinals),
    Variant("a numbered list of rules", "law", _ordinals),
    Variant(
        "a third source for a figure",
        "both",
        both(
            add_citation(
                kind="cell",
                document_id="table:lon",
                cell={
                    "table": "lon",
                    "coordinates": {"region": "00", "period": "2023", "sex": "2", "measure": "median"},
                },
            ),
            mark(0, 3),
        ),
    ),
    # words and quotes
    Variant("capitals in a word that must be said", "policy", say("sekretess", "Sekretess")),
    Variant("a word broken softly", "law", say("Forskningsdata", "Forsknings\u00addata")),
    Variant("curly quotation marks in a sentence", "policy", say("”data är makt”", "“data är makt”")),
    Variant(
        "quote longer than the sentence",
        "law",
        citation_with(
            1,
            **span(
                "avgift",
                "En myndighet får ta betalt för kopior "
                "enligt en fastställd avgift. Avgiften får inte överstiga kostnaden för arbetet.",
            ),
        ),
    ),
    Variant(
        "a second quote that supports alone",
        "law",
        both(
            add_citation(
                **span(
                    "avgift",
                    "Forskningsdata ska lämnas utan avgift. "
                    "Ett beslut om avgift får överklagas inom tre veckor.",
                )
            ),
            mark(1, 4),
        ),
    ),
    Variant(
        "words of the sentence in another order",
        "law",
        say("Forskningsdata ska lämnas utan avgift", "Utan avgift ska forskningsdata lämnas"),
    ),
    Variant("a dash for a colon", "policy", say("öppna data:", "öppna data –")),
    # silence
    Variant(
        "a kinder no",
        "nothing",
        answer_with(text="Jag hittar tyvärr inget om det. Fråga gärna om något annat."),
    ),
    Variant(
        "a no that names a source", "moon", answer_with(text="Det ligger utanför. Närmast kommer: Hinder.")
    ),
    Variant(
        "a question back with options",
        "vague",
        answer_with(
            text="Menar du lediga jobb eller arbetslösa?",
            clarification={
                "text": "Menar du lediga jobb eller arbetslösa?",
                "options": [["Lediga jobb", "x"]],
            },
        ),
    ),
    Variant(
        "a no that names a source with a figure in its title",
        "moon",
        answer_with(text="Det ligger utanför. Närmast kommer: Varsel: minst 5 arbetstagare."),
    ),
    Variant(
        "a cell shown in words",
        "wage",
        citation_with(1, quote=f"riket · 2023 · medianlön: 31{N}200{N}kr i månaden"),
    ),
    # retrieval
    Variant("two relevant documents the other way round", "policy", rank("avgift", "hinder")),
)
