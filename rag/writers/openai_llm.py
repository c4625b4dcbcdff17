"""Any OpenAI-compatible endpoint as a LlamaIndex LLM: any model name, cut streams seen, one layer of retries.

LlamaIndex's own adapter pins an old SDK, checks model names against a list and lets a stream that a proxy has
cut end as if it were whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import openai
from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseGen,
    CompletionResponse,
    CompletionResponseGen,
    LLMMetadata,
    MessageRole,
)
from llama_index.core.llms import CustomLLM
from llama_index.core.llms.callbacks import llm_chat_callback, llm_completion_callback
from pydantic import PrivateAttr

from rag.settings import Settings
from rag.writers.base import FailureKind, ModelCallError

OPENAI_URL = "https://api.openai.com/v1"
MAX_TOKENS = 900
"""Bound on the length of an answer, in tokens."""
RETRIES = 2
"""Tries after the first, by the SDK, which honours Retry-After; nothing above it tries again."""

_OTHERWISE = {"max_tokens": "max_completion_tokens", "temperature": None, "stream_options": None}
"""What newer or plainer endpoints refuse, and its name there, if any."""


class OpenAILLM(CustomLLM):
    """Chat completions over HTTP.

    Raises:
        ModelCallError: From every call that does not end with a whole answer.
    """

    model: str
    base_url: str = OPENAI_URL
    api_key: str = "none"
    context_window: int = 16_000
    timeout: float = 30.0
    """Seconds without a byte; whoever calls keeps the total."""
    max_tokens: int = MAX_TOKENS
    _client: Any = PrivateAttr(None)
    _refused: frozenset[str] = PrivateAttr(frozenset())

    @classmethod
    def class_name(cls) -> str:
        return "DatalotsOpenAI"

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(
            context_window=self.context_window,
            num_output=self.max_tokens,
            model_name=self.model,
            is_chat_model=True,
        )

    @llm_chat_callback()
    def chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponse:
        with _failures():
            completion = self._create(messages, kwargs, stream=False)
        choices = getattr(completion, "choices", None)
        if not choices:
            raise ModelCallError("garbage", "the endpoint answered without choices")
        message = ChatMessage(role=MessageRole.ASSISTANT, content=choices[0].message.content or "")
        return ChatResponse(message=message, raw=completion)

    @llm_chat_callback()
    def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponseGen:
        return self._stream(messages, kwargs)

    @llm_completion_callback()
    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        response = self.chat([ChatMessage(role=MessageRole.USER, content=prompt)], **kwargs)
        return CompletionResponse(text=response.message.content or "", raw=response.raw)

    @llm_completion_callback()
    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:
        for response in self.stream_chat([ChatMessage(role=MessageRole.USER, content=prompt)], **kwargs):
            yield CompletionResponse(
                text=response.message.content or "", delta=response.delta, raw=response.raw
            )

    def _stream(self, messages: Sequence[ChatMessage], kwargs: dict[str, Any]) -> ChatResponseGen:
        text, finish = "", None
        with _failures(), self._create(messages, kwargs, stream=True) as events:
            for event in events:
                delta = ""
                if event.choices:
                    finish = event.choices[0].finish_reason or finish
                    delta = event.choices[0].delta.content or ""
                    text += delta
                if delta or event.usage:
                    message = ChatMessage(role=MessageRole.ASSISTANT, content=text)
                    yield ChatResponse(message=message, delta=delta, raw=event)
        if finish is None:
            kind: FailureKind = "cut" if text else "empty"
            raise ModelCallError(kind, f"the stream ended without finish_reason after {len(text)} characters")

    def _create(self, messages: Sequence[ChatMessage], kwargs: dict[str, Any], *, stream: bool) -> Any:
        """Call the endpoint; what it refuses is left out or renamed, once for each, and remembered."""
        options = {"temperature": 0, "max_tokens": self.max_tokens, **kwargs}
        if stream:
            options |= {"stream": True, "stream_options": {"include_usage": True}}
        plain = [{"role": m.role.value, "content": m.content or ""} for m in messages]
        create = self._connected().chat.completions.create
        while True:
            try:
                return create(model=self.model, messages=plain, **_accepted(options, self._refused))
            except openai.BadRequestError as error:
                unwanted = _unwanted(error, options, self._refused)
                if unwanted is None:
                    raise
                self._refused |= {unwanted}

    def _connected(self) -> Any:
        if self._client is None:
            client = openai.OpenAI(
                base_url=self.base_url, api_key=self.api_key, timeout=self.timeout, max_retries=RETRIES
            )
            client.organization = client.project = None  # the SDK reads these from the environment; we do not
            self._client = client
        return self._client


def from_settings(settings: Settings) -> OpenAILLM:
    """The model that the settings name."""
    key = settings.openai_api_key
    return OpenAILLM(
        model=settings.model,
        base_url=settings.openai_base_url or OPENAI_URL,
        api_key=key.get_secret_value() if key else "none",
        context_window=settings.model_context,
        timeout=settings.model_timeout,
    )


def _accepted(options: dict[str, Any], refused: frozenset[str]) -> dict[str, Any]:
    renamed = {_OTHERWISE[name] if name in refused else name: value for name, value in options.items()}
    return {name: value for name, value in renamed.items() if name is not None}


def _unwanted(error: openai.BadRequestError, options: dict[str, Any], refused: frozenset[str]) -> str | None:
    """The option that the endpoint names in its refusal, if we can do without it."""
    said = f"{error.param} {error.message}"
    return next(
        (name for name in _OTHERWISE if name in options and name not in refused and name in said), None
    )


class _failures:  # noqa: N801 (reads as a verb where it is used)
    """Turns the SDK's exceptions into ours; an endpoint's message may echo the key: it is not repeated."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ModelCallError) or not isinstance(error, Exception):
            return
        raise ModelCallError(
            _kind(error), f"{type(error).__name__} {getattr(error, 'status_code', '')}"
        ) from error


def _kind(error: Exception) -> FailureKind:
    match error:
        case openai.APITimeoutError():
            return "timeout"
        case openai.APIConnectionError():
            return "unreachable"
        case openai.AuthenticationError() | openai.PermissionDeniedError():
            return "unauthorized"
        case openai.RateLimitError():
            return "rate_limit"
        case openai.InternalServerError():
            return "server"
        case openai.APIStatusError():
            return "request"
    return "garbage"
