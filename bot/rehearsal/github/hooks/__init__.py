"""Webhooks: what the App is told of, how it is sent, and the list of what was sent."""
