"""The owner of the local world's GitHub, who does there what people do in a browser.

An owner registers the App (`register_app`, with the address and secret of its webhook), gives out
tokens of people (`person`, who then act through the API like everybody), lets other Apps report
checks (`check_run`) and workflows run (`workflow_run`), sets rules, renames repositories, and
orders faults (`fault`): whatever a test needs that no API of GitHub's offers.

    owner = GitHubOwner(world.github_url)
    app = owner.register_app(hook_url="http://127.0.0.1:8080/github/webhooks", hook_secret="s")
    alice = owner.person("alice", repository="acme/greeter", role="maintain")
    owner.fault("POST", "/repos/*/*/releases", "drop_after", times=1)

Kinds of faults; each hits the next `times` requests that fit, after letting `skip` pass:

| kind | what happens |
| --- | --- |
| drop_before | the connection ends before anything was done |
| drop_after | it is done, then the connection ends without an answer |
| error_after | it is done, the answer is 502 |
| error_before | nothing is done, the answer is 502 |
| secondary | 403, "You have exceeded a secondary rate limit", with Retry-After: `seconds` |
| secondary_bare | the same without Retry-After |
| too_many | 429 without Retry-After |
| primary | 403, the primary limit, which is reset in `seconds` (an hour) |
| hang | it is done, but no answer comes for `seconds` (a minute) |
| hang_before | nothing is done, and no answer comes for `seconds` (a minute) |
| expired | 401, "Bad credentials", as for a token that ended meanwhile |
| redirect | 307 to the same path on another host, `target` (else localhost) |
| truncated | the answer's JSON ends in the middle |
| lag | a read answers what it did the last time; the first of all finds nothing: 404 or [] |
"""

import json
import time
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredApp:
    """What the owner of an App gets to know of it."""

    id: int
    slug: str
    private_key: str


@dataclass(frozen=True, slots=True)
class GitHubOwner:
    """Gives orders to the stand-in at this address."""

    github_url: str

    def register_app(self, **settings: object) -> RegisteredApp:
        """Register or change the App; a fresh private key each time.

        `hook_url`, `hook_secret`, `permissions`, `events`, `token_seconds`.
        """
        return RegisteredApp(**self.order("app", **settings))

    def expire_tokens(self) -> None:
        """End the tokens of all installations now."""
        self.order("expire_tokens")

    def installation(self, owner: str, action: str, **more: object) -> None:
        """Change the App on an account.

        created, deleted, suspend, unsuspend, or new_permissions_accepted with `permissions`.
        """
        self.order("installation", owner=owner, action=action, **more)

    def installation_repositories(self, repository: str, action: str) -> None:
        """Show the App a repository or hide it: added or removed."""
        self.order("installation_repositories", repository=repository, action=action)

    def person(self, login: str, **role: str) -> str:
        """A token with which this person acts through the API; `repository` and `role` if any."""
        return str(self.order("person", login=login, **role)["token"])

    def check_run(self, repository: str, commit: str, name: str, **state: object) -> int:
        """Report a check: `app_id` (Actions), `status`, `conclusion`, `head_branch`, `output`."""
        return int(
            self.order("check_run", repository=repository, commit=commit, name=name, **state)["id"]
        )

    def workflow_run(self, repository: str, commit: str, path: str, **state: object) -> int:
        """Report a run: `id` of one that goes on, `status`, `conclusion`, `event`, `branch`."""
        return int(
            self.order("workflow_run", repository=repository, commit=commit, path=path, **state)[
                "id"
            ]
        )

    def repository(self, repository: str, action: str, **more: str) -> None:
        """Rename, transfer (both with `to`), privatize or publicize it: the action in the past."""
        self.order("repository", repository=repository, action=action, **more)

    def branch_rule(self, repository: str, branch: str, **rule: object) -> None:
        """Protect a branch: `kind` (classic or ruleset), `checks` ({context, app_id}), `reviews`.

        With `reviews` changes come by pull requests only; above 0 nothing is merged, because
        nobody reviews there. `off` ends it.
        """
        self.order("branch_rule", repository=repository, branch=branch, **rule)

    def immutable_releases(self, repository: str, *, enabled: bool = True) -> None:
        """Make releases immutable as they are published."""
        self.order("immutable_releases", repository=repository, enabled=enabled)

    def fault(self, method: str, path: str, kind: str, *, times: int = 1, **more: object) -> None:
        """Order a fault for requests by method ("*": any) and path, with `*` for one part.

        `**` at the end of the path stands for all that follows. If wanted: `skip`, `seconds`,
        `target`.
        """
        self.order("fault", method=method, path=path, kind=kind, times=times, **more)

    def faults_to_come(self) -> list[dict[str, Any]]:
        """What was ordered and has not happened yet."""
        found: list[dict[str, Any]] = self._ask("GET", "faults")["faults"]
        return found

    def end_faults(self) -> None:
        """Forget the faults that are still to come."""
        self.order("end_faults")

    def await_deliveries(self) -> int:
        """Wait until no delivery is under way; how many were made."""
        deadline = time.monotonic() + SECONDS * 2
        while (count := self._ask("GET", "deliveries"))["under_way"]:
            if time.monotonic() > deadline:
                raise AssertionError(f"Deliveries stay under way: {count}")
            time.sleep(0.01)
        return int(count["made"])

    def order(self, what: str, **content: object) -> dict[str, Any]:
        """Give any order; `by` names the person who does it, alice if nobody is named."""
        return self._ask("POST", what, content)

    def _ask(
        self, method: str, what: str, content: Mapping[str, object] | Sequence[object] | None = None
    ) -> dict[str, Any]:
        request = urllib.request.Request(  # noqa: S310 - the world's own address
            f"{self.github_url}/_world/github/{what}",
            data=None if content is None else json.dumps(content).encode(),
            headers={"Content-Type": "application/json"},
            method=method,
        )
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(request, timeout=SECONDS) as answer:
            said: dict[str, Any] = json.load(answer)
        return said
