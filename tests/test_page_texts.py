"""The words of the page: the same in every language, and none elsewhere."""

import ast
import json
import re
import string
from pathlib import Path

import pytest

from bot import page
from bot.page.words import LANGUAGES, preferred, words_of

PAGE = Path(page.__file__).parent
TEXTS = {language: json.loads((PAGE / "texts" / f"{language}.json").read_text("utf-8")) for language in LANGUAGES}
MODULES = [path for path in PAGE.rglob("*.py") if path.name not in ("server.py", "masthead.py")]


def slots(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_every_language_has_the_same_keys_in_the_same_order():
    assert len({tuple(texts) for texts in TEXTS.values()}) == 1


def test_every_language_fills_the_same_slots():
    assert {key: slots(text) for key, text in TEXTS["en"].items()} == {
        key: slots(text) for key, text in TEXTS["fr"].items()
    }


def test_every_key_that_the_modules_name_is_written_and_every_written_one_is_named():
    code = "\n".join(path.read_text("utf-8") for path in PAGE.rglob("*.py"))
    named = set(re.findall(r'"([a-z_]+(?:\.[a-z_]+)+)"', code))
    built = tuple(re.findall(r'f["\']([a-z_]+\.(?:[a-z]+\.)?)\{', code))
    written = {re.sub(r"\.(one|other)$", "", key) for key in TEXTS["en"]}
    assert set(re.findall(r'(?:words|count)\(\s*"([\w.]+)"', code)) - written == set()
    assert [key for key in written if key not in named and not key.startswith(built)] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_words_that_a_reader_sees_stand_in_a_module(path):
    assert list(_shown(ast.parse(path.read_text("utf-8")))) == []


def _shown(tree):
    """Texts with words that an element is given as content, or as an attribute that is read out."""
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and getattr(call.func, "id", "") == "element"):
            continue
        labels = [each.value for each in call.keywords if each.arg in ("aria_label", "title", "placeholder", "alt")]
        for given in [*call.args[1:], *labels]:
            if (
                isinstance(given, ast.Constant)
                and isinstance(given.value, str)
                and re.search(r"[A-Za-z]{2}", given.value)
            ):
                yield given.value


def test_the_messages_of_the_bot_that_are_known_fill_the_slots_that_they_have():
    messages = json.loads((PAGE / "texts" / "messages.fr.json").read_text("utf-8"))
    assert {english: slots(english) for english in messages} == {english: slots(fr) for english, fr in messages.items()}


def test_a_message_of_the_bot_is_told_in_the_reader_s_language_as_far_as_it_is_known():
    french = words_of("fr")
    told = french.message("The sources have no words of Sergey Lavrov about this.")
    assert told == "Les sources n’ont aucun propos de Sergey Lavrov à ce sujet."
    assert french.message("Nobody foresaw this.") == "Nobody foresaw this."
    assert words_of("en").message("It breaks off.") == "It breaks off."
    for language in LANGUAGES:
        assert "python" not in words_of(language).message("`python -m bot sources` lists what it has.")


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [
        ("fr", "en", "fr"),
        ("", "fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("", "de, en;q=0.3, fr;q=0.7", "fr"),
        ("", "de", "en"),
        ("xx", "", "en"),
        ("", "fr;q=x,;;", "en"),
        ("", "fr;q=1.2.3,en", "en"),
    ],
)
def test_the_language_is_that_of_the_link_else_the_best_that_the_browser_accepts(asked, accepted, language):
    assert preferred(asked, accepted) == language


@pytest.mark.parametrize(
    ("language", "iso", "written"),
    [
        ("en", "2017-11-28", "28 November 2017"),
        ("fr", "2017-11-28", "28 novembre 2017"),
        ("fr", "2018-01-01", "1er janvier 2018"),
        ("fr", "2017-12", "Décembre 2017"),
        ("en", "2017-W48", "week 48 of 2017"),
        ("fr", "2017", "2017"),
    ],
)
def test_a_date_is_written_as_the_language_writes_it(language, iso, written):
    assert words_of(language).date(iso) == written


def test_numbers_choose_between_one_and_many_as_the_language_does():
    assert words_of("en").count("timeline.found", 0) == "0 dated statements"
    assert words_of("fr").count("timeline.found", 0) == "0 déclaration datée"
