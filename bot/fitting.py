"""Fits the weights of the answers on labelled data; `python -m bot fit FOLDER` runs it.

Two logistic models are fitted: which sentence answers, and whether the sources answer at all. For the second, each
answerable question also counts as one that is not answered, with its relevant documents hidden. Every set counts
alike. Figures are reported for each set as measured by weights that were fitted on the other sets.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answering.alignment import aligned_coverage
from bot.answering.question import Question, analyse
from bot.answering.selection import said_by
from bot.answering.sentences import Candidate, candidates
from bot.answering.signals import ANSWERABLE_SIGNALS, SENTENCE_SIGNALS, answerable_signals, sentence_signals
from bot.answering.weights import Logistic
from bot.embedding import Embedder, Vectors, embedded_model
from bot.errors import BotError
from bot.library import Condition, Filters, Library, open_library
from bot.loading import fingerprint, normalise
from bot.records import Document, Metadata
from bot.retrieval import Evidence, Retriever

FALSE_REFUSALS = 0.03
"""The share of answerable questions, of sets that the weights were not fitted on, that the threshold refuses.

It is small, since a wrong answer shows itself by its citation and its low confidence, and a wrong refusal does not.
"""

PENALTY = 0.3
"""Inverse strength of the ridge penalty on the standardised signals of the second model."""

Labels = NDArray[np.bool_]
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


Rows = tuple[Vectors, Labels]


def fit(folder: Path, libraries: Path, embedder: Embedder, report: Report) -> dict[str, Any]:
    """Fit both models on every set of the folder that has labelled questions; return the data file's content.

    Libraries of the sets are kept in `libraries`, so that a second run embeds nothing.

    Raises:
        BotError: the folder has fewer than two labelled sets.
    """
    names = sorted(path.parent.name for path in folder.glob("*/queries.jsonl") if _is_labelled(path))
    if not names:
        raise BotError(f"{folder} has no set with labelled questions.", "Give the folder that holds the sets.")
    if len(names) == 1:
        raise BotError(
            f"{folder} has one labelled set, {names[0]}.", "Give at least two: each is measured by the others."
        )
    sets = {name: _cases(folder / name, libraries / name, embedder, report) for name in names}
    sentence = {name: _sentence_rows(cases) for name, cases in sets.items()}
    model = _fitted(sentence.values(), penalty=1.0)
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
        "sentence": _written(model, SENTENCE_SIGNALS),
        "answerable": _written(_fitted(answerable.values(), penalty=PENALTY), ANSWERABLE_SIGNALS),
        "threshold": round(float(np.mean(accepted)), 3),
    }


def _is_labelled(path: Path) -> bool:
    """Whether a set says of a question that it is answerable, and what answers it."""
    return any(
        row.get("unanswerable") is False and (row.get("answers") or row.get("gold_sentences")) for row in _rows(path)
    )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _cases(folder: Path, library_folder: Path, embedder: Embedder, report: Report) -> list[Case]:
    report(f"{folder.name}: indexing")
    with closing(open_library(library_folder, embedder)) as library:
        library.add(list(_documents(folder / "corpus.jsonl")))
        numbers = {source.id: number for number, source in library.sources.items()}
        report(f"{folder.name}: asking")
        return [case for row in _rows(folder / "queries.jsonl") for case in _asked(library, row, numbers)]


def _documents(path: Path) -> Iterator[Document]:
    for row in _rows(path):
        text = normalise(row["text"])
        if text:
            identity = fingerprint(f"{row['_id']} {text}")
            yield Document(row["_id"], text, identity, Metadata(title=row.get("title") or "", language="en"))


def _asked(library: Library, row: Mapping[str, Any], numbers: Mapping[str, int]) -> Iterator[Case]:
    """The question as it is, and once more with its relevant documents hidden if it is answerable."""
    everything = library.condition(Filters())
    unanswerable = row.get("unanswerable")
    yield _case(library, row, everything, answerable=None if unanswerable is None else not unanswerable)
    relevant = tuple(numbers[each] for each in row.get("relevant") or () if each in numbers)
    if unanswerable is False and relevant:
        yield _case(library, row, replace(everything, hidden=relevant), answerable=False)


def _case(library: Library, row: Mapping[str, Any], condition: Condition, *, answerable: bool | None) -> Case:
    question = analyse(row["text"], library.frequency, library.passage_count)
    evidence = Retriever(library).retrieve_within(row["text"], condition)
    found = candidates(evidence)
    signals = sentence_signals(question, library.embedder.embed_query(row["text"]), found)
    labels = _labels(row, found) if answerable else None
    return Case(question, evidence, found, signals, labels, answerable)


def _labels(row: Mapping[str, Any], found: Sequence[Candidate]) -> Labels | None:
    """Which sentences answer: the gold ones, else those of relevant documents that contain an answer."""
    gold = {_folded(sentence) for sentence in row.get("gold_sentences") or ()}
    answers = [_normalised(answer) for answer in row.get("answers") or () if _normalised(answer)]
    right = [
        candidate.evidence.source.id in row["relevant"]
        and (_folded(candidate.text) in gold if gold else any(each in _normalised(candidate.text) for each in answers))
        for candidate in found
    ]
    return np.array(right) if any(right) else None


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
    model = _fitted((rows for other, rows in sentence.items() if other != name), penalty=1.0)
    others = [_answerable_rows(cases, model) for other, cases in sets.items() if other != name]
    rows, labels = _answerable_rows(sets[name], model)
    return _fitted(others, penalty=PENALTY).chances(rows), labels


def _fitted(sets: Iterable[Rows | None], penalty: float) -> Logistic:
    """Fit on standardised signals, each set and each label within it weighing alike; return it for raw signals."""
    from sklearn.linear_model import LogisticRegression

    present = [rows for rows in sets if rows is not None]
    signals = np.concatenate([rows for rows, _ in present])
    labels = np.concatenate([labels for _, labels in present])
    weights = np.concatenate([np.full(len(labels), 1.0 / labels.sum()) for _, labels in present])
    mean, scale = signals.mean(axis=0), signals.std(axis=0) + 1e-9
    model = LogisticRegression(C=penalty, max_iter=5_000)
    model.fit((signals - mean) / scale, labels, sample_weight=weights / weights.mean())
    raw = (model.coef_[0] / scale).astype(np.float32)
    return Logistic(raw, float(model.intercept_[0] - mean @ raw))


def _auc(scores: Vectors, labels: Labels) -> float:
    from sklearn.metrics import roc_auc_score

    return round(float(roc_auc_score(labels, scores)), 3)


def _written(model: Logistic, names: Sequence[str]) -> dict[str, Any]:
    weights = {name: round(float(weight), 4) for name, weight in zip(names, model.weights, strict=True)}
    return {"intercept": round(model.intercept, 4), "weights": weights}


def _folded(text: str) -> str:
    return re.sub(r"\W+", "", normalise(text).lower())


def _normalised(text: str) -> str:
    """SQuAD's normalisation: lower case, no punctuation, no articles (Rajpurkar et al., 2016)."""
    plain = "".join(character for character in text.lower() if character not in string.punctuation)
    return " ".join(re.sub(r"\b(?:a|an|the)\b", " ", plain).split())
