"""What people send that is no text, in the smallest form the Bot API knows."""

from typing import Any

Json = dict[str, Any]
FILE: Json = {"file_id": "theirs", "file_unique_id": "utheirs", "file_size": 1_000}
THING: Json = {
    "photo": [FILE | {"width": 320, "height": 240}],
    "voice": FILE | {"duration": 4, "mime_type": "audio/ogg"},
    "video": FILE | {"width": 320, "height": 240, "duration": 4},
    "video_note": FILE | {"length": 240, "duration": 4},
    "audio": FILE | {"duration": 4},
    "animation": FILE | {"width": 320, "height": 240, "duration": 4},
    "sticker": FILE | {
        "width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular", "emoji": "👍",
    },
    "document": FILE | {"file_name": "brief.pdf", "mime_type": "application/pdf"},
    "location": {"latitude": 52.09, "longitude": 5.12},
    "contact": {"phone_number": "0600000000", "first_name": "Dirk"},
    "dice": {"emoji": "🎲", "value": 4},
    "poll": {
        "id": "1", "question": "Wanneer?", "options": [], "total_voter_count": 0, "is_closed": False,
        "is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": False,
        "members_only": False,
    },
}  # fmt: skip


def content(what: str, sender: Json) -> Json:
    """Return the part of a message for a kind of thing; raises LookupError for a kind that does not exist."""
    if what not in THING:
        raise LookupError(f"nobody can send a {what}, only {', '.join(THING)}")
    thing = THING[what] | {"user_id": sender["id"]} if what == "contact" else THING[what]
    animation = {"document": THING["document"]} if what == "animation" else {}
    return {what: thing, **animation}
