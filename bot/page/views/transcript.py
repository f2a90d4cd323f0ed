"""The conversation as HTML: questions, answers with their numbered citations, and what the sources do not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.french import is_french
from bot.page.icons import DECLINED
from bot.page.markup import Html, element, join
from bot.page.references import reference
from bot.page.turns import Turn, number_of
from bot.page.views import sides, tools
from bot.page.views.chips import carried, chip, references
from bot.page.views.filters import told
from bot.page.views.problem import problem
from bot.page.words import Words
from bot.records import Answer, Citation, Sentence, Source, Withheld

EXAMPLES = ("solution", "meeting", "article", "warheads")
"""The questions of the start page, which the shipped corpus answers, and last one that it does not."""

CONFIDENCE = ((0.75, "high"), (0.5, "medium"), (0.0, "low"))
"""The least confidence, 0 to 1, that each word stands for; highest first."""

NOTHING = Html()

NOT_SAID = "The sources do not say"
"""The bot's own sentence for a declined question, which the heading says already."""


def render(
    words: Words,
    turns: Sequence[Turn],
    *,
    conversation: str = "",
    above: Html = NOTHING,
    sources: Mapping[str, Source] = MappingProxyType({}),
) -> Html:
    """The conversation with its id where it is kept, or the start page while there is none."""
    is_busy = bool(turns) and turns[-1].pending
    # While an answer is made it can only be stopped: an edit now could be overwritten by the next sentence.
    last = None if is_busy else len(turns) - 1
    articles = [_turn(words, index, turn, last, sources) for index, turn in enumerate(turns)]
    shown = articles or [_welcome(words)]
    # The same element from the start page on, because a live region is read out only from when it is there.
    return element(
        "div",
        above,
        *shown,
        class_="conversation",
        role="log",
        aria_label=words("ask.conversation"),
        aria_busy="true" if is_busy else "false",
        data_conversation=conversation,
        data_language=words.language,
    )


def _welcome(words: Words) -> Html:
    questions = (words(f"example.{name}") for name in EXAMPLES)
    examples = (element("button", question, type="button", data_ask=question) for question in questions)
    own = element("button", words("welcome.add"), type="button", data_view="library")
    return element(
        "section",
        element("h2", words("welcome.title")),
        element("p", words("welcome.text")),
        element("h3", words("welcome.try"), id="examples"),
        element("ul", *(element("li", example) for example in examples), class_="examples", aria_labelledby="examples"),
        element("p", words("welcome.own"), " ", own, class_="own-document"),
        class_="welcome",
    )


def _turn(words: Words, index: int, turn: Turn, last: int | None, sources: Mapping[str, Source]) -> Html:
    asked = element("span", words("ask.question"), " ", class_="unseen")
    question = element("h2", asked, turn.question, class_="question")
    below = Html() if last is None else tools.render(words, index, turn, sources, is_last=index == last)
    unkept = problem(words, turn.unkept) if turn.unkept else Html()
    titles = {each: source.metadata.title for each, source in sources.items()}
    content = (question, told(words, turn.filters, titles), *_outcome(words, turn), unkept, below)
    return element("article", *content, class_="turn", data_result=True)


def _outcome(words: Words, turn: Turn) -> tuple[Html, ...]:
    if turn.problem:
        return (problem(words, turn.problem),)
    if not turn.answer:
        return (_prose(words, turn), _unfinished(words, turn), references(words, turn.citations))
    return _answered(words, turn, turn.answer)


def _answered(words: Words, turn: Turn, answer: Answer) -> tuple[Html, ...]:
    beside = sides.render(words, answer.sides, turn.citations)
    notice = element("p", words.message(answer.notice), class_="note") if answer.notice else Html()
    if answer.declined:
        return (_standalone(words, answer), notice, beside, _declined(words, turn, answer))
    said = beside or _prose(words, turn)
    withheld = _withheld(words, answer.unsupported)
    return (
        _standalone(words, answer),
        notice,
        said,
        _footing(words, answer),
        withheld,
        references(words, turn.citations),
    )


def _unfinished(words: Words, turn: Turn) -> Html:
    if turn.stopped:
        return element("p", words("ask.stopped"), class_="note")
    return element("p", element("span", words("ask.pending")), class_="pending")


def _standalone(words: Words, answer: Answer) -> Html:
    if answer.standalone_question.strip() == answer.question.strip():
        return Html()
    # A French question is put into English word by word, which reads roughly.
    is_rendered = is_french(answer.question) and not is_french(answer.standalone_question)
    lead = words("ask.rendered" if is_rendered else "ask.understood")
    meant = element("q", answer.standalone_question, lang="en" if is_rendered else None)
    return element("p", lead, " ", meant, class_="standalone")


def _prose(words: Words, turn: Turn) -> Html:
    if not turn.sentences:
        return Html()
    return element("p", *(_sentence(words, turn, sentence) for sentence in turn.sentences), class_="said")


def _sentence(words: Words, turn: Turn, sentence: Sentence) -> Html:
    numbered = {number_of(citation, turn.citations): citation for citation in sentence.citations}
    chips = (chip(words, number, citation) for number, citation in numbered.items())
    text = words.message(sentence.text) if sentence.own_words else sentence.text
    return join(element("span", text, class_="own" if sentence.own_words else "cited-sentence"), *chips, " ")


def _footing(words: Words, answer: Answer) -> Html:
    tooltip = words("ask.probability", number=f"{answer.confidence:.2f}")
    word = words(f"confidence.{confidence_word(answer.confidence)}")
    confidence = element("span", words("ask.confidence", word=word), title=tooltip)
    writer = answer.written_by
    written = words("ask.written", model=writer) if writer else words("ask.extracted")
    return element("p", confidence, element("span", written), class_="footing")


def confidence_word(confidence: float) -> str:
    """`high`, `medium` or `low` for a confidence from 0 to 1."""
    return next((word for least, word in CONFIDENCE if confidence >= least), CONFIDENCE[-1][1])


def _withheld(words: Words, unsupported: Sequence[Withheld]) -> Html:
    """The count of the sentences that are not shown; who opens it is warned, and sees them with the reasons."""
    if not unsupported:
        return Html()
    summary = element("summary", words.count("ask.withheld", len(unsupported)))
    items = (
        element("li", element("q", each.text), " ", element("span", words.message(each.reason), class_="reason"))
        for each in unsupported
    )
    warning = element("p", words("ask.withheld.warning"), class_="note")
    return element("details", summary, warning, element("ul", *items), class_="withheld")


def _declined(words: Words, turn: Turn, answer: Answer) -> Html:
    label = element("h3", DECLINED, element("span", words("ask.not_said")))
    reason = element("p", words.message(answer.reason), class_="reason") if answer.reason else ""
    said = {NOT_SAID.casefold(), (answer.reason or "").rstrip(".").casefold()}
    more = tuple(each for each in answer.sentences if each.text.rstrip(".").casefold() not in said)
    prose = element("p", *(_sentence(words, turn, each) for each in more), class_="said") if more else ""
    withheld = _withheld(words, answer.unsupported)
    nearest = _nearest(words, answer.nearest)
    return element("div", label, reason, prose, withheld, nearest, class_="declined")


def _nearest(words: Words, nearest: Sequence[Citation]) -> Html:
    if not nearest:
        return Html()
    cards = (element("li", _card(words, citation)) for citation in nearest)
    return join(element("h4", words("ask.nearest")), element("ul", *cards, class_="cards"))


def _card(words: Words, citation: Citation) -> Html:
    quote = element("span", *_excerpt(citation), class_="quote")
    line = element("span", reference(words, citation), class_="reference")
    return element("button", quote, line, type="button", **carried(words, citation))


def _excerpt(citation: Citation) -> tuple[str, ...]:
    first, *rest = filter(str.strip, citation.quote.splitlines())
    is_heading = bool(rest) and (first == citation.title or (citation.heading or "").endswith(first))
    return (element("strong", first) if is_heading else first, "\n" * bool(rest), "\n".join(rest))
