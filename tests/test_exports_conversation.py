"""Exports: references in two styles, and a conversation as Markdown, DOCX and JSON, read back by other programs."""

import io
import json
import re
from dataclasses import replace

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.exports import Wording, as_json, as_markdown, as_word, bibtex_entry, chicago_note
from bot.exports.markdown import escaped
from bot.exports.wording import line
from bot.records import Answer, Citation, Metadata, Sentence, Side, Source, Speaker, Withheld

CANADA = Source(
    "2017-11-28-freeland",
    "0",
    Metadata(
        "Statement by Canada",
        "statement",
        "2017-11-28",
        speakers=(Speaker("Chrystia Freeland"),),
        venue="Ottawa",
        language="en",
        source="canada.ca, November 2017.",
    ),
    3,
    original=False,
)
ARTICLE = Source(
    "berger",
    "1",
    Metadata("“Closer to war”: a view", "article", "2017-12", authors=("Andrea Berger",)),
    3,
    original=True,
)
SOURCES = {source.id: source for source in (CANADA, ARTICLE)}
HOSTILE = (
    "<script>alert(1)</script> [x](javascript:alert(1)) ![i](http://evil.example/i.png) http://evil.example "
    "www.evil.example a@evil.example `c` *b* _e_ ~~s~~ | a | b |\n# heading\n\n- item\n1. item\n> quote\n\n[ref]: http://e\n&lt;"
)


def cite(source, start, quote, **changes):
    data = source.metadata
    plain = Citation(
        source.id,
        data.title,
        data.kind,
        data.date,
        data.speaker,
        None,
        start,
        start + len(quote),
        quote,
        None,
        None,
        "Kept.",
    )
    return replace(plain, **changes)


SOLUTION = cite(CANADA, 10, "A diplomatic solution is possible.")
WAR = cite(ARTICLE, 5, "closer to war", speaker="Nikki Haley", page=3)


def answer(*sentences, question="What was said?", **changes):
    return replace(
        Answer(question, question, declined=False, reason=None, confidence=0.9, sentences=sentences), **changes
    )


CONVERSATION = (
    answer(
        Sentence("Canada wants talks.", False, (SOLUTION,)),
        Sentence("Haley does not.", False, (WAR, SOLUTION)),
        unsupported=(Withheld("It sent ships.", "unsupported"),),
        written_by="a model",
    ),
    answer(
        Sentence("So says the article.", False, (WAR,)),
        question="And who says so?",
        standalone_question="Who says war?",
    ),
    answer(
        Sentence("The sources do not say.", True, ()),
        question="How many?",
        declined=True,
        reason="No passage names a number.",
        nearest=(replace(WAR, start=90, end=103),),
    ),
    answer(
        question="How do they differ?",
        sides=(
            Side("Chrystia Freeland", "Canada", (Sentence("Talks.", False, (SOLUTION,)),)),
            Side("Rex Tillerson", None, reason="The sources have no words of Rex Tillerson about this."),
        ),
    ),
)
REFERENCES = (
    "Brief of Chrystia Freeland, “Statement by Canada” (statement, Ottawa, November 28, 2017). "
    "Original: canada.ca, November 2017.",
    "Nikki Haley, quoted in Andrea Berger, “‘Closer to war’: a view” (article, December 2017), 3.",
)

# References


def test_a_note_says_who_what_where_and_when_and_marks_a_brief():
    assert chicago_note(CANADA) == REFERENCES[0]


def test_a_note_names_who_is_quoted_and_the_page():
    assert chicago_note(ARTICLE, WAR) == REFERENCES[1]
    assert chicago_note(ARTICLE, replace(WAR, speaker="Andrea Berger", page=None)).startswith("Andrea Berger, “‘Closer")


def test_a_note_of_little_known_work_says_that_it_has_no_date():
    assert chicago_note(Source("x", "0", Metadata("Notes"), 1, original=True)) == "“Notes” (document, n.d.)."


def test_an_entry_has_what_is_known_and_marks_a_brief():
    assert bibtex_entry(CANADA) == (
        "@misc{2017-11-28-freeland,\n"
        "  author = {Chrystia Freeland},\n"
        "  title = {{Statement by Canada}},\n"
        "  year = {2017},\n"
        "  month = nov,\n"
        "  day = {28},\n"
        "  howpublished = {Statement, Ottawa},\n"
        "  language = {en},\n"
        "  note = {Read as a brief of the original. Original: canada.ca, November 2017.},\n"
        "}\n"
    )


def test_names_of_groups_are_not_taken_apart():
    speakers = (Speaker("Taro Kono"), Speaker("Government of the DPRK"), Speaker("Marks and Spencer"), Speaker("NATO"))
    entry = bibtex_entry(replace(CANADA, metadata=replace(CANADA.metadata, speakers=speakers)))
    assert "author = {Taro Kono and {Government of the DPRK} and {Marks and Spencer} and {NATO}}" in entry


@given(st.text(min_size=1))
def test_no_text_leaves_its_field_or_runs_a_command(text):
    entry = bibtex_entry(Source(text, "0", Metadata(text, authors=(text,), venue=text, source=text), 1, original=True))
    plain = re.sub(r"\\textbackslash\{\}|\\textasciitilde\{\}|\\textasciicircum\{\}|\\[{}&%$#_]", "", entry)
    assert "\\" not in plain
    depth = [plain[:at].count("{") - plain[:at].count("}") for at in range(len(plain))]
    assert min(depth) >= 0
    assert plain.count("{") == plain.count("}")


# Markdown


def tokens(text):
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


def shown(text):
    """What Markdown shows, and the kinds of all that it is made of."""
    blocks = tokens(text)
    inline = [child for block in blocks for child in block.children or ()]
    return "".join(each.content for each in inline), {each.type for each in (*blocks, *inline)}


@given(st.text(alphabet=st.sampled_from("a1 .)-+=#*_`~<>[](){}!|\\&;:/@\n\twW\"'$^"), max_size=40) | st.text())
def test_markdown_shows_text_as_it_is(text):
    content, kinds = shown(f"{escaped(text)}")
    assert content == line(text)
    assert kinds <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}


def test_a_conversation_reads_with_numbers_that_lead_to_references_and_quotes():
    whole = as_markdown("Talks", CONVERSATION, SOURCES)
    blocks = tokens(whole)
    headings = [blocks[at + 1].content for at, each in enumerate(blocks) if each.type == "heading_open"]
    assert [heading.replace("\\", "") for heading in headings] == [
        "Talks",
        "What was said?",
        "And who says so?",
        "How many?",
        "How do they differ?",
        "Chrystia Freeland, Canada",
        "Rex Tillerson",
        "References",
    ]
    content, _ = shown(whole)
    assert "Canada wants talks. [1] Haley does not. [2][1]" in content
    assert "So says the article. [2]" in content
    assert "Understood as: Who says war?" in content
    assert "Declined: No passage names a number." in content
    assert "not support them: 1." in content
    assert "no words of Rex Tillerson" in content
    assert all(reference in content for reference in REFERENCES)
    assert f"“{SOLUTION.quote}”2017-11-28-freeland, characters 10–44" in content
    assert sum(each.type == "list_item_open" for each in blocks) == 3


def test_hostile_text_stays_text_in_markdown():
    hostile = replace(CANADA, metadata=Metadata(HOSTILE, HOSTILE, authors=(HOSTILE,), venue=HOSTILE, source=HOSTILE))
    sentence = Sentence(HOSTILE, False, (cite(hostile, 0, HOSTILE, title=HOSTILE, speaker=HOSTILE),))
    side = Side(HOSTILE, HOSTILE, (sentence,))
    whole = as_markdown(
        HOSTILE, (answer(sentence, question=HOSTILE), answer(sides=(side,), notice=HOSTILE)), {hostile.id: hostile}
    )
    content, kinds = shown(whole)
    assert kinds.isdisjoint({"html_block", "html_inline", "link_open", "image", "code_inline", "table_open", "s_open"})
    assert line(HOSTILE) in content
    assert "http://" not in whole
    assert "www." not in whole


def test_a_document_that_is_gone_keeps_its_reference():
    assert "Kept." in shown(as_markdown("Talks", CONVERSATION, {}))[0]


FRENCH = Wording(
    references="Références",
    nearest="Au plus près :",
    understood="Compris : {question}",
    declined="Rien : {reason}",
    withheld="Retenu : {number}.",
    quoted="« {quote} »",
    message={
        "No passage names a number.": "Nul nombre.",
        "The sources do not say.": "Les sources n’en disent rien.",
    }.get,
    reference=lambda citation, source: f"Tiré de {citation.document}",
)


def test_the_bots_own_words_are_those_that_are_given_and_all_others_stay():
    wording = replace(FRENCH, message=lambda text: FRENCH.message(text) or text)
    content, _ = shown(as_markdown("Talks", CONVERSATION, SOURCES, wording))
    file = "\n".join(text for _, text in read(as_word("Talks", CONVERSATION, SOURCES, wording)))
    for whole in (content, file):
        for told in (
            "Références",
            "Compris : Who says war?",
            "Rien : Nul nombre.",
            "Retenu : 1.",
            f"« {SOLUTION.quote} »",
        ):
            assert told in whole
        assert "Les sources n’en disent rien." in whole
        assert "Canada wants talks." in whole
        assert "Tiré de 2017-11-28-freeland" in whole
        assert "References" not in whole


# DOCX


def read(file):
    return [(each.style.name, each.text) for each in docx.Document(io.BytesIO(file)).paragraphs]


def test_a_docx_file_has_headings_questions_sentences_with_numbers_and_references():
    paragraphs = read(as_word("Talks", CONVERSATION, SOURCES))
    assert paragraphs[0] == ("Title", "Talks")
    assert [text for style, text in paragraphs if style == "Heading 1"] == [
        *(each.question for each in CONVERSATION),
        "References",
    ]
    texts = [text for _, text in paragraphs]
    assert "Canada wants talks. [1] Haley does not. [2][1]" in texts
    assert "So says the article. [2]" in texts
    assert ("Heading 2", "Rex Tillerson") in paragraphs
    assert [f"[{number}] {each}" for number, each in enumerate(REFERENCES, 1)] == texts[-9::3][:2]
    assert ("Quote", f"“{SOLUTION.quote}”") in paragraphs


def test_the_bots_own_words_are_set_apart_in_a_docx_file():
    paragraphs = docx.Document(io.BytesIO(as_word("Talks", CONVERSATION, SOURCES))).paragraphs
    assert {run.text for each in paragraphs for run in each.runs if run.italic} >= {"The sources do not say."}


@settings(deadline=None)
@given(st.text())
def test_a_docx_file_takes_any_text(text):
    sentence = Sentence(text, False, (cite(CANADA, 0, text or "x", title=text),))
    paragraphs = read(as_word(text, (answer(sentence, question=text),), SOURCES))
    assert paragraphs[0][1] == line(text)
    assert paragraphs[1][1] == line(text)


# JSON


def test_the_json_has_every_answer_and_the_documents_that_are_cited():
    found = json.loads(as_json("Talks", CONVERSATION, SOURCES))
    assert found["name"] == "Talks"
    assert found["answers"] == json.loads(json.dumps([each.to_dict() for each in CONVERSATION]))
    assert [each["id"] for each in found["documents"]] == [CANADA.id, ARTICLE.id]
    assert found["documents"][0]["chicago"] == REFERENCES[0]
    assert found["documents"][0]["bibtex"] == bibtex_entry(CANADA)


@pytest.mark.parametrize("export", [as_markdown, as_json, as_word])
def test_an_empty_conversation_can_be_exported(export):
    assert export("Nothing yet", (), {})
