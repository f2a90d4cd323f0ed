"""One peer in a process of its own: reads commands as JSON lines, and answers each with a line.

`python worker.py PEER STORE`, run by the peer's own interpreter.
"""

import importlib
import json
import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


def resident_mb() -> float:
    """What the process holds in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def index(peer, rows, passages):
    started = time.perf_counter()
    peer.index(rows, passages)
    return {"seconds": time.perf_counter() - started}


def search(peer, queries, top_k):
    found, seconds = [], []
    for query in queries:
        started = time.perf_counter()
        found.append(peer.search(query, top_k))
        seconds.append(time.perf_counter() - started)
    return {"found": found, "seconds": seconds}


def memory(peer):
    return {"rss_mb": resident_mb()}


COMMANDS = {"index": index, "search": search, "memory": memory}


def main() -> None:
    sys.path.insert(0, str(CHECKOUT))
    name, store = sys.argv[1:]
    # Whatever a peer prints is no answer.
    answers, sys.stdout = sys.stdout, sys.stderr
    peer = importlib.import_module(f"peer_{name.replace('.', '_')}").Peer(Path(store))
    for line in sys.stdin:
        command = json.loads(line)
        answers.write(json.dumps(COMMANDS[command.pop("do")](peer, **command)) + "\n")
        answers.flush()
    peer.close()


if __name__ == "__main__":
    main()
