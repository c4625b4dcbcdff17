"""Answers on occupations from the taxonomy: codes, groups, titles, skills, who can do whose work.

Every sentence is one that the concept's document holds (`facts`), whole or shortened, and cites it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag import texts
from rag.entities.occupations import OccupationNames, is_everyday_word
from rag.entities.titles import OCCUPATION, SSYK, Candidate
from rag.occupations import facts
from rag.occupations.asks import (
    Ask,
    asks_about,
    asks_both_ways,
    asks_length,
    asks_of_pair,
    asks_placement,
    asks_shortage,
    read_asks,
    speaks_of_figures,
    speaks_of_moving,
    told_of_work,
)
from rag.occupations.figures import Tables, tell
from rag.occupations.fitting import WORTH_TELLING, Fitting, asks_fit
from rag.occupations.outline import Outline, read_outline
from rag.occupations.sources import ConceptStore, Sources
from rag.occupations.telling import LISTS, MAX_MEANINGS, Said, Teller, extend
from rag.schema import Clarification, Concept, Finding, Query, Status
from rag.statistics.rank_reading import read_ranking

MAX_SHARED = 6
"""Skills that are told of two occupations."""
MAX_TITLES = 4
"""Titles of a question that are answered for."""
_SURE = 0.6
_TITLE_TOLD = 0.45
"""Score of a title, weighed with what is told beside it, from which it is what was meant."""
_TOLD = 0.7
"""Score of what is told from which it counts more than a title of everyday speech."""
_BEHIND = 0.3
"""Confidence below which nothing is said where another room or a passage answers."""

_ANY_CODE = re.compile(r"\bssyk(?!\W?96\b)\D{0,12}(?!2012\b)\d{1,4}\b", re.IGNORECASE)
_OLDER = re.compile(r"\bssyk\W?96\b", re.IGNORECASE)
_NOT_WHAT_IT_IS = re.compile(
    r"\b(telefon\w*|mejl\w*|e-post\w*|adress\w*|personnummer\w*|kontakt\w*|namnen?|heter|lista\w*|vem|"
    r"vilka är|sparkad|uppsagd|flest|fler|färre|andel\w*|bransch\w*|verkligen|hur (stor|många|mycket|"
    r"vanligt))\b",
    re.IGNORECASE,
)
"""Asks for people, or counts them, and not for what an occupation is."""
_DENIED = re.compile(r"\b(?:inte|ej|aldrig|ingen|inget)\s+(?:en |ett )?$", re.IGNORECASE)
"""Stands before what somebody is not: "jag är inte psykolog"."""
_ARTICLE = re.compile(r"\b(en|ett) $", re.IGNORECASE)
_OF_PERSON = re.compile(
    r"\b(jag kan|jag är bra på|jag har (?:erfarenhet|jobbat|arbetat)|cv|passar mig|erfarenhet av)\b", re.I
)
_CODE_OF = re.compile(r"\b(har|för|till|of|for)\b", re.IGNORECASE)

_PROFILE: tuple[Ask, ...] = ("about", "skills", "substituted_by", "substitutes")
"""The facts that belong to telling of an occupation."""
_PATHS: frozenset[Ask] = frozenset({"substituted_by", "substitutes", "difference"})


class Occupations:
    """What the taxonomy of a store knows of occupations."""

    def __init__(self, store: ConceptStore, tables: Tables | None = None) -> None:
        """`tables` is the statistics room's door; without it figures are left to who asks that room."""
        self._store = store
        self._sources = Sources(store)
        self._names = OccupationNames.of(store)
        self._tables = tables
        self._teller = Teller(self._sources, tables)
        self._fitting = Fitting(store)

    def resolve(self, text: str) -> list[Concept]:
        """The occupations and groups that `text` names or may name, the likeliest first."""
        candidates = sorted(
            self._names.candidates(text, of_work=True), key=lambda candidate: -candidate.score
        )
        ids = dict.fromkeys(candidate.concept_id for candidate in candidates)
        return [concept for concept_id in ids if (concept := self._store.concept(concept_id))]

    def answer(self, query: Query) -> Finding | None:
        """What the taxonomy says; None when the question is not after such facts.

        Figures (wages, unemployment, vacancies) and outlook are answered elsewhere.
        """
        if query.kind == "dataset":
            return None
        titles = self._titles(query)
        asks = read_asks(query.question, _spans(titles))
        named = [title for title in titles if title[0].match != "described"]
        if asks_fit(query.question) and (not named or _is_of_person(query.question)):
            fitting = self._fits(query, titles)
            if fitting is not None:
                return fitting
        if not titles:
            return self._placed(query) or self._unresolved(query, asks)
        coded = [title for title in titles if title[0].match == "code"]
        if not asks and coded:
            asks = ("members",)
        if not asks:
            return self._behind(query, titles)
        if (asks == ("about",) and query.kind == "law") or _is_of_people(query, asks, titles):
            return None
        titles = coded if coded and "members" in asks else titles
        crowded = next((title for title in titles if len(title) > MAX_MEANINGS), None)
        if crowded:
            return _clarify(query, crowded, texts.OCCUPATION_WHICH, confidence=_confidence(query, asks))
        return self._finding(query, asks, titles[:MAX_TITLES])

    def _alike(self, concept: Concept) -> Said:
        """Occupations that share skills with one that no relation is published for."""
        alike = self._fitting.sharing(concept) if concept.scheme == OCCUPATION else []
        shared = (claim for one in alike for claim in self._sources.skills_shared(concept, one, MAX_SHARED))
        claims = [replace(claim, text=f"- {claim.text}") for claim in shared]
        return Said(claims, [texts.OCCUPATION_ALIKE.format(label=concept.label)] if claims else [], [])

    def _behind(self, query: Query, titles: Sequence[Sequence[Candidate]]) -> Finding | None:
        """What is known of an occupation that is named, for when nobody reads what is asked of it."""
        words = [query.question[start:end] for start, end in _spans(titles)]
        sure = all(len(title) <= MAX_MEANINGS and title[0].match != "described" for title in titles)
        if not sure or speaks_of_figures(query.question) or query.kind == "law" or len(titles) > 2:
            return None
        if any(is_everyday_word(word) for word in words) or _NOT_WHAT_IT_IS.search(query.question):
            return None
        asks: tuple[Ask, ...] = _PROFILE if len(titles) == 1 else ("difference", "substitutes")
        found = self._finding(query, asks, titles)
        status: Status = "partial" if found.claims else "no_evidence"
        return replace(found, status=status, intro=texts.OCCUPATION_BEHIND, confidence=_BEHIND)

    def several(self, query: Query) -> Finding | None:
        """One answer to a question that asks for several things of an occupation, figures among them.

        None when it does not, or when there is no statistics room to ask: then every room speaks for itself.
        """
        if self._tables is None or query.kind == "dataset":
            return None
        titles = [t for t in self._titles(query) if len(t) <= MAX_MEANINGS][:MAX_TITLES]
        if not titles:
            return None
        asks = read_asks(query.question, _spans(titles))
        outline = read_outline(query.question, asks, several_named=len(titles) > 1)
        if outline is not None and not asks and outline.about:
            asks = ("about",)
        if outline is None and len(titles) == 1 and not asks and asks_shortage(query.question):
            return self._shortage(query, titles[0])
        if outline is None or (asks == ("about",) and (query.kind == "law" or len(titles) > 1)):
            return None
        if self._is_of_figures(query, outline):
            return None
        figures = self._figures(query, outline, titles)
        profile = asks == ("about",) and asks_about(query.question)
        told = self._finding(query, _PROFILE if profile else asks, titles) if asks else None
        if told is not None and profile:  # what the taxonomy lacks was not asked for
            told = replace(told, notes=())
        return _joined(outline, figures, told)

    def _shortage(self, query: Query, title: Sequence[Candidate]) -> Finding:
        """The published assessment that comes nearest to a shortage, with what it does not say."""
        outline = Outline(("chances",), figures_first=True)
        figures = self._figures(query, outline, [title])
        figures.notes.insert(0, texts.OCCUPATION_SHORTAGE)
        return _joined(outline, figures, None)

    def _is_of_figures(self, query: Query, outline: Outline) -> bool:
        """Whether the tables should speak alone: they refuse what is asked, or find a figure in a question
        that is read as one for all there is."""
        assert self._tables is not None
        found = self._tables.answer(query)
        if found is None:
            return False
        computed = any(quantity.operands for claim in found.claims for quantity in claim.quantities)
        alone = outline.single and not outline.about and outline.figures_first
        all_told = outline.whole or not outline.figures
        return found.status == "refused" or (all_told and bool(found.claims)) or (alone and computed)

    def _figures(self, query: Query, outline: Outline, titles: Sequence[Sequence[Candidate]]) -> Said:
        """What the tables say of the likeliest meaning of every title, in the order asked."""
        assert self._tables is not None
        if not outline.whole and outline.single and any(e.kind in {"sex", "period"} for e in query.entities):
            found = self._tables.answer(query)  # it reads more of the question than a figure's name
            claims = list(found.claims) if found else []
            return Said(claims, list(found.notes) if found else [], [] if claims else [outline.figures[0]])
        spans = dict.fromkeys((e.start, e.end) for e in query.entities if e.kind == "region")
        regions = tuple(query.question[start:end] for start, end in spans)
        said = Said([], [], [])
        for title in titles:
            concept = self._sources.concept(title[0].concept_id)
            for figure in outline.figures:
                told = tell(self._tables, concept, figure, regions, query.today)
                said.claims.extend(told.claims)
                said.notes.extend(told.notes)
                if not told.claims and not outline.whole:
                    said.missing.append(figure)
        return said

    def _fits(self, query: Query, titles: Sequence[Sequence[Candidate]]) -> Finding | None:
        """The occupations that the skills of the question fit."""
        described = [self._sources.concept(c.concept_id) for c in self._names.told(query.question)]
        fits = [
            fit for fit in self._fitting.find(query.question) if not described or fit.share >= WORTH_TELLING
        ]
        near = [one for one in described if one.id not in {fit.concept.id for fit in fits}][:MAX_MEANINGS]
        if not fits and not near:
            return None
        claims = [claim for one in near for claim in self._teller.described(one)]
        return Finding(
            kind="concept",
            status="answered",
            intro=texts.OCCUPATION_FIT_INTRO,
            claims=(*claims, *self._fitting.told(fits)),
            notes=(texts.OCCUPATION_GUIDANCE, texts.OCCUPATION_FIT_LIMITS),
            suggestions=_suggestions(near[0] if near else fits[0].concept, ("code",)),
            confidence=0.8 if not titles else 0.7,
        )

    def _titles(self, query: Query) -> list[list[Candidate]]:
        """The titles of the question, each with its meanings."""
        named = {(e.code, e.start) for e in query.entities if e.kind == "occupation"}
        titles: dict[int, list[Candidate]] = {}
        for candidate in self._names.candidates(query.question):
            if (candidate.concept_id, candidate.start) in named if named else candidate.score >= _SURE:
                titles.setdefault(candidate.start, []).append(candidate)
        if not asks_placement(query.question):
            return list({tuple(c.concept_id for c in title): title for title in titles.values()}.values())
        meant = [title for at, title in titles.items() if not _DENIED.search(query.question[:at])]
        return self._weighed(query.question, meant)

    def _weighed(self, question: str, titles: list[list[Candidate]]) -> list[list[Candidate]]:
        """The title whose place is asked for, beside what is told of the work: "kvinnan på kassan som avgör
        om jag får sjukpenning" is no cashier. A title of the taxonomy stands, whatever is told."""
        if len(titles) != 1 or titles[0][0].match != "everyday" or " " in titles[0][0].name:
            return titles
        told = self._names.described(told_of_work(question))
        return [told] if told and told[0].score >= _TOLD else titles

    def _placed(self, query: Query) -> Finding | None:
        """Where work that is only described stands: the group that it is told most like, or the nearest."""
        if (
            not asks_placement(query.question)
            or _ANY_CODE.search(query.question)
            or _OLDER.search(query.question)
            or read_ranking(query.question)
        ):
            return None  # "vilket yrke har högst lön" tells of no work
        told = told_of_work(query.question)
        named = self._names.candidates(told, of_work=True)[:1]  # a slip of the pen, or an unlisted compound
        is_title = any(title.match != "described" and title.score >= _TITLE_TOLD for title in named)
        meanings = [replace(named[0], score=_SURE)] if is_title else self._names.described(told)
        if not meanings:
            return None
        found = self._finding(query, ("code", "group"), [meanings])
        if meanings[0].score >= _SURE:
            return found
        return replace(found, status="partial", intro=texts.OCCUPATION_NEAREST, confidence=_SURE)

    def _unresolved(self, query: Query, asks: Sequence[Ask]) -> Finding | None:
        """For a question that asks something of an occupation that we do not have."""
        if _ANY_CODE.search(query.question):
            return _nothing(texts.OCCUPATION_UNKNOWN_CODE, confidence=0.9)
        guesses = [c for c in self._names.candidates(query.question) if c.score < _SURE]
        if guesses and asks:
            return _clarify(query, guesses[:MAX_MEANINGS], texts.OCCUPATION_MAYBE, confidence=0.6)
        if "code" in asks and _CODE_OF.search(query.question):
            return _nothing(texts.OCCUPATION_UNKNOWN, confidence=0.6)
        return None

    def _finding(self, query: Query, asks: Sequence[Ask], titles: Sequence[Sequence[Candidate]]) -> Finding:
        concepts = [[self._sources.concept(candidate.concept_id) for candidate in title] for title in titles]
        said = Said([], [], [])
        trained = "education" in asks  # which names the skills, too, where none of them is training
        one_by_one = tuple(ask for ask in asks if not (trained and ask in {"education", "skills"}))
        if not asks_of_pair(query.question, _spans(titles)) and "gained" not in asks:
            for title, meanings in zip(titles, concepts, strict=True):
                for candidate, concept in zip(title, meanings, strict=True):
                    if one_by_one and _is_of_use(concept, meanings, one_by_one):
                        extend(said, self._teller.of_one(candidate, concept, one_by_one))
                if trained:
                    extend(said, self._teller.training(meanings))
        if self._tables is not None and len(titles) == 1 and speaks_of_moving(query.question):
            extend(said, self._teller.ways(concepts[0], asks, query.today))
        if len(titles) > 1:
            both = asks_both_ways(query.question)
            extend(said, self._teller.of_two(concepts[0][0], concepts[1][0], asks, both))
        if trained and asks_length(query.question):
            said.notes.append(texts.OCCUPATION_NO_LENGTH)
        if not said.claims and len(titles) == 1 and set(asks) <= _PATHS:
            extend(said, self._alike(concepts[0][0]))
        claims = tuple(
            sorted({c.text: c for c in said.claims}.values(), key=lambda c: c.text == facts.DEGREES)
        )
        notes = list(dict.fromkeys(said.notes))
        if claims and _PATHS & set(asks):
            notes.append(texts.OCCUPATION_GUIDANCE)
        return Finding(
            kind="concept",
            status="answered" if claims else "no_evidence",
            reason=None if claims else "no_source",
            claims=claims,
            notes=tuple(notes),
            suggestions=_suggestions(concepts[0][0], asks),
            confidence=_confidence(query, asks),
        )


def _joined(outline: Outline, figures: Said, facts_found: Finding | None) -> Finding:
    """Figures and facts in the order of the question, as a list."""
    told = facts_found.claims if facts_found else ()
    order = (*figures.claims, *told) if outline.figures_first else (*told, *figures.claims)
    notes = (*figures.notes, *(facts_found.notes if facts_found else ()))
    unique = {claim.text: claim for claim in order}.values()
    missing = bool(figures.missing) or (bool(outline.figures) and not figures.claims)
    missing = missing or (facts_found is not None and not told)
    return Finding(
        kind="concept",
        status="no_evidence" if not unique else "partial" if missing else "answered",
        reason="no_source" if missing else None,
        claims=tuple(c if c.text.startswith("- ") else replace(c, text=f"- {c.text}") for c in unique),
        notes=tuple(dict.fromkeys(notes)),
        suggestions=facts_found.suggestions if facts_found else (),
        confidence=0.97,
    )


def _is_of_person(question: str) -> bool:
    """Whether somebody tells of themselves: a list of what they can, or a pasted text."""
    return bool(_OF_PERSON.search(question))


def _spans(titles: Sequence[Sequence[Candidate]]) -> list[tuple[int, int]]:
    return [(title[0].start, title[0].end) for title in titles]


def _is_of_people(query: Query, asks: Sequence[Ask], titles: Sequence[Sequence[Candidate]]) -> bool:
    """Whether it is about people at work, not occupations: "Kan min chef ersätta mig med en konsult?"."""
    words = [query.question[start:end] for start, end in _spans(titles)]
    return set(asks) <= _PATHS and all(is_everyday_word(word) for word in words)


def _is_of_use(concept: Concept, meanings: Sequence[Concept], asks: Sequence[Ask]) -> bool:
    """A wider group has no skills or substitutes of its own; a comparison takes the first meaning only."""
    wide = concept.scheme == SSYK and len(concept.code) < 4
    if "difference" in asks:
        return concept is meanings[0]
    return len(meanings) == 1 or not wide or not set(asks) <= set(LISTS)


def _clarify(query: Query, meanings: Sequence[Candidate], text: str, confidence: float) -> Finding:
    start, end = meanings[0].start, meanings[0].end
    before = _ARTICLE.sub("", query.question[:start])
    specific = [meaning for meaning in meanings if meaning.match != "area"] or meanings
    labels = dict.fromkeys(meaning.label for meaning in specific)
    options = tuple((label, f"{before}{label}{query.question[end:]}") for label in labels)
    asked = query.question[start:end]
    return Finding(
        kind="concept",
        status="clarify",
        reason="ambiguous",
        clarification=Clarification(text=text.format(asked=asked), options=options),
        confidence=confidence,
    )


def _nothing(note: str, confidence: float) -> Finding:
    return Finding(
        kind="concept", status="no_evidence", reason="no_source", notes=(note,), confidence=confidence
    )


def _confidence(query: Query, asks: Sequence[Ask]) -> float:
    """Lower when the question also asks for figures, or only what an occupation is."""
    if asks == ("about",):
        return 0.5
    if asks_placement(query.question):
        return 0.95
    return 0.7 if speaks_of_figures(query.question) or query.kind in {"statistic", "law", "policy"} else 0.95


def _suggestions(concept: Concept, asks: Sequence[Ask]) -> tuple[str, ...]:
    if concept.scheme != OCCUPATION:
        members = texts.OCCUPATION_ASK_MEMBERS.format(label=concept.label)
        return () if {"members", "code"} & set(asks) else (members,)
    offered: Sequence[tuple[Ask, str, object]] = (
        ("skills", texts.OCCUPATION_ASK_SKILLS, concept.skills),
        ("substituted_by", texts.OCCUPATION_ASK_SUBSTITUTED_BY, facts.links(concept, "substituted_by")),
        ("substitutes", texts.OCCUPATION_ASK_SUBSTITUTES, facts.links(concept, "substitute")),
        ("code", texts.OCCUPATION_ASK_CODE, True),
    )
    return tuple(text.format(label=concept.label) for ask, text, has in offered if has and ask not in asks)[
        :3
    ]
