"""The page without a browser: what the script puts on the screen, and how it is served."""

from __future__ import annotations

import json
import socket
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import app
from rag import texts
from rag.errors import NoIndexError, SettingsError
from rag.schema import Answer, Turn
from rag.settings import Settings
from tests.loopback.page_server import PAYLOADS, ReadyAnswers

ROOT = Path(__file__).parent.parent


class NoIndex(ReadyAnswers):
    def document(self, document_id: str) -> None:
        raise NoIndexError("no CURRENT in data/index")


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    import streamlit as st

    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr("rag.assistant.Assistant", ReadyAnswers)
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=20).run()


def shown(page: AppTest) -> str:
    """All HTML of the page."""
    return "\n".join(str(element.proto.body) for element in page.get("html"))


def asked(page: AppTest, question: str) -> AppTest:
    return page.chat_input[0].set_value(question).run()


def test_the_page_says_what_it_is_before_the_first_question(page: AppTest) -> None:
    assert not page.exception
    assert page.title[0].value == "Datalots"
    assert texts.PAGE_PROMISE in shown(page)
    assert texts.AI_NOTICE in shown(page)
    assert [button.label for button in page.button] == list(texts.EXAMPLE_QUESTIONS)


def test_an_example_is_asked_when_it_is_pressed(page: AppTest) -> None:
    page.button[0].click().run()
    assert texts.EXAMPLE_QUESTIONS[0] in shown(page)


def test_an_answer_has_its_sources_suggestions_and_downloads(page: AppTest) -> None:
    asked(page, "Får man ta ut en avgift?")
    assert "Jag läste frågan så här: Får en myndighet ta betalt för öppna data?" in shown(page)
    assert '<span class="dl-mark">[1]</span> <span class="dl-support">ordagrant</span>' in shown(page)
    assert [e.label for e in page.expander] == ["\\[1\\] Lag (2022:\u2060818) · 5 § · 2022-08-01"]
    assert "<mark>En avgift får tas ut. Avgiften får inte vara högre än självkostnaden.</mark>" in shown(page)
    labels = [button.label for button in page.button]
    assert labels == ["Vilka data är värdefulla data?", texts.PAGE_NEW]
    downloads = [element.proto.label for element in page.get("download_button")]
    assert downloads == [texts.PAGE_DOWNLOAD_MARKDOWN, texts.PAGE_DOWNLOAD_JSON]


class ManySources(ReadyAnswers):
    def ask(self, question: str, history: Sequence[Turn] = (), *, today: str) -> Answer:
        answer = super().ask(question, history, today=today)
        many = tuple(replace(answer.citations[0], n=n) for n in range(1, 41))
        return replace(answer, citations=many)


def test_the_sources_of_a_long_order_do_not_fill_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.assistant.Assistant", ManySources)
    page = asked(
        AppTest.from_file(str(ROOT / "app.py"), default_timeout=20).run(), "Får man ta ut en avgift?"
    )
    labels = [expander.label for expander in page.expander]
    assert len(labels) == app.SOURCES_APART + 1
    assert labels[-1] == "32 källor till"
    assert all(f"[{n}] Lag (2022:818)" in shown(page) for n in range(9, 41))


def test_figures_come_with_chart_table_and_calculation(page: AppTest) -> None:
    asked(page, "Hur har polisers lön ändrats?")
    (chart,) = page.get("vega_lite_chart")
    assert json.loads(chart.proto.spec)["encoding"]["y"]["title"] == "Medianlön (kr/månad)"
    assert '<table class="dl-table">' in shown(page)
    assert "<code>41\u00a0300 − 39\u00a0900</code> = 1\u00a0400\u00a0kr" in shown(page)
    assert "Källa: SCB, tabell TAB5932" in shown(page)


def test_an_option_of_a_clarification_asks_its_question(page: AppTest) -> None:
    asked(page, "tvetydigt")
    assert "Menar du kommunen eller länet?" in shown(page)
    assert "Sökningen på betydelse är ur funktion." in shown(page)
    next(button for button in page.button if button.label == "Stockholms kommun").click().run()
    assert "Vad är medianlönen för poliser i kommunen?" in shown(page)


def test_the_conversation_is_kept_and_can_be_begun_anew(page: AppTest) -> None:
    asked(page, "Får man ta ut en avgift?")
    asked(page, "Hur har polisers lön ändrats?")
    assert [turn.answer.turn for turn in page.session_state["turns"]] == [1, 2]
    next(button for button in page.button if button.label == texts.PAGE_NEW).click().run()
    assert page.session_state["turns"] == []
    assert page.button[0].label == texts.EXAMPLE_QUESTIONS[0]


def test_a_missing_index_is_one_sentence_and_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.assistant.Assistant", NoIndex)
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=20).run()
    assert texts.ERROR_NO_INDEX in shown(page)
    assert not page.exception
    assert len(page.chat_input) == 0


def test_an_unexpected_error_is_one_calm_sentence(page: AppTest) -> None:
    asked(page, "krasch")
    assert texts.ERROR_GENERAL in shown(page)
    assert not page.exception


def test_an_unknown_setting_is_said_in_swedish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATALOTS_FINNS_INTE", "1")
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=20).run()
    assert "Inställningen DATALOTS_FINNS_INTE är okänd" in shown(page)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_label_holds_no_open_markdown(payload: str) -> None:
    bare = app.label(payload).replace("\\\\", "")
    for sign in "[]<>`$*_":
        assert bare.count(sign) == bare.count("\\" + sign)
    assert "://" not in bare
    assert ":material" not in bare


# ------------------------------------------------------------------ serving


def test_the_settings_for_streamlit_run_equal_those_of_the_command() -> None:
    written = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    flat = {f"{part}.{name}": value for part, names in written.items() for name, value in names.items()}
    assert flat == app.CONFIG


def test_the_frame_is_swedish_and_its_scripts_are_the_only_ones_allowed() -> None:
    document = app.swedish_index(
        '<html lang="en"><head><title>Streamlit</title><script>a()</script></head>'
        "<body><noscript>You need\nJavaScript</noscript></body></html>"
    )
    assert '<html lang="sv">' in document
    assert "<title>Datalots</title>" in document
    assert texts.PAGE_NEEDS_SCRIPT in document
    said = app.policy(document)
    assert said.count("'sha256-") == 2
    assert "default-src 'none'" in said
    assert "unsafe-eval" not in said
    assert "script-src 'self' 'unsafe-inline'" not in said


def test_a_port_that_is_taken_is_said_in_swedish(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = Settings(data_dir=tmp_path, page_port=taken.getsockname()[1])
        with pytest.raises(SettingsError) as caught:
            app.run_page(settings)
    assert "Välj en annan med DATALOTS_PAGE_PORT" in caught.value.user_message


def test_health_and_readiness_are_served_with_the_safe_headers(tmp_path: Path) -> None:
    from starlette.testclient import TestClient

    client = TestClient(app.application(Settings(data_dir=tmp_path)))
    alive = client.get("/healthz")
    assert (alive.status_code, alive.json()) == (200, {"status": "ok"})
    assert alive.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in alive.headers["content-security-policy"]
    assert client.get("/readyz").status_code == 503
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "CURRENT").write_text("g1", encoding="utf-8")
    assert client.get("/readyz").status_code == 200
    assert '<html lang="sv">' in client.get("/").text
