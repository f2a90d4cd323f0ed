"""Who may use a server: users with a role and a password, and what they may do."""

from bot.users.accounts import ROLES, User, Users
from bot.users.rights import may_edit

__all__ = ["ROLES", "User", "Users", "may_edit"]
