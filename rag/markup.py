"""Parts of an answer for the page, as HTML and charts. Every text is escaped here; nothing else makes HTML.

The page's own markup is written out; texts of sources, models and people pass `escape`, addresses pass
`web_link`. So the result holds no element, attribute or address that is not in this file or in the store.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from rag import texts
from rag.entities.regions import region
from rag.export import visible, web_link
from rag.schema import Answer, Chart, Citation, Document, Quantity, Sentence
from rag.statistics.wording import amount
from rag.swedish.numbers import format_number
from rag.swedish.periods import format_period

CONTEXT = 280
"""Characters shown on each side of a quote."""


def escape(text: str) -> str:
    """Any text as HTML text or attribute value, on one line."""
    return html.escape(re.sub(r"[\n\r\t\u2028\u2029]+", " ", visible(text)), quote=True)


def answer_html(answer: Answer) -> str:
    """The answer's text in paragraphs and lists, each sentence with its marks and its support."""
    paragraphs = "".join(_marked(answer)).split("\n\n")
    return f'<div class="dl-answer">{"".join(_block(p) for p in paragraphs if p.strip())}</div>'


def _marked(answer: Answer) -> Iterator[str]:
    """The text escaped, line breaks kept, with markup around the sentences that were verified."""
    rest = answer.text
    for sentence in answer.sentences:
        before, found, after = rest.partition(sentence.text)
        if not found:
            continue
        yield _lines(before)
        yield _sentence(sentence)
        rest = re.sub(r"\A(?: \[\d+\])+", "", after)
    yield _lines(rest)


def _sentence(sentence: Sentence) -> str:
    item = "- " if sentence.text.startswith("- ") else ""
    marks = "".join(f' <span class="dl-mark">[{n}]</span>' for n in sentence.citations)
    support = f' <span class="dl-support">{texts.SUPPORT_LABELS[sentence.support]}</span>'
    return f"{item}{escape(sentence.text[len(item) :])}{marks}{support}"


def _lines(text: str) -> str:
    return "\n".join(escape(line) for line in text.split("\n"))


def _block(paragraph: str) -> str:
    """A paragraph; each run of lines that begin with "- " as a list, where it stands."""
    out: list[str] = []
    for is_list, lines in groupby(paragraph.strip().split("\n"), key=lambda line: line.startswith("- ")):
        if is_list:
            out.append(f"<ul>{''.join(f'<li>{line[2:]}</li>' for line in lines)}</ul>")
        else:
            out += [f"<p>{line}</p>" for line in lines if line.strip()]
    return "".join(out)


def source_html(citation: Citation, document: Document | None) -> str:
    """A source: the quote in its context, then who published it, when, under which licence, and where."""
    return f'<div class="dl-source">{_quote(citation, document)}{_facts(citation)}{_link(citation)}</div>'


def _quote(citation: Citation, document: Document | None) -> str:
    quote = f"<mark>{escape(citation.quote)}</mark>" if citation.quote else ""
    text = document.text if document else ""
    if not quote or text[citation.start : citation.end] != citation.quote:
        return f"<blockquote>{quote}</blockquote>" if quote else ""
    before = text[max(0, citation.start - CONTEXT) : citation.start]
    after = text[citation.end : citation.end + CONTEXT]
    opening = "… " if citation.start > CONTEXT else ""
    closing = " …" if citation.end + CONTEXT < len(text) else ""
    return f"<blockquote>{opening}{escape(before)}{quote}{escape(after)}{closing}</blockquote>"


def _facts(citation: Citation) -> str:
    cell = citation.cell
    named = (
        (texts.PAGE_SECTION, citation.section),
        (texts.PAGE_PUBLISHER, citation.publisher),
        (texts.PAGE_AS_OF, citation.as_of),
        (texts.PAGE_LICENCE, citation.licence),
        (texts.PAGE_CELL, ", ".join(f"{k} = {v}" for k, v in cell.coordinates.items()) if cell else ""),
    )
    rows = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in named if value)
    return f"<dl>{rows}</dl>" if rows else ""


def _link(citation: Citation) -> str:
    link = web_link(citation.url)
    if not link:
        return ""
    return f'<a href="{link}" target="_blank" rel="noopener noreferrer">{texts.PAGE_OPEN_SOURCE}</a>'


def calculation_html(quantities: tuple[Quantity, ...]) -> str:
    """Every computed figure with its formula and the cells it was made of; empty when none was computed."""
    rows = []
    for quantity in quantities:
        if quantity.formula is None:
            continue
        cells = "".join(
            f"<li>{escape(_where(operand))}: {escape(amount(operand.value, operand.unit))}</li>"
            for operand in quantity.operands
        )
        result = amount(quantity.value, quantity.unit)
        rows.append(f"<p><code>{escape(quantity.formula)}</code> = {escape(result)}</p><ul>{cells}</ul>")
    return f'<div class="dl-calculation">{"".join(rows)}</div>' if rows else ""


def _where(quantity: Quantity) -> str:
    place = region(quantity.region)
    named = place.name if place else ""
    parts = [quantity.measure, quantity.population, named, format_period(quantity.period)]
    return ", ".join(part for part in parts if part)


def table_html(chart: Chart) -> str:
    """The figures of a chart as a table with headers, for reading aloud and for copying."""
    head = "".join(f'<th scope="col">{escape(one.name)}</th>' for one in chart.series)
    rows = []
    for position, label in enumerate(chart.x):
        cells = "".join(
            f"<td>{texts.PAGE_MISSING if value is None else escape(format_number(value))}</td>"
            for value in (one.values[position] for one in chart.series)
        )
        rows.append(f'<tr><th scope="row">{escape(label)}</th>{cells}</tr>')
    caption = f"<caption>{escape(chart.title)}. {escape(chart.y_title)}.</caption>"
    return (
        f'<table class="dl-table">{caption}<thead><tr><th scope="col">{escape(chart.x_title)}</th>{head}</tr>'
        f"</thead><tbody>{''.join(rows)}</tbody></table>"
    )


def chart_spec(chart: Chart) -> dict[str, Any]:
    """A chart in Vega-Lite, with figures in Swedish form; a value that is missing is a gap."""
    label = {"field": "x", "type": "nominal", "sort": list(chart.x), "title": chart.x_title}
    value = {
        "field": "y",
        "type": "quantitative",
        "title": chart.y_title,
        "axis": {"labelExpr": _SWEDISH_LABEL},
    }
    tooltip = [
        {"field": "x", "title": chart.x_title},
        {"field": "figure", "title": chart.y_title},
        *([{"field": "name", "title": "Serie"}] if len(chart.series) > 1 else []),
    ]
    encoding: dict[str, Any] = {"tooltip": tooltip}
    if chart.kind == "line":
        encoding["x"] = {**label, "axis": {"labelAngle": 0, "labelOverlap": True}}
        encoding["y"] = {**value, "scale": {"zero": False}}
    else:
        encoding["x"], encoding["y"] = value, {**label, "axis": {"labelLimit": 260}}
    if len(chart.series) > 1:
        encoding["color"] = {
            "field": "name",
            "title": None,
            "legend": {"orient": "bottom"},
            "scale": {"range": _COLOURS},
        }
    mark = {"type": "line", "point": True} if chart.kind == "line" else {"type": "bar"}
    font = {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "gridColor": "#e3e8ed"}
    return {
        "data": {"values": list(_rows(chart))},
        "mark": {**mark, "color": _COLOURS[0]},
        "encoding": encoding,
        "config": {
            "axis": font,
            "view": {"stroke": None},
            "aria": False,
        },  # in English; the table is read instead
        "autosize": {"type": "fit" if chart.kind == "line" else "fit-x", "contains": "padding"},
        "height": 300 if chart.kind == "line" else {"step": 26},
    }


_COLOURS = ["#1d4f73", "#c2571a", "#3d7a4c", "#7a4a8c", "#8a6d00", "#4f6d7a"]
"""Each has a contrast of at least 4.5 to 1 on white."""
_SWEDISH_LABEL = "replace(replace(format(datum.value, ','), /,/g, '\u00a0'), '.', ',')"
"""Vega's own number as we write it: 31 200,5. Thousands have their comma replaced first."""


def _rows(chart: Chart) -> Iterator[dict[str, Any]]:
    for one in chart.series:
        for label, value in zip(chart.x, one.values, strict=True):
            known = None if value is None else float(value)
            figure = texts.PAGE_MISSING if value is None else format_number(value)
            yield {"x": label, "y": known, "name": one.name, "figure": figure}


STYLE = """
<style>
[data-testid="stElementToolbar"], [data-testid="stStatusWidget"] { display: none; }
[data-testid="stMainBlockContainer"] { max-width: 46rem; padding-top: 2.5rem; }
[data-testid="stMain"] h2 { font-size: 1.3rem; padding: 0.5rem 0 0; }
.dl-promise, .dl-you, .dl-quiet { margin: 0; }
.dl-promise { font-size: 1.1rem; color: #3c4a57; }
.dl-notice { border-left: 4px solid #1d4f73; background: #f2f5f8; padding: 0.6rem 0.9rem;
  font-size: 0.95rem; }
.dl-notice.dl-warning { border-color: #8a5a00; background: #fdf6e7; }
.dl-you { font-weight: 600; line-height: 2rem; }
.dl-quiet, .dl-support { color: #55636f; font-size: 0.8rem; }
.dl-support { white-space: nowrap; }
.dl-support::before { content: "· "; }
.dl-answer p, .dl-answer li { line-height: 1.6; margin: 0 0 0.5rem; overflow-wrap: anywhere; }
.dl-mark { color: #1d4f73; font-weight: 600; white-space: nowrap; }
.dl-source blockquote { margin: 0 0 0.75rem; padding-left: 0.9rem; border-left: 3px solid #c9d3dc;
  line-height: 1.55; color: #3c4a57; }
.dl-source mark { background: #fff1b8; color: #1b2733; padding: 0 0.1rem; }
.dl-source dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.15rem 1rem; margin: 0 0 0.75rem;
  font-size: 0.9rem; }
.dl-source dl, .dl-source dt, .dl-source dd { padding: 0; margin-left: 0; }
.dl-source a { color: #1d4f73; }
.dl-calculation code { font-size: 0.95em; color: #1b2733; }
.dl-calculation p, .dl-calculation ul { margin: 0 0 0.3rem; }
.dl-source dt { color: #55636f; font-weight: 400; }
.dl-source dd { margin: 0; overflow-wrap: anywhere; }
.dl-table { border-collapse: collapse; font-size: 0.9rem; }
.dl-table caption { text-align: left; color: #55636f; padding-bottom: 0.4rem; }
.dl-table th, .dl-table td { text-align: right; padding: 0.25rem 0.9rem 0.25rem 0;
  border-bottom: 1px solid #dde4ea; }
.dl-table th { font-weight: 600; }
.dl-table th:first-child { text-align: left; }
</style>
"""
"""How the classes above look; contrast at least 4.5 to 1."""
