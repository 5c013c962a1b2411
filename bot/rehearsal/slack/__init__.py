"""A local Slack: its Web API, Socket Mode, signed requests, and people who type and click."""
