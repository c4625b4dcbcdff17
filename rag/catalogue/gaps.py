"""Nothing fits: what is missing, what comes nearest and where it ends, why it may be closed, who owns it.

Said only in sentences that stand in the catalogue and in our briefs of law and instructions; the owner comes
from `owners.tsv`, else from who gives out the nearest dataset, else it is the statistics authority.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rag import texts
from rag.catalogue import showing
from rag.catalogue.authorities import Authority, of_publisher, of_statistics, owner_of
from rag.catalogue.finding import Found
from rag.index.store import Store
from rag.quoting import cite
from rag.schema import Claim, Dataset, Document, Finding, Query
from rag.swedish.analysis import analyze
from rag.swedish.sentences import sentences

_PERSONS = re.compile(
    r"\b(med namn|namn för namn|namngiv\w*|person för person|varenda (person|anställd)|"
    r"varje (enskild )?(person|anställd\w*|individ)|individnivå|på individ|personnummer|"
    r"enskilda (personer|anställda|individer)|vilka personer|kontaktuppgifter|namnlista|"
    r"listan med namn|för var och en|"
    r"(per|varje) (?!invånare|arbetsgivare|anordnare)\w{3,}(are|ist|ör|sköterska))\b",
    re.IGNORECASE,
)
_EMPLOYERS = re.compile(
    r"\b(vilka (arbetsgivare|företag|bolag|firmor|restauranger|butiker)|"
    r"(hos|på|för|per) (varje|enskilda?|vart och ett av) ?(enskild\w* )?"
    r"(arbetsgivare|företag\w*|bolag\w*|arbetsplats\w*)|företag för företag|"
    r"per (arbetsgivare|företag|arbetsplats)|varje enskild arbetsgivare|namngivna företag|"
    r"(per|varje) (\w*(bolag|firma|butik|restaurang|sjukhus|fabrik)|skola|förskola|teater|hamn|kontor|"
    r"klinik|arbetsställe|arbetsplats|avdelning))\b",
    re.IGNORECASE,
)
_HELD_PERSONS = ("person", "individ")
_HELD_EMPLOYERS = ("arbetsgivare", "företag", "organisation", "anordnare", "arbetsställe")
_FIGURE = re.compile(
    r"\b(hur (många|mycket|vanligt|ofta|stor|stort|hög|högt|länge)|vilka (arbetsgivare|företag)|andel\w*|"
    r"procent|flest|färst|antalet?|"
    r"medianlön\w*|medellön\w*|snittlön\w*|i snitt|statistik\w*|siffror|data\b|lista\w*|register|csv)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"^(finns|var|jag|kan|vilken|vilka|vet|har|gissa)\b[^?.]*?\b(statistik|data|siffror|tabell|register|källa|csv|"
    r"ladda ner|uppgifter)\w* ?(om|över|på|med|kring|efter|av)? ",
    re.IGNORECASE,
)
"""The words that ask for data, before what they should be about."""
_TAIL = re.compile(
    r"([,;] finns| finns (det|den|de|data|statistik|siffror|uppgifter|öppet|någonstans)|"
    r"[,;]? (har ni|var finns|var hittar))\b[^?.!]*$",
    re.IGNORECASE,
)
_WITH = r"(?:om|på|mot|till|från|med|hos|för|inom)"
_DOING = (
    r"(?:\w+as|jobbar|arbetar|bor|går|har|är|får|tjänar|söker|blir|tar|kör|läser|pendlar|slutar|börjar|lever|"
    r"saknar|hade|fick|var|blev|bodde|gick|jobbade|arbetade|sökte|tog|sa|säger|kommer|flyttar|byter)"
)
_THAT = re.compile(
    rf"^(hur många (?!(?:{_WITH}|{_DOING}|som)\b)[\w-]+(?: {_WITH} [\w-]+)?) "
    rf"(?!(?:som|av|det|i|per|ligger|{_WITH}|\w+ som)\b)",
    re.IGNORECASE,
)
""" "hur många frisörer jobbar svart" is "hur många frisörer som jobbar svart" in a sentence about it."""
_PERSONAL = ("osl-24-kap-8-statistiksekretess", "kan kopplas till den enskilde")
_CLIENTS = ("osl-28-kap-11-arbetsformedlingen", "i den arbetsmarknadspolitiska verksamheten")
_NOT_MADE = ("tf-2-kap-6-sammanstallning", "rutinbetonade åtgärder")
_PUSH = ("vem-regeringen-departement", "genom regleringsbrev")
PROXY = 0.12
"""Share of the need's weight from which a dataset is called the nearest."""

BESIDE, MAX_NEAR = 0.85, 2
"""Share of the nearest one's score from which another is named too, and how many are named at most."""
SURELY = 8
"""Share of an owner's words, see `Owner.share`, from which a subject is its own: two whole words."""
NEIGHBOUR = 0.45
"""The same from which its publisher is taken for the owner of what is missing."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing and who could give it."""

    persons: bool
    employers: bool
    owner: Authority | None


def unit_asked(question: str) -> tuple[bool, bool]:
    """Whether the question asks for single persons, and for single employers."""
    return bool(_PERSONS.search(question)), bool(_EMPLOYERS.search(question))


def without_unit(question: str) -> str:
    """The question without the words that ask for single persons or employers."""
    return " ".join(_EMPLOYERS.sub(" ", _PERSONS.sub(" ", question)).split()) or question


def lacks_unit(question: str, dataset: Dataset) -> bool:
    """Whether the need is about single persons or employers, of which the dataset has none."""
    persons, employers = unit_asked(question)
    held = " ".join(dataset.dimensions).lower()
    return (persons and not any(word in held for word in _HELD_PERSONS)) or (
        employers and not any(word in held for word in _HELD_EMPLOYERS)
    )


def asks_for_figures(question: str) -> bool:
    """Whether the question could be answered by data that somebody has."""
    return bool(_FIGURE.search(question)) or any(unit_asked(question))


def is_of_work(question: str) -> bool:
    """Whether the question is about a subject that one of our briefs gives an authority for."""
    owner = owner_of(question)
    return owner is not None and bool(owner.brief)


def has_owner(question: str) -> bool:
    """The same, or whether it names the subject of another authority more than in passing."""
    owner = owner_of(question)
    return owner is not None and (bool(owner.brief) or owner.share >= SURELY)


def nearest(found: Sequence[Found]) -> Found | None:
    """The dataset that holds most of the need, when any holds enough to be called near."""
    return max((one for one in found if one.share >= PROXY), key=lambda one: one.share, default=None)


def _neighbours(found: Sequence[Found]) -> list[Found]:
    """The nearest dataset, and those that come near it."""
    first = nearest(found)
    if first is None:
        return []
    others = [one for one in found if one is not first and one.share >= PROXY]
    return [first, *(one for one in others if one.score >= BESIDE * first.score)][:MAX_NEAR]


def read_gap(question: str, found: Sequence[Found]) -> Gap:
    """What is missing, by the question and by what comes nearest."""
    persons, employers = unit_asked(question)
    owner = owner_of(question)
    if persons and re.search(r"\b(tjänar|lön\w*|inkomst\w*)\b", question, re.IGNORECASE):
        owner = owner_of("deklaration taxering")
    if owner is not None:
        return Gap(persons, employers, owner.authority)
    near = [one for one in found if one.share >= NEIGHBOUR]
    publishers = (of_publisher(one.dataset.publisher) for one in near)
    nearest_owner = next((authority for authority in publishers if authority), None)
    return Gap(persons, employers, nearest_owner or (of_statistics() if asks_for_figures(question) else None))


def finding(
    store: Store, query: Query, found: Sequence[Found], notes: Sequence[str] = (), *, sure: bool = False
) -> Finding:
    """The gap, told.

    Args:
        store: Where the briefs on owners and grounds are.
        query: The question.
        found: Datasets for it, best first.
        notes: What other rooms said about it.
        sure: Whether it asks for data, so that a text is no answer.
    """
    gap = read_gap(query.question, found)
    whole = sure or gap.persons or gap.employers  # who only asks for a figure is told where it may be
    near = _neighbours(found) if whole else _neighbours(found)[:1]
    claims: list[Claim] = []
    for rank, one in enumerate(near):
        if document := store.document(one.dataset.document_id):
            claims.append(showing.shortest(document) if rank or not whole else showing.with_gaps(document))
    owner = gap.owner
    if whole:
        claims += _owner_sentence(store, query.question, gap)
        claims += grounds(store, _reasons(gap))
    who = (texts.GAP_OWNER.format(owner=owner.name),) if owner else ()
    return Finding(
        kind="dataset",
        status="no_evidence",
        reason="no_source",
        intro=texts.NO_DATASET_NEAREST if near else texts.NO_DATASET,
        claims=tuple(claims),
        notes=(*notes, *(() if claims else (texts.NO_DATASET,)), *who),
        suggestions=(_suggestion(owner, query.question),),
        confidence=0.9 if sure or gap.persons or gap.employers else 0.7,
    )


def _suggestion(owner: Authority | None, question: str) -> str:
    """What to ask next: a draft to the owner about what was asked, or how requests are made."""
    subject = subject_of(question)
    if owner is None or not subject:
        return texts.SUGGEST_REQUEST
    return texts.SUGGEST_DRAFT.format(owner=owner.name, subject=subject)


def subject_of(question: str) -> str:
    """What data are asked for about, as it stands after "om": without the words that ask for data."""
    parts = re.split(r"(?<=[?.!])\s+", question)
    told = max(parts, key=lambda part: (bool(_ASKING.search(part)), bool(_FIGURE.search(part)), len(part)))
    subject = _ASKING.sub("", told).strip(" ?.!,")
    subject = _THAT.sub(r"\1 som ", _TAIL.sub("", without_unit(subject))).strip(" ?.!,")
    return subject[:1].lower() + subject[1:]


def _reasons(gap: Gap) -> tuple[tuple[str, str], ...]:
    """Why it may be closed and who can push, as sentences of our briefs."""
    if not (gap.persons or gap.employers):
        return _NOT_MADE, _PUSH
    clients = gap.owner is not None and gap.owner.slug == "af"
    return _CLIENTS if clients else _PERSONAL, _PUSH


def _owner_sentence(store: Store, question: str, gap: Gap) -> Iterator[Claim]:
    """Of the brief on the owner the sentence that holds most of the question, as it stands."""
    owner = owner_of(question)
    document = store.document(owner.brief) if owner and owner.authority == gap.owner and owner.brief else None
    if document is None:
        return
    asked = analyze(question).content
    spans = sentences(document.text)
    start, end = max(spans, key=lambda span: _worth(document.text[slice(*span)], asked, span[0]))
    yield _sentence(document, start, end)


def grounds(store: Store, wanted: Iterable[tuple[str, str]]) -> Iterator[Claim]:
    """Of each brief the sentence that holds the words, as it stands; nothing of a brief that is not there."""
    for name, words in wanted:
        document = store.document(name)
        if document is not None:
            spans = sentences(document.text)
            yield from (_sentence(document, *span) for span in spans if words in document.text[slice(*span)])


def _sentence(document: Document, start: int, end: int) -> Claim:
    """A sentence of a brief as it stands."""
    return Claim(text=document.text[start:end].strip(), citations=(cite(document, start, end, "brief"),))


def _worth(sentence: str, asked: frozenset[str], start: int) -> tuple[int, int]:
    return len(analyze(sentence).content & asked), -start
