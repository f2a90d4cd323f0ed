"""Subtitles become paragraphs of sentences, with who speaks and at which second."""

import pytest

from bot.errors import UnreadableDocument
from bot.loading.subtitles import read

TWO_VOICES = """WEBVTT

NOTE written for the test

STYLE
::cue { color: yellow }

1
00:00:01.000 --> 00:00:04.000 align:start
<v Ada Example>Good morning. We meet
to speak of <i>fish</i> &amp; ships.

00:00:04.000 --> 00:00:06.500
<v Ada Example>It is time.
<v Bob Sample>Is it?

01:01:04.000 --> 01:01:06.500
<v.loud Ada Example>Yes, now.
"""


def srt(*cues):
    """A SubRip file of cues that each are a start, an end and a text, in seconds."""
    stamp = "{:02d}:{:02d}:{:02d},500".format
    times = [[stamp(at // 3600, at // 60 % 60, at % 60) for at in cue[:2]] for cue in cues]
    return "\n".join(
        f"{number}\n{start} --> {end}\n{cue[2]}\n"
        for number, (cue, (start, end)) in enumerate(zip(cues, times, strict=True), 1)
    )


def parsed(text, name="speech.srt"):
    return read(text.encode(), name)


def seconds(found):
    """The first words at each mark by their second."""
    return {mark.second: " ".join(found.text[mark.start :].split()[:2]) for mark in found.marks}


def test_voices_lead_their_paragraphs_and_cues_mark_their_seconds():
    found = parsed(TWO_VOICES, "speech.vtt")
    assert found.text == (
        "Ada Example: Good morning. We meet to speak of fish & ships. It is time.\n\n"
        "Bob Sample: Is it?\n\nAda Example: Yes, now."
    )
    assert seconds(found) == {1: "Ada Example:", 4: "It is", 3664: "Ada Example:"}


def test_a_single_speaker_is_metadata_and_leads_no_paragraph():
    found = parsed(srt((0, 2, "MINISTER EXAMPLE: Good"), (2, 4, "morning.")))
    assert found.text == "Good morning."
    assert found.metadata.speaker == "MINISTER EXAMPLE"


def test_cues_are_joined_until_a_silence_after_a_sentence():
    found = parsed(srt((0, 2, "One sentence"), (9, 11, "that goes on."), (11, 12, "Two."), (15, 17, "Three.")))
    assert found.text == "One sentence that goes on. Two.\n\nThree."
    assert seconds(found) == {0: "One sentence", 9: "that goes", 11: "Two. Three.", 15: "Three."}


def test_a_name_holds_until_the_next_one_or_a_mark_of_change():
    cues = [
        (0, 1, ">> ADA EXAMPLE: Yes."),
        (1, 2, "We do."),
        (2, 3, ">> Why?"),
        (3, 4, ">> ADA EXAMPLE: Peace: it pays."),
    ]
    cues.append((4, 5, "BOB: No."))
    assert parsed(srt(*cues)).text == ("ADA EXAMPLE: Yes. We do.\n\nWhy?\n\nADA EXAMPLE: Peace: it pays.\n\nBOB: No.")


def test_a_word_before_a_colon_is_no_name():
    found = parsed(srt((0, 1, "Peace: it comes at a price.")))
    assert found.text == "Peace: it comes at a price."
    assert found.metadata is None


def test_a_line_that_rolls_up_is_there_once_and_one_that_is_said_twice_stays():
    rolling = [
        (0, 2, "we meet today"),
        (2, 4, "we meet today\nto speak of fish"),
        (4, 6, "to speak of fish\nand ships"),
    ]
    assert (
        parsed(srt(*rolling, (6, 8, "and ships\nand nets"))).text == "we meet today to speak of fish and ships and nets"
    )
    assert parsed(srt((0, 2, "Never again."), (2, 4, "Never again."), (4, 6, "We say it."))).text == (
        "Never again. Never again. We say it."
    )


def test_styles_of_subrip_are_dropped():
    assert parsed(srt((0, 1, r'{\an8}<font color="#fff">Wheat</font> <b>is</b> in.'))).text == "Wheat is in."


def test_a_text_without_punctuation_is_broken_all_the_same():
    cues = [(at, at + 1, "and so it goes on and on without a stop") for at in range(100)]
    paragraphs = parsed(srt(*cues)).text.split("\n\n")
    assert len(paragraphs) == 2
    assert max(map(len, paragraphs)) < 2100


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_any_encoding_and_line_end_gives_the_same(encoding, line_end):
    text = srt((0, 2, "L’été dernier, à Genève,"), (2, 4, "nous avons décidé."))
    found = read(text.replace("\n", line_end).encode(encoding), "discours.srt")
    assert found.text == "L’été dernier, à Genève, nous avons décidé."


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Not subtitles at all.", "a.srt"),
        ("Not subtitles at all.", "a.vtt"),
        ("1\nsoon --> later\nText\n", "a.srt"),
        ("WEBVTT\n\n00:99:01.000 --> 00:99:04.000\nText\n", "a.vtt"),
        ("", "a.srt"),
    ],
)
def test_what_is_no_subtitles_is_refused_by_name(text, name):
    with pytest.raises(UnreadableDocument, match=name):
        parsed(text, name)


def test_a_cue_with_broken_times_is_left_out_and_the_others_stay():
    broken = "\n2\n00:00:0x,500 --> 00:00:04,500\nTwo.\n\n"
    text = srt((0, 2, "One.")) + broken + srt((8, 9, "Three."))
    assert seconds(parsed(text)) == {0: "One. Three.", 8: "Three."}
