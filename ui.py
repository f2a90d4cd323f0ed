"""The chat in the browser: `python ui.py`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.errors import BotError
from bot.page import serve
from bot.settings import load_settings


def main() -> int:
    """Serve the page until Ctrl-C; 1 where it cannot be served."""
    parser = argparse.ArgumentParser(prog="ui.py", description="Serve the chat over the library, in the browser.")
    parser.add_argument("--host", help="the address to listen at (default: BOT_HOST, or 127.0.0.1)")
    parser.add_argument("--port", type=int, help="the port to listen at (default: BOT_PORT, or 7860)")
    parser.add_argument("--library", type=Path, help="the library's folder (default: BOT_LIBRARY, or your data folder)")
    given = parser.parse_args()
    try:
        settings = load_settings(host=given.host, port=given.port, library=given.library)
        serve(settings)
    except BotError as error:
        sys.stderr.write(f"Error: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
