"""Settings become a ready bot: the one place where the parts are put together."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, aclosing, closing
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack

from bot.answering import Answerer, events_of
from bot.answering.weights import shipped_weights
from bot.asking import Asker, Observe, in_thread
from bot.conversation import Turn
from bot.embedding import load_embedder
from bot.errors import LibraryError, SettingsError
from bot.library import (
    ChromaServer,
    Filters,
    Library,
    Narrowing,
    PostgresServer,
    Progress,
    Servers,
    back_up,
    bring_back,
    open_library,
    rebuild,
)
from bot.positions import Comparer
from bot.ranking import Ranking
from bot.records import Answer, Attribution, Document, Event, LogEntry, Metadata, Source, Verification, Version
from bot.retrieval import RANKING, Retriever
from bot.settings import NO_MODEL, Settings, load_settings

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever
    from langchain_core.runnables import Runnable

    from bot.additions import Added
    from bot.collection import Collection
    from bot.drafts import DraftCheck, DraftChecker
    from bot.fetching import Fetched, Fetcher
    from bot.language_model import LanguageModel
    from bot.library.exchange import Header, Imported
    from bot.loading import Given
    from bot.originals import Originals
    from bot.positions import Positions
    from bot.quotations import QuotationCheck, QuotationChecker
    from bot.suggestions import Suggester
    from bot.syncing import Confirm, Sync
    from bot.timeline import Chronicler, Timeline
    from bot.works import Works

_HERE = Path(__file__).parent
CORPUS = next((folder for folder in (_HERE / "corpus", _HERE.parent / "corpus") if folder.is_dir()), _HERE / "corpus")
"""Where the shipped briefs lie: in the installed package, or beside it in a checkout."""


class Bot:
    """Answers questions from one library; every method may be called from several threads.

    The methods that ask take the same filters: `speaker`, `organisation`, `country`, `kind`, `document`, `language`,
    and the ISO dates `since` and `until`.
    """

    def __init__(
        self,
        library: Library,
        works: Callable[[], Works],
        settings: Settings,
        ranking: Ranking = RANKING,
        model: LanguageModel | None = None,
        *,
        observe: Observe | None = None,
    ) -> None:
        self.settings = settings
        self._model = model
        self._library = library
        self._works = works
        self._retriever = Retriever(library, ranking)
        self._answerer = Answerer(library, self._retriever, shipped_weights())
        self._comparer = Comparer(library, self._retriever, self._answerer)
        self._asker = Asker(library, self._answerer, self._comparer, model, observe)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the library's files back, and stop a model that runs in this process."""
        self._library.close()
        if self._model:
            self._model.close()

    def ask(self, question: str, history: Sequence[Turn] = (), **filters: Unpack[Narrowing]) -> Answer:
        """Answer a question with sentences of the sources, or decline; one that compares gets sides, too.

        Raises:
            QuestionError: the question is empty or too long, or a filter has a value that nothing in the library has.
        """
        return self._asker.ask(question, history, Filters(**filters))

    def stream(self, question: str, history: Sequence[Turn] = (), **filters: Unpack[Narrowing]) -> Generator[Event]:
        """Yield the answer as it is made: each sentence, then the whole. Closing the iterator stops the work.

        Raises:
            QuestionError: as `ask` does.
        """
        if self._asker.writes:
            yield from self._asker.write(question, history, Filters(**filters))
        else:
            yield from events_of(self.ask(question, history, **filters))

    async def aask(self, question: str, history: Sequence[Turn] = (), **filters: Unpack[Narrowing]) -> Answer:
        """Do what `ask` does, in a thread, so that the event loop goes on."""
        return await asyncio.to_thread(self.ask, question, history, **filters)

    async def astream(
        self, question: str, history: Sequence[Turn] = (), **filters: Unpack[Narrowing]
    ) -> AsyncIterator[Event]:
        """Do what `stream` does, in threads, so that the event loop goes on."""
        async with aclosing(in_thread(self.stream(question, history, **filters))) as events:
            async for event in events:
                yield event

    def compare(
        self, topic: str, speakers: Iterable[str] = (), countries: Iterable[str] = (), **filters: Unpack[Narrowing]
    ) -> Positions:
        """Put speakers and countries side by side on a topic, each in words of its own; who is silent says nothing.

        Raises:
            QuestionError: the topic is empty, there are fewer than two sides, or the library has nobody of a name.
        """
        return self._comparer.compare(topic, speakers, countries, Filters(**filters))

    def timeline(self, topic: str | None = None, **filters: Unpack[Narrowing]) -> Timeline:
        """List what was said and done, on a topic if there is one, earliest first.

        Raises:
            QuestionError: the topic is empty, or a filter has a value that nothing in the library has.
        """
        return self._chronicler.timeline(topic, Filters(**filters))

    def suggest(self, answer: Answer) -> tuple[str, ...]:
        """Return questions that may be asked next, each of which the library answers with something new."""
        return self._suggester.suggest(answer)

    def check_quote(self, quote: str, speaker: str | None = None) -> QuotationCheck:
        """Tell whether a quotation is verbatim, altered, somebody else's or nowhere in the sources.

        Raises:
            QuestionError: the quotation is empty, too short or too long, or the library knows no such speaker.
        """
        return self._quotations.check(quote, speaker)

    def check_draft(self, text: str) -> DraftCheck:
        """Check every quotation and every claim of a text against the sources.

        Raises:
            UnreadableDocument: the text is empty or too long.
        """
        return self._drafts.check(text)

    def add(
        self,
        *paths: str | Path,
        metadata: Given | None = None,
        progress: Progress | None = None,
        fetching: Progress | None = None,
        ray: str | None = None,
    ) -> Added:
        """Add files, every file of a folder that we read, and the documents at http or https addresses.

        Returns the ids of the documents that are new or changed, a list whose `refused` tells the files of folders
        that cannot be read. Where a file or an address that is named cannot be read, nothing is added.
        `metadata` gives what the keys of a front matter give, for one file or address, and comes before what that
        says of itself. `fetching` is told how many of how many addresses are done.

        `ray` is the address of a Ray cluster whose workers read, attribute and embed: `local` for one that is started
        on this machine for the time being, `auto` for the one that runs here, or HOST:PORT.

        Raises:
            AddressError: an address is refused, does not answer, or gives no document.
            UnreadableDocument: a file is missing, empty, binary or of a format that we do not read.
            FrontMatterError: a file's front matter or `metadata` is incomplete or wrong.
            ClusterError: the cluster cannot be reached, is lost, or has another version of the bot.
        """
        if ray is None:
            return self._collection.add(paths, progress, fetching, metadata)
        # An extra: Ray takes seconds to import, and may not be installed.
        from bot.cluster import open_cluster

        with open_cluster(ray) as cluster:
            return self._collection.add(paths, progress, fetching, metadata, workplace=cluster)

    def add_originals(self, progress: Progress | None = None) -> Originals:
        """Fetch the originals of the known works from where they are published; a brief stays where that fails."""
        return self._collection.add_originals(progress)

    def sync(
        self,
        folder: str | Path,
        *,
        remove: bool | Confirm = False,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> Sync:
        """Make the library like a folder: add what is new, replace what changed, do nothing for what is the same.

        Documents whose file is gone are kept, unless `remove` is true, or agrees when it is called with the sync.
        `dry_run` only tells what would be done. A file that cannot be read is refused, and the rest goes on.

        Raises:
            UnreadableDocument: there is no such folder.
        """
        return self._collection.sync(folder, remove=remove, dry_run=dry_run, progress=progress)

    def watch(
        self,
        folder: str | Path,
        *,
        remove: bool = False,
        stop: threading.Event | None = None,
        progress: Progress | None = None,
    ) -> Iterator[Sync]:
        """Yield a sync of a folder at once and after each change in it, until `stop` is set or Ctrl-C is pressed.

        Documents whose file is gone are removed where `remove` is true, unless more than half would go at once.

        Raises:
            UnreadableDocument: the folder is not there, or no longer.
        """
        return self._collection.watch(folder, remove=remove, stop=stop, progress=progress)

    def index(self, progress: Progress | None = None) -> list[str]:
        """Bring the library up to date with the shipped corpus; return the ids of what is new or changed."""
        return self._collection.index(progress)

    def remove(self, *document_ids: str) -> None:
        """Remove documents; the brief of a removed original takes its place again.

        Raises:
            UnknownDocument: the library lacks one of them; then none is removed.
        """
        self._collection.remove(document_ids)

    def by(self, who: str) -> Collection:
        """Return what changes the library in somebody's name, which its log gets in place of the account's."""
        return self._collection.by(who)

    def log(
        self, document: str | None = None, since: str | None = None, limit: int | None = None
    ) -> tuple[LogEntry, ...]:
        """Return what was changed in the library, newest first, and by whom.

        Only what happened to one `document`, by its id; from the ISO date `since` on (UTC); the newest `limit`.

        Raises:
            QuestionError: `since` is no date.
        """
        return self._library.log(document, since, limit)

    def versions(self, document_id: str) -> tuple[Version, ...]:
        """Return the older texts of a document, oldest first, and then its current one.

        Raises:
            UnknownDocument: the library has none of that id.
        """
        return self._library.versions(document_id)

    def restore(self, document_id: str, version: int) -> None:
        """Make an older text of a document the current one, which becomes an older one itself.

        Raises:
            UnknownDocument, UnknownVersion: the library has none of that id, or that has no such version.
            BotError: another document has this text meanwhile.
        """
        self._collection.restore(document_id, version)

    def backup(self, folder: str | Path | None = None, keep: int | None = None) -> Path:
        """Copy what the library is made of into a new folder within `folder`, or the library's own; return that.

        The library may be read and written meanwhile. Of the backups in `folder`, the newest `keep` stay.

        Raises:
            LibraryError: the folder cannot be written.
            LibraryDamaged: the catalogue is damaged, and is not backed up.
        """
        _refuse_backup(self.settings)
        return back_up(self._library.folder, Path(folder) if folder else None, keep=keep)

    def export_to(self, file: str | Path) -> None:
        """Write all of the library to a file of JSON Lines; one whose name ends in “.gz” is compressed.

        Raises:
            LibraryDamaged: the catalogue is damaged.
            BotError: the file cannot be written.
        """
        from bot.library.exchange import export

        export(self._library.folder, Path(file), _servers(self.settings))

    def import_from(self, file: str | Path, *, dry_run: bool = False, progress: Progress | None = None) -> Imported:
        """Keep the documents of a file that `export_to` wrote; one that is there is replaced where its text differs.

        Raises:
            UnreadableDocument: the file cannot be read, or has a line that is wrong; then nothing is kept.
        """
        return self._collection.import_from(Path(file), progress, dry_run=dry_run)

    def documents(self) -> tuple[Source, ...]:
        """Return what is in the library, in the order it was added."""
        return tuple(self._library.sources.values())

    def document(self, document_id: str, version: int | None = None) -> Document:
        """Return a document with its text, or with that of an older version.

        Raises:
            UnknownDocument, UnknownVersion: the library has none of that id, or that has no such version.
        """
        if version is None:
            return self._library.document(document_id)
        return self._library.version(document_id, version)

    def verify(self) -> Verification:
        """Tell whether the library is sound: catalogue, vectors, words, offsets and hashes; and its conversations."""
        return self._collection.verify()

    def _fetch(self, address: str) -> Fetched:
        return self._fetcher.fetch(address)

    @cached_property
    def _fetcher(self) -> Fetcher:
        # What speaks HTTP takes half a second to import, which a question does not need.
        from bot.fetching import Fetcher

        return Fetcher(allow_private=self.settings.allow_private_addresses)

    @cached_property
    def retriever(self) -> BaseRetriever:
        """The library as a LangChain retriever."""
        # LangChain's retrievers take a second to import, which a question does not need.
        from bot.chain import LibraryRetriever

        return LibraryRetriever(finder=self._retriever)

    @cached_property
    def chain(self) -> Runnable[object, Answer]:
        """The bot as a LangChain runnable, from a question (or `{"question", "history", …filters}`) to an answer."""
        from bot.chain import AnswerChain

        return AnswerChain(self)

    # Most of what changes a library, or lists what is in it, a question does not need: to import it, and to read the
    # briefs by which works are known, takes a third of a second.

    @cached_property
    def _collection(self) -> Collection:
        from bot.collection import Collection

        return Collection(self._library, self._works(), self._fetch)

    @cached_property
    def _chronicler(self) -> Chronicler:
        from bot.timeline import Chronicler

        return Chronicler(self._library, self._retriever, self._answerer)

    @cached_property
    def _suggester(self) -> Suggester:
        from bot.suggestions import Suggester

        return Suggester(self._library, self._retriever, self._answerer)

    @cached_property
    def _quotations(self) -> QuotationChecker:
        # What compares words letter by letter takes a tenth of a second to import, which a question does not need.
        from bot.quotations import QuotationChecker

        return QuotationChecker(self._library)

    @cached_property
    def _drafts(self) -> DraftChecker:
        # As above.
        from bot.drafts import DraftChecker

        return DraftChecker(self._library, self._quotations, self._retriever, self._attributions)

    def _attributions(self, text: str) -> tuple[Attribution, ...]:
        from bot.attribution import Attributor

        return Attributor(self.documents()).attributions(text, Metadata(title=""))


def open_bot(
    library: str | Path | None = None,
    *,
    corpus: bool = True,
    progress: Progress | None = None,
    observe: Observe | None = None,
    **settings: object,
) -> Bot:
    """Open a library, made on first use with the shipped corpus in it; `corpus=False` leaves a new one empty.

    `observe` is given every answer once it is whole, with the seconds that it took.

    A library that was ever written to keeps what is in it, be it nothing.

    Raises:
        SettingsError: a setting is unknown or wrong.
        ModelError: the embedding model cannot be loaded, or the chat model's file or package is missing.
        LibraryError: the folder cannot be used, is damaged, or was made otherwise.
    """
    chosen = load_settings(library=library, **settings)
    with ExitStack() as undo:
        made = open_library(chosen.library, load_embedder(chosen.embedding), chosen.versions, _servers(chosen))
        opened = undo.enter_context(closing(made))
        bot = Bot(opened, shipped_works, chosen, model=_model(chosen), observe=observe)
        undo.pop_all()
    if corpus and opened.is_new:
        bot.index(progress)
    return bot


def shipped_works() -> Works:
    """Return the works of the shipped corpus.

    Raises:
        UnreadableDocument, FrontMatterError: a file of it is missing or wrong.
    """
    from bot.works import Works

    return Works.load(CORPUS)


def _servers(settings: Settings) -> Servers:
    chroma, postgres = settings.chroma_url, settings.catalogue_url
    if postgres and not chroma:
        hint = "Set BOT_CHROMA_URL, too: a catalogue that several machines share has its vectors on a server."
        raise SettingsError("The catalogue is on a server, and the vectors are not.", hint)
    return Servers(
        ChromaServer(str(chroma.get_secret_value())) if chroma else None,
        PostgresServer(postgres.get_secret_value()) if postgres else None,
    )


def _refuse_backup(settings: Settings) -> None:
    if settings.catalogue_url:
        raise LibraryError(
            "The catalogue is in a Postgres database, which `backup` does not copy.",
            "Use pg_dump and pg_restore, and then `python -m bot rebuild`; or `python -m bot export FILE`.",
        )


def _model(settings: Settings) -> LanguageModel | None:
    if settings.model == NO_MODEL and settings.model_url is None:
        return None
    # What it takes is only needed where there is a model.
    from bot.language_model import open_language_model

    return open_language_model(settings)


def back_up_library(
    library: str | Path | None = None, folder: str | Path | None = None, keep: int | None = None
) -> Path:
    """Do what `Bot.backup` does without opening the library, whose parts may be damaged.

    Raises:
        LibraryError, LibraryDamaged: as `Bot.backup` does, or there is no library.
    """
    chosen = load_settings(library=library)
    _refuse_backup(chosen)
    return back_up(chosen.library, Path(folder) if folder else None, keep=keep)


def export_library(library: str | Path | None, file: str | Path) -> Header:
    """Do what `Bot.export_to` does without opening the library, whose parts may be damaged; tell how much it is.

    Raises:
        LibraryError, LibraryDamaged, BotError: as `Bot.export_to` does, or there is no library.
    """
    chosen = load_settings(library=library)
    from bot.library.exchange import export

    return export(chosen.library, Path(file), _servers(chosen))


def rebuild_library(
    library: str | Path | None = None, progress: Progress | None = None, *, from_backup: str | Path | None = None
) -> Path | None:
    """Make a library's vectors and words anew from its catalogue, with the embedding model that is set.

    With `from_backup`, a backup or a folder of them, its catalogue is taken first; returned is the folder in which
    what was there before is kept.

    Raises:
        LibraryError: there is no library or no backup, or the library cannot be written.
        LibraryDamaged: the catalogue, or the backup, is damaged.
    """
    from bot.attribution import Attributor

    chosen = load_settings(library=library)
    if from_backup:
        _refuse_backup(chosen)
    replaced = bring_back(chosen.library, Path(from_backup)) if from_backup else None
    rebuild(chosen.library, load_embedder(chosen.embedding), progress, Attributor, servers=_servers(chosen))
    return replaced
