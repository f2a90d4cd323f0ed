"""A real Chromium over the running page, as fixtures for the tests that drive it."""

import os
from urllib.parse import urlsplit

import pytest
from browsing import CHROMIUM, DESKTOP, FLAGS, HOSTILE, START, serving
from playwright.sync_api import expect, sync_playwright

from bot import open_bot


@pytest.fixture(scope="session")
def attacked(tmp_path_factory):
    """A library with the shipped corpus and a document that attacks the page."""
    folder = tmp_path_factory.mktemp("page")
    hostile = folder / "harpoon.md"
    hostile.write_text(HOSTILE, "utf-8")
    with open_bot(folder / "library") as bot:
        bot.add(hostile)
    return folder / "library"


@pytest.fixture(scope="session")
def address(attacked):
    """The address of the page over the shipped corpus and the document that attacks it."""
    with serving(attacked) as (served, _):
        yield served


@pytest.fixture(scope="session")
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

    def open_page(viewport=DESKTOP, scheme="light", query="", *, at=address, locale="en-US"):
        contexts.append(
            browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce", locale=locale)
        )
        contexts[-1].grant_permissions(["clipboard-read", "clipboard-write"])
        page = contexts[-1].new_page()
        page.set_default_timeout(START * 1000)
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(at + query)
        expect(page.locator(".masthead[data-ready]")).to_be_visible(timeout=START * 1000)
        return page

    yield open_page
    broken = [page.evaluate("'__pwned' in window") for context in contexts for page in context.pages]
    for context in contexts:
        context.close()
    foreign = [url for url in requests if urlsplit(url).hostname != "127.0.0.1"]
    assert [url for url in foreign if not url.startswith(("data:", "blob:"))] == []
    assert complaints == []
    assert not any(broken)
