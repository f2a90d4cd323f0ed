"""The page in a real Chromium, over the real library: asking, checking a citation, and hostile documents."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from bot import open_bot

pytestmark = [pytest.mark.browser, pytest.mark.slow]

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
START = 60
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


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """A library with the shipped corpus and a document that attacks the page."""
    folder = tmp_path_factory.mktemp("page")
    hostile = folder / "harpoon.md"
    hostile.write_text(HOSTILE, "utf-8")
    with open_bot(folder / "library") as bot:
        bot.add(hostile)
    return folder / "library"


@pytest.fixture(scope="module")
def server(library):
    """The running `python ui.py`: its address and its process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("BOT_")}
    environment |= {"BOT_LIBRARY": str(library), "BOT_PORT": str(port)}
    root = Path(__file__).parents[1]
    with subprocess.Popen(
        [sys.executable, "ui.py"],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        yield f"http://127.0.0.1:{port}/", process
        process.kill()


@pytest.fixture(scope="module")
def address(server):
    """The page's address, once the server has answered there."""
    deadline = time.monotonic() + START
    while True:
        try:
            fetch(server[0])
            return server[0]
        except urllib.error.URLError:  # the port is not taken yet; afterwards a request waits for the page
            assert time.monotonic() < deadline, "the server did not answer in time"
            time.sleep(0.1)


@pytest.fixture(scope="module")
def browser():
    """A real Chromium; without one the tests are skipped, but not in CI."""
    if not CHROMIUM:
        outcome = pytest.fail if os.environ.get("CI") else pytest.skip
        outcome("Chromium is not installed")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser, address):
    """Opens the page; at the end no page has asked another address, complained on the console, or run a payload."""
    contexts, requests, complaints = [], [], []

    def open_page(viewport=DESKTOP, scheme="light"):
        contexts.append(browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce"))
        page = contexts[-1].new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        expect(page.locator(".library summary")).to_be_visible(timeout=START * 1000)
        return page

    yield open_page
    attacked = [page.evaluate("'__pwned' in window") for context in contexts for page in context.pages]
    for context in contexts:
        context.close()
    own = urlsplit(address).netloc
    assert [url for url in requests if urlsplit(url).netloc != own and not url.startswith(("data:", "blob:"))] == []
    assert complaints == []
    assert not any(attacked)


def fetch(url):
    with urllib.request.urlopen(url, timeout=START) as response:
        return response.headers, response.read().decode()


def ask(page, question):
    turns = page.locator(".turn").count()
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    turn = page.locator(".turn").nth(turns)
    expect(turn.locator(".question")).to_contain_text(question)
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
    """The quote that a chip's tooltip announces, white space aside."""
    return " ".join(chip.get_attribute("title").removeprefix("“").partition("” — ")[0].split())


def test_an_answer_is_read_and_its_citation_opens_the_source_at_the_exact_words(visit):
    page = visit()
    turn = ask(page, FREELAND)
    expect(turn.locator(".said")).to_contain_text("essential and possible")
    chip = turn.locator(".chip").first
    chip.click()
    mark = page.locator(".source mark.cited").first
    expect(mark).to_be_visible()
    assert marked(page) == quoted(chip)
    assert in_viewport(mark)
    reference = page.locator(".source .reference").inner_text()
    assert chip.get_attribute("aria-label") == f"Citation 1: {reference}"
    assert "Freeland" in reference


def test_every_citation_of_an_answer_opens_at_its_own_words(visit):
    page = visit()
    turn = ask(page, FREELAND)
    for chip in turn.locator(".chip").all():
        chip.click()
        expect(chip).to_have_attribute("aria-current", "true")
        page.wait_for_function(
            "words => [...document.querySelectorAll('.source mark.cited')].map(m => m.innerText).join(' ')"
            ".replace(/\\s+/g, ' ').trim() === words",
            arg=quoted(chip),
        )
        assert in_viewport(page.locator(".source mark.cited").first)


def test_a_citation_is_reached_opened_and_closed_by_keyboard(visit):
    page = visit()
    turn = ask(page, FREELAND)
    page.get_by_role("button", name="New conversation").focus()
    page.keyboard.press("Tab")
    chip = turn.locator(".chip").first
    expect(chip).to_be_focused()
    assert chip.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(chip).to_be_focused()


def test_a_source_that_was_closed_opens_again(visit):
    page = visit()
    chip = ask(page, FREELAND).locator(".chip").first
    for _ in range(2):
        chip.click()
        expect(page.locator(".source mark.cited").first).to_be_visible()
        page.get_by_role("button", name="Close the source").click()
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_declined_answer_looks_declined_and_offers_the_nearest_passages(visit):
    page = visit()
    turn = ask(page, UNANSWERABLE)
    expect(turn.get_by_role("heading", name="The sources do not say")).to_be_visible()
    expect(turn.locator(".reason")).not_to_be_empty()
    expect(turn.locator(".chip")).to_have_count(0)
    turn.locator(".cards button").first.click()
    expect(page.locator(".source mark.cited").first).to_be_visible()


def test_hostile_text_title_and_question_run_nothing_when_answered_and_opened(visit):
    page = visit()
    turn = ask(page, ABOUT_HOSTILE)
    turn.locator("button[data-citation]").first.click()
    source = page.get_by_role("dialog")
    expect(source.locator("h2").first).to_contain_text(f"Harpoon notice {PAYLOAD} {TEMPLATE}")
    expect(source).to_contain_text(f"keeps forty whaleboats {PAYLOAD} in the harbour {TEMPLATE}")
    page.keyboard.press("Escape")
    page.locator(".library summary").click()
    page.locator(".library button", has_text="Harpoon").click()
    expect(source.locator(".reference")).to_contain_text(f"Ishmael {PAYLOAD}")
    # An image that cannot be loaded runs its handler a moment later.
    page.wait_for_timeout(300)
    assert page.locator("#masthead, #transcript, #pane").locator("img, script").count() == 0


def test_a_document_is_read_from_the_list_of_sources(visit):
    page = visit()
    page.locator(".library summary").click()
    entry = page.locator(".library li button").first
    title = entry.locator(".title").inner_text()
    entry.click()
    expect(page.get_by_role("dialog").locator("h2").first).to_have_text(title)
    expect(page.locator(".source mark")).to_have_count(0)
    expect(page.locator(".library[open]")).to_have_count(0)


def test_an_example_question_is_asked_by_a_click_and_a_new_conversation_clears_it(visit):
    page = visit()
    page.get_by_role("button", name=FREELAND).click()
    expect(page.locator(".turn .chip").first).to_be_visible(timeout=START * 1000)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.get_by_role("button", name=FREELAND)).to_be_visible()
    expect(page.get_by_label("Your question")).to_be_focused()


def test_a_question_that_is_too_long_is_told_in_the_conversation(visit):
    page = visit()
    page.get_by_label("Your question").fill("a " * 50_000)
    page.keyboard.press("Enter")
    expect(page.locator(".turn .problem strong")).to_be_visible(timeout=START * 1000)


def test_on_a_phone_the_source_covers_the_conversation_and_nothing_runs_over_the_edge(visit):
    page = visit(PHONE)
    ask(page, FREELAND).locator(".chip").first.click()
    mark = page.locator(".source mark.cited").first
    expect(mark).to_be_visible()
    assert in_viewport(mark)
    assert page.get_by_role("dialog").bounding_box()["width"] == PHONE["width"]
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@pytest.mark.parametrize(("scheme", "is_dark"), [("light", False), ("dark", True)])
def test_the_page_follows_the_colour_scheme_of_the_system(visit, scheme, is_dark):
    page = visit(scheme=scheme)
    red, green, blue = map(
        int, re.findall(r"\d+", page.evaluate("getComputedStyle(document.body).backgroundColor"))[:3]
    )
    assert (red + green + blue < 384) is is_dark


def test_the_served_page_names_no_other_address_and_forbids_them(address):
    headers, page = fetch(address)
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert not re.search(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(?:https?:)?//', page)
    assert not re.search(r"url\((?!['\"]?data:)|@import", fetch(f"{address}theme.css")[1])


@pytest.mark.skipif(os.name != "posix", reason="sends an interrupt")
def test_an_interrupt_ends_the_server_quietly(server, address):
    process = server[1]
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert re.fullmatch(rf"The page is at {re.escape(address)} .*\n", output)
