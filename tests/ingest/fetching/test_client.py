"""What a server may do wrong, and what comes of it: an honest error, a bounded wait, the old body kept."""

import gzip
import socket
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from ingest.fetching.addresses import is_public, resolve
from ingest.fetching.client import Client, Request
from rag.errors import FetchError
from tests.loopback.sources_server import Answer, publisher


def test_a_body_comes_whole_and_the_server_is_told_who_asks(site, client, ask):
    site.pages["/a"] = Answer(json={"å": 1})
    body, got = ask(client, "/a", kind="json")
    assert body.decode() == '{"å": 1}'
    assert got.changed
    assert site.asked[0].headers["user-agent"] == "Datalots/test (mail@example.org)"


def test_what_has_not_changed_is_not_sent_again(site, client, ask):
    site.pages["/a"] = Answer(json=[1], etag='"v1"')
    ask(client, "/a")
    body, got = ask(client, "/a")
    assert (body, got.changed) == (b"[1]", False)
    assert site.asked[1].headers["if-none-match"] == '"v1"'


def test_the_same_body_sent_again_counts_as_unchanged(site, client, ask):
    site.pages["/a"] = Answer(json=[1])
    ask(client, "/a")
    assert not ask(client, "/a")[1].changed


def test_a_body_that_broke_off_is_resumed_where_it_was(site, client, ask):
    whole = bytes(range(256)) * 40
    site.pages["/a"] = [
        Answer(body=whole, etag='"v1"', fault="reset", sent=4_000),
        Answer(body=whole, etag='"v1"'),
    ]
    assert ask(client, "/a")[0] == whole
    assert site.asked[1].headers["range"].startswith("bytes=")
    assert site.asked[1].headers["if-range"] == '"v1"'


def test_a_body_that_broke_off_is_resumed_by_the_next_run(site, make_client, ask):
    whole = b"abcdefgh" * 1_000
    site.pages["/a"] = [
        Answer(body=whole, etag='"v1"', fault="short", sent=3_000),
        Answer(body=whole, etag='"v1"'),
    ]
    with pytest.raises(FetchError):
        ask(make_client(retries=0), "/a")
    assert ask(make_client(), "/a")[0] == whole
    assert site.asked[1].headers["range"] == "bytes=3000-"


def test_a_body_that_changed_meanwhile_is_fetched_from_its_start(site, client, ask):
    site.pages["/a"] = [
        Answer(body=b"a" * 8_000, etag='"v1"', fault="short", sent=3_000),
        Answer(body=b"b" * 8_000, etag='"v2"'),
    ]
    assert ask(client, "/a")[0] == b"b" * 8_000


def test_a_body_without_a_mark_is_never_pieced_together(site, client, ask):
    site.pages["/a"] = [Answer(body=b"a" * 8_000, fault="short", sent=3_000), Answer(body=b"b" * 8_000)]
    assert ask(client, "/a")[0] == b"b" * 8_000
    assert "range" not in site.asked[1].headers


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_that_is_ill_ten_times_is_asked_a_bounded_number_of_times(site, client, ask, slept, status):
    site.pages["/a"] = Answer(status=status)
    with pytest.raises(FetchError, match=str(status)) as raised:
        ask(client, "/a")
    assert len(site.asked) == 4
    assert raised.value.kind == "down"
    assert 0.25 <= slept[0] <= 0.5 < slept[2] <= 2.0


def test_a_server_that_recovers_gives_its_answer(site, client, ask):
    site.pages["/a"] = [Answer(status=503), Answer(status=500), Answer(json=[1])]
    assert ask(client, "/a")[0] == b"[1]"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_refusal_is_not_asked_again(site, client, ask, status):
    site.pages["/a"] = Answer(status=status, body=b"why")
    with pytest.raises(FetchError) as raised:
        ask(client, "/a")
    assert len(site.asked) == 1
    assert (raised.value.kind, raised.value.status, raised.value.body) == ("refused", status, "why")


def test_retry_after_is_waited_for(site, make_client, ask, slept):
    site.pages["/a"] = [Answer(status=429, headers={"Retry-After": "1"}), Answer(json=[1])]
    assert ask(make_client(), "/a")[0] == b"[1]"
    site.pages["/b"] = [Answer(status=503, headers={"Retry-After": "60"}), Answer(json=[1])]
    assert ask(make_client(deadline=90), "/b")[0] == b"[1]"
    assert slept == [1.0, 60.0]


def test_a_retry_after_that_is_too_long_ends_the_fetch_and_says_when(site, client, ask, slept):
    site.pages["/a"] = Answer(status=429, headers={"Retry-After": "9999"})
    with pytest.raises(FetchError) as raised:
        ask(client, "/a")
    assert raised.value.retry_after == 9999
    assert "Försök igen om 3 timmar" in raised.value.user_message
    assert (len(site.asked), slept) == (1, [])


def test_a_retry_after_with_a_date_counts_from_the_clock_of_the_server(site, make_client, ask, slept):
    wrong_clock = datetime(1999, 1, 1, tzinfo=UTC)
    headers = {
        "Date": format_datetime(wrong_clock, usegmt=True),
        "Retry-After": format_datetime(wrong_clock + timedelta(seconds=7), usegmt=True),
    }
    site.pages["/a"] = [Answer(status=503, headers=headers), Answer(json=[1])]
    assert ask(make_client(deadline=90), "/a")[0] == b"[1]"
    assert slept == [7.0]


@pytest.mark.parametrize("said", ["snart", "-5", "NaN", "inf", "", "99999999999999999999 dagar"])
def test_a_retry_after_that_is_nonsense_is_waited_for_as_if_there_were_none(site, client, ask, slept, said):
    site.pages["/a"] = [Answer(status=429, headers={"Retry-After": said}), Answer(json=[1])]
    assert ask(client, "/a")[0] == b"[1]"
    assert 0.25 <= slept[0] <= 0.5


@pytest.mark.parametrize("fault", ["drip", "drip-head"])
def test_a_byte_at_a_time_ends_at_the_deadline(site, make_client, ask, fault):
    site.pages["/a"] = Answer(body=b"x" * 1_000, fault=fault)
    began = time.monotonic()
    with pytest.raises(FetchError) as raised:
        ask(make_client(deadline=0.8), "/a")
    assert raised.value.kind == "timeout"
    assert time.monotonic() - began < 2


def test_a_body_that_stalls_ends_after_its_tries(site, make_client, ask):
    site.pages["/a"] = Answer(body=b"x" * 1_000, fault="stall", sent=10)
    began = time.monotonic()
    with pytest.raises(FetchError) as raised:
        ask(make_client(timeout=0.2, retries=1), "/a")
    assert raised.value.kind == "timeout"
    assert time.monotonic() - began < 2


def test_a_body_without_end_is_cut_off(site, client, ask):
    site.pages["/a"] = Answer(fault="endless")
    with pytest.raises(FetchError) as raised:
        ask(client, "/a")
    assert raised.value.kind == "too_large"
    assert len(site.asked) == 1


def test_a_body_that_says_that_it_is_too_large_is_not_begun(site, client, ask):
    site.pages["/a"] = Answer(body=b"x" * 1_000_001)
    with pytest.raises(FetchError) as raised:
        ask(client, "/a")
    assert raised.value.kind == "too_large"


@pytest.mark.parametrize("fault", ["short", "reset"])
def test_a_body_that_never_comes_whole_is_an_error_and_the_old_one_stays(site, client, ask, fault):
    site.pages["/a"] = [Answer(json=["gammal"]), Answer(json=["ny"] * 50, fault=fault, sent=20)]
    ask(client, "/a")
    with pytest.raises(FetchError) as raised:
        ask(client, "/a")
    assert raised.value.kind == "broken"
    site.pages["/a"] = Answer(status=304)
    assert ask(client, "/a")[0] == b'["gammal"]'


def test_a_page_to_log_in_on_never_takes_the_place_of_data(site, client, ask):
    site.pages["/a"] = [
        Answer(json=[1], etag='"1"'),
        Answer(body=b"<!doctype html><title>Logga in</title>", type="text/html"),
        Answer(json=[1], etag='"1"'),
    ]
    ask(client, "/a", kind="json")
    with pytest.raises(FetchError) as raised:
        ask(client, "/a", kind="json")
    assert raised.value.kind == "content"
    assert ask(client, "/a", kind="json")[1].changed is False


def test_html_that_calls_itself_json_is_found_out(site, client, ask):
    site.pages["/a"] = Answer(body=b"\n <HTML>", type="application/json")
    with pytest.raises(FetchError, match="json was expected"):
        ask(client, "/a", kind="json")


def test_gzip_is_unpacked_and_counted_unpacked(site, client, ask):
    said = {"Content-Encoding": "gzip"}
    site.pages["/small"] = Answer(body=gzip.compress(b"[1]"), headers=said, type="application/json")
    site.pages["/bomb"] = Answer(body=gzip.compress(b"0" * 50_000_000), headers=said)
    site.pages["/cut"] = Answer(body=gzip.compress(b"abc" * 1_000)[:-6], headers=said)
    assert ask(client, "/small", kind="json")[0] == b"[1]"
    with pytest.raises(FetchError) as raised:
        ask(client, "/bomb")
    assert raised.value.kind == "too_large"
    with pytest.raises(FetchError, match="gzip"):
        ask(client, "/cut")


def test_the_bytes_of_a_run_are_counted_together(site, make_client, ask):
    site.pages["/a"] = Answer(body=b"x" * 600)
    client = make_client(max_total=1_000)
    ask(client, "/a")
    with pytest.raises(FetchError) as raised:
        ask(client, "/a")
    assert raised.value.kind == "budget"


def test_a_redirect_is_followed_to_a_host_of_the_source_only(site, client, ask):
    with publisher() as other:
        other.pages["/b"] = Answer(json=["där"])
        site.pages["/a"] = Answer(status=302, headers={"Location": f"{other.url}/b"})
        with pytest.raises(FetchError) as raised:
            ask(client, "/a")
        assert raised.value.kind == "address"
        assert other.asked == []
        body, got = ask(client, "/a", hosts={site.origin, other.origin})
        assert (body, got.url) == ('["där"]'.encode(), f"{other.url}/b")


@pytest.mark.parametrize(
    "target", ["ftp://127.0.0.1/x", "file:///etc/passwd", "http://127.0.0.1:1/x", "http://a:b@127.0.0.1/"]
)
def test_a_redirect_to_another_scheme_or_place_is_not_followed(site, client, ask, target):
    site.pages["/a"] = Answer(status=301, headers={"Location": target})
    with pytest.raises(FetchError) as raised:
        ask(client, "/a")
    assert raised.value.kind == "address"


def test_redirects_in_a_ring_end(site, client, ask):
    site.pages["/a"] = Answer(status=302, headers={"Location": "/a"})
    with pytest.raises(FetchError, match="redirects"):
        ask(client, "/a")
    assert len(site.asked) == 6


def test_nobody_at_home_is_an_honest_error(client, cache):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(FetchError) as raised:
        client.fetch(Request(url=f"http://127.0.0.1:{port}/", hosts={f"127.0.0.1:{port}"}), cache)
    assert raised.value.kind == "unreachable"


def test_a_name_that_does_not_exist_is_an_honest_error(make_client, cache):
    with pytest.raises(FetchError) as raised:
        make_client(retries=0).fetch(
            Request(url="https://finns-inte.invalid/", hosts={"finns-inte.invalid"}), cache
        )
    assert raised.value.kind == "unreachable"


def test_a_certificate_that_nobody_signed_is_refused(client, cache, bad_certificate):
    url, hosts = bad_certificate
    with pytest.raises(FetchError) as raised:
        client.fetch(Request(url=url, hosts=hosts), cache)
    assert "certifikat" in raised.value.user_message


@pytest.mark.parametrize(
    "name", ["localhost", "127.0.0.1", "127.1", "0.0.0.0", "2130706433", "::1", "169.254.169.254", "10.0.0.1"]
)
def test_a_name_that_leads_inside_is_never_connected_to(site, make_client, cache, name):
    site.pages["/"] = Answer(json=["hemligt"])
    port = site.url.rsplit(":", 1)[1]
    host = f"[{name}]" if ":" in name else name
    closed = Client(limits=make_client(retries=0).limits)
    try:
        with pytest.raises(FetchError) as raised:
            closed.fetch(Request(url=f"http://{host}:{port}/", hosts={f"{name}:{port}"}), cache)
    finally:
        closed.close()
    assert raised.value.kind == "address"
    assert site.asked == []


def test_one_address_inside_among_many_is_enough_to_refuse(monkeypatch):
    answer = [(2, 1, 6, "", (ip, 80)) for ip in ("93.184.216.34", "192.168.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer)
    with pytest.raises(FetchError, match=r"192\.168\.0\.1"):
        resolve("example.org", 80, ())


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2a00:1450:400f:80c::200e", True),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("fe80::1%eth0", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("fd00::1", False),
        ("192.0.2.1", False),
        ("inte en adress", False),
    ],
)
def test_an_address_is_public_or_it_is_not(address, public):
    assert is_public(address) is public


def test_a_host_has_one_request_at_a_time_at_its_rate(site, client, cache):
    site.pages["/a"] = Answer(json=[1])
    for _ in range(4):
        client.fetch(Request(url=f"{site.url}/a", hosts={site.origin}, rate=20), cache).file.close()
    gaps = [later.at - earlier.at for earlier, later in zip(site.asked, site.asked[1:], strict=False)]
    assert min(gaps) >= 0.045


def test_what_is_private_leaves_no_file(site, client, ask, tmp_path):
    site.pages["/a"] = [
        Answer(body=b"Anna 0701234567" * 500, etag='"1"', fault="reset", sent=4_000),
        Answer(body=b"Anna 0701234567" * 500, etag='"1"'),
    ]
    assert ask(client, "/a", private=True)[0] == b"Anna 0701234567" * 500
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_full_disk_is_said_and_half_a_file_does_not_stay_on_it(site, client, ask, cache):
    site.pages["/a"] = Answer(body=b"x" * 500_000)
    key = cache.key("GET", f"{site.url}/a")
    cache.part(key).with_suffix(".unpacked").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        ask(client, "/a")
    assert list(cache.part(key).parent.iterdir()) == []
