"""What those who run a server are told: figures for Prometheus and a line for each request, neither with a question."""

import asyncio
import json
import logging
import shutil
import sys

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from serving import running

from bot import open_bot
from bot.errors import LibraryBusy
from bot.guard.logs import formatter
from bot.monitoring import Metrics, Traffic
from bot.monitoring.traffic import part_of
from bot.records import Answer
from bot.settings import Settings

FREELAND = "What did Freeland say about diplomacy?"
NOBODY = "Who won the 1954 World Cup?"


def figures(text):
    """Each sample's value by its name and labels."""
    samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
    return {(sample.name, *sorted(sample.labels.values())): sample.value for sample in samples}


@pytest.fixture(scope="module")
def watched(shipped, tmp_path_factory):
    """A real server that tells all that it can tell; gives its address and the file of its log."""
    folder = tmp_path_factory.mktemp("watched")
    shutil.copytree(shipped, folder / "library")
    settings = {"BOT_METRICS": "1", "BOT_LOG_FORMAT": "json", "BOT_LOG_LEVEL": "info"}
    with (folder / "log").open("w") as log, running(folder / "library", 240, log, **settings) as address:
        yield address, folder / "log"


@pytest.mark.slow
def test_a_server_counts_what_it_is_asked_and_what_came_of_it(watched):
    address, _ = watched
    with httpx.Client(base_url=address, timeout=60) as client:
        before = figures(client.get("/metrics").text)
        for question in (FREELAND, NOBODY):
            assert client.post("/api/v1/ask", json={"question": question}).status_code == 200
        assert client.post("/api/v1/ask", json={"question": ""}).status_code == 422
        assert client.get("/api/v1/documents", headers={"Host": "elsewhere.example"}).status_code == 403
        told = client.get("/metrics")
        documents = client.get("/api/v1/documents").json()["documents"]
    after = figures(told.text)

    def grown(*figure):
        return after[figure] - before.get(figure, 0)

    assert told.headers["content-type"].startswith("text/plain; version=")
    assert grown("bot_requests_total", "200", "api ask") == 2
    assert grown("bot_requests_total", "422", "api ask") == 1
    assert grown("bot_requests_total", "403", "api documents") == 1
    assert grown("bot_request_seconds_count", "api ask") == 3
    assert (grown("bot_answers_total", "answered"), grown("bot_answers_total", "declined")) == (1, 1)
    assert 0 < grown("bot_answer_seconds_sum") < grown("bot_request_seconds_sum", "api ask")
    assert after["bot_ready",] == 1
    assert after["bot_library_documents",] == len(documents)
    assert after["bot_library_passages",] == sum(each["passages"] for each in documents)
    assert after["bot_requests_under_way",] == 1
    assert after["process_resident_memory_bytes",] > 0


@pytest.mark.slow
def test_each_request_has_a_line_of_json_that_tells_nothing_of_what_was_asked(watched):
    address, log = watched
    httpx.post(f"{address}/api/v1/ask", json={"question": FREELAND}, timeout=60).raise_for_status()
    httpx.get(f"{address}/?question=What+of+Freeland", timeout=60).raise_for_status()
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    asked = [line for line in lines if line.get("part") == "api ask"][-1]
    assert (asked["level"], asked["logger"]) == ("INFO", "bot.monitoring.traffic")
    assert (asked["method"], asked["status"]) == ("POST", 200)
    assert asked["seconds"] > 0
    assert asked["message"].startswith("POST api ask 200")
    assert not any(word in line for line in log.read_text("utf-8").splitlines() for word in ("Freeland", "127.0.0.1"))


def test_a_server_has_no_figures_unless_it_is_told_to():
    assert not Settings().metrics


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("/", "page"),
        ("/assets/a.js", "page"),
        ("/api/v1/documents/statement/of-freeland", "api documents"),
        ("/api/v1/anything/else", "api other"),
        ("/mcp", "mcp"),
        ("/gradio_api/queue/join", "page work"),
    ],
)
def test_addresses_are_of_few_parts(path, part):
    assert part_of(path) == part


async def replied(app, metrics):
    async def receive():
        raise AssertionError("nothing is read")

    async def send(message):
        pass

    await Traffic(app, metrics)({"type": "http", "path": "/mcp", "method": "POST"}, receive, send)


def test_who_hangs_up_before_a_reply_is_counted_so():
    async def left(scope, receive, send):
        raise ConnectionResetError

    metrics = Metrics()
    with pytest.raises(ConnectionResetError):
        asyncio.run(replied(left, metrics))
    told = figures(metrics.exposed().decode())
    assert told["bot_requests_total", "499", "mcp"] == 1
    assert told["bot_requests_under_way",] == 0


def test_a_library_that_is_not_open_yet_has_nothing():
    def bot():
        raise LibraryBusy("The library is still being opened.", "Wait.")

    metrics = Metrics()
    metrics.watch(bot)
    told = figures(metrics.exposed().decode())
    assert told["bot_ready",] == told["bot_library_documents",] == 0


def record():
    question = "a question of somebody's"
    try:
        int(question)
    except ValueError:
        return logging.LogRecord("bot.page", logging.ERROR, __file__, 1, "It failed", (), sys.exc_info())


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_unexpected_error_is_told_by_its_place_alone_unless_somebody_looks_for_it(form):
    settings = Settings(log_format=form)
    line = formatter(settings, debug=False).format(record())
    assert "It failed" in line
    assert "ValueError" in line
    assert "somebody" not in line
    assert "somebody" in formatter(settings, debug=True).format(record())


def test_an_answer_is_observed_once_it_is_whole(shipped, tmp_path):
    seen = []
    shutil.copytree(shipped, tmp_path / "library")
    with open_bot(tmp_path / "library", observe=lambda *each: seen.append(each)) as bot:
        answer = bot.ask(FREELAND)
        streamed = [event.answer for event in bot.stream(NOBODY) if event.answer]
    assert [each for each, _ in seen] == [answer, *streamed]
    assert all(isinstance(each, Answer) and seconds > 0 for each, seconds in seen)
