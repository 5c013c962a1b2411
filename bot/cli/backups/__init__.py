"""Backups in a terminal: writing one while the bot works, and laying one out again."""
