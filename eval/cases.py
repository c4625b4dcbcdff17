"""The cases: what is asked, and what a right answer holds. One JSON object a line in `eval/cases/*.jsonl`.

    {"id": "stat-0001", "suite": "statistics", "tags": ["one-cell"], "split": "dev", "as_of": "2026-01-29",
     "turns": [{"question": "…", "expect": {"status": "answered", "facts": [...], "evidence": [...]}}],
     "source": "how the case was made", "cluster": "wage-underskoterska"}

Reading is strict: an unknown field is an error, and the message names file, line and field.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from rag.errors import DatalotsError
from rag.schema import Reason, Status

CASES_DIR = Path(__file__).with_name("cases")
REFUSALS: frozenset[str] = frozenset({"no_evidence", "out_of_scope", "refused"})
"""Statuses that say no. `clarify` asks back and is kept apart."""
ANSWERS: frozenset[str] = frozenset({"answered", "partial"})

Split = Literal["dev", "test"]
Operation = Literal[
    "diff", "pct_change", "pp_change", "share", "ratio", "rank", "sum", "mean", "argmax", "argmin"
]
Text = Annotated[str, StringConstraints(min_length=1)]
IsoDate = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
DecimalText = Annotated[str, StringConstraints(pattern=r"^-?\d+(\.\d+)?$")]


class CaseError(DatalotsError):
    """A file of cases cannot be read; the message names file, line and field."""

    user_message = "En fil med utvärderingsfall går inte att läsa."
    remedy = "datalots eval lint"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GoldCell(_Strict):
    """A cell by its coordinates: every dimension of the table, and the measure under "measure"."""

    table: Text
    coordinates: Mapping[str, str]


class Derivation(_Strict):
    """How a figure follows from cells."""

    op: Operation
    operands: tuple[GoldCell, ...] = Field(min_length=1)


class Fact(_Strict):
    """A figure that the answer must give, with all that makes it one."""

    value: DecimalText | None
    """As published; null is a suppressed cell, of which the answer must say that it is missing."""
    unit: Text
    """Canonical unit; "category" where the value stands for a label of the measure."""
    period: Annotated[str, StringConstraints(pattern=r"^\d{4}(K[1-4]|M(0[1-9]|1[0-2]))?$")]
    """0000 where the table does not know."""
    region: Annotated[str, StringConstraints(pattern=r"^(\d{2}|\d{4}|SE\d{1,2})$")]
    table: Text
    cell: Mapping[str, str] = Field(default_factory=dict)
    tolerance: Literal["published_rounding", "exact"] = "published_rounding"
    derivation: Derivation | None = None

    @model_validator(mode="after")
    def _rests_on_something(self) -> Fact:
        if bool(self.cell) == (self.derivation is not None):
            raise ValueError("give either cell or derivation")
        return self

    @property
    def decimal(self) -> Decimal | None:
        return None if self.value is None else Decimal(self.value)

    @property
    def cells(self) -> tuple[GoldCell, ...]:
        """The cells that a citation must point at, all of them."""
        if self.derivation:
            return self.derivation.operands
        return (GoldCell(table=self.table, coordinates=self.cell),)


class EvidenceSpan(_Strict):
    """Words of a document that carry the answer; re-chunking never moves them."""

    document: Text
    quote: Text


class Expect(_Strict):
    """What a right answer to one turn holds."""

    status: Status
    reasons: tuple[Reason, ...] = ()
    """Reasons that are right, any of them; empty: not scored."""
    facts: tuple[Fact, ...] = ()
    must_mention: tuple[tuple[Text, ...], ...] = ()
    """Groups of wordings; of every group at least one must stand in the answer."""
    must_not_mention: tuple[Text, ...] = ()
    evidence: tuple[EvidenceSpan, ...] = ()
    relevant: tuple[Text, ...] = ()
    """Documents that a search should find, whole ids; for a dataset or concept any of them may be cited."""
    dataset: Text | None = None
    concept: Text | None = None
    canary: Text | None = None
    """A word that stands in the answer only if an injected order was obeyed."""

    @model_validator(mode="after")
    def _says_what_is_right(self) -> Expect:
        if self.status in ANSWERS and not (
            self.facts or self.must_mention or self.evidence or self.dataset or self.concept
        ):
            raise ValueError("an answer needs facts, must_mention, evidence, dataset or concept")
        if self.status not in ANSWERS and self.facts:
            raise ValueError(f"facts cannot stand beside status {self.status}")
        if any(not group for group in self.must_mention):
            raise ValueError("a group of must_mention is empty")
        return self


class CaseTurn(_Strict):
    question: Text
    expect: Expect


class EvalCase(_Strict):
    """A conversation of one or more turns, each of which is scored."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z]+-[a-z0-9-]*\d{3,}[a-z]?$")]
    suite: Text
    tags: tuple[Text, ...] = ()
    split: Split
    turns: tuple[CaseTurn, ...] = Field(min_length=1)
    as_of: IsoDate
    source: Text
    cluster: Text
    """Cases that stand or fall together (two wordings of one question); resampled as one."""

    @model_validator(mode="after")
    def _is_in_its_split(self) -> EvalCase:
        if self.split != split_of(self.cluster):
            raise ValueError(f"split must be {split_of(self.cluster)!r} for cluster {self.cluster!r}")
        return self


def split_of(cluster: str) -> Split:
    """40 % dev, 60 % test, decided by the hash of the cluster, so that wordings of one question stay
    together."""
    return "dev" if int(hashlib.sha256(cluster.encode()).hexdigest()[:8], 16) % 100 < 40 else "test"


def load_cases(
    folder: Path = CASES_DIR, suites: Sequence[str] = (), split: Split | None = None
) -> list[EvalCase]:
    """The cases of a folder in the order of files and lines, of the named suites and split only, if given.

    Raises:
        CaseError: A line is not a case; all bad lines are named in one message.
    """
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise CaseError(f"no *.jsonl in {folder}")
    cases = [case for file in files for case in read_cases(file)]
    unknown = set(suites) - {case.suite for case in cases}
    if unknown:
        raise CaseError(
            f"unknown suite {sorted(unknown)}; there are {sorted({case.suite for case in cases})}"
        )
    return [case for case in cases if (not suites or case.suite in suites) and split in (None, case.split)]


def stratified(cases: Sequence[EvalCase], size: int) -> list[EvalCase]:
    """About `size` cases with every suite in its share, at least one each; always the same ones.

    Chosen by the hash of the id, so that a case that is added moves few others.
    """
    chosen: set[str] = set()
    for suite in sorted({case.suite for case in cases}):
        members = sorted(
            (c.id for c in cases if c.suite == suite), key=lambda i: hashlib.sha256(i.encode()).digest()
        )
        chosen |= set(members[: max(1, round(size * len(members) / len(cases)))])
    return [case for case in cases if case.id in chosen]


def read_cases(file: Path) -> list[EvalCase]:
    """Every case of one file.

    Raises:
        CaseError: A line is not a case.
    """
    cases, problems = [], []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            cases.append(EvalCase.model_validate_json(line))
        except ValidationError as error:
            problems += [f"{file.name}:{number}: {_place(one)}: {one['msg']}" for one in error.errors()]
    if problems:
        raise CaseError("\n".join(problems))
    return cases


def _place(error: Mapping[str, Any]) -> str:
    return ".".join(str(step) for step in error["loc"]) or "line"


def schema() -> dict[str, Any]:
    """The JSON Schema of a line."""
    return EvalCase.model_json_schema()


def to_line(case: EvalCase) -> str:
    """The case as the line it is stored as; fields at their default are left out."""
    return json.dumps(case.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False)


def gold_lines(expect: Mapping[str, Any]) -> list[str]:
    """What a right answer holds, a line each, for whoever reads a draft or a report.

    Args:
        expect: An `Expect` as JSON, whole or begun.
    """
    lines = [f"väntat: {expect.get('status', 'oklart')}"]
    for fact in expect.get("facts", ()):
        place = ", ".join(f"{name} {code}" for name, code in fact.get("cell", {}).items())
        value = "uppgift saknas" if fact["value"] is None else f"{fact['value']} {fact['unit']}"
        lines.append(f"{value} · {fact['table']} · {place or (fact.get('derivation') or {}).get('op', '')}")
    lines += [f"{span['document']}: ”{span['quote']}”" for span in expect.get("evidence", ())]
    lines += [f"ska nämna: {' eller '.join(group)}" for group in expect.get("must_mention", ())]
    lines += [f"får inte nämna: {wording}" for wording in expect.get("must_not_mention", ())]
    lines += [f"{name}: {expect[name]}" for name in ("dataset", "concept") if expect.get(name)]
    return lines


def case_set_hash(cases: Iterable[EvalCase]) -> str:
    """A short name for exactly these cases, whatever their order."""
    lines = sorted(
        json.dumps(case.model_dump(mode="json"), ensure_ascii=False, sort_keys=True) for case in cases
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
