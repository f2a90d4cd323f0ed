"""Who says what: every way in which a text gives words to somebody, and the places where it does not."""

from pathlib import Path

import pytest
from documents import front_matter, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.attribution import Attributor
from bot.chunking import chunk
from bot.citations import attribution_of, voice_of
from bot.evaluation.attribution import measured_attribution
from bot.evaluation.sets import sets_in
from bot.records import Metadata, Span, Speaker

LABELLED = Path(__file__).parent / "labelled"
FREELAND = Speaker("Chrystia Freeland", "Minister of Foreign Affairs", "Global Affairs Canada", "Canada")
PIECES = "“We ” ‘ won, ’ Jane Alder said she He it \n\n . , : ? « » \" ' that 's Sen. \t Ottawa".split(" ")
NEWS = Metadata("News", date="2017-11-28")


def said(text, metadata=NEWS, documents=()):
    return Attributor(documents).attributions(text, metadata)


def who(text, words, metadata=NEWS, documents=()):
    """The attribution of some words of a text."""
    start = text.index(words)
    return attribution_of(said(text, metadata, documents), Span(start, start + len(words)))


def name_of(text, words, metadata=NEWS, documents=()):
    found = who(text, words, metadata, documents)
    return found.speaker.name if found and found.speaker else None


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("“We won,” Jane Alder said.", "We won", "Jane Alder"),
        ("“We won,” said Jane Alder, the mayor of Salem.", "We won", "Jane Alder"),
        ('Jane Alder said: "We won."', "We won", "Jane Alder"),
        ("‘We won,’ Jane Alder told reporters.", "We won", "Jane Alder"),
        ("« On a gagné », Jane Alder said.", "On a gagné", "Jane Alder"),
        ("„Wir haben gewonnen“, said Jane Alder.", "Wir haben gewonnen", "Jane Alder"),
        ("“We won,” Jane Alder deadpanned, “by one vote.”", "by one vote", "Jane Alder"),
        ("“We won,” Jane Alder said. “It was close. We never doubted it.”", "We never doubted it", "Jane Alder"),
        ("Jane Alder warned that the roof would leak.", "the roof would leak", "Jane Alder"),
        ("The roof would leak, Jane Alder warned.", "The roof would leak", "Jane Alder"),
        ("The roof, Jane Alder argues, would leak.", "would leak", "Jane Alder"),
        ("According to Jane Alder, the roof would leak.", "the roof would leak", "Jane Alder"),
        ("The roof would leak, according to Jane Alder.", "The roof would leak", "Jane Alder"),
        ("Jane Alder, for her part, called the roof “a sieve”.", "a sieve", "Jane Alder"),
        ("Tom Birch said it leaks. Jane Alder presented it in the same way.", "presented it in the same", "Jane Alder"),
        ("Jane Alder rejected the plan, describing it as “a gift to the rich”.", "a gift to the rich", "Jane Alder"),
        ("The plan was described by Jane Alder as “a sieve”.", "a sieve", "Jane Alder"),
        ("Jane Alder's warning that the roof would leak was false.", "the roof would leak", "Jane Alder"),
        ("Jane Alder, who says the roof will leak, left early.", "the roof will leak", "Jane Alder"),
        ("Jane Alder praised the plan but said that it would cost too much.", "it would cost too much", "Jane Alder"),
        ("Jane Alder said the roof leaks, while Tom Birch said it is dry.", "it is dry", "Tom Birch"),
        ("Jane Alder said the roof leaks, while Tom Birch said it is dry.", "the roof leaks", "Jane Alder"),
        ("Jane Alder and Tom Birch said that the roof leaks.", "the roof leaks", "Jane Alder and Tom Birch"),
        ("A spokesman for the mayor said the roof leaks.", "the roof leaks", "spokesman for the mayor"),
        ("The Foreign Ministry said the roof leaks.", "the roof leaks", "Foreign Ministry"),
        ("Ottawa insists that the roof leaks.", "the roof leaks", "Canada"),
        ("Canada’s version talks of “important implicated countries”.", "important implicated countries", "Canada"),
        ("Economists caution that the roof leaks.", "the roof leaks", "Economists"),
    ],
)
def test_a_speaker_is_told_in_every_construction(text, words, name):
    assert name_of(text, words) == name


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Jane Alder came in. “We won,” she said.", "We won", "Jane Alder"),
        ("Jane Alder met Tom Birch. She said that the roof leaks.", "the roof leaks", "Jane Alder"),
        ("Jane Alder met Tom Birch. He said that the roof leaks.", "the roof leaks", "Tom Birch"),
        ("Senator Jane Alder came in. The senator said the roof leaks.", "the roof leaks", "Jane Alder"),
        ("Gov. Jane Alder came in. The governor said the roof leaks.", "the roof leaks", "Jane Alder"),
        ("Jane Alder came in. Alder said the roof leaks.", "the roof leaks", "Jane Alder"),
        ("The Commerce Department met. It said the roof leaks.", "the roof leaks", "Commerce Department"),
        ("“Why?” Jane Alder asked.\n\n“Money,” Tom Birch said.\n\n“Whose?”", "Whose?", "Jane Alder"),
        ("Jane Alder said so.\n\n“The roof leaks badly.”", "The roof leaks badly.", "Jane Alder"),
        ("“We won.\n\n“It was close,” Jane Alder said.", "It was close", "Jane Alder"),
        ("“Tom told me, ‘Go home,’” Jane Alder said.", "Go home", "Tom"),
        ("“Tom told me, ‘Go home,’” Jane Alder said.", "Tom told me, ‘Go home,’", "Jane Alder"),
    ],
)
def test_who_is_named_once_is_known_by_surname_pronoun_and_office(text, words, name):
    assert name_of(text, words) == name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The roof has been called “a very leaky sieve”.", "a very leaky sieve"),
        ("“A very leaky sieve indeed”", "A very leaky sieve indeed"),
    ],
)
def test_where_the_text_does_not_say_who_it_says_so(text, words):
    found = who(text, words)
    assert found is not None
    assert (found.speaker, found.mention) == (None, None)


@pytest.mark.parametrize("text", ["The so-called “summit” is over.", "It rained on Tuesday.", "", " \n \n", "“"])
def test_what_nobody_is_told_to_say_is_the_documents_own(text):
    assert said(text) == ()


def test_a_name_meets_what_the_front_matter_tells_of_it():
    text = "The Canadian Minister of Foreign Affairs was clear. “The pressure will increase,” Freeland said."
    own = Metadata("A statement", "statement", "2017-11-28", speakers=(FREELAND,))
    assert who(text, "The pressure will increase", own).speaker == FREELAND


def test_an_office_is_held_by_who_held_it_at_the_documents_date():
    statement = written(front_matter("# A\n\nYes.\n", speaker=FREELAND.name, office=FREELAND.office, country="Canada"))
    text = "Canada's minister of foreign affairs warned that the pressure would increase."
    near, far = (Metadata("News", date=date) for date in (statement.metadata.date, "1990-01-01"))
    assert name_of(text, "the pressure would increase", near, [statement]) == FREELAND.name
    assert name_of(text, "the pressure would increase", far, [statement]) != FREELAND.name


def test_a_statement_speaks_of_itself_and_of_its_country():
    own = Metadata("A statement", "statement", "2017-11-28", speakers=(FREELAND,))
    text = "The statement says that the pressure will increase. Canada believes that a solution is possible."
    assert name_of(text, "the pressure will increase", own) == FREELAND.name
    assert name_of(text, "a solution is possible", own) == FREELAND.name


def test_who_says_i_in_an_article_is_its_author():
    text = "“So why are you here?” I asked. “The pork chops,” said Tom Birch."
    assert name_of(text, "So why are you here?", Metadata("Talk", authors=("Ann Writer",))) == "Ann Writer"


TRANSCRIPT = """Joint press availability

MINISTER FREELAND: Good afternoon. I said last week that the door is open.

SECRETARY ROE (via interpreter): Thank you. We agree.

The campaign goes on.

QUESTION: Will you talk?

SECRETARY ROE: The President said that “everything is possible”.
"""


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Good afternoon.", FREELAND.name),
        ("the door is open", FREELAND.name),
        ("We agree.", "Roe"),
        ("The campaign goes on.", "Roe"),
        ("Will you talk?", None),
        ("everything is possible", "President"),
    ],
)
def test_in_a_transcript_words_are_of_whose_turn_it_is(words, name):
    own = Metadata("Talk", "remarks", "2017-12-19", speakers=(FREELAND, Speaker("Ann Other")))
    assert name_of(TRANSCRIPT, words, own) == name


INTERVIEW = """A talk with Jane Roe

Q: Will you resign?

A: I would not resign.

Q: Why?

A: There is work to do.
"""


def test_the_answers_of_an_interview_are_its_speakers_and_the_questions_nobodys():
    own = Metadata("A talk", "remarks", "2017-12-19", speakers=(Speaker("Jane Roe"),))
    assert name_of(INTERVIEW, "I would not resign.", own) == "Jane Roe"
    assert name_of(INTERVIEW, "There is work to do.", own) == "Jane Roe"
    assert who(INTERVIEW, "Will you resign?", own).speaker is None
    assert who(INTERVIEW, "I would not resign.").speaker is None


def test_a_short_label_is_the_longer_one_of_the_same_name():
    text = "DR. ROE: Yes.\n\nDR. JANE ROE: It rains.\n\nDR. ROE: It pours.\n"
    assert {each.speaker.name for each in said(text)} == {"Jane Roe"}


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Jane Alder said taxes would fall; Tom Birch disagreed: “They will rise.”", "They will rise.", "Tom Birch"),
        ("Jane Alder said taxes would fall; Tom Birch disagreed: “They will rise.”", "taxes would fall", "Jane Alder"),
        ("The vote is on Monday; Tom Birch said that “nothing is decided”.", "The vote is on Monday", None),
        ("Tom Birch, called “a traitor to all” by Jane Alder, resigned.", "a traitor to all", "Jane Alder"),
        ("Jane Alder rejected Tom Birch's charge that she was “a traitor”.", "a traitor", "Tom Birch"),
        ("Critics of Jane Alder say she is “a liar and a thief”.", "a liar and a thief", "Critics of Jane Alder"),
        (
            "My friend Tom Birch says that tolls pay for locks, and he is simply mistaken.",
            "he is simply mistaken",
            None,
        ),
        ("Jane Alder said that “peace is near”, while Tom Birch said that “war is”.", "peace is near", "Jane Alder"),
        ("Jane Alder said that, in the words of Tom Birch, the plan was dead.", "the plan was dead", "Tom Birch"),
    ],
)
def test_no_words_are_put_into_the_mouth_of_who_stands_near(text, words, name):
    assert name_of(text, words) == name


@pytest.mark.parametrize(
    "text",
    [
        "Jane Alder did not call the plan “dead on arrival”.",
        "Jane Alder never described the plan as “dead on arrival”.",
        "Jane Alder denied that it was “dead on arrival”.",
        "Jane Alder refused to say that it was “dead on arrival”.",
        "Neither Jane Alder nor Tom Birch said that it was “dead on arrival”.",
        "If Jane Alder said that it was “dead on arrival”, nobody heard it.",
        "Jane Alder might have said that it was “dead on arrival”.",
    ],
)
def test_what_somebody_does_not_say_is_not_theirs(text):
    assert name_of(text, "dead on arrival") is None


def test_a_list_with_colons_is_no_transcript():
    text = "Monday: rain.\n\nTuesday: sun.\n\nWednesday: snow.\n\nThursday: wind.\n"
    assert said(text) == ()


def test_a_speaker_in_the_last_paragraph_says_what_stands_alone_in_the_next():
    text = "Jane Alder called for a vote.\n\n“The people deserve a vote on the roof.”"
    assert name_of(text, "The people deserve a vote on the roof.") == "Jane Alder"


def test_passages_carry_what_reaches_into_them_and_sentences_their_speaker():
    document = written("A talk\n\nJane Alder said that the roof leaks. It was built in 1990.\n")
    ((passage,),) = Attributor()([(document, chunk(document))])
    voices = [voice_of(document.metadata, passage, span) for span in passage.sentences]
    assert [voice and voice.name for voice in voices if voice] == ["Jane Alder"]
    assert [each.name for each in passage.voices] == ["Jane Alder"]


def test_an_attribution_is_what_is_said_within_what_reports_it():
    text = "On Monday Jane Alder said that the roof leaks."
    (found,) = said(text)
    assert text[found.start : found.end] == "the roof leaks"
    assert text[found.frame.start : found.frame.end] == "Jane Alder said that the roof leaks"


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            "“We ” ‘ won, ’ Jane Alder said she He it \n\n . , : ? « » \" ' that 's Sen. \t Ottawa".split(" ")
        ),
        max_size=40,
    )
)
def test_every_attribution_lies_within_the_text_and_within_its_frame(pieces):
    text = " ".join(pieces)
    for each in said(text):
        assert 0 <= each.frame.start <= each.start < each.end <= each.frame.end <= len(text)
        assert text[each.start : each.end].strip()


@pytest.mark.parametrize(
    ("part", "exact", "near", "refused"),
    [("attribution-tuning", 0.9, 0.92, 0.75), ("attribution-held-out", 0.7, 0.8, 0.5)],
)
def test_the_labelled_cases_are_mostly_right(part, exact, near, refused):
    (labelled,) = sets_in(LABELLED, (part,))
    assert len(labelled.attributions) >= 200
    figures = measured_attribution(labelled.attributions, labelled.corpus, lambda: None)
    assert figures["exact_match"] >= exact
    assert figures["token_f1"] >= near
    assert figures["refusal"] >= refused
