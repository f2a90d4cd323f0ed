"""A synced folder and the library are the same, and only what came from the folder is ever touched."""

import json
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from documents import front_matter
from embedders import Counting
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.collection import Collection
from bot.errors import UnreadableDocument
from bot.library import open_library
from bot.library.remembered import Remembered
from bot.records import Metadata, Source
from bot.syncing.planning import After, Before, outline, plan
from bot.syncing.records import Scan, Seen, Stat
from bot.syncing.watching import Stillness
from bot.works import Works

WHEAT, RICE, RYE, OATS = (
    f"Notes on {crop}\n\nThe minister spoke about {crop}." for crop in "wheat rice rye oats".split()
)
TEXTS = [WHEAT, RICE, RYE, OATS]


@contextmanager
def opened(folder: Path, embedder=None) -> Iterator[Collection]:
    with closing(open_library(folder, embedder or Counting())) as library:
        yield Collection(library, Works(), lambda address: pytest.fail(f"{address} was fetched"))


@pytest.fixture
def model() -> Counting:
    return Counting()


@pytest.fixture
def collection(tmp_path, model) -> Iterator[Collection]:
    with opened(tmp_path / "library", model) as found:
        yield found


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder with two statements."""
    made = tmp_path / "statements"
    write(made, {"wheat.txt": WHEAT, "more/rice.txt": RICE})
    return made


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files that look as if they were written a while ago."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        age(path)


def age(path: Path) -> None:
    """Make a file an hour older than any that was aged before."""
    age.hours = getattr(age, "hours", 0) + 1
    os.utime(path, ns=(0, time.time_ns() - 10**17 + age.hours * 3600 * 10**9))


def titles(collection: Collection) -> list[str]:
    return sorted(source.metadata.title for source in collection.sources())


def paths(entries) -> list[str]:
    return [entry.path for entry in entries]


def test_adds_what_is_new_and_does_nothing_for_what_is_the_same(collection, folder, model):
    first = collection.sync(folder)
    assert (paths(first.added), first.unchanged) == (["more/rice.txt", "wheat.txt"], 0)
    assert {entry.document for entry in first.added} == {source.id for source in collection.sources()}
    done = model.count
    second = collection.sync(folder)
    assert (second.is_idle, second.unchanged, model.count) == (True, 2, done)


def test_the_second_sync_reads_no_file(collection, folder, monkeypatch):
    collection.sync(folder)
    monkeypatch.setattr("bot.syncing.applying.read_file", lambda *_: pytest.fail("reads a file"))
    assert collection.sync(folder).unchanged == 2


def test_a_file_with_a_new_time_but_the_same_bytes_is_not_made_a_document_again(collection, folder, monkeypatch):
    collection.sync(folder)
    age(folder / "wheat.txt")
    with monkeypatch.context() as patch:
        patch.setattr("bot.collection.read_document", lambda *_: pytest.fail("parses a file"))
        assert collection.sync(folder).unchanged == 2
    monkeypatch.setattr("bot.syncing.applying.read_file", lambda *_: pytest.fail("reads a file"))
    assert collection.sync(folder).unchanged == 2


def test_a_file_written_just_now_is_looked_at_once_more(collection, folder):
    (folder / "wheat.txt").write_text(WHEAT)
    collection.sync(folder)
    status = (folder / "wheat.txt").stat()
    (folder / "wheat.txt").write_text(WHEAT.replace("wheat", "wheel"))
    os.utime(folder / "wheat.txt", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert paths(collection.sync(folder).changed) == ["wheat.txt"]


def test_replaces_what_changed_under_the_same_id(collection, folder):
    before = collection.sync(folder).added
    write(folder, {"wheat.txt": WHEAT + " He spoke for an hour."})
    (changed,) = collection.sync(folder).changed
    assert changed in before
    assert len(collection.sources()) == 2


def test_what_a_file_says_of_itself_counts_as_a_change(collection, tmp_path):
    write(tmp_path / "in", {"a.md": front_matter("He spoke of wheat.", kind="speech")})
    collection.sync(tmp_path / "in")
    write(tmp_path / "in", {"a.md": front_matter("He spoke of wheat.", kind="statement")})
    assert paths(collection.sync(tmp_path / "in").changed) == ["a.md"]
    assert [source.metadata.kind for source in collection.sources()] == ["statement"]


def test_keeps_what_is_gone_until_it_is_told_to_remove_it(collection, folder):
    collection.sync(folder)
    (folder / "wheat.txt").unlink()
    for _ in range(2):
        found = collection.sync(folder)
        assert (found.removed, paths(found.kept)) == ((), ["wheat.txt"])
    assert paths(collection.sync(folder, remove=True).removed) == ["wheat.txt"]
    assert titles(collection) == ["Notes on rice"]
    assert collection.sync(folder).is_idle


def test_asks_with_what_would_go(collection, folder):
    collection.sync(folder)
    shutil.rmtree(folder)
    folder.mkdir()
    asked = []
    collection.sync(folder, remove=lambda found: bool(asked.append(found)))
    assert (paths(asked[0].removed), asked[0].removes_most) == (["more/rice.txt", "wheat.txt"], True)
    assert len(collection.sources()) == 2


def test_a_renamed_file_keeps_its_document_and_is_not_embedded_again(collection, folder, model):
    before = {entry.document for entry in collection.sync(folder).added}
    done = model.count
    (folder / "wheat.txt").rename(folder / "harvest.txt")
    (folder / "more").rename(folder / "less")
    found = collection.sync(folder)
    renamed = [(entry.before, entry.path) for entry in found.renamed]
    assert renamed == [("wheat.txt", "harvest.txt"), ("more/rice.txt", "less/rice.txt")]
    assert (found.added, found.removed, found.kept, model.count) == ((), (), (), done)
    assert {source.id for source in collection.sources()} == before
    assert {source.origin for source in collection.sources()} == {
        str(folder / "harvest.txt"),
        str(folder / "less/rice.txt"),
    }
    assert collection.sync(folder).is_idle


def test_a_file_that_takes_the_name_of_a_renamed_one_does_not_take_its_document(collection, folder):
    (before,) = [entry for entry in collection.sync(folder).added if entry.path == "wheat.txt"]
    (folder / "wheat.txt").rename(folder / "a.txt")
    write(folder, {"wheat.txt": RYE})
    collection.sync(folder)
    by_origin = {source.origin: source for source in collection.sources()}
    assert by_origin[str(folder / "a.txt")].id == before.document
    assert by_origin[str(folder / "wheat.txt")].metadata.title == "Notes on rye"


def test_two_files_that_change_places_are_told_apart(collection, folder, model):
    collection.sync(folder)
    done = model.count
    write(folder, {"wheat.txt": RICE, "more/rice.txt": WHEAT})
    found = collection.sync(folder)
    assert (len(found.renamed), found.kept, model.count) == (2, (), done)
    (folder / "wheat.txt").unlink()
    collection.sync(folder, remove=True)
    assert titles(collection) == ["Notes on wheat"]


def test_a_text_that_two_files_have_goes_with_the_last_of_them(collection, folder):
    write(folder, {"again.txt": WHEAT})
    first = collection.sync(folder)
    assert (paths(first.added), paths(first.repeated)) == (["again.txt", "more/rice.txt"], ["wheat.txt"])
    (folder / "again.txt").unlink()
    assert collection.sync(folder, remove=True).removed == ()
    (folder / "wheat.txt").unlink()
    assert paths(collection.sync(folder, remove=True).removed) == ["wheat.txt"]


def test_a_text_stays_when_one_of_the_files_that_have_it_gets_another(collection, folder, model):
    write(folder, {"again.txt": WHEAT})
    collection.sync(folder)
    write(folder, {"again.txt": RYE})
    collection.sync(folder, remove=True)
    assert titles(collection) == ["Notes on rice", "Notes on rye", "Notes on wheat"]


def test_only_what_came_from_the_folder_is_removed(collection, folder, tmp_path):
    write(tmp_path, {"own.txt": RYE, "other/oats.txt": OATS, "other/wheat.txt": WHEAT})
    collection.add([tmp_path / "own.txt"])
    collection.sync(tmp_path / "other")
    collection.sync(folder)
    shutil.rmtree(folder)
    folder.mkdir()
    assert paths(collection.sync(folder, remove=True).removed) == ["more/rice.txt"]
    assert titles(collection) == ["Notes on oats", "Notes on rye", "Notes on wheat"]


def test_a_text_of_two_folders_goes_when_both_have_lost_it(collection, folder, tmp_path):
    write(tmp_path / "other", {"wheat.txt": WHEAT})
    collection.sync(folder)
    collection.sync(tmp_path / "other")
    (folder / "wheat.txt").unlink()
    assert collection.sync(folder, remove=True).removed == ()
    (tmp_path / "other/wheat.txt").unlink()
    assert paths(collection.sync(tmp_path / "other", remove=True).removed) == ["wheat.txt"]
    assert titles(collection) == ["Notes on rice"]


def test_a_folder_within_a_synced_folder_may_be_synced_as_well(collection, folder):
    collection.sync(folder)
    collection.sync(folder / "more")
    (folder / "more/rice.txt").unlink()
    assert paths(collection.sync(folder, remove=True).removed) == ["more/rice.txt"]
    assert collection.sync(folder / "more", remove=True).removed == ()


def test_what_was_removed_by_hand_comes_back(collection, folder):
    (entry, _) = collection.sync(folder).added
    collection._library.remove([entry.document])
    assert paths(collection.sync(folder).added) == [entry.path]


def test_the_real_model_embeds_each_text_once(tmp_path, folder, embedder):
    given = []

    class Wrapped:
        name = embedder.name
        embed_query = embedder.embed_query

        def embed(self, texts, progress=None):
            given.extend(texts)
            return embedder.embed(texts, progress)

    with opened(tmp_path / "real", Wrapped()) as collection:
        collection.sync(folder)
        assert len(given) == len(set(given)) > 0
        done = len(given)
        collection.sync(folder)
        (folder / "more").rename(folder / "moved")
        (folder / "wheat.txt").touch()
        assert paths(collection.sync(folder).renamed) == ["moved/rice.txt"]
        assert len(given) == done


def test_says_what_it_would_do_and_does_nothing(collection, folder, model):
    collection.sync(folder)
    (folder / "wheat.txt").unlink()
    write(folder, {"more/rice.txt": RICE + " He spoke for an hour.", "rye.txt": RYE})
    before, done = collection.sources(), model.count
    planned = collection.sync(folder, dry_run=True)
    assert (paths(planned.added), paths(planned.changed), paths(planned.removed)) == (
        ["rye.txt"],
        ["more/rice.txt"],
        ["wheat.txt"],
    )
    assert (collection.sources(), model.count) == (before, done)
    carried_out = collection.sync(folder, remove=True)
    assert [planned.to_dict()[name] for name in ("changed", "removed")] == [
        carried_out.to_dict()[name] for name in ("changed", "removed")
    ]


def test_what_cannot_be_read_is_refused_by_name_and_the_rest_goes_on(collection, folder):
    write(folder, {"bad.txt": "\0\1\2", "empty.md": ""})
    found = collection.sync(folder)
    assert paths(found.refused) == ["bad.txt", "empty.md"]
    assert all(each.message and not each.kept for each in found.refused)
    assert len(found.added) == 2


def test_a_file_that_became_unreadable_keeps_its_older_text(collection, folder):
    collection.sync(folder)
    write(folder, {"wheat.txt": "\0\1\2"})
    for _ in range(2):
        (refused,) = collection.sync(folder, remove=True).refused
        assert (refused.path, refused.kept) == ("wheat.txt", True)
    assert titles(collection) == ["Notes on rice", "Notes on wheat"]


def test_a_folder_that_cannot_be_listed_loses_nothing(collection, folder, monkeypatch):
    collection.sync(folder)
    listed = os.scandir

    def refusing(path):
        if Path(path).name == "more":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "scandir", refusing)
    found = collection.sync(folder, remove=True)
    assert (paths(found.refused), found.removed) == (["more"], ())
    assert len(collection.sources()) == 2


def test_a_folder_that_is_not_there_is_an_error(collection, folder):
    collection.sync(folder)
    folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(UnreadableDocument, match="no folder"):
        collection.sync(folder, remove=True)
    assert len(collection.sources()) == 2


def test_links_out_of_the_folder_are_not_followed_and_said(collection, folder, tmp_path):
    write(tmp_path, {"secret.txt": RYE, "beside/oats.txt": OATS})
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "up").symlink_to(tmp_path)
    (folder / "round").symlink_to(folder)
    (folder / "dangling.txt").symlink_to(folder / "nothing.txt")
    found = collection.sync(folder)
    assert titles(collection) == ["Notes on rice", "Notes on wheat"]
    assert [each.path for each in found.skipped] == ["link.txt", "round", "up"]
    assert paths(found.refused) == ["dangling.txt"]


def test_a_link_to_a_file_within_the_folder_is_that_file(collection, folder):
    write(folder, {".store/1": RYE})
    (folder / "rye.txt").symlink_to(folder / ".store/1")
    assert "rye.txt" in paths(collection.sync(folder).added)
    assert collection.sync(folder).unchanged == 3


def test_a_file_that_becomes_a_link_out_while_it_is_read_is_refused(collection, folder, tmp_path, monkeypatch):
    write(tmp_path, {"secret.txt": RYE})
    from bot.syncing import reading

    seen = reading.stat_of

    def swapped(path):
        if path.name == "wheat.txt" and not path.is_symlink():
            path.unlink()
            path.symlink_to(tmp_path / "secret.txt")
        return seen(path)

    monkeypatch.setattr(reading, "stat_of", swapped)
    found = collection.sync(folder)
    assert paths(found.refused) == ["wheat.txt"]
    assert titles(collection) == ["Notes on rice"]


def test_hidden_and_temporary_files_are_left_out(collection, folder):
    names = [".hidden.txt", "~$x.md", ".~lock.x.txt#", ".git/x.txt", "x.txt~", ".x.txt.swp", "#x.txt#", "x.txt.part"]
    write(folder, dict.fromkeys(names, RYE))
    write(folder, {"image.jpg": "…"})
    found = collection.sync(folder)
    assert (len(found.added), found.skipped, found.refused, found.others) == (2, (), (), 1)


def test_a_file_that_changes_while_it_is_read_is_left_for_the_next_time(collection, folder, monkeypatch):
    import bot.collection

    read = bot.collection.read_document

    def reading(path):
        found = read(path)
        path.write_text(path.read_text() + " And")
        return found

    with monkeypatch.context() as patch:
        patch.setattr(bot.collection, "read_document", reading)
        assert paths(collection.sync(folder).refused) == ["more/rice.txt", "wheat.txt"]
    assert collection.sources() == ()
    assert len(collection.sync(folder).added) == 2


def test_a_name_that_is_no_text_is_refused(collection, folder):
    try:
        (folder / os.fsdecode(b"\xff.txt")).write_text(RYE)
    except OSError:
        pytest.skip("the file system takes no such name")
    (refused,) = collection.sync(folder).refused
    assert "UTF-8" in refused.message
    assert json.dumps(refused.to_dict())


def test_an_interrupted_sync_goes_on_where_it_stopped(tmp_path, folder, monkeypatch):
    monkeypatch.setattr("bot.syncing.applying.BATCH_FILES", 1)
    write(folder, {"rye.txt": RYE})

    class Tiring(Counting):
        def embed(self, texts, progress=None):
            if self.count:
                raise KeyboardInterrupt
            return super().embed(texts, progress)

    with opened(tmp_path / "library", Tiring()) as collection:
        with pytest.raises(KeyboardInterrupt):
            collection.sync(folder)
        assert len(collection.sources()) == 1
    with opened(tmp_path / "library") as collection:
        found = collection.sync(folder)
        assert (len(found.added), found.unchanged) == (2, 1)


def test_tells_how_far_it_has_come(collection, folder):
    told = []
    collection.sync(folder, progress=lambda *step: told.append(step))
    assert told[-1] == (2, 2)
    assert told == sorted(told)


FILES = st.dictionaries(st.sampled_from(["a.txt", "b.txt", "c/d.txt", "c/e.txt"]), st.sampled_from(TEXTS))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=st.lists(FILES, min_size=1, max_size=4))
def test_after_each_sync_the_library_is_the_folder_and_a_second_one_has_nothing_to_do(states, tmp_path_factory):
    place = tmp_path_factory.mktemp("law")
    with opened(place / "library") as collection:
        write(place, {"own.txt": "Notes on barley\n\nThe minister spoke about barley."})
        collection.add([place / "own.txt"])
        for files in states:
            shutil.rmtree(place / "in", ignore_errors=True)
            (place / "in").mkdir()
            write(place / "in", files)
            planned = collection.sync(place / "in", dry_run=True)
            done = collection.sync(place / "in", remove=True)
            assert titles(collection) == sorted({*map(title, files.values()), "Notes on barley"})
            origins = {source.metadata.title: Path(source.origin) for source in collection.sources()}
            assert all(title(origins[title(text)].read_text()) == title(text) for text in files.values())
            assert bare(planned) == bare(done)
            again = collection.sync(place / "in", remove=True)
            assert (again.is_idle, again.unchanged) == (True, len(files))
        assert collection._library.verify().sound


def title(text: str) -> str:
    return text.partition("\n")[0]


def bare(sync):
    """A sync without the ids of documents that a plan cannot know."""
    entries = {name: paths(getattr(sync, name)) for name in ("added", "changed", "renamed", "removed", "repeated")}
    return entries, sync.unchanged, sync.refused


@pytest.fixture
def stop() -> Iterator[threading.Event]:
    """What ends a watch, at the latest after a minute."""
    event = threading.Event()
    timer = threading.Timer(60, event.set)
    timer.start()
    yield event
    timer.cancel()
    event.set()


def test_watching_adds_what_is_written_and_removes_what_is_gone(collection, folder, stop):
    write(folder, {"oats.txt": OATS})
    seen = []
    for found in collection.watch(folder, remove=True, stop=stop):
        done = [(what, path) for what in ("added", "removed") for path in paths(getattr(found, what))]
        seen += done
        if done and len(seen) == 3:
            (folder / "rye.txt").write_text(RYE)
        elif done and len(seen) == 4:
            (folder / "oats.txt").unlink()
        elif done and len(seen) == 5:
            stop.set()
    assert seen[3:] == [("added", "rye.txt"), ("removed", "oats.txt")]


def test_watching_never_removes_most_at_once(collection, folder, stop):
    collection.sync(folder)
    found = []
    for sync in collection.watch(folder, remove=True, stop=stop):
        found.append(sync)
        if len(found) == 1:
            shutil.rmtree(folder / "more")
            (folder / "wheat.txt").unlink()
        else:
            stop.set()
    assert (paths(found[-1].kept), found[-1].removed) == (["more/rice.txt", "wheat.txt"], ())


def test_watching_ends_with_an_error_where_the_folder_goes(collection, folder, stop):
    found = collection.watch(folder, remove=True, stop=stop)
    assert next(found).waiting
    shutil.rmtree(folder)
    with pytest.raises(UnreadableDocument, match="no folder"):
        list(found)


def test_a_file_is_left_until_it_is_still(collection, folder):
    now = [0.0]
    still = Stillness(lambda: now[0])
    syncer = collection._syncer

    def sync():
        return syncer.sync(folder, confirm=lambda _: True, waits=still)

    assert sync().waiting == ("more/rice.txt", "wheat.txt")
    now[0] = 0.5
    write(folder, {"wheat.txt": WHEAT + " And"})
    assert sync().waiting == ("more/rice.txt", "wheat.txt")
    now[0] = 1.2
    found = sync()
    assert (paths(found.added), found.waiting) == (["more/rice.txt"], ("wheat.txt",))
    now[0] = 1.6
    assert paths(sync().added) == ["wheat.txt"]
    write(folder, {"wheat.txt": WHEAT})
    found = sync()
    assert (found.waiting, found.changed, found.kept, found.removed) == (("wheat.txt",), (), (), ())
    now[0] = 3.0
    assert paths(sync().changed) == ["wheat.txt"]


PATHS, HASHES = st.sampled_from("abcd"), st.sampled_from("pqrs")
FILE = st.builds(Remembered, st.just(1), st.just(1), HASHES, HASHES)
ORIGINS = st.sampled_from(["/in/a", "/in/b", "/in/c", "/out/a"])


@given(
    files=st.dictionaries(PATHS, FILE),
    seen=st.dictionaries(PATHS, st.builds(Seen, FILE)),
    held=st.dictionaries(HASHES, ORIGINS),
)
def test_every_file_has_one_fate_and_no_text_that_a_file_has_is_removed(files, seen, held):
    sources = tuple(
        Source(f"id-{text}", text, Metadata(title=text), 1, True, origin=origin) for text, origin in held.items()
    )
    before = Before("/in", files, {}, sources)
    after = After(outline(Scan({path: Stat(2, 2) for path in seen}), files, ()), seen)
    found = plan(before, after)
    assert found == plan(before, after)
    fates = [paths(getattr(found, name)) for name in ("added", "changed", "renamed", "repeated")]
    assert sum(len(set(fate)) for fate in fates) + found.unchanged == len(seen)
    wanted = {each.file.text for each in seen.values()}
    removed = {entry.document for entry in found.removed}
    assert not removed & {f"id-{text}" for text in wanted}
    assert not removed & {source.id for source in sources if source.origin.startswith("/out")}
