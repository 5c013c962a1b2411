"""Backups: one compressed archive with everything that a bot needs to go on elsewhere."""
