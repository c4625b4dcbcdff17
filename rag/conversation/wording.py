"""How people lean on what was said: openers, words that point back, words that say nothing of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from rag import texts
from rag.schema import Turn
from rag.swedish.compounds import parts
from rag.swedish.sentences import sentences
from rag.swedish.words import STOP_WORDS, fold, tokenize

_OPENER = re.compile(
    r"^(?:(?:och|å|o|men|samt|okej|ok|ja|nej|jo|så|jaha|aha|då|hm+|öh+|eh+|mm|sen|motsvarande|"
    r"samma (?:sak|siffra|fråga|uträkning|beräkning|jämförelse)(?: fast| men)?"
    r"(?: (?:för|i) (?=[A-ZÅÄÖ]))?)\b[\s,.:!]*)+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:,\s*(?:vad|hur mycket|hur) (?:blir|är|var|blev) det)?[\s,?]*"
    r"(?:\b(?:i )?samma (?:kommun|län|stad|ort|region)\b)?\W*(?:\balltså\b)?"
    r"[\s,]*\b(?:då|också|istället|i stället|tack|snälla|förlåt|sorry|ursäkta|typ|liksom)?[\s?.!]*$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"^(?:och|å|o|men|ja|jo|nej|då|samt|så|hm+|öh+|eh+|mm|sen)\b|\b(?:då|också|i ?stället)\W*$|"
    r"^gäller (?:det|detta|den|de|samma)(?: här)?(?: sak| regler)?\b(?!.*\batt\b)",
    re.IGNORECASE,
)
_AND_IF = re.compile(r"^(?:och|men|samt)\s+(?:om|när|ifall)\b", re.IGNORECASE)
_BACK = re.compile(
    r"\b(?:den|det|dem|de|dom|denna|detta|dessa|denne|där|dit|deras|dess|samma|sådan\w*|sån\w*|han|hon|hen)\b",
    re.IGNORECASE,
)
_DUMMY = re.compile(
    r"\b(?:(?:finns|går|gäller|blir|är|var|kan|får|ska|måste|har|räcker|tar|fanns|kostar|krävs) det|"
    r"(?:är|var|blir) det (?=\S)|"
    r"det (?:är|finns|går|som|var|gäller|kan|tar|krävs|kostar)|(?:den|de|dem|det) som|det att|"
    r"den (?:första|sista|\w+a)|"
    r"de (?:tio|fem|tre|\d+|senaste|flesta|bäst|sämst|högst|lägst)|\w+ där (?:man|jag|det|vi|de)|så att)\b",
    re.IGNORECASE,
)
"""Where such a word stands for nothing said before."""
_CLAUSE = re.compile(
    r"\b(?:är|var|blir|blev|har|hade|får|fick|kan|kunde|ska|skulle|måste|finns|fanns|gäller|gällde|heter|tjän\w+|"
    r"bor|bodde|gör|görs|säger|sa|vill|behöv\w+|kostar|betyder|krävs|räknas|jobbar|arbetar|förhandla\w*|"
    r"uppdateras|ansvarar|händer|sker|tar|jag|man|vi)\b",
    re.IGNORECASE,
)
"""What only a clause has, and no bare "och i Umeå?"."""

# Words that say how a thing is asked about and never what: a question of only these leans on another.
_EMPTY = frozenset(
    """
    sa sade
    säga sägs säger gör göra gjort göras görs händer hända hänt sker betyder gäller gälla gällde krävs kräva
    behövs behöver behöva finnas fanns heter länge lång långt långa ofta snabbt fort tidigt sent gammal gamla
    gånger mycket många stor stort stora liten litet små hög högt höga låg lågt låga högst lägst minst mest
    flest färst störst tid tiden tider
    år året månad månader månaden dag dagar dagen vecka veckor timmar procent
    kronor belopp undantag undantaget undantagen regel regler regeln reglerna krav kravet kraven villkor
    villkoren gräns gränsen åldersgräns åldersgränsen ålder anledning skäl skälet fall fallet sätt sak saker
    person personer någonting något någon några alla ingen annan annat andra annars fler mer mindre bara
    också istället stället först sist sedan senare tidigare innan förväg uppåt nedåt neråt ungefär exakt
    egentligen redan direkt alltid samtidigt dock ändå förklara enklare enkelt kort berätta visa vet veta
    undrar undra menar menade mena tänkte vill skulle bli blir nej ja okej ok tack snälla hej bidraget stödet
    ersättningen avgiften beslutet ansökan anmälan begäran tjänsten jobbet yrket siffran siffrorna siffror
    statistiken datan tabellen måttet talet talen uppgiften uppgifterna bedömningen källan källa lagen
    kollegor kollegorna chef chefen chefer arbetsgivare arbetsgivaren arbetsgivarna företag företaget facket
    myndighet myndigheten
    kollega anställd anställda man folk ens själv samma igen kvar ansvarar ansvar kostar kosta ta tar tas
    ifrån fram åt som del
    år precis lika ge ger ges komma kommer kom lämna lämnar vänta väntar nya nytt ny räcker ungefärlig
    börja börjar började sluta slutar slutade betala betalar använda använder söka söker anmäla anmäler
    ansöka ansöker jobba jobbar arbeta arbetar välja väljer bestämma bestämmer
    står stod kortare lättare kortfattat nån nåt nåra max maxgräns tak ansvarig ansvariga slippa slipper
    vägra vägrar tacka tackar sökte helst
    """.split()
)


def bare(text: str) -> str:
    """The text without what it opens and ends with: "och i Umeå då?" is "i Umeå"."""
    return _TAIL.sub("", _OPENER.sub("", text.strip()))


def own_words(text: str, covered: Sequence[tuple[int, int]] = ()) -> list[str]:
    """The words that say what a question is about, but for those in `covered`; folded, in order."""
    words = []
    for token in tokenize(text):
        word = fold(token.text)
        hidden = any(start <= token.start < end for start, end in covered)
        if not hidden and len(word) > 1 and word not in STOP_WORDS and word not in _EMPTY:
            words.append(word)
    return words


def goes_on(text: str) -> bool:
    """Whether it opens or ends as what continues: "och …", "… då?"."""
    return bool(_GOES_ON.search(text.strip()))


def goes_on_with_a_case(text: str) -> bool:
    """ "och om två har varit där lika länge?": one more case of the same rule."""
    return bool(_AND_IF.match(text.strip()))


def points_back(text: str) -> bool:
    """Whether a word of it stands for something said before; one in a later sentence stands for the first."""
    first = text[slice(*next(iter(sentences(text)), (0, len(text))))]
    return bool(_BACK.search(_DUMMY.sub(" ", first)))


def weight(words: Sequence[str]) -> int:
    """How much words say: a compound, "lönekartläggning", says as much as two."""
    return sum(2 if parts(word) else 1 for word in words)


def is_clause(text: str) -> bool:
    return bool(_CLAUSE.search(text))


def as_question(text: str) -> str:
    """With a capital first and one question mark last."""
    text = " ".join(text.split()).rstrip(" ?!.,")
    return f"{text[:1].upper()}{text[1:]}?" if text else ""


def lower_first(text: str) -> str:
    """Small first letter, unless the first word is a name in capitals or of its own kind ("LAS", "DCAT")."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def with_more(question: str, words: str) -> str:
    """The question with more at its end: "Hur många bor i Umeå" + "2022"."""
    return as_question(f"{question.rstrip(' ?!.')} {words}")


def listed(phrases: Sequence[str]) -> str:
    """ "Umeå, Luleå och Boden"."""
    unique = list(dict.fromkeys(phrases))
    return unique[0] if len(unique) == 1 else f"{', '.join(unique[:-1])} och {unique[-1]}"


def shares(words: Sequence[str], others: AbstractSet[str]) -> bool:
    """Whether a word is among the others, or begins as one of them does ("piloterna", "piloter")."""
    return any(word in others or any(_alike(word, other) for other in others) for word in words)


def _alike(one: str, other: str) -> bool:
    least = min(len(one), len(other))
    return least >= 4 and one[: max(4, least - 2)] == other[: max(4, least - 2)]


_SHARE = re.escape(texts.CONVERSATION_SHARE.partition("{")[0]) + ".*"
_ENDINGS = re.compile(
    "|".join([*map(re.escape, sorted(texts.CONVERSATION_TASKS.values(), key=len, reverse=True)), _SHARE])
)


def asked(turn: Turn) -> str:
    """What a turn asked: its question as it was written, or, of a follow-up, without what it wanted done."""
    whole = turn.standalone_question
    return as_question(whole) if fold(bare(turn.question)) == fold(bare(whole)) else plain(whole)


def plain(question: str) -> str:
    """A question without what an earlier follow-up wanted done: ", och hur stor är skillnaden"."""
    rest = _ENDINGS.sub("", question.rstrip(" ?"))
    start = texts.CONVERSATION_CHART.partition("{")[0]
    return as_question(rest.removeprefix(start))
