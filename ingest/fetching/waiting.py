"""How long to wait before trying again: what the server says, else longer each time, by chance."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_FIRST = 0.5
_LONGEST = 30.0


def backoff(attempt: int, chance: random.Random) -> float:
    """Seconds before try number `attempt` + 2: between half of and all of 0.5, 1, 2, … up to 30.

    Source: "equal jitter", so that many clients do not come back at once and none at once.
    """
    most = min(_LONGEST, _FIRST * 2.0**attempt)
    return most / 2 + chance.random() * most / 2


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that `Retry-After` asks for; None without it, or when it says nothing that can be read.

    A date is counted from the server's own `Date`, so that a clock that is wrong here does not matter.
    """
    said = headers.get("retry-after", "").strip()
    try:
        seconds = float(said)
    except ValueError:
        when, now = _date(said), _date(headers.get("date", "")) or datetime.now(UTC)
        return None if when is None else max(0.0, (when - now).total_seconds())
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _date(text: str) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def in_words(seconds: float) -> str:
    """ "2 minuter", for a person who waits."""
    for size, one, several in (
        (86_400, "dygn", "dygn"),
        (3_600, "timme", "timmar"),
        (60, "minut", "minuter"),
    ):
        if seconds >= size:
            number = math.ceil(seconds / size)
            return f"{number} {one if number == 1 else several}"
    return f"{max(1, math.ceil(seconds))} sekunder"
