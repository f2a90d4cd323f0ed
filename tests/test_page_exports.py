"""What leaves the page in a real Chromium: files, references on the clipboard; and what may be asked next."""

import json
import re

import pytest
from browsing import DESKTOP, FREELAND, PHONE, START, UNANSWERABLE, ask, in_viewport
from playwright.sync_api import expect
from test_page_axe import serious

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

BOTH = pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
WAIT = {"timeout": START * 1000}


def clipboard(page):
    return page.evaluate("navigator.clipboard.readText()")


def chosen(turn, menu, choice):
    """Open a menu of a turn by keyboard and take a choice of it."""
    summary = turn.locator(".menu summary", has_text=menu)
    summary.focus()
    summary.press("Enter")
    turn.get_by_role("button", name=choice).press("Enter")


@BOTH
def test_a_conversation_is_saved_in_each_format_with_its_references(visit, viewport):
    page = visit(viewport)
    ask(page, UNANSWERABLE)
    turn = ask(page, FREELAND)
    saved = {}
    for choice in ("Markdown", "Word", "JSON"):
        with page.expect_download(**WAIT) as download:
            chosen(turn, "Export", choice)
        path = download.value
        saved[path.suggested_filename.rpartition(".")[2]] = path.path().read_bytes()
        expect(page.locator("#told")).to_have_text(f"Saved as {path.suggested_filename}")
    assert re.search(rb"## References\n\n1\\?\. ", saved["md"])
    assert saved["docx"].startswith(b"PK")
    kept = json.loads(saved["json"])
    assert [each["question"] for each in kept["answers"]] == [UNANSWERABLE, FREELAND]
    assert all(each["bibtex"].startswith("@misc{") for each in kept["documents"])


@BOTH
def test_references_are_copied_as_bibtex_and_as_chicago_notes(visit, viewport):
    page = visit(viewport)
    turn = ask(page, FREELAND)
    chosen(turn, "Cite", "BibTeX")
    expect(page.locator("#told")).to_have_text("Copied")
    assert clipboard(page).startswith("@misc{")
    chosen(turn, "Cite", "Chicago")
    page.wait_for_function("navigator.clipboard.readText().then(text => text.startsWith('Brief of Chrystia Freeland'))")
    expect(turn.locator(".menu[open]")).to_have_count(0)


def test_a_menu_gives_the_focus_back_and_stays_within_the_window(visit):
    page = visit(PHONE)
    turn = ask(page, FREELAND)
    summary = turn.locator(".menu summary", has_text="Export")
    summary.click()
    assert in_viewport(turn.locator(".menu[open] .choices"))
    with page.expect_download(**WAIT):
        turn.get_by_role("button", name="JSON").click()
    expect(summary).to_be_focused()
    chosen(turn, "Cite", "BibTeX")
    expect(turn.locator(".menu summary", has_text="Cite")).to_be_focused()


def test_a_clipboard_that_stays_closed_is_told(visit):
    page = visit()
    turn = ask(page, FREELAND)
    page.evaluate(
        "navigator.clipboard.writeText = () => Promise.reject(new Error('denied')); document.execCommand = () => false"
    )
    turn.get_by_role("button", name="Copy with references").click()
    expect(page.locator("#told")).to_contain_text("Not copied")


def test_a_declined_answer_is_copied_without_the_passages_that_do_not_answer(visit):
    page = visit()
    turn = ask(page, UNANSWERABLE)
    turn.get_by_role("button", name="Copy with references").click()
    expect(page.locator("#told")).to_have_text("Copied")
    assert clipboard(page).splitlines()[2:] == ["The sources do not say."]


@BOTH
def test_what_may_be_asked_next_is_asked_by_keyboard_and_answered(visit, viewport):
    page = visit(viewport)
    ask(page, FREELAND)
    first = page.locator(".suggestions button").first
    expect(first).to_be_visible(**WAIT)
    question = first.inner_text()
    assert serious(page) == []
    first.press("Enter")
    turn = page.locator(".turn").nth(1)
    expect(turn.locator(".question")).to_contain_text(question, **WAIT)
    expect(turn.locator(".chip").first).to_be_visible(**WAIT)
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]


def test_keys_of_one_letter_are_switched_off_and_stay_so(visit):
    page = visit()
    page.get_by_role("button", name="Help and keys").click()
    switch = page.get_by_label("Keys of one letter or digit are on")
    expect(switch).to_be_checked()
    switch.uncheck()
    page.keyboard.press("Escape")
    page.reload()
    expect(page.locator(".masthead[data-ready]")).to_be_visible(**WAIT)
    page.get_by_role("tab", name="Ask").focus()
    page.keyboard.press("3")
    page.keyboard.press("?")
    expect(page.get_by_role("tabpanel", name="Ask")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Help and keys").click()
    expect(switch).not_to_be_checked()


def test_on_a_phone_the_result_of_a_check_comes_into_view(visit):
    page = visit(PHONE, query="?view=check")
    page.get_by_label("Quotation", exact=True).fill("both essential and possible")
    page.get_by_role("button", name="Check the quotation").click()
    verdict = page.locator("#check .result .verdict").first
    expect(verdict).to_be_visible(**WAIT)
    expect(verdict).to_be_in_viewport(**WAIT)


@BOTH
def test_the_open_source_covers_no_button_of_the_masthead(visit, viewport):
    page = visit(viewport)
    ask(page, FREELAND).locator(".chip").first.click()
    expect(page.locator(".source mark.cited").first).to_be_visible(**WAIT)
    covered = page.locator(".masthead button:visible").evaluate_all(
        "all => all.filter(e => { const r = e.getBoundingClientRect(), x = r.x + r.width / 2, y = r.y + r.height / 2;"
        " return x < innerWidth && document.elementFromPoint(x, y).closest('.source'); }).map(e => e.textContent)"
    )
    assert covered == []
