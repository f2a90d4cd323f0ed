"""`verify` names each passage that is lost, doubled or altered, in whichever part, and each altered row."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from mortal import DIMENSIONS, NAMES, Hashed, document, sync, write_files

from bot.errors import LibraryDamaged
from bot.library import Library, back_up, open_library, rebuild
from bot.library.catalogue import Catalogue
from bot.library.opening import CATALOGUE
from bot.library.rows import KEY_BITS
from bot.records import Passage, Source

Mutation = Callable[[Library, random.Random], object]


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "library"
    with closing(open_library(folder, Hashed())) as library:
        library.add([document(name, version) for version, name in enumerate(NAMES, 1)])
        library.add([document("oats", 8)])
        library.remove(["rye"])
        assert library.verify().problems == ()
    return folder


@pytest.fixture
def folder(sound, tmp_path) -> Path:
    return shutil.copytree(sound, tmp_path / "library")


def some(library: Library, chance: random.Random) -> tuple[int, Passage, Source]:
    """A passage by its key, and its document."""
    number = chance.choice(sorted(library.sources))
    key, (_, passage, _) = chance.choice(sorted(library._catalogue.passages_of(number).items()))
    return key, passage, library.sources[number]


def execute(folder: Path, statement: str, *values: object) -> None:
    """Change the catalogue as nothing of the bot does."""
    with closing(sqlite3.connect(folder / CATALOGUE)) as connection, connection:
        assert connection.execute(statement, values).rowcount


def vector_gone(library: Library, chance: random.Random) -> None:
    library._vectors._collection.delete(ids=[str(some(library, chance)[0])])


def vector_twice(library: Library, chance: random.Random) -> None:
    key, passage, source = some(library, chance)
    library._vectors.add([(key + 1000, key >> KEY_BITS, passage, source.metadata)], np.ones((1, DIMENSIONS), "f4"))


def vector_altered(library: Library, chance: random.Random) -> None:
    row = np.array(Hashed().embed_query(str(chance.random())))
    library._vectors._collection.update(ids=[str(some(library, chance)[0])], embeddings=[row])


def vector_of_another_speaker(library: Library, chance: random.Random) -> None:
    key, *_ = some(library, chance)
    library._vectors._collection.update(ids=[str(key)], metadatas=[{"country": ["Freedonia"]}])


def words_gone(library: Library, chance: random.Random) -> None:
    key, *_ = some(library, chance)
    writer = library._words._index.writer(15_000_000, 1)
    writer.delete_documents_by_query(library._words._one_of("key", (key,)))
    with library._words._sealed.alone(), library._words._sealed.writing():
        writer.commit()
        writer.wait_merging_threads()
    library._words._index.reload()


def words_twice(library: Library, chance: random.Random) -> None:
    key, passage, source = some(library, chance)
    library._words.write([(key, key >> KEY_BITS, passage, source.metadata)])


def words_altered(library: Library, chance: random.Random) -> None:
    rng = chance.getstate()
    words_gone(library, chance)
    chance.setstate(rng)
    key, passage, source = some(library, chance)
    other = replace(passage, text=passage.text.replace("minister", "wizard"))
    library._words.write([(key, key >> KEY_BITS, other, source.metadata)])


PARTS: dict[Mutation, str] = {
    vector_gone: "vectors: 1 passages missing",
    vector_twice: "vectors: 1 passages not listed by the catalogue",
    vector_altered: "vectors: 1 passages whose vector is not the one that was written",
    vector_of_another_speaker: "vectors: 1 passages that do not say what they may be filtered by",
    words_gone: "words: 1 passages missing",
    words_twice: "words: 1 passages there more than once",
    words_altered: "words: 1 passages whose words are not those of the catalogue",
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("mutate", PARTS, ids=lambda mutate: mutate.__name__)
def test_one_lost_doubled_or_altered_entry_of_a_part_is_named(folder, mutate, seed):
    with closing(open_library(folder, Hashed())) as library:
        mutate(library, random.Random(seed))
        problems = library.verify().problems
    assert [problem.partition(" (")[0] for problem in problems] == [PARTS[mutate]]
    rebuild(folder, Hashed())
    with closing(open_library(folder, Hashed())) as library:
        assert library.verify().problems == ()


ROWS = (
    "UPDATE documents SET metadata = replace(metadata, '\"title\": \"', '\"title\": \"Not ') WHERE id = 'wheat'",
    "UPDATE documents SET work = 'another' WHERE id = 'wheat'",
    "UPDATE documents SET original = 0 WHERE id = 'wheat'",
    "UPDATE documents SET text = replace(text, 'minister', 'wizard') WHERE id = 'wheat'",
    "UPDATE passages SET heading = 'Another' WHERE key = (SELECT max(key) FROM passages)",
    "UPDATE passages SET page = 7 WHERE key = (SELECT max(key) FROM passages)",
    "UPDATE passages SET start = start + 1 WHERE key = (SELECT max(key) FROM passages)",
    "UPDATE passages SET vectors = zeroblob(length(vectors)) WHERE key = (SELECT max(key) FROM passages)",
    "UPDATE passages SET vector = zeroblob(length(vector)) WHERE key = (SELECT max(key) FROM passages)",
    "DELETE FROM passages WHERE key = (SELECT max(key) FROM passages)",
    "DELETE FROM seals WHERE number = (SELECT max(number) FROM documents)",
)


@pytest.mark.parametrize("statement", ROWS, ids=range(len(ROWS)))
def test_a_row_of_the_catalogue_that_was_altered_is_named(folder, statement):
    with closing(open_library(folder, Hashed())) as library:
        execute(folder, statement)
        problems = library.verify().problems
    assert any(problem.startswith("catalogue: the rows of document number ") for problem in problems), problems


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE meta SET value = value + 1 WHERE name = 'generation'",
        "UPDATE meta SET value = 1 WHERE name = 'next_number'",
        "DELETE FROM meta WHERE name = 'place' OR name = 'seal'",
        "INSERT INTO stale SELECT max(number) FROM documents",
    ],
)
def test_what_steers_a_library_and_was_altered_is_named_when_it_is_opened(folder, statement):
    execute(folder, statement)
    with pytest.raises(LibraryDamaged, match=r"catalogue\.sqlite3 is damaged") as caught:
        open_library(folder, Hashed())
    assert "backup" in caught.value.hint


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE synced SET text = 'another' WHERE path = 'figs.txt'",
        "DELETE FROM synced WHERE path = 'figs.txt'",
        "INSERT INTO synced SELECT folder, 'others.txt', size, changed, content, text FROM synced LIMIT 1",
    ],
)
def test_what_is_remembered_of_a_synced_folder_and_was_altered_is_named(tmp_path, statement):
    with closing(open_library(tmp_path / "library", Hashed())) as library:
        write_files(library, {"figs": 1, "pears": 2})
        sync(library)
        write_files(library, {"figs": 3})
        sync(library)
        assert library.verify().problems == ()
        execute(library.folder, statement)
        assert library.verify().problems == ("catalogue: what it remembers of synced folders is not as it was written",)
        with pytest.raises(LibraryDamaged, match="was not backed up"):
            back_up(library.folder)


def test_what_the_bot_changes_is_sealed_and_what_it_rolls_back_is_not_missed(folder):
    with closing(Catalogue(folder / CATALOGUE)) as catalogue:
        number = max(catalogue.sources())
        with catalogue.transaction() as run:
            run("UPDATE documents SET origin = '/elsewhere' WHERE number = ?", (number,))
        with suppress(ZeroDivisionError), catalogue.transaction() as run:
            run("UPDATE documents SET origin = '/nowhere' WHERE number = ?", (number,))
            raise ZeroDivisionError
        assert catalogue.problems() == []
        assert catalogue.sources()[number].origin == "/elsewhere"


def test_a_row_that_no_longer_says_what_it_has_to_is_damage_in_one_line(folder):
    execute(folder, "UPDATE documents SET metadata = '{}' WHERE id = 'wheat'")
    with pytest.raises(LibraryDamaged, match=r"catalogue\.sqlite3 is damaged") as caught:
        open_library(folder, Hashed())
    assert "\n" not in str(caught.value)


def test_a_catalogue_of_the_version_before_is_sealed_and_asks_for_new_parts(folder):
    execute(folder, "UPDATE meta SET value = '4' WHERE name = 'schema'")
    execute(folder, "UPDATE meta SET value = '3' WHERE name = 'parts'")
    with closing(sqlite3.connect(folder / CATALOGUE)) as connection:
        connection.executescript("DROP TABLE seals; ALTER TABLE passages DROP COLUMN vector")
    with closing(Catalogue(folder / CATALOGUE)) as catalogue:
        assert catalogue.problems() == []
    rebuild(folder, Hashed())
    with closing(open_library(folder, Hashed())) as library:
        assert library.verify().problems == ()
        assert len(library.sources) == len(NAMES) - 1
