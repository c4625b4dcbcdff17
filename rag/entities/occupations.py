"""Occupations in text: everyday titles, inflected, misspelt or without å, ä, ö, as concepts and SSYK groups.

A title may stand for several groups ("undersköterska", "lärare"): all of them are returned for the same span,
the likeliest first. Who answers names the one it took, or asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol
from weakref import WeakKeyDictionary

from rag.entities.described import Descriptions
from rag.entities.doings import tells
from rag.entities.titles import (
    ISCO,
    OCCUPATION,
    OFFICIAL,
    UNOFFICIAL,
    Candidate,
    Found,
    TitleIndex,
    inflections,
    plain,
)
from rag.schema import Concept, Entity
from rag.swedish.compounds import lexicon, parts
from rag.swedish.stems import stem
from rag.swedish.words import STOP_WORDS, Token, fold, folded_words, tokenize

MAX_MEANINGS = 5
"""How many meanings one span may have."""
_WINDOW = 0.1
"""A meaning this much less likely than the best one is left out."""
_TYPO_MIN = 7
_SURE = 0.6
"""A meaning below this is a guess: good for asking back, not for answering."""
_TWO_SLIPS_MIN = 11
_LONG = 10
_UNLISTED_MIN = 5
_TITLE = 0.4
"""What a title counts beside the words around it, when a text is about one occupation."""
_REMEMBERED = 64
"""Texts whose occupations are kept: those of the questions under way."""
_HEAD_ONLY = 0.58
"""Score of a compound of which only the last part is known."""

# Titles that are also everyday words: taken for an occupation only when the question speaks of occupations.
_EVERYDAY_WORDS: frozenset[str] = frozenset(
    """
    analytiker anställd ansvarig arbetare arbetsledare arrangör assistent befälhavare bud chef
    dealer distributör elev expert forskare friluftsliv förare föredragande föreståndare företagare
    företagsledare förvaltare general givare grovis guide handläggare intake konsult koordinator
    ledare lots lärling manager medarbetare mentor militär minister modell myndighetschef ombud
    operatör ordförande organisatör partner personal politiker praktikant producent produktion
    representant samordnare servis specialist supervisor support tagare tekniker tjänsteman trainee
    tränare utredare utvecklare utövare vd volontär vän värd ägare övervakare
    """.split()
)
_UNIT = 3
"""Letters up to which a word after a number is what the number counts."""
_EVERYDAY_PLAIN = frozenset(map(plain, _EVERYDAY_WORDS))
_SPEAKS_OF_WORK = re.compile(
    r"\b(ssyk|isco|yrke\w*|titel\w*|kompetens\w*|byta|bytt|ersätt\w*|tjäna\w*|\w*lön(?:en|er|"
    r"erna)?|jobb\w*|\w*betal[dt]\w*|i månaden|"
    r"(?:kan|vill|att) bli|blir man|arbetar? som|utbilda\w*|annons\w*|benämning\w*|sysselsatt\w*|anställda|"
    r"hur många|andel\w*|\w*möjlighet\w*|prognos\w*|framtid\w*|brist\w*|utsikt\w*|omskol\w*|"
    r"arbetsmarknad\w*|percentil\w*|p\d\d)\b",
    re.IGNORECASE,
)
_SSYK_CODE = re.compile(
    r"\b(?:ssyk(?!\W?96\b)(?:[- ]?2012)?(?:[- ]?(?:kod|grupp)(?:en)?)?\W{0,2}(?:(?:kod|grupp)(?:en)?\s)?|"
    r"(?:yrkes)?(?:kod|grupp)(?:en)?(?: nummer| nr)?\s)(\d{1,4})\b(?![-–]?\s?(?:år|\d))",
    re.IGNORECASE,
)
"""SSYK 96 alone is the classification before SSYK 2012; its group 96 is "grupp 96"."""
_COMPARES = re.compile(r"\b(jämför\w*|skillnad\w*|skiljer|kontra|närmast|likna\w*)\b", re.IGNORECASE)
_OF_VERB = re.compile(r"(\w{3,})(?:ade|ades|ad|at|ats|ande|andes)$")
_SPEAKS_OF_SSYK = re.compile(r"\bssyk|\byrkes(?:kod|grupp)", re.IGNORECASE)
_CODE_IN_PLACE = re.compile(
    r"\b(?:kod|räknas till|står|betyder|(?:yrken|jobb|titlar) (?:i|under)|hör (?:hemma )?(?:till|"
    r"i))\s(\d{4})\b"
    r"(?!\s?(?:kr|kronor|tkr|personer|år|st)\b)",
    re.IGNORECASE,
)
"""A number where only a code of the classification can stand: "vad står 5120 för"."""
_FOUR_DIGITS = re.compile(r"(?<![\d.,:-])\d{4}(?![\d:]|[.,]\d)")


class ConceptSource(Protocol):
    """What is needed of a store."""

    def concepts(self, scheme: str | None = None) -> list[Concept]: ...


class OccupationNames:
    """Finds occupations in text: by their names, else by what is done."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        self._index = TitleIndex(concepts)
        self._descriptions = Descriptions(concepts)
        self._remembered: dict[tuple[str, bool], tuple[Candidate, ...]] = {}

    @classmethod
    def of(cls, store: ConceptSource) -> OccupationNames:
        """The names of a store, read once for each."""
        if store not in _READ:
            _READ[store] = cls([_named_only(concept) for concept in store.concepts()])
        return _READ[store]

    def find(self, text: str) -> tuple[Entity, ...]:
        """The occupations in `text` as entities, in its order; meanings of one span follow each other."""
        return tuple(
            Entity(
                kind="occupation",
                code=candidate.concept_id,
                label=candidate.label,
                start=candidate.start,
                end=candidate.end,
                exact=candidate.exact,
            )
            for candidate in self.candidates(text)
            if candidate.score >= _SURE
        )

    def candidates(self, text: str, of_work: bool = False) -> list[Candidate]:
        """The meanings of every title in `text`, in its order, the likeliest first; spans do not overlap.

        Args:
            text: A question, or anything.
            of_work: The text is known to be about occupations: everyday words and compounds count too.
        """
        asked = (text, of_work)
        found = self._remembered.get(asked)
        if found is None:  # every room reads the same question
            found = tuple(self._read(text, of_work))
            kept = self._remembered if len(self._remembered) < _REMEMBERED else {}
            self._remembered = {**kept, asked: found}
        return list(found)

    def _read(self, text: str, of_work: bool) -> list[Candidate]:
        found = list(self._codes(text))
        tokens = [token for token in tokenize(text) if not any(c.start <= token.start < c.end for c in found)]
        speaks_of_work = of_work or bool(_SPEAKS_OF_WORK.search(text))
        found += self._named(tokens, speaks_of_work)
        if found and not speaks_of_work and _COMPARES.search(text):  # what is beside an occupation is one too
            found = [*self._codes(text), *self._named(tokens, True)]
        if of_work:
            return self._with_context(text, found)
        if speaks_of_work and not any(candidate.score >= _SURE for candidate in found):
            described = self._descriptions.candidates(text, of_work=False)
            found = described if described and described[0].score >= _SURE else [*found, *described]
        found = _told_apart(text, found)
        return sorted(found, key=lambda candidate: candidate.start)

    def described(self, text: str, *, surely: bool = False) -> list[Candidate]:
        """The occupations that a text describes, when it is known to tell of one without naming it, or, with
        `surely`, when it is only likely to."""
        return self._descriptions.of_work(text, surely=surely)

    def told(self, text: str) -> list[Candidate]:
        """The occupations that the clauses of a text tell of, as when somebody lists what they have done."""
        return self._descriptions.each(text)

    def _named(self, tokens: Sequence[Token], speaks_of_work: bool) -> list[Candidate]:
        found: list[Candidate] = []
        at = 0
        while at < len(tokens):
            used, meanings = self._at(tokens, at, speaks_of_work)
            found += meanings
            at += used
        return found

    def _with_context(self, text: str, named: Sequence[Candidate]) -> list[Candidate]:
        """The meanings of a text that is all about one occupation: its title, weighed with its other words.

        "lärare på fordonsprogrammet" is no class teacher, "drifttekniker på fjärrvärmeverket" none of IT.
        """
        words = [fold(token.text) for token in tokenize(text)]
        left = [fold(t.text) for t in tokenize(text) if not any(c.start <= t.start < c.end for c in named)]
        if named and not any(tells(word) for word in left):
            return sorted(named, key=lambda candidate: candidate.start)
        shares = self._descriptions.shares(words)
        weighed = [
            replace(c, score=_TITLE * c.score + (shares[code].score if code in shares else 0.0))
            for c in named
            for code in [self._code(c)]
        ]
        taken = {self._code(c) for c in named}
        described = [
            c for c in self._descriptions.candidates(text, of_work=True) if self._code(c) not in taken
        ]
        both = [*weighed, *(replace(c, score=shares[self._code(c)].score) for c in described)]
        return sorted(both, key=lambda candidate: -candidate.score)

    def _code(self, candidate: Candidate) -> str:
        return (self._index.group_of(candidate.concept_id) or candidate.concept_id).removeprefix("ssyk:")

    def _codes(self, text: str) -> Iterator[Candidate]:
        found = {(m.start(), m.end()): m[1] for m in _SSYK_CODE.finditer(text)}
        found |= {m.span(1): m[1] for m in _CODE_IN_PLACE.finditer(text) if not _SSYK_CODE.search(text)}
        if _SPEAKS_OF_SSYK.search(text):  # "i SSYK, alltså 3421"
            for match in _FOUR_DIGITS.finditer(text):
                if not any(start <= match.start() < end for start, end in found):
                    found[match.start(), match.end()] = match[0]
        for (start, end), code in found.items():
            label = self._index.label(f"ssyk:{code}")
            if label:
                yield Candidate(
                    concept_id=f"ssyk:{code}",
                    label=label,
                    start=start,
                    end=end,
                    match="code",
                    score=1.0,
                )

    def _at(self, tokens: Sequence[Token], at: int, speaks_of_work: bool) -> tuple[int, list[Candidate]]:
        """How many tokens the title that starts here takes (1 when none does), and its meanings."""
        for size in range(min(self._index.longest_from(fold(tokens[at].text)), len(tokens) - at), 0, -1):
            words = tokens[at : at + size]
            if not speaks_of_work and len(words) == 1 and is_everyday_word(words[0].text):
                continue
            if at and tokens[at - 1].text.isdigit() and len(words[0].text) <= _UNIT:  # "180 cm"
                continue
            if meanings := self._ranked(self._meanings(words, speaks_of_work)):
                return size, meanings
        return 1, []

    def _meanings(self, words: Sequence[Token], speaks_of_work: bool) -> list[Candidate]:
        folded = [fold(word.text) for word in words]
        if folded[0].startswith("yrke") and len(words) == 1:
            return []
        if folded[0] in STOP_WORDS or folded[-1] in STOP_WORDS or folded[0].isdigit():
            return []
        found = self._index.lookup(folded)
        vague = all(one.name.match == "cut" for one in found)
        if vague and speaks_of_work and len(words) == 1 and len(folded[0]) >= _UNLISTED_MIN:
            found += self._unlisted(folded[0])
        return [_candidate(words, one) for one in found]

    def _unlisted(self, form: str) -> list[Found]:
        """What a word that is no listed title may mean: a head, a slip of the pen, an unlisted compound."""
        index = self._index
        mendable = len(form) >= _TYPO_MIN and form.isalpha() and not _is_word(form)
        return (
            index.ending_in(form)
            or (index.nearest(form, 1) if mendable else [])
            or self._compound(form)
            or (index.nearest(form, 2) if mendable and len(form) >= _TWO_SLIPS_MIN else [])
        )

    def _compound(self, form: str) -> list[Found]:
        """ "busschaufför" by "bussförare", which lies near "chaufför"; "mattelärare" by "lärare"."""
        first, last = self._index.split(form)
        if not last or form.removeprefix(first) in _EVERYDAY_WORDS:
            return []
        heads = last + self._index.ending_in(form.removeprefix(first))
        near = self._index.beginning_with(first, (one.name.concept_id for one in heads))
        return near or [one._replace(exact=False, score=min(one.score, _HEAD_ONLY)) for one in heads]

    def _ranked(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """One candidate a concept, the likely ones, best first; a group gives way to an occupation in it."""
        best: dict[str, Candidate] = {}
        for candidate in sorted(candidates, key=lambda c: -c.score):
            best.setdefault(candidate.concept_id, candidate)
        top = max((candidate.score for candidate in candidates), default=0.0)
        official = any(candidate.match in OFFICIAL for candidate in best.values())
        likely = [
            candidate
            for candidate in best.values()
            if candidate.score >= top - _WINDOW
            and not (official and candidate.match in UNOFFICIAL)
            and not self._index.holds_one(candidate.concept_id)
        ]
        crowded = self._crowded(likely)
        likely = list({c.concept_id: c for c in (crowded.get(c.concept_id, c) for c in likely)}.values())
        return sorted(self._without_doubles(likely), key=self._rank)[:MAX_MEANINGS]

    def _without_doubles(self, likely: Sequence[Candidate]) -> list[Candidate]:
        """Of an occupation and its group, the better match; of equals the occupation, which says more."""
        scores = {candidate.concept_id: candidate.score for candidate in likely}
        inside: dict[str, float] = {}
        for candidate in likely:
            group = self._index.group_of(candidate.concept_id)
            inside[group] = max(inside.get(group, 0.0), candidate.score)
        return [
            candidate
            for candidate in likely
            if scores.get(self._index.group_of(candidate.concept_id), 0.0) <= candidate.score
            and inside.get(candidate.concept_id, 0.0) < candidate.score
        ]

    def _rank(self, candidate: Candidate) -> tuple[object, ...]:
        """Wider groups last, then in steps of a twentieth by score, then the group with most names."""
        size = self._index.size_of(candidate.concept_id)
        return (candidate.match == "area", -int(20 * candidate.score + 0.2), -size, candidate.label)

    def _crowded(self, likely: Sequence[Candidate]) -> dict[str, Candidate]:
        """Occupations of one group that share the title: the group stands for them."""
        by_group: dict[str, list[Candidate]] = {}
        for candidate in likely:
            by_group.setdefault(self._index.group_of(candidate.concept_id), []).append(candidate)
        return {
            c.concept_id: replace(members[0], concept_id=group, label=self._index.label(group))
            for group, members in by_group.items()
            if group and len(members) > 1
            for c in members
        }


_READ: WeakKeyDictionary[ConceptSource, OccupationNames] = WeakKeyDictionary()


def _named_only(concept: Concept) -> Concept:
    """The concept with its group, its names and what is done there: who can replace whom is half of the
    taxonomy, and nobody looks for it here."""
    links = concept.links[:1] + tuple(x for x in concept.links[1:] if x.scheme not in (ISCO, OCCUPATION))
    return replace(concept, links=links)


def _told_apart(text: str, found: Sequence[Candidate]) -> list[Candidate]:
    """Of a title's meanings the one whose own words stand beside it: "projektledare inom it"."""
    spans: dict[tuple[int, int], list[Candidate]] = {}
    for candidate in found:
        spans.setdefault((candidate.start, candidate.end), []).append(candidate)
    kept: list[Candidate] = []
    for (start, end), meanings in spans.items():
        beside = _stems(text[:start] + " " + text[end:])
        shared = set.intersection(*(_stems(meaning.label) for meaning in meanings))
        own = [
            len((_stems(meaning.label) - shared - _stems(text[start:end])) & beside) for meaning in meanings
        ]
        most = max(own)
        kept += [m for m, n in zip(meanings, own, strict=True) if n == most] if most else meanings
    return kept


def _stems(text: str) -> set[str]:
    return {stem(word) for word in folded_words(text) if word not in STOP_WORDS}


def _candidate(words: Sequence[Token], found: Found) -> Candidate:
    return Candidate(
        concept_id=found.name.concept_id,
        label=found.name.label,
        start=words[0].start,
        end=words[-1].end,
        match=found.name.match,
        score=found.score,
        exact=found.exact,
        name=found.name.form,
    )


def is_everyday_word(word: str) -> bool:
    """Whether a title is likelier to mean something else: an everyday word, or a short one in lower case."""
    form = fold(word)
    bases = {base for base, _ in inflections(plain(form))}
    return not bases.isdisjoint(_EVERYDAY_PLAIN) or (len(form) <= 3 and not word.isupper())


def _is_word(form: str) -> bool:
    """Whether this is a Swedish word; of long ones a compound analysis proves nothing ("sjuk-sköter-sak")."""
    known = lexicon()
    if (verb := _OF_VERB.match(form)) and f"{verb[1]}a" in known:
        return True  # "utbildade" is no slip of "utbildare"
    return form in known or stem(form) in known or (len(form) < _LONG and bool(parts(form)))
