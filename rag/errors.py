"""The error tree. Three readers, one exception.

    DatalotsError
    ├── SettingsError        a setting is unknown or out of range
    ├── QuestionError        the question cannot be read (empty, too long, not text)
    ├── NoIndexError         there is no index, or it cannot be served
    ├── SourceError          a file or feed cannot be read
    │   └── FetchError       a server on the net does not answer, or not as it should
    ├── BusyError            somebody else is writing
    ├── StorageError         the disk says no
    ├── ClusterError         the cluster of an ingest cannot be reached, or is not as we are
    └── ModelError           the language model did not give a usable answer

`str(error)` is English for the log: what was wrong, the value, what would be right.
`user_message` is Swedish for whoever asked. `remedy` is what the operator can run.
"Nothing found" is an Answer, not an error.
"""

from __future__ import annotations

from typing import Literal

from rag import texts
from rag.schema import Reason


class DatalotsError(Exception):
    """An expected error: never shown as a traceback."""

    user_message: str = texts.ERROR_GENERAL
    remedy: str = "datalots doctor"

    def __init__(self, message: str, *, user_message: str | None = None, remedy: str | None = None) -> None:
        super().__init__(message)
        if user_message is not None:
            self.user_message = user_message
        if remedy is not None:
            self.remedy = remedy


class SettingsError(DatalotsError):
    user_message = texts.ERROR_SETTINGS
    remedy = "datalots doctor"


class QuestionError(DatalotsError):
    """The question cannot be read; `reason` is a `rag.schema.Reason`."""

    user_message = texts.ERROR_QUESTION
    remedy = ""

    def __init__(self, message: str, *, reason: Reason, user_message: str) -> None:
        super().__init__(message, user_message=user_message)
        self.reason: Reason = reason


class NoIndexError(DatalotsError):
    """There is no index to search, or it cannot be served."""

    user_message = texts.ERROR_NO_INDEX
    remedy = "datalots ingest"


class SourceError(DatalotsError):
    user_message = texts.ERROR_SOURCE
    remedy = "datalots sources"


FetchFault = Literal[
    "address", "unreachable", "timeout", "busy", "down", "refused", "too_large", "budget", "content", "broken"
]


class FetchError(SourceError):
    """A server does not answer, or not as it should; `kind` says which way."""

    def __init__(
        self,
        message: str,
        *,
        kind: FetchFault,
        user_message: str,
        status: int = 0,
        body: str = "",
        again: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, user_message=user_message)
        self.kind: FetchFault = kind
        self.status = status
        """HTTP status, 0 without one."""
        self.body = body
        """The beginning of what the server said."""
        self.again = again
        """Whether the same request may succeed in a moment."""
        self.retry_after = retry_after
        """Seconds that the server asks us to wait."""


class BusyError(DatalotsError):
    user_message = texts.ERROR_BUSY
    remedy = "wait for the other ingest to end"


class StorageError(DatalotsError):
    user_message = texts.ERROR_STORAGE
    remedy = "check free space and rights of the data directory"


class ClusterError(DatalotsError):
    remedy = "start scheduler and workers, or unset DATALOTS_CLUSTER_URL; then datalots ingest"


class ModelError(DatalotsError):
    user_message = texts.MODEL_UNAVAILABLE
    remedy = "datalots doctor"
