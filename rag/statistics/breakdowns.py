"""What labour statistics is often divided by and these tables may not be: schooling, hours, sector, birth.

A question that says "utrikes födda" or "med ob-tillägg" asks for a part of those whom a figure counts. Where
no dimension of the table takes care of the words, its figure is of a broader group and must not be given as
the answer; the kind says what the table is not divided by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_KINDS: Mapping[str, str] = {
    "födelseland": r"(?:utrikes|utlands|inrikes|svensk|utländskt?|utomeurope\w*)[- ]?född\w*|utrikes|inrikes|"
    r"född\w* (?:i|utomlands|utanför)|invandr\w*|nyanländ\w*|flykting(?:ar|arna)?|asylsök\w*|migrant\w*|"
    r"\w*medborgarskap\w*|utländska|foreign[- ]born\w*|immigrants?|refugees?|utomnordisk\w*|(?:med )?utländsk bakgrund",
    "utbildning": r"\w*utbilda(?:de|d|t)|\w*utbildning(?:ar|snivå\w*|slängd)?|(?:\w*akademiker|akademisk\w*)(?:na)?|"
    r"(?:\w+-?)?examen|gymnasi(?:e|um)\w*|eftergymnasial\w*|förgymnasial\w*|grundskole(?:kompetens|betyg|nivå)|"
    r"högskole(?:nivå|studier|poäng)|universitets\w*|studenter(?:na)?|disputerade|doktorsexamen|(?:university |college )?(?:degrees?|graduates?|educated)",
    "arbetstid": r"deltid\w*|heltid(?:are|arna|s?anställd\w*|sarbet\w*|)|halvtid\w*|skift\w*|natt(?:arbet|pass|skift)\w*|"
    r"kvälls\w*|helg(?:arbet|pass|jobb)\w*|part[- ]time\w*|full[- ]time\w*|shift work\w*",
    "anställningsform": r"tim(?:anställ|vikari|lön)\w*|visstid\w*|tillsvidare\w*|vikari\w*|provanställ\w*|behovsanställ\w*|"
    r"säsongs\w*|sommar(?:jobb|vikari)\w*|extra(?:jobb|knäck)\w*|inhyrda?|hyr\w+|bemanning\w*|egenföretag\w*|"
    r"egenanställ\w*|frilans\w*|fast anställda?|fast tjänst|tillfälliga?|anställningsform\w*|temporary|hourly",
    "sektor": r"privat(?:a|t|anställd\w*|sektor\w*)?|offentlig(?:a|t|anställd\w*)?|"
    r"kommunal(?:a|t)?|kommunanställd\w*|statlig(?:a|t)?|stats(?:anställd\w*)|staten|"
    r"region(?:al|ala|alt|anställd\w*)|landstings\w*|(?:private|public)(?: sector)?",
    "erfarenhet": r"(?:ny|ut)(?:exam|utexam|utbild|anställ|bliv|starta)\w*|ny(?:a|bliven) i yrket|erfar(?:en|na)\w*|oerfar\w*|"
    r"junior\w*|ingångs\w*|nybörjar\w*|års erfarenhet|arbetslivserfarenhet",
    "tid i arbetslöshet": r"lång(?:tids|varigt?)\w*|korttids\w*|(?:i )?(?:mer|längre|minst|över|mindre) (?:än )?"
    r"(?:ett halvår|ett år|två år|sex månader|tolv månader|\d+ (?:månader|dagar))",
    "ålder": r"\w*ungdom(?:ar|arna|s|en)?|ungdoms\w+|unga|yngre|äldre|medelålders|tonår\w*|seniorer\w*|pensionär\w*|åldersgrupp\w*|young|youths?|elderly",
    "hälsa": r"funktionsneds\w*|funktionshind\w*|sjukskriv\w*|långtidssjuk\w*|handikapp\w*",
    "familj": r"ensamståend\w*|gifta|sambo\w*|småbarns\w*|\w*föräldr(?:ar|arna)|mammor\w*|pappor\w*|hushåll\w*",
    "lönetillägg": r"ob(?:-?(?:tillägg|ersättning)\w*)?|övertid\w*|bonus\w*|provision\w*|förmån\w*|tjänstepension\w*|"
    r"semesterersättning\w*|jour\w*|beredskap\w*|\w*tillägg(?:et|en)?|rörliga? (?:lön\w*|del\w*)|dricks\w*",
    "kollektivavtal": r"minimi\w*|lägsta ?lön\w*|avtals\w*",
    "skatt": r"efter skatt|netto\w*|plånboken efter",
    "distansarbete": r"distans\w*|hemifrån|hemarbet\w*|remote",
    "bransch": r"(?<=inom )\w+|(?<=i )(?:vården|omsorgen|äldreomsorgen|sjukvården|hemtjänsten|skolan|industrin|handeln|"
    r"detaljhandeln|butik|restaurang\w*|hotell\w*|byggsektorn|jordbruket|skogsbruket|gruvorna|turismen|"
    r"transportsektorn|bemanning\w*|it-branschen)",
    "facktillhörighet": r"(?:fackligt? )?(?:fack|facket|fackförbund\w*)|fackligt \w+",
    "arbetsgivare": r"arbetsgivare som|på (?:ica|volvo|ericsson|ikea|scania|h&m)",
}
_WORDS = {kind: re.compile(rf"\b(?:{words})(?![\w-])", re.IGNORECASE) for kind, words in _KINDS.items()}
_NO_GROUP = re.compile(
    r"(?:\s+(?:\w+\s+)?(?:statistik|data|siffr|uppgift|källor|källa|publi|redovis))", re.IGNORECASE
)
""" "Offentlig statistik" is no sector."""
_FULL_TIME = re.compile(r"(?:omräkna\w*|uppräkna\w*|räkna\w*|motsvarande)\s+(?:till|som|på)\s+heltid", re.IGNORECASE)
"""How the wages are counted already."""


class Named(NamedTuple):
    """Where a question names a part of a whole, and what that is a division by."""

    start: int
    end: int
    text: str
    kind: str


def find_breakdowns(text: str) -> Iterator[Named]:
    """The parts of a whole that `text` names, kind by kind."""
    counted = [match.span() for match in _FULL_TIME.finditer(text)]
    for kind, pattern in _WORDS.items():
        for match in pattern.finditer(text):
            inside = any(start <= match.start() < end for start, end in counted)
            if not inside and not _NO_GROUP.match(text, match.end()):
                yield Named(match.start(), match.end(), match[0], kind)


def kind_of(word: str) -> str:
    """What a table would be divided by to tell `word` apart; empty for other words."""
    return next((named.kind for named in find_breakdowns(word)), "")
