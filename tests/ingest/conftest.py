"""Sources and settings of the ingest tests: a folder of small files in the formats a user may have.

All tests share one place, restored before each, since a registered path is absolute: a first ingest is made
once and copied.
"""

import shutil
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from ingest.sources import Source
from rag.settings import Settings

FIXTURES = Path(__file__).parents[1] / "fixtures" / "ingest"


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    """Where the folder `mapp` and the data directory `data` lie."""
    return tmp_path_factory.mktemp("place")


@pytest.fixture
def folder(place):
    """The folder of a user, to change."""
    return fresh_folder(place)


def fresh_folder(place: Path) -> Path:
    for path in place.glob("mapp*"):
        shutil.rmtree(path)
    return Path(shutil.copytree(FIXTURES / "folder", place / "mapp"))


@pytest.fixture
def settings(place, tmp_path):
    """Settings with a data directory that is not there yet."""
    data_dir = place / "data"
    shutil.rmtree(data_dir) if data_dir.is_dir() else data_dir.unlink(missing_ok=True)
    return Settings(data_dir=data_dir, cache_dir=tmp_path / "cache")


@pytest.fixture(scope="session")
def first_ingest(place):
    """The summary of a first ingest of the folder; its data directory is `first`."""
    return ingest(Settings(data_dir=place / "first"), [fresh_folder(place)], only=True, today="2026-01-01")


@pytest.fixture
def built(place, first_ingest, folder, settings):
    """The summary of a first ingest of the folder, with its data directory in place."""
    shutil.copytree(place / "first", settings.data_dir)
    return first_ingest


@pytest.fixture
def source(tmp_path):
    """A registered source whose files lie in the test's own directory."""
    return Source(id="egen", title="Egen", publisher="Jag", licence="Min", path=str(tmp_path), bundled=False)
