"""Whether sentences hold the kind of thing a question asks for: "hur många dagar" wants a number of days.

A passage on the right subject that gives no number does not answer a question for one. References to
paragraphs and acts are no numbers. A noun that is asked for must stand near the number, by itself or as the
last part of a compound: "semesterdagar" is answered in "dagar".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from rag.swedish.analysis import STEM, analyze
from rag.swedish.compounds import parts
from rag.swedish.number_words import word_value
from rag.swedish.period_codes import MONTHS
from rag.swedish.stems import stem
from rag.swedish.thesaurus import related
from rag.swedish.words import STOP_WORDS, fold, tokenize

_HOW_MANY = re.compile(r"\bhur många ((?:[a-zåäö-]+ ?){1,2})")
_HOW_MUCH = re.compile(
    r"\bhur (mycket .*(kostar|kronor|pengar|procent)|stor\b|stort\b|hög\b|högt\b|lång tid|länge\b|gammal\b)|"
    r"\bhur många\b|\bvilket datum\b|\bvad kostar\b",
    re.IGNORECASE,
)
_MONEY = (
    r"(?i)\d\s?(kr\b|kronor|öre|miljon|miljard|procent|%)|\b\w*avgift|\bgratis\b|\b(kostnads|avgifts)fri|"
    r"\b(kostar inget|utan kostnad|ingen kostnad)|fritt?\b"
)
_SUPERLATIVE = r"\b(vanligast|mest|flest|störst|minst|färst|bäst|sämst|äldst|yngst|dyrast|högst|lägst|främst)"
_SHAPES: Mapping[str, str] = {
    r"telefonnum\w+|telefonnr": r"\d[\d\s–-]{4,}\d",
    r"(mejl|mail|e-?post)adress\w*": r"\S@\S",
    r"organisationsnum\w+": r"\d{6}-\d{4}",
    r"(vilket|vilka) år(tal)?": r"\b(1[5-9]|20)\d\d\b",
    r"vilket klockslag|hur dags|öppettid\w*": r"\bklockan|\bkl\.?\s?\d|\d[.:]\d\d\b",
    r"vilket datum|vilken (vecko)?dag": rf"\d (?:{'|'.join(MONTHS)})|\d-\d\d-\d\d|dag\b",
    r"(vad|hur mycket) (kostar|kostade|skulle\b.{3,70}\bkosta|tar\b.{3,40}\bbetalt)|hur dyr\w*": _MONEY,
    rf"vilk(en|et|a)\b.*{_SUPERLATIVE}\w*": _SUPERLATIVE,
    r"i (snitt|genomsnitt|medeltal)": r"(?i)snitt|medel|median",
    r"när\b.{3,80}\bsenast|hur (snart|fort|snabbt)|inom vilken tid": r"(?i)\b(senast|inom|omedelbart|genast|"
    r"direkt|snarast|skyndsamt|så (snart|fort)|innan|före|efter|samtidigt|i förväg|\w*dag(en|ar)?)\b",
}
"""What is asked for by a name that says how it is written, and what a sentence that gives it must hold."""
REFERENCE = re.compile(
    r"\d+(?:\s?[a-z])?(?:[–-]\d+(?:\s?[a-z])?)?\s?§+|\d+\s?kap\.|\d{4}:\d+|§+\s?\d+", re.IGNORECASE
)
_NOTHING = re.compile(r"\b(gratis|\w*fritt?|utan (avgift|kostnad)|ingen avgift|inget)\b", re.IGNORECASE)
"""How much nothing is."""
_RATE = re.compile(
    r"\bhur (?:många|mycket)\b.*?\b(?:i|per) (sekund|minut)(?:en)?\b|"
    r"\b(?:hur mycket|vad) (?:kostar|tar)\b(?:(?!\bhur\b)[^,.?])*?\b(per) \w{3,}"
)
"""A number of something in a short time, or a price of each. Longer times are written in many ways ("per
dygn": "under tjugofyra timmar"), and so are other rates ("per sökning": "en sökning ger …")."""
_NEAR = 4
"""Words between a number and what it counts, at most."""
_UNITS = {"kron": ("kr", "kron", "basbelopp", "prisbasbelopp"), "procent": ("procent", "%", "del", "hälft")}


_ASKED_FOR = re.compile(
    r"\b(?:vilke[nt]|vilka|hur (?:många|hög|högt?|höga|stor|stort|lång|långt?)) ((?:[a-zåäöé-]{3,} ?){1,2})"
)
_THING = re.compile(
    r"\b(?:rätt (?:till|att få(?: ett| en| ut)?)|"
    r"hur (?:många|mycket) [a-zåäö]+ (?:i|med|av)|får (?:jag|man|vi) i|vad kostar (?:en|ett)|"
    r"hur (?:stor|hög|lång)t? (?:är|blir)(?: (?:den|det) (?:[a-zåäö]+a)?)?) "
    r"(?!(?:före|efter|under|vid|när|hos|utan|inom|från|att|enligt)\b)(?=((?:[a-zåäöé-]{3,} ?){1,2}))"
)
"""What somebody has a right to, has so many of, or pays for."""
_ROLE = re.compile(r"\bvem är ((?:[a-zåäöé-]{3,} ?){1,2})")
"""What somebody is: answered in that word only, as others may be of the office and not of who holds it."""
_INSTITUTION = re.compile(
    r"(?<!utan )\b([a-zåäöé-]{3,}(?:penning|bidrag|klausul|vederlag|tillägg|avdrag|garanti|ränta|test|"
    r"prövning|ersättning|stöd|försäkring|pension|avgift|skatt|intyg|tillstånd|lån|plikt|premie|rabatt))"
    r"(?:s|en|et|er|erna|n|na|ar|arna|ens|ets|t)?\b"
)
"""What is named by a compound of a benefit, a duty or a paper: "sjukpenning" is answered in that word only,
as what is said of other benefits is not true of it."""
_ADJECTIVE = re.compile(r"(?:lig|isk|ell|ad|iv)(?:t|a)?$")
_VERSION = re.compile(r"\bversion (\d+(?:\.\d+)*)")
_NUMBERED = r"\bversion\w* {0}\b|(?<![\d.]){0}\.\d"
""" "version 3", "DCAT-AP-SE 3.0.1"."""
_CATEGORIES = frozenset(
    stem(word)
    for word in (
        "tid sätt fall del dag år datum frist sak grad gräns belopp summa person människa myndighet "
        "organisation aktör land kod status krav regel villkor uppgift roll källa lag paragraf kapitel "
        "ord sida ställe plats program bestämmelse storlek instans"
    ).split()
)
"""Nouns that are answered by naming one: "vilken myndighet" by "Digg"."""
_NAME = re.compile(r"(?<!^)(?<![.?!:–-] )(?<![\w”\"-])[A-ZÅÄÖ][\w-]*[a-zåäöé][\w-]*")
_WHOLE = 4
"""Letters of a stem from which a word that begins with it is of the same root: "ränt" in "räntesats"."""


def holds_what_is_named(question: str, text: str) -> bool:
    """Whether `text` speaks of the thing that `question` asks for: of interest for "hur hög ränta".

    Always when the question names none. A noun is there by its stem, by its last part, or in other words of
    the thesaurus; one that somebody has a right to, or is ("vem är …"), by its stem or by all its parts.
    """
    folded = fold(question)
    version = _VERSION.search(folded)
    if version and not re.search(_NUMBERED.format(re.escape(version[1])), text, re.IGNORECASE):
        return False
    held = {term.removeprefix(STEM) for term in analyze(text).content}
    role = _nouns(_ROLE.search(folded))
    if role and not any(stem(noun) in held for noun in role):
        return False
    things = [_nouns(found) for found in _THING.finditer(folded)]
    return _holds_any(question, held) and all(
        not nouns or any(_holds_whole(noun, question, held) for noun in nouns) for nouns in things
    )


def holds_institutions(question: str, text: str) -> bool:
    """Whether `text` itself speaks of every benefit, duty and paper that the question names.

    What a source is asked with is no part of `text`: people ask for a benefit where another is told of.
    """
    held = {term.removeprefix(STEM) for term in analyze(text).content}
    named = (found[1] for found in _INSTITUTION.finditer(fold(question)))
    return all(_holds_whole(noun, question, held) for noun in named)


def _nouns(found: re.Match[str] | None) -> list[str]:
    """The nouns that were asked for, without what they are like: "betyg" of "skriftligt betyg"."""
    words = [word for word in found[1].split() if word not in STOP_WORDS] if found else []
    return words[1:] if len(words) == 2 and _ADJECTIVE.search(words[0]) else words


def _holds_whole(noun: str, question: str, held: AbstractSet[str]) -> bool:
    """Whether the noun is held by its stem, by all its parts, or in other words of the thesaurus."""
    if stem(noun) in _CATEGORIES or stem(noun) in held:
        return True
    pieces = [piece for word in noun.split("-") for piece in (parts(word) or (word,))]
    if len(pieces) > 1 and all(stem(piece) in held for piece in pieces):
        return True
    return any(
        {stem(word) for word in other.words} <= held
        for other in related(question)
        if noun in other.asked and other.strength == 1
    )


def _holds_any(question: str, held: AbstractSet[str]) -> bool:
    found = _ASKED_FOR.search(fold(question))
    nouns = _nouns(found)
    lasts = [noun.rpartition("-")[2] for noun in nouns]
    heads = {noun: [noun, last, *parts(last)[-1:]] for noun, last in zip(nouns, lasts, strict=True)}
    if not nouns or any(stem(head) in _CATEGORIES for ways in heads.values() for head in ways):
        return True
    ways = [{stem(word) for word in other.words} for noun in nouns for other in related(noun)]
    if any(way <= held for way in ways):
        return True
    roots = {stem(head) for noun in nouns for head in heads[noun]}
    long = tuple(root for root in roots if len(root) >= _WHOLE)
    return any(word in roots or word.startswith(long) for word in held)


def names_in(question: str) -> list[str]:
    """The names that a question gives, as written: words with a capital that do not begin a sentence."""
    return [match[0] for match in _NAME.finditer(question)]


def has_what_is_asked(question: str, sentences: Sequence[str]) -> bool:
    """Whether a sentence could answer `question` as to its kind; always when it asks for no number."""
    for asked, written in _SHAPES.items():
        if re.search(rf"\b({asked})\b", question, re.IGNORECASE):
            found = [s for s in sentences if re.search(written, REFERENCE.sub(" ", s))]
            return bool(found) and _holds_rate(question, sentences)
    if not _holds_rate(question, sentences):
        return False
    if not _HOW_MUCH.search(question):
        return True
    counted = _counted(question)
    return any(_holds_number(REFERENCE.sub(" ", sentence), counted) for sentence in sentences)


def _holds_rate(question: str, sentences: Sequence[str]) -> bool:
    """Whether what is asked for "i minuten" or "per sida" is told at such a rate; always without that."""
    match = _RATE.search(fold(question))
    if not match:
        return True
    unit = match[1] or f"{match[2]} "
    counted = _counted(question)
    return any(
        unit in fold(sentence) and _holds_number(REFERENCE.sub(" ", sentence), counted)
        for sentence in sentences
    )


def _counted(question: str) -> frozenset[str]:
    """Stems of the two words after "hur många" and of their last parts; empty when they name no thing."""
    match = _HOW_MANY.search(fold(question))
    nouns = [word for word in match[1].split() if word not in STOP_WORDS] if match else []
    if not nouns or _names_people(nouns[0]):
        return frozenset()
    stems = [stem(noun.removesuffix("s")) for noun in nouns] + [stem(noun) for noun in nouns]
    stems += [stem(part) for noun in nouns for part in parts(noun)[-1:]]
    return frozenset([*stems, *(unit for s in stems for unit in _UNITS.get(s, ()))])


def _names_people(word: str) -> bool:
    """ "hur många arbetslösa", "hur många måste": people are counted in many words."""
    return word.endswith("a") and not word.endswith(("orna", "arna", "erna"))


def _holds_number(sentence: str, counted: frozenset[str]) -> bool:
    if not counted and _NOTHING.search(sentence):
        return True
    words = [fold(token.text) for token in tokenize(sentence)]
    places = [i for i, word in enumerate(words) if word[0].isdigit() or (word_value(word) or 0) > 1]
    if not counted:
        return bool(places)
    return any(_is_of(word, counted) for i in places for word in words[max(0, i - _NEAR) : i + _NEAR + 1])


def _is_of(word: str, counted: frozenset[str]) -> bool:
    return bool(counted & {stem(word), word, *(stem(part) for part in parts(word))})
