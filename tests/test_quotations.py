"""Quotations: what is verbatim, altered, somebody else's or nowhere, however it is set."""

import io
import json
import shutil
import time
from collections import Counter
from dataclasses import replace
from random import Random
from statistics import median

import pytest
from documents import front_matter, written
from hypothesis import given
from hypothesis import strategies as st
from quotation_cases import Said, cases
from rich.console import Console
from typer.testing import CliRunner

from bot.attribution.marks import quotations
from bot.chunking import chunk
from bot.citations import is_exact
from bot.cli import checked
from bot.cli.checking import app
from bot.errors import QuestionError
from bot.quotations import QuotationCheck, QuotationChecker
from bot.quotations.alignment import align, difference
from bot.quotations.normalisation import Kind, cleaned, folded, units_of, words_of
from bot.quotations.wording import Wording
from bot.records import Attribution, Span, Speaker

SEED = 20171128
ADA = Speaker("Ada Lind", "Minister of Fisheries", "Fisheries Board", "Sweden")
BO = Speaker("Bo Dahl", "Minister of Trade", "Ministry of Trade", "Norway")
SPEECH = front_matter(
    "# A speech\n\nThe herring quota must fall at once, or there will be no herring left in the northern sea.\n\n"
    "We do not accept the proposal of the committee in its present form.\n\n"
    "The fleet has 1,250 boats. It is not realistic to ask them to stay in the harbour.\n",
    title="A speech",
    speaker=ADA.name,
    office=ADA.office,
    country=ADA.country,
    organisation=ADA.organisation,
)
REPORT = front_matter(
    "# A report\n\n"
    "Lind warned that “the herring quota must come down at once”. The lighthouse keeper was not asked.\n\n"
    "Dahl, for his part, called the plan “a gift to the trawlers of the south”. "
    "Some say “the sea is an open grave”.\n\n"
    "Swedish ministers call the fee “a burden on every boat that we have”. “I never voted for it,” Dahl told us.\n\n"
    "A friend of mine says “the harbour will be paid for until 2050”. Dahl added that the fee would have to go.\n",
    title="A report",
    speaker="",
    office="",
    authors="Cleo Writer",
    country="Denmark",
)
SAID = {
    "the herring quota must come down at once": ADA,
    "a gift to the trawlers of the south": BO,
    "a burden on every boat that we have": Speaker("Swedish ministers", country="Sweden"),
    "I never voted for it": BO,
    "the harbour will be paid for until 2050": Speaker("A friend"),
    "the fee would have to go": BO,
}
REPORTED = "the fee would have to go"


def attributed(document):
    """The passages of a document, with who is quoted in them."""
    found = []
    for words, speaker in SAID.items():
        at = document.text.find(words)
        if at >= 0:
            span = Span(at, at + len(words))
            kind = "report" if words == REPORTED else "quotation"
            found.append(Attribution(span.start, span.end, span, speaker, None, kind))
    return tuple(
        replace(each, attributions=tuple(one for one in found if one.start < each.end and each.start < one.end))
        for each in chunk(document)
    )


@pytest.fixture
def sea(library):
    """A checker over a speech and a report that quotes its speaker and another."""
    library.add([written(SPEECH, "speech.md"), written(REPORT, "report.md")], chunker=attributed)
    return QuotationChecker(library)


@pytest.fixture(scope="module")
def shipped_checker(bot):
    return QuotationChecker(bot._library)


def verdict(checker, quote, speaker=None):
    found = checker.check(quote, speaker)
    return found.verdict, found.actual_speaker


@pytest.mark.parametrize(
    "quote",
    [
        "the herring quota must fall at once",
        "“The herring quota must fall at once, or there will be no herring left”",
        "there will be\nno herring left in the north-\nern sea",
        "The herring quota […] must fall at once",
        "The herring quota must fall ... no herring left",
        "[t]he herring quota must fall at once",
        "the [whole] quota must fall at once",
        "the herring quota must fall [sic] at once",
        "THE FLEET HAS 1250 BOATS",
        "in its present form. The ﬂeet has 1 250 boats",
    ],
)
def test_typography_ellipses_and_brackets_are_no_change(sea, quote):
    assert verdict(sea, quote) == ("verbatim", "Ada Lind")


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        (
            "the herring quota shall fall at once",
            [("equal", "the herring quota"), ("delete", "must"), ("insert", "shall"), ("equal", "fall at once")],
        ),
        (
            "the quota must fall at once",
            [("equal", "the"), ("delete", "herring"), ("equal", "quota must fall at once")],
        ),
        (
            "the herring quota must certainly fall at once",
            [("equal", "the herring quota must"), ("insert", "certainly"), ("equal", "fall at once")],
        ),
    ],
)
def test_an_altered_word_is_shown_beside_the_sources(sea, quote, expected):
    found = sea.check(quote)
    assert found.verdict == "altered"
    assert list(found.matches[0].diff) == expected
    assert 0.6 <= found.matches[0].similarity < 1


def test_a_changed_tense_is_an_alteration(sea):
    assert verdict(sea, "The fleet had 1,250 boats") == ("altered", "Ada Lind")


@pytest.mark.parametrize(
    ("quote", "note"),
    [
        ("We do accept the proposal of the committee", "A negation vanished: the source says “not”"),
        ("the herring quota must not fall at once", "A negation appeared: the quotation says “not”"),
        ("realistic to ask them to stay in the harbour", "Just before these words the source says “not”."),
        ("It is […] realistic to ask them to stay", "The ellipsis leaves out “not”."),
        ("The fleet has 1,350 boats", "A number differs: the quotation has “1350”, the source “1250”."),
        ("the [smaller] quota must fall at once", "The words in square brackets are the quoter's own."),
    ],
)
def test_what_could_mislead_is_pointed_out(sea, quote, note):
    assert any(each.startswith(note) for each in sea.check(quote).notes)


def test_a_speakers_own_document_goes_before_a_report_of_it(sea):
    found = sea.check("the herring quota must come down at once", "Lind")
    assert (found.verdict, found.actual_speaker) == ("altered", "Ada Lind")
    assert [match.citation.document for match in found.matches] == ["speech", "report"]
    assert [match.similarity == 1.0 for match in found.matches] == [False, True]
    assert "“A report” reports these very words." in found.notes


def test_words_quoted_in_a_report_belong_to_who_is_quoted(sea):
    assert verdict(sea, "a gift to the trawlers of the south") == ("verbatim", "Bo Dahl")
    assert verdict(sea, "a gift to the trawlers of the south", "Dahl") == ("verbatim", "Bo Dahl")


@pytest.mark.parametrize("claimed", ["Lind", "Cleo Writer"])
def test_words_of_another_are_misattributed_with_the_actual_speaker(sea, claimed):
    assert verdict(sea, "a gift to the trawlers of the south", claimed) == ("misattributed", "Bo Dahl")


def test_words_of_a_group_are_its_members_too_and_the_group_is_named(sea):
    found = sea.check("a burden on every boat", "Lind")
    assert (found.verdict, found.actual_speaker) == ("verbatim", "Swedish ministers")
    assert "The source gives these words to Swedish ministers." in found.notes
    assert verdict(sea, "a burden on every boat", "Dahl") == ("misattributed", "Swedish ministers")


def test_altered_words_of_another_are_misattributed_and_said_to_be_altered(sea):
    found = sea.check("a present to the trawlers of the south", "Lind")
    assert found.verdict == "misattributed"
    assert found.notes[0] == "The words are altered, too."


def test_where_the_source_does_not_say_who_it_is_not_called_misattributed(sea):
    found = sea.check("the sea is an open grave", "Lind")
    assert (found.verdict, found.actual_speaker) == ("verbatim", None)
    assert "The source does not say whose words these are." in found.notes
    assert found.matches[0].citation.speaker is None


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("I voted for it", "I never voted for it"),
        ("I never ever voted for it", "I never voted for it"),
        ("I always voted for it", "I never voted for it"),
    ],
)
def test_a_short_quotation_with_one_word_changed_is_altered(sea, quote, source):
    found = sea.check(quote, "Dahl")
    assert (found.verdict, found.actual_speaker) == ("altered", "Bo Dahl")
    assert found.matches[0].citation.quote == source


def test_a_changed_word_at_the_edge_is_shown_beside_the_sources(sea):
    found = sea.check("the harbour will be paid for until 2051")
    assert found.matches[0].diff[1:] == (("delete", "2050"), ("insert", "2051"))
    assert found.notes == ("A number differs: the quotation has “2051”, the source “2050”.",)


def test_a_report_in_the_sources_own_words_is_said_to_be_one(sea):
    found = sea.check("the fee would have to go", "Dahl")
    assert found.verdict == "verbatim"
    assert found.statement == "Verbatim in the source, as a report of what Bo Dahl says."
    assert found.notes == ("The source reports this in its own words, not in quotation marks.",)


def test_words_of_which_only_some_are_in_quotation_marks_are_said_to_be_mixed(sea):
    found = sea.check("called the plan “a gift to the trawlers of the south”")
    assert found.notes == ("The source has only some of these words in quotation marks: the others are its own.",)


def test_who_is_only_somebody_is_no_speaker(sea):
    quote = "the harbour will be paid for until 2050"
    found = sea.check(quote)
    assert (found.verdict, found.actual_speaker, found.matches[0].citation.speaker) == ("verbatim", None, None)
    assert "friend" not in found.matches[0].citation.reference
    assert found.statement == "Verbatim: these are words of somebody whom the source does not name."
    assert sea.check(quote, "Dahl").statement == (
        "Misattributed: the sources give these words to somebody whom the source does not name, not to Dahl."
    )


def test_an_ellipsis_that_leaves_out_a_negation_between_two_sentences_is_an_alteration(sea):
    found = sea.check("there will be … herring left")
    assert found.verdict == "verbatim"
    found = sea.check("The herring quota must … accept the proposal of the committee")
    assert found.verdict == "altered"
    assert any("joins what stands in two sentences" in note for note in found.notes)


def test_an_ellipsis_does_not_reach_over_into_anothers_words(sea):
    assert sea.check("a gift to the trawlers … a burden on every boat").verdict != "verbatim"
    assert sea.check("a gift … of the south").verdict == "verbatim"


def test_words_that_no_source_has_are_not_found(sea):
    assert sea.check("we shall fish on the beaches", "Lind") == QuotationCheck(
        "we shall fish on the beaches", "Lind", "not found"
    )


def test_a_word_or_two_in_common_are_chance(sea):
    assert sea.check("the herring festival").verdict == "not found"
    assert sea.check("at once, my friend").verdict == "not found"


def test_every_match_cites_exactly_and_goes_into_the_json(sea, library):
    found = sea.check("the herring quota must come down at once")
    assert all(is_exact(each.citation, library.document(each.citation.document)) for each in found.matches)
    data = found.to_dict()
    assert data.keys() == {"quote", "speaker", "verdict", "actual_speaker", "matches", "notes"}
    assert data["matches"][0].keys() == {"citation", "similarity", "diff"}
    assert data["matches"][1]["diff"] == [["equal", "the herring quota must come down at once"]]


def test_a_quotation_that_runs_over_two_passages_is_found(library):
    towns = ("".join(Random(number).choices("aeioulnrst", k=7)) for number in range(80))
    sentences = [f"The harbour of {town} has a pier for boats from {next(towns)}." for town in towns]
    library.add([written(" ".join(sentences), "towns.txt")])
    edge = chunk(library.document("towns"))[0].end
    text = library.document("towns").text
    quote = text[edge - 50 : edge + 50].split(" ", 1)[1].rsplit(" ", 1)[0]
    found = QuotationChecker(library).check(quote)
    assert found.verdict == "verbatim"
    assert is_exact(found.matches[0].citation, library.document("towns"))


@pytest.mark.parametrize(
    ("quote", "speaker", "message"),
    [
        ("", None, "The quotation is empty."),
        ("“ … ”", None, "The quotation is empty."),
        ("war", None, "The quotation “war” is too short to look for."),
        ("[nothing but this]", None, "The quotation has no words outside square brackets."),
        ("word " * 2_000, None, "The quotation has 9,999 characters; at most 5,000 are checked at once."),
        ("the herring quota", "Nobody Atall", "No document of the library has the speaker “Nobody Atall”."),
    ],
)
def test_what_cannot_be_checked_is_a_clear_error(sea, quote, speaker, message):
    with pytest.raises(QuestionError) as error:
        sea.check(quote, speaker)
    assert error.value.message == message
    assert error.value.hint


def test_the_two_real_cases(shipped_checker):
    threat = shipped_checker.check("this most pressing international threat", "Freeland")
    assert (threat.verdict, threat.actual_speaker) == ("altered", "Chrystia Freeland")
    assert ("delete", "security") in threat.matches[0].diff
    twice = shipped_checker.check("possible and essential and possible")
    assert (twice.verdict, twice.matches[0].diff[0]) == ("altered", ("insert", "possible and"))
    assert any("reports these very words" in note for note in twice.notes)


@pytest.mark.parametrize(
    ("quote", "speaker", "expected"),
    [
        ("closer to war", "Nikki Haley", ("verbatim", "Nikki Haley")),
        ("remain viable and open, for now", "Freeland", ("misattributed", "Rex Tillerson")),
        ("to address this very pressing global threat", "Freeland", ("altered", "Chrystia Freeland")),
        ("we will never talk to North Korea", "Tillerson", ("not found", None)),
    ],
)
def test_quotations_from_the_shipped_corpus(shipped_checker, quote, speaker, expected):
    assert verdict(shipped_checker, quote, speaker) == expected


def sayings(bot):
    """The sentences of the documents that are somebody's, and the phrases that one speaker alone is quoted with."""
    said, phrases = [], []
    for source in bot.documents():
        document, speakers = bot.document(source.id), source.metadata.speakers
        alone = speakers[0].name if len(speakers) == 1 else None
        if source.metadata.authors and not speakers:
            continue
        quotes = [passage.quote(span) for passage in chunk(document) for span in passage.sentences]
        said += [Said(text, alone) for text in quotes if text[-1] in ".”" and "brief in our own" not in text]
        if alone:
            stretches = (document.text[span.start : span.end] for span in quotations(document.text))
            phrases += [Said(words, alone) for words in stretches if len(words.split()) > 2]
    return said, phrases


def test_verdicts_on_made_cases(bot, shipped_checker):
    said, phrases = sayings(bot)
    made = cases(said, phrases, SEED)
    right, wrong = Counter(), []
    for case in made:
        found = shipped_checker.check(case.quote, case.speaker)
        good = found.verdict == case.verdict and case.actual in (None, found.actual_speaker)
        right[good] += 1
        wrong += [] if good else [(case, found.verdict)]
    assert len(made) >= 400
    assert right[True] >= 0.97 * len(made), wrong
    assert not [each for each in wrong if each[0].kind == "verbatim"]
    assert not [each for each in wrong if each[0].kind == "invented" and each[1] == "verbatim"]


def test_the_articles_own_sentences_are_verbatim_in_it(article, library):
    (added,) = library.add([written(article.read_text(encoding="utf-8"), "article.txt")])
    checker = QuotationChecker(library)
    said = [Said(p.quote(span), None) for p in chunk(library.document(added)) for span in p.sentences]
    for case in cases([each for each in said if each.text[-1] == "."], [Said("a b c", "A"), Said("d", "B")], SEED):
        if case.kind in ("verbatim", "typographic", "ellipsis", "brackets"):
            assert checker.check(case.quote).verdict == "verbatim", case


def test_a_check_is_quick(bot, shipped_checker):
    times = []
    for case in cases(*sayings(bot), SEED)[::20]:
        start = time.perf_counter()
        shipped_checker.check(case.quote)
        times.append(time.perf_counter() - start)
    assert median(times) < 0.1


@given(st.text(max_size=200))
def test_any_quotation_is_read_without_an_error(text):
    units = units_of(cleaned(text))
    assert not units or (units[0].kind is Kind.WORD and units[-1].kind is Kind.WORD)


@given(st.lists(st.sampled_from("we will not talk to them co-host 4,475 it's".split()), min_size=1, max_size=12))
def test_a_text_has_its_own_words_and_differs_in_none(tokens):
    text = " ".join(tokens)
    source, units = Wording(text, words_of(text)), units_of(text)
    assert source.places(units)[0].words
    alignment = align(units, source, range(len(source.words)))
    assert alignment is not None
    assert alignment.similarity == 1.0
    assert {kind for kind, _ in difference(alignment.steps, text, units, source)} == {"equal"}


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("ﬁnal", "final"),
        ("It’s", "it's"),
        ("4,475", "4475"),
        ("co\u2011host", "co-host"),
        ("inter-\nnational", "inter-national"),
    ],
)
def test_words_are_folded(word, form):
    assert folded(word) == form


def test_similarity_is_dices_coefficient_less_a_part_for_pieces():
    # Weights: a, b, x, c are 1 each. Three of four words on each side agree, in two pieces: 2*3/8 * (1 - .2 * 1/3).
    source = Wording("alpha beta gamma delta", words_of("alpha beta gamma delta"))
    alignment = align(units_of("alpha beta omega delta"), source, range(4))
    assert alignment is not None
    assert alignment.similarity == pytest.approx(0.75 * (1 - 0.2 / 3))


def drawn(found):
    console = Console(file=io.StringIO(), width=100, markup=False, highlight=False)
    console.print(*checked.quotation(found), sep="\n")
    return console.file.getvalue()


def test_a_terminal_shows_the_verdict_the_difference_and_the_sources_without_colour(sea):
    text = drawn(sea.check("the herring quota must come down at once", "Lind"))
    assert text.startswith("Altered: Ada Lind says it otherwise.")
    assert "[-fall-]" in text
    assert "{+come down+}" in text
    assert "“A speech”" in text
    assert "“A report”" in text


def test_a_terminal_says_that_nothing_was_found(sea):
    assert drawn(sea.check("we shall fish on the beaches")) == "Not found: no source has these words.\n"


@pytest.fixture
def run(shipped, tmp_path):
    """Run a command over the shipped corpus, in this process."""
    folder = shutil.copytree(shipped, tmp_path / "library")
    return lambda *arguments: CliRunner().invoke(app, [*arguments, "--library", str(folder)])


def test_the_command_prints_the_verdict_or_the_json(run):
    done = run("quote", "remain viable and open, for now", "--speaker", "Freeland")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("Misattributed: the sources give these words to Rex Tillerson, not to Freeland.\n")
    found = json.loads(run("quote", "closer to war", "--json").stdout)
    assert (found["verdict"], found["actual_speaker"]) == ("verbatim", "Nikki Haley")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([""], "error: The quotation is empty."),
        (["war"], "error: The quotation “war” is too short"),
        (["closer to war", "--speaker", "Nobody"], "error: No document of the library has the speaker “Nobody”."),
    ],
)
def test_the_command_says_in_one_line_what_cannot_be_checked(run, arguments, message):
    failed = run("quote", *arguments)
    assert (failed.exit_code, failed.stdout) == (1, "")
    assert failed.stderr.startswith(message)
    assert failed.stderr.count("\n") == 1
