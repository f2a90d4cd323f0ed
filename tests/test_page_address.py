"""Documents from addresses, added on the page in a real Chromium, from a server of the tests' own."""

import shutil

import pytest
import web
from browsing import DESKTOP, PHONE, START, serving
from playwright.sync_api import expect

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

BOTH = pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
PAGE = """<html lang="en"><head><title>Puffins of {name}</title></head><body><main><h1>Puffins of {name}</h1>
<p>The keeper of {name} counted seventy-three puffins below the lamp, and told the harbour office so.</p></main>
</body></html>"""


@pytest.fixture(scope="module")
def allowed(shipped, tmp_path_factory):
    """The address of a page whose bot may fetch from this machine."""
    folder = tmp_path_factory.mktemp("allowed") / "library"
    shutil.copytree(shipped, folder)
    with serving(folder, BOT_ALLOW_PRIVATE_ADDRESSES="1") as (address, _):
        yield address


@pytest.fixture
def site():
    with web.serving() as served:
        yield served


def adds(page, address, box="Add from an address", button="Fetch and add"):
    page.get_by_label(box).fill(address)
    page.get_by_role("button", name=button).click()


@BOTH
def test_a_document_is_fetched_read_and_named_by_its_address(visit, allowed, site, viewport):
    name = f"Skagen {viewport['width']}"
    given = site.give("/puffins.html", PAGE.format(name=name), "text/html; charset=utf-8")
    page = visit(viewport, query="?view=library", at=allowed)
    before = page.locator("#library tbody tr").count()
    adds(page, given)
    expect(page.locator(".outcomes")).to_contain_text("was added.", timeout=START * 1000)
    expect(page.locator("#library tbody tr")).to_have_count(before + 1)
    expect(page.get_by_label("Add from an address")).to_have_value("")
    assert "address=" not in page.evaluate("location.search")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Read it").click()
    expect(page.locator(".source")).to_contain_text("seventy-three puffins")
    expect(page.locator(".source .origin")).to_contain_text(f"Source: {given}, retrieved")


@BOTH
def test_an_address_that_gives_nothing_is_told_and_stays_to_be_mended(visit, allowed, site, viewport):
    page = visit(viewport, query="?view=library", at=allowed)
    adds(page, site.url("/nothing.html"))
    problem = page.locator("#library-result .problem")
    expect(problem).to_contain_text(f"There is nothing at {site.url('/nothing.html')} (404).", timeout=START * 1000)
    expect(problem).to_contain_text("Check the address.")
    expect(page.get_by_label("Add from an address")).to_have_value(site.url("/nothing.html"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_wrong_is_told_in_french(visit, allowed, site):
    page = visit(query="?view=library&lang=fr", at=allowed)
    adds(page, site.give("/a.png", b"\x89PNG", "image/png"), "Ajouter depuis une adresse", "Prendre et ajouter")
    expect(page.locator("#library-result .problem")).to_contain_text("est « image/png », qui n’est pas lu.")


def test_without_the_switch_this_machine_is_not_asked(visit, site):
    page = visit(query="?view=library")
    adds(page, site.give("/a.txt", "A text that nobody gets."))
    expect(page.locator("#library-result .problem")).to_contain_text("of this machine or of a private network")
    assert site.asked == []


def test_a_link_fetches_nothing(visit, allowed, site):
    given = site.give("/linked.txt", "A text that a link names.")
    page = visit(query=f"?view=library&address={given}", at=allowed)
    expect(page.locator("#library tbody tr").first).to_be_visible()
    expect(page.get_by_label("Add from an address")).to_have_value("")
    assert site.asked == []
