"""Evidence becomes an answer: the sentences that answer, each cited, or a reason why there are none."""

from bot.answering.answerer import Answerer, Weighed, events_of

__all__ = ["Answerer", "Weighed", "events_of"]
