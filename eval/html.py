"""The report as one self-contained HTML file: no script from elsewhere, no fonts, readable without a
network."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from eval.gate import Violation
from eval.metrics import scale
from eval.results import RunReport, Summary, TurnResult

_STYLE = """
:root{color-scheme:light dark;--line:#8884;--bad:#b3261e;--good:#1b7f4b;--soft:#8881}
body{overflow-wrap:anywhere}
body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}
table{border-collapse:collapse;width:100%}
td,th{padding:.3rem .6rem;border-bottom:1px solid var(--line);text-align:left}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
.bar{background:var(--soft);height:.6rem;width:10rem;position:relative;border-radius:.3rem}
.bar i{position:absolute;top:0;bottom:0;background:#4a7fb5;border-radius:.3rem;min-width:2px}
.bar b{position:absolute;top:-.15rem;bottom:-.15rem;width:2px;background:currentColor}
.gate{padding:.6rem .9rem;border-left:4px solid var(--good);background:var(--soft)}
.gate.bad{border-color:var(--bad)}
form{display:flex;flex-wrap:wrap;gap:.6rem;margin:1rem 0;
 position:sticky;top:0;background:Canvas;padding:.5rem 0}
input,select{font:inherit;padding:.25rem .4rem}
details{border-bottom:1px solid var(--line);padding:.35rem 0}summary{cursor:pointer}
.tag{font-size:.8rem;padding:.05rem .4rem;border:1px solid var(--line);border-radius:.6rem;margin-left:.4rem}
.tag.bad{color:var(--bad);border-color:var(--bad)}.tag.good{color:var(--good);border-color:var(--good)}
pre{white-space:pre-wrap;background:var(--soft);padding:.6rem;border-radius:.3rem;font:inherit}
small{opacity:.75}
"""
_SCRIPT = """
const rows=[...document.querySelectorAll('details')];
const form=document.forms[0],count=document.getElementById('count');
function show(){const q=form.q.value.toLowerCase();let n=0;for(const r of rows){const d=r.dataset;
 const ok=(!form.suite.value||d.suite===form.suite.value)&&(!form.cause.value||d.cause===form.cause.value)
 &&(!form.wrong.checked||d.cause)&&(!q||r.textContent.toLowerCase().includes(q));r.hidden=!ok;n+=ok}
 count.textContent=n+' turer'}
form.addEventListener('input',show);form.addEventListener('submit',e=>e.preventDefault());show();
"""


def to_html(report: RunReport, violations: Sequence[Violation] = ()) -> str:
    """The whole report; questions and answers of the test split are left out of it."""
    shown = [turn for turn in report.turns if turn.split == "dev"]
    suites = sorted({turn.suite for turn in shown})
    causes = sorted({turn.cause for turn in shown if turn.cause})
    return "".join(
        [
            "<!doctype html><html lang='sv'><meta charset='utf-8'>",
            "<meta name='viewport' content='width=device-width,initial-scale=1'>",
            f"<title>Utvärdering: {escape(report.name)}</title><style>{_STYLE}</style>",
            f"<h1>Utvärdering: {escape(report.name)}</h1>",
            f"<p>{report.cases} fall, {len(report.turns)} turer · ",
            f"svarens hash <code>{report.answers_hash}</code></p>",
            _gate(violations),
            "<h2>Mått</h2>",
            _metrics(report),
            "<h2>Delar</h2>",
            _slices(report),
            "<h2>Orsaker till fel</h2>",
            _table(("orsak", "turer"), [(escape(c), str(n)) for c, n in report.causes.items()]),
            "<h2>Svar i dev-delen</h2>",
            _filters(suites, causes),
            "".join(map(_turn, shown)),
            f"<h2>Fingeravtryck</h2><pre>{escape(json.dumps(dict(report.fingerprint), indent=1))}</pre>",
            f"<script>{_SCRIPT}</script></html>",
        ]
    )


def _gate(violations: Sequence[Violation]) -> str:
    if not violations:
        return "<p class='gate'>Alla spärrar är gröna.</p>"
    items = "".join(f"<li><b>{escape(v.rule)}</b>: {escape(v.message)}</li>" for v in violations)
    return f"<div class='gate bad'>Spärrar som inte håller:<ul>{items}</ul></div>"


def _metrics(report: RunReport) -> str:
    rows = [
        (escape(name), str(s.n), f"{s.mean:.3f}", f"{s.low:.3f}–{s.high:.3f}", _bar(name, s))
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
    names = ("right", "status_right", "stat_exact", "citation_recall", "evidence_cited", "recall@10")
    rows = [
        (
            escape(label),
            str(metrics["right"].n),
            *(f"{metrics[m].mean:.3f}" if m in metrics else "–" for m in names),
        )
        for label, metrics in report.slices.items()
    ]
    return _table(("del", "n", *names), rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    def line(cells: Sequence[str], tag: str) -> str:
        kinds = ["" if at == 0 else " class='n'" for at in range(len(cells))]
        return (
            "<tr>"
            + "".join(f"<{tag}{kind}>{c}</{tag}>" for kind, c in zip(kinds, cells, strict=True))
            + "</tr>"
        )

    return f"<table>{line([escape(h) for h in head], 'th')}{''.join(line(row, 'td') for row in rows)}</table>"


def _filters(suites: Sequence[str], causes: Sequence[str]) -> str:
    def choice(name: str, label: str, values: Sequence[str]) -> str:
        options = "".join(f"<option>{escape(value)}</option>" for value in values)
        return (
            f"<label>{label} <select name='{name}'><option value=''>alla</option>{options}</select></label>"
        )

    return (
        f"<form>{choice('suite', 'Del', suites)}{choice('cause', 'Orsak', causes)}"
        "<label><input type='checkbox' name='wrong' checked> bara fel</label>"
        "<label>Sök <input name='q' type='search'></label><span id='count'></span></form>"
    )


def _turn(turn: TurnResult) -> str:
    mark = (
        f"<span class='tag bad'>{escape(turn.cause)}</span>"
        if turn.cause
        else "<span class='tag good'>rätt</span>"
    )
    scores = ", ".join(f"{m} {v:g}" for m, v in sorted(turn.scores.items()) if scale(m) != "ms")
    notes = "".join(f"<li>{escape(m)}: {escape(note)}</li>" for m, note in turn.notes.items())
    return (
        f"<details data-suite='{escape(turn.suite)}' data-cause='{escape(turn.cause)}'>"
        f"<summary>{escape(turn.question)} {mark} <small>{escape(turn.id)}</small></summary>"
        f"<p>Väntat {escape(turn.expected)}, fick {escape(turn.given)}</p><pre>{escape(turn.text)}</pre>"
        f"<p><small>Källor: {escape(', '.join(turn.citations)) or '–'}</small></p><ul>{notes}</ul>"
        f"<p><small>{escape(scores)}</small></p></details>"
    )
