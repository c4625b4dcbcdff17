"""The words and the vectors on a cluster: dask's scheduler hands our batches to workers on other machines.

The only home of distributed, an extra (requirements-cluster.txt). What travels is the name of a function of
ours with the passages it is for, and bytes back; no setting, path or key does. A worker whose code is not
ours to the letter does nothing, for its words would be other words.
"""

from __future__ import annotations

import concurrent.futures
import hashlib
import logging
import pickle
import platform
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib.metadata import version as version_of
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from rag import texts
from rag.doctor import CheckResult
from rag.errors import ClusterError
from rag.settings import Settings

if TYPE_CHECKING:
    from distributed import Client, Future

log = logging.getLogger(__name__)

CONNECT = 15.0
"""Seconds until a scheduler that does not answer, or has no worker, is given up."""
PATIENCE = 60.0
"""Seconds that an ingest waits for workers when all are gone."""
_LOOK = 2.0
"""Seconds between two looks at whether anybody is still there, while a batch is waited for."""

_ROOT = Path(__file__).parent.parent
_DECIDES = ("ingest/*.py", "rag/schema.py", "rag/index/*.py", "rag/swedish/**/*", "rag/embedders/**/*")
"""The files that decide what a batch gives, with what they read."""
_LIBRARIES = ("numpy", "PyStemmer", "distributed")

T = TypeVar("T")
R = TypeVar("R")


class Cluster:
    """A connection to a scheduler; `close` drops there what is under way."""

    def __init__(self, client: Client, url: str) -> None:
        self._client = client
        self._url = url

    @classmethod
    def connect(cls, url: str) -> Cluster:
        """Connect, and see that there are workers and that they are as we are.

        Args:
            url: Of the scheduler: tcp://host:port, or tls:// with the certificates of dask's own settings.

        Raises:
            ClusterError: distributed is not installed, the scheduler does not answer or has no worker, or
                one of them is of another version.
        """
        cluster = cls(_client(url), url)
        try:
            cluster._examine()
        except BaseException:
            cluster.close()
            raise
        return cluster

    def workers(self) -> Mapping[str, int]:
        """The threads of each worker there is now, by its address.

        Raises:
            ClusterError: The scheduler is gone.
        """
        try:
            threads: Mapping[str, int] = self._client.nthreads()
        except (OSError, RuntimeError) as error:  # a closed client is a RuntimeError
            raise _unreachable(self._url, error) from error
        return threads

    def width(self) -> int:
        """How many batches can be worked on at once: it follows workers that come and go."""
        return max(1, sum(self.workers().values()))

    def begin(self, work: Callable[[Sequence[T]], R], batch: Sequence[T]) -> Callable[[], R]:
        """Have `work` done on a batch; what is returned waits for the result.

        Args:
            work: A function of a module, for it travels by name.
            batch: Travels as one run of bytes: a list of small values would be a message each.

        Raises:
            ClusterError: Also of the waiting: scheduler or workers are gone, or a worker is of another
                version. A worker that dies has its batches done by another.
        """
        try:
            # pure: dask would hash the batch to see whether it has been done before.
            future = self._client.submit(_run, version(), pickle.dumps((work, batch)), pure=False)
        except (OSError, RuntimeError) as error:
            raise _unreachable(self._url, error) from error
        return partial(self._result, future)

    def close(self) -> None:
        try:
            self._client.close(timeout=CONNECT)
        except (OSError, RuntimeError) as error:  # it is gone already: so are our batches there
            log.debug("closing the connection to %s: %s", self._url, error)

    def _examine(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=CONNECT)
            scheduler = self._client.get_versions()["scheduler"]["packages"]["distributed"]
            told = self._client.run(version, on_error="return")
        except TimeoutError as error:
            raise _deserted(self._url) from error
        except (OSError, RuntimeError) as error:
            raise _unreachable(self._url, error) from error
        if scheduler != version_of("distributed"):
            raise _other(f"scheduler {self._url} has distributed {scheduler}")
        for address, theirs in told.items():
            if theirs != version():
                raise _other(f"worker {address} has {theirs if isinstance(theirs, str) else repr(theirs)}")

    def _result(self, future: Future[Any]) -> Any:
        from distributed import KilledWorker

        deserted = 0.0
        while True:
            began = time.monotonic()
            try:
                return pickle.loads(future.result(timeout=_LOOK))  # noqa: S301 - of our own workers
            except TimeoutError:
                deserted = 0.0 if self.workers() else deserted + time.monotonic() - began
                if deserted >= PATIENCE:
                    raise _deserted(self._url) from None
            except (ImportError, AttributeError) as error:  # it came since, and has no such function
                raise _other(f"a worker of {self._url}: {error}") from error
            except (OSError, concurrent.futures.CancelledError) as error:
                raise _unreachable(self._url, error) from error
            except KilledWorker as error:
                raise ClusterError(
                    f"{self._url}: a batch was under way on several workers that died: {error}",
                    user_message=texts.CLUSTER_WORKERS_DIE,
                    remedy="look in the workers' logs (memory?), or unset DATALOTS_CLUSTER_URL; then "
                    "datalots ingest",
                ) from error


def check_cluster(settings: Settings) -> CheckResult:
    """Kluster."""
    if settings.cluster_url is None:
        return CheckResult(title="Kluster", ok=True, message=texts.CLUSTER_UNUSED)
    cluster = Cluster.connect(settings.cluster_url)
    try:
        workers = cluster.workers()
    finally:
        cluster.close()
    message = texts.CLUSTER_READY.format(
        url=settings.cluster_url, workers=len(workers), threads=sum(workers.values())
    )
    return CheckResult(title="Kluster", ok=True, message=message)


@cache
def version() -> str:
    """All that decides what a batch gives: Python, our code with its tables, and the libraries it uses."""
    digest = hashlib.sha256()
    for path in _deciding():
        digest.update(path.relative_to(_ROOT).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    libraries = ", ".join(f"{name} {version_of(name)}" for name in _LIBRARIES)
    python = ".".join(platform.python_version_tuple()[:2])
    return f"Python {python}, Datalots {digest.hexdigest()[:12]}, {libraries}"


def _deciding() -> Iterator[Path]:
    found = {path for pattern in _DECIDES for path in _ROOT.glob(pattern)}
    return (path for path in sorted(found) if path.is_file() and "__pycache__" not in path.parts)


def _run(wanted: str, packed: bytes) -> bytes:
    """On a worker: do a batch, if we are the version that asks. It may have come since the ingest began."""
    if version() != wanted:
        raise _other(f"worker has {version()}")
    work, batch = pickle.loads(packed)  # noqa: S301 - who reaches a scheduler can run code on it anyway
    return pickle.dumps(work(batch))


def _client(url: str) -> Client:
    try:
        from distributed import Client, Security
    except ImportError as error:
        raise ClusterError(
            f"DATALOTS_CLUSTER_URL is {url}, and distributed is not installed: {error}",
            user_message=texts.CLUSTER_NOT_INSTALLED,
            remedy="pip install -r requirements-cluster.txt, or unset DATALOTS_CLUSTER_URL",
        ) from error
    try:
        security = Security()  # from dask's own settings
        arguments = security.get_connection_args("client")
        if url.startswith("tls:") and arguments["ssl_context"] is None:
            raise ValueError("dask's settings name no certificates (distributed.comm.tls)")
        if url.startswith("tcp:") and arguments["require_encryption"]:
            raise ValueError("dask's settings require encryption: use tls://")
        with warnings.catch_warnings():  # a table of packages; `_examine` looks at those that matter
            warnings.simplefilter("ignore")
            client = Client.__new__(Client)
            try:
                options = {"timeout": CONNECT, "security": security, "set_as_default": False}
                _in_time(partial(client.__init__, url, **options))
            except BaseException:
                client.status = "closed"  # it is not, and would wait half a minute when it is thrown away
                raise
    except ImportError as error:
        raise _other(f"scheduler {url}: {error}") from error
    except Exception as error:  # who is no scheduler may make dask say anything
        raise _unreachable(url, error) from error
    return client


def _in_time(make: Callable[[], T]) -> T:
    """What `make` gives, or a TimeoutError: dask waits for ever for whoever answers in another protocol."""
    made: concurrent.futures.Future[T] = concurrent.futures.Future()

    def run() -> None:
        try:
            made.set_result(make())
        except BaseException as error:  # noqa: BLE001 - raised again where the result is wanted
            made.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return made.result(timeout=2 * CONNECT)


def _unreachable(url: str, error: BaseException) -> ClusterError:
    return ClusterError(
        f"{url}: the scheduler does not answer: {type(error).__name__}: {error}",
        user_message=texts.CLUSTER_UNREACHABLE.format(url=url),
    )


def _deserted(url: str) -> ClusterError:
    return ClusterError(
        f"{url}: the scheduler has no worker",
        user_message=texts.CLUSTER_DESERTED.format(url=url),
        remedy=f"start workers on {url}, or unset DATALOTS_CLUSTER_URL; then datalots ingest",
    )


def _other(what: str) -> ClusterError:
    return ClusterError(
        f"{what}; we have {version()}",
        user_message=texts.CLUSTER_OTHER_VERSION,
        remedy="install the same Datalots, Python and requirements-cluster.txt on every machine, restart "
        "scheduler and workers, then datalots ingest",
    )
