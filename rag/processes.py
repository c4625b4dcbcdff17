"""Child processes that start in milliseconds, the heavy libraries in their memory already.

One process loads the libraries and does nothing else; each child is a fork of it, made while it has no
threads. It starts beside the work of this process and is kept for the next child, whoever asks for one. Where
the system has no forks, a child starts from nothing and loads what it needs.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from multiprocessing.context import BaseContext

_LIBRARIES = ("numpy", "pydantic", "chromadb", "chromadb.api.rust", "duckdb")
"""Of others only: our own modules are found when the child knows where it was started from."""
_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


def processes() -> BaseContext:
    """Makes processes, pools' too; forking this one, which may have threads, could hang."""
    context = multiprocessing.get_context(_METHOD)
    if _METHOD == "forkserver":
        context.set_forkserver_preload(list(_LIBRARIES))
    return context


def warm() -> None:
    """Have the libraries loaded beside what is done here, for children that will be wanted soon."""
    processes()
    if _METHOD == "forkserver":
        from multiprocessing.forkserver import ensure_running

        ensure_running()


def end_with_parent() -> None:
    """Called in a child: it ends when whoever started it is gone, and waits for work no longer."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
