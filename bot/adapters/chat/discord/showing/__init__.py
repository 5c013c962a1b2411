"""Showing: the live message and the thread of each release."""
