"""Live sources against a publisher on loopback: recorded shapes, faults, and what is delivered."""

import json
from pathlib import Path

import pytest

from ingest.fetch import fetch
from ingest.live import live_sources, read_state
from rag.settings import Settings
from tests.loopback.sources_server import Answer, publisher

RECORDED = Path(__file__).parents[2] / "fixtures" / "http"
NOW = "2026-11-28T04:00:00+00:00"


@pytest.fixture
def site():
    with publisher() as running:
        yield running


@pytest.fixture
def recorded(site):
    """An answer with a recorded body; `{site}` in it is the address of the server."""

    def answer(name, **about):
        text = (RECORDED / name).read_text(encoding="utf-8").replace("{site}", site.url)
        kind = {".json": "application/json", ".csv": "text/csv", ".md": "text/markdown"}
        said = {"type": kind.get(Path(name).suffix, "text/plain; charset=utf-8"), **about}
        return Answer(body=text.encode(), **said)

    return answer


class Live:
    """One live source of a data directory of its own, with its address on loopback."""

    def __init__(self, site, folder):
        self._site = site
        self._list = folder / "live.toml"
        self.settings = Settings(
            data_dir=folder / "data",
            cache_dir=folder / "cache",
            live_sources=self._list,
            fetch_private_hosts="127.0.0.1",
            fetch_retries=0,
            fetch_timeout=2,
        )

    def set(self, source_id, base="", **options):
        """Lead a source here, with these options."""
        self.id = source_id
        lines = [f'[[live]]\nid = "{source_id}"\nbase = "{self._site.url}{base}"\nrate = 100']
        lines += ["[live.options]", *(f"{name} = {_toml(value)}" for name, value in options.items())]
        self._list.write_text("\n".join(lines), encoding="utf-8")

    def fetch(self, now=NOW, **about):
        """Fetch it; gives the report."""
        [report] = fetch(self.settings, [self.id], now=now, **about)
        return report

    @property
    def source(self):
        return next(source for source in live_sources(self.settings) if source.id == self.id)

    @property
    def folder(self):
        return self.source.folder(self.settings.data_dir)

    @property
    def state(self):
        return read_state(self.folder)

    def files(self):
        """What was delivered: text by name."""
        root = self.folder / "files"
        return {
            path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }

    def records(self):
        """What the pipeline's reader makes of the files."""
        from ingest.readers import READERS, reader_for
        from ingest.reading import list_files
        from ingest.sources import ANY_READER

        source = self.source.as_source(self.settings.data_dir)
        found = []
        for path in list_files(source, besides=self.settings.data_dir):
            reader = reader_for(path) if source.reader == ANY_READER else source.reader
            found += READERS[reader].read(path, source)
        return found


def _toml(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {_toml(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


@pytest.fixture
def live(site, tmp_path):
    return Live(site, tmp_path)
