"""An OpenAI-compatible endpoint on loopback: chat, streams, embeddings; the model's name is how it behaves.

It reads the numbered lines of our prompt like a model would, so that what it answers rests on (or lies about)
the evidence that was sent.

    faithful            two lines as they stand, with their numbers
    flaky-429           refuses twice, then as faithful      bad-401, down-500, always-429   refuse always
    cut                 the stream ends in mid-sentence      reset      the connection breaks in mid-body
    slow                a word a second                      silent     says nothing for a long time
    empty               an empty answer                      endless    never ends
    login-page          200 with HTML                        gibberish  no words
    modern              refuses max_tokens and temperature   plain, untold   refuse stream_options
    wrong-digits, invented-citation, no-citation, foreign-links, wrong-words   lies
    obedient            does what any text orders after the word SKRIV:
    no-answer           INGET SVAR
    judge, judge-contrary, judge-first   a judge that is fair, says the opposite, or likes what stands first
    scripted            what the test has put in `Endpoint.script`, in the pieces and at the pace given there
    scripted-cut        the same, and then the stream ends without a word
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import json
import re
import struct
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.loopback.server import serving

KEY = "sk-loopback"
_LINE = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)


@dataclass
class Endpoint:
    """The running server."""

    url: str = ""
    """Ends in /v1."""
    requests: list[dict[str, Any]] = field(default_factory=list)
    """Bodies, with the path under "path" and the bearer token under "key"."""

    script: Sequence[str] = ()
    """The pieces that a scripted model says, as they arrive in a stream."""
    pace: float = 0.0
    """Seconds before each piece of a scripted or faithful model."""
    sent: list[tuple[float, str]] = field(default_factory=list)
    """When each piece of a stream left (`time.perf_counter`), and the piece."""

    def called(self, model: str) -> int:
        return sum(1 for request in self.requests if request["model"] == model)


@contextlib.contextmanager
def openai_endpoint() -> Iterator[Endpoint]:
    """Serve on loopback while the block runs."""
    endpoint = Endpoint()
    with serving(_app(endpoint)) as port:
        endpoint.url = f"http://127.0.0.1:{port}/v1"
        yield endpoint


def _app(endpoint: Endpoint) -> Starlette:
    async def noted(request: Request) -> dict[str, Any]:
        body: dict[str, Any] = await request.json()
        key = request.headers.get("authorization", "").removeprefix("Bearer ")
        endpoint.requests.append({**body, "path": request.url.path, "key": key})
        return body

    async def chat(request: Request) -> Response:
        body = await noted(request)
        return _fault(body, endpoint.called(body["model"])) or _answered(body, endpoint)

    async def embeddings(request: Request) -> Response:
        body = await noted(request)
        return _fault(body, endpoint.called(body["model"])) or _embedded(body)

    async def models(_: Request) -> Response:
        return JSONResponse(
            {"object": "list", "data": [{"id": "faithful", "object": "model", "owned_by": "test"}]}
        )

    return Starlette(
        routes=[
            Route("/v1/chat/completions", chat, methods=["POST"]),
            Route("/v1/embeddings", embeddings, methods=["POST"]),
            Route("/v1/models", models),
        ]
    )


# ------------------------------------------------------------------ faults


def _fault(body: dict[str, Any], calls: int) -> Response | None:
    model = body["model"]
    if model == "always-429" or (model == "flaky-429" and calls <= 2):
        return _refusal(429, "rate_limit_exceeded", "Rate limit reached", headers={"retry-after": "0.05"})
    if model == "down-500":
        return _refusal(500, "server_error", "The server had an error", headers={"retry-after": "0.05"})
    if model == "bad-401":
        return _refusal(401, "invalid_api_key", f"Incorrect API key provided: {KEY}")
    if model == "login-page":
        return HTMLResponse("<!doctype html><title>Logga in</title>")
    for name in {
        "modern": ("max_tokens", "temperature"),
        "plain": ("stream_options",),
        "untold": ("stream_options",),
    }.get(model, ()):
        if name in body:
            return _refusal(400, "unsupported_parameter", f"Unsupported parameter: '{name}'", param=name)
    return None


def _refusal(
    status: int, kind: str, message: str, param: str | None = None, headers: dict[str, str] | None = None
) -> Response:
    error = {"message": message, "type": kind, "param": param, "code": kind}
    return JSONResponse({"error": error}, status, headers=headers)


# ------------------------------------------------------------------ what a model says


def said_by(model: str, prompt: str) -> str:
    """What the model of that name answers to our prompt."""
    lines = _LINE.findall(prompt)
    faithful = " ".join(f"{_unstopped(text)} [{n}]." for n, text in lines[:2]) or "Klar."
    match model:
        case "empty":
            return ""
        case "gibberish":
            return "%% ## 00 ++ 11 == ;;" * 5
        case "no-answer":
            return "INGET SVAR"
        case "judge":
            return _judged(prompt)
        case "judge-contrary":
            return "FEL." if _judged(prompt) == "RÄTT" else "RÄTT."
        case "judge-first":
            return "Svaret är RÄTT." if prompt.index("SVAR:") < prompt.index("FACIT:") else "FEL"
        case "no-citation":
            return " ".join(f"{_unstopped(text)}." for _, text in lines[:2])
        case "invented-citation":
            return " ".join(f"{_unstopped(text)} [{900 + int(n)}]." for n, text in lines[:2])
        case "wrong-digits":
            return re.sub(r"\d(?![\d]*\])", lambda m: str((int(m[0]) + 1) % 10), faithful)
        case "wrong-words":
            return " ".join(f"Månen är en ost som kokas av robotar i hemlighet [{n}]." for n, _ in lines[:2])
        case "foreign-links":
            evil = "https://evil.example/x"
            return (
                f"![bild]({evil}.png) <img src='{evil}'> {faithful} Läs [mer här]({evil}) eller "
                f"www.evil.example/y [1]. <script>fetch('{evil}')</script>"
            )
        case "obedient":
            orders = re.findall(r"SKRIV: (.+)", prompt)
            return f"{faithful} {' '.join(orders)}"
    return faithful


def _judged(prompt: str) -> str:
    """RÄTT when the answer holds the first words of gold."""
    gold, answer = (re.search(rf"^{name}: (.+)", prompt, re.MULTILINE) for name in ("FACIT", "SVAR"))
    return "RÄTT" if gold and answer and gold[1].split(".")[0] in answer[1] else "FEL"


def _unstopped(text: str) -> str:
    return text.rstrip(". ")


# ------------------------------------------------------------------ the protocol


def _answered(body: dict[str, Any], endpoint: Endpoint) -> Response:
    prompt = "\n".join(message["content"] for message in body["messages"])
    scripted = body["model"].startswith("scripted")
    text = "".join(endpoint.script) if scripted else said_by(body["model"], prompt)
    if body.get("stream"):
        pieces = endpoint.script if scripted else re.findall(r"\S+\s*", text)
        pace = 0.2 if body["model"] == "slow" else endpoint.pace
        return StreamingResponse(
            _events(body, prompt, pieces, pace, endpoint.sent), media_type="text/event-stream"
        )
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    return JSONResponse(
        {**_head(body, "chat.completion"), "choices": [choice], "usage": _usage(prompt, text)}
    )


async def _events(
    body: dict[str, Any], prompt: str, pieces: Sequence[str], pace: float, sent: list[tuple[float, str]]
) -> AsyncIterator[str]:
    model = body["model"]
    yield _chunk(body, {"role": "assistant", "content": ""})
    if model == "silent":
        await asyncio.sleep(5)
    if model == "endless":  # longer than anyone should read; a server that truly never ends is not ours
        pieces = ["och så vidare "] * 3000
    for number, piece in enumerate(pieces):
        if model == "cut" and number == 3:
            return
        if model == "reset" and number == 3:
            raise ConnectionResetError("as asked")
        await asyncio.sleep(pace)
        sent.append((time.perf_counter(), piece))
        yield _chunk(body, {"content": piece})
    if model == "scripted-cut":
        return
    yield _chunk(body, {}, "stop")
    if (body.get("stream_options") or {}).get("include_usage"):
        usage = {
            **_head(body, "chat.completion.chunk"),
            "choices": [],
            "usage": _usage(prompt, "".join(pieces)),
        }
        yield f"data: {json.dumps(usage)}\n\n"
    yield "data: [DONE]\n\n"


def _chunk(body: dict[str, Any], delta: dict[str, str], finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return f"data: {json.dumps({**_head(body, 'chat.completion.chunk'), 'choices': [choice]})}\n\n"


def _head(body: dict[str, Any], kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 0, "model": body["model"]}


def _usage(prompt: str, text: str) -> dict[str, int]:
    said, read = len(text.split()), len(prompt.split())
    return {"prompt_tokens": read, "completion_tokens": said, "total_tokens": read + said}


def _embedded(body: dict[str, Any]) -> Response:
    texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
    vectors = [_vector(str(text), body.get("dimensions") or 64) for text in texts]
    if body.get("encoding_format") == "base64":
        packed: list[Any] = [base64.b64encode(struct.pack(f"<{len(v)}f", *v)).decode() for v in vectors]
    else:
        packed = vectors
    data = [{"object": "embedding", "index": i, "embedding": v} for i, v in enumerate(packed)]
    usage = {"prompt_tokens": len(texts), "total_tokens": len(texts)}
    return JSONResponse({"object": "list", "model": body["model"], "data": data, "usage": usage})


def _vector(text: str, size: int) -> list[float]:
    """A bag of hashed 4-grams, so that like texts are near."""
    vector = [0.0] * size
    for word in re.findall(r"\w+", text.lower()):
        padded = f"<{word}>"
        for start in range(max(1, len(padded) - 3)):
            digest = hashlib.blake2b(padded[start : start + 4].encode(), digest_size=4).digest()
            vector[int.from_bytes(digest, "big") % size] += 1.0
    length = sum(value * value for value in vector) ** 0.5 or 1.0
    return [value / length for value in vector]
