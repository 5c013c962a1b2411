"""Which permission an operation needs, as GitHub's documentation lists them."""

import re

from aiohttp import web

from bot.rehearsal.github import callers, problems

READS = {"GET", "HEAD"}
# The first that fits counts; "" needs none beyond seeing the repository.
_RULES = tuple(
    (re.compile(pattern), permission, level)
    for pattern, permission, level in (
        (r"PUT pulls/[0-9]+/merge", "contents", ""),
        (r"\w+ branches/.+/protection", "administration", ""),
        (r"\w+ immutable-releases", "administration", ""),
        (r"\w+ ((rules|collaborators)/.+|rulesets)", "metadata", "read"),
        (r"\w+ (commits/.+/(check-runs|check-suites)|check-(runs|suites).*)", "checks", ""),
        (r"\w+ (commits/.+/status(es)?|statuses/.+)", "statuses", ""),
        (r"\w+ commits/.+/pulls", "pull_requests", ""),
        (r"\w+ actions/.+", "actions", ""),
        (r"\w+ (issues|milestones|labels)(/.+)?", "issues", ""),
        (r"\w+ pulls(/.+)?", "pull_requests", ""),
        (r"\w+ (git|releases|commits|compare|contents|branches|tags)(/.+)?", "contents", ""),
    )
)
# A pull request is an issue too: either permission serves for what both have.
_EITHER = re.compile(r"\w+ (issues/[0-9]+/(labels|comments).*|issues/comments/.*|issues/[0-9]+)")


def check(request: web.Request, caller: callers.Caller) -> None:
    """Refuse what this caller's permissions do not reach."""
    parts = request.path.split("/", 4)
    if caller.kind == "installation" and request.path == "/user":
        raise _inaccessible()
    if parts[1] != "repos" or len(parts) < 5 or caller.kind not in {"installation", "app"}:  # noqa: PLR2004 - "", repos, owner, name, rest
        return
    asked = f"{request.method} {parts[4]}"
    if caller.kind == "app":
        if asked != "GET installation":
            raise _inaccessible()
        return
    level = "read" if request.method in READS else "write"
    for pattern, permission, least in _RULES:
        if pattern.fullmatch(asked):
            needed = [permission, *(["pull_requests"] if _EITHER.fullmatch(asked) else [])]
            if not any(caller.may(name, least or level) for name in needed):
                raise _inaccessible()
            return


def _inaccessible() -> problems.Problem:
    return problems.Problem(403, "Resource not accessible by integration")
