"""What `from bot import …` offers, and that `import bot` costs nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

import bot
from bot import errors

CHECKOUT = Path(__file__).parent.parent
HEAVY = (
    "numpy",
    "chromadb",
    "gradio",
    "langchain_core",
    "langchain",
    "onnxruntime",
    "tokenizers",
    "tantivy",
    "pydantic",
)
PUBLIC = [
    "Added",
    "Answer",
    "Bot",
    "BotError",
    "Citation",
    "Claim",
    "Document",
    "DraftCheck",
    "DraftQuotation",
    "Entry",
    "Event",
    "Positions",
    "QuotationCheck",
    "QuotationMatch",
    "Refusal",
    "Sentence",
    "Side",
    "Source",
    "Sync",
    "Timeline",
    "Verification",
    "open_bot",
]


def test_the_public_names_are_these():
    assert bot.__all__ == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_each_public_name_is_there_and_says_what_it_is(name):
    assert getattr(bot, name).__doc__


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="'bot' has no attribute 'opne_bot'"):
        _ = bot.opne_bot


@pytest.mark.parametrize("statement", ["import bot", "from bot import BotError, Answer, Citation, Side"])
def test_importing_the_package_or_its_records_imports_nothing_heavy(statement):
    code = f"import sys; {statement}; print(*({HEAVY!r} & sys.modules.keys()))".replace(repr(HEAVY), repr(set(HEAVY)))
    ran = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []


def test_every_error_is_a_bot_error_with_a_message_and_a_hint():
    kinds = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, Exception)]
    assert len(kinds) == 17
    for kind in kinds:
        error = kind("It failed.", "Do this.")
        assert isinstance(error, bot.BotError)
        assert str(error) == "It failed. Do this."
        assert error.to_dict() == {"error": {"kind": kind.__name__, "message": "It failed.", "hint": "Do this."}}
        assert kind.__doc__


def test_the_drawing_of_the_errors_names_every_error():
    drawn = errors.__doc__ or ""
    for name, each in vars(errors).items():
        if isinstance(each, type) and issubclass(each, Exception):
            assert name in drawn
