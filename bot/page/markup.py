"""HTML, built so that text cannot become markup: the only place where text is escaped."""

from __future__ import annotations

import html

Value = str | int | bool | None


class Html(str):
    """Markup that may be sent as it is: what `element` and `join` return, and this package's own constants."""

    __slots__ = ()


def text(content: str) -> Html:
    """The text, with everything escaped that HTML would read as markup."""
    return content if isinstance(content, Html) else Html(html.escape(content))


def join(*parts: str) -> Html:
    """The parts one after the other; those that are no `Html` are escaped."""
    return Html("".join(text(part) for part in parts))


def element(tag: str, *children: str, **attributes: Value) -> Html:
    """An element with its children, which are escaped unless they are `Html`.

    Attribute names are written with underscores (`aria_label`, `class_`); False and None leave an attribute out,
    True gives it no value.
    """
    opening = tag + "".join(_attribute(name, value) for name, value in attributes.items())
    return Html(f"<{opening}>{join(*children)}</{tag}>")


def _attribute(name: str, value: Value) -> str:
    if value is None or value is False:
        return ""
    name = name.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{html.escape(str(value))}"'
