"""Which sources may answer: the form of the filters, and those that are on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.library import Filters
from bot.page import names
from bot.page.icons import CLOSE, FILTER
from bot.page.markup import Html, element
from bot.page.views.forms import Option, choice, entry, field, form
from bot.page.words import Words
from bot.records import Source

FIELDS = ("speaker", "country", "kind", "document", "since", "until")
"""The filters of the page, in the order that they are shown in."""


def panel(words: Words, sources: Sequence[Source]) -> Html:
    """The button that opens the filters, and their form, which acts on every change."""
    summary = element("summary", FILTER, element("span", words("filters.title")))
    fields = (
        field(words("filters.speaker"), speaker_choice(words, sources, words("filters.any"))),
        field(words("filters.country"), _choice(words, "country", [(each, each) for each in names.countries(sources)])),
        field(
            words("filters.kind"), _choice(words, "kind", [(each, words.kind(each)) for each in names.kinds(sources)])
        ),
        field(words("filters.since"), date_entry(words, "since")),
        field(words("filters.until"), date_entry(words, "until")),
    )
    clear = element("button", words("filters.clear"), type="reset", class_="quiet")
    content = form("filter", *fields, _documents(words, sources), clear, class_="filter-form", data_live=True)
    return element("details", summary, content, class_="filters")


def active(words: Words, filters: Filters, sources: Sequence[Source]) -> Html:
    """A button for each filter that is on, which takes it off."""
    titles = {source.id: source.metadata.title for source in sources}
    chips = [_active(words, name, value, titles) for name, value in _set(filters)]
    if not chips:
        return Html()
    label = element("span", words("filters.on"), class_="unseen", id="filters-on")
    return element("div", label, *chips, class_="active-filters", role="group", aria_labelledby="filters-on")


def told(words: Words, filters: Filters, titles: Mapping[str, str]) -> Html:
    """Under a question, the filters that it was asked with; `titles` are those of documents, by id."""
    named = (f"{words(f'filters.{name}')}: {_shown(words, name, value, titles)}" for name, value in _set(filters))
    listed = " · ".join(named)
    return element("p", words("filters.only"), " ", listed, class_="standalone") if listed else Html()


def query(filters: Filters) -> list[tuple[str, str]]:
    """The filters as the fields of a link."""
    return list(_set(filters))


def speaker_choice(words: Words, sources: Sequence[Source], first: str, **attributes: str | bool) -> Html:
    """The list of everybody who speaks in the library."""
    own = [(each, each) for each in names.own_speakers(sources)]
    quoted = [(each, each) for each in names.quoted_speakers(sources)]
    groups = [(words("speakers.own"), own), (words("speakers.quoted"), quoted)]
    return choice("speaker", first, groups, **attributes)


def date_entry(words: Words, name: str) -> Html:
    """A box for a year, a month or a day."""
    # A date picker cannot take a month or a year alone, which the filters can.
    pattern = r"\d{4}(-\d{2}(-\d{2})?)?"
    return entry(
        name,
        type="text",
        inputmode="numeric",
        pattern=pattern,
        placeholder=words("filters.date.sample"),
        title=words("filters.date"),
    )


def _choice(words: Words, name: str, options: Sequence[Option]) -> Html:
    return choice(name, words("filters.any"), [("", options)])


def _documents(words: Words, sources: Sequence[Source]) -> Html:
    """A box to tick for each document, since several may be meant at once."""
    boxes = (_tick(each) for each in sources)
    # Scrolls: hence the tab stop.
    listed = element("div", *boxes, class_="ticks-list", tabindex=0)
    return element("fieldset", element("legend", words("filters.documents"), class_="label"), listed, class_="field")


def _tick(source: Source) -> Html:
    box = entry("document", type="checkbox", value=source.id)
    return element("label", box, element("span", source.metadata.title), class_="tick")


def _active(words: Words, name: str, value: str, titles: Mapping[str, str]) -> Html:
    shown = _shown(words, name, value, titles)
    label = words("filters.remove", name=words(f"filters.{name}"), value=shown)
    text = element("span", f"{words(f'filters.{name}')}: {shown}")
    return element("button", text, CLOSE, type="button", data_unfilter=name, data_value=value, aria_label=label)


def _shown(words: Words, name: str, value: str, titles: Mapping[str, str]) -> str:
    if name == "document":
        return titles.get(value, value)
    return words.kind(value) if name == "kind" else value


def _set(filters: Filters) -> Iterator[tuple[str, str]]:
    """The name and the value of each filter that is on; of documents each by itself."""
    for name in FIELDS:
        if name == "document":
            yield from ((name, each) for each in filters.documents)
        elif value := getattr(filters, name):
            yield name, value
