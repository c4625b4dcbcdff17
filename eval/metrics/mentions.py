"""must_mention: share of the groups of wordings of which one stands in the text; must_not_mention: none may.

A wording of letters counts when its words, folded, stand in a row in the text; "0" and "31 200" are found
as whole numerals, so that 551707 is never seen in 10 551 707. A name counts in its genitive too: "Umeås".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from eval.metrics.base import Observation, Observations, ScoredTurn
from rag.swedish.numbers import find_numerals


def mentions(turn: ScoredTurn) -> Observations:
    """Observations for a turn that says what must or must not stand in the answer."""
    text = turn.answer.shown if turn.answer else ""
    groups = turn.expect.must_mention
    if groups:
        missed = [group[0] for group in groups if not mentioned(group, text)]
        yield Observation("must_mention", 1 - len(missed) / len(groups), ", ".join(missed))
    if turn.expect.must_not_mention:
        said = [wording for wording in turn.expect.must_not_mention if mentioned([wording], text)]
        yield Observation("must_not_mention", float(not said and turn.answer is not None), ", ".join(said))


def mentioned(wordings: Sequence[str], text: str) -> bool:
    """Whether one of the wordings stands in the text."""
    folded = spaced(text)
    return any(_stands(wording, text, folded) for wording in wordings)


def _stands(wording: str, text: str, folded: str) -> bool:
    numerals = find_numerals(wording)
    if len(numerals) == 1 and numerals[0].text == wording and numerals[0].value is not None:
        return any(numeral.value == numerals[0].value for numeral in find_numerals(text))
    whose = "s?" if wording[:1].isupper() and wording[-1:] not in "sxz" else ""
    return re.search(rf"(?<!\w){re.escape(spaced(wording))}{whose}(?!\w)", folded) is not None


def spaced(text: str) -> str:
    """NFKC, lower case, without soft hyphens, every run of white space one space."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().replace("\u00ad", "").split())
