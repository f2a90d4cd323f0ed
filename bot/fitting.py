"""Fits the weights of the answers on labelled data; `python -m bot fit FOLDER` runs it.

Two logistic models are fitted: which sentence answers, and whether the sources answer at all. For the second, each
answerable question also counts as one that is not answered, with its relevant documents hidden. Every set counts
alike. Figures are reported for each set as measured by weights that were fitted on the other sets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from bot.answering.alignment import aligned_coverage
from bot.answering.question import Question, analyse
from bot.answering.selection import said_by
from bot.answering.sentences import Candidate, candidates
from bot.answering.signals import ANSWERABLE_SIGNALS, SENTENCE_SIGNALS, answerable_signals, sentence_signals
from bot.answering.weights import Logistic, shipped_data
from bot.embedding import Embedder, Vectors, embedded_model
from bot.errors import BotError
from bot.evaluation.corpora import Corpus
from bot.evaluation.libraries import library_of
from bot.evaluation.metrics import contains, is_same
from bot.evaluation.sets import EvaluationSet, Query, sets_in
from bot.fitting_support import fit_support
from bot.fitting_whole import fit_whole
from bot.library import Condition, Filters, Library
from bot.logistic import Labels, Rows, fitted, written
from bot.retrieval import Evidence, Retriever

FALSE_REFUSALS = 0.07
"""The share of answerable questions, of sets that the weights were not fitted on, that the threshold refuses.

It is small, since a wrong answer shows itself by its citation and its low confidence, and a wrong refusal does not.
"""

PENALTY = 0.3
"""Inverse strength of the ridge penalty on the standardised signals of the second model."""

Report = Callable[[str], object]


@dataclass(frozen=True)
class Case:
    """A labelled question, assessed; `labels` marks the sentences that answer, None where that is not labelled.

    A case whose relevant documents were hidden is not `answerable`. `aligned` keeps the aligned coverage of the
    sentences that were the likeliest for one of the models fitted.
    """

    question: Question
    evidence: Sequence[Evidence]
    found: Sequence[Candidate]
    signals: Vectors
    labels: Labels | None
    answerable: bool | None
    aligned: dict[int, float] = field(default_factory=dict)


def fit(folder: Path, libraries: Path, embedder: Embedder, report: Report) -> dict[str, Any]:
    """Fit both models on every set of the folder that has labelled questions; return the data file's content.

    Libraries of the sets are kept in `libraries`, so that a second run embeds nothing.

    Raises:
        BotError: the folder has fewer than two labelled sets.
    """
    labelled = {one.name: one for one in sets_in(folder) if one.corpus and _is_labelled(one)}
    names = list(labelled)
    if not names:
        raise BotError(f"{folder} has no set with labelled questions.", "Give the folder that holds the sets.")
    if len(names) == 1:
        raise BotError(
            f"{folder} has one labelled set, {names[0]}.", "Give at least two: each is measured by the others."
        )
    sets = {name: _cases(one, libraries, embedder, report) for name, one in labelled.items()}
    sentence = {name: _sentence_rows(cases) for name, cases in sets.items()}
    model = fitted(sentence.values(), penalty=1.0)
    answerable = {name: _answerable_rows(cases, model) for name, cases in sets.items()}
    chances = {name: _left_out(name, sets, sentence) for name in names}
    accepted = [np.quantile(scores[labels], FALSE_REFUSALS) for scores, labels in chances.values()]
    return {
        "provenance": {
            "command": "python -m bot fit FOLDER",
            "date": datetime.now(UTC).date().isoformat(),
            "questions": {name: len(cases) for name, cases in sets.items()},
            "embedding": embedder.name,
            "auc_fitted_on_the_other_sets": {name: _auc(*rows) for name, rows in chances.items()},
        },
        "sentence": written(model, SENTENCE_SIGNALS),
        "answerable": written(fitted(answerable.values(), penalty=PENALTY), ANSWERABLE_SIGNALS),
        "threshold": round(float(np.mean(accepted)), 3),
        "support": fit_support(folder, embedder) or shipped_data()["support"],
        "whole": fit_whole(folder, embedder) or shipped_data()["whole"],
    }


def _is_labelled(one: EvaluationSet) -> bool:
    """Whether a set says of a question that it is answerable, and what answers it."""
    return any(query.unanswerable is False and (query.answers or query.gold_sentences) for query in one.queries)


def _cases(one: EvaluationSet, folder: Path, embedder: Embedder, report: Report) -> list[Case]:
    report(f"{one.name}: indexing")
    corpus = Corpus(one.corpus)
    with library_of(corpus, folder, embedder) as library:
        numbers = {source.id: number for number, source in library.sources.items()}
        owners = {text: numbers[document] for text, document in corpus.owner.items()}
        report(f"{one.name}: asking")
        return [case for query in one.queries for case in _asked(library, corpus, query, owners)]


def _asked(library: Library, corpus: Corpus, query: Query, owners: Mapping[str, int]) -> Iterator[Case]:
    """The question as it is, and once more with its relevant documents hidden if it is answerable."""
    everything = library.condition(Filters())
    answerable = None if query.unanswerable is None else not query.unanswerable
    yield _case(library, corpus, query, everything, answerable=answerable)
    relevant = tuple(owners[each] for each in query.relevant if each in owners)
    if answerable and relevant:
        yield _case(library, corpus, query, replace(everything, hidden=relevant), answerable=False)


def _case(library: Library, corpus: Corpus, query: Query, condition: Condition, *, answerable: bool | None) -> Case:
    question = analyse(query.text, library.frequency, library.passage_count)
    evidence = Retriever(library).retrieve_within(query.text, condition)
    found = candidates(evidence)
    signals = sentence_signals(question, library.embedder.embed_query(query.text), found)
    labels = _labels(corpus, query, found) if answerable else None
    return Case(question, evidence, found, signals, labels, answerable)


def _labels(corpus: Corpus, query: Query, found: Sequence[Candidate]) -> Labels | None:
    """Which sentences answer: the gold ones, else those of relevant texts that contain an answer."""
    right = [_is_relevant(corpus, query, each) and _answers(query, each.text) for each in found]
    return np.array(right) if any(right) else None


def _is_relevant(corpus: Corpus, query: Query, candidate: Candidate) -> bool:
    return corpus.text_of(candidate.evidence.source.id, candidate.span.start) in query.relevant


def _answers(query: Query, sentence: str) -> bool:
    if query.gold_sentences:
        return any(is_same(sentence, gold) for gold in query.gold_sentences)
    return contains([sentence], query.answers)


def _sentence_rows(cases: Iterable[Case]) -> Rows | None:
    labelled = [(case.signals, case.labels) for case in cases if case.labels is not None]
    if not labelled:
        return None
    return np.concatenate([rows for rows, _ in labelled]), np.concatenate([labels for _, labels in labelled])


def _answerable_rows(cases: Iterable[Case], model: Logistic) -> Rows:
    known = [case for case in cases if case.answerable is not None]
    rows = [_answerable_row(case, _chances(case, model)) for case in known]
    return np.stack(rows), np.array([bool(case.answerable) for case in known])


def _answerable_row(case: Case, chances: Vectors) -> Vectors:
    best = int(chances.argmax())
    if best not in case.aligned:
        case.aligned[best] = aligned_coverage(case.question, case.found[best].text, embedded_model())
    return answerable_signals(case.question, case.found, case.signals, chances, case.evidence, case.aligned[best])


def _chances(case: Case, model: Logistic) -> Vectors:
    return model.chances(case.signals) * said_by(case.question.speaker, case.found)


def _left_out(name: str, sets: Mapping[str, list[Case]], sentence: Mapping[str, Rows | None]) -> Rows:
    """The confidence in each case of a set, by weights fitted on the others, and whether it is answerable."""
    model = fitted((rows for other, rows in sentence.items() if other != name), penalty=1.0)
    others = [_answerable_rows(cases, model) for other, cases in sets.items() if other != name]
    rows, labels = _answerable_rows(sets[name], model)
    return fitted(others, penalty=PENALTY).chances(rows), labels


def _auc(scores: Vectors, labels: Labels) -> float:
    from sklearn.metrics import roc_auc_score

    return round(float(roc_auc_score(labels, scores)), 3)
