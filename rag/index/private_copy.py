"""Private copies of a directory that its reader may write into, swept up when their owner is gone."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
import weakref
from pathlib import Path

from filelock import FileLock, Timeout

_PREFIX = "datalots-"


class PrivateCopy:
    """A copy of `source` for this process alone; removed by `close`, or when the process ends.

    What a killed process left behind is removed by the next copy made in the same place: a lock beside each
    copy, which the system drops with its owner, tells which are still in use.
    """

    def __init__(self, source: Path, parent: Path | None = None) -> None:
        """Copy `source` under `parent` (the system's directory for temporary files when None).

        Raises:
            OSError: It cannot be copied: no space, no rights, or nothing there.
        """
        parent = parent or Path(tempfile.gettempdir()) / f"datalots-{os.getuid()}"
        parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _sweep(parent)
        self.path = parent / f"{_PREFIX}{secrets.token_hex(8)}"
        lock = FileLock(_lock_of(self.path))
        lock.acquire()
        self._finalizer = weakref.finalize(self, _remove, self.path, lock)
        try:
            shutil.copytree(source, self.path)
            _make_writable(self.path)
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        """Remove the copy. A second call does nothing."""
        self._finalizer()


def _sweep(parent: Path) -> None:
    for path in sorted(parent.glob(f"{_PREFIX}*.lock")):
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except (Timeout, OSError):
            continue  # in use, or not ours to remove
        _remove(path.with_suffix(""), lock)


def _remove(path: Path, lock: FileLock) -> None:
    shutil.rmtree(path, ignore_errors=True)
    _lock_of(path).unlink(missing_ok=True)
    lock.release(force=True)


def _lock_of(path: Path) -> Path:
    return path.with_name(path.name + ".lock")


def _make_writable(root: Path) -> None:
    """A published generation may be read-only; the copy keeps its modes otherwise."""
    for path in (root, *root.rglob("*")):
        path.chmod(path.stat().st_mode | 0o600 | (0o100 if path.is_dir() else 0))
