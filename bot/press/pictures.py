"""Pictures from DOT: PNG for a chat, SVG for a page. Which program draws them is known in `_drawn` only."""

import os
import shutil
import struct
import sysconfig

from msgspec import Struct

from bot.press.program import PressError, run

SECONDS = 10.0
SHARP = 144  # dots an inch: two pixels for each point
LARGEST = 34  # inches a side; a larger picture is drawn smaller, so that any of them fits a photo and the memory
_PROGRAM = "graphviz-pure"
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"

# What Telegram takes as a photo; it makes photos smaller, so a tall picture is better sent as a document.
_PHOTO_SIDES, _PHOTO_RATIO, _PHOTO_BYTES = 10_000, 20, 10_000_000
_CLEAR_SIDE = 2560  # pixels; a photo with a longer side is shown smaller than it is


class Size(Struct, frozen=True):
    """How large a picture is, in pixels and bytes."""

    width: int
    height: int
    bytes: int

    @property
    def is_photo(self) -> bool:
        """Whether Telegram takes it as a photo."""
        longest, shortest = max(self.width, self.height), min(self.width, self.height)
        return longest + shortest <= _PHOTO_SIDES and longest <= _PHOTO_RATIO * shortest and self.bytes <= _PHOTO_BYTES

    @property
    def is_clear_photo(self) -> bool:
        """Whether it also stays as sharp as it is; send it as a document otherwise."""
        return self.is_photo and max(self.width, self.height) <= _CLEAR_SIDE


def png(dot: str) -> bytes:
    """Return the picture as PNG at two pixels a point; raises PressError when it cannot be drawn within 10 seconds."""
    return _drawn(dot, "png")


def svg(dot: str) -> bytes:
    """Return the picture as SVG with the ids of its boxes; raises PressError as `png` does."""
    return _drawn(dot, "svg")


def size(picture: bytes) -> Size:
    """Return the size of a PNG, read from its first bytes; raises PressError when it is none."""
    if not picture.startswith(_PNG_HEAD) or len(picture) < 24:
        raise PressError("not a PNG")
    width, height = struct.unpack(">II", picture[16:24])
    return Size(width, height, len(picture))


def _drawn(dot: str, kind: str) -> bytes:
    places = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)])
    program = shutil.which(_PROGRAM, path=places)
    if program is None:
        raise PressError(f"{_PROGRAM} is not installed")
    dots = [f"-Gdpi={SHARP}", f"-Gsize={LARGEST},{LARGEST}"] if kind == "png" else []
    return run([program, f"-T{kind}", *dots], dot.encode(), SECONDS)
