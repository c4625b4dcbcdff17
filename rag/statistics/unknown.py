"""What a question says that no entity covers: words on whom or what, and names of places nobody knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rag.schema import Entity
from rag.statistics.attached import attached_to
from rag.statistics.breakdowns import Named, find_breakdowns, kind_of
from rag.statistics.operations import wants_change
from rag.statistics.superlatives import orders
from rag.statistics.word_lists import patterns
from rag.swedish.number_words import word_value
from rag.swedish.words import STOP_WORDS, Token, fold, tokenize

_NEUTRAL = "neutral.tsv"
_SUBJECT = frozenset({"ämne", "english subject"})
"""Kinds of neutral words that say what is measured."""


_SLOT = frozenset(
    "per för bland av hos inom for är med utan exklusive inklusive exkl inkl i under vid".split()
)
"""After these stands whom or what a figure is of, or where and when."""
_SURE_SLOT = frozenset({"bland", "för", "per", "inom"})
"""After these stands a group and nothing else."""
_TITLE_SLOT = frozenset("en ett som tjänar tjäna tjänade a an får till".split())
"""After these would an occupation stand, where the question names none: "vad tjänar en akademiker"."""


_COUNTED = {"många", "antal", "antalet", "andel", "andelen"}
_PARTICIPLE = re.compile(r"(?!annons|utannons)\w{3,}ade$")
"""Right after "hur många" such a word is no verb but whom is counted: "många adopterade invånare"."""
BRANCH = re.compile(r"(?<=\w\w\w)s?(?:bransch|industri|sektor|näring)(?:en|n|ens|ns|er|erna)?$")
"""What makes a branch of a word: "byggbranschen"."""
_VERB = re.compile(r"(?:[^k]ade|ades|ats|erats|[^aeiouyåäö]des|ttes|ktes)$")
"""Endings of verbs: "annonser publicerades" names nobody."""
_OF_GROUP = re.compile(
    r"\b(?:för|bland|av|hos|gällande|angående|kring)\s+(?:(?:de|dem|alla|gruppen)\s+)*$", re.IGNORECASE
)
""" "Bland utrikes födda, hur hög …": a part of a whole before the clause that asks."""
_AGED = frozenset({"gammal", "gamla", "gammalt", "old"})
"""After "hur" they ask for an age, which is no count of people."""
_YEAR_NAMED = re.compile(r"\w\wår(?:et)?$")
_PRONOUNS = frozenset("det vi man du ni de han hon jag den".split())
"""After a word these make it a verb: "hur många varsel kom det"."""
_HAVING = frozenset({"med", "utan"})
"""What comes after these before the next word that says something belongs to them: "utan fast inkomst"."""
_BETWEEN = frozenset(
    "de den det dem alla samtliga vissa några sina deras själva stor stora stort små liten litet höga låga "
    "egen egna eget många minst högst över under mer än".split()
)
"""May stand between such a word and the one that says something."""
_ATTRIBUTE = re.compile(r"(?:[^k]ade|ande|ende|ska|skt|ta|da)$")
"""Endings of adjectives and participles: "certifierade elektriker"."""
_QUALITY = re.compile(
    r"(?:ig|isk|iv|sam|bar|full)(?:a|t)?$|^(?:just|mitt|fl|m\.fl\.?|lediga?|hjälp|hänsyn|tanke|"
    r"avseende|utgångspunkt)$"
)
"""What a figure is like, not whom it is about: "var inflationen negativ"."""


class Unknown(NamedTuple):
    """Words that nothing was read from."""

    groups: tuple[str, ...] = ()
    """They name whom the figure should be about: that of a broader group must not be given."""
    doubtful: tuple[str, ...] = ()
    """They may: the broader figure is given as what it is."""
    told: bool = False
    """Whether there are words besides, which stand where they restrict nothing: the question tells more."""


def unknown_words(
    text: str,
    covered: Sequence[tuple[int, int]],
    measures: Sequence[Entity],
    named: Sequence[Entity] = (),
    asks_from: int = 0,
) -> Unknown:
    """Content words that no entity covers, where they would say whom or what the figure is about.

    Every word of the question is to be accounted for: by what it names, by how one asks, or by what a figure
    is like. Of the others those count that name a part of a whole (`breakdowns`), and those that stand where
    such a part would: after "fö
        r", "med", "bland", …, right before or after a measure, an occupation or a sex.
    Verbs and what the question tells beside what it asks are left out.

    Args:
        text: The question.
        covered: Spans that something has been read from.
        measures: What is measured.
        named: The occupations and sexes of the question.
        asks_from: Where the clause that asks begins; before it only parts of a whole count.
    """
    tokens = tokenize(text)
    free = [not any(start < t.end and t.start < end for start, end in covered) for t in tokens]
    groups = [g for g in find_breakdowns(text) if _is_meant(text, g, covered, named, asks_from)]
    heads = {entity.start for entity in (*measures, *named)}
    ends = {entity.end for entity in (*measures, *named)}
    slots = _SLOT
    slots = slots if any(entity.kind == "occupation" for entity in named) else slots | _TITLE_SLOT
    attached = attached_to(tokens, free, ends, {end for _, end in covered})
    found: list[str] = []
    doubtful: list[str] = []
    told = False
    previous, was_unknown = "", False
    for at, token in enumerate(tokens):
        form = fold(token.text)
        group = form not in STOP_WORDS and any(g.start < token.end and token.start < g.end for g in groups)
        inside = free[at] and token.start >= asks_from
        says = (
            inside and says_something(token) and not _QUALITY.search(form) and not _is_of_a_year(tokens, at)
        )
        counted = (
            inside
            and previous in _COUNTED
            and bool(_PARTICIPLE.match(form))
            and not (is_neutral(form) or wants_change(form) or _is_verb_here(tokens, at))
        )
        inverted = at + 1 < len(tokens) and fold(tokens[at + 1].text) in _PRONOUNS
        after = not inverted and any(end < token.start <= end + 2 for end in ends)
        before = at + 1 < len(tokens) and tokens[at + 1].start in heads and bool(_ATTRIBUTE.search(form))
        of_whom = inside and at in attached and says_something(token)
        was_unknown = of_whom or (says and (previous in slots or after or was_unknown))
        if was_unknown and _is_doubtful(token, previous, named):
            doubtful.append(token.text)
            was_unknown = False
        was_unknown = was_unknown or (inside and before and not _is_asking(form))
        counted = counted or (inside and _is_loose_age(tokens, at, measures))
        was_unknown = was_unknown or group or counted or (inside and previous == "hur" and form in _AGED)
        if was_unknown or (inside and BRANCH.search(form) and says_something(token)):
            found.append(token.text)
        told = told or (free[at] and says_something(token) and token.text not in {*found, *doubtful})
        between = (
            form in _BETWEEN or word_value(form) is not None or (previous in _HAVING and is_neutral(form))
        )
        previous = previous if between else form
    return Unknown(tuple(found), tuple(doubtful), told)


def _is_verb_here(tokens: Sequence[Token], at: int) -> bool:
    """Whether what follows makes a word in "-ade" a verb: "hur många riskerade att", "drabbades av"."""
    return at + 1 < len(tokens) and fold(tokens[at + 1].text) in STOP_WORDS


def _is_of_a_year(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word only tells what year a number is: "pandemiåret 2020"."""
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return bool(_YEAR_NAMED.search(fold(tokens[at].text))) and after.isdigit() and len(after) == 4


def _is_doubtful(token: Token, previous: str, named: Sequence[Entity]) -> bool:
    """Whether a word may as well be told beside the question as say whom it is about: it names no known part
    of a whole, is no name, and does not stand where only a group can."""
    if kind_of(fold(token.text)) or token.text[0].isupper():
        return False
    works = any(entity.kind == "occupation" for entity in named)
    return previous not in (_SURE_SLOT if works else _SURE_SLOT | _TITLE_SLOT)


def _is_loose_age(tokens: Sequence[Token], at: int, measures: Sequence[Entity]) -> bool:
    """Whether a number that nothing was read from stands where an age would: "på precis 65", "noll år"."""
    number = tokens[at].text
    if not (number.isdigit() and len(number) < 4) and word_value(fold(number)) is None:
        return False
    before = fold(tokens[at - 1].text) if at else ""
    after = fold(tokens[at + 1].text) if at + 1 < len(tokens) else ""
    aged = after in {"år", "åriga"} and before not in {"på", "för", "under", "om", "med", "än"}
    people = before == "på" and any(entity.label.startswith("Folkmängd") for entity in measures)
    return bool(measures) and (before in {"precis", "exakt", "ålder", "åldern"} or aged or people)


def _is_asking(form: str) -> bool:
    """Whether a word is part of how one asks, and no attribute of whom it stands before."""
    return (
        form in STOP_WORDS
        or is_neutral(form)
        or bool(_QUALITY.search(form))
        or orders(form)
        or wants_change(form)
    )


def _is_meant(
    text: str, group: Named, covered: Sequence[tuple[int, int]], named: Sequence[Entity], asks_from: int
) -> bool:
    """Whether a part of a whole is what is asked about, and not told beside it or said of something else."""
    if any(start < group.end and group.start < end for start, end in covered):
        return False
    if group.kind == "bransch" and any(entity.kind == "occupation" for entity in named):
        return False
    return group.start >= asks_from or bool(_OF_GROUP.search(text, 0, group.start))


@lru_cache(maxsize=20_000)
def is_neutral(form: str, *, asking: bool = False) -> bool:
    """Whether a folded word says nothing of whom or what a figure is about.

    Args:
        form: The word.
        asking: Only those count that say nothing of what is measured either.
    """
    return any(
        pattern.fullmatch(form)
        for kind, pattern in patterns(_NEUTRAL).items()
        if not (asking and kind in _SUBJECT)
    )


def says_something(token: Token) -> bool:
    """Whether a word is about the subject, and not part of how one asks."""
    form = fold(token.text)
    meaningless = form in STOP_WORDS or is_neutral(form) or orders(form) or word_value(form) is not None
    verb = token.text[0].islower() and (bool(_VERB.search(form)) or wants_change(form))
    meaningless = meaningless or verb
    return form[0].isalpha() and len(form) > 2 and not meaningless
