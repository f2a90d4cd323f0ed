"""What a file does not say of itself: from a side file, or given by who adds it."""

import json

import pytest
from typer.testing import CliRunner

from bot import open_bot
from bot.cli.commands import app
from bot.errors import BotError, FrontMatterError, UnreadableDocument
from bot.loading import given, read_document
from bot.records import Speaker

PAGE = (
    '<html lang="fr"><title>Le pont</title><meta name="author" content="Web"><p>Le pont sera fermé en hiver.</p></html>'
)


@pytest.fixture
def page(tmp_path):
    """A page that says its title, its author and its language."""
    path = tmp_path / "report.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def beside(page, text):
    side = page.with_name("report.html.yaml")
    side.write_text(text, encoding="utf-8")
    return side


def test_a_side_file_comes_before_what_the_file_says_and_leaves_the_rest(page):
    beside(page, "# ours\ntitle: The bridge\nspeaker: [Ada, Bo]\noffice: [Mayor, Clerk]\ndate: 2018-02-03\n")
    data = read_document(page).metadata
    assert (data.title, data.date, data.language, data.authors) == ("The bridge", "2018-02-03", "fr", ("Web",))
    assert data.speakers == (Speaker("Ada", "Mayor"), Speaker("Bo", "Clerk"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: T\nspeeker: Ada\n", "line 2: the key speeker is unknown"),
        ("title: T\n\ndate: 2018-02-30\n", "line 3: the date 2018-02-30 is not a day"),
        ("kind: rumour\n", "line 1: the kind rumour is unknown"),
        ("title: [a, b]\n", "line 1: title is a list"),
        ("title: 'open\n", "line 2: the front matter is not valid YAML"),
        ("just words\n", "line 1: the front matter is not a list of keys"),
    ],
)
def test_a_wrong_side_file_is_named_with_key_and_line(page, text, message):
    beside(page, text)
    with pytest.raises(FrontMatterError, match=rf"^report\.html\.yaml, {message}"):
        read_document(page)


def test_a_side_file_that_is_a_link_is_not_followed(page, tmp_path):
    (tmp_path / "secret").write_text("root: x", encoding="utf-8")
    page.with_name("report.html.yaml").symlink_to(tmp_path / "secret")
    with pytest.raises(UnreadableDocument, match="is a link"):
        read_document(page)


def test_what_is_given_has_the_keys_of_a_front_matter():
    fields = given({"speaker": "Ada", "office": ["Mayor"], "country": ("Freedonia",), "kind": "Communique"})
    assert fields == {
        "speakers": (Speaker("Ada", "Mayor", None, "Freedonia"),),
        "countries": ("Freedonia",),
        "kind": "communiqué",
    }


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"speeker": "Ada"}, "the key speeker is unknown"),
        ({"date": "tomorrow"}, "the date tomorrow is not a day"),
        ({"title": ["a", "b"]}, "title is a list"),
        ({"title": " "}, "title has no value"),
        ({"office": "Mayor"}, "office has 1 values and speaker has 0"),
    ],
)
def test_what_is_given_wrongly_is_told(values, message):
    with pytest.raises(FrontMatterError, match=f"What is given of the document is wrong: {message}"):
        given(values)


def test_metadata_is_given_for_one_file_at_a_time(page, tmp_path):
    with open_bot(tmp_path / "library", corpus=False) as bot:
        for paths in ([page, page], [tmp_path], []):
            with pytest.raises(BotError, match="one file or address"):
                bot.add(*paths, metadata={"title": "T"})
        assert bot.add(page, metadata={"title": "The bridge", "date": "2018-02-03"}) == ["report"]
        data = bot.document("report").metadata
        assert (data.title, data.date, data.authors, data.language) == ("The bridge", "2018-02-03", ("Web",), "fr")


def test_options_of_add_say_what_the_file_does_not(page, tmp_path):
    def run(*arguments):
        return CliRunner().invoke(app, [*map(str, arguments), "--library", str(tmp_path / "library")])

    described = [
        "--speaker",
        "Ada",
        "--speaker",
        "Bo",
        "--author",
        "Web Team",
        "--country",
        "Freedonia",
        "--date",
        "2018-02-03",
    ]
    assert run("add", page, *described, "--no-corpus").exit_code == 0
    (source,) = json.loads(run("sources", "--json").stdout)["documents"]
    assert (source["speaker"], source["authors"], source["date"]) == ("Ada and Bo", ["Web Team"], "2018-02-03")
    wrong = run("add", page, "--date", "2018")
    assert wrong.exit_code == 1
    assert "the date 2018 is not a day of the calendar" in wrong.stderr


def test_a_sync_reads_a_file_again_when_its_side_file_comes_changes_or_goes(page, tmp_path):
    (tmp_path / "folder").mkdir()
    page = page.rename(tmp_path / "folder" / "report.html")
    with open_bot(tmp_path / "library", corpus=False) as bot:
        titles = []
        for text in (None, "title: One\n", "title: Two\n", None):
            beside(page, text) if text else page.with_name("report.html.yaml").unlink(missing_ok=True)
            bot.sync(tmp_path / "folder")
            titles.append(bot.document("report").metadata.title)
        assert titles == ["Le pont", "One", "Two", "Le pont"]
        assert bot.sync(tmp_path / "folder").is_idle
