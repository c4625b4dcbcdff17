"""Words made of the names of places: those who live there, what is of there, and names joined to their kind.

"umebor" → Umeå     "värmlänningar" → Värmland     "skånsk" → Skåne     "jönköpingslän" → Jönköping, a län
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_LIVES = ("bornas", "borna", "bor", "bo", "arnas", "arna", "are")
"""Endings of those who live in a town: "kirunabor", "lundabo", "göteborgare"."""
_FROM_A_LAND = re.compile(r"(?P<place>\w+l)(?:änning(?:ar|arna|arnas|s)?|ändsk(?:a|t)?)$")
""" "-land" becomes "-länning" and "-ländsk"."""
_PEOPLES: Mapping[str, str] = {
    "jämt": "jämtland", "östgöt": "östergötland", "västgöt": "västra götaland", "dalmas": "dalarna",
    "dalkull": "dalarna", "bleking": "blekinge", "hälsing": "gävleborg", "gästrik": "gävleborg",
    "ångermanlänning": "västernorrland", "medelpading": "västernorrland", "upplänning": "uppsala",
    "västerbottning": "västerbotten", "norrbottning": "norrbotten",
}  # fmt: skip
"""Those who live in a land, by the beginning of the word, to the name of its län."""
_PEOPLE = re.compile(rf"(?P<stem>{'|'.join(_PEOPLES)})(?:e|a|ar|or|en|an|arna|orna|arnas|ornas)?s?")
_ADJECTIVE = re.compile(r"(?P<stem>\w+?)(?:sk|ska|skt)$")
_STEMS: Mapping[str, str] = {
    "skån": "skåne", "bleking": "blekinge", "västerbottni": "västerbotten", "norrbottni": "norrbotten",
    "östgöt": "östergötland", "stockholm": "stockholm", "göteborg": "göteborg",
}  # fmt: skip
"""What is left of a name before "-sk", where it is not the name less its ending."""
_JOINED = re.compile(
    r"(?P<place>\w{3,}?)s?-?(?:(?P<lan>län(?:et|s|ets)?|regionen?s?)|(?P<kommun>kommun(?:en|s|ens)?)|"
    r"(?P<around>området|trakten)s?)$"
)


class OfPlace(NamedTuple):
    """A name that a word may be made of, and the kind of place where the word says it: "lan", "kommun"."""

    name: str
    kind: str = ""


def lives_in(form: str) -> Iterator[str]:
    """The names of the places that a folded word may say who lives in, likeliest first."""
    ending = next((ending for ending in _LIVES if form.endswith(ending)), "")
    place = form.removesuffix(ending)
    if ending and len(place) >= 3:
        yield place
        yield place[:-1] if place[-1] in "as" else place
        yield place + "å"
    if (land := _FROM_A_LAND.fullmatch(form)) and "änning" in form:
        yield f"{land['place']}and"
    if form.startswith("dalfolk"):
        yield "dalarna"
    if people := _PEOPLE.fullmatch(form):
        yield _PEOPLES[people["stem"]]


def of_there(form: str) -> Iterator[str]:
    """The names of the places that a folded adjective may be of: "skånsk", "halländska"."""
    if land := _FROM_A_LAND.fullmatch(form):
        yield f"{land['place']}and"
    if (adjective := _ADJECTIVE.fullmatch(form)) and adjective["stem"] in _STEMS:
        yield _STEMS[adjective["stem"]]


def joined(form: str) -> OfPlace | None:
    """The name that a folded word joins to its kind: "jönköpingslän", "umeåkommun", "skåneregionen"; of any
    kind for "stockholmsområdet"."""
    match = _JOINED.fullmatch(form)
    if match is None:
        return None
    return OfPlace(match["place"], "kommun" if match["kommun"] else "" if match["around"] else "lan")
