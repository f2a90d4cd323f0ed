"""What happens on the page, over a bot that answers from what it was given."""

import importlib
from types import SimpleNamespace

import pytest
from page_parts import DOCUMENT, LAUNCH, RECKLESS, Clicked, Library, Page, answer, answered, failing, opened

from bot.errors import LibraryDamaged, QuestionError
from bot.library import Filters
from bot.page import Opening
from bot.page.turns import Turn
from bot.records import Event, Sentence


def test_a_bot_that_opens_is_handed_out_and_closed():
    bot = Library()
    opening = opened(bot)
    assert opening.bot() is bot
    opening.close()
    assert bot.closed


def test_what_keeps_the_library_from_opening_reaches_the_reader():
    opening = failing(LibraryDamaged("It is damaged.", "Rebuild it."))
    with pytest.raises(LibraryDamaged, match="It is damaged"):
        opening.bot()
    opening.close()


def test_closing_does_not_wait_for_a_library_that_is_still_opening():
    Opening(Library).close()


def handlers(name):
    """A class of handlers; Gradio takes seconds to import, hence not at the top."""
    return getattr(importlib.import_module(f"bot.page.handlers.{name.lower()}"), name)


def asking(*events):
    bot = Library(*events)
    return bot, handlers("Asking")(opened(bot))


@pytest.mark.slow
def test_a_question_is_shown_at_once_then_its_sentences_then_the_whole_answer():
    sentence = Sentence("One.", False, (LAUNCH,))
    bot, hand = asking(Event("sentence", sentence=sentence), Event("answer", answer=answer(sentence)))
    steps = list(hand.ask("What was said?", (answered(),), Filters(), "en"))
    shown = [Page(markup).texts("p") for markup, _, _ in steps]
    assert [any("Reading the sources…" in words for words in texts) for texts in shown] == [True, True, False]
    assert [any("One." in words for words in texts) for texts in shown] == [False, True, True]
    assert bot.asked == [("What was said?", [("user", "What was said?"), ("assistant", "")], {})]


@pytest.mark.slow
def test_the_filters_that_are_on_go_with_the_question_and_with_asking_it_again():
    bot, hand = asking(Event("answer", answer=answer()))
    *_, (_, turns, _) = hand.ask("What?", (), Filters(speaker="Freeland", since="2017"), "en")
    list(hand.retry(turns, "en"))
    assert [filters for _, _, filters in bot.asked] == [{"speaker": "Freeland", "since": "2017"}] * 2


@pytest.mark.slow
def test_a_reader_who_stops_ends_the_work_and_keeps_what_is_ready():
    sentence = Sentence("One.", False, (LAUNCH,))
    bot, hand = asking(Event("sentence", sentence=sentence), Event("answer", answer=answer(sentence)))
    ended = []
    making = bot.stream

    def watched(*given, **filters):
        try:
            yield from making(*given, **filters)
        finally:
            ended.append(True)

    bot.stream = watched
    steps = hand.ask("What?", (), Filters(), "en")
    next(steps)
    _, turns, _ = next(steps)
    steps.close()
    assert ended == [True]
    markup, (turn,) = hand.stop(turns, "en")
    assert turn.stopped
    assert "One." in Page(markup).texts("p", "said")[0]
    assert hand.stop((), "en")[1] == ()


@pytest.mark.slow
def test_an_edited_question_comes_back_into_the_box_and_takes_the_later_turns_away():
    _, hand = asking()
    turns = (answered(question="One?"), answered(question="Two?"), answered(question="Three?"))
    _, kept, question = hand.edit(turns, "en", Clicked(turn="1"))
    assert ([turn.question for turn in kept], question) == (["One?"], "Two?")
    assert hand.edit((), "en", Clicked(turn="7"))[1:] == ((), "")


@pytest.mark.slow
def test_an_empty_question_asks_nothing():
    bot, hand = asking()
    assert list(hand.ask(" \n", (), Filters(), "en")) == []
    assert list(hand.retry((), "en")) == []
    assert bot.asked == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("error", "message"),
    [(QuestionError("It is too long.", "Ask less."), "It is too long."), (ZeroDivisionError(), "Something went wrong")],
)
def test_an_error_becomes_a_message_in_the_conversation(error, message):
    *_, (markup, turns, _) = asking(error)[1].ask("What?", (), Filters(), "en")
    assert message in Page(markup).texts("div", "problem")[0]
    assert turns[0].problem


@pytest.mark.slow
def test_the_filters_of_the_form_are_taken_over_without_the_empty_ones():
    _, hand = asking()
    markup, filters = hand.filter("en", Clicked(speaker=["Freeland"], kind=[""], since=[" 2017-11 "]))
    assert filters == Filters(speaker="Freeland", since="2017-11")
    assert Page(markup).attributes("data-unfilter") == ["speaker", "since"]


def sent(citation):
    return {"start": citation.start, "end": citation.end, "quote": citation.quote, "reference": citation.reference}


def read(**data):
    return Page(handlers("Reading")(opened(Library())).open("en", Clicked(**data)))


@pytest.mark.slow
def test_a_citation_opens_its_source_with_the_others_of_the_same_result():
    page = read(document=DOCUMENT.id, places=[sent(LAUNCH), sent(RECKLESS)], at=1)
    assert page.texts("mark", "cited") == [RECKLESS.quote]
    assert page.texts("mark", "also") == [LAUNCH.quote]


@pytest.mark.slow
def test_a_source_that_was_removed_meanwhile_is_told():
    assert "There is no such document." in read(document="gone", places=[], at=0).texts("div", "problem")[0]


@pytest.mark.slow
@pytest.mark.parametrize("place", [{"start": "x", "end": "4"}, {"end": "4"}, "x"])
def test_a_damaged_link_to_a_place_is_told(place):
    page = read(document=DOCUMENT.id, places=[place], at=0)
    assert "damaged" in page.texts("div", "problem")[0]


REQUEST = SimpleNamespace(headers={"accept-language": "fr-CA,fr;q=0.9,en;q=0.5"})


@pytest.mark.slow
def test_the_page_begins_in_the_language_of_the_link_or_of_the_browser():
    starting = handlers("Starting")(opened(Library()))
    for asked, language in (("", "fr"), ("en", "en"), ("xx", "fr")):
        first, last = starting.begin((), Filters(), Clicked(lang=asked), REQUEST)
        assert (first[-1], last[-1]) == (language, language)
        assert Page(first[0]).attributes("data-ready") == []
        assert Page(last[0]).attributes("data-ready") == [None]


@pytest.mark.slow
def test_another_language_keeps_the_conversation():
    shown = handlers("Starting")(opened(Library())).speak((Turn("Quoi ?"),), Filters(), Clicked(language="fr"))
    assert "Question : Quoi ?" in Page(shown[2]).texts("h2")


@pytest.mark.slow
def test_a_library_that_does_not_open_is_told_at_the_top_of_the_page():
    starting = handlers("Starting")(failing(LibraryDamaged("It is damaged.", "Rebuild it.")))
    *_, (top, notice, *_rest) = starting.begin((), Filters(), Clicked(lang="en"), REQUEST)
    assert Page(top).attributes("data-ready") == []
    assert Page(notice).texts("div", "problem") == ["It is damaged. Rebuild it."]


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/etc/passwd", "pyproject.toml", "/nowhere"])
def test_only_files_that_the_browser_sent_are_read(path):
    shelving = handlers("Shelving")(opened(Library()))
    *_, last = shelving.add("en", Filters(), Clicked(files=[path]))
    assert "did not arrive" in Page(last[-1]).texts("div", "problem")[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    "address", ["/etc/passwd", "pyproject.toml", "file:///etc/passwd", "https:/etc", "ftp://a.example/"]
)
def test_only_addresses_of_the_web_are_fetched(address):
    shelving = handlers("Shelving")(opened(Library()))
    *_, last = shelving.add_address("fr", Filters(), Clicked(address=[address]))
    assert "Écrivez-la comme https://" in Page(last[-1]).texts("div", "problem")[0]


@pytest.mark.slow
def test_a_read_only_library_is_neither_added_to_nor_removed_from():
    bot = Library()
    bot.settings = SimpleNamespace(read_only=True)
    shelving = handlers("Shelving")(opened(bot))
    *_, added = shelving.add("en", Filters(), Clicked(files=["x"]))
    *_, fetched = shelving.add_address("en", Filters(), Clicked(address=["https://example.org/"]))
    removed = shelving.remove("en", Filters(), Clicked(document="canada"))
    for *_, told in (added, fetched, removed):
        assert "read-only" in Page(told).texts("div", "problem")[0]
    assert "data-remove" not in removed[-2]


@pytest.mark.slow
def test_a_form_that_fails_says_why_in_the_reader_s_language():
    bot = Library()
    bot.compare = failing_call(QuestionError("The topic is empty.", "Name one, for example: sanctions."))
    researching = handlers("Researching")(opened(bot))
    pending, shown = researching.compare("fr", Clicked(topic=[""], speaker=["A", "B"]))
    assert Page(pending).texts("p", "pending") == ["Lecture des sources…"]
    assert Page(shown).texts("div", "problem") == ["Le sujet est vide. Donnez-en un, par exemple : sanctions."]
    bot.compare = failing_call(ZeroDivisionError())
    *_, shown = researching.compare("en", Clicked(topic=["x"], speaker=[]))
    assert "Something went wrong" in Page(shown).texts("div", "problem")[0]


def failing_call(error):
    def call(*given, **named):
        raise error

    return call
