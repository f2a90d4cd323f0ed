"""The conversation as HTML: questions, answers with their numbered citations, and what the sources do not say."""

from __future__ import annotations

from collections.abc import Sequence

from bot.citations import written_date
from bot.errors import BotError
from bot.page.icons import DECLINED, PROBLEM
from bot.page.markup import Html, element, join
from bot.page.turns import Turn
from bot.records import Answer, Citation, Sentence, Side

EXAMPLES = (
    "What did Freeland say about a diplomatic solution?",
    "What did Lavrov say about the Vancouver meeting?",
    "Who wrote the article, and when?",
    "How many nuclear warheads does North Korea have?",
)
"""Questions that the shipped corpus answers, and last one that it does not."""

CONFIDENCE = ((0.75, "high"), (0.5, "medium"), (0.0, "low"))
"""The least confidence, 0 to 1, that each word stands for; highest first."""

NOT_SAID = "The sources do not say"


def render(turns: Sequence[Turn]) -> Html:
    """The conversation, or the start page while there is none."""
    articles = [_turn(index, turn) for index, turn in enumerate(turns)]
    busy = "true" if turns and turns[-1].pending else "false"
    # The same element from the start page on, because a live region is read out only from when it is there.
    return element(
        "div", *(articles or [_welcome()]), class_="conversation", role="log", aria_label="Conversation", aria_busy=busy
    )


def _welcome() -> Html:
    examples = (element("button", question, type="button", data_ask=question) for question in EXAMPLES)
    return element(
        "section",
        element("h2", "Ask what was said, and check every sentence."),
        element(
            "p",
            "North Korea, November 2017 to January 2018: one policy article and the official statements around it. "
            "Answers are taken from these sources; each number in an answer opens the source at the exact words.",
        ),
        element("h3", "Try one of these", id="examples"),
        element("ul", *(element("li", example) for example in examples), class_="examples", aria_labelledby="examples"),
        class_="welcome",
    )


def problem(error: BotError) -> Html:
    """An error in one line, with what to do about it."""
    hint = element("span", error.hint, class_="hint") if error.hint else ""
    return element("div", PROBLEM, element("p", element("strong", error.message), " ", hint), class_="problem")


def _turn(index: int, turn: Turn) -> Html:
    question = element("h2", element("span", "Question: ", class_="unseen"), turn.question, class_="question")
    return element("article", question, *_outcome(index, turn), class_="turn")


def _outcome(index: int, turn: Turn) -> tuple[Html, ...]:
    if turn.problem:
        return (problem(turn.problem),)
    if not turn.answer:
        return (_prose(index, turn), element("p", "Reading the sources…", class_="pending"))
    sides = _sides(index, turn, turn.answer.sides)
    if turn.answer.declined:
        return (_standalone(turn.answer), sides, _declined(index, turn, turn.answer))
    said = sides or _prose(index, turn)
    return (_standalone(turn.answer), said, _footing(turn.answer), _references(index, turn))


def _standalone(answer: Answer) -> Html:
    if answer.standalone_question.strip() == answer.question.strip():
        return Html()
    return element("p", "Understood as: ", element("q", answer.standalone_question), class_="standalone")


def _prose(index: int, turn: Turn) -> Html:
    if not turn.sentences:
        return Html()
    return element("p", *(_sentence(index, turn, sentence) for sentence in turn.sentences), class_="said")


def _sides(index: int, turn: Turn, sides: Sequence[Side]) -> Html:
    if not sides:
        return Html()
    return element("div", *(_side(index, turn, side) for side in sides), class_="sides")


def _side(index: int, turn: Turn, side: Side) -> Html:
    """A side with its sentences, or why it has none."""
    name = side.speaker or side.country or ""
    country = element("span", side.country, class_="country") if side.speaker and side.country else ""
    reason = element("p", side.reason, class_="reason") if side.reason else ""
    said = (
        element("p", _said_by(sentence, name), _sentence(index, turn, sentence), class_="said")
        for sentence in side.sentences
    )
    own = element("p", "Words of its own: ", ", ".join(side.own), class_="telling") if side.own else ""
    return element("section", element("h3", name, " ", country), reason, *said, own)


def _said_by(sentence: Sentence, name: str) -> Html:
    """When a sentence of a side was said, and by whom, where that is not the side itself."""
    first = next(iter(sentence.citations), None)
    if first is None:
        return Html()
    speaker = first.speaker if first.speaker != name else None
    when = written_date(first.date) if first.date else "undated"
    return element("span", when, " · " if speaker else "", speaker or "", class_="when")


def _sentence(index: int, turn: Turn, sentence: Sentence) -> Html:
    numbered = {turn.number(citation): citation for citation in sentence.citations}
    chips = (_chip(index, number, citation) for number, citation in numbered.items())
    kind = "own" if sentence.own_words else "cited-sentence"
    return join(element("span", sentence.text, class_=kind), *chips, " ")


def _chip(index: int, number: int, citation: Citation) -> Html:
    return element(
        "button",
        str(number),
        type="button",
        class_="chip",
        title=f"“{citation.quote}” — {citation.reference}",
        aria_label=f"Citation {number}: {citation.reference}",
        data_turn=index,
        data_citation=number,
    )


def _footing(answer: Answer) -> Html:
    tooltip = f"Estimated probability that the sources answer this question: {answer.confidence:.2f}"
    confidence = element("span", f"Confidence: {confidence_word(answer.confidence)}", title=tooltip)
    return element("p", confidence, _withheld(answer.withheld), class_="footing")


def confidence_word(confidence: float) -> str:
    """`high`, `medium` or `low` for a confidence from 0 to 1."""
    return next((word for least, word in CONFIDENCE if confidence >= least), CONFIDENCE[-1][1])


def _withheld(count: int) -> Html:
    if not count:
        return Html()
    sentences = "sentence" if count == 1 else "sentences"
    return element("span", f"{count} {sentences} withheld: not supported by the sources")


def _references(index: int, turn: Turn) -> Html:
    numbers: dict[str, list[int]] = {}
    for number, citation in enumerate(turn.citations, start=1):
        numbers.setdefault(citation.reference, []).append(number)
    items = (element("li", _reference(index, turn, each)) for each in numbers.values())
    return element("ul", *items, class_="references", aria_label="Sources of this answer") if numbers else Html()


def _reference(index: int, turn: Turn, numbers: Sequence[int]) -> Html:
    return element(
        "button",
        element("span", " ".join(map(str, numbers)), class_="numbers"),
        element("span", turn.citations[numbers[0] - 1].reference),
        type="button",
        data_turn=index,
        data_citation=numbers[0],
    )


def _declined(index: int, turn: Turn, answer: Answer) -> Html:
    label = element("h3", DECLINED, element("span", NOT_SAID))
    reason = element("p", answer.reason, class_="reason") if answer.reason else ""
    said = {NOT_SAID.casefold(), (answer.reason or "").rstrip(".").casefold()}
    more = tuple(each for each in answer.sentences if each.text.rstrip(".").casefold() not in said)
    prose = element("p", *(_sentence(index, turn, each) for each in more), class_="said") if more else ""
    return element("div", label, reason, prose, _nearest(index, turn, answer.nearest), class_="declined")


def _nearest(index: int, turn: Turn, nearest: Sequence[Citation]) -> Html:
    if not nearest:
        return Html()
    cards = (element("li", _card(index, turn.number(citation), citation)) for citation in nearest)
    title = element("h4", "Nearest passages")
    return join(title, element("ul", *cards, class_="cards"))


def _card(index: int, number: int, citation: Citation) -> Html:
    return element(
        "button",
        element("span", *_excerpt(citation), class_="quote"),
        element("span", citation.reference, class_="reference"),
        type="button",
        data_turn=index,
        data_citation=number,
    )


def _excerpt(citation: Citation) -> tuple[str, ...]:
    first, *rest = filter(str.strip, citation.quote.splitlines())
    is_heading = bool(rest) and citation.heading is not None and citation.heading.endswith(first)
    return (element("strong", first) if is_heading else first, "\n" * bool(rest), "\n".join(rest))
