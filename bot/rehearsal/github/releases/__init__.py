"""Releases, their files, and GitHub's own notes for them."""
