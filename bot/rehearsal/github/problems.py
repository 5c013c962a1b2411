"""Errors in GitHub's form: a status, a message, and a list of what is wrong with which field."""

from aiohttp import web

DOCUMENTATION = "https://docs.github.com/rest"


class Problem(Exception):
    """A refusal that the server turns into GitHub's JSON."""

    def __init__(self, status: int, message: str, *errors: dict[str, str]) -> None:
        """Take the HTTP status, the sentence and, for a 422, the fields."""
        super().__init__(message)
        self.status = status
        self.message = message
        self.errors = errors

    def response(self) -> web.Response:
        """The answer that the client gets."""
        body: dict[str, object] = {"message": self.message}
        if self.errors:
            body["errors"] = list(self.errors)
        body |= {"documentation_url": DOCUMENTATION, "status": str(self.status)}
        return web.json_response(body, status=self.status)


class Moved(Problem):
    """What GitHub says of a repository that has another name by now."""

    def __init__(self, location: str) -> None:
        """Take the address that is the right one now."""
        super().__init__(301, "Moved Permanently")
        self.location = location

    def response(self) -> web.Response:
        """The answer, which leads to the other address."""
        response = super().response()
        response.headers["Location"] = self.location
        return response


class Challenge(Problem):
    """What a git client is told before it says who it is."""

    def __init__(self) -> None:
        """Ask."""
        super().__init__(401, "Requires authentication")

    def response(self) -> web.Response:
        """The answer, to which git sends its password."""
        response = super().response()
        response.headers["WWW-Authenticate"] = 'Basic realm="GitHub"'
        return response


def not_found() -> Problem:
    """What GitHub says for everything that is not there or not for this token."""
    return Problem(404, "Not Found")


def unprocessable(message: str) -> Problem:
    """A 422 that is one sentence."""
    return Problem(422, message)


def invalid(resource: str, field: str, code: str = "invalid") -> Problem:
    """A 422 that names a field: code is `invalid`, `missing_field` or `already_exists`."""
    return Problem(422, "Validation Failed", {"resource": resource, "code": code, "field": field})
