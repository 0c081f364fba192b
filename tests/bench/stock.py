"""The bot to compare with: python-telegram-bot as its own documentation begins, a dict for a database."""

import os
import sys

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes

STEP = "<b>Stap 2</b>\n" + "Wat doe je nu? " * 40
KEYS = InlineKeyboardMarkup([[InlineKeyboardButton(text, callback_data=text)] for text in ("A", "B", "C")])
walks: dict[int, list[str]] = {}


async def start(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Show the first screen."""
    if update.effective_message:
        await update.effective_message.reply_text(STEP, parse_mode="HTML", reply_markup=KEYS)


async def pressed(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Do what our bot does at a choice: acknowledge, show what is asked next, redraw the screen before."""
    query = update.callback_query
    if query and query.message:
        await query.answer("Gekozen: A")
        walks.setdefault(query.from_user.id, []).append(query.data or "")
        await query.get_bot().send_message(query.message.chat.id, STEP, parse_mode="HTML", reply_markup=KEYS)
        await query.edit_message_text(STEP, parse_mode="HTML")


def main() -> None:
    """Run at STOCK_API_URL until SIGTERM; with "concurrent" it takes 256 updates at a time."""
    builder = Application.builder().token("100:bench").base_url(os.environ["STOCK_API_URL"] + "/bot")
    if "concurrent" in sys.argv:
        builder = builder.concurrent_updates(True)
    application = builder.build()
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(pressed))
    application.run_polling()


if __name__ == "__main__":
    main()
