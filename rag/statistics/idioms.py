"""Measures that are asked for by what happens and not by name: "hur många jobb låg ute", "priserna steg".

Each idiom says which name the measures are found by, how it is said, and what the question must name or
order besides. They are tried in order when the question names no measure, so a narrower one stands before a
wider. A table without such a measure is never found by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from rag.entities.measures import Measures
from rag.schema import Entity
from rag.statistics.operations import change_words

Needs = Literal[
    "occupation", "people", "one place", "place", "place over time", "order of places", "stretch", ""
]
"""What an idiom is about: without an occupation, named or ordered, "söker" asks for no advertisements."""


@dataclass(frozen=True, slots=True)
class Idiom:
    """A way of asking for a measure without its name."""

    measures: tuple[str, ...]
    """Names that the measures are found by; two when both are an answer."""
    said: re.Pattern[str]
    """Its groups are what may stand in between, which the idiom does not account for."""
    needs: Needs = ""
    speaks_of_change: bool = False
    """Whether its words ask how the measure changed, and so stay to be read: "folkökning"."""
    is_change: bool = False
    """Whether the measure is itself a change, which "steg" only says again."""


def _idiom(
    measures: str | tuple[str, ...],
    said: str,
    needs: Needs = "",
    *,
    is_change: bool = False,
    speaks_of_change: bool = False,
) -> Idiom:
    named = (measures,) if isinstance(measures, str) else measures
    return Idiom(named, re.compile(rf"\b(?:{said})\b", re.IGNORECASE), needs, speaks_of_change, is_change)


_WAGE, _ADS, _CHANCES, _DEMAND = "lön", "platsannonser", "möjligheter till jobb", "efterfrågan"
_MEAN = re.compile(
    r"\b(?:genomsnitt\w*|medel(?:tal\w*|värde\w*|lön\w*)?|(?:löne)?snitt\w*|average|mean)\b", re.IGNORECASE
)
_MEDIAN = re.compile(r"\b(?:median\w*|mitt(?:en|erst\w*|i)?|typisk\w*)\b", re.IGNORECASE)
_WORK = r"(?:jobb|jobben|arbete|arbeten|tjänst|tjänster|tjänsterna|platser|anställning|plats)"
_GET = r"(?:få|hitta|finna|skaffa|landa)"
_EASE = r"(?:lätt|lättare|lättast|enkelt|enklare|enklast|svårt|svårare|svårast)"

IDIOMS: Sequence[Idiom] = (
    _idiom(
        _WAGE,
        r"betalar (?:man|de|ni|arbetsgivar\w+)|mittlön\w*|(?:får|fick)\b(?!(?:.{0,40})\bi (?:a-kassa|"
        r"ersättning))(.{0,40})\bi månaden|"
        r"dra(?:r|s|git|)\b(.{0,60})\bin|får\b(?!(.{0,60})\bta(?:r|s)? ut\b)(.{0,60})\b(?:ut|betalt)|"
        r"(?:i|på) (?:lönekuvertet|plånboken|lönebeskedet)|avlöning\w*|per månad före skatt|"
        r"kostar? (?:det )?att anställa|får man (?:ut )?i månaden",
        "occupation",
    ),
    _idiom(
        _WAGE,
        r"hur (?:mycket|mkt) (?:får|fick)(?= (?:man|en|ett|de|du|jag)\b)(?!.*\b(?:ta|ut|jobba|arbeta|göra|"
        r"bära|lyfta|köra|dra|a-kassa\w*|ersättning\w*|semester\w*|sjuk\w*|barn\w*|pension\w*)\b)",
        "occupation",
    ),
    _idiom(
        _WAGE,
        r"(?:kronor|kr)\b(.{0,40})\bi månaden|löne(?!tabell|statistik|struktur)\w+|"
        r"betalas|avlönas|avlönade|mitt i lönetrappan",
        "occupation",
    ),
    _idiom(_ADS,
        r"utlys\w+|utannons\w+|annonser(?:as|ades|at|ats|ade|ar)|eftersökt\w*|efterlys\w+|"
        r"(?:vill|ville|velat|skulle|behöv\w+|hoppades)\b(.{0,60})\b(?:anställa|rekrytera)|lys(?:er|te|tes|ts|"
        r"t)\b(.{0,30})\but", "occupation"),
    _idiom(
        _ADS,
        rf"(?:hur många|(så många)|fler|flest|färre|färst|antalet?) (?:lediga )?(?:{_WORK}|\w{{3,}}jobb)|"
        r"(?:sök(?:er|te|t|tes)|efterlys\w+)\b(.{0,60})\b(?:på|via|i) platsbanken",
        "occupation",
    ),
    _idiom(
        (_CHANCES, _DEMAND),
        r"(?:nu|läget|idag|i dag|just nu)\b(.{0,60})\b(?:och|samt)\b(.{0,60})\b(?:om|på) (?:några|fem|\d+) "
        r"års?(?: sikt)?",
        "occupation",
    ),
    _idiom(
        _DEMAND,
        r"(?:framtids|framtida |framåt|framöver|på sikt|kommande år|framtid)\w*|"
        r"(?:kommer|väntas|beräknas|tros|spås)\b(.{0,60})\b(?:behöva?s|öka|minska|växa|krympa|efterfrågas)|"
        r"om (?:några|fem|\d+) år",
        "occupation",
    ),
    _idiom(
        (_CHANCES, _DEMAND),
        r"(?:jobb|arbetsmarknads|anställnings)?utsikt(?:er|erna)?|"
        r"hur ser (?:det|läget) ut (?:på arbetsmarknaden )?(?:för|bland|som)|"
        r"(?:hur ser|vad säger|vad visar) (?:arbetsförmedlingens )?yrkesbarometern",
        "occupation",
    ),
    _idiom(
        _CHANCES,
        rf"{_EASE}\b(.{{0,40}})\b{_GET}\b(.{{0,20}})\b{_WORK}|är det (?:nu )?(?:lätt|svårt)|"
        rf"(?:chan[sc]|möjlighet)\w*\b(.{{0,30}})\b{_WORK}|(?:arbets|jobb)(?:marknad|"
        rf"läge)\w*\b(.{{0,20}})\b(?:för|som)|"
        rf"(?:bäst|sämst|lättast|svårast)\w*\b(.{{0,40}})\b(?:söka|få|hitta) (?:jobb|arbete)|"
        rf"\w*brist(?:en|yrke\w*)?|ont om|gott om {_WORK}|jobbchans\w*|(?:läget|"
        rf"jobbläget) på (?:jobben|arbetsmarknaden)|idé att söka {_WORK}|överskott(?:et)?|"
        rf"konkurrens(?:en)? om jobben|"
        rf"(?<!hur många )(?<!vilka )(?:finns|är) det (?:\w+ )?{_WORK}",
        "occupation",
    ),
    _idiom(
        _ADS,
        rf"(?:sök(?:er|te|t)|leta(?:r|de)|rekryter\w+|anställ\w*|efterfråg\w*)\b(.{{0,60}})\b(?:efter|mest|flest|minst|färst)|"
        rf"(?:mest|flest|minst|färst)\b(.{{0,40}})\b(?:sök(?:er|te|t|tes)|efterfråg\w*|anställ\w*|rekryter\w*)|"
        rf"(?:eftersöktes|söktes|sökts|söks|efterfrågades|rekryterades)|{_WORK}\b(.{{0,60}})\b(?:låg|ligger|lagts|lades|fanns|finns|gick|utlyst\w*)|"
        rf"(?:låg|ligger|lagts|lades|fanns|finns) (.{{0,60}}){_WORK}|ledig(?:a|t)|vakan\w+",
        "occupation",
    ),
    _idiom(
        "arbetslösa",
        r"(?:har|hade|haft|hitta\w*)\b(.{0,30})\b(?:inget|inte något|inte nåt) (?:jobb|arbete)|jobblösa\w*|"
        r"(?:sök(?:er|te|t)|söka(?:nde)?) (?:jobb|arbete|efter jobb)(.{0,10})\b(?:via|genom|hos|"
        r"på) (?:arbetsförmedlingen|af)|"
        r"stämpla(?:r|de|t)",
        "people",
    ),
    _idiom("arbetslösa", r"(?:gick|går|gått|är|var) på (?:af|arbetsförmedlingen)", "people"),
    _idiom("arbetslösa", r"(?:sakna(?:r|de|t)|utan) (?:ett |något |fast )?(?:jobb|arbete|sysselsättning)"),
    _idiom("arbetslöshet", r"jobblöshet\w*"),
    _idiom("varsel", r"varsl\w+"),
    _idiom(
        "varsel",
        r"(?:hota\w*|risk\w*|berör\w*|drabba\w*|omfatta\w*)\b(.{0,40})\b(?:uppsägning\w*|"
        r"mista (?:jobbet|sitt jobb))|"
        r"på väg att (?:mista|förlora|bli av med) (?:sina? )?(?:jobb\w*|arbete\w*)|"
        r"(?:blev|bli|blivit|blir) uppsagda|sa(?:de)?s upp|uppsagda",
        "people",
    ),
    _idiom("bnp",
        r"(?:värdet|summan)\b(.{0,30})\b(?:producera\w*|produktion\w*)"),
    _idiom("tillväxt",
        r"(?:ekonomi(?:n|ns|sk|ska)?)\b(.{0,40})\b(?:krym\w*|väx\w*|bromsa\w*|ök\w*|minska\w*|"
        r"föll|steg|förändra\w*|ändra\w*|"
           r"tillväxt\w*|utveckl\w*)|(?:hur (?:gick|går) det för)\b(.{0,20})\bekonomi(?:n|ns)?|"
           r"(?:krym\w*|väx\w*|bromsa\w*|föll|steg|minskade|ökade|förändra\w*|ändra\w*)\b(.{0,40})\bekonomi(?:n|"
           r"ns)?", is_change=True),
    _idiom("bnp",
        r"(?:sveriges|svenska?|landets|hela) ekonomi(?:n|ns)?\b(.{0,40})\b(?:stor|värd|omsatte|"
        r"omfatta\w*)|"
           r"(?:stor\w*|(större|mindre))\b(.{0,30})\bekonomi(?:n|ns)?"),
    _idiom("kpif-index", r"(?:konsument)?pris(?:er|erna|nivån|läget)|dyrare|levnadskostnad\w*", "stretch",
        speaks_of_change=True),
    _idiom("inflation",
        r"(?:konsument)?pris(?:er|erna|nivån|läget|utvecklingen|stegring\w*|uppgång\w*|höjning\w*|"
        r"ökning\w*)|"
           r"dyrare|dyrtid\w*|levnadskostnad\w*|penningvärde\w*", is_change=True),
    _idiom("invånare", r"(?:väx|ök|krymp|minsk|tappa|sjönk|steg)\w*", "order of places"),
    _idiom(
        "invånare",
        r"(?:väx|ök|krymp|minsk|tappa)\w*|folk(?:ök|minsk)ning\w*|befolknings(?:ök|minsk|tillväx|förändr)\w*|"
        r"nya(?=\s+\w+(?:bor|borna|are)\b)",
        "place over time",
        speaks_of_change=True,
    ),
    _idiom("invånare",
        r"(?:störst|större|minst|mindre|folkrikare|mer folkrik)\w*|\w*folk(?:rik\w*)?|lever|"
        r"befolkad\w*", "place", speaks_of_change=True),
    _idiom("invånare",
        r"(?:är|e|ä|var|va|blev) vi(?= i\b| \d)|boende|folkrik\w*|(?:i|räknat i) folk|själar|skrivna (?=i\b)",
        "one place"),
)  # fmt: skip


def of_statistic(text: str, found: tuple[Entity, ...], measures: Measures) -> tuple[Entity, ...]:
    """Those of some measures that are the kind of middle the question speaks of: the mean, or the median."""
    for statistic, said in (("mean", _MEAN), ("median", _MEDIAN)):
        kept = tuple(e for e in found if measures.of(e.code).statistic == statistic)
        if kept and said.search(text):
            return kept
    return found


_COUNTED = re.compile(
    r"\b(?:hur många|hur mycket folk|hur stor (?:del|andel)|andelen|antal\w*|flest|färst)\b", re.IGNORECASE
)


class Said(NamedTuple):
    """The measures that an idiom asks for, those of each name apart, and the words that it is said in."""

    measures: tuple[tuple[Entity, ...], ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    changing: bool = False
    """Whether the words ask for a change as well."""


def by_idiom(
    text: str, measures: Measures, *, of_work: bool, places: int, ranked: bool, stretch: bool
) -> Said:
    """What the first idiom in `text` asks for; nothing when none is said.

    Args:
        text: The question.
        measures: Those of the tables.
        of_work: Whether an occupation is named, or occupations are ordered.
        places: How many places are named.
        ranked: Whether places are ordered.
        stretch: Whether two times are set against each other.
    """
    held: Mapping[Needs, bool] = {
        "": True,
        "occupation": of_work,
        "people": bool(_COUNTED.search(text)),
        "place": places > 1,
        "one place": places > 0,
        "place over time": places > 0 and stretch and not of_work,
        "order of places": ranked and not of_work,
        "stretch": stretch,
    }
    for idiom in IDIOMS:
        if not held[idiom.needs]:
            continue
        match = idiom.said.search(text)
        if match is None:
            continue
        spans = tuple(_without_gaps(match))
        if idiom.is_change:
            spans += tuple(change_words(text))
        start, end = spans[0]
        found = (measures.find(name) for name in idiom.measures)
        named = tuple(tuple(replace(e, start=start, end=end) for e in each) for each in found if each)
        if named:
            more = _other_assessment(text, idiom, measures, held)
            return Said((*named, *more.measures), (*spans, *more.spans), idiom.speaks_of_change)
    return Said()


def _other_assessment(text: str, idiom: Idiom, measures: Measures, held: Mapping[Needs, bool]) -> Said:
    """The outlook, where the chances of a job are asked for and the outlook too, or the other way."""
    others: Mapping[tuple[str, ...], tuple[str, ...]] = {(_CHANCES,): (_DEMAND,), (_DEMAND,): (_CHANCES,)}
    wanted = others.get(idiom.measures)
    for other in IDIOMS if wanted else ():
        match = other.said.search(text) if other.measures == wanted and held[other.needs] else None
        if match and _BOTH_ASKED.search(text):
            start, end = match.span()
            found = tuple(replace(e, start=start, end=end) for e in measures.find(other.measures[0]))
            return Said((found,) if found else (), ((start, end),))
    return Said()


_BOTH_ASKED = re.compile(r"\b(?:och|samt)\b[^.?]*\?", re.IGNORECASE)


def _without_gaps(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The stretches of a match between its groups."""
    at = match.start()
    gaps = sorted(match.span(n) for n in range(1, len(match.groups()) + 1) if match[n] is not None)
    for start, end in gaps:
        if start > at:
            yield at, start
        at = max(at, end)
    if match.end() > at:
        yield at, match.end()
