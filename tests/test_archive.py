"""Conversations that are kept: what comes back, from other threads and processes, and after a restart."""

import json
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import open_bot
from bot.archive import Exchange, open_archive, to_answer
from bot.errors import LibraryDamaged, LibraryError, LibraryMismatch, UnknownConversation
from bot.library import Filters
from bot.records import Answer, Citation, Sentence, Side, Withheld

CHECKOUT = Path(__file__).parent.parent


def answer(question="What was said?", **changes):
    citation = Citation("d", "T", "article", "2017", "Ann", None, 3, 8, "words", "H › I", 2, "Ann, “T”.")
    sentences = (Sentence("Words.", False, (citation,)), Sentence("In short:", True, ()))
    return Answer(question, question, declined=False, reason=None, confidence=0.75, sentences=sentences, **changes)


@pytest.fixture
def archive(tmp_path):
    with closing(open_archive(tmp_path)) as opened:
        yield opened


# The JSON of an answer, and back

some = st.text(max_size=12)
maybe = st.none() | some
citations = st.builds(
    Citation,
    document=some,
    title=some,
    kind=some,
    date=maybe,
    speaker=maybe,
    country=maybe,
    start=st.integers(0),
    end=st.integers(0),
    quote=some,
    heading=maybe,
    page=st.none() | st.integers(1),
    reference=some,
)
several = st.lists(citations, max_size=2).map(tuple)
sentences = st.lists(st.builds(Sentence, text=some, own_words=st.booleans(), citations=several), max_size=2).map(tuple)
withheld = st.lists(st.builds(Withheld, text=some, reason=some), max_size=2).map(tuple)
names = st.lists(some, max_size=2).map(tuple)
sides = st.lists(st.builds(Side, maybe, maybe, sentences, maybe, names), max_size=2).map(tuple)
answers = st.builds(
    Answer,
    question=some,
    standalone_question=some,
    declined=st.booleans(),
    reason=maybe,
    confidence=st.floats(0, 1),
    sentences=sentences,
    unsupported=withheld,
    nearest=several,
    sides=sides,
    written_by=maybe,
    notice=maybe,
)


@given(answers)
def test_an_answer_comes_back_from_its_json_as_it_was(given):
    assert to_answer(json.loads(json.dumps(given.to_dict()))) == given


def test_fields_of_a_later_version_are_left_out():
    data = answer().to_dict() | {"mood": "calm"}
    data["sentences"][0]["citations"][0]["colour"] = "red"
    assert to_answer(data) == answer()


# What is kept


def test_a_conversation_is_named_after_its_first_question_and_kept_whole(archive):
    begun = archive.begin(answer("What was\nsaid?"))
    assert archive.append(begun.id, answer("And then?")).number == 2
    kept = archive.conversation(begun.id)
    assert kept.name == "What was said?"
    assert kept.answers == (answer("What was\nsaid?"), answer("And then?"))
    assert [each.question for each in kept.exchanges] == ["What was\nsaid?", "And then?"]


def test_the_history_is_what_the_bot_takes(archive):
    kept = archive.begin(answer())
    assert kept.history == [("user", "What was said?"), ("assistant", "Words. In short:")]
    assert archive.conversation(kept.id).history == kept.history


def test_what_is_kept_is_there_after_a_restart(tmp_path):
    with closing(open_archive(tmp_path)) as archive:
        begun = archive.begin(answer())
        archive.rate(begun.id, 1, "up")
    with closing(open_archive(tmp_path)) as archive:
        kept = archive.conversation(begun.id)
        assert (kept.answers, kept.exchanges[0].rating) == ((answer(),), "up")


def test_conversations_are_listed_the_last_changed_first(archive):
    first, second = archive.begin(answer("One?")), archive.begin(answer("Two?"))
    assert [each.id for each in archive.conversations()] == [second.id, first.id]
    archive.append(first.id, answer())
    archive.rename(second.id, "Another name")
    assert [(each.name, each.exchanges) for each in archive.conversations()] == [("One?", 2), ("Another name", 1)]


def test_ids_cannot_be_guessed(archive):
    ids = {archive.begin(answer()).id for _ in range(50)}
    assert len(ids) == 50
    assert min(len(each) for each in ids) >= 22


def test_a_name_is_one_short_line_and_never_empty(archive):
    kept = archive.begin(answer("word " * 200))
    assert len(kept.name) <= 80
    archive.rename(kept.id, " \n ")
    assert archive.conversation(kept.id).name == kept.name
    archive.rename(kept.id, "  A\n new  name\ud800 ")
    assert archive.conversation(kept.id).name == "A new name?"


def test_a_rating_is_kept_changed_and_taken_back(archive):
    kept = archive.begin(answer())
    for rating in ("up", "down", None):
        archive.rate(kept.id, 1, rating)
        assert archive.conversation(kept.id).exchanges[0].rating == rating


def test_a_deleted_conversation_is_gone_from_the_disk(tmp_path, archive):
    kept = archive.begin(answer("Xylophonic zebras?"))
    other = archive.begin(answer())
    archive.delete(kept.id)
    assert [each.id for each in archive.conversations()] == [other.id]
    assert not any(b"Xylophonic" in file.read_bytes() for file in tmp_path.iterdir())


@pytest.mark.parametrize(
    "use",
    [
        lambda archive: archive.conversation("none"),
        lambda archive: archive.append("none", answer()),
        lambda archive: archive.rename("none", "x"),
        lambda archive: archive.rate("none", 1, "up"),
        lambda archive: archive.rate(archive.begin(answer()).id, 2, "up"),
        lambda archive: archive.delete("none"),
    ],
)
def test_what_there_is_not_is_told(archive, use):
    with pytest.raises(UnknownConversation, match="no such conversation"):
        use(archive)


# Several at once


def test_threads_append_each_exchange_once(archive):
    kept = archive.begin(answer())
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda at: archive.append(kept.id, answer(f"{at}?")).number, range(40)))
    assert sorted(numbers) == list(range(2, 42))
    assert {each.question for each in archive.conversation(kept.id).exchanges[1:]} == {f"{at}?" for at in range(40)}


def test_processes_append_to_one_conversation_at_once(tmp_path, archive):
    kept = archive.begin(answer())
    code = """
import sys; from pathlib import Path; from bot.archive import open_archive
archive = open_archive(Path(sys.argv[1]))
for _ in range(20): archive.append(sys.argv[2], archive.conversation(sys.argv[2]).answers[0])
"""
    command = [sys.executable, "-c", code, str(tmp_path), kept.id]
    others = [subprocess.Popen(command, cwd=CHECKOUT) for _ in range(2)]
    for _ in range(20):
        archive.append(kept.id, answer())
    assert [other.wait(60) for other in others] == [0, 0]
    assert [each.number for each in archive.conversation(kept.id).exchanges] == list(range(1, 62))


# Whose it is, and what is asked anew


def test_a_conversation_is_seen_by_its_owner_alone(archive):
    mine, other = archive.of("mine"), archive.of("other")
    kept = mine.begin(answer())
    assert [each.id for each in mine.conversations()] == [kept.id]
    assert other.conversations() == archive.conversations() == ()
    for forbidden in (other.conversation, other.delete, archive.conversation):
        with pytest.raises(UnknownConversation):
            forbidden(kept.id)
    for act, what in ((other.append, answer()), (other.rename, "Stolen")):
        with pytest.raises(UnknownConversation):
            act(kept.id, what)
    with pytest.raises(UnknownConversation):
        other.rate(kept.id, 1, "up")
    assert archive.of("mine").conversation(kept.id).exchanges == (Exchange(1, answer()),)


def test_the_token_of_an_owner_is_not_in_the_file(tmp_path, archive):
    archive.of("a-token-of-mine").begin(answer())
    archive.close()
    assert b"a-token-of-mine" not in (tmp_path / "conversations.sqlite3").read_bytes()


def test_an_answer_is_kept_with_the_filters_that_it_was_asked_with(archive):
    kept = archive.begin(answer(), Filters(speaker="Ann"))
    archive.append(kept.id, answer(), Filters(since="2017", kind="article"))
    archive.append(kept.id, answer(), Filters(document=("one", "two")))
    found = [each.filters for each in archive.conversation(kept.id).exchanges]
    assert found == [Filters(speaker="Ann"), Filters(since="2017", kind="article"), Filters(document=("one", "two"))]


def test_what_is_asked_anew_takes_the_place_of_what_came_after(archive):
    kept = archive.begin(answer("One?"))
    for question in ("Two?", "Three?"):
        archive.append(kept.id, answer(question))
    assert archive.append(kept.id, answer("Other?"), after=1).number == 2
    found = archive.conversation(kept.id)
    assert ([each.question for each in found.exchanges], found.name) == (["One?", "Other?"], "One?")
    archive.append(kept.id, answer("Anew?"), after=0)
    found = archive.conversation(kept.id)
    assert ([each.question for each in found.exchanges], found.name) == (["Anew?"], "Anew?")
    archive.rename(kept.id, "Mine")
    archive.append(kept.id, answer("Again?"), after=0)
    assert archive.conversation(kept.id).name == "Mine"
    assert archive.problems() == []


# What goes wrong


def test_a_damaged_file_is_told_with_what_to_do(tmp_path):
    (tmp_path / "conversations.sqlite3").write_bytes(b"no database at all, but long enough to be taken for one" * 99)
    with pytest.raises(LibraryDamaged, match="begin anew"):
        open_archive(tmp_path)


def test_a_file_of_a_newer_version_is_refused(tmp_path):
    open_archive(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "conversations.sqlite3")) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(LibraryMismatch, match="newer version"):
        open_archive(tmp_path)


def test_an_answer_that_cannot_be_read_is_told(tmp_path, archive):
    kept = archive.begin(answer())
    with closing(sqlite3.connect(tmp_path / "conversations.sqlite3")) as connection, connection:
        connection.execute("UPDATE exchanges SET answer = '{}'")
    with pytest.raises(LibraryDamaged, match="cannot be read"):
        archive.conversation(kept.id)


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError, match="cannot be used"):
        open_archive(tmp_path / "file" / "library")


def test_a_closed_archive_says_so(archive):
    archive.close()
    with pytest.raises(LibraryError, match="cannot be read or written"):
        archive.conversations()


@pytest.mark.slow
def test_the_library_stays_sound_with_conversations_beside_it(own_bot):
    folder = own_bot.settings.library
    said = own_bot.ask("What did Freeland say about a diplomatic solution?")
    with closing(open_archive(folder)) as archive:
        kept = archive.begin(said)
        assert own_bot.verify().sound
        assert archive.conversation(kept.id).answers == (said,)
    own_bot.close()
    with open_bot(folder) as again:
        assert again.verify().sound


def test_a_conversation_that_was_altered_is_told_by_verify_and_when_it_is_opened(own_bot):
    folder = own_bot.settings.library
    with closing(open_archive(folder)) as archive:
        kept = archive.begin(answer())
        archive.append(kept.id, answer("And why?"))
        archive.rate(kept.id, 2, "up")
        archive.rename(kept.id, "Why")
        assert own_bot.verify().sound
        with closing(sqlite3.connect(folder / "conversations.sqlite3")) as connection, connection:
            connection.execute("UPDATE exchanges SET answer = replace(answer, 'Words', 'Birds')")
        assert own_bot.verify().problems == (f"conversations: conversation {kept.id} is not as it was written",)
        with pytest.raises(LibraryDamaged, match=kept.id):
            archive.conversation(kept.id)


def test_an_archive_of_the_first_version_grows_and_is_sealed(tmp_path):
    with closing(open_archive(tmp_path)) as archive:
        kept = archive.begin(answer())
    with closing(sqlite3.connect(tmp_path / "conversations.sqlite3")) as connection:
        connection.executescript(
            "DROP TABLE seals; ALTER TABLE conversations DROP COLUMN owner;"
            "ALTER TABLE exchanges DROP COLUMN filters; PRAGMA user_version = 1"
        )
    with closing(open_archive(tmp_path)) as archive:
        assert archive.conversation(kept.id).answers == (answer(),)
        assert archive.problems() == []


@pytest.mark.parametrize("loss", [Path.unlink, lambda path: path.write_bytes(b"")], ids=["removed", "emptied"])
def test_a_lost_archive_does_not_pass_for_a_new_one(tmp_path, loss):
    open_archive(tmp_path).close()
    loss(tmp_path / "conversations.sqlite3")
    with pytest.raises(LibraryDamaged, match="it is lost"):
        open_archive(tmp_path)
    (tmp_path / "conversations.kept").unlink()
    open_archive(tmp_path).close()
