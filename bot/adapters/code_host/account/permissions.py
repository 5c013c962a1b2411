"""Permissions and events of the bot's App: asked for in each token, and written in its manifest."""

from collections.abc import Mapping

LEVELS = ("", "read", "write", "admin")  # each includes those before it
PERMISSIONS: Mapping[str, str] = {
    "actions": "read",
    "administration": "read",
    "checks": "read",
    "contents": "write",
    "issues": "write",
    "metadata": "read",
    "pull_requests": "write",
    "statuses": "read",
}
# A release needs none of these; what stays unknown without them is said to people.
OPTIONAL: Mapping[str, str] = {
    "administration": "whether releases are immutable and how a branch is protected stays unknown",
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
