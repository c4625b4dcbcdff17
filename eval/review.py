"""`datalots eval review`: a person reads drafts one by one in the terminal, and accepts, rewords or rejects.

What is accepted is linted like every case and added to a file of cases, with who and when in its source.
`datalots eval promote`: a bad live answer with what was said of it becomes a draft.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from eval.artefacts import RunError
from eval.cases import EvalCase, gold_lines, load_cases, to_line
from eval.corpus import Corpus
from eval.drafts import Draft, DraftBook, draft
from eval.lint import lint

Ask = Callable[[str], str]
"""Shows a prompt, gives what was typed; `input` for a person. Raises EOFError when there is no more."""
Say = Callable[[str], None]

MENU = "[g]odkänn  [o]mformulera  [a]vvisa  [h]oppa över  [s]luta > "


@dataclass(slots=True)
class Reviewer:
    """One sitting of one person."""

    book: DraftBook
    corpus: Corpus
    cases: Path
    """The file that accepted cases are added to."""
    name: str
    today: str
    ask: Ask
    say: Say
    root: Path | None = None
    """Where leaks are looked for; None leaves them unchecked."""

    def sit(self) -> dict[str, int]:
        """Go through what waits until it is done or the person has had enough; how many of each."""
        done = {"accepted": 0, "rejected": 0, "skipped": 0}
        waiting = self.book.waiting()
        for at, one in enumerate(waiting, start=1):
            self._show(one, f"{at} av {len(waiting)}")
            try:
                what = self._decide(one)
            except (EOFError, KeyboardInterrupt):
                break
            if not what:
                break
            done[what] += 1
        return done

    def _decide(self, one: Draft) -> str:
        """What became of it; empty when the person stops here."""
        while True:
            typed = self.ask(MENU).strip().lower()[:1]
            if typed == "s":
                return ""
            if typed == "h":
                return "skipped"
            if typed == "a":
                why = self.ask("Varför? > ").strip()
                self._settle(one, state="rejected", note=why)
                return "rejected"
            if typed == "o":
                one = self._reworded(one)
            if typed in ("g", "o") and self._accept(one):
                return "accepted"

    def _reworded(self, one: Draft) -> Draft:
        question = self.ask("Ny fråga > ").strip()
        if not question:
            return one
        turn = {**one.case["turns"][0], "question": question}
        source = f"{one.case['source']}, reworded"
        return one.model_copy(update={"case": {**one.case, "turns": [turn], "source": source}})

    def _accept(self, one: Draft) -> bool:
        """Add the case to its file; False when it is not sound yet, and why is said."""
        turn = one.case["turns"][0]
        if "expect" not in turn:
            turn = {**turn, "expect": self._expected()}
        signed = f"{one.case['source']}; reviewed by {self.name} {self.today}"
        raw = {**one.case, "turns": [turn], "source": signed}
        try:
            case = EvalCase.model_validate_json(json.dumps(raw))
        except ValidationError as error:
            self.say(f"Går inte att godkänna: {error.errors()[0]['msg']}")
            return False
        everything = [*_known(self.cases), case]
        problems = [p for p in lint(everything, self.corpus, self.root) if p.case == case.id]
        for problem in problems:
            self.say(f"Går inte att godkänna: {problem.kind}: {problem.message}")
        if problems:
            return False
        with self.cases.open("a", encoding="utf-8") as file:
            file.write(to_line(case) + "\n")
        self._settle(one.model_copy(update={"case": case.model_dump(mode="json")}), state="accepted")
        return True

    def _expected(self) -> dict[str, Any]:
        """What would have been right, asked of the person: gold is never taken from the answer."""
        kind = self.ask("Vad hade varit rätt? [s]var ur en källa  [n]ej, det saknas  [f]råga tillbaka > ")
        match kind.strip().lower()[:1]:
            case "n":
                return {"status": "no_evidence"}
            case "f":
                return {"status": "clarify"}
        document = self.ask("Källans id > ").strip()
        quote = self.ask("Ordagrant ur källan > ").strip()
        words = [
            word.strip() for word in self.ask("Ord som måste stå i svaret (med | emellan) > ").split("|")
        ]
        groups = [[word] for word in words if word]
        evidence = [{"document": document, "quote": quote}]
        return {"status": "answered", "evidence": evidence, "relevant": [document], "must_mention": groups}

    def _settle(self, one: Draft, **update: Any) -> None:
        self.book.put(one.model_copy(update={"by": self.name, "at": self.today, **update}))

    def _show(self, one: Draft, place: str) -> None:
        self.say(f"\n── {place} · {one.id} · {one.case['suite']} · ur {_FROM[one.origin]}")
        for turn in one.case["turns"]:
            self.say(f"   {turn['question']}")
            for line in gold_lines(turn.get("expect") or {}):
                self.say(f"     {line}")
        if one.note:
            self.say(f"   Anteckning: {one.note}")


_FROM = {"cell": "en cell", "edge": "taxonomin", "brief": "en text", "feedback": "ett svar som fick kritik"}


def _known(file: Path) -> list[EvalCase]:
    return load_cases(file.parent) if any(file.parent.glob("*.jsonl")) else []


def promoted(lines: Sequence[str], feedback: str, today: str) -> list[Draft]:
    """Drafts from answer objects, one JSON object a line, as `datalots chat --jsonl` gives them.

    An object may hold "feedback" of its own; `feedback` is what was said of those that do not. Only the
    question as it was read, and what was said, are kept: the answer was bad, and is no gold.

    Raises:
        RunError: A line is no answer object, or nobody said what was wrong.
    """
    drafts = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            answer = json.loads(line)
            question = str(answer.get("standalone_question") or answer["question"])
        except (ValueError, KeyError, AttributeError) as error:
            raise RunError(f"line {number} is no answer object: {error}") from error
        said = str(answer.get("feedback") or feedback).strip()
        if not said:
            raise RunError(f"line {number}: say what was wrong, with --feedback or a field of that name")
        text = " ".join(str(answer.get("text", "")).split())[:160]
        note = f"{said} (svaret var {answer.get('status', 'okänt')}: {text})"
        drafts += draft("feedback", "live", f"live:{question}", [question], None, today, note)
    return drafts
