"""The few drawings of the page, as inline SVG in the colour of the text around them."""

from __future__ import annotations

from bot.page.markup import Html


def _icon(paths: str) -> Html:
    return Html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false" fill="none"'
        ' stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">'
        f"{paths}</svg>"
    )


CLOSE = _icon('<path d="M6 6l12 12M18 6L6 18"/>')
DECLINED = _icon('<circle cx="12" cy="12" r="9"/><path d="M8 12h8"/>')
PROBLEM = _icon('<path d="M12 4l9 16H3z"/><path d="M12 10v4M12 17.2v.1"/>')
SOURCES = _icon('<path d="M6 3h9l4 4v14H6z"/><path d="M15 3v4h4M9 12h7M9 16h7"/>')
NEW = _icon('<path d="M12 5v14M5 12h14"/>')
