"""A publisher's server, and a client that may reach it, with short limits and sleeps that are only noted."""

import contextlib
import random
import shutil
import socket
import ssl
import subprocess
import threading

import pytest

from ingest.fetching.cache import Cache
from ingest.fetching.client import Client, Request
from ingest.fetching.limits import Limits
from tests.loopback.sources_server import publisher


@pytest.fixture
def site():
    with publisher() as running:
        yield running


@pytest.fixture
def slept():
    """Seconds that the client would have waited."""
    return []


@pytest.fixture
def make_client(slept):
    opened = []

    def make(**limits):
        bounds = {"timeout": 0.5, "deadline": 5.0, "retries": 3, "max_wait": 120.0, "max_bytes": 1_000_000}
        client = Client(
            limits=Limits(**{**bounds, **limits}),
            private_hosts=("127.0.0.1",),
            agent="Datalots/test (mail@example.org)",
            chance=random.Random(1),
            sleep=slept.append,
        )
        opened.append(client)
        return client

    yield make
    for client in opened:
        client.close()


@pytest.fixture
def client(make_client):
    return make_client()


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "cache")


@pytest.fixture
def ask(site, cache):
    """Fetch a path of the site: gives its bytes and what came."""

    def fetch(client, path, **about):
        hosts = about.pop("hosts", {site.origin})
        request = Request(url=site.url + path, hosts=hosts, rate=100, **about)
        got = client.fetch(request, cache)
        with got.file as file:
            return file.read(), got

    return fetch


@pytest.fixture
def bad_certificate(tmp_path):
    """The address of a server whose certificate nobody has signed, and its origin."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    pem, key = tmp_path / "server.pem", tmp_path / "server.key"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject]
    subprocess.run([*command, "-keyout", key, "-out", pem], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            with contextlib.suppress(OSError):
                taken, _ = listener.accept()
                with taken:
                    context.wrap_socket(taken, server_side=True).close()

        threading.Thread(target=serve, daemon=True).start()
        origin = f"127.0.0.1:{listener.getsockname()[1]}"
        yield f"https://{origin}/", {origin}
