"""What the documents claim is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from rag.settings import PREFIX, Settings

ROOT = Path(__file__).parent.parent


def test_env_example_equals_the_defaults() -> None:
    lines = [
        line
        for line in (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
        if line and line[0] != "#"
    ]
    written = dict(line.split("=", 1) for line in lines)
    defaults = Settings()
    expected = {}
    for name in Settings.model_fields:
        value = getattr(defaults, name)
        expected[PREFIX + name.upper()] = "" if value is None else str(value)
    assert written == expected


def test_every_setting_is_explained_in_running_md() -> None:
    text = (ROOT / "docs/running.md").read_text(encoding="utf-8")
    missing = [name for name in Settings.model_fields if f"`{PREFIX}{name.upper()}`" not in text]
    assert missing == []


def test_commands_named_in_the_readme_exist() -> None:
    from cli import parser

    actions = next(action for action in parser()._actions if action.dest == "command")
    known = set(actions.choices or ())
    text = (ROOT / "README.md").read_text(encoding="utf-8") + (ROOT / "docs/running.md").read_text(
        encoding="utf-8"
    )
    named = set(re.findall(r"`datalots ([a-z]+)", text))
    assert named
    assert named <= known


def test_make_targets_named_in_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)`", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert {"run", "test"} <= named <= targets


def test_files_named_in_the_readme_tree_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in re.findall(r"\]\(((?:docs|CONTRIBUTING|CHANGELOG|LICENSE)[^)#]*)\)", text):
        assert (ROOT / name).exists(), name


def test_every_source_says_publisher_and_licence() -> None:
    sources = tomllib.loads((ROOT / "ingest/sources.toml").read_text(encoding="utf-8"))["source"]
    for source in sources:
        assert source["publisher"] and source["licence"] and source["url"], source["id"]


def test_no_machine_or_registry_is_named() -> None:
    hosts = re.compile("files.python" + "hosted|pypi" + r"\.org|/wo" + "rk/|/ro" + "ot/")
    for path in [
        *ROOT.glob("*.*"),
        ROOT / "Makefile",
        *(ROOT / "docs").glob("*"),
        *(ROOT / "rag").rglob("*.py"),
    ]:
        if path.is_file() and path.name != ".git" and path.suffix not in {".png", ".gz"}:
            assert not hosts.search(path.read_text(encoding="utf-8")), path
