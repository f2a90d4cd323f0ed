"""The bot beside other libraries, in one run: `python tests/peers/measure.py ENVIRONMENTS SET…` (see README.md)."""

import argparse
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from bot.evaluation.corpora import Corpus  # noqa: E402 - the checkout is on the path only now
from bot.evaluation.metrics import ranking_figures  # noqa: E402
from bot.evaluation.sets import EvaluationSet  # noqa: E402
from bot.library.indexing import passage_text  # noqa: E402

SLICES = 4
"""Parts that the passages are indexed in, each by all in turn, so that a noisy minute is everybody's."""

BLOCK = 20
"""Queries that one peer answers before it is the next one's turn."""

DEPTH = 10
FOUND = 40
"""Passages asked for where ten texts are wanted, of which several may be of one text."""

COLD = 3
"""Cold starts of each."""


class Worker:
    """A peer's process."""

    def __init__(self, name: str, interpreter: Path, store: Path, model: str) -> None:
        self.name, self.store = name, store
        self._command = [str(interpreter), str(HERE / "worker.py"), name, str(store)]
        self._environment = os.environ | {"MODEL_URL": model}
        store.mkdir(exist_ok=True)
        self.start()

    def start(self) -> None:
        """Start the process, which opens what there is."""
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=self._environment
        )

    def told(self, do: str, **what: object) -> dict:
        """Give a command, and wait for what comes of it."""
        self._process.stdin.write(json.dumps({"do": do, **what}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended with {self._process.wait()}")
        return json.loads(line)

    def stop(self) -> None:
        """Let the process end by itself, as its last additions may not be kept yet."""
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def slices(texts: EvaluationSet, most: int) -> Iterator[tuple[list[dict], list[dict]]]:
    """Yield rows of whole documents, and the passages that they are cut into, in so many parts at most."""
    rows = list(texts.corpus)[:most]
    names = list(dict.fromkeys(_document(row) for row in rows))
    for at in range(SLICES):
        chosen = set(names[at::SLICES])
        part = [row for row in rows if _document(row) in chosen]
        if part:
            yield part, passages(Corpus(part))


def passages(corpus: Corpus) -> list[dict]:
    """What a peer indexes: the texts that the bot embeds of its passages."""
    return [
        {"id": f"{document.id}:{passage.start}", "text": passage_text(document.metadata, passage)}
        for document in corpus.documents
        for passage in corpus.chunk(document)
    ]


def _document(row: dict) -> str:
    return str((row.get("meta") or {}).get("document", row["_id"]))


def measured(workers: Sequence[Worker], texts: EvaluationSet, most: int, asked: int) -> dict[str, dict]:
    """Return each peer's figures over one set."""
    parts = list(slices(texts, most))
    corpus = Corpus(row for rows, _ in parts for row in rows)
    queries = [query for query in texts.queries if any(each in corpus.owner for each in query.relevant)]
    queries = random.Random(1).sample(queries, min(asked, len(queries)))
    figures = {worker.name: {"index": [], "search": [], "found": [], "cold": []} for worker in workers}
    for rows, cut in parts:
        for worker in in_turns(workers):
            seconds = worker.told("index", rows=rows, passages=cut)["seconds"]
            figures[worker.name]["index"].append(len(cut) / seconds)
    for worker in workers:
        worker.told("search", queries=[query.text for query in queries[:3]], top_k=DEPTH)
    for at in range(0, len(queries), BLOCK):
        block = [query.text for query in queries[at : at + BLOCK]]
        for worker in in_turns(workers):
            figures[worker.name]["search"] += worker.told("search", queries=block, top_k=DEPTH)["seconds"]
            # Asked once more for the ranking, which takes more passages than a search usually does.
            figures[worker.name]["found"] += worker.told("search", queries=block, top_k=FOUND)["found"]
    for worker in workers:
        figures[worker.name]["memory"] = worker.told("memory")["rss_mb"]
        worker.stop()
    for _ in range(COLD):
        for worker in in_turns(workers):
            figures[worker.name]["cold"].append(cold(worker, queries[0].text))
    count = sum(len(cut) for _, cut in parts)
    relevant = [query.relevant for query in queries]
    return {name: {"passages": count, **summed(each, relevant, corpus)} for name, each in figures.items()}


def in_turns(workers: Sequence[Worker]) -> list[Worker]:
    """The peers in a new order each time, since who comes first may find the machine cooler."""
    return random.sample(workers, len(workers))


def cold(worker: Worker, query: str) -> float:
    """The seconds from starting a process to its first result."""
    started = time.perf_counter()
    worker.start()
    worker.told("search", queries=[query], top_k=DEPTH)
    seconds = time.perf_counter() - started
    worker.stop()
    return seconds


def summed(figures: dict, relevant: list[dict[str, int]], corpus: Corpus) -> dict:
    """What is told of a peer: medians with the lowest and the highest, and percentiles over the queries."""
    milliseconds = 1000 * np.array(figures["search"])
    runs = [list(dict.fromkeys(text_of(corpus, each) for each in found))[:DEPTH] for found in figures["found"]]
    return {
        "passages_per_s": spread(figures["index"]),
        "search_ms": {f"p{part}": round(float(np.percentile(milliseconds, part)), 2) for part in (50, 95)},
        "cold_s": spread(figures["cold"]),
        "rss_mb": round(figures["memory"]),
        "ndcg@10": round(ranking_figures(relevant, runs)["ndcg@10"], 4),
    }


def spread(values: list[float]) -> dict[str, float]:
    """The median, and what it lies between."""
    return {
        "median": round(statistics.median(values), 2),
        "least": round(min(values), 2),
        "most": round(max(values), 2),
    }


def text_of(corpus: Corpus, passage: str) -> str:
    """The text of the set that a passage is cut from."""
    document, _, start = passage.rpartition(":")
    return corpus.text_of(document, int(start))


@contextmanager
def model_server() -> Iterator[str]:
    """The embedding model behind OpenAI's protocol; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen([sys.executable, str(HERE / "model_server.py"), str(port)]) as process:
        try:
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    time.sleep(0.2)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.kill()


def main() -> None:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("environments", type=Path, help="the folder that environments.py made")
    parser.add_argument("sets", nargs="+", help="sets of BOT_EVAL_DATA/eval, such as scifact and obliqa")
    parser.add_argument("--texts", type=int, default=10**9, help="at most so many texts of a set")
    parser.add_argument("--queries", type=int, default=200, help="at most so many queries of a set")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    given = parser.parse_args()
    interpreters = {"bot": Path(sys.executable)}
    interpreters |= {path.name: path / "bin" / "python" for path in sorted(given.environments.iterdir())}
    told = []
    for name in given.sets:
        texts = EvaluationSet(Path(os.environ["BOT_EVAL_DATA"]) / "eval" / name)
        with ExitStack() as stack:
            model = stack.enter_context(model_server())
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            workers = [Worker(peer, path, folder / peer, model) for peer, path in interpreters.items()]
            for peer, figures in measured(workers, texts, given.texts, given.queries).items():
                told.append({"name": peer, "set": name, **figures, "install_mb": installed(given.environments / peer)})
    if given.json:
        print(json.dumps(told))  # noqa: T201
        return
    for row in told:
        print(json.dumps(row))  # noqa: T201


def installed(environment: Path) -> int | None:
    """The megabytes of an environment, where that was noted when it was made."""
    size = environment / "megabytes"
    return int(size.read_text()) if size.is_file() else None


if __name__ == "__main__":
    main()
