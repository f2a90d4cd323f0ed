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
