"""Fields of a form as HTML; the script sends a form's values under the names of its fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from bot.page.markup import Html, Value, element

Option = tuple[str, str]
"""A value, and what is shown for it."""


def form(event: str, *content: str, **attributes: Value) -> Html:
    """A form whose values the script sends with the event of this name."""
    return element("form", *content, data_event=event, **attributes)


def field(label: str, control: Html, note: str = "") -> Html:
    """A control under its label."""
    explained = element("span", note, class_="hint") if note else ""
    return element("label", element("span", label, class_="label"), control, explained, class_="field")


def entry(name: str, **attributes: Value) -> Html:
    """A box for one line."""
    # An input has no content, and so no end.
    return Html(element("input", name=name, autocomplete="off", **attributes).removesuffix("</input>"))


def choice(name: str, first: str, groups: Iterable[tuple[str, Sequence[Option]]], **attributes: Value) -> Html:
    """A list to choose one of; `first` stands for none, and a group without a name has no heading."""
    listed = (_group(label, options) for label, options in groups)
    return element("select", element("option", first, value=""), *listed, name=name, **attributes)


def submit(label: str, **attributes: Value) -> Html:
    """The button that sends a form."""
    return element("button", label, type="submit", class_="primary", **attributes)


def _group(label: str, options: Sequence[Option]) -> Html:
    made = Html("".join(element("option", shown, value=value) for value, shown in options))
    return Html(f'<optgroup label="{escape(label)}">{made}</optgroup>') if label and options else made
