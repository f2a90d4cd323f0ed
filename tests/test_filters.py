"""Filters restrict both searches from within, and an unknown value is told together with the known ones."""

from contextlib import closing

import pytest
from documents import front_matter
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import QuestionError
from bot.library import Filters, open_library
from bot.library.exact import MOST
from bot.library.filters import attributes, day_number
from bot.loading import read_bytes
from bot.records import Metadata, Speaker
from bot.retrieval import Retriever

COMMON = "".join(f"# Part {at}\n\nThe missile launch number {at} was condemned.\n\n" for at in range(130))
RARE = "".join(f"# Field {at}\n\nHarvest {at} of wheat was good, no launch.\n\n" for at in range(12))
SOURCES = {
    "common": (COMMON, {}),
    "rare": (
        RARE,
        {
            "speaker": "Zoë Rare-Smith",
            "country": "Canada",
            "organisation": "Global Affairs Canada",
            "kind": "speech",
            "language": "fr",
            "date": "2018-01-16",
        },
    ),
    "joint": (
        "The launch was condemned by both.",
        {
            "speaker": "[Chrystia Freeland, Rex Tillerson]",
            "office": "[Minister, Secretary]",
            "organisation": "[Global Affairs Canada, Department of State]",
            "country": "[Canada, United States]",
            "date": "2017-12-19",
        },
    ),
    "kim": ("The launch was a success.", {"speaker": "Kim Jong Un", "country": "North Korea", "date": "2017-11-29"}),
    "council": (
        "The launch was condemned by the council.",
        {
            "kind": "resolution",
            "speaker": "",
            "office": "",
            "country": "",
            "organisation": "United Nations Security Council",
            "date": "2017-12-22",
        },
    ),
}


@pytest.fixture(scope="module", params=[0, MOST], ids=["index", "exact"])
def library(request, tmp_path_factory, embedder):
    """A library whose vectors are searched by Chroma's index, and one whose vectors are few enough to compare all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.library.whole.MOST", request.param)
        yield from _opened(tmp_path_factory, embedder)


def _opened(tmp_path_factory, embedder):
    with closing(open_library(tmp_path_factory.mktemp("filters") / "library", embedder)) as opened:
        opened.add(
            [
                read_bytes(front_matter(body, **keys).encode(), f"{name}.md", f"/{name}.md")
                for name, (body, keys) in SOURCES.items()
            ]
        )
        yield opened


def found(library, **filters):
    """The documents that each of the searches finds passages of."""
    condition = library.condition(Filters(**filters))
    vector = library.embedder.embed_query("missile launch condemned")
    hits = (library.search_vectors(vector, 1000, condition), library.search_words(["launch"], 1000, condition))
    return [{library.passages([key])[key].source.id for key, _ in each} for each in hits]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"document": "kim"}, {"kim"}),
        ({"document": ["kim", "rare"]}, {"kim", "rare"}),
        ({"document": ["kim", "rare"], "since": "2018"}, {"rare"}),
        ({"kind": "speech"}, {"rare"}),
        ({"kind": "Resolution"}, {"council"}),
        ({"speaker": "Freeland"}, {"joint"}),
        ({"speaker": "rex tillerson"}, {"joint"}),
        ({"speaker": "Zoe"}, {"rare"}),
        ({"speaker": "Kim"}, {"kim"}),
        ({"organisation": "Global Affairs"}, {"rare", "joint"}),
        ({"organisation": "Security Council"}, {"council"}),
        ({"country": "Canada"}, {"rare", "joint"}),
        ({"country": "U.S."}, {"joint"}),
        ({"country": "DPRK"}, {"kim"}),
        ({"language": "fr"}, {"rare"}),
        ({"since": "2017-12-19"}, {"rare", "joint", "council"}),
        ({"until": "2017-11-29"}, {"common", "kim"}),
        ({"since": "2017-12", "until": "2017-12"}, {"joint", "council"}),
        ({"since": "2017", "until": "2017"}, {"common", "joint", "kim", "council"}),
        ({"country": "Canada", "until": "2017"}, {"joint"}),
        ({"since": "2019"}, set()),
    ],
)
def test_each_filter_leaves_the_documents_that_meet_it(library, filters, expected):
    assert found(library, **filters) == [expected, expected]
    assert {source.id for source in library.visible(Filters(**filters))} == expected


@pytest.mark.parametrize("filters", [{"document": "rare"}, {"speaker": "Rare"}, {"language": "fr"}, {"since": "2018"}])
def test_a_filter_works_inside_the_searches_so_that_many_better_passages_elsewhere_push_nothing_out(library, filters):
    condition = library.condition(Filters(**filters))
    vector = library.embedder.embed_query("missile launch condemned")
    assert len(library.search_vectors(vector, 8, condition)) == 8
    assert len(library.search_words(["launch"], 8, condition)) == 8
    evidence = Retriever(library).retrieve("missile launch condemned", Filters(**filters), top_k=8)
    assert len({each.passage.ordinal for each in evidence}) == len(evidence) > 0
    assert {each.source.id for each in evidence} == {"rare"}


def test_one_unknown_document_of_several_is_named(library):
    with pytest.raises(QuestionError, match="the document “kym”"):
        library.condition(Filters(document=["rare", "kym"]))


@pytest.mark.parametrize(("given", "same"), [([], None), (["kim"], "kim"), (["kim", "kim"], "kim"), ((), None)])
def test_a_list_of_one_document_or_none_is_the_same_as_no_list(given, same):
    assert Filters(document=given) == Filters(document=same)
    assert hash(Filters(document=given)) == hash(Filters(document=same))


def test_without_a_filter_the_better_passages_come_first(library):
    evidence = Retriever(library).retrieve("missile launch condemned", top_k=8)
    assert "rare" not in {each.source.id for each in evidence}


@pytest.mark.parametrize(
    ("filters", "named"),
    [
        ({"document": "kym"}, "kim"),
        ({"kind": "speach"}, "speech"),
        ({"speaker": "Freland"}, "Freeland"),
        ({"speaker": ""}, "Ada Example"),
        ({"organisation": "NATO"}, "Global Affairs Canada"),
        ({"country": "Cannada"}, "Canada"),
        ({"language": "de"}, "en"),
    ],
)
def test_an_unknown_value_is_refused_with_values_that_are_known(library, filters, named):
    with pytest.raises(QuestionError) as caught:
        library.condition(Filters(**filters))
    ((name, value),) = filters.items()
    assert f"the {name} “{value}”" in caught.value.message
    assert named in caught.value.hint


@pytest.mark.parametrize("value", ["yesterday", "2017-13", "2017-02-30", "20171128", "2017-1-2", "", "0000"])
@pytest.mark.parametrize("name", ["since", "until"])
def test_what_is_no_date_is_refused_with_an_example(library, name, value):
    with pytest.raises(QuestionError, match="is no date") as caught:
        library.condition(Filters(**{name: value}))
    assert "2017-11-28" in caught.value.hint


def test_an_empty_library_says_that_it_is_empty(tmp_path, embedder):
    with closing(open_library(tmp_path / "none", embedder)) as library, pytest.raises(QuestionError, match="is empty"):
        library.condition(Filters(speaker="Freeland"))


def test_an_author_counts_as_speaker_where_nobody_speaks():
    assert attributes(Metadata("A", authors=("Ada",)))["speaker"] == ("Ada",)
    assert attributes(Metadata("A", authors=("Ada",), speakers=(Speaker("Bo"),)))["speaker"] == ("Bo",)


def test_a_document_has_the_organisations_and_countries_of_its_speakers_too():
    metadata = Metadata("A", organisations=("UN",), speakers=(Speaker("Bo", None, "NATO", "Norway"), Speaker("Cy")))
    assert attributes(metadata)["organisation"] == ("UN", "NATO")
    assert attributes(metadata)["country"] == ("Norway",)


@given(st.dates(), st.dates())
def test_day_numbers_sort_as_dates_do(one, other):
    assert (one < other) == (day_number(one.isoformat()) < day_number(other.isoformat()))


@given(st.dates())
def test_a_month_and_a_year_span_each_of_their_days(day):
    iso = day.isoformat()
    for part in (iso[:4], iso[:7], iso):
        assert day_number(part) <= day_number(iso) <= day_number(part, last=True)
