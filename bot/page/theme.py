"""The page's colours and type as a Gradio theme, for light and dark, from fonts that the system has."""

from __future__ import annotations

import gradio as gr

SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Helvetica Neue", "Arial", "sans-serif")
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")


def theme() -> gr.themes.Base:
    """The theme; `style.css` takes its palette from the same variables."""
    return gr.themes.Base(font=SANS, font_mono=MONO).set(
        body_background_fill="#faf9f6",
        body_background_fill_dark="#14171c",
        body_text_color="#1c2127",
        body_text_color_dark="#e7e5df",
        background_fill_primary="#ffffff",
        background_fill_primary_dark="#1b1f26",
        border_color_primary="#dcd8cf",
        border_color_primary_dark="#353b45",
        input_background_fill="#ffffff",
        input_background_fill_dark="#1b1f26",
        input_placeholder_color="#666b73",
        input_placeholder_color_dark="#9aa1ab",
        block_border_width="0px",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
    )
