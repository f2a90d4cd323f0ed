"""Small models that tests write on the spot."""

import numpy as np


class Counting:
    """A model that knows letters only, and counts what it is given."""

    name = "letters"

    def __init__(self) -> None:
        self.count = 0

    def embed(self, texts, progress=None):
        self.count += len(texts)
        rows = np.array([[1.0, *(text.count(letter) for letter in "aeiouwrs")] for text in texts], dtype=np.float32)
        if progress:
            progress(len(texts))
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def embed_query(self, text):
        return self.embed([text])[0].tolist()
