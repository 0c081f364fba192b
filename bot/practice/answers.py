"""Methods of the Bot API about taps, chats and files."""

from datetime import timedelta
from typing import Any

from bot.practice.call import Call
from bot.practice.entities import units
from bot.practice.methods import Method
from bot.practice.refusals import TOO_OLD, bad
from bot.practice.world import Account, Chat, Json, Toasted

TOAST_LIMIT = 200
# Unpublished; reports say 5 to 20 s, the Bot API names 15 s where a tap lets a bot write privately in a group.
ANSWER_WITHIN = timedelta(seconds=15)
DOING = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip


def answer_callback_query(call: Call) -> bool:
    """Stop the spinner of a pressed button and show a line, once and in time."""
    tap = call.world.taps.get(call.string("callback_query_id"))
    if tap is None or tap.answered or call.world.now() - tap.at > ANSWER_WITHIN:
        raise bad(TOO_OLD)
    text = call.string("text")
    if units(text) > TOAST_LIMIT:
        raise bad("MESSAGE_TOO_LONG")
    tap.answered = True
    toasted = Toasted(text, call.flag("show_alert"))
    if text:
        call.world.accounts[tap.person].toasts.append(toasted)
    call.world.tell("toast", person=tap.person, chat=tap.chat, message=tap.message, text=text, alert=toasted.alert)
    return True


def send_chat_action(call: Call) -> bool:
    """Show that the bot is busy."""
    chat = call.chat()
    if call.string("action") not in DOING:
        raise bad("wrong parameter action in request")
    call.world.tell("busy", chat=chat.id)
    return True


def get_me(call: Call) -> Json:
    """Return the bot itself."""
    return call.world.bot | {"can_connect_to_business": False, "has_main_web_app": False}


def get_chat(call: Call) -> Json:
    """Return all about a chat."""
    chat = call.chat()
    full: Json = chat.json() | {
        "accent_color_id": 1, "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }  # fmt: skip
    return full | ({"permissions": {"can_send_messages": True}} if chat.group else {})


def get_chat_member(call: Call) -> Json:
    """Return what a person is in a group."""
    chat = call.chat()
    user = call.number("user_id")
    if user == call.world.bot["id"]:
        return {"user": call.world.bot, "status": chat.bot, **_rights(chat.bot)}
    if user not in call.world.accounts:
        raise bad("user not found")
    return _member(chat, call.world.accounts[user])


def get_chat_administrators(call: Call) -> list[Json]:
    """Return who made the group, and the bot when it was made an administrator."""
    chat = call.chat()
    if not chat.group:
        raise bad("there are no administrators in the private chat")
    found = [_member(chat, call.world.accounts[user]) for user in chat.members[:1]]
    if chat.bot == "administrator":
        found.append({"user": call.world.bot, "status": "administrator", **_rights("administrator")})
    return found


def get_chat_member_count(call: Call) -> int:
    """Return how many are in a chat, the bot among them."""
    chat = call.chat()
    return len(chat.members) + 1


def leave_chat(call: Call) -> bool:
    """Let the bot leave a group."""
    chat = call.chat()
    if not chat.group:
        raise bad("chat member status can't be changed in private chats")
    chat.bot = "left"
    call.world.tell("group", chat=chat.id)
    return True


def get_file(call: Call) -> Json:
    """Return where a file can be fetched."""
    name = call.string("file_id")
    if name not in call.world.files:
        raise bad("wrong file_id or the file is temporarily unavailable")
    blob = call.world.files[name]
    return {
        "file_id": name, "file_unique_id": f"u{name}", "file_size": len(blob.content), "file_path": f"files/{name}",
    }  # fmt: skip


def _member(chat: Chat, account: Account) -> Json:
    user = account.json()
    if account.id not in chat.members:
        return {"user": user, "status": "left"}
    if account.id == chat.members[0]:
        return {"user": user, "status": "creator", "is_anonymous": False}
    return {"user": user, "status": "member"}


def _rights(status: str) -> dict[str, Any]:
    if status == "kicked":
        return {"until_date": 0}
    if status != "administrator":
        return {}
    names = (
        "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
        "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
        "can_delete_stories",
    )  # fmt: skip
    return {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(names, True)


METHODS: dict[str, Method] = {
    "answerCallbackQuery": answer_callback_query,
    "sendChatAction": send_chat_action,
    "getMe": get_me,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "getFile": get_file,
}
