"""The benchmark measures the bot's own work on texts and vectors that are the same in every run."""

import json
from contextlib import closing
from itertools import islice

import numpy as np
import pytest
from embedders import Counting
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.attribution import Attributor
from bot.benchmark import searching
from bot.benchmark.indexing import measure_indexing
from bot.benchmark.jitter import Jittered
from bot.benchmark.naive import Naive
from bot.benchmark.peers import read_peers
from bot.benchmark.searching import measure_search
from bot.benchmark.spread import percentiles_ms, summary
from bot.benchmark.texts import SPEAKERS, Texts
from bot.cli import measured
from bot.cli.commands import app
from bot.cli.terminal import Terminal
from bot.library import Filters, open_library

WORDS = [f"{first}{second}" for first in "bdfgklmnpr" for second in ("ana", "elo", "ira", "ovu", "uke", "asti", "ento")]
WORDS = [*WORDS, *(f"{word}{end}" for word in WORDS for end in ("l", "n", "r"))]

PEER = {
    "name": "other",
    "set": "scifact",
    "passages": 20,
    "passages_per_s": {"median": 9.5, "least": 9, "most": 10},
    "search_ms": {"p50": 3.0, "p95": 4.0},
    "cold_s": {"median": 2.0, "least": 1.5, "most": 2.5},
    "rss_mb": 512,
    "ndcg@10": 0.71,
    "install_mb": 435,
}


def test_texts_are_the_same_for_the_same_seed_and_no_two_are_alike():
    documents = list(islice(Texts(WORDS).documents(), 20))
    assert documents == list(islice(Texts(WORDS).documents(), 20))
    assert documents[5:] == list(islice(Texts(WORDS).documents(5), 15))
    assert documents != list(islice(Texts(WORDS, seed=1).documents(), 20))
    assert len({document.sha256 for document in documents}) == 20
    assert len(set(islice(Texts(WORDS).questions(), 50))) == 50


def test_a_word_of_a_lower_rank_stands_more_often():
    text = " ".join(document.text.lower() for document in islice(Texts(WORDS).documents(), 40))
    common, rarer, rare = (
        sum(f" {word} " in text and text.count(f" {word} ") for word in WORDS[a:b])
        for a, b in ((0, 5), (20, 25), (100, 105))
    )
    assert common > 2 * rarer > 2 * rare > 0


def test_one_document_of_a_hundred_has_the_words_of_each_speaker(tmp_path):
    documents = list(islice(Texts(WORDS).documents(), 200))
    assert [document.metadata.speaker for document in documents] == [*SPEAKERS, *SPEAKERS]
    with closing(open_library(tmp_path / "library", Counting())) as library:
        library.add(documents[:20], attribute=Attributor(documents[:20]))
        assert [source.id for source in library.visible(Filters(speaker=SPEAKERS[3]))] == ["document-3"]


@given(st.lists(st.text(st.characters(codec="ascii"), min_size=1), min_size=1, unique=True))
def test_known_texts_have_the_vectors_of_the_model_and_all_others_copies_of_length_1(texts):
    model, told = Counting(), []
    known, others = texts[: len(texts) // 2 + 1], [text + "é" for text in texts]
    vectors = Jittered(model, known, known[:1]).embed([*known, *others], told.append)
    assert np.allclose(vectors[: len(known)], model.embed(known))
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert sum(told) == len(vectors)


def test_a_summary_has_the_median_and_most_of_the_values_between_its_ends():
    assert summary({"x": [1.0, 2.0, 9.0]}) == {"x": 2.0, "spread": {"x": [1.1, 8.3]}}
    # 0, 1, 2 and 3 ms: the middle is 1.5, and 95 % of the way from 0 to 3 is 2.85.
    assert percentiles_ms([[0.0, 0.001, 0.002, 0.003]])["p95"] == 2.85
    assert percentiles_ms([[0.0, 0.001, 0.002, 0.003]])["p50"] == 1.5


@pytest.mark.slow
def test_the_naive_use_gives_the_same_vectors(embedder):
    texts = ["A diplomatic solution is possible.", " ".join(islice(embedder.vocabulary(), 200))]
    assert (Naive().embed(texts) * embedder.embed(texts)).sum(axis=1).min() > 0.99


def test_the_vocabulary_is_of_whole_words_the_most_common_first(embedder):
    words = embedder.vocabulary()
    assert words[:4] == ["the", "of", "and", "in"]
    assert len(set(words)) == len(words) > 20_000
    assert all(word.isalpha() and embedder.knows(word) for word in words[::500])


@pytest.mark.slow
def test_a_search_is_measured_in_a_library_of_the_size_that_is_asked_for(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(searching, "EMBEDDED", 1)
    told = []
    found = measure_search(tmp_path / "library", 60, lambda *progress: told.append(progress), rounds=1)
    assert 60 <= found["passages"] < 80
    assert told[-1] == (60, 60)
    assert found["recall@10"] > 0.9
    assert [each["users"] for each in found["users"]] == [1, 8, 32]
    assert 0 < found["filter"]["results"] <= 8
    assert min(found[name] for name in ("p50_ms", "p95_ms", "rss_mb", "disk_mb", "open_s", "add_ms_per_passage")) > 0
    index = measure_indexing(tmp_path / "indexed", rounds=1, documents=1)
    assert index["passages"] >= 10
    assert index["naive_cosine"] > 0.99
    ask = {"cold_s": 1.0, "imports_s": 0.5, "cold_ratio": 2.0, "warm_ms": summary({"p50": [1.0], "p95": [2.0]})}
    ask["spread"] = {name: [value, value] for name, value in ask.items() if name != "warm_ms"}
    figures = {"machine": {"cores": 2, "memory_gb": 8}, "index": index, "ask": ask, "search": [found], "peers": [PEER]}
    Terminal(as_json=False).show(figures, *measured.figures(figures))
    shown = capsys.readouterr().out
    assert f"{found['passages']}" in shown
    assert "recall@10" in shown
    assert "scifact" in shown


def test_the_figures_of_other_libraries_are_taken_as_they_were_measured(tmp_path):
    file = tmp_path / "peers.json"
    file.write_text(json.dumps([PEER]), "utf-8")
    assert read_peers(file) == [PEER]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{}", "Input should be a valid"),
        (json.dumps([PEER | {"rss_mb": "much"}]), "0 → rss_mb"),
        (json.dumps([PEER | {"speed": 1}]), "0 → speed"),
    ],
)
def test_a_file_of_other_figures_is_refused_before_anything_is_measured(tmp_path, monkeypatch, content, said):
    monkeypatch.delattr("bot.cli.benchmark._measured")
    file = tmp_path / "peers.json"
    file.write_text(content, "utf-8")
    told = CliRunner().invoke(app, ["benchmark", "--peers", str(file)])
    assert told.exit_code == 1
    assert said in " ".join(told.stderr.split())
    missing = CliRunner().invoke(app, ["benchmark", "--peers", str(tmp_path / "none.json")])
    assert missing.exit_code == 1
    assert "cannot be read" in " ".join(missing.stderr.split())


def test_a_size_below_1_is_wrong_usage():
    assert CliRunner().invoke(app, ["benchmark", "--passages", "0"]).exit_code == 2
