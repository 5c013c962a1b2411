"""As whom the bot speaks to GitHub: as its App, or with a token; and what that may do."""
