"""What a button carries: version|session|turn|action|id, at most 64 bytes of ASCII, and never trusted.

A session is "" for buttons of the menu. Who may press what is decided from the sender against the store, each time.
"""

from enum import StrEnum

from msgspec import Struct

VERSION = "1"
LIMIT = 64


class Action(StrEnum):
    """What a button means; short, because all of it must fit in 64 bytes."""

    # at a decision
    CHOOSE = "c"
    OTHER = "o"
    FOLLOW = "f"
    CHANGE = "x"
    SKIP = "k"
    FIRST = "w1"
    SECOND = "w2"
    POWER = "p"
    NEXT = "n"
    MORE = "m"
    TEMPO = "t"
    STOP = "q"
    # after an ending, and among one's own walks
    ROAD = "r"
    SENTENCE = "s"
    KEEP = "sk"
    BRANCH = "b"
    BRANCH_AT = "ba"
    DELETE = "d"
    DELETE_SURE = "dy"
    # for authors
    MAKING = "am"
    NEW = "an"
    NEW_STOP = "ans"
    DRAFT = "ad"
    REPAIR = "ar"
    TRY = "ap"
    MAP = "ak"
    BOOK = "ab"
    TRAINER_BOOK = "abt"
    FIGURES = "ac"
    ROUNDS = "al"
    TIPS = "at"
    FILE = "af"
    THROW_AWAY = "ax"
    PUBLISH = "au"
    PUBLISH_SURE = "auy"
    OUT = "ao"
    OUT_FILE = "aof"
    TAKE_UP = "aot"
    WITHDRAW = "aw"
    WITHDRAW_SURE = "awy"
    BRING_BACK = "awb"
    JUMP = "aj"
    JUMP_TO = "ajt"
    TRIAL_STOP = "ajq"
    SAVE_PLAY = "ajs"
    # menus
    UNDERSTOOD = "ok"
    MENU = "mm"
    CATALOGUE = "mc"
    THEME = "mt"
    LENGTH = "ml"
    CARD = "ci"
    BEGIN = "cb"
    OWN = "mo"
    RESUME = "mr"
    REFLECTIONS = "mj"
    HELP = "mh"
    PRIVACY = "mp"
    LANGUAGE = "mg"


class Press(Struct, frozen=True, kw_only=True):
    """A button's meaning, read back."""

    action: Action
    session: str = ""
    turn: int = 0
    id: str = ""


def write(action: Action, session: str = "", turn: int = 0, id: str = "") -> str:
    """Return what a button carries; raises ValueError above 64 bytes, which a checked case cannot reach."""
    data = f"{VERSION}|{session}|{turn or ''}|{action}|{id}"
    if len(data.encode()) > LIMIT:
        raise ValueError(f"a button carries at most {LIMIT} bytes: {data}")
    return data


def read(data: str) -> Press | None:
    """Return what a button means, or None for anything this bot did not write."""
    parts = data.split("|")
    if len(parts) != 5 or parts[0] != VERSION or not (parts[2] or "0").isascii() or not (parts[2] or "0").isdigit():
        return None
    try:
        return Press(action=Action(parts[3]), session=parts[1], turn=int(parts[2] or "0"), id=parts[4])
    except ValueError:
        return None
