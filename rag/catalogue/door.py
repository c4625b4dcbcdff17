"""Does a question ask for data, and what about them? The words around the subject decide, not the subject.

A sure sign names data ("vilken statistik", "ladda ner"); a likely one only asks where or tells a need ("jag
vill visa"), so that it counts only when a dataset fits well. "Var hittar jag reglerna" is left to the rooms
of text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["find", "one", "quality", "publishers", "joining", "request"]
Property = Literal["licence", "format", "frequency", "period", "publisher", "access", "detail", "contact"]

_DATA = (
    r"(data\b|dataset\w*|datamängd\w*|datakäll\w*|statistik\w*|register\w*|api\w*|siffror\w*|sifferunderlag|"
    r"uppgifter|filer?\b|rådata|mikrodata|ö?o?pp?na data|kodlist\w*|nyckeltal)"
)
_FILL = (
    r"( det| jag| man| vi| en| ett| någon| något| nåt| några| bra| fria?| ö?o?pp?en| ö?o?pp?na| ö?o?pp?et|"
    r" offentlig\w*"
    r"| maskinläsbar\w*| officiell\w*| aktuell\w*| mer| nån| slags| riktigt| stor\w*| årlig\w*| svensk\w*)*"
)
_SOURCE = (
    r"(käll(a|or|an|orna)\b|mätning\w*|statistik\w*|databas\w*|tabell\w*|undersökning\w*|underlag\w*|"
    r"enkät\w*|kartdata|"
    r"siffror|data\b|datakäll\w*|register|textmängd\w*|dataset\w*|sammanställning\w*|förteckning\w*)"
)
_WHO_HAS = r"\bvem (?:har|sitter på) (?:några |nåt |någon )?(?:uppgifter|siffror|statistik|data)\b"
_WANT = (
    r"(visa|se|kunna se|veta var|följa|jämföra|rita|kartlägga|räkna|analysera|undersöka|bygga|träna|studera|"
    r"göra en (karta|graf|analys|jämförelse|app|modell|rapport|sammanställning))"
)
_SURE = re.compile(
    rf"\b(finns|hittar?|hämtar?|få tag (på|i)|söker|behöver|letar efter|ladda (ner|hem)|"
    rf"tillgång till){_FILL} {_DATA}|"
    rf"\b(vilket|vilken|vilka){_FILL} (dataset|datamängd|datakälla|api|register)\w*|"
    rf"(^|[.!?] )(öppna |rå)?{_DATA} (om|över|med|kring|som|för|på|i)\b|"
    r"\b(ladda (ner|hem)|som (öppna data|csv|excel|json))\b|\böppna data (om|över|kring)\b|"
    r"\bvar ((hittar|laddar|kollar)|(kan|får) (jag|man|vi) (se|hitta|hämta|ladda|leta|kolla)|redovisas)\b|"
    rf"\b(finns det|hittar jag|har ni|har du|få){_FILL} {_SOURCE}|\bstatistik (från|hos)\b|"
    rf"{_WHO_HAS}|"
    rf"\bvar finns{_FILL} (data|siffror|statistik|uppgifter|antalet|{_SOURCE})|"
    rf"\b(vilken|vilka|någon|något|bästa?|tips på( en)?|bra){_FILL} {_SOURCE}|"
    r"\bfinns det (några |något |någon )?(tal|siffror|som mäter|mätning)\b|"
    rf"\b(vad|finns) .{{0,25}}(för|nåt|något|några) {_SOURCE}|\bsiffror på\b|\b(se|läsa|"
    rf"ha) (på )?underlaget\b|"
    r"\bvad (ska|kan|bör) (jag|man|vi) (ladda|hämta|bygga på|använda|titta på|utgå från|luta sig mot)|"
    r"\bfinns( det)?( en| ett| någon| något| några| nån)? (listor|listan?|fil(er)?|index|mått(et)?|"
    r"annonser|karta|forskning|rapporter)\b|\bvar finns (det|måttet|valen|listan|filen)\b|"
    r"(^|[.?!,] ?)(finns|hittar jag|har ni) (tabell\w*|statistik\w*|siffror|data|underlag|fil(er)?)\b|"
    r"\b(vill|behöver|ska|måste) (jag )?(ha|få|hämta|ladda) (en |ett |den |alla |ut )?"
    r"(listan?|texterna|data|siffror\w*|statistik\w*|fil(en)?|register|tabell\w*|underlag\w*)\b|"
    r"\b(data|siffror|statistik|underlag) (tack|sökes)\b|[.?!] (data|siffror|statistik)\b[^.?!]{0,20}$|"
    r"\bgår det att (följa|mäta|få ut|hämta|se|kolla|ta reda på|ladda)\b|"
    r"\b(where can i|is there|are there|find) .{0,30}(data|dataset|statistics|figures)\b|\bdata on\b",
    re.IGNORECASE,
)
_AMOUNT = (
    r"(hur (många|mycket|stor\w*|ofta|vanligt|länge|hög\w*|lång\w*)|antalet?|andelen?|\w+löner(na)?|"
    r"vilka (som|branscher|yrken|kommuner|län|jobb|länder))\b"
)
"""What is counted: beside a word of getting, it is data that are wanted and no rule."""
_THING = rf"({_AMOUNT}|{_DATA}|{_SOURCE}|(fil(en)?|listan?|grafen?|kartan?|kolumn\w*)\b)"
_GETTING = re.compile(
    rf"\b(få(r)?( jag| man| vi)? tag (på|i)|kom(ma|mer)( jag| man| vi)? åt|få(r)?( jag| man| vi)? fram|"
    rf"få(r)?( jag| man| vi)? ut|ladda\w*( ner| hem)?|häm?ta\w*|letar?( efter)?|hitta\w*|ta(r)?( jag|"
    rf" man| vi)? reda på|"
    rf"få(r)? veta|se någonstans|se nånstans|kollar?( man| jag)?|att följa|ser( man| jag)|står( det)?|"
    rf"publiceras|"
    rf"redovisas|samlas|ligger|finns( det)?( öppet| någonstans| nånstans)?)\b"
    rf"( (?!för\b|mot\b|med\b|i\b)\w+){{0,3}}? {_THING}|"
    rf"\b(vem|någon|nån|vilken|vilka|några) ?(myndighet\w*|organisation\w*|det som|som)? ?"
    rf"(räknar|mäter|samlar|publicerar|redovisar|sammanställer|för bok|för statistik|har koll|håller koll|"
    rf"håller räkning|följer upp)\b( \w+){{0,3}}? ({_THING}|över )|"
    rf"\bfinns [^.?!]{{3,60}} att (hämta|ladda|köra|koppla)\b|"
    rf"\b(är|finns) (uppgifter|uppgifterna|data|statistiken?|siffrorna) [^.?!]{{3,50}} (öppna|öppet|"
    rf"öppen|fria|tillgängliga)\b|"
    rf"\b(en|någon) (lista|fil|tabell|graf|karta|förteckning|kurva|tidsserie) (på|över|med|av)\b",
    re.IGNORECASE,
)
"""Words of getting beside what is counted, or who counts it, in whatever order the sentence has them."""
_FOR_WORK = re.compile(
    r"\b(jag|vi) (gör|håller på med|planerar|förbereder|arbetar med|jobbar med|utreder|skriver på) "
    r"(en |ett |ny |nytt )?(podd|artikel|reportage|rapport|uppsats|utredning|film|karta|graf|sida|app|"
    r"tjänst|analys|"
    r"presentation|gymnasiearbete|ansökan|kampanj|motion|översikt)\w*|"
    r"\b(till|för) (en |ett |min |mitt |vår |vårt )?(\w*skolarbete|uppsats|artikel|reportage|rapport|motion|"
    r"lönesamtal|utredning|ansökan|presentation|examensarbete|avhandling|budget)\w*\b|"
    r"(^|[.?!] )(\w*uppgift|\w*arbete|underlag|material|faktaruta|bakgrund) (till|för|i) \w+[.!]*$|"
    r"\b(journalist|reporter|student|forskare|doktorand|utredare|politiker|praktikant|handläggare)\w* här\b|"
    r"\b(chefen?|redaktören?|kommunen|lära\w+) (vill ha|ber om|har bett om) (en |ett )?\w+|"
    r"\bvad (kan|ska|bör|skulle) (jag|man|vi) (ta|luta mig mot|luta oss mot|gå på|välja|kolla på)\b|"
    r"\bvad finns( det)?\?|"
    r"\bvad rekommenderar (ni|du)\b|\bvarifrån (tar|får|hämtar|kommer)\b|"
    r"\bhur (gör|kan|ska) (jag|man|vi)( för att)? (hämta|följa|ladda|mäta|räkna|jämföra|kolla|få fram|"
    r"koppla)\b|"
    r"\btips på (var|hur|en|någon)\b|\b(har|har inte) (\w+ )?(något|nåt|någonting|nånting) (om|på|kring|"
    r"över)\b",
    re.IGNORECASE,
)
"""Who gathers material, or asks what there is: data are wanted when some fit."""
_LIKELY = re.compile(
    r"\bvar(t)? (kan|hittar|finns|får|ser|redovisas|kollar|letar|publiceras|läser|hämtar|laddar|går|ska) "
    r"?(det|jag|man|vi|antalet)\b|\bvar står det\b|\bvar kan (jag|man|vi)\b|"
    rf"\b(jag|vi) (vill|ska|skulle vilja|behöver|måste)( kunna)? {_WANT}|(\bska|^vill) {_WANT}|"
    r"\b(jag|vi) (bygger|programmerar|utvecklar|forskar|kodar)\b|\bjag vill att (datorn|programmet|appen)\b|"
    r"\b(jag|vi) (behöver|letar efter|söker|saknar)\b|^behöver\b|\bjag skriver (om|på)\b|"
    r"\b(har någon|är det någon som) (frågat|undersökt|mätt|räknat|kollat|annan)|"
    r"\bfinns det (någon|något|nåt|några|ett sätt|nån)\b|\bvem (mäter|räknar|samlar|för statistik|"
    r"vet hur många)\b|"
    r"\bfinns det .{0,40}\bprogram\b|"
    r"[.?!] (har|vet) ni (det|dem|den|(något |nåt |någonting )?(sånt|sådant))\b",
    re.IGNORECASE,
)
_ONE: tuple[tuple[Property, str], ...] = (
    (
        "licence",
        r"licens(en|er|villkor\w*|mässigt)?|får jag (använda|bygga|sälja|sprida)|villkor för att använda",
    ),
    ("format", r"(fil)?format(et|en)?|i vilket format|som (csv|excel|json|xml|pdf)\b"),
    (
        "frequency",
        r"hur ofta (uppdateras|görs|kommer|publiceras|släpps)|när (uppdateras|uppdaterades|kommer nästa)|"
        r"hur (gammal|gamla|färsk|färska|aktuell|aktuella) (är|blir) .{0,30}(data|statistik\w*|siffror\w*|"
        r"uppgift\w*|tabell\w*)",
    ),
    (
        "period",
        r"(från|till|fram till) vilket år|vilka år (täcker|finns|gäller|omfattar)|hur långt (tillbaka|bakåt)",
    ),
    ("publisher", r"vem (ger ut|publicerar|äger data|ansvarar för (statistik|data)\w*)"),
    ("access", r"(via|genom) (ett |något )?(öppet )?api\b|maskinläsbar\w*|hur (hämtar|laddar|når) (jag|man)"),
    (
        "detail",
        r"hur (fin|detaljerad|noggrann)\w*|på (kommun|läns|region)nivå|siffror för enskilda|uppdelad\w* på",
    ),
    ("contact", r"vem (kontaktar|ringer|mejlar|frågar) (jag|man) om (data|statistik|tabell)\w*"),
)
_CONSEQUENCE = re.compile(r"\bvad (händer|gäller) (om|när|ifall)\b", re.IGNORECASE)
"""What follows from breaking a licence is no property of a dataset."""
_PROPERTIES = tuple((name, re.compile(rf"\b({pattern})", re.IGNORECASE)) for name, pattern in _ONE)
_DATASETS = re.compile(
    r"\bvilk(?:a|en|et) (?:\w+ ){0,2}?(?:data ?set|datamängd|datakäll)\w*|"
    rf"{_WHO_HAS}|"
    r"[,.?] ?vem (?:har|sitter på) (?:det|dem|dom|sånt|siffrorna|uppgifterna)\b",
    re.IGNORECASE,
)
"""Asks for datasets in so many words, or for who has them."""
_STATE_OF_DATA = re.compile(
    r"\b(vilka|vilken|vad|varför|vad för)\b.*\b(data|statistik|datamängder)\b.*\b(saknas|fattas)\b|"
    r"\b(saknas|fattas) .{0,30}\böppna data\b|\bvarför (saknas|fattas)\b|"
    r"\bvem (har till uppgift|ska|bestämmer|sköter|måste)\b",
    re.IGNORECASE,
)
"""A question about the state of open data, which the policy texts answer."""
_WHY = re.compile(r"(^|[.?!,] )(varför|hur kommer det sig|vad beror det på)\b", re.IGNORECASE)
"""A reason is told in a text, whatever data it is about."""
_TEXTS = re.compile(
    r"\b((lag)?regler(na|ingen)?|något tak|paragraf\w*|lagstiftning\w*|rättigheter|skyldigheter|"
    r"(ned)?skrivet om|krav på att|"
    r"rätt till|till uppgift att|"
    r"skyldig\w*|får (min )?(chef|"
    r"arbetsgivare)n?)\b|\bvad säger lagen\b|\b(begär|begäran)\b",
    re.IGNORECASE,
)
_QUALITY = re.compile(
    r"\b(kvalitet\w*|kvalitetspoäng|betyg|poäng|hur bra (är|beskriv))\b.*\b(data\w*|metadata\w*|beskriv\w*|"
    r"post\w*|katalog\w*)|\bhur bra (är|beskriven är) (datamängden|metadata\w*|beskrivningen)\b",
    re.IGNORECASE,
)
_ABOUT_QUALITY = re.compile(
    r"\b(kvalitet\w*|metadata\w*|datamängden|beskriv\w*|poäng|betyg\w*|hur bra|posten|katalogen)\b",
    re.IGNORECASE,
)
_PUBLISHERS = re.compile(r"\b(vilken|vilka) (utgivare|myndighet\w*)\b", re.IGNORECASE)
_JOINING = re.compile(
    r"\b(koppl\w+ (ihop|samman|till|mot)|koppla\b|kombiner\w+|slå (ihop|samman)|länka (ihop|samman)|"
    r"sätta ihop|"
    r"föra samman|joina|matcha ihop|gemensam\w* (kod\w*|nyck\w*)|samköra|lägga ihop (data|tabell)\w*)",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"\b(skriv|skriva|formulera|utforma|utkast|hjälp mig|brev|mejl)\b.{0,60}\b(begär\w*|begäran|"
    r"efterfråga\w*|be (dem )?om (data|handling\w*|uppgift\w*))|"
    r"\bbegär ut .{3,80} åt mig\b|"
    r"\b(begär\w*|ha|få|lämna) ut [^.?!]{3,140}[.?!,][^.!]{0,60}\bhur (skriver|formulerar|uttrycker) jag\b|"
    r"\b(begära|begär|be om) (ut |att få )?[^.?!]{3,120}[,.:;]\s*(kan du |snälla )?"
    r"(skriv|formulera|utforma|hjälp mig)\b[^.?!]{0,40}"
    r"\b(brev\w*|mejl\w*|utkast\w*|begäran|den|det|åt mig)\b",
    re.IGNORECASE,
)


_WHAT_THERE_IS = re.compile(
    r"\b(finns|fins|har (du|ni|någon|nån|man)|vet (du|ni|någon|nån)|går det|gå att|kan (man|jag|vi)|vart|"
    r"varifrån|behöver|vill|söker|letar|bygger|skriver|håller på)\b|(^|[.?!,:] ?)var\b|"
    r"\bvar (man|jag|vi|finns|hittar|kan|får|ser|ligger|letar|står)\b|"
    rf"\bvilk(en|et|a) ({_SOURCE}|{_DATA}|\w*(serie|fil|lista|kod)\w*)",
    re.IGNORECASE,
)
"""Words with which somebody looks for something, or tells what it is for."""
_QUESTION = re.compile(r"^(och |men |så )?(hur|vilk(en|et|a)|vad|vem|när|varför)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ask:
    """What a question wants of the catalogue."""

    kind: Kind
    sure: bool
    """Whether it names data; else a dataset must fit well for it to count."""
    property: Property | None = None


def names_datasets(question: str) -> bool:
    """Whether datasets, or who has them, are asked for in so many words, whatever a text says of it."""
    return bool(_DATASETS.search(question))


def without_property(question: str) -> str:
    """The question without the words that ask for a property: what is left names the dataset."""
    for pattern in (_ABOUT_QUALITY, *(pattern for _, pattern in _PROPERTIES)):
        question = pattern.sub(" ", question)
    return " ".join(question.split())


def two_sides(question: str) -> tuple[str, ...]:
    """The two things that are to be put together: what stands on each side of "med", "mot" or "och"."""
    text = _JOINING.sub(" ", question)
    for word in (" med ", " mot ", " till ", " och "):
        first, found, second = text.partition(word)
        if found and second.strip(" ?.!"):
            return first, second
    return ()


def asks_a_fact(question: str) -> bool:
    """Whether a question that names no data asks for the fact itself ("hur många bor i Lund?"), and not for
    what there is on it ("hur många som bor i Lund, per år", "går det att se ...?")."""
    asked = question.rstrip().endswith("?") or _QUESTION.search(question)
    return bool(asked) and not (_WHAT_THERE_IS.search(question) or _FOR_WORK.search(question))


def read_ask(question: str) -> Ask | None:
    """What `question` asks of the catalogue; None when it does not ask for data."""
    if _REQUEST.search(question):
        return Ask("request", sure=True)
    if _STATE_OF_DATA.search(question) or _WHY.search(question):
        return None
    if _QUALITY.search(question):
        return Ask("publishers" if _PUBLISHERS.search(question) else "quality", sure=True)
    if _JOINING.search(question) and re.search(rf"\b{_SOURCE}|{_DATA}", question, re.IGNORECASE):
        return Ask("joining", sure=False)
    sure = bool(_SURE.search(question))
    asked = next((name for name, pattern in _PROPERTIES if pattern.search(question)), None)
    if asked is not None and not _CONSEQUENCE.search(question):
        return Ask("one", sure=sure or asked == "licence", property=asked)
    if sure and not (_TEXTS.search(question) and not re.search(rf"\b{_DATA}", question, re.IGNORECASE)):
        return Ask("find", sure=True)
    if any(sign.search(question) for sign in (_LIKELY, _GETTING, _FOR_WORK)) and not _TEXTS.search(question):
        return Ask("find", sure=False)
    return None
