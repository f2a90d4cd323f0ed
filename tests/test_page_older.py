"""The older versions of a document, as the pane lists them, and a restoration."""

import importlib
from types import SimpleNamespace

import pytest
from page_parts import DOCUMENT, EN, Clicked, Library, Page, opened

from bot.errors import UnknownVersion
from bot.library import Filters
from bot.page.views import versions as views
from bot.page.words import words_of
from bot.records import Version

FOUND = (
    Version(1, "2026-03-01T10:00:00+00:00", "a", 1_200),
    Version(2, "2026-11-28T10:00:00+00:00", "b", 1_300, 20, 0),
    Version(3, None, "c", 1, 2, 5),
)


def listed(**given):
    return Page(views.versions(EN, "wheat", FOUND, **given))


def test_the_newest_comes_first_with_what_became_of_each():
    page = listed()
    assert page.texts("summary") == ["2 older versions"]
    assert page.texts("span", "number") == ["Version 3", "Version 2", "Version 1"]
    assert page.texts("span", "told") == [
        "current · 1 character · reworded",
        "replaced on 28 November 2026 · 1300 characters · extended",
        "replaced on 1 March 2026 · 1200 characters · first",
    ]


def test_every_version_but_the_one_that_is_read_can_be_read_and_every_older_one_restored():
    assert listed().attributes("data-number") == ["2", "2", "1", "1"]
    page = listed(shown=1)
    assert page.attributes("aria-label") == [
        "Read version 3",
        "Read version 2",
        "Restore version 2",
        "Restore version 1",
    ]
    assert "open" in dict(page.elements[0][1])


def test_a_read_only_page_restores_nothing():
    assert [label.split()[0] for label in listed(read_only=True).attributes("aria-label")] == ["Read", "Read"]


def test_a_document_that_was_never_replaced_has_no_list():
    assert views.versions(EN, "wheat", FOUND[2:]) == ""


def test_it_is_told_in_french_as_well():
    french = words_of("fr")
    assert Page(views.older(french, FOUND[0])).texts("p", "note") == [
        "Vous lisez la version 1, remplacée le 1er mars 2026. Les réponses viennent de la version actuelle."
    ]
    assert Page(views.restored(french, 1)).texts("p") == ["Le texte de la version 1 est de nouveau le texte actuel."]


class Changed(Library):
    """A bot whose document was replaced twice."""

    def __init__(self):
        super().__init__()
        self.settings = SimpleNamespace(read_only=False)
        self.restored = []

    def versions(self, document):
        return FOUND

    def restore(self, document, version):
        if version > 3:
            raise UnknownVersion("“canada” has no version 9.", "")
        self.restored.append((document, version))


def shelving(bot):
    return importlib.import_module("bot.page.handlers.shelving").Shelving(opened(bot))


@pytest.mark.slow
def test_a_restored_version_is_shown_as_the_current_text():
    bot = Changed()
    *_, markup = shelving(bot).restore("en", Filters(), Clicked(document=DOCUMENT.id, version=1))
    assert (bot.restored, bot.who) == ([("canada", 1)], "page")
    assert Page(markup).texts("p", "done") == ["The text of version 1 is the current one again."]


@pytest.mark.slow
def test_what_keeps_a_version_from_being_restored_is_told_in_the_pane():
    *_, markup = shelving(Changed()).restore("fr", Filters(), Clicked(document=DOCUMENT.id, version=9))
    assert Page(markup).texts("div", "problem") == ["« canada » n’a pas de version 9. "]


@pytest.mark.slow
def test_a_read_only_server_restores_nothing_whatever_a_page_sends():
    bot = Changed()
    bot.settings = SimpleNamespace(read_only=True)
    *_, markup = shelving(bot).restore("en", Filters(), Clicked(document=DOCUMENT.id, version=1))
    assert bot.restored == []
    assert Page(markup).texts("div", "problem")
