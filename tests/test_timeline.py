"""The timeline: what was said and done, earliest first, each entry dated and cited."""

import io
import json
import shutil
from dataclasses import replace

import pytest
from documents import front_matter, written
from hypothesis import HealthCheck, given, settings
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
from bot.library import Filters, open_library
from bot.records import Attribution, Span, Speaker
from bot.retrieval import Retriever
from bot.timeline import Chronicler, Timeline
from bot.timeline.dates import order

BO = Speaker("Bo Dahl", "Minister of Trade", "Ministry of Trade", "Norway")
SAID = "Dahl said that the herring quota “was agreed on 3 March”"
QUOTA = front_matter(
    "# The quota\n\n"
    "The herring quota was first agreed on 14 February. The next day the fishermen left the harbour.\n\n"
    f"{SAID}. The Board will meet on the herring quota in June.\n\n"
    "The lighthouse is green.\n",
    title="The quota",
    date="2020-05-02",
)
HARBOUR = front_matter(
    "# The harbour\n\nThe harbour was dredged.\n\nby May 6, 2017\n\nThe harbour fee rose in January 2017.\n",
    title="The harbour",
    speaker="Cleo Writer",
)
UNDATED = "A note on fog\n\nFog came over the bay. On 5 April 2018 the fog lifted. On 6 April it came back.\n"


def attributed(document):
    at = document.text.find(SAID)
    said = Attribution(at + SAID.index("“"), at + len(SAID), Span(at, at + len(SAID)), BO, None, "quotation")
    return tuple(replace(each, attributions=(said,) if each.start <= at < each.end else ()) for each in chunk(document))


@pytest.fixture(scope="module")
def library(tmp_path_factory, embedder):
    """A library of a statement, a report and a note without a date, which these tests only read."""
    opened = open_library(tmp_path_factory.mktemp("dated") / "library", embedder)
    texts = {"quota.md": QUOTA, "harbour.md": HARBOUR, "fog.txt": UNDATED}
    opened.add([written(text, name) for name, text in texts.items()], chunker=attributed)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def chronicler(library):
    retriever = Retriever(library)
    return Chronicler(library, retriever, Answerer(library, retriever, shipped_weights()))


def listed(timeline):
    return [(entry.date, entry.sentence.text) for entry in timeline.entries]


def test_without_a_topic_there_is_each_documents_opening_and_each_dated_sentence(chronicler):
    assert listed(chronicler.timeline()) == [
        ("2017-01", "The harbour fee rose in January 2017."),
        ("2017-05-06", "The harbour was dredged."),
        ("2018-04-05", "On 5 April 2018 the fog lifted."),
        ("2020-02-14", "The herring quota was first agreed on 14 February."),
        ("2020-02-15", "The next day the fishermen left the harbour."),
        ("2020-03-03", f"{SAID}."),
        ("2020-06", "The Board will meet on the herring quota in June."),
    ]


def test_a_topic_leaves_only_statements_about_it(chronicler):
    found = listed(chronicler.timeline("the herring quota"))
    assert {date for date, _ in found} == {"2020-02-14", "2020-03-03", "2020-06"}
    assert chronicler.timeline("the opera").entries == ()


def test_a_statement_without_a_date_has_its_documents(chronicler):
    assert ("2020-05-02", "The lighthouse is green.") in listed(chronicler.timeline("the lighthouse"))


@pytest.mark.parametrize(
    ("said", "dates"),
    [
        ("The fee is the tenth rise since 2006.", ["2020-05-02"]),
        ("The fee rose sharply in 2006.", ["2006", "2020-05-02"]),
    ],
)
def test_a_year_that_only_tells_how_far_something_reaches_is_no_date_of_its_own(embedder, tmp_path, said, dates):
    opened = open_library(tmp_path / "library", embedder)
    opened.add([written(front_matter(f"{said}\n", title="The fee", date="2020-05-02"), "fee.md")])
    retriever = Retriever(opened)
    found = Chronicler(opened, retriever, Answerer(opened, retriever, shipped_weights())).timeline()
    opened.close()
    assert [entry.date for entry in found.entries] == dates


def test_an_entry_names_who_says_it(chronicler):
    speakers = {entry.date: entry.speaker for entry in chronicler.timeline().entries}
    assert (speakers["2020-03-03"], speakers["2020-02-14"]) == ("Bo Dahl", "Ada Example")


def test_a_filter_by_speaker_leaves_only_that_ones_words(chronicler):
    assert {entry.speaker for entry in chronicler.timeline(filters=Filters(speaker="Dahl")).entries} == {"Bo Dahl"}
    assert {entry.speaker for entry in chronicler.timeline(filters=Filters(country="Norway")).entries} == {"Bo Dahl"}
    assert "Bo Dahl" not in {
        entry.speaker for entry in chronicler.timeline(filters=Filters(speaker="Ada Example")).entries
    }


def test_a_period_holds_for_the_entries_own_dates(chronicler):
    found = chronicler.timeline(filters=Filters(since="2020-02-15", until="2020-03"))
    assert [entry.date for entry in found.entries] == ["2020-02-15", "2020-03-03"]


def test_every_citation_is_exact_and_every_entry_in_order(chronicler, library):
    entries = chronicler.timeline().entries
    assert [order(entry.date) for entry in entries] == sorted(order(entry.date) for entry in entries)
    for entry in entries:
        (citation,) = entry.sentence.citations
        assert is_exact(citation, library.document(entry.document))


def test_of_too_many_entries_the_earliest_are_given_and_the_others_counted(chronicler, monkeypatch):
    every = chronicler.timeline()
    monkeypatch.setattr("bot.timeline.chronicler.MOST", 3)
    found = chronicler.timeline()
    assert found.entries == every.entries[:3]
    assert (every.left_out, found.left_out) == (0, len(every.entries) - 3)
    assert found.to_dict()["left_out"] == 4
    output = io.StringIO()
    Console(file=output, width=200).print(*drawn.timeline(found), sep="\n")
    assert "4 later statements left out" in output.getvalue()


def test_an_empty_topic_and_an_unknown_name_are_clear_errors(chronicler):
    with pytest.raises(QuestionError, match="The topic is empty"):
        chronicler.timeline("  ")
    with pytest.raises(QuestionError, match="has the speaker “Nobody”"):
        chronicler.timeline(filters=Filters(speaker="Nobody"))


def test_an_empty_library_has_an_empty_timeline(tmp_path, embedder):
    opened = open_library(tmp_path / "none", embedder)
    retriever = Retriever(opened)
    none = Chronicler(opened, retriever, Answerer(opened, retriever, shipped_weights()))
    assert none.timeline() == none.timeline("fog") == Timeline(())
    opened.close()


def test_it_is_drawn_a_line_an_entry(chronicler):
    output = io.StringIO()
    Console(file=output, width=200).print(*drawn.timeline(chronicler.timeline("the lighthouse")), sep="\n")
    assert "2020-05-02  Ada Example  The lighthouse is green." in output.getvalue()


def test_the_json_is_that_of_the_interface(chronicler):
    found = chronicler.timeline().to_dict()["entries"][0]
    assert set(found) == {"date", "title", "speaker", "document", "sentence"}
    assert set(found["sentence"]) == {"text", "own_words", "citations"}


months = st.sampled_from(["2016", "2017-01", "2017-06", "2018-04-05", "2020-02-15", "2020-06", "2021"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(since=st.none() | months, until=st.none() | months)
def test_a_period_only_leaves_out(chronicler, since, until):
    every = chronicler.timeline().entries
    found = chronicler.timeline(filters=Filters(since=since, until=until)).entries
    assert [entry for entry in every if entry in found] == list(found)


def test_the_command_lists_a_topic_in_order(shipped, tmp_path):
    library = str(shutil.copytree(shipped, tmp_path / "library"))
    run = CliRunner().invoke(app, ["timeline", "sanctions", "--since", "2017-11", "--library", library, "--json"])
    dates = [entry["date"] for entry in json.loads(run.stdout)["entries"]]
    assert dates
    assert dates == sorted(dates, key=order)
    assert min(dates) >= "2017-11"
