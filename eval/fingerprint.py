"""What a result depends on, so that two results can be told apart: corpus, prompts, settings, code,
packages, cases."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from eval.cases import EvalCase, case_set_hash
from rag.settings import Settings

ROOT = Path(__file__).parent.parent
_PACKAGES = (
    "chromadb",
    "duckdb",
    "llama-index-core",
    "numpy",
    "openai",
    "pydantic",
    "PyStemmer",
    "rapidfuzz",
    "simplemma",
)
_NOT_BEHAVIOUR = {"data_dir", "cache_dir", "log_level", "page_host", "page_port"}
"""Settings that change no answer. Secrets are left out by their type."""


def fingerprint(
    cases: Sequence[EvalCase], generation: str, settings: Settings, system: str
) -> dict[str, str]:
    """Short hashes and names, each of one thing that may change a score."""
    return {
        "system": system,
        "generation": generation,
        "cases": case_set_hash(cases),
        "settings": _hash([json.dumps(_behaviour(settings), sort_keys=True)]),
        "prompts": files_hash(ROOT.glob("prompts/**/*.md")),
        "code": files_hash([*ROOT.glob("rag/**/*.py"), *ROOT.glob("rag/**/*.txt.gz")]),
        "scorer": files_hash(ROOT.glob("eval/**/*.py")),
        "packages": _hash([f"{name}=={_version(name)}" for name in _PACKAGES]),
    }


def _behaviour(settings: Settings) -> Mapping[str, object]:
    shown = settings.model_dump(mode="json", exclude=_NOT_BEHAVIOUR)
    return {name: value for name, value in shown.items() if "key" not in name and "token" not in name}


def files_hash(files: Iterable[Path]) -> str:
    """One hash for the names and bytes of files, whatever the order they come in."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _hash(parts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"
