"""Questions about documents that the user gives, each of a kind; and questions that come with sources of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from bot.assembly import Bot
from bot.attribution import Attributor
from bot.citations import attribution_of
from bot.errors import BotError
from bot.evaluation.answers import quotes
from bot.evaluation.attribution import matches, spans_of
from bot.evaluation.metrics import folded, mean_figures, share, token_overlap
from bot.evaluation.sets import Row
from bot.loading import fingerprint, normalise
from bot.records import Answer, Document, Metadata

Count = dict[str, int]


def _ask(row: Row, bot: Bot) -> Answer:
    return bot.ask(row["text"], [(role, text) for role, text in row.get("history") or ()])


def _holds_gold(row: Row, bot: Bot) -> bool:
    """Whether one cited quote holds one of the gold quotes whole."""
    return _holds(quotes(_ask(row, bot)), row["gold_quotes"])


def _is_declined(row: Row, bot: Bot) -> bool:
    return _ask(row, bot).declined


def _tells(row: Row, bot: Bot) -> bool:
    answer = _ask(row, bot)
    return not answer.declined and any(each in answer.text for each in row["answers"])


def _has_sides(row: Row, bot: Bot) -> bool:
    """Whether each country's side is there under its name, and quotes a gold quote of its own."""
    cited = {
        side.country: [citation.quote for sentence in side.sentences for citation in sentence.citations]
        for side in _ask(row, bot).sides
    }
    return all(_holds(cited.get(country, ()), gold) for country, gold in row["sides"].items())


def _judges(row: Row, bot: Bot) -> bool:
    """Whether a quotation gets its verdict, and its actual speaker where it was somebody else's."""
    found = bot.check_quote(row["quote"], row["speaker"])
    return found.verdict == row["expect"] and row.get("actual") in (None, found.actual_speaker)


def _attributes(row: Row, bot: Bot) -> bool:
    """Whether a statement is told to be of its speaker, by name or as the text writes it."""
    document = next(each for each in bot.documents() if row["document"] in (each.id, Path(each.origin or "").stem))
    text = bot.document(document.id).text
    found = attribution_of(Attributor(bot.documents()).attributions(text, document.metadata), *spans_of(row, text))
    named = found.speaker if found else document.metadata
    told = (found.mention, found.speaker and found.speaker.name) if found else (document.metadata.speaker,)
    return named is not None and any(matches(each, row["answers"])[0] for each in told if each)


def _holds(cited: Sequence[str], gold: Sequence[str]) -> bool:
    return any(each in quote for each in gold for quote in cited)


KINDS: dict[str, Callable[[Row, Bot], bool]] = {
    "fact": _holds_gold,
    "followup": _holds_gold,
    "unanswerable": _is_declined,
    "metadata": _tells,
    "compare": _has_sides,
    "quote": _judges,
    "attribution": _attributes,
}
"""What is right, by the kind of a question."""


def measured_kinds(questions: Sequence[Row], bot: Bot) -> dict[str, Count]:
    """Put the questions whose kind is known and return how many are answered right, by kind."""
    figures: dict[str, Count] = {}
    for row in questions:
        if row.get("kind") in KINDS:
            count = figures.setdefault(row["kind"], {"right": 0, "of": 0})
            count["of"] += 1
            count["right"] += KINDS[row["kind"]](row, bot)
    return figures


def measured_quotes(questions: Iterable[Row], ask: Callable[[Row], Answer]) -> dict[str, Any]:
    """Return how the cited quotes of answers from several sources meet those of the gold answer nearest to them.

    `sentences` is their overlap by words; `quotes` the share of gold quotes that are cited whole, and the share of
    gold sources of which anything is cited.
    """
    scores, covered, sources = [], [], []
    for row in questions:
        answer = ask(row)
        said = " ".join(quotes(answer))
        gold = max(row["answers"], key=lambda each: token_overlap(said, _joined(each))[2])
        scores.append(token_overlap(said, _joined(gold)))
        cited = {citation.document for sentence in answer.sentences for citation in sentence.citations}
        covered += [folded(text) in folded(said) for _, text in gold["quotes"]]
        sources += [str(number) in cited for number in dict.fromkeys(number for number, _ in gold["quotes"])]
    return {
        "sentences": {"given_passage": mean_figures(scores)},
        "quotes": {"covered": share(covered), "sources": share(sources)},
    }


def _joined(answer: Row) -> str:
    return " ".join(text for _, text in answer["quotes"])


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
