"""Which words of a source may stand behind a word of a claim: forms of one, parts, the same thing."""

from __future__ import annotations

from collections.abc import Sequence

from rag.gate.reading import YOU, Word, bounds
from rag.swedish.compounds import parts
from rag.swedish.stems import stem
from rag.swedish.thesaurus import related

_ENDINGS = frozenset(
    """
    a ad ade ades al ala alt an ande ar are aren arna as at ats d da de den dena der dern dernas des det e el
    ell else elsen elser en ende er erna ern es et eten ets het heten ig iga igt ing ingar ingarna ingen is it
    its lig liga ligt n na nas ning ningar ningarna ningen nings nde r ra re rna rnas s st sta t ta tt
    """.split()
)
_ROOT = 5
"""Letters that two forms of a word share ("anställd", "anställning"); one less when one is all of it."""
_IRREGULAR = {
    form: forms.split()[0]
    for forms in (
        "ta tar tas tog togs tagit tagits tagen tagna taget",
        "ge ger ges gav gavs gett getts givit given givna givet",
        "göra gör görs göras gjorde gjordes gjort gjorts gjord gjorda",
        "säga säger sägs sägas sade sa sagt sagts sagd sagda",
        "stå står stod stått",
        "sätta sätter sätts sättas satte sattes satt satts",
        "lägga lägger läggs läggas lade lades lagt lagts lagd lagda",
        "hålla håller hålls hållas höll hölls hållit hållits",
        "skriva skriver skrivs skrivas skrev skrevs skrivit skrivits",
        "få får fås fick fått",
        "välja väljer väljs väljas valde valdes valt valts vald valda",
        "sälja säljer säljs säljas sålde såldes sålt sålts såld sålda",
        "föra för förs föras förde fördes fört förts",
        "höja höjer höjs höjas höjde höjdes höjt höjts höjd",
        "lång långt långa längre längst",
        "hög högt höga högre högst högsta",
        "låg lågt låga lägre lägst lägsta",
        "stor stort stora större störst största",
        "liten litet små mindre minst minsta",
        "man män mannen männen",
        "barn barns barnet barnen",
    )
    for form in forms.split()
}
_PEOPLE = frozenset(
    stem(word)
    for word in """
    arbetstagare anställd anställda sökande arbetssökande enskild enskilde person part klagande förälder
    studerande medlem arbetslös medborgare föräldraledig inhyrd uppsagd deltagare
    """.split()
)
"""Whom a text may speak of that an answer calls "du"; never an employer or an authority."""


def places_of(word: Word, held: Sequence[Word]) -> list[Word]:
    """The words of the sources that may stand behind a word, numerals with the same unit and bound."""
    if word.numeral:
        return [other for other in held if other.numeral == word.numeral and _same_figure(word, other)]
    if word.text in YOU:
        return [other for other in held if {key_of(other.text), key_of(_head(other.text))} & _PEOPLE]
    same = [other for other in held if not other.numeral and same_word(word.text, other.text)]
    return same or _by_parts(word, held) or _by_meaning(word, held)


def _same_figure(said: Word, held: Word) -> bool:
    unit = not said.unit or held.unit == said.unit or same_word(said.unit, held.unit)
    return unit and bounds(said.before) == bounds(held.before)


def same_word(one: str, other: str) -> bool:
    """Whether two folded words are forms of one, or the first is the last part of the second."""
    if one == other or key_of(one) == key_of(other):
        return True
    if one[:1] == other[:1] and _one_root(one, other):
        return True
    return bool(parts(other)) and key_of(parts(other)[-1]) == key_of(one)


def key_of(word: str) -> str:
    return stem(_IRREGULAR.get(word, word))


def _head(word: str) -> str:
    """What a compound is one of: "arbetstagare" of "visstidsarbetstagare"."""
    return (parts(word) or (word,))[-1]


def _one_root(one: str, other: str) -> bool:
    shared = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if shared is None:
        shared = min(len(one), len(other))
    if shared < _ROOT and not (shared == _ROOT - 1 and shared in (len(one), len(other))):
        return False
    ends = ("", *_ENDINGS)
    return one[shared:] in ends and other[shared:] in ends


def _by_parts(word: Word, held: Sequence[Word]) -> list[Word]:
    """A compound whose every part stands in one sentence: "semesterdagar" for "dagar … semester"."""
    mine = parts(word.text)
    for sentence in {other.sentence for other in held} if mine else ():
        near = [other for other in held if other.sentence == sentence and not other.numeral]
        found = [next((o for o in near if same_word(part, o.text)), None) for part in mine]
        if all(found):
            return [found[-1]] if found[-1] else []
    return []


def _by_meaning(word: Word, held: Sequence[Word]) -> list[Word]:
    """The words that the thesaurus calls the same thing: "chef" for "arbetsgivare"."""
    same = {words[0] for _, words, strength in related(word.text) if strength >= 1 and len(words) == 1}
    return [other for other in held if any(key_of(one) == key_of(other.text) for one in same)]
