"""Questions about the documents themselves, answered from the catalogue."""

from contextlib import closing

import pytest
from documents import front_matter, written

from bot.answering.about import MOST_DOCUMENTS, about_documents, document_meant
from bot.citations import is_exact
from bot.library import Filters, open_library

ARTICLE = {
    "title": "Fishing for peace in the north",
    "kind": "article",
    "authors": "[Ada Example, Bob Other]",
    "speaker": "",
    "office": "",
    "organisation": "Northern Institute",
    "country": "Norway",
    "date": "2017-12-08",
}
SPEECH = {"title": "Remarks on wheat", "kind": "speech", "speaker": "Rex Farmer", "office": "Secretary of Farms"}
SPEECH |= {"organisation": "Farm Office", "date": "2018-01-05", "venue": "Oslo", "country": "Sweden"}
RESOLUTION = {"title": "Council resolution 99", "kind": "resolution", "speaker": "", "office": "", "country": ""}
RESOLUTION |= {"organisation": "Council of the North", "date": "2016-03-02"}


@pytest.fixture(scope="module")
def library(tmp_path_factory, embedder):
    with closing(open_library(tmp_path_factory.mktemp("about") / "library", embedder)) as opened:
        opened.add(
            [
                written(front_matter("Ada Example is a fellow of the institute.", **ARTICLE), "article.md"),
                written(front_matter("Wheat is cheap. It was dear.", **SPEECH), "speech.md"),
                written(front_matter("The council decides on ships.", **RESOLUTION), "resolution.md"),
                written("A note without metadata on barley.", "note.txt"),
            ]
        )
        yield opened


@pytest.fixture
def about(library):
    """A function from a question to the answer's texts; each sentence with a document cites it exactly."""

    def told(question, **filters):
        sentences = about_documents(question, library, Filters(**filters))
        for sentence in sentences:
            assert sentence.own_words
            assert all(is_exact(each, library.document(each.document)) for each in sentence.citations)
        return [(sentence.text, *(each.document for each in sentence.citations)) for sentence in sentences]

    return told


@pytest.mark.parametrize(
    ("question", "text", "document"),
    [
        ("Who wrote the article?", "“Fishing for peace in the north” is by Ada Example and Bob Other.", "article"),
        (
            "who is the author of the article",
            "“Fishing for peace in the north” is by Ada Example and Bob Other.",
            "article",
        ),
        (
            "By whom was the article written?",
            "“Fishing for peace in the north” is by Ada Example and Bob Other.",
            "article",
        ),
        (
            "What is the name of the author of the article?",
            "“Fishing for peace in the north” is by Ada Example and Bob Other.",
            "article",
        ),
        (
            "Who wrote “Remarks on wheat”?",
            "“Remarks on wheat” gives the words of Rex Farmer, Secretary of Farms.",
            "speech",
        ),
        ("Who wrote Council resolution 99?", "“Council resolution 99” comes from Council of the North.", "resolution"),
        ("When was the article published?", "“Fishing for peace in the north” is dated 8 December 2017.", "article"),
        ("What is the date of the speech?", "“Remarks on wheat” is dated 5 January 2018.", "speech"),
        ("On what day was the resolution issued?", "“Council resolution 99” is dated 2 March 2016.", "resolution"),
        ("What is the title of the article?", "The title is “Fishing for peace in the north”.", "article"),
        ("What is the speech called?", "The title is “Remarks on wheat”.", "speech"),
        (
            "Who published the article?",
            "“Fishing for peace in the north” was published by Northern Institute.",
            "article",
        ),
        ("Which institution published the speech?", "“Remarks on wheat” was published by Farm Office.", "speech"),
        (
            "In what language is the article written?",
            "“Fishing for peace in the north” is in the language “en”.",
            "article",
        ),
        ("What kind of document is Remarks on wheat?", "“Remarks on wheat” is of the kind “speech”.", "speech"),
        (
            "Where can I find the original of the article?",
            "The original of “Fishing for peace in the north”: the test itself.",
            "article",
        ),
        ("Where was the speech given?", "“Remarks on wheat” was given at: Oslo.", "speech"),
    ],
)
def test_a_fact_about_a_document_is_told_and_the_document_cited(about, question, text, document):
    assert about(question) == [(text, document)]


def test_author_and_date_are_told_together(about):
    expected = "“Fishing for peace in the north” is by Ada Example and Bob Other. “Fishing for peace in the north” is "
    assert about("Who wrote the article and when?") == [(expected + "dated 8 December 2017.", "article")]
    assert about("When was the article published and by whom?") == [(expected + "dated 8 December 2017.", "article")]


def test_the_author_means_the_documents_that_have_one(about):
    assert [document for _, document in about("Who is the author?")] == ["article"]


def test_a_question_that_points_at_no_document_is_answered_for_the_few_that_tell(about):
    told = about("When was it published?")
    assert [document for _, document in told] == ["article", "speech", "resolution"]
    assert len(told) <= MOST_DOCUMENTS


def test_the_library_is_listed_with_kind_speaker_and_date(about):
    listed = [
        ("“Fishing for peace in the north” (article, Ada Example and Bob Other, 8 December 2017).", "article"),
        ("“Remarks on wheat” (speech, Rex Farmer, 5 January 2018).", "speech"),
        ("“Council resolution 99” (resolution, Council of the North, 2 March 2016).", "resolution"),
        ("“Note” (document).", "note"),
    ]
    for question in (
        "What is in the library?",
        "Which documents do you have?",
        "List all the documents",
        "what sources are there?",
        "What does the library contain?",
        "Which other texts are in the library?",
    ):
        assert about(question) == listed, question


def test_documents_are_counted(about):
    assert about("How many documents are there?") == [("The library has 4 documents.",)]
    assert about("How many sources are in the library?", kind="speech") == [("The library has 1 source.",)]


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("What did Ada Example publish?", "article"),
        ("Which articles has Bob Other written?", "article"),
        ("What statements did Rex Farmer make?", "speech"),
        ("What speeches did Farmer give?", "speech"),
        ("What did the Secretary of Farms publish?", "speech"),
        ("What did the Northern Institute publish?", "article"),
        ("What has the Council of the North issued?", "resolution"),
    ],
)
def test_what_somebody_published_is_listed(about, question, document):
    assert [each for _, each in about(question)] == [document]


def test_filters_restrict_what_is_told(about):
    assert [each for _, each in about("What is in the library?", country="Sweden")] == ["speech"]
    assert [each for _, each in about("When was it published?", since="2017-12")] == ["article", "speech"]
    assert about("Who wrote the article?", kind="speech") == [
        ("“Remarks on wheat” gives the words of Rex Farmer, Secretary of Farms.", "speech")
    ]


@pytest.mark.parametrize(
    "question",
    [
        "Where is the author a fellow?",
        "What does the author think of wheat?",
        "What did Macron publish?",
        "Who wrote the report on whales?",
        "Who decides on ships?",
        "How many ships are there?",
        "When was wheat dear?",
        "What is the price of wheat?",
        "Who is the president of Norway?",
        "What did Rex Farmer say about wheat?",
        "Which ships are known?",
        "What hope is there?",
        "What is available?",
        "Where can I find the original of “Note”?",
    ],
)
def test_a_question_about_the_content_or_an_unknown_document_goes_to_the_text(about, question):
    assert about(question) == []


def test_an_empty_library_has_nothing_to_tell_but_its_number(tmp_path, embedder):
    with closing(open_library(tmp_path / "library", embedder)) as empty:
        assert about_documents("Who wrote it?", empty, Filters()) == ()
        assert about_documents("What is in the library?", empty, Filters()) == ()
        (counted,) = about_documents("How many documents are there?", empty, Filters())
        assert counted.text == "The library has 0 documents."


def test_the_words_that_point_at_a_document_are_told():
    assert document_meant("Who wrote the statement by Canada?") == "the statement by Canada"
    assert document_meant("When was it published?") == "it"
    assert document_meant("Who is the author?") == document_meant("What did Mattis say about it?") == ""


@pytest.mark.parametrize("question", ["Who wrote the Lavrov article?", "When was the Haley article published?"])
def test_a_document_that_no_word_of_the_question_fits_is_not_taken_for_another(bot, question):
    assert "Berger" not in bot.ask(question).text


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many resolutions are there?", "The library has 2 resolutions."),
        ("How many articles do you have?", "The library has 1 article."),
        ("How many documents are there?", "The library has 18 documents."),
    ],
)
def test_documents_are_counted_by_kind(bot, question, answer):
    assert bot.ask(question).text == answer


def test_documents_are_listed_by_kind_and_by_country(bot):
    resolutions = bot.ask("What resolutions do you have?").sentences
    assert {each.citations[0].kind for each in resolutions} == {"resolution"}
    russian = bot.ask("Which documents are from Russia?").sentences
    assert {each.citations[0].country for each in russian} == {"Russia"}
