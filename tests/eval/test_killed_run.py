"""A run that is killed outright goes on where it was, with the same result, and leaves nothing running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from eval.datalots_process import DatalotsProcesses
from eval.results import load_report
from eval.systems import DatalotsSystem, converse

ROOT = Path(__file__).parent.parent.parent
SUITES = ("--suite", "policy", "--suite", "occupations")


def command(data_dir: Path, run_id: str, workers: int) -> list[str]:
    run = [sys.executable, "-m", "cli", "eval", "run", "--data-dir", str(data_dir), "--run-id", run_id]
    return [*run, "--workers", str(workers), *SUITES]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes where Linux lists them")
def test_a_run_killed_outright_goes_on_and_comes_out_the_same(bundled_settings):
    data_dir = bundled_settings.data_dir
    whole, cut = (data_dir / "eval" / name for name in ("whole", "cut"))
    subprocess.run(command(data_dir, "whole", 1), cwd=ROOT, check=True, capture_output=True)

    running = subprocess.Popen(
        command(data_dir, "cut", 2), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _wait_for(lambda: _lines(cut / "answers.jsonl") >= 5)
    workers = _children(running.pid)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    kept = _lines(cut / "answers.jsonl")
    _wait_for(lambda: not any(map(_alive, workers)))

    subprocess.run(command(data_dir, "cut", 2), cwd=ROOT, check=True, capture_output=True)
    before, after = load_report(whole / "report.json"), load_report(cut / "report.json")
    assert len(workers) == 2
    assert 5 <= kept < after.cases
    assert _lines(cut / "answers.jsonl") == after.cases
    assert after.answers_hash == before.answers_hash
    assert after.metrics == before.metrics
    assert after.nondeterministic == ()


def test_datalots_in_processes_answers_as_in_ours(bundled_settings):
    inside, outside = DatalotsSystem(bundled_settings), DatalotsProcesses(bundled_settings, 1)
    try:
        asked = (["Vad är ett kollektivavtal?", "Vem får teckna det?"], "2026-01-29")
        (ours, found), (theirs, also_found) = converse(inside, *asked), converse(outside, *asked)
        assert [answer["text"] for answer in theirs] == [answer["text"] for answer in ours]
        assert also_found == found
        assert outside.search("lön", "2026-01-29") == inside.search("lön", "2026-01-29")
    finally:
        inside.close()
        outside.close()


def test_a_process_that_died_is_begun_anew(bundled_settings):
    outside = DatalotsProcesses(bundled_settings, 1)
    try:
        os.kill(outside.pids[0], signal.SIGKILL)
        with pytest.raises(RuntimeError, match="ended"):
            outside.answer(["Vad är ett kollektivavtal?"], "2026-01-29")
        assert outside.answer(["Vad är ett kollektivavtal?"], "2026-01-29")[0]["status"] == "answered"
    finally:
        outside.close()


def _wait_for(happened) -> None:
    deadline = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)


def _lines(file: Path) -> int:
    return file.read_bytes().count(b"\n") if file.exists() else 0


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _alive(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
