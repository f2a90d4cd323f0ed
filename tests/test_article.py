"""What the bot makes of the article itself, which the project does not ship."""

import json
from pathlib import Path

import pytest

from bot import open_bot
from bot.citations import is_exact

QUESTIONS = "eval/article/questions.jsonl"


@pytest.fixture(scope="module")
def questions(article):
    """The questions about the article, by their kind."""
    path = article.parent.parent / QUESTIONS
    if not path.is_file():
        pytest.skip(f"needs the questions: BOT_EVAL_DATA has no {QUESTIONS}")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return lambda kind: [row for row in rows if row["kind"] == kind]


@pytest.fixture(scope="module")
def reader(article, tmp_path_factory):
    """A bot over the article alone."""
    with open_bot(tmp_path_factory.mktemp("article") / "library", corpus=False) as opened:
        opened.add(article)
        yield opened


def asked(reader, row):
    """The answer to a question, every citation of which is exact."""
    answer = reader.ask(row["text"], [(role, text) for role, text in row.get("history", ())])
    cited = [citation for sentence in answer.sentences for citation in sentence.citations]
    assert all(is_exact(each, reader.document(each.document)) for each in [*cited, *answer.nearest])
    return answer


def holds_gold(answer, row):
    quotes = [citation.quote for sentence in answer.sentences for citation in sentence.citations]
    return any(gold in quote for gold in row["gold_quotes"] for quote in quotes)


def test_nine_of_ten_facts_are_told_in_the_articles_words(reader, questions):
    rows = questions("fact")
    missed = [row["text"] for row in rows if not holds_gold(asked(reader, row), row)]
    assert len(rows) >= 10
    assert len(missed) <= 0.1 * len(rows), missed


def test_questions_that_it_does_not_answer_are_declined(reader, questions):
    rows = questions("unanswerable")
    answered = [row["text"] for row in rows if not asked(reader, row).declined]
    assert len(rows) >= 6
    assert not answered


def test_metadata_is_told_and_the_article_cited(reader, questions):
    rows = questions("metadata")
    assert rows
    for row in rows:
        answer = asked(reader, row)
        assert all(each in answer.text for each in row["answers"])
        assert answer.sentences[0].citations


def test_the_articles_date_title_and_publisher_are_known(reader):
    assert "8 December 2017" in reader.ask("When was the article published?").text
    assert "Defusing the North Korea Crisis" in reader.ask("What is the title of the article?").text
    assert "OpenCanada" in reader.ask("Who published the article?").text


def test_follow_ups_and_comparisons_cite_exactly(reader, questions):
    rows = [*questions("followup"), *questions("compare")]
    assert rows
    assert all(asked(reader, row).sentences for row in rows)


def test_the_article_takes_its_briefs_place_and_gives_it_back(own_bot, article):
    brief, question = "2017-12-08-berger-canada-poised", "Who are North Korea's main trading partners?"
    before = own_bot.ask(question)
    assert {each.citations[0].document for each in before.sentences} == {brief}
    (added,) = own_bot.add(article)
    cited = {each.citations[0].document for each in own_bot.ask(question).sentences}
    assert added in cited
    assert brief not in cited
    own_bot.remove(added)
    assert own_bot.ask(question) == before


def test_questions_in_french_are_answered_as_far_as_likeness_goes(reader, questions):
    """The same questions in French, none of which the French word list was made with."""
    french = json.loads((Path(__file__).parent / "labelled" / "french" / "article.json").read_text("utf-8"))
    put = {kind: [{**row, "text": french[row["_id"]]} for row in questions(kind)] for kind in ("fact", "unanswerable")}
    answered = sum(holds_gold(asked(reader, row), row) for row in put["fact"])
    declined = sum(asked(reader, row).declined for row in put["unanswerable"])
    assert answered >= 6
    assert declined == len(put["unanswerable"])
