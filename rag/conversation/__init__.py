"""Follow-up + history → standalone question, without a model. The door: `standalone`.

A follow-up is read in the ways below, the surest first; the first that fits is taken. A question that leans
on nothing is left as it is: a new topic inherits nothing.

    replies    a question back is answered, or what was said is corrected
    topics     back to an earlier topic; a question about the subject, source or act of the turn before
    requests   a request for what was spoken of, and questions after its draft
    sources    what the answer before holds already: its sources, one of several, facts of a dataset
    measured   what was shown against a place or time of its own, or of the whole
    orders     after "vilka har flest": turned, of another kind, of one of those
    shown      comparisons and computations over what was just shown
    ellipsis   the question before with a place, time, occupation, sex or age exchanged
    complete   a question of its own that points at, or leaves out, what was named before
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag import texts
from rag.conversation import (
    carried,
    complete,
    ellipsis,
    measured,
    orders,
    replies,
    requests,
    shown,
    sources,
    topics,
)
from rag.conversation.base import Past, Understood
from rag.conversation.base import sources as cited_in
from rag.conversation.staying import Briefs
from rag.conversation.wording import (
    as_question,
    bare,
    goes_on,
    goes_on_with_a_case,
    is_clause,
    own_words,
    points_back,
    weight,
)
from rag.entities.gazetteer import Gazetteer
from rag.schema import Clarification, Draft, Turn

__all__ = ["Understood", "standalone"]

_COUNTRY = "00"
LONG = 12
"""Words of any kind, above which a question is whole."""
STAYS = 0.4
"""Probability from which a source is taken to answer a follow-up. Of those on briefs left out it takes nine
of ten that a source answers, and of the questions that none does six in a hundred."""
SAID_ELSEWHERE = 0.15
"""The same below which a follow-up of one word of its own is answered by no source beside it either."""
RECENT, CITED = 3, 2
"""Turns back whose sources are looked at, and so many of each."""
MOST_WORDS = 3
"""Words of its own that a question about a text may have and yet lean on the turn before."""
FULL = 4
"""The same for any question, beside what it names; one with more words of its own stands alone. Without
these two limits one whole question in six took something from an unrelated turn (394 questions of dev), with
them one in fifty.
"""


_THANKS = re.compile(
    r"^(?:tack(?: så (?:mycket|jättemycket)| för (?:hjälpen|det|svaret|allt))?|"
    r"toppen|bra|perfekt|okej|ok|jaha)\W*$",
    re.IGNORECASE,
)
_ANY_DATA = re.compile(
    r"^(?:finns|har) (?:det|ni|de|du) (?:någon |några |något )?"
    r"(?:öppna data|data|statistik|siffror|datamängd(?:er)?|datakäll(?:a|or))\W*$",
    re.IGNORECASE,
)


def standalone(
    question: str, history: Sequence[Turn], gazetteer: Gazetteer, today: str, briefs: Briefs | None = None
) -> Understood:
    """The question, with what it leaves out filled in from the turns before.

    Args:
        question: What the person wrote.
        history: Earlier turns, oldest first, with their answers where there are any.
        gazetteer: Finds what a text names.
        today: ISO date that "i år" is counted from.
        briefs: Where it is looked up which source a follow-up on a text is after; without them by its words.
    """
    past = Past(history, gazetteer, today, briefs)
    if not past.turns or _THANKS.match(question.strip()):
        return _first(question, past)
    option = replies.chosen(question, past.last)
    if option:
        return Understood(question=option)
    back = topics.goes_back(question, past)
    if back:
        return _returned(back, history, past)
    correction = replies.corrected(question)
    return _leaning(correction or question, past, sure=bool(correction))


def _leaning(question: str, past: Past, *, sure: bool) -> Understood:
    """A follow-up to the newest turn; `sure` when it is known to continue that."""
    asked = requests.on_request(question, past)
    if asked:
        return Understood(question=asked)
    worked_out = complete.with_measure(question, past)
    if worked_out:
        return Understood(question=worked_out)
    against = measured.against(question, past)
    if against:
        return Understood(question=against)
    covered = [(span.start, span.end) for span in past.spans(question)]
    is_whole = len(own_words(question, covered)) > FULL and not carried.only_asks(question, past)
    is_whole |= len(question.split()) > LONG
    if is_whole and not sure:
        stays = _on_source(question, past, whole=True)
        return stays or Understood(question=question, others=carried.guesses(question, past))
    past = _corrected_one(question, past) if sure else _on_its_kind(question, past)
    subject = past.subject(past.last)
    again = (
        measured.again(question, past)
        or measured.share(question, past)
        or measured.at_its_most(question, past)
        or measured.over_time(question, past)
        or orders.ranked(question, past)
        or shown.one_of(question, past)
        or _data_on(question, past)
    )
    if again:
        return Understood(question=again)
    found = sources.from_before(question, past)
    if found:
        return found
    stays = _on_source(question, past)
    if stays:
        return stays
    task = shown.task_of(question, past)
    compared = shown.over_shown(question, task, past) if task else None
    if compared:
        return compared
    exchanges = sure or subject not in {"text", "dataset"} or (subject == "dataset" and goes_on(question))
    whole = ellipsis.filled(question, past) if exchanges else ""
    if whole:
        return Understood(question=whole)
    freely = replies.freely(question, past.last)
    if freely:
        return Understood(question=freely)
    timed = complete.with_place_in_time(complete.of_the_year(question, past), past)
    if timed != question and past.spans(timed, "measure"):
        timed = complete.carried_all(timed, past) or timed
    question = timed
    leans = points_back(question) or goes_on(question)
    covered = [(span.start, span.end) for span in past.spans(question)]
    bare_of_data = subject == "dataset" and bool(covered) and not own_words(question, covered)
    if bare_of_data and not past.spans(question, "measure") and len(question.split()) <= LONG // 2:
        return Understood(question=topics.about(past.last, past, question, 1))
    if subject == "text" or (subject == "dataset" and leans and not past.named(question)):
        return Understood(question=_about_text(question, past))
    alone = (
        carried.beside(question, past)
        or measured.worked_out(question, past)
        or carried.in_full(question, past)
        or complete.completed(carried.pointed(question, past), past)
        or _swapped(question, past, sure=sure)
    )
    return Understood(
        question=alone or carried.pointed(question, past), others=carried.guesses(question, past)
    )


def _on_source(question: str, past: Past, *, whole: bool = False) -> Understood | None:
    """A follow-up on a text, asked of the source that most likely answers it; None when none surely does.

    A `whole` question is asked of the source before, or searched for.
    """
    if past.briefs is None or past.subject(past.last) != "text":
        return None
    cited = [c for turn in past.turns[:RECENT] for c in cited_in(turn)[:CITED]]
    found = past.briefs.found(question, [citation.document_id for citation in cited])
    if found is None:
        return None
    if found.probability < STAYS:
        return None if whole else _not_said(question, found.probability, past)
    if whole and found.document.id not in {citation.document_id for citation in cited}:
        return None
    asked = topics.about_source(found.document, past, question)
    return Understood(
        question=asked, source=found.document.id, asked=bare(question), probability=found.probability
    )


def _not_said(question: str, probability: float, past: Past) -> Understood | None:
    """That the source does not say it, where a follow-up says nothing to search for; else None."""
    text = bare(question)
    says = weight(own_words(text))
    if past.spans(text) or says > 1 or probability >= (STAYS if says == 0 else SAID_ELSEWHERE):
        return None
    cited = cited_in(past.last)[0]
    note = texts.CONVERSATION_NOT_SAID.format(title=cited.title)
    nothing = Draft(status="no_evidence", reason="no_source", notes=(note,))
    return Understood(question=topics.about(past.last, past, question, 0), draft=nothing)


def _on_its_kind(question: str, past: Past) -> Past:
    """A bare place, time, sex or age after a text leans on the newest turn that was about figures."""
    text = bare(question).strip(" .!?")
    slots = {span.slot for span in past.spans(text)}
    covered = [(span.start, span.end) for span in past.spans(text)]
    if is_clause(text) or not slots or slots - {"region", "period", "sex", "age"} or own_words(text, covered):
        return past
    if past.subject(past.last) not in {"text", "none"}:
        return past
    older = next((turn for turn in past.turns if past.subject(turn) in {"figures", "occupation"}), None)
    return past.since(older) if older else past


def _corrected_one(correction: str, past: Past) -> Past:
    """A correction that names a place, say, is of the newest turn that named one: what came between was
    misread."""
    slots = {span.slot for span in past.spans(correction)}
    named = (t for t in past.turns if slots & {span.slot for span in past.spans(t.standalone_question)})
    meant = next(named, None) if slots else None
    return past.since(meant) if meant else past


def _data_on(question: str, past: Past) -> str:
    """ "finns det öppna data?" about what was spoken of; empty when it asks something else."""
    match = _ANY_DATA.match(bare(question).strip())
    words = topics.keywords(past.last) if match else ""
    return as_question(f"{bare(question).rstrip(' ?!.')} om {words}") if words else ""


def _about_text(question: str, past: Past) -> str:
    """A question after a text: about the same source, subject or act when it leans on it."""
    other = ellipsis.other_end(question, past) or _filled_bare(question, past)
    if other:
        return other
    slots = {span.slot for span in past.spans(question) if _COUNTRY not in span.codes}
    own = own_words(question)
    if slots == {"measure"} and not own:
        slots = set()  # "hur många anställda gäller det?" asks of the rule
    ending = topics.shares_ending(question, past.last)
    if slots & {"measure", "act", "occupation", "agency", "region"} and not (ending or goes_on(question)):
        return complete.completed(question, past) or question
    if goes_on_with_a_case(question):
        return topics.about(past.last, past, question, 0)
    leans = points_back(question) or goes_on(question) or ending
    if weight(own) <= 1 or (leans and len(own) <= MOST_WORDS):
        swapped = ellipsis.swapped(question, past)
        return swapped or topics.about(past.last, past, question, len(own))
    return question


def _filled_bare(question: str, past: Past) -> str:
    """ "i Skåne?" for "i Stockholm", whatever the answer was about; empty when nothing is exchanged."""
    text = bare(question).strip(" .!?")
    slots = {span.slot for span in past.spans(text)}
    before = {span.slot for span in past.spans(past.last.standalone_question)}
    return ellipsis.filled(question, past) if not is_clause(text) and slots & before else ""


def _swapped(question: str, past: Past, *, sure: bool) -> str:
    return ellipsis.swapped(question, past) if sure or goes_on(question) else ""


def _returned(back: topics.Return, history: Sequence[Turn], past: Past) -> Understood:
    """The rest of the question, read as a follow-up to the turn that it goes back to."""
    asked = back.turn.standalone_question
    if not back.rest:
        return Understood(question=asked)
    then = Past([back.turn], past.gazetteer, past.today)
    found = _leaning(back.rest, then, sure=True)
    if found.draft is None and found.question == back.rest:
        return Understood(
            question=complete.carried_all(back.rest, then) or topics.about(back.turn, then, back.rest, 1)
        )
    return found


def _first(question: str, past: Past) -> Understood:
    """A first question is itself; one that only points at what nobody has said is asked back about."""
    works = bool(shown.task_of(question, past))
    empty = is_clause(question) and not own_words(question) and not past.named(question)
    if not points_back(question) or not (works or empty):
        return Understood(question=question)
    clarification = Clarification(text=texts.CONVERSATION_WHAT, options=())
    draft = Draft(status="clarify", reason="ambiguous", clarification=clarification)
    return Understood(question=as_question(question), draft=draft)
