"""The conversation as HTML, and as the turns that it is made of."""

from dataclasses import replace

import pytest
from page_parts import DOCUMENT, EN, LAUNCH, RECKLESS, Page, answer, answered, cite, metadata

from bot.errors import QuestionError
from bot.exports import bibtex_entry, chicago_note
from bot.library import Filters
from bot.page.copying import bibtex, chicago, markdown
from bot.page.references import reference
from bot.page.turns import Turn, distinct, history, number_of
from bot.page.views import transcript
from bot.page.words import words_of
from bot.records import Event, Sentence, Side, Source, Withheld

# The conversation


def test_the_start_page_offers_questions_that_can_be_clicked():
    page = Page(transcript.render(EN, ()))
    assert page.attributes("data-ask") == [EN(f"example.{name}") for name in transcript.EXAMPLES]
    assert "log" in page.attributes("role")


def test_each_sentence_is_followed_by_the_numbers_of_its_citations():
    turn = answered(Sentence("One.", False, (LAUNCH,)), Sentence("Two.", False, (RECKLESS, LAUNCH)))
    said = Page(transcript.render(EN, (turn,))).texts("p", "said")
    assert [words.split() for words in said] == [["One.1", "Two.21"]]


def test_a_citation_names_its_reference_and_where_it_leads():
    page = Page(transcript.render(EN, (answered(Sentence("One.", False, (LAUNCH,))),)))
    chip = next(attrs for _, attrs, _ in page.elements if attrs.get("class") == "chip")
    assert (chip["data-document"], chip["data-start"], chip["data-end"]) == (
        "canada",
        str(LAUNCH.start),
        str(LAUNCH.end),
    )
    assert chip["aria-label"] == f"Citation 1: {LAUNCH.reference}"
    assert (chip["data-quote"], chip["data-who"], chip["data-when"]) == (
        LAUNCH.quote,
        "Chrystia Freeland",
        "28 November 2017",
    )


def test_sources_of_an_answer_are_listed_once_a_document():
    turn = answered(Sentence("One.", False, (LAUNCH,)), Sentence("Two.", False, (RECKLESS,)))
    page = Page(transcript.render(EN, (turn,)))
    assert page.texts("li") == [f"1 2{LAUNCH.reference}"]


def test_the_words_of_the_bot_are_set_apart():
    page = Page(transcript.render(EN, (answered(Sentence("In short:", True, ())),)))
    assert page.texts("span", "own") == ["In short:"]


def test_a_declined_answer_says_so_with_its_reason_and_opens_the_nearest_passages():
    turn = answered(
        Sentence("The sources do not say.", True, ()),
        declined=True,
        reason="No passage names a number.",
        nearest=(RECKLESS, LAUNCH),
    )
    page = Page(transcript.render(EN, (turn,)))
    assert page.texts("h3") == ["The sources do not say"]
    assert page.texts("p", "reason") == ["No passage names a number."]
    assert page.texts("span", "quote") == [RECKLESS.quote, LAUNCH.quote]
    assert page.attributes("data-start") == [str(RECKLESS.start), str(LAUNCH.start)]
    assert page.texts("p", "said") == []


def test_each_side_of_an_answer_has_its_own_sentences_under_its_name():
    mine, group = Sentence("One.", False, (LAUNCH,)), replace(RECKLESS, speaker="Canadian ministers")
    sides = (
        Side("Chrystia Freeland", "Canada", (mine, Sentence("Two.", False, (group,))), own=("launch", "talks")),
        Side(None, "China", reason="The sources have no words of China about this."),
    )
    page = Page(transcript.render(EN, (answered(*sides[0].sentences, sides=sides),)))
    freeland, china = page.texts("section")
    assert page.texts("h3") == ["Chrystia Freeland Canada", "China "]
    assert page.texts("p", "said") == ["28 November 2017One.1", "28 November 2017 · Canadian ministersTwo.2"]
    assert "Only here: launch, talks" in freeland
    assert "no words of China" in china
    assert page.texts("p", "footing")
    assert page.texts("li") == [f"1 2{LAUNCH.reference}"]


def test_where_all_sides_are_silent_each_says_so_above_the_declined_answer():
    sides = (Side("Ada Lind", None, reason="Ada is silent."), Side("Bo Dahl", None, reason="Bo is silent."))
    turn = answered(Sentence("The sources do not say.", True, ()), declined=True, sides=sides, nearest=(LAUNCH,))
    page = Page(transcript.render(EN, (turn,)))
    assert page.texts("h3") == ["Ada Lind ", "Bo Dahl ", "The sources do not say"]
    assert page.texts("p", "reason") == ["Ada is silent.", "Bo is silent."]
    assert page.texts("span", "quote") == [LAUNCH.quote]


def test_a_nearest_passage_shows_its_heading_apart_from_its_text():
    passage = replace(cite("The launch\n\nCanada condemned the launch."), heading="Canada › The launch")
    page = Page(transcript.render(EN, (answered(declined=True, nearest=(passage,)),)))
    assert page.texts("strong") == ["The launch"]
    assert page.texts("span", "quote") == ["The launch\nCanada condemned the launch."]


@pytest.mark.parametrize(
    ("confidence", "word"), [(1.0, "high"), (0.75, "high"), (0.74, "medium"), (0.5, "medium"), (0.0, "low")]
)
def test_confidence_is_a_word_with_its_number_in_a_tooltip(confidence, word):
    page = Page(transcript.render(EN, (answered(Sentence("One.", False, (LAUNCH,)), confidence=confidence),)))
    assert f"Confidence: {word}" in page.texts("p", "footing")[0]
    assert any(f"{confidence:.2f}" in title for title in page.attributes("title"))


@pytest.mark.parametrize(("count", "words"), [(1, "1 sentence withheld"), (2, "2 sentences withheld")])
def test_withheld_sentences_are_counted(count, words):
    page = Page(
        transcript.render(
            EN,
            (
                answered(
                    Sentence("One.", False, (LAUNCH,)), unsupported=(Withheld("Never said.", "unsupported"),) * count
                ),
            ),
        )
    )
    assert words in page.texts("summary")[0]
    assert "Never said." in page.texts("details", "withheld")[0]


def test_the_standalone_question_is_shown_where_it_differs():
    same, other = answered(), answered(standalone_question="What did Canada say?")
    assert Page(transcript.render(EN, (same,))).texts("q") == []
    assert Page(transcript.render(EN, (other,))).texts("q") == ["What did Canada say?"]


def test_a_question_in_the_making_is_marked_as_busy():
    assert Page(transcript.render(EN, (Turn("What?"),))).attributes("aria-busy") == ["true"]
    assert Page(transcript.render(EN, (answered(),))).attributes("aria-busy") == ["false"]


def test_an_error_stands_in_the_conversation_with_what_to_do():
    page = Page(transcript.render(EN, (Turn("?").failed(QuestionError("It is too long.", "Ask less.")),)))
    assert page.texts("div", "problem") == ["It is too long. Ask less."]


# Turns


def test_citations_are_numbered_once_a_place_in_the_order_of_the_text():
    turn = answered(Sentence("A", False, (RECKLESS, LAUNCH)), Sentence("B", False, (replace(RECKLESS),)))
    assert turn.citations == (RECKLESS, LAUNCH)
    assert [number_of(each, turn.citations) for each in (RECKLESS, LAUNCH)] == [1, 2]
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


def test_a_stopped_turn_shows_what_was_ready_and_is_in_the_making_no_more():
    begun = Turn("What was said?").after(Event("sentence", sentence=Sentence("One.", False, (LAUNCH,))))
    page = Page(transcript.render(EN, (begun.stop(),)))
    assert page.attributes("aria-busy") == ["false"]
    assert "You stopped this answer." in page.texts("p", "note")[0]
    assert page.texts("p", "said") == ["One.1 "]
    assert answered().stop() == answered()


def test_who_wrote_an_answer_and_what_to_know_of_it_are_shown():
    one = Sentence("One.", False, (LAUNCH,))
    written = Page(transcript.render(EN, (answered(one, written_by="gemma", notice="It is slow."),)))
    assert "Written by gemma" in written.texts("p", "footing")[0]
    assert written.texts("p", "note") == ["It is slow."]
    assert "In the sources’ own words" in Page(transcript.render(EN, (answered(one),))).texts("p", "footing")[0]


def test_the_filters_of_a_question_are_told_below_it():
    turn = replace(answered(), filters=Filters(speaker="Freeland", kind="speech"))
    assert "Only Speaker: Freeland · Kind: Speech" in Page(transcript.render(EN, (turn,))).texts("p", "standalone")


def test_documents_are_told_by_their_titles_and_a_link_to_the_question_has_its_filters():
    turn = replace(answered(question="Who & why?"), filters=Filters(document=("canada", "gone"), since="2017"))
    page = Page(transcript.render(EN, (turn,), sources=SOURCES))
    assert "Only Document: Statement by Canada · Document: gone · Since: 2017" in page.texts("p", "standalone")
    assert page.attributes("data-link-question") == ["q=Who+%26+why%3F&document=canada&document=gone&since=2017"]


def test_only_the_last_question_can_be_asked_again_and_each_can_be_edited():
    page = Page(transcript.render(EN, (answered(), answered())))
    assert len(page.attributes("data-retry")) == 1
    assert page.attributes("data-edit") == ["0", "1"]


# Copying


def test_an_answer_is_copied_with_numbers_and_a_reference_for_each():
    turn = answered(Sentence("One.", False, (LAUNCH,)), Sentence("Two *2*.", False, (RECKLESS, LAUNCH)))
    assert markdown(EN, turn) == (
        f"**What was said?**\n\nOne. [1] Two \\*2\\*. [2] [1]\n\n1. {LAUNCH.reference}\n2. {RECKLESS.reference}\n"
    )


def test_a_declined_answer_is_copied_with_its_reason_and_without_the_passages_that_do_not_answer():
    turn = answered(declined=True, reason="No passage names a number.", nearest=(LAUNCH,))
    assert markdown(EN, turn) == "**What was said?**\n\nNo passage names a number.\n"
    assert markdown(EN, Turn("?")) == ""


SOURCES = {DOCUMENT.id: Source(DOCUMENT.id, "0", metadata(), 3, original=False)}


def test_the_references_of_an_answer_are_copied_as_bibtex_and_as_notes_each_once():
    turn = answered(Sentence("One.", False, (LAUNCH,)), Sentence("Two.", False, (RECKLESS, LAUNCH)))
    assert bibtex(turn, SOURCES) == bibtex_entry(SOURCES["canada"])
    assert chicago(turn, SOURCES) == f"{chicago_note(SOURCES['canada'], LAUNCH)}\n"
    assert (bibtex(turn, {}), chicago(turn, {})) == ("", f"{LAUNCH.reference}\n")


def test_an_answer_can_be_cited_and_the_conversation_exported_at_its_end():
    turn = answered(Sentence("One.", False, (LAUNCH,)))
    page = Page(transcript.render(EN, (turn, turn), sources=SOURCES))
    assert page.attributes("data-export") == ["md", "docx", "json"]
    assert [each.startswith("@misc{canada,") for each in page.attributes("data-copy")][1::3] == [True, True]


def test_only_an_answer_that_is_kept_can_be_rated():
    kept = replace(answered(), number=1, rating="down")
    page = Page(transcript.render(EN, (answered(), kept)))
    assert page.attributes("data-rate") == ["up", "down"]
    assert page.attributes("aria-pressed") == ["false", "true"]


def test_what_was_not_kept_says_why():
    page = Page(transcript.render(EN, (replace(answered(), unkept=QuestionError("The disk is full.")),)))
    assert page.texts("div", "problem") == ["The disk is full. "]


def test_a_french_question_is_told_to_be_put_word_by_word():
    rendered = answered(question="Qu’a dit le Canada de la guerre ?", standalone_question="What did Canada say of war?")
    french = Page(transcript.render(words_of("fr"), (rendered,))).texts("p", "standalone")
    assert "mot à mot" in french[0]
    followed = answered(question="And why?", standalone_question="And why did Canada say it?")
    assert "Understood as" in Page(transcript.render(EN, (followed,))).texts("p", "standalone")[0]


@pytest.mark.parametrize(
    ("line", "french"),
    [
        (
            "Brief of “Statement by Canada” (Ada Lind, statement, Ottawa, 28 November 2017). Original: x.",
            "Résumé de « Statement by Canada » (Ada Lind, déclaration, Ottawa, 28 novembre 2017). Original : x.",
        ),
        (
            "Bo Dahl, as reported in: Ada Lind, “Statement by Canada”, statement, 28 November 2017, p. 3.",
            "Bo Dahl, d’après : Ada Lind, « Statement by Canada », déclaration, 28 novembre 2017, p. 3.",
        ),
        ("Another line.", "Another line."),
    ],
)
def test_the_bot_s_own_words_in_a_reference_are_in_the_reader_s_language(line, french):
    cited = replace(LAUNCH, reference=line)
    assert reference(words_of("fr"), cited) == french
    assert reference(EN, cited) == line
