"""Methods of the Bot API about the bot itself: commands, descriptions, the webhook."""

import json
import re
from urllib.parse import urlsplit

from bot.practice.call import Call
from bot.practice.methods import Method
from bot.practice.refusals import bad
from bot.practice.world import Json

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LIMITS = {"name": 64, "description": 512, "short_description": 120}
PORTS = (443, 80, 88, 8443, None)
SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


def set_my_commands(call: Call) -> bool:
    """Keep the commands for a scope and a language."""
    given = call.array("commands") or []
    if len(given) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in given:
        if not COMMAND.fullmatch(str(command.get("command", "")).removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    call.world.profile[_scope(call)] = given
    call.world.tell("profile")
    return True


def get_my_commands(call: Call) -> list[Json]:
    """Return the commands that were kept for a scope and a language."""
    found: list[Json] = call.world.profile.get(_scope(call), [])
    return found


def delete_my_commands(call: Call) -> bool:
    """Forget the commands for a scope and a language."""
    call.world.profile.pop(_scope(call), None)
    call.world.tell("profile")
    return True


def _scope(call: Call) -> str:
    scope = call.json("scope") or {"type": "default"}
    return f"commands {json.dumps(scope, sort_keys=True)} {call.string('language_code')}"


def _setter(name: str) -> Method:
    def keep(call: Call) -> bool:
        text = call.string(name)
        if len(text) > LIMITS[name]:
            raise bad(f"bot {name.replace('_', ' ')} is too long")
        call.world.profile[f"{name} {call.string('language_code')}"] = text
        call.world.tell("profile")
        return True

    return keep


def _getter(name: str) -> Method:
    def give(call: Call) -> Json:
        found = call.world.profile.get(f"{name} {call.string('language_code')}")
        return {name: found or call.world.profile.get(f"{name} ", "")}

    return give


def set_webhook(call: Call) -> bool:
    """Send updates to an address from now on; getUpdates is refused while it is set."""
    url = call.string("url")
    if url and urlsplit(url).scheme != "https":
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if url and urlsplit(url).port not in PORTS:
        raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if not SECRET.fullmatch(call.string("secret_token")):
        raise bad("secret token contains unallowed characters")
    call.world.updates.want(call.array("allowed_updates"))
    call.world.webhook = call.world.webhook | {"url": url}
    return _dropped(call)


def delete_webhook(call: Call) -> bool:
    """Let the bot fetch its updates itself again."""
    call.world.webhook = call.world.webhook | {"url": ""}
    return _dropped(call)


def get_webhook_info(call: Call) -> Json:
    """Return where updates go and how many wait."""
    return call.world.webhook | {"pending_update_count": len(call.world.updates.waiting())}


def _dropped(call: Call) -> bool:
    if call.flag("drop_pending_updates"):
        call.world.updates.clear()
    return True


def log_out(_: Call) -> bool:
    """Agree and do nothing: there is no other server to go to."""
    return True


METHODS: dict[str, Method] = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    **{f"setMy{name.title().replace('_', '')}": _setter(name) for name in LIMITS},
    **{f"getMy{name.title().replace('_', '')}": _getter(name) for name in LIMITS},
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "logOut": log_out,
    "close": log_out,
    "setChatMenuButton": log_out,
}
