"""Retrieval: two searches, fused by their scores, each thing said once."""

from contextlib import closing

import pytest
from documents import written
from hypothesis import given
from hypothesis import strategies as st

from bot.library import Condition, Filters, open_library
from bot.ranking import Ranking, fuse
from bot.retrieval import TOP_K, Query, Retriever, distinct

TOPICS = (
    "wheat",
    "missiles",
    "tariffs",
    "visas",
    "pipelines",
    "fisheries",
    "budgets",
    "elections",
    "bridges",
    "trains",
)
NOTES = {topic: f"The minister for {topic} met the press. Questions about {topic} were answered." for topic in TOPICS}

scores = st.dictionaries(st.integers(0, 30), st.floats(-1e3, 1e3, allow_nan=False), max_size=20)


@pytest.fixture(scope="module")
def library(tmp_path_factory, embedder):
    with closing(open_library(tmp_path_factory.mktemp("retrieval") / "library", embedder)) as opened:
        opened.add([written(text, f"{topic}.txt") for topic, text in NOTES.items()])
        yield opened


@pytest.fixture(scope="module")
def retriever(library):
    return Retriever(library)


def test_fusion_adds_the_scaled_scores_with_their_weights():
    # Dense 0.9, 0.5, 0.1 scale to 1, 0.5, 0; lexical 12 and 4 to 1 and 0; what is not proposed counts 0.
    fused = fuse([(0.4, {1: 0.9, 2: 0.5, 3: 0.1}), (0.6, {2: 12.0, 4: 4.0})])
    assert fused == [(2, pytest.approx(0.4 * 0.5 + 0.6 * 1)), (1, pytest.approx(0.4)), (3, 0.0), (4, 0.0)]


def test_fusion_of_one_search_alone_keeps_its_order():
    assert fuse([(0.5, {1: 0.2, 2: 0.8, 3: 0.5}), (0.5, {})]) == [(2, 0.5), (3, pytest.approx(0.25)), (1, 0.0)]
    assert fuse([(1.0, {})]) == []


def test_equal_scores_all_count_in_full():
    assert fuse([(0.5, {7: 0.3, 5: 0.3}), (0.5, {5: 2.0})]) == [(5, 1.0), (7, 0.5)]


@given(scores, scores, st.floats(0, 1))
def test_fusion_ranks_every_key_once_from_1_to_0(dense, lexical, weight):
    fused = fuse([(weight, dense), (1 - weight, lexical)])
    assert sorted(key for key, _ in fused) == sorted(dense.keys() | lexical.keys())
    values = [score for _, score in fused]
    assert values == sorted(values, reverse=True)
    assert all(-1e-9 <= value <= 1 + 1e-9 for value in values)


@given(scores, scores, st.floats(0.1, 10), st.floats(-5, 5))
def test_fusion_does_not_depend_on_the_scale_of_a_search(dense, lexical, factor, offset):
    dense = {key: round(score) for key, score in dense.items()}
    stretched = {key: score * factor + offset for key, score in dense.items()}
    fused, same = (dict(fuse([(0.5, part), (0.5, lexical)])) for part in (dense, stretched))
    assert same == pytest.approx(fused, abs=1e-6)


def test_the_passage_that_a_query_is_about_comes_first(retriever):
    for topic in TOPICS:
        assert retriever.retrieve(f"What was asked about {topic}?")[0].source.id == topic


def test_evidence_is_ranked_with_scores_of_0_to_1_and_the_scores_of_both_searches(retriever, library):
    query = "Which questions about tariffs were answered?"
    evidence = retriever.retrieve(query)
    fused = [each.score for each in evidence]
    assert fused == sorted(fused, reverse=True)
    assert 1 >= fused[0] > fused[-1] >= 0
    dense = dict(library.search_vectors(library.embedder.embed_query(query), 100, Condition()))
    assert [each.dense for each in evidence] == [pytest.approx(dense[each.stored.key], abs=1e-5) for each in evidence]
    assert evidence[0].lexical == max(each.lexical for each in evidence) > 0


def test_a_score_is_the_weighted_mean_of_its_parts(library):
    # With the lexical part alone, the best passage has all of it; halved by a part that says nothing, it has half.
    query = "wheat"
    lexical = Retriever(library, Ranking(dense=0, feedback=0, lexical=0.5, sentence=0)).retrieve(query)
    assert [each.source.id for each in lexical if each.score > 0] == ["wheat"]
    assert lexical[0].score == pytest.approx(1.0)
    both = Retriever(library, Ranking(dense=0.5, feedback=0, lexical=0.5, sentence=0)).retrieve(query)
    assert both[0].score == pytest.approx(1.0)
    assert both[1].score == pytest.approx(0.5 * _scaled_second(library, query))


def _scaled_second(library, query):
    scores = [score for _, score in library.search_vectors(library.embedder.embed_query(query), 100, Condition())]
    return (scores[1] - scores[-1]) / (scores[0] - scores[-1])


def test_a_part_that_is_left_out_has_no_weight_and_the_dense_part_takes_that_of_the_feedback():
    assert Ranking(0.2, 0.2, 0.5, 0.25).without({"feedback", "titles"}) == Ranking(0.4, 0.0, 0.5, 0.25)
    assert Ranking(0.2, 0.2, 0.5, 0.25).without({"dense", "feedback"}) == Ranking(0.0, 0.0, 0.5, 0.25)


def test_words_that_stand_side_by_side_count_more(library):
    together = "The board of supervisors approved it. Later a letter came from the group that advises on Sharia."
    apart = "The Sharia board approved it. Later a letter came from the group of supervisors that advises."
    library.add([written(together, "apart.txt"), written(apart, "together.txt")])
    try:
        lexical = Retriever(library, Ranking(dense=0, feedback=0, sentence=0))
        assert lexical.retrieve("Sharia board")[0].source.id == "together"
    finally:
        library.remove(["apart", "together"])


def test_the_best_sentence_of_a_passage_stands_for_it(library):
    vector = library.embedder.embed_query("Were questions about bridges answered?")
    ranked = Retriever(library, Ranking(dense=1e-9, feedback=0, lexical=0, sentence=1)).ranked(
        "Were questions about bridges answered?", Condition(), 50
    )
    best = [max(float(row @ vector) for row in each.stored.vectors) for each in ranked]
    assert best == sorted(best, reverse=True)
    low, high = min(best), max(best)
    assert [each.score for each in ranked] == pytest.approx([(each - low) / (high - low) for each in best], abs=1e-6)


def test_ranked_keeps_passages_that_say_the_same(retriever, library):
    text = "The wheat harvest of this year was better than all others since records began, said the minister today."
    library.add([written(f"{text}{mark}", f"copy{at}.txt") for at, mark in enumerate(["", " .", " !"])])
    try:
        ranked = retriever.ranked("How was this year's wheat harvest?", Condition(), 3)
        assert {each.source.id for each in ranked} == {"copy0", "copy1", "copy2"}
    finally:
        library.remove(["copy0", "copy1", "copy2"])


def test_top_k_limits_the_evidence(retriever):
    assert len(retriever.retrieve("minister")) == TOP_K
    assert [len(retriever.retrieve("minister", top_k=top_k)) for top_k in (0, 1, 3, 50)] == [0, 1, 3, len(TOPICS)]


def test_a_query_without_content_words_is_left_to_the_vectors(retriever):
    evidence = retriever.retrieve("who was it and what did they do?")
    assert len(evidence) == TOP_K
    assert {each.lexical for each in evidence} == {0.0}


@pytest.mark.parametrize("query", ["", "?!", "🚀", "xyzzy", "AND OR NOT (", 'title:"x', "wheat " * 5000])
def test_any_text_is_a_query(retriever, query):
    assert len(retriever.retrieve(query)) == TOP_K


def test_a_small_letter_query_finds_a_name_that_is_written_with_capitals(library):
    with_name = "The United States and Canadian ministers met."
    library.add([written(with_name, "names.txt")])
    try:
        for query in ("the united states", "the u.s.", "canada"):
            assert [each.source.id for each in Retriever(library).retrieve(query, top_k=1)] == ["names"]
    finally:
        library.remove(["names"])


def test_an_empty_library_has_no_evidence(tmp_path, embedder):
    with closing(open_library(tmp_path / "none", embedder)) as empty:
        assert Retriever(empty).retrieve("wheat") == []


def test_passages_that_say_the_same_are_there_once_the_best_first(retriever, library):
    text = "The wheat harvest of this year was better than all others since records began, said the minister today."
    library.add([written(f"{text}{mark}", f"copy{at}.txt") for at, mark in enumerate(["", "\n\nHe said.", " .", " !"])])
    try:
        evidence = retriever.retrieve("How was this year's wheat harvest?", top_k=50)
        copies = [each for each in evidence if each.source.id.startswith("copy")]
        assert len(copies) == 1
        assert evidence[0] == copies[0]
        assert len(evidence) == len(TOPICS) + 1
    finally:
        library.remove([f"copy{at}" for at in range(4)])


def test_many_copies_of_one_passage_do_not_push_the_others_out(retriever, library):
    names = [f"copy{at}" for at in range(40)]
    library.add([written(f"Wheat wheat wheat is in{'!' * at}", f"{name}.txt") for at, name in enumerate(names)])
    try:
        assert len(retriever.retrieve("Is the wheat in?", top_k=8)) == 8
    finally:
        library.remove(names)


def test_passages_that_differ_in_one_name_or_number_are_both_kept(retriever, library):
    text = (
        "The harvest of wheat in the valley was better than in all other years since records began, said {}, {} times."
    )
    library.add(
        [
            written(text.format(*last), f"said{at}.txt")
            for at, last in enumerate([("Ames", 2), ("Boyd", 2), ("Ames", 3)])
        ]
    )
    try:
        found = {each.source.id for each in retriever.retrieve("How was the harvest of wheat in the valley?", top_k=3)}
        assert found == {"said0", "said1", "said2"}
    finally:
        library.remove([f"said{at}" for at in range(3)])


def test_distinct_keeps_what_differs_and_passages_without_content_words(retriever):
    evidence = retriever.retrieve("minister", top_k=5)
    assert distinct(evidence, 10) == evidence
    assert distinct([*evidence, *evidence], 10) == evidence
    assert distinct(evidence, 2) == evidence[:2]


def test_filters_restrict_the_evidence(retriever):
    evidence = retriever.retrieve("Which questions about tariffs were answered?", Filters(document="visas"))
    assert [each.source.id for each in evidence] == ["visas"]


def test_a_query_that_says_little_finds_what_its_context_is_about(retriever):
    for topic in TOPICS:
        found = retriever.ranked(Query("What was answered?", f"Who is the minister for {topic}?", 0.7), Condition(), 1)
        assert found[0].source.id == topic


def test_a_query_with_a_topic_keeps_it_whatever_its_context_is_about(retriever):
    query = Query("Who is the minister for wheat?", "Questions about trains were answered.", 0.7)
    assert retriever.ranked(query, Condition(), 1)[0].source.id == "wheat"


def test_without_weight_or_context_a_query_is_its_text(retriever):
    queries = ("missiles", Query("missiles", "trains", 0.0), Query("missiles", "", 0.7))
    found = [retriever.ranked(query, Condition(), TOP_K) for query in queries]
    scores = [[(each.stored.key, each.score) for each in run] for run in found]
    assert scores[0] == scores[1] == scores[2]


def test_the_similarity_that_is_told_is_the_query_s_own(retriever):
    alone = {each.source.id: each.dense for each in retriever.ranked("missiles", Condition(), TOP_K)}
    read = retriever.ranked(Query("missiles", "trains and bridges", 0.7), Condition(), TOP_K)
    assert all(each.dense == pytest.approx(alone[each.source.id]) for each in read if each.source.id in alone)
