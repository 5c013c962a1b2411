"""Pages of a list, with GitHub's `Link` header."""

from collections.abc import Sequence

from aiohttp import web

from bot.rehearsal.github import asking

LARGEST_PAGE = 100


def window(request: web.Request) -> tuple[int, int]:
    """How many items to skip and how many to show."""
    size = _positive(request.query.get("per_page", ""), 30)
    size = min(size, LARGEST_PAGE)
    return (_positive(request.query.get("page", ""), 1) - 1) * size, size


def _positive(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 10**9 else default


def page_of(request: web.Request, items: Sequence[object], name: str = "") -> web.Response:
    """One page of a list that is wholly known."""
    skip, size = window(request)
    return page(request, items[skip : skip + size], len(items), name)


def page(request: web.Request, shown: Sequence[object], total: int, name: str = "") -> web.Response:
    """A page of a list of `total` items; with a name it is one in an object that has the count."""
    skip, size = window(request)
    number, last = skip // size + 1, max(1, -(-total // size))
    links: dict[str, int] = {}
    if number > 1:
        links |= {"prev": number - 1, "first": 1}
    if number < last:
        links |= {"next": number + 1, "last": last}
    header = ", ".join(f'<{_url(request, n)}>; rel="{rel}"' for rel, n in links.items())
    content = {"total_count": total, name: list(shown)} if name else list(shown)
    return web.json_response(content, headers={"Link": header} if header else {})


def _url(request: web.Request, number: int) -> str:
    query = {**request.query, "page": str(number)}
    return asking.base_url(request) + str(request.rel_url.with_query(query))
