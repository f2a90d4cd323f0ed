"""Links into the page that name what it does not know: in a real Chromium, over the real library."""

import pytest
from browsing import DESKTOP, PHONE, START, ask
from playwright.sync_api import expect

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLOW = """() => {
    const sent = window.fetch;
    window.fetch = async (...given) => { await new Promise(wait => setTimeout(wait, 500)); return sent(...given); };
}"""
"""Has whatever the page sends arrive half a second later."""

PEOPLE = "speaker=Chrystia+Freeland&speaker=Ishmael+Nobody"


@pytest.mark.parametrize(
    ("query", "part", "told"),
    [
        (f"view=compare&topic=sanctions&{PEOPLE}", "#compare", "Ishmael Nobody"),
        ("view=timeline&topic=sanctions&speaker=Ishmael+Nobody", "#timeline", "the speaker “Ishmael Nobody”"),
        ("view=timeline&since=2017-13-45", "#timeline", "“2017-13-45” (since) is no date."),
        ("view=timeline&until=yesterday", "#timeline", "“yesterday” (until) is no date."),
        ("view=check&quote=closer+to+war+than+ever&speaker=Ishmael+Nobody", "#check", "Ishmael Nobody"),
        ("q=What+about+sanctions%3F&speaker=Ishmael+Nobody", ".turn", "the speaker “Ishmael Nobody”"),
        ("q=What+about+sanctions%3F&since=2017-99", ".turn", "“2017-99” (since) is no date."),
    ],
)
def test_a_link_with_a_speaker_or_a_date_that_nobody_knows_says_so(visit, query, part, told):
    page = visit(query=f"?{query}")
    expect(page.locator(f"{part} .problem")).to_contain_text(told, timeout=START * 1000)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_it_says_so_in_french_within_the_window(visit, viewport):
    page = visit(viewport, query="?view=timeline&since=2017-13-45&lang=fr")
    expect(page.locator("#timeline .problem")).to_contain_text("« 2017-13-45 » (since) n’est pas une date.")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_link_s_filters_go_with_its_question(visit):
    page = visit(query="?q=What+did+they+say+about+sanctions%3F&speaker=Nikki+Haley&since=2017")
    turn = page.locator(".turn").first
    expect(turn.locator(".standalone")).to_contain_text("Nikki Haley")
    expect(turn).not_to_contain_text("Ishmael")


def test_a_link_with_filters_alone_turns_them_on(visit):
    page = visit(query="?speaker=Nikki+Haley&since=2017-11")
    on = page.get_by_role("group", name="Filters that are on").get_by_role("button")
    expect(on).to_have_text(["Speaker: Nikki Haley", "Since: 2017-11"], timeout=START * 1000)
    expect(page.locator(".welcome")).to_be_visible()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_question_is_passed_on_with_the_filters_that_are_on_several_documents_among_them(visit, viewport):
    page = visit(viewport)
    page.evaluate("navigator.clipboard.writeText('')")
    page.locator(".filters summary").click()
    for title in ("Statement by Canada on North Korea", "Press statement on North Korea's missile launch"):
        page.get_by_role("checkbox", name=title).check()
    page.locator(".filters").get_by_label("Since").fill("2017-11")
    page.keyboard.press("Tab")
    on = page.get_by_role("group", name="Filters that are on").get_by_role("button")
    expect(on).to_have_count(3)
    page.keyboard.press("Escape")
    ask(page, "What was said about diplomacy?")
    page.get_by_role("button", name="Copy link").click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text.startsWith('http'))")
    link = page.evaluate("navigator.clipboard.readText()")
    other = visit(viewport, query="?" + link.partition("?")[2])
    expect(other.locator(".turn .standalone").first).to_contain_text("Canada on North Korea", timeout=START * 1000)
    kept = other.get_by_role("group", name="Filters that are on").get_by_role("button")
    expect(kept).to_have_text(on.all_inner_texts())
    expect(other.locator(".source")).to_have_count(0)
    assert other.evaluate("document.documentElement.scrollWidth <= innerWidth")
    kept.first.click()
    expect(kept).to_have_count(2)
    assert other.locator(".tick input:checked").count() == 1


def test_a_link_that_leaves_out_what_is_needed_waits_for_it(visit):
    page = visit(query="?view=compare&topic=sanctions&speaker=Chrystia+Freeland")
    expect(page.locator("#compare").get_by_label("Topic")).to_have_value("sanctions")
    expect(page.get_by_label("Speaker 1")).to_have_value("Chrystia Freeland")
    assert page.locator("#compare .problem, #compare .result").count() == 0


def test_what_is_ticked_while_an_earlier_tick_is_answered_is_on(visit):
    page = visit()
    page.locator(".filters summary").click()
    page.evaluate(SLOW)
    for tick in page.locator(".filters .tick input").all()[:3]:
        tick.check()
    on = page.get_by_role("group", name="Filters that are on").get_by_role("button")
    expect(on).to_have_count(3)
