"""Payloads in every text that the page shows: none runs, none breaks the layout, none reaches another host.

The fixture `visit` fails a test whose page ran a payload, asked another host or complained on the console.
"""

import itertools
import json
import unicodedata

import pytest
from browsing import DESKTOP, PHONE, START, ask, serving
from model_server import ModelServer, saying
from payloads import PAYLOADS
from playwright.sync_api import expect

from bot import open_bot

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

UNBROKEN = """() => {
    const scrolled = e => e && (getComputedStyle(e).overflowX !== "visible" || scrolled(e.parentElement));
    const broad = e => e.getBoundingClientRect().right > innerWidth + 1 && !scrolled(e.parentElement);
    const named = e => `${e.tagName} ${e.id} ${e.className}`;
    const wide = document.documentElement.scrollWidth <= innerWidth + 1 ? []
        : ["wider than the window", ...[...document.body.querySelectorAll("*")].filter(broad).map(named)];
    const seen = selector => [...document.querySelectorAll(selector)].some(e => e.getClientRects().length > 0);
    const parts = [...document.querySelectorAll("#masthead, #transcript, #pane, .view, #composer, #help, #notice")];
    const tags = "script, iframe, object, embed, base, meta, link, style, video, audio, marquee, math, img, "
        + "dialog:not([class])";
    const foreign = parts.flatMap(part => [...part.querySelectorAll(tags)]).map(e => e.outerHTML.slice(0, 200));
    const elements = parts.flatMap(part => [...part.querySelectorAll("*")]);
    const handlers = elements.filter(e => [...e.attributes].some(a => /^on/i.test(a.name))).length;
    const addresses = elements.filter(e => !e.hasAttribute("download"))
        .map(e => e.getAttribute("href") || e.getAttribute("src")).filter(Boolean)
        .filter(address => /^\\s*(javascript|vbscript|data|file)|payload\\.invalid/i.test(address));
    const bare = !seen(".masthead");
    return [...wide, bare && "no masthead", handlers && "handlers", ...foreign, ...addresses]
        .filter(Boolean);
}"""
"""Tells what of the page is broken; nothing where all is as it should be."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def word(number):
    """A name that stands for a payload's document, and for no other."""
    return f"Zorb{LETTERS[number // 26]}{LETTERS[number % 26]}q"


def document(number, payload):
    quoted = json.dumps(payload.replace("\n", " "))
    front = dict.fromkeys(("authors", "organisation", "venue", "source", "rights"), quoted)
    head = "".join(f"{key}: {value}\n" for key, value in front.items())
    title = json.dumps(f"{word(number)} {payload}".replace("\n", " "))
    said = f"The captain of {word(number)} keeps forty whaleboats {payload} in the harbour."
    return f"---\ntitle: {title}\nkind: report\ndate: 2018-01-02\nlanguage: en\n{head}---\n# {word(number)}\n\n{said}\n"


def file_name(number, payload):
    """The payload as far as a file's name can hold it."""
    usable = "".join("∕" if char == "/" else char for char in payload if unicodedata.category(char)[0] != "C")
    return f"{word(number)} {usable[:40]}.md"


@pytest.fixture(scope="module")
def payload_library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("payloads")
    for number, payload in enumerate(PAYLOADS.values()):
        (folder / file_name(number, payload)).write_text(document(number, payload), "utf-8")
    with open_bot(folder / "library", corpus=False) as bot:
        assert len(bot.add(*sorted(folder.glob("*.md")))) == len(PAYLOADS)
    return folder / "library"


@pytest.fixture(scope="module")
def payload_address(payload_library):
    with serving(payload_library) as (served, _):
        yield served


def test_there_are_sixty_payloads():
    assert len(PAYLOADS) >= 60


def test_payloads_in_documents_and_questions_stay_text(visit, payload_address):
    page = visit(at=payload_address)
    for number, payload in enumerate(PAYLOADS.values()):
        turns = page.locator(".turn").count()
        asked = f"How many whaleboats does the captain of {word(number)} keep? {payload.strip()}"
        page.get_by_label("Your question").fill(asked[:900])
        page.keyboard.press("Enter")
        expect(page.locator(".turn")).to_have_count(turns + 1)
        expect(page.locator(".conversation")).to_have_attribute("aria-busy", "false", timeout=START * 1000)
        assert page.evaluate(UNBROKEN) == [], payload
        page.locator(".turn").last.locator(".chip, .cards button").first.click()
        expect(page.locator(".source mark")).not_to_have_count(0)
        assert page.evaluate(UNBROKEN) == [], payload
        page.keyboard.press("Escape")
        page.set_viewport_size(PHONE if number % 2 else DESKTOP)
        if number % 8 == 7:
            page.get_by_role("button", name="New conversation").first.click()
            expect(page.locator(".turn")).to_have_count(0)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("view", ["ask", "compare", "check", "timeline", "library"])
def test_payloads_in_titles_and_metadata_stay_text_in_every_view(visit, payload_address, view, viewport):
    page = visit(viewport, at=payload_address, query=f"?view={view}")
    if view == "timeline":
        page.locator("#timeline form button[type=submit], #timeline form button").first.click()
        expect(page.locator("#timeline .entries, #timeline .result").first).to_be_visible()
    if view == "library":
        expect(page.locator("#library")).to_contain_text(word(0))
    assert page.evaluate(UNBROKEN) == []


def test_payloads_stay_text_where_documents_are_read(visit, payload_address):
    page = visit(at=payload_address, query="?view=library")
    expect(page.locator("#library tbody button.title")).to_have_count(len(PAYLOADS))
    for number, payload in enumerate(PAYLOADS.values()):
        page.set_viewport_size(PHONE if number % 2 else DESKTOP)
        page.locator("#library tbody button.title").nth(number).click()
        expect(page.locator(".source h2")).to_contain_text(word(number))
        assert page.evaluate(UNBROKEN) == [], payload
        page.keyboard.press("Escape")


def test_payloads_in_quotations_and_drafts_stay_text(visit, payload_address):
    page = visit(at=payload_address, query="?view=check")
    payloads = list(PAYLOADS.values())
    for at in range(0, len(payloads), 10):
        batch = payloads[at : at + 10]
        said = (f"The captain said that “{each} keeps forty whaleboats” {each}." for each in batch)
        page.get_by_role("textbox", name="Draft").fill("\n\n".join([f"This is draft {at}.", *said])[:9_000])
        page.get_by_role("button", name="Check the draft").click()
        expect(page.locator("#check .draft")).to_contain_text(f"This is draft {at}.", timeout=START * 1000)
        assert page.evaluate(UNBROKEN) == []


def test_payloads_that_a_model_writes_stay_text(visit, payload_library):
    said = itertools.cycle(PAYLOADS.values())

    def behave(request):
        return saying(" ".join(f"The captain keeps {next(said)} [1]." for _ in range(8)))(request)

    with ModelServer(behave) as model, serving(payload_library, BOT_MODEL="test", BOT_MODEL_URL=model.url) as (at, _):
        page = visit(at=at)
        for number in range(0, len(PAYLOADS), 8):
            turn = ask(page, f"How many whaleboats does the captain of {word(number)} keep?")
            for withheld in turn.locator(".withheld summary").all():
                withheld.click()
            assert page.evaluate(UNBROKEN) == []
        page.close()
        assert model.requests
