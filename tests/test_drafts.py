"""Drafts: every quotation and every claim of a text, and a report that stands alone."""

import io
import json
import re
import shutil
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from documents import front_matter, written
from rich.console import Console
from typer.testing import CliRunner

from bot.attribution.marks import quotations
from bot.citations import is_exact
from bot.cli import checked
from bot.cli.checking import app
from bot.drafts import Claim, DraftCheck, DraftChecker, Wording, read_draft, report
from bot.drafts.statements import as_read, claims_in
from bot.errors import UnreadableDocument
from bot.quotations import QuotationChecker
from bot.records import Attribution, Span, Speaker
from bot.retrieval import Retriever
from bot.support.bearing import borne_out, verdict_of
from bot.support.differences import differences

STATEMENT = front_matter(
    "# A statement on fish\n\n"
    "Ada Lind said on 3 May 2017 that “the herring quota must fall at once”. "
    "The fleet of Freedonia has 1,250 boats.\n\n"
    "The committee did not accept the proposal to close the harbour of Nordvik in winter.\n",
    title="A statement on fish",
    speaker="Ada Lind",
)
DRAFT = """Trouble at sea

Lind said that “the herring quota should fall at once”. The fleet of Freedonia has 1,350 boats.

The committee accepted the proposal to close the harbour of Nordvik in winter. The orchestra played Mozart until dawn.

Is that the end?
"""


def checker_over(library, attribute=None):
    options = {"attribute": attribute} if attribute else {}
    return DraftChecker(library, QuotationChecker(library), Retriever(library), **options)


@pytest.fixture
def fish(library):
    library.add([written(STATEMENT, "fish.md")])
    return checker_over(library)


@pytest.fixture(scope="module")
def shipped_checker(bot):
    return checker_over(bot._library)


def claim_with(found, words):
    return next(claim for claim in found.claims if words in claim.text)


def test_each_quotation_has_its_verdict_and_its_place(fish):
    (quoted,) = fish.check(DRAFT).quotations
    assert DRAFT[quoted.start : quoted.end] == quoted.check.quote == "the herring quota should fall at once"
    assert quoted.check.verdict == "altered"


def test_each_claim_has_its_verdict_its_place_and_exact_citations(fish, library):
    found = fish.check(DRAFT)
    assert all(DRAFT[claim.start : claim.end] == claim.text for claim in found.claims)
    assert len(found.claims) == 4
    citations = [citation for claim in found.claims for citation in claim.citations]
    assert citations
    assert all(is_exact(each, library.document(each.document)) for each in citations)


def test_a_claim_in_the_sources_words_is_supported(fish):
    (claim,) = fish.check("The fleet of Freedonia has 1,250 boats.").claims
    assert (claim.verdict, claim.notes) == ("supported", ())
    assert claim.citations[0].quote == "The fleet of Freedonia has 1,250 boats."


def test_a_claim_on_another_matter_is_not_found(fish):
    claim = claim_with(fish.check(DRAFT), "Mozart")
    assert (claim.verdict, claim.citations) == ("not found", ())


def test_words_given_to_somebody_whom_the_sources_do_not_name_are_borne_out_in_part(fish):
    (claim,) = fish.check("Bo Dahl says that the fleet of Freedonia has 1,250 boats.").claims
    assert (claim.verdict, claim.notes) == ("partly", ("The sources do not name “Bo Dahl” here.",))


def test_a_number_that_differs_is_pointed_out_and_leaves_part_of_the_support(fish):
    claim = claim_with(fish.check(DRAFT), "1,350")
    assert claim.verdict == "partly"
    assert any("“1350”" in note and "“1250”" in note for note in claim.notes)


def test_a_negation_that_vanished_is_pointed_out(fish):
    claim = claim_with(fish.check(DRAFT), "committee")
    assert claim.verdict == "partly"
    assert "A negation differs: the source says “not”, the draft does not." in claim.notes


@pytest.mark.parametrize(
    ("claim", "sentence", "note"),
    [
        (
            "They met on 28 November.",
            "They met on 29 November.",
            "A number differs: the draft has “28”, the sources “29”.",
        ),
        ("They met in May.", "They met in June.", "A date differs: the draft has “may”, the sources “june”."),
        ("Boats left with Bo Dahl.", "Boats left with the minister.", "The sources do not name “Bo Dahl” here."),
        (
            "There are two boats.",
            "There are three boats.",
            "A number differs: the draft has “two”, the sources “three”.",
        ),
        ("They had 30 boats.", "They had boats.", "The sources do not have the number “30”."),
    ],
)
def test_numbers_dates_and_names_that_differ_are_named(claim, sentence, note):
    assert differences(claim, [sentence], []) == [note]


@pytest.mark.parametrize(
    ("claim", "sentence", "word"),
    [
        ("Dunmore said: “I voted for it.”", "“I never voted for it.”", "never"),
        ("The mayor, Ada Lind, raised the fish tax.", "We will not raise the fish tax.", "not"),
        ("Dahl told reporters he voted for the plan.", "“I never voted for it,” Dahl told reporters.", "never"),
    ],
)
def test_who_says_it_and_that_it_is_said_hides_no_denial(claim, sentence, word):
    assert differences(claim, [sentence], ["Ada Lind"]) == [
        f"A negation differs: the source says “{word}”, the draft does not."
    ]


def test_a_denial_of_something_else_is_no_difference():
    assert differences("Dunmore said that he left.", ["Dunmore said that he would not sue."], []) == []


def test_a_claim_with_a_quotation_that_is_not_right_is_supported_in_part_at_most(fish):
    (claim,) = fish.check("Ada Lind said on 3 May 2017 that “the herring quota must fall soon”.").claims
    assert (claim.verdict, claim.notes) == ("partly", ("The quotation in it is altered.",))
    (claim,) = fish.check("Ada Lind said on 3 May 2017 that “the herring quota must fall at once”.").claims
    assert (claim.verdict, claim.notes) == ("supported", ())


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("It may rain in Nordvik.", "Rain falls in Nordvik."),
        ("Pyongyang launched a missile.", "North Korea launched a missile."),
        ("They met on 28 November.", "On 28 November 2017 they met for 2 hours."),
    ],
)
def test_what_is_only_written_otherwise_is_no_difference(claim, sentence):
    assert differences(claim, [sentence], []) == []


def test_what_the_sources_metadata_tells_is_no_difference():
    assert differences("Ada Lind spoke in May 2017.", ["She spoke."], ["Ada Lind, Minister", "3 May 2017"]) == []


def test_headings_questions_markup_and_pure_quotations_are_no_claims():
    text = (
        "A short heading of six words\n\nThe harbour of Nordvik closed on Monday.\n\n“The quota must fall, and it must "
        "fall at once.”\n\nWhat will the fleet do now?\n\n<style>a { color: red }</style>\n\n"
        "- The fleet lost nine boats\n"
    )
    spans = claims_in(text, quotations(text))
    assert [text[span.start : span.end].strip("- ") for span in spans] == [
        "The harbour of Nordvik closed on Monday.",
        "The fleet lost nine boats",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "The fleet lost <2 % of its boats.",
        "The table | of contents says that the harbour closed.",
        "The harbour | the old one | closed on Monday.",
        "Lind said <b>nothing</b> of the harbour.",
        "<p>The harbour of Nordvik closed on Monday.</p>",
        "The folder C:\\fish held the plans of the fleet.",
        "The set {1, 2} has two boats of the fleet.",
    ],
)
def test_a_sentence_with_a_mark_or_a_tag_in_it_is_a_claim(sentence):
    assert len(claims_in(sentence, [])) == 1


@pytest.mark.parametrize(
    "text",
    [
        "| Nordvik | 12 boats | closed on Monday. |\n",
        "Nordvik | 12 boats of the fleet | closed on Monday\n",
        "<!-- The harbour closed on Monday. -->\n",
        '<div class="the harbour of Nordvik closed">\n',
        "{{ the harbour of Nordvik closed }}\n",
    ],
)
def test_markup_and_rows_of_tables_are_no_claims(text):
    assert claims_in(text, []) == []


def test_lines_that_only_the_page_broke_are_joined_and_no_offset_moves():
    text = (
        "The harbour of Nordvik was closed on the first Monday of\nthe month of May, and it will not be opened again\n"
    )
    text += "before the winter."
    assert len(as_read(text)) == len(text)
    assert len(claims_in(as_read(text), [])) == 1


def test_the_drafts_own_words_in_large_print_are_no_quotation(fish):
    text = "The harbour of Nordvik will stay closed for years.\n\n“The harbour of Nordvik will stay closed…”\n"
    assert fish.check(text).quotations == ()


def test_a_word_kept_at_a_distance_is_no_quotation_but_a_quoted_one_is(library):
    library.add([written(STATEMENT.replace("must fall at once", "is “unbearable”"), "fish.md")])
    text = "The so-called “experts” met. Lind spoke of an “unbearable” quota."
    assert [each.check.quote for each in checker_over(library).check(text).quotations] == ["unbearable"]


def test_a_quotation_is_checked_under_the_speaker_whom_the_draft_names(bot):
    words = "remain viable and open, for now"
    text = f"Freeland said that options “{words}”."
    said = Attribution(
        text.index(words),
        text.index(words) + len(words),
        Span(0, len(text)),
        Speaker("Freeland"),
        "Freeland",
        "quotation",
    )
    (quoted,) = checker_over(bot._library, lambda _: (said,)).check(text).quotations
    assert (quoted.check.verdict, quoted.check.actual_speaker) == ("misattributed", "Rex Tillerson")
    stranger = replace(said, speaker=Speaker("Bo Dahl"))
    (quoted,) = checker_over(bot._library, lambda _: (stranger,)).check(text).quotations
    assert (quoted.check.verdict, quoted.check.actual_speaker) == ("verbatim", "Rex Tillerson")


def test_the_article_shows_the_two_real_cases(bot, article):
    found = bot.check_draft(read_draft(article))
    altered = {each.check.quote.rstrip("."): each.check for each in found.quotations if each.check.verdict == "altered"}
    assert altered.keys() == {
        "to address this most pressing international threat",
        "possible and essential and possible",
    }
    assert {check.actual_speaker for check in altered.values()} == {"Chrystia Freeland"}
    said = {each.check.quote: each.check.speaker for each in found.quotations}
    assert (said["counter"], said["closer to war"], said["sick puppy"]) == (
        "Rex Tillerson",
        "Nikki Haley",
        "Donald Trump",
    )


def test_support_is_the_share_of_the_claims_words_in_the_chosen_sentences(embedder):
    # Of the stems boat, left, harbour, dawn the first has two and the second another two.
    sentences = ["The boats left.", "At dawn the harbour was empty.", "Coffee is dear."]
    borne = borne_out("Boats left the harbour at dawn.", sentences, np.array([0.8, 0.7, 0.1], np.float32), embedder)
    assert borne.chosen == (0, 1)
    assert borne.signals[:2] == pytest.approx([0.8, 1.0])
    assert borne.signals[3:] == pytest.approx([1.0, 1.0])


def test_more_support_gives_a_better_verdict():
    rows = np.array([[0.1, 0.0, 0.2, 1, 1], [0.6, 0.5, 0.6, 1, 1], [0.95, 1.0, 0.98, 1, 1]], np.float32)
    assert [verdict_of(row) for row in rows] == ["not found", "partly", "supported"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "draft.txt is empty: it has no words in it."),
        (b"\x00\x01\x02\xff\xfe" * 100, "draft.txt is a binary file, not text."),
        (b"word " * 200_000, "draft.txt has 1,000,000 bytes; at most 300,000 characters are checked at once."),
    ],
)
def test_a_file_that_cannot_be_checked_is_a_clear_error(tmp_path, content, message):
    path = tmp_path / "draft.txt"
    path.write_bytes(content)
    with pytest.raises(UnreadableDocument) as error:
        read_draft(path)
    assert error.value.message == message
    assert error.value.hint


@pytest.mark.parametrize(("text", "message"), [(" … ", "is empty"), ("word " * 70_000, "350,000 characters")])
def test_a_text_that_cannot_be_checked_is_a_clear_error(fish, text, message):
    with pytest.raises(UnreadableDocument, match=message):
        fish.check(text)


def test_a_draft_in_the_library_does_not_bear_itself_out(fish, library):
    library.add([written(DRAFT, "draft.txt")])
    found = fish.check(library.document("draft").text)
    assert {citation.document for claim in found.claims for citation in claim.citations} == {"fish"}
    assert [match.citation.document for match in found.quotations[0].check.matches] == ["fish"]


def test_an_empty_library_supports_nothing(library):
    found = checker_over(library).check(DRAFT)
    assert {claim.verdict for claim in found.claims} == {"not found"}
    assert {each.check.verdict for each in found.quotations} == {"not found"}


def test_the_json_has_the_checks_of_both(fish):
    data = fish.check(DRAFT).to_dict()
    assert data.keys() == {"quotations", "claims", "text"}
    assert data["quotations"][0].keys() == {
        "quote", "speaker", "verdict", "actual_speaker", "matches", "notes", "start", "end",
    }  # fmt: skip
    assert data["claims"][0].keys() == {"text", "start", "end", "verdict", "citations", "notes"}


class Tags(HTMLParser):
    """The tags of a page, with their attributes, and its text."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.text = [], [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data


def test_a_report_stands_alone_and_shows_all(fish):
    page = report(fish.check(DRAFT), "fish.md")
    read = Tags(page)
    assert not {"script", "link", "img", "iframe", "a"} & set(read.tags)
    assert not re.search(r"https?:|url\(|@import", page)
    assert "prefers-color-scheme: dark" in page
    assert "width=device-width" in page
    assert {"del", "ins"} <= set(read.tags)
    for words in ("Check of fish.md", "Altered", "Not found", "Mozart", "A statement on fish", "1,250"):
        assert words in read.text


def test_a_report_is_told_in_the_words_that_it_is_given(fish):
    wording = Wording(language="fr", title="Vérification de {name}", message=str.upper, reference=lambda cited: "Réf.")
    page = report(fish.check(DRAFT), "fish.md", wording)
    assert '<html lang="fr">' in page
    assert "Vérification de fish.md" in page
    assert "ALTERED" in page
    assert page.count("Réf.") == page.count("characters")


def test_text_in_a_report_is_data_never_markup():
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)> & “so”"
    page = report(DraftCheck((), (Claim(hostile, 0, 5, "not found", (), (hostile,)),)), hostile)
    assert not {"script", "img"} & set(Tags(page).tags)
    assert Tags(page).text.count("<script>alert(1)</script>") == 4


def test_a_terminal_shows_verdicts_in_words(fish):
    console = Console(file=io.StringIO(), width=200, markup=False, highlight=False)
    console.print(*checked.draft(fish.check(DRAFT)), sep="\n")
    text = console.file.getvalue()
    assert text.startswith("1 quotation: 1 altered.\n4 claims: ")
    assert "the herring quota [-must-] {+should+} fall at once" in text
    assert "Not found in the sources: The orchestra played Mozart until dawn." in text


@pytest.fixture
def run(shipped, tmp_path):
    """Run a command over the shipped corpus, in this process."""
    folder = shutil.copytree(shipped, tmp_path / "library")
    return lambda *arguments: CliRunner().invoke(app, [*map(str, arguments), "--library", str(folder)])


def test_the_command_prints_the_check_and_writes_the_report(run, tmp_path):
    file, out = tmp_path / "draft.md", tmp_path / "report.html"
    file.write_text("# A draft\n\nHaley said that the launch brings us “closer to war”.\n", encoding="utf-8")
    done = run("draft", file, "--html", out)
    assert done.exit_code == 0
    assert done.stdout.startswith("1 quotation: 1 verbatim.\n1 claim: ")
    assert "Verbatim: these are words of Nikki Haley." in Tags(out.read_text(encoding="utf-8")).text
    found = json.loads(run("draft", file, "--json").stdout)
    assert [each["verdict"] for each in found["quotations"]] == ["verbatim"]


def test_offsets_count_in_the_text_that_the_json_has(run, tmp_path):
    file = tmp_path / "draft.md"
    file.write_text(front_matter("Haley said that it brings us “closer to war”.\n", title="A draft"), encoding="utf-8")
    found = json.loads(run("draft", file, "--json").stdout)
    for each in (*found["quotations"], *found["claims"]):
        assert found["text"][each["start"] : each["end"]] == each.get("quote", each.get("text"))
    assert "without front matter" in " ".join(CliRunner().invoke(app, ["draft", "--help"]).stdout.split())


def test_a_report_that_cannot_be_written_is_told_before_the_check(run, tmp_path, monkeypatch):
    monkeypatch.setattr("bot.assembly.Bot.check_draft", lambda *_: pytest.fail("the check was begun"))
    file = tmp_path / "draft.txt"
    file.write_text("The harbour closed on Monday.", encoding="utf-8")
    failed = run("draft", file, "--html", tmp_path / "none" / "report.html")
    assert failed.exit_code == 1
    assert "cannot be written" in failed.stderr


def test_the_command_refuses_what_it_cannot_read_or_write_and_loses_nothing(run, tmp_path):
    file = tmp_path / "draft.txt"
    file.write_text("The harbour closed on Monday.", encoding="utf-8")
    for out, message in ((file, "The report would take the place of the draft"), (tmp_path, f"{tmp_path} cannot be")):
        failed = run("draft", file, "--html", out)
        assert (failed.exit_code, failed.stdout) == (1, "")
        assert failed.stderr.startswith(f"error: {message}")
    assert file.read_text(encoding="utf-8") == "The harbour closed on Monday."
    missing = run("draft", tmp_path / "none.txt")
    assert (missing.exit_code, missing.stderr.count("\n")) == (1, 1)
