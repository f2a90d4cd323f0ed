"""What a sync of many small files takes, the first time and again: `python tests/measure_syncing.py [FILES]`."""

import random
import sys
import tempfile
import time
from pathlib import Path

from bot import open_bot
from bot.embedding import MiniLM

WORDS = """minister treaty harbour fishery quota embassy envoy border council resolution sanction tariff export import
grain wheat barley rice steel coal vessel convoy pilot crew island province capital parliament ballot speech summit
signed refused opened closed visited welcomed rejected praised doubted announced delayed approved""".split()


def main(count: int) -> None:
    """Print the figures."""
    embedded = _counted()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "statements"
        folder.mkdir()
        for number in range(count):
            (folder / f"statement-{number}.txt").write_text(_text(number))
        # Files that were written just now are looked at twice.
        time.sleep(2.1)
        with open_bot(Path(place) / "library", corpus=False) as bot:

            def told(label: str) -> None:
                before, began = len(embedded), time.perf_counter()
                found = bot.sync(folder)
                took = time.perf_counter() - began
                kinds = ("added", "changed", "renamed", "repeated", "refused")
                said = ", ".join(f"{len(getattr(found, kind))} {kind}" for kind in kinds if getattr(found, kind))
                done = sum(embedded[before:])
                sys.stdout.write(
                    f"{label:28} {took:8.2f} s  {done} texts embedded, {found.unchanged} unchanged {said}\n"
                )
                sys.stdout.flush()

            told("first")
            told("second")
            (folder / "later").mkdir()
            for path in list(folder.glob("*.txt")):
                path.rename(folder / "later" / path.name)
            told("all moved to another folder")
            for path in folder.rglob("*.txt"):
                path.touch()
            time.sleep(2.1)
            told("all touched")
            told("again")
            (folder / "later" / "statement-0.txt").write_text(_text(count))
            told("one changed")


def _text(number: int) -> str:
    """A title and three sentences, different in each file."""
    rng = random.Random(number)
    said = (" ".join(rng.choices(WORDS, k=11)).capitalize() + "." for _ in range(3))
    return f"Statement number {number}\n\n{' '.join(said)}\n"


def _counted() -> list[int]:
    """How many texts are embedded in each call of the real model."""
    counts: list[int] = []
    embed = MiniLM.embed

    def counting(self, texts, progress=None):
        counts.append(len(texts))
        return embed(self, texts, progress)

    MiniLM.embed = counting
    return counts


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
