"""The tabs in a real Chromium, over the real library: comparing, checking, the timeline, and the library itself."""

import pytest
from browsing import DESKTOP, PHONE, START, in_viewport, marked, quoted, serving
from playwright.sync_api import expect

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

BOTH = pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
DRAFT = (
    "Freeland said that a diplomatic solution was “essential and possible”. "
    "She called the missile test “a direct and grave threat”.\n\n"
    "Lavrov claimed that “the pressure will increase until the behaviour changes”."
)


def opens_at_its_words(page, button):
    """Press a button, and see its words marked in the source."""
    button.click()
    expect(page.locator(".source mark.cited").first).to_be_visible()
    assert marked(page) == quoted(button)
    assert in_viewport(page.locator(".source mark.cited").first)
    page.get_by_role("button", name="Close the source").click()
    expect(page.locator(".source")).to_have_count(0)


def stays_within(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@BOTH
def test_speakers_are_compared_side_by_side_and_the_silent_one_is_shown_as_silent(visit, viewport):
    page = visit(viewport, query="?view=compare")
    page.locator("#compare").get_by_label("Topic").fill("diplomacy")
    for number, name in enumerate(["Chrystia Freeland", "Rex Tillerson", "Sergey Lavrov"], start=1):
        page.get_by_label(f"Speaker {number}").select_option(name)
    page.get_by_role("button", name="Compare").click()
    sides = page.locator("#compare .sides section")
    expect(sides).to_have_count(3)
    expect(sides.nth(2)).to_contain_text("Silent")
    expect(sides.nth(2)).to_contain_text("no words of Sergey Lavrov about this")
    expect(sides.first.locator("mark.shared").first).to_have_text("diplomatic")
    shared, own = (sides.first.locator(f"mark.{kind}").first for kind in ("shared", "telling"))
    styles = [each.evaluate("e => getComputedStyle(e).borderBottomStyle") for each in (shared, own)]
    assert styles == ["double", "dotted"]
    opens_at_its_words(page, sides.nth(1).locator(".chip").first)
    tops = [section.bounding_box()["y"] for section in sides.all()]
    assert (len(set(tops)) == 1) is (viewport is DESKTOP)
    assert stays_within(page)


def test_a_comparison_is_linked_to_and_one_of_a_single_speaker_says_what_to_do(visit):
    page = visit(query="?view=compare&topic=sanctions&speaker=Jim+Mattis&speaker=Jim+Mattis")
    expect(page.locator("#compare .problem")).to_contain_text("A comparison needs two sides.")
    page.get_by_label("Speaker 2").select_option("Nikki Haley")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("#compare .sides")).to_be_visible()
    assert "speaker=Nikki+Haley" in page.evaluate("location.search")


@BOTH
def test_a_quotation_gets_a_verdict_the_difference_and_its_source(visit, viewport):
    page = visit(viewport, query="?view=check")
    page.get_by_label("Quotation").fill("both essential or possible")
    page.get_by_label("Said to be by").select_option("Rex Tillerson")
    page.get_by_role("button", name="Check the quotation").click()
    result = page.locator("#check .result")
    expect(result.locator(".verdict")).to_have_text("⇄Misattributed")
    expect(result.locator("del")).to_contain_text("and")
    expect(result.locator("ins")).to_contain_text("or")
    opens_at_its_words(page, result.locator(".chip").first)
    assert stays_within(page)


@BOTH
def test_a_draft_is_marked_and_each_mark_leads_to_its_finding_and_the_source(visit, viewport, tmp_path):
    page = visit(viewport, query="?view=check")
    page.get_by_label("Draft", exact=True).fill(DRAFT)
    page.get_by_role("button", name="Check the draft").click()
    draft = page.locator("#check .draft")
    expect(draft.locator("mark.quotation")).to_have_count(3, timeout=START * 1000)
    page.get_by_role("button", name="Altered").first.click()
    finding = page.locator(".findings li", has_text="a direct and grave threat").last
    expect(finding).to_be_focused()
    expect(finding.locator("ins")).to_contain_text("and grave")
    opens_at_its_words(page, finding.locator(".chip").first)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as HTML").click()
    download.value.save_as(tmp_path / "report.html")
    report = (tmp_path / "report.html").read_text("utf-8")
    assert "a direct and grave threat" in report
    assert "<script" not in report
    assert stays_within(page)


def test_a_draft_is_checked_from_a_file(visit, tmp_path):
    (tmp_path / "draft.txt").write_text(DRAFT, "utf-8")
    page = visit(query="?view=check")
    page.locator("#check input[type=file]").set_input_files(tmp_path / "draft.txt")
    expect(page.locator("#check .draft mark.quotation")).to_have_count(3, timeout=START * 1000)


@BOTH
def test_the_timeline_is_a_plot_and_a_list_that_open_the_sources(visit, viewport):
    page = visit(viewport, query="?view=timeline&topic=sanctions")
    points = page.locator("#timeline .point")
    expect(points.first).to_be_visible()
    assert points.count() == page.locator("#timeline .days .said").count()
    points.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".source mark.cited").first).to_be_visible()
    assert marked(page) == quoted(points.first)
    page.keyboard.press("Escape")
    expect(points.first).to_be_focused()
    opens_at_its_words(page, page.locator("#timeline .days .chip").first)
    assert stays_within(page)


def test_a_timeline_without_entries_says_what_to_do(visit):
    page = visit(query="?view=timeline&topic=whaling")
    expect(page.locator("#timeline .empty")).to_contain_text("Try a wider topic")


NOTE = "The lighthouse keeper of Skagen counted ninety-one gannets on the north pier."


@BOTH
def test_a_document_is_added_read_asked_and_removed_after_a_question(visit, viewport, tmp_path):
    name = f"gannets-{viewport['width']}"
    (tmp_path / f"{name}.txt").write_text(f"{NOTE} It was {name}.", "utf-8")
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    page = visit(viewport, query="?view=library")
    rows = page.locator("#library tbody tr")
    before = rows.count()
    files = [tmp_path / f"{name}.txt", tmp_path / "picture.txt"]
    page.locator("#library input[type=file]").set_input_files(files)
    expect(page.locator(".outcomes li")).to_have_count(2, timeout=START * 1000)
    expect(page.locator(".outcomes")).to_contain_text(f"{name}.txt was added.")
    expect(page.locator(".outcomes")).to_contain_text("picture.txt was not added.")
    expect(rows).to_have_count(before + 1)
    page.get_by_role("button", name="Read it").click()
    expect(page.locator(".source")).to_contain_text("ninety-one gannets")
    page.keyboard.press("Escape")
    row = rows.filter(has=page.locator(f"[data-document*='{name}']"))
    row.get_by_role("button", name="Remove").click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    row.get_by_role("button", name="Remove").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator("#library-result")).to_contain_text("was removed.")
    expect(rows).to_have_count(before)
    assert stays_within(page)


@BOTH
def test_a_document_that_is_added_again_with_another_text_is_replaced(visit, viewport, tmp_path):
    name = f"ferries-{viewport['width']}"
    for count in ("two", "three"):
        page = visit(viewport, query="?view=library")
        (tmp_path / f"{name}.txt").write_text(f"Ferries of {name}\n\nThere are {count} of them.", "utf-8")
        page.locator("#library input[type=file]").set_input_files(tmp_path / f"{name}.txt")
        expect(page.locator(".outcomes")).to_contain_text(f"{name}.txt was added.", timeout=START * 1000)
        page.get_by_role("button", name="Read it").click()
        expect(page.locator(".source .text")).to_contain_text(f"There are {count}", timeout=START * 1000)
        page.keyboard.press("Escape")
    row = page.locator("#library tbody tr").filter(has=page.locator(f"[data-document*='{name}']"))
    expect(row).to_have_count(1)
    row.get_by_role("button", name="Remove").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Escape")
    expect(row.get_by_role("button", name="Remove")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Remove it").press("Enter")
    expect(page.locator("#library-result")).to_contain_text("was removed.", timeout=START * 1000)
    assert page.locator("#library-form tbody tr").filter(has=page.locator(":focus")).count() == 1


def test_the_table_is_searched(visit):
    page = visit(query="?view=library")
    page.get_by_label("Find in the list").fill("lavrov russia")
    expect(page.locator("#library tbody tr:visible")).to_have_count(1)


def test_a_read_only_library_offers_neither_adding_nor_removing(visit, shipped):
    with serving(shipped, BOT_READ_ONLY="1") as (address, _):
        page = visit(query="?view=library", at=address)
        expect(page.locator("#library .note")).to_contain_text("read-only")
        expect(page.locator("#library tbody tr").first).to_be_visible()
        assert page.locator("#library input[type=file], #library [name=address], #library [data-removing]").count() == 0
        page.goto("about:blank")
