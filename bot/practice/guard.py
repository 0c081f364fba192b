"""Who may come at the practice page: this computer, and for deeds only the page itself."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """Lets loopback in, lets a deed in only from our own page, and tells the browser to load nothing from elsewhere."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through or answer 403."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if not _loopback(scope) or not _from_here(scope):
            await PlainTextResponse("Forbidden", 403)(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, with_headers)


def _loopback(scope: Scope) -> bool:
    client = scope.get("client")
    return client is not None and (client[0] == "::1" or str(client[0]).startswith("127."))


def _from_here(scope: Scope) -> bool:
    """Tell whether a deed comes from our own page: browsers always name the origin of a POST."""
    if scope["method"] in ("GET", "HEAD"):
        return True
    headers = Headers(scope=scope)
    return urlsplit(headers.get("origin", "")).netloc == headers.get("host") and headers.get(
        "content-type", ""
    ).startswith("application/json")
