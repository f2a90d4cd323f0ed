"""How well a sentence matches a question word by word, in other words too (“take part” and “participate”).

Each content word of the question is set beside the word of the sentence that is nearest to it in the embedded model's
last layer, as ColBERT does (Khattab and Zaharia, 2020), and weighs as much as it is rare in the library.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from bot.answering.question import Question
from bot.embedding import MiniLM, Vectors
from bot.terms import content_terms


def aligned_coverage(question: Question, sentence: str, model: MiniLM) -> float:
    """Return the weighted mean of the highest cosine of each question word with a word of the sentence, -1 to 1."""
    asked, said = (list(_words(text, model)) for text in (question.text, sentence))
    weights = np.array([_weight(question, word) for word, _ in asked], dtype=np.float32)
    answers = [vector for word, vector in said if word.isalnum()]
    if not weights.any() or not answers:
        return 0.0
    nearest = (np.stack([vector for _, vector in asked]) @ np.stack(answers).T).max(axis=1)
    return float(weights @ nearest / weights.sum())


def _words(text: str, model: MiniLM) -> Iterator[tuple[str, Vectors]]:
    """The words of a text, each with the mean of its tokens' vectors, brought to length 1."""
    vectors, spans = model.word_vectors(text)
    yield from ((text[start:end], vector) for (start, end), vector in zip(spans, vectors, strict=True))


def _weight(question: Question, word: str) -> float:
    return max((question.weights.get(term, 0.0) for term in content_terms(word)), default=0.0)
