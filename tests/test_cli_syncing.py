"""`sync` on the command line: what it prints, when it asks, and with which exit status it ends."""

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from documents import front_matter
from typer.testing import CliRunner

from bot.cli.commands import app


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "in"
    made.mkdir()
    for crop in ("wheat", "rice", "rye"):
        (made / f"{crop}.md").write_text(front_matter(f"He spoke of {crop}.", title=f"Notes on {crop}"))
    return made


@pytest.fixture
def run(tmp_path, folder):
    def invoke(*options):
        command = ["sync", str(folder), *options, "--no-corpus", "--library", str(tmp_path / "library")]
        return CliRunner().invoke(app, command)

    return invoke


@pytest.fixture
def answers(monkeypatch):
    """Somebody before the terminal, who answers these."""
    given = []
    monkeypatch.setattr("bot.cli.terminal.Terminal.ask", lambda self, question: given.pop(0))
    return given


def test_shows_what_it_did_as_a_table_and_as_json(run, folder):
    (folder / "bad.txt").write_bytes(b"\0\1")
    assert "3 added, 0 changed, 0 renamed, 0 removed, 0 unchanged, 1 refused." in run("--dry-run").stdout
    shown = run().stdout
    assert re.search("^added +rice.md +rice", shown, re.MULTILINE)
    assert "Refused bad.txt: " in shown
    again = json.loads(run("--json").stdout)
    assert (again["added"], again["unchanged"], again["refused"][0]["path"]) == ([], 3, "bad.txt")


def test_keeps_what_is_gone_where_nobody_can_be_asked(run, folder):
    run()
    (folder / "rye.md").unlink()
    found = run("--json")
    assert (found.exit_code, json.loads(found.stdout)["kept"]) == (1, [{"path": "rye.md", "document": "rye"}])
    assert "--yes" in found.stderr
    assert json.loads(run("--json", "--yes").stdout)["removed"] == [{"path": "rye.md", "document": "rye"}]


@pytest.mark.parametrize(("answer", "fate"), [(True, "removed"), (False, "gone, kept")])
def test_asks_before_it_removes(run, folder, answers, answer, fate):
    run()
    (folder / "rye.md").unlink()
    answers.append(answer)
    found = run()
    assert (found.exit_code, answers) == (0, [])
    assert re.search(rf"^{fate} +rye.md +rye", found.stdout, re.MULTILINE)


def test_asks_twice_before_it_removes_most(run, folder, answers):
    run()
    for path in folder.iterdir():
        path.unlink()
    answers += [True, False]
    assert (run().exit_code, answers) == (0, [])
    assert len(json.loads(run("--json", "--yes").stdout)["removed"]) == 3


def test_a_folder_that_is_not_there_is_one_line(run, folder):
    folder.rename(folder.with_name("out"))
    found = run("--yes")
    assert found.exit_code == 1
    assert found.stderr.startswith("error: There is no folder")


def test_nothing_is_watched_in_a_dry_run(run):
    assert run("--watch", "--dry-run").exit_code == 2


@pytest.mark.slow
def test_watches_until_it_is_interrupted(tmp_path, folder):
    command = [sys.executable, "-m", "bot", "sync", folder, "--watch", "--json", "--no-corpus", "--library"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    with (
        subprocess.Popen(
            [*command, tmp_path / "library"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        ) as watching,
        ExitStack() as undo,
    ):
        # A process that goes on would be waited for.
        undo.callback(watching.kill)
        # A file that is still being written is told of, too, as one that waits.
        added = filter(None, (json.loads(line)["added"] for line in watching.stdout))
        next(added)
        (folder / "oats.md").write_text(front_matter("He spoke of oats.", title="Notes on oats"))
        assert next(added) == [{"path": "oats.md", "document": "oats"}]
        watching.send_signal(signal.SIGINT)
        assert watching.wait(30) == 0
        assert watching.stderr.read().endswith("Stopped.\n")
