"""The page in a real Chromium: what a person sees, and that no text makes the page reach out."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from rag import texts
from tests.loopback.page_server import PAYLOADS

ROOT = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
MISSING = "no chromium on the path: the page is not seen in a browser (apt-get install chromium)"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with _served(tmp_path_factory.mktemp("page")) as url:
        yield url


@pytest.fixture(scope="module")
def address_without_policy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page without its Content-Security-Policy, to see that escaping holds alone."""
    with _served(tmp_path_factory.mktemp("page"), "without-policy") as url:
        yield url


@contextlib.contextmanager
def _served(data_dir: Path, *more: str) -> Iterator[str]:
    """The page over ready answers, in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tests.loopback.page_server", str(port), str(data_dir), *more]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_until_served(f"http://127.0.0.1:{port}/healthz", server)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()


def _wait_until_served(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None, "the page's server ended"
        try:
            if httpx.get(url).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the page was not served in time")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    opened = _opened(browser, address)
    yield opened
    opened.close()


def _opened(browser: Any, address: str) -> Any:
    """A fresh page; `foreign` lists the requests that left it, `faults` what its scripts complained of."""
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    page.foreign, page.faults = [], []
    page.on("request", lambda request: _note(page.foreign, request.url, address))
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("dialog", lambda dialog: page.faults.append(f"dialog: {dialog.message}"))
    page.goto(address)
    page.get_by_placeholder(texts.PAGE_INPUT).wait_for(timeout=30_000)
    return page


def _note(foreign: list[str], url: str, address: str) -> None:
    own = (address, address.replace("http", "ws", 1), "data:", f"blob:{address}")
    if not url.startswith(own):
        foreign.append(url)


def ask(page: Any, question: str) -> None:
    """Type, press Enter and wait until the answer stands."""
    page.get_by_placeholder(texts.PAGE_INPUT).fill(question)
    page.keyboard.press("Enter")
    page.get_by_text(texts.PAGE_NEW).wait_for(timeout=30_000)
    page.locator(".dl-answer").last.wait_for(timeout=30_000)


def open_all(page: Any) -> None:
    for summary in page.locator('[data-testid="stExpander"] summary').all():
        summary.click()


def test_the_page_is_swedish_and_says_that_it_is_an_ai_service(page: Any) -> None:
    assert page.evaluate("document.documentElement.lang") == "sv"
    assert page.title() == "Datalots"
    assert page.get_by_text(texts.AI_NOTICE).is_visible()
    assert page.get_by_text(texts.PAGE_PROMISE).is_visible()


def test_an_example_is_answered_when_it_is_pressed(page: Any) -> None:
    page.get_by_role("button", name="Vad är medianlönen för poliser?").click()
    page.locator(".dl-answer").wait_for(timeout=30_000)
    assert "1\u00a0400 kr" in page.locator(".dl-answer").inner_text()
    page.locator("[data-testid=stVegaLiteChart] :is(svg, canvas)").first.wait_for(timeout=15_000)


def test_a_source_opens_with_its_quote_highlighted_and_its_link(page: Any) -> None:
    ask(page, "Får man ta ut en avgift?")
    open_all(page)
    mark = page.locator("mark")
    mark.wait_for()
    assert mark.inner_text() == "En avgift får tas ut. Avgiften får inte vara högre än självkostnaden."
    link = page.get_by_role("link", name=texts.PAGE_OPEN_SOURCE)
    assert link.get_attribute("href") == "https://data.riksdagen.se/dokument/sfs-2022-818"
    assert (page.foreign, page.faults) == ([], [])


def test_it_works_with_the_keyboard_alone(page: Any) -> None:
    page.get_by_placeholder(texts.PAGE_INPUT).focus()
    page.keyboard.type("Får man ta ut en avgift?")
    page.keyboard.press("Enter")
    page.locator(".dl-answer").wait_for(timeout=30_000)
    for _ in range(25):
        page.keyboard.press("Shift+Tab")
        if "Lag (2022" in page.evaluate("document.activeElement.innerText || ''")[:40]:
            break
    page.keyboard.press("Enter")
    page.locator("mark").wait_for(timeout=10_000)


def test_names_that_are_read_aloud_are_swedish(page: Any) -> None:
    ask(page, "Hur har polisers lön ändrats?")
    names = page.evaluate(
        "[...document.querySelectorAll('[aria-label]')].filter(e => e.offsetParent).map(e => e.ariaLabel)"
    )
    assert {"Din fråga", "Svaret från Datalots", "Skicka frågan"} <= set(names)
    assert not [name for name in names if "message" in name.lower()]


@pytest.mark.parametrize("way", ["typed", "shown"])
def test_no_hostile_text_makes_the_page_reach_out_or_run(
    browser: Any, address_without_policy: str, way: str
) -> None:
    page = _opened(browser, address_without_policy)
    ask(page, "ont " + (" ".join(PAYLOADS) if way == "typed" else ""))
    open_all(page)
    page.wait_for_timeout(1_500)
    assert (page.foreign, page.faults) == ([], [])
    links = page.eval_on_selector_all("a", "all => all.map(a => a.href)")
    assert not [href for href in links if "evil" in href or href.startswith("javascript")]
    assert page.locator("img[src*=evil], iframe, video, svg[onload], link[href*=evil]").count() == 0
    assert PAYLOADS[0] in page.locator(".dl-answer").inner_text()
    page.close()


def test_the_browser_itself_refuses_what_would_reach_out(page: Any) -> None:
    """The policy holds even where escaping would fail."""
    refused = page.evaluate(
        """() => new Promise(done => {
            document.addEventListener('securitypolicyviolation', event => done(event.violatedDirective));
            const image = new Image(); image.src = 'https://evil.example/x.png'; document.body.append(image);
            setTimeout(() => done('allowed'), 3000);
        })"""
    )
    assert refused == "img-src"
