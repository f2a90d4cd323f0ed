"""Positions side by side: each side in words of its own, and silence shown as silence."""

import io
import json
import shutil
from collections import Counter
from dataclasses import replace

import pytest
from documents import front_matter, written
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from typer.testing import CliRunner

from bot.answering import Answerer
from bot.answering.weights import shipped_weights
from bot.chunking import chunk
from bot.citations import is_exact
from bot.cli import compared as drawn
from bot.cli.commands import app
from bot.errors import QuestionError
from bot.library import Filters
from bot.positions import Comparer, Comparison, Positions, compared
from bot.positions.contrast import log_odds, own_words, shared_words
from bot.positions.parties import speaks_for
from bot.records import Attribution, Side, Span, Speaker
from bot.retrieval import Retriever

ADA = Speaker("Ada Lind", "Minister of Fisheries", "Fisheries Board", "Sweden")
MINISTERS = Speaker("Swedish ministers", country="Sweden")
BO = Speaker("Bo Dahl", "Minister of Trade", "Ministry of Trade", "Norway")
REPORTED = {
    "Lind warned that the herring quota “must fall at once”": ADA,
    "Dahl said that the herring quota “may stay as it is”": BO,
    "Swedish ministers say that the harbour fee is “a burden on every boat”": MINISTERS,
}
REPORT = front_matter(
    "# A report\n\n"
    "Lind warned that the herring quota “must fall at once”. Dahl said that the herring quota “may stay as it is”.\n\n"
    "Swedish ministers say that the harbour fee is “a burden on every boat”.\n\n"
    "The author of the report thinks that the herring quota is a matter of taste.\n",
    title="A report",
    speaker="",
    office="",
    authors="Cleo Writer",
    country="Denmark",
    date="2020-05-02",
)
OLDER = front_matter(
    "# A speech\n\nThe herring quota was set too high last year.\n\nThe lighthouse is green.\n",
    title="A speech",
    speaker=ADA.name,
    office=ADA.office,
    country=ADA.country,
    organisation=ADA.organisation,
    date="2019-01-02",
)
TRADE = front_matter(
    "# A harbour\n\nThe harbour fee pays for the harbour and for nothing else.\n",
    title="A harbour",
    speaker=BO.name,
    office=BO.office,
    country=BO.country,
    organisation=BO.organisation,
    date="2019-03-04",
)


def attributed(document):
    """The passages of a document, with who is reported in them."""
    found = []
    for said, speaker in REPORTED.items():
        at = document.text.find(said)
        if at >= 0:
            start, end = at + said.index("“"), at + len(said)
            found.append(Attribution(start, end, Span(at, end), speaker, None, "report"))
    return tuple(
        replace(each, attributions=tuple(one for one in found if one.start < each.end and each.start < one.end))
        for each in chunk(document)
    )


@pytest.fixture
def comparer(library):
    """A comparer over two speeches and a report of both speakers."""
    texts = {"report.md": REPORT, "older.md": OLDER, "trade.md": TRADE}
    library.add([written(text, name) for name, text in texts.items()], chunker=attributed)
    retriever = Retriever(library)
    return Comparer(library, retriever, Answerer(library, retriever, shipped_weights()))


def said(side):
    return [sentence.text for sentence in side.sentences]


def test_each_side_has_only_its_own_words(comparer):
    lind, dahl = comparer.compare("the herring quota", ["Lind", "Dahl"]).sides
    assert (lind.speaker, lind.country, dahl.speaker, dahl.country) == ("Ada Lind", "Sweden", "Bo Dahl", "Norway")
    assert all("Dahl" not in text and "author" not in text for text in said(lind))
    assert said(dahl) == ["Dahl said that the herring quota “may stay as it is”."]
    for side in (lind, dahl):
        assert {each.speaker for sentence in side.sentences for each in sentence.citations} == {side.speaker}


def test_sentences_stand_in_order_of_date_and_are_exact(comparer, library):
    lind, _ = comparer.compare("the herring quota", ["Lind", "Dahl"]).sides
    cited = [citation for sentence in lind.sentences for citation in sentence.citations]
    assert [each.date for each in cited] == ["2019-01-02", "2020-05-02"]
    assert all(is_exact(each, library.document(each.document)) for each in cited)


def test_who_is_silent_is_shown_as_silent(comparer):
    lind, dahl = comparer.compare("the lighthouse", ["Lind", "Dahl"]).sides
    assert said(lind) == ["The lighthouse is green."]
    assert (dahl.sentences, dahl.reason) == ((), "The sources have no words of Bo Dahl about this.")


def test_a_group_stands_for_a_silent_member_only_under_its_own_name(comparer):
    lind, dahl = comparer.compare("the harbour fee", ["Lind", "Dahl"]).sides
    assert {citation.speaker for each in lind.sentences for citation in each.citations} == {"Swedish ministers"}
    assert lind.reason is not None
    assert "Swedish ministers, who speak for Sweden" in lind.reason
    assert (dahl.reason, {citation.speaker for each in dahl.sentences for citation in each.citations}) == (
        None,
        {"Bo Dahl"},
    )


def test_a_countrys_side_is_its_officials_and_not_an_article_of_it(comparer):
    sweden, norway = comparer.compare("the herring quota", countries=["Swedish", "Norway"]).sides
    assert (sweden.speaker, sweden.country) == (None, "Sweden")
    assert {each.speaker for sentence in sweden.sentences for each in sentence.citations} == {"Ada Lind"}
    with_author = comparer.compare("the herring quota", countries=["Denmark", "Norway"]).sides
    assert with_author[0].sentences == ()
    assert with_author[1] == norway or said(with_author[1]) == said(norway)


def test_a_capital_stands_for_its_country(comparer):
    sweden, norway = comparer.compare("the herring quota", countries=["Stockholm", "Norwegian"]).sides
    assert (sweden.country, norway.country) == ("Sweden", "Norway")


def test_a_name_that_several_have_is_asked_back(comparer, library):
    library.add([written(front_matter("# Fog\n\nFog is grey.\n", speaker="Eva Lind"), "fog.md")])
    with pytest.raises(QuestionError, match="“Lind” may be “Ada Lind” or “Eva Lind”"):
        comparer.compare("fog", ["Lind", "Dahl"])


@pytest.mark.parametrize(
    ("group", "speaks"),
    [
        (MINISTERS, True),
        (Speaker("Sweden", country="Sweden"), True),
        (Speaker("The Swedish government", country="Sweden"), True),
        (Speaker("Norwegian ministers", country="Norway"), False),
        (Speaker("Swedish fishermen", country="Sweden"), False),
        (Speaker("Swedish ambassadors", country="Sweden"), False),
        (Speaker("Eva Ek", "Minister of Finance", None, "Sweden"), False),
        (Speaker("ministers"), False),
    ],
)
def test_only_a_group_that_the_office_belongs_to_speaks_for_a_member(group, speaks):
    assert speaks_for(group, ADA) is speaks


def test_filters_hold_for_every_side(comparer):
    lind, dahl = comparer.compare("the herring quota", ["Lind", "Dahl"], filters=Filters(until="2019")).sides
    assert len(lind.sentences) == 1
    assert dahl.sentences == ()


@pytest.mark.parametrize(
    ("topic", "speakers", "countries", "message"),
    [
        (" ", ["Lind", "Dahl"], [], "The topic is empty."),
        ("herring", ["Lind"], [], "A comparison needs two sides."),
        ("herring", ["Lind", "Ada Lind"], [], "A comparison needs two sides."),
        ("herring", [], [], "A comparison needs two sides."),
        ("herring", ["Lind", "Nobody"], [], "No document of the library has the speaker “Nobody”."),
        ("herring", ["Lind"], ["Peru"], "No document of the library has the country “Peru”."),
    ],
)
def test_bad_input_is_a_clear_error_with_a_hint(comparer, topic, speakers, countries, message):
    with pytest.raises(QuestionError) as raised:
        comparer.compare(topic, speakers, countries)
    assert raised.value.message == message
    assert raised.value.hint


def test_a_question_that_compares_is_answered_with_sides(comparer):
    answer = comparer.answer("How do Lind and Dahl differ on the herring quota?", Filters())
    assert answer is not None
    assert not answer.declined
    assert [side.speaker for side in answer.sides] == ["Ada Lind", "Bo Dahl"]
    assert answer.sentences == tuple(sentence for side in answer.sides for sentence in side.sentences)
    assert [side["country"] for side in answer.to_dict()["sides"]] == ["Sweden", "Norway"]


def test_a_question_on_which_all_are_silent_is_declined(comparer):
    answer = comparer.answer("How do Lind and Dahl differ on the opera?", Filters())
    assert answer is not None
    assert answer.declined
    assert [side.sentences for side in answer.sides] == [(), ()]
    assert answer.sentences[0].own_words
    assert answer.nearest


def test_under_a_filter_by_speaker_nothing_is_compared(comparer):
    assert comparer.answer("How do Lind and Dahl differ on the herring quota?", Filters(speaker="Lind")) is None


def test_names_that_nobody_has_make_no_comparison(comparer):
    assert comparer.answer("How do interest and inflation differ on growth?", Filters()) is None
    assert comparer.answer("What did Lind say about the herring quota?", Filters()) is None


@pytest.mark.parametrize(
    ("question", "topic", "names"),
    [
        ("How do Canada and the United States differ on trade?", "trade", ("Canada", "the United States")),
        ("How do Lind and Dahl present the danger of war?", "the danger of war", ("Lind", "Dahl")),
        ("Compare Lind's and Dahl's views on fees", "fees", ("Lind", "Dahl")),
        ("Compare the views of Ada Lind and Bo Dahl on fees", "fees", ("Ada Lind", "Bo Dahl")),
        ("how do canada, china and peru differ on fees", "fees", ("canada", "china", "peru")),
        ("How does Norway's position on fees differ from Sweden's?", "fees", ("Norway", "Sweden")),
        ("What is the difference between Lind and Dahl on fees?", "fees", ("Lind", "Dahl")),
    ],
)
def test_a_comparison_is_seen_in_many_forms(question, topic, names):
    assert compared(question) == Comparison(topic, names)


@pytest.mark.parametrize(
    "question",
    [
        "What did Lind and Dahl announce?",
        "Did Lind and Dahl meet in Oslo?",
        "Who differs?",
        "How do taxes and fees work?",
        "",
    ],
)
def test_what_two_did_together_is_no_comparison(question):
    assert compared(question) is None


def test_log_odds_are_those_of_the_paper():
    # One side says "fee" twice and "sea" once, the other "sea" once; the prior is one word of each.
    # Odds of "fee": 3 of 5 words are it, 2 are not; of the other side 1 is, 2 are not: ln(3/2 : 1/2) = ln 3.
    # Its variance is 1/3 + 1/1, so z = 1.0986 / 1.1547 = 0.9514; "sea" stands at ln(2/3 : 2/1) / 1 = -1.0986.
    scores = log_odds(Counter(fee=2, sea=1), Counter(sea=1), {"fee": 1.0, "sea": 1.0})
    assert scores == pytest.approx({"fee": 0.9514, "sea": -1.0986}, abs=1e-4)


def test_words_are_shared_or_a_sides_own():
    sides = [["Diplomacy is open, and the door stays open."], ["Diplomacy is essential."]]
    assert shared_words(sides, lambda _: 1) == ("diplomacy",)
    own = own_words(sides, lambda _: 1)
    assert own[0][0] == "open"
    assert own[1] == ("essential",)


def test_where_one_side_speaks_no_words_are_set_apart():
    assert own_words([["Diplomacy is open."], []], lambda _: 1) == [(), ()]


words = st.lists(st.sampled_from(["harbour", "herring", "lighthouse", "quota", "boat", "storm"]), max_size=8).map(
    " ".join
)


@given(st.lists(st.lists(words, max_size=3), min_size=2, max_size=4), st.integers(0, 50))
def test_no_word_is_both_shared_and_a_sides_own(sides, frequency):
    shared = set(shared_words(sides, lambda _: frequency))
    own = own_words(sides, lambda _: frequency)
    assert len(own) == len(sides)
    assert all(shared.isdisjoint(each) for each in own)
    assert sum(map(len, own)) == len({word for each in own for word in each})


@pytest.mark.parametrize(("width", "lines"), [(100, 1), (50, 2)])
def test_sides_stand_beside_each_other_where_there_is_room(width, lines):
    found = Positions("fees", (Side("Ada Lind", None), Side("Bo Dahl", None)))
    output = io.StringIO()
    Console(file=output, width=width, force_terminal=True).print(*drawn.positions(found), sep="\n")
    shown = [line for line in output.getvalue().splitlines() if "Lind" in line or "Dahl" in line]
    assert len(shown) == lines


def test_the_bot_compares_and_answers_a_question_that_does(bot):
    freeland, tillerson = bot.compare("diplomacy", speakers=["Freeland", "Tillerson"]).sides
    assert any("“is essential and possible”" in text for text in said(freeland))
    assert any("“Diplomatic options remain viable and open, for now.”" in text for text in said(tillerson))
    answer = bot.ask("How do Freeland and Tillerson present the possibility of diplomacy?")
    assert [side.country for side in answer.sides] == ["Canada", "United States"]


def test_the_command_compares(shipped, tmp_path):
    library = ["--library", str(shutil.copytree(shipped, tmp_path / "library"))]
    run = CliRunner().invoke(
        app, ["compare", "pressure", "--speaker", "Freeland", "--country", "China", *library, "--json"]
    )
    found = json.loads(run.stdout)
    assert [side["country"] for side in found["sides"]] == ["Canada", "China"]
    assert found["sides"][0]["sentences"]
    alone = CliRunner().invoke(app, ["compare", "pressure", "--speaker", "Freeland", *library])
    assert (alone.exit_code, alone.stdout) == (1, "")
    assert alone.stderr.startswith("error: A comparison needs two sides.")
