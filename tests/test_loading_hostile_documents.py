"""Hostile files of the formats of offices, the web and mail: none crashes or hangs, none is read as what it is not."""

import pytest
from hostile_documents import REFUSED, damaged, of_mail_and_rest, of_offices, of_the_web

from bot.errors import BotError, UnreadableDocument
from bot.loading import read_bytes

HOSTILE = [*of_offices(), *of_the_web(), *of_mail_and_rest()]


@pytest.mark.parametrize("hostile", HOSTILE, ids=[f"{each.name[2:]}-{each.what}" for each in HOSTILE])
def test_a_hostile_file_is_refused_by_name_or_read_without_what_it_hides(hostile):
    if hostile.text is REFUSED:
        with pytest.raises(UnreadableDocument, match=hostile.name.replace(".", r"\.")):
            read_bytes(hostile.data, hostile.name)
    else:
        text = read_bytes(hostile.data, hostile.name).text
        assert hostile.text in text
        assert hostile.never not in text


def test_a_damaged_file_is_read_or_refused_by_name():
    for name, data in damaged():
        try:
            document = read_bytes(data, name)
        except BotError as error:
            assert name in error.message  # noqa: PT017 — some damage leaves a file that can be read
        else:
            assert all(document.text[each.start : each.end] == each.text for each in document.headings)
