"""The metrics: ranking and classification by kept libraries, sets of sentences and spans by their definitions; pure."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import fmean

from bot.loading import normalise

SHORTEST_PART = 20
"""Letters and digits that a sentence needs to count as part of a longer one."""

Figures = dict[str, float]
_DIGITS = 4


def ranking_figures(relevant: Sequence[Mapping[str, int]], runs: Sequence[Sequence[str]]) -> Figures:
    """Return trec_eval's nDCG@10, recall@10, MAP@10 and MRR@10 of ranked ids, best first, 0 to 1."""
    import ir_measures
    from ir_measures import AP, RR, R, nDCG

    names = {"ndcg@10": nDCG @ 10, "recall@10": R @ 10, "map@10": AP @ 10, "mrr@10": RR @ 10}
    qrels = {str(at): dict(grades) for at, grades in enumerate(relevant)}
    run = {str(at): {each: 1.0 / (rank + 1) for rank, each in enumerate(ids)} for at, ids in enumerate(runs)}
    found = ir_measures.calc_aggregate(list(names.values()), qrels, run)
    return {name: round(float(found[measure]), _DIGITS) for name, measure in names.items()}


def answerable_figures(confidence: Sequence[float], declined: Sequence[bool], answerable: Sequence[bool]) -> Figures:
    """Return how well unanswerable questions (the positive class) are told by confidence, and by declining, 0 to 1."""
    from sklearn.metrics import precision_recall_fscore_support, roc_auc_score

    unanswerable = [not each for each in answerable]
    scores = precision_recall_fscore_support(unanswerable, list(declined), average="binary", zero_division=0.0)
    refused = [no for no, yes in zip(declined, answerable, strict=True) if yes]
    figures = {
        "auc": roc_auc_score(unanswerable, [1.0 - each for each in confidence]),
        "refusal_precision": scores[0],
        "refusal_recall": scores[1],
        "refusal_f1": scores[2],
        "false_refusals": fmean(refused),
    }
    return {name: round(float(value), _DIGITS) for name, value in figures.items()}


def overlap(found: Sequence[str], gold: Sequence[str]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of sentences against gold ones, as sets, 0 to 1."""
    right = sum(any(is_same(each, other) for other in gold) for each in found)
    told = sum(any(is_same(each, other) for other in found) for each in gold)
    return _f1(right / len(found) if found else 0.0, told / len(gold) if gold else 0.0)


def is_same(sentence: str, other: str) -> bool:
    """Tell whether two sentences have the same letters and digits, or one holds the other whole.

    The second is for labels whose sentences were parted, or written, in another way than ours.
    """
    short, long = sorted((folded(sentence), folded(other)), key=len)
    return short == long or (len(short) >= SHORTEST_PART and short in long)


def token_overlap(found: str, gold: str) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the words of two texts, each word as often as it stands (SQuAD's F1)."""
    mine, theirs = squad_normalised(found).split(), squad_normalised(gold).split()
    shared = sum((Counter(mine) & Counter(theirs)).values())
    return _f1(shared / len(mine) if mine else 0.0, shared / len(theirs) if theirs else 0.0)


def index_overlap(found: Sequence[int], gold: Sequence[int]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of two sets of indices, 0 to 1."""
    shared = len(set(found) & set(gold))
    return _f1(shared / len(set(found)) if found else 0.0, shared / len(set(gold)) if gold else 0.0)


def mean_figures(scores: Sequence[tuple[float, float, float]]) -> Figures:
    """Return the means of precision, recall and F1 over questions."""
    names = ("precision", "recall", "f1")
    return {name: round(fmean(each[at] for each in scores), _DIGITS) for at, name in enumerate(names)}


def share(right: Sequence[bool]) -> float:
    """Return which part is true, 0 to 1."""
    return round(fmean(right), _DIGITS)


def contains(texts: Sequence[str], answers: Sequence[str]) -> bool:
    """Tell whether one of the texts holds one of the answers, both normalised as SQuAD's are."""
    wanted = [plain for plain in map(squad_normalised, answers) if plain]
    return any(f" {each} " in f" {squad_normalised(text)} " for text in texts for each in wanted)


def folded(text: str) -> str:
    """Return the letters and digits of a text, in small letters."""
    return re.sub(r"[\W_]+", "", normalise(text).lower())


def squad_normalised(text: str) -> str:
    """SQuAD's normalisation: lower case, no punctuation, no articles (Rajpurkar et al., 2016)."""
    plain = "".join(character for character in text.lower() if character not in string.punctuation)
    return " ".join(re.sub(r"\b(?:a|an|the)\b", " ", plain).split())


def _f1(precision: float, recall: float) -> tuple[float, float, float]:
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0
