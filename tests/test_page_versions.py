"""Older versions in a real Chromium: read and restored from the library's tab, by mouse and by keyboard."""

import pytest
from browsing import DESKTOP, PHONE, START, serving
from playwright.sync_api import expect

from bot import open_bot

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXTS = ("The wheat is in.", "The wheat is in, and the harvest was good.")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The address of a page over documents that were replaced once."""
    folder = tmp_path_factory.mktemp("changed")
    with open_bot(folder / "library", corpus=False) as bot:
        for text in TEXTS:
            for name in ("desktop", "phone"):
                (folder / f"{name}.txt").write_text(f"Harvest on the {name}\n\n{text}", "utf-8")
            bot.add(folder / "desktop.txt")
            bot.add(folder / "phone.txt")
    with serving(folder / "library") as (served, _):
        yield served


@pytest.mark.parametrize(("viewport", "name"), [(DESKTOP, "desktop"), (PHONE, "phone")])
def test_an_older_version_is_read_and_restored_with_the_keyboard_alone(visit, viewport, name):
    page = visit(viewport, query="?view=library")
    page.get_by_role("button", name=f"Harvest on the {name}", exact=True).click()
    source = page.locator(".source")
    expect(source.locator(".text")).to_contain_text(TEXTS[1], timeout=START * 1000)
    source.locator(".versions summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Read version 1")).to_be_focused()
    page.keyboard.press("Enter")
    expect(source.locator(".note")).to_contain_text("You are reading version 1", timeout=START * 1000)
    expect(source.locator(".text")).not_to_contain_text("good")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Restore version 1").press("Enter")
    expect(source.locator(".done")).to_have_text(
        "The text of version 1 is the current one again.", timeout=START * 1000
    )
    expect(source.locator(".text")).not_to_contain_text("good")
    expect(source.locator(".versions summary")).to_have_text("2 older versions")
    page.get_by_role("button", name="Close the source").click()
    expect(source).to_have_count(0, timeout=START * 1000)
