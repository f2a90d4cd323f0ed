"""The report card of a folder of sets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.assembly import Bot, shipped_works
from bot.attribution import Attributor
from bot.embedding import Embedder
from bot.evaluation.answers import Asker, measured_answers
from bot.evaluation.article import measured_kinds, measured_quotes, needed, sources_of
from bot.evaluation.attribution import measured_attribution
from bot.evaluation.citing import measured_citing
from bot.evaluation.corpora import Corpus
from bot.evaluation.libraries import library_of
from bot.evaluation.retrieval import measured_retrieval
from bot.evaluation.sets import EvaluationSet, Row
from bot.library import Progress, open_library
from bot.ranking import Ranking
from bot.records import Answer
from bot.retrieval import RANKING, Retriever
from bot.settings import Settings

Report = dict[str, Any]


@dataclass(frozen=True)
class Evaluation:
    """What sets are measured with: where libraries are kept, the documents asked about, and the ranking's parts."""

    libraries: Path
    embedder: Embedder
    settings: Settings
    documents: Path | None = None
    ranking: Ranking = RANKING
    titles: bool = True

    def measure(self, one: EvaluationSet, progress: Progress) -> Report:
        """Return a set's figures; `progress` is told how many of how many steps are done, anew for each stage.

        Raises:
            BotError: a file of the set is wrong, or the set needs documents and none are given.
        """
        if self.lacks_documents(one):
            needed(None)
        figures: Report = {"queries": len(one.queries) + len(one.claims) + len(one.questions) + len(one.attributions)}
        if one.queries and one.corpus:
            figures |= self._queries(one, progress)
        if one.claims:
            figures["citing"] = measured_citing(one.claims, self.embedder, _Steps(progress, len(one.claims)))
        if one.attributions:
            steps = _Steps(progress, len(one.attributions))
            figures["attribution"] = measured_attribution(one.attributions, one.corpus, steps)
        with_sources = [row for row in one.questions if "sources" in row]
        if with_sources:
            steps = _Steps(progress, len(with_sources))
            figures |= measured_quotes(with_sources, lambda row: self._over(row, steps))
        if any("kind" in row for row in one.questions):
            figures["article"] = self._article(one.questions)
        return figures

    def lacks_documents(self, one: EvaluationSet) -> bool:
        """Tell whether a set asks about documents that it does not hold and that were not given."""
        return self.documents is None and any("kind" in row for row in one.questions)

    def _queries(self, one: EvaluationSet, progress: Progress) -> Report:
        corpus = Corpus(one.corpus, titles=self.titles)
        with library_of(corpus, self.libraries, self.embedder, progress) as library:
            bot = Bot(library, shipped_works, self.settings, self.ranking)
            retriever = Retriever(library, self.ranking)
            steps = _Steps(progress, 2 * len(one.queries))
            figures = measured_retrieval(one.queries, retriever, corpus, steps)
            return figures | measured_answers(one.queries, bot, Asker(library, retriever), corpus, steps)

    def _over(self, row: Row, step: Callable[[], object]) -> Answer:
        """Ask a question over its own sources alone."""
        with TemporaryDirectory() as folder:
            library = open_library(Path(folder), self.embedder)
            with Bot(library, shipped_works, self.settings, self.ranking) as bot:
                sources = sources_of(row)
                library.add(sources, attribute=Attributor(sources))
                step()
                return bot.ask(row["question"])

    def _article(self, questions: Sequence[Row]) -> Report:
        documents = needed(self.documents)
        with TemporaryDirectory() as folder:
            library = open_library(Path(folder), self.embedder)
            with Bot(library, shipped_works, self.settings, self.ranking) as bot:
                bot.add(documents)
                return measured_kinds(questions, bot)


class _Steps:
    """Counts what is done, and tells a listener."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def __call__(self) -> None:
        self._done += 1
        self._progress(self._done, max(self._total, self._done))
