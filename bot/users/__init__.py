"""Who may use a server: users with a role and a password, and what they may do."""

from bot.users.accounts import ROLES, User, Users

__all__ = ["ROLES", "User", "Users"]
