"""The top of the page as HTML: its name, the tabs, the language, and what acts on the whole page."""

from __future__ import annotations

from bot.errors import BotError
from bot.page.icons import HELP, LIST, NEW
from bot.page.markup import Html, element
from bot.page.views.problem import problem
from bot.page.words import LANGUAGES, Words

NAME = "Policy Brief Bot"

VIEWS = ("ask", "compare", "check", "timeline", "library")
"""The tabs, each under the id of its panel."""


def render(words: Words, *, is_ready: bool, keeps: bool = False) -> Html:
    """The masthead; `is_ready` tells the script that questions will be answered, `keeps` that conversations stay."""
    content = (element("h1", NAME), _tabs(words), _tools(words, keeps=keeps))
    told = {"data_copied": words("tool.copied"), "data_uncopied": words("tool.uncopied")}
    return element("header", *content, class_="masthead", data_language=words.language, data_ready=is_ready, **told)


def preparing(words: Words) -> Html:
    """What is told while the library is being opened."""
    return element("p", words("masthead.preparing"), class_="preparing", role="status")


def failed(words: Words, error: BotError) -> Html:
    """What is told where it could not be opened."""
    return problem(words, error)


def _tabs(words: Words) -> Html:
    # The script selects one, and moves between them by the arrow keys.
    tabs = (
        element(
            "button",
            words(f"view.{view}"),
            type="button",
            role="tab",
            id=f"tab-{view}",
            aria_controls=view,
            aria_selected="false",
            tabindex=-1,
            data_view=view,
        )
        for view in VIEWS
    )
    return element("div", *tabs, class_="tabs", role="tablist", aria_label=words("masthead.views"))


def _tools(words: Words, *, keeps: bool) -> Html:
    new = words("masthead.new")
    help_ = words("masthead.help")
    content = (
        _drawer(words) if keeps else "",
        element("button", NEW, element("span", new), type="button", class_="new", aria_label=new, data_restart=True),
        *(_language(each, name) for each, name in LANGUAGES.items() if each != words.language),
        element("button", HELP, type="button", class_="bare", aria_label=help_, title=help_, data_help=True),
    )
    return element("nav", *content, aria_label=words("masthead.tools"))


def _drawer(words: Words) -> Html:
    label = words("conversations.title")
    options = {"aria_controls": "conversations", "aria_expanded": "false", "aria_label": label, "title": label}
    return element("button", LIST, element("span", label), type="button", class_="new", data_drawer="turn", **options)


def _language(language: str, name: str) -> Html:
    short = element("span", language.upper(), aria_hidden="true", class_="short")
    return element(
        "button",
        short,
        element("span", name, class_="long"),
        type="button",
        class_="bare",
        lang=language,
        aria_label=name,
        data_speak=language,
    )
