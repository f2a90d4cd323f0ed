"""Limits: how often, how much at once, and what is told beyond them."""

import asyncio
import threading

import anyio
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving import served

from bot.guard import buckets
from bot.guard.buckets import Buckets
from bot.guard.crowd import Crowd, Full
from bot.guard.limits import JOIN, Limits, Queue, client
from bot.page.words import LANGUAGES, words_of


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@given(st.integers(1, 20), st.floats(0.01, 10), st.lists(st.floats(0, 20), max_size=60))
def test_no_more_go_in_any_time_than_the_burst_and_one_for_each_pause(burst, pause, steps):
    clock = Clock()
    limited = Buckets(burst, pause, clock)
    went = []
    for step in steps:
        clock.now += step
        if limited.wait("a") == 0:
            limited.take("a")
            went.append(clock.now)
    for at, first in enumerate(went):
        for count, last in enumerate(went[at:], 1):
            assert count <= burst + (last - first) / pause + 1e-6 + 1


def test_who_waits_as_long_as_is_told_may_go():
    clock = Clock()
    limited = Buckets(2, 3.0, clock)
    for _ in range(2):
        assert limited.wait("a") == 0
        limited.take("a")
    wait = limited.wait("a")
    assert 0 < wait <= 3
    assert limited.wait("b") == 0
    clock.now += wait
    assert limited.wait("a") == 0


def test_only_so_many_names_are_remembered(monkeypatch):
    monkeypatch.setattr(buckets, "MOST_NAMES", 5)
    limited = Buckets(1, 1.0)
    for name in range(50):
        limited.take(str(name))
    assert len(limited) == 5


def test_a_crowd_works_on_so_many_lets_so_many_wait_and_turns_the_rest_away():
    async def crowded():
        crowd, release = Crowd(2, 3), asyncio.Event()
        inside, most, refused = 0, 0, 0

        async def come():
            nonlocal inside, most, refused
            try:
                async with crowd.place():
                    inside += 1
                    most = max(most, inside)
                    await release.wait()
                    inside -= 1
            except Full:
                refused += 1

        async with anyio.create_task_group() as tasks:
            for _ in range(9):
                tasks.start_soon(come)
            await asyncio.sleep(0.01)
            release.set()
        async with crowd.place():
            return most, refused

    assert asyncio.run(crowded()) == (2, 4)


def test_who_waits_too_long_is_turned_away_and_leaves_no_trace():
    async def impatient():
        crowd = Crowd(1, 1, patience=0.01)
        async with crowd.place():
            with pytest.raises(Full):
                async with crowd.place():
                    pass
        async with crowd.place():
            return True

    assert asyncio.run(impatient())


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("unix", "unix"),
    ],
)
def test_clients_are_told_apart_by_address(address, name):
    assert client({"client": (address, 1)}) == name


def test_a_user_is_one_client_from_wherever():
    assert client({"client": ("10.0.0.1", 1), "state": {"user": "ada"}}) == "user ada"


class Busy:
    """An application that works until it is told to stop."""

    def __init__(self):
        self.release = threading.Event()

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            while not self.release.is_set():
                await asyncio.sleep(0.005)
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"{}"})


def test_the_server_turns_away_what_is_too_much_with_when_to_come_again():
    app = Busy()
    with served(Limits(app, 0, 1, 1)) as address:
        at = f"{address}/api/v1/ask"

        async def ask():
            async with httpx.AsyncClient(timeout=60) as client:
                asked = [asyncio.create_task(client.post(at)) for _ in range(6)]
                while sum(each.done() for each in asked) < 4:
                    await asyncio.sleep(0.01)
                app.release.set()
                return await asyncio.gather(*asked)

        answers = asyncio.run(ask())
        assert sorted(each.status_code for each in answers) == [200, 200, 503, 503, 503, 503]
        refused = next(each for each in answers if each.status_code == 503)
        assert refused.json()["error"]["kind"] == "ServerBusy"
        assert int(refused.headers["Retry-After"]) > 0
        assert httpx.post(at).status_code == 200


def test_a_client_that_asks_too_often_is_told_when_it_may_again_and_what_is_no_work_goes_on():
    app = Busy()
    app.release.set()
    with served(Limits(app, 3, 8, 8)) as address, httpx.Client(base_url=address) as client:
        assert [client.post("/mcp").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
        refused = client.get("/api/v1/verify")
        assert (refused.status_code, refused.json()["error"]["kind"]) == (429, "TooManyRequests")
        assert 0 < int(refused.headers["Retry-After"]) <= 20
        assert [client.get(path).status_code for path in ("/", "/api/v1/docs", "/healthz", "/assets/a.js")] == [200] * 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_told_in_the_readers_language_where_gradio_shows_it(language):
    app, length = Busy(), 2
    app.release.set()
    queue = Queue(lambda: length, lambda key, accepted: words_of(accepted)(f"busy.{key}"))
    with served(Limits(app, 0, 1, 1, queue)) as address, httpx.Client(base_url=address) as client:
        refused = client.post(JOIN, headers={"Accept-Language": language})
        # Gradio's page has a text of its own for 503, in English.
        assert (refused.status_code, refused.json()["detail"]) == (429, words_of(language)("busy.full"))
        length = 1
        assert client.post(JOIN).status_code == 200
