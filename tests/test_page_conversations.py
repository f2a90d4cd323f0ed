"""Conversations in a real Chromium: kept over a reload and a restart, listed, named, deleted, and nobody else's."""

import shutil
import time

import pytest
from browsing import DESKTOP, FREELAND, PHONE, START, UNANSWERABLE, ask, free_port, serving
from playwright.sync_api import expect
from test_page_axe import serious

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

BOTH = pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
WAIT = {"timeout": START * 1000}


def link(page):
    """What a link to the conversation on the page has after the address, once it is kept."""
    page.wait_for_url("**conversation=*")
    return "?" + page.url.partition("?")[2]


def streams_of(page):
    """What the page is being sent by its events, now and from now on."""
    streams = set()
    page.on("request", lambda request: streams.add(request) if "/queue/data" in request.url else None)
    for end in ("requestfinished", "requestfailed"):
        # Playwright marks its listeners, which a built-in method does not allow.
        page.on(end, lambda request: streams.discard(request))
    return streams


def settled(page, streams):
    """The page once nothing has been under way for a second. A stream that is cut off complains."""
    quiet, deadline = 0, time.monotonic() + START
    while quiet < 10:
        assert time.monotonic() < deadline, "the page never comes to rest"
        page.wait_for_timeout(100)
        quiet = 0 if streams else quiet + 1
    return page


def drawn(page):
    """The list of conversations, which is opened if it is not there."""
    listed = page.locator(".conversations")
    if not listed.is_visible():
        page.get_by_role("button", name="Conversations").click()
    expect(listed).to_be_visible(**WAIT)
    return listed


def test_conversations_are_there_after_a_reload_and_a_restart(visit, shipped, tmp_path):
    shutil.copytree(shipped, tmp_path / "library")
    port = free_port()
    with serving(tmp_path / "library", port) as (address, _):
        page = visit(at=address)
        streams = streams_of(page)
        ask(page, FREELAND)
        ask(page, UNANSWERABLE)
        page.locator(".rate[data-rate=up]").first.click()
        expect(page.locator(".rate[data-rate=up]").first).to_have_attribute("aria-pressed", "true", **WAIT)
        query = link(settled(page, streams))
        page.reload()
        expect(page.locator(".turn .question")).to_contain_text([FREELAND, UNANSWERABLE], **WAIT)
        expect(page.locator(".rate[aria-pressed=true]")).to_have_attribute("data-rate", "up")
        # Nothing of the page is left, lest it looks for its server in vain.
        settled(page, streams).goto("about:blank")
    with serving(tmp_path / "library", port) as (address, _):
        page.goto(address + query)
        expect(page.locator(".turn .question")).to_contain_text([FREELAND, UNANSWERABLE], **WAIT)
        expect(page.locator(".turn .chip").first).to_be_visible()
        settled(page, streams).goto("about:blank")


@BOTH
def test_a_conversation_is_opened_renamed_and_deleted_by_keyboard(visit, viewport):
    page = visit(viewport)
    ask(page, FREELAND)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".turn")).to_have_count(0, **WAIT)
    ask(page, UNANSWERABLE)
    page.get_by_role("tab", name="Ask").focus()
    page.keyboard.press("c")
    rows = page.locator(".conversations [data-open] .name")
    expect(rows).to_have_text([UNANSWERABLE, FREELAND])
    expect(page.locator(".conversations [aria-current]")).to_be_focused()
    page.get_by_role("button", name=f"Rename “{FREELAND}”").press("Enter")
    name = page.get_by_label("Name of the conversation")
    expect(name).to_be_focused(**WAIT)
    name.fill("Diplomacy")
    page.keyboard.press("Enter")
    expect(rows).to_have_text([UNANSWERABLE, "Diplomacy"], **WAIT)
    expect(page.get_by_role("button", name="Rename “Diplomacy”")).to_be_focused()
    page.get_by_role("button", name=f"Delete “{UNANSWERABLE}”").press("Enter")
    expect(page.get_by_role("button", name="Keep it")).to_be_focused(**WAIT)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Keep it")).to_have_count(0, **WAIT)
    page.get_by_role("button", name=f"Delete “{UNANSWERABLE}”").press("Enter")
    page.get_by_role("button", name="Delete it").press("Enter")
    expect(rows).to_have_text(["Diplomacy"], **WAIT)
    expect(page.locator(".turn")).to_have_count(0, **WAIT)
    page.locator(".conversations [data-open]").press("Enter")
    expect(page.locator(".turn .question")).to_contain_text([FREELAND], **WAIT)
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]


def test_a_conversation_belongs_to_the_browser_that_made_it(visit):
    page = visit()
    ask(page, FREELAND)
    stranger = visit(query=link(page))
    expect(stranger.locator(".conversation .problem")).to_contain_text("There is no such conversation.", **WAIT)
    expect(stranger.locator(".turn")).to_have_count(0)
    expect(drawn(stranger).locator("[data-open]")).to_have_count(0)


def test_a_question_that_is_asked_anew_takes_the_place_of_the_old_one(visit):
    page = visit()
    streams = streams_of(page)
    ask(page, UNANSWERABLE)
    turn = ask(page, FREELAND)
    turn.get_by_role("button", name="Edit question").click()
    expect(page.locator(".turn")).to_have_count(1, **WAIT)
    ask(page, "Who wrote the article?")
    page.locator(".turn").last.get_by_role("button", name="Ask again").click()
    expect(page.locator(".conversation")).to_have_attribute("aria-busy", "false", **WAIT)
    settled(page, streams).goto(page.url)
    expect(page.locator(".turn .question")).to_contain_text([UNANSWERABLE, "Who wrote the article?"], **WAIT)


def test_nothing_is_kept_of_a_page_that_only_reads(visit, shipped, tmp_path):
    shutil.copytree(shipped, tmp_path / "library")
    with serving(tmp_path / "library", BOT_READ_ONLY="1") as (address, _):
        page = visit(at=address)
        streams = streams_of(page)
        ask(page, FREELAND)
        expect(page.get_by_role("button", name="Conversations")).to_have_count(0)
        assert "conversation" not in page.url
        settled(page, streams).goto("about:blank")
    assert not list((tmp_path / "library").glob("conversations*"))


@BOTH
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_is_found_in_the_list(visit, viewport, scheme):
    page = visit(viewport, scheme)
    ask(page, FREELAND)
    listed = drawn(page)
    assert serious(page) == []
    listed.get_by_role("button", name="Delete").first.click()
    expect(page.get_by_role("alertdialog")).to_be_visible(**WAIT)
    assert serious(page) == []
    listed.get_by_role("button", name="Rename").first.click()
    expect(page.get_by_label("Name of the conversation")).to_be_visible(**WAIT)
    assert serious(page) == []
