"""Copies of a text as they come about: edited, under another head and foot, cut short, or read from a scan."""

import random
import re
from collections.abc import Callable
from functools import partial

HEAD = "Wire service, evening edition. For release on {day} {month} 2017, correspondents please note the embargo.\n\n"
FOOT = (
    "\n\nReporting by our correspondents; editing by the night desk. All rights reserved by the agency. "
    "To subscribe write to desk{day}@agency.example or ring extension {day}. Issue {day}, page {day}."
)
MONTHS = "January February March April May June July August September October November December".split()
CONFUSED = dict(zip("lIOoechnuSam", ["1", "l", "0", "0", "c", "e", "b", "u", "n", "5", "o", "rn"], strict=True))
"""What a letter is read as."""

EDITED = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3)
"""Shares of words."""

SCANNED = (0.002, 0.005, 0.01, 0.02, 0.05)
"""Shares of letters."""


def edited(text: str, share: float, rng: random.Random, vocabulary: list[str]) -> str:
    """Replace, drop or insert that share of the words."""
    words = re.split(r"(\s+)", text)
    for at in range(0, len(words), 2):
        if rng.random() < share:
            other = rng.choice(vocabulary)
            words[at] = rng.choice([other, "", f"{words[at]} {other}"])
    return "".join(words)


def framed(text: str, rng: random.Random) -> str:
    """Put a head and a foot around it, with a day of their own."""
    day, month = rng.randrange(1, 29), rng.choice(MONTHS)
    return HEAD.format(day=day, month=month) + text + FOOT.format(day=day)


def scanned(text: str, share: float, rng: random.Random) -> str:
    """Read that share of the characters as others that look alike, or lose or double them."""
    read = []
    for char in text:
        wrong = rng.random() < share and not char.isspace()
        read.append(rng.choice([CONFUSED.get(char, char + char), CONFUSED.get(char, ""), ""]) if wrong else char)
    return "".join(read)


def cut(text: str, share: float) -> str:
    """Leave away that share at the end."""
    words = text.split(" ")
    return " ".join(words[: round(len(words) * (1 - share))])


def alterations(vocabulary: list[str]) -> dict[str, Callable[[str, random.Random], str]]:
    """Each way to alter a text, by name, as a function of the text and a random source."""
    edits = {f"edited {share:.0%}": partial(_edited, share, vocabulary) for share in EDITED}
    scans = {f"scanned {share:.1%}": partial(_scanned, share) for share in SCANNED}
    both = {"head and foot, edited 5%": lambda text, rng: framed(edited(text, 0.05, rng, vocabulary), rng)}
    return edits | scans | both | {"head and foot": framed, "cut by 20%": lambda text, _: cut(text, 0.2)}


def _edited(share: float, vocabulary: list[str], text: str, rng: random.Random) -> str:
    return edited(text, share, rng, vocabulary)


def _scanned(share: float, text: str, rng: random.Random) -> str:
    return scanned(text, share, rng)
