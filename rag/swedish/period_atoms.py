"""One period as it is written, "dec 22", "K3 2023", "tredje kvartalet 2023", and its code."""

from __future__ import annotations

import re

from rag.swedish.period_codes import MONTHS

_SHORT = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_ENGLISH = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
MONTH_NUMBER = (
    {name: n for n, name in enumerate(MONTHS, 1)}
    | {name: n for n, name in enumerate(_SHORT, 1)}
    | {name: n for n, name in enumerate(_ENGLISH, 1)}
    | {"sept": 9}
)
ORDINALS = {
    "första": 1,
    "andra": 2,
    "tredje": 3,
    "fjärde": 4,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "sista": 4,
}
"""The place of a quarter in its year; the last one is the fourth."""
COUNTS = {
    "två": 2,
    "tre": 3,
    "fyra": 4,
    "fem": 5,
    "sex": 6,
    "sju": 7,
    "åtta": 8,
    "nio": 9,
    "tio": 10,
    "tolv": 12,
}
# ------------------------------------------------------------------ reading

MONTH = "(?:" + "|".join(sorted(MONTH_NUMBER, key=len, reverse=True)) + r")\.?"
MONTH_ORDINALS = ("första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde",
                  "tionde", "elfte", "tolfte")  # fmt: skip
# Not a year: part of a longer number or of a code (2022:818, SSYK 2012), or an amount (2000 kronor).
AMOUNT = r"(?:\s?(?:kr\b|kronor|tkr|mkr|sek\b|personer|individer|invånare|jobb\b|annonser|%|stycken|st\b))"
YEAR = (
    rf"(?<![\d:.,§])(?<!ssyk )(?<!sni )(?<!sun )(?:19|20)\d\d(?!\d|[:,]\d|[  \u202f]\d{{3}}(?!\d)|{AMOUNT})"
)
_SHORT_YEAR = (
    r"[-–'’]?(?:0\d|1\d|2\d|3\d|8\d|9\d)"
    rf"(?![:.,–-]?\d|[–-]|[ \u00a0\u202f]\d{{3}}(?!\d)|\s?(?:{AMOUNT}))(?![a-zåäö])"
)
"""Two figures of a year, read only after a month or a quarter: "dec 22", "K3 -23"."""
ANY_YEAR = rf"(?:{YEAR}|{_SHORT_YEAR})"
ATOM = (
    rf"(?:{YEAR}[-M](?:0[1-9]|1[0-2])(?!\d)"
    rf"|(?<![\d/])(?:0[1-9]|1[0-2])/{YEAR}"
    rf"|(?:den\s+)?(?:{'|'.join(MONTH_ORDINALS)})\s+månaden(?:\s+(?:år|av|under|i))?\s+{YEAR}"
    rf"|{YEAR}\s?[kq][1-4]\b|[kq][1-4]\s?{ANY_YEAR}"
    rf"|(?:(?:{'|'.join(ORDINALS)}|[1-4](?::[ae])?)\s+kvartalet|kv(?:artal(?:et)?|\.)?\s+[1-4])(?:\s+år)?\s+{ANY_YEAR}"
    rf"|(?:{'|'.join(ORDINALS)}|[1-4](?:st|nd|rd|th))\s+quarter(?:\s+of)?\s+{YEAR}"
    rf"|(?:första|andra)\s+(?:halvåret|(?:hälften|halvan)\s+av)(?:\s+år)?\s+{YEAR}|\bh[12]\s+{YEAR}"
    rf"|\b{MONTH}\s*(?:månad(?:en)?)?\s*(?:år\s+|,\s+(?:alltså\s+|dvs\.?\s+)?)?(?:{ANY_YEAR}|i\s+år|i\s+fjol|förra\s+året|ifjol)"
    rf"|(?:(?:\b(?:hel(?:a|år)|kalenderår)(?:et)?|\båret)\s+)?{YEAR})"
)
_THIS_YEAR = {"i år": 0, "detta år": 0, "innevarande år": 0, "this year": 0}
_LAST_YEAR = {
    "förra året": 1,
    "förra årets": 1,
    "i fjol": 1,
    "ifjol": 1,
    "föregående år": 1,
    "last year": 1,
    "i förfjol": 2,
    "förrförra året": 2,
}
YEARS_BACK = _THIS_YEAR | _LAST_YEAR
NUMBER = rf"(?:\d{{1,2}}|{'|'.join(COUNTS)})"
UNITS = {"år": "Y", "kv": "K", "mån": "M", "yea": "Y", "qua": "K", "mon": "M"}


def code_of(atom: str, today: str) -> str:
    """The code of one period as the pattern `ATOM` reads it."""
    lowered = atom.lower()
    year = atom_year(lowered, today)
    if month := re.search(MONTH, lowered):
        return f"{year}M{MONTH_NUMBER[month[0].rstrip('.')]:02d}"
    if month := re.search(r"\d{4}[-m](\d\d)$|^(\d\d)/\d{4}$", lowered):
        return f"{year}M{month[1] or month[2]}"
    if "månaden" in lowered and (nth := _month_ordinal(lowered)):
        return f"{year}M{nth:02d}"
    ordinal = next((n for word, n in ORDINALS.items() if re.search(rf"\b{word}\b", lowered)), 0)
    if "halvår" in lowered or "hälften" in lowered or "halvan" in lowered:
        return f"{year}H{ordinal}"
    if half := re.match(r"h([12])\b", lowered):
        return f"{year}H{half[1]}"
    if ordinal:
        return f"{year}K{ordinal}"
    if quarter := re.search(
        r"[kq]([1-4])|kv(?:artal(?:et)?|\.)?\s+([1-4])|\b([1-4])(?::[ae]|st|nd|rd|th)?\s+(?:kvartal|quarter)",
        lowered,
    ):
        return f"{year}K{next(group for group in quarter.groups() if group)}"
    return year


def _month_ordinal(lowered: str) -> int:
    return next((n for n, word in enumerate(MONTH_ORDINALS, start=1) if f"{word} månaden" in lowered), 0)


def atom_year(lowered: str, today: str) -> str:
    if year := re.search(r"(?:19|20)\d\d", lowered):
        return year[0]
    if short := re.search(r"(?<!\d)[-–'’]?(\d\d)$", lowered):
        return f"{'19' if int(short[1]) > 40 else '20'}{short[1]}"
    back = 0 if re.search(r"i\s+år", lowered) else 1
    return str(int(today[:4] or "0") - back).zfill(4) if today else "0000"
