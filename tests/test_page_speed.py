"""How fast the page is, by the browser's own clock. Run with `-s` to see the figures; no time is asserted."""

import sys
from statistics import median

import pytest
from browsing import START
from playwright.sync_api import expect

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

RUNS = 20
PAUSE = 1000
"""Milliseconds between an answer and the next question."""

NAMES = ("Freeland", "Tillerson", "Mattis", "Haley", "Trump", "Lavrov", "Sanders", "Kono", "Lu Kang", "Berger")
WATCH = """() => {
    window.__first = null;
    const asked = document.querySelectorAll(".turn").length;
    document.addEventListener("keydown", event => {
        if (event.key !== "Enter") return;
        const start = performance.now();
        const look = () => {
            const turn = document.querySelectorAll(".turn")[asked];
            if (!turn || !turn.querySelector(".said, .declined")) return requestAnimationFrame(look);
            requestAnimationFrame(() => { window.__first = performance.now() - start; });
        };
        look();
    }, { once: true, capture: true });
}"""
"""Tells in `__first` how many milliseconds after Enter the first sentence was painted."""

PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
WEIGHT = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .reduce((sum, entry) => sum + (entry.encodedBodySize || 0), 0)"""


def tell(text):
    sys.stdout.write(f"\n{text}")


def test_the_first_sentence_is_there_soon_after_enter(visit):
    page, times = visit(), []
    for run in range(RUNS + 1):
        page.evaluate(WATCH)
        page.get_by_label("Your question").fill(f"What did {NAMES[run % len(NAMES)]} say about North Korea?")
        page.keyboard.press("Enter")
        page.wait_for_function("() => window.__first !== null", timeout=START * 1000)
        times.append(page.evaluate("window.__first"))
        expect(page.locator(".conversation")).to_have_attribute("aria-busy", "false", timeout=START * 1000)
        # A reader reads before the next question, while what may be asked next is looked for.
        page.wait_for_timeout(PAUSE)
    warm = sorted(times[1:])
    tell(f"Enter to first sentence, {RUNS} warm runs: median {median(warm):.0f} ms, {warm[0]:.0f}–{warm[-1]:.0f} ms")
    assert len(warm) == RUNS


def test_the_first_paint_needs_little(visit):
    page = visit()
    page.wait_for_load_state("load")
    paint, weight = page.evaluate(PAINT), page.evaluate(WEIGHT)
    tell(f"First contentful paint {paint:.0f} ms; {weight / 1e6:.2f} MB as sent")
    assert weight > 0
