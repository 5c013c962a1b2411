"""Slack: its Web API, what it sends us, and how a release looks there."""
