"""Slack (Bolt): the same answers in a thread. Mentions, direct messages, threads, `/datalots`, buttons.

Slack wants an answer within three seconds and sends an event again when it gets none: every event is
acknowledged first, answered in Bolt's own threads, and answered once. What a message looks like is in
`rag/blocks.py`.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from rag import texts
from rag.blocks import answer_message, told
from rag.errors import DatalotsError, SettingsError
from rag.schema import Answer, Turn
from rag.settings import Settings

if TYPE_CHECKING:
    from slack_bolt import App
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

log = logging.getLogger("datalots.slack")

COMMAND = "/datalots"
HTTP_PORT = 3000
REMEMBERED_EVENTS = 5_000
REMEMBERED_THREADS = 1_000
MAX_BODY = 1_000_000
PACE = 1.0
"""Seconds between two changes of a message that is being written: Slack allows some fifty a minute."""

Today = Callable[[], str]


class Answering(Protocol):
    """The part of `rag.assistant.Assistant` that Slack needs."""

    def stream(self, question: str, history: Sequence[Turn] = (), *, today: str) -> Iterator[Answer]: ...


def _today() -> str:
    return date.today().isoformat()


def main(settings: Settings) -> int:
    """Serve Slack until stopped: over Socket Mode with an app token, else over HTTP with a signing secret.

    Raises:
        SettingsError: A token is missing or refused.
    """
    from slack_bolt.error import BoltError
    from slack_sdk.errors import SlackApiError

    from rag.assistant import Assistant

    assistant = Assistant.open(settings)
    try:
        app = build_app(settings, assistant)
        if settings.slack_app_token:
            socket_mode(app, settings).start()
        else:
            import uvicorn

            uvicorn.run(http_app(app), host=settings.page_host, port=HTTP_PORT, log_level="warning")
    except (BoltError, SlackApiError) as error:
        raise SettingsError(f"Slack refused the tokens: {type(error).__name__}") from error
    finally:
        assistant.close()
    return 0


def build_app(settings: Settings, assistant: Answering, today: Today = _today) -> App:
    """The Bolt app with all its listeners.

    Raises:
        SettingsError: The bot token is missing, or both ways in are.
    """
    from slack_bolt import App
    from slack_sdk import WebClient
    from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

    if not settings.slack_bot_token or not (settings.slack_app_token or settings.slack_signing_secret):
        raise SettingsError("set DATALOTS_SLACK_BOT_TOKEN and DATALOTS_SLACK_APP_TOKEN or _SIGNING_SECRET")
    token = settings.slack_bot_token.get_secret_value()
    client = WebClient(token=token, base_url=settings.slack_base_url)
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=2))
    secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else None
    app = App(client=client, signing_secret=secret or "unused in Socket Mode")
    _Conversations(settings, assistant, today).listen(app)
    return app


def socket_mode(app: App, settings: Settings) -> Any:
    """Bolt's handler for Socket Mode: `connect()`, `start()` (connects and waits), `close()`."""
    from slack_bolt.adapter.socket_mode import SocketModeHandler
    from slack_sdk import WebClient

    token = settings.slack_app_token.get_secret_value() if settings.slack_app_token else ""
    return SocketModeHandler(app, token, web_client=WebClient(token=token, base_url=settings.slack_base_url))


def http_app(app: App) -> Starlette:
    """The ASGI application with `/slack/events` for a public address, and `/healthz`."""
    from slack_bolt.adapter.starlette import SlackRequestHandler
    from starlette.applications import Starlette
    from starlette.responses import JSONResponse, PlainTextResponse
    from starlette.routing import Route

    handler = SlackRequestHandler(app)

    async def events(request: Request) -> Response:
        if not _signed_in_form(request.headers):
            return PlainTextResponse("", 401)
        if not 0 < _length(request.headers) <= MAX_BODY:
            return PlainTextResponse("", 413)
        answer: Response = await handler.handle(request)
        return answer

    async def alive(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    return Starlette(routes=[Route("/slack/events", events, methods=["POST"]), Route("/healthz", alive)])


def _signed_in_form(headers: Any) -> bool:
    """Whether the signature's headers can be read at all: Slack's own verifier raises where they cannot."""
    timestamp = headers.get("x-slack-request-timestamp", "")
    signature = headers.get("x-slack-signature", "")
    return bool(re.fullmatch(r"[0-9]{1,12}", timestamp) and re.fullmatch(r"v0=[0-9a-f]{64}", signature))


def _length(headers: Any) -> int:
    """Bytes of the body as it is announced, 0 when it is not."""
    length = headers.get("content-length", "")
    return int(length) if re.fullmatch(r"[0-9]{1,12}", length) else 0


# ------------------------------------------------------------------ conversations


class _Conversations:
    """Who asked what in which thread. Kept in memory, bounded, gone with the process."""

    def __init__(self, settings: Settings, assistant: Answering, today: Today) -> None:
        self._settings = settings
        self._assistant = assistant
        self._today = today
        self._events = Seen(REMEMBERED_EVENTS)
        self._threads: OrderedDict[tuple[str, str], deque[Turn]] = OrderedDict()
        self._lock = threading.Lock()

    def listen(self, app: App) -> None:
        """Register every listener."""
        app.use(self._once)
        app.event("app_mention")(self._mentioned)
        app.event("message")(self._messaged)
        app.command(COMMAND)(ack=self._acknowledge, lazy=[self._commanded])
        app.action(re.compile(r"^ask_\d+$"))(ack=lambda ack: ack(), lazy=[self._pressed])

    def _once(self, body: dict[str, Any], next: Callable[[], Any]) -> Any:  # noqa: A002 (Bolt's name)
        """Let an event through the first time only: Slack sends it again when an answer was slow."""
        from slack_bolt import BoltResponse

        key = body.get("event_id") or body.get("trigger_id")
        if key and self._events.already(str(key)):
            return BoltResponse(status=200, body="")
        return next()

    def _mentioned(self, event: dict[str, Any], say: Any, client: Any) -> None:
        self._answer_event(event, say, client, thread=event.get("thread_ts") or event["ts"])

    def _messaged(self, event: dict[str, Any], say: Any, client: Any) -> None:
        """A direct message; what people write to each other in channels is not ours to answer."""
        if event.get("channel_type") != "im" or event.get("bot_id") or event.get("subtype"):
            return
        self._answer_event(event, say, client, thread=event.get("thread_ts"))

    def _answer_event(self, event: dict[str, Any], say: Any, client: Any, thread: str | None) -> None:
        """Answer in the thread; what a model writes is shown sentence by sentence, in one message."""
        if event.get("bot_id"):
            return
        question = plain_question(event.get("text", ""))
        if not question:
            say(**told(texts.SLACK_HELLO), thread_ts=thread)
            return
        posted: Any = None
        for message in _paced(self._replies(question, (event["channel"], thread or "")), PACE):
            if posted is None:
                posted = say(**message, thread_ts=thread)
            else:
                client.chat_update(channel=posted["channel"], ts=posted["ts"], **message)

    def _acknowledge(self, ack: Any, command: dict[str, Any]) -> None:
        ack(texts.SLACK_SEARCHING if plain_question(command.get("text", "")) else texts.SLACK_ASK)

    def _commanded(self, command: dict[str, Any], respond: Any) -> None:
        """`/datalots …`: an answer that only the asker sees, with no thread to remember."""
        question = plain_question(command.get("text", ""))
        if question:
            respond(**self._reply(question, None), response_type="ephemeral", replace_original=True)

    def _pressed(self, body: dict[str, Any], action: dict[str, Any], say: Any, respond: Any) -> None:
        """A suggestion or an option was chosen: its question is asked where the button stands."""
        question, place = action.get("value", ""), body.get("container", {})
        if place.get("is_ephemeral") or "channel_id" not in place:
            respond(
                **self._reply(question, None, echo=True), response_type="ephemeral", replace_original=False
            )
            return
        is_direct = place["channel_id"].startswith("D")
        thread = place.get("thread_ts") or (None if is_direct else place.get("message_ts"))
        say(**self._reply(question, (place["channel_id"], thread or ""), echo=True), thread_ts=thread)

    def _reply(self, question: str, key: tuple[str, str] | None, *, echo: bool = False) -> dict[str, Any]:
        """The message that answers, whole."""
        *_, message = self._replies(question, key, echo=echo)
        return message

    def _replies(
        self, question: str, key: tuple[str, str] | None, *, echo: bool = False
    ) -> Iterator[dict[str, Any]]:
        """The message that answers, while the answer is written; an error is one calm sentence."""
        turns = self._turns(key)
        first = not turns
        answer: Answer | None = None
        try:
            for answer in self._assistant.stream(question, tuple(turns), today=self._today()):
                yield answer_message(answer, first=first, echo=question if echo else "")
        except DatalotsError as error:
            log.error("%s (remedy: %s)", error, error.remedy)
            yield told(error.user_message)
        except Exception:
            log.exception("unexpected error")
            yield told(texts.ERROR_GENERAL)
        else:
            if answer is not None:
                understood = answer.standalone_question
                turns.append(Turn(question=question, standalone_question=understood, answer=answer))

    def _turns(self, key: tuple[str, str] | None) -> deque[Turn]:
        """The turns of a thread, made and bounded here; an empty list of one's own without a thread."""
        if key is None:
            return deque(maxlen=1)
        with self._lock:
            turns = self._threads.setdefault(key, deque(maxlen=self._settings.max_turns))
            self._threads.move_to_end(key)
            while len(self._threads) > REMEMBERED_THREADS:
                self._threads.popitem(last=False)
            return turns


def _paced(messages: Iterator[dict[str, Any]], pace: float) -> Iterator[dict[str, Any]]:
    """Of a message that grows, a step at most every `pace` seconds, and always the last."""
    last = time.monotonic()
    waiting: dict[str, Any] | None = None
    for message in messages:
        waiting = message
        if time.monotonic() - last >= pace:
            yield message
            last, waiting = time.monotonic(), None
    if waiting is not None:
        yield waiting


class Seen:
    """The last `limit` keys; safe to ask from several threads."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._keys: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def already(self, key: str) -> bool:
        """Whether the key has been here before; from now on it has."""
        with self._lock:
            known = key in self._keys
            self._keys[key] = None
            while len(self._keys) > self._limit:
                self._keys.popitem(last=False)
            return known


def plain_question(text: str) -> str:
    """What a person wrote: without mentions, with channels and links as their text, entities decoded."""
    text = re.sub(r"<[@!][^>]*>", " ", text)
    text = re.sub(r"<[^>|]*\|([^>]*)>", r"\1", text)
    text = re.sub(r"<#?([^>]*)>", r"\1", text)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return " ".join(text.split())
