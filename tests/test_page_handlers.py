"""What happens on the page, over a bot that answers from what it was given."""

import importlib
import io
from base64 import b64decode
from dataclasses import replace
from types import SimpleNamespace

import docx
import pytest
from page_parts import DOCUMENT, LAUNCH, RECKLESS, Clicked, Library, Page, answer, answered, failing, opened

from bot.errors import LibraryDamaged, QuestionError
from bot.library import Filters
from bot.page import Opening
from bot.page.keeping import Kept
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
    shown = [Page(markup).texts("p") for markup, *_ in steps]
    assert [any("Reading the sources…" in words for words in texts) for texts in shown] == [True, True, False]
    assert [any("One." in words for words in texts) for texts in shown] == [False, True, True]
    assert bot.asked == [("What was said?", [("user", "What was said?"), ("assistant", "")], {})]


@pytest.mark.slow
def test_the_filters_that_are_on_go_with_the_question_and_with_asking_it_again():
    bot, hand = asking(Event("answer", answer=answer()))
    *_, (_, turns, *_rest) = hand.ask("What?", (), Filters(speaker="Freeland", since="2017"), "en")
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
    _, turns, *_ = next(steps)
    steps.close()
    assert ended == [True]
    markup, (turn,), _ = hand.stop(turns, "en")
    assert turn.stopped
    assert "One." in Page(markup).texts("p", "said")[0]
    assert hand.stop((), "en")[1] == ()


@pytest.mark.slow
def test_an_edited_question_comes_back_into_the_box_and_takes_the_later_turns_away():
    _, hand = asking()
    turns = (answered(question="One?"), answered(question="Two?"), answered(question="Three?"))
    _, left, *_, question = hand.edit(turns, "en", Kept(), Clicked(turn="1"))
    assert ([turn.question for turn in left], question) == (["One?"], "Two?")
    _, left, *_, question = hand.edit((), "en", Kept(), Clicked(turn="7"))
    assert (left, question) == ((), "")


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
    *_, (markup, turns, *_rest) = asking(error)[1].ask("What?", (), Filters(), "en")
    assert message in Page(markup).texts("div", "problem")[0]
    assert turns[0].problem


@pytest.mark.slow
def test_the_filters_of_the_form_are_taken_over_without_the_empty_ones():
    _, hand = asking()
    markup, filters = hand.filter("en", Clicked(speaker=["Freeland"], kind=[""], since=[" 2017-11 "]))
    assert filters == Filters(speaker="Freeland", since="2017-11")
    assert Page(markup).attributes("data-unfilter") == ["speaker", "since"]


@pytest.mark.slow
def test_several_documents_are_taken_over_and_each_is_taken_off_by_itself():
    _, hand = asking()
    markup, filters = hand.filter("en", Clicked(document=["canada", "other"]))
    assert filters == Filters(document=("canada", "other"))
    page = Page(markup)
    assert page.attributes("data-value") == ["canada", "other"]
    assert "Document: Statement by Canada" in page.texts("span")


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


NEW = {"owner": "", "conversation": ""}
LANGUAGE = -6
"""Where the language stands among what the page is given: before what is shown of conversations."""

REQUEST = SimpleNamespace(headers={"accept-language": "fr-CA,fr;q=0.9,en;q=0.5"})


@pytest.mark.slow
def test_the_page_begins_in_the_language_of_the_link_or_of_the_browser():
    starting = handlers("Starting")(opened(Library()))
    for asked, language in (("", "fr"), ("en", "en"), ("xx", "fr")):
        first, last = starting.begin(Filters(), Clicked(lang=asked, **NEW), REQUEST)
        assert (first[LANGUAGE], last[LANGUAGE]) == (language, language)
        assert Page(first[0]).attributes("data-ready") == []
        assert Page(last[0]).attributes("data-ready") == [None]


@pytest.mark.slow
def test_another_language_keeps_the_conversation():
    speak = handlers("Starting")(opened(Library())).speak
    *_, conversation, _ = speak((Turn("Quoi ?", stopped=True),), Filters(), Kept(), Clicked(language="fr"))
    assert "Question : Quoi ?" in Page(conversation).texts("h2")


@pytest.mark.slow
def test_an_answer_that_is_being_made_goes_on_when_the_language_changes():
    speak = handlers("Starting")(opened(Library())).speak
    *_, conversation, _ = speak((Turn("Quoi ?"),), Filters(), Kept(), Clicked(language="fr"))
    assert not isinstance(conversation, str)


@pytest.mark.slow
def test_a_library_that_does_not_open_is_told_at_the_top_of_the_page():
    starting = handlers("Starting")(failing(LibraryDamaged("It is damaged.", "Rebuild it.")))
    *_, (top, notice, *_rest) = starting.begin(Filters(), Clicked(lang="en", **NEW), REQUEST)
    assert Page(top).attributes("data-ready") == []
    assert Page(notice).texts("div", "problem") == ["It is damaged. Rebuild it."]


def writable(folder=None):
    bot = Library()
    bot.settings = SimpleNamespace(read_only=False, library=folder)
    return bot


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/etc/passwd", "pyproject.toml", "/nowhere"])
def test_only_files_that_the_browser_sent_are_read(path):
    shelving = handlers("Shelving")(opened(writable()))
    *_, last = shelving.add("en", Filters(), Clicked(files=[path]))
    assert "did not arrive" in Page(last[-1]).texts("div", "problem")[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    "address", ["/etc/passwd", "pyproject.toml", "file:///etc/passwd", "https:/etc", "ftp://a.example/"]
)
def test_only_addresses_of_the_web_are_fetched(address):
    shelving = handlers("Shelving")(opened(writable()))
    *_, last = shelving.add_address("fr", Filters(), Clicked(address=[address]))
    assert "Écrivez-la comme https://" in Page(last[-1]).texts("div", "problem")[0]


@pytest.mark.slow
def test_a_read_only_library_is_neither_added_to_nor_removed_from():
    bot = Library()
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


# Conversations that are kept

TOKEN = "0123456789abcdef" * 2


@pytest.fixture
def conversing(tmp_path):
    """Handlers over a bot whose conversations are kept: those that ask, and those of the list."""
    bot = Library(Event("answer", answer=answer(Sentence("One.", False, (LAUNCH,)))))
    bot.settings = SimpleNamespace(read_only=False, library=tmp_path)
    bot.suggest = lambda answer: ("What else?",)
    opening = opened(bot)
    yield handlers("Asking")(opening), handlers("Conversing")(opening)
    opening.close()


def asked(asking, question="What was said?", turns=(), kept=None):
    *_, (_, turns, kept, listed, *_rest) = asking.ask(question, turns, Filters(), "en", kept or Kept(TOKEN))
    return turns, kept, listed


@pytest.mark.slow
def test_an_answer_is_kept_listed_opened_again_and_nobody_else_s(conversing):
    asking, conversing = conversing
    turns, kept, listed = asked(asking)
    assert Page(listed).attributes("data-open") == [kept.id]
    turns, kept, _ = asked(asking, "And then?", turns, kept)
    assert [turn.number for turn in turns] == [1, 2]
    _, found, again, *_ = conversing.open(Kept(TOKEN), "en", Clicked(conversation=kept.id))
    assert ([turn.answer for turn in found], again) == ([turn.answer for turn in turns], kept)
    shown, found, again, listed, _ = conversing.open(Kept(TOKEN[::-1]), "en", Clicked(conversation=kept.id))
    assert (found, again.id, Page(listed).attributes("data-open")) == ((), "", [])
    assert "There is no such conversation." in Page(shown).texts("div", "problem")[0]


@pytest.mark.slow
def test_what_is_asked_again_takes_the_place_of_the_answer_before(conversing):
    asking, conversing = conversing
    turns, kept, _ = asked(asking)
    turns, kept, _ = asked(asking, "And then?", turns, kept)
    *_, (_, turns, kept, *_rest) = asking.retry(turns, "en", kept)
    assert [turn.number for turn in turns] == [1, 2]
    _, turns, kept, *_ = asking.edit(turns, "en", kept, Clicked(turn="0"))
    turns, kept, _ = asked(asking, "Anew?", turns, kept)
    assert [turn.number for turn in turns] == [1]
    assert len(conversing.open(kept, "en", Clicked(conversation=kept.id))[1]) == 1


@pytest.mark.slow
def test_a_conversation_is_renamed_rated_and_deleted(conversing):
    asking, conversing = conversing
    turns, kept, _ = asked(asking)
    listed = conversing.rename(kept, "en", Clicked(conversation=[kept.id], name=["Mine"]))
    assert Page(listed).texts("span", "name") == ["Mine"]
    _, turns = conversing.rate(turns, kept, "en", Clicked(turn="0", rating="up"))
    assert conversing.open(kept, "en", Clicked(conversation=kept.id))[1][0].rating == turns[0].rating == "up"
    assert conversing.rate(turns, kept, "en", Clicked(turn="0", rating=""))[1][0].rating is None
    assert conversing.rate(turns, kept, "en", Clicked(turn="7", rating="up"))[1] == turns
    asks = conversing.show(kept, "en", Clicked(act="delete", conversation=kept.id))
    assert Page(asks).attributes("data-delete") == [kept.id]
    _, left, empty, listed, _ = conversing.delete(turns, kept, "en", Clicked(conversation=kept.id))
    assert (left, empty, Page(listed).attributes("data-open")) == ((), Kept(TOKEN), [])
    gone = conversing.rename(kept, "en", Clicked(conversation=[kept.id], name=["Mine"]))
    assert "There is no such conversation." in Page(gone).texts("div", "problem")[0]


@pytest.mark.slow
def test_an_answer_of_a_conversation_that_was_deleted_elsewhere_begins_a_new_one(conversing):
    asking, conversing = conversing
    turns, kept, _ = asked(asking)
    conversing.delete((), Kept(TOKEN), "en", Clicked(conversation=kept.id))
    _, again, listed = asked(asking, "And then?", turns, kept)
    assert again.id not in ("", kept.id)
    assert Page(listed).attributes("data-open") == [again.id]


@pytest.mark.slow
def test_what_may_be_asked_next_is_suggested_where_no_filter_was_on(conversing):
    asking, _ = conversing
    turns, kept, _ = asked(asking)
    assert Page(asking.suggest(turns, "en", kept)).attributes("data-ask") == ["What else?"]
    filtered = (replace(turns[0], filters=Filters(speaker="Freeland")),)
    assert asking.suggest(filtered, "en", kept) == asking.suggest((), "en", kept) == ""


def written(content, suffix):
    if suffix == "docx":
        return "\n".join(each.text for each in docx.Document(io.BytesIO(content)).paragraphs)
    return content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["md", "docx", "json"])
def test_the_conversation_is_exported_under_its_name(conversing, suffix):
    asking, conversing = conversing
    turns, kept, _ = asked(asking)
    conversing.rename(kept, "en", Clicked(conversation=[kept.id], name=["Ours / mine?"]))
    page = Page(conversing.export(turns, kept, "en", Clicked(format=suffix)))
    assert page.attributes("download") == [f"Ours-mine.{suffix}"]
    content = b64decode(page.attributes("href")[0].partition("base64,")[2])
    assert content.startswith({"md": b"# Ours", "docx": b"PK", "json": b"{"}[suffix])
    assert ("Références" in written(content, suffix)) is False
    in_french = Page(conversing.export(turns, kept, "fr", Clicked(format=suffix)))
    content = b64decode(in_french.attributes("href")[0].partition("base64,")[2])
    assert ("Références" in written(content, suffix)) is (suffix != "json")
    assert conversing.export((), kept, "en", Clicked(format=suffix)) == ""
    assert conversing.export(turns, kept, "en", Clicked(format="exe")) == ""
