"""Prompt files: Markdown in `prompts/` with name and version in front, filled by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

from rag.errors import SettingsError

PROMPTS = Path(__file__).resolve().parents[2] / "prompts"

_FILE = re.compile(
    r"\A---\nname: (?P<name>\w+)\nversion: (?P<version>\d+)\n---\n"
    r"# system\n(?P<system>.*)^# user\n(?P<user>.*)\Z",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Prompt:
    """The two messages of a call; `$name` in `user` is filled in one pass."""

    name: str
    version: int
    system: str
    user: str

    def fill(self, **values: str) -> str:
        """The user message. A value is never read as a template itself.

        Raises:
            KeyError: A name of the file has no value.
        """
        return Template(self.user).substitute(values)


@cache
def load_prompt(name: str) -> Prompt:
    """Read `prompts/{name}.md`.

    Raises:
        SettingsError: The file is missing or not of the form.
    """
    path = PROMPTS / f"{name}.md"
    found = _FILE.match(path.read_text(encoding="utf-8")) if path.is_file() else None
    if found is None:
        raise SettingsError(
            f"{path} is not a prompt: front matter with name and version, `# system`, `# user`"
        )
    return Prompt(found["name"], int(found["version"]), found["system"].strip(), found["user"].strip())
