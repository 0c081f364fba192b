"""Raw updates as Telegram writes them."""

from typing import Any

Raw = dict[str, Any]

ANNA: Raw = {"id": 7, "is_bot": False, "first_name": "Anna", "language_code": "nl"}
CASUS: Raw = {"id": 123456, "is_bot": True, "first_name": "Casus", "username": "CasusBot"}
PRIVATE: Raw = {"id": 7, "type": "private", "first_name": "Anna"}
GROUP: Raw = {"id": -100500, "type": "supergroup", "title": "Wijkteam", "is_forum": True}
FILE: Raw = {"file_id": "f", "file_unique_id": "u"}
PHOTO: Raw = {"photo": [FILE | {"width": 90, "height": 90}]}

CONTENTS: dict[str, Raw] = {
    "photo": PHOTO,
    "voice": {"voice": FILE | {"duration": 3}},
    "audio": {"audio": FILE | {"duration": 3}},
    "video": {"video": FILE | {"duration": 3, "width": 9, "height": 9}},
    "video_note": {"video_note": FILE | {"duration": 3, "length": 9}},
    "animation": {
        "animation": FILE | {"duration": 3, "width": 9, "height": 9},
        "document": FILE,
    },
    "sticker": {
        "sticker": FILE | {"type": "regular", "width": 9, "height": 9, "is_animated": False, "is_video": False}
    },
    "document": {"document": FILE},
    "location": {"location": {"longitude": 4.9, "latitude": 52.3}},
    "venue": {
        "location": {"longitude": 4.9, "latitude": 52.3},
        "venue": {"location": {"longitude": 4.9, "latitude": 52.3}, "title": "Buurthuis", "address": "Plein 1"},
    },
    "contact": {"contact": {"phone_number": "0612345678", "first_name": "Bea"}},
    "dice": {"dice": {"value": 3, "emoji": "🎲"}},
    "unheard of": {"hologram": {"size": 3}},
}
RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
FORWARD: Raw = {"forward_origin": {"type": "user", "date": 1, "sender_user": ANNA}}
REPLY: Raw = {"reply_to_message": {"message_id": 3, "date": 1, "chat": GROUP, "from": CASUS, "text": "?"}}
TOPIC: Raw = {"message_thread_id": 42, "is_topic_message": True}


def message(number: int = 10, chat: Raw = PRIVATE, kind: str = "message", **fields: Any) -> Raw:
    content: Raw = {"message_id": 5, "date": 1, "chat": chat, "from": ANNA} | fields
    return {"update_id": number, kind: {key: value for key, value in content.items() if value is not None}}


def text(words: str, chat: Raw = PRIVATE, **fields: Any) -> Raw:
    return message(chat=chat, text=words, **fields)


def press(data: str = "1|s|1|c|a", chat: Raw | None = PRIVATE, **fields: Any) -> Raw:
    query: Raw = {"id": "99", "from": ANNA, "chat_instance": "1", "data": data}
    if chat:
        query["message"] = {"message_id": 5, "date": 1, "chat": chat, "from": CASUS, "text": "?"} | fields
    return {"update_id": 11, "callback_query": query}


def member(before: str, after: str, chat: Raw = GROUP) -> Raw:
    def state(status: str) -> Raw:
        more: dict[str, Raw] = {"kicked": {"until_date": 0}, "administrator": dict.fromkeys(RIGHTS, False)}
        return {"user": CASUS, "status": status} | more.get(status, {})

    change: Raw = {"chat": chat, "from": ANNA, "date": 1}
    change |= {"old_chat_member": state(before), "new_chat_member": state(after)}
    return {"update_id": 12, "my_chat_member": change}
