"""Rehearsals as child processes: each with a folder and limits of its own, and without secrets."""
