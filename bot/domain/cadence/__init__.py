"""Cadence: how often a project is released, and when its next release is due."""
