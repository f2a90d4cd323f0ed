"""The users of a library: a file that only its owner can read, with a role and a hashed password for each."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, get_args

from filelock import FileLock

from bot.errors import UsersError
from bot.users.passwords import LEAST, MOST, hashed, matches, nobody

FILE = "users.json"
MOST_NAME = 64
Role = Literal["reader", "editor"]
ROLES: tuple[str, ...] = get_args(Role)


@dataclass(frozen=True)
class User:
    """Who may log in: a `reader` asks, an `editor` also adds and removes."""

    name: str
    role: str
    password: str

    def to_dict(self) -> dict[str, str]:
        """The user without what is kept of the password."""
        return {"name": self.name, "role": self.role}


class Users:
    """The users that a folder's file lists; each look sees the file as it is then."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._seen: tuple[int, ...] | None = None
        self._users: dict[str, User] = {}

    def all(self) -> tuple[User, ...]:
        """Return the users by name; none where there is no file.

        Raises:
            UsersError: the file is damaged, or others than its owner can read it.
        """
        return tuple(sorted(self._read().values(), key=lambda user: user.name))

    def role(self, name: str | None) -> str | None:
        """Return what a user may do, or None where there is no such user."""
        user = self._read().get(name or "")
        return user.role if user else None

    def kept(self, name: str) -> str | None:
        """Return what is kept of a user's password, which changes when the password is set anew."""
        user = self._read().get(name)
        return user.password if user else None

    def may_edit(self, name: str | None) -> bool:
        """Tell whether a user may add and remove documents, and see who did."""
        return self.role(name) == "editor"

    def check(self, name: str, password: str) -> bool:
        """Tell whether this is the password of this user; takes as long where there is no such user."""
        user = self._read().get(name)
        return matches(password, user.password if user else nobody()) and user is not None

    def add(self, name: str, role: str, password: str) -> User:
        """Add a user, or give one another role and password.

        Raises:
            UsersError: the name, the role or the password cannot be used.
        """
        _refuse(name, role, password)
        user = User(name, role, hashed(password))
        with self._lock():
            self._write({**self._read(), name: user})
        return user

    def remove(self, name: str) -> None:
        """Remove a user.

        Raises:
            UsersError: there is no such user.
        """
        with self._lock():
            users = dict(self._read())
            if users.pop(name, None) is None:
                raise UsersError(f"There is no user “{name}”.", "bot user list shows who there is.")
            self._write(users)

    def _lock(self) -> FileLock:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(f"{self.path}.lock", timeout=10)

    def _read(self) -> dict[str, User]:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            self._seen, self._users = None, {}
            return self._users
        seen = (found.st_mtime_ns, found.st_size, found.st_ino, found.st_mode)
        if seen != self._seen:
            self._users = self._parsed(found)
            self._seen = seen
        return self._users

    def _parsed(self, found: os.stat_result) -> dict[str, User]:
        if os.name == "posix" and stat.S_IMODE(found.st_mode) & 0o077:
            raise UsersError(f"Others can read {self.path}.", f"Run chmod 600 {self.path}.")
        try:
            listed = json.loads(self.path.read_text("utf-8"))["users"]
            return {each["name"]: User(each["name"], each["role"], each["password"]) for each in listed}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UsersError(f"{self.path} cannot be read.", "Mend it, or remove it and add the users anew.") from error

    def _write(self, users: dict[str, User]) -> None:
        new = self.path.with_suffix(".new")
        new.unlink(missing_ok=True)
        content = json.dumps({"users": [asdict(user) for user in users.values()]}, indent=1, ensure_ascii=False)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path)


def _refuse(name: str, role: str, password: str) -> None:
    if not name.isprintable() or not name.strip() or name != name.strip() or ":" in name or len(name) > MOST_NAME:
        raise UsersError(f"“{name}” cannot be a user's name.", f"Use up to {MOST_NAME} letters, and no colon.")
    if role not in ROLES:
        raise UsersError(f"“{role}” is no role.", f"Roles are {' and '.join(ROLES)}.")
    if not LEAST <= len(password) <= MOST:
        raise UsersError("The password is too short or too long.", f"Use {LEAST} characters or more.")
