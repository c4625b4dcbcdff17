"""What the dimensions of people (sex, age and other groups) come to for a request."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from rag import texts
from rag.schema import Dimension
from rag.statistics.ages import OLDEST, loosely_said
from rag.statistics.axis import JOIN, Axis, all_of
from rag.statistics.request import Request
from rag.statistics.unknown import BRANCH
from rag.swedish.stems import stem
from rag.swedish.words import fold, tokenize

MAX_SHOWN = 6
"""Groups of a table without a total that are shown when the question names none of them."""
_BAND = re.compile(r"(\d{1,3})(?:-(\d{1,3})|(\+))?")


def sex_axis(request: Request, dimension: Dimension, sums: bool) -> Axis:
    known = tuple(code for code in request.sexes if code in dimension.codes)
    if request.shares and request.share_of == "sex":
        return Axis((*known, *(code for code in dimension.codes if code not in (*known, dimension.total))))
    if known:
        return Axis(known)
    if dimension.total:
        return Axis((dimension.total,))
    if sums:
        return Axis((all_of(dimension),), names={all_of(dimension): ""})
    return Axis(tuple(dimension.codes), remarks=[texts.STAT_NO_TOTAL_SEX], cost=2.0)


def age_axis(request: Request, dimension: Dimension, sums: bool) -> Axis | None:
    if request.ages is None:
        whole = dimension.total or (all_of(dimension) if sums else "")
        if not whole and len(dimension.codes) == 1:
            return Axis(tuple(dimension.codes))
        return Axis((whole,), names={whole: ""}) if whole else choice(dimension)
    low, high = request.ages
    bands = {code: band for code in dimension.codes if (band := _band(code))}
    exact = [code for code, band in bands.items() if band == (low, high)]
    chosen = exact or [code for code, (first, last) in bands.items() if low <= first and last <= high]
    if not chosen or not (sums or len(chosen) == 1) or not _cover(low, high, [bands[c] for c in chosen]):
        return None
    joined = JOIN.join(chosen)
    if request.shares and request.share_of == "age":
        label = _age_label(low, high, dimension)
        return Axis((joined, all_of(dimension)), names={joined: label, all_of(dimension): ""})
    label = dimension.codes[chosen[0]] if len(chosen) == 1 else _age_label(low, high, dimension)
    loose = loosely_said(request.text)
    remarks = [texts.STAT_AGES_MEANT.format(asked=loose, given=label)] if loose else []
    return Axis((joined,), names={joined: label}, remarks=remarks)


def _band(code: str) -> tuple[int, int] | None:
    """First and last year of an age code: "20", "18-24", "65+"; None for other codes."""
    match = _BAND.fullmatch(code)
    if match is None:
        return None
    return int(match[1]), int(match[2]) if match[2] else OLDEST if match[3] else int(match[1])


def _cover(low: int, high: int, bands: Sequence[tuple[int, int]]) -> bool:
    """Whether the bands reach from the first year to the last; the oldest of a table are those it has."""
    ordered = sorted(bands)
    joined = all(before[1] + 1 == after[0] for before, after in pairwise(ordered))
    return joined and ordered[0][0] == low and (ordered[-1][1] == high or high >= OLDEST)


def choice(dimension: Dimension) -> Axis:
    """All the groups of a dimension that has no total: a few are shown, many are asked about."""
    codes = tuple(dimension.codes)
    if len(codes) <= MAX_SHOWN:
        return Axis(codes, cost=1.0)
    return Axis(codes[:1], choices=codes, cost=2.0)


def _age_label(low: int, high: int, dimension: Dimension) -> str:
    oldest = max(band[1] for code in dimension.codes if (band := _band(code)))
    if low == high:
        return dimension.codes[str(low)]
    return f"{low} år eller äldre" if high >= oldest else f"{low}–{high} år"


def other_axis(dimension: Dimension, sums: bool, request: Request) -> Axis:
    named = tuple(code for code, label in dimension.codes.items() if says(label, request.unknown))
    named = named or spoken_of(dimension, request.text)
    if dimension.role == "sector":
        named = branches_of(dimension, request.text) or named
    if request.shares and request.share_of == dimension.role:
        whole = dimension.total or all_of(dimension)
        return Axis((*named[:1], whole), names={} if dimension.total else {whole: ""})
    if named:
        return Axis(named)
    if dimension.total:
        return Axis((dimension.total,))
    if sums:
        return Axis((all_of(dimension),), names={all_of(dimension): ""})
    if request.ranking and request.ranking.over == "industry":
        return Axis(tuple(dimension.codes))
    return choice(dimension)


def branches_of(dimension: Dimension, text: str) -> tuple[str, ...]:
    """The branches that a text names, in its order."""
    said: dict[str, int] = {}
    for at, word in enumerate(tokenize(text)):
        for code, label in dimension.codes.items():
            if is_branch(label, word.text):
                said.setdefault(code, at)
    return tuple(sorted(said, key=lambda code: said[code]))


def spoken_of(dimension: Dimension, text: str) -> tuple[str, ...]:
    """The codes whose label the question says in full, or its first words alone: the longest labels win."""
    said = [stem(fold(token.text)) for token in tokenize(text)]
    found: dict[str, int] = {}
    for code, label in dimension.codes.items():
        words = [stem(fold(token.text)) for token in tokenize(label)]
        if words and any(said[at : at + len(words)] == words for at in range(len(said))):
            found[code] = len(words)
    longest = max(found.values(), default=0)
    return tuple(code for code, length in found.items() if length == longest and code != dimension.total)


def said_in_full(dimension: Dimension, name: str, text: str) -> tuple[str, ...]:
    """The codes whose label, of more words than `name` and with it in it, the question says in full."""
    words = {stem(fold(token.text)) for token in tokenize(name)}
    labels = {
        c: {stem(fold(t.text)) for t in tokenize(dimension.codes[c])} for c in spoken_of(dimension, text)
    }
    return tuple(code for code, label in labels.items() if words < label)


_CALLED: Mapping[str, tuple[str, ...]] = {
    "tillverkning": ("industri", "fabrik", "tillverk"),
    "bygg": ("bygg",),
    "utbildning": ("skola", "skolan", "skolor", "skolväsende"),
    "handel": ("butik", "detaljhandel"),
    "hotell": ("restaurang",),
}
"""First words of the names of branches to how people call them."""


def says(label: str, words: Sequence[str]) -> bool:
    """Whether one of the words names the label: "utbildning", "byggbranschen" for "Byggverksamhet"."""
    form = fold(label)
    for word in words:
        said = fold(word)
        first = BRANCH.sub("", said)
        if said == form or (first != said and len(first) > 2 and form.startswith(first)):
            return True
    return False


def is_branch(label: str, word: str) -> bool:
    """Whether a word means the branch of a label: "byggjobbare", "industrin" for "Tillverkning"."""
    form, said = fold(label), fold(word)
    called = next((names for first, names in _CALLED.items() if form.startswith(first)), ())
    return says(label, [word]) or any(said.startswith(name) for name in called)
