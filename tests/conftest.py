"""Shared by all tests: loopback only, no settings from outside, one index of the bundled corpus."""

from __future__ import annotations

import os
import socket
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from rag.settings import Settings

TODAY = "2026-11-23"
_LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")


@pytest.fixture(autouse=True, scope="session")
def only_loopback() -> Iterator[None]:
    """Refuse every connection that would leave the machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(host).startswith(_LOOPBACK):
            raise AssertionError(f"a test tried to reach {address!r}")
        connect(self, address)  # type: ignore[arg-type]

    socket.socket.connect = guarded  # type: ignore[method-assign,assignment]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let what a test logged pass between processes: half a character, as broken files have, cannot."""
    report = yield
    report.sections = [(name, told.encode(errors="replace").decode()) for name, told in report.sections]
    return report


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("DATALOTS_") and not name.startswith("DATALOTS_TEST_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def bundled_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a data directory that holds the bundled corpus, indexed once for the whole run."""
    from ingest.pipeline import ingest

    settings = Settings(data_dir=tmp_path_factory.mktemp("bundled") / "data")
    ingest(settings, today=TODAY)
    return settings


@pytest.fixture(scope="session")
def assistant(bundled_settings: Settings) -> Iterator[object]:
    """The assistant over the bundled corpus, offline and extractive."""
    from rag.assistant import Assistant

    opened = Assistant.open(bundled_settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of large real files; tests that need it carry the mark `shared`."""
    folder = Path(os.environ.get("DATALOTS_TEST_SHARED", "../shared"))
    if not folder.is_dir():
        pytest.skip("the large real files are not here")
    return folder.resolve()
