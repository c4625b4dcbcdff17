"""Questions that no source may answer: about a private person, for an opinion, of the future, to do harm.

Told by the form of the question, never by its subject: "tycker du …" asks for an opinion whatever it is of,
and two capitalised words that no source holds are a person's name. What a published forecast answers
(outlook of occupations) is not refused: the question then asks for the forecast.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from rag import texts
from rag.schema import Draft, Entity, Query, Reason
from rag.swedish.words import fold

_OPINION = re.compile(
    r"\b(tycker|anser|gillar|föredrar) du\b|\b(din|er) (åsikt|uppfattning)\b|"
    r"\bvad (tycker|anser) (du|ni)\b|"
    r"\bvilket parti\b.*\b(bäst|bra|sämst|rösta)|"
    r"\b(vem|vad|vilket parti) (ska|bör|borde) (jag|man|vi) rösta\b|"
    r"\bvilke[nt] .*\bhar (bäst|sämst) .*politik\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(kommer att|kommer det att|lär|blir det|kommer (?!från|in|till)\w+ att)\b", re.IGNORECASE
)
_LATER = re.compile(
    r"\b(nästa (år|månad|kvartal)|om (\d+|tio|fem|tjugo|några) år|i framtiden)\b", re.IGNORECASE
)
_FORECAST = re.compile(
    r"prognos|framtidsutsikt|utsikt|barometer|möjlighet|efterfråg|brist|chans|bedömning|lagen|regler|"
    r"\b(finns( det)?( någon| några)?|var (finns|hittar jag|kan jag (hämta|se|hitta|ladda ner))|ladda ner|"
    r"hämta)\b[^.?!]*\b(data|statistik\w*|siffror\w*|tabell\w*|hur många)\b",
    re.IGNORECASE,
)
"""What asks for a published forecast, or for where data of the future are found."""
_PRIVATE = re.compile(
    r"\b(namn|adress|telefonnummer|personnummer)\w* (och \w+ )?(på|till|för) "
    r"(alla|varje|var och en|de|dem|någon|min|mina|en)\b|\bpersonnummer\w* (till|på|för)\b",
    re.IGNORECASE,
)
_PLACE = r"(?:Norra|Södra|Östra|Västra|Stora|Lilla|Nya|Gamla|Övre|Nedre|Inre|Yttre)\b"
_NAME = re.compile(rf"(?<![.?!:] )(?<!^)(?<!\bi )\b(?!{_PLACE})([A-ZÅÄÖ][a-zåäöé]+)[ ]([A-ZÅÄÖ][a-zåäöé]+)\b")
_OF_PERSON = re.compile(
    r"\b(har|hade|är|var|fick|tjänar|jobbar|bor|får|blev|om|heter|kollega\w*|granne\w*|chef\w*|vän)\b",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(säger|sagt|sade|skriver|skrev|skrivit|anser|menar|föreslår|föreslog) *$", re.IGNORECASE
)
"""What somebody says in public is asked of a source, and is no private matter: "vad säger Anna Ek om …"."""
_OWN_SECRET = re.compile(
    r"\b(din|ditt|dina|your) (egen |eget |egna |own )?"
    r"(hemlig\w*|secret|system\w*|prompt\w*|instru[kc]tion\w*|lösenord\w*|password\w*|api.?(nyck|key)\w*)",
    re.IGNORECASE,
)
"""What is asked of us ourselves, and stands in no source."""
_HARM = re.compile(
    r"\b(hur|kan du|hjälp mig( att)?|bästa sättet att|tips)\b[^.?!]{0,25}?"
    r"\b(fejka\w*|fuska\w*|lura\w*|förfalska\w*|hacka\w*|ljuga\w*|luras|mörka\w*)\b",
    re.IGNORECASE,
)


def refused(query: Query, is_known: Callable[[str], bool]) -> Draft | None:
    """The honest refusal of a question that no source may answer; None when it may be answered.

    Args:
        query: The question, read.
        is_known: Whether the sources hold a folded word: names of theirs are no private persons.
    """
    question = query.question
    if _PRIVATE.search(question) or _names_a_person(question, query.entities, is_known):
        return _draft("personal_data", texts.REFUSED_PERSONAL)
    if _OWN_SECRET.search(question):
        return Draft(status="out_of_scope", reason="off_subject", notes=(texts.OUT_OF_SCOPE,))
    if _HARM.search(question):
        return _draft("unsafe", texts.REFUSED_UNSAFE)
    if _OPINION.search(question):
        return _draft("opinion", texts.REFUSED_OPINION)
    if _asks_the_future(query):
        return _draft("prediction", texts.REFUSED_PREDICTION)
    return None


def _draft(reason: Reason, note: str) -> Draft:
    return Draft(status="refused", reason=reason, notes=(note,))


def _names_a_person(question: str, entities: tuple[Entity, ...], is_known: Callable[[str], bool]) -> bool:
    for match in _NAME.finditer(question):
        named = any(e.start < match.end() and match.start() < e.end for e in entities)
        strange = not (is_known(fold(match[1])) and is_known(fold(match[2])))
        in_public = bool(_SAID.search(question[: match.start()])) and " om " in question[match.end() :]
        if not named and strange and not in_public and _OF_PERSON.search(question):
            return True
    return False


def _asks_the_future(query: Query) -> bool:
    """Whether a fact is asked of a time that has not been, and no published forecast."""
    if _FORECAST.search(query.question):
        return False
    year = query.today[:4]
    later = any(code[:4].isdigit() and code[:4] > year for code in query.codes("period"))
    return (later or bool(_LATER.search(query.question))) and (bool(_FUTURE.search(query.question)) or later)
