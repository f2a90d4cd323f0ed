"""The fresh process in which searches are measured: `python -m bot.benchmark FOLDER EMBEDDING ROUNDS` prints JSON."""

import json
import sys
from pathlib import Path

from bot.benchmark.reading import measure_reading
from bot.embedding import load_embedder

if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure_reading(Path(sys.argv[1]), load_embedder(sys.argv[2]), int(sys.argv[3]))))
