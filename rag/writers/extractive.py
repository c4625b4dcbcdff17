"""The extractive writer: the sentences and cells that answer, in the sources' own words. Needs no model.

Rooms that are sure of a question (statistics, occupations, catalogue) speak first with the claims they made;
passages speak where the question is about rules or views, or where no room claims it (`picking.py` chooses
their sentences).
"""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence

from rag import texts
from rag.answerable import ANSWERABLE, coverage, share_held
from rag.catalogue import BEHIND
from rag.choosing.asked import answer_kind
from rag.entities.provisions import Provision, read_provision, stands_for
from rag.index.lexical import LexicalIndex
from rag.reasons import searched
from rag.schema import (
    Claim,
    Draft,
    EntityKind,
    Evidence,
    Finding,
    Hit,
    Query,
    QueryKind,
    Status,
)
from rag.swedish.words import fold
from rag.writers.answer_type import (
    has_what_is_asked,
    holds_institutions,
    holds_what_is_named,
    names_in,
)
from rag.writers.picking import pick

SURE = 0.5
"""Confidence from which a room's finding is used."""
ASKED = 0.9
"""Confidence from which a question asks for datasets in so many words."""
UNSURE = 0.7
"""Confidence up to which a room only thinks that the question is its own."""
THINKS = 0.8
"""Confidence up to which a room's answer gives way to a passage that holds much more of the question."""
GUESSES = 0.6
"""Confidence up to which a room that has no answer may have taken the question for its own by one word."""
MORE = 0.3
"""How much more of the question, by how telling its words are: on dev eight turns more are right, and no
figure is lost."""
ANSWERABLE_SURELY = 0.9
"""Estimated probability from which passages go before a room that took the question for its own and has no
answer to it, when the question names no time, place or work that a table could have."""
ANSWERABLE_BESIDE_DATA = 0.7
"""The same where a dataset should have the number that is asked for, and no rule is."""
ANSWERABLE_BEFORE_DATA = 0.55
"""Estimated probability from which passages go before datasets that are only near, or lacking. Of dev needs
that a dataset should meet, none of those that the room is unsure of lies above it but one; of questions that
people ask the briefs with, most do."""
ON_SUBJECT = 0.1
"""Below this the index has nothing on the subject at all."""


_RULE = re.compile(
    r"\b(får|kan|måste|ska|behöver|bör) "
    r"(jag|man|vi|de|den|en|ett|min|mina|chefen|arbetsgivaren|myndighet\w*)\b|"
    r"\b(jag|man|vi) (får|kan|måste|ska|behöver)\b|^är (allt|jag|man|vi)\b",
    re.IGNORECASE,
)
_PRODUCT = re.compile(r"\b[A-Z][a-z]+[A-Z]\w+\b")
"""A name with a capital inside: JobSearch, PxWebApi."""
_GREETINGS = frozenset("hej hejsan hallå tjena god".split())
_FORECAST = re.compile(r"\b\w*(prognos|framskrivning)", re.IGNORECASE)
_OUTLOOK = re.compile(r"prognos|framskriv|bedöm|utsikt|möjlighet|efterfråg|barometer", re.IGNORECASE)
_OF_A_TABLE: tuple[EntityKind, ...] = ("period", "region", "occupation")
_COUNTRY = "00"
"""The region that is the whole country: every rule is of it."""
_READING: frozenset[str] = frozenset({"cell", "concept"})
"""Kinds of findings whose room reads the words of a question for what they measure or name."""
_TEXT_KINDS: frozenset[QueryKind] = frozenset({"law", "policy", "definition"})


class ExtractiveWriter:
    """Writes with the sources' own sentences and the rooms' checked claims."""

    name = "extractive"

    def __init__(self, lexical: LexicalIndex) -> None:
        self._lexical = lexical

    def write(self, evidence: Evidence) -> Draft:
        """The draft answer to the evidence's question."""
        if evidence.query.kind == "smalltalk":
            asked = fold(evidence.query.question)
            greets = asked.split()[0].strip("!,.") in _GREETINGS
            said = texts.THANKED if asked.startswith("tack") else texts.SMALLTALK if greets else texts.ABOUT
            return Draft(status="out_of_scope", reason="off_subject", notes=(said,))
        findings = sorted((f for f in evidence.findings if f.confidence >= SURE), key=lambda f: -f.confidence)
        behind = _behind(evidence)
        if _FORECAST.search(evidence.query.question):
            findings = [finding for finding in findings if finding.kind != "cell" or _is_forecast(finding)]
        if _asks_a_rule(evidence) and evidence.answerable >= ANSWERABLE:
            findings = [finding for finding in findings if finding.kind != "cell"]
        if findings and (evidence.wants_data or not self._is_passed_by(findings[0], evidence)):
            return _from_findings(_with_data(findings, behind))
        provision = _asked_provision(evidence)
        if provision and not any(stands_for(hit.chunk, hit.document, provision) for hit in evidence.hits):
            return _silent(evidence, texts.NO_PROVISION.format(provision=provision))
        if evidence.answerable >= _least(evidence, behind) and not evidence.wants_data:
            question, idfs = evidence.query.asked, self._lexical.idfs
            claims = pick(question, _of_named(evidence), idfs, in_order=provision is not None)
            if claims and self._answers(evidence, claims):
                return Draft(status="answered", claims=claims)
        unanswered = [finding for finding in findings if finding.status == "no_evidence"]
        if unanswered:
            return _from_findings(_with_data(unanswered, behind))
        return _from_findings([behind]) if behind else _silent(evidence)

    def stream(self, evidence: Evidence) -> Generator[Claim, None, Draft]:
        """The claims of `write`: all there is at once; none of them before what introduces them."""
        draft = self.write(evidence)
        if not draft.intro:
            yield from draft.claims
        return draft

    def _is_passed_by(self, finding: Finding, evidence: Evidence) -> bool:
        """Whether the surest room leaves the question to passages, where they may answer it."""
        return _gives_way(finding, evidence) or self._says_less(finding, evidence)

    def _says_less(self, finding: Finding, evidence: Evidence) -> bool:
        """Whether a room that only thinks the question is its own has less of it than the best passage.

        What the room read of the question counts as said: a measure, a place, a time, an occupation.
        """
        if finding.kind not in _READING or not evidence.hits or evidence.answerable < ANSWERABLE:
            return False
        if finding.confidence > THINKS and finding.status != "partial":
            return False
        if finding.status == "no_evidence" and (finding.confidence > GUESSES or _named(evidence.query)):
            return False  # what no table has of a place or a time is in no text
        question, idfs = evidence.query.question, self._lexical.idfs
        cited = [f"{c.title} {c.quote}" for claim in finding.claims for c in claim.citations]
        read = [question[e.start : e.end] for e in evidence.query.entities if finding.status == "answered"]
        said = " ".join([*(claim.text for claim in finding.claims), *cited, *read])
        held = coverage(question, evidence.hits[0], idfs)
        return held - share_held(question, said, idfs) >= MORE

    def _answers(self, evidence: Evidence, claims: Sequence[Claim]) -> bool:
        """Whether the claims hold the kind of thing that is asked for, and their sources speak of it."""
        question = evidence.query.asked
        cited = {citation.document_id for claim in claims for citation in claim.citations}
        hits = [hit for hit in evidence.hits if hit.document.id in cited]
        read = "\n".join(f"{searched(hit.document, hit.chunk)}\n{hit.document.publisher}" for hit in hits)
        return (
            has_what_is_asked(question, [claim.text for claim in claims])
            and holds_what_is_named(question, read)
            and holds_institutions(question, "\n".join(f"{h.document.title}\n{h.chunk.text}" for h in hits))
            and not any(self._is_of_another(name, read) for name in _names(evidence.query))
        )

    def _is_of_another(self, name: str, read: str) -> bool:
        """Whether a name is not in what was read and is what the question is of: "Trafikverkets brev", or one
        that other sources hold. A name that none holds may be by the way: "chefen på Bagarn"."""
        folded = fold(name)
        owner = folded.removesuffix("s")
        if owner in fold(read):
            return False
        return owner != folded or self._lexical.holds(folded)


def _of_named(evidence: Evidence) -> Sequence[Hit]:
    """The hits that speak of the product that is named, where the title of one is of it: what another API
    needs is no answer to what JobSearch needs."""
    titles = "\n".join(hit.document.title for hit in evidence.hits)
    named = [name for name in _PRODUCT.findall(evidence.query.question) if name in titles]
    kept = [hit for hit in evidence.hits if any(n in searched(hit.document, hit.chunk) for n in named)]
    return kept or evidence.hits


def _names(query: Query) -> list[str]:
    """The names of the question but those of places: where somebody lives is by the way."""
    places = " ".join(query.question[e.start : e.end] for e in query.entities if e.kind == "region")
    return [name for name in names_in(query.question) if name not in places]


def _behind(evidence: Evidence) -> Finding | None:
    """What a room tells where nobody else answers: of an occupation before of datasets."""
    behind = [f for f in evidence.findings if f.confidence < SURE and f.claims and f.kind != "cell"]
    return min(behind, key=lambda finding: finding.kind, default=None)


def _least(evidence: Evidence, behind: Finding | None) -> float:
    """How answerable a question must be for passages to be used, beside what is `behind`."""
    pointed = behind is not None and behind.kind == "dataset" and behind.confidence >= BEHIND
    number = answer_kind(evidence.query.question) == "number"
    return ANSWERABLE_BESIDE_DATA if pointed and number and not _asks_a_rule(evidence) else ANSWERABLE


def _with_data(findings: Sequence[Finding], behind: Finding | None) -> list[Finding]:
    """The findings; where the rooms only say that they have no answer, and the dataset that should."""
    silent = all(finding.status == "no_evidence" and not finding.claims for finding in findings)
    return [*findings, behind] if silent and behind and behind.kind == "dataset" else [*findings]


def _gives_way(finding: Finding, evidence: Evidence) -> bool:
    """Whether a room leaves the question to passages: one of rules or views that they answer at least as
    surely; or one that the room only thinks is its own, and has no answer to.

    A number, or a list of things, that no table has is not found in a text on the subject either.
    """
    if evidence.query.kind in _TEXT_KINDS and ANSWERABLE <= evidence.answerable >= finding.confidence:
        return True
    if finding.kind == "dataset" and finding.status in {"partial", "no_evidence"}:
        return evidence.answerable >= max(ANSWERABLE_BEFORE_DATA, _least(evidence, finding))
    least = ANSWERABLE_SURELY if finding.confidence > UNSURE else finding.confidence
    unnamed = finding.confidence <= UNSURE or not _named(evidence.query)
    silent = finding.status in {"clarify", "no_evidence"} and unnamed
    counts = finding.kind == "cell" and answer_kind(evidence.query.question) in {"number", "list"}
    return silent and not counts and evidence.answerable > least


def _is_forecast(finding: Finding) -> bool:
    """Whether the room speaks of what is to come, or says that it has nothing of it."""
    return not finding.claims or any(_OUTLOOK.search(claim.text) for claim in finding.claims)


def _asks_a_rule(evidence: Evidence) -> bool:
    """Whether the question is what someone may, must or gets, of no place, time or work that a table has."""
    return bool(_RULE.search(evidence.query.question)) and not _named(evidence.query)


def _named(query: Query) -> set[str]:
    """The times, places and occupations that the question names, but the country: codes."""
    return {code for kind in _OF_A_TABLE for code in query.codes(kind)} - {_COUNTRY}


def _from_findings(findings: Sequence[Finding]) -> Draft:
    """The claims of every sure room, the surest first."""
    lead = findings[0]
    useful = [finding for finding in findings if finding.claims] or [lead]
    if lead.status in {"clarify", "refused"} or (lead.status == "no_evidence" and lead.claims):
        useful = [lead]
    status: Status = useful[0].status
    if (
        any(finding.status != "answered" for finding in useful)
        and any(f.claims for f in useful)
        and status not in {"clarify", "no_evidence"}
    ):
        status = "partial"
    first = useful[0]
    unasked = first.kind == "dataset" and first.confidence < ASKED and first.status != "answered"
    if lead.kind == "cell" and lead.status == "no_evidence" and unasked:
        status = "no_evidence"  # datasets that may have it are no answer to what the figure is
    why = lead.notes if lead.status == status == "no_evidence" and lead is not first else ()
    heard = (lead, *useful) if why else useful
    return Draft(
        status=status,
        reason=next((finding.reason for finding in heard if finding.reason), None),
        intro=" ".join((*why, first.intro)).strip(),
        claims=tuple(claim for finding in useful for claim in finding.claims),
        notes=tuple(dict.fromkeys(n for finding in useful for n in finding.notes if n not in why)),
        clarification=first.clarification,
        chart=next((finding.chart for finding in useful if finding.chart), None),
        suggestions=tuple(dict.fromkeys(s for finding in heard for s in finding.suggestions))[:4],
    )


def _asked_provision(evidence: Evidence) -> Provision | None:
    """The paragraph of law whose text the question asks for, when that is all it asks."""
    provision = read_provision(evidence.query)
    return provision if provision is not None and provision.alone else None


def _silent(evidence: Evidence, said: str = texts.NO_EVIDENCE) -> Draft:
    """An honest no, with the nearest sources when the subject is covered."""
    if evidence.answerable < ON_SUBJECT and said == texts.NO_EVIDENCE:
        return Draft(status="out_of_scope", reason="off_subject", notes=(texts.OUT_OF_SCOPE,))
    nearest = tuple(dict.fromkeys(f"”{hit.document.title}”" for hit in evidence.hits[:3]))
    note = texts.NEAREST_SOURCES.format(titles="; ".join(nearest)) if nearest else ""
    return Draft(status="no_evidence", reason="no_source", notes=tuple(n for n in (said, note) if n))
