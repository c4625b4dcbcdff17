"""The classifier of the bundled sources: what it knows, and that it knows every source that lies here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.classifier import DATASET, NOBODY, Classifier, margins
from rag.classifier.features import RUN, VERSION, features


def _tiny(weights: list[float]) -> Classifier:
    """Two classes and nobody; one weight each for the word "lön", in quarters."""
    name = next(iter(features("lön").words))
    return Classifier(
        names=(NOBODY, "brief", "dataset:lon"),
        hashes=np.array([name], np.uint32),
        rarity=np.array([2.0], np.float32),
        starts=np.array([0, len(weights)]),
        classes=np.arange(len(weights), dtype=np.uint16),
        weights=np.array([4 * weight for weight in weights], np.int8),
        scale=0.25,
        constants=np.array([-1.0, -1.0, -1.0], np.float32),
    )


def test_a_known_word_moves_each_class_by_its_weight() -> None:
    likely = _tiny([0.0, 0.25, 1.5]).margins("lön")
    assert likely == {NOBODY: -1.0, "brief": -0.75, "dataset:lon": 0.5}


def test_a_text_without_words_says_nothing() -> None:
    assert _tiny([0.0, 0.25, 1.5]).margins(" ?! ") == {}


def test_a_text_of_unknown_words_has_the_constants() -> None:
    assert set(_tiny([0.0, 0.25, 1.5]).margins("xyzzy").values()) <= {-1.0}


def test_letters_and_words_are_counted_apart_and_in_any_case() -> None:
    assert features("Lön lön") == features("lön LÖN")
    assert len(features("lönen").letters) == len(" lönen ") - RUN + 1
    assert len(features("hög lön").words) == len(["hög", "lön", "hög lön"])


def test_a_question_is_nearest_to_the_brief_that_tells_of_it() -> None:
    likely = margins("Hur många timmar ska jag få vila mellan två arbetspass?")
    assert max(likely, key=lambda name: likely[name]) == "arbetstidslagen-13-dygnsvila"


def test_every_bundled_source_and_nobody_is_known() -> None:
    corpus = Path(__file__).parent.parent.parent / "ingest" / "corpus"
    briefs = {path.stem for folder in ("law", "policy") for path in (corpus / folder).glob("*.md")}
    names = set(margins("lön"))
    assert {name for name in names if not name.startswith(DATASET)} == {NOBODY, *briefs}


def test_weights_for_other_features_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.npz"
    np.savez(path, made=np.array('{"features": "0"}'))
    with pytest.raises(ValueError, match=f"these are {VERSION}"):
        Classifier.load(path)


@given(st.text(max_size=80))
def test_any_text_has_margins_for_all_or_none(text: str) -> None:
    likely = margins(text)
    assert likely == {} or all(np.isfinite(margin) for margin in likely.values())
