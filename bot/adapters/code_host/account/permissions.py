"""Permissions and events of the bot's App: asked for in each token, and written in its manifest."""

from collections.abc import Mapping

LEVELS = ("", "read", "write", "admin")  # each includes those before it
PERMISSIONS: Mapping[str, str] = {
    "actions": "read",
    "checks": "read",
    "contents": "write",
    "issues": "write",
    "metadata": "read",
    "pull_requests": "write",
    "statuses": "read",
}
EVENTS = (
    "check_run",
    "check_suite",
    "issue_comment",
    "milestone",
    "pull_request",
    "push",
    "release",
    "repository",
    "status",
    "workflow_run",
)
