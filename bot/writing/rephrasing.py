"""A model puts a follow-up as a question that stands alone; what it adds has to be in the conversation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.conversation.question import LONGEST_QUESTION
from bot.conversation.turns import Turn, exchanges
from bot.support.particulars import read
from bot.terms import content_terms

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

INSTRUCTIONS = """You rewrite the last question of a conversation so that it can be understood without it.
- Replace pronouns and fill in what is left out, with names and topics from the conversation.
- Add nothing else, and do not answer. Keep a question that needs nothing as it is.
- Write only the question, on one line."""

CONVERSATION = "{turns}\n\nLast question: {question}\nRewritten question:"
TURN = "Question: {asked}\nAnswer: {answer}"

KEPT = 0.6
"""A rewritten question has at least this share of the words of content of the one that was asked."""


def messages(question: str, history: Sequence[Turn]) -> list[BaseMessage]:
    """Return the prompt for a question and as much of the turns before it as their budget allows."""
    from langchain_core.messages import HumanMessage, SystemMessage

    turns = "\n".join(TURN.format(asked=each.asked, answer=each.answer) for each in exchanges(history))
    return [SystemMessage(INSTRUCTIONS), HumanMessage(CONVERSATION.format(turns=turns, question=question))]


def accepted(written: str, question: str, history: Sequence[Turn]) -> str | None:
    """Return what a model wrote if it is the same question with words of the conversation, and None if not."""
    first = next(iter(written.strip().splitlines()), "").strip(" \"“”'*")
    asked, wrote = set(content_terms(question)), set(content_terms(first))
    is_question = first.endswith("?") and len(first) <= LONGEST_QUESTION
    if not is_question or len(asked & wrote) < KEPT * len(asked):
        return None
    said = set(content_terms(" ".join([question, *(text for _, text in history)])))
    return first if wrote <= said and _particulars(first) <= _particulars(question, history) else None


def _particulars(text: str, history: Sequence[Turn] = ()) -> set[str]:
    """The names, numbers and dates of a text and of what was said before it."""
    return {each.key for one in (text, *(said for _, said in history)) for each in read(one).particulars}
