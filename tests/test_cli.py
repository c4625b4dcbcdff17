"""The command: one clear line for the person, the right exit code, and JSON that a program can read."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli import main
from rag import texts
from rag.settings import Settings

ROOT = Path(__file__).parent.parent
ANSWER_FIELDS = {
    "question", "standalone_question", "turn", "status", "reason", "text", "sentences", "citations",
    "quantities", "chart", "clarification", "suggestions", "generation", "writer", "timings_ms",
}  # fmt: skip


def run(settings: Settings, *words: str) -> int:
    return main([words[0], *words[1:], "--data-dir", str(settings.data_dir)])


def test_ask_prints_the_answer_and_its_sources(
    bundled_settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(bundled_settings, "ask", "Vad är medianlönen för poliser?") == 0
    out = capsys.readouterr().out
    assert "kr i månaden" in out
    assert "[1] Medianlön" in out


def test_ask_as_json_has_every_field_of_the_answer_object(
    bundled_settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(bundled_settings, "ask", "Vad är medianlönen för poliser?", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer.keys() >= ANSWER_FIELDS
    assert answer["quantities"][0]["unit"] == "SEK/month"
    assert answer["citations"][0]["cell"]["coordinates"]["region"] == "00"


def test_an_honest_no_is_no_failure(bundled_settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(bundled_settings, "ask", "Vad kostar en biljett till månen?") == 0
    assert "källor" in capsys.readouterr().out


def test_chat_as_jsonl_answers_a_line_a_line(
    bundled_settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = 'Hur många är arbetslösa i Malmö?\n\n{"question": "Och i Umeå?"}\n'
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    assert run(bundled_settings, "chat", "--jsonl") == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["turn"], second["turn"]) == (1, 2)
    assert second["standalone_question"] == "Hur många är arbetslösa i Umeå?"


def test_a_line_that_cannot_be_read_gets_an_error_and_the_conversation_goes_on(
    bundled_settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        '{"question": "Vad är medianlönen för poliser?"}',
        '{"question": ',
        '{"turn": 1}',
        '{"question": 7}',
        '{"question": "Hej", "turn": "två"}',
        '{"question": "Hej", "today": "i går"}',
        "{" * 100_000,
        '{"question": "och för sjuksköterskor?"}',
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    assert run(bundled_settings, "chat", "--jsonl") == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["status"] for answer in answers] == ["answered", *["error"] * 6, "answered"]
    assert (answers[1]["reason"], answers[1]["text"]) == ("not_text", texts.CHAT_LINE_UNREADABLE)
    assert answers[-1]["turn"] == 2


def test_search_says_why(bundled_settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(bundled_settings, "search", "semester", "--kind", "brief", "--top-k", "2", "--json") == 0
    hits = json.loads(capsys.readouterr().out)
    assert len(hits) == 2
    assert all(hit["kind"] == "brief" and hit["reasons"] for hit in hits)


def test_sources_and_generations_are_listed(
    bundled_settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(bundled_settings, "sources", "--json") == 0
    sources = json.loads(capsys.readouterr().out)
    bundled = {source["id"] for source in sources if source["state"] == "bundled"}
    assert bundled == {"law", "policy", "catalogue", "taxonomy", "statistics"}
    assert {source["state"] for source in sources} == {"bundled", "never"}
    assert run(bundled_settings, "index", "list", "--json") == 0
    assert json.loads(capsys.readouterr().out)[0]["current"]


def test_a_sound_installation_passes_the_doctor(
    bundled_settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(bundled_settings, "doctor") == 0
    assert "✗" not in capsys.readouterr().out


def test_a_missing_index_is_one_sentence_and_a_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "Vad tjänar en polis?", "--data-dir", str(tmp_path)]) == 1
    shown = capsys.readouterr()
    assert "Det finns inga källor att söka i än." in shown.err
    assert "datalots ingest" in shown.err
    assert "Traceback" not in shown.err + shown.out


def test_an_unknown_setting_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATALOTS_MODELL", "x")
    assert main(["doctor"]) == 1
    assert "DATALOTS_MODELL" in capsys.readouterr().err


def test_wrong_usage_is_exit_code_2() -> None:
    with pytest.raises(SystemExit) as left:
        main(["fråga"])
    assert left.value.code == 2


def test_no_expected_error_shows_a_traceback(tmp_path: Path) -> None:
    environment = {**os.environ, "DATALOTS_TOP_K": "många"}
    command = [sys.executable, "cli.py", "ask", "x", "--data-dir", str(tmp_path)]
    out = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert out.returncode == 1
    assert "DATALOTS_TOP_K" in out.stderr
    assert "Traceback" not in out.stderr
