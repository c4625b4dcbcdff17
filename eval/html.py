"""The report as one self-contained HTML file: no script from elsewhere, no fonts, readable without a network.

Top to bottom as a person asks: may it be merged, how good is it, where is it weak, why, and which answers.
With a run from before, each answer shows its words against the old ones. Of the test split: means only.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping, Sequence
from html import escape

from eval.attribution import CAUSES
from eval.gate import Violation
from eval.html_page import SCRIPT, STYLE
from eval.metrics import direction, scale
from eval.results import RunReport, Summary, TurnResult

_TILES = {
    "right": "rätt svar",
    "stat_exact": "siffror helt rätt",
    "citation_recall": "meningar med stöd",
    "false_refusal": "nekade i onödan",
    "refusal_recall": "nekade när svar saknas",
    "recall@10": "källan bland tio",
}
_IN_SLICES = ("right", "status_right", "stat_exact", "must_mention", "evidence_cited", "recall@10")
_MOVED = {"lost": "blev fel", "won": "blev rätt", "other": "ändrat"}


def to_html(report: RunReport, violations: Sequence[Violation] = (), before: RunReport | None = None) -> str:
    """The whole report; questions and answers of the test split are left out of it.

    Args:
        report: The run.
        violations: What the gate has against it.
        before: An earlier run to show the answers against.
    """
    shown = [turn for turn in report.turns if turn.split == "dev"]
    old = {turn.id: turn for turn in before.turns if turn.split == "dev"} if before else {}
    return "".join(
        [
            "<!doctype html><html lang='sv'><meta charset='utf-8'>",
            "<meta name='viewport' content='width=device-width,initial-scale=1'>",
            f"<title>Utvärdering: {escape(report.name)}</title><style>{STYLE}</style>",
            f"<h1>Utvärdering: {escape(report.name)}</h1>",
            f"<p class='sub'>{report.cases} fall, {len(report.turns)} turer · svarens hash ",
            f"<code>{report.answers_hash}</code></p>",
            _gate(violations),
            _tiles(report),
            "<h2>Delar</h2>",
            _slices(report),
            "<h2>Varför svar blev fel</h2>",
            _causes(report),
            "<h2>Svaren i dev-delen</h2>",
            _filters(shown, old),
            "".join(_turn(turn, old.get(turn.id)) for turn in shown),
            "<h2>Alla mått</h2>",
            _metrics(report),
            "<h2>Vad resultatet beror på</h2>",
            f"<pre class='box'>{escape(json.dumps(dict(report.fingerprint), indent=1))}</pre>",
            f"<script>{SCRIPT}</script></html>",
        ]
    )


def _gate(violations: Sequence[Violation]) -> str:
    if not violations:
        return "<p class='gate'>Alla spärrar är gröna.</p>"
    items = "".join(f"<li><b>{escape(v.rule)}</b>: {escape(v.message)}</li>" for v in violations)
    return f"<div class='gate bad'>Spärrar som inte håller:<ul>{items}</ul></div>"


def _tiles(report: RunReport) -> str:
    tiles = [
        f"<div class='tile'><b>{_percent(s.mean)}</b>{words}"
        f"<small>{_percent(s.low)} till {_percent(s.high)}, n {s.n}</small></div>"
        for metric, words in _TILES.items()
        if (s := report.metrics.get(metric))
    ]
    return f"<div class='tiles'>{''.join(tiles)}</div>"


def _metrics(report: RunReport) -> str:
    rows = [
        (
            escape(name) + (" <small>(lägre är bättre)</small>" if direction(name) < 0 else ""),
            str(s.n),
            _number(s.mean),
            f"{_number(s.low)} till {_number(s.high)}",
            _bar(name, s),
        )
        for name, s in report.metrics.items()
    ]
    return _table(("mått", "n", "värde", "95 % intervall", ""), rows)


def _bar(metric: str, summary: Summary) -> str:
    if scale(metric) == "count" or summary.low < 0:
        return ""
    left, width = 100 * summary.low, 100 * (summary.high - summary.low)
    return (
        f"<div class='bar'><i style='left:{left:.1f}%;width:{width:.1f}%'></i>"
        f"<b style='left:{min(99.0, 100 * summary.mean):.1f}%'></b></div>"
    )


def _slices(report: RunReport) -> str:
    """A table that is redder the more is missing; a suite's name filters the answers."""
    dev = {turn.suite for turn in report.turns if turn.split == "dev"}
    lines = ["<tr><th>del</th><th class='n'>n</th>"]
    lines += [f"<th class='n'>{escape(metric)}</th>" for metric in _IN_SLICES]
    for label, metrics in report.slices.items():
        name = escape(label)
        if label in dev:
            name = f"<button data-pick='suite' data-value='{name}'>{name}</button>"
        cells = "".join(_heat(metrics.get(metric)) for metric in _IN_SLICES)
        lines.append(f"<tr><td>{name}</td><td class='n'>{metrics['right'].n}</td>{cells}")
    return f"<div class='wide'><table>{''.join(lines)}</table></div>"


def _heat(summary: Summary | None) -> str:
    if summary is None:
        return "<td class='n'>–</td>"
    span = f"{_number(summary.low)} till {_number(summary.high)}, n {summary.n}"
    miss = 60 * (1 - max(0.0, summary.mean))
    return f"<td class='n heat' style='--miss:{miss:.0f}%' title='{span}'>{_number(summary.mean)}</td>"


def _causes(report: RunReport) -> str:
    total = sum(report.causes.values())
    if not total:
        return "<p>Inget svar blev fel.</p>"
    ordered = sorted(report.causes.items(), key=lambda pair: -pair[1])
    strip = "".join(
        f"<button data-pick='cause' data-value='{escape(cause)}' title='{escape(cause)}: {n}' "
        f"aria-label='{escape(cause)}: {n}' style='flex:{n};--tone:{max(15, 75 - 12 * at)}%'></button>"
        for at, (cause, n) in enumerate(ordered)
    )
    rows = [
        (
            f"<button data-pick='cause' data-value='{escape(cause)}'>{escape(cause)}</button>",
            str(n),
            f"{_percent(n / total)}",
            escape(CAUSES.get(cause, "")),
        )
        for cause, n in ordered
    ]
    table = _table(("orsak", "turer", "av felen", "vad den betyder"), rows, words=(3,))
    return f"<div class='causes'>{strip}</div>{table}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], words: Sequence[int] = ()) -> str:
    """A table; `words` are columns of text beside the first."""

    def line(cells: Sequence[str], tag: str) -> str:
        kinds = ["" if at == 0 or at in words else " class='n'" for at in range(len(cells))]
        return (
            "<tr>"
            + "".join(f"<{tag}{kind}>{c}</{tag}>" for kind, c in zip(kinds, cells, strict=True))
            + "</tr>"
        )

    body = "".join(line(row, "td") for row in rows)
    return f"<div class='wide'><table>{line([escape(h) for h in head], 'th')}{body}</table></div>"


def _filters(shown: Sequence[TurnResult], old: Mapping[str, TurnResult]) -> str:
    def choice(name: str, label: str, options: Mapping[str, str]) -> str:
        made = "".join(
            f"<option value='{escape(v)}'>{escape(words)}</option>" for v, words in options.items()
        )
        return f"<label>{label} <select name='{name}'>{made}</select></label>"

    def values(found: set[str]) -> dict[str, str]:
        return {"": "alla"} | {value: value for value in sorted(found - {""})}

    which = {"wrong": "fel svar", "right": "rätta svar", "": "alla svar"}
    if old:
        which = {"lost": "blev fel", "won": "blev rätt", "moved": "ändrade svar"} | which
    start = "moved" if old else "wrong"
    picked = choice("which", "Visa", {start: which.pop(start), **which})
    return (
        f"<form>{picked}{choice('suite', 'Del', values({t.suite for t in shown}))}"
        f"{choice('cause', 'Orsak', values({t.cause for t in shown}))}"
        f"{choice('given', 'Status', values({t.given for t in shown}))}"
        "<label>Sök <input name='q' type='search'></label>"
        "<button type='button' id='open'>Öppna alla</button>"
        "<span id='count' aria-live='polite'></span></form>"
    )


def _turn(turn: TurnResult, old: TurnResult | None) -> str:
    moved = _moved(turn, old)
    tags = (
        f"<span class='tag bad'>{escape(turn.cause)}</span>"
        if turn.cause
        else "<span class='tag good'>rätt</span>"
    )
    if moved:
        tags += f"<span class='tag moved'>{_MOVED[moved]}</span>"
    scores = ", ".join(f"{m} {v:g}" for m, v in sorted(turn.scores.items()) if scale(m) != "ms")
    notes = "".join(f"<li>{escape(m)}: {escape(note)}</li>" for m, note in turn.notes.items())
    text = escape(turn.text) if not moved or old is None else words_changed(old.text, turn.text)
    said = f"Svaret ({escape(turn.given)})" + (f", förut {escape(old.given)}" if moved and old else "")
    gold = "".join(f"<p>{escape(line)}</p>" for line in turn.gold) or escape(f"väntat: {turn.expected}")
    return (
        f"<details class='turn' data-suite='{escape(turn.suite)}' data-cause='{escape(turn.cause)}' "
        f"data-given='{escape(turn.given)}' data-moved='{moved}'>"
        f"<summary><span class='q'>{escape(turn.question)}</span>{tags}"
        f"<span class='id'>{escape(turn.id)}</span></summary>"
        f"<div class='pair'><div><h3>{said}</h3><div class='box'>{text}</div></div>"
        f"<div><h3>Facit</h3><div class='box'>{gold}</div></div></div>"
        f"<p class='fine'>Källor: {escape(', '.join(turn.citations)) or '–'}</p>"
        f"<ul class='notes'>{notes}</ul><p class='fine'>{escape(scores)}</p></details>"
    )


def _moved(turn: TurnResult, old: TurnResult | None) -> str:
    """How the answer changed: lost, won, other; empty when it did not."""
    if old is None or (old.text == turn.text and old.scores.get("right") == turn.scores.get("right")):
        return ""
    gain = turn.scores.get("right", 0.0) - old.scores.get("right", 0.0)
    return "won" if gain > 0 else "lost" if gain < 0 else "other"


def words_changed(old: str, new: str) -> str:
    """The new text as HTML, with what is gone and what is new marked word by word."""
    a, b = (re.findall(r"\s+|\S+", text) for text in (old, new))
    parts = []
    for op, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        gone, come = escape("".join(a[i:j])), escape("".join(b[k:m]))
        if op == "equal":
            parts.append(come)
        else:
            parts.append((f"<del>{gone}</del>" if gone else "") + (f"<ins>{come}</ins>" if come else ""))
    return "".join(parts)


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %".replace(".", ",").replace("-", "−")


def _number(value: float) -> str:
    return f"{value:.3f}".replace(".", ",").replace("-", "−")
