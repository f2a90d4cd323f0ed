"""Users: hashed passwords, the file that holds them, and what it refuses."""

import importlib
import json
import os
import shutil
import stat
from types import SimpleNamespace

import httpx
import pytest
from serving import running
from typer.testing import CliRunner

from bot.cli.commands import app
from bot.errors import UsersError
from bot.settings import Settings
from bot.users import Users
from bot.users.passwords import hashed, matches

SECRET = "correct horse"


def test_a_password_is_kept_as_a_salted_hash_that_only_it_matches():
    kept = hashed(SECRET)
    assert SECRET not in kept
    assert kept != hashed(SECRET)
    assert matches(SECRET, kept)
    assert not matches(SECRET + "!", kept)
    assert not matches("", kept)


def test_users_are_added_changed_listed_and_removed(tmp_path):
    users = Users(tmp_path / "library")
    assert users.all() == ()
    users.add("ada", "editor", SECRET)
    users.add("bob", "reader", SECRET)
    users.add("ada", "reader", "another secret")
    assert [user.to_dict() for user in users.all()] == [
        {"name": "ada", "role": "reader"},
        {"name": "bob", "role": "reader"},
    ]
    assert users.check("ada", "another secret")
    assert not users.check("ada", SECRET)
    users.remove("bob")
    assert (users.role("bob"), users.check("bob", SECRET)) == (None, False)
    with pytest.raises(UsersError, match="no user “bob”"):
        users.remove("bob")


def test_the_file_is_its_owners_and_holds_no_password(tmp_path):
    users = Users(tmp_path)
    users.add("ada", "editor", SECRET)
    assert stat.S_IMODE(users.path.stat().st_mode) == 0o600
    assert SECRET not in users.path.read_text("utf-8")


def test_another_process_sees_a_change_at_once(tmp_path):
    here, there = Users(tmp_path), Users(tmp_path)
    here.add("ada", "editor", SECRET)
    assert there.role("ada") == "editor"
    here.remove("ada")
    assert there.role("ada") is None


@pytest.mark.skipif(os.name != "posix", reason="needs modes of files")
def test_a_file_that_others_can_read_is_refused(tmp_path):
    users = Users(tmp_path)
    users.add("ada", "editor", SECRET)
    users.path.chmod(0o644)
    with pytest.raises(UsersError, match="Others can read") as caught:
        users.all()
    assert "chmod 600" in caught.value.hint


@pytest.mark.parametrize("content", ["", "{", "[]", '{"users": [{"name": "ada"}]}', json.dumps({"users": 3})])
def test_a_damaged_file_lets_nobody_in(tmp_path, content):
    users = Users(tmp_path)
    users.add("ada", "editor", SECRET)
    users.path.write_text(content, "utf-8")
    with pytest.raises(UsersError, match="cannot be read"):
        users.check("ada", SECRET)


@pytest.mark.parametrize("name", ["", " ada", "a:b", "a\nb", "x" * 65])
def test_a_name_that_cannot_be_sent_is_refused(tmp_path, name):
    with pytest.raises(UsersError, match="cannot be a user's name"):
        Users(tmp_path).add(name, "reader", SECRET)


@pytest.mark.parametrize(("role", "password"), [("admin", SECRET), ("reader", "short"), ("reader", "x" * 1001)])
def test_a_role_or_a_password_that_cannot_be_is_refused(tmp_path, role, password):
    with pytest.raises(UsersError):
        Users(tmp_path).add("ada", role, password)


# The commands


def run(*arguments, password=""):
    return CliRunner().invoke(app, ["user", *arguments], input=password)


def test_the_commands_add_list_and_remove(tmp_path):
    where = ("--library", str(tmp_path), "--json")
    assert json.loads(run("add", "ada", "--role", "editor", *where, password=f"{SECRET}\n").stdout) == {
        "name": "ada",
        "role": "editor",
    }
    assert Users(tmp_path).check("ada", SECRET)
    assert json.loads(run("list", *where).stdout) == {"users": [{"name": "ada", "role": "editor"}]}
    assert json.loads(run("remove", "ada", *where).stdout) == {"removed": "ada"}
    assert run("remove", "ada", *where).exit_code == 1


# The server


@pytest.fixture(scope="module")
def address(shipped, tmp_path_factory):
    folder = tmp_path_factory.mktemp("users") / "library"
    shutil.copytree(shipped, folder)
    Users(folder).add("ada", "editor", SECRET)
    Users(folder).add("bob", "reader", SECRET)
    with running(folder, start=240) as address:
        yield address


@pytest.mark.slow
@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("get", "/config"),
        ("get", "/gradio_api/info"),
        ("post", "/gradio_api/queue/join"),
        ("get", "/gradio_api/queue/data?session_hash=x"),
        ("post", "/gradio_api/cancel"),
        ("post", "/gradio_api/upload"),
        ("get", "/gradio_api/file=/etc/passwd"),
        ("get", "/api/v1/documents"),
        ("get", "/api/v1/docs"),
        ("post", "/api/v1/ask"),
        ("post", "/mcp"),
        ("get", "/monitoring"),
        ("get", "/nothing"),
    ],
)
def test_without_a_log_in_no_route_tells_of_the_library(address, verb, path):
    refused = httpx.request(verb, address + path, timeout=60)
    assert (refused.status_code, refused.json()["error"]["kind"]) == (401, "NotLoggedIn")
    forged = httpx.request(verb, address + path, cookies={"access-token-x": "y"}, timeout=60)
    assert forged.status_code == 401


@pytest.mark.slow
def test_a_program_logs_in_with_each_request_and_a_reader_on_the_page(address):
    at = f"{address}/api/v1/documents"
    assert httpx.get(at, auth=("bob", SECRET), timeout=60).json()["documents"]
    assert httpx.get(at, auth=("bob", "wrong"), timeout=60).status_code == 401
    assert httpx.get(at, auth=("nobody", SECRET), timeout=60).status_code == 401
    with httpx.Client(base_url=address, timeout=60) as client:
        assert "auth_required" in client.get("/").text
        assert client.post("/login", data={"username": "ada", "password": "wrong"}).status_code == 400
        assert client.post("/login", data={"username": "ada", "password": SECRET}).json() == {"success": True}
        assert client.get("/config").status_code == 200
        assert client.get("/api/v1/documents").status_code == 200


@pytest.mark.slow
def test_only_editors_read_the_log_which_names_users(address):
    at = f"{address}/api/v1/log"
    assert httpx.get(at, timeout=60).status_code == 401
    told = httpx.get(at, auth=("bob", SECRET), timeout=60)
    assert (told.status_code, told.json()["error"]["kind"]) == (403, "Forbidden")
    listed = httpx.get(at, auth=("ada", SECRET), params={"limit": 1}, timeout=60).json()["log"]
    assert [(each["change"], each["through"]) for each in listed] == [("added", "index")]


@pytest.mark.slow
def test_guesses_are_slowed_down_and_then_told_when_to_try_again(address):
    told = [httpx.post(f"{address}/login", data={"username": "ada", "password": "x"}, timeout=60) for _ in range(25)]
    assert {each.status_code for each in told} == {400, 429}
    assert int(told[-1].headers["Retry-After"]) > 0
    assert httpx.get(f"{address}/api/v1/documents", auth=("ada", SECRET), timeout=60).status_code == 429
    assert httpx.get(f"{address}/healthz", timeout=60).status_code == 200


@pytest.mark.parametrize(("name", "may"), [("ada", True), ("bob", False), ("gone", False), (None, False)])
def test_only_editors_change_the_library(tmp_path, name, may):
    users = Users(tmp_path)
    users.add("ada", "editor", SECRET)
    users.add("bob", "reader", SECRET)
    permits = importlib.import_module("bot.page.permits").Permits
    request = SimpleNamespace(username=name)
    writable = SimpleNamespace(settings=Settings())
    assert permits(users).may_edit(writable, request) is may
    assert permits().may_edit(writable, request)
    assert not permits(users).may_edit(SimpleNamespace(settings=Settings(read_only=True)), request)


def test_the_log_gets_the_user_s_name_and_without_a_log_in_no_name_and_no_address(tmp_path):
    permits = importlib.import_module("bot.page.permits").Permits
    assert permits(Users(tmp_path)).name(SimpleNamespace(username="ada")) == "ada"
    assert permits().name(SimpleNamespace(username=None, client=SimpleNamespace(host="192.0.2.7"))) == "page"
    assert permits().name(None) == "page"
