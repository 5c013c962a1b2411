"""The local Slack, driven by Slack's own libraries."""
