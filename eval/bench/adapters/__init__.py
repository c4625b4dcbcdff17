"""The systems, by name; a library is imported when its system is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from eval.bench.adapters.base import Adapter


def _datalots() -> Adapter:
    from eval.bench.adapters.datalots import Datalots

    return Datalots()


def _datalots_index() -> Adapter:
    from eval.bench.adapters.datalots import DatalotsIndex

    return DatalotsIndex()


def _llamaindex_chroma() -> Adapter:
    from eval.bench.adapters.llamaindex_chroma import LlamaIndexChroma

    return LlamaIndexChroma()


def _llamaindex_bm25(*, swedish: bool) -> Adapter:
    from eval.bench.adapters.llamaindex_bm25 import LlamaIndexBM25

    return LlamaIndexBM25(swedish=swedish)


def _haystack() -> Adapter:
    from eval.bench.adapters.haystack import HaystackBM25

    return HaystackBM25()


def _langchain(*, swedish: bool) -> Adapter:
    from eval.bench.adapters.langchain import LangChainBM25

    return LangChainBM25(swedish=swedish)


def _fts5(*, swedish: bool) -> Adapter:
    from eval.bench.adapters.fts5 import Fts5

    return Fts5(swedish=swedish)


def _bm25s(*, swedish: bool) -> Adapter:
    from eval.bench.adapters.bm25s import Bm25s

    return Bm25s(swedish=swedish)


def _tantivy(*, swedish: bool) -> Adapter:
    from eval.bench.adapters.tantivy import Tantivy

    return Tantivy(swedish=swedish)


OURS = "datalots"
OURS_IN_USE = "datalots-index"
"""Datalots over the index of a data directory, questions read as in use; shown under the name `OURS`."""

ADAPTERS: dict[str, Callable[[], Adapter]] = {
    OURS: _datalots,
    OURS_IN_USE: _datalots_index,
    "llamaindex-chroma": _llamaindex_chroma,
    "llamaindex-bm25": partial(_llamaindex_bm25, swedish=False),
    "llamaindex-bm25/sv": partial(_llamaindex_bm25, swedish=True),
    "haystack": _haystack,
    "langchain": partial(_langchain, swedish=False),
    "langchain/sv": partial(_langchain, swedish=True),
    "fts5": partial(_fts5, swedish=False),
    "fts5/sv": partial(_fts5, swedish=True),
    "bm25s": partial(_bm25s, swedish=False),
    "bm25s/sv": partial(_bm25s, swedish=True),
    "tantivy": partial(_tantivy, swedish=False),
    "tantivy/sv": partial(_tantivy, swedish=True),
}
"""`name` is the library at its documented defaults, `name/sv` tuned to Swedish as far as it lets one.
LlamaIndex over Chroma has our local embedder, the fairest it can have offline. Haystack lets one choose a
regular expression for words, but neither stems nor stop words."""

SYSTEMS = tuple(dict.fromkeys(name.partition("/")[0] for name in ADAPTERS if name != OURS_IN_USE))
"""What can be chosen; a peer comes with all its forms."""


def forms(systems: Sequence[str]) -> list[str]:
    """The adapters of the chosen systems; ours first, since all else is told relative to it."""
    chosen = {OURS, *systems}
    return [name for name in ADAPTERS if name.partition("/")[0] in chosen]
