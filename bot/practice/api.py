"""One request to the Bot API: counted, written down, refused or carried out."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from bot.practice import answers, methods, profile
from bot.practice.call import Call, Files
from bot.practice.faults import Goes, after, before
from bot.practice.refusals import WEBHOOK_ACTIVE, GarbledError, LineError, RefusedError, bad, conflict
from bot.practice.world import World

METHODS = {name.lower(): method for name, method in {**methods.METHODS, **answers.METHODS, **profile.METHODS}.items()}


class Reply(Struct, frozen=True):
    """What goes back over the line: an HTTP status and a body."""

    status: int
    body: bytes


async def request(world: World, method: str, parameters: Mapping[str, Any], files: Files | None = None) -> Reply:
    """Carry out one request; raises LineError when by script the line breaks."""
    try:
        result = await call(world, method, parameters, files)
    except RefusedError as refused:
        return Reply(refused.code, json.dumps(refused.body()).encode())
    except GarbledError as garbled:
        return Reply(garbled.code, garbled.body)
    return Reply(200, json.dumps({"ok": True, "result": result}).encode())


async def call(world: World, method: str, parameters: Mapping[str, Any], files: Files | None = None) -> Any:
    """Return the result of a method; raises RefusedError, or by script LineError and GarbledError."""
    fault = world.faults.next(method)
    if fault and fault.goes is Goes.LATE:
        await asyncio.sleep(fault.seconds)
    quiet = method.lower() == "getupdates"
    try:
        before(fault)
        result = await _carry_out(world, method, Call(world=world, given=dict(parameters), files=files or {}))
        after(fault)
    except (RefusedError, GarbledError, LineError) as wrong:
        world.record("request", method, dict(parameters), {"refused": str(wrong)})
        raise
    if not quiet:
        world.record("request", method, dict(parameters), result)
    return result


async def _carry_out(world: World, method: str, asked: Call) -> Any:
    if method.lower() == "getupdates":
        if world.webhook["url"]:
            raise conflict(WEBHOOK_ACTIVE)
        return await world.updates.poll(
            asked.number("offset"), asked.number("limit", 100), asked.number("timeout"), asked.array("allowed_updates")
        )
    # A 404 would reach the library as InvalidToken, which misleads.
    if method.lower() not in METHODS:
        raise bad(f"the practice room does not know the method {method}")
    return METHODS[method.lower()](asked)
