"""The dataset advisor's door: a question → what the catalogue has to say on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from rag import texts
from rag.answerable import ANSWERABLE
from rag.catalogue import gaps, judging, letters, showing
from rag.catalogue.authorities import of_publisher
from rag.catalogue.demand import Demand
from rag.catalogue.door import Ask, asks_a_fact, names_datasets, read_ask, two_sides, without_property
from rag.catalogue.finding import Finder, Found
from rag.catalogue.fitness import fitness
from rag.catalogue.wanting import wants_data
from rag.index.store import Store
from rag.schema import Claim, Clarification, Dataset, Document, Finding, Hit, Query

MAX_DATASETS, MAX_UNSURE = 5, 3
"""Datasets of a list, and of one where none may do."""
ALONE = 1.0
"""Confidence when a property of a dataset is asked for by its name: no other room has anything to add."""
_TEXT_KINDS = frozenset({"law", "policy", "definition"})
"""Questions that are read as being of texts."""
_OF_FILES = frozenset({"format", "licence"})
"""Properties that no figure, and no text on figures, has: the catalogue alone is asked."""
_FETCHING = frozenset({"access", "format"})
"""Properties after which the next thing is to fetch it."""
MAX_NAMED = 8
"""Datasets of one name that a property is told of."""
NEAR = 0.65
"""Share of the best dataset's score from which another one is named."""
FITS = 0.4
"""Probability (`fitness`) from which a dataset meets a need; below, it is a gap."""
NAMED = 0.4
"""Share of the words that a dataset must hold to be the one whose property is asked for."""
SURE = 0.75
"""Probability from which the answer says that the dataset fits; below, that it comes nearest."""
UNNAMED, HINTED, NAMED_SO = 0.75, 0.5, 0.3
"""Probabilities (`wants_data`) from which a need is the catalogue's and not the texts': one that names no
data (of the questions that texts answer two or three in a hundred have it, of needs nineteen in twenty), one
that may name some, and one that does."""
UNANSWERED = 0.5
"""The same of one that names no data where no passage answers."""
NAMES_DATA = 0.8
"""At least so surely a question wants data that names them, in a search."""
HEARD = 0.5
"""Confidence from which another room has spoken of a need: what it says of it goes before."""
HAS_IT = 0.94
"""Probability from which a dataset is said to have a fact that no room has, and that is an answer: of dev
questions five of seven such are asked for the dataset, of those below three of twelve."""
POINTS = 0.75
"""Probability from which a dataset is pointed at when no room and no passage has the answer."""
BEHIND, FAR_BEHIND = 0.3, 0.2
"""Confidence of that, and of a gap: below what speaks by itself, so that they are told where nothing is."""
LIKELY = 0.75
"""Confidence that a question is the catalogue's though it names no data."""
MAX_POINTED, POINTED_NEAR = 2, 0.85
"""Datasets that are pointed at, and the share of the best one's score that the second must have."""
_REMEMBERED = 16
"""Searches whose datasets are kept: one question is searched for two or three times."""
SUBJECT = 0.5
"""Share from which a question that asks for no data and that nobody can answer is a gap in the data."""


class Catalogue:
    """Finds datasets for a need and says what they hold. Safe to use from several threads."""

    def __init__(self, store: Store, demand: Demand | None = None) -> None:
        self._store = store
        self._demand = demand
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._find)

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self._store.datasets())

    def answer(
        self, query: Query, others: Sequence[Finding] = (), *, answerable: float = 0.0
    ) -> Finding | None:
        """The datasets that fit, or that none does; None when the question is not the catalogue's.

        Args:
            query: The question.
            others: What the other rooms found.
            answerable: The probability that passages answer the question, 0-1.
        """
        ask = read_ask(query.question)
        if ask is None or ask.kind == "find":
            told = self._need(query, ask, others, answerable)
        else:
            told = self._asked(query, ask, others, answerable)
        return told or self._pointer(query, others)

    def wants_data(self, query: Query, answerable: float) -> bool:
        """Whether the question wants data, so that no passage answers it, though it may name none.

        Args:
            query: The question.
            answerable: The probability that passages answer the question, 0-1.
        """
        ask = read_ask(query.question)
        if ask is None and query.kind in _TEXT_KINDS:
            return False
        if ask is not None and names_datasets(query.question) and self._meets(query):
            return True
        if answerable >= ANSWERABLE:
            least = UNNAMED if ask is None else NAMED_SO if ask.sure else HINTED
        else:
            least = UNANSWERED if ask is None else 0.0
        return wants_data(query.question, fitness(self.find(query), query.question), answerable) >= least

    def _meets(self, query: Query) -> bool:
        return self._fitness(query, self.find(query)) >= FITS

    def _need(
        self, query: Query, ask: Ask | None, others: Sequence[Finding], answerable: float
    ) -> Finding | None:
        """What fits a need, however it is told: by naming data, or by all that was found for it."""
        found = self.find(query)
        fits = self._fitness(query, found)
        sure = ask is not None and ask.sure
        heard = [other for other in others if other.confidence >= HEARD]
        if not sure and any(other.claims for other in heard):
            return None
        if sure and self._finder.is_subject_of(_of_no_unit(query), found):
            fits = max(fits, SURE)
        if fits >= FITS and names_datasets(query.question) and _is_of_agency(found[0].dataset, query):
            fits = max(fits, SURE)  # what an agency has is asked for, and it has this
        wanted = (ask is not None or not heard) and self.wants_data(query, answerable)
        if not (found and wanted):
            return None if answerable >= ANSWERABLE else self._gap_of_others(query, found, others)
        if gaps.lacks_unit(query.question, found[0].dataset) or fits < FITS:
            return self._gap(query, found, sure=True) if ask else self._gap_of_others(query, found, others)
        if ask is None and asks_a_fact(query.question):
            pointed = replace(self._pointed(query, found), confidence=LIKELY)
            surely = fits >= HAS_IT and not others
            return (
                replace(pointed, status="answered", reason=None, intro=texts.DATASETS_HAVE)
                if surely
                else pointed
            )
        return self._several(query, found, fits, confidence=0.9 if sure else LIKELY)

    def _asked(self, query: Query, ask: Ask, others: Sequence[Finding], answerable: float) -> Finding | None:
        """A property of a dataset, how good it is, how two are joined, a letter."""
        # The words of the property name no dataset, and "licens" is rare enough to outweigh those that do.
        subject = without_property(query.question)
        found = self.find(replace(query, question=subject) if ask.kind in ("one", "quality") else query)
        if ask.kind == "request":
            return self._letter(query, found)
        if ask.kind == "joining":
            return self._joined(query)
        if ask.kind == "publishers":
            return judging.publishers(self._store, query.today)
        if ask.kind == "one" and not self._finder.names_subject(subject):
            return None
        if ask.kind == "one" and (known := self._finder.named(subject)):
            return self._of_name(known, ask)
        fits = self._fitness(query, found)
        if not found or not (ask.sure or found[0].share >= NAMED):
            return None
        named = ask.kind == "quality" or found[0].share >= NAMED
        if gaps.lacks_unit(query.question, found[0].dataset) or (fits < FITS and not named):
            return self._gap(query, found, sure=True) if ask.sure else None
        if ask.kind == "quality":
            return judging.dataset(found[0].dataset, self._document(found[0].dataset), query.today)
        told = ALONE if ask.property in _OF_FILES else 0.9 if ask.sure else 0.7
        return self._one(found[0].dataset, ask, confidence=told)

    def _fitness(self, query: Query, found: Sequence[Found]) -> float:
        """The probability that the best dataset meets the need."""
        if not found:
            return 0.0
        best = found[0]
        named = _by_occupation(best.dataset, query) or self._finder.is_from(best.dataset, query)
        if not (best.words or named):
            return 0.0
        only_named = named and self._finder.only_names(_of_no_unit(query))
        return max(fitness(found, query.question), FITS if only_named else 0.0)

    def _gap_of_others(
        self, query: Query, found: Sequence[Found], others: Sequence[Finding]
    ) -> Finding | None:
        """A question for figures that no room could answer is a gap: who has them, and what comes nearest."""
        if any(other.claims or other.clarification for other in others):
            return None
        covered = (
            bool(others) or (bool(found) and found[0].share >= SUBJECT) or gaps.is_of_work(query.question)
        )
        if not covered or not gaps.asks_for_figures(query.question):
            return None
        fits = self._fitness(query, found)
        if not others and fits >= POINTS and not gaps.lacks_unit(query.question, found[0].dataset):
            return None  # it is pointed at, and no figure is missing
        notes = tuple(note for other in others for note in other.notes)
        return self._gap(query, found, notes)

    def _pointer(self, query: Query, others: Sequence[Finding]) -> Finding | None:
        """For when nobody answers, and no answer itself: the dataset that should have what was asked; else,
        of a number that an authority of ours answers for, that it is a gap."""
        if any(other.claims or other.clarification for other in others):
            return None
        found = self.find(query)
        if self._fitness(query, found) < POINTS or gaps.lacks_unit(query.question, found[0].dataset):
            rule = query.kind in _TEXT_KINDS or any(other.kind == "concept" for other in others)
            counted = gaps.asks_for_figures(query.question) and gaps.has_owner(query.question) and not rule
            gap = gaps.finding(self._store, query, found) if counted else None
            return replace(gap, confidence=FAR_BEHIND) if gap else None
        return self._pointed(query, found)

    def _pointed(self, query: Query, found: Sequence[Found]) -> Finding:
        """The datasets that should have what was asked, and no answer; and who else may have it."""
        near = [one for one in found if one.score >= POINTED_NEAR * found[0].score][:MAX_POINTED]
        return Finding(
            kind="dataset",
            status="no_evidence",
            reason="no_source",
            intro=texts.DATASETS_POINTED,
            claims=tuple(self._claim(one, best=rank == 0) for rank, one in enumerate(near)),
            notes=_elsewhere(query, found, near),
            confidence=BEHIND,
        )

    def _gap(
        self, query: Query, found: Sequence[Found], notes: Sequence[str] = (), *, sure: bool = False
    ) -> Finding:
        """The gap, told, and counted where that is set."""
        if self._demand is not None:
            owner = gaps.read_gap(query.question, found).owner
            near = gaps.nearest(found)
            nearest = near.dataset.title if near else ""
            self._demand.add(query.today[:7], owner.name if owner else "", nearest)
        return gaps.finding(self._store, query, found, notes, sure=sure)

    def _joined(self, query: Query) -> Finding | None:
        """How the two datasets that are named can be put together; None when no two are."""
        sides = [
            found[0].dataset
            for part in two_sides(query.question)
            if (found := self.find(replace(query, question=part), 1)) and found[0].share >= NAMED
        ]
        if len(sides) != 2 or sides[0] == sides[1]:
            return None
        return judging.joined(sides[0], sides[1], *map(self._document, sides))

    def _letter(self, query: Query, found: Sequence[Found]) -> Finding:
        """A draft of a request, with the rules it stands on quoted beside it."""
        letter = letters.draft(query.question, found)
        if letter is None:
            return Finding(
                kind="dataset",
                status="clarify",
                reason="ambiguous",
                clarification=Clarification(text=texts.LETTER_NEEDS_SUBJECT, options=()),
                confidence=0.95,
            )
        shown = texts.LETTER_SHOWN.format(
            authority=letter.authority.name, title=letter.title, body=letter.body
        )
        link = texts.LETTER_LINK.format(link=letter.link) if letter.link else texts.LETTER_NO_LINK
        return Finding(
            kind="brief",
            status="answered",
            intro=texts.LETTER_INTRO,
            claims=tuple(gaps.grounds(self._store, letters.GROUNDS[letter.ground])),
            notes=("\n\n".join((shown, link, texts.LETTER_LEAVE_OUT)),),
            confidence=ALONE,
        )

    def lead(self, query: Query, hits: Sequence[Hit], top_k: int, answerable: float) -> list[Hit]:
        """Hits of a search with the datasets that it asks for among them: as many as it wants data.

        Args:
            query: The question.
            hits: Of the search, best first.
            top_k: At most so many.
            answerable: The probability that passages answer the question, 0-1.
        """
        ask = read_ask(query.question)
        if ask is None:
            return list(hits)
        wants = wants_data(query.question, fitness(self.find(query), query.question), answerable)
        if ask.sure or ask.kind != "find":
            wants = max(wants, NAMES_DATA)
        wanted = [one.dataset.document_id for one in self.find(query, top_k)]
        by_id = {hit.document.id: hit for hit in hits if hit.document.kind == "dataset"}
        others = [hit for hit in hits if hit.document.id not in wanted]
        data = [by_id.get(name) or self._hit(name) for name in wanted]
        ranked = [((rank + 1) / max(wants, 0.01), 0, hit) for rank, hit in enumerate(data)]
        ranked += [((rank + 1) / max(1 - wants, 0.01), 1, hit) for rank, hit in enumerate(others)]
        return [hit for *_, hit in sorted(ranked, key=lambda one: one[:2])][:top_k]

    def _hit(self, document_id: str) -> Hit:
        document = self._store.document(document_id)
        assert document is not None, document_id
        return Hit(
            chunk=self._store.chunks_of(document_id)[0],
            document=document,
            score=0.0,
            reasons=(texts.REASON_NEED,),
        )

    def find(self, query: Query, top_k: int = 10) -> list[Found]:
        """Datasets for a need, best first."""
        return list(self._remembered(query, top_k))

    def _find(self, query: Query, top_k: int) -> tuple[Found, ...]:
        return tuple(self._finder.find(_of_no_unit(query), top_k))

    def _several(self, query: Query, found: Sequence[Found], fits: float, confidence: float) -> Finding:
        """The datasets that come nearest; where they may not do, also who else would have it."""
        sure = fits >= SURE
        near = [one for one in found if one.score >= NEAR * found[0].score]
        near = near[: MAX_DATASETS if sure else MAX_UNSURE]
        return Finding(
            kind="dataset",
            status="answered" if sure else "partial",
            intro=_intro(fits, len(near)),
            claims=tuple(self._claim(one, best=rank == 0) for rank, one in enumerate(near)),
            notes=() if sure else _elsewhere(query, found, near),
            confidence=confidence,
        )

    def _of_name(self, known: Sequence[Dataset], ask: Ask) -> Finding:
        """The property of the dataset that is named, or of each when several bear the name."""
        if len(known) == 1:
            return self._one(known[0], ask, confidence=ALONE)
        told = (showing.of_namesake(self._document(dataset), ask.property) for dataset in known)
        claims = tuple(claim for claim in told if claim is not None)[:MAX_NAMED]
        if not claims:
            return self._one(known[0], ask, confidence=ALONE)
        return Finding(
            kind="dataset", status="answered", intro=texts.DATASETS_NAMED, claims=claims, confidence=ALONE
        )

    def _one(self, dataset: Dataset, ask: Ask, confidence: float) -> Finding:
        """What the entry says of the property; what else it says, and that it does not say that, when not."""
        document = self._document(dataset)
        told = showing.of_property(document, ask.property)
        if not told:
            lacks = texts.DATASET_LACKS.format(what=texts.DATASET_PROPERTIES[ask.property or "detail"])
            claims, notes = (showing.short(document),), (lacks,)
            return Finding(
                kind="dataset", status="partial", claims=claims, notes=notes, confidence=confidence
            )
        return Finding(
            kind="dataset",
            status="answered",
            intro=texts.DATASET_ENTRY.format(title=document.title.rstrip(".")),
            claims=told,
            notes=showing.how_to_get(dataset) if ask.property in _FETCHING else (),
            confidence=confidence,
        )

    def _claim(self, found: Found, *, best: bool) -> Claim:
        document = self._document(found.dataset)
        return showing.with_gaps(document) if best else showing.shortest(document)

    def _document(self, dataset: Dataset) -> Document:
        document = self._store.document(dataset.document_id)
        assert document is not None, dataset.document_id
        return document


def _elsewhere(query: Query, found: Sequence[Found], near: Sequence[Found]) -> tuple[str, ...]:
    """Who is likelier to have what was asked than those who give out what is near, when somebody is."""
    owner = gaps.read_gap(query.question, found).owner
    if owner is None or any(owner == of_publisher(one.dataset.publisher) for one in near):
        return ()
    return (texts.DATASETS_ELSEWHERE.format(owner=owner.name),)


def _of_no_unit(query: Query) -> Query:
    """The question without the words that ask for single persons or employers."""
    return replace(query, question=gaps.without_unit(query.question))


def _is_of_agency(dataset: Dataset, query: Query) -> bool:
    """Whether its publisher is the agency that the question names."""
    return any(entity.kind == "agency" and entity.code in dataset.publisher for entity in query.entities)


def _by_occupation(dataset: Dataset, query: Query) -> bool:
    """Whether the need is about an occupation, and the dataset divided by them."""
    return any("yrke" in name.lower() for name in dataset.dimensions) and bool(query.codes("occupation"))


def _intro(fits: float, number: int) -> str:
    if fits < SURE:
        return texts.DATASETS_UNSURE
    return texts.DATASET_ONE if number == 1 else texts.DATASETS_SEVERAL
