"""What a question wants to know of an occupation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

Ask = Literal[
    "code",
    "isco",
    "titles",
    "group",
    "field",
    "skills",
    "substituted_by",
    "substitutes",
    "members",
    "difference",
    "about",
    "education",
    "gained",
]
"""`substituted_by`: who can do this work; `substitutes`: whose work this occupation can do; `education`: the
skills that are training, licence or certificate; `gained`: what the second of two asks for beyond the
first."""
Figure = Literal["wage", "spread", "sexes", "ads", "chances", "demand"]
"""What the tables know of an occupation: pay, its spread, pay by sex, advertised jobs, two assessments."""

Span = tuple[int, int]


_PLAIN: Sequence[tuple[Ask, str]] = (
    ("isco", r"\bisco"),
    ("code", r"\bssyk|\byrkeskod\w*|\bvilk(?:en|a) kod(?:er)?\b|\bkod(?:en|er|erna)? (?:för|har|får)\b|"
             r"(?:[:,]|\boch) kod(?:en|er)?\b|\bfyrsiffrig\w*|"
             r"\b(?:what|which|vad)(?: \w+)? (?:code|kod)\b|"
             r"\b(?:heter|kallas)\b.*\b(?:officiell\w*|egentligen|formellt|taxonomin?|yrkeslist\w*|i listan|"
             r"på riktigt|i ?dag|numera|nu ?för ?tiden|nu|"
             r"yrkesklassificering\w*|klassificeringen)\b"),
    ("titles", r"\b(kallas|synonym\w*|andra (namn|ord|benämningar|titlar)|(yrkes|jobb)?titlar|"
               r"heter .* också)\b"),
    ("field", r"\b(yrkesområde\w*|vilket område)\b"),
    ("group", r"\b(yrkesgrupp\w*|(vilken|vilka) grupp\w*|räknas .* (till|ihop)|"
              r"(vad|hur|vilk(en|et) \w+) räknas (?!som\b)\w.* som\b|"
              r"samma (yrke|grupp|kod|ssyk\w*))\b"),
    ("skills", r"\b(kompeten[st]\w*|färdighet\w*|skills?|kunskap(er\w*)?|kvalifikation\w*|meriter\w*|"
               r"(behöver|måste|ska|bör) (man|en|jag) \w*\s?(kunna|ha|vara)|(man|en|jag) \w*\s?kunna|"
               r"vad krävs|vilka krav|(bra|duktig\w*|vass\w*) på att|vara (bra|duktig|vass|grym) på|"
               r"är [^.?!]{1,40} (bra|duktig\w*) på|behärska\w*|"
               r"kräver (man|de|arbetsgivar\w*|jobbet|yrket|chefer)|(efterfrågas|förväntas|krävs|"
               r"önskas) (hos|av|för)|"
               r"(skriva|stå|ta med|lyfta fram|framhålla) (i|på) (mitt |sitt |ett |min |sin )?(cv\w*|"
               r"ansökan|meritförteckning\w*|personligt brev|linkedin\w*))\b"),
    ("education", r"\b(utbildning(en|ar)?|utbildad|legitimation\w*|examen|certifikat|behörighet\w*|"
                  r"yrkesbevis|körkort)\b(?=.*\b(kräv\w*|behöv\w*|måste|ska|ha|för att|bli|jobba som)\b)|"
                  r"\b(kräv\w*|behöv\w*|måste|vad ska|vilken|vilka)\b[^.?!]*\b(utbildning(ar)?|utbildad|"
                  r"legitimation\w*|examen|certifikat|behörighet\w*|yrkesbevis|plugga|läsa)\b|"
                  r"\bhur (lång|länge|många år)\b[^.?!]*\b(utbildning\w*|plugga\w*|läsa|läser|studera\w*)\b|"
                  r"\bhur (blir|utbildar) (man|jag)\b|"
                  r"\b(kan|får|går det att) ((man|jag|en|hon|han) )?bli (?!om\b|utan\b)\w[^.?!]*"
                  r"\b(om (man|jag|hon|han)|utan|trots|fast(än)?)\b"),
    ("difference", r"\b(skillnad\w*|jämför\w*|skiljer|kontra|jämfört)\b"),
    ("members", r"\b(exempel på (yrken|jobb|titlar|befattningar)|(yrken|yrkena|jobb|titlar) (i|under|"
                r"inom) (grupp\w*|ssyk|"
                r"kod\w*|\d{3,4}\b)|ingår(?! i (jobbet|yrket|arbetet|rollen|tjänsten))|omfattar|(finns|"
                r"ligger|är|räknas) i (grupp\w*|ssyk)|hör till (grupp\w*|ssyk)|"
                r"vilka yrken (finns|hör)|jobbar under)\b"),
)  # fmt: skip
_ABOUT = re.compile(
    r"^\s*(?:kan du |snälla )?(berätta( mer)? om|vad (är|gör|innebär)|beskriv|fakta om|information om|"
    r"allt om|vad vet du om|what (is|does)|tell me about|hur är det att (vara|jobba som|arbeta som))\b|"
    r"\b(arbetsuppgift\w*|vad ingår i|sysslar|vad (gör|pysslar) (man|en|ett|den|de)|"
    r"vad är det för (\w+ )?(jobb|yrke|arbete)|"
    r"innebär (jobbet|yrket)|innehåller (jobbet|yrket)|en vanlig dag)\b",
    re.IGNORECASE,
)
_DOINGS = re.compile(
    r"\b(arbetsuppgift\w*|sysslar|vad (?:gör|pysslar) (?:man|en|ett|den|de)|innebär (?:jobbet|yrket)|"
    r"innehåller (?:jobbet|yrket)|en vanlig dag)\b",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"\bhur (?:lång|länge|många år)\b", re.IGNORECASE)
_OF_LIFE = re.compile(r"\bhur är det att (?:vara|jobba|arbeta)\b", re.IGNORECASE)
_TELL_ME = re.compile(
    r"^\s*(?:kan du |snälla )?(berätta|beskriv|fakta om|information om|allt om|tell me about)\b",
    re.IGNORECASE,
)
_BELONGS = re.compile(r"\b(hör|tillhör)\b", re.IGNORECASE)
_PLACED = re.compile(
    r"\b(koda[rs]?|kodas|klassa[rs]?|klassas|klassificera[rs]?|klassificeras|placera[rs]?|placeras|"
    r"hamnar|sorteras|"
    r"sorterar under|(vilket|vilken) (nummer|sifferkod|siffra)|yrkesregistret|yrkesstatistik\w*|"
    r"(?:vad|var|namn\w*)\b[^.?!]*\b(?:i|enligt) statistiken|"
    r"(?:i|bland|enligt|inom) (?:scb:s |den (?:svenska|officiella) )?(?:"
    r"(?:yrkes)?indelning\w*|yrkesregist\w+|yrkesgrupperna|yrkena|yrkeslistan|klassi\w+ringen|klassifikationen))\b",
    re.IGNORECASE,
)
"""Where an occupation stands in the classification, in other words than "kod" and "grupp"."""
_IN_CLASSIFICATION = re.compile(r"\b(?:i|enligt) (?:\w+:s |yrkes)?(?:statistiken|registret)\b", re.IGNORECASE)
"""Names the classification, and no work: "en budbilschaufför i statistiken" is no statistician."""
_WHICH_WORK = re.compile(
    r"\b(vilket yrke|vilken (?:yrkes)?titel|vad är det för (?:yrke|titel)|"
    r"vad (?:heter|kallas) (?:de|dom|dem|den|en|han|hon|man|(?:det )?(?:yrket|jobbet)|gruppen|sådana|såna)"
    r"(?: (?:som|när))?|vad räknas (?:de|han|hon|jag|det) som|"
    r"(?:namn|titel\w*|benämning\w*|beteckning\w*) på (?:jobbet|yrket))\b",
    re.IGNORECASE,
)
"""What some work is called, by who does it."""
_SIMILAR = re.compile(
    r"\b(liknande|liknar|likna|närliggande|angränsande|besläktad\w*|släkt(skap)?|"
    r"närmast(e)?(?!\s+(?:\w+\s+)?(?:år|månad|tid|kvartal|decenni|framtid))|intill|"
    r"(hur|så|nog|för) nära|nära (yrke|släkt|besläktad)\w*|likhet(en|er)?|räknas som nära|långt emellan|"
    r"ligger (?:\w+ )?nära|nära till hands|(?:steget|avståndet|klivet|hoppet) (?:\w+ )?(?:långt|kort|"
    r"stort|litet|från|mellan)|"
    r"påminner om|överlappar|hur lika|gemensamt|(?:långt|kort|nära|avstånd\w*) (?:är det )?mellan|"
    r"långt är det|likvärdig\w*|"
    r"nästa steg|bra ersättare)\b",
    re.IGNORECASE,
)
_PATH = re.compile(
    r"\b(ersätt(?:a|er|as|s)|byta (?:till|jobb|yrke|karriär|bana|bransch)|byter|byte|(?<!det )bli|"
    r"blir(?! det)|omskola\w*|"
    r"(?:jobba|arbeta|rekryteras?|ta jobb|ta anställning|börja|hoppa in|rycka in|vikariera|passa) som|"
    r"gå (?:över )?till|gå vidare(?: till)?|ta över|göra i ?stället|karriärbyte\w*|yrkesbyte\w*|"
    r"karriärväg\w*|lämna yrket|(?:jobba|arbeta) (?:med )?i ?stället|(?:jobba|arbeta) med annat|"
    r"göra något annat|ta vägen|sadla om|skola (?:om|sig)|lära om|lära upp|lär om|vidare från|trött på|"
    r"less på|"
    r"led på|tröttnat på|leta (?:bland|inom)|söka bland|rekrytera (?:från|bland|i ?stället)|"
    r"hämta (?:folk|personal) från|"
    r"vad (?:kan|ska|skulle) (?:jag|man|en|han|hon) (?:då |kunna )?(?:jobba|arbeta) med(?=\s*[?.!]|\s*$)|"
    r"annat jobb|andra jobb|(?:något|nåt) annat|alternativ\w*|kvalificerad\w* (?:för|till|som)|(?:ny|"
    r"annan|byta) bana|"
    r"nästa steg|vikarier\w*|täck\w+ upp|ersättare|avlös\w+|komma in som|leder (?:jobbet|yrket|"
    r"arbetet)\b[^.?!]* till|(?:yrken|jobb) (?:som )?leder till|gå från|gått från|"
    r"omställning|söka jobb som|passar (?:en|ett|jag|man)(?: \w+)? in|become|replace|switch to)\b",
    re.IGNORECASE,
)
_JOBS_TO_TAKE = re.compile(
    r"\b(jobb|yrken|arbeten|tjänster)\b[^.?!]*\bkan\b[^.?!]*\b(ta|få|söka|klara|passa för)\b", re.IGNORECASE
)
_LACKS = re.compile(
    r"\b(sakna\w*|fattas|utöver|ytterligare)\b|"
    r"\b(behöver|krävs|måste)\b.*\bför att (bli|jobba|arbeta|kunna)\b",
    re.IGNORECASE,
)
"""What is asked for is what one occupation has to learn for another."""
_SHORTAGE = re.compile(r"\b(brist(en)? på|bristyrke\w*|ont om)\b", re.IGNORECASE)
_MOVING = re.compile(
    r"\b(byta|byter|bytt|byte|bli|blir|trött på|less på|ta vägen|sadla om|lära om|omskola\w*|gå (?:över |"
    r"vidare )?till|gå vidare|karriär\w*|"
    r"yrkesbyte\w*|lämna yrket|(?:jobba|arbeta) (?:som|med) i ?stället|jag (?:är|jobbar|arbetar|"
    r"har)|switch|become)\b",
    re.IGNORECASE,
)
_ONLY_AIM = {"bli", "blir", "jobba som", "arbeta som"}
"""Beside a question of skills these only say what the skills are for."""
_OF_ONESELF = re.compile(r"bli|blir|(?:jobba|arbeta|börja|söka jobb) som", re.IGNORECASE)
_ASKS = re.compile(r"\b(?:hur|vad|vilk\w+|vem|var|när|kan|går det|finns|får)\b", re.IGNORECASE)
_THEN_ASKS = re.compile(
    r"[.!?,;:–]\s+(?:och |men |så )?(?:hur|vad|vilk\w+|när|är|finns|var)\b", re.IGNORECASE
)
_PASSIVE = {"ersättas", "ersätts"}
_RECRUITS = re.compile(
    r"\b(?:rekrytera\w*|anställa|vikarier\w*|täck\w+ upp|ersättare|hoppa in|rycka in|ta över|"
    r"komma in som|nyanställa|lära upp|"
    r"leta (?:bland|inom)|söka bland|"
    r"(?:vi|företaget|kommunen|regionen|arbetsgivaren?|chefen) (?:hittar|får tag på|får inte|saknar|"
    r"söker|behöver) "
    r"(?:ingen|inga|inte|en|ett|fler|folk))\b",
    re.IGNORECASE,
)
"""An employer asks who else could do the work."""
_AWAY = re.compile(r"\b(från|för|som|är|vara|varit|jobbar som|arbetar som)\s+(en\s+|ett\s+)?$", re.IGNORECASE)
_OTHERS_THAN = re.compile(r"\b(andra|fler|mer|annan|någon annan) än\s+(\w+\s+){0,2}$", re.IGNORECASE)
_NOT_OURS = re.compile(
    r"\b(\w*lön(?:en|er|erna)?|tjäna\w*|arbetslös\w*|annonser\w*|lediga jobb|hur många|antal\w*|andel\w*|"
    r"\w*(?:median|medel|genomsnitts)\w*|prognos\w*|framtid\w*|jobbchans\w*|"
    r"chans\w* (?:att|på|till) (?:\w+ )?(?:jobb|arbete)|jobbmöjlighet\w*|brist\w*|"
    r"efterfråga(?:n|d\w*)|behov\w*|percentil\w*|p\d\d|salary|wage\w*)\b",
    re.IGNORECASE,
)
_FIGURES: Sequence[tuple[Figure, str]] = (
    ("spread", r"\b(lönespridning\w*|spridning\w*|lönespann\w*)\b"),
    ("sexes", r"\b(lönegap\w*|(?:kvinnor|män) och (?:kvinnor|män)|(?:kvinnor|män)s? lön\w*|könen)\b"),
    ("wage", r"\b((?:median|medel|snitt|månads|grund|ingångs)?lön(?:en|er|erna|e(?!tabell|statistik)\w+)?|"
             r"tjäna\w*|betalt|inkomst\w*|salary|wages?|earn)\b"),
    ("ads", r"\b(finns det (?:\w+ ){0,2}(?:jobb|lediga|tjänster)|"
            r"(?:lediga|utannonserade) (?:jobb|tjänster|platser)|"
            r"(?:plats|jobb)?annons\w*|vacancies|många jobb)\b"),
    ("chances", r"\b(jobbchans\w*|chans\w* (?:att få|till) (?:jobb|arbete)|(?:jobb)?möjlighet\w*|"
                r"(?:lätt|svårt)\b[^.?!,]{0,12}\batt få (?:jobb|arbete)|brist(?:yrke\w*)?|efterfrågade|"
                r"arbetsmarknaden)\b"),
    ("demand", r"\b(framtid\w*|prognos\w*|utsikt\w*|om fem år|(?:års|lång|på) sikt|efterfrågan|behov\w*|"
               r"outlook)\b"),
)  # fmt: skip
_FAMILY: dict[Figure, str] = {
    "wage": "pay",
    "spread": "pay",
    "sexes": "pay",
    "ads": "ads",
    "chances": "outlook",
    "demand": "outlook",
}


def read_asks(question: str, spans: Sequence[Span]) -> tuple[Ask, ...]:
    """What is asked, in the order of the question's kinds; `spans` are where it names occupations.

    A question on figures, outlook or vacancies asks nothing here, unless it also asks something that is ours.
    """
    lowered = question.lower()
    found: list[Ask] = [ask for ask, pattern in _PLAIN if re.search(pattern, lowered)]
    if _NOT_OURS.search(question) and "difference" in found:
        found.remove("difference")  # the figures are what is compared
    if len(spans) == 2 and _LACKS.search(question):
        found = ["gained", *(ask for ask in found if ask != "skills")]
    found += _paths(question, spans, becoming=not {"skills", "education", "gained"} & set(found))
    if not found and spans and _BELONGS.search(question):
        found.append("group")
    if not found and spans and asks_placement(question):
        found.append("code")
    if not found and spans and not _NOT_OURS.search(question) and _ABOUT.search(question):
        found.append("about")
    return tuple(dict.fromkeys(found))


def read_figures(question: str) -> dict[Figure, int]:
    """What is asked of the tables, with where it stands in the question."""
    found: dict[Figure, int] = {}
    for figure, pattern in _FIGURES:
        match = re.search(pattern, question, re.IGNORECASE)
        if match:
            found[figure] = match.start()
    return found


def families(figures: Sequence[Figure]) -> set[str]:
    """Pay, advertisements, outlook: what a person would call one thing."""
    return {_FAMILY[figure] for figure in figures}


def asks_of_pair(question: str, spans: Sequence[Span]) -> bool:
    """Whether the question is if one occupation can do the work of the other: "kan X bli Y"."""
    found = _PATH.search(question)
    if len(spans) != 2:
        return False
    one_sentence = not re.search(r"[.?!]\s", question[spans[0][0] : spans[1][0]])
    return (found is not None and one_sentence) or bool(_SIMILAR.search(question))


def asks_shortage(question: str) -> bool:
    """Whether it is asked if there are too few who do the work."""
    return bool(_SHORTAGE.search(question))


def asks_about(question: str) -> bool:
    """Whether the question begins by asking to be told of an occupation, whatever else it asks."""
    return bool(_TELL_ME.search(question))


def asks_doings(question: str) -> bool:
    """Whether it is asked what is done at a work, whatever else is asked."""
    return bool(_DOINGS.search(question))


def asks_both_ways(question: str) -> bool:
    """Whether the order of two occupations does not matter: "hur nära ligger X och Y"."""
    return bool(_SIMILAR.search(question))


def asks_length(question: str) -> bool:
    """Whether it is asked how long a training takes."""
    return bool(_LENGTH.search(question))


def first_ask(question: str) -> int:
    """Where the question first asks for what the taxonomy knows; its length when it nowhere does."""
    patterns = [re.compile(pattern, re.IGNORECASE) for _, pattern in _PLAIN]
    found = [pattern.search(question) for pattern in (*patterns, _PATH, _SIMILAR, _JOBS_TO_TAKE, _ABOUT)]
    return min((match.start() for match in found if match), default=len(question))


def speaks_of_moving(question: str) -> bool:
    """Whether somebody thinks of changing work, and does not only ask who may stand in for whom."""
    return bool(_MOVING.search(question))


def asks_placement(question: str) -> bool:
    """Whether the place of some work in the classification is asked for, named or only described."""
    return not _NOT_OURS.search(question) and _asks_place(question)


def told_of_work(question: str) -> str:
    """The sentences that do not ask where the work is placed, where there are any: they describe it."""
    told = [part for part in re.split(r"(?<=[.?!])\s+", question) if not _asks_place(part)]
    return " ".join(told) or _IN_CLASSIFICATION.sub(" ", question)


def _asks_place(text: str) -> bool:
    plain = (pattern for ask, pattern in _PLAIN if ask in ("code", "group"))
    return any(re.search(pattern, text.lower()) for pattern in plain) or bool(
        _PLACED.search(text) or _WHICH_WORK.search(text)
    )


def speaks_of_figures(question: str) -> bool:
    return bool(_NOT_OURS.search(question))


def _paths(question: str, spans: Sequence[Span], becoming: bool) -> list[Ask]:
    """Who can take whose place; with skills asked for, "bli" only says what they are for."""
    if not spans or _OF_LIFE.search(question):
        return []
    if _OTHERS_THAN.search(question[: spans[0][0]]) and (_PATH.search(question) or _SIMILAR.search(question)):
        return ["substituted_by"]
    found = next((match for match in _PATH.finditer(question) if not _is_told(question, match)), None)
    if found is not None and _RECRUITS.search(question):
        return ["substituted_by"]
    if found is None and _JOBS_TO_TAKE.search(question):
        return ["substitutes"]
    if found is not None and (becoming or found[0].lower() not in _ONLY_AIM):
        return [_direction(question, found, spans[0])]
    return ["substitutes", "substituted_by"] if _SIMILAR.search(question) else []


def _is_told(question: str, found: re.Match[str]) -> bool:
    """Whether somebody only tells what they are or will be, and then asks for a figure: "min son vill bli
    målare. Hur är chanserna …"."""
    if not (_OF_ONESELF.fullmatch(found[0]) and _NOT_OURS.search(question)):
        return False
    before = re.split(r"[.?!]\s", question[: found.start()])[-1]
    return not _ASKS.search(before) and bool(_THEN_ASKS.search(question, found.end()))


def _direction(question: str, found: re.Match[str], span: Span) -> Ask:
    """Who takes whose place: "kan bli X", "ersätta X" against "kan X bli", "byta från X", "ersättas av X"."""
    passive = found[0].lower() in _PASSIVE
    after = span[0] >= found.end()
    if after and not passive and _AWAY.search(question[found.end() : span[0]]):
        return "substitutes"
    return "substituted_by" if after != passive else "substitutes"
