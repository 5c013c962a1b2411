"""The App: its web tokens, its installations, and what their tokens may do."""

import time
from typing import Any

import jwt
import pytest
import requests
from github import Auth, GithubException
from github.Repository import Repository

from bot.rehearsal.world import World
from tests.contract.local_github.conftest import Enter, Installed, head
from tests.fakes.github_owner import GitHubOwner

INACCESSIBLE = "Resource not accessible by integration"


def _refusal(problem: pytest.ExceptionInfo[GithubException]) -> tuple[int, str]:
    return problem.value.status, problem.value.data["message"]


def _ask_as(world: World, token: str, path: str = "/app") -> tuple[int, str]:
    headers = {"Authorization": f"Bearer {token}"}
    answer = requests.get(f"{world.github_url}{path}", headers=headers, timeout=10)
    return answer.status_code, answer.json().get("message", "")


def test_the_app_sees_itself_and_its_installations(app: Installed, sample_name: str) -> None:
    """With its web token it finds where it is installed."""
    integration = app.integration

    assert integration.get_app().slug == "releasebot"
    assert [each.id for each in integration.get_installations()] == [app.installation]
    assert integration.get_app_installation(app.installation).app_id == integration.get_app().id
    owner = sample_name.partition("/")[0]
    assert integration.get_app_installation(app.installation).raw_data["account"]["login"] == owner


@pytest.mark.parametrize(
    ("claims", "status", "words"),
    [
        ({"exp": 300, "iat": -60}, 200, ""),
        ({"exp": 900, "iat": 0}, 401, "is too far in the future"),
        ({"exp": -1, "iat": -60}, 401, "must be a numeric value representing the future"),
        ({"iat": 0}, 401, "must be a numeric value representing the future"),
        ({"exp": 300, "iat": 300}, 401, "('iat') must be an Integer"),
        ({"exp": 300, "iat": 0, "iss": "7"}, 404, "Integration not found"),
    ],
)
def test_a_web_token_has_its_time(
    shared_world: World, owner: GitHubOwner, claims: dict[str, Any], status: int, words: str
) -> None:
    """At most ten minutes, neither over nor from the future, and of this App."""
    registered = owner.register_app()
    now = int(time.time())
    times = {name: now + value for name, value in claims.items() if name != "iss"}
    issuer = {"iss": claims.get("iss", str(registered.id))}
    token = jwt.encode(issuer | times, registered.private_key, "RS256")

    found, said = _ask_as(shared_world, token)

    assert (found, words in said) == (status, True)


def test_a_foreign_signature_is_refused(shared_world: World, owner: GitHubOwner) -> None:
    """Neither another key nor another algorithm opens the App's door, nor does a person's token."""
    registered = owner.register_app()
    claims = {"iss": str(registered.id), "iat": int(time.time()), "exp": int(time.time()) + 300}
    weak = jwt.encode(claims, "x" * 64, "HS256")
    changed = jwt.encode(claims, registered.private_key, "RS256")[:-8] + "AAAAAAAA"

    for token in (weak, changed, shared_world.github_token):
        assert _ask_as(shared_world, token) == (401, "A JSON web token could not be decoded")


def test_a_token_lacks_what_it_was_not_given(
    app: Installed, enter: Enter, sample_name: str
) -> None:
    """It has the permissions that were asked for, and no others."""
    given = app.integration.get_access_token(app.installation, {"issues": "read"})
    client = enter(Auth.Token(given.token))
    repository = client.get_repo(sample_name)

    assert given.permissions == {"issues": "read", "metadata": "read"}
    assert list(repository.get_issues()) == []
    for refused in (
        lambda: repository.create_issue("Broken"),
        lambda: repository.get_git_ref("heads/main"),
        lambda: repository.get_branch("main").get_protection(),
        lambda: client.get_user().login,
    ):
        with pytest.raises(GithubException) as problem:
            refused()
        assert _refusal(problem) == (403, INACCESSIBLE)


def test_more_than_was_granted_is_not_given(app: Installed) -> None:
    """An App cannot ask for what its owner does not grant."""
    with pytest.raises(GithubException) as problem:
        app.integration.get_access_token(app.installation, {"administration": "write"})

    assert problem.value.status == 422


def test_a_token_for_one_repository_sees_no_other(
    app: Installed, owner: GitHubOwner, shared_world: World, enter: Enter, sample_name: str
) -> None:
    """The repositories are chosen with the token; the others are not there for it."""
    given = requests.post(
        f"{shared_world.github_url}/app/installations/{app.installation}/access_tokens",
        json={"repositories": [sample_name.partition("/")[2]]},
        headers={"Authorization": f"Bearer {app.login.token}"},
        timeout=10,
    ).json()
    client = enter(Auth.Token(given["token"]))

    assert owner.github_url in given["repositories"][0]["url"]
    assert client.get_repo(sample_name).full_name == sample_name
    with pytest.raises(GithubException) as problem:
        client.get_repo("acme/greeter")
    assert problem.value.status == 404


def test_a_token_ends(app: Installed, owner: GitHubOwner, enter: Enter, sample_name: str) -> None:
    """After its time, and when its owner ends it, it is a wrong one."""
    long_one = app.integration.get_access_token(app.installation)
    owner.register_app(token_seconds=0)
    short = app.integration.get_access_token(app.installation)
    owner.expire_tokens()

    for given in (long_one, short):
        with pytest.raises(GithubException) as problem:
            enter(Auth.Token(given.token)).get_repo(sample_name)
        assert _refusal(problem) == (401, "Bad credentials")


def test_what_is_hidden_or_suspended_is_closed(
    repository: Repository, owner: GitHubOwner, sample_name: str
) -> None:
    """A repository that was taken away is not there; a suspended installation is refused."""
    owner.installation_repositories(sample_name, "removed")
    with pytest.raises(GithubException) as problem:
        repository.get_git_ref("heads/main")
    assert problem.value.status == 404

    owner.installation_repositories(sample_name, "added")
    owner.installation("acme", "suspend")
    with pytest.raises(GithubException) as problem:
        repository.get_git_ref("heads/main")
    assert _refusal(problem) == (403, "This installation has been suspended")

    owner.installation("acme", "unsuspend")
    assert head(repository)


def test_fewer_permissions_bind_older_tokens(
    repository: Repository, owner: GitHubOwner, app: Installed
) -> None:
    """What the account no longer grants, a token that was made before has no more."""
    before = dict(app.integration.get_app_installation(app.installation).permissions)
    owner.installation("acme", "new_permissions_accepted", permissions={"metadata": "read"})
    try:
        with pytest.raises(GithubException) as problem:
            repository.get_git_ref("heads/main")
        assert _refusal(problem) == (403, INACCESSIBLE)
    finally:
        owner.installation("acme", "new_permissions_accepted", permissions=before)
    assert head(repository)


def test_a_renamed_repository_is_found(
    repository: Repository, owner: GitHubOwner, enter: Enter, alice: Repository
) -> None:
    """The old name leads to the new one, and the number has always been the same."""
    old, number = repository.full_name, repository.id
    owner.repository(old, "renamed", to=f"{old}-2")
    client = enter(Auth.Token(owner.person("alice")))

    assert alice.id == number
    assert client.get_repo(old).full_name == f"{old}-2"
    assert client.get_repo(number).full_name == f"{old}-2"


def test_people_have_roles(
    repository: Repository, owner: GitHubOwner, sample_name: str, enter: Enter
) -> None:
    """Who is no collaborator may read; who is has the role that was given."""
    owner.person("bob", repository=sample_name, role="admin")
    account = enter(Auth.Token(owner.person("bob"))).get_user()

    assert account.login == "bob"
    assert repository.get_collaborator_permission("bob") == "admin"
    assert repository.get_collaborator_permission("mallory") == "read"
    owner.repository(sample_name, "privatized")
    assert repository.get_collaborator_permission("mallory") == "none"
