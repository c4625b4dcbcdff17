"""What a writer is, and how a model can fail at being one."""

from __future__ import annotations

from collections.abc import Generator
from typing import Literal, NamedTuple, Protocol

from rag.errors import ModelError
from rag.schema import Claim, Draft, Evidence


class Writer(Protocol):
    """Turns evidence into a draft. Nothing of a draft is shown before the verifier has seen it."""

    @property
    def name(self) -> str:
        """What `Answer.writer` says: "extractive", "openai:gpt-4o-mini, svar 1"."""
        ...

    def write(self, evidence: Evidence) -> Draft:
        """The draft answer to `evidence.query`.

        Raises:
            ModelError: A model gave nothing that can be used; the caller takes the extractive writer.
        """
        ...

    def stream(self, evidence: Evidence) -> Generator[Claim, None, Draft]:
        """The claims of `write`, each as soon as it is whole; what it returns is the draft of `write`.

        Raises:
            ModelError: As `write`, also after some claims.
        """
        ...


FailureKind = Literal[
    "timeout",
    "unreachable",
    "unauthorized",
    "rate_limit",
    "server",
    "request",
    "empty",
    "cut",
    "garbage",
    "busy",
]


class ModelCallError(ModelError):
    """A `ModelError` that says in which way the model failed."""

    def __init__(self, kind: FailureKind, message: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind: FailureKind = kind


class Usage(NamedTuple):
    """Tokens of one call, as the endpoint counted them."""

    prompt_tokens: int
    completion_tokens: int
