from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.embedders import EMBEDDERS, load_embedder
from rag.embedders.base import embedded_text, unit
from rag.embedders.local import DIMENSIONS, LocalEmbedder, Weights
from rag.errors import SettingsError
from rag.settings import Settings


def test_the_default_embedder_is_the_local_one() -> None:
    embedder = load_embedder(Settings())
    assert (embedder.id, embedder.dimensions) == ("local-1-256", 256)


def test_an_unknown_embedder_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SettingsError, match="local, openai, llama_index"):
        load_embedder(Settings(embedder="magic"))
    assert list(EMBEDDERS) == ["local", "openai", "llama_index"]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text(max_size=60), max_size=4))
def test_vectors_are_of_unit_length_for_any_text(texts: list[str]) -> None:
    vectors = LocalEmbedder().embed_texts(texts)
    assert vectors.shape == (len(texts), DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(texts)), abs=1e-5)


def test_a_text_has_one_vector_in_whatever_company() -> None:
    embedder = LocalEmbedder()
    alone = embedder.embed_query("avgift för data")
    among = embedder.embed_texts(["lön", "avgift för data", "yrke"])[1]
    assert np.array_equal(alone, among)


def test_like_texts_lie_closer_than_unlike() -> None:
    embedder = LocalEmbedder()
    question, like, unlike = embedder.embed_texts(
        [
            "När får en arbetsgivare säga upp en anställd?",
            "Uppsägning från arbetsgivarens sida ska vara sakligt grundad.",
            "Fartyg ska föra lanternor mellan solnedgång och soluppgång.",
        ]
    )
    assert question @ like > question @ unlike + 0.1


def test_quantised_weights_come_back_from_disk_near_the_learnt_ones(tmp_path: Path) -> None:
    table = np.random.default_rng(0).standard_normal((16, DIMENSIONS)).astype(np.float32)
    Weights.quantised(table).save(tmp_path / "weights.npz")
    loaded = Weights.load(tmp_path / "weights.npz")
    assert loaded.table.dtype == np.int8
    assert np.abs(loaded.table * loaded.scales[:, None] - table).max() <= loaded.scales.max() / 2 + 1e-6


def test_a_vector_without_direction_becomes_the_first_axis() -> None:
    made = unit(np.array([[0, 0], [3, 4]], np.float32))
    assert made.tolist() == [[1.0, 0.0], pytest.approx([0.6, 0.8])]


def test_the_embedded_text_gives_the_context_once_before_the_passage() -> None:
    assert embedded_text("Lag", ("Lag", "2 kap.", ""), "Text.") == "Lag\n2 kap.\nText."
    assert embedded_text("", (), "Text.") == "Text."
