"""What was changed lately, in the library's tab of those who may change it."""

import importlib
from dataclasses import replace
from types import SimpleNamespace

import pytest
from page_parts import EN, HOSTILE, Clicked, Library, Page, opened

from bot.library import Filters
from bot.page.views import changes
from bot.page.words import words_of
from bot.records import ANYBODY, LogEntry

ENTRY = LogEntry(3, "2026-03-01T07:20:31+00:00", "ada", "replaced", "add", "wheat", "Harvest", "0" * 64)


def test_each_change_says_what_happened_to_which_document_by_whom_and_when():
    synced = replace(ENTRY, change="removed", through="sync", sha256=None)
    page = Page(changes.render(EN, [synced, ENTRY]))
    assert page.texts("summary") == ["What changed"]
    assert page.texts("li") == [
        "Removed Harvest by ada, 1 March 2026, 07:20 UTC (sync)",
        "Replaced Harvest by ada, 1 March 2026, 07:20 UTC",
    ]


def test_who_changes_it_without_a_log_in_is_somebody():
    page = Page(changes.render(EN, [replace(ENTRY, who=ANYBODY)]))
    assert page.texts("span", "told") == ["by somebody on this page, 1 March 2026, 07:20 UTC"]


def test_it_is_told_in_french_as_well():
    page = Page(changes.render(words_of("fr"), [ENTRY]))
    assert page.texts("li") == ["Remplacé Harvest par ada, le 1er mars 2026 à 07:20 UTC"]


def test_nothing_is_shown_where_nothing_changed_and_only_the_newest_where_much_did():
    assert changes.render(EN, []) == ""
    assert Page(changes.render(EN, [ENTRY])).texts("p", "hint") == []
    many = Page(changes.render(EN, [ENTRY] * changes.NEWEST))
    assert many.texts("p", "hint") == ["The newest 30; the command “bot log” lists all."]


def test_names_and_titles_are_never_markup():
    page = Page(changes.render(EN, [replace(ENTRY, who=HOSTILE, title=HOSTILE)]))
    assert {tag for tag, *_ in page.elements} == {"details", "summary", "ol", "li", "span"}


class Logged(Library):
    """A bot whose log has an entry."""

    def __init__(self, *, read_only=False):
        super().__init__()
        self.settings = SimpleNamespace(read_only=read_only, library=None)

    def log(self, *, limit):
        return (ENTRY,)


@pytest.mark.slow
@pytest.mark.parametrize("read_only", [True, False])
def test_only_who_may_change_the_library_sees_who_did(read_only):
    starting = importlib.import_module("bot.page.handlers.starting").Starting(opened(Logged(read_only=read_only)))
    request = SimpleNamespace(headers={"accept-language": "en"})
    *_, last = starting.begin(Filters(), Clicked(lang="", owner="", conversation=""), request)
    parts = [part for part in last if isinstance(part, str)]
    assert any("Harvest" in part for part in parts) is not read_only
