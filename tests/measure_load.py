"""How a running server bears many users at once: `python tests/measure_load.py URL --users 32 --seconds 60 --pid PID`.

Start the server with BOT_RATE=0, since all users here have one address. With more users than BOT_CONCURRENT and
BOT_WAITING have places for, some are turned away with 503 and a Retry-After, which is not an error. `--pause` makes
each user wait between two questions; `--pid` follows the server's memory, whose slope is by least squares.
"""

import argparse
import asyncio
import json
import random
import statistics
import time
from collections import Counter
from pathlib import Path

import httpx

TOPICS = (
    "a diplomatic solution",
    "sanctions",
    "the missile launch",
    "maritime interdiction",
    "pressure",
    "the meeting",
)
SPEAKERS = ("Freeland", "Tillerson", "Lavrov", "Haley", "Mattis", "Canada", "China", "Japan")


async def ask(client, told, end, pause, chance):
    """Ask one question after the other until the end; `told` gets the status and the seconds of each."""
    while time.monotonic() < end:
        question = f"What did {chance.choice(SPEAKERS)} say about {chance.choice(TOPICS)}?"
        start = time.monotonic()
        try:
            answer = await client.post("/api/v1/ask", json={"question": question})
            told.append((outcome(answer), time.monotonic() - start))
        except httpx.HTTPError as error:
            told.append((type(error).__name__, time.monotonic() - start))
        await asyncio.sleep(pause)


def outcome(answer):
    """Answered, turned away as documented, or what it is instead."""
    if answer.status_code == 200 and "sentences" in answer.json():
        return "answered"
    if answer.status_code in {429, 503} and int(answer.headers["Retry-After"]) > 0 and "error" in answer.json():
        return "turned away"
    return str(answer.status_code)


async def follow(pid, seen, end):
    """Note the seconds and the resident megabytes of a process, once a second."""
    while pid and time.monotonic() < end:
        seen.append((time.monotonic(), resident(pid)))
        await asyncio.sleep(1)


def resident(pid):
    """Megabytes of a process in memory."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def slope(seen):
    """Megabytes that are added each minute, by least squares over the second half."""
    late = seen[len(seen) // 2 :]
    fitted = statistics.linear_regression([at for at, _ in late], [size for _, size in late])
    return fitted.slope * 60


async def load(url, *, users, seconds, pause=0.0, pid=None):
    """Return what came of it."""
    told, seen, end = [], [], time.monotonic() + seconds
    async with httpx.AsyncClient(base_url=url, timeout=120, limits=httpx.Limits(max_connections=None)) as client:
        asking = [ask(client, told, end, pause, random.Random(user)) for user in range(users)]
        await asyncio.gather(*asking, follow(pid, seen, end))
    counts = Counter(kind for kind, _ in told)
    took = sorted(second for kind, second in told if kind == "answered")
    found = {"users": users, "seconds": seconds, "outcomes": dict(counts), "errors": len(told) - counts["answered"]}
    found["errors"] -= counts["turned away"]
    if len(took) > 1:
        parts = statistics.quantiles(took, n=100, method="inclusive")
        found |= {
            "per_second": round(len(took) / seconds, 2),
            "latency_s": {p: round(parts[p - 1], 2) for p in (50, 95, 99)},
        }
    if len(seen) > 3:
        sizes = [size for _, size in seen]
        found["rss_mb"] = {"first": sizes[0], "last": sizes[-1], "most": max(sizes), "slope_per_minute": slope(seen)}
    return found


def main():
    """Print the result as JSON; the exit status is 1 where there was an error."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--users", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=0)
    parser.add_argument("--pid", type=int)
    given = parser.parse_args()
    found = asyncio.run(load(given.url, users=given.users, seconds=given.seconds, pause=given.pause, pid=given.pid))
    print(json.dumps(found, indent=1))  # noqa: T201
    raise SystemExit(1 if found["errors"] else 0)


if __name__ == "__main__":
    main()
