"""Regions in text: riket, riksområden, län and kommuner, by their names, genitives and short forms.

A name may stand for several regions: Stockholm is a riksområde, a län and a kommun. All of them are
returned, for the same span, most local first; who answers sees which of them its table has, and names it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, cast

from rag.entities.place_words import joined, lives_in, of_there
from rag.entities.places_told import of_shared_kind, places_told
from rag.schema import Entity
from rag.swedish.compounds import lexicon
from rag.swedish.stems import stem
from rag.swedish.words import STOP_WORDS, Token, fold, tokenize

RegionKind = Literal["riket", "riksomrade", "lan", "kommun"]
_FILE = Path(__file__).with_name("regions.tsv")
_ORDER: tuple[RegionKind, ...] = ("kommun", "lan", "riksomrade", "riket")

_OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "00": (
        "riket",
        "hela riket",
        "i landet",
        "i landet som helhet",
        "i landet i stort",
        "hela landet",
        "landet i övrigt",
        "landet i stort",
        "landet som helhet",
        "riksgenomsnittet",
        "rikssnittet",
        "riksnivå",
        "landets",
        "nationellt",
        "sweden",
        "hela sverige",
    ),
    "01": ("sthlm", "stockholmsregionen"),
    "0180": ("sthlm", "stockis"),
    "SE11": ("sthlm",),
    "04": ("sörmland",),
    "12": ("skåningar", "skåningarna"),
    "1280": ("malmö stad",),
    "14": ("vgr", "vg-regionen", "västra götalandsregionen", "västra götalands regionen"),
    "1480": ("gbg", "göteborg stad", "gothenburg", "götet", "götlaborg"),
    "0380": ("uppis",),
    "0484": ("e-tuna",),
    "0580": ("lkpg", "linkan"),
    "0581": ("nkpg",),
    "0680": ("jkpg",),
    "1283": ("hbg",),
    "1880": ("örebronx",),
    "1980": ("gurkstan",),
    "2482": ("skellefte", "skellhampton"),
    "20": ("dalarnas",),
    "25": ("norrbottningar",),
    "23": ("jämtland härjedalen", "jämtland-härjedalen"),
    "SE21": (
        "småland och öarna",
        "småland med öar",
        "småland å öarna",
        "småland och på öarna",
        "småland å på öarna",
    ),
    "1315": ("hylte",),
    "2361": ("härjedalens",),
    "2080": ("falu",),
}
# Names that are also words. Some are taken for a place when written with a capital inside a sentence, after
# "i" or before "kommun"; those that are verbs and nouns of everyday text only with the capital or the word
# "kommun".
_ALSO_WORDS = {"ale", "boden", "eda", "habo", "heby", "hjo", "kil", "lund", "mora", "nacka", "nora", "orsa",
               "sala", "tanum", "åre", "salem", "flen", "ystad"}  # fmt: skip
_EVERYDAY_WORDS = {"mark", "vara", "berg", "köping", "säter", "orust", "kinda", "falu"}
_COMMUNE = {"kommun", "kommunen", "kommuns", "kommunens", "stad", "stads"}
_LAN = {"lan", "lähn", "län", "länet", "läns", "länets", "region", "regionen", "county"}
_RIKSOMRADE = {"riksområde", "riksområdet"}
_PLACE_WORDS = {
    "i",
    "från",
    "för",
    "inom",
    "hos",
    "kring",
    "runt",
    "in",
    "mellan",
    "och",
    "med",
    "än",
    "eller",
    "på",
}
_TYPO_MIN = 6


@dataclass(frozen=True, slots=True)
class Region:
    """A region of `regions.tsv`."""

    code: str
    kind: RegionKind
    name: str
    """As an answer writes it: "Umeå kommun", "riksområdet Stockholm", "riket"."""
    short: str
    parent: str


@cache
def regions() -> dict[str, Region]:
    """All regions by code, in the order riket, riksområden, län, kommuner."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        return {
            row["code"]: Region(
                row["code"], cast(RegionKind, row["kind"]), row["name"], row["short"], row["parent"]
            )
            for row in rows
        }


def region(code: str) -> Region | None:
    return regions().get(code)


@cache
def ancestors(code: str) -> tuple[str, ...]:
    """The regions that hold `code`, nearest first: "0180" lies in "01", "SE11" and "00"."""
    found = region(code)
    if found is None or not found.parent:
        return ()
    return (found.parent, *ancestors(found.parent))


@cache
def members(code: str, kind: RegionKind) -> tuple[str, ...]:
    """The regions of `kind` that lie in `code`, by code: the kommuner of a län, the län of a riksområde."""
    return tuple(r.code for r in regions().values() if r.kind == kind and code in ancestors(r.code))


@lru_cache(maxsize=256)
def find_regions(text: str) -> tuple[Entity, ...]:
    """The regions named in `text`, in its order; homonyms share a span, most local first.

    "Stockholms län" and "Umeå kommun" name one kind; "Stockholm" alone names three. Names without å, ä, ö and
    long names with a small misspelling are found too, with `exact` False.
    """
    told = sorted(places_told(text, _of_name, ancestors))
    tokens = [t for t in tokenize(text) if not any(one.start <= t.start < one.end for one in told)]
    found = [
        Entity(kind="region", code=t.code, label=regions()[t.code].name, start=t.start, end=t.end)
        for t in told
    ]
    at = 0
    while at < len(tokens):
        match = _match_at(text, tokens, at)
        if match is None:
            at += 1
            continue
        codes, used, exact = match
        start, end = tokens[at].start, tokens[at + used - 1].end
        found += [
            Entity(kind="region", code=code, label=regions()[code].name, start=start, end=end, exact=exact)
            for code in codes
        ]
        at += used
    ordered = sorted(found, key=lambda entity: entity.start) if told else found
    return tuple(of_shared_kind(text, ordered, lambda code: regions()[code].kind))


def _of_name(name: str) -> tuple[str, ...]:
    form = fold(name)
    return _lookup(form.removesuffix(" län"))[0]


_Match = tuple[tuple[str, ...], int, bool]
"""Codes, number of tokens, whether the spelling is exact."""


def _match_at(text: str, tokens: list[Token], at: int) -> _Match | None:
    lead = 0
    before = fold(tokens[at].text)
    if before in {*_RIKSOMRADE, "region", "kommunen", "län", "länet"} and at + 1 < len(tokens):
        lead = 1
    longest = _longest_from(fold(tokens[at + lead].text))
    for size in range(min(longest, len(tokens) - at - lead), 0, -1):
        words = tokens[at + lead : at + lead + size]
        named = _named(text, words, tokens[at + lead - 1] if at + lead else None, tokens[at + lead + size :])
        if named is None:
            continue
        codes, exact, tail = named
        kind = _kind_of(before if lead else "", fold(tail.text) if tail else "")
        if kind is None:
            return (codes, size, exact) if not lead else None
        chosen = tuple(code for code in codes if regions()[code].kind == kind)
        if not chosen and kind == "lan" and not lead:  # "Växjö län" is the one that holds it
            chosen = tuple(a for code in codes[:1] for a in ancestors(code) if regions()[a].kind == "lan")
        if chosen:
            return chosen, lead + size + (tail is not None), exact
        if not lead:
            return codes, size, exact
    return None


def _named(
    text: str, words: list[Token], previous: Token | None, rest: list[Token]
) -> tuple[tuple[str, ...], bool, Token | None] | None:
    """The codes that the words name, whether exactly, and the word after them that tells the kind."""
    form = fold(" ".join(word.text for word in words))
    tail = rest[0] if rest and fold(rest[0].text) in _COMMUNE | _LAN else None
    codes, exact = _lookup(form)
    if not codes and len(words) == 1:
        codes, exact = _misspelt(words[0], previous), False
    if not codes or not _is_place(text, words, previous, tail, form, exact):
        return None
    return codes, exact, tail


@cache
def _sizes() -> dict[str, int]:
    """First words of the names of several words, and how many words the longest has."""
    sizes: dict[str, int] = {}
    for name in (*_forms(), *_plain_forms()):
        first, *others = name.split()
        if others:
            sizes[first] = max(sizes.get(first, 1), 1 + len(others))
    return sizes


def _longest_from(word: str) -> int:
    """How many words a name that begins with `word` may have; its genitive counts too."""
    return _sizes().get(word, 1)


def is_people(word: str) -> bool:
    """Whether a word names those who live in a place, not the place."""
    return bool(_of_people(fold(word)))


def _of_people(form: str) -> tuple[str, ...]:
    return _first_named(lives_in(form)) if form not in lexicon() else ()


def _first_named(names: Iterable[str]) -> tuple[str, ...]:
    """The codes of the first of some names that is one and no everyday word."""
    words = (_ALSO_WORDS - {"lund"}) | (_EVERYDAY_WORDS - {"falu"})
    return next((_forms()[name] for name in names if name in _forms() and name not in words), ())


def _lookup(form: str) -> tuple[tuple[str, ...], bool]:
    form = form.removesuffix("'s")
    for candidate in (form, form.removesuffix("s") if form.endswith("s") else form):
        if candidate in _forms():
            return _forms()[candidate], True
    plain = _plain(form)
    for candidate in (form, form.removesuffix("s"), plain if " " in form else form):
        if candidate in _plain_forms():
            return _plain_forms()[candidate], False
    if "-" in form and (apart := _lookup(form.replace("-", " ")))[0]:
        return apart
    return _of_people(form) or _joined_to_kind(form) or _first_named(of_there(form)), True


def _joined_to_kind(form: str) -> tuple[str, ...]:
    """ "Jönköpingslän" in one word: the place of that kind alone."""
    found = joined(form) if form not in lexicon() else None
    named = _first_named([found.name]) if found else ()
    return by_kind(named, cast(RegionKind, found.kind)) if found and found.kind else named


def _kind_of(lead: str, tail: str) -> RegionKind | None:
    if lead in _RIKSOMRADE:
        return "riksomrade"
    if lead == "kommunen" or tail in _COMMUNE:
        return "kommun"
    if lead in {"region", "län", "länet"} or tail in _LAN:
        return "lan"
    return None


def _is_place(
    text: str, words: list[Token], previous: Token | None, tail: Token | None, form: str, exact: bool
) -> bool:
    """Whether a name that is also a word is meant as a place here."""
    bare = {form, form.removesuffix("s")}
    if tail is not None or not (bare & (_ALSO_WORDS | _EVERYDAY_WORDS)):
        return exact or form not in STOP_WORDS
    if not exact:
        return False
    capital = words[0].text[0].isupper() and not text.isupper()
    capital = capital and (words[0].start > 0 or bool(_THERE.search(text, words[-1].end)))
    after_i = previous is not None and fold(previous.text) == "i"
    return capital or ((after_i or _is_listed(text, words)) and bool(bare & _ALSO_WORDS))


_THERE = re.compile(r"\b(?:där|kommunen|staden)\b")
"""Says that a place has been named: "Sala ska bygga. Hur många bor där"."""
_LISTED_BEFORE = re.compile(r"(\w+)\s*(?:,|\beller|\boch|\bsamt)\s+$", re.IGNORECASE)
_LISTED_AFTER = re.compile(r"\s*(?:,|\beller\b|\boch\b|\bsamt\b)\s*(\w+)", re.IGNORECASE)


def _is_listed(text: str, words: list[Token]) -> bool:
    """Whether a name stands in a list beside one that is a place and nothing else: "piteå, boden, kiruna"."""
    beside = (
        _LISTED_BEFORE.search(text[: words[0].start]),
        _LISTED_AFTER.match(text, words[-1].end),
    )
    names = (fold(match[1]) for match in beside if match)
    return any(name in _forms() and name not in _ALSO_WORDS | _EVERYDAY_WORDS for name in names)


@cache
def _forms() -> dict[str, tuple[str, ...]]:
    """Folded names to codes, most local kind first."""
    forms: dict[str, list[str]] = {}
    for kind in _ORDER:
        for found in (r for r in regions().values() if r.kind == kind):
            for name in _names(found):
                forms.setdefault(fold(name), []).append(found.code)
    return {form: tuple(dict.fromkeys(codes)) for form, codes in forms.items()}


def _names(found: Region) -> Iterator[str]:
    yield found.short
    yield from _OTHER_NAMES.get(found.code, ())


@cache
def _plain_forms() -> dict[str, tuple[str, ...]]:
    """Names as typed without å, ä, ö; those that are then another name or an everyday word are left out."""
    return {
        plain: codes
        for form, codes in _forms().items()
        if (plain := _plain(form)) != form
        and plain not in _forms()
        and len(plain) > 3
        and plain not in lexicon()
    }


def _plain(form: str) -> str:
    return form.translate(str.maketrans("åäö", "aao"))


def _misspelt(word: Token, previous: Token | None) -> tuple[str, ...]:
    """The long name that `word` is a small misspelling of, never when it is a Swedish word of its own."""
    form = fold(word.text)
    if len(form) < _TYPO_MIN or not form.isalpha() or form in STOP_WORDS or _is_word(form):
        return ()
    if not (word.text[0].isupper() or (previous is not None and fold(previous.text) in _PLACE_WORDS)):
        return ()
    return _nearest_name(form)


@lru_cache(maxsize=4096)
def _nearest_name(form: str) -> tuple[str, ...]:
    """The codes of the one place whose long name is a letter or two from `form`; empty when several are."""
    from rapidfuzz.distance import OSA

    allowed = 1 if len(form) < 9 else 2
    near: dict[int, list[str]] = {}
    for name in _long_names():
        if name[0] == form[0] and abs(len(name) - len(form)) <= allowed:
            for candidate in (name, name + "s"):
                near.setdefault(int(OSA.distance(form, candidate, score_cutoff=allowed)), []).append(name)
    best = {_forms()[name] for name in near.get(1) or (near.get(2, []) if allowed > 1 else [])}
    return best.pop() if len(best) == 1 else ()


def _is_word(form: str) -> bool:
    known = lexicon()
    return form in known or stem(form) in known


@cache
def _long_names() -> tuple[str, ...]:
    return tuple(form for form in _forms() if len(form) >= _TYPO_MIN and " " not in form)


def by_kind(codes: Iterable[str], kind: RegionKind) -> tuple[str, ...]:
    """Those of `codes` that are regions of `kind`, in their order."""
    return _by_kind(tuple(codes), kind)


@lru_cache(maxsize=256)  # the codes of the same few tables, for each answer
def _by_kind(codes: tuple[str, ...], kind: RegionKind) -> tuple[str, ...]:
    return tuple(code for code in codes if (found := region(code)) is not None and found.kind == kind)
