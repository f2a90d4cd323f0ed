"""Documents of several speakers: each one's words stay that one's."""

import pytest

from bot.citations import cite, named_speakers


@pytest.mark.parametrize(
    ("speaker", "other"), [("Freeland", "Tillerson"), ("Tillerson", "Freeland"), ("Kono", "Tillerson")]
)
def test_a_filter_by_speaker_gives_no_sentence_that_names_only_another(bot, speaker, other):
    answer = bot.ask("What was said about North Korea?", speaker=speaker)
    assert not answer.declined
    for sentence in answer.sentences:
        assert speaker in sentence.text or other not in sentence.text


def test_a_filter_by_country_gives_no_words_of_another_countrys_speaker(bot):
    answer = bot.ask("What is said about North Korea?", country="Canada")
    assert {citation.country for each in answer.sentences for citation in each.citations} <= {"Canada", None}


def test_asking_for_one_speakers_words_under_the_filter_of_another_is_declined(bot):
    assert bot.ask("What did Freeland say about pressure?", speaker="Tillerson").declined


def test_a_citation_names_the_one_speaker_whom_its_words_name(bot):
    answer = bot.ask("What did Freeland say about pressure?")
    cited = [citation for each in answer.sentences for citation in each.citations]
    assert {(each.speaker, each.country) for each in cited if "Freeland" in each.quote} == {
        ("Chrystia Freeland", "Canada")
    }


def test_a_stretch_that_names_no_speaker_is_all_speakers(bot):
    metadata = bot.document("2017-12-19-freeland-tillerson-ottawa").metadata
    assert named_speakers(metadata, "The meeting is announced for Vancouver.") == ()
    assert [each.name for each in named_speakers(metadata, "Tillerson said so.")] == ["Rex Tillerson"]


def test_a_span_outside_its_passage_is_refused(bot):
    evidence = bot._retriever.retrieve("Vancouver")[0]
    beyond = type(evidence.passage.sentences[0])(evidence.passage.end, evidence.passage.end + 5)
    with pytest.raises(ValueError, match="is not within"):
        cite(evidence.source, evidence.passage, beyond)


def speakers(answer):
    return {citation.speaker for sentence in answer.sentences for citation in sentence.citations}


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("What did Mattis say about the participants?", "Jim Mattis"),
        ("What did Haley say about oil?", "Nikki Haley"),
        ("What did Nebenzya ask?", "Vasily Nebenzya"),
        ("What did Kim Jong Un declare?", "Kim Jong Un"),
        ("What did Berger say about diplomacy?", "Andrea Berger"),
    ],
)
def test_a_question_for_somebodys_words_is_answered_with_these_alone_wherever_they_stand(bot, question, speaker):
    answer = bot.ask(question)
    assert not answer.declined
    assert speakers(answer) == {speaker}


@pytest.mark.parametrize(
    "question",
    ["What did Lavrov say about oil?", "What did Kono say about Canada?", "What did Trump say about denuclearization?"],
)
def test_where_the_one_asked_for_is_silent_the_answer_is_declined(bot, question):
    assert bot.ask(question).declined


@pytest.mark.parametrize(
    ("question", "speaker", "name"),
    [
        ("Who described the participants?", "Mattis", "Jim Mattis"),
        ("What is said about diplomatic options?", "Tillerson", "Rex Tillerson"),
    ],
)
def test_a_filter_by_speaker_finds_that_ones_words_in_the_article_of_another(bot, question, speaker, name):
    answer = bot.ask(question, speaker=speaker)
    cited = [citation for sentence in answer.sentences for citation in sentence.citations]
    assert {citation.speaker for citation in cited} == {name}
    assert "2017-12-08-berger-canada-poised" in {citation.document for citation in cited}
