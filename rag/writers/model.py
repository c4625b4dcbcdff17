"""The model writer: a language model puts the evidence into words. A writer, never a source.

The model sees numbered lines and the question, and may answer with sentences that end in numbers. It has no
tools, no addresses and no memory; what it sends back is parsed to plain sentences and known numbers
(`parsing.py`), and then meets the same verifier as everything else. Whatever goes wrong is a `ModelError`
within the deadline, and the caller shows the extractive draft instead.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Generator, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rag import texts
from rag.errors import ModelError
from rag.schema import Claim, Draft, Evidence, ModelUsage
from rag.settings import Settings
from rag.writers.base import ModelCallError, Usage, Writer
from rag.writers.memory import Memory
from rag.writers.numbered import Item, as_data, number_evidence, render
from rag.writers.parsing import ClaimStream
from rag.writers.prompt import load_prompt
from rag.writers.tokens import count_tokens

if TYPE_CHECKING:
    from llama_index.core.base.llms.types import ChatMessage
    from llama_index.core.llms import LLM

log = logging.getLogger(__name__)

OUTPUT_TOKENS = 1_000
"""Kept free for the answer."""
MARGIN = 0.85
"""Share of the context that is filled by our count: other models cut Swedish into more tokens."""
MAX_CHARACTERS = 12_000
"""An answer longer than this is not an answer."""
MAX_CALLS = 4
"""Calls under way at once in this process; beyond it a question is answered without the model."""

_calls = threading.BoundedSemaphore(MAX_CALLS)


class ModelWriter:
    """Writes with a LlamaIndex LLM where there is evidence to put into words, else with `fallback`."""

    def __init__(self, settings: Settings, llm: LLM, fallback: Writer, memory: Memory | None = None) -> None:
        self._settings = settings
        self._llm = llm
        self._fallback = fallback
        self._memory = memory or Memory(0)
        self._prompt = load_prompt("svar")
        self.last_usage: ModelUsage | None = None
        """What the last whole answer cost."""

    @property
    def name(self) -> str:
        model = self._llm.metadata.model_name
        return (
            f"{self._settings.writer.partition(':')[0]}:{model}, {self._prompt.name} {self._prompt.version}"
        )

    def write(self, evidence: Evidence) -> Draft:
        """The model's draft, or the fallback's where no model is needed.

        Raises:
            ModelError: See `ModelCallError.kind`.
        """
        stream = self.stream(evidence)
        while True:
            try:
                next(stream)
            except StopIteration as end:
                draft: Draft = end.value
                return draft

    def stream(self, evidence: Evidence) -> Generator[Claim, None, Draft]:
        """The claims of `write`, each when its sentence is whole; none when the model has no answer.

        Raises:
            ModelError: See `ModelCallError.kind`; claims given before it still go to the verifier one by one.
        """
        base = self._fallback.write(evidence)
        items = self._items(base, evidence)
        if not items:
            yield from base.claims
            return base
        arriving = ClaimStream(items)
        for delta in self._deltas(evidence, items):
            yield from arriving.add(delta)
        yield from arriving.end()
        return self._draft(base, arriving)

    def _draft(self, base: Draft, arrived: ClaimStream) -> Draft:
        if arrived.says_no_answer:
            return Draft(
                status="no_evidence",
                reason="no_source",
                notes=(texts.NO_EVIDENCE,),
                suggestions=base.suggestions,
                writer=self.name,
                usage=self.last_usage,
            )
        answered = base.status in {"answered", "partial"}
        return Draft(
            status="partial" if base.status == "partial" else "answered",
            claims=arrived.claims,
            reason=base.reason if answered else None,
            notes=base.notes if answered else (),
            chart=base.chart,
            suggestions=base.suggestions,
            writer=self.name,
            usage=self.last_usage,
        )

    def _items(self, base: Draft, evidence: Evidence) -> Mapping[int, Item]:
        """What the model may cite; nothing when the rooms have already said why there is no plain answer."""
        silent = base.status == "no_evidence" and base.reason == "no_source"
        if base.status not in {"answered", "partial"} and not silent:
            return {}
        around = count_tokens(self._prompt.system + self._prompt.user + evidence.query.question)
        budget = int(self._settings.model_context * MARGIN) - OUTPUT_TOKENS - around
        return number_evidence(evidence, budget, count_tokens)

    def _deltas(self, evidence: Evidence, items: Mapping[int, Item]) -> Iterator[str]:
        """The model's text as it arrives.

        Raises:
            ModelCallError: empty, garbage or endless text, or what the call raised.
        """
        system = self._prompt.system
        user = self._prompt.fill(evidence=render(items), question=as_data(evidence.query.question))
        known = self._memory.recall(system, user)
        if known is not None:
            self.last_usage = self._used(None, "", "", cached=True)
            yield known
            return
        call = _Call(self._llm, system, user, self._settings.model_timeout)
        text = ""
        for delta in call.deltas():
            text += delta
            if len(text) > MAX_CHARACTERS:
                call.stop()
                raise ModelCallError("garbage", f"more than {MAX_CHARACTERS} characters")
            yield delta
        if not text.strip():
            raise ModelCallError("empty", "the model answered with nothing")
        letters = sum(character.isalpha() for character in text)
        if letters < len(text.strip()) / 3:
            raise ModelCallError("garbage", f"{letters} letters in {len(text)} characters")
        self.last_usage = self._used(call.usage, system + user, text)
        self._memory.keep(system, user, text)

    def _used(self, told: Usage | None, read: str, said: str, *, cached: bool = False) -> ModelUsage:
        """Tokens as the endpoint told them, else by our count, and what they cost."""
        tokens = told or Usage(count_tokens(read), count_tokens(said))
        price_in, price_out = self._settings.model_price_in, self._settings.model_price_out
        cost = None
        if price_in is not None and price_out is not None:
            cost = (tokens.prompt_tokens * price_in + tokens.completion_tokens * price_out) / 1_000_000
        used = ModelUsage(
            model=self._llm.metadata.model_name,
            prompt_tokens=tokens.prompt_tokens,
            completion_tokens=tokens.completion_tokens,
            estimated=told is None and not cached,
            cached=cached,
            cost=cost,
        )
        log.info("model %s: %d + %d tokens, cost %s", used.model, *tokens, used.cost)
        return used


def probe(settings: Settings) -> None:
    """Ask the model of the settings for a word, to see that it answers.

    Raises:
        SettingsError: There is no such model class.
        ModelError: It does not answer.
    """
    ask_model(settings, "Svara med ett ord.", "Skriv ordet klar.")


def ask_model(settings: Settings, system: str, user: str) -> str:
    """What the model of the settings says to two messages, whole.

    Raises:
        SettingsError: There is no such model class.
        ModelError: It does not answer.
    """
    from rag.writers import load_llm

    text = "".join(_Call(load_llm(settings), system, user, settings.model_timeout).deltas())
    if not text.strip():
        raise ModelCallError("empty", "the model answered with nothing")
    return text


class _Call:
    """One call in a thread of its own: a model that hangs costs a thread while it does, never an answer."""

    def __init__(self, llm: LLM, system: str, user: str, seconds: float) -> None:
        self._llm = llm
        self._system = system
        self._user = user
        self._seconds = seconds
        self._arrived: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
        self._stopped = threading.Event()
        self.usage: Usage | None = None

    def deltas(self) -> Iterator[str]:
        """Pieces of text until the model is done or the deadline has passed."""
        deadline = time.monotonic() + self._seconds
        if not _calls.acquire(blocking=False):
            raise ModelCallError("busy", f"{MAX_CALLS} calls are under way")
        threading.Thread(target=self._run, name="datalots-model", daemon=True).start()
        try:
            while (piece := self._next(deadline)) is not None:
                yield piece
        finally:
            self.stop()

    def stop(self) -> None:
        """Let the thread end at its next piece."""
        self._stopped.set()

    def _next(self, deadline: float) -> str | None:
        try:
            arrived = self._arrived.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise ModelCallError("timeout", f"no whole answer within {self._seconds:g} s") from None
        if isinstance(arrived, ModelError):
            raise arrived
        if isinstance(arrived, Exception):
            raise ModelCallError("garbage", f"{type(arrived).__name__} from the model class") from arrived
        return arrived

    def _run(self) -> None:
        try:
            for delta in self._pieces():
                if self._stopped.is_set():
                    return
                self._arrived.put(delta)
            self._arrived.put(None)
        except Exception as error:  # noqa: BLE001 (any LLM class may raise anything; it is passed on to the asker)
            self._arrived.put(error)
        finally:
            _calls.release()

    def _pieces(self) -> Iterator[str]:
        for response in self._llm.stream_chat(self._messages()):
            self.usage = _usage(response.raw) or self.usage
            yield response.delta or ""

    def _messages(self) -> list[ChatMessage]:
        from llama_index.core.base.llms.types import ChatMessage, MessageRole

        return [
            ChatMessage(role=MessageRole.SYSTEM, content=self._system),
            ChatMessage(role=MessageRole.USER, content=self._user),
        ]


def _usage(raw: Any) -> Usage | None:
    """Token counts of a response of the OpenAI kind, as object or dict."""
    usage = raw.get("usage") if isinstance(raw, dict) else getattr(raw, "usage", None)
    if usage is None:
        return None
    counts = usage if isinstance(usage, dict) else vars(usage)
    return Usage(int(counts.get("prompt_tokens") or 0), int(counts.get("completion_tokens") or 0))
