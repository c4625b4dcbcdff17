"""What a question asks to have done: a value, a series, a change, a comparison, a share, a ranking."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from rag.statistics.ranking import Ranking
from rag.statistics.superlatives import COMPARATIVE, chooses
from rag.swedish.periods import PeriodSpan

Operation = Literal[
    "value", "series", "compare", "difference", "change", "share", "ratio", "rank", "place", "sum", "mean"
]

_SERIES = re.compile(
    r"\b(utveckl\w*|över tid|per år|per månad|per kvartal|år för år|månad för månad|trend\w*|"
    r"tidsserie\w*|sett ut|"
    r"historisk\w*|(?:varje|alla|samtliga) (?:år|månad|kvartal)(?:er|en|erna|na)?|"
    r"(?:månads|kvartals|års)vis|over time|trend|developed)\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(ökat|ökade|ökar|öka|ökning\w*|minskat|minskade|minskar|minska|minskning\w*|"
    r"(?:lön\w*|pris\w*|folk|befolknings|\w+(?:hets|ngs|ions))(?:ök|minsk|höj|sänk)ning\w*|"
    r"\w*(?:ngs|folk)tillväxt\w*|höj(?:de|des|t|ts|as|ning\w*)|sänk(?:te|tes|t|ts|as|ning\w*)|"
    r"förändra\w*|\w*förändring\w*|ändrats?|"
    r"stigit|steg|stiger|sjunkit|sjönk|sjunker|vuxit|växte|växer|"
    r"växt(?= (?:mest|minst|snabbast|med|sedan))|fallit|föll|faller|ändrade\w*|"
    r"ändring\w*|ändras|"
    r"exploder\w*|sken(?:ade|at)|rusa(?:de|t)|krascha\w*|störtd(?:ök|ykt)|halvera\w*|(?:för|tre|fyr)?dubbla\w*|"
    r"(?:kom|kommit|kommer) (?:upp|ner|ned)|"
    r"krymp\w*|rört sig|rörde sig|rör sig|dala(?:t|de|r)|lyft(?:e|es)?|skjut(?:it)?|sköt|"
    r"(?:procent|procentenheter|kronor|personer) (?:upp|ner|ned)|rasa\w*|klättra\w*|backa(?:de|"
    r"t)|dök(?! upp)|dykt(?! upp)|kryp\w*|kröp|krupit|uppåt|nedåt|neråt|tappa(?:de|t)|"
    r"försv(?:ann|unnit|inner)|påslag(?:et)?|raset|fallet|tappet|lyftet|uppgång\w*|nedgång\w*|"
    r"(gått|gick|går)\b[^.?!]{0,90}?\b(upp|ner|ned)|increased?|decreased?|changed?|rise|rose|fell)\b",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(
    r"\b(\w*skillnad\w*|minus|\w*gap(?:et)?|skilj(?:er|a|de)|skild[ea]|skilt|"
    r"\w*spann(?:et)?|avstånd\w*|glapp\w*|hur (?:stort|långt) (?:är )?(?:hoppet|klivet|steget)|"
    r"differens\w*|hur långt (?:är|var) det|"
    r"spridning(?:en)?\b.{0,80}?\b(?:från|mellan)|"
    r"med hur (?:många|mycket)\b.{0,60}\b(?:vann|vinner|ledde|leder|slog|slår)|"
    r"hur (?:långt|mycket) (?:efter|före|över|under|ifrån|från)|difference)\b",
    re.IGNORECASE,
)
_DIRECTED = re.compile(
    r"\b(?:hur (?:mycket|många|mkt|stor\w*)|(?:med )?hur många)\b(?:\s+(?!än\b)\w+){0,2}?\s+"
    r"(?:mer|mindre|högre|lägre|fler|färre|större|dyrare|billigare|bättre|sämre)\b.*"
    r"\b(?:än|jämfört med|mot|kontra)\b",
    re.IGNORECASE,
)
""" "Hur mycket högre i Skåne än i Halland": the first is measured against the second."""
_RATIO = re.compile(
    r"\bhur många gånger (?=.{0,40}\b(?:så|fler|större|högre|mer|än|som|är|går|ryms)\b)|"
    r"\bgånger (?:så|fler|större|högre|mer)\b|\bdubbelt så\b|\bförhållandet\b|"
    r"\bmånga gånger (?:mer|mindre|högre|lägre)\b|\bdela\b[^.?]{0,80}\bmed\b|"
    r"\bdividera\w*\b[^.?]{0,80}\bmed\b|"
    r"\b(?:hur (?:många|mycket)\b[^.?!]{0,60}\b(?:går|gick|gått) (?:det )?(?:på|per)|"
    r"(?:går|gick) (?:\w+ )?det \w+ \w+ (?:på|per)) (?=(?:en|ett|varje|manlig|kvinnlig)\b)|"
    r"\bper (?:manlig|kvinnlig)\b|"
    r"\bkvoten\b|\b(?:delat|dividerat) (?:med|på)\b|\b(?:per|(?:per|på|för) varje) (?:man|kvinna)\b",
    re.IGNORECASE,
)
_MEAN = re.compile(
    r"\b(?:i (?:snitt|genomsnitt|medeltal)|genomsnittligt)\b(?:\s+\w+){0,4}?\s+"
    r"(?:per|varje|i) (?:månad|kvartal|år)(?:en|et)?\b|"
    r"\b(?:månads|kvartals|års)?(?:snittet|genomsnittet|medeltalet|medelvärdet)"
    r"(?:\s+\w+)? (?:av|för|över|per|under)\b|"
    r"\bmedlet (?:av|för|över|blir|blev|var)\b|\bmedel (?:av|för|över)\b|"
    r"\b(?:i (?:snitt|genomsnitt|medeltal)|genomsnittligt) (?:under|över|för) (?:de|dem|dom|dessa|alla|hela) "
    r"(?:\w+ )?(?:månader\w*|kvartal\w*|år\w*|perioden|tiden)\b|"
    r"\bslår? (?:man )?ut\b[^.?]{0,60}\b(?:över|på|jämnt)\b|"
    r"\bdela(?:r|s|t|de)?\b[^.?]{0,30}\b(?:på|med|genom) (?:antalet|två|tre|fyra|fem|sex|tolv|\d+)\b|"
    r"\bper (?:månad|kvartal|år) i (?:snitt|genomsnitt|medeltal)\b",
    re.IGNORECASE,
)
_AVERAGE = re.compile(
    r"\bi (?:snitt|genomsnitt|medeltal)\b|\bgenomsnittlig\w*|"
    r"\b(?:års|månads|kvartals)(?:snitt|genomsnitt|medel)\w*|"
    r"\b(?:snittet|genomsnittet|medeltalet)\b|\b(?:deras|vars) (?:snitt|genomsnitt|medelvärde)\b",
    re.IGNORECASE,
)
_MORE_OR_LESS = re.compile(
    r"\b(?:fler eller färre|högre eller lägre|större eller mindre|mer eller mindre|"
    r"upp eller ne[dr]|bättre eller sämre|rikare eller fattigare|dyrare eller billigare)\b|"
    r"\b(?:hur (?:mycket|många|mkt|stor\w*)|hur många \w+)\b(?:\s+\w+){0,2}?\s+"
    r"(?:mer|mindre|högre|lägre|fler|färre|större|dyrare|billigare)\b",
    re.IGNORECASE,
)
"""Between two times without an "än": "blev det fler eller färre", "hur många invånare större"."""
_EACH = re.compile(
    r"\b(var för sig|år för år|månad för månad|kvartal för kvartal|varje (?:år|månad|kvartal))\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"\b(?:andel\w*|hur stor del|(?:procent|kvinno|mans|befolknings)andel\w*|procentuell\w*|"
    r"hur stor procent|(?:hur många|hur mycket|antal|i) procent|procent (?:av|är|var|utan)|procenten|"
    r"(?:hur många|"
    r"antal) (?:av|på) hundra)\b|"
    r"\b(?:hur många|hur mycket|antal|i)\s*%|%\s*(?:av|är|var|som|utan)\b",
    re.IGNORECASE,
)
_PERCENT_OF = re.compile(
    r"\b(?:procent|%) av\b(?! (?:hela )?(?:arbetskraften|befolkningen|folkmängden))|\b(?:i|som) andel av\b|"
    r"\b(?:andel|del) av (?=(?:kvinnors|kvinnornas|mäns|männens)\b)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:procent|procentuellt?|relativt|snabbast|i %|percent)(?!\w)|%", re.IGNORECASE)
_COMPARE = re.compile(r"\b(jämför\w*|jämfört|kontra|versus|vs|compared?)\b", re.IGNORECASE)


PART_OF = re.compile(r"\b(?:andel\w*|del|procent|%) av (?:\w+ ){0,3}$", re.IGNORECASE)
"""Stands before what a part is of: "hur stor andel av Skånes arbetslösa"."""


def wants_percent(text: str) -> bool:
    """Whether a share is asked for, and not a change or difference in percent."""
    return bool(_PERCENT.search(text)) and not (
        _CHANGE.search(text) or is_directed(text) or _DIFFERENCE.search(text)
    )


_RATE = re.compile(
    r"\bandel(?:en)?\b(?! (?:\w+ )?(?:kvinn|män|tjej|kill|flick|pojk))|\bprocent(?:en|(?:enhet|siffr|"
    r"tal)\w*)\b|"
    r"\b(?:av|på) hundra\b|\bvar (?:andra|tredje|fjärde|sjätte|sjunde|elfte|tolfte|\w*femte|\w+onde)\b"
    r"(?! (?:gång|år|månad|kvartal))",
    re.IGNORECASE,
)
""" "Andelen", "av hundra", "var femtonde": how large a part, however it is counted or has changed."""


def names_rate(text: str) -> bool:
    """Whether a part of a whole is asked for or spoken of: "sjönk andelen", "av hundra"."""
    return wants_percent(text) or bool(_RATE.search(text))


def wants_change(text: str) -> bool:
    return bool(_CHANGE.search(text))


def asks_total(text: str) -> bool:
    """Whether "hur många" is asked of a stretch of time, and not how it went."""
    counted = re.search(r"\b(?:hur många|antal\w*)\b", text, re.IGNORECASE)
    return bool(counted) and not _SERIES.search(text) and not _EACH.search(text)


def asks_average(text: str) -> bool:
    """Whether a middle is asked for: of a stretch of time where one is named, of people where wages are."""
    return bool(_AVERAGE.search(text))


def change_words(text: str) -> list[tuple[int, int]]:
    """Where the text speaks of a change."""
    return [match.span() for match in _CHANGE.finditer(text)]


def wants_difference(text: str) -> bool:
    return bool(_DIFFERENCE.search(text))


def asks_how_far(text: str) -> bool:
    """Whether it is asked how far two things lie apart, and not only which of them is first."""
    return bool(is_directed(text) or _MORE_OR_LESS.search(text) or _DIFFERENCE.search(text))


def compares(text: str) -> bool:
    """Whether one thing is asked to be more or less than another: "hårdare … än"."""
    return bool(
        re.search(r"\b\w+(?:are|er|re|fler|färre)\b.{0,60}\bän\b", text, re.IGNORECASE)
    ) or wants_difference(text)


_UNKNOWN = re.compile(
    r"\b(?:standardavvikelse\w*|varians\w*|korrelation\w*|korrelerar|regression\w*|gini\w*|konfidensintervall\w*|"
    r"per (?:jobb|plats)?annons(?:er)?)\b",
    re.IGNORECASE,
)
"""What is worked out nowhere here; figures of tables that count at different times are not divided either."""


def unknown_operation(text: str) -> str:
    """What is to be worked out that nothing here can; empty when there is nothing of the kind."""
    match = _UNKNOWN.search(text)
    if match:
        said = match[0].lower()
        return "hur många det går på en annons" if said.startswith("per ") else said
    return "när något hände senast eller först" if _LAST_TIME.search(text) else ""


_LAST_TIME = re.compile(
    r"\bnär\b[^.?!]{0,40}\b(?:senast|sist|först|första gången|"
    r"sista gången)\b[^.?!]{0,30}\b(?:under|över|lägre|högre|mer|"
    r"mindre|passera\w*|så)\b",
    re.IGNORECASE,
)


_AHEAD = re.compile(
    r"\b(?:\w*prognos\w*|framskrivning\w*|framöver|i framtiden|spå(?:s|r|dom\w*)?|förutspå\w*|(?:för)?väntas|"
    r"(?:kommer|beräknas|tros|bedöms|lär)\b[^.?!]{0,60}?\b(?:att\s+)?(?:bli|vara|öka|minska|sjunka|stiga|växa|ligga|"
    r"hamna|utvecklas|ha|bo|få|tjäna|krympa)|nästa (?:år|månad|kvartal)|(?:de )?kommande \w+|"
    r"om (?:ett|två|tre|fem|tio|några|\d+) år)\b",
    re.IGNORECASE,
)


def asks_ahead(text: str, periods: Sequence[PeriodSpan]) -> bool:
    """Whether the future is asked about: "väntas bli", "prognosen", "nästa år"; not where a time is named."""
    match = _AHEAD.search(text)
    return match is not None and (not periods or "prognos" in match[0].lower())


def is_relative(text: str) -> bool:
    """Whether a change or difference is wanted in percent, and not in its own unit or percentage points."""
    return bool(_RELATIVE.search(text))


def is_directed(text: str) -> bool:
    """Whether one thing is measured against another: "hur många fler i Umeå än i Kiruna"."""
    return bool(_DIRECTED.search(text))


def percent_of(text: str) -> int | None:
    """Where the whole begins when one thing is wanted in percent of another: "i procent av mäns"."""
    match = _PERCENT_OF.search(text)
    return match.end() if match and not _CHANGE.search(text, 0, match.start()) else None


def read_operation(
    text: str,
    regions: int,
    periods: Sequence[PeriodSpan],
    sexes: Sequence[str],
    ranking: Ranking | None,
    occupations: int = 0,
) -> Operation:
    """What is to be done; shares and sums are seen to by who knows the measure."""
    things = max(regions, occupations, len(sexes), len(periods))
    named = bool(ranking and ranking.named and ranking.by == "value")
    if (not ranking or (named and asks_how_far(text))) and chooses(text) and things == 2:
        return "difference"
    if ranking:
        return "place" if ranking.own else "rank"
    if chooses(text) and things > 1:
        return "compare"
    if _RATIO.search(text):
        return "ratio"
    over_time = any(not span.single for span in periods) or len(periods) > 1
    if _MEAN.search(text) and periods:
        return "mean"
    if len(periods) > 2 or (_EACH.search(text) and len(periods) > 1):
        return "compare"
    if _EACH.search(text):
        return "series"
    if is_directed(text) or _DIFFERENCE.search(text):
        return "change" if over_time and regions < 2 and len(sexes) < 2 and occupations < 2 else "difference"
    if _CHANGE.search(text):
        return "change"
    points = _MORE_OR_LESS.search(text) or re.search(r"\bprocentenheter\b", text, re.IGNORECASE)
    if over_time and max(regions, len(sexes), occupations) < 2 and points:
        return "change"
    if _SERIES.search(text) or any(not span.single for span in periods):
        return "series"
    if max(regions, occupations, len(sexes)) == 2 and COMPARATIVE.search(text) and not over_time:
        return "difference"
    if len(periods) == 2 and COMPARATIVE.search(text) and max(regions, occupations, len(sexes)) < 2:
        return "change"
    return "compare" if _COMPARE.search(text) or things > 1 else "value"
