"""What people ask on the subjects of the bundled datasets, and of nobody: `asked.tsv`, a phrase a row.

Written by writers who saw the records of the datasets and neither the cases nor the code, but for 90 rows of
figures and of things off the subject, by the authors. The classifier is trained on it (`fit_classifier.py`),
and `lint.py` sees to it that no case stands here word for word.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_name("asked.tsv")
_NOBODY = "-"


class Asked(NamedTuple):
    """A question or a wish."""

    dataset: str
    """The id of the dataset that meets it; empty where no source of ours does."""
    phrase: str


def read_asked(path: Path = _FILE) -> Iterator[Asked]:
    """The rows of a file: the id of a dataset, or "-" for nobody, and the phrase."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            dataset, phrase = line.split("\t")
            yield Asked("" if dataset == _NOBODY else dataset, phrase)
