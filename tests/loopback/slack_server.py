"""Slack on loopback: the Web API with its limits, response_url, Socket Mode, and signed events."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
import time
import urllib.parse
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from tests.loopback.server import serving

BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-loopback", "xapp-loopback", "loopback-secret"
BUSY_CHANNEL = "C_BUSY"


@dataclass
class FakeSlack:
    """The running server and all that was sent to it."""

    url: str = ""
    """Web API, ends in /api/."""
    posted: list[dict[str, Any]] = field(default_factory=list)
    """Accepted chat.postMessage calls."""
    updated: list[dict[str, Any]] = field(default_factory=list)
    """Accepted chat.update calls."""
    responses: list[dict[str, Any]] = field(default_factory=list)
    """What came to a response_url."""
    attempts: list[str] = field(default_factory=list)
    """Channels of every chat.postMessage, refused ones too."""
    acknowledged: list[dict[str, Any]] = field(default_factory=list)
    """Answers to Socket Mode envelopes."""
    socket: WebSocket | None = None
    loop: asyncio.AbstractEventLoop | None = None

    @property
    def response_url(self) -> str:
        return self.url.replace("/api/", "/respond/1")

    def push(self, kind: str, payload: dict[str, Any]) -> None:
        """Send an envelope over Socket Mode."""
        envelope = {
            "envelope_id": uuid.uuid4().hex,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        assert self.socket is not None and self.loop is not None
        asyncio.run_coroutine_threadsafe(self.socket.send_text(json.dumps(envelope)), self.loop).result(5)


@contextlib.contextmanager
def fake_slack() -> Iterator[FakeSlack]:
    """Serve on loopback while the block runs."""
    slack = FakeSlack()
    with serving(_app(slack)) as port:
        slack.url = f"http://127.0.0.1:{port}/api/"
        yield slack


def wait_for(condition: Callable[[], Any], seconds: float = 5.0) -> Any:
    """The condition's value once it is true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.01)
    raise AssertionError("waited in vain")


def _app(slack: FakeSlack) -> Starlette:
    async def method(request: Request) -> Response:
        name, data = request.path_params["method"], _fields(await request.body(), request)
        if request.headers.get("authorization") not in {f"Bearer {BOT_TOKEN}", f"Bearer {APP_TOKEN}"}:
            return JSONResponse({"ok": False, "error": "invalid_auth"})
        if name == "apps.connections.open":
            address = slack.url.replace("http", "ws", 1).replace("/api/", "/link")
            return JSONResponse({"ok": True, "url": address})
        if name == "chat.postMessage":
            return _post(slack, data)
        if name == "chat.update":
            slack.updated.append(data)
            return JSONResponse({"ok": True, "channel": data["channel"], "ts": data["ts"]})
        identity = {"team": "T", "user": "bot", "team_id": "T1", "user_id": "UBOT", "bot_id": "B1"}
        return JSONResponse({"ok": True, "url": "https://x.slack.com/", **identity})

    async def respond(request: Request) -> Response:
        slack.responses.append(await request.json())
        return PlainTextResponse("ok")

    async def link(socket: WebSocket) -> None:
        await socket.accept()
        slack.socket, slack.loop = socket, asyncio.get_running_loop()
        hello = {"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}}
        await socket.send_text(json.dumps(hello))
        with contextlib.suppress(WebSocketDisconnect):
            while True:
                text = await socket.receive_text()
                if text.startswith("{"):
                    slack.acknowledged.append(json.loads(text))

    return Starlette(
        routes=[
            Route("/api/{method}", method, methods=["POST"]),
            Route("/respond/{x}", respond, methods=["POST"]),
            WebSocketRoute("/link", link),
        ]
    )


def _fields(body: bytes, request: Request) -> dict[str, Any]:
    if "json" in request.headers.get("content-type", ""):
        read: dict[str, Any] = json.loads(body or b"{}")
        return read
    return dict(urllib.parse.parse_qsl(body.decode()))


def _post(slack: FakeSlack, data: dict[str, Any]) -> Response:
    slack.attempts.append(data["channel"])
    if data["channel"] == BUSY_CHANNEL and slack.attempts.count(BUSY_CHANNEL) == 1:
        return JSONResponse({"ok": False, "error": "ratelimited"}, 429, headers={"Retry-After": "0"})
    blocks = data.get("blocks") or []
    data["blocks"] = json.loads(blocks) if isinstance(blocks, str) else blocks
    if error := broken_limit(data):
        return JSONResponse({"ok": False, "error": error})
    slack.posted.append(data)
    return JSONResponse({"ok": True, "channel": data["channel"], "ts": f"{time.time():.6f}", "message": data})


def broken_limit(message: dict[str, Any]) -> str:
    """The error Slack would give for a message, or ""."""
    blocks = message["blocks"]
    if len(message.get("text", "")) > 4_000:
        return "msg_too_long"
    if len(blocks) > 50:
        return "invalid_blocks: too many"
    for block in blocks:
        if block["type"] == "section" and not 0 < len(block["text"]["text"]) <= 3_000:
            return "invalid_blocks: section"
        if block["type"] == "context" and not 0 < len(block["elements"]) <= 10:
            return "invalid_blocks: context"
        if block["type"] == "context" and any(not 0 < len(e["text"]) <= 3_000 for e in block["elements"]):
            return "invalid_blocks: context text"
        if block["type"] == "actions" and not 0 < len(block["elements"]) <= 25:
            return "invalid_blocks: actions"
        if block["type"] == "actions" and any(
            len(e["text"]["text"]) > 75 or len(e["value"]) > 2_000 for e in block["elements"]
        ):
            return "invalid_blocks: button"
    return ""


# ------------------------------------------------------------------ what Slack sends


def signed(body: str, *, secret: str = SECRET, age: int = 0) -> dict[str, str]:
    """The headers of a request as Slack signs it, `age` seconds ago."""
    stamp = str(int(time.time()) - age)
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    kind = "application/json" if body.startswith("{") else "application/x-www-form-urlencoded"
    return {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={digest}", "content-type": kind}


def deliver(port: int, body: str, **headers: str) -> httpx.Response:
    """Post a body to the bot's events address with good headers, or those given."""
    url = f"http://127.0.0.1:{port}/slack/events"
    return httpx.post(url, content=body.encode(), headers={**signed(body), **headers}, timeout=10)


def event(
    text: str,
    *,
    kind: str = "app_mention",
    channel: str = "C1",
    thread: str | None = None,
    event_id: str | None = None,
    **more: Any,
) -> dict[str, Any]:
    """An event_callback in Slack's shape."""
    inner = {"type": kind, "user": "U1", "text": text, "ts": "1700000000.000100", "channel": channel, **more}
    if thread:
        inner["thread_ts"] = thread
    return {
        "type": "event_callback",
        "team_id": "T1",
        "api_app_id": "A1",
        "event_id": event_id or f"Ev{uuid.uuid4().hex[:10]}",
        "event_time": 1700000000,
        "authorizations": [{"team_id": "T1", "user_id": "UBOT", "is_bot": True}],
        "event": inner,
    }


def command(text: str, response_url: str) -> dict[str, str]:
    """A slash command in Slack's shape; over HTTP it is form-encoded."""
    return {
        "command": "/datalots",
        "text": text,
        "user_id": "U1",
        "channel_id": "C1",
        "team_id": "T1",
        "response_url": response_url,
        "trigger_id": uuid.uuid4().hex,
    }


def pressed(value: str, response_url: str, **container: Any) -> dict[str, Any]:
    """A block_actions payload of one of our buttons; over HTTP it is JSON in a form field."""
    return {
        "type": "block_actions",
        "user": {"id": "U1"},
        "team": {"id": "T1"},
        "api_app_id": "A1",
        "trigger_id": uuid.uuid4().hex,
        "response_url": response_url,
        "channel": {"id": container.get("channel_id", "C1")},
        "container": {"type": "message", **container},
        "actions": [{"action_id": "ask_0", "block_id": "b", "value": value, "type": "button"}],
    }
