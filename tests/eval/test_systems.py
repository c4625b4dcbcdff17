"""Systems under test: Datalots in process and through the door of another program."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from eval.answers import answer_hash
from eval.systems import DatalotsSystem, JsonLinesSystem
from rag.settings import Settings

TODAY = "2026-11-23"
TALK = ["Hur många är arbetslösa i Malmö?", "Och i Umeå?"]
CLI = Path(__file__).parents[2] / "cli.py"


def test_datalots_answers_alike_in_process_and_over_json_lines(bundled_settings: Settings) -> None:
    inside = DatalotsSystem(bundled_settings)
    chat = [sys.executable, str(CLI), "chat", "--jsonl", "--data-dir", str(bundled_settings.data_dir)]
    outside = JsonLinesSystem(chat)
    try:
        for questions in (TALK, TALK[:1]):  # a conversation begins anew
            answers = outside.answer(questions, TODAY)
            assert [answer["turn"] for answer in answers] == [1, 2][: len(questions)]
            assert list(map(answer_hash, answers)) == list(map(answer_hash, inside.answer(questions, TODAY)))
    finally:
        inside.close()
        outside.close()
    assert outside.search(TALK[0], TODAY) is None


def test_a_program_that_ends_is_begun_anew_for_the_next_conversation(tmp_path: Path) -> None:
    once = tmp_path / "once.py"
    once.write_text("print(input())", encoding="utf-8")
    system = JsonLinesSystem([sys.executable, str(once)])
    try:
        for _ in range(2):
            with pytest.raises(EOFError, match="ended"):
                system.answer(TALK, TODAY)
        assert system.answer(TALK[:1], TODAY)[0]["question"] == TALK[0]
    finally:
        system.close()
