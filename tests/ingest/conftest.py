"""Sources and settings of the ingest tests: a folder of small files in the formats a user may have.

All tests share one place, restored before each, since a registered path is absolute: a first ingest is made
once and copied.
"""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from ingest.sources import Source
from rag.settings import Settings

ROOT = Path(__file__).parents[2]
CHILD = """
import sys
from pathlib import Path
from ingest.pipeline import ingest
from rag.settings import Settings

def tell(stage, done, total):
    print(stage, done, total, flush=True)

data, folder = map(Path, sys.argv[1:3])
ingest(Settings(data_dir=data), [folder], only=True, erase_ids=sys.argv[3:], progress=tell)
print("published 1 1", flush=True)
"""
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


@pytest.fixture
def many(tmp_path):
    """A folder of sixty texts."""
    folder = tmp_path / "texter"
    folder.mkdir()
    for n in range(60):
        (folder / f"{n}.txt").write_text(f"Text nummer {n} handlar om lön, varsel och arbetstid.")
    return folder


@pytest.fixture
def start_ingest():
    """Starts an ingest in a process of its own, which prints its progress."""

    def start(data_dir: Path, folder: Path, *erase: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", CHILD, str(data_dir), str(folder), *erase]
        return subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    return start


@pytest.fixture
def killed_at(start_ingest):
    """Runs an ingest in a child and kills it when it says a line."""

    def kill(line: str, data_dir: Path, folder: Path, how: int = signal.SIGKILL, erase: str = "") -> None:
        child = start_ingest(data_dir, folder, *filter(None, [erase]))
        assert child.stdout is not None
        with child.stdout:
            for told in child.stdout:
                if told.strip() == line:
                    child.send_signal(how)
                    break
            else:
                pytest.fail(f"the child never said {line!r}")
        assert child.wait() == -how

    return kill
