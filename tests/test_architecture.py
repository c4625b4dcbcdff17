"""The arrows go one way, heavy libraries have one home each, and nothing heavy is loaded to say --help."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("rag", "ingest", "eval")
PROGRAMS = ("app.py", "slack_bot.py", "cli.py")
MAY_IMPORT = {
    "rag": {"rag"},
    "ingest": {"rag", "ingest"},
    "eval": {"rag", "eval"},
    "app.py": {"rag"},
    "slack_bot.py": {"rag"},
    "cli.py": {"rag", "ingest", "eval", "app", "slack_bot"},
}
HOMES = {
    "chromadb": {"rag/index/vectors.py", "eval/bench/adapters/llamaindex_chroma.py"},
    "duckdb": {"rag/index/statistics.py", "ingest/readers/parquet.py"},
    "streamlit": {"app.py"},
    "slack_bolt": {"slack_bot.py"},
    "slack_sdk": {"slack_bot.py"},
    "Stemmer": {"rag/swedish/stems.py", "eval/bench/adapters/swedish.py"},
    "rdflib": {"ingest/readers/dcat.py", "ingest/dcat_export.py"},
    "pypdf": {"ingest/readers/pdf.py"},
    "docx": {"ingest/readers/docx.py"},
    "openpyxl": {"ingest/readers/xlsx.py"},
    "trafilatura": {"ingest/readers/html.py"},
    "rich": {"cli.py"},
    "httpx": {"ingest/fetching/client.py", "ingest/fetching/transport.py", "eval/http_system.py"},
    "httpcore": {"ingest/fetching/transport.py"},
    "distributed": {"ingest/cluster.py"},
    "dask": set(),
}
LOOK_TWICE = 400
LONGER = {
    "rag/schema.py": "declarations only: what travels between the rooms stands in one place",
    "eval/mutants.py": "a table: one wrong answer a row, with the metrics that must fall",
}


def _sources() -> list[Path]:
    files = [ROOT / name for name in PROGRAMS]
    for room in ROOMS:
        files += [
            path for path in (ROOT / room).rglob("*.py") if "corpus" not in path.relative_to(ROOT).parts
        ]
    return sorted(files)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _imports(path: Path) -> set[str]:
    """Top-level names of every import of a file, those inside functions included."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", _sources(), ids=_name)
def test_a_room_imports_only_the_rooms_below_it(path: Path) -> None:
    room = _name(path).split("/")[0]
    ours = {"rag", "ingest", "eval", "app", "slack_bot", "cli"}
    assert _imports(path) & ours <= MAY_IMPORT[room]


@pytest.mark.parametrize("library", HOMES)
def test_a_heavy_library_has_one_home(library: str) -> None:
    users = {_name(path) for path in _sources() if library in _imports(path)}
    assert users <= HOMES[library]


@pytest.mark.parametrize("path", _sources(), ids=_name)
def test_a_module_fits_on_a_few_screens(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LOOK_TWICE or _name(path) in LONGER


def test_only_programs_read_the_clock_or_the_environment() -> None:
    for path in _sources():
        if _name(path) in {*PROGRAMS, "rag/settings.py"} or _name(path).startswith("eval/"):
            continue
        text = path.read_text(encoding="utf-8")
        assert "os.environ" not in text, path
        assert "date.today(" not in text, path


def test_the_help_loads_nothing_heavy() -> None:
    heavy = sorted({*HOMES, "llama_index", "openai", "numpy", "pandas"})
    code = f"import sys, cli; cli.parser(); print([m for m in {heavy!r} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_no_dependency_owns_our_names() -> None:
    code = (
        "import rag, ingest, eval, cli, app, slack_bot; print(rag.__file__, ingest.__file__, eval.__file__)"
    )
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert all(Path(name).is_relative_to(ROOT) for name in out.stdout.split())
