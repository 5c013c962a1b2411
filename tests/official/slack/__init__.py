"""Slack's own description of its interface, as schemas that every request is held to."""
