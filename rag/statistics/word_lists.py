"""Lists of words in files of this room: a row a kind, a star for letters or none, a plus for one or more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def patterns(name: str) -> Mapping[str, re.Pattern[str]]:
    """One pattern a kind of the file `name`, in its order; it matches whole words, the longest first."""
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    found: dict[str, re.Pattern[str]] = {}
    for line in lines:
        if line.startswith("#"):
            continue
        kind, words = line.split("\t")
        forms = sorted((word.strip() for word in words.split(",")), key=len, reverse=True)
        said = "|".join(re.escape(form).replace(r"\*", r"\w*").replace(r"\+", r"\w+") for form in forms)
        found[kind] = re.compile(rf"(?<![\w-])(?:{said})(?![\w-])", re.IGNORECASE)
    return found
