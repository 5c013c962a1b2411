"""Versions: what may be typed, what files and tags state, and how the next one is counted."""
