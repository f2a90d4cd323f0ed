"""The values of a form, as the script sends them: a text, or a list of texts where fields share a name."""

from __future__ import annotations

import gradio as gr


def many(event: gr.EventData, name: str) -> tuple[str, ...]:
    """All values of a field that are not empty."""
    given = getattr(event, name, None) or ()
    listed = [given] if isinstance(given, str) else given
    return tuple(value for each in listed if (value := str(each).strip()))


def one(event: gr.EventData, name: str) -> str | None:
    """The first value of a field; None where it is empty."""
    return next(iter(many(event, name)), None)
