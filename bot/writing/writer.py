"""A chat model writes the answer; a sentence is shown only when it is whole and the evidence supports it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.answering import Answerer, Weighed, events_of
from bot.conversation.question import LONGEST_QUESTION
from bot.conversation.turns import Turn
from bot.language_model import Connection, LanguageModel
from bot.quotations.normalisation import words_of
from bot.records import Answer, Event, Sentence, Withheld
from bot.support.check import Judged, SupportCheck
from bot.writing import faults, rephrasing
from bot.writing.listening import Pieces, listen
from bot.writing.markers import Draft
from bot.writing.prompt import UNSAID, Numbered, messages, numbered
from bot.writing.splitting import Endless, is_ended, sentences_of

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

MOST_SENTENCES = 8
"""Sentences that a model may write; an answer that goes on is no answer."""

MOST_REPEATS = 2
"""How often a model may repeat a sentence before it is stopped."""

FOUND_NOTHING = "The model found no answer in the sources."

log = logging.getLogger(__name__)


@dataclass
class _Draft:
    """An answer in the making: what is shown, what is withheld, and what was written before."""

    shown: list[Sentence] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)
    written: set[tuple[str, ...]] = field(default_factory=set)
    repeats: int = 0
    unsaid: bool = False

    def is_new(self, text: str) -> bool:
        """Note a sentence; False for one that was written before.

        Raises:
            Endless: there were too many of these, or of all.
        """
        words = tuple(word.form for word in words_of(text))
        if words not in self.written:
            self.written.add(words)
            if len(self.written) > MOST_SENTENCES:
                raise Endless
            return True
        self.repeats += 1
        if self.repeats > MOST_REPEATS:
            raise Endless
        return False


class Writer:
    """Has a model write, checks each sentence, and falls back on the sources' own. Safe for several threads."""

    def __init__(self, answerer: Answerer, check: SupportCheck, model: LanguageModel) -> None:
        self._answerer = answerer
        self._check = check
        self._model = model
        self._lock = threading.Lock()
        self._connection: Connection | None = None

    @property
    def name(self) -> str:
        """What the model goes by, as far as it is known."""
        return self._connection.name if self._connection else self._model.name

    def standalone(self, question: str, history: Sequence[Turn]) -> str | None:
        """Return a follow-up as the model puts it, to stand alone; None where it fails or adds anything to it."""
        prompt = rephrasing.messages(question, history)
        try:
            connection = self._connected()
            with closing(listen(lambda: _pieces(connection.chat, prompt), self._model.timeout)) as pieces:
                return rephrasing.accepted(_line(pieces), question, history)
        except Exception as error:  # noqa: BLE001 - as below; our own rules then say what is meant
            log.warning("The model %s %s", self.name, faults.described(error, self._model))
            return None

    def write(self, weighed: Weighed) -> Iterator[Event]:
        """Yield each sentence of an answer as soon as it is checked, and last the whole.

        The model is asked only where the sources are likely to answer. Whatever it does, there is an answer.
        """
        extracted = self._answerer.extracted(weighed)
        if extracted.declined:
            yield from events_of(extracted)
            return
        draft, happened = _Draft(), None
        try:
            for sentence in self._sentences(weighed, draft):
                so_far = replace(extracted, sentences=tuple(draft.shown), written_by=self.name)
                yield Event("sentence", sentence=sentence, so_far=so_far)
        except Exception as error:  # noqa: BLE001 - each provider has errors of its own, and none may end the answer
            happened = faults.described(error, self._model)
            log.warning("The model %s %s", self.name, happened)
        yield from self._whole(weighed, extracted, draft, happened)

    def _sentences(self, weighed: Weighed, draft: _Draft) -> Iterator[Sentence]:
        question = weighed.question.text
        connection = self._connected()
        evidence = numbered(weighed.assessed.found, question, self._model.context, connection.count)
        prompt = messages(evidence, question)
        with closing(listen(lambda: _pieces(connection.chat, prompt), self._model.timeout)) as pieces:
            for written in sentences_of(pieces):
                yield from self._checked(written, evidence, draft)

    def _checked(self, written: Draft, evidence: Numbered, draft: _Draft) -> Iterator[Sentence]:
        if not draft.is_new(written.text):
            return
        if written.text.rstrip(".") == UNSAID.rstrip("."):
            draft.unsaid = True
            return
        judged = self._judged(written, evidence)
        if judged.reason:
            draft.withheld.append(Withheld(written.text, judged.reason))
            return
        sentence = Sentence(written.text, own_words=False, citations=tuple(each.citation() for each in judged.support))
        draft.shown.append(sentence)
        yield sentence

    def _judged(self, written: Draft, evidence: Numbered) -> Judged:
        """Whether a sentence may be shown; one without markers gets the best citations there are."""
        if "\ufffd" in written.text:
            return Judged(reason="It has characters that cannot be read.")
        if not is_ended(written.text):
            return Judged(reason="It breaks off.")
        cited = evidence.cited(written.markers) if written.markers else evidence.sentences
        if not cited:
            missing = ", ".join(f"[{number}]" for number in written.markers)
            return Judged(reason=f"It cites {missing}, which does not exist.")
        return self._check.judge(written.text, cited)

    def _whole(self, weighed: Weighed, extracted: Answer, draft: _Draft, happened: str | None) -> Iterator[Event]:
        """The answer, and before it the sentences that stand in for the model's where none can be shown."""
        withheld = tuple(draft.withheld)
        told = faults.notice(self.name, happened, began=bool(draft.shown)) if happened else None
        if draft.shown:
            sentences = tuple(draft.shown)
            answer = replace(extracted, sentences=sentences, written_by=self.name)
            yield Event("answer", answer=replace(answer, unsupported=withheld, notice=told))
        elif draft.unsaid and not withheld and not happened:
            declined = self._answerer.declined(weighed, FOUND_NOTHING)
            yield from events_of(replace(declined, written_by=self.name))
        else:
            wrote = "wrote nothing that the sources support" if withheld else "wrote no answer"
            told = told or faults.notice(self.name, wrote, began=False)
            yield from events_of(replace(extracted, unsupported=withheld, notice=told))

    def _connected(self) -> Connection:
        with self._lock:
            if self._connection is None:
                # What tells speakers apart takes two seconds to load, while the model reads its prompt.
                threading.Thread(target=self._check.prepare, name="grammar", daemon=True).start()
                self._connection = self._model.connect()
            return self._connection


def _line(pieces: Pieces) -> str:
    """The first line that a model writes; it is stopped after it."""
    line = ""
    for piece in pieces:
        line += piece
        if "\n" in line.lstrip() or len(line) > LONGEST_QUESTION:
            break
    return line


def _pieces(chat: BaseChatModel, prompt: list[BaseMessage]) -> Pieces:
    return (str(chunk.text) for chunk in chat.stream(prompt))
