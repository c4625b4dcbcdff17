"""Cells of a PxWeb table: which codes are asked for, in how many questions, and the answers put together.

PxWeb answers at most so many cells at once. A selection that holds more is cut in halves along its longest
axis until each part fits; the parts, JSON-stat 2 datasets, are laid back into one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import product
from typing import Any

MOST_CELLS = 3_000_000
_CALL = re.compile(r"(TOP|BOTTOM|FROM|TO|RANGE)\(([^()]*)\)", re.IGNORECASE)

Json = Mapping[str, Any]
Selection = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A variable of a table."""

    code: str
    label: str
    codes: tuple[str, ...]
    """In the publisher's order, time ascending."""
    time: bool = False


def chosen(axis: Axis, expressions: Sequence[str]) -> list[str]:
    """The codes that PxWeb's expressions name, in the order of the axis.

    Raises:
        ValueError: One names nothing.
    """
    found: set[str] = set()
    for said in expressions:
        codes = _named(axis, said)
        if not codes:
            raise ValueError(f"{axis.code}: {said!r} names no value")
        found.update(codes)
    return [code for code in axis.codes if code in found]


def _named(axis: Axis, said: str) -> Sequence[str]:
    call = _CALL.fullmatch(said)
    if call is None:
        if "*" in said or "?" in said:
            return [code for code in axis.codes if fnmatchcase(code, said.replace("[", "[[]"))]
        return [said] if said in axis.codes else []
    name, values = call[1].upper(), [value.strip() for value in call[2].split(",")]
    if name in {"TOP", "BOTTOM"}:
        if not all(value.isdecimal() for value in values):
            return []
        number, offset = int(values[0]), int(values[1]) if len(values) > 1 else 0
        ordered = axis.codes[::-1] if name == "TOP" else axis.codes
        return ordered[offset : offset + number]
    if any(value not in axis.codes for value in values):
        return []
    places = [axis.codes.index(value) for value in values]
    if name == "RANGE" and len(places) == 2:
        return axis.codes[places[0] : places[1] + 1]
    return axis.codes[places[0] :] if name == "FROM" else axis.codes[: places[0] + 1] if name == "TO" else []


def size(selection: Selection) -> int:
    """Cells of a selection."""
    return math.prod(len(codes) for codes in selection.values())


def fitted(selection: Selection, time: str, most: int) -> Selection:
    """The selection with so many of its latest periods that it has at most `most` cells; at least one."""
    if size(selection) <= most or time not in selection:
        return selection
    periods = selection[time]
    a_period = size(selection) // len(periods)
    return {**selection, time: periods[-max(1, most // a_period) :]}


def parts(selection: Selection, most: int) -> Iterator[Selection]:
    """The selection in parts of at most `most` cells each."""
    if size(selection) <= most:
        yield selection
        return
    longest = max(selection, key=lambda name: len(selection[name]))
    codes = selection[longest]
    if len(codes) < 2:
        yield selection
        return
    middle = len(codes) // 2
    yield from parts({**selection, longest: codes[:middle]}, most)
    yield from parts({**selection, longest: codes[middle:]}, most)


def joined(datasets: Sequence[Json]) -> dict[str, Any]:
    """JSON-stat 2 datasets of one table as one.

    Raises:
        ValueError: They do not belong together, or do not hold what they say.
    """
    first = datasets[0]
    ids = [str(name) for name in first["id"]]
    if any([str(name) for name in dataset["id"]] != ids for dataset in datasets):
        raise ValueError("parts with different variables")
    categories = [{name: _categories(dataset, name) for name in ids} for dataset in datasets]
    codes = {name: list(dict.fromkeys(c for held in categories for c in held[name])) for name in ids}
    sizes = [len(codes[name]) for name in ids]
    total = math.prod(sizes)
    if total > MOST_CELLS:
        raise ValueError(f"{total} cells")
    places = {name: {code: n for n, code in enumerate(codes[name])} for name in ids}
    steps = [math.prod(sizes[n + 1 :]) for n in range(len(ids))]
    stepped = list(zip(ids, steps, strict=True))
    values: list[Any] = [None] * total
    status: dict[str, str] = {}
    for dataset, held in zip(datasets, categories, strict=True):
        axes = [[places[name][code] * step for code in held[name]] for name, step in stepped]
        _lay(dataset, [sum(at) for at in product(*axes)], values, status)
    dimension = {name: _dimension(datasets, name, codes[name]) for name in ids}
    whole = {**first, "size": sizes, "dimension": dimension, "value": values}
    whole.pop("status", None)
    return {**whole, "status": status} if status else whole


def _categories(dataset: Json, name: str) -> list[str]:
    index = dataset["dimension"][name]["category"].get("index")
    if isinstance(index, list):
        return [str(code) for code in index]
    if isinstance(index, dict):
        return sorted(index, key=lambda code: int(index[code]))
    return [str(code) for code in dataset["dimension"][name]["category"]["label"]]


def _lay(dataset: Json, targets: Sequence[int], values: list[Any], status: dict[str, str]) -> None:
    given, marks = dataset["value"], dataset.get("status") or {}
    if isinstance(given, list) and len(given) != len(targets):
        raise ValueError(f"{len(given)} values where {len(targets)} were expected")
    for n, target in enumerate(targets):
        values[target] = given[n] if isinstance(given, list) else given.get(str(n))
        mark = (marks[n] if n < len(marks) else "") if isinstance(marks, list) else marks.get(str(n), "")
        if mark:
            status[str(target)] = str(mark)


def _dimension(datasets: Sequence[Json], name: str, codes: Sequence[str]) -> dict[str, Any]:
    """The variable with the labels and units of all parts."""
    about = dict(datasets[0]["dimension"][name])
    labels: dict[str, str] = {}
    units: dict[str, Any] = {}
    for dataset in datasets:
        category = dataset["dimension"][name]["category"]
        labels |= category.get("label") or {}
        units |= category.get("unit") or {}
    category = {"index": {code: n for n, code in enumerate(codes)}, "label": labels}
    return {**about, "category": {**category, "unit": units} if units else category}
