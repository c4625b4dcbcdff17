"""Personal data in advertisements: masked before anything of them is stored, logged or embedded.

Identity numbers, addresses and telephone numbers are found by their form (`rag/swedish/personal_data.py`).
A name has no form of its own: it is taken where an ad gives contacts, in a line that says so ("Kontaktperson:
Anna Berg"), beside an address or a number, or after words that ask the reader to get in touch. A name that
stands in running text without any of that stays; so a masked ad is not an anonymous one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rag.swedish import personal_data
from rag.swedish.personal_data import PersonalData

_FIRST = r"[A-ZÅÄÖÉÜ][a-zåäöéèüáíóøæ]+(?:-[A-ZÅÄÖÉÜ][a-zåäöéèü]+)?"
_BETWEEN = r"(?:[ ]\(?[A-ZÅÄÖ]\.?\)?)?(?:[ ](?:von|van|af|de|der|el|al|bin))?"
_NAME = re.compile(rf"(?<![\w-]){_FIRST}{_BETWEEN}(?:[ ]{_FIRST}){{1,3}}(?![\w-]|[ ](?:AB|HB|KB)\b)")
_CUES = re.compile(
    r"kontakt\w*|\bring\w*\b|\bringer?\b|fråg\w+|\bundra\w*|upplysning\w*|information|hör av|höra av|"
    r"\bnå(?:r|s)?\b|rekryter\w+|\w*chef\w*\b|\bHR\b|handlägg\w+|samordnare\w*|ansvarig\w*|fackl?ig\w*|ombud\w*|företrädare|"
    r"m[ae]j?il?a?\w*|\bmejl\w*|e-?post\w*|skriv\w*|skicka\w*|\bsignal\b|hälsning\w*|"
    r"representant\w*|rektor\w*|\bvia\b",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"\b(?:AB|HB|KB|Region|Kommun\w*|Stad|Län|Gård\w*|Skola\w*|Skolan|\w+skola[nr]?|\w+gården|\w+hemmet|\w+sjukhus\w*|"
    r"Förskola\w*|Gymnasi\w+|Universitet\w*|Högskola\w*|Sverige\w*|Svensk\w*|Nordic\w*|Group|Vision|Kommunal|"
    r"Unionen|Ledarna|Saco\w*|Akademik\w+|Lärar\w+|Vård\w*|Hotell?|Restaurang|Bemann\w+|\w+gatan|\w+vägen|\w+förbundet|"
    r"Arbetsförmedling\w+|Försäkringskassan|Skatteverket|Socialtjänst\w*|Science|Engineer|Developer|Manager|"
    r"Kontakt\w*|Frågor|Ansökan|Telefon|Mobil|Mejl|Mail|Epost|Välkommen|Vi|Du|Vill|Har|Ring|Med|Som|För|Om|Din|"
    r"Januari|Februari|Mars|April|Maj|Juni|Juli|Augusti|September|Oktober|November|December|"
    r"Stockholms?|Göteborgs?|Malmö|Uppsala|Norra|Södra|Östra|Västra|Övre|Nya|Stora|Lilla|Sankt|Visual|Microsoft|"
    r"Azure|Google|Java|Python|Windows|Office|Power|Scrum|Master|Data|Cloud|Web)\b"
)
_TITLE = re.compile(
    r"^(?:rekryter\w+|\w*chef|HR|handläggare|rektor|ansvarig|kontaktperson\w*|mvh|enhetschef)$", re.IGNORECASE
)
_GIVEN_NAME = re.compile(r"[A-ZÅÄÖÉ][\w'’-]+(?:[ \t]+(?:(?:von|af|de|van|la)[ \t]+)?[A-ZÅÄÖÉ][\w'’-]+)+")
_LOOSE_MAIL = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
""" "anna @ foretag.se": looser than what is taken for an address elsewhere."""
_NEAR = 60
"""Characters after a name within which an address or number makes it a contact, and before it for a cue."""


def find(text: str) -> tuple[PersonalData, ...]:
    """The personal data of an ad: also the names of those it asks one to get in touch with."""
    formal = personal_data.find(text)
    names = [
        name
        for name in _names(text, formal)
        if not any(name.start < other.end and other.start < name.end for other in formal)
    ]
    return tuple(sorted((*formal, *names)))


def mask(text: str) -> str:
    """The ad with a neutral label in place of every piece of personal data."""
    return personal_data.replace(text, find(text))


def cleaner(ad: Mapping[str, Any], hide: Callable[[str], str] = mask) -> Callable[[str], str]:
    """What masks the texts of a JSON ad: also the names that the ad itself gives as contacts.

    Args:
        ad: As JobTech's APIs give it.
        hide: What masks a text of which no names are known.
    """
    contacts = ad.get("application_contacts")
    told = " \n ".join(
        str(value)
        for contact in (contacts if isinstance(contacts, list) else ())
        for value in (contact.values() if isinstance(contact, dict) else ())
        if value
    )
    names = sorted(set(_GIVEN_NAME.findall(told)), key=len, reverse=True)

    def clean(said: str) -> str:
        for name in names:
            said = said.replace(name, personal_data.LABELS["name"])
        said = hide(said.replace("\r\n", "\n").replace("\r", "\n"))
        return _LOOSE_MAIL.sub(personal_data.LABELS["email"], said)

    return clean


def is_company(said: str) -> bool:
    """Whether an organisation number is a company's.

    The third digit of such a number is at least 2; a sole trader's number is a personnummer.
    """
    number = re.sub(r"\D", "", said)
    return len(number) == 10 and number[2] >= "2"


def _names(text: str, formal: tuple[PersonalData, ...]) -> Iterator[PersonalData]:
    starts = [one.start for one in formal if one.kind in ("email", "phone")]
    known: set[str] = set()
    for match in _candidates(text):
        beside = any(0 <= start - match.end() <= _NEAR for start in starts)
        if match[0] in known or beside or _CUES.search(_same_sentence(text, match.start())):
            known.add(match[0])
            yield PersonalData(match.start(), match.end(), "name")


def _candidates(text: str) -> Iterator[re.Match[str]]:
    """Runs of capitalised words that may be a name; one after a title or a greeting begins behind it."""
    at = 0
    while match := _NAME.search(text, at):
        first, _, _ = match[0].partition(" ")
        if _NOT_A_NAME.search(first) or _TITLE.match(first):
            at = match.start() + len(first)
        elif _NOT_A_NAME.search(match[0]):
            at = match.end()
        else:
            yield match
            at = match.end()


def _same_sentence(text: str, end: int) -> str:
    """What stands before a place, from the start of its sentence or of the line above, `_NEAR` at most."""
    before = text[max(0, end - _NEAR) : end]
    stop = max((m.end() for m in re.finditer(r"[a-zåäö)][.!?][ ](?=[A-ZÅÄÖ])", before)), default=0)
    lines = before[stop:].split("\n")
    return "\n".join([line for line in lines if line.strip()][-2:])
