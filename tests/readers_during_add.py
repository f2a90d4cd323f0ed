"""How long `ask` takes while thousands of passages are added: `python tests/readers_during_add.py --help`.

Readers ask one question after another, each with a pause after it, first alone and then while a writer adds; both are
measured in one run, and the ratio of their 95th percentiles is what counts. A reader fails where it gets an error, or
cites what is no part of a document that was added whole.
"""

import argparse
import json
import multiprocessing
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from bot import Bot, open_bot

QUESTIONS = (
    "What did Canada say about diplomacy?",
    "What did Tillerson say about talks with North Korea?",
    "Who would host the meeting in Vancouver?",
    "What did the president say about sanctions?",
    "When did North Korea test a missile?",
    "What is the position of China on pressure?",
)
TOPICS = ("harvest", "fishery", "railway", "hospital", "budget", "museum", "harbour", "school", "forest", "tariff")


def text_of(number: int, sentences: int) -> str:
    """A document of our own words, in which no two sentences are the same."""
    chance = random.Random(number)
    lines = [
        f"Report {number} says in point {at} that the {chance.choice(TOPICS)} of district {chance.randrange(999)} "
        f"cost {chance.randrange(10_000)} crowns, which the {chance.choice(TOPICS)} committee had not planned for."
        for at in range(sentences)
    ]
    return "\n\n".join(" ".join(lines[at : at + 5]) for at in range(0, sentences, 5))


def ask_on(bot: Bot, seed: int, pause: float, until: "multiprocessing.synchronize.Event", told: list) -> None:
    """Ask until the end; note when each question was asked, how long it took, and what went wrong."""
    chance = random.Random(seed)
    while not until.is_set():
        question = f"{chance.choice(QUESTIONS)[:-1]}, and what of report {chance.randrange(9999)}?"
        started, wrong = time.time(), ""
        try:
            answer = bot.ask(question)
            for citation in (each for sentence in answer.sentences for each in sentence.citations):
                if bot.document(citation.document).text[citation.start : citation.end] != citation.quote:
                    wrong = f"{citation.document} is half there"
        except Exception as error:  # noqa: BLE001 - whatever it is, it counts
            wrong = repr(error)
        told.append((started, time.time() - started, wrong))
        time.sleep(pause)


def read(folder: str, seed: int, pause: float, until: "multiprocessing.synchronize.Event", out: str) -> None:
    """A reader in a process of its own."""
    told: list[tuple[float, float, str]] = []
    with open_bot(folder) as bot:
        ask_on(bot, seed, pause, until, told)
    Path(out).write_text(json.dumps(told))


def add(folder: str, files: str) -> None:
    """A writer in a process of its own, as `bot add` is."""
    from bot.cli.commands import main

    sys.argv = ["bot", "add", files, "--library", folder, "--json"]
    main()


@contextmanager
def reading(options: argparse.Namespace, folder: Path, bot: Bot | None) -> Iterator[list]:
    """Readers at work, in this process where it has the library open, else in others; yields what they tell."""
    context = multiprocessing.get_context("spawn")
    until, told, alive = context.Event(), [], []
    for seed in range(options.readers):
        if bot:
            alive.append(threading.Thread(target=ask_on, args=(bot, seed, options.pause, until, told)))
        else:
            out = str(folder.parent / f"{seed}.json")
            alive.append(context.Process(target=read, args=(str(folder), seed, options.pause, until, out)))
    for each in alive:
        each.start()
    try:
        yield told
    finally:
        until.set()
        for each in alive:
            each.join()
        if not bot:
            told += [
                tuple(row)
                for seed in range(options.readers)
                for row in json.loads((folder.parent / f"{seed}.json").read_text())
            ]


def measured(options: argparse.Namespace) -> dict:
    with tempfile.TemporaryDirectory() as home:
        folder, files = Path(home) / "library", Path(home) / "files"
        files.mkdir()
        for number in range(options.documents):
            (files / f"report-{number}.txt").write_text(text_of(number, options.sentences))
        with open_bot(folder) as bot:
            before = sum(source.passages for source in bot.documents())
            bot.ask(QUESTIONS[0])
            with reading(options, folder, bot if options.same_process else None) as told:
                time.sleep(options.warm_up)
                began = time.time()
                time.sleep(options.alone)
                writing = time.time()
                if options.same_process:
                    bot.add(files)
                else:
                    writer = multiprocessing.get_context("spawn").Process(target=add, args=(str(folder), str(files)))
                    writer.start()
                    writer.join()
                done = time.time()
            added = sum(source.passages for source in bot.documents()) - before
            sound = bot.verify().sound
    alone = [took for at, took, _ in told if began <= at and at + took < writing]
    during = [took for at, took, _ in told if writing <= at < done]
    p50, p95 = (tuple(float(np.percentile(each, rank)) for each in (alone, during)) for rank in (50, 95))
    return {
        "readers": options.readers,
        "same_process": options.same_process,
        "pause_s": options.pause,
        "passages_added": added,
        "seconds_of_adding": round(done - writing, 1),
        "questions": {"alone": len(alone), "during": len(during)},
        "p50_ms": {"alone": round(1000 * p50[0]), "during": round(1000 * p50[1]), "ratio": round(p50[1] / p50[0], 2)},
        "p95_ms": {"alone": round(1000 * p95[0]), "during": round(1000 * p95[1]), "ratio": round(p95[1] / p95[0], 2)},
        "errors": sorted({wrong for *_, wrong in told if wrong}),
        "sound": sound,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--readers", type=int, default=2, help="How many ask at once (default: 2).")
    parser.add_argument("--pause", type=float, default=1.0, help="Seconds between an answer and the next question.")
    parser.add_argument("--documents", type=int, default=60, help="How many documents are added.")
    parser.add_argument("--sentences", type=int, default=250, help="Sentences in each of them.")
    parser.add_argument("--alone", type=float, default=60.0, help="Seconds for which readers are measured alone.")
    parser.add_argument("--warm-up", type=float, default=20.0, help="Seconds before that.")
    parser.add_argument("--same-process", action="store_true", help="Readers and writer are threads, as in the page.")
    sys.stdout.write(json.dumps(measured(parser.parse_args()), indent=1) + "\n")


if __name__ == "__main__":
    main()
