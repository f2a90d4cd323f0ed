"""The originals of the known works, fetched from where they are published."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from bot.errors import AddressError, BotError
from bot.library import Progress
from bot.records import Document, Source
from bot.works import Work, Works, completed, fold

Outcome = Literal["added", "there", "failed", "unknown"]

_QUOTATION = re.compile(r"“([^”]+)”")
# Shorter ones could stand anywhere.
_FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Original:
    """What became of a work's original.

    `added` it is in the library now, as `document`; `there` it was before; `failed` its brief is kept, and `reason`
    says why; `unknown` its brief is kept, as no address of it is known.
    """

    work: str
    title: str
    outcome: Outcome
    address: str | None = None
    document: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Originals:
    """What became of the original of each known work, in the catalogue's order."""

    entries: tuple[Original, ...]

    @property
    def added(self) -> tuple[str, ...]:
        """The ids of the documents that are new."""
        return tuple(entry.document for entry in self.entries if entry.document and entry.outcome == "added")

    @property
    def failed(self) -> tuple[Original, ...]:
        """Those whose address gave nothing."""
        return tuple(entry for entry in self.entries if entry.outcome == "failed")

    def to_dict(self) -> dict[str, Any]:
        """The `originals` JSON."""
        return {"originals": [asdict(entry) for entry in self.entries]}


def fetch_originals(
    works: Works,
    sources: Sequence[Source],
    fetch: Callable[[str], Document],
    keep: Callable[[Document], list[str]],
    progress: Progress | None = None,
) -> Originals:
    """Fetch each original that is not there and whose address is known, and keep it at once.

    `fetch` makes a document of an address or raises a BotError, `keep` returns the ids under which it is kept.
    """
    entries: list[Original] = []
    for done, work in enumerate(works.entries):
        if progress:
            progress(done, len(works.entries))
        entries.append(_original(work, sources, fetch, keep))
    return Originals(tuple(entries))


def adopted(document: Document, work: Work) -> Document | None:
    """The document as a work's original, None where nothing in it shows that it is.

    It shows by being recognised, by one of the work's titles among its first words, by a third of what the brief
    quotes, or by all the phrases that the catalogue names.
    """
    if document.work == work.id and document.original:
        return document
    if not _shows(document, work):
        return None
    return replace(document, work=work.id, original=True, metadata=completed(document, work))


def _shows(document: Document, work: Work) -> bool:
    text = fold(document.text)
    if any(title in text[:3_000] for title in work.titles):
        return True
    if work.phrases:
        return all(phrase in text for phrase in work.phrases)
    quoted = [fold(each) for each in _QUOTATION.findall(work.brief.text)]
    telling = {each for each in quoted if len(each.split()) >= _FEWEST_WORDS}
    return bool(telling) and 3 * sum(each in text for each in telling) >= len(telling)


def _original(
    work: Work, sources: Sequence[Source], fetch: Callable[[str], Document], keep: Callable[[Document], list[str]]
) -> Original:
    title = work.brief.metadata.title
    own = next((source.id for source in sources if source.original and source.work == work.id), None)
    if own:
        return Original(work.id, title, "there", document=own)
    tried = Original(work.id, title, "unknown", reason="No address of it is known.")
    for address, found in _attempts(work, fetch):
        if not isinstance(found, Document):
            tried = Original(work.id, title, "failed", address, reason=str(found))
        elif kept := keep(found):
            return Original(work.id, title, "added", address, kept[0])
        else:
            # Somebody added this very text before, and it was not recognised.
            same = next((source.id for source in sources if source.sha256 == found.sha256), None)
            return Original(work.id, title, "there", address, same)
    return tried


def _attempts(work: Work, fetch: Callable[[str], Document]) -> Iterator[tuple[str, Document | BotError]]:
    """What each of a work's addresses gives."""
    for address in work.addresses:
        try:
            found = adopted(fetch(address), work)
        except BotError as error:
            yield address, error
        else:
            yield (
                address,
                found or AddressError(f"{address} gives another text.", "Find the original, and add its file."),
            )
