"""What the bot answers to a set's questions: its sentences, the answers they contain, and whether it should decline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.answering import Answerer
from bot.answering.weights import shipped_weights
from bot.assembly import Bot
from bot.evaluation.corpora import Corpus
from bot.evaluation.metrics import Figures, answerable_figures, contains, mean_figures, overlap, share
from bot.evaluation.sets import Query
from bot.library import Filters, Library
from bot.records import Answer
from bot.retrieval import Retriever

SPANS = 0.5
"""At least this part of a set's answers stands word for word in the relevant texts where the answers are spans."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a set and the bot's answer."""

    query: Query
    answer: Answer

    @property
    def quotes(self) -> list[str]:
        """The words that the answer cites; none where it declines."""
        return [] if self.answer.declined else quotes(self.answer)


def quotes(answer: Answer) -> list[str]:
    """Return the words that an answer's sentences cite."""
    return [citation.quote for sentence in answer.sentences for citation in sentence.citations]


class Asker:
    """Answers from one document alone, whatever the confidence."""

    def __init__(self, library: Library, retriever: Retriever) -> None:
        self._answerer = Answerer(library, retriever, replace(shipped_weights(), threshold=0.0))

    def given(self, query: Query, corpus: Corpus) -> list[str]:
        """Return the sentences chosen from each relevant document; none where it lacks a name of the question."""
        documents = dict.fromkeys(corpus.owner[each] for each in query.relevant if each in corpus.owner)
        answers = (self._answerer.answer(query.text, Filters(document=document)) for document in documents)
        return [quote for answer in answers if not answer.declined for quote in quotes(answer)]


def measured_answers(
    queries: Sequence[Query], bot: Bot, asker: Asker, corpus: Corpus, step: Callable[[], object]
) -> dict[str, Any]:
    """Ask each question once and return `sentences`, `contains` and `answerable`, as far as they are labelled."""
    spans, both = _are_spans(queries, corpus), {True, False} <= {query.unanswerable for query in queries}
    asked = [_ask(bot, query, step) for query in queries if _is_labelled(query, spans=spans, both=both)]
    figures: dict[str, Any] = {}
    with_gold = [each for each in asked if each.query.gold_sentences and not each.query.unanswerable]
    if with_gold:
        figures["sentences"] = _sentences(with_gold, asker, corpus)
    with_span = [each for each in asked if spans and each.query.answers and not each.query.unanswerable]
    if with_span:
        figures["contains"] = share([contains(each.quotes, each.query.answers) for each in with_span])
    if both:
        figures["answerable"] = _answerable([each for each in asked if each.query.unanswerable is not None])
    return figures


def _is_labelled(query: Query, *, spans: bool, both: bool) -> bool:
    return bool(query.gold_sentences or (spans and query.answers) or (both and query.unanswerable is not None))


def _are_spans(queries: Sequence[Query], corpus: Corpus) -> bool:
    """Whether a set's answers are words of its texts; free answers and labels of sentences are no spans."""
    if any(query.gold_sentences for query in queries):
        return False
    texts = {document.id: document.text for document in corpus.documents}
    labelled = [query for query in queries if query.answers and query.relevant]
    owners = ([corpus.owner[each] for each in query.relevant if each in corpus.owner] for query in labelled)
    found = [
        contains([texts[each] for each in names], query.answers) for names, query in zip(owners, labelled, strict=True)
    ]
    return bool(found) and sum(found) >= SPANS * len(found)


def _ask(bot: Bot, query: Query, step: Callable[[], object]) -> Asked:
    answer = bot.ask(query.text, query.history)
    step()
    return Asked(query, answer)


def _sentences(asked: Sequence[Asked], asker: Asker, corpus: Corpus) -> dict[str, Figures]:
    given = [overlap(asker.given(each.query, corpus), each.query.gold_sentences) for each in asked]
    whole = [overlap(each.quotes, each.query.gold_sentences) for each in asked]
    return {"given_passage": mean_figures(given), "end_to_end": mean_figures(whole)}


def _answerable(asked: Sequence[Asked]) -> Figures:
    return answerable_figures(
        [each.answer.confidence for each in asked],
        [each.answer.declined for each in asked],
        [not each.query.unanswerable for each in asked],
    )
