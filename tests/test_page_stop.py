"""Stopping in a real Chromium: a bot that takes its time is left alone as soon as the reader wants no more."""

import importlib
import threading
import time
from contextlib import contextmanager

import pytest
import uvicorn
from browsing import START
from page_parts import LAUNCH, RECKLESS, Library, answer, opened
from playwright.sync_api import expect

from bot.page.server import listen
from bot.records import Event, Sentence
from bot.settings import Settings

pytest_plugins = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]


class Slow(Library):
    """Writes a sentence, and then another every moment until it is stopped."""

    def __init__(self):
        super().__init__()
        self.stopped = threading.Event()

    def stream(self, question, history=(), **filters):
        try:
            yield Event("sentence", sentence=Sentence("One.", False, (LAUNCH,)))
            while True:
                time.sleep(0.2)
                yield Event("sentence", sentence=Sentence("More.", False, (RECKLESS,)))
        finally:
            self.stopped.set()


class Held(Library):
    """Answers when it may."""

    def __init__(self):
        super().__init__()
        self.may_answer = threading.Event()
        self.asked = []

    def stream(self, question, history=(), **filters):
        self.asked.append(question)
        self.may_answer.wait(START)
        said = Sentence("One.", False, (LAUNCH,))
        yield Event("sentence", sentence=said)
        yield Event("answer", answer=answer(said, question=question))

    def suggest(self, answer):
        return ()


@contextmanager
def running(bot):
    """The page over this bot, in this process."""
    page = importlib.import_module("bot.page")
    with listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(
            uvicorn.Config(page.application(opened(bot), Settings()), log_level="error", timeout_graceful_shutdown=1)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        server.should_exit = True
        thread.join()


def asked(browser, address):
    """The page at an address, on which “What was said?” was just sent."""
    page = browser.new_page()
    page.goto(address)
    expect(page.locator(".masthead[data-ready]")).to_be_visible(timeout=START * 1000)
    page.get_by_label("Your question").fill("What was said?")
    page.keyboard.press("Enter")
    return page


# Gradio runs in this process here, and uses what pandas is about to take away.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_stop_ends_the_work_and_keeps_what_was_ready(browser):
    bot = Slow()
    with running(bot) as address:
        page = asked(browser, address)
        expect(page.locator(".turn .said")).to_contain_text("One.")
        page.get_by_role("button", name="Stop").click()
        expect(page.locator(".turn .note")).to_contain_text("You stopped this answer.")
        assert bot.stopped.wait(timeout=START)
        expect(page.locator(".conversation")).to_have_attribute("aria-busy", "false")
        page.get_by_role("button", name="Ask again").click()
        expect(page.get_by_role("button", name="Stop")).to_be_visible()
        page.get_by_role("button", name="New conversation").click()
        expect(page.locator(".turn")).to_have_count(0)
        page.close()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_what_is_sent_while_an_answer_is_written_is_asked_next_and_once(browser):
    bot = Held()
    with running(bot) as address:
        page = asked(browser, address)
        box = page.get_by_label("Your question")
        expect(box).to_have_value("", timeout=START * 1000)
        box.fill("Who said it?")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        expect(page.locator(".turn")).to_have_count(1)
        assert bot.asked == ["What was said?"]
        bot.may_answer.set()
        questions = page.locator(".turn .question")
        expect(questions).to_contain_text(["What was said?", "Who said it?"], timeout=START * 1000)
        expect(questions).to_have_count(2)
        expect(page.locator(".conversation")).to_have_attribute("aria-busy", "false")
        assert bot.asked == ["What was said?", "Who said it?"]
        page.close()
