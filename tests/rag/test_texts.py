"""Sentences for people: one file a room, one name for all."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from pkgutil import iter_modules

import pytest

from rag import texts

ROOMS = [module.name for module in iter_modules(texts.__path__)]


def _names(room: str) -> set[str]:
    return {name for name in vars(import_module(f"rag.texts.{room}")) if not name.startswith("_")}


def test_a_sentence_stands_in_one_file() -> None:
    places = Counter(name for room in ROOMS for name in _names(room))
    assert [name for name, number in places.items() if number > 1] == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_sentence_of_a_room_is_used_by_its_name_alone(room: str) -> None:
    assert all(name.isupper() for name in _names(room))
    assert _names(room) <= set(vars(texts))
