"""A model that misbehaves over HTTP: what the user gets is an answer from the sources, and is told whose it is."""

import logging
import shutil
import time
from contextlib import contextmanager

import pytest
from model_server import END, ModelServer, Refused, chunk, saying, sources_of

from bot import open_bot

QUESTION = "How much refined petroleum does resolution 2397 allow?"
TRUE = "Resolution 2397 caps crude oil for North Korea at four million barrels a year"
INSTEAD = "The answer is made of sentences of the sources."
UNTIL_THEN = "What it had written until then is checked and shown."
KEY = "sk-very-secret-0123456789"


@pytest.fixture(scope="module")
def folder(shipped, tmp_path_factory):
    return shutil.copytree(shipped, tmp_path_factory.mktemp("faults") / "library")


@pytest.fixture(scope="module")
def everyone(folder):
    """A server with a bot that asks it, for all tests that need no settings of their own."""
    with asked(folder, saying("")) as both:
        yield both


@pytest.fixture
def answer_to(everyone):
    """Answers the question with a model that behaves in some way."""
    bot, server = everyone

    def answer(behave):
        server.behave = behave
        return bot.ask(QUESTION)

    return answer


@contextmanager
def asked(folder, behave, **settings):
    given = {"model_key": KEY, "model_timeout": 5.0, **settings}
    with ModelServer(behave) as server, open_bot(folder, model_url=server.url, **given) as bot:
        yield bot, server


def cited(request, text):
    """A text with the marker of the source that has it."""
    number = next(number for number, source in sources_of(request).items() if text in source)
    return f"{text} [{number}]. "


def test_a_sentence_that_the_sources_support_is_shown_with_the_sentence_that_supports_it(answer_to):
    def behave(request):
        yield from saying(cited(request, TRUE))(request)

    answer = answer_to(behave)
    assert answer.text == f"{TRUE}."
    assert answer.sentences[0].citations[0].quote == f"{TRUE}."
    assert (answer.written_by, answer.notice, answer.withheld) == ("test", None, 0)


def test_a_sentence_without_markers_gets_the_citation_that_supports_it(answer_to):
    answer = answer_to(saying(f"{TRUE}."))
    assert answer.sentences[0].citations[0].quote == f"{TRUE}."


def test_what_the_sources_do_not_support_is_withheld_with_its_reason(answer_to):
    def behave(request):
        invented = cited(request, TRUE).replace("four million", "nine million")
        yield from saying(f"{cited(request, TRUE)}{invented}The moon is made of cheese.")(request)

    answer = answer_to(behave)
    assert [sentence.text for sentence in answer.sentences] == [f"{TRUE}."]
    assert answer.withheld == 2
    assert [each.text for each in answer.unsupported] == [
        TRUE.replace("four", "nine") + ".",
        "The moon is made of cheese.",
    ]
    assert "nine million" in answer.unsupported[0].reason


def test_where_everything_is_withheld_the_sources_speak_for_themselves(answer_to):
    answer = answer_to(saying("The moon is made of cheese. It is blue."))
    assert answer.sentences[0].citations
    assert answer.withheld == 2
    assert answer.written_by is None
    assert answer.notice == f"The model test wrote nothing that the sources support. {INSTEAD}"


def test_markers_that_do_not_exist_support_nothing(answer_to):
    answer = answer_to(saying(f"{TRUE} [77]. {TRUE.replace('caps', 'limits')} [78][79]."))
    assert [each.reason for each in answer.unsupported] == [
        "It cites [77], which does not exist.",
        "It cites [78], [79], which does not exist.",
    ]
    assert answer.written_by is None


def test_a_model_that_finds_no_answer_declines(answer_to):
    answer = answer_to(saying("The sources do not say."))
    assert answer.declined
    assert answer.reason == "The model found no answer in the sources."
    assert answer.nearest


def test_a_slow_model_is_waited_for_no_longer_than_set(folder):
    def behave(_):
        yield chunk("")
        yield 30.0

    start = time.monotonic()
    with asked(folder, behave, model_timeout=0.5) as (bot, _):
        answer = bot.ask(QUESTION)
    assert time.monotonic() - start < 10
    assert answer.notice == f"The model test took too long. {INSTEAD}"
    assert answer.sentences[0].citations


def test_a_stream_that_is_cut_off_keeps_what_was_checked(answer_to):
    def behave(request):
        yield chunk(f"{cited(request, TRUE)}And then the resolution also")
        yield None

    answer = answer_to(behave)
    assert answer.text == f"{TRUE}."
    assert answer.notice.startswith("The model test failed (")
    assert answer.notice.endswith(UNTIL_THEN)
    assert answer.written_by == "test"


def test_a_sentence_that_breaks_off_is_not_shown(answer_to):
    answer = answer_to(saying("Resolution 2397 caps crude oil for North Korea at"))
    assert [each.reason for each in answer.unsupported] == ["It breaks off."]


@pytest.mark.parametrize("status", [400, 401, 404, 500])
def test_an_error_of_the_server_is_told(answer_to, status):
    def behave(_):
        raise Refused(status, f"Incorrect API key provided: {KEY}")

    answer = answer_to(behave)
    assert answer.notice == f"The model test returned an error (HTTP {status}). {INSTEAD}"
    assert answer.sentences[0].citations


def test_a_busy_server_is_asked_again(answer_to):
    calls = []

    def behave(request):
        calls.append(request)
        if len(calls) < 3:
            raise Refused(503, "busy")
        yield from saying(f"{TRUE}.")(request)

    answer = answer_to(behave)
    assert len(calls) == 3
    assert (answer.written_by, answer.notice) == ("test", None)


def test_a_request_that_can_never_succeed_is_sent_once(folder):
    def behave(_):
        raise Refused(400, "no such model")

    with asked(folder, behave) as (bot, server):
        bot.ask(QUESTION)
    assert len(server.requests) == 1


def test_a_server_that_is_not_there_is_told(folder):
    with open_bot(folder, model="any", model_url="http://127.0.0.1:9/v1", model_timeout=20.0) as bot:
        answer = bot.ask(QUESTION)
    assert answer.notice.startswith("The model any failed (")
    assert answer.sentences[0].citations


@pytest.mark.parametrize("text", ["", "   \n\n", "***", "[1][2]"])
def test_an_empty_text_is_no_answer(answer_to, text):
    answer = answer_to(saying(text))
    assert answer.notice == f"The model test wrote no answer. {INSTEAD}"
    assert answer.sentences[0].citations


def test_text_that_is_no_utf_8_never_reaches_the_answer(answer_to):
    def behave(_):
        yield chunk("Resolution ZZZZ caps oil.").replace(b"ZZZZ", b"\xff\xfe\xc3\x28")
        yield END

    answer = answer_to(behave)
    assert answer.written_by is None
    assert "\ufffd" not in answer.text
    assert answer.notice.endswith(INSTEAD)


def test_bytes_that_are_no_events_are_no_answer(answer_to):
    answer = answer_to(lambda _: iter([b"data: {not json}\n\n", END]))
    assert answer.notice.endswith(INSTEAD)
    assert answer.sentences[0].citations


def test_an_endless_repetition_is_stopped(folder):
    def behave(request):
        while True:
            yield chunk(cited(request, TRUE))

    with asked(folder, behave) as (bot, server):
        answer = bot.ask(QUESTION)
        assert server.dropped.wait(5), "the server may go on for ever"
    assert answer.text == f"{TRUE}."
    assert answer.notice == f"The model test wrote on and on. {UNTIL_THEN}"


def test_a_sentence_without_end_is_stopped(answer_to):
    def behave(_):
        while True:
            yield chunk("and so on ")

    answer = answer_to(behave)
    assert answer.notice == f"The model test wrote on and on. {INSTEAD}"


def test_html_and_markdown_become_text(answer_to):
    marked = f"## Answer\n\n- <b>{TRUE}</b><script>alert(1)</script>."
    answer = answer_to(saying(marked.replace("crude oil", "**crude oil**")))
    shown = [*(sentence.text for sentence in answer.sentences), *(each.text for each in answer.unsupported)]
    assert not any("<" in text or "**" in text or "#" in text for text in shown)


def test_a_refusal_is_no_answer(answer_to):
    answer = answer_to(saying("I'm sorry, but as a language model I cannot help with that request."))
    assert answer.notice == f"The model test wrote nothing that the sources support. {INSTEAD}"
    assert answer.sentences[0].citations


def test_whoever_stops_listening_stops_the_model(folder):
    def behave(request):
        yield chunk(cited(request, TRUE))
        while True:
            yield chunk("More of this is to come, and more again. ")
            yield 0.05

    with asked(folder, behave) as (bot, server):
        events = bot.stream(QUESTION)
        assert next(events).sentence.text == f"{TRUE}."
        events.close()
        assert server.dropped.wait(5), "the model still works"


def test_the_key_is_sent_and_shown_nowhere(folder, caplog):
    def behave(_):
        raise Refused(401, f"Incorrect API key provided: {KEY}")

    with caplog.at_level(logging.DEBUG), asked(folder, behave) as (bot, server):
        answer = bot.ask(QUESTION)
        shown = [repr(bot.settings), str(bot.settings.model_dump()), repr(answer), repr(vars(bot)), caplog.text]
    assert server.keys == [f"Bearer {KEY}"]
    assert not any(KEY in text for text in shown)


def test_the_model_is_asked_only_where_the_sources_are_likely_to_answer(folder):
    with asked(folder, saying("Lima.")) as (bot, server):
        assert bot.ask("Who is the prime minister of Peru?").declined
    assert server.requests == []


def test_the_evidence_is_numbered_and_within_the_context_as_the_server_counts_it(folder):
    numbers = []
    for tokens in (1, 200):
        with asked(folder, saying("Yes."), model_context=2_048) as (bot, server):
            server.tokens = tokens
            bot.ask(QUESTION)
            numbers.append(list(sources_of(server.requests[0])))
    assert numbers[0] == list(range(1, len(numbers[0]) + 1))
    assert numbers[1] == [1, 2, 3, 4]


def test_a_follow_up_is_put_by_the_model_where_it_adds_nothing(folder):
    history = [("user", "What did Mattis say about the Vancouver meeting?"), ("assistant", "It is diplomatic.")]

    def behave(request):
        rewrites = "Last question:" in str(request["messages"][-1]["content"])
        text = "Where did Mattis say it about the Vancouver meeting?" if rewrites else "The sources do not say."
        yield from saying(text)(request)

    with asked(folder, behave) as (bot, _):
        answer = bot.ask("Where did he say it?", history=history)
    assert answer.standalone_question == "Where did Mattis say it about the Vancouver meeting?"


def test_a_follow_up_that_the_model_embroiders_is_put_by_our_own_rules(folder):
    history = [("user", "What did Mattis say about the Vancouver meeting?"), ("assistant", "It is diplomatic.")]
    with asked(folder, saying("Where did Emperor Naruhito say it in 1999?")) as (bot, _):
        embroidered = bot.ask("Where did he say it?", history=history)
    with open_bot(folder) as plain:
        ours = plain.ask("Where did he say it?", history=history)
    assert embroidered.standalone_question == ours.standalone_question
