"""Whose question it is: a figure's, or one for law, the catalogue or a dictionary."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.statistics.rank_reading import read_ranking
from rag.swedish.words import fold

_LAW = re.compile(
    r"\b(rätt till|har (jag|man|vi) rätt|enligt (lag|lagen|avtal\w*)|lagen|"
    r"(?<!som )(?<!jag )(?<!han )(?<!hon )lagar|paragraf\w*|§|"
    r"måste(?! (?:ha|få|veta)\b)(?!.{0,60}\b(?:tjäna|ha i (?:månads)?lön))|"
    r"skyldig\w*|hur ofta(?! (?:annons|utannons|utlys|efterlys|sök))|varför|"
    r"vilk\w+ (lag|lagar|regler|myndighet\w*|förordning\w*)|vem (ansvarar|äger|publicerar)|ansvarar för|"
    r"kollektivavtal\w*|uppsägningstid\w*|får (en |min )?(arbetsgivar\w*|chef\w*)|förbjudet|tillåtet|"
    r"rättslig\w*|påföljd\w*|sanktion(?:savgift)?\w*|böter|skadestånd\w*|vad händer (?:om|när)|a-kassa\w*)\b",
    re.IGNORECASE,
)
_OF_GROUPS = re.compile(r"\bhur många (?:yrken|yrkesgrupper|kommuner|län|branscher)\b", re.IGNORECASE)
"""Asks of what there is to divide by, unless those beyond a limit are counted."""
_DATA = re.compile(
    r"\b(öppna data|open data|datas?et\w*|datamängd\w*|datakäll\w*|api(:?er|:?et)?|ladda ner|rådata|csv|"
    r"var (hittar|finns(?! (?:det )?(?:flest|mest|störst|minst|högst|lägst|fler))|får|kan)|"
    r"finns det (någon |några )?(statistik|data|uppgifter|siffror|tabell\w*)|"
    r"(vilken|vilka) (statistik|data|källor|tabeller))\b",
    re.IGNORECASE,
)
_MEANING = re.compile(
    r"^\s*(vad (är|betyder|menas med|innebär|mäter)|hur (definieras|räknas|beräknas|mäts|fungerar)|"
    r"definiera|förklara|"
    r"vad är skillnaden mellan|what is (a|an|the definition))\b",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"^\s*vad är [\w-]*(?:heten|tionen|lönen|mängden|takten|graden)\b(?!\s+för (?:något|nånting))",
    re.IGNORECASE,
)
"""A level in the definite form has a figure, "vad är inflationen"; "vad är inflation" asks what it means."""
_INTENT = re.compile(
    r"^(?:är|var|har|hade|finns|fanns|ligger|låg|tjänar|tjänade|ökade|minskade)\b|"
    r"\b(hur (ofta|många|mycket|mkt|mke|månge|stor\w*|hög\w*|låg\w*|många|lätt|svårt|ser|har|gick|"
    r"var|är|utveckla\w*)|antal\w*|"
    r"andel\w*|"
    r"vad (tjänar|tjänade|är|var|blev|ligger|låg|får)|vilk(?:en|et|a)|topp\w*|jämför\w*|skillnad\w*|"
    r"utveckling\w*|"
    r"löneskillnad\w*|lönegap\w*|medianlön\w*|medellön\w*|snittlön\w*|statistik|siffr\w+|ökat|"
    r"minskat|ökade|minskade|"
    r"förändr\w+|visa|how (many|much|high)|what (is|was|do|does)|compare)\b",
    re.IGNORECASE,
)


def is_elsewhere(text: str) -> bool:
    """Whether law, the catalogue or nobody should answer."""
    groups = _OF_GROUPS.search(text) and not ((order := read_ranking(text)) and order.counted)
    return bool(_LAW.search(text) or _DATA.search(text) or groups)


def asks_meaning(text: str, unknown: Sequence[str]) -> bool:
    """Whether a word is to be explained: "vad är medianlön", not "vad är medianlönen (för x)"."""
    match = None if _LEVEL.match(text) else _MEANING.search(text)
    return bool(match) and (not unknown or fold(match[1] if match else "") != "vad är")


def asks_figure(text: str) -> bool:
    """Whether a figure is asked for in so many words."""
    return bool(_INTENT.search(text))
