"""The gate on a model's own words, one rule at a time; the whole of it is in writers/test_lies.py."""

from __future__ import annotations

import pytest

from rag.gate import doubt

FEE = "Avgiften får enligt 2 § inte vara högre än 250 kronor, men den får räknas ut på förhand."
NOTICE = "Arbetsgivaren ska enligt 30 § LAS underrätta arbetstagaren minst två veckor i förväg."
SEVERAL = "Tiden är två månader för lärare och tre månader för chefer."


def said(text: str, source: str, *named: str) -> str:
    return doubt(text, [source], named)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Avgiften får inte vara högre än 250 kr.", FEE),
        ("Den får räknas ut på förhand.", FEE),
        ("Minst två veckor i förväg ska arbetsgivaren underrätta arbetstagaren.", NOTICE),
        ("Arbetsgivaren ska underrätta dig minst 2 veckor i förväg enligt LAS.", NOTICE),
        ("Tiden är tre månader för chefer.", SEVERAL),
    ],
)
def test_what_is_shortened_moved_or_spelt_otherwise_is_kept(text: str, source: str) -> None:
    assert said(text, source) == ""


@pytest.mark.parametrize(
    ("text", "source", "why"),
    [
        ("Avgiften får vara högre än 250 kronor.", FEE, "negation"),
        ("Avgiften får inte räknas ut på förhand.", FEE, "negation"),
        ("Den ska räknas ut på förhand.", FEE, "says ska"),
        ("Den räknas ut på förhand.", FEE, "leaves out får"),
        ("Avgiften får inte vara högre än 250 euro.", FEE, "does not have"),
        ("Arbetstagaren ska underrätta arbetsgivaren minst två veckor i förväg.", NOTICE, "puts"),
        ("Arbetsgivaren ska underrätta arbetstagaren högst två veckor i förväg.", NOTICE, "two|två"),
        ("Arbetsgivaren ska underrätta arbetstagaren minst två månader i förväg.", NOTICE, "månader"),
        ("Arbetsgivaren ska enligt skollagen underrätta arbetstagaren.", NOTICE, "skollagen"),
        ("Du ska underrätta arbetstagaren minst två veckor i förväg.", NOTICE, "more often|puts|du"),
        ("Tiden är tre månader för lärare.", SEVERAL, "another figure"),
        ("Tiden är två månader för chefer.", SEVERAL, "leaves out"),
        ("Avgiften.", FEE, "too little"),
    ],
)
def test_what_is_turned_is_doubted(text: str, source: str, why: str) -> None:
    assert any(part in said(text, source) for part in why.split("|")), said(text, source)


def test_titles_lend_words_but_never_figures() -> None:
    assert said("Avgiften för öppna data får inte vara högre än 250 kronor.", FEE, "Öppna data") == ""
    assert said("Avgiften får inte vara högre än 300 kronor.", FEE, "300 kronor") != ""
