"""Follow-ups by kind: what each becomes, without a model, and what must not become anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import depends, standalone

PEOPLE = ("Rex Tillerson", "Jim Mattis", "Chrystia Freeland", "Donald Trump", "China", "Canadian ministers")
SANCTIONS = "What did Tillerson say about sanctions?"
MEETING = "How does Canada describe the meeting?"


def after(question, *earlier, answer="The sources say much.", people=PEOPLE):
    """The question after earlier ones, each of which had the same answer."""
    history = [turn for asked in earlier for turn in (("user", asked), ("assistant", answer))]
    return standalone(question, history, (), people)


@pytest.mark.parametrize(
    ("question", "earlier", "meant"),
    [
        ("And Mattis?", SANCTIONS, "What did Mattis say about sanctions?"),
        ("Mattis?", SANCTIONS, "What did Mattis say about sanctions?"),
        ("and trump", SANCTIONS, "What did Trump say about sanctions?"),
        ("No, I meant Mattis.", SANCTIONS, "What did Mattis say about sanctions?"),
        ("And the defense secretary?", SANCTIONS, "What did the defense secretary say about sanctions?"),
        ("And the Canadian side?", SANCTIONS, "What did the Canadian side say about sanctions?"),
        ("And Tillerson?", "Did Mattis mention diplomacy?", "Did Tillerson mention diplomacy?"),
        ("And Russia?", "What is the position of China?", "What is the position of Russia?"),
        ("What about Japan?", "What is Canada’s position on sanctions?", "What is Japan’s position on sanctions?"),
        ("And Washington?", "What did Tokyo and Seoul do?", "What did Washington do?"),
    ],
)
def test_another_name_takes_the_place_of_one_of_its_kind(question, earlier, meant):
    assert after(question, earlier) == meant


def test_a_country_takes_the_place_of_the_country_spoken_of_and_not_of_the_speaker():
    assert after("And China?", "What does Tillerson say about North Korea?") == "What does Tillerson say about China?"


@pytest.mark.parametrize(
    ("question", "earlier", "meant"),
    [
        ("And diplomacy?", SANCTIONS, "What did Tillerson say about diplomacy?"),
        ("And about diplomacy?", SANCTIONS, "What did Tillerson say about diplomacy?"),
        ("And in 2018?", "Which sanctions were adopted in 2017?", "Which sanctions were adopted in 2018?"),
        ("And to China?", "What did Trump say to Japan?", "What did Trump say to China?"),
        ("And in Ottawa?", "What was announced?", "What was announced in Ottawa?"),
    ],
)
def test_another_topic_or_phrase_takes_the_place_of_the_last(question, earlier, meant):
    assert after(question, earlier) == meant


def test_a_topic_is_asked_of_whose_words_were_asked_for_before_a_question_of_fact():
    earlier = ("What does resolution 2375 say about oil?", "When was it adopted?")
    assert after("And textiles?", *earlier) == "What does resolution 2375 say about textiles?"


def test_a_name_that_fits_nowhere_follows_the_earlier_question():
    assert after("What about Japan?", "Which sanctions are planned?") == (
        "Which sanctions are planned? What about Japan?"
    )
    assert after("What about Japan?", "Who is the Chinese minister?") == (
        "Who is the Chinese minister? What about Japan?"
    )


@pytest.mark.parametrize(
    ("question", "earlier", "meant"),
    [
        ("What did he say about ships?", SANCTIONS, "What did Tillerson say about ships?"),
        ("What is his view on war?", SANCTIONS, "What is Tillerson’s view on war?"),
        ("Was he criticised?", "What did Trump say about Kim Jong Un?", "Was Trump criticised?"),
        ("Who else met him?", "What did Trump say about Jim Mattis?", "Who else met Jim Mattis?"),
        ("What did she announce?", "Did Freeland meet Rex Tillerson?", "What did Freeland announce?"),
        ("When was it adopted?", "Who adopted resolution 2375?", "When was resolution 2375 adopted?"),
        ("Does it mention ships?", "Who adopted resolution 2375?", "Does resolution 2375 mention ships?"),
        ("When will it take place?", "What did Freeland say about the meeting?", "When will the meeting take place?"),
        ("What are its goals?", "What is the Vancouver Group?", "What are the Vancouver Group’s goals?"),
        ("What did Haley say about them?", "Who must inspect the ships?", "What did Haley say about the ships?"),
        ("Who owns their cargo?", "Who must inspect the ships?", "Who owns the ships’ cargo?"),
        ("What are their reasons?", "What does Canada say of war?", "What are Canada’s reasons?"),
    ],
)
def test_a_pronoun_is_replaced_by_who_or_what_is_in_focus(question, earlier, meant):
    assert after(question, earlier) == meant


def test_a_person_whom_only_the_answer_names_is_in_focus_too():
    answer = "Canada’s Foreign Minister Chrystia Freeland welcomed the delegates in January."
    earlier = "Who is the foreign minister of Canada?"
    assert after("When did she speak?", earlier, answer=answer) == "When did Chrystia Freeland speak?"
    assert after("When did she speak?", earlier, answer=answer, people=()) == "When did Chrystia Freeland speak?"


@pytest.mark.parametrize(
    ("question", "earlier", "answer"),
    [
        ("When did he speak?", "Who attended?", "Rex Tillerson and Jim Mattis attended."),
        ("When did she speak?", "Did Rex Tillerson attend?", "He did."),
        ("How far can it fly?", "When did North Korea launch its missile?", "In November."),
        ("Where did he say it?", SANCTIONS, "He did."),
        ("Who did he call that?", "Did Trump say anything about Kim Jong Un?", "He did."),
    ],
)
def test_what_may_mean_several_or_what_was_said_follows_the_earlier_question(question, earlier, answer):
    assert after(question, earlier, answer=answer) == f"{earlier} {question}"


@pytest.mark.parametrize(
    ("question", "earlier", "meant"),
    [
        (
            "Do they agree?",
            (MEETING, "And the United States?"),
            "Do Canada and the United States agree on the meeting?",
        ),
        ("How do they differ?", (SANCTIONS, "And Mattis?"), "How do Tillerson and Mattis differ on sanctions?"),
        ("Does Mattis agree?", (SANCTIONS,), "Does Mattis agree with Tillerson on sanctions?"),
    ],
)
def test_who_agrees_is_asked_with_whom_and_on_what(question, earlier, meant):
    assert after(question, *earlier) == meant


@pytest.mark.parametrize(
    "question",
    ["Why not?", "Which ones?", "Anything else?", "Who else will attend?", "Is that true?", "Which is more important?"],
)
def test_an_ellipsis_follows_the_earlier_question(question):
    assert after(question, MEETING) == f"{MEETING} {question}"


@pytest.mark.parametrize(
    "question",
    [
        "When was resolution 2375 adopted?",
        "Who wrote the article?",
        "How many tests has North Korea carried out?",
        "Did Trump say he would attack?",
        "What does North Korea say about its missiles?",
        "What did Mattis say about his visit?",
        "Is it legal to stop ships at sea?",
        "How long does it take to build a missile?",
        "If a ship is stopped, can it be searched?",
        "What happened this year?",
        "What became of those who fled?",
        "And what did Mattis say about diplomacy?",
        "But which ministers met in Ottawa?",
        "Who says that North Korea has missiles?",
        "Which sanctions did the Security Council adopt?",
    ],
)
def test_a_change_of_topic_drags_nothing_along(question):
    assert not depends(question)
    assert after(question, SANCTIONS, MEETING) == question


SUBJECTS = st.sampled_from(["Tillerson", "Canada", "the United States", "Ada Example", "the Security Council", "NATO"])
VERBS = st.sampled_from(["announce", "say about oil", "want in Vancouver", "think of Japan", "do before the winter"])
OPENINGS = st.sampled_from(["What did", "Why did", "When did", "Where did", "How did", "How often did"])
EARLIER = st.lists(st.sampled_from([SANCTIONS, MEETING, "Why?", "And Mattis?", "Who wrote the article?", "Ships"]))


@given(OPENINGS, SUBJECTS, VERBS, EARLIER, st.text(max_size=60))
def test_a_question_with_a_subject_and_no_pointing_word_comes_back_as_it_is(opening, subject, verb, earlier, answer):
    question = f"{opening} {subject} {verb}?"
    assert after(question, *earlier, answer=answer) == question


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=40), max_size=4), st.text(max_size=60))
def test_nothing_is_made_of_a_question_but_itself_the_earlier_ones_and_names(question, earlier, answer):
    assert isinstance(after(question, *earlier, answer=answer), str)
    assert after(question) == question
