"""The commands about who may log in on the page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from bot.cli.application import app
from bot.cli.options import JsonOption, LibraryOption
from bot.cli.terminal import reporting

if TYPE_CHECKING:
    from bot.users import User, Users

users = typer.Typer(no_args_is_help=True, help="Say who may log in on the page, and what each may do.")
app.add_typer(users, name="user")

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The user's name.")]


@users.command("add", epilog="Example: bot user add ada --role editor")
def add_user(
    name: NameArgument,
    *,
    role: Annotated[str, typer.Option(help="reader asks; editor also adds and removes.")] = "reader",
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add a user, or give one another role and password, which is asked for."""
    with reporting(as_json=as_json) as terminal:
        user = _users(library).add(name, role, _password())
        terminal.show(user.to_dict(), f"“{name}” may log in as {role}; a server that had no users needs a restart.")


@users.command("list", epilog="Example: bot user list --json")
def list_users(*, library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """List who may log in."""
    with reporting(as_json=as_json) as terminal:
        found = _users(library).all()
        shown = _table(found) if found else "There are no users: the page asks for no log-in."
        terminal.show({"users": [user.to_dict() for user in found]}, shown)


@users.command("remove", epilog="Example: bot user remove ada")
def remove_user(name: NameArgument, *, library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Remove a user, who is logged out at once."""
    with reporting(as_json=as_json) as terminal:
        _users(library).remove(name)
        terminal.show({"removed": name}, f"“{name}” may log in no more.")


def _users(library: Path | None) -> Users:
    # What the settings take is most of a second to import, which `--help` does not need.
    from bot.settings import load_settings
    from bot.users import Users

    return Users(load_settings(library=library).library)


def _password() -> str:
    """The password, asked for on standard error so that --json keeps its one object, or a line that a script sends."""
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")


def _table(found: tuple[User, ...]) -> Table:
    table = Table("name", "role", box=None, pad_edge=False, header_style="bold")
    for user in found:
        table.add_row(user.name, user.role)
    return table
