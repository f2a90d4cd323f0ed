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
COPY = _icon('<rect x="8" y="8" width="12" height="13" rx="2"/><path d="M16 8V3H4v13h4"/>')
EDIT = _icon('<path d="M4 20h4L19 9l-4-4L4 16z"/>')
RETRY = _icon('<path d="M20 12a8 8 0 1 1-2.6-5.9M20 3v5h-5"/>')
LINK = _icon('<path d="M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1"/>')
PREVIOUS = _icon('<path d="M15 5l-7 7 7 7"/>')
NEXT = _icon('<path d="M9 5l7 7-7 7"/>')
HELP = _icon('<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.6 2.6 0 1 1 3.6 2.4c-.8.4-1.1.9-1.1 1.8M12 16.8v.1"/>')
FILTER = _icon('<path d="M4 6h16M7 12h10M10 18h4"/>')
UPLOAD = _icon('<path d="M12 16V4M7 9l5-5 5 5M4 20h16"/>')
DELETE = _icon('<path d="M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5"/>')
LIST = _icon('<path d="M4 5h12v9H9l-5 4zM19 9v9l-4-3"/>')
UP = _icon(
    '<path d="M7 11v9H3v-9zM7 11l4-8c2 0 2.6 1.3 2.3 3L12.6 9H19a2 2 0 0 1 2 2.4l-1.3 7A2 2 0 0 1 17.700 20H7"/>'
)
DOWN = _icon(
    '<path d="M7 13V4H3v9zM7 13l4 8c2 0 2.6-1.3 2.3-3l-.7-3H19a2 2 0 0 0 2-2.400l-1.300-7A2 2 0 0 0 17.700 4H7"/>'
)
CITE = _icon('<path d="M9 7H5v5h4v-1c0 3-1 5-3 6M19 7h-4v5h4v-1c0 3-1 5-3 6"/>')
EXPORT = _icon('<path d="M12 4v12M7 11l5 5 5-5M4 20h16"/>')
