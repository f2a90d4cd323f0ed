"""The tab that compares: a topic with two to four speakers, and their positions side by side."""

from __future__ import annotations

from collections.abc import Sequence

from bot.page.markup import Html, element
from bot.page.turns import cited_in
from bot.page.views import sides
from bot.page.views.chips import references
from bot.page.views.filters import speaker_choice
from bot.page.views.forms import entry, field, form, submit
from bot.page.words import Words
from bot.positions import Positions
from bot.records import Source

FEWEST, MOST = 2, 4
"""Speakers that are compared at once."""


def panel(words: Words, sources: Sequence[Source]) -> Html:
    """The form: the topic, and a list for each speaker."""
    topic = field(
        words("compare.topic"), entry("topic", required=True, maxlength=500, placeholder=words("compare.sample"))
    )
    speakers = (_speaker(words, sources, number) for number in range(1, MOST + 1))
    chosen = element("div", *speakers, class_="fields")
    introduction = element("p", words("compare.text"), class_="lead")
    heading = element("h2", words("compare.title"))
    return element("section", heading, introduction, form("compare", topic, chosen, submit(words("compare.submit"))))


def result(words: Words, found: Positions) -> Html:
    """The positions, with the list of all that is cited."""
    cited = cited_in(sentence for side in found.sides for sentence in side.sentences)
    heading = element("h3", words("compare.on", topic=found.topic), class_="result-title")
    beside = sides.render(words, found.sides, cited, found.shared)
    return element("article", heading, beside, references(words, cited), class_="result", data_result=True)


def _speaker(words: Words, sources: Sequence[Source], number: int) -> Html:
    is_needed = number <= FEWEST
    label = words("compare.speaker" if is_needed else "compare.speaker.more", number=number)
    first = words("compare.choose" if is_needed else "compare.nobody")
    return field(label, speaker_choice(words, sources, first, required=is_needed))
