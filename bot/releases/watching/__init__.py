"""Watching: what happens by itself while a release waits, and after it has ended."""
