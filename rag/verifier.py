"""The gate: no sentence is shown before its quotes, figures and words have been found in what it cites.

The same gate for every writer. A claim passes when
    1. every citation is real: the quote stands in the stored text, the cell is read again and has the value;
    2. every numeral of the sentence (words for numbers too) stands in a quote, a cited cell, a shown
       computation or the question;
    3. the sentence is a quote, or a statement of checked figures, or its words are covered by what it cites,
       with negation and modality kept; words that a model chose are compared one by one (`rag/gate`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rag.gate import doubt
from rag.index.statistics import Statistics
from rag.index.store import Store
from rag.schema import Citation, Claim, Document, Quantity, Support
from rag.swedish.numbers import Numeral, find_numerals, format_number
from rag.swedish.periods import format_period
from rag.swedish.sentences import sentences
from rag.swedish.stems import stem
from rag.swedish.words import STOP_WORDS, tokenize

COVERAGE = 0.75
"""Share of the content words of a free sentence that its quotes must hold."""

FIGURE_COVERAGE = 0.4
"""The same for a sentence about checked figures: "minskade med" and "högre än" stand in no cell."""

_NEGATION = re.compile(r"\b(inte|ej|aldrig|icke|ingen|inget|inga|utan|varken|förbjud\w*)\b")
_MODALS: tuple[frozenset[str], ...] = (
    frozenset({"ska", "skall", "måste"}),
    frozenset({"får"}),
    frozenset({"kan"}),
    frozenset({"bör"}),
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the gate says of one claim; `why` is English, for the log and `--explain`."""

    support: Support
    why: str = ""

    @property
    def shown(self) -> bool:
        return self.support != "unverified"


class Verifier:
    """Checks claims against one generation of the index."""

    def __init__(self, store: Store, statistics: Statistics) -> None:
        self._store = store
        self._statistics = statistics

    def judge(self, claim: Claim, question: str) -> Judgement:
        """Check one claim; `question` may lend it its own numerals, but not to a model."""
        if not claim.citations:
            return Judgement("unverified", "cites nothing")
        for citation in claim.citations:
            if not self._stands(citation):
                return Judgement("unverified", f"quote not found in {citation.document_id}")
        for quantity in _with_operands(claim.quantities):
            if not self._holds(quantity):
                return Judgement("unverified", f"cell of {quantity.table} does not say {quantity.value}")
        rows = self._loose_in_rows(claim)
        if rows:
            return Judgement("unverified", f"a row shows what no cell holds: {', '.join(sorted(rows))}")
        loose = _loose_numerals(claim, "" if claim.by_model else question)
        if loose:
            return Judgement("unverified", f"numerals without support: {', '.join(sorted(loose))}")
        return _support(claim)

    def document(self, document_id: str) -> Document | None:
        """The stored document of a citation."""
        return self._store.document(document_id)

    def _stands(self, citation: Citation) -> bool:
        """Whether the citation's quote is verbatim at its place, or its cell exists."""
        document = self._store.document(citation.document_id)
        if document is None or (citation.url and citation.url != document.url):
            return False
        if citation.cell is not None:
            return self._statistics.cell(citation.cell.table, citation.cell.coordinates) is not None
        return bool(citation.quote) and fold(document.text[citation.start : citation.end]) == fold(
            citation.quote
        )

    def _loose_in_rows(self, claim: Claim) -> set[str]:
        """The numerals of the quoted rows that neither their cells, read again, nor the figures hold."""
        rows = [citation for citation in claim.citations if citation.cell is not None and citation.quote]
        if not rows:
            return set()
        lent = [text for quantity in _with_operands(claim.quantities) for text in _of_figure(quantity)]
        for citation in rows:
            assert citation.cell is not None
            cell = self._statistics.cell(citation.cell.table, citation.cell.coordinates)
            document = self._store.document(citation.document_id)
            lent += [citation.title, document.text if document else "", *_of_place(citation.cell.coordinates)]
            if cell is not None and cell.value is not None:
                lent.append(format_number(cell.value))
        return set(_numerals(citation.quote for citation in rows)) - set(_numerals(lent))

    def _holds(self, quantity: Quantity) -> bool:
        """Whether the figure is a cell that has this value; a computed one stands on its operands."""
        if quantity.operands:
            return quantity.formula is not None
        if not quantity.table:
            return True  # a figure of a text: its numerals are looked for in the quotes
        cell = self._statistics.cell(quantity.table, quantity.coordinates)
        return cell is not None and cell.value == quantity.value


def fold(text: str) -> str:
    """NFC, one kind of space, one kind of quotation mark."""
    text = unicodedata.normalize("NFC", text).translate(_QUOTES)
    return " ".join(text.split())


_QUOTES = str.maketrans({"”": '"', "“": '"', "»": '"', "«": '"', "’": "'", "‘": "'", "\u00ad": None})


def _with_operands(quantities: Iterable[Quantity]) -> Iterable[Quantity]:
    for quantity in quantities:
        yield quantity
        yield from _with_operands(quantity.operands)


def _loose_numerals(claim: Claim, question: str) -> set[str]:
    """The numerals of the sentence that nothing it rests on holds."""
    lent = Counter(_numerals([question, *_lenders(claim)]))
    return {numeral for numeral in _numerals([claim.text]) if numeral not in lent}


def _lenders(claim: Claim) -> Iterable[str]:
    for citation in claim.citations:
        yield from (citation.quote, citation.title, citation.section)
        if citation.cell is not None:
            yield from _of_place(citation.cell.coordinates)
    for quantity in _with_operands(claim.quantities):
        yield from _of_figure(quantity)


def _of_place(coordinates: Mapping[str, str]) -> Iterable[str]:
    """The codes of a place in a table, periods also in words."""
    for code in coordinates.values():
        yield from (code, format_period(code))


def _of_figure(quantity: Quantity) -> Iterable[str]:
    """What a figure may be told with: its formula, names, period and value."""
    yield from (quantity.formula or "", quantity.measure, quantity.population, format_period(quantity.period))
    yield from _renderings(quantity)


def _renderings(quantity: Quantity) -> Iterable[str]:
    """A value as published, and without its sign ("minskade med 2,3"); millions with their word."""
    for value in (quantity.value, abs(quantity.value)):
        yield format_number(value)
        if quantity.unit.startswith("MSEK"):
            yield f"{format_number(value)} miljoner"


def _numerals(sources: Iterable[str]) -> list[str]:
    return [_key(numeral) for source in sources for numeral in find_numerals(source)]


def _key(numeral: Numeral) -> str:
    """What makes two numerals the same: the value (6,80 is 6,8), or the text of a code (2022:818)."""
    return numeral.text.lower() if numeral.value is None else f"{numeral.value.normalize():f}"


def _support(claim: Claim) -> Judgement:
    """The label of a claim whose citations, quantities and numerals are already found good."""
    quotes = [fold(citation.quote) for citation in claim.citations]
    has_figures = bool(find_numerals(claim.text))
    if claim.by_model and not _whole(claim.text, quotes):
        why = doubt(claim.text, [citation.quote for citation in claim.citations], list(_named(claim)))
        return Judgement("unverified", why) if why else Judgement(_checked(has_figures))
    if _quoted(claim.text, quotes):
        if all(citation.kind == "passage" for citation in claim.citations):
            return Judgement("verbatim")
        return Judgement(_checked(has_figures))
    if claim.quantities:
        return _coverage(claim.text, " ".join([*quotes, *_names(claim)]), has_figures, FIGURE_COVERAGE)
    return _coverage(claim.text, " ".join(quotes), has_figures, COVERAGE)


def _whole(text: str, quotes: Sequence[str]) -> bool:
    """Whether the text is one or more whole sentences of the quotes: half a sentence may say the opposite."""
    held = {_bare(quote[start:end]) for quote in quotes for start, end in sentences(quote)}
    said = fold(text)
    return all(_bare(said[start:end]) in held for start, end in sentences(said))


def _bare(sentence: str) -> str:
    return sentence.strip().removeprefix("- ").rstrip(" .,;:")


def _named(claim: Claim) -> Iterable[str]:
    for citation in claim.citations:
        yield from (citation.title, citation.section, citation.publisher)


def _quoted(text: str, quotes: Sequence[str]) -> bool:
    """Whether every sentence of the text stands word for word in a quote; a bullet is ours."""
    whole = fold(text).removeprefix("- ")
    if any(fold(text) in quote or whole in quote for quote in quotes):
        return True
    parts = [whole[start:end].strip() for start, end in sentences(whole)]
    return len(parts) > 1 and all(any(part in quote for quote in quotes) for part in parts)


def _names(claim: Claim) -> Iterable[str]:
    """The words that a figure may be told with: its table, measure, population and period."""
    for citation in claim.citations:
        yield citation.title
    for quantity in _with_operands(claim.quantities):
        yield from (quantity.measure, quantity.population, quantity.unit, format_period(quantity.period))
        yield quantity.formula or ""


def _coverage(text: str, quotes: str, has_figures: bool, least: float) -> Judgement:
    if bool(_NEGATION.search(text.lower())) != bool(_NEGATION.search(quotes.lower())):
        return Judgement("unverified", "negation differs from the source")
    for modal in _MODALS:
        if _words(text) & modal and not _words(quotes) & modal:
            return Judgement("unverified", f"says {'/'.join(sorted(modal))}, the source does not")
    held = _content(quotes)
    shares = [_share(text[start:end], held) for start, end in sentences(text)]
    if min(shares, default=0.0) < least:
        return Judgement(
            "unverified", f"only {min(shares, default=0.0):.0%} of its words stand in what it cites"
        )
    return Judgement(_checked(has_figures))


def _checked(has_figures: bool) -> Support:
    return "figures_checked" if has_figures else "supported"


def _share(sentence: str, held: set[str]) -> float:
    """Share of the sentence's content words that are held; a sentence without any has nothing to doubt."""
    wanted = _content(sentence)
    return len(wanted & held) / len(wanted) if wanted else 1.0


def _words(text: str) -> set[str]:
    return {token.text.lower() for token in tokenize(text)}


def _content(text: str) -> set[str]:
    return {stem(word) for word in _words(text) if word not in STOP_WORDS and not word.isdigit()}
