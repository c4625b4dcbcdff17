"""An answer for others: JSON (DESIGN §8), Markdown with numbered sources, plain text for a terminal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import quote, urlsplit

from rag import texts
from rag.schema import Answer, Chart, Citation, Clarification, Hit, ModelUsage, Quantity

VERSION = "0.1.0"
"""Of Datalots, as in pyproject.toml (a test keeps them equal): exported answers carry it."""

# ------------------------------------------------------------------ JSON


def to_json(answer: Answer) -> dict[str, Any]:
    """The answer object; decimals are strings, nothing is lost but the dropped sentences."""
    return {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "turn": answer.turn,
        "status": answer.status,
        "reason": answer.reason,
        "text": answer.text,
        "sentences": [
            {"text": sentence.text, "citations": list(sentence.citations), "support": sentence.support}
            for sentence in answer.sentences
        ],
        "citations": [_citation(citation) for citation in answer.citations],
        "quantities": [_quantity(quantity) for quantity in answer.quantities],
        "chart": _chart(answer.chart) if answer.chart else None,
        "clarification": _clarification(answer.clarification) if answer.clarification else None,
        "suggestions": list(answer.suggestions),
        "notices": list(answer.notices),
        "generation": answer.generation,
        "writer": answer.writer,
        "ai_generated": True,
        "version": VERSION,
        "usage": _usage(answer.usage) if answer.usage else None,
        "timings_ms": dict(answer.timings_ms),
    }


def _citation(citation: Citation) -> dict[str, Any]:
    cell = citation.cell
    return {
        "n": citation.n,
        "kind": citation.kind,
        "document_id": citation.document_id,
        "title": citation.title,
        "section": citation.section,
        "url": citation.url,
        "publisher": citation.publisher,
        "licence": citation.licence,
        "as_of": citation.as_of,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "cell": {"table": cell.table, "coordinates": dict(cell.coordinates)} if cell else None,
    }


def _usage(usage: ModelUsage) -> dict[str, Any]:
    return {
        "model": usage.model,
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "estimated": usage.estimated,
        "cached": usage.cached,
        "cost": None if usage.cost is None else str(usage.cost),
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "value": str(quantity.value),
        "unit": quantity.unit,
        "period": quantity.period,
        "region": quantity.region,
        "measure": quantity.measure,
        "population": quantity.population,
        "status": quantity.status,
        "formula": quantity.formula,
        "citation": quantity.citation,
    }


def _chart(chart: Chart) -> dict[str, Any]:
    return {
        "kind": chart.kind,
        "title": chart.title,
        "x_title": chart.x_title,
        "y_title": chart.y_title,
        "x": list(chart.x),
        "series": [
            {"name": one.name, "values": [None if value is None else str(value) for value in one.values]}
            for one in chart.series
        ],
        "source": chart.source,
    }


def _clarification(clarification: Clarification) -> dict[str, Any]:
    options = [{"label": label, "question": question} for label, question in clarification.options]
    return {"text": clarification.text, "options": options}


# ------------------------------------------------------------------ Markdown


def to_markdown(answer: Answer) -> str:
    """The answer as a Markdown document: question, text, numbered sources, how it was made.

    Text of sources, models and people is escaped: it shows as it stands and loads nothing.
    """
    parts = [
        f"**{texts.EXPORT_QUESTION}:** {escape_markdown(answer.question)}",
        *(f"> {escape_markdown(notice)}" for notice in answer.notices),
        *_body(answer.text),
    ]
    if answer.citations:
        parts.append(f"## {texts.EXPORT_SOURCES}")
        parts += [_source(citation) for citation in answer.citations]
    parts += ["---", _made_by(answer)]
    return "\n\n".join(parts) + "\n"


def _body(text: str) -> Iterator[str]:
    """Paragraphs; the numbers in brackets are ours and stay readable."""
    for paragraph in text.split("\n\n"):
        lines = []
        for line in paragraph.split("\n"):
            mark, rest = ("- ", line[2:]) if line.startswith("- ") else ("", line)
            lines.append(mark + re.sub(r"\\\[(\d+)\\\]", r"[\1]", escape_markdown(rest)))
        yield "\n".join(lines)


def _source(citation: Citation) -> str:
    facts = [citation.section, citation.publisher, citation.as_of, citation.licence]
    title = escape_markdown(citation.title)
    link = web_link(citation.url)
    head = f"[{title}](<{link}>)" if link else title
    about = ", ".join(escape_markdown(fact) for fact in facts if fact)
    kind = escape_markdown(kind_of(citation))
    lines = [f"[{citation.n}] {head}{', ' if about else ''}{about} ({kind})"]
    if citation.quote:
        lines.append(f"> {escape_markdown(citation.quote)}")
    return "\n\n".join(lines)


def kind_of(citation: Citation) -> str:
    """What is cited, in Swedish; a brief says that we wrote it, of what, and as of when."""
    kind = texts.CITATION_KINDS[citation.kind]
    if citation.kind == "brief" and citation.section and citation.as_of:
        return texts.BRIEF_OF.format(section=citation.section, as_of=citation.as_of)
    return kind


def _made_by(answer: Answer) -> str:
    made = texts.EXPORT_AI.format(version=VERSION, writer=escape_markdown(answer.writer))
    return f"{made} {texts.EXPORT_INDEX.format(generation=answer.generation)}" if answer.generation else made


def escape_markdown(text: str) -> str:
    """Any text on one line, which a Markdown viewer shows as it stands: no image, link, tag or formula."""
    line = re.sub(r"[^\S\u00a0\u202f]+", " ", visible(text)).strip()
    line = re.sub(r"([\\`*_\[\]<>~$&|])", r"\\\1", line)
    line = re.sub(r"^([-+#=]|\d+(?=[.)]))", _at_start, line)
    # Viewers make links of bare addresses even where every sign is escaped; a word joiner keeps them text.
    return re.sub(r"(?i)(:(?=//)|\bwww(?=\.)|@)", "\\1\u2060", line)


def _at_start(match: re.Match[str]) -> str:
    """A sign that would begin a list or heading; a number's stop is escaped instead of the number."""
    return f"\\{match[1]}" if not match[1].isdigit() else f"{match[1]}\u2060"


# ------------------------------------------------------------------ plain text


def to_text(answer: Answer, *, explain: bool = False) -> str:
    """The answer for a terminal; with `explain` also each sentence's support and what was dropped."""
    return "\n\n".join(part for part in (visible(answer.text), around_text(answer, explain=explain)) if part)


def around_text(answer: Answer, *, explain: bool = False) -> str:
    """What stands below the text of an answer in a terminal: notices, options, sources."""
    parts = [visible(notice) for notice in answer.notices]
    if answer.clarification:
        parts.append("\n".join(f"  · {visible(label)}" for label, _ in answer.clarification.options))
    if answer.citations:
        parts.append("\n".join(_source_line(citation) for citation in answer.citations))
    if explain:
        parts += _explained(answer)
    return "\n\n".join(part for part in parts if part)


def told_as_it_comes(
    answers: Iterable[Answer], write: Callable[[str], object], *, explain: bool = False
) -> Answer:
    """Write an answer while it is made: each sentence when it has been checked, then what stands below.

    Returns:
        The whole answer.
    """
    told, last = "", None
    for last in answers:
        text = visible(last.text)
        write(text.removeprefix(told) if text.startswith(told) else f"\n\n{text}")
        told = text
    if last is None:
        raise ValueError("an answer has at least one step")
    below = around_text(last, explain=explain)
    write(f"\n\n{below}\n" if below else "\n")
    return last


def _source_line(citation: Citation) -> str:
    facts = [citation.title, citation.section, citation.publisher, citation.as_of, web_link(citation.url)]
    return visible(f"[{citation.n}] " + ", ".join(fact for fact in facts if fact))


def _explained(answer: Answer) -> Iterator[str]:
    yield "\n".join(f"({texts.SUPPORT_LABELS[s.support]}) {visible(s.text)}" for s in answer.sentences)
    if answer.dropped:
        yield "\n".join([texts.EXPORT_DROPPED, *(f"- {visible(s.text)}" for s in answer.dropped)])
    times = ", ".join(f"{stage} {ms:g} ms" for stage, ms in answer.timings_ms.items())
    yield texts.EXPORT_TIMES.format(times=times) if times else ""


def visible(text: str) -> str:
    """Without control, bidi, zero-width and private characters, which steer or hide. Lines stay."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"})


# ------------------------------------------------------------------ links


def web_link(url: str) -> str:
    """A stored address as it may be linked, or "" when it is none.

    Only http and https with a host, no user name, and every sign that could end the link in HTML, Markdown or
    Slack percent-encoded.
    """
    try:
        parts = urlsplit(url.strip())
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return ""
    return quote(url.strip(), safe=":/?#%&=+,;@~.-_!*$") if good else ""


def hit_to_json(hit: Hit) -> dict[str, Any]:
    """A hit of a search, for a program."""
    return {
        "chunk_id": hit.chunk.id,
        "document_id": hit.document.id,
        "kind": hit.document.kind,
        "title": hit.document.title,
        "publisher": hit.document.publisher,
        "url": hit.document.url,
        "as_of": hit.document.as_of,
        "score": round(hit.score, 6),
        "reasons": list(hit.reasons),
        "text": hit.chunk.text,
    }
