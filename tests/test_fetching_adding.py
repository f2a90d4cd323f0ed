"""Documents from addresses in a library, and the originals of known works."""

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner
from web import serving

from bot import open_bot
from bot.cli.commands import app
from bot.errors import AddressError, FrontMatterError, UnreadableDocument
from bot.loading import read_bytes
from bot.originals import adopted, fetch_originals
from bot.works import Work, Works

TEXT = "# The harbour talks\n\nThe minister of Utgarden said that the talks on the lighthouse will go on in spring.\n"
FRONT = (
    "---\ntitle: The harbour talks\nkind: statement\nspeaker: Ada Lind\ndate: 2018-02-03\nlanguage: en\n"
    "source: a desk\nrights: ours\n---\n"
)
PAGE = """<html lang="en"><head><title>The harbour talks | Ministry</title>
<meta property="og:site_name" content="Ministry">
<link rel="canonical" href="https://elsewhere.example/other"><meta name="date" content="2018-02-03"></head>
<body><nav>Home About</nav><main><h1>The harbour talks</h1>
<p>The minister of Utgarden said that the talks on the lighthouse will go on in spring, as {word}.</p></main>
</body></html>"""
BRIEF = (
    "---\ntitle: {title}\nkind: statement\nspeaker: Ada Lind\ndate: 2018-02-03\nlanguage: en\nsource: the ministry\n"
    "rights: ours\n---\n\n# Brief\n\n{title}: Ada Lind said that the lighthouse “will shine again before the summer”.\n"
)


@pytest.fixture
def site():
    with serving() as served:
        yield served


@pytest.fixture
def own(tmp_path):
    """A bot over an empty library that may fetch from the tests' own server."""
    with open_bot(tmp_path / "library", corpus=False, allow_private_addresses=True) as opened:
        yield opened


def test_a_document_from_an_address_names_it_as_its_source_and_the_day(own, site):
    address = site.give("/talks.md", TEXT, "text/markdown")
    (added,) = own.add(address)
    document = own.document(added)
    assert (document.id, document.origin, document.metadata.title) == ("talks", address, "The harbour talks")
    assert document.metadata.source == address
    assert document.metadata.retrieved[:2] == "20"
    (citation, *_) = own.ask("What did the minister of Utgarden say about the talks?").sentences[0].citations
    assert citation.quote == document.text[citation.start : citation.end]


def test_the_same_text_again_is_no_work_and_a_new_one_takes_its_place(own, site):
    address = site.give("/talks.md", TEXT, "text/markdown")
    assert own.add(address) == ["talks"]
    assert own.add(address) == []
    site.give("/talks.md", TEXT + "\nThe mayor agreed with her.\n", "text/markdown")
    assert own.add(address) == ["talks"]
    assert "mayor" in own.document("talks").text
    assert len(own.documents()) == 1


def test_what_a_file_says_of_its_source_stays(own, site):
    (added,) = own.add(site.give("/talks.md", FRONT + TEXT, "text/markdown"))
    assert own.document(added).metadata.source == "a desk"


def test_a_page_brings_its_title_and_date_and_no_false_address(own, site):
    page = PAGE.format(word="agreed").encode()
    (added,) = own.add(site.give("/talks", page, "text/html; charset=utf-8"))
    data = own.document(added).metadata
    assert (data.title, data.date, data.source) == ("The harbour talks", "2018-02-03", site.url("/talks"))
    assert "Home About" not in own.document(added).text


def test_the_character_set_of_the_header_wins_over_the_page_s_own(own, site):
    page = PAGE.replace("<head>", '<head><meta charset="utf-8">').format(word="Встреча").encode("koi8-r")
    (added,) = own.add(site.give("/talks", page, "text/html; charset=koi8-r"))
    assert "Встреча" in own.document(added).text


def test_a_file_of_an_office_is_read_as_what_its_server_says_it_is(own, site):
    file, written = BytesIO(), Document()
    written.add_heading("The harbour talks", 1)
    written.add_paragraph("The talks on the lighthouse will go on in spring, the mayor said.")
    written.save(file)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    (added,) = own.add(site.give("/download?id=7", file.getvalue(), kind))
    assert "will go on in spring" in own.document(added).text
    assert own.document(added).origin == site.url("/download?id=7")


def test_files_and_addresses_are_added_together_and_progress_is_told(own, site, tmp_path):
    (tmp_path / "note.txt").write_text("A note about the sea.\n\nThe sea was calm that day.\n")
    steps = []
    addresses = [site.give(f"/{name}.txt", f"{name} went home.\n\nThat was late, {name} said.\n") for name in "ab"]
    added = own.add(tmp_path / "note.txt", *addresses, fetching=lambda *step: steps.append(step))
    assert added == ["note", "a", "b"]
    assert steps == [(0, 2), (1, 2)]


def test_nothing_is_added_where_one_address_gives_nothing(own, site):
    with pytest.raises(AddressError, match="404"):
        own.add(site.give("/a.txt", TEXT), site.url("/gone.txt"))
    assert own.documents() == ()


def test_a_path_object_that_is_an_address_is_one(own, site):
    assert own.add(Path(site.give("/talks.md", TEXT, "text/markdown"))) == ["talks"]


def test_what_cannot_be_read_is_named_by_its_address(own, site):
    with pytest.raises(UnreadableDocument, match="empty") as empty:
        own.add(site.give("/empty.txt", "  \n"))
    assert site.url("/empty.txt") in empty.value.message
    with pytest.raises(FrontMatterError) as wrong:
        own.add(site.give("/wrong.md", "---\ntitle: A\n---\nText.\n", "text/markdown"))
    assert site.url("/wrong.md") in wrong.value.message


def test_this_machine_is_not_asked_unless_it_is_allowed(tmp_path, site):
    with (
        open_bot(tmp_path / "library", corpus=False) as guarded,
        pytest.raises(AddressError, match="private network"),
    ):
        guarded.add(site.give("/a.txt", TEXT))
    assert site.asked == []


# Originals


def works_of(tmp_path, **addresses):
    """Known works by their id, each with a brief and the addresses of its original."""
    entries = []
    for work, known in addresses.items():
        (tmp_path / f"{work}.md").write_text(BRIEF.format(title=f"Statement on the {work} of Utgarden"), "utf-8")
        listed = "".join(f"\n      - {address}" for address in known)
        entries.append(
            f"  - id: {work}\n    brief: {work}.md\n    titles:\n      - Statement on the {work} of Utgarden\n"
            + (f"    addresses:{listed}\n" if known else "")
        )
    (tmp_path / "catalogue.yaml").write_text("works:\n" + "".join(entries), "utf-8")
    return Works.load(tmp_path)


def statement(name):
    return (
        f"Statement on the {name} of Utgarden\n\n" + "The lighthouse will shine again before the summer, she said. " * 5
    )


def outcomes(found):
    return {entry.work: entry.outcome for entry in found.entries}


def test_the_originals_that_can_be_had_are_added_and_for_the_others_the_brief_is_kept(own, site, tmp_path, monkeypatch):
    known = {
        "pier": [site.give("/pier.txt", statement("pier"))],
        "quay": [site.url("/gone.txt"), site.give("/quay.txt", statement("quay"))],
        "dock": [site.url("/gone.txt")],
        "buoy": [site.give("/other.txt", "Page not found, but we say it with a 200.\n\nGo home, please.\n")],
        "mole": [],
    }
    own._collection._works = works_of(tmp_path, **known)
    own.index()
    steps = []
    found = own.add_originals(progress=lambda *step: steps.append(step))
    assert outcomes(found) == {"pier": "added", "quay": "added", "dock": "failed", "buoy": "failed", "mole": "unknown"}
    reasons = {entry.work: entry.reason for entry in found.entries}
    assert site.url("/gone.txt") in reasons["dock"]
    assert "gives another text" in reasons["buoy"]
    assert steps[0] == (0, 5)
    kept = {(source.work, source.original) for source in own.documents()}
    assert {("pier", True), ("pier", False), ("dock", False), ("buoy", False), ("mole", False)} <= kept
    assert ("dock", True) not in kept
    again = own.add_originals()
    assert outcomes(again) == {"pier": "there", "quay": "there", "dock": "failed", "buoy": "failed", "mole": "unknown"}
    assert json.loads(json.dumps(again.to_dict()))["originals"][0]["work"] == "pier"


def test_an_original_whose_text_somebody_added_unrecognised_is_there(own, site, tmp_path):
    text = "The press office\n\nThe lighthouse will shine again before the summer, she said.\n"
    (tmp_path / "mine.txt").write_text(text)
    assert own.add(tmp_path / "mine.txt") == ["mine"]
    own._collection._works = works_of(tmp_path, pier=[site.give("/pier.txt", text)])
    (entry,) = own.add_originals().entries
    assert (entry.outcome, entry.document) == ("there", "mine")


def test_an_original_gets_the_work_s_metadata_and_the_address(own, site, tmp_path):
    own._collection._works = works_of(tmp_path, pier=[site.give("/pier.txt", statement("pier"))])
    (entry,) = own.add_originals().entries
    document = own.document(entry.document)
    assert (document.work, document.original, document.origin) == ("pier", True, site.url("/pier.txt"))
    assert (document.metadata.speaker, document.metadata.date) == ("Ada Lind", "2018-02-03")


@pytest.mark.parametrize(
    ("text", "is_it"),
    [
        ("Press office. The lighthouse will shine again, before the Summer!", True),
        ("News of today: Statement on the “Pier” of Utgarden. The pier is closed.", True),
        ("The lighthouse will not shine again.", False),
        ("404", False),
    ],
)
def test_a_text_is_a_work_s_original_where_it_holds_what_the_brief_quotes_or_its_title(tmp_path, text, is_it):
    (work,) = works_of(tmp_path, pier=[]).entries
    assert bool(adopted(read_bytes(text.encode(), "a.txt"), work)) is is_it


def test_where_the_catalogue_names_phrases_all_of_them_tell(tmp_path):
    (work,) = works_of(tmp_path, pier=[]).entries
    telling = replace(work, titles=frozenset(), phrases=("the green lamp", "hwasong 15"))
    assert adopted(read_bytes(b"The green lamp burns. Hwasong-15 flew.", "a.txt"), telling)
    assert not adopted(read_bytes(b"The green lamp burns again before the summer.", "a.txt"), telling)


def test_every_work_is_asked_about_even_where_each_fails():
    brief = read_bytes(BRIEF.format(title="A statement on the sea").encode(), "a.md")
    works = Works(tuple(Work(f"w{n}", brief, frozenset(), frozenset(), (f"https://{n}.example/",)) for n in range(3)))

    def fetch(address):
        raise AddressError(f"{address} cannot be reached.", "Check the address.")

    found = fetch_originals(works, (), fetch, lambda document: pytest.fail("nothing is to be kept"))
    assert [entry.outcome for entry in found.entries] == ["failed"] * 3
    assert found.entries[1].reason == "https://1.example/ cannot be reached. Check the address."


def test_the_shipped_catalogue_s_addresses_are_ones_that_may_be_fetched():
    from bot.assembly import CORPUS
    from bot.fetching import parse

    addresses = [address for work in Works.load(CORPUS).entries for address in work.addresses]
    assert len(addresses) >= 5
    assert all(str(parse(address)) == address for address in addresses)
    assert all(address.startswith("https://") for address in addresses)


def test_the_article_holds_what_its_brief_quotes(article):
    from bot.assembly import CORPUS
    from bot.originals import _shows

    works = Works.load(CORPUS).entries
    text = read_bytes(article.read_bytes(), "page.txt")
    without_titles = [replace(work, titles=frozenset()) for work in works]
    assert [work.id for work in without_titles if _shows(text, work)] == ["2017-12-08-berger-canada-poised"]


# The command line


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("BOT_ALLOW_PRIVATE_ADDRESSES", "1")

    def invoke(*arguments):
        return CliRunner().invoke(app, [*map(str, arguments), "--library", str(tmp_path / "library")])

    return invoke


def test_the_command_adds_an_address(run, site):
    result = run("add", site.give("/talks.md", TEXT, "text/markdown"), "--no-corpus", "--json")
    assert json.loads(result.stdout)["added"] == ["talks"]
    assert result.exit_code == 0


def test_the_command_tells_what_is_wrong_with_an_address_in_one_line(run, site):
    result = run("add", site.url("/gone.txt"), "--no-corpus")
    assert result.exit_code == 1
    assert result.stderr == f"error: There is nothing at {site.url('/gone.txt')} (404). Check the address.\n"


def test_the_command_without_anything_to_add_is_wrong_usage(run):
    assert run("add").exit_code == 2


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_the_command_says_which_originals_came_and_why_others_did_not(run, site, tmp_path, monkeypatch, form):
    known = {"pier": [site.give("/pier.txt", statement("pier"))], "dock": [site.url("/gone.txt")], "mole": []}
    works_of(tmp_path, **known)
    monkeypatch.setattr("bot.assembly.CORPUS", tmp_path)
    result = run("add", "--originals", *form)
    assert result.exit_code == 0, result.output
    if form:
        told = json.loads(result.stdout)
        assert told["added"] == ["pier-2"]
        assert [entry["outcome"] for entry in told["originals"]] == ["added", "failed", "unknown"]
        assert "404" in told["originals"][1]["reason"]
    else:
        assert "3 works: 1 added; 1 failed, brief kept; 1 no address known, brief kept." in result.stdout
        assert f"There is nothing at {site.url('/gone.txt')} (404)" in result.stdout


def test_the_command_fails_where_no_original_came(run, site, tmp_path, monkeypatch):
    works_of(tmp_path, dock=[site.url("/gone.txt")])
    monkeypatch.setattr("bot.assembly.CORPUS", tmp_path)
    result = run("add", "--originals")
    assert result.exit_code == 1
    assert "failed, brief kept" in result.stdout
