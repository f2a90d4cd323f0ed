"""What a reader can do with a turn: copy the answer, copy a link to the question, edit it, ask it again."""

from __future__ import annotations

from bot.page.copying import markdown
from bot.page.icons import COPY, EDIT, LINK, RETRY
from bot.page.markup import Html, Value, element
from bot.page.turns import Turn
from bot.page.words import Words


def render(words: Words, index: int, turn: Turn, is_last: bool) -> Html:  # noqa: FBT001 - it is told by its name
    """The buttons below a turn, once nothing is being made."""
    if turn.pending:
        return Html()
    copied = words("tool.copied")
    buttons = (
        _tool(COPY, words("tool.copy"), data_copy=markdown(turn), data_done=copied) if turn.answer else "",
        _tool(LINK, words("tool.link"), data_link_question=turn.question, data_done=copied),
        _tool(EDIT, words("tool.edit"), data_edit=index),
        _tool(RETRY, words("tool.retry"), data_retry=True) if is_last else "",
    )
    return element("div", *buttons, class_="tools", role="group", aria_label=words("tool.label"))


def _tool(icon: Html, label: str, **data: Value) -> Html:
    return element("button", icon, element("span", label), type="button", **data)
