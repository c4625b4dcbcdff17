"""What is wrong and what to run: a list of checks, to which programs add their own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rag.errors import DatalotsError
from rag.settings import Settings

MIN_FREE_BYTES = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One thing looked at: Swedish for the reader, the remedy a command."""

    title: str
    ok: bool
    message: str
    remedy: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


Check = Callable[[Settings], CheckResult]


def examine(settings: Settings, checks: Sequence[Check]) -> list[CheckResult]:
    """Run every check; one that fails with an expected error becomes its result."""
    results = []
    for check in checks:
        try:
            results.append(check(settings))
        except DatalotsError as error:
            title = (check.__doc__ or check.__name__).strip().rstrip(".")
            results.append(
                CheckResult(title=title, ok=False, message=error.user_message, remedy=error.remedy)
            )
    return results


def check_data_dir(settings: Settings) -> CheckResult:
    """Datakatalog."""
    path = settings.data_dir
    if not path.is_dir():
        return CheckResult(
            title="Datakatalog", ok=False, message=f"{path} finns inte.", remedy="datalots ingest"
        )
    if not os.access(path, os.W_OK):
        return CheckResult(
            title="Datakatalog",
            ok=False,
            message=f"{path} går inte att skriva i.",
            remedy="ändra katalogens rättigheter",
        )
    free = shutil.disk_usage(path).free
    enough = free >= MIN_FREE_BYTES
    message = f"{path} har {free // 1024**2} MB ledigt."
    return CheckResult(
        title="Datakatalog", ok=enough, message=message, remedy="" if enough else "frigör utrymme på disken"
    )


def check_index(settings: Settings) -> CheckResult:
    """Index."""
    from rag.index.generation import GenerationHandle, verify

    handle = GenerationHandle(settings.data_dir, settings)
    try:
        with handle.current() as generation:
            problems = verify(generation.path)
            chunks = generation.manifest.counts["chunks"]
            if problems:
                return CheckResult(
                    title="Index", ok=False, message=" ".join(problems), remedy="datalots ingest --rebuild"
                )
            if generation.vectors is None:
                return CheckResult(
                    title="Index",
                    ok=False,
                    message="Vektorerna går inte att öppna.",
                    remedy="datalots ingest --rebuild",
                )
            return CheckResult(title="Index", ok=True, message=f"{generation.id} med {chunks} avsnitt.")
    finally:
        handle.close()


def check_model(settings: Settings) -> CheckResult:
    """Språkmodell."""
    if settings.writer == "extractive":
        return CheckResult(title="Språkmodell", ok=True, message="används inte; svaren hämtas ur källorna.")
    from rag.writers.model import probe

    probe(settings)
    return CheckResult(title="Språkmodell", ok=True, message=f"{settings.model} svarar.")


CHECKS: tuple[Check, ...] = (check_data_dir, check_index, check_model)
