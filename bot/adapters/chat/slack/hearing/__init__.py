"""Hearing: what people type, press and fill in at Slack, and the answers to it."""
