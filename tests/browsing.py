"""What tests do with the page in a real browser, and how they serve it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import expect

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
START = 180
"""Seconds that the server may take to start on a busy machine."""

PAYLOAD = "<img src=x onerror=window.__pwned=1><script>window.__pwned=1</script>"
TEMPLATE = "${window.__pwned=1} {{window.__pwned=1}}"
HOSTILE = f"""---
title: 'Harpoon notice {PAYLOAD} {TEMPLATE}'
kind: report
authors: 'Ishmael {PAYLOAD}'
date: 2018-01-02
venue: 'Nantucket {PAYLOAD}'
language: en
source: 'a log {PAYLOAD}'
rights: none
---
# Harpoon notice {PAYLOAD}

The harpoon squadron of Nantucket keeps forty whaleboats {PAYLOAD} in the harbour {TEMPLATE}.

Its captain, Ishmael, says that the whaleboats {PAYLOAD} stay until spring.
"""
ABOUT_HOSTILE = f"How many whaleboats does the harpoon squadron of Nantucket keep? {PAYLOAD} {TEMPLATE}"
FREELAND = "What did Freeland say about a diplomatic solution?"
UNANSWERABLE = "What did Angela Merkel say about the meeting?"


@contextmanager
def serving(folder, port=None, **settings):
    """The running `python ui.py` over a library: its address, where it has answered, and its process."""
    port = port or free_port()
    environment = {key: value for key, value in os.environ.items() if not key.startswith("BOT_")}
    environment |= {"BOT_LIBRARY": str(folder), "BOT_PORT": str(port)} | settings
    root = Path(__file__).parents[1]
    with subprocess.Popen(
        [sys.executable, "ui.py"],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield wait_for(f"http://127.0.0.1:{port}/"), process
        finally:
            process.kill()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def wait_for(address):
    deadline = time.monotonic() + START
    while True:
        try:
            fetch(address)
        except urllib.error.URLError:  # the port is not taken yet; afterwards a request waits for the page
            assert time.monotonic() < deadline, "the server did not answer in time"
            time.sleep(0.1)
        else:
            return address


def fetch(url):
    with urllib.request.urlopen(url, timeout=START) as response:
        return response.headers, response.read().decode()


def ask(page, question):
    turns = page.locator(".turn").count()
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    turn = page.locator(".turn").nth(turns)
    expect(turn.locator(".question")).to_contain_text(question, timeout=START * 1000)
    expect(page.locator(".conversation")).to_have_attribute("aria-busy", "false", timeout=START * 1000)
    return turn


def in_viewport(locator):
    return locator.evaluate(
        "e => { const r = e.getBoundingClientRect();"
        " return r.top >= 0 && r.left >= 0 && r.bottom <= innerHeight && r.right <= innerWidth; }"
    )


def marked(page):
    """The words that the pane marks as cited, white space aside."""
    return " ".join(" ".join(page.locator(".source mark.cited").all_inner_texts()).split())


def quoted(chip):
    """The quote that a chip carries, white space aside."""
    return " ".join(chip.get_attribute("data-quote").split())
