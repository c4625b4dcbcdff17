"""An optional judge: the model of the settings says whether answers are right, against gold, and never gates.

Reference-guided: the judge sees question, gold and answer. It is asked twice, with gold first and with the
answer first, and abstains when the two differ: then it judged the order. What it said is kept as a cassette,
so that the same is asked once. How far it agrees with our labels is measured before anything it says is
reported; below κ 0.6 nothing is. A judge is measured before it is believed: GPT-4o as a judge of faithfulness
has a balanced accuracy of 56 % on FaithBench.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.agreement import USABLE, Agreement, agreement
from eval.artefacts import Journal
from eval.cases import CaseTurn, EvalCase, Expect, Fact
from eval.statistics import Interval, wilson
from rag.writers.prompt import load_prompt

DECIDED = 0.5
"""Share of the labelled answers that the judge must decide on: κ over a chosen few says nothing."""
LABELLED = 20
"""Labelled answers that κ needs at least."""

Model = Callable[[str, str], str]
"""System and user message to what the model says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeReport:
    """What came out; `right` is None when the judge does not agree with people well enough."""

    model: str
    judged: int
    abstained: int
    agreement: Agreement | None
    """None when too few labelled answers were decided."""
    right: float | None
    """Share of the decided answers that the judge calls right."""
    interval: Interval | None

    @property
    def usable(self) -> bool:
        return self.right is not None


class Judge:
    """Asks the model, twice an answer, and remembers what it said."""

    def __init__(self, name: str, model: Model, cassettes: Path) -> None:
        """Nothing is asked yet.

        Args:
            name: The model, for the cassettes.
            model: Asks it.
            cassettes: Where what was said is kept, JSON lines.
        """
        cassettes.parent.mkdir(parents=True, exist_ok=True)
        self.name = name
        self._model = model
        self._prompt = load_prompt("domare")
        self._cassettes = Journal(cassettes, key="key")

    def verdict(self, turn: CaseTurn, text: str) -> bool | None:
        """Whether the answer is right; None when the judge cannot say, or says one thing and then another.

        Raises:
            ModelError: The model does not answer.
        """
        parts = (f"FACIT: {reference(turn.expect)}", f"SVAR: {text}")
        said = [self._ask(turn.question, *order) for order in (parts, parts[::-1])]
        return said[0] if said[0] == said[1] else None

    def _ask(self, question: str, first: str, second: str) -> bool | None:
        user = self._prompt.fill(question=question, first=first, second=second)
        asked = "\0".join(
            [self.name, self._prompt.name, str(self._prompt.version), self._prompt.system, user]
        )
        key = hashlib.sha256(asked.encode()).hexdigest()
        if key not in self._cassettes.entries:
            self._cassettes.add(
                {"key": key, "model": self.name, "said": self._model(self._prompt.system, user)}
            )
        return read_verdict(self._cassettes.entries[key]["said"])


def read_verdict(said: str) -> bool | None:
    """RÄTT or FEL, whatever stands around it; None for both or neither."""
    words = {word.strip(".,!:*\"' ").upper() for word in said.split()}
    return None if ("RÄTT" in words) == ("FEL" in words) else "RÄTT" in words


def reference(expect: Expect) -> str:
    """What a right answer says, in words for the judge."""
    if expect.status == "clarify":
        return "Frågan är oklar. Rätt är att fråga tillbaka vad som menas."
    lines = [_told(fact) for fact in expect.facts]
    lines += [span.quote for span in expect.evidence]
    lines += [f"Svaret ska nämna: {' eller '.join(group)}." for group in expect.must_mention]
    lines += [f"Svaret får inte säga: {wording}." for wording in expect.must_not_mention]
    if expect.dataset:
        lines.append(f"Svaret ska peka på datamängden {expect.dataset}.")
    if not lines:
        return "Det finns inget svar i källorna. Rätt är att säga det."
    return " ".join(lines)


def _told(fact: Fact) -> str:
    if fact.value is None:
        return f"Uppgiften för {fact.period}, region {fact.region}, saknas i källan."
    return f"Värdet är {fact.value} {fact.unit} för {fact.period}, region {fact.region}."


def judge_run(
    judge: Judge, cases: Sequence[EvalCase], texts: Mapping[str, str], labels: Mapping[str, bool]
) -> JudgeReport:
    """Judge the labelled answers, and the others when the judge agrees with the labels.

    Args:
        judge: Who judges.
        cases: The cases that were asked.
        texts: What was answered, by turn id.
        labels: What people said of these very answers, by turn id.
    """
    turns = {f"{case.id}/{n}": turn for case in cases for n, turn in enumerate(case.turns, start=1)}
    asked = {turn: text for turn, text in texts.items() if turn in turns}
    measured = _verdicts(judge, turns, {turn: text for turn, text in asked.items() if turn in labels})
    decided = {turn: verdict for turn, verdict in measured.items() if verdict is not None}
    enough = len(decided) >= max(LABELLED, DECIDED * len(measured))
    agreed = agreement(("etiketter", labels), ("domaren", decided)) if enough else None
    if agreed is None or agreed.kappa < USABLE:
        return _report(judge, measured, agreed, usable=False)
    rest = {turn: text for turn, text in asked.items() if turn not in labels}
    return _report(judge, {**measured, **_verdicts(judge, turns, rest)}, agreed, usable=True)


def _verdicts(judge: Judge, turns: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, bool | None]:
    return {turn: judge.verdict(turns[turn], text) for turn, text in sorted(texts.items())}


def _report(
    judge: Judge, verdicts: Mapping[str, bool | None], agreed: Agreement | None, *, usable: bool
) -> JudgeReport:
    decided = [verdict for verdict in verdicts.values() if verdict is not None]
    return JudgeReport(
        model=judge.name,
        judged=len(verdicts),
        abstained=len(verdicts) - len(decided),
        agreement=agreed,
        right=sum(decided) / len(decided) if usable else None,
        interval=wilson(sum(decided), len(decided)) if usable else None,
    )


def to_text(report: JudgeReport) -> str:
    """The report as lines for the terminal."""
    lines = [f"Domare: {report.model}. {report.judged} svar, {report.abstained} utan besked."]
    if report.agreement:
        lines.append(str(report.agreement))
    else:
        lines.append("För få av de etiketterade svaren fick ett besked för att mäta domaren.")
    if report.right is None or report.interval is None:
        lines.append(
            f"Domaren stämmer inte nog med etiketterna (κ minst {USABLE:.1f}): inget redovisas.".replace(
                ".", ",", 1
            )
        )
    else:
        low, high = report.interval
        lines.append(
            f"Rätt enligt domaren: {report.right:.3f} (95 %: {low:.3f} till {high:.3f}). "
            "Det stoppar aldrig en ändring."
        )
    return "\n".join(lines)
