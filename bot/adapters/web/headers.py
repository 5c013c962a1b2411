"""Headers: what a browser must not do with any answer of ours."""

from aiohttp import web

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
SCRIPTS_AND_STYLES = "no-cache"  # kept, but asked about each time: an upgrade shows at once


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Add them to every answer, also to a refusal; pages are never kept."""
    response.headers.update(HEADERS)
    is_static = request.path.startswith("/console/static/")
    response.headers["Cache-Control"] = SCRIPTS_AND_STYLES if is_static else "no-store"
