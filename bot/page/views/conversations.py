"""The list of conversations: each with its name, to be opened, renamed, and deleted after a question."""

from __future__ import annotations

from collections.abc import Sequence

from bot.archive import Summary
from bot.page.icons import CLOSE, DELETE, EDIT, NEW
from bot.page.markup import Html, element
from bot.page.views.forms import entry, submit
from bot.page.words import Words

LONGEST_NAME = 80
"""As long as the archive keeps it."""


def render(words: Words, summaries: Sequence[Summary], current: str, chosen: tuple[str, str] = ("", "")) -> Html:
    """The list; `chosen` is what shall be done with which conversation: “rename” or “delete”, and its id."""
    title = element("h2", words("conversations.title"), id="conversations-title")
    close = element(
        "button", CLOSE, type="button", class_="close", aria_label=words("conversations.close"), data_drawer="shut"
    )
    new = element(
        "button", NEW, element("span", words("masthead.new")), type="button", class_="quiet", data_restart=True
    )
    rows = [
        _row(words, each, chosen[0] if each.id == chosen[1] else "", is_current=each.id == current)
        for each in summaries
    ]
    listed = element("ul", *rows) if rows else element("p", words("conversations.none"), class_="hint")
    where = element("p", words("conversations.where"), class_="hint")
    content = (element("header", title, close), new, listed, where)
    return element("section", *content, class_="conversations", aria_labelledby="conversations-title")


def _row(words: Words, summary: Summary, wanted: str, *, is_current: bool) -> Html:
    if wanted == "rename":
        return element("li", _renaming(words, summary))
    shown = (
        _opener(words, summary, is_current=is_current),
        _act(words, summary, "rename"),
        _act(words, summary, "delete"),
    )
    asked = _deleting(words, summary) if wanted == "delete" else ""
    return element("li", element("div", *shown, class_="row"), asked, class_="is-current" if is_current else None)


def _opener(words: Words, summary: Summary, *, is_current: bool) -> Html:
    when = words.date(summary.changed[: len("2017-11-28")])
    told = f"{when} · {words.count('conversations.questions', summary.exchanges)}"
    name = element("span", summary.name, class_="name")
    current = "true" if is_current else None
    return element(
        "button", name, element("span", told, class_="when"), type="button", data_open=summary.id, aria_current=current
    )


def _act(words: Words, summary: Summary, what: str) -> Html:
    label = words(f"conversations.{what}", name=summary.name)
    icon = EDIT if what == "rename" else DELETE
    return element(
        "button",
        icon,
        type="button",
        class_="act",
        aria_label=label,
        title=label,
        data_list=what,
        data_of_id=summary.id,
    )


def _renaming(words: Words, summary: Summary) -> Html:
    hidden = entry("conversation", type="hidden", value=summary.id)
    label = words("conversations.name")
    box = entry(
        "name", value=summary.name, required=True, maxlength=LONGEST_NAME, aria_label=label, data_focus=summary.id
    )
    save = submit(words("conversations.save"))
    cancel = element("button", words("conversations.cancel"), type="button", class_="quiet", data_list="")
    buttons = element("div", save, cancel, class_="actions")
    return element("form", hidden, box, buttons, data_event="rename", data_passing=True, class_="renaming")


def _deleting(words: Words, summary: Summary) -> Html:
    asked = element("p", words("conversations.delete.question", name=summary.name), id="delete-question")
    yes = element("button", words("conversations.delete.yes"), type="button", class_="danger", data_delete=summary.id)
    no = element(
        "button", words("conversations.delete.no"), type="button", class_="quiet", data_list="", data_focus=summary.id
    )
    buttons = element("div", yes, no, class_="actions")
    return element("div", asked, buttons, class_="asked", role="alertdialog", aria_labelledby="delete-question")
