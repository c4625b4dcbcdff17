"""What the answer before holds already: its sources, its first sentence, facts of a dataset that it named.

These are answered without a search, from the citations and sentences that were shown; the gate judges them
again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rag import texts
from rag.conversation.base import Past, Understood, sources
from rag.conversation.replies import Ordinal, ordinal
from rag.conversation.wording import as_question, bare, goes_on, lower_first, own_words, plain, points_back
from rag.schema import Answer, Citation, Claim, Draft, Turn
from rag.swedish.words import fold

_SOURCE = re.compile(
    r"^(?:vad är |vilka är |vilken är )?(?:din |er |dina |era )?(?:käll(?:a|an|or|orna)|referens(?:er)?)\W*$|"
    r"\bkällan? (?:till|för|på) (?:det|den|detta|siffr\w+|svaret|uppgift\w*)\b|"
    r"\bvilk(?:en|a) käll(?:a|or)\b|"
    r"^(?:var|varifrån|vart)\b.*\b(?:kommer|kommit|fått|hämta\w*|hittat?|står|stod)\b|"
    r"^hur vet du\b|^enligt vem\b|^vem säger\b|"
    r"^vad heter (?:statistiken|tabellen|källan|undersökningen|registret)\b",
    re.IGNORECASE,
)
_MAKER = re.compile(
    r"^(?:och )?(?:vem|vilken myndighet|vilka)\b.*\b(?:ansvarar|ansvar|tar fram|ger ut|gett ut|publicerar|"
    r"tagit fram|tog fram|räknat ut|gjort|"
    r"gör|står bakom|äger|samlar in|producerar|håller i)\b",
    re.IGNORECASE,
)
_SIMPLER = re.compile(
    r"^(?:kan du |kan ni |skulle du kunna )?(?:förklara|säga?|skriva?|beskriv\w*|ta|uttryck\w*|"
    r"sammanfatta\w*)?\b.{0,20}?\b(?:enklare|lättare|kortare|enkelt|kort|lättläst|"
    r"lätt svenska|vanlig svenska|sammanfatt\w+)(?:\W*$|, (?:min|jag|för)\b.*$)",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"^(?:varför(?: (?:det|då|så|är det så|blir det så|inte|inte det))?|"
    r"hur kommer det sig|vad beror (?:det|detta) på)\W*$|"
    r"^varför (?:är|blir|var|skiljer|har|ökar|minskar|tjänar)\b",
    re.IGNORECASE,
)
_BECAUSE = re.compile(
    r"^(?:hänger|beror) det (?:ihop )?(?:med|på)\b|^är det för att\b|^kan det bero på\b", re.IGNORECASE
)
"""Names a reason for what was shown, and asks whether it is one."""
_MEASURE = re.compile(
    r"\b(?:före|efter|innan) skatt\b|\b(?:brutto|netto)\w*\b|\bomräknad\w* till heltid\b|"
    r"^(?:är|var) (?:det|den|siffran|lönen) (?:en |i )?(?:median|medel|snitt|genomsnitt)\w*"
    r"(?: eller (?:ett |en )?(?:median|medel|snitt|genomsnitt)\w*)?\W*$",
    re.IGNORECASE,
)
"""Asks what the figure is that was just shown."""
_TABLE = re.compile(
    r"^(?:(?:kan|skulle) (?:du|ni) (?:kunna )?)?(?:visa|gör|göra|få|ställ|ställa upp|lägg|sätt)\b.{0,20}?"
    r"\btabell\w*(?: (?:på|av|över|för) (?:det|den|dem))?\W*$",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\b(?:siffr|tale[tn]|uppgift)\w*", re.IGNORECASE)
_MORE = re.compile(r"\b(?:mer|mera|detaljer|utveckla|berätta|förklara|visa)\b", re.IGNORECASE)
_TITLED = re.compile("”[^”]+”")
_NAMES_ONE = re.compile(rf"^({texts.CONVERSATION_ABOUT.partition('{')[0]})[^:]+(?=:)|”[^”]+”")

_FACTS: Mapping[str, re.Pattern[str]] = {
    line: re.compile(pattern, re.IGNORECASE)
    for line, pattern in (
        ("Licensen är", r"\blicens\w*|\bfår (?:jag|man|vi) (?:använda|bygga|sälja|sprida|publicera)\b"),
        ("Datamängden finns i format", r"\b(?:fil)?format\w*|\b(?:csv|json|excel)\b"),
        ("Datamängden uppdateras", r"\bhur ofta\b|\buppdatera\w*|\bnya siffror\b"),
        ("Datamängden avser", r"\b(?:vilka år|från vilket år|hur långt tillbaka|vilken tid|vilken period)\b"),
        ("Kända luckor", r"\b(?:saknas|luckor|brister|begränsningar|problem)\b"),
        ("Datamängden nås", r"\b(?:var (?:finns|hittar|laddar|når)|länk\w*|adress\w*|ladda (?:ner|hem))\b"),
        ("Kontakt:", r"\b(?:kontakt\w*|mejl\w*|e-post\w*|ringa)\b"),
        ("Utgivare är", r"\b(?:vem|vilka|vilken myndighet|utgivare\w*)\b"),
    )
}
"""First words of a line in the document of a dataset, and what asks for it."""
_SHOWN_OF_DATASET = (
    "Utgivare är",
    "Datamängden finns i",
    "Licensen är",
    "Datamängden uppdateras",
    "Kända luckor",
)
MAX_SENTENCES = 3
_NEAR = 2
"""Turns back in which a figure was shown that "varför" still asks of."""
_LONGEST_ITEM = 8
"""Words of a list item that its question repeats."""


def from_before(question: str, past: Past) -> Understood | None:
    """The follow-up answered out of the turns before; None when they do not hold it."""
    text = bare(question).strip()
    turn = past.last
    subject = past.subject(turn)
    shown = next((t for t in past.turns if t.answer and t.answer.quantities), None)
    if _MEASURE.search(text) and subject == "figures" and shown is turn and shown.answer:
        return _its_measure(shown, shown.answer)
    if _BECAUSE.match(text) and shown in past.turns[:_NEAR] and shown:
        return _no_reason(shown)
    if _TABLE.match(text):
        return _as_table(turn)
    if past.named(text):
        return None
    of_figure = shown if shown and _FIGURE.search(text) else turn
    if _SOURCE.search(text) and (not own_words(text) or _FIGURE.search(text)):
        return _its_sources(of_figure)
    if _MAKER.search(text) and (of_figure is shown or (subject == "figures" and not own_words(text))):
        return _its_sources(of_figure)
    if _SIMPLER.match(text) and not own_words(text.partition(",")[0]):
        return _simpler(turn)
    if _WHY.match(text) and (subject == "figures" or shown in past.turns[:_NEAR]):
        return _no_reason(shown or turn)
    return _of_list(text, past) or _of_dataset(text, turn, past)


def _its_sources(turn: Turn) -> Understood:
    asked = texts.CONVERSATION_SOURCES_OF.format(question=_inner(turn))
    cited = sources(turn)
    if turn.answer is None or not cited:
        nothing = Draft(status="no_evidence", reason="no_source", notes=(texts.CONVERSATION_NO_SOURCES,))
        return Understood(question=asked, draft=nothing)
    described = "; ".join(_described(citation) for citation in cited)
    note = texts.CONVERSATION_SOURCES.format(sources=described)
    claims = _claims(turn.answer, MAX_SENTENCES)
    return Understood(question=asked, draft=Draft(status="answered", claims=claims, notes=(note,)))


def _its_measure(turn: Turn, answer: Answer) -> Understood:
    """What kind of figure was shown, in the words of its table."""
    asked = texts.CONVERSATION_MEASURE_OF.format(question=_inner(turn))
    measures = "; ".join(dict.fromkeys(lower_first(quantity.measure) for quantity in answer.quantities))
    note = texts.CONVERSATION_MEASURE.format(measures=measures, title=answer.citations[0].title)
    draft = Draft(status="answered", claims=_claims(answer, MAX_SENTENCES), notes=(note,))
    return Understood(question=asked, draft=draft)


def _as_table(turn: Turn) -> Understood:
    """The question before once more, with its figures beside each other, or that it has none."""
    if turn.answer and turn.answer.quantities:
        whole = texts.CONVERSATION_CHART.format(question=lower_first(plain(turn.standalone_question)))
        return Understood(question=whole)
    asked = texts.CONVERSATION_TABLE_OF.format(question=_inner(turn))
    nothing = Draft(status="no_evidence", reason="no_source", notes=(texts.CONVERSATION_NO_FIGURES,))
    return Understood(question=asked, draft=nothing)


def _simpler(turn: Turn) -> Understood | None:
    """The first sentence alone: without a model no source is put in other words."""
    if turn.answer is None or not turn.answer.sentences:
        return None
    claims = _claims(turn.answer, 1)
    asked = texts.CONVERSATION_SIMPLER_OF.format(question=_inner(turn))
    return Understood(
        question=asked, draft=Draft(status="answered", claims=claims, notes=(texts.CONVERSATION_SIMPLER,))
    )


def _no_reason(turn: Turn) -> Understood:
    """A table says how much, never why."""
    asked = texts.CONVERSATION_WHY_OF.format(question=_inner(turn))
    draft = Draft(status="no_evidence", reason="no_source", notes=(texts.CONVERSATION_NO_REASON,))
    return Understood(question=asked, draft=draft)


# ------------------------------------------------------------------ one of several


def _of_list(text: str, past: Past) -> Understood | None:
    """ "Mer om den andra": one of the sources that a turn before listed, asked about by its title."""
    place = ordinal(text)
    if place is None:
        return None
    item = _item(place, text, past.last)
    if item:
        return Understood(question=as_question(texts.CONVERSATION_MORE_ABOUT.format(title=item).rstrip(".")))
    listing = next((turn for turn in past.turns if len(sources(turn)) > max(place.at, 1)), None)
    if listing is None:
        return None
    meant = sources(listing)[place.at]
    rest = f"{text[: place.start]} {text[place.end :]}"
    if own_words(rest) and not _MORE.search(rest):
        return _about(meant, _with_title(f"{text[: place.start]}{named(meant)}{text[place.end :]}"))
    earlier = past.last.standalone_question
    if not _MORE.search(rest) and past.last is not listing and _NAMES_ONE.search(earlier):
        return _about(
            meant, _NAMES_ONE.sub(lambda match: f"{match[1] or ''}”{meant.title}”", earlier, count=1)
        )
    return _about(meant, texts.CONVERSATION_MORE_ABOUT.format(title=named(meant)))


def _item(place: Ordinal, text: str, turn: Turn) -> str:
    """What a list item of the answer was about: its words before the colon; empty when it names none.

    Only of a list from one source: items of several are meant by their source.
    """
    rest = f"{text[: place.start]} {text[place.end :]}"
    if turn.answer is None or len(sources(turn)) != 1 or (own_words(rest) and not _MORE.search(rest)):
        return ""
    items = [s.text[2:] for s in turn.answer.sentences if s.text.startswith("- ")]
    if not items or place.at >= len(items):
        return ""
    words = items[place.at].partition(":")[0].rstrip(" .,;").split()
    return f"{' '.join(words[:_LONGEST_ITEM])}".lower() if words else ""


def _of_dataset(text: str, turn: Turn, past: Past) -> Understood | None:
    """A fact of the dataset that was just shown: who gives it out, its licence, how often it is renewed."""
    cited = sources(turn)
    if past.subject(turn) != "dataset" or not _fact_asked(text) or _asks_other(text):
        return None
    return _about(cited[0], _with_title(_pointed(text, cited[0])))


def named(citation: Citation) -> str:
    """The source as a question names it: "datamängden ”Närliggande yrken”"."""
    kind = texts.CONVERSATION_KINDS.get(citation.kind, "")
    return f"{kind} ”{citation.title}”".strip() if citation.kind != "concept" else citation.title


def _about(citation: Citation, question: str) -> Understood:
    """The question about one source; with the lines of it that answer, when it is a dataset."""
    lines = list(_lines(citation, _fact_asked(_TITLED.sub("", question))))
    if not lines:
        return Understood(question=question)
    intro = texts.CONVERSATION_OF_DATASET.format(title=citation.title)
    return Understood(
        question=question,
        draft=Draft(status="answered", intro=intro, claims=tuple(_line_claims(citation, lines))),
    )


def _asks_other(text: str) -> bool:
    """Whether it names a thing of its own: not this dataset is meant then."""
    rest = text
    for pattern in _FACTS.values():
        rest = pattern.sub(" ", rest)
    return bool(own_words(rest)) and not (points_back(text) or goes_on(text))


def _fact_asked(text: str) -> str:
    """The first words of the line that is asked for, or empty."""
    return next((line for line, pattern in _FACTS.items() if pattern.search(text)), "")


def _lines(citation: Citation, wanted: str) -> Iterator[str]:
    if citation.kind != "dataset":
        return
    lines = citation.quote.split("\n")
    if wanted:
        yield from (line for line in lines if line.startswith(wanted))
        return
    yield from lines[1:2]
    yield from (line for line in lines if line.startswith(_SHOWN_OF_DATASET))


def _line_claims(citation: Citation, lines: Sequence[str]) -> Iterator[Claim]:
    for line in lines:
        start = citation.start + citation.quote.index(line)
        cited = replace(citation, quote=line, start=start, end=start + len(line), n=0)
        yield Claim(text=line, citations=(cited,))


def _pointed(text: str, citation: Citation) -> str:
    """The title in the place of the word that points at it, else last."""
    found = re.search(
        r"\b(?:den här|den|det|dem|de|dessa|datan|datamängden|datasetet)\b(?! (?:nya|här))",
        text,
        re.IGNORECASE,
    )
    if found and fold(found[0]) not in {"det"}:
        return f"{text[: found.start()]}{named(citation)}{text[found.end() :]}"
    return f"{text.rstrip(' ?!.')} i {named(citation)}"


def _with_title(question: str) -> str:
    return as_question(question)


# ------------------------------------------------------------------ what was said


def _claims(answer: Answer, count: int) -> tuple[Claim, ...]:
    """The first sentences of an answer as claims, each with its own citations and figures."""
    by_number = {citation.n: citation for citation in answer.citations}
    return tuple(
        Claim(
            text=sentence.text,
            citations=tuple(replace(by_number[n], n=0) for n in sentence.citations if n in by_number),
            quantities=tuple(
                replace(q, citation=0) for q in answer.quantities if q.citation in sentence.citations
            ),
        )
        for sentence in answer.sentences[:count]
    )


def _described(citation: Citation) -> str:
    """ "”Provanställning”, 6 och 31 §§ (Regeringskansliet, 2026-02-15)"."""
    what = ", ".join(part for part in (f"”{citation.title}”", citation.section) if part)
    who = ", ".join(part for part in (citation.publisher, citation.as_of) if part)
    return f"{what} ({who})" if who else what


def _inner(turn: Turn) -> str:
    """The question of a turn, to be named inside another; one that already names another gives that."""
    question = turn.standalone_question
    inner = re.search("frågan ”(.+)”", question)
    return (inner[1] if inner else question).replace("”", "’")
