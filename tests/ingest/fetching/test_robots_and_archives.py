"""What a site asks of programs, and what a zip file may do."""

import io
import zipfile

import pytest

from ingest.fetching.archives import lines
from ingest.fetching.robots import Robots, rules_when_refused
from rag.errors import FetchError

RULES = """
User-agent: *
Disallow: /sök
Crawl-delay: 5

User-agent: Datalots
Disallow: /privat
"""


def packed(**members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "."), data)
    held.seek(0)
    return held


def test_a_page_that_a_site_closes_to_programs_is_not_fetched():
    robots = Robots(RULES, "Datalots/0.1")
    robots.check("https://example.org/rapport", "example.org")
    with pytest.raises(FetchError, match=r"robots\.txt"):
        robots.check("https://example.org/privat/x", "example.org")


def test_a_crawl_delay_slows_us_down_within_bounds():
    assert Robots(RULES, "Annan").rate(2.0) == 0.2
    assert Robots("User-agent: *\nCrawl-delay: 99999", "x").rate(2.0) == pytest.approx(1 / 30)
    assert Robots("", "x").rate(2.0) == 2.0


def test_no_rules_let_everything_be_fetched_and_an_ill_server_nothing():
    def refused(status):
        return FetchError("x", kind="refused", user_message="x", status=status)

    Robots(rules_when_refused(refused(404)), "x").check("https://example.org/a", "example.org")
    with pytest.raises(FetchError):
        Robots(rules_when_refused(refused(503)), "x").check("https://example.org/a", "example.org")


def test_the_lines_of_a_zip_come_one_at_a_time():
    archive = packed(a__jsonl=b"1\r\n2\n3", b__txt=b"x", c__jsonl="å\n".encode())
    assert list(lines(archive, ".jsonl", "host", 1_000)) == [b"1", b"2", b"3", "å".encode()]


@pytest.mark.parametrize(
    "archive",
    [
        packed(a__jsonl=b"0" * 30_000_000),
        packed(a__jsonl=(b"0" * 99 + b"\n") * 300_000),
        packed(**{f"m{n}__jsonl": b"" for n in range(1_001)}),
    ],
)
def test_a_zip_bomb_is_refused_before_it_fills_anything(archive):
    with pytest.raises(FetchError) as raised:
        sum(len(line) for line in lines(archive, ".jsonl", "host", 100_000_000))
    assert raised.value.kind == "too_large"


def test_what_is_no_zip_or_a_cut_one_is_refused():
    whole = packed(a__jsonl=b"1\n" * 10_000).getvalue()
    for data in (b"not a zip", whole[: len(whole) // 2]):
        with pytest.raises(FetchError, match="zip"):
            list(lines(io.BytesIO(data), ".jsonl", "host", 1_000_000))
    damaged = bytearray(whole)
    damaged[50] ^= 0xFF
    with pytest.raises(FetchError, match="zip"):
        list(lines(io.BytesIO(bytes(damaged)), ".jsonl", "host", 1_000_000))
