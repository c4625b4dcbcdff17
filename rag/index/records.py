"""Values of `rag.schema` as rows and JSON, and back, by their type hints: no field is listed twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from rag.schema import Chunk, Concept, Dataset, Document, TableInfo

Stored = Document | Chunk | Concept | Dataset | TableInfo
R = TypeVar("R", bound=Stored)

Decode = Callable[[Any], Any]


def to_json(record: Stored) -> str:
    """The whole record as one line of JSON, fields in their declared order."""
    return _dump(record)


def from_json(cls: type[R], line: str) -> R:
    """The record that `to_json` wrote.

    Raises:
        ValueError: `line` is not JSON of such a record.
    """
    kind: Any = cls
    return _object_decoder(kind)(json.loads(line))  # type: ignore[no-any-return] # built from the hints of cls


def columns(cls: Any) -> tuple[str, ...]:
    """Column names of the table that holds such records: its fields, in order."""
    return _columns(cls)


@cache
def _columns(cls: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cls))


def to_row(record: Stored) -> tuple[str | int, ...]:
    """One value a column: text and numbers as they are, tuples, mappings and nested values as JSON."""
    return tuple(_value(getattr(record, name)) for name in columns(type(record)))


def line_to_row(cls: type[R], line: str) -> tuple[str | int, ...]:
    """As `to_row` of the record that `to_json` wrote, without making the record.

    Raises:
        ValueError: `line` is not JSON of such a record.
    """
    values = json.loads(line)
    try:
        return tuple(_value(values[name]) for name in columns(cls))
    except KeyError:  # it was written before the record had that field
        return to_row(from_json(cls, line))


def from_row(cls: type[R], row: tuple[Any, ...]) -> R:
    """The record that `to_row` wrote."""
    kind: Any = cls
    named = zip(columns(kind), _column_decoders(kind), row, strict=True)
    return cls(**{name: decode(value) if decode else value for name, decode, value in named})


def _value(value: Any) -> str | int:
    return value if isinstance(value, _AS_IS) else _dump(value)


def _dump(value: Any) -> str:
    return _ENCODER.encode(value)


def _as_mapping(value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return dict(value)
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no stored form")


_AS_IS = (str, int)
_ENCODER = json.JSONEncoder(default=_as_mapping, ensure_ascii=False, separators=(",", ":"))
"""Made once: it is asked of every field of every record."""


@cache
def _column_decoders(cls: Any) -> tuple[Decode | None, ...]:
    hints = get_type_hints(cls)
    return tuple(_column_decoder(hints[name]) for name in columns(cls))


def _column_decoder(hint: Any) -> Decode | None:
    if hint is bool:
        return bool
    inner = _decoder(hint)
    if inner is None and get_origin(hint) not in {tuple, Mapping}:
        return None
    return lambda text: inner(json.loads(text)) if inner else json.loads(text)


@cache
def _object_decoder(cls: Any) -> Decode:
    hints = get_type_hints(cls)
    special = {field.name: inner for field in fields(cls) if (inner := _decoder(hints[field.name]))}

    def decode(values: Any) -> Any:
        return cls(
            **{name: special[name](value) if name in special else value for name, value in values.items()}
        )

    return decode


def _decoder(hint: Any) -> Decode | None:
    """What turns parsed JSON into a value of this hint; None where JSON already gives it."""
    if is_dataclass(hint) and isinstance(hint, type):
        return _object_decoder(hint)
    if get_origin(hint) is tuple:
        inner = _decoder(get_args(hint)[0])
        return (lambda values: tuple(map(inner, values))) if inner else tuple
    return None
