"""What is only said around a question is taken off it: greetings, thanks, signatures, what it is for.

    "Hej! Vad tjänar en kock? Tack på förhand!"           → Vad tjänar en kock?
    "Jag undrar en sak: hur många bor i Umeå? Mvh Anna"   → Hur många bor i Umeå?
    "Vi har ett skolarbete. Vad är SSYK?"                 → Vad är SSYK?

What else the answer does not need is left out too (`asides.py`). A sentence, or the clause that a question
begins with, goes when it has a word of courtesy or of a purpose and otherwise only small words; so what tells
of the asker's case stays ("Jag har jobbat i åtta år."). A question that is nothing else stays as it is.
"""

from __future__ import annotations

import re

from rag.swedish.asides import leans, without_asides
from rag.swedish.sentences import sentences
from rag.swedish.words import folded_words

_POLITE = frozenset(
    """
    hej hejsan hallå halloj tja tjena tjenare morsning god godmorgon goddag tack tackar tacksam tacksamt
    jättetack snälla snällt hjälp hjälpa hjälper fråga frågan frågar frågor undrar undra undrade
    funderar funderat funderade svar svara svarar svaret berätta förklara säga säg nyfiken mvh
    hälsningar vänligen förhand vänliga vet veta hi hello thanks thank please pls plz advance question
    wonder wondering
    """.split()
)
"""Words that a courtesy has at least one of."""
_SMALL = frozenset(
    """
    jag vi du ni mig oss dig er min mitt mina vår vårt man det den de detta här så att som om på i för
    till med en ett någon nån något nåt några och men är kan kunde kunna skulle vill ville vilja ha
    har hade få fått ta reda inte mycket hemskt tusen allt nu idag just bara nog lite litet liten kort
    kortfattat snabb snabbt snabbfråga enkelt enkel enkla tydligt sak saker grej gärna också ju väl
    kanske möjligt möjligen går morgon dag kväll vänlig bästa hoppas ser fram emot era ert dum knepig
    klurig rak tips råd dej mej you a an the can could me with this have quick in for help to my
    your so much very is there
    """.split()
)
"""Words that may stand beside one of courtesy; none that asks: "Var kan jag få hjälp?" is a question."""
_PURPOSE = re.compile(
    r"(?:skolan?s?|skolarbete|skoluppgift|läxa|läxan|uppgift|uppgiften|uppsats|uppsatsen|gymnasiearbete|"
    r"examensarbete|artikel|artikeln|reportage|tidning|tidningen|rapport|rapporten|presentation|presentationen|"
    r"föredrag|möte|mötet|sammanträde|nämndmöte|tenta|tentan|plugget|projekt|projektet|debattartikel|insändare|"
    r"insändaren|inslag|podd|poddavsnitt|studiecirkel|workshop|motion|interpellation|underlag)"
)
"""What a question may be for."""
_OCCASION = re.compile(
    r"skolan?s?|läxan?|tenta|tentan|plugget|tidning(?:en)?|podd|inslag(?:et)?|"
    r"(?:skol|gymnasie|examens)arbetet?|(?:skol)?uppgift(?:en)?|"
    r"\w*(?:uppsats(?:en)?|artikeln?|reportage(?:t)?|rapport(?:en)?|presentation(?:en)?|"
    r"föredrag(?:et)?|möte(?:t)?|sammanträde(?:t)?|projekt(?:et)?|insändaren?|poddavsnitt|cirkel|workshop|"
    r"motion(?:en)?|interpellation(?:en)?|underlag(?:et)?|förhandling(?:en)?|samtal(?:et)?|ärende(?:t)?|"
    r"nämnd(?:en)?|utredning(?:en)?|broschyr(?:en)?|faktaruta(?:n)?|nyhetsbrev(?:et)?|budget(?:en)?)"
)
"""What a question may be put for, before a colon: wider, as nothing is left out where it stands alone."""
_FOR_SMALL = _SMALL | frozenset(
    """
    arbete arbetet klassen klass kurs kursen gör göra ska skall skriver skriva håller jobbar behöver
    behövs behöva nytt ny stort sitter förbereder mån tisdag onsdag torsdag fredag måndag vecka veckan
    nästa imorgon morgon dagens torsdagens fredagens måndagens ihop fram in lämna lämnas hemma svenska
    samhällskunskap samhällskunskapen ämnet
    """.split()
)
"""Words that may stand beside a purpose."""
_GREETING = re.compile(
    r"(?:hej(?:san| hej)?|hallå(?: där)?|tjen(?:a|are)|hi|hello|"
    r"god (?:morgon|förmiddag|dag|eftermiddag|kväll))"
    r"(?: på (?:er|dig))?[\s,!.–-]+(?=\w)",
    re.IGNORECASE,
)
_OPENING = re.compile(r"([^,:?!.–—]{2,80})(?:[,:–—]\s+|\s-\s)")
_LEAD = re.compile(
    r"(?:(?:som )?(?:underlag|bakgrund|material) )?(?:till|inför|för) (?P<what>[^,:;?.!\d]{3,60}?)"
    r"(?::|,? (?:behöver|söker|önskar|saknar|undrar) (?:jag|vi)(?: (?:ha|veta|få|se))?[,:]?)\s+(?=\S+\s+\S+)",
    re.IGNORECASE,
)
"""What a question is for, before it: "Till nämndens ärende behöver vi …", "Inför lönesamtalet: …"."""
_ASKER = re.compile(
    r"(?:(?:(?:min|vår|en|någon|nån) )?\w+ (?:vill (?:gärna )?veta|undrar|frågar|har frågat|tjatar om)|"
    r"(?:en )?(?:snabb |liten |kort |enkel )?(?:fråga|undran)(?: från| av)?)\b[^:?.!\d]{0,50}:\s+"
    r"(?=\S+\s+\S+)",
    re.IGNORECASE,
)
"""Who asks, before what is asked: "Min chef vill veta till i morgon: …", "Fråga från en pensionär: …"."""
_SIGNED = re.compile(
    r"(?:(?:^|[\s,]+|(?<=[.!?]))(?i:mvh|m\.v\.h\.?)(?:[\s,/]+[^\W\d]+){0,3}|"
    r"(?<=[.!?])\s*(?i:(?:med )?vänliga? hälsning(?:ar)?|vänligen|hälsningar)(?:[\s,/]+[A-ZÅÄÖ][\w-]+){0,3}|"
    r"(?<=[.!?])\s*//?\s*[A-ZÅÄÖ][\w-]+)\W*$"
)
"""A signature at the end: names in capitals, and what is no "mvh" only behind a whole sentence."""
_THANKS = re.compile(
    r"[\s,.–-]+(?:(?:tusen |stort |jätte)?tack(?: så (?:hemskt )?mycket)?(?: på förhand)?|snälla|please|pls|"
    r"thanks(?: in advance)?|thank you)(?P<end>\W*)$",
    re.IGNORECASE,
)


def without_courtesies(question: str) -> str:
    """The question without what is only said around it; itself when nothing else is left."""
    kept = _SIGNED.sub("", question)
    parts = [kept[span.start : span.end].strip() for span in sentences(kept)]
    asked = [part for part in parts if part and not is_courtesy(part)]
    if not any(len(folded_words(part)) > 1 for part in asked):
        return question
    asked = without_asides(asked)
    first = _without_opening(asked[0])
    bare = _THANKS.sub(r"\g<end>", " ".join([first, *asked[1:]])).strip()
    return bare if any(char.isalnum() for char in bare) else question


def is_courtesy(sentence: str) -> bool:
    """Whether a sentence is only a greeting, thanks, a request for help, or what the answer is for."""
    words = folded_words(sentence)
    if not words:
        return False
    if any(word in _POLITE for word in words):
        small = _SMALL if sentence.rstrip().endswith("?") else _FOR_SMALL
        return all(word in _POLITE or word in small or _PURPOSE.fullmatch(word) for word in words)
    if any(_PURPOSE.fullmatch(word) for word in words) and not sentence.rstrip().endswith("?"):
        return all(word in _FOR_SMALL or _PURPOSE.fullmatch(word) for word in words)
    return False


def _without_opening(sentence: str) -> str:
    """The sentence without a clause of courtesy that it begins with: "Hej, …", "Jag undrar: …"."""
    rest = _GREETING.sub("", sentence, count=1) if _GREETING.match(sentence) else sentence
    match = _OPENING.match(rest)
    if match is not None and is_courtesy(match[1]):
        rest = rest[match.end() :].strip() or rest
    rest = rest[_lead(rest) :]
    return rest[:1].upper() + rest[1:] if rest != sentence else sentence


def _lead(sentence: str) -> int:
    """Where the question begins behind who asks or what it is for, when it stands without that."""
    lead = _LEAD.match(sentence)
    if lead is not None and not any(_OCCASION.fullmatch(word) for word in folded_words(lead["what"])):
        lead = None
    lead = lead or _ASKER.match(sentence)
    return lead.end() if lead is not None and not leans(sentence[lead.end() :]) else 0
