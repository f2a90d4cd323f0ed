"""Questions about documents that the user gives, each of a kind; and questions that come with sources of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from bot.assembly import Bot
from bot.errors import BotError
from bot.evaluation.answers import quotes
from bot.evaluation.metrics import Figures, mean_figures, token_overlap
from bot.evaluation.sets import Row
from bot.loading import fingerprint, normalise
from bot.records import Answer, Document, Metadata

Count = dict[str, int]


def _holds_gold(answer: Answer, row: Row) -> bool:
    """Whether one cited quote holds one of the gold quotes whole."""
    return any(gold in quote for gold in row["gold_quotes"] for quote in quotes(answer))


def _is_declined(answer: Answer, row: Row) -> bool:
    return answer.declined and bool(row)


def _tells(answer: Answer, row: Row) -> bool:
    return not answer.declined and any(each in answer.text for each in row["answers"])


KINDS: dict[str, Callable[[Answer, Row], bool]] = {
    "fact": _holds_gold,
    "followup": _holds_gold,
    "unanswerable": _is_declined,
    "metadata": _tells,
}
"""Which answer is right, by the kind of a question."""


def measured_kinds(questions: Sequence[Row], bot: Bot) -> dict[str, Count]:
    """Ask the questions whose kind is known and return how many are answered right, by kind."""
    figures: dict[str, Count] = {}
    for row in questions:
        if row.get("kind") in KINDS:
            count = figures.setdefault(row["kind"], {"right": 0, "of": 0})
            answer = bot.ask(row["text"], [(role, text) for role, text in row.get("history") or ()])
            count["of"] += 1
            count["right"] += KINDS[row["kind"]](answer, row)
    return figures


def measured_quotes(questions: Iterable[Row], ask: Callable[[Row], Answer]) -> Figures:
    """Return the overlap, by words, of the cited quotes with those of the gold answer that is nearest to them."""
    scores = []
    for row in questions:
        said = " ".join(quotes(ask(row)))
        gold = [" ".join(text for _, text in answer["quotes"]) for answer in row["answers"]]
        scores.append(max((token_overlap(said, each) for each in gold), key=lambda score: score[2]))
    return mean_figures(scores)


def sources_of(row: Row) -> list[Document]:
    """Return the sources that a question comes with, given as number to title and text."""
    pairs = ((number, title, normalise(text)) for number, (title, text) in row["sources"].items())
    return [
        Document(number, text, fingerprint(f"{number} {title} {text}"), Metadata(title=title, language="en"))
        for number, title, text in pairs
        if text
    ]


def needed(documents: Path | None) -> Path:
    """Return the documents that questions are about.

    Raises:
        BotError: none were given.
    """
    if documents is None:
        raise BotError("A set asks about documents that it does not hold.", "Give them with --documents PATH.")
    return documents
