"""A newcomer's path, as `docs/first-steps.md` has it: walked in a real Chromium over a library that is made for it.

Run with `-s` to see how long each step takes; `BOT_TEST_PICTURES=FOLDER` makes the pictures of the document anew.
"""

import io
import json
import os
import re
import sys
import time
from pathlib import Path

import pytest
from browsing import DESKTOP, PHONE, START, marked, quoted, serving
from PIL import Image
from playwright.sync_api import expect

from bot import page as page_package

pytest_plugins = ["browser"]

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
STEPS = (DOCS / "first-steps.md").read_text("utf-8")
BUTTONS = re.findall(r"\*\*(.+?)\*\*", STEPS)
PICTURES = re.findall(r"!\[.+?\]\((.+?)\)", STEPS)
NAME, OWN, QUESTION = re.search(r"`(\w+\.txt)`:\n\n```text\n(.*?)```.*Write `(.+?)`", STEPS, re.DOTALL).groups()
FOLDER = os.environ.get("BOT_TEST_PICTURES")
COLOURS = 48
MOST_BYTES = 100_000
WAIT = {"timeout": START * 1000}


def test_every_picture_that_the_steps_name_is_there_and_small():
    assert 0 < len(PICTURES) <= 7
    for name in PICTURES:
        assert (DOCS / name).stat().st_size < MOST_BYTES
    assert {path.name for path in (DOCS / "pictures").glob("first-steps-*")} == {Path(name).name for name in PICTURES}


def test_every_button_that_the_steps_name_is_one_of_the_page():
    texts = json.loads((Path(page_package.__file__).parent / "texts/en.json").read_text("utf-8"))
    assert set(BUTTONS) - set(texts.values()) == set()
    assert set(re.findall(r"“(.+?)”", STEPS)) - set(texts.values()) == set()


def test_the_steps_start_as_the_readme_does():
    (command,) = re.findall(r"```sh\n(.*?)\n```", STEPS, re.DOTALL)
    assert command in (ROOT / "README.md").read_text("utf-8").splitlines()
    assert command.endswith("&& .venv/bin/python ui.py")


class Walk:
    """Takes the time of each step, and a picture at its end where pictures are wanted."""

    def __init__(self, name):
        self.name, self.seconds, self._last = name, {}, time.perf_counter()

    def step(self, page, picture):
        now = time.perf_counter()
        self.seconds[picture] = now - self._last
        if FOLDER and self.name == "desktop":
            number = len(self.seconds)
            save(page.screenshot(), Path(FOLDER) / f"first-steps-{number}-{picture}.png")
        self._last = time.perf_counter()

    def told(self):
        each = ", ".join(f"{step} {seconds:.1f} s" for step, seconds in self.seconds.items())
        return f"\nFirst steps ({self.name}): {each}; together {sum(self.seconds.values()):.1f} s"


def save(shot, path):
    """Keep a picture with few colours, which a page of text has."""
    Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


@pytest.fixture
def walk(request):
    made = Walk(request.node.callspec.id)
    yield made
    sys.stdout.write(made.told())


@pytest.fixture
def address(walk, tmp_path):
    """The address that `ui.py` prints when it starts over a library that is yet to be made."""
    with serving(tmp_path / "library") as (_, process):
        yield re.fullmatch(r"The page is at (\S+) \(Ctrl-C stops it\)\.\n", process.stdout.readline())[1]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_newcomer_walks_from_the_start_to_a_file_with_an_answer_from_their_own_document(
    walk, visit, viewport, tmp_path
):
    first, library, choose, about, menu, markdown, *_ = BUTTONS
    own = tmp_path / NAME
    own.write_text(OWN, "utf-8")

    page = visit(viewport)
    walk.step(page, "start")

    page.get_by_role("button", name=first).click()
    chip = page.locator(".turn .chip").first
    expect(chip).to_be_visible(**WAIT)
    expect(page.locator(".conversation")).to_have_attribute("aria-busy", "false", **WAIT)
    walk.step(page, "answer")

    chip.click()
    expect(page.locator(".source mark.cited").first).to_be_in_viewport(**WAIT)
    assert marked(page) == quoted(chip)
    walk.step(page, "source")

    page.keyboard.press("Escape")
    page.get_by_role("tab", name=library).click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=choose).click()
    chooser.value.set_files(own)
    expect(page.locator(".outcomes")).to_contain_text(f"{NAME} was added.", **WAIT)
    walk.step(page, "added")

    page.get_by_role("button", name=about).click()
    expect(page.get_by_role("group", name="Filters that are on")).to_contain_text("The harbour of Skagen")
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    answer = page.locator(".turn").nth(1)
    expect(answer.locator(".said")).to_contain_text("harbour council of Skagen", **WAIT)
    expect(page.locator(".conversation")).to_have_attribute("aria-busy", "false", **WAIT)
    walk.step(page, "own")

    page.locator(".menu summary", has_text=menu).click()
    entry = page.get_by_role("button", name=markdown)
    expect(entry).to_be_visible()
    walk.step(page, "export")
    with page.expect_download(**WAIT) as download:
        entry.click()
    saved = download.value.path().read_text("utf-8")
    assert [line for line in saved.splitlines() if line.startswith("#")][1:] == [
        f"## {first}",
        f"## {QUESTION}",
        "## References",
    ]
    assert "“A diplomatic solution is both essential and possible”" in saved
    assert "electric ferries" in saved.partition("## References")[2]
