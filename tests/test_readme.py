"""The README is true: its commands exist, its code prints what it shows, and it stays short."""

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from bot.cli.commands import app
from bot.settings import OUTSIDE, PREFIX, Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)
COMMANDS = [line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines()]
ARGUMENTS = {"paths", "ids", "identifier", "number", "question", "topic", "text", "file", "folder", "sets"}
EXAMPLES = [(code, shown) for (kind, code), (other, shown) in pairwise(BLOCKS) if (kind, other) == ("python", "text")]


def test_it_is_short_and_begins_with_code_and_its_output():
    assert README.count("\n") < 150
    assert "\n".join(README.splitlines()[:25]).count("```") >= 4


@pytest.mark.parametrize(("code", "shown"), EXAMPLES)
def test_its_code_prints_what_it_shows(code, shown, shipped, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("BOT_LIBRARY", str(shutil.copytree(shipped, tmp_path / "library")))
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out == shown


def test_it_has_examples():
    assert len(EXAMPLES) == sum(kind == "python" for kind, _ in BLOCKS) == 2


@pytest.mark.slow
@pytest.mark.parametrize("command", [line for line in COMMANDS if line.startswith("python -m bot")])
def test_its_commands_run(command, shipped, tmp_path, monkeypatch):
    monkeypatch.setenv("BOT_LIBRARY", str(shutil.copytree(shipped, tmp_path / "library")))
    subprocess.run([sys.executable, *shlex.split(command)[1:]], cwd=ROOT, check=True, capture_output=True, timeout=60)


def test_the_check_runs_the_command_that_it_gives_for_the_tests():
    (tests,) = (line for line in COMMANDS if " -m pytest" in line)
    assert f"\n{tests}\n" in (ROOT / ".ci/run").read_text(encoding="utf-8")


def test_it_has_a_row_for_every_command_and_its_options():
    rows = dict(re.findall(r"^\| `(\w+)[^|]*\| (.*) \|$", README, re.MULTILINE))
    for command in app.registered_commands:
        described = rows[command.name or command.callback.__name__]
        options = set(command.callback.__annotations__) - {"return", "library", "as_json"}
        named = {option for option in options if re.search(rf"`--(?:no-)?{option.replace('_', '-')}`", described)}
        assert named | ARGUMENTS >= options


def test_it_has_a_row_for_every_variable():
    rows = " ".join(re.findall(r"^\| (`BOT_.*?) \|", README, re.MULTILINE))
    assert set(re.findall(r"BOT_\w+", rows)) == {PREFIX + name.upper() for name in Settings.model_fields} | OUTSIDE


def test_the_dependencies_name_every_direct_one():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    table = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    for requirement in project["dependencies"] + project["optional-dependencies"]["dev"]:
        name = re.split(r"[\[<>=]", requirement)[0]
        assert re.search(rf"\b{re.escape(name)}\b", table), requirement
