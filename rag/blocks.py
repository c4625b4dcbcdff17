"""An answer as a Slack message: Block Kit within its limits, escaped, links only to stored addresses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rag import texts
from rag.export import visible, web_link
from rag.schema import Answer, Citation

Block = dict[str, Any]

SECTION = 2_900
"""Characters in a section; Slack allows 3,000."""
MAX_BLOCKS = 48
"""Blocks in a message; Slack allows 50."""
MAX_BUTTONS = 5
BUTTON_LABEL = 75
BUTTON_VALUE = 2_000
QUOTE = 300
FALLBACK = 3_500
"""Characters of plain text beside the blocks; Slack advises at most 4,000."""


def answer_message(answer: Answer, *, first: bool, echo: str = "") -> dict[str, Any]:
    """An answer as the arguments of a message: blocks within Slack's limits, and plain text beside them.

    Args:
        answer: What to show.
        first: Whether it is the first answer of the thread, which carries the AI notice.
        echo: The question to repeat, when it was asked with a button.
    """
    opening: list[Block] = []
    if echo:
        opening += _context(texts.SLACK_QUESTION.format(question=echo))
    if answer.standalone_question and answer.standalone_question.strip() != answer.question.strip():
        opening += _context(texts.PAGE_UNDERSTOOD.format(question=answer.standalone_question))
    for notice in answer.notices[:3]:
        opening += _context(notice)
    ending = _sources(answer.citations)
    if answer.clarification:
        ending += _buttons(answer.clarification.options)
    elif answer.suggestions:
        ending += _buttons([(suggestion, suggestion) for suggestion in answer.suggestions])
    if first:
        ending += _context(texts.AI_NOTICE)
    room = MAX_BLOCKS - len(opening) - len(ending)
    sections = [_section(part) for part in split_text(escape(answer.text))]
    if len(sections) > room:
        sections = [*sections[: room - 1], *_context(texts.SLACK_MORE)]
    return _message(answer.text, [*opening, *sections, *ending])


def told(sentence: str) -> dict[str, Any]:
    """One sentence of ours as a message."""
    return _message(sentence, [_section(escape(sentence))])


def _message(text: str, blocks: list[Block]) -> dict[str, Any]:
    fallback = split_text(escape(text), FALLBACK)
    return {
        "text": fallback[0] if fallback else "",
        "blocks": blocks,
        "unfurl_links": False,
        "unfurl_media": False,
    }


def escape(text: str) -> str:
    """Any text as mrkdwn: no link, mention or channel call can begin."""
    return visible(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def split_text(text: str, limit: int = SECTION) -> list[str]:
    """Parts of at most `limit` characters, cut at a paragraph, a line or a space, never inside an entity."""
    parts = []
    rest = text.strip()
    while len(rest) > limit:
        cut = next(
            (at for mark in ("\n\n", "\n", " ") if (at := rest.rfind(mark, limit // 2, limit)) > 0), limit
        )
        ampersand = rest.rfind("&", cut - 6, cut)
        if ampersand > 0 and ";" not in rest[ampersand:cut]:
            cut = ampersand
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest] if rest else parts


def _section(escaped: str) -> Block:
    # verbatim: Slack must not make links or mentions of what looks like them
    return {"type": "section", "text": {"type": "mrkdwn", "text": escaped, "verbatim": True}}


def _context(line: str) -> list[Block]:
    """A line in small print; no block when there is nothing to see."""
    return [
        {"type": "context", "elements": [{"type": "mrkdwn", "text": part, "verbatim": True}]}
        for part in split_text(escape(line))[:1]
    ]


def _sources(citations: Sequence[Citation]) -> list[Block]:
    """Context blocks of at most ten sources each, three blocks at most."""
    lines = [{"type": "mrkdwn", "text": _source(citation), "verbatim": True} for citation in citations[:30]]
    return [{"type": "context", "elements": lines[at : at + 10]} for at in range(0, len(lines), 10)]


def _source(citation: Citation) -> str:
    title = escape(_cut(_one_line(citation.title), 200)).replace("|", "¦")
    link = web_link(citation.url)
    named = f"<{link}|{title}>" if link and len(link) < 1_500 else title
    facts = [
        _cut(_one_line(fact), 100) for fact in (citation.section, citation.publisher, citation.as_of) if fact
    ]
    quote = f" ”{escape(_cut(_one_line(citation.quote), QUOTE))}”" if citation.quote else ""
    ours = f" ({texts.CITATION_KINDS['brief']})" if citation.kind == "brief" else ""
    return f"[{citation.n}] {named}" + "".join(f", {escape(fact)}" for fact in facts) + ours + quote


def _buttons(options: Iterable[tuple[str, str]]) -> list[Block]:
    """A row of buttons that ask; an option whose question does not fit in one is left out."""
    fitting = [
        (_one_line(label), question) for label, question in options if 0 < len(question) <= BUTTON_VALUE
    ]
    elements = [
        {
            "type": "button",
            "action_id": f"ask_{position}",
            "text": {"type": "plain_text", "text": _cut(visible(label), BUTTON_LABEL) or "…"},
            "value": question,
        }
        for position, (label, question) in enumerate(fitting[:MAX_BUTTONS])
    ]
    return [{"type": "actions", "elements": elements}] if elements else []


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
