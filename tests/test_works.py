"""Known works are recognised by text or title, and their briefs are documents."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import FrontMatterError, UnreadableDocument
from bot.loading import read_bytes, read_document
from bot.works import Works, fold

TITLE = "Statement by the “Minister” on the Café Talks"
ORIGINAL = f"{TITLE}\n\n" + "The minister said today that the talks went well and will go on next week. " * 3
OTHER_TEXT = f"{TITLE}\n\n" + "Somebody typed this version of the statement anew, with other words than before. " * 3
DATA = os.environ.get("BOT_EVAL_DATA")


def brief(title=TITLE, date="2017-11-28"):
    return (
        f"---\ntitle: {title}\nkind: statement\nspeaker: Ada Example\noffice: Minister\ndate: {date}\nlanguage: en\n"
        "source: the ministry's page\nrights: ours\n---\n\n# The brief\n\nThe minister was content.\n"
    )


def entry(identifier="ada", titles=(TITLE,), texts=()):
    lines = [f"  - id: {identifier}", f"    brief: {identifier}.md", "    titles:"]
    lines += [f"      - {title}" for title in titles]
    return "\n".join([*lines, "    texts:", *(f"      - {text}" for text in texts)]) + "\n"


def catalogue(folder, *entries):
    (folder / "catalogue.yaml").write_text("works:\n" + "".join(entries), encoding="utf-8")


@pytest.fixture
def works(tmp_path):
    (tmp_path / "ada.md").write_text(brief(), encoding="utf-8")
    catalogue(tmp_path, entry(texts=[read_bytes(ORIGINAL.encode(), "a.txt").sha256]))
    return Works.load(tmp_path)


def original(text=ORIGINAL, name="download.txt"):
    return read_bytes(text.encode(), name)


def test_briefs_are_documents_that_name_their_work(works):
    (found,) = works.briefs()
    assert (found.id, found.work, found.original) == ("ada", "ada", False)
    assert found.metadata.speaker == "Ada Example"
    assert [heading.text for heading in found.headings] == ["The brief"]


def test_an_original_known_by_its_text_gets_the_works_metadata(works):
    found = works.recognise(original())
    assert (found.id, found.work, found.original) == ("download", "ada", True)
    assert found.metadata == works.briefs()[0].metadata
    assert found.text == original().text


def test_the_text_is_known_without_its_title_matching(works):
    untitled = replace(original(), metadata=replace(original().metadata, title="Something else"))
    assert works.recognise(untitled).work == "ada"


@pytest.mark.parametrize(
    "title",
    [
        TITLE,
        TITLE.upper(),
        'Statement by the "Minister" on the Cafe Talks',
        "Statement by the Minister, on the Café  Talks",
    ],
)
def test_an_original_is_known_by_its_title_whatever_its_typography(works, title):
    assert works.recognise(original(OTHER_TEXT.replace(TITLE, title))).work == "ada"


def test_the_first_line_counts_as_a_title_even_if_the_file_names_another(works):
    text = f"{TITLE}\n\n# Another title\n\n" + "Words of the statement. " * 9
    assert works.recognise(original(text, "a.md")).work == "ada"


def test_another_document_is_left_as_it_is(works):
    other = original("A note on something else\n\n" + "These are words. " * 9)
    assert works.recognise(other) is other


def test_a_text_of_a_few_words_under_a_known_title_is_not_the_work(works):
    note = original(f"{TITLE}\n\nTo be read tomorrow.")
    assert works.recognise(note) is note


def with_front_matter(date):
    front = brief(date=date).replace("Ada Example", "A. Example").replace("office: Minister\n", "")
    return original(front + "Words of the statement itself. " * 9, "mine.md")


def test_own_metadata_stays_and_only_gaps_are_filled(works):
    found = works.recognise(with_front_matter("2017-11-28"))
    assert found.work == "ada"
    assert found.original
    assert found.metadata.speaker == "A. Example"


def test_gaps_in_own_metadata_are_filled(works):
    mine = original(OTHER_TEXT)
    dated = replace(mine, metadata=replace(mine.metadata, date="2017-11-28", venue="Ottawa"))
    found = works.recognise(dated).metadata
    assert (found.venue, found.language, found.speaker, found.kind) == ("Ottawa", "en", "Ada Example", "statement")


def test_the_same_title_of_another_date_is_another_document(works):
    later = with_front_matter("2018-05-05")
    assert works.recognise(later) is later


def test_a_copy_of_a_brief_stays_a_brief(works):
    copy = read_bytes(brief().encode(), "copy.md")
    found = works.recognise(copy)
    assert (found.id, found.work, found.original) == ("copy", "ada", False)


def test_a_brief_edited_in_place_stays_a_brief(works, tmp_path):
    path = tmp_path / "ada.md"
    path.write_text(brief() + "More words of ours about the talks. " * 9, encoding="utf-8")
    assert works.recognise(read_document(path)).original is False


def test_recognising_again_changes_nothing(works):
    once = works.recognise(original())
    assert works.recognise(once) == once
    assert works.recognise(works.briefs()[0]) == works.briefs()[0]


def test_a_title_that_two_works_share_is_told_apart_by_date_only(tmp_path):
    for identifier, date in (("ada", "2017-11-28"), ("ben", "2018-05-05")):
        (tmp_path / f"{identifier}.md").write_text(brief(date=date), encoding="utf-8")
    catalogue(tmp_path, entry("ada"), entry("ben"))
    works = Works.load(tmp_path)
    undated = original(OTHER_TEXT)
    assert works.recognise(undated) is undated
    assert works.recognise(with_front_matter("2018-05-05")).work == "ben"


def test_folding_keeps_words_only():
    assert fold("“Canada’s” Côté – U.S. talks…") == "canada s cote u s talks"


def test_no_works_recognise_nothing():
    assert Works().briefs() == ()
    assert Works().recognise(original()) == original()


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ("works: [", "cannot be read"),
        ("briefs: []", "has no list of works"),
        ("works: [3]", "entry 1: it needs an id and a brief"),
        ("works: [{id: a}]", "entry 1: it needs an id and a brief"),
        ("works: [{id: 3, brief: ada.md}]", "entry 1: its id is not a text"),
        ("works: [{id: a, brief: ada.md, title: b}]", "entry 1: the key title is unknown"),
        ("works: [{id: a, brief: ada.md, titles: b}]", "entry 1: its titles are not a list"),
        ("works: [{id: a, brief: ada.md, titles: [Press statement]}]", "entry 1: a title of fewer than 3 words"),
        ("works: [{id: a, brief: ada.md, texts: [abc]}]", "entry 1: one of its texts is not a SHA-256"),
        ("works: [{id: a, brief: ada.md}, {id: a, brief: ada.md}]", "entry 2: the id a is taken"),
        ("works: [{id: a, brief: none.md}]", "There is no file"),
        ("works: [{id: a, brief: bare.md}]", "entry 1: its brief bare.md has no front matter"),
    ],
)
def test_a_wrong_catalogue_is_one_clear_error(tmp_path, content, part):
    (tmp_path / "ada.md").write_text(brief(), encoding="utf-8")
    (tmp_path / "bare.md").write_text("# Bare\n\nText.", encoding="utf-8")
    (tmp_path / "catalogue.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableDocument) as caught:
        Works.load(tmp_path)
    assert part in caught.value.message
    assert "\n" not in str(caught.value)


def test_a_folder_without_a_catalogue_is_an_error(tmp_path):
    with pytest.raises(UnreadableDocument, match="no catalogue of works"):
        Works.load(tmp_path)


def test_a_brief_with_a_wrong_front_matter_is_named(tmp_path):
    (tmp_path / "ada.md").write_text(brief(date="yesterday"), encoding="utf-8")
    catalogue(tmp_path, entry())
    with pytest.raises(FrontMatterError, match=r"^ada\.md, line 6"):
        Works.load(tmp_path)


@pytest.mark.skipif(not DATA, reason="BOT_EVAL_DATA does not name the folder with the article")
@pytest.mark.parametrize("retyped", [False, True])
def test_the_article_is_recognised_by_the_shipped_catalogue(retyped):
    (path,) = (Path(DATA or "") / "article").glob("*.txt")
    document = read_document(path)
    if retyped:
        document = original(document.text + "\n\nA line of somebody's own.")
    found = Works.load(Path(__file__).parent.parent / "corpus").recognise(document)
    assert (found.metadata.authors, found.metadata.date) == (("Andrea Berger",), "2017-12-08")
    assert found.original
