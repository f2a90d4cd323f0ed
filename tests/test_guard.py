"""The guard before the whole server: hosts, origins, bodies, headers, and what its replies and its log say."""

import logging
import shutil
import socket
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
import pytest
from page_parts import Library, opened
from serving import running, served

from bot.api import tools
from bot.api.readiness import Readiness
from bot.guard import Guard
from bot.guard.bodies import MOST_BYTES
from bot.guard.hosts import Hosts, is_loopback
from bot.guard.logs import Discreet
from bot.settings import Settings

pytestmark = pytest.mark.slow

ROUTES = [
    ("get", "/"),
    ("get", "/config"),
    ("get", "/theme.css"),
    ("get", "/gradio_api/info"),
    ("post", "/gradio_api/queue/join"),
    ("post", "/gradio_api/upload"),
    ("post", "/gradio_api/cancel"),
    ("get", "/healthz"),
    ("get", "/api/v1/documents"),
    ("post", "/api/v1/ask"),
    ("post", "/mcp"),
    ("get", "/nothing/there"),
]
"""One of each part of the server: the page, Gradio's own, the watchers', REST, MCP, and none."""


@pytest.fixture(scope="module")
def address(shipped, tmp_path_factory):
    folder = tmp_path_factory.mktemp("guard") / "library"
    shutil.copytree(shipped, folder)
    with running(folder, start=240) as address:
        yield address


@pytest.fixture(scope="module")
def client(address):
    with httpx.Client(base_url=address, timeout=60) as client:
        yield client


def refused(response):
    assert response.json().keys() == {"error"}
    assert response.json()["error"].keys() == {"kind", "message", "hint"}
    return response.status_code


# From where


@pytest.mark.parametrize(("verb", "path"), ROUTES)
@pytest.mark.parametrize("host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", "[", "", "10.0.0.1"])
def test_no_route_is_asked_by_the_name_of_another_machine(client, verb, path, host):
    assert refused(client.request(verb, path, headers={"Host": host})) == 403


@pytest.mark.parametrize(("verb", "path"), ROUTES)
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:1", "https://127.0.0.1"])
def test_no_route_is_asked_by_a_page_of_another_site(client, verb, path, origin):
    assert refused(client.request(verb, path, headers={"Origin": origin})) == 403


def test_what_a_page_of_another_site_loads_is_refused_and_a_link_of_it_is_not(client):
    across = {"Sec-Fetch-Site": "cross-site"}
    assert refused(client.get("/api/v1/documents", headers=across | {"Sec-Fetch-Mode": "no-cors"})) == 403
    assert client.get("/", headers=across | {"Sec-Fetch-Mode": "navigate"}).status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_this_machine_may_ask_by_each_of_its_names(client, host):
    own = f"{host}:{client.base_url.port}"
    assert client.get("/healthz", headers={"Host": own, "Origin": f"http://{own}"}).status_code == 200


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("10.0.0.5", True),
        ("[fd00::5]", True),
        ("localhost", True),
        ("Briefs.Example.org", True),
        ("example.org", False),
        ("evil.example", False),
        ("", False),
    ],
)
def test_a_server_for_other_machines_is_asked_by_its_addresses_and_the_names_that_are_set(host, allowed):
    scope = {"type": "http", "headers": [(b"host", host.encode())], "server": ("10.0.0.5", 7860)}
    assert (Hosts(["briefs.example.org"]).problem(scope) is None) is allowed


@pytest.mark.parametrize(
    ("address", "loopback"),
    [("127.0.0.1", True), ("::1", True), ("::ffff:127.0.0.1", True), ("::ffff:10.0.0.1", False), ("10.0.0.1", False)],
)
def test_this_machine_is_known_by_each_kind_of_address(address, loopback):
    assert is_loopback(address) is loopback


def test_a_web_socket_is_refused(address):
    told = spoken(address, "GET / HTTP/1.1", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13")
    assert b" 101 " not in told.split(b"\r\n")[0]


def spoken(address, *lines):
    """What the server says to these lines."""
    at = urlsplit(address)
    with socket.create_connection((at.hostname, at.port), timeout=20) as connection:
        connection.sendall("\r\n".join([*lines, f"Host: {at.netloc}", "Connection: close", "", ""]).encode())
        return b"".join(iter(lambda: connection.recv(65536), b""))


# How much


@pytest.mark.parametrize("path", ["/api/v1/ask", "/mcp", "/gradio_api/queue/join", "/gradio_api/cancel"])
@pytest.mark.parametrize("announced", [True, False])
def test_a_body_that_is_too_long_is_refused_the_same_everywhere(client, path, announced):
    body = b" " * (MOST_BYTES + 1)
    sent = body if announced else (body[at : at + 100_000] for at in range(0, len(body), 100_000))
    assert refused(client.post(path, content=sent, headers={"Content-Type": "application/json"})) == 413


def test_a_file_that_is_too_large_is_refused_and_another_is_not(client):
    large = {"files": ("a.txt", b"x" * 51_000_001)}
    assert refused(client.post("/gradio_api/upload", files=large)) == 413
    assert client.post("/gradio_api/upload", files={"files": ("a.txt", b"x" * 3_000_000)}).status_code == 200


# What replies carry


@pytest.mark.parametrize(("verb", "path"), ROUTES)
def test_every_reply_has_the_safe_headers(client, verb, path):
    for headers in ({}, {"Host": "evil.example"}):
        given = client.request(verb, path, headers=headers).headers
        assert "frame-ancestors 'none'" in given["Content-Security-Policy"]
        assert given["X-Content-Type-Options"] == "nosniff"
        assert given["Referrer-Policy"] == "no-referrer"
        assert "camera=()" in given["Permissions-Policy"]
        assert given["Cross-Origin-Resource-Policy"] == "same-origin"
        assert ("no-store" in given.get("Cache-Control", "")) is (path != "/theme.css")
        assert "Server" not in given


@contextmanager
def broken(error):
    """A server whose application fails at every request."""

    async def app(scope, receive, send):
        if scope["type"] == "http":
            raise error

    with served(Guard(app, Settings())) as address:
        yield address


def test_a_fault_shows_nothing_of_itself_and_has_the_safe_headers():
    with broken(ValueError("/secret/folder")) as address:
        failed = httpx.get(address)
    assert refused(failed) == 500
    assert "secret" not in failed.text
    assert "Content-Security-Policy" in failed.headers


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("get", "/nothing"),
        ("put", "/"),
        ("get", "/gradio_api/nothing"),
        ("get", "/gradio_api/file=pyproject.toml"),
        ("get", "/gradio_api/file=/etc/passwd"),
        ("get", "/static/../../routes.py"),
        ("get", "/gradio_api/queue/join"),
        ("post", "/gradio_api/queue/join"),
        ("post", "/gradio_api/run/ask"),
        ("delete", "/mcp"),
        ("post", "/mcp"),
        ("post", "/api/v1/ask"),
        ("get", "/api/v1/ask"),
        ("get", "/api/v1/nothing"),
    ],
)
def test_no_refusal_has_a_traceback_or_a_folder_of_the_machine(client, verb, path):
    response = client.request(verb, path)
    assert response.status_code >= 400
    assert "Traceback" not in response.text
    assert "site-packages" not in response.text
    assert 'File "' not in response.text
    assert "/bot/" not in response.text


def test_the_log_says_where_an_error_arose_and_not_what_was_asked(caplog):
    error = ValueError("Who is the spy?")
    with broken(error) as address:
        httpx.get(address)
    (record,) = (each for each in caplog.records if each.exc_info)
    record.exc_text = None  # what the formatter of the tests has made of it
    written = Discreet().format(record)
    assert "spy" not in written
    assert "ValueError" in written
    assert "guard.py" in written


def test_the_tools_leave_the_log_of_the_process_as_it_is():
    before = logging.root.handlers[:]
    tools.server(Readiness(opened(Library())))
    assert logging.root.handlers == before
