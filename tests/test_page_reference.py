"""The API's documentation in a real Chromium: it reads wide and narrow, and asks for nothing but itself."""

from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import DESKTOP, PHONE

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def read(browser, address):
    """Opens the documentation; at the end it has asked for one thing, and nothing was refused to it."""
    where, requests, complaints = urljoin(address, "/api/v1/docs"), [], []

    def opened(viewport, scheme):
        page = browser.new_page(viewport=viewport, color_scheme=scheme)
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(where)
        return page

    yield opened
    assert [url for url in requests if not url.endswith("/favicon.ico")] == [where]
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_it_reads_by_keyboard_and_fits_the_screen(read, viewport, scheme):
    page = read(viewport, scheme)
    assert page.locator("h2").count() > 9
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    found = Axe().run(page).response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
    page.close()
