"""A sentence as the gate reads it: words of weight with the little words before them, clause by clause.

"Avgift får inte vara högre än 250 kronor" is

    avgift · högre (får inte vara) · 250 (än), of kronor · kronor

The little words decide what a sentence says of its words: negation, modality, bounds, prepositions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from rag.swedish.numbers import find_numerals
from rag.swedish.sentences import sentences
from rag.swedish.words import STOP_WORDS, fold, tokenize

FRAME = frozenset(
    """
    gälla gäller innebär innebära betyder betyda avser avse finns finnas sker ske görs gör göra går gå ges
    ger ge exempel exempelvis alltså nämligen dessutom däremot dock även både också bland annat annan lag
    lagen lagens regel regeln reglerna enligt källan källorna uppgiften uppgifterna dvs tex följande nedan
    ovan
    """.split()
)
"""Words that join and introduce; a sentence may hold or lack them without saying something else."""

YOU = frozenset("du dig din ditt dina".split())
"""Whoever asks: a word of weight, since it says who does what."""
_NEGATIONS = frozenset(
    "inte ej aldrig icke ingen inget inga ingenting utan varken knappast saknar saknas saknade".split()
)
_MODALS = {
    "ska": "ska",
    "skall": "ska",
    "skulle": "ska",
    "måste": "ska",
    "skyldig": "ska",
    "skyldiga": "ska",
    "behöver": "ska",
    "behöva": "ska",
    "får": "får",
    "fick": "får",
    "tillåtet": "får",
    "kan": "kan",
    "kunde": "kan",
    "kunna": "kan",
    "bör": "bör",
    "borde": "bör",
}
_BOUNDS = {
    word: bound
    for bound, words in {
        "minst": "minst lägst åtminstone minimum",
        "högst": "högst max maximalt upp",
        "mer": "mer fler över",
        "mindre": "mindre färre",
        "senast": "senast",
        "tidigast": "tidigast",
        "bara": "bara endast enbart uteslutande",
        "före": "före innan",
        "efter": "efter",
        "inom": "inom",
        "alla": "alla samtliga alltid varje",
        "vissa": "vissa några ibland",
        "delvis": "delvis",
        "först": "först",
        "ungefär": "ungefär cirka ca omkring nästan knappt drygt",
        "längst": "längst",
        "från": "från",
        "till": "till",
    }.items()
    for word in words.split()
}
OPPOSITES = {
    one: other
    for pair in ("före efter", "mer mindre", "minst högst", "senast tidigast", "från till", "alla vissa")
    for one, other in (pair.split(), pair.split()[::-1])
}
_JOINTS = {"och": "och", "samt": "och", "eller": "eller", "respektive": "och"}
_OPENERS = frozenset(
    "och samt men eller utan som om när då där eftersom medan innan såvida ifall fast att tills sedan".split()
)
_SUBORDINATE = frozenset("om när som eftersom medan innan såvida ifall tills där".split())
_ALONGSIDE = frozenset("medan men och samt".split())
_FINITE = frozenset(
    "ska skall måste får kan bör är var har hade blir blev finns gäller ges görs behöver".split()
)
_LITTLE = (STOP_WORDS | FRAME | _NEGATIONS | _MODALS.keys() | _BOUNDS.keys() | _OPENERS | _FINITE) - {
    "saknar"
}
_AS = frozenset("huvudregel regel mest minst helhet högst".split())
_REACH = 3
"""Words after "och" in which a verb makes it open a clause."""
_TELLING = frozenset(
    """
    lag lagen förordning förordningen begäran beslut beslutet uppgift uppgifter uppgifterna fråga frågor
    statistik information avtal period omprövning regler reglerna besked varsel varning fråga tvist ansökan
    anmälan överenskommelse utkast sådant bestämmelser bestämmelserna undantag förhandling
    """.split()
)
"""After these "om" says of what, and opens no clause."""
_LAWS = r"(?:(?:\w+-\s+och\s+)?[\w-]*(?:lagen|förordningen|balken|direktivet|instruktionen)|[A-ZÅÄÖ]{2,4})"
_NUMBERS = r"(?:punkt(?:erna)?\s+)?\d[\d\s,–]*(?:[a-z]\s)?(?:(?:och|kap\.|[a-z])\s?[\d\s]*)*§+"
REFERENCE = re.compile(
    rf"\s*\benligt\s+(?:{_NUMBERS}(?:\s+(?:i\s+)?(?:sin\s+)?{_LAWS}(?:\s+om\s+\S+)?)?|{_LAWS}(?:\s+om\s+\S+)?)"
    rf"|\s*\((?:\d+\s+kap\.\s+)?[^()]*§[^()]*\)"
)
"""Where a sentence says by which law it is so: it may be left out, and lends its words."""
_BREAK = re.compile(r"[;:()–—]")
_SYMBOLS = {"%": "procent", "kr": "kronor", "kr.": "kronor", "tkr": "tkr"}


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A word of weight, or a numeral, where it stands."""

    text: str
    """Folded; of a numeral as it is written."""
    numeral: str
    """What the same numerals share ("4" of "fyra"), empty for a word."""
    unit: str
    """The word that a numeral counts, folded; empty when none follows."""
    before: tuple[str, ...]
    """Little words since the word of weight before it, folded, in order."""
    after: tuple[str, ...]
    """Little words that end its clause; empty for all but the last word of one."""
    place: int
    """Order over all that is read together."""
    sentence: int
    clause: int
    group: int
    """Between commas and "och": what is told as one."""
    opens: bool
    """Whether it is the first of a clause or group."""
    alongside: bool
    """Whether its group stands beside another, by "och", "medan" or a comma, and not below it."""
    is_one: bool
    """Whether "en" or "ett" stands before it."""
    led: tuple[str, ...]
    """Of the first word of a clause: the little words before the one that opens it ("gäller inte | om …")."""

    @property
    def after_verb(self) -> bool:
        """Whether a finite verb stands right before it, articles aside."""
        return self._led_by in _FINITE

    @property
    def preposition(self) -> str:
        """The preposition or bound before it, articles aside: "på en arbetsplats", "senast en månad"."""
        return self._led_by if self._led_by in _PREPOSITIONS or self._led_by in _BOUNDS else ""

    @property
    def is_without(self) -> bool:
        """ "utan avgift" denies this one word."""
        return "utan" in self.before and not negations(self.before)

    @property
    def opener(self) -> frozenset[str]:
        """The word that puts its clause below another: "om", "när"."""
        return _SUBORDINATE & set(self.before)

    @property
    def _led_by(self) -> str:
        return next((word for word in reversed(self.before) if word not in _ARTICLES), "")


_ARTICLES = frozenset(
    "en ett den det de sin sitt sina min mitt mina din ditt dina dess deras någon något".split()
)
_PREPOSITIONS = frozenset(
    """
    av för från genom hos i med mellan mot om på till under ur utan vid åt över efter före inom enligt
    """.split()
)


def read(text: str, number: int = 0) -> list[Word]:
    """The words of a text but for its references; `number` keeps those of several texts apart."""
    words: list[Word] = []
    text = REFERENCE.sub("", text)
    for at, (start, end) in enumerate(sentences(text)):
        words += _read_sentence(text[start:end], 10_000 * number + 500 * at)
    return words


def negations(little: Sequence[str]) -> list[str]:
    """The words that deny a clause; "utan avgift" denies one word only, "utan att" what follows."""
    return [
        word
        for at, word in enumerate(little)
        if word in _NEGATIONS and (word != "utan" or "att" in little[at + 1 : at + 2])
    ]


def modals(little: Sequence[str]) -> set[str]:
    return {_MODALS[word] for word in little if word in _MODALS}


def joints(little: Sequence[str]) -> set[str]:
    """ "och" and "eller" among little words."""
    return {_JOINTS[word] for word in little if word in _JOINTS}


def bounds(little: Sequence[str]) -> set[str]:
    """How the next word is bounded: "minst", "före", "bara"."""
    return {_BOUNDS[word] for word in little if word in _BOUNDS}


class _Token(NamedTuple):
    text: str
    numeral: str
    gap: str
    """What stands between it and the token before."""


def _tokens(text: str) -> list[_Token]:
    """Words and whole numerals ("120 000", "3 kap.", "6,8") in order."""
    numerals = [n for n in find_numerals(text) if n.value is not None and n.text.lower() not in {"en", "ett"}]
    tokens: list[_Token] = []
    done = 0
    for token in tokenize(text):
        if token.start < done:
            continue
        numeral = next((n for n in numerals if n.start <= token.start < n.end), None)
        is_code = numeral is not None and numeral.end < token.end  # "5 §", "69-årsdagen"
        end = token.end if numeral is None or is_code else numeral.end
        key = numeral.key if numeral is not None and not is_code else ""
        word = fold(text[token.start : end])
        tokens.append(_Token(_SYMBOLS.get(word, word), key, text[done : token.start]))
        done = end
    return tokens


def _read_sentence(text: str, base: int) -> list[Word]:
    tokens = _tokens(text)
    words: list[Word] = []
    little: list[str] = []
    clause = main = group = newest = base
    led: tuple[str, ...] = ()
    opens, alongside = True, True
    below = tokens[0].text in _SUBORDINATE | _FINITE if tokens else False
    verbs = 0
    for at, token in enumerate(tokens):
        starts_clause, starts_group = _boundary(tokens, at)
        verbs += token.text in _FINITE
        if below and verbs == 2:  # "när överläggning har begärts | får arbetsgivaren …"
            starts_clause = True
        if starts_clause or starts_group:
            newest += 1
            group = newest
            opens = True
            alongside = token.text in _ALONGSIDE or token.text not in {*_SUBORDINATE, "eller"}
            returns = "," in token.gap and not starts_clause and clause != main
            if starts_clause or returns:
                led = tuple(little)
                words, little = _closed(words, little, clause), []
                clause = main if returns else newest
            if starts_clause:
                below = _subordinates(tokens, at)
                verbs = int(token.text in _FINITE)
                main = main if below else newest
        if token.text in _LITTLE and token.text not in YOU and not token.numeral:
            little.append(token.text)
            continue
        words.append(
            Word(
                text=token.text,
                numeral=token.numeral,
                unit=_unit(tokens, at) if token.numeral else "",
                before=tuple(little),
                after=(),
                place=base + at,
                sentence=base,
                clause=clause,
                group=group,
                opens=opens,
                alongside=alongside,
                is_one=bool(little) and little[-1] in {"en", "ett"},
                led=led,
            )
        )
        little, led, opens = [], (), False
    return [*words[:-1], replace(words[-1], after=(*words[-1].after, *little))] if words else []


def _closed(words: list[Word], little: list[str], clause: int) -> list[Word]:
    """At the end of a clause its last little words belong to its last word."""
    if words and little and words[-1].clause == clause:
        return [*words[:-1], replace(words[-1], after=tuple(little))]
    return words


def _boundary(tokens: Sequence[_Token], at: int) -> tuple[bool, bool]:
    """Whether a clause, and whether a group, begins with a token."""
    if at == 0:
        return False, False
    token = tokens[at]
    near = _near(tokens[at + 1 : at + 1 + _REACH])
    if _BREAK.search(token.gap) or _subordinates(tokens, at) or token.text == "men":
        return True, True
    if token.text in _JOINTS:
        tells = bool(near & (_FINITE | _NEGATIONS))
        return tells, True
    if "," in token.gap:
        return bool(near & _FINITE) or token.text in _FINITE or token.text == "utan", True
    return False, False


def _near(tokens: Sequence[_Token]) -> set[str]:
    """The words up to the next comma or "och"."""
    near: set[str] = set()
    for token in tokens:
        if token.text in _JOINTS or "," in token.gap:
            break
        near.add(token.text)
    return near


def _subordinates(tokens: Sequence[_Token], at: int) -> bool:
    """Whether a word opens a clause: "om" does not in "lagen om …", nor "som" in "ska som huvudregel"."""
    before, word, after = (
        tokens[at - 1].text,
        tokens[at].text,
        tokens[at + 1].text if at + 1 < len(tokens) else "",
    )
    if word == "om":
        return before not in _TELLING
    return word in _SUBORDINATE and not (word == "som" and (before in _FINITE or after in _AS))


def _unit(tokens: Sequence[_Token], at: int) -> str:
    """The first word of weight after a numeral; "två men mindre än fyra år" counts years with both."""
    following = tokens[at + 1 :]
    gap = following[0].gap if following else ""
    if "%" in gap:
        return "procent"
    for token in following:
        if not token.numeral and token.text not in _LITTLE | YOU:
            return token.text
    return ""
