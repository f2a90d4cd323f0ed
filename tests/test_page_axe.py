"""Every view of the page under axe-core: nothing serious or critical, in light and dark, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import DESKTOP, FREELAND, PHONE, START
from playwright.sync_api import expect

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}}
DRAFT = "Freeland said that a diplomatic solution was “essential and feasible”. Tillerson counted 90 tanks in Ottawa."
VIEWS = {
    "start": ("", ".welcome"),
    "answer": (f"?q={FREELAND}", ".turn .footing"),
    "declined": ("?q=What did Angela Merkel say about the meeting?", ".declined"),
    "compare": ("?view=compare&topic=diplomacy&speaker=Chrystia Freeland&speaker=Sergey Lavrov", "#compare .result"),
    "quotation": ("?view=check&quote=essential or possible&speaker=Rex Tillerson", "#check .result"),
    "timeline": ("?view=timeline&topic=sanctions", "#timeline .result"),
    "library": ("?view=library", "#library table"),
    "source": ("?document=2017-11-28-freeland-statement-by-canada&start=1369&end=1391", ".source mark.cited"),
}


def serious(page):
    """What axe finds that keeps somebody from using the page, or from finding the way by its headings."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        (each["id"], [node["html"][:160] for node in each["nodes"]])
        for each in found
        if each["impact"] in ("serious", "critical") or each["id"] == "heading-order"
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("name", VIEWS)
def test_nothing_serious_is_found(visit, name, viewport, scheme):
    query, shown = VIEWS[name]
    page = visit(viewport, scheme, query)
    expect(page.locator(shown).first).to_be_visible(timeout=START * 1000)
    assert serious(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_is_found_in_what_changed(visit, scheme):
    page = visit(scheme=scheme, query="?view=library")
    page.locator(".changes summary").click()
    expect(page.locator(".changes li").first).to_be_visible()
    assert serious(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_is_found_in_a_checked_draft_the_filters_and_the_help(visit, scheme):
    page = visit(scheme=scheme, query="?view=check")
    page.get_by_label("Draft", exact=True).fill(DRAFT)
    page.get_by_role("button", name="Check the draft").click()
    expect(page.locator("#check .draft")).to_be_visible(timeout=START * 1000)
    assert serious(page) == []
    page.get_by_role("tab", name="Ask").click()
    page.locator(".filters summary").click()
    page.get_by_label("Country").select_option("Canada")
    expect(page.locator(".active-filters")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("button", name="Help and keys").click()
    assert serious(page) == []
