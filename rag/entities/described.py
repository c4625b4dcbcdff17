"""Occupations that a text describes and does not name: "Vad tjänar den som kör buss?"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from rag.entities.doings import Described, Doings, told_by
from rag.entities.regions import find_regions
from rag.entities.titles import OCCUPATION, SSYK, Candidate
from rag.schema import Concept
from rag.swedish.words import Token, fold, tokenize

MAX_DESCRIBED = 3
"""How many groups one description may stand for."""
_WHOLE_PHRASE = 0.95
"""Share of a phrase from which it counts as said."""
_LIKELY = 0.45
"""Share of a description's weight that a group must hold to be meant."""
_MAYBE, _MAYBE_OF_WORK = 0.28, 0.2
"""The same to be asked about, and where the text is known to tell of work in several words."""
_LEAST_WEIGHT, _NEARLY_ALL = 6.0, 0.9
"""What must be held of a question that may be of anything, where it says no phrase whole ("kör buss"),
and the share that is as good: "ladda ner" and "rätt till timmarna" are of some work, too. Of 48 descriptions
found in dev questions of other things 33 held less, of 11 of work one."""
_ONE_WORD = 0.6
"""The same where a single word is held: by a part of it alone ("flumtut") nothing is told."""
_CLOSE = 0.85
"""Share of the best group's score from which another group may be meant as well."""
_SURE_SCORE, _GUESS_SCORE = 0.62, 0.5
"""Scores of a candidate: above and below what is answered for."""

# Between these stands what is asked, not what is described.
_ASKING = re.compile(
    r"[.?!;:,]|\b(?:vad|vilk(?:en|et|a)|hur (?:mycket|många|stor|är|ser)|finns|tjänar?|tjänade|"
    r"får|kan|vill|ska|skulle|"
    r"\w*lön(?:en|er|erna)?|ssyk\S*|isco\S*|yrkeskod\w*|kod(?:en)?|yrke[nt]?|yrken|yrkesgrupp\w*|"
    r"bli|byta|gå över|"
    r"kompetens\w*|prognos\w*|framtid\w*|lediga|jobbchans\w*|heter|kallas|räknas|hör till|ligger|i snitt|"
    r"per månad|kronor|ersätta|utbildning\w*|och (?=hur|vad|vilk|finns|kan|vill|undrar|vart|jag vill))\b",
    re.IGNORECASE,
)
_TELLING = re.compile(
    r"\b(?:som|jag|han|hon|de|vi|man|jobba\w*|arbeta\w*|jobb|att|någon|folk|person\w*|min|mitt|"
    r"sambon?|the one who)\b",
    re.IGNORECASE,
)


_SENTENCE_END = re.compile(r"[.?!;:\n]")
_CLAUSE_END = re.compile(r"[.?!;:,\n]|\b(?:och|samt|eller|men)\b", re.IGNORECASE)


class Segment(NamedTuple):
    """A stretch of a text that may describe an occupation."""

    tokens: tuple[Token, ...]
    telling: bool
    """Whether it says in so many words that somebody does something."""


class _Meant(NamedTuple):
    """What a segment may describe, the likeliest first, and what the first holds of its weight."""

    weight: float
    enough: bool
    """Whether that is enough in a question that may be of anything."""
    candidates: list[Candidate]


class Descriptions:
    """Finds described occupations. Its index is made when the first description is met."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        self._concepts = tuple(concepts)
        self._labels = {c.code: c.label for c in concepts if c.scheme == SSYK}

    def candidates(self, text: str, of_work: bool) -> list[Candidate]:
        """The groups or occupations that `text` describes; of several segments the one best told.

        Args:
            text: A question, or a description.
            of_work: The whole text is known to describe an occupation.
        """
        segments = [_whole(text)] if of_work else list(_segments(text))
        meant = [
            one for segment in segments if (one := self._of(segment, of_work)) and (of_work or one.enough)
        ]
        return max((one.candidates for one in meant), key=lambda meanings: meanings[0].score, default=[])

    def of_work(self, text: str, *, surely: bool = False) -> list[Candidate]:
        """The groups or occupations that the best told part of `text` describes, when it is known that some
        part does: what stands between the asking words, or all of it.

        The part decides in which most is said of one group; how sure it is may come from another part, as
        what is beside the point makes a long part less so. With `surely` as much must be held as of any
        text."""
        segments = [segment for segment in (*_segments(text), _whole(text)) if len(segment.tokens) > 1]
        told = [meant for segment in segments if (meant := self._of(segment, of_work=True))]
        found = [meant for meant in told if meant.enough or not surely]
        if not found:
            return []
        surest: dict[str, Candidate] = {}
        for candidate in sorted((c for meant in found for c in meant.candidates), key=lambda c: c.score):
            surest[candidate.concept_id] = candidate
        fullest = max(found, key=lambda meant: meant.weight)
        return [surest[candidate.concept_id] for candidate in fullest.candidates]

    def each(self, text: str) -> list[Candidate]:
        """The likeliest meaning of every clause that tells of work: "plockade order, körde truck"."""
        sure: list[Candidate] = []
        for end in (_CLAUSE_END, _SENTENCE_END):
            clauses = (Segment(tuple(tokens), telling=True) for tokens in _between(end, text))
            found = [meant.candidates[0] for clause in clauses if (meant := self._of(clause, of_work=False))]
            sure = sure or [candidate for candidate in found if candidate.score >= _SURE_SCORE]
        return list({candidate.concept_id: candidate for candidate in sure}.values())

    def shares(self, words: Sequence[str]) -> dict[str, Described]:
        """How well each group fits the folded words, by code."""
        return {one.code: one for one in self._doings.describe(words)}

    def _of(self, segment: Segment, of_work: bool) -> _Meant | None:
        words = [fold(token.text) for token in segment.tokens]
        found = self._doings.describe(words)
        if not found:
            return None
        best = found[0]
        several = len(best.said) > 1
        if not several and best.score < _ONE_WORD:
            return None
        told = best.phrase >= _WHOLE_PHRASE and (segment.telling or of_work or several)
        likely = (told and (several or best.score >= _LIKELY)) or (
            best.score >= _LIKELY and (of_work or (segment.telling and several))
        )
        least = _MAYBE_OF_WORK if of_work and several else _MAYBE
        maybe = best.score >= least and (of_work or segment.telling)
        if not likely and not maybe:
            return None
        base = _SURE_SCORE if likely else _GUESS_SCORE
        near = [one for one in found if one.score >= _CLOSE * best.score][:MAX_DESCRIBED]
        whole = best.phrase >= _WHOLE_PHRASE or best.score >= _NEARLY_ALL
        return _Meant(
            best.weight,
            whole or best.weight >= _LEAST_WEIGHT,
            [self._candidate(segment, words, one, base) for one in near],
        )

    def _candidate(self, segment: Segment, words: Sequence[str], one: Described, base: float) -> Candidate:
        said = sorted(one.said)
        concept_id, label = self._inside(one.code, [words[at] for at in said])
        return Candidate(
            concept_id=concept_id,
            label=label,
            start=segment.tokens[said[0]].start,
            end=segment.tokens[said[-1]].end,
            match="described",
            score=base + (0.3 if base == _SURE_SCORE else 0.05) * one.score,
            exact=False,
        )

    def _inside(self, code: str, words: Sequence[str]) -> tuple[str, str]:
        """The one occupation of the group whose label is said, the fullest of them; else the group."""
        told = sorted(
            ((told_by(words, occupation.label), occupation) for occupation in self._members.get(code, ())),
            key=lambda pair: (-pair[0], len(pair[1].label)),
        )
        if told and told[0][0] > 0 and (len(told) == 1 or told[0][0] > told[1][0]):
            return told[0][1].id, told[0][1].label
        return f"ssyk:{code}", self._labels[code]

    @cached_property
    def _doings(self) -> Doings:
        return Doings(self._concepts)

    @cached_property
    def _members(self) -> dict[str, list[Concept]]:
        members: dict[str, list[Concept]] = {}
        for concept in self._concepts:
            if concept.scheme == OCCUPATION and concept.links:
                members.setdefault(concept.links[0].code, []).append(concept)
        return members


def _whole(text: str) -> Segment:
    return Segment(tuple(tokenize(text)), telling=True)


def _between(ends: re.Pattern[str], text: str) -> Iterator[list[Token]]:
    """The words between the marks or words that end a clause."""
    start = 0
    for match in [*ends.finditer(text), None]:
        end = match.start() if match else len(text)
        tokens = [Token(t.text, start + t.start, start + t.end) for t in tokenize(text[start:end])]
        if tokens:
            yield tokens
        start = match.end() if match else end


def _segments(text: str) -> Iterator[Segment]:
    """What stands between the asking words, without places."""
    places = [(region.start, region.end) for region in find_regions(text)]
    start = 0
    for match in [*_ASKING.finditer(text), None]:
        end = match.start() if match else len(text)
        tokens = tuple(
            Token(token.text, start + token.start, start + token.end)
            for token in tokenize(text[start:end])
            if not any(a <= start + token.start < b for a, b in places)
        )
        if tokens:
            yield Segment(tokens, bool(_TELLING.search(text[start:end])))
        start = match.end() if match else end
