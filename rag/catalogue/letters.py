"""A draft of a request to an authority: addressed, with its legal ground, precise, polite, at most a page.

Two kinds: *begäran om allmän handling* (2 kap. tryckfrihetsförordningen) for what an authority keeps, and a
request for data to reuse under lagen (2022:818). The grounds are quoted from our briefs beside the draft, so
that every paragraph number in it can be checked. The person reads, changes and sends; we never send.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from rag import texts
from rag.catalogue.authorities import Authority, named, of_publisher, owner_of
from rag.catalogue.finding import Found
from rag.swedish.periods import find_periods

Ground = Literal["tf", "reuse"]
_REUSE = re.compile(
    r"2022:818|vidareutnyttj\w*|öppna datalagen|återanvänd\w*|som öppna data|öppna upp|återbruk\w*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[,.;:]?\s*(?:och )?\b(?:kan du |snälla )?(?:skriv|formulera|utforma|hjälp mig)\b[^.?!]*$", re.IGNORECASE
)
"""A wish for a letter after the subject: "…, skriv ett brev"."""
_SUBJECT = re.compile(
    r"\b(?:begäran|begära ut|begär ut|begära|be om|efterfråga|efterfrågan|förfrågan)\b(.*)$", re.IGNORECASE
)
_VAGUE = frozenset("uppgifterna uppgifter data det dem detta handlingar handlingen något".split())
_BODY = r"((?:[A-ZÅÄÖ][\w-]+ )+(?:kommun|stad)|Region(?:en)? [A-ZÅÄÖ]\w+)"
_LOCAL = re.compile(rf"\b(?:till|hos|från|på)\s+{_BODY}")
_OWN_STAFF = re.compile(
    rf"\b(?:lönelist|anställd|vikarie|personal|schema|bisyssl)\w*\b[^.?!]*?\bi\s+{_BODY}", re.I
)
"""Of its own staff a municipality or region answers itself; what is counted in it others may keep."""
_DOCUMENTS = re.compile(
    r"\b(beslut|dia?ri\w*|avtal(?:en|et)?|protokoll\w*|brev\w*|rapport\w*|ärend\w+|kontrakt\w*|mejl\w*|"
    r"föreläggande\w*|anmälning\w*|handling(?:ar|en|arna)?)\b(?! per\b)",
    re.IGNORECASE,
)
"""What is asked for is papers, not figures out of them."""
_COUNTED = re.compile(
    r"\b(antal\w*|andel\w*|hur (?:många|stor|mycket)|statistik\w*|uppgifter)\b", re.IGNORECASE
)
_FORMAT = re.compile(r"\s*\b(?:i|som)\s+(excel|csv|json|pdf|xlsx)(?:-?format|-?fil)?\b", re.IGNORECASE)
_OTHER = re.compile(r"\b(?:till|hos) [A-ZÅÄÖ]\w+")
"""A body of its own that is no authority we know: a company, a person."""
_ADDRESSED = re.compile(r"\s*\b(?:till|hos|från|av|på|i|vid)\s*(?:en\s+)?$", re.IGNORECASE)
_NOT_OF = "".join(rf"(?<!\b{word} )" for word in ("mellan", "och", "med", "mot", "om", "för"))
"""Words after which the authority is what the papers are about: "mejl mellan Skolverket och friskolor"."""
GROUNDS: dict[Ground, tuple[tuple[str, str], ...]] = {
    "tf": (
        ("tf-2-kap-1-ratten-att-ta-del", "rätt att läsa och på annat sätt ta del av"),
        ("tf-2-kap-6-sammanstallning", "rutinbetonade åtgärder"),
        ("tf-2-kap-15-pa-stallet", "ska resten lämnas"),
        ("tf-2-kap-16-kopia", "annan form än utskrift"),
        ("tf-2-kap-18-anonymitet", "kan därför vara anonym"),
        ("osl-6-kap-3-utlamnande", "skriftligt beslut av myndigheten"),
    ),
    "reuse": (
        ("lag-2022-818-nar-lagen-galler", "redan har rätt till data"),
        ("tf-2-kap-1-ratten-att-ta-del", "rätt att läsa och på annat sätt ta del av"),
        ("lag-2022-818-format", "öppet och maskinläsbart format"),
        ("lag-2022-818-avgiftsinformation", "hur avgifter för data beräknas"),
        ("lag-2022-818-handlaggning", "inom fyra veckor"),
        ("lag-2022-818-handlaggning", "skriftligt beslut med motivering"),
    ),
}
"""The sentences of our briefs that hold the grounds of the letter, by their brief and some of their words."""
_FORMATS = {"excel": "Excel", "xlsx": "Excel", "csv": "CSV", "json": "JSON", "pdf": "PDF"}
TITLE_LIMIT, LINK_LIMIT = 200, 2_000
"""Characters of a title on Handlingar.se, and of an address that every browser takes."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A draft, ready to read through."""

    ground: Ground
    authority: Authority
    title: str
    body: str
    link: str
    """Opens the draft at Handlingar.se; empty when the authority is not there."""


def draft(question: str, found: Sequence[Found]) -> Letter | None:
    """The letter that `question` asks for; None without a subject, or an authority to send it to."""
    subject = _subject(question)
    addressed = named(question) or _local(question)
    if not subject or subject.lower() in _VAGUE or (addressed is None and _OTHER.search(question)):
        return None
    authority = addressed or _owner(subject, found)
    if authority is None:
        return None
    ground: Ground = "reuse" if _REUSE.search(question) else "tf"
    wished = _FORMAT.search(subject)
    subject = " ".join(_FORMAT.sub("", subject).split())
    return write(authority, subject, ground, _FORMATS[wished[1].lower()] if wished else "")


def write(authority: Authority, subject: str, ground: Ground, wished: str = "") -> Letter:
    """A letter to `authority` about `subject`, "antal varsel per kommun", in the `wished` format if any."""
    title = (texts.LETTER_TITLE_REUSE if ground == "reuse" else texts.LETTER_TITLE_TF).format(subject=subject)
    papers = bool(_DOCUMENTS.search(subject)) and not _COUNTED.search(subject)
    if ground == "reuse":
        core, rest = texts.LETTER_CORE_REUSE, texts.LETTER_REST_REUSE
        formats = wished or texts.LETTER_FORMAT_REUSE
    elif papers:
        core, rest = texts.LETTER_CORE_PAPERS, texts.LETTER_REST_PAPERS
        formats = wished or texts.LETTER_FORMAT_PAPERS
    else:
        core, rest, formats = texts.LETTER_CORE_TF, texts.LETTER_REST_TF, wished or texts.LETTER_FORMAT_TF
    core, rest = core.format(subject=subject), rest.format(formats=formats)
    dated = core if find_periods(subject) else f"{core} {texts.LETTER_PERIOD}"
    body = texts.LETTER_FRAME.format(authority=authority.name, core=dated, rest=rest)
    title = title if len(title) <= TITLE_LIMIT else title[: TITLE_LIMIT - 1].rsplit(" ", 1)[0] + "…"
    short = (texts.LETTER_SHORT_REUSE if ground == "reuse" else texts.LETTER_SHORT_TF).format(formats=formats)
    return Letter(ground, authority, title, body, _link(authority, title, f"{core} {short}"))


def _link(authority: Authority, title: str, text: str) -> str:
    """The address of a new draft with title and text filled in; without text where it would be too long.

    Letters stay as they are (browsers encode them), spaces are plus signs: a person can read where it leads.
    """
    if not authority.slug:
        return ""
    base = f"https://handlingar.se/new/{authority.slug}?title={_plain(title)}"
    whole = f"{base}&default_letter={_plain(text)}"
    return whole if len(quote(whole, safe="/:?&=+")) < LINK_LIMIT else base


def _plain(text: str) -> str:
    text = re.sub(r" \((\d+ kap[^)]*)\)", r", \1", text)
    return "+".join(re.sub(r"[&#%+?=\"'<>\[\]()\\|^`{}*_]", " ", text).split())


def _subject(question: str) -> str:
    """What is asked for: what follows "begäran … om", without whom it is asked of."""
    match = _SUBJECT.search(_TAIL.sub("", question)) or _SUBJECT.search(question)
    if match is None:
        return ""
    text = " ".join(match[1].split()).strip(" .?!:;,")
    authority = named(text) or _local(f" {text}")
    for name in (authority.name, *authority.other_names) if authority else ():
        text = re.sub(rf"{_NOT_OF}\b{re.escape(name)}s?\b[:,]?", "\0", text, flags=re.IGNORECASE)
    before, _, after = text.partition("\0")
    before = _ADDRESSED.sub("", before.replace("enligt lagen (2022:818)", "")).strip(" ,")
    after = after.replace("\0", "").strip(" ,")
    parts = [
        re.sub(
            r"^(?:(?:om )?att få(?: ut| se| läsa| ta del av)?|om|efter|på)\s+", "", part.strip(), flags=re.I
        )
        for part in (before, after)
    ]
    text = " ".join(part for part in parts if part)
    text = re.sub(
        r"\b(enligt (2022:818|lagen \(2022:818\)|öppna datalagen|tryckfrihetsförordningen|"
        r"offentlighetsprincipen)"
        r"|med stöd av \w+|åt mig|för vidareutnyttjande|som öppna data|tack)\b",
        "",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(
        r"^(om|allmän handling om|allmänna handlingar om|data om|uppgifter om|ut|(?:att )?få ut)\s+",
        "",
        text.strip(),
        flags=re.IGNORECASE,
    )
    return " ".join(text.split()).strip(" .?!:;,")


def _local(question: str) -> Authority | None:
    """The municipality or region that the letter is to go to; Handlingar.se's list does not have them."""
    match = _LOCAL.search(question) or _OWN_STAFF.search(question)
    return Authority(match[1]) if match else None


def _owner(need: str, found: Sequence[Found]) -> Authority | None:
    owner = owner_of(need)
    if owner is not None:
        return owner.authority
    return next((a for one in found if (a := of_publisher(one.dataset.publisher))), None)
