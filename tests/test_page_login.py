"""The log-in in a real Chromium: who may come in, what each may do, and that the log names who did it."""

import shutil
from contextlib import contextmanager

import pytest
from browsing import DESKTOP, PHONE, START, serving
from playwright.sync_api import expect

from bot import open_bot
from bot.users import Users

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

SECRET = "correct horse"
NOTE = "The lighthouse keeper of Skagen counted ninety-one gannets on the north pier."
FORGED = '<form data-event="add_address"><input name="address" value="https://www.example.org/"><button>Forged</button></form>'
"""The form for an address, which the page of a reader does not have."""


@pytest.fixture(scope="module")
def folder(shipped, tmp_path_factory):
    """A library with an editor and a reader."""
    folder = shutil.copytree(shipped, tmp_path_factory.mktemp("login") / "library")
    Users(folder).add("ada", "editor", SECRET)
    Users(folder).add("bob", "reader", SECRET)
    return folder


@pytest.fixture(scope="module")
def address(folder):
    with serving(folder) as (served, _):
        yield served


@contextmanager
def visitor(browser, address, viewport=DESKTOP):
    """A browser of somebody's own at the log-in."""
    context = browser.new_context(viewport=viewport, reduced_motion="reduce", locale="en-US")
    try:
        page = context.new_page()
        page.set_default_timeout(START * 1000)
        page.goto(f"{address}?view=library")
        expect(page.get_by_role("button", name="Login")).to_be_visible(timeout=START * 1000)
        yield page
    finally:
        context.close()


def log_in(page, name, password=SECRET):
    page.get_by_label("username").fill(name)
    page.get_by_label("password").fill(password)
    page.get_by_role("button", name="Login").click()


def come_in(page, name):
    log_in(page, name)
    expect(page.locator(".masthead[data-ready]")).to_be_visible(timeout=START * 1000)


def test_a_wrong_password_is_told_and_shows_nothing_of_the_library(browser, address):
    with visitor(browser, address) as page:
        log_in(page, "ada", "wrong horse")
        expect(page.get_by_text("Incorrect", exact=False)).to_be_visible(timeout=START * 1000)
        assert page.locator(".masthead").count() == 0
        assert page.request.get(f"{address}api/v1/documents").status == 401


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_editor_adds_a_document_and_the_log_names_the_editor_until_the_log_out(
    browser, address, folder, tmp_path, viewport
):
    name = f"gannets-{viewport['width']}"
    (tmp_path / f"{name}.txt").write_text(f"{NOTE} It was {name}.", "utf-8")
    with visitor(browser, address, viewport) as page:
        come_in(page, "ada")
        page.locator("#library input[type=file]").set_input_files(tmp_path / f"{name}.txt")
        expect(page.locator(".outcomes")).to_contain_text(f"{name}.txt was added.", timeout=START * 1000)
        page.locator("#library .changes summary").press("Enter")
        newest = page.locator("#library .changes li").first
        expect(newest).to_contain_text("Added")
        expect(newest).to_contain_text("by ada, ")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.request.get(f"{address}api/v1/log").json()["log"][0]["who"] == "ada"
        page.goto(f"{address}logout")
        expect(page.get_by_role("button", name="Login")).to_be_visible(timeout=START * 1000)
        assert page.request.get(f"{address}api/v1/documents").status == 401
    with open_bot(folder) as bot:
        (entry,) = (each for each in bot.log(limit=1) if each.document == name)
        assert (entry.who, entry.change) == ("ada", "added")


def test_a_reader_reads_and_can_neither_add_nor_see_who_did(browser, address):
    with visitor(browser, address) as page:
        come_in(page, "bob")
        expect(page.locator("#library tbody tr").first).to_be_visible(timeout=START * 1000)
        expect(page.locator("#library .note")).to_contain_text("read-only")
        added = "#library input[type=file], #library [name=address], #library [data-removing], #library .changes"
        assert page.locator(added).count() == 0
        before = page.request.get(f"{address}api/v1/documents").json()
        page.locator("#library-form").evaluate("(place, form) => place.insertAdjacentHTML('beforeend', form)", FORGED)
        page.get_by_role("button", name="Forged").click()
        expect(page.locator("#library-result .problem")).to_contain_text("read-only", timeout=START * 1000)
        assert page.request.get(f"{address}api/v1/documents").json() == before
        assert page.request.get(f"{address}api/v1/log").status == 403
