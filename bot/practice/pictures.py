"""Pictures the bot sends: their size, read from PNG and JPEG, and what Telegram refuses."""

import struct
from typing import Any

from bot.practice.refusals import bad

PHOTO_LIMIT = 10 * 1024 * 1024
SIDES_LIMIT = 10_000
RATIO_LIMIT = 20


def photo_sizes(name: str, content: bytes) -> list[dict[str, Any]]:
    """Return a picture as the Bot API shows it; raises RefusedError for what is no picture Telegram takes."""
    if len(content) > PHOTO_LIMIT:
        raise bad("file is too big for a photo")
    width, height = _sides(content)
    if not width or not height:
        raise bad("IMAGE_PROCESS_FAILED")
    if width + height > SIDES_LIMIT or max(width, height) > RATIO_LIMIT * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return [{
        "file_id": name, "file_unique_id": f"u{name}", "width": width, "height": height, "file_size": len(content),
    }]  # fmt: skip


def _sides(content: bytes) -> tuple[int, int]:
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    return _jpeg_sides(content) if content.startswith(b"\xff\xd8") else (0, 0)


def _jpeg_sides(content: bytes) -> tuple[int, int]:
    """Walk over the segments to the frame header, which holds the sides."""
    place = 2
    while place + 9 < len(content) and content[place] == 0xFF:
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        place += 2 + length
    return 0, 0
