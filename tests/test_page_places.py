"""Pages and times of the original in the source pane of a real Chromium."""

from pathlib import Path

import pytest
from browsing import DESKTOP, PHONE, START, serving
from playwright.sync_api import expect
from test_page_axe import serious

from bot import open_bot

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIXTURES = Path(__file__).parent / "fixtures"
CUES = """1
00:00:05,000 --> 00:00:08,000
The ferries sail in spring.

2
00:01:40,000 --> 00:01:44,000
The harbour has nine cranes.
"""
COPIED = """() => {
    getSelection().selectAllChildren(document.querySelector(".source .text"));
    return getSelection().toString();
}"""


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    """A library with a printed document and a recorded one, and their ids."""
    folder = tmp_path_factory.mktemp("places")
    (folder / "speech.srt").write_text(CUES, "utf-8")
    with open_bot(folder / "library", corpus=False) as bot:
        (printed,) = bot.add(FIXTURES / "pdf" / "typst.pdf")
        (recorded,) = bot.add(folder / "speech.srt")
    return folder / "library", printed, recorded


@pytest.fixture(scope="module")
def address(documents):
    with serving(documents[0]) as (served, _):
        yield served


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_pages_are_seen_and_heard_but_not_copied(visit, documents, viewport, scheme):
    page = visit(viewport, scheme, f"?document={documents[1]}")
    first = page.locator("[role=separator][aria-label='Page 1']")
    expect(first).to_be_visible(timeout=START * 1000)
    assert first.evaluate("e => getComputedStyle(e, '::before').content") == '"p. 1"'
    assert page.locator(".source .place").count() > 1
    assert "p. 1" not in page.evaluate(COPIED)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious(page) == []


def test_times_are_seen_in_what_was_recorded(visit, documents):
    page = visit(query=f"?document={documents[2]}")
    times = page.locator(".source .place")
    expect(times.first).to_be_visible(timeout=START * 1000)
    assert [each.get_attribute("data-place") for each in times.all()] == ["0:00:05", "0:01:40"]
    assert serious(page) == []
