"""Times that are counted from the turn before: "månaden efter", "samma månad 2018", "och i mars"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.schema import Turn
from rag.swedish.periods import MONTHS, format_period

_COUNTS = {"ett": 1, "en": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "tio": 10}
_UNIT = r"(?P<unit>år|månad|kvartal|halvår)(?:e[tn]|er|en)?"
_BESIDE = re.compile(
    rf"\b{_UNIT}\s+(?P<way>innan|före|dessförinnan|tidigare|efter|därpå|därefter|senare)\b", re.IGNORECASE
)
_AWAY = re.compile(
    rf"\b(?P<count>{'|'.join(_COUNTS)}|\d+)\s+{_UNIT}\s+"
    r"(?P<way>innan|före|dessförinnan|tidigare|dessförut|bakåt|efter|senare|framåt)\b",
    re.IGNORECASE,
)
_NEXT = re.compile(rf"\b(?P<way>föregående|nästa|följande|nästföljande)\s+{_UNIT}", re.IGNORECASE)
_SAME = re.compile(
    r"\bsamma\s+(?:(?:två|tre|fyra|fem|sex|halv)\s*)?(?:månad(?:er)?|kvartal|period|tid(?:punkt)?|år)\b\s*(?:år\s+)?(?P<year>(?:19|20)\d\d)?",
    re.IGNORECASE,
)
_THAT = re.compile(r"\b(?:det|den)\s+(?P<unit>månaden|kvartalet|året)\b", re.IGNORECASE)
""" "Det året" is the year of the time that was spoken of."""
_MONTH = re.compile(
    rf"(?:^|\b(?:var|blev|är) (?:det|de) )(?:i\s+)?(?P<month>{'|'.join(MONTHS)})$", re.IGNORECASE
)
""" "i mars", "hur många var det i mars"."""
_BACKWARD = {"innan", "före", "dessförinnan", "tidigare", "dessförut", "bakåt", "föregående"}
_LENGTH = {"år": 12, "halvår": 6, "kvartal": 3, "månad": 1}
_CODE = re.compile(r"(?P<year>\d{4})(?:(?P<kind>[KMH])(?P<part>\d{1,2}))?")
_OF_KIND = {"M": 1, "K": 3, "H": 6, "": 12}


def said(text: str) -> tuple[int, int] | None:
    """Where `text` names a time only by another: "månaden efter"."""
    found = (pattern.search(text) for pattern in (_AWAY, _BESIDE, _NEXT, _SAME, _THAT))
    match = next((one for one in found if one), None)
    return match.span() if match else None


def counted(text: str, base: str) -> str:
    """The period that `text` means, counted from `base`; empty when it means none or cannot be counted.

    Args:
        text: What the person wrote.
        base: Code of the period of the turn before: "2022", "2022K3", "2022M07".
    """
    code = _CODE.fullmatch(base)
    if not code:
        return ""
    same = _SAME.search(text)
    moved = _AWAY.search(text) or _BESIDE.search(text) or _NEXT.search(text)
    if moved:
        count = _count(moved.groupdict().get("count") or "1")
        step = _LENGTH[moved["unit"].lower()] * count
        return _moved(code, -step if moved["way"].lower() in _BACKWARD else step)
    if same:
        return f"{same['year']}{base[4:]}" if same["year"] else base
    if that := _THAT.search(text):
        return base[:4] if that["unit"].lower() == "året" else base
    return ""


def month_of(text: str, base: str) -> str:
    """ "i mars" in the year of `base`; empty when `text` is no bare month."""
    match = _MONTH.search(text.strip(" .!?"))
    return f"{base[:4]}M{MONTHS.index(match['month'].lower()) + 1:02d}" if match and base else ""


def years_moved(text: str) -> int:
    """How many years "samma månader året före" lies from what was spoken of; 0 when it counts no years."""
    moved = _AWAY.search(text) or _BESIDE.search(text)
    if not moved or moved["unit"].lower() != "år":
        return 0
    count = _count(moved.groupdict().get("count") or "1")
    return -count if moved["way"].lower() in _BACKWARD else count


def phrase(code: str) -> str:
    """The period as it stands in a question: "2022", "i juli 2022", "andra kvartalet 2022"."""
    words = format_period(code)
    return f"i {words}" if "M" in code else words


def period_of(turn: Turn, codes: Sequence[str]) -> str:
    """The one period that a turn was about: what its question named last, else that of its first figure."""
    single = [code for code in codes if _CODE.fullmatch(code)]
    figures = turn.answer.quantities if turn.answer else ()
    shown = list(dict.fromkeys(q.period for q in figures if _CODE.fullmatch(q.period) and q.period != "0000"))
    if len(shown) == 1 and (not single or shown[0][:4] in {code[:4] for code in single}):
        # "… jämfört med kvartalet innan" is of the first, "vilken månad 2020" of the one found
        return shown[0]
    return single[-1] if single else next(iter(shown), "")


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTS[word.lower()]


def _moved(code: re.Match[str], months: int) -> str:
    kind = code["kind"] or ""
    length = _OF_KIND[kind]
    if months % length:
        return ""
    at = int(code["year"]) * 12 + (int(code["part"] or 1) - 1) * length + months
    year, part = at // 12, at % 12 // length + 1
    return f"{year}{kind}{part:02d}" if kind == "M" else f"{year}{kind}{part}" if kind else str(year)
