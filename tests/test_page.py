"""The page without a browser: what it renders, how it waits for the library, and where it listens."""

import html
import importlib
import os
import re
import socket
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import LibraryDamaged, QuestionError, ServerError, UnknownDocument
from bot.page import Opening, masthead, pane, transcript
from bot.page.markup import Html, element, join, text
from bot.page.server import announcement, listen
from bot.page.turns import Turn, distinct, history
from bot.records import Answer, Citation, Document, Event, Heading, Metadata, Sentence, Side, Source, Speaker, Withheld

HOSTILE = (
    "<img src=x onerror=window.__pwned=1><script>window.__pwned=1</script>"
    '"\' onclick="window.__pwned=1" ${window.__pwned=1} `${1}` {{value}} {{#each value}}{{/each}} &lt;b&gt; </mark>'
)
TEXT = (
    "Statement by Canada\n\n"
    "The launch\n\nCanada condemned the launch. It called it reckless.\n\n"
    "The way\n  \nThe way forward is talks.\n- with Japan\n- with South Korea"
)


class Page(HTMLParser):
    """The elements and the text of some HTML; `elements` are (tag, attributes, text inside)."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements, self._open = [], []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        entry = [tag, dict(attrs), ""]
        self.elements.append(entry)
        self._open.append(entry)

    def handle_endtag(self, tag):
        assert self._open.pop()[0] == tag

    def handle_data(self, data):
        for entry in self._open:
            entry[2] += data

    def texts(self, tag, class_=None):
        return [inside for name, attrs, inside in self.elements if name == tag and class_ in (None, attrs.get("class"))]

    def attributes(self, name):
        return [attrs[name] for _, attrs, _ in self.elements if name in attrs]


def heading(words, level):
    return Heading(TEXT.index(words), TEXT.index(words) + len(words), level, words)


def metadata(**changes):
    base = Metadata(
        "Statement by Canada", "statement", "2017-11-28", speakers=(Speaker("Chrystia Freeland"),), venue="Ottawa"
    )
    return replace(base, **changes)


DOCUMENT = Document(
    "canada",
    TEXT,
    "0",
    metadata(source="canada.ca"),
    (heading("Statement by Canada", 1), heading("The launch", 2), heading("The way", 2)),
    original=False,
)


def cite(quote, document=DOCUMENT, reference="Chrystia Freeland, “Statement by Canada”, 28 November 2017"):
    start = document.text.index(quote)
    data = document.metadata
    return Citation(
        document.id,
        data.title,
        data.kind,
        data.date,
        data.speaker,
        data.country,
        start,
        start + len(quote),
        quote,
        None,
        None,
        reference,
    )


LAUNCH, RECKLESS = cite("Canada condemned the launch."), cite("It called it reckless.")


def answer(*sentences, question="What was said?", **changes):
    base = Answer(question, question, False, None, 0.9, sentences)
    return replace(base, **changes)


def answered(*sentences, **changes):
    whole = answer(*sentences, **changes)
    return Turn(whole.question, whole.sentences, whole)


# Markup


@given(st.text())
def test_text_reads_back_as_it_was_and_opens_no_element(content):
    page = Page(element("p", content))
    assert [tag for tag, _, _ in page.elements] == ["p"]
    assert html.unescape(text(content)) == content


@given(st.text())
def test_an_attribute_cannot_be_left_from_within(content):
    page = Page(element("button", title=content))
    assert page.elements[0][1].keys() == {"title"}
    assert html.unescape(text(content)) == content


def test_text_is_escaped_once_however_often_it_is_nested():
    inner = element("b", "a < b")
    assert element("p", inner) == "<p><b>a &lt; b</b></p>"
    assert join(inner, " & ") == "<b>a &lt; b</b> &amp; "
    assert text(inner) is inner


def test_attributes_that_are_false_or_none_are_left_out():
    assert element("li", lang=None, hidden=False, data_close=True, class_="a", tabindex=0) == (
        '<li data-close class="a" tabindex="0"></li>'
    )


# The conversation


def test_the_start_page_offers_questions_that_can_be_clicked():
    page = Page(transcript.render(()))
    assert tuple(page.attributes("data-ask")) == transcript.EXAMPLES
    assert "log" in page.attributes("role")


def test_each_sentence_is_followed_by_the_numbers_of_its_citations():
    turn = answered(Sentence("One.", False, (LAUNCH,)), Sentence("Two.", False, (RECKLESS, LAUNCH)))
    said = Page(transcript.render((turn,))).texts("p", "said")
    assert [words.split() for words in said] == [["One.1", "Two.21"]]


def test_a_citation_names_its_reference_and_where_it_leads():
    page = Page(transcript.render((answered(Sentence("One.", False, (LAUNCH,))),)))
    chip = next(attrs for _, attrs, _ in page.elements if attrs.get("class") == "chip")
    assert (chip["data-turn"], chip["data-citation"]) == ("0", "1")
    assert chip["aria-label"] == f"Citation 1: {LAUNCH.reference}"
    assert LAUNCH.quote in chip["title"]


def test_sources_of_an_answer_are_listed_once_a_document():
    turn = answered(Sentence("One.", False, (LAUNCH,)), Sentence("Two.", False, (RECKLESS,)))
    page = Page(transcript.render((turn,)))
    assert page.texts("li") == [f"1 2{LAUNCH.reference}"]


def test_the_words_of_the_bot_are_set_apart():
    page = Page(transcript.render((answered(Sentence("In short:", True, ())),)))
    assert page.texts("span", "own") == ["In short:"]


def test_a_declined_answer_says_so_with_its_reason_and_opens_the_nearest_passages():
    turn = answered(
        Sentence("The sources do not say.", True, ()),
        declined=True,
        reason="No passage names a number.",
        nearest=(RECKLESS, LAUNCH),
    )
    page = Page(transcript.render((turn,)))
    assert page.texts("h3") == ["The sources do not say"]
    assert page.texts("p", "reason") == ["No passage names a number."]
    assert page.texts("span", "quote") == [RECKLESS.quote, LAUNCH.quote]
    assert page.attributes("data-citation") == ["1", "2"]
    assert page.texts("p", "said") == []


def test_each_side_of_an_answer_has_its_own_sentences_under_its_name():
    mine, group = Sentence("One.", False, (LAUNCH,)), replace(RECKLESS, speaker="Canadian ministers")
    sides = (
        Side("Chrystia Freeland", "Canada", (mine, Sentence("Two.", False, (group,))), own=("launch", "talks")),
        Side(None, "China", reason="The sources have no words of China about this."),
    )
    page = Page(transcript.render((answered(*sides[0].sentences, sides=sides),)))
    freeland, china = page.texts("section")
    assert page.texts("h3") == ["Chrystia Freeland Canada", "China "]
    assert page.texts("p", "said") == ["28 November 2017One.1 ", "28 November 2017 · Canadian ministersTwo.2 "]
    assert "Words of its own: launch, talks" in freeland
    assert "no words of China" in china
    assert page.texts("p", "footing")
    assert page.texts("li") == [f"1 2{LAUNCH.reference}"]


def test_where_all_sides_are_silent_each_says_so_above_the_declined_answer():
    sides = (Side("Ada Lind", None, reason="Ada is silent."), Side("Bo Dahl", None, reason="Bo is silent."))
    turn = answered(Sentence("The sources do not say.", True, ()), declined=True, sides=sides, nearest=(LAUNCH,))
    page = Page(transcript.render((turn,)))
    assert page.texts("h3") == ["Ada Lind ", "Bo Dahl ", "The sources do not say"]
    assert page.texts("p", "reason") == ["Ada is silent.", "Bo is silent."]
    assert page.texts("span", "quote") == [LAUNCH.quote]


def test_a_nearest_passage_shows_its_heading_apart_from_its_text():
    passage = replace(cite("The launch\n\nCanada condemned the launch."), heading="Canada › The launch")
    page = Page(transcript.render((answered(declined=True, nearest=(passage,)),)))
    assert page.texts("strong") == ["The launch"]
    assert page.texts("span", "quote") == ["The launch\nCanada condemned the launch."]


@pytest.mark.parametrize(
    ("confidence", "word"), [(1.0, "high"), (0.75, "high"), (0.74, "medium"), (0.5, "medium"), (0.0, "low")]
)
def test_confidence_is_a_word_with_its_number_in_a_tooltip(confidence, word):
    page = Page(transcript.render((answered(Sentence("One.", False, (LAUNCH,)), confidence=confidence),)))
    assert f"Confidence: {word}" in page.texts("p", "footing")[0]
    assert any(f"{confidence:.2f}" in title for title in page.attributes("title"))


@pytest.mark.parametrize(("count", "words"), [(1, "1 sentence withheld"), (2, "2 sentences withheld")])
def test_withheld_sentences_are_counted(count, words):
    page = Page(
        transcript.render(
            (
                answered(
                    Sentence("One.", False, (LAUNCH,)), unsupported=(Withheld("Never said.", "unsupported"),) * count
                ),
            )
        )
    )
    assert words in page.texts("p", "footing")[0]


def test_the_standalone_question_is_shown_where_it_differs():
    same, other = answered(), answered(standalone_question="What did Canada say?")
    assert Page(transcript.render((same,))).texts("q") == []
    assert Page(transcript.render((other,))).texts("q") == ["What did Canada say?"]


def test_a_question_in_the_making_is_marked_as_busy():
    assert Page(transcript.render((Turn("What?"),))).attributes("aria-busy") == ["true"]
    assert Page(transcript.render((answered(),))).attributes("aria-busy") == ["false"]


def test_an_error_stands_in_the_conversation_with_what_to_do():
    page = Page(transcript.render((Turn("?").failed(QuestionError("It is too long.", "Ask less.")),)))
    assert page.texts("div", "problem") == ["It is too long. Ask less."]


# Turns


def test_citations_are_numbered_once_a_place_in_the_order_of_the_text():
    turn = answered(Sentence("A", False, (RECKLESS, LAUNCH)), Sentence("B", False, (replace(RECKLESS),)))
    assert turn.citations == (RECKLESS, LAUNCH)
    assert [turn.number(each) for each in (RECKLESS, LAUNCH)] == [1, 2]
    assert distinct([]) == ()


def test_a_turn_grows_with_the_events_of_its_answer():
    sentence = Sentence("One.", False, (LAUNCH,))
    begun = Turn("What was said?").after(Event("sentence", sentence=sentence))
    assert (begun.sentences, begun.pending) == ((sentence,), True)
    done = begun.after(Event("answer", answer=answer(sentence)))
    assert (done.sentences, done.pending) == ((sentence,), False)


def test_the_history_has_the_answered_turns_only():
    turns = (answered(Sentence("One.", False, (LAUNCH,))), Turn("x").failed(QuestionError("No.")), Turn("pending"))
    assert history(turns) == [("user", "What was said?"), ("assistant", "One.")]


# The pane


def test_the_pane_shows_the_whole_text_with_its_headings_and_paragraphs():
    page = Page(pane.render(DOCUMENT))
    start = next(at for at, (_, attrs, _) in enumerate(page.elements) if attrs.get("class") == "text")
    body = [(tag, inside) for tag, _, inside in page.elements[start + 1 :]]
    assert body == [
        ("h4", "The launch"),
        ("p", "Canada condemned the launch. It called it reckless."),
        ("h4", "The way"),
        ("p", "The way forward is talks.\n- with Japan\n- with South Korea"),
    ]
    assert page.texts("h2") == ["Statement by Canada"]


def test_the_exact_words_are_marked_and_the_other_citations_more_lightly():
    page = Page(pane.render(DOCUMENT, LAUNCH, [RECKLESS]))
    assert page.texts("mark", "cited") == [LAUNCH.quote]
    assert page.texts("mark", "also") == [RECKLESS.quote]


def test_the_cited_words_win_where_citations_overlap():
    page = Page(pane.render(DOCUMENT, RECKLESS, [cite("Canada condemned the launch. It called it reckless.")]))
    assert page.texts("mark", "cited") == [RECKLESS.quote]
    assert page.texts("mark", "also") == [LAUNCH.quote + " "]


def test_words_over_several_paragraphs_are_marked_in_each():
    page = Page(pane.render(DOCUMENT, cite("reckless.\n\nThe way\n  \nThe way forward")))
    assert page.texts("mark", "cited") == ["reckless.", "The way", "The way forward"]


def test_the_title_in_the_text_is_shown_when_it_is_what_is_cited():
    page = Page(pane.render(DOCUMENT, cite("Statement by Canada")))
    assert page.texts("mark", "cited") == ["Statement by Canada"]


def test_the_pane_names_the_reference_and_where_the_original_is():
    assert Page(pane.render(DOCUMENT, LAUNCH)).texts("p", "reference") == [LAUNCH.reference]
    assert "Original: canada.ca" in Page(pane.render(DOCUMENT)).texts("p", "reference")[0]
    original = Page(pane.render(replace(DOCUMENT, original=True)))
    assert original.texts("p", "reference") == [
        "Chrystia Freeland, “Statement by Canada”, statement, Ottawa, 28 November 2017."
    ]
    assert original.texts("p", "origin") == ["Source: canada.ca"]


def test_words_that_a_changed_document_no_longer_holds_are_not_marked():
    page = Page(pane.render(replace(DOCUMENT, text="Another " + TEXT, headings=()), LAUNCH))
    assert page.texts("mark") == []
    assert "has changed" in page.texts("p", "note")[0]


def test_a_document_that_is_gone_says_so():
    page = Page(pane.failure(UnknownDocument("It was removed.", "Look at the sources.")))
    assert page.texts("div", "problem") == ["It was removed. Look at the sources."]


@given(st.text(alphabet="ab \n", max_size=60), st.data())
def test_every_visible_character_is_shown_once_and_the_marks_hold_the_quote(words, data):
    start = data.draw(st.integers(0, len(words)))
    end = data.draw(st.integers(start, len(words)))
    document = Document("x", words, "0", Metadata("T"))
    citation = replace(LAUNCH, document="x", start=start, end=end, quote=words[start:end])
    page = Page(pane.render(document, citation))
    assert "".join(page.texts("div", "text")[0].split()) == "".join(words.split())
    assert "".join("".join(page.texts("mark", "cited")).split()) == "".join(words[start:end].split())


# The masthead


def test_the_list_of_sources_tells_briefs_from_originals():
    sources = [
        Source("a", "0", metadata(), 3, original=False),
        Source("b", "0", metadata(kind="brief"), 3, original=True),
    ]
    page = Page(masthead.ready(sources))
    assert page.attributes("data-document") == ["a", "b"]
    assert page.texts("span", "kind") == ["StatementBrief", "Original"]
    assert page.texts("span", "byline")[0] == "Chrystia Freeland, Ottawa, 28 November 2017"


def test_the_masthead_says_that_the_library_is_being_prepared():
    assert Page(masthead.preparing()).texts("p", "preparing") == ["Preparing the library…"]


# Hostile text


def hostile_parts():
    data = Metadata(
        HOSTILE, HOSTILE, authors=(HOSTILE,), venue=HOSTILE, language=HOSTILE, source=HOSTILE, rights=HOSTILE
    )
    document = Document(HOSTILE, HOSTILE, "0", data, (Heading(0, 5, 1, HOSTILE[:5]),))
    citation = cite(HOSTILE, document, HOSTILE)
    sentences = (Sentence(HOSTILE, False, (citation,)), Sentence(HOSTILE, True, ()))
    changes = {"question": HOSTILE, "standalone_question": HOSTILE + "?", "reason": HOSTILE}
    problem = LibraryDamaged(HOSTILE, HOSTILE)
    turns = (
        answered(*sentences, **changes),
        answered(*sentences, declined=True, nearest=(citation,), **changes),
        answered(*sentences, sides=(Side(HOSTILE, HOSTILE, sentences, HOSTILE, (HOSTILE,)),), **changes),
        Turn(HOSTILE).failed(problem),
    )
    yield transcript.render(turns)
    yield pane.render(document, citation, [citation])
    yield pane.render(document)
    yield pane.failure(problem)
    yield masthead.ready([Source(HOSTILE, "0", data, 1, original=True)])


@pytest.mark.parametrize("markup", list(hostile_parts()), ids=["conversation", "cited", "read", "failed", "sources"])
def test_hostile_text_becomes_neither_an_element_nor_an_attribute(markup):
    page = Page(markup)
    assert isinstance(markup, Html)
    assert {tag for tag, _, _ in page.elements}.isdisjoint({"img", "script", "b"})
    assert not [name for _, attrs, _ in page.elements for name in attrs if name.startswith("on")]
    assert HOSTILE in page.elements[0][2]


# Waiting for the library


class Library:
    """A bot that answers from what it was given."""

    closed = False

    def __init__(self, *events):
        self.events, self.asked = events, []

    def documents(self):
        return (Source("canada", "0", metadata(), 3, original=False),)

    def document(self, document):
        if document != DOCUMENT.id:
            raise UnknownDocument("There is no such document.", "Look at the sources.")
        return DOCUMENT

    def stream(self, question, history=()):
        self.asked.append((question, history))
        for event in self.events:
            if isinstance(event, Exception):
                raise event
            yield event

    def close(self):
        self.closed = True


def opened(bot):
    opening = Opening(lambda: bot)
    opening.begin()
    return opening


def failing(error):
    def opener():
        raise error

    opening = Opening(opener)
    opening.begin()
    return opening


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


@pytest.fixture
def handlers():
    """The page's handlers over an opening; Gradio takes seconds to import, hence not at the top."""
    return importlib.import_module("bot.page.handlers").Handlers


class Clicked:
    """What the page sends with an event."""

    def __init__(self, **data):
        self.__dict__.update(data)


@pytest.mark.slow
def test_a_question_is_shown_at_once_then_its_sentences_then_the_whole_answer(handlers):
    sentence = Sentence("One.", False, (LAUNCH,))
    bot = Library(Event("sentence", sentence=sentence), Event("answer", answer=answer(sentence)))
    shown = [Page(markup).texts("p") for markup, _, _ in handlers(opened(bot)).ask("What was said?", (answered(),))]
    assert ["Reading the sources…" in texts for texts in shown] == [True, True, False]
    assert [any("One." in words for words in texts) for texts in shown] == [False, True, True]
    assert bot.asked == [("What was said?", [("user", "What was said?"), ("assistant", "")])]


@pytest.mark.slow
def test_an_empty_question_asks_nothing(handlers):
    bot = Library()
    assert list(handlers(opened(bot)).ask(" \n", ())) == []
    assert bot.asked == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("error", "message"),
    [(QuestionError("It is too long.", "Ask less."), "It is too long."), (ZeroDivisionError(), "Something went wrong")],
)
def test_an_error_becomes_a_message_in_the_conversation(handlers, error, message):
    *_, (markup, turns, _) = handlers(opened(Library(error))).ask("What?", ())
    assert message in Page(markup).texts("div", "problem")[0]
    assert turns[0].problem


@pytest.mark.slow
def test_a_citation_opens_its_source_with_the_others_of_the_same_answer(handlers):
    turns = (answered(Sentence("One.", False, (LAUNCH, RECKLESS))),)
    page = Page(handlers(opened(Library())).open_citation(turns, Clicked(turn="0", citation="2")))
    assert page.texts("mark", "cited") == [RECKLESS.quote]
    assert page.texts("mark", "also") == [LAUNCH.quote]


@pytest.mark.slow
def test_a_source_that_was_removed_meanwhile_is_told(handlers):
    turns = (answered(Sentence("One.", False, (replace(LAUNCH, document="gone"),))),)
    hand = handlers(opened(Library()))
    for markup in (
        hand.open_citation(turns, Clicked(turn="0", citation="1")),
        hand.open_document(Clicked(document="gone")),
    ):
        assert "There is no such document." in Page(markup).texts("div", "problem")[0]


@pytest.mark.slow
def test_a_citation_of_a_conversation_that_the_server_has_lost_is_told(handlers):
    page = Page(handlers(opened(Library())).open_citation((), Clicked(turn="0", citation="1")))
    assert "Ask the question again." in page.texts("div", "problem")[0]


@pytest.mark.slow
def test_a_library_that_does_not_open_is_told_at_the_top_of_the_page(handlers):
    top, notice = handlers(failing(LibraryDamaged("It is damaged.", "Rebuild it."))).prepare()
    assert Page(top).attributes("data-document") == []
    assert Page(notice).texts("div", "problem") == ["It is damaged. Rebuild it."]


# The server


def test_a_free_port_is_listened_at():
    with listen("127.0.0.1", 0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


def test_a_port_in_use_is_an_error_that_says_what_to_do():
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(ServerError, match=rf"Port {port} of 127\.0\.0\.1 is in use") as caught:
            listen("127.0.0.1", port)
    assert "BOT_PORT" in caught.value.hint


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(ServerError, match=r"192\.0\.2\.1:0 cannot be listened at"):
        listen("192.0.2.1", 0)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:7860/"),
        ("localhost", "http://localhost:7860/"),
        ("::1", "http://[::1]:7860/"),
        ("0.0.0.0", "http://127.0.0.1:7860/"),
    ],
)
def test_the_announcement_has_an_address_that_opens(host, address):
    assert address in announcement(host, 7860)


@pytest.mark.parametrize(
    ("host", "told"), [("127.0.0.1", False), ("::1", False), ("0.0.0.0", True), ("10.0.0.1", True)]
)
def test_listening_for_other_machines_is_said(host, told):
    assert ("can read the library" in announcement(host, 7860)) is told


def test_ui_tells_a_port_in_use_in_one_line_and_exits_with_1(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run_ui("--port", str(taken.getsockname()[1]), "--library", str(tmp_path))
    assert done.returncode == 1
    assert re.fullmatch(r"Error: Port \d+ of 127\.0\.0\.1 is in use by another program\. .+\n", done.stderr)


def test_ui_tells_a_wrong_setting_in_one_line_and_exits_with_1():
    done = run_ui("--port", "70000")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


def run_ui(*arguments):
    root = Path(__file__).parents[1]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("BOT_")}
    command = [sys.executable, "ui.py", *arguments]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=60, check=False)
