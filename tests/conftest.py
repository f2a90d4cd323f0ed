"""What tests share: the shipped corpus, indexed once a session, and libraries of their own."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from mortals import Mortals

from bot import Bot, open_bot
from bot.embedding import MiniLM, embedded_model
from bot.library import Library, open_library

ARTICLE = "article/canada-north-korea-2017-12-08.txt"


LONGEST = "test_writing_model.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest file begin first, so that no worker is left alone with it at the end."""
    items.sort(key=lambda item: item.path.name != LONGEST)


@pytest.fixture(scope="session", autouse=True)
def _no_settings_of_the_machine() -> Iterator[None]:
    """Tests see no BOT_ variable of the machine that runs them, but for the folder of their data."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("BOT_") and name != "BOT_EVAL_DATA"]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def embedder() -> MiniLM:
    """The real embedding model, loaded once."""
    return embedded_model()


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library folder that holds the shipped corpus. Nobody opens it: copy it."""
    folder = tmp_path_factory.mktemp("shipped") / "library"
    with open_bot(folder):
        pass
    return folder


@pytest.fixture(scope="session")
def bot(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """A bot over the shipped corpus, for tests that only read."""
    folder = tmp_path_factory.mktemp("bot") / "library"
    shutil.copytree(shipped, folder)
    with open_bot(folder) as opened:
        yield opened


@pytest.fixture
def own_bot(shipped: Path, tmp_path: Path) -> Iterator[Bot]:
    """A bot over the shipped corpus that one test may change."""
    shutil.copytree(shipped, tmp_path / "library")
    with open_bot(tmp_path / "library") as opened:
        yield opened


@pytest.fixture
def library(tmp_path: Path, embedder: MiniLM) -> Iterator[Library]:
    """An empty library that one test may change."""
    opened = open_library(tmp_path / "empty", embedder)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def article() -> Path:
    """The article's text, which the project does not ship."""
    folder = os.environ.get("BOT_EVAL_DATA")
    if not folder:
        pytest.skip("needs the article: set BOT_EVAL_DATA to the folder with the evaluation data")
    path = Path(folder) / ARTICLE
    if not path.is_file():
        pytest.skip(f"needs the article: BOT_EVAL_DATA has no {ARTICLE}")
    return path


@pytest.fixture(scope="module")
def mortals() -> Iterator[Mortals]:
    """What forks processes over libraries, which may be killed."""
    if not hasattr(os, "fork"):
        pytest.skip("needs fork")
    process = Mortals()
    yield process
    process.end()
