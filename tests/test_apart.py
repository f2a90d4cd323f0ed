"""Bots of several machines over one Postgres and one Chroma server: real processes, each with a folder of its own."""

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from chroma import Chroma
from postgres import Postgres
from serving import running

from bot.library.postgres import PostgresDatabase

START_SECONDS = 240
LONG = "\n\n".join(
    f"In district {number} the lighthouse keeper counted {number * 7} gannets before the ferry came. "
    f"The council of district {number} paid for the paint, and the school of the village wrote it down."
    for number in range(1, 150)
)


@pytest.fixture
def machines(tmp_path):
    """The settings of every machine, and the database."""
    chroma = Chroma(tmp_path / "chroma")
    postgres = Postgres(tmp_path / "postgres")
    database = postgres.database("briefs")
    yield {"BOT_CHROMA_URL": chroma.url, "BOT_CATALOGUE_URL": database.url}, database
    postgres.stop()
    chroma.kill()


def command(settings, folder, *arguments):
    environment = {key: value for key, value in os.environ.items() if not key.startswith("BOT_")}
    environment |= {"BOT_LIBRARY": str(folder)} | settings
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        env=environment,
        cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def asked(address, question):
    answer = httpx.post(f"{address}/api/v1/ask", json={"question": question}, timeout=60).raise_for_status().json()
    return [citation["document"] for sentence in answer["sentences"] for citation in sentence["citations"]]


def listed(address):
    sources = httpx.get(f"{address}/api/v1/documents", timeout=60).raise_for_status().json()
    return {each["id"] for each in sources["documents"]}


def killed_in_the_middle(adder, database):
    """Kill a process once it has begun to write what it has not listed yet."""
    with closing(PostgresDatabase(database)) as watching:
        while not watching.all("SELECT number FROM stale"):
            assert adder.poll() is None, "it was done before it could be killed"
            time.sleep(0.005)
    adder.send_signal(signal.SIGKILL)
    adder.communicate(timeout=20)


@pytest.mark.slow
def test_what_one_machine_adds_all_answer_from_and_what_it_dies_at_nobody_sees(tmp_path, machines):
    settings, database = machines
    note, long = tmp_path / "note.txt", tmp_path / "long.txt"
    note.write_text("The harbour master of Ystad ordered nine green lanterns for the winter fair.")
    long.write_text(LONG)
    with (
        running(tmp_path / "a", START_SECONDS, **settings) as first,
        running(tmp_path / "b", START_SECONDS, **settings) as second,
    ):
        before = listed(first)
        assert before == listed(second)
        adder = command(settings, tmp_path / "c", "add", str(note))
        _, told = adder.communicate(timeout=120)
        assert adder.returncode == 0, told
        for address in (first, second):
            assert listed(address) == before | {"note"}
            assert "note" in asked(address, "Who ordered nine green lanterns for the winter fair?")

        killed_in_the_middle(command(settings, tmp_path / "c", "add", str(long)), database)
        for address in (first, second):
            assert listed(address) == before | {"note"}
            assert "long" not in asked(address, "Who counted gannets before the ferry came?")
        verified = httpx.get(f"{second}/api/v1/verify", timeout=120).raise_for_status().json()
        assert verified["sound"], verified
        assert "note" in asked(first, "Who ordered nine green lanterns for the winter fair?")
    assert not list(tmp_path.glob("*/catalogue.sqlite3"))
    assert not list(tmp_path.glob("[abc]/vectors*"))
