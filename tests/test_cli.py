"""The command line: what each command prints, and one clear line with exit status 1 for what a user can mend."""

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from bot import Bot
from bot.cli.commands import app
from bot.cli.rendering import answer
from bot.library.locking import exclusive
from bot.records import Answer, Citation, Sentence, Withheld

NOTE = """---
title: A note
kind: report
date: 2018-02-03
authors: Ada Lind
language: en
source: a desk
rights: ours
---
# A note

The lighthouse of Utgarden was painted green by Ada Lind in the spring.
"""
ASKED = "What did Lavrov expect from the Vancouver meeting?"


@pytest.fixture
def library(shipped, tmp_path):
    """A library with the shipped corpus that one test may change."""
    return Path(shutil.copytree(shipped, tmp_path / "library"))


@pytest.fixture
def run(library):
    """Run a command over the library, in this process."""

    def invoke(*arguments, folder=library):
        return CliRunner().invoke(app, [*map(str, arguments), "--library", str(folder)])

    return invoke


def in_process_of_its_own(*arguments, home, **options):
    """Run a command as a user does, with nothing of ours in its environment."""
    kept = {name: value for name, value in os.environ.items() if name != "CI" and not name.startswith("BOT_")}
    environment = kept | {"HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[1])} | options.pop("env", {})
    command = [sys.executable, "-m", "bot", *map(str, arguments)]
    return subprocess.Popen(command, env=environment, cwd=home, text=True, encoding="utf-8", **options)


def finished(*arguments, home, **options):
    process = in_process_of_its_own(*arguments, home=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def fails(result, *parts):
    """Whether a command ended with one line that says all of these, and with nothing else."""
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    assert result.stderr.startswith("error: ")
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr
    for part in parts:
        assert part in result.stderr


def ids(run):
    return [document["id"] for document in json.loads(run("sources", "--json").stdout)["documents"]]


def damage(path):
    path.write_bytes(b"\x00garbage\xff" * 5_000)


def refuse_newer(library):
    connection = sqlite3.connect(library / "catalogue.sqlite3")
    connection.execute("UPDATE meta SET value = '99' WHERE name = 'schema'")
    connection.commit()
    connection.close()


def test_index_fills_an_empty_library_and_does_nothing_the_second_time(run, tmp_path):
    first = json.loads(run("index", "--json", folder=tmp_path / "new").stdout)
    second = json.loads(run("index", "--json", folder=tmp_path / "new").stdout)
    assert len(first["added"]) == first["documents"] >= 12
    assert second == {**first, "added": []}


def test_a_document_is_added_asked_about_listed_and_removed(run, tmp_path):
    (tmp_path / "note.md").write_text(NOTE, encoding="utf-8")
    assert run("add", tmp_path / "note.md").stdout.splitlines()[1:] == ["note"]
    assert "Utgarden was painted green" in run("ask", "Who painted the lighthouse of Utgarden?").stdout
    assert "Ada Lind" in next(line for line in run("sources").stdout.splitlines() if line.split()[-1] == "note")
    assert run("remove", "note").stdout == "Removed 1 document.\n"
    assert "note" not in ids(run)


def test_several_paths_are_added_together_or_not_at_all(run, tmp_path):
    before = ids(run)
    (tmp_path / "note.md").write_text(NOTE, encoding="utf-8")
    fails(run("add", tmp_path / "note.md", tmp_path / "absent.md"), "absent.md")
    assert ids(run) == before


def test_of_a_folder_what_can_be_read_is_added_and_the_rest_is_named(run, tmp_path):
    folder = tmp_path / "folder"
    (folder / "below").mkdir(parents=True)
    (folder / "note.md").write_text(NOTE, encoding="utf-8")
    (folder / "below" / "wrong.md").write_text(NOTE.replace("kind:", "kinds:"), encoding="utf-8")
    (folder / "empty.txt").write_text(" ", encoding="utf-8")
    added = run("add", folder, "--json")
    assert added.exit_code == 0
    found = json.loads(added.stdout)
    assert found["added"] == ["note"]
    assert [(Path(each["file"]).name, each["message"]) for each in found["refused"]] == [
        ("wrong.md", "wrong.md, line 3: the key kinds is unknown."),
        ("empty.txt", "empty.txt is empty: it has no words in it."),
    ]
    assert "Did you mean kind?" in found["refused"][0]["hint"]
    again = run("add", folder)
    assert again.exit_code == 0
    assert again.stderr.count("refused: ") == 2


def test_a_folder_of_which_nothing_can_be_read_is_told_by_the_exit_status(run, tmp_path):
    before = ids(run)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "empty.md").write_text("", encoding="utf-8")
    added = run("add", tmp_path / "folder", "--json")
    assert added.exit_code == 1
    assert [Path(each["file"]).name for each in json.loads(added.stdout)["refused"]] == ["empty.md"]
    assert "empty.md is empty" in added.stderr
    assert ids(run) == before


def test_an_answer_shows_each_sentence_with_its_marker_and_each_reference_with_its_place(run):
    given = json.loads(run("ask", ASKED, "--json").stdout)
    text, _, references = run("ask", ASKED).stdout.partition("\n\n")
    assert text.split(" [1]")[0] == given["sentences"][0]["text"]
    for number, sentence in enumerate(given["sentences"], 1):
        citation = sentence["citations"][0]
        assert f"[{number}] {citation['reference']}" in references
        assert f"{citation['document']}, under “{citation['heading']}”" in references
        assert f"characters {citation['start']}–{citation['end']}" in references


def test_a_declined_answer_says_why_shows_the_nearest_passages_and_is_no_error(run):
    result = run("ask", "Who is the prime minister of Peru?")
    assert result.exit_code == 0
    assert result.stdout.startswith("The sources do not say. The sources never mention “Peru”.\n")
    assert "[3] Brief of" in result.stdout
    assert json.loads(run("ask", "Who is the prime minister of Peru?", "--json").stdout)["declined"] is True


@pytest.mark.parametrize(
    ("option", "value", "holds"),
    [
        ("--speaker", "Lavrov", lambda citation: "Lavrov" in citation["speaker"]),
        ("--country", "Canada", lambda citation: citation["country"] in {"Canada", None}),
        ("--kind", "resolution", lambda citation: citation["kind"] == "resolution"),
        ("--organisation", "Security Council", lambda citation: "Security Council" in citation["title"]),
        ("--document", "2017-11-29-trump-tax-rally", lambda citation: "tax rally" in citation["title"]),
        ("--since", "2018-01", lambda citation: citation["date"] >= "2018-01-01"),
        ("--until", "2017", lambda citation: citation["date"] <= "2017-12-31"),
        ("--language", "en", lambda citation: citation["quote"]),
    ],
)
def test_a_filter_of_ask_restricts_the_sources(run, option, value, holds):
    answer = json.loads(run("ask", "What is said about North Korea?", option, value, "--json").stdout)
    citations = [each for sentence in answer["sentences"] for each in sentence["citations"]] + answer["nearest"]
    assert citations
    assert all(holds(citation) for citation in citations)


def test_sources_lists_every_document_with_its_id_and_whether_it_is_a_brief(run):
    lines = run("sources").stdout.splitlines()
    assert lines[0].split() == ["title", "kind", "date", "speaker", "text", "passages", "id"]
    assert [line.split()[-1] for line in lines[1:]] == ids(run)
    assert all(" brief " in line for line in lines[1:])


def test_verify_of_an_unsound_library_lists_the_problems_and_exits_with_1(run, library):
    connection = sqlite3.connect(library / "catalogue.sqlite3")
    connection.execute("UPDATE documents SET text = 'x' || text WHERE number = 1")
    connection.commit()
    connection.close()
    result, data = run("verify"), run("verify", "--json")
    assert (result.exit_code, data.exit_code) == (1, 1)
    assert result.stdout.startswith("The library is not sound: ")
    assert "\n- document " in result.stdout
    assert json.loads(data.stdout)["sound"] is False
    assert json.loads(data.stdout)["problems"]


@pytest.mark.parametrize("part", ["vectors", "words"])
def test_a_missing_part_is_told_and_rebuild_brings_it_back(run, library, part):
    answer = run("ask", ASKED).stdout
    shutil.rmtree(library / part)
    fails(run("ask", ASKED), str(library / part), "python -m bot rebuild")
    fails(run("verify"), "python -m bot rebuild")
    assert run("rebuild").exit_code == 0
    assert json.loads(run("verify", "--json").stdout)["sound"] is True
    assert run("ask", ASKED).stdout == answer


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("absent.md", None, "There is no file"),
        ("empty.md", b"", "is empty"),
        ("blank.txt", b" \n\n ", "is empty"),
        ("binary.txt", bytes(range(256)) * 8, "is a binary file"),
        ("picture.png", b"\x89PNG", "PNG files are not read"),
        ("unknown.md", NOTE.replace("kind:", "kinds:").encode(), "the key kinds is unknown"),
        ("missing.md", NOTE.replace("rights: ours\n", "").encode(), "the key rights is missing"),
        ("date.md", NOTE.replace("2018-02-03", "2018-02-30").encode(), "2018-02-30 is not a day of the calendar"),
    ],
)
def test_a_file_that_cannot_be_added_is_named_and_the_library_stays(run, tmp_path, name, content, said):
    before = ids(run)
    if content is not None:
        (tmp_path / name).write_bytes(content)
    fails(run("add", tmp_path / name), name, said)
    assert ids(run) == before
    assert json.loads(run("verify", "--json").stdout)["sound"] is True


@pytest.mark.parametrize("command", [["sources"], ["index"], ["verify"], ["ask", ASKED]])
@pytest.mark.parametrize("below", ["", "library"])
def test_a_library_folder_that_cannot_be_made_is_named(run, tmp_path, command, below):
    (tmp_path / "file").write_text("a file", encoding="utf-8")
    fails(run(*command, folder=tmp_path / "file" / below), str(tmp_path / "file"), "--library")


@pytest.mark.parametrize("command", [["sources"], ["verify"], ["rebuild"], ["ask", ASKED]])
def test_a_library_of_a_newer_version_is_refused_and_left_alone(run, library, command):
    refuse_newer(library)
    fails(run(*command), str(library), "newer version", "Update the bot")


@pytest.mark.parametrize("command", [["sources"], ["verify"], ["rebuild"], ["ask", ASKED]])
def test_a_damaged_catalogue_is_told(run, library, command):
    damage(library / "catalogue.sqlite3")
    fails(run(*command), str(library), "damaged", "backup")


@pytest.mark.parametrize("file", ["vectors/chroma.sqlite3", "words/meta.json"])
def test_a_damaged_part_is_told_with_what_mends_it(run, library, file):
    damage(library / file)
    fails(run("ask", ASKED), str(library / file.partition("/")[0]), "python -m bot rebuild")
    assert run("rebuild").exit_code == 0
    assert run("verify").exit_code == 0


def test_rebuild_of_what_is_no_library_makes_none(run, tmp_path):
    fails(run("rebuild", folder=tmp_path / "absent"), "There is no library")
    assert not (tmp_path / "absent").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([""], "The question is empty"),
        (["  \n ?"], "The question is empty"),
        (["why?" * 25_000], "The question has 100,000 characters"),
        ([ASKED, "--since", "tomorrow"], "“tomorrow” (since) is no date"),
        ([ASKED, "--speaker", "Nobody"], "has the speaker “Nobody”"),
    ],
)
def test_a_question_that_cannot_be_asked_is_told(run, arguments, said):
    fails(run("ask", *arguments), said)


def test_a_question_of_bytes_that_are_no_text_is_answered(run):
    assert "Lavrov" in run("ask", f"\udcff\x1b[31m{ASKED}").stdout


def test_an_unknown_id_is_told_and_nothing_is_removed(run):
    before = ids(run)
    fails(run("remove", before[0], "nobody-has-this"), "nobody-has-this", "python -m bot sources")
    assert ids(run) == before


def test_a_port_in_use_is_told(run):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        fails(run("serve", "--port", taken.getsockname()[1]), "is in use", "--port")


def test_an_unknown_setting_is_told(run, monkeypatch):
    monkeypatch.setenv("BOT_PROT", "1")
    fails(run("sources"), "BOT_PROT is not a setting", "BOT_PORT")


def test_an_unexpected_error_is_one_line_and_its_traceback_shows_on_request(run, monkeypatch):
    def planted(bot):
        raise TypeError("planted")

    monkeypatch.setattr(Bot, "documents", planted)
    fails(run("sources"), "unexpected error: TypeError", "planted", "report it", "BOT_DEBUG=1")
    monkeypatch.setenv("BOT_DEBUG", "1")
    assert "Traceback (most recent call last)" in run("sources").stderr


def test_a_conversation_takes_a_question_a_line_and_lets_later_ones_point_back(library):
    asked = "What did Mattis say about the Vancouver meeting?\nWhere did he say it?\n" + "x" * 30_000 + "\n\nWhy?\n"
    result = CliRunner().invoke(app, ["chat", "--json", "--library", str(library)], input=asked)
    answers = json.loads(result.stdout)["answers"]
    assert result.exit_code == 0
    assert [answer["question"] for answer in answers] == asked.splitlines()[:2]
    assert "Mattis" in answers[1]["standalone_question"]
    assert "Understood as: " in result.stderr
    assert "The question has 30,000 characters" in result.stderr
    shown = CliRunner().invoke(app, ["chat", "--library", str(library)], input=asked.splitlines()[0])
    assert "Mattis" in shown.stdout
    assert "Confidence" in shown.stdout


@pytest.mark.parametrize(
    "arguments", [["--bogus"], ["bogus"], ["ask"], ["add"], ["remove"], ["serve", "--port", "many"], ["fit"]]
)
def test_wrong_usage_exits_with_2_and_prints_no_result(arguments):
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Usage:" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        (["index"], {"added", "documents", "passages"}),
        (["add", "corpus"], {"added", "documents", "passages"}),
        (["remove", "2017-11-29-trump-tax-rally"], {"removed"}),
        (["sources"], {"documents"}),
        (["compare", "pressure", "--speaker", "Freeland", "--country", "China"], {"topic", "sides"}),
        (["timeline", "sanctions"], {"entries"}),
        (["quote", "closer to war"], {"quote", "speaker", "verdict", "actual_speaker", "matches"}),
        (["draft", "corpus/2017-11-29-trump-tax-rally.md"], {"quotations", "claims"}),
        (["verify"], {"sound", "documents", "passages", "problems"}),
        (["rebuild"], {"documents", "passages"}),
        (
            ["ask", ASKED],
            {
                "question",
                "standalone_question",
                "declined",
                "reason",
                "confidence",
                "text",
                "sentences",
                "withheld",
                "unsupported",
                "nearest",
                "written_by",
                "notice",
            },
        ),
        (["ask", ""], {"error"}),
        (["compare", "pressure"], {"error"}),
        (["timeline", " "], {"error"}),
        (["quote", "war"], {"error"}),
        (["draft", "no-such-file"], {"error"}),
        (["remove", "nobody-has-this"], {"error"}),
        (["serve", "--port", "0"], {"error"}),
    ],
)
def test_with_json_one_object_is_all_that_standard_output_gets(run, arguments, keys):
    result = run(*arguments, "--json")
    data = json.loads(result.stdout)
    assert result.stdout.count("\n") == 1
    assert data.keys() >= keys
    assert ("error" in data) == (result.exit_code == 1)
    if "error" in data:
        assert data["error"].keys() == {"kind", "message", "hint"}


def test_the_json_of_a_citation_is_the_text_of_its_document(bot, run):
    for sentence in json.loads(run("ask", ASKED, "--json").stdout)["sentences"]:
        for citation in sentence["citations"]:
            text = bot.document(citation["document"]).text
            assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_every_command_has_help_with_an_example():
    for command in app.registered_commands:
        shown = CliRunner().invoke(app, [command.name or command.callback.__name__, "--help"], env={"COLUMNS": "200"})
        assert shown.exit_code == 0
        assert command.callback.__doc__ in shown.stdout
        assert "Example: " in shown.stdout
        assert "--json" in shown.stdout


def test_fitting_without_scikit_learn_says_how_to_install_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn", None)
    fails(CliRunner().invoke(app, ["fit", str(tmp_path)]), "scikit-learn", "pip install")


def labelled(folder: Path) -> Path:
    """A folder with a set of one text and one question, and a set that asks about documents that it lacks."""
    rows = {
        "notes/corpus.jsonl": {"_id": "a", "title": "Notes", "text": "The ferry to Lund sails at noon."},
        "notes/queries.jsonl": {"text": "When does the ferry to Lund sail?", "relevant": {"a": 1}},
        "asked/questions.jsonl": {"kind": "fact", "text": "When does it sail?", "gold_quotes": ["noon"]},
    }
    for name, row in rows.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(row) + "\n", encoding="utf-8")
    return folder


def test_an_evaluation_prints_a_table_or_json_and_says_what_it_leaves_out(tmp_path):
    sets, cache = str(labelled(tmp_path / "sets")), ["--libraries", str(tmp_path / "cache")]
    shown = CliRunner().invoke(app, ["evaluate", sets, *cache])
    assert shown.exit_code == 0
    assert "ndcg@10 1.0" in shown.stdout
    assert "asked is left out" in shown.stderr
    as_json = CliRunner().invoke(app, ["evaluate", sets, "notes", "--without", "feedback", "--json", *cache])
    figures = json.loads(as_json.stdout)
    assert figures == {
        "notes": {"queries": 1, "retrieval": {"ndcg@10": 1.0, "recall@10": 1.0, "map@10": 1.0, "mrr@10": 1.0}}
    }


def test_an_evaluation_names_the_set_or_the_part_that_is_not_there(tmp_path):
    sets = str(labelled(tmp_path / "sets"))
    fails(CliRunner().invoke(app, ["evaluate", sets, "moon"]), "no set “moon”", "asked, notes")
    fails(CliRunner().invoke(app, ["evaluate", sets, "asked"]), "--documents PATH")
    wrong = CliRunner().invoke(app, ["evaluate", sets, "--without", "luck"])
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "luck" in wrong.stderr


def test_fitting_on_a_folder_without_labels_says_so(tmp_path):
    fails(CliRunner().invoke(app, ["fit", str(tmp_path), "--libraries", str(tmp_path)]), "has no set of labelled data")


def test_a_withheld_sentence_and_a_quote_that_is_not_the_sentence_are_shown(capsys):
    citation = Citation("note", "A note", "report", None, None, None, 3, 9, "quoted", None, 7, "A note.")
    given = Answer(
        "q",
        "q",
        False,
        None,
        0.5,
        (Sentence("Said so.", True, (citation,)),),
        unsupported=(Withheld("Never said.", "unsupported"),),
    )
    Console(width=200, highlight=False).print(*answer(given), sep="\n")
    out = capsys.readouterr().out
    assert "Said so. [1]" in out
    assert "[1] A note.\n    note, page 7, characters 3–9\n    “quoted”" in out
    assert "1 sentence withheld" in out


def test_an_answer_with_sides_shows_each_sentence_under_who_says_it(run):
    shown = run("ask", "How do Freeland and Tillerson present the possibility of diplomacy?").stdout
    freeland, _, tillerson = shown.partition("\n\n")
    assert freeland.startswith("Chrystia Freeland · Canada\n")
    assert "“is essential and possible”. [1]" in freeland
    assert tillerson.startswith("Rex Tillerson · United States\n")
    assert re.search(r"^\[1\] .+Freeland.+$", tillerson, re.MULTILINE)
    assert "Confidence: " in tillerson.splitlines()[-1]


def test_a_comparison_in_which_all_are_silent_says_so_of_each_and_shows_the_nearest_passages(run):
    shown = run("ask", "How do Freeland and Tillerson differ on the opera?").stdout
    assert "no words of Chrystia Freeland about this" in shown
    assert "no words of Rex Tillerson about this" in shown
    assert "The sources do not say. None of the sides says anything about this" in shown
    assert "The nearest passages:\n\n[1] " in shown


def test_help_loads_nothing_heavy_and_asking_loads_no_page(library, tmp_path):
    program = (
        "import runpy, sys\n"
        "sys.argv[0] = 'bot'\n"
        "try:\n    runpy.run_module('bot', run_name='__main__')\n"
        "except SystemExit:\n    pass\n"
        "print('\\n', *sys.modules)\n"
    )

    def loaded(*arguments):
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
        command = [sys.executable, "-c", program, *map(str, arguments)]
        out = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True)
        return set(out.stdout.splitlines()[-1].split())

    assert not loaded("--help") & {"chromadb", "gradio", "numpy", "langchain_core", "onnxruntime", "tantivy"}
    asking = loaded("ask", ASKED, "--library", library)
    assert {"chromadb_rust_bindings", "bot.assembly"} <= asking
    assert not asking & {
        "bot.attribution.attributor",
        "bot.collection",
        "chromadb",
        "gradio",
        "markdown_it",
        "uvicorn",
        "yaml",
        "fastapi",
        "langchain_core",
        "sklearn",
        "rapidfuzz",
        "dateparser",
    }


def test_a_program_that_asks_gets_only_json_and_leaves_nothing_in_the_home_folder(library, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    status, out, err = finished("ask", ASKED, "--json", "--library", library, home=home)
    assert (status, err) == (0, "")
    assert json.loads(out)["sentences"]
    assert list(home.rglob("*")) == []


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="sends an interrupt")
def test_an_interrupt_ends_a_command_quietly_with_130(library, tmp_path):
    with exclusive(library):
        process = in_process_of_its_own(
            *("remove", "2017-11-29-trump-tax-rally", "--library", library),
            home=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        # By now it waits for the right to write, which is held here.
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    # Python may pass the signal on instead, which a shell reports as 130 as well.
    assert process.returncode in {130, -signal.SIGINT}
    assert (out, err) == ("", "")


@pytest.mark.skipif(os.name != "posix", reason="needs a pipe that its reader closes")
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_reader_that_goes_away_ends_a_command_quietly(library, tmp_path, more):
    process = in_process_of_its_own(
        "sources", *more, "--library", library, home=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(timeout=30) == 1
    process.stderr.close()


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_gets_a_bar_and_colour_unless_it_wants_none(tmp_path, environment, coloured):
    import pty

    terminal, end = pty.openpty()
    environment = {"TERM": "xterm-256color", "COLUMNS": "100"} | environment
    process = in_process_of_its_own(
        *("ask", "", "--library", tmp_path / "new"), home=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=end
    )
    os.close(end)
    drawn = b""
    while chunk := _read(terminal):
        drawn += chunk
    os.close(terminal)
    assert process.communicate(timeout=60)[0] == ""
    assert b"Indexing the shipped corpus" in drawn
    assert b"error: " in drawn.replace(b"\x1b[0m", b"")
    assert (b"31m" in drawn) == coloured


def _read(terminal):
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""
