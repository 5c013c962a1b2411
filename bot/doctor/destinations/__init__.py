"""The outside world: what it lets the bot do, and what time it has."""
