"""Rehearsals that a serving bot was asked for: what is known of one, and how people see it."""
