"""Systems under test: Datalots in process and through the door of another program."""

from __future__ import annotations

import json
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

import cli
from eval.answers import answer_hash
from eval.http_system import HttpSystem
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


@contextmanager
def service(answer: Callable[[dict[str, Any]], bytes | int]) -> Iterator[str]:
    """A service on loopback, at the address given; `answer` gives a body, or the status of a failure."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(body if isinstance(body, int) else 200)
            self.end_headers()
            self.wfile.write(b"" if isinstance(body, int) else body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/ask"
    finally:
        server.shutdown()
        server.server_close()


def test_datalots_answers_alike_in_process_and_over_http(bundled_settings: Settings) -> None:
    inside = DatalotsSystem(bundled_settings)
    talks: dict[str, list[str]] = defaultdict(list)

    def asked(message: dict[str, Any]) -> bytes:
        talk = talks[message["conversation"]]
        talk.append(message["question"])
        assert message["turn"] == len(talk)
        return json.dumps(inside.answer(talk, message["today"])[-1], ensure_ascii=False).encode()

    with service(asked) as url:
        outside = HttpSystem(url)
        try:
            for questions in (TALK, TALK[:1]):  # a conversation begins anew
                answers = outside.answer(questions, TODAY)
                assert list(map(answer_hash, answers)) == list(
                    map(answer_hash, inside.answer(questions, TODAY))
                )
            assert len(talks) == 2
            assert outside.search(TALK[0], TODAY) is None
        finally:
            outside.close()
            inside.close()


@pytest.mark.parametrize(
    ("answer", "error"), [(503, httpx.HTTPStatusError), (b"<html>", ValueError), (b"[]", ValueError)]
)
def test_a_service_that_fails_or_answers_with_something_else_is_an_error(
    answer: bytes | int, error: type[Exception]
) -> None:
    asked: list[dict[str, Any]] = []
    with service(lambda message: asked.append(message) or answer) as url:
        system = HttpSystem(url)
        with pytest.raises(error):
            system.answer(TALK, TODAY)
        system.close()
    assert len(asked) == 1  # and it is not asked again


def test_an_address_that_is_none_is_said_in_one_line(bundled_settings: Settings, capsys) -> None:
    wrong = ["eval", "run", "--url", "nonsens", "--data-dir", str(bundled_settings.data_dir)]
    assert cli.main(wrong) == 1
    assert "nonsens är ingen adress" in capsys.readouterr().err
