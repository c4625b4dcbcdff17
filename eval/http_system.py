"""A system under test that is asked over HTTP."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

import httpx

PATIENCE = 60.0
"""Seconds that one answer may take: a model may be behind it."""


class HttpSystem:
    """A service that takes a question as JSON and gives back an answer object (DESIGN §8).

        {"question": "…", "turn": 1, "conversation": "3f0c…", "today": "2026-01-29"}  →  the answer object

    That is a line of `JsonLinesSystem` with the conversation named, since several run at once. Safe to use
    from several threads. It is not asked to search, and never asked twice for one answer: a service that
    fails has failed.
    """

    def __init__(self, url: str) -> None:
        """Nothing is sent yet.

        Args:
            url: Where questions are posted.

        Raises:
            ValueError: It is no http or https address.
        """
        try:
            scheme = httpx.URL(url).scheme
        except httpx.InvalidURL as error:
            raise ValueError(f"{url!r} is no address: {error}") from error
        if scheme not in ("http", "https"):
            raise ValueError(f"{url!r} is no http address")
        self.name = f"http: {url}"
        self._url = url
        self._client = httpx.Client(timeout=PATIENCE, trust_env=False)

    def answer(self, questions: Sequence[str], today: str) -> list[dict[str, Any]]:
        """As `System.answer`.

        Raises:
            httpx.HTTPError: It cannot be reached, takes too long, or answers with an error.
            ValueError: It answered with something else than a JSON object.
        """
        conversation = uuid.uuid4().hex
        return [
            self._ask({"question": question, "turn": turn, "conversation": conversation, "today": today})
            for turn, question in enumerate(questions, start=1)
        ]

    def search(self, question: str, today: str) -> list[str] | None:
        return None

    def close(self) -> None:
        """End the connections."""
        self._client.close()

    def _ask(self, message: dict[str, Any]) -> dict[str, Any]:
        reply = self._client.post(self._url, json=message)
        reply.raise_for_status()
        answer = reply.json()
        if not isinstance(answer, dict):
            raise ValueError(f"{self._url} answered with {type(answer).__name__}, not with an object")
        return answer
