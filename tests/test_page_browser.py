"""The chat in a real Chromium, over the real library: asking, checking a citation, and hostile documents."""

import os
import re
import signal

import pytest
from browsing import (
    ABOUT_HOSTILE,
    FREELAND,
    PAYLOAD,
    PHONE,
    START,
    TEMPLATE,
    UNANSWERABLE,
    ask,
    fetch,
    in_viewport,
    marked,
    quoted,
    serving,
)
from playwright.sync_api import expect

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_an_answer_is_read_and_its_citation_opens_the_source_at_the_exact_words(visit):
    page = visit()
    turn = ask(page, FREELAND)
    expect(turn.locator(".said")).to_contain_text("essential and possible")
    chip = turn.locator(".chip").first
    chip.click()
    mark = page.locator(".source mark.cited").first
    expect(mark).to_be_visible()
    assert marked(page) == quoted(chip)
    assert in_viewport(mark)
    reference = page.locator(".source .reference").inner_text()
    assert chip.get_attribute("aria-label") == f"Citation 1: {reference}"
    assert "Freeland" in reference


def test_every_citation_of_an_answer_opens_at_its_own_words(visit):
    page = visit()
    turn = ask(page, FREELAND)
    for chip in turn.locator(".chip").all():
        chip.click()
        expect(chip).to_have_attribute("aria-current", "true")
        page.wait_for_function(
            "words => [...document.querySelectorAll('.source mark.cited')].map(m => m.innerText).join(' ')"
            ".replace(/\\s+/g, ' ').trim() === words",
            arg=quoted(chip),
        )
        assert in_viewport(page.locator(".source mark.cited").first)


def test_a_citation_is_reached_opened_and_closed_by_keyboard(visit):
    page = visit()
    turn = ask(page, FREELAND)
    page.get_by_role("button", name="Help and keys").focus()
    page.keyboard.press("Tab")
    chip = turn.locator(".chip").first
    expect(chip).to_be_focused()
    assert chip.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(chip).to_be_focused()


def test_a_source_that_was_closed_opens_again(visit):
    page = visit()
    chip = ask(page, FREELAND).locator(".chip").first
    for _ in range(2):
        chip.click()
        expect(page.locator(".source mark.cited").first).to_be_visible()
        page.get_by_role("button", name="Close the source").click()
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_declined_answer_looks_declined_and_offers_the_nearest_passages(visit):
    page = visit()
    turn = ask(page, UNANSWERABLE)
    expect(turn.get_by_role("heading", name="The sources do not say")).to_be_visible()
    expect(turn.locator(".reason")).not_to_be_empty()
    expect(turn.locator(".chip")).to_have_count(0)
    turn.locator(".cards button").first.click()
    expect(page.locator(".source mark.cited").first).to_be_visible()


def test_hostile_text_title_and_question_run_nothing_when_answered_and_opened(visit):
    page = visit()
    turn = ask(page, ABOUT_HOSTILE)
    turn.locator("button[data-cite]").first.click()
    source = page.get_by_role("dialog")
    expect(source.locator("h2").first).to_contain_text(f"Harpoon notice {PAYLOAD} {TEMPLATE}")
    expect(source).to_contain_text(f"keeps forty whaleboats {PAYLOAD} in the harbour {TEMPLATE}")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Library").click()
    page.locator("#library tbody button", has_text="Harpoon").click()
    expect(source.locator(".reference")).to_contain_text(f"Ishmael {PAYLOAD}")
    # An image that cannot be loaded runs its handler a moment later.
    page.wait_for_timeout(300)
    assert page.locator("#masthead, #transcript, #pane, #library").locator("img, script").count() == 0


def test_an_example_question_is_asked_by_a_click_and_a_new_conversation_clears_it(visit):
    page = visit()
    page.get_by_role("button", name=FREELAND).click()
    expect(page.locator(".turn .chip").first).to_be_visible(timeout=START * 1000)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.get_by_role("button", name=FREELAND)).to_be_visible()
    expect(page.get_by_label("Your question")).to_be_focused()


def test_a_question_that_is_too_long_is_told_in_the_conversation(visit):
    page = visit()
    page.get_by_label("Your question").fill("a " * 50_000)
    page.keyboard.press("Enter")
    expect(page.locator(".turn .problem strong")).to_be_visible(timeout=START * 1000)


def test_on_a_phone_the_source_covers_the_conversation_and_nothing_runs_over_the_edge(visit):
    page = visit(PHONE)
    ask(page, FREELAND).locator(".chip").first.click()
    mark = page.locator(".source mark.cited").first
    expect(mark).to_be_visible()
    assert in_viewport(mark)
    assert page.get_by_role("dialog").bounding_box()["width"] == PHONE["width"]
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@pytest.mark.parametrize(("scheme", "is_dark"), [("light", False), ("dark", True)])
def test_the_page_follows_the_colour_scheme_of_the_system(visit, scheme, is_dark):
    page = visit(scheme=scheme)
    red, green, blue = map(
        int, re.findall(r"\d+", page.evaluate("getComputedStyle(document.body).backgroundColor"))[:3]
    )
    assert (red + green + blue < 384) is is_dark


def test_the_served_page_names_no_other_address_and_forbids_them(address):
    headers, page = fetch(address)
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert not re.search(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(?:https?:)?//', page)
    assert not re.search(r"url\((?!['\"]?data:)|@import", fetch(f"{address}theme.css")[1])


@pytest.mark.skipif(os.name != "posix", reason="sends an interrupt")
def test_an_interrupt_ends_the_server_quietly(shipped):
    with serving(shipped) as (address, process):
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert re.fullmatch(rf"The page is at {re.escape(address)} .*\n", output)


def test_a_preview_shows_the_quoted_words_and_closes_with_escape(visit):
    page = visit()
    chip = ask(page, FREELAND).locator(".chip").first
    page.get_by_role("button", name="Help and keys").focus()
    page.keyboard.press("Tab")
    expect(chip).to_be_focused()
    preview = page.get_by_role("tooltip")
    expect(preview).to_contain_text(quoted(chip))
    expect(preview).to_contain_text("Chrystia Freeland, 19 December 2017")
    assert chip.get_attribute("aria-describedby") == "preview"
    assert in_viewport(preview)
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()
    expect(chip).to_be_focused()
    chip.hover()
    expect(preview).to_be_visible()


def test_all_citations_of_an_answer_in_a_document_are_marked_and_walked_through(visit):
    page = visit(query="?view=timeline&speaker=Chrystia+Freeland")
    page.locator("#timeline .point").first.click()
    expect(page.locator(".source mark.also").first).to_be_visible()
    counted = page.locator(".walk [role=status]")
    first, before = counted.inner_text(), marked(page)
    page.get_by_role("button", name="Next cited place").click()
    assert counted.inner_text() != first
    assert marked(page) != before
    assert in_viewport(page.locator(".source mark.cited").first)
    page.keyboard.press("p")
    assert (counted.inner_text(), marked(page)) == (first, before)


def test_filters_are_shown_kept_with_the_question_and_taken_off_one_by_one(visit):
    page = visit()
    page.locator(".filters summary").click()
    page.locator(".filters").get_by_label("Speaker").select_option("Rex Tillerson")
    on = page.get_by_role("group", name="Filters that are on").get_by_role("button")
    expect(on).to_have_text(["Speaker: Rex Tillerson"])
    page.locator(".filters").get_by_label("Since").fill("2018")
    page.keyboard.press("Tab")
    expect(on).to_have_count(2)
    turn = ask(page, "What was said about diplomacy?")
    expect(turn.locator(".standalone").first).to_have_text("Only Speaker: Rex Tillerson · Since: 2018")
    on.first.click()
    expect(on).to_have_text(["Since: 2018"])
    page.locator(".filters summary").click()
    page.get_by_role("button", name="Clear all filters").click()
    expect(on).to_have_count(0)


def test_a_question_is_asked_again_edited_and_copied_with_its_references(visit):
    page = visit()
    turn = ask(page, FREELAND)
    turn.get_by_role("button", name="Copy with references").click()
    expect(page.locator("#told")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"**{FREELAND}**\n\nFreeland said:")
    assert "\n1. Brief of “Joint press availability" in copied
    turn.get_by_role("button", name="Ask again").click()
    expect(page.locator(".conversation")).to_have_attribute("aria-busy", "false")
    expect(page.locator(".turn")).to_have_count(1)
    turn.get_by_role("button", name="Edit question").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.get_by_label("Your question")).to_have_value(FREELAND)
    expect(page.get_by_label("Your question")).to_be_focused()


def test_a_link_asks_its_question_and_one_to_a_place_opens_it(visit):
    page = visit(query="?q=What+did+Freeland+say+about+a+diplomatic+solution%3F")
    chip = page.locator(".turn .chip").first
    chip.click()
    expect(page.locator(".source mark.cited").first).to_be_visible()
    words = marked(page)
    page.get_by_role("button", name="Copy a link to this place").click()
    link = page.evaluate("navigator.clipboard.readText()")
    other = visit(PHONE, query="?" + link.partition("?")[2])
    expect(other.locator(".source mark.cited").first).to_be_visible()
    assert marked(other) == words
    assert in_viewport(other.locator(".source mark.cited").first)


def test_keys_reach_the_question_the_help_and_every_view(visit):
    page = visit()
    page.get_by_role("tab", name="Ask").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Help and keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("3")
    expect(page.get_by_role("heading", name="Check a quotation or a draft")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Timeline")).to_be_focused()
    expect(page.get_by_role("tabpanel", name="Timeline")).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.type("1/?")
    expect(page.get_by_label("Your question")).to_have_value("1/?")


def test_the_language_is_the_browser_s_and_changes_without_losing_the_conversation(visit):
    page = visit(locale="fr-FR")
    expect(page.get_by_role("tab", name="Interroger")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "fr"
    page.get_by_label("Votre question").fill(FREELAND)
    page.keyboard.press("Enter")
    expect(page.locator(".turn .footing")).to_contain_text("Confiance : élevée")
    page.get_by_role("button", name="English").click()
    expect(page.locator(".turn .footing")).to_contain_text("Confidence: high")
    expect(page.get_by_label("Your question")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "lang=en" in page.url


def test_what_is_printed_is_the_conversation_alone(visit):
    page = visit()
    turn = ask(page, FREELAND)
    page.emulate_media(media="print")
    expect(turn.locator(".said")).to_be_visible()
    for part in ("#masthead", "#composer", ".tools"):
        expect(page.locator(part).first).to_be_hidden()
