"""The chat page (Streamlit): shows, decides nothing.

`datalots app` calls `run_page`, which serves this same file as the script of a page, with `/healthz` and a
Content-Security-Policy. Texts of sources, models and people reach the screen only through `rag.markup`
(escaped HTML) or `label` (escaped Markdown): Streamlit's Markdown would load remote images.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import os
import re
import socket
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag import texts
from rag.errors import DatalotsError, SettingsError
from rag.export import escape_markdown, kind_of, to_json, to_markdown
from rag.markup import STYLE, answer_html, calculation_html, chart_spec, escape, source_html, table_html
from rag.schema import Answer, Chart, Citation, Turn
from rag.settings import Settings, load_settings

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send
    from streamlit.web.server.starlette import App

    from rag.assistant import Assistant

log = logging.getLogger("datalots.page")

CONFIG: dict[str, Any] = {
    "server.headless": True,
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "runner.magicEnabled": False,
    "theme.base": "light",
    "theme.primaryColor": "#1d4f73",
    "theme.textColor": "#1b2733",
    "theme.linkColor": "#1d4f73",
    "theme.backgroundColor": "#ffffff",
    "theme.secondaryBackgroundColor": "#f2f5f8",
    "theme.font": "sans-serif",
}

SOURCES_APART = 8
"""Sources that are shown one by one; the others of a long order are shown together."""

# ------------------------------------------------------------------ the page


def page() -> None:
    """One run of the script: everything that is on the screen, from the top."""
    import streamlit as st

    st.set_page_config(page_title=texts.PAGE_TITLE, layout="centered")
    st.html(STYLE)
    st.title(texts.PAGE_TITLE, anchor=False)
    st.html(f'<p class="dl-promise">{texts.PAGE_PROMISE}</p>')
    st.html(f'<div class="dl-notice" role="note">{texts.AI_NOTICE}</div>')
    try:
        settings = load_settings()
        chat(open_assistant(settings), settings)
    except DatalotsError as error:
        log.error("%s (remedy: %s)", error, error.remedy)
        _warning(error.user_message)
    except Exception:
        log.exception("unexpected error")
        _warning(texts.ERROR_GENERAL)


def chat(assistant: Assistant, settings: Settings) -> None:
    """The conversation so far, the question that was just asked, and the field for the next."""
    import streamlit as st

    assistant.document("")  # raises NoIndexError before anybody has typed a question
    turns: list[Turn] = st.session_state.setdefault("turns", [])
    typed = st.chat_input(texts.PAGE_INPUT, max_chars=settings.max_question)
    question = st.session_state.pop("asked", None) or typed
    st.toggle(texts.PAGE_EASY, value=settings.lattlast, key="easy", help=texts.PAGE_EASY_HELP)
    if not turns and not question:
        _examples()
    for number, turn in enumerate(turns):
        _show_turn(assistant, turn, number, is_last=not question and number == len(turns) - 1)
    if question:
        with st.chat_message("user", avatar=":material/person:"):
            _question(question)
        easy = bool(st.session_state.get("easy", settings.lattlast))
        answer = _written(assistant, question, turns[-settings.max_turns :], easy=easy)
        turns.append(Turn(question=question, standalone_question=answer.standalone_question, answer=answer))
        del turns[: -settings.max_turns]
        st.rerun()
    if turns:
        st.button(texts.PAGE_NEW, on_click=turns.clear, type="tertiary", icon=":material/refresh:")


def _written(assistant: Assistant, question: str, history: list[Turn], *, easy: bool) -> Answer:
    """The answer, shown while it is written: each sentence when it has been checked."""
    import streamlit as st

    with st.spinner(texts.PAGE_SEARCHING), st.chat_message("assistant", avatar=":material/anchor:"):
        place = st.empty()
        for answer in assistant.stream(question, history, today=date.today().isoformat(), easy=easy):
            place.html(answer_html(answer))
    return answer


def open_assistant(settings: Settings) -> Assistant:
    """The one assistant of this process, shared by all who chat."""
    import streamlit as st

    from rag.assistant import Assistant

    @st.cache_resource(show_spinner=False)
    def opened(_settings: Settings, settings_as_json: str) -> Assistant:
        return Assistant.open(_settings)

    return opened(settings, settings.model_dump_json())


def _ask(question: str) -> None:
    """What a button with a ready question does."""
    import streamlit as st

    st.session_state["asked"] = question


def _examples() -> None:
    import streamlit as st

    st.header(texts.PAGE_EXAMPLES, anchor=False)
    for question in texts.EXAMPLE_QUESTIONS:
        st.button(question, on_click=_ask, args=(question,), width="stretch")
    with st.expander(texts.PAGE_ABOUT):
        st.write(texts.PAGE_ABOUT_TEXT)


# ------------------------------------------------------------------ one turn


def _show_turn(assistant: Assistant, turn: Turn, number: int, *, is_last: bool) -> None:
    import streamlit as st

    with st.chat_message("user", avatar=":material/person:"):
        _question(turn.question)
    if turn.answer is not None:
        with st.chat_message("assistant", avatar=":material/anchor:"):
            _show_answer(assistant, turn.answer, number, is_last=is_last)


def _question(question: str) -> None:
    import streamlit as st

    st.html(f'<p class="dl-you">{escape(question)}</p>')


def _show_answer(assistant: Assistant, answer: Answer, number: int, *, is_last: bool) -> None:
    """An answer: how it was read, notices, text, chart, calculation, sources, what to do next."""
    import streamlit as st

    if answer.standalone_question and answer.standalone_question.strip() != answer.question.strip():
        understood = texts.PAGE_UNDERSTOOD.format(question=answer.standalone_question)
        st.html(f'<p class="dl-quiet">{escape(understood)}</p>')
    for notice in answer.notices:
        _warning(notice)
    st.html(answer_html(answer))
    if answer.clarification and is_last:
        _choices(list(answer.clarification.options), f"option-{number}")
    if answer.chart:
        _show_chart(answer.chart)
    calculation = calculation_html(answer.quantities)
    if calculation:
        with st.expander(texts.PAGE_CALCULATION):
            st.html(calculation)
    if answer.citations:
        st.html(f'<p class="dl-quiet">{texts.PAGE_SOURCES}</p>')
    for citation in answer.citations[:SOURCES_APART]:
        _show_source(assistant, citation)
    if more := answer.citations[SOURCES_APART:]:
        with st.expander(texts.PAGE_MORE_SOURCES.format(number=len(more))):
            for citation in more:
                st.html(f'<p class="dl-quiet">{escape(_named(citation))}</p>')
                _source(assistant, citation)
    if answer.suggestions and is_last:
        st.html(f'<p class="dl-quiet">{texts.PAGE_SUGGESTIONS}</p>')
        _choices([(suggestion, suggestion) for suggestion in answer.suggestions], f"suggestion-{number}")
    if answer.sentences:
        _downloads(answer, number)


def _warning(text: str) -> None:
    import streamlit as st

    st.html(f'<div class="dl-notice dl-warning" role="status">{escape(text)}</div>')


def _choices(options: list[tuple[str, str]], key: str) -> None:
    """A button for each (label, question)."""
    import streamlit as st

    with st.container(horizontal=True):
        for position, (shown, question) in enumerate(options):
            st.button(label(shown), key=f"{key}-{position}", on_click=_ask, args=(question,))


def _named(citation: Citation) -> str:
    facts = " · ".join(part for part in (citation.title, citation.section, citation.as_of) if part)
    return f"[{citation.n}] {facts}"


def _show_source(assistant: Assistant, citation: Citation) -> None:
    import streamlit as st

    with st.expander(label(_named(citation))):
        _source(assistant, citation)


def _source(assistant: Assistant, citation: Citation) -> None:
    """What the source says, and that a brief is a summary of ours."""
    import streamlit as st

    if citation.kind == "brief":
        st.html(f'<p class="dl-quiet">{escape(kind_of(citation))}</p>')
    st.html(source_html(citation, assistant.document(citation.document_id)))


def _downloads(answer: Answer, number: int) -> None:
    import streamlit as st

    with st.popover(texts.PAGE_DOWNLOADS, type="tertiary", icon=":material/download:"):
        st.download_button(
            texts.PAGE_DOWNLOAD_MARKDOWN,
            to_markdown(answer),
            file_name="datalots-svar.md",
            mime="text/markdown",
            key=f"markdown-{number}",
            on_click="ignore",
        )
        st.download_button(
            texts.PAGE_DOWNLOAD_JSON,
            json.dumps(to_json(answer), ensure_ascii=False, indent=2),
            file_name="datalots-svar.json",
            mime="application/json",
            key=f"json-{number}",
            on_click="ignore",
        )


def label(text: str) -> str:
    """Any text as the label of a button or an expander, which Streamlit reads as Markdown with directives."""
    return escape_markdown(text).replace(
        ":", ":\u2060"
    )  # ":red[…]" and ":material/…:" are read after escapes


# ------------------------------------------------------------------ charts


def _show_chart(chart: Chart) -> None:
    import streamlit as st

    st.html(f'<p class="dl-you">{escape(chart.title)}</p>')
    alt = texts.PAGE_CHART_ALT.format(title=chart.title)
    st.vega_lite_chart(chart_spec(chart), width="stretch", theme=None, alt=alt)
    st.html(f'<p class="dl-quiet">{escape(chart.source)}</p>')
    with st.expander(texts.PAGE_TABLE):
        st.html(table_html(chart))


# ------------------------------------------------------------------ serving it


def run_page(settings: Settings) -> int:
    """Serve the page until it is stopped. The script reads its settings itself, from the environment.

    Raises:
        SettingsError: The address or port cannot be used.
    """
    _check_port(settings)
    os.environ["DATALOTS_DATA_DIR"] = str(settings.data_dir)
    sys.stderr.write(texts.PAGE_SERVED.format(host=settings.page_host, port=settings.page_port) + "\n")
    place = {"server.address": settings.page_host, "server.port": settings.page_port}
    application(settings).run(config={**CONFIG, **place})
    return 0


def _check_port(settings: Settings) -> None:
    try:
        with socket.create_server((settings.page_host, settings.page_port)):
            return
    except OSError as error:
        taken = texts.PAGE_PORT_TAKEN.format(port=settings.page_port)
        place = f"{settings.page_host}:{settings.page_port}"
        raise SettingsError(
            f"{place}: {error}", user_message=taken, remedy="set DATALOTS_PAGE_PORT"
        ) from error


def application(settings: Settings) -> App:
    """The page, `/healthz` and `/readyz` as one ASGI application, with its headers."""
    import streamlit as st
    from starlette.middleware import Middleware
    from starlette.responses import HTMLResponse, JSONResponse
    from starlette.routing import Route

    document = swedish_index((Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8"))

    async def index(_: Request) -> Response:
        return HTMLResponse(document, headers={"cache-control": "no-cache"})

    async def alive(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(_: Request) -> Response:
        has_index = (settings.data_dir / "index" / "CURRENT").is_file()
        return JSONResponse({"status": "ok" if has_index else "no_index"}, 200 if has_index else 503)

    return st.App(
        Path(__file__).resolve(),
        routes=[Route("/", index), Route("/healthz", alive), Route("/readyz", ready)],
        middleware=[Middleware(SafeHeaders, policy=policy(document))],
    )


def swedish_index(document: str) -> str:
    """Streamlit's page frame in Swedish: language, title, what is said without JavaScript and read aloud."""
    document = document.replace('<html lang="en">', '<html lang="sv">')
    document = re.sub(r"<title>.*?</title>", f"<title>{texts.PAGE_TITLE}</title>", document)
    without_script = f"<noscript>{texts.PAGE_NEEDS_SCRIPT}</noscript>"
    document = re.sub(r"<noscript>.*?</noscript>", without_script, document, flags=re.DOTALL)
    names = json.dumps(texts.PAGE_ARIA, ensure_ascii=False)
    return document.replace("</head>", f"<script>{_NAMES_IN_SWEDISH % names}</script></head>")


# Streamlit gives these names in English and takes no argument for them.
_NAMES_IN_SWEDISH = """
const names = %s;
new MutationObserver(() => {
  for (const [english, swedish] of Object.entries(names))
    for (const element of document.querySelectorAll(`[aria-label="${english}"]`))
      element.setAttribute("aria-label", swedish);
}).observe(document, { childList: true, subtree: true });
"""


def policy(document: str) -> str:
    """The Content-Security-Policy of the page: nothing from elsewhere, no script but the frame's own."""
    scripts = re.findall(r"<script>(.*?)</script>", document, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    allowed = " ".join(f"'sha256-{digest}'" for digest in hashes)
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self' {allowed}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ]
    )


class SafeHeaders:
    """ASGI middleware that adds the security headers to every response."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self._app = app
        self._headers = [
            (b"content-security-policy", policy.encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"no-referrer"),
            (b"x-frame-options", b"DENY"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *self._headers]
            await send(message)

        await self._app(scope, receive, sending)


if __name__ == "__main__":
    page()
