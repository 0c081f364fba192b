"""Files at the page: those people send of their own, and those that hang in a chat, to look at or to save."""

from base64 import b64decode
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from bot.practice.world import World

FILE_LIMIT = (
    600_000  # bytes of a file that somebody sends; a case may be 512 KiB, and the bot itself says when it is not
)
BODY_LIMIT = FILE_LIMIT * 4 // 3 + 1_000  # in the letters of base64, with some words round it
_NAME = 120
_ANY = "application/octet-stream"


class FileError(Exception):
    """This is no file that can be sent; the message is a key of the page's words under `cannot`."""


def own(asked: dict[str, Any]) -> tuple[str, bytes]:
    """Return the name and the content of a file that comes as `name` and as base64 in `content`; raises FileError."""
    name, content = asked.get("name"), asked.get("content")
    if not isinstance(name, str) or not isinstance(content, str):
        raise FileError("not_understood")
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(sign for sign in last if sign.isprintable()).strip()[-_NAME:]
    try:
        body = b64decode(content, validate=True)
    except ValueError:
        raise FileError("not_understood") from None
    if not plain or not body:
        raise FileError("empty")
    if len(body) > FILE_LIMIT:
        raise FileError("large")
    return plain, body


async def within(request: Request, limit: int) -> bytes | None:
    """Return the body of a request, None when it is longer than `limit`: no more of it is read then."""
    read = bytearray()
    async for piece in request.stream():
        read += piece
        if len(read) > limit:
            return None
    return bytes(read)


def give(world: World, name: str) -> Response:
    """Return a file by its id: a picture to look at, anything else to save, which never opens as a page here."""
    blob = world.files.get(name)
    if blob is None:
        return Response(status_code=404)
    kind = mime(blob.content)
    how = "attachment" if kind == _ANY else "inline"
    named = quote(blob.name, safe="", errors="replace")  # RFC 8187: a name in any letters
    headers = {"content-disposition": f"{how}; filename*=UTF-8''{named}", "cache-control": "no-cache"}
    return Response(blob.content, media_type=kind, headers=headers)


def mime(content: bytes) -> str:
    """Return what a file is by its first bytes: a picture, or just bytes."""
    if content.startswith(b"\x89PNG"):
        return "image/png"
    return "image/jpeg" if content.startswith(b"\xff\xd8") else _ANY
