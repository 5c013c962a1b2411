"""Discord: its API and Gateway by discord.py, what people do there, and how a release looks."""
