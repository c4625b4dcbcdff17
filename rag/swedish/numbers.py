"""Numbers in Swedish text: "10 551 707", "8,4 %", "åtta komma fyra", "38,7 tkr", and back again.

Two readers with two purposes. `find_numbers` reads quantities: value, unit and precision, no years, dates or
codes. `find_numerals` finds every digit and number word, so that a check can say that none was left
unverified.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from rag.swedish.number_words import SCALES, SPACE, number_words

NBSP = "\u00a0"
MINUS = "\u2212"
_MINUSES = "-\u2212–"


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity as the text states it."""

    value: Decimal
    """With sign and scale: "1,2 miljoner" is 1200000."""
    unit: str
    """Canonical unit ("percent", "pp", "SEK", "SEK/month", "persons", …), empty when none is named."""
    decimals: int
    """Decimals stated: 1 in "1,2 miljoner"."""
    start: int
    end: int
    scale: Decimal = Decimal(1)
    """What one stands for: a million in "1,2 miljoner"."""

    @property
    def precision(self) -> Decimal:
        """The smallest step that the stated decimals can show."""
        return self.scale.scaleb(-self.decimals)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A run of digits, or a number word."""

    text: str
    value: Decimal | None
    """None for what is no number: "2022:818", "2022-12-31"."""
    start: int
    end: int

    @property
    def key(self) -> str:
        """What two spellings of the same numeral share: "8,40" and "8.4" are "8.4"."""
        if self.value is None:
            return self.text
        plain = format(self.value, "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain


def format_number(value: Decimal | int, decimals: int | None = None) -> str:
    """The number in Swedish: no-break space between thousands, decimal comma, a true minus.

    Args:
        value: What to write.
        decimals: How many decimals; None keeps those that `value` has.
    """
    number = Decimal(value)
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    whole, _, fraction = format(abs(number), "f").partition(".")
    grouped = f"{int(whole):,}".replace(",", NBSP)
    sign = MINUS if number < 0 else ""
    return f"{sign}{grouped},{fraction}" if fraction else f"{sign}{grouped}"


# ------------------------------------------------------------------ digits

# Groups of three first ("10 551 707", "1.234.567"), then plain digits with a decimal comma or point. No
# digit on either side, so that 551707 is never found inside 10 551 707.
_DIGITS = re.compile(
    rf"""(?<![\d,.])(?:
        (?P<grouped>[1-9]\d{{0,2}}(?:(?P<sep>[{SPACE}.'])\d{{3}})(?:(?P=sep)\d{{3}})*)(?:,(?P<gdec>\d+))?
      | (?P<english>[1-9]\d{{0,2}}(?:,\d{{3}}){{2,}})
      | (?P<plain>\d+)(?:[,.](?P<pdec>\d+))?
    )(?![\d]|[.,:]\d)""",
    re.VERBOSE,
)
_SIGN = re.compile(rf"(?:^|(?<=[\s(\[/=:;])|(?<=\u00a0))(?:[{_MINUSES}]|minus[{SPACE}])$", re.IGNORECASE)
_NOT_QUANTITY = re.compile(
    r"""\b\d{4}-\d\d(?:-\d\d)?\b | \b\d{4}:\d+ | \b\d{1,2}[:.]\d\d\b(?=\s*(?:på\s|i\s+morse)) |
        \b(?i:ssyk|sni|sun|isco|sfs|nuts)[\s-]?(?:2012|2007|2020|08)?\s*\d* |
        \b\d+(?:\s?[a-z])?\s?(?:§|kap\b) | \b(?:19|20)\d\d[MKH]\d{1,2}\b | \b[KQ][1-4]\b |
        \b[^\W\d_]+\d+\w* | \b[^\W\d_]+-\d+\b""",
    re.VERBOSE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def _digits(text: str) -> Iterator[tuple[re.Match[str], Decimal, int]]:
    for match in _DIGITS.finditer(text):
        fraction = match["gdec"] or match["pdec"] or ""
        whole = match["grouped"] or match["english"] or match["plain"]
        whole = re.sub(rf"[{SPACE}.,']", "", whole)
        yield match, Decimal(f"{whole}.{fraction}" if fraction else whole), len(fraction)


# ------------------------------------------------------------------ units

_SHORT_KRONOR = {"tkr": 3, "kkr": 3, "ksek": 3, "mkr": 6, "mnkr": 6, "msek": 6, "mdkr": 9, "mdrkr": 9}
_UNIT = re.compile(
    rf"""[{SPACE}]?(?P<scale>(?:tusentals|tusen|miljon(?:er)?|miljard(?:er)?|mn|mdr?|mln|milj|thousand|million|
            billion)\b\.?)?[{SPACE}]?(?:
        (?P<pp>procentenhet(?:er(?:na)?)?\b|%-enheter\b|p\.e\.|percentage[ ]points?\b)
      | (?P<percent>%|procent\b|percent\b|per[ ]cent\b)
      | (?P<permille>‰|promille\b)
      | (?P<short>(?:tkr|kkr|ksek|mkr|mnkr|msek|mdkr|mdrkr)\b)
      | (?P<kronor>(?:kr(?:onor)?\b\.?|sek\b|:-))
      | (?P<persons>(?:personer|person|individer|kvinnor|män|människor|invånare|anställda|arbetslösa|
            inskrivna|varslade|persons|people)\b)
      | (?P<ads>(?:platsannonser|annonser|annons|job[ ]ads)\b)
      | (?P<years>år\b(?!\s*(?:19|20)\d\d))
    )?(?P<per>[{SPACE}]?(?:/|per|i|om|a)[{SPACE}]?
            (?:mån(?:ad(?:en)?)?|år(?:et)?|tim(?:men|me|man)?|month|year|hour)\b\.?)?""",
    re.VERBOSE | re.IGNORECASE,
)
_NAMED_UNITS = ("pp", "percent", "permille", "persons", "ads", "years")
_PER = {"mån": "month", "år": "year", "tim": "hour", "mon": "month", "yea": "year", "hou": "hour"}


def _unit(text: str, at: int) -> tuple[str, Decimal, int]:
    """Unit, scale and end of what follows a number that ends `at`; ("", 1, at) when nothing does."""
    match = _UNIT.match(text, at)
    assert match is not None
    scale = Decimal(10) ** SCALES[match["scale"].lower().rstrip(".")] if match["scale"] else Decimal(1)
    for unit in _NAMED_UNITS:
        if match[unit]:
            return unit, scale, match.end(unit)
    if match["short"] or match["kronor"]:
        if match["short"]:
            scale *= Decimal(10) ** _SHORT_KRONOR[match["short"].lower()]
        end = match.end("short") if match["short"] else match.end("kronor")
        if not match["per"]:
            return "SEK", scale, end
        return f"SEK/{_per(match['per'])}", scale, match.end("per")
    return "", scale, match.end("scale") if match["scale"] else at


def _per(words: str) -> str:
    lowered = re.sub(rf"^[{SPACE}]?(?:/|per|i|om|a)[{SPACE}]?", "", words.lower())
    return next(unit for start, unit in _PER.items() if lowered.startswith(start))


# ------------------------------------------------------------------ readers


def find_numbers(text: str) -> list[Number]:
    """The quantities that `text` states, in its order; no years, dates, paragraphs or codes."""
    barred = [match.span() for match in _NOT_QUANTITY.finditer(text)]
    found = []
    for match, value, decimals in _digits(text):
        if any(start < match.end() and match.start() < end for start, end in barred):
            continue
        unit, scale, end = _unit(text, match.end())
        if (
            not unit
            and scale == 1
            and match["plain"]
            and not match["pdec"]
            and _YEAR.fullmatch(match["plain"])
        ):
            continue
        negative = _SIGN.search(text, 0, match.start())
        start = negative.start() if negative else match.start()
        signed = -value if negative else value
        found.append(Number(signed * scale, unit, decimals, start, end, scale))
    for words in number_words(text):
        unit, scale, end = _unit(text, words.end)
        negative = _SIGN.search(text, 0, words.start)
        start = negative.start() if negative else words.start
        signed = -words.value if negative else words.value
        found.append(Number(signed * scale, unit, words.decimals, start, end, words.scale * scale))
    return sorted(_outermost(found), key=lambda number: number.start)


def _outermost(numbers: list[Number]) -> Iterator[Number]:
    """Leaves out "tusen" found again inside "12 tusen"."""
    for number in numbers:
        inside = any(o is not number and o.start <= number.start and number.end <= o.end for o in numbers)
        if not inside:
            yield number


_NUMERAL = re.compile(rf"\d{{4}}-\d\d-\d\d(?!\d)|\d+(?:[:.,/']\d+|[{SPACE}]\d{{3}}(?!\d))*")
_SCALE_AFTER = re.compile(rf"[{SPACE}](tusen|miljon(?:er)?|miljard(?:er)?)\b", re.IGNORECASE)
_DATE_OR_CODE = re.compile(r"\d+(?:[:/-]\d+)+")


def find_numerals(text: str) -> list[Numeral]:
    """Every run of digits and every number word of `text`, in its order, dates and codes included.

    A run holds what belongs together: "10 551 707", "8,4", "2022:818", "2022-12-31"; a range is two. Ordinals
    ("tredje") and the articles "en" and "ett" are no numerals.
    """
    found = []
    for match in _NUMERAL.finditer(text):
        for start, end in _runs(match[0]):
            found.append(_numeral(text, match.start() + start, match.start() + end))
    taken = [(numeral.start, numeral.end) for numeral in found]
    found += [
        Numeral(text[words.start : words.end], words.value, words.start, words.end)
        for words in number_words(text)
        if not any(start < words.end and words.start < end for start, end in taken)
    ]
    return sorted(found, key=lambda numeral: numeral.start)


def _numeral(text: str, start: int, end: int) -> Numeral:
    """The run of digits, with the scale word after it when there is one: "1,2 miljoner" is 1200000."""
    value = _plain_value(text[start:end])
    scale = _SCALE_AFTER.match(text, end)
    if scale and value is not None:
        return Numeral(text[start : scale.end()], value * 10 ** SCALES[scale[1].lower()], start, scale.end())
    return Numeral(text[start:end], value, start, end)


def _runs(piece: str) -> list[tuple[int, int]]:
    """Splits a chain of digits where it is no number: "2023 120 000" is a year and a number."""
    if _DATE_OR_CODE.fullmatch(piece) or _DIGITS.fullmatch(piece):
        return [(0, len(piece))]
    whole = [match.span() for match in _DIGITS.finditer(piece)]
    if _digit_count("".join(piece[a:b] for a, b in whole)) == _digit_count(piece):
        return whole
    return [match.span() for match in re.finditer(r"\d+(?:[:/]\d+)*", piece)]


def _digit_count(text: str) -> int:
    return sum(char.isdigit() for char in text)


def _plain_value(piece: str) -> Decimal | None:
    match = _DIGITS.fullmatch(piece)
    if not match:
        return None
    return next(value for _, value, _ in _digits(piece))
