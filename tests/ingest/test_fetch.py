"""A run over the live sources: due or not, one ill beside sound ones, the disk, the clock, the list."""

import json
import os
import signal
import threading
import time

import pytest

from cli import main
from ingest.connectors.outbox import Outbox
from ingest.fetch import fetch
from ingest.live import State, live_sources, read_state
from ingest.registry import list_sources
from rag.errors import BusyError, SettingsError, SourceError, StorageError
from rag.index.generation import GenerationHandle
from rag.index.publish import writer_lock
from rag.settings import Settings
from tests.loopback.sources_server import Answer, publisher

NOW = "2026-11-28T04:00:00+00:00"
ENTRY = """
[[live]]
id = "{id}"
title = "Prov {id}"
publisher = "P"
url = "https://example.org/"
licence = "L"
connector = "handlingar"
base = "{base}"
rate = 100
schedule = "weekly"
files = "*.md"
"""
CSV = "Name,Short name,URL name,Tags,Home page\nProvmyndigheten,PM,prov,,\n"


@pytest.fixture
def site():
    with publisher() as running:
        running.pages["/body/all-authorities.csv"] = Answer(body=CSV.encode(), type="text/csv")
        yield running


@pytest.fixture
def two(site, tmp_path, monkeypatch):
    """Settings with two sources of our own and none of the bundled ones, one ill and one sound."""
    (tmp_path / "own.toml").write_text(
        ENTRY.format(id="sund", base=site.url) + ENTRY.format(id="sjuk", base=f"{site.url}/ill")
    )
    (tmp_path / "none.toml").write_text("")
    monkeypatch.setattr("ingest.live.LIVE_FILE", tmp_path / "none.toml")
    return Settings(
        data_dir=tmp_path / "data",
        cache_dir=tmp_path / "cache",
        live_sources=tmp_path / "own.toml",
        fetch_private_hosts="127.0.0.1",
        fetch_retries=0,
    )


def state(settings, source_id="sund"):
    [source] = [one for one in live_sources(settings) if one.id == source_id]
    return read_state(source.folder(settings.data_dir))


def test_an_ill_source_does_not_stop_the_others(two):
    sound, ill = fetch(two, None, now=NOW)
    assert (sound.done, sound.tally.new) == (True, 1)
    assert (ill.done, ill.problems) == (False, ("127.0.0.1 lämnar inte ut det här (svar 404).",))
    statuses = {status.id: status for status in list_sources(two)}
    assert (statuses["sund"].state, statuses["sund"].next_due) == ("fetched", "2026-12-05")
    assert (statuses["sjuk"].state, statuses["sjuk"].next_due) == ("failed", "")


def test_a_connector_that_crashes_is_an_ill_source(two, monkeypatch):
    def crash(_):
        raise ZeroDivisionError

    monkeypatch.setattr("ingest.connectors.handlingar.fetch", crash)
    assert [report.done for report in fetch(two, None, now=NOW)] == [False, False]


def test_only_what_is_due_is_fetched(site, two):
    fetch(two, None, now=NOW)
    site.asked.clear()
    assert [report.id for report in fetch(two, None, now="2026-12-01T04:00:00+00:00")] == ["sjuk"]
    assert [report.id for report in fetch(two, None, now="2026-12-05T03:30:00+00:00")] == ["sund", "sjuk"]
    assert [report.id for report in fetch(two, ["sund"], now="2026-12-05T04:00:00+00:00")] == ["sund"]


@pytest.mark.parametrize(
    ("schedule", "at", "due"),
    [
        ("daily", "2026-11-28T12:00:00+00:00", False),
        ("daily", "2026-11-29T03:00:00+00:00", True),
        ("weekly", "2026-12-04T04:00:00+00:00", False),
        ("monthly", "2027-01-01T04:00:00+00:00", True),
        ("yearly", "2027-01-01T04:00:00+00:00", False),
        ("yearly", "2019-01-01T04:00:00+00:00", True),  # the clock was ahead at the last fetch
    ],
)
def test_a_source_is_due_by_its_schedule_whatever_the_clock_did(schedule, at, due):
    known = State(attempted=NOW, succeeded=NOW, complete=True)
    assert known.is_due(schedule, at) is due


def test_a_partial_or_failed_source_is_due_at_once():
    assert State(attempted=NOW, succeeded=NOW, complete=False).is_due("yearly", NOW)
    assert State(attempted=NOW).is_due("yearly", NOW)


def test_a_wait_that_a_wrong_clock_noted_does_not_last_for_ever():
    far = State(attempted=NOW, not_before="2199-01-01T00:00:00+00:00")
    assert far.is_due("daily", NOW)


def test_two_fetches_at_once_are_one_too_many(two):
    with writer_lock(two.data_dir), pytest.raises(BusyError):
        fetch(two, None, now=NOW)


def test_a_full_disk_is_said_and_the_source_stays_as_it_was(two, monkeypatch):
    fetch(two, ["sund"], now=NOW)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Outbox, "put", full)
    with pytest.raises(StorageError) as raised:
        fetch(two, ["sund"], now="2026-12-05T04:00:00+00:00")
    assert "Disken är full" in raised.value.user_message
    assert state(two).succeeded == NOW


def test_a_data_directory_that_cannot_be_written_is_said(two, tmp_path):
    two.data_dir.mkdir()
    (two.data_dir / "fetched").write_text("in the way")
    with pytest.raises(StorageError):
        fetch(two, ["sund"], now=NOW)


def test_an_interrupted_delivery_is_completed_by_the_next(two, monkeypatch):
    """Killed after the files were moved and before the state was written."""
    with monkeypatch.context() as patch:

        def killed(*_):
            raise KeyboardInterrupt

        patch.setattr("ingest.fetch.write_state", killed)
        with pytest.raises(KeyboardInterrupt):
            fetch(two, ["sund"], now=NOW)
    [report] = fetch(two, ["sund"], now=NOW)
    assert (report.done, report.complete, report.tally.unchanged) == (True, True, 1)


def test_a_run_that_is_interrupted_ends_at_once(site, two):
    slow = Answer(body=CSV.encode() * 100, type="text/csv", fault="drip")
    site.pages["/ill/body/all-authorities.csv"] = slow

    usual = signal.signal(signal.SIGINT, signal.default_int_handler)
    began = time.monotonic()
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    try:
        with pytest.raises(KeyboardInterrupt):
            fetch(two, None, now=NOW)
    finally:
        signal.signal(signal.SIGINT, usual)
    assert time.monotonic() - began < 5
    assert state(two, "sjuk").succeeded == ""


def test_a_state_that_is_garbage_is_as_if_there_were_none(two):
    fetch(two, ["sund"], now=NOW)
    [source] = [one for one in live_sources(two) if one.id == "sund"]
    (source.folder(two.data_dir) / "state.json").write_text('{"succeeded": ')
    assert state(two) == State()
    assert fetch(two, None, now=NOW)[0].done


def test_a_source_of_a_host_on_a_closed_net_is_refused_without_the_setting(site, two):
    closed = two.model_copy(update={"fetch_private_hosts": ""})
    [report] = fetch(closed, ["sund"], now=NOW)
    assert "slutet nät" in report.problems[0]
    assert site.asked == []


# ------------------------------------------------------------------ the list


def test_the_own_list_changes_single_fields(tmp_path):
    (tmp_path / "own.toml").write_text('[[live]]\nid = "kolada"\nbase = "https://mirror.example/v3"')
    own = {source.id: source for source in live_sources(Settings(live_sources=tmp_path / "own.toml"))}
    bundled = {source.id: source for source in live_sources(Settings())}
    assert own["kolada"].base == "https://mirror.example/v3"
    assert own["kolada"].options == bundled["kolada"].options
    assert own["kolada"].origins == {"mirror.example"}
    assert own.keys() == bundled.keys()


@pytest.mark.parametrize(
    "text",
    [
        "[[live",
        '[[live]]\nid = "ny"',
        '[[live]]\nid = "kolada"\nbase = "ftp://x"',
        '[[live]]\nid = "kolada"\nrate = 0',
        '[[live]]\nid = "kolada"\ncolour = "red"',
        '[[live]]\nbase = "https://x.example"',
        '[[live]]\nid = "kolada"\n[[live]]\nid = "kolada"',
    ],
)
def test_a_wrong_list_is_an_error_that_names_the_file(tmp_path, text):
    (tmp_path / "own.toml").write_text(text)
    with pytest.raises(SourceError, match=r"own\.toml"):
        live_sources(Settings(live_sources=tmp_path / "own.toml"))


# ------------------------------------------------------------------ the outbox


@pytest.mark.parametrize(
    "name", ["../x.md", "/etc/x", ".gömd.md", "a/../b.md", "A.md", "", "a//b", "a\\b", "x" * 200, "a/.b/c.md"]
)
def test_no_name_leads_out_of_the_folder(tmp_path, name):
    with pytest.raises(ValueError, match="is no name"):
        Outbox(tmp_path).put(name, "x")


def test_what_is_left_out_is_removed_unless_it_is_most_of_what_there_was(tmp_path):
    def deliver(numbers, **about):
        box = Outbox(tmp_path)
        for number in numbers:
            box.put(f"{number}.md", str(number))
        return box.commit(**{"complete": True, **about})

    assert deliver(range(10)).new == 10
    assert deliver(range(9)).removed == 1
    assert deliver(range(5)).held == 4
    assert deliver([], complete=True).held == 9
    assert deliver(range(3), complete=False).removed == 0
    assert deliver(range(5), may_shrink=True).removed == 4
    assert deliver([5, 6, 7, 8, 9]).held == 5


# ------------------------------------------------------------------ the command


def run(settings, monkeypatch, *words):
    monkeypatch.setenv("DATALOTS_LIVE_SOURCES", str(settings.live_sources))
    monkeypatch.setenv("DATALOTS_FETCH_PRIVATE_HOSTS", settings.fetch_private_hosts)
    monkeypatch.setenv("DATALOTS_FETCH_RETRIES", "0")
    return main([*words, "--data-dir", str(settings.data_dir)])


def test_what_was_fetched_is_told_and_a_failure_is_no_success(two, monkeypatch, capsys):
    assert run(two, monkeypatch, "ingest", "--fetch", "--source", "sjuk") == 1
    assert "Prov sjuk: hämtades inte. 127.0.0.1 lämnar inte ut" in capsys.readouterr().out
    assert run(two, monkeypatch, "ingest", "--fetch", "--source", "sund", "--source", "sjuk", "--json") == 1
    said = json.loads(capsys.readouterr().out)
    assert said["added"] == 1
    assert [(one["id"], one["done"]) for one in said["fetched"]] == [("sund", True), ("sjuk", False)]


def test_sources_shows_how_each_stands(two, monkeypatch, capsys):
    fetch(two, None, now=NOW)
    assert run(two, monkeypatch, "sources") == 0
    said = capsys.readouterr().out
    assert "sund: Prov sund\n  hämtad · 0 dokument · senast 2026-11-28 · nästa 2026-12-05\n" in said
    assert "sjuk: Prov sjuk\n  gick inte att hämta · 0 dokument · aldrig inläst · dags att hämta\n" in said
    assert "Obs: 127.0.0.1 lämnar inte ut det här (svar 404)." in said


def test_an_unknown_source_is_named(two, monkeypatch, capsys):
    assert run(two, monkeypatch, "ingest", "--fetch", "--source", "finns-inte") == 1
    assert "Källan finns-inte finns inte" in capsys.readouterr().err


def test_a_limit_out_of_range_is_refused(monkeypatch):
    from rag.settings import load_settings

    monkeypatch.setenv("DATALOTS_FETCH_RETRIES", "99")
    with pytest.raises(SettingsError):
        load_settings()


def test_the_last_word_on_a_file_holds(tmp_path):
    box = Outbox(tmp_path)
    box.put("kommen.md", "x")
    box.remove("kommen.md")
    box.remove("gången.md".replace("å", "a"))
    box.put("gangen.md", "y")
    box.commit(complete=False)
    assert sorted(path.name for path in (tmp_path / "files").iterdir()) == ["gangen.md"]


def test_an_erasure_is_done_though_a_fetch_brings_nothing(site, two, tmp_path, monkeypatch, capsys):
    (tmp_path / "egen.md").write_text("# Egen\n\nEn text om lokförare.")
    monkeypatch.setenv("DATALOTS_LIVE_SOURCES", str(two.live_sources))
    monkeypatch.setenv("DATALOTS_FETCH_PRIVATE_HOSTS", "")
    ingesting = ["ingest", "--data-dir", str(two.data_dir), "--only"]
    main([*ingesting, str(tmp_path / "egen.md")])
    with GenerationHandle(two.data_dir, two).current() as generation:
        (mine,) = [document.id for document in generation.store.all_documents()]
    main([*ingesting, "--fetch", "--source", "sund", "--erase", mine])
    said = capsys.readouterr().out
    assert "hämtades inte" in said
    assert "1 borttagna" in said


def test_a_contact_that_no_header_can_hold_is_refused_as_a_setting():
    with pytest.raises(ValueError, match="fetch_contact"):
        Settings(fetch_contact="åsa@x.se")
