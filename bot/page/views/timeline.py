"""The tab of dated statements: a plot of them by speaker, and the same as a list."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bot.page.markup import Html, element, join
from bot.page.turns import cited_in, number_of
from bot.page.views import plot
from bot.page.views.chips import chip, references
from bot.page.views.filters import date_entry, speaker_choice
from bot.page.views.forms import entry, field, form, submit
from bot.page.words import Words
from bot.records import Citation, Source
from bot.timeline import Timeline
from bot.timeline.entries import Entry


def panel(words: Words, sources: Sequence[Source]) -> Html:
    """The form: a topic, a speaker and a period, each of which may be left out."""
    fields = (
        field(words("timeline.topic"), entry("topic", maxlength=500, placeholder=words("timeline.sample"))),
        field(words("filters.speaker"), speaker_choice(words, sources, words("filters.any"))),
        field(words("filters.since"), date_entry(words, "since")),
        field(words("filters.until"), date_entry(words, "until")),
    )
    introduction = element("p", words("timeline.text"), class_="lead")
    made = form("timeline", element("div", *fields, class_="fields"), submit(words("timeline.submit")))
    return element("section", element("h2", words("timeline.title")), introduction, made)


def result(words: Words, found: Timeline) -> Html:
    """The plot and the list, or that nothing fits."""
    if not found.entries:
        return element("p", words("timeline.none"), class_="empty")
    cited = cited_in(each.sentence for each in found.entries)
    heading = element("h3", words.count("timeline.found", len(found.entries)), class_="result-title")
    more = element("p", words.count("timeline.more", found.left_out), class_="note") if found.left_out else ""
    content = (heading, more, plot.render(words, found.entries), _list(words, found.entries, cited))
    return element("article", *content, references(words, cited), class_="result", data_result=True)


def _list(words: Words, entries: Sequence[Entry], cited: Sequence[Citation]) -> Html:
    days = (
        element("li", element("h4", words.date(date)), *(_entry(words, each, cited) for each in said))
        for date, said in groupby(entries, key=lambda each: each.date)
    )
    return element("ol", *days, class_="days", aria_label=words("timeline.list"))


def _entry(words: Words, entry: Entry, cited: Sequence[Citation]) -> Html:
    numbered = {number_of(each, cited): each for each in entry.sentence.citations}
    chips = join(*(chip(words, number, each) for number, each in numbered.items()))
    speaker = element("span", entry.speaker or words("timeline.nobody"), class_="when")
    return element("p", speaker, entry.sentence.text, chips, class_="said")
