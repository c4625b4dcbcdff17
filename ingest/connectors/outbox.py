"""The files of a live source: what a fetch brings is written aside, checked, and put in place at its end.

A delivery that is all there is (`complete`) removes what it left out, but never most of it: a server that
answers with an empty or halved list looks the same as one whose records are gone.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rag.errors import SourceError
from rag.swedish.words import fold

_PART = re.compile(r"[a-z0-9_][a-z0-9_.\-]{0,119}")
_MOST = 0.2
"""Share of the files that may vanish from a list before we ask whether that is so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Files by what happened to them."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    held: int = 0
    """Not in the list, but so many that they were not removed."""


class Outbox:
    """One delivery."""

    def __init__(self, folder: Path) -> None:
        self._files = folder / "files"
        self.incoming = folder / "incoming"
        shutil.rmtree(self.incoming, ignore_errors=True)
        self._kept: set[str] = set()
        self._gone: set[str] = set()

    def put(self, name: str, data: str | bytes) -> None:
        """A file that is there now.

        Raises:
            ValueError: The name would lie outside the folder, or be hidden.
        """
        path = self.incoming / _checked(name)
        self._gone.discard(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "replace"))

    def keep(self, name: str) -> None:
        """A file that is there as before."""
        self._kept.add(_checked(name))

    def keep_all(self) -> None:
        """Everything that is not put or removed is there as before."""
        self._kept |= self.names()

    def remove(self, name: str) -> None:
        """A file that the publisher says is gone, after it was put too."""
        self._gone.add(_checked(name))
        (self.incoming / name).unlink(missing_ok=True)

    def has(self, name: str) -> bool:
        return (self._files / _checked(name)).is_file()

    def names(self) -> set[str]:
        """The files of the deliveries before this one."""
        return _names(self._files)

    def check(self, read: Callable[[Path], object]) -> list[tuple[str, str]]:
        """Take files out of the delivery that `read` refuses; gives (name, why) of each."""
        refused = []
        for name in sorted(_names(self.incoming)):
            try:
                read(self.incoming / name)
            except SourceError as error:
                (self.incoming / name).unlink()
                refused.append((name, error.user_message))
        return refused

    def commit(self, *, complete: bool, may_shrink: bool = False) -> Tally:
        """Put the delivery in place, file by file; running it again after a crash ends the same.

        Args:
            complete: What is not in the delivery is gone.
            may_shrink: Even when it is most of what was there.
        """
        before, brought = self.names(), _names(self.incoming)
        unlisted = before - brought - self._kept - self._gone if complete else set()
        left = before - unlisted | brought
        held = set() if may_shrink or not _too_many(unlisted, before, left) else unlisted
        gone = (self._gone & before) - brought | unlisted - held
        changed = {name for name in brought & before if not self._same(name)}
        for name in sorted(brought):
            target = self._files / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if name in changed or name not in before:
                (self.incoming / name).replace(target)
        for name in gone:
            (self._files / name).unlink(missing_ok=True)
        shutil.rmtree(self.incoming, ignore_errors=True)
        return Tally(
            new=len(brought - before),
            changed=len(changed),
            unchanged=len(before - changed - gone),
            removed=len(gone),
            held=len(held),
        )

    def discard(self) -> None:
        """Nothing of it takes effect."""
        shutil.rmtree(self.incoming, ignore_errors=True)

    def _same(self, name: str) -> bool:
        return (self.incoming / name).read_bytes() == (self._files / name).read_bytes()


def file_name(said: str) -> str:
    """A name for a file from what a publisher calls something: small letters, digits, hyphens."""
    plain = fold(said).translate(str.maketrans("åäöéüæø", "aaoeuao"))
    return re.sub(r"[^a-z0-9_]+", "-", plain).strip("-.")[:100] or "x"


def _too_many(unlisted: set[str], before: set[str], left: set[str]) -> bool:
    return bool(unlisted) and (not left or (len(unlisted) > 1 and len(unlisted) > _MOST * len(before)))


def _checked(name: str) -> str:
    if not all(_PART.fullmatch(part) for part in name.split("/")):
        raise ValueError(f"{name!r} is no name for a delivered file")
    return name


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
