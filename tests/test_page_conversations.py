"""Conversations in a real Chromium: kept over a reload and a restart, listed, named, deleted, and nobody else's."""

import shutil

import pytest
from browsing import DESKTOP, FREELAND, PHONE, START, UNANSWERABLE, ask, serving
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


def settled(page):
    """The page with nothing under way: what may be asked next comes last. A stream that is cut off complains."""
    expect(page.locator(".suggestions button").first).to_be_visible(**WAIT)
    return page


def drawn(page):
    """The list of conversations, which is opened if it is not there."""
    listed = page.locator(".conversations")
    if not listed.is_visible():
        page.get_by_role("button", name="Conversations").click()
    expect(listed).to_be_visible(**WAIT)
    return listed


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
    ask(page, UNANSWERABLE)
    turn = ask(page, FREELAND)
    turn.get_by_role("button", name="Edit question").click()
    expect(page.locator(".turn")).to_have_count(1, **WAIT)
    ask(page, "Who wrote the article?")
    page.locator(".turn").last.get_by_role("button", name="Ask again").click()
    expect(page.locator(".conversation")).to_have_attribute("aria-busy", "false", **WAIT)
    expect(page.locator(".turn .question")).to_contain_text([UNANSWERABLE, "Who wrote the article?"], **WAIT)


def test_nothing_is_kept_of_a_page_that_only_reads(visit, shipped, tmp_path):
    shutil.copytree(shipped, tmp_path / "library")
    with serving(tmp_path / "library", BOT_READ_ONLY="1") as (address, _):
        page = visit(at=address)
        ask(page, FREELAND)
        expect(page.get_by_role("button", name="Conversations")).to_have_count(0)
        assert "conversation" not in page.url
        settled(page).goto("about:blank")
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
