"""The page's markup and server: how text is escaped, and where the page listens."""

import html
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_parts import Page

from bot.errors import ServerError
from bot.page.markup import element, join, text
from bot.page.server import announcement, listen

# Markup


@given(st.text())
def test_text_reads_back_as_it_was_and_opens_no_element(content):
    page = Page(element("p", content))
    assert [tag for tag, _, _ in page.elements] == ["p"]
    assert html.unescape(text(content)) == content


@given(st.text())
def test_an_attribute_cannot_be_left_from_within(content):
    page = Page(element("button", title=content))
    assert page.elements[0][1].keys() == {"title"}
    assert html.unescape(text(content)) == content


def test_text_is_escaped_once_however_often_it_is_nested():
    inner = element("b", "a < b")
    assert element("p", inner) == "<p><b>a &lt; b</b></p>"
    assert join(inner, " & ") == "<b>a &lt; b</b> &amp; "
    assert text(inner) is inner


def test_attributes_that_are_false_or_none_are_left_out():
    assert element("li", lang=None, hidden=False, data_close=True, class_="a", tabindex=0) == (
        '<li data-close class="a" tabindex="0"></li>'
    )


# The server


def test_a_free_port_is_listened_at():
    with listen("127.0.0.1", 0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


def test_a_port_in_use_is_an_error_that_says_what_to_do():
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(ServerError, match=rf"Port {port} of 127\.0\.0\.1 is in use") as caught:
            listen("127.0.0.1", port)
    assert "BOT_PORT" in caught.value.hint


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(ServerError, match=r"192\.0\.2\.1:0 cannot be listened at"):
        listen("192.0.2.1", 0)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:7860/"),
        ("localhost", "http://localhost:7860/"),
        ("::1", "http://[::1]:7860/"),
        ("0.0.0.0", "http://127.0.0.1:7860/"),
    ],
)
def test_the_announcement_has_an_address_that_opens(host, address):
    assert address in announcement(host, 7860)


@pytest.mark.parametrize(
    ("host", "told"), [("127.0.0.1", False), ("::1", False), ("0.0.0.0", True), ("10.0.0.1", True)]
)
def test_listening_for_other_machines_is_said(host, told):
    assert ("can read the library" in announcement(host, 7860)) is told


def test_ui_tells_a_port_in_use_in_one_line_and_exits_with_1(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run_ui("--port", str(taken.getsockname()[1]), "--library", str(tmp_path))
    assert done.returncode == 1
    assert re.fullmatch(r"Error: Port \d+ of 127\.0\.0\.1 is in use by another program\. .+\n", done.stderr)


def test_ui_tells_a_wrong_setting_in_one_line_and_exits_with_1():
    done = run_ui("--port", "70000")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


def run_ui(*arguments):
    root = Path(__file__).parents[1]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("BOT_")}
    command = [sys.executable, "ui.py", *arguments]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=60, check=False)
