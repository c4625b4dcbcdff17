"""What a site lets programs fetch of its pages (RFC 9309); APIs and data files are made for programs."""

from __future__ import annotations

from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

from rag import texts
from rag.errors import FetchError

LARGEST = 500_000
"""Bytes of a robots.txt that are read."""
SLOWEST = 30.0
"""Seconds between pages that a site may ask for."""


class Robots:
    """The rules of one site."""

    def __init__(self, text: str, agent: str) -> None:
        self._agent = agent
        self._rules = RobotFileParser()
        self._rules.parse(text.splitlines())

    def check(self, url: str, host: str) -> None:
        """Whether a page may be fetched.

        Raises:
            FetchError: The site does not want it.
        """
        if not self._rules.can_fetch(self._agent, url):
            message = texts.FETCH_ROBOTS.format(host=host)
            raise FetchError(f"{url}: robots.txt", kind="refused", user_message=message)

    def rate(self, rate: float) -> float:
        """Requests a second, no more than the site's `Crawl-delay` lets us."""
        asked = self._rules.crawl_delay(self._agent)
        delay = min(SLOWEST, float(asked)) if asked else 0.0
        return min(rate, 1.0 / delay) if delay else rate


def address(url: str) -> str:
    """Where the rules for a page stand."""
    return urljoin(url, "/robots.txt")


def rules_when_refused(error: FetchError) -> str:
    """The rules of a site whose robots.txt does not come: none when there is none, else keep out.

    A page where the file should be is none. Source: RFC 9309, 2.3.1.3 and 2.3.1.4.
    """
    none = error.kind == "content" or (400 <= error.status < 500 and error.status != 429)
    return "" if none else "User-agent: *\nDisallow: /"
