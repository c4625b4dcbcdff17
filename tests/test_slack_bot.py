"""The bot against a Slack on loopback: signed HTTP events, the Web API with its limits, Socket Mode."""

from __future__ import annotations

import json
import threading
import time
import urllib.parse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

import slack_bot
from rag import texts
from rag.assistant import Assistant
from rag.blocks import answer_message, escape, split_text
from rag.errors import NoIndexError, SettingsError
from rag.schema import Answer, Citation, Clarification, Sentence, Turn
from rag.settings import Settings
from tests.loopback.server import serving
from tests.loopback.slack_server import (
    APP_TOKEN,
    BOT_TOKEN,
    BUSY_CHANNEL,
    SECRET,
    FakeSlack,
    broken_limit,
    command,
    deliver,
    event,
    fake_slack,
    pressed,
    signed,
    wait_for,
)

ANSWER = Answer(
    question="?",
    standalone_question="?",
    status="answered",
    text="En avgift får tas ut [1].",
    sentences=(Sentence(text="En avgift får tas ut", citations=(1,), support="verbatim"),),
    citations=(
        Citation(
            n=1,
            kind="passage",
            document_id="lag",
            title="Lag (2022:818)",
            section="5 §",
            url="https://data.riksdagen.se/sfs-2022-818",
            publisher="Sveriges riksdag",
            as_of="2022-08-01",
            quote="En avgift får tas ut.",
        ),
    ),
    suggestions=("Hur hög får avgiften vara?",),
)


MENTION = json.dumps(event("<@UBOT> hej"))


class Recorder:
    """An assistant that notes what it was asked and answers the same."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, list[str], str]] = []
        self.release = threading.Event()

    def stream(self, question: str, history: Sequence[Turn] = (), *, today: str) -> Iterator[Answer]:
        self.asked.append((question, [turn.question for turn in history], today))
        if "långsam" in question:
            self.release.wait(10)
        if "inget index" in question:
            raise NoIndexError("no CURRENT")
        if "krasch" in question:
            raise RuntimeError("hemligt fel")
        whole = replace(ANSWER, question=question, standalone_question=question)
        if "mening för mening" in question:
            yield replace(whole, text="Den första meningen [1].", citations=ANSWER.citations[:1])
            self.release.wait(10)
        yield whole


@pytest.fixture(scope="module")
def slack() -> Iterator[FakeSlack]:
    with fake_slack() as running:
        yield running


@pytest.fixture(autouse=True)
def empty(slack: FakeSlack) -> None:
    for record in (slack.posted, slack.updated, slack.responses, slack.attempts, slack.acknowledged):
        record.clear()


@pytest.fixture
def assistant() -> Recorder:
    return Recorder()


@pytest.fixture
def settings(slack: FakeSlack) -> Settings:
    return Settings(
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_app_token=SecretStr(APP_TOKEN),
        slack_signing_secret=SecretStr(SECRET),
        slack_base_url=slack.url,
        max_turns=3,
    )


@pytest.fixture
def port(settings: Settings, assistant: Recorder) -> Iterator[int]:
    app = slack_bot.build_app(settings, assistant, today=lambda: "2026-11-23")
    with serving(slack_bot.http_app(app)) as bound:
        yield bound


def send(port: int, payload: dict[str, Any]) -> int:
    return deliver(port, json.dumps(payload)).status_code


def send_form(port: int, fields: dict[str, str]) -> Any:
    return deliver(port, urllib.parse.urlencode(fields))


def first_post(slack: FakeSlack) -> dict[str, Any]:
    return wait_for(lambda: slack.posted)[0]  # type: ignore[no-any-return]


def texts_of(message: dict[str, Any]) -> list[str]:
    found = []
    for block in message["blocks"]:
        found += [block["text"]["text"]] if "text" in block else [_text(e) for e in block["elements"]]
    return found


def _text(element: dict[str, Any]) -> str:
    return str(element["text"]["text"] if isinstance(element["text"], dict) else element["text"])


# ------------------------------------------------------------------ conversations


def test_a_mention_is_answered_in_a_thread_with_its_sources(
    port: int, slack: FakeSlack, assistant: Recorder
) -> None:
    assert send(port, event("<@UBOT> Får man ta betalt &amp; hur?")) == 200
    message = first_post(slack)
    assert assistant.asked == [("Får man ta betalt & hur?", [], "2026-11-23")]
    assert message["thread_ts"] == "1700000000.000100"
    assert message["text"] == "En avgift får tas ut [1]."
    assert (message["unfurl_links"], message["unfurl_media"]) == (False, False)
    assert texts_of(message) == [
        "En avgift får tas ut [1].",
        "[1] <https://data.riksdagen.se/sfs-2022-818|Lag (2022:818)>, 5 §, Sveriges riksdag, 2022-08-01"
        " ”En avgift får tas ut.”",
        "Hur hög får avgiften vara?",
        texts.AI_NOTICE,
    ]


def test_an_answer_that_is_being_written_grows_in_one_message(
    port: int, slack: FakeSlack, assistant: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slack_bot, "PACE", 0.0)
    send(port, event("<@UBOT> mening för mening"))
    assert first_post(slack)["text"] == "Den första meningen [1]."
    assert slack.updated == []
    assistant.release.set()
    (update,) = wait_for(lambda: slack.updated)
    assert (update["channel"], update["text"]) == (slack.posted[0]["channel"], "En avgift får tas ut [1].")
    assert len(slack.posted) == 1


def test_an_answer_that_comes_at_once_is_posted_once(
    port: int, slack: FakeSlack, assistant: Recorder
) -> None:
    assistant.release.set()
    send(port, event("<@UBOT> mening för mening"))
    assert first_post(slack)["text"] == "En avgift får tas ut [1]."
    assert slack.updated == []


def test_the_thread_remembers_its_latest_turns_and_gives_the_notice_once(
    port: int, slack: FakeSlack, assistant: Recorder
) -> None:
    for number in range(1, 6):
        send(port, event(f"<@UBOT> fråga {number}", thread="1699.5"))
        wait_for(lambda n=number: len(slack.posted) == n)
    assert [history for _, history, _ in assistant.asked][-1] == ["fråga 2", "fråga 3", "fråga 4"]
    assert [texts.AI_NOTICE in texts_of(message) for message in slack.posted] == [True] + [False] * 4


def test_threads_do_not_mix(port: int, slack: FakeSlack, assistant: Recorder) -> None:
    for thread in ("1.1", "2.2"):
        send(port, event("<@UBOT> hej", thread=thread))
    wait_for(lambda: len(slack.posted) == 2)
    assert [history for _, history, _ in assistant.asked] == [[], []]


def test_a_direct_message_is_answered_in_place_and_remembered(
    port: int, slack: FakeSlack, assistant: Recorder
) -> None:
    for text in ("Vad tjänar poliser?", "Och i Skåne?"):
        send(port, event(text, kind="message", channel="D1", channel_type="im"))
        wait_for(lambda t=text: any(t == asked for asked, _, _ in assistant.asked))
    wait_for(lambda: len(slack.posted) == 2)
    assert "thread_ts" not in slack.posted[0]
    assert assistant.asked[1][1] == ["Vad tjänar poliser?"]


@pytest.mark.parametrize(
    "more",
    [
        {"channel_type": "channel"},
        {"channel_type": "im", "bot_id": "B9"},
        {"channel_type": "im", "subtype": "message_changed"},
        {"channel_type": "im", "subtype": "bot_message"},
    ],
)
def test_what_is_not_said_to_the_bot_is_left_alone(
    port: int, assistant: Recorder, more: dict[str, str]
) -> None:
    assert send(port, event("hej", kind="message", **more)) == 200
    time.sleep(0.2)
    assert assistant.asked == []


def test_an_empty_mention_is_asked_what_it_wants(port: int, slack: FakeSlack, assistant: Recorder) -> None:
    send(port, event("<@UBOT>"))
    assert first_post(slack)["text"] == texts.SLACK_HELLO
    assert assistant.asked == []


def test_a_slow_question_is_acknowledged_at_once_and_its_retry_answered_once(
    port: int, slack: FakeSlack, assistant: Recorder
) -> None:
    started = time.monotonic()
    assert send(port, event("<@UBOT> långsam", event_id="EvSlow")) == 200
    assert send(port, event("<@UBOT> långsam", event_id="EvSlow")) == 200
    assert time.monotonic() - started < 2.5
    assistant.release.set()
    first_post(slack)
    time.sleep(0.2)
    assert len(slack.posted) == len(assistant.asked) == 1


def test_the_memory_of_events_is_bounded() -> None:
    seen = slack_bot.Seen(2)
    assert [seen.already(key) for key in ("a", "b", "a", "c", "b")] == [False, False, True, False, True]
    assert not seen.already("a")


@pytest.mark.parametrize(
    ("question", "said"), [("inget index", NoIndexError.user_message), ("krasch", texts.ERROR_GENERAL)]
)
def test_an_error_is_one_calm_sentence(port: int, slack: FakeSlack, question: str, said: str) -> None:
    send(port, event(f"<@UBOT> {question}"))
    assert first_post(slack)["text"] == said


def test_a_refused_message_is_sent_again_when_slack_says(port: int, slack: FakeSlack) -> None:
    send(port, event("<@UBOT> hej", channel=BUSY_CHANNEL))
    first_post(slack)
    assert slack.attempts == [BUSY_CHANNEL, BUSY_CHANNEL]


# ------------------------------------------------------------------ commands and buttons


def test_the_command_is_acknowledged_and_answered_to_the_asker_alone(port: int, slack: FakeSlack) -> None:
    got = send_form(port, command("Får man ta betalt?", slack.response_url))
    assert (got.status_code, texts.SLACK_SEARCHING in got.text) == (200, True)
    answer = wait_for(lambda: slack.responses)[0]
    assert (answer["response_type"], answer["text"]) == ("ephemeral", "En avgift får tas ut [1].")


def test_the_command_without_a_question_says_how_to_ask(
    port: int, slack: FakeSlack, assistant: Recorder
) -> None:
    assert "/datalots Vad är" in send_form(port, command("  ", slack.response_url)).text
    assert assistant.asked == []


def test_a_button_in_a_thread_asks_there_and_repeats_its_question(
    port: int, slack: FakeSlack, assistant: Recorder
) -> None:
    send(port, event("<@UBOT> hej", thread="7.7"))
    first_post(slack)
    place = {"channel_id": "C1", "message_ts": "8.8", "thread_ts": "7.7"}
    send_form(port, {"payload": json.dumps(pressed("Hur hög får den vara?", slack.response_url, **place))})
    wait_for(lambda: len(slack.posted) == 2)
    assert slack.posted[1]["thread_ts"] == "7.7"
    assert texts_of(slack.posted[1])[0] == "Fråga: Hur hög får den vara?"
    assert assistant.asked[1][:2] == ("Hur hög får den vara?", ["hej"])


def test_a_button_that_only_the_asker_sees_is_answered_there(port: int, slack: FakeSlack) -> None:
    place = {"channel_id": "C1", "message_ts": "8.8", "is_ephemeral": True}
    send_form(port, {"payload": json.dumps(pressed("Hur?", slack.response_url, **place))})
    assert wait_for(lambda: slack.responses)[0]["replace_original"] is False
    assert slack.posted == []


# ------------------------------------------------------------------ at the door


def test_slack_can_verify_the_address(port: int) -> None:
    got = deliver(port, json.dumps({"type": "url_verification", "challenge": "abc", "token": "x"}))
    assert (got.status_code, json.loads(got.text)) == (200, {"challenge": "abc"})


@pytest.mark.parametrize(
    "headers",
    [
        signed(MENTION, secret="wrong"),
        signed(MENTION, age=600),
        {"x-slack-request-timestamp": "1e9"},
        {"x-slack-request-timestamp": "-1"},
        {"x-slack-request-timestamp": "9" * 30},
        {"x-slack-request-timestamp": ""},
        {"x-slack-signature": "v0=kort"},
        {"x-slack-signature": ""},
    ],
)
def test_what_slack_has_not_signed_is_401(port: int, assistant: Recorder, headers: dict[str, str]) -> None:
    assert deliver(port, MENTION, **headers).status_code == 401
    assert assistant.asked == []


def test_a_huge_body_is_refused(port: int) -> None:
    assert deliver(port, json.dumps(event("x" * 1_100_000))).status_code == 413


def test_missing_tokens_are_a_settings_error(assistant: Recorder) -> None:
    with pytest.raises(SettingsError, match="DATALOTS_SLACK_BOT_TOKEN"):
        slack_bot.build_app(Settings(), assistant)
    with pytest.raises(SettingsError):
        slack_bot.build_app(Settings(slack_bot_token=SecretStr(BOT_TOKEN)), assistant)


def test_socket_mode_answers_mentions_and_commands(
    settings: Settings, slack: FakeSlack, assistant: Recorder
) -> None:
    handler = slack_bot.socket_mode(slack_bot.build_app(settings, assistant), settings)
    handler.connect()
    try:
        wait_for(lambda: slack.socket)
        for _ in range(2):
            slack.push("events_api", event("<@UBOT> via socket", event_id="EvSocket"))
        assert first_post(slack)["text"] == "En avgift får tas ut [1]."
        slack.push("slash_commands", command("via kommando", slack.response_url))
        wait_for(lambda: slack.responses)
        wait_for(lambda: len(slack.acknowledged) == 3)
        assert [question for question, _, _ in assistant.asked] == ["via socket", "via kommando"]
    finally:
        handler.close()


# ------------------------------------------------------------------ messages


def test_hostile_text_cannot_link_mention_or_call() -> None:
    evil = "<!channel> <https://evil.example|klicka> & <@U1>"
    source = replace(ANSWER.citations[0], title=evil, quote=evil, section=evil, publisher=evil)
    citation = replace(source, url="javascript:alert(1)")
    answer = replace(ANSWER, text=evil, citations=(citation,), notices=(evil,), standalone_question=evil)
    blocks = answer_message(answer, first=True, echo=evil)["blocks"]
    shown = texts_of({"blocks": [block for block in blocks if block["type"] != "actions"]})
    assert len(shown) == 6
    assert not any("<" in text for text in shown)


def test_a_sources_title_cannot_end_its_link() -> None:
    citation = replace(ANSWER.citations[0], title="a|b> <!here>", url="https://scb.se/a|b>c")
    shown = texts_of(answer_message(replace(ANSWER, citations=(citation,)), first=False))
    assert shown[1].startswith("[1] <https://scb.se/a%7Cb%3Ec|a¦b&gt; &lt;!here&gt;>, 5 §")


def test_options_of_a_clarification_are_buttons_that_ask_their_question() -> None:
    kommun, lan = ("Kommunen", "Löner i Stockholms kommun?"), ("Länet", "Löner i Stockholms län?")
    asked = Clarification(text="Vilken?", options=(kommun, lan, ("För lång", "x" * 2001)))
    message = answer_message(replace(ANSWER, clarification=asked), first=False)
    row = next(block for block in message["blocks"] if block["type"] == "actions")
    assert [(b["text"]["text"], b["value"], b["action_id"]) for b in row["elements"]] == [
        ("Kommunen", "Löner i Stockholms kommun?", "ask_0"),
        ("Länet", "Löner i Stockholms län?", "ask_1"),
    ]


@pytest.mark.parametrize(
    "question",
    ["Vad är medianlönen för poliser?", "Vilka öppna data finns om platsannonser?", "Vad kostar månen?"],
)
def test_real_answers_fit_in_a_message(bundled_settings: Settings, question: str) -> None:
    assistant = Assistant.open(bundled_settings)
    message = answer_message(assistant.ask(question, today="2026-11-23"), first=True)
    assistant.close()
    assert broken_limit(message) == ""
    assert texts.AI_NOTICE in texts_of(message)


@given(st.text(max_size=300), st.integers(1, 400), st.integers(0, 60))
def test_every_message_keeps_within_slacks_limits(text: str, times: int, sources: int) -> None:
    source = replace(ANSWER.citations[0], title=text, quote=text * 20)
    citations = tuple(replace(source, n=n) for n in range(1, sources + 1))
    more = replace(ANSWER, suggestions=(text,) * 9, notices=(text,) * 9)
    answer = replace(more, text=text * times, citations=citations)
    assert broken_limit(answer_message(answer, first=True, echo=text)) == ""


@given(st.text(alphabet="a& <>\n;", max_size=400), st.integers(20, 60))
def test_split_text_keeps_every_word_and_cuts_no_entity(text: str, limit: int) -> None:
    escaped = escape(text)
    parts = split_text(escaped, limit)
    assert all(0 < len(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(escaped.split())
    for part in parts:
        assert part.count("&") == part.count("&amp;") + part.count("&lt;") + part.count("&gt;")


@pytest.mark.parametrize(
    ("written", "question"),
    [
        ("<@UBOT> Hej", "Hej"),
        (
            "se <https://scb.se|scb.se> och <#C1|allmänt> &lt;b&gt; &amp;amp;",
            "se scb.se och allmänt <b> &amp;",
        ),
        ("<!here>  vad\ngäller?", "vad gäller?"),
        ("<https://scb.se>", "https://scb.se"),
        ("", ""),
    ],
)
def test_a_question_is_read_as_it_was_written(written: str, question: str) -> None:
    assert slack_bot.plain_question(written) == question
