"""The simulated Telegram as a Bot API over loopback HTTP, for a bot in another process (TELEGRAM_API_URL)."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.practice import api
from bot.practice.call import Files
from bot.practice.refusals import LineError, RefusedError, bad
from bot.practice.world import World

# The library sends forms in which everything that is no string is JSON: these stay what they are, "5" too.
STRINGS = frozenset({
    "text", "caption", "question", "file_id", "photo", "document", "media", "callback_query_id", "url", "name",
    "description", "short_description", "language_code", "secret_token", "action", "parse_mode", "chat_id",
})  # fmt: skip
BODY_LIMIT = 60 * 1024 * 1024


def routes(world: World, token: str) -> list[Route]:
    """Return the routes of a Bot API: /bot<token>/<method> and /file/bot<token>/<path>; base URL http://host/bot."""

    async def method(request: Request) -> Response:
        if request.path_params["token"] != token:
            return _refusal(RefusedError(401, "Unauthorized"))
        try:
            given, files = await _read(request)
            reply = await api.request(world, request.path_params["method"], given, files)
        except RefusedError as refused:
            return _refusal(refused)
        except LineError:
            return Broken()
        return Response(reply.body, reply.status, media_type="application/json")

    async def file(request: Request) -> Response:
        blob = world.files.get(request.path_params["name"])
        if blob is None or request.path_params["token"] != token:
            return _refusal(RefusedError(404, "Not Found"))
        return Response(blob.content, media_type=blob.mime)

    return [
        Route("/bot{token}/{method}", method, methods=["GET", "POST"]),
        Route("/file/bot{token}/files/{name}", file),
    ]


class Broken(Response):
    """An answer that breaks off: more is announced than comes, so that the server closes the connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Announce 99 bytes and send one."""
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"99")]})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})
        raise ConnectionAbortedError("by script")


def _refusal(refused: RefusedError) -> Response:
    return JSONResponse(refused.body(), refused.code)


async def _read(request: Request) -> tuple[Mapping[str, Any], Files]:
    kind = request.headers.get("content-type", "")
    body = await request.body()
    if len(body) > BODY_LIMIT:
        raise RefusedError(413, "Request Entity Too Large")
    given: dict[str, Any] = dict(request.query_params)
    files: dict[str, tuple[str | None, bytes, str]] = {}
    if kind.startswith("application/json"):
        try:
            given |= json.loads(body or b"{}")
        except ValueError:
            raise bad("can't parse request: invalid JSON") from None
    elif kind.startswith("multipart/form-data"):
        fields, files = _parts(body, kind.partition("boundary=")[2].strip('"'))
        given |= fields
    else:
        given |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    return {name: _value(name, value) for name, value in given.items()}, files


def _value(name: str, value: Any) -> Any:
    if name in STRINGS or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _parts(body: bytes, boundary: str) -> tuple[dict[str, str], dict[str, tuple[str | None, bytes, str]]]:
    """Return the fields and the files of a multipart body (RFC 7578)."""
    fields: dict[str, str] = {}
    files: dict[str, tuple[str | None, bytes, str]] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().strip().split("\r\n"))
        lower = {name.lower(): value for name, value in headers.items()}
        names = dict(one.strip().split("=", 1) for one in lower["content-disposition"].split(";")[1:])
        name = names["name"].strip('"')
        if "filename" in names:
            mime = lower.get("content-type", "application/octet-stream")
            files[name] = (names["filename"].strip('"'), content, mime)
        else:
            fields[name] = content.decode()
    return fields, files
