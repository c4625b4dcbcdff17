"""Words of order: which end is meant ("högst", "tuffast"), what falls, what is better, which of two."""

from __future__ import annotations

import re

_SETS_NO_ORDER = r"(?!(?:sen|end|när|oft|knapp|häst|kontr|ball|gymn|fant|entusi)\w*ast)"
HIGH = re.compile(
    r"\b(högst\w*|störst\w*|mest|flest|bäst\w*|överst|längst upp|högst upp|topp\w*|toppen|värst\w*|"
    r"highest|most|top|largest|biggest|best|"
    rf"{_SETS_NO_ORDER}\w{{3,}}ast(?:e|a)?)\b",
    re.IGNORECASE,
)
LOW = re.compile(
    r"\b(nederst|längst ne[rd]|lägst\w*|minst\w*|sämst\w*|färst|bott\w+|jumbo\w*|svagast\w*|"
    r"långsammast\w*|ovanligast\w*|"
    r"svårast\w*|mörkast\w*|dystrast\w*|billigast\w*|lowest|least|fewest|"
    r"smallest|worst)\b",
    re.IGNORECASE,
)
_TOP = re.compile(r"topp?\w*", re.IGNORECASE)
ORDER = re.compile(
    r"\b(rangordna\w*|ordnad?e?|ranka\w*|rankning\w*|rangordning\w*|topplista\w*|sortera\w*)\b", re.IGNORECASE
)
COMPARATIVE = re.compile(
    r"\b(?:fler|färre|högre|lägre|mer|mindre|bättre|sämre|större|dyrare|billigare|lättare|svårare|enklare|"
    r"över|under(?!\s+(?:hela\s+|våren|sommaren|hösten|vintern|årets?|perioden|januari|februari|mars|april|maj|ju[nl]i|"
    r"augusti|september|oktober|november|december|första|andra|tredje|fjärde|åren|\d{4}\b)))\b",
    re.IGNORECASE,
)
_FALLS = re.compile(
    r"\b(minsk\w*|sjunk\w*|sjönk|fall(?:er|it)|föll|krymp\w*|krympte|rasa\w*|backa\w*|dök|dykt|"
    r"sänk\w*|tappa\w*|krascha\w*|"
    r"försv(?:ann|unnit|inner)|raset|fallet|tappet|störtd(?:ök|ykt)|halvera\w*|"
    r"(?:kom|kommit|kommer) (?:ner|ned)|"
    r"nedgång\w*|(?:gått|gick|går)\b[^.?!]{0,40}?\b(?:ner|ned)|fell|fall|decreas\w*)\b",
    re.IGNORECASE,
)
GOOD = re.compile(r"\b(?:bäst\w*|ljusast\w*|best)\b", re.IGNORECASE)
POOR = re.compile(r"\b(?:sämst\w*|värst\w*|mörkast\w*|dystrast\w*|worst)\b", re.IGNORECASE)
_CHOICE = re.compile(r"\beller\b|\b(?:vem|vilk(?:en|et|a)) av\b", re.IGNORECASE)
_NTH = re.compile(
    r"\b(?:(?P<next>näst)\s*|(?P<nth>andra|tredje|fjärde|femte|sjätte|sjunde|åttonde|nionde|tionde)\s+)"
    r"(?=högst|störst|flest|mest|bäst|lägst|minst|färst|sämst|folkrik|vanligast)",
    re.IGNORECASE,
)
ORDINALS = ("första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde",
            "elfte", "tolfte")  # fmt: skip


def ends(text: str) -> tuple[bool, bool]:
    """Whether the top of an order is asked for, and whether the bottom: "topp tre lägst" is the bottom."""
    low = LOW.search(text)
    high = [match for match in HIGH.finditer(text) if not LOW.fullmatch(match[0])]
    if low:
        high = [match for match in high if not _TOP.fullmatch(match[0])]
    return bool(high), bool(low)


def nth(text: str) -> int:
    """Which place from the end is asked for: 2 for "näst störst", 3 for "tredje största", else 1."""
    match = _NTH.search(text)
    if match is None:
        return 1
    return 2 if match["next"] else ORDINALS.index(match["nth"].lower()) + 1


def chooses(text: str) -> bool:
    """Whether one of the things named is asked for: "vem tjänar mest, en tandläkare eller en veterinär"."""
    high_or_low = HIGH.search(text) or LOW.search(text) or COMPARATIVE.search(text)
    return bool(high_or_low and _CHOICE.search(text))


def orders(word: str) -> bool:
    """Whether a word only says which end of an order is meant: "mest", "lägst", "rangordna"."""
    return any(pattern.fullmatch(word) for pattern in (HIGH, LOW, ORDER, COMPARATIVE))


def falls(text: str) -> bool:
    """Whether the change that is asked for is one downwards: "minskade mest"."""
    return bool(_FALLS.search(text))
