"""Fits `rag/catalogue/fitness.json`: `python -m eval.fit_needs --data-dir DIR`.

Needs that a dataset meets against needs that none does: the dev cases of the data suites, and those in
`eval/needs.tsv`, written by hand and apart from the cases. No test case is read. How well it tells them
apart is measured with each need left out.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.cases import REFUSALS, load_cases
from eval.fit_answerable import Floats, auc, fit
from rag.answerable import log_odds
from rag.catalogue import Catalogue
from rag.catalogue.fitness import CLASSIFIED, FEATURES, classified_features
from rag.catalogue.gaps import lacks_unit
from rag.classifier import margins
from rag.entities.gazetteer import Gazetteer
from rag.index.generation import GenerationHandle
from rag.query import in_plain_swedish, read_query
from rag.settings import load_settings

log = logging.getLogger(__name__)

SUITES = ("datasets", "datasets_blind", "gaps_blind")
TODAY = "2026-11-23"
OUT = Path("rag/catalogue/fitness.json")
NEEDS = Path(__file__).with_name("needs.tsv")


def main() -> None:
    rows, met = observations(data_dir_asked(__doc__))
    plain, classified = rows[:, : len(FEATURES)], rows
    kept = {
        "made": {
            "by": "python -m eval.fit_needs",
            "met": int(met.sum()),
            "gaps": int(len(met) - met.sum()),
            "weights": _told(plain, met),
            "classified": _told(classified, met),
        },
        "weights": dict(zip(FEATURES, fit(plain, met).round(3).tolist(), strict=True)),
        "classified": dict(zip(CLASSIFIED, fit(classified, met).round(3).tolist(), strict=True)),
    }
    OUT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    log.info("%s", kept["made"])


def _told(rows: Floats, met: Floats) -> dict[str, object]:
    """How well needs are told from gaps, each by weights fitted on all others."""
    left_out = np.array([rows[i] @ _without(rows, met, i) for i in range(len(rows))])
    shares = {
        str(at): (_share(left_out[met == 1] > log_odds(at)), _share(left_out[met == 0] <= log_odds(at)))
        for at in (0.3, 0.4, 0.5, 0.6, 0.7)
    }
    return {"auc_left_out": round(auc(left_out, met), 3), "kept_and_seen_at": shares}


def data_dir_asked(description: str | None) -> Path:
    """The one argument of a program that fits something of the catalogue's: whose index it asks."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data-dir", type=Path, required=True)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    data_dir: Path = parser.parse_args().data_dir
    return data_dir


def observations(data_dir: Path) -> tuple[Floats, Floats]:
    """Features of all needs, `(n, k)`, and which are met, `(n,)` of 0 and 1."""
    handle = GenerationHandle(data_dir, load_settings(data_dir=data_dir))
    rows: list[tuple[float, ...]] = []
    met: list[float] = []
    with handle.current() as generation:
        catalogue, gazetteer = Catalogue(generation.store), Gazetteer(generation.store)
        for need, is_met in needs():
            asked = in_plain_swedish(need, gazetteer, generation.lexical.holds)
            query = read_query(asked, gazetteer, TODAY)
            found = catalogue.find(query)
            if found and not lacks_unit(need, found[0].dataset):  # told apart before, by its own words
                rows.append(classified_features(found, margins(query.question)))
                met.append(float(is_met))
    handle.close()
    return np.array(rows), np.array(met)


def needs() -> Iterator[tuple[str, bool]]:
    """Every need that may be tuned on, and whether a dataset meets it."""
    for case in load_cases(suites=SUITES, split="dev"):
        for turn in case.turns:
            if any(name.startswith("dataset:") for name in turn.expect.relevant):
                yield turn.question, True
            elif case.suite == "gaps_blind" and turn.expect.status in REFUSALS:
                yield turn.question, False
    for line in NEEDS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            need, datasets, *_ = line.split("\t")
            yield need, datasets != "-"


def _share(hits: NDArray[np.bool_]) -> float:
    return round(float(hits.mean()), 3)


def _without(rows: Floats, met: Floats, left_out: int) -> Floats:
    kept = np.arange(len(rows)) != left_out
    return fit(rows[kept], met[kept])


if __name__ == "__main__":
    main()
