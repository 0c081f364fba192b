"""How a Message becomes calls to the Bot API: the only place that knows Telegram's limits."""

import html
import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, LinkPreviewOptions
from telegram.constants import KeyboardButtonStyle, ParseMode

from bot.channel.errors import Remedy
from bot.conversation.messages import Button, Look, Message, Rows, Toast
from bot.texts.length import units, visible

TEXT_LIMIT = 4_096  # UTF-16 units of visible text: Bot API, sendMessage
CAPTION_LIMIT = 1_024  # the same for a picture: Bot API, sendPhoto
PLAIN_LIMIT = 3_000  # for text that Telegram found too long although we did not
TOAST_LIMIT = 200  # characters: Bot API, answerCallbackQuery
ROW_LIMIT = 8  # undocumented, known from use
BUTTON_LIMIT = 100  # undocumented, known from use

ATOM = re.compile(r"<[^>]+>|&[#\w]+;|.", re.DOTALL)
WHERE = frozenset({"chat_id", "disable_notification", "message_thread_id"})
QUIET = LinkPreviewOptions(is_disabled=True)


class Call(Struct, frozen=True, kw_only=True):
    """A method of the Bot and its arguments; `tried` are the changes already made after a refusal."""

    method: str
    arguments: Mapping[str, Any]
    tried: frozenset[Remedy] = frozenset()


def calls(message: Message, card: int = 0) -> tuple[Call, ...]:
    """Return the calls that show a message, the buttons under the last one.

    With a `card` that message is edited; () when the text does not fit into one message, so that it must be sent anew.
    """
    keyboard = markup(message.rows)
    if card:
        return _edit(message, card, keyboard)
    sends = [*_files(message), *_texts(message)]
    last = sends[-1]
    sends[-1] = replace(last, arguments={**last.arguments, "reply_markup": keyboard})
    return (sends[0], *(_silenced(send) for send in sends[1:]))


def _edit(message: Message, card: int, keyboard: InlineKeyboardMarkup | None) -> tuple[Call, ...]:
    where = {"chat_id": message.chat, "message_id": card, "reply_markup": keyboard}
    if units(message.html) > (CAPTION_LIMIT if message.picture else TEXT_LIMIT):
        return ()
    if message.picture:
        media = InputMediaPhoto(message.picture, caption=message.html, parse_mode=ParseMode.HTML)
        return (Call(method="edit_message_media", arguments={**where, "media": media}),)
    return (Call(method="edit_message_text", arguments={**where, **_text(message.html)}),)


def _files(message: Message) -> list[Call]:
    """Return the call that sends the picture or the file, with the text as its caption where that fits."""
    if not (message.picture or message.document):
        return []
    sent: dict[str, object] = _where(message)
    if message.picture:
        sent["photo"] = message.picture
    else:
        sent |= {"document": message.document, "filename": message.file_name}
    if message.html and units(message.html) <= CAPTION_LIMIT:
        sent |= {"caption": message.html, "parse_mode": ParseMode.HTML}
    return [Call(method="send_photo" if message.picture else "send_document", arguments=sent)]


def _texts(message: Message) -> list[Call]:
    if (message.picture or message.document) and units(message.html) <= CAPTION_LIMIT:
        return []
    where = _where(message)
    return [Call(method="send_message", arguments={**where, **_text(part)}) for part in split(message.html)]


def _where(message: Message) -> dict[str, object]:
    topic = {"message_thread_id": message.thread} if message.thread else {}
    return {"chat_id": message.chat, "disable_notification": message.silent, **topic}


def _text(part: str) -> dict[str, object]:
    return {"text": part, "parse_mode": ParseMode.HTML, "link_preview_options": QUIET}


def _silenced(call: Call) -> Call:
    return replace(call, arguments={**call.arguments, "disable_notification": True})


def remade(call: Call, remedy: Remedy) -> tuple[Call, ...]:
    """Return what to try instead of a refused call; () when it was tried already."""
    if remedy in call.tried:
        return ()
    tried = call.tried | {remedy}
    arguments = dict(call.arguments)
    match remedy:
        case Remedy.WITHOUT_TOPIC:
            arguments.pop("message_thread_id", None)
        case Remedy.PLAIN:
            arguments = _plain(arguments)
        case Remedy.SHORTER:
            return _shorter(_plain(arguments), call.method, tried)
    return (Call(method=call.method, arguments=arguments, tried=tried),)


def _plain(arguments: dict[str, Any]) -> dict[str, Any]:
    changed: dict[str, Any] = {"parse_mode": None}
    changed |= {key: visible(arguments[key]) for key in ("text", "caption") if key in arguments}
    if media := arguments.get("media"):
        changed = {"media": InputMediaPhoto(media.media, caption=visible(media.caption or ""), parse_mode=None)}
    return {**arguments, **changed}


def _shorter(arguments: dict[str, Any], method: str, tried: frozenset[Remedy]) -> tuple[Call, ...]:
    field = "caption" if "caption" in arguments else "text"
    parts = split(html.escape(arguments.pop(field), quote=False), PLAIN_LIMIT)
    keyboard = arguments.pop("reply_markup", None)
    first = [Call(method=method, arguments=arguments, tried=tried)] if field == "caption" else []
    where: dict[str, Any] = {key: value for key, value in arguments.items() if key in WHERE}
    texts = [
        Call(method="send_message", arguments={**where, **_text(visible(part)), "parse_mode": None}, tried=tried)
        for part in parts
    ]
    texts[-1] = replace(texts[-1], arguments={**texts[-1].arguments, "reply_markup": keyboard})
    return (*first, *texts)


def acknowledgement(toast: Toast) -> dict[str, Any]:
    """Return the arguments of answer_callback_query."""
    text = toast.text if len(toast.text) <= TOAST_LIMIT else toast.text[: TOAST_LIMIT - 1] + "…"
    return {"callback_query_id": toast.query, "text": text or None, "show_alert": toast.alert}


def markup(rows: Rows) -> InlineKeyboardMarkup | None:
    """Return the keyboard, rows that are too wide broken off, or None without buttons."""
    lines = [row[start : start + ROW_LIMIT] for row in rows for start in range(0, len(row), ROW_LIMIT)]
    keyboard: list[list[InlineKeyboardButton]] = []
    room = BUTTON_LIMIT
    for line in lines:
        if line[:room]:
            keyboard.append([_button(button) for button in line[:room]])
            room -= len(keyboard[-1])
    return InlineKeyboardMarkup(keyboard) if keyboard else None


def _button(button: Button) -> InlineKeyboardButton:
    style = KeyboardButtonStyle.PRIMARY if button.look is Look.ONWARD else None
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url, style=style)
    return InlineKeyboardButton(button.label, callback_data=button.data, style=style)


def split(marked: str, limit: int = TEXT_LIMIT) -> tuple[str, ...]:
    """Return HTML in parts of at most `limit` units, broken between paragraphs, else lines, else words, else anywhere.

    A tag that is open at a border is closed before it and opened again after it. There is always one part at least.
    """
    if units(marked) <= limit:
        return (marked,)
    atoms: list[str] = ATOM.findall(marked)
    parts, tags, start = [], list[str](), 0
    while start < len(atoms):
        end = _border(atoms, start, limit)
        opened = "".join(tags)
        for atom in atoms[start:end]:
            _follow(tags, atom)
        body = "".join(atoms[start:end]).strip()
        closed = "".join(f"</{tag[1:-1].split()[0]}>" for tag in reversed(tags))
        if visible(body).strip():
            parts.append(opened + body + closed)
        start = end
    return tuple(parts) or ("",)


def _border(atoms: list[str], start: int, limit: int) -> int:
    """Return where the part that begins at `start` ends."""
    best: dict[str, int] = {}
    size = 0
    for index in range(start, len(atoms)):
        size += units(atoms[index])
        if size > limit:
            return best.get("\n\n") or best.get("\n") or best.get(" ") or index
        if atoms[index] == "\n":
            best["\n\n" if index > start and atoms[index - 1] == "\n" else "\n"] = index + 1
        elif atoms[index] == " ":
            best[" "] = index + 1
    return len(atoms)


def _follow(tags: list[str], atom: str) -> None:
    if atom.startswith("</"):
        if tags:
            tags.pop()
    elif atom.startswith("<") and len(atom) > 1:
        tags.append(atom)
