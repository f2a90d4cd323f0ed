"""The report card: metrics by hand, sets read and checked, and a small set measured from end to end."""

import json
import math
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chunking import chunk
from bot.errors import BotError
from bot.evaluation import Evaluation, sets_in
from bot.evaluation.corpora import Corpus
from bot.evaluation.libraries import library_of
from bot.evaluation.metrics import (
    answerable_figures,
    contains,
    index_overlap,
    is_same,
    overlap,
    ranking_figures,
    squad_normalised,
    token_overlap,
)
from bot.settings import load_settings

RULES = [
    ("a", "1.", "CUSTOMERS"),
    ("b", "1.1", "Identity"),
    ("c", "1.1.(1)", "A firm must verify the identity of a customer before an account is opened."),
    ("d", "1.1.(2)", "A passport is evidence of identity."),
    ("e", "2.", "RECORDS"),
    ("f", "2.1", "A firm must keep records for six years."),
]
ROWS = [
    {"_id": key, "title": "", "text": text, "meta": {"document": 7, "passage": number}} for key, number, text in RULES
]


def write(folder, **files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in files.items():
        text = "\n".join(json.dumps(row) for row in rows)
        (folder / f"{name}.jsonl").write_text(text + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with one set of each form."""
    root = tmp_path_factory.mktemp("sets")
    queries = [
        {"text": "How long must a firm keep records?", "relevant": {"f": 1}, "answers": ["six years"]},
        {"text": "What is evidence of identity?", "relevant": {"d": 1}, "answers": ["a passport"]},
        {"text": "Who composed the opera about the moon?", "relevant": {}, "answers": []},
    ]
    labels = [{**query, "unanswerable": not query["relevant"]} for query in queries]
    write(root / "rules", corpus=ROWS, queries=labels)
    claim = {"claim": "Records are kept for six years.", "sentences": [text for *_, text in RULES], "gold_sets": [[5]]}
    write(root / "claims", claims=[claim, {**claim, "gold_sets": []}])
    source = {"1": ["Records", "A firm must keep records for six years. The office is in Oslo."]}
    gold = [{"text": "Six years.", "quotes": [[1, "A firm must keep records for six years."]]}]
    row = {"question": "How long must a firm keep records?", "sources": source, "answers": gold}
    write(root / "quotes", questions=[row])
    fact = {"kind": "fact", "text": "How long must a firm keep records?", "gold_quotes": ["records for six years"]}
    other = {"kind": "unanswerable", "text": "Who is the president of Peru?", "gold_quotes": []}
    write(root / "kinds", questions=[fact, other, {"kind": "riddle", "text": "Why?"}])
    return root


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory, embedder):
    return Evaluation(tmp_path_factory.mktemp("libraries"), embedder, load_settings())


def measured(evaluation, folder, name):
    return evaluation.measure(*sets_in(folder, (name,)), lambda done, total: None)


def test_ranking_figures_are_those_of_trec_eval():
    # One relevant text at rank 2, and two at ranks 1 and 3.
    found = ranking_figures([{"a": 1}, {"b": 1, "c": 1}], [["x", "a"], ["b", "x", "c"]])
    second = (1 + 1 / math.log2(4)) / (1 + 1 / math.log2(3))
    assert found["ndcg@10"] == pytest.approx((1 / math.log2(3) + second) / 2, abs=1e-4)
    assert found["map@10"] == pytest.approx((1 / 2 + (1 + 2 / 3) / 2) / 2, abs=1e-4)
    assert (found["recall@10"], found["mrr@10"]) == (1.0, 0.75)


def test_a_query_for_which_nothing_was_found_counts_0():
    assert ranking_figures([{"a": 1}, {"b": 1}], [["a"], []])["recall@10"] == 0.5


def test_unanswerable_is_the_positive_class():
    # Of two unanswerable ones, one is declined and both have the lower confidence but for one pair of four.
    found = answerable_figures([0.9, 0.2, 0.1, 0.3], [False, True, True, False], [True, True, False, False])
    assert found["auc"] == 0.75
    assert (found["refusal_precision"], found["refusal_recall"], found["refusal_f1"]) == (0.5, 0.5, 0.5)
    assert found["false_refusals"] == 0.5


def test_sentences_overlap_as_sets():
    found = ["The firm keeps records.", "Rain fell."]
    gold = ["the firm keeps records", "It closed.", "It opened."]
    assert overlap(found, gold) == (1 / 2, 1 / 3, pytest.approx(2 * (1 / 6) / (5 / 6)))
    assert overlap([], gold) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("sentence", "other", "same"),
    [
        ("It 's `` easy '' .", "It's “easy”.", True),
        ("The ministers met in Vancouver in January.", "The ministers met in Vancouver in January. Rain fell.", True),
        ("Rain fell.", "Rain fell. The ministers met in Vancouver.", False),
        ("The ministers met in Vancouver.", "The ministers met in Ottawa.", False),
    ],
)
def test_a_sentence_is_the_same_whatever_its_typography_or_where_it_was_parted(sentence, other, same):
    assert is_same(sentence, other) is same
    assert is_same(other, sentence) is same


def test_an_answer_is_contained_as_whole_words():
    assert contains(["It sank in the North Sea."], ["the north sea!"])
    assert not contains(["It took 150 days."], ["50"])
    assert not contains([], ["50"])
    assert squad_normalised("The U.S., a State") == "us state"


def test_words_overlap_as_often_as_they_stand():
    assert token_overlap("six six years", "six years") == (2 / 3, 1.0, pytest.approx(0.8))
    assert index_overlap([1, 2], [2, 3, 4]) == (1 / 2, 1 / 3, pytest.approx(0.4))


def test_texts_of_one_document_are_joined_and_keep_their_passages_and_headings():
    corpus = Corpus(ROWS)
    (document,) = corpus.documents
    passages = corpus.chunk(document)
    assert [corpus.text_of("7", passage.start) for passage in passages] == [row["_id"] for row in ROWS]
    headings = {"c": "CUSTOMERS › Identity", "d": "CUSTOMERS › Identity", "f": "RECORDS", "b": "CUSTOMERS"}
    found = {corpus.text_of("7", passage.start): passage.heading for passage in passages if passage.heading}
    assert found == headings
    assert corpus.owner == {row["_id"]: "7" for row in ROWS}


texts = st.lists(st.text(st.sampled_from("ab .\n"), min_size=1, max_size=400).filter(str.strip), min_size=1, max_size=4)


@given(texts)
def test_every_passage_of_joined_texts_is_exact_and_of_one_text(drawn):
    corpus = Corpus([{"_id": str(at), "text": text, "meta": {"document": 1}} for at, text in enumerate(drawn)])
    for document in corpus.documents:
        passages = corpus.chunk(document)
        assert [passage.ordinal for passage in passages] == list(range(len(passages)))
        for passage in passages:
            assert document.text[passage.start : passage.end] == passage.text
            assert corpus.text_of("1", passage.start) == corpus.text_of("1", passage.end - 1)


def test_a_text_by_itself_is_chunked_as_any_document():
    corpus = Corpus([{"_id": "x", "title": "T", "text": "One. " * 400}])
    (document,) = corpus.documents
    assert corpus.chunk(document) == chunk(document)


def test_a_second_run_embeds_nothing_and_another_content_is_another_library(tmp_path, embedder):
    counting = SimpleNamespace(name=embedder.name, embed_query=embedder.embed_query, calls=0)

    def embed(given_texts, progress=None):
        counting.calls += len(given_texts)
        return embedder.embed(given_texts, progress)

    counting.embed = embed
    # The one sentence of a passage has its text, which is embedded once for both.
    rows = [{"_id": str(at), "text": f"Note {at} is here."} for at in range(3)]
    for given_rows, embedded in ((rows, 3), (rows, 0), (rows[:2], 2), (rows, 0)):
        counting.calls = 0
        with library_of(Corpus(given_rows), tmp_path, counting) as library:
            assert library.passage_count == len(given_rows)
        assert counting.calls == embedded


def test_a_set_has_the_figures_that_its_fields_allow(evaluation, folder):
    figures = measured(evaluation, folder, "rules")
    assert set(figures) == {"queries", "retrieval", "contains", "answerable"}
    assert figures["queries"] == 3
    assert figures["retrieval"]["mrr@10"] == 1.0
    assert figures["contains"] == 1.0
    assert (figures["answerable"]["refusal_recall"], figures["answerable"]["false_refusals"]) == (1.0, 0.0)


def test_sentences_and_histories_are_measured_where_they_are_labelled(evaluation, folder, tmp_path):
    gold = "A firm must keep records for six years."
    query = {"text": "And for how long?", "history": [["user", "How long must a firm keep records?"]]}
    labels = {"relevant": {"f": 1}, "gold_sentences": [gold], "unanswerable": False}
    write(tmp_path / "talk", corpus=ROWS, queries=[{**query, **labels}])
    figures = measured(evaluation, tmp_path, "talk")
    assert set(figures) == {"queries", "retrieval", "conversation", "sentences"}
    assert figures["conversation"]["with_history"]["mrr@10"] == 1.0
    assert figures["conversation"]["last_turn"] == figures["retrieval"]
    assert figures["sentences"]["end_to_end"]["recall"] == 1.0


def test_citing_is_measured_on_claims_that_are_supported(evaluation, folder):
    assert measured(evaluation, folder, "claims") == {
        "queries": 2,
        "citing": {"precision": 1.0, "recall": 1.0, "f1": 1.0},
    }


def test_quotes_are_compared_by_their_words(evaluation, folder):
    figures = measured(evaluation, folder, "quotes")["sentences"]["given_passage"]
    assert figures["recall"] == 1.0


def test_kinds_that_are_known_are_counted_over_the_documents_given(embedder, folder, tmp_path):
    document = tmp_path / "rules.txt"
    document.write_text("A firm must keep records for six years.", encoding="utf-8")
    evaluation = Evaluation(tmp_path / "libraries", embedder, load_settings(), documents=document)
    assert measured(evaluation, folder, "kinds")["article"] == {
        "fact": {"right": 1, "of": 1},
        "unanswerable": {"right": 1, "of": 1},
    }


def test_a_set_about_documents_needs_them(evaluation, folder):
    with pytest.raises(BotError, match="does not hold") as caught:
        measured(evaluation, folder, "kinds")
    assert "--documents" in caught.value.hint


def test_an_unknown_set_and_an_empty_folder_are_clear_errors(folder, tmp_path):
    with pytest.raises(BotError, match="no set “moon”") as caught:
        sets_in(folder, ("moon",))
    assert "claims, kinds, quotes, rules" in caught.value.hint
    with pytest.raises(BotError, match="has no set"):
        sets_in(tmp_path)


@pytest.mark.parametrize(("line", "reason"), [("{nonsense", "no JSON"), ('{"_id": "x"}', "“text”"), ("[1]", "line 2")])
def test_a_broken_line_is_named_with_its_file(tmp_path, line, reason):
    path = write(tmp_path / "broken", corpus=[{"_id": "a", "text": "A."}]) / "corpus.jsonl"
    path.write_text(path.read_text() + line + "\n", encoding="utf-8")
    (one,) = sets_in(tmp_path)
    with pytest.raises(BotError, match=r"corpus\.jsonl, line 2") as caught:
        _ = one.corpus
    assert reason in str(caught.value)
