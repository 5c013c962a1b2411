"""Rehearsals and the demo: a run folder with a local world, and who drives a release in it."""
