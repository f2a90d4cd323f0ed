"""How the conversation on the page is kept in the archive, and comes back from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.archive import Archive, Exchange
from bot.errors import UnknownConversation
from bot.page.opening import Opening
from bot.page.turns import Turn

TOKEN_LENGTH = 32
"""Characters of the token by which a browser is known; a shorter one could be guessed."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The conversation on the page as the archive knows it; `owner` is the token of the browser.

    `id` is empty until an answer is kept. `after` is how many exchanges stay when the next one is; None all.
    """

    owner: str = ""
    id: str = ""
    after: int | None = None

    def without(self, dropped: Sequence[Turn]) -> Kept:
        """The conversation of which these turns go when the next answer is kept."""
        numbers = [turn.number for turn in dropped if turn.number]
        return replace(self, after=min(numbers) - 1) if numbers else self


def archive_of(opening: Opening, owner: str) -> Archive | None:
    """The archive as the browser sees it; None where conversations are not kept.

    Raises:
        LibraryError: the archive cannot be opened.
    """
    if len(owner) < TOKEN_LENGTH or opening.bot().settings.read_only:
        return None
    return opening.archive().of(owner)


def keep(archive: Archive, kept: Kept, turn: Turn) -> tuple[Turn, Kept]:
    """Keep a turn that has its answer; one of a conversation that was deleted meanwhile begins a new one."""
    assert turn.answer, "only what is answered is kept"
    try:
        if kept.id:
            exchange = archive.append(kept.id, turn.answer, turn.filters, after=kept.after)
            return replace(turn, number=exchange.number), replace(kept, after=None)
    except UnknownConversation:
        pass
    begun = archive.begin(turn.answer, turn.filters)
    return replace(turn, number=1), Kept(kept.owner, begun.id)


def reopened(archive: Archive, conversation: str) -> tuple[Turn, ...]:
    """The turns of a conversation.

    Raises:
        UnknownConversation: there is none of this id, or it is another browser's.
        LibraryDamaged: what was kept of it cannot be read.
    """
    return tuple(_turn(each) for each in archive.conversation(conversation).exchanges)


def _turn(exchange: Exchange) -> Turn:
    answer = exchange.answer
    return Turn(
        exchange.question,
        answer.sentences,
        answer,
        None,
        exchange.filters,
        number=exchange.number,
        rating=exchange.rating,
    )
