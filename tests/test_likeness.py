"""Documents of almost the same text are linked, and what they both say is cited once."""

import random
from contextlib import closing

import numpy as np
import pytest
from altered import alterations, framed
from documents import front_matter, written
from hypothesis import given
from hypothesis import strategies as st

from bot.assembly import CORPUS
from bot.library import Filters, open_library
from bot.library.likeness import ALIKE, FEWEST_WORDS, signature
from bot.loading import read_bytes
from bot.misreadings import is_misread
from bot.repeats import Repeats
from bot.retrieval import Retriever
from bot.works import Works

STORY = (
    "Ministers of the coastal states met in Halifax on Tuesday to speak about the herring fishery. "
    "Norway asked for a smaller catch next year. Iceland refused to lower its own quota before spring. "
    "The chairman of the meeting said that the stock had fallen by a third since the last count. "
    "Observers from the harbour towns called for help for the crews that would stay ashore. "
    "A second meeting is planned for the autumn in Bergen, where the scientists will present a new count."
)
OWN = "Correspondents in Bergen add that the mayor has invited the crews to a supper of herring."


def statement(text: str, date: str = "2017-05-06", name: str = "a.md", title: str = "On herring", **keys: str):
    return read_bytes(front_matter(text, date=date, title=title, **keys).encode(), name, f"/files/{name}")


def links(library) -> dict[str, tuple[str | None, tuple[str, ...]]]:
    return {each.id: (each.duplicate_of, each.near_duplicates) for each in library.sources.values()}


@pytest.fixture
def twice(library):
    """A library with a later and then an earlier print of a story; the later one has a sentence of its own."""
    library.add(
        [
            statement(f"{STORY} {OWN}", "2017-05-09", "late.md", "Herring talks end"),
            statement(STORY, "2017-05-06", "early.md", "Herring talks"),
        ]
    )
    return library


def test_two_prints_of_a_story_are_linked_and_the_earlier_one_is_the_first(twice):
    assert links(twice) == {"late": ("early", ("early",)), "early": (None, ("late",))}
    (late, early) = (source.to_dict() for source in twice.sources.values())
    assert (late["duplicate_of"], late["near_duplicates"]) == ("early", ["early"])
    assert (early["duplicate_of"], early["near_duplicates"]) == (None, ["late"])


def test_of_two_without_a_date_the_first_that_was_added_counts_as_earlier(library):
    library.add([written(f"{STORY} {OWN}", "b.txt"), written(STORY, "a.txt")])
    assert links(library)["a"] == ("b", ("b",))


def test_a_sentence_of_both_is_found_in_the_earlier_only(twice):
    found = Retriever(twice).retrieve("Which country asked for a smaller catch of herring?")
    assert [(piece.source.id, len(piece.repeated)) for piece in found] == [("early", 0), ("late", 6)]


def test_what_only_the_later_one_says_is_still_found(twice):
    found = Retriever(twice).retrieve("Whom did the mayor invite to a supper of herring?")
    said = {
        piece.source.id: [at for at in range(len(piece.passage.sentences)) if at not in piece.repeated]
        for piece in found
    }
    (last,) = said["late"]
    (late,) = (piece.passage for piece in found if piece.source.id == "late")
    assert late.quote(late.sentences[last]) == OWN


def test_filters_that_leave_only_the_later_one_find_it_whole(twice):
    for filters in (Filters(document="late"), Filters(since="2017-05-08")):
        (found,) = Retriever(twice).retrieve("Which country asked for a smaller catch?", filters)
        assert (found.source.id, found.repeated) == ("late", frozenset())


def test_when_the_first_is_removed_the_other_is_cited_again(twice):
    twice.remove(["early"])
    assert links(twice) == {"late": (None, ())}
    (found,) = Retriever(twice).retrieve("Which country asked for a smaller catch?")
    assert (found.source.id, found.repeated) == ("late", frozenset())


def test_a_new_version_of_another_text_is_linked_no_more(twice):
    twice.add(
        [statement("The lighthouse of Utgarden was painted green. " * 9, "2017-05-09", "late.md", "Herring talks end")]
    )
    assert links(twice) == {"early": (None, ()), "late": (None, ())}


def test_a_correction_is_not_taken_for_what_it_corrects(library):
    corrected = STORY.replace("fallen by a third", "fallen by a half")
    library.add([statement(STORY, name="first.md"), statement(corrected, "2017-05-07", "corrected.md", "Correction")])
    found = Retriever(library).retrieve("By how much has the stock fallen?")
    texts = [
        piece.passage.quote(span)
        for piece in found
        for at, span in enumerate(piece.passage.sentences)
        if at not in piece.repeated and "fallen" in piece.passage.quote(span)
    ]
    assert sorted(text.rpartition(" since")[0][-7:] for text in texts) == [" a half", "a third"]


def test_a_second_scan_says_nothing_that_the_first_did_not(library):
    scan = STORY.replace("quota", "qu0ta").replace("harbour", "harhour").replace("Halifax", "Ha1ifax")
    library.add([statement(STORY, name="first.md"), statement(scan, "2017-05-07", "scan.md", "Second scan")])
    assert links(library)["scan"][0] == "first"
    found = Retriever(library).retrieve("Which quota did Iceland refuse to lower?")
    assert [(piece.source.id, piece.repeated) for piece in found] == [("first", frozenset())]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("iceland refused its quota", "iceland refused its qu0ta", True),
        ("tillerson spoke in ottawa", "ti1lerson spoke in 0ttawa", True),
        ("the rninister left ottawa", "the minister left ottavva", True),
        ("said sokolov in may", "said sobolev in may", False),
        ("it cost two million", "it cost two billion", False),
        ("he will attend the meeting", "he will not attend the meeting", False),
        ("the fifth of may 2017", "the fifth of may 2016", False),
        ("they signed it", "they sink it", False),
        ("on 5 may", "on s may", False),
    ],
)
def test_a_changed_word_is_no_misread_one(one, other, same, embedder):
    assert is_misread(one.split(), other.split(), embedder.knows) is same
    assert is_misread(other.split(), one.split(), embedder.knows) is same


def test_an_answer_cites_the_first_and_nothing_twice(own_bot, tmp_path):
    for name, text, date in (
        ("late", f"{STORY} {OWN}", "2017-05-09"),
        ("early", framed(STORY, random.Random(1)), "2017-05-06"),
    ):
        (tmp_path / f"{name}.md").write_text(front_matter(text, date=date, title=f"Herring talks, {name}"))
        own_bot.add(tmp_path / f"{name}.md")
    answer = own_bot.ask("What did Norway ask for about the herring catch?")
    cited = [sentence.citations[0] for sentence in answer.sentences]
    assert "early" in {citation.document for citation in cited}
    assert len({citation.quote for citation in cited}) == len(cited)
    entries = own_bot.timeline("herring").entries
    assert len({entry.sentence.text for entry in entries}) == len(entries)


def test_short_texts_are_never_taken_for_each_other(library):
    library.add(
        [written("The minister spoke about wheat.", "a.txt"), written("The minister spoke about wheat again.", "b.txt")]
    )
    assert links(library) == {"a": (None, ()), "b": (None, ())}
    assert signature("word " * (FEWEST_WORDS - 1)).size == 0


def test_a_library_of_an_older_version_learns_what_is_alike_with_the_next_document(twice, embedder):
    with twice._catalogue.transaction() as run:
        for table in ("signatures", "alike", "meta WHERE name = 'signatures'"):
            run(f"DELETE FROM {table}")
    with closing(open_library(twice.folder, embedder)) as library:
        assert links(library)["late"] == (None, ())
        library.add([written("The lighthouse was painted green.", "c.txt")])
        assert links(library)["late"] == ("early", ("early",))
        assert library.verify().sound


def test_what_another_opening_adds_and_removes_counts(twice, embedder):
    with closing(open_library(twice.folder, embedder)) as other:
        other.remove(["early"])
        other.add([statement(f"{OWN} {STORY}", "2017-05-12", "third.md", "Herring talks, again")])
        twice.add([statement(f"{OWN} {STORY} {OWN}", "2017-05-14", "fourth.md", "Herring talks, at last")])
        other.add([statement(f"{STORY} {OWN} {OWN}", "2017-05-16", "fifth.md", "Herring talks, once more")])
        assert links(twice) == links(other)
    assert links(twice) == {
        "late": (None, ("third", "fourth", "fifth")),
        "third": ("late", ("late", "fourth", "fifth")),
        "fourth": ("late", ("late", "third", "fifth")),
        "fifth": ("late", ("late", "third", "fourth")),
    }


def test_signatures_of_another_make_are_made_anew(twice):
    with twice._catalogue.transaction() as run:
        run("UPDATE signatures SET signature = x''")
        run("UPDATE meta SET value = 'another' WHERE name = 'signatures'")
    twice.add([written("The lighthouse was painted green.", "c.txt")])
    assert links(twice)["late"] == ("early", ("early",))


def test_where_nothing_is_alike_the_evidence_is_left_as_it_is(bot):
    library = bot._library
    found = Retriever(library).ranked("What did Canada say about diplomacy?", library.condition(Filters()), 8)
    assert library.repeats == {}
    assert list(Repeats(library).once(found, library.condition(Filters()))) == found


@given(st.lists(st.sampled_from([" ", "  ", "\n", "\n\n", " – ", ", "]), min_size=1, max_size=9))
def test_a_signature_depends_on_the_words_alone(gaps):
    spaced = "".join(word + gaps[at % len(gaps)] for at, word in enumerate(STORY.split(" ")))
    assert np.array_equal(signature(spaced.upper()), signature(STORY))


def test_a_signature_of_a_long_text_is_that_of_its_stretches_at_once(monkeypatch):
    whole = signature(STORY)
    monkeypatch.setattr("bot.library.likeness.AT_ONCE", 10)
    assert np.array_equal(signature(STORY), whole)


@pytest.fixture(scope="module")
def briefs() -> list[str]:
    """The shipped briefs, which are about the same events, and none like another."""
    return [brief.text for brief in Works.load(CORPUS).briefs()]


def share(text: str, other: str) -> float:
    return float((signature(text) == signature(other)).mean())


def test_no_two_briefs_are_alike(briefs):
    signed = [signature(text) for text in briefs]
    shares = [(signed[a] == signed[b]).mean() for a in range(len(signed)) for b in range(a)]
    assert len(briefs) > 10
    assert max(shares) < 0.6 * ALIKE


EDITS = ["edited 1%", "edited 2%", "edited 5%", "edited 10%"]
SCANS = ["scanned 0.2%", "scanned 0.5%", "scanned 1.0%", "scanned 2.0%"]


@pytest.mark.parametrize("way", [*EDITS, *SCANS, "head and foot", "cut by 20%"])
def test_altered_copies_are_alike(briefs, way):
    vocabulary = sorted({word for text in briefs for word in text.split()})
    alter = alterations(vocabulary)[way]
    assert all(share(text, alter(text, random.Random(at))) >= ALIKE for at, text in enumerate(briefs))
