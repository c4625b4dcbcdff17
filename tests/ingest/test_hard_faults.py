"""Kills at any moment, a disk that is truly full, two ingests at once, a clock that jumps."""

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from ingest.runs import list_runs
from rag.index.generation import GenerationHandle, list_generations, rollback, verify
from rag.index.manifest import current_id, generation_ids, index_dir, read_manifest
from rag.settings import Settings

ROOT = Path(__file__).parents[2]
ON_A_SMALL_DISK = """
import subprocess, sys
from pathlib import Path
from ingest.pipeline import ingest
from rag.errors import StorageError
from rag.index.generation import GenerationHandle
from rag.settings import Settings

data, folder, cache, slack = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])

def mount(*options):
    subprocess.run(["mount", "-t", "tmpfs", *options, "tmpfs", str(data)], check=True)

settings = Settings(data_dir=data, cache_dir=cache)
mount("-o", "size=500m")
first = ingest(settings, [folder], only=True)
used = sum(path.stat().st_blocks * 512 for path in data.rglob("*"))
for path in folder.glob("*.txt"):
    path.write_text(path.read_text() + " Ny mening om semester och lön." * 50)
mount("-o", f"remount,size={used + slack}")
try:
    ingest(settings, only=True)
    print("never full")
except StorageError as error:
    print(error.user_message)
with GenerationHandle(data, settings).current() as generation:
    print(generation.id == first.generation, len(generation.store.all_documents()))
mount("-o", "remount,size=500m")
again = ingest(settings, only=True)
print(again.published, again.counts["documents"], again.changed + again.unchanged)
"""


def texts_of(settings) -> dict[str, str]:
    with GenerationHandle(settings.data_dir, settings).current() as generation:
        return {Path(d.id).name: d.text for d in generation.store.all_documents()}


def written(folder: Path, number: int) -> dict[str, str]:
    """Change a third of the files, take one away and put one in; returns what the folder holds."""
    for n in range(number % 3, 60, 3):
        (folder / f"{n}.txt").write_text(f"Text {n}, lydelse {number}, om lön och arbetstid.")
    (folder / f"extra{number - 1}.txt").unlink(missing_ok=True)
    (folder / f"extra{number}.txt").write_text(f"Extra {number} om varsel.")
    return {path.name: path.read_text() for path in folder.glob("*.txt")}


@pytest.mark.parametrize(
    "kills",
    [
        pytest.param(5, marks=pytest.mark.timeout(900)),
        pytest.param(50, marks=[pytest.mark.slow, pytest.mark.timeout(3_600)]),
    ],
)
def test_an_ingest_killed_at_random_leaves_a_whole_index_each_time(settings, many, start_ingest, kills):
    draw = random.Random(kills)
    served = written(many, 0)
    started = time.perf_counter()
    first = start_ingest(settings.data_dir, many)
    first.communicate()
    assert first.returncode == 0
    whole = time.perf_counter() - started
    versions, killed = [served], 0
    for number in range(1, kills + 1):
        versions.append(written(many, number))
        child = start_ingest(settings.data_dir, many)
        early = not killed  # an update is sooner done than the first ingest: one at least is cut off
        time.sleep((0.2 if early else draw.uniform(0.1, 1.0)) * whole)
        child.send_signal(signal.SIGKILL)
        killed += child.wait() == -signal.SIGKILL
        child.stdout.close()
        assert verify(index_dir(settings.data_dir) / current_id(settings.data_dir)) == []
        now = texts_of(settings)
        assert now in versions[versions.index(served) :], "neither the old index nor a newer one, whole"
        served = now
    assert killed > 0
    ingest(settings, only=True)
    assert texts_of(settings) == versions[-1]
    clean = Settings(data_dir=settings.data_dir.with_name("clean"), cache_dir=settings.cache_dir)
    shutil.rmtree(clean.data_dir, ignore_errors=True)
    again = ingest(clean, [many], only=True)
    mended = read_manifest(index_dir(settings.data_dir) / current_id(settings.data_dir))
    assert mended.same_content(read_manifest(index_dir(clean.data_dir) / again.generation))
    outcomes = [run.outcome for run in list_runs(settings.data_dir, 1_000)]
    assert outcomes.count("done") >= 2


@pytest.mark.parametrize("slack_kb", [0, 100, 600, 1_500])
def test_a_full_disk_is_told_and_survived(tmp_path, many, slack_kb):
    namespace = ["unshare", "--map-root-user", "--mount"]
    if shutil.which("unshare") is None or subprocess.run([*namespace, "true"], check=False).returncode:
        pytest.skip("no disk of a set size: this machine lets no user mount one (unshare --mount)")
    for name in ("data", "cache"):
        (tmp_path / name).mkdir()
    words = [tmp_path / "data", many, tmp_path / "cache", slack_kb * 1_024]
    done = subprocess.run(
        [*namespace, sys.executable, "-c", ON_A_SMALL_DISK, *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    told = done.stdout.splitlines()
    assert told == [
        "Disken är full. Frigör utrymme och försök igen; inget har gått förlorat.",
        "True 60",
        "True 60 60",
    ], done.stderr[-2_000:]


def test_of_two_ingests_at_once_one_works_and_the_other_is_told(settings, many, start_ingest):
    children = [start_ingest(settings.data_dir, many) for _ in range(2)]
    for child in children:
        child.communicate()
    assert {child.returncode for child in children} <= {0, 1}
    assert any(child.returncode == 0 for child in children)
    assert len(texts_of(settings)) == 60
    assert verify(index_dir(settings.data_dir) / current_id(settings.data_dir)) == []


def test_a_clock_that_jumps_neither_loses_nor_reorders_anything(settings, many):
    days = ["2030-01-01", "1970-01-01", "2026-01-01"]
    made = []
    for number, day in enumerate(days):
        kept = written(many, number)
        made.append(ingest(settings, [many], only=True, today=day).generation)
    assert made == sorted(made, key=lambda id_: int(id_[1:5]))
    assert texts_of(settings) == kept
    assert [state.built for state in list_generations(settings.data_dir)] == days[:0:-1]
    assert [run.day for run in list_runs(settings.data_dir)] == days[::-1]
    assert rollback(settings.data_dir) == made[1]
    assert generation_ids(settings.data_dir) == made[1:]


def test_a_file_with_a_date_of_the_future_or_the_past_is_read_by_its_content(settings, many):
    import os

    ingest(settings, [many], only=True)
    os.utime(many / "1.txt", (4e9, 4e9))
    (many / "2.txt").write_text("Ny text.")
    os.utime(many / "2.txt", (0, 0))
    summary = ingest(settings, only=True)
    assert (summary.changed, summary.unchanged) == (1, 59)


def test_an_ingest_that_fails_is_told_in_the_log(settings, many):
    (many / "a.txt").write_text("Text.")
    ingest(settings, [many], only=True)
    with pytest.raises(Exception, match="nej"):
        ingest(settings, only=True, erase_ids=["nej"])
    failed, done = list_runs(settings.data_dir)
    assert (failed.outcome, done.outcome) == ("failed", "done")
    assert failed.summary["message"].startswith("Dokumentet nej finns inte.")
    assert done.summary["added"] == 61


def test_an_update_gives_the_index_that_a_clean_build_gives(settings, many):
    for number in range(3):
        written(many, number)
        updated = ingest(settings, [many], only=True)
    clean = Settings(data_dir=settings.data_dir.with_name("clean"), cache_dir=settings.cache_dir)
    shutil.rmtree(clean.data_dir, ignore_errors=True)
    built = ingest(clean, [many], only=True)
    ours, theirs = (
        read_manifest(index_dir(one.data_dir) / id_)
        for one, id_ in ((settings, updated.generation), (clean, built.generation))
    )
    assert ours.same_content(theirs)
    same = [name for name in ours.files if not name.startswith(("vectors/", "statistics"))]
    assert {name: ours.files[name] for name in same} == {name: theirs.files[name] for name in same}
