"""What happens on the page: each handler reads what was sent, makes one call of the bot, and shows the result."""
