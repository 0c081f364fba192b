"""The worker: does errands outside of any transaction, and brings back what came of them as an event."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

from msgspec.structs import replace
from telegram import Bot
from telegram.error import TelegramError

from bot.app import workshop
from bot.app.catalogue import Bookcase
from bot.app.publishing import needed
from bot.conversation.errands import Brought, Errand, Failed, Fault, Job, Result
from bot.conversation.messages import Incoming, Sender
from bot.conversation.ports import Clock, Draft
from bot.safety.redact import where
from bot.scenario.layers import looks_like_layer
from bot.scenario.method_shape import looks_like_method
from bot.scenario.model import Scenario
from bot.scenario.rules.registry import Published, Shared
from bot.scenario.source import MOST_BYTES
from bot.store.database import StoreAwayError
from bot.store.errands import Claimed, Errands
from bot.store.releases import Releases
from bot.store.snapshots import Snapshots

log = logging.getLogger(__name__)

AT_ONCE = 2  # errands; each may take a core
TRIES = 3
LONGEST = 45.0  # seconds; shorter than the lease of an errand


class Worker:
    """Takes errands from where they wait, and gives what came of them to `apply`."""

    def __init__(
        self,
        *,
        errands: Errands,
        bot: Bot,
        catalogue: Bookcase,
        snapshots: Snapshots,
        releases: Releases,
        clock: Clock,
        draft: Callable[[str, str], Awaitable[Draft | None]],
        apply: Callable[[Sequence[Incoming]], Awaitable[Any]],
    ) -> None:
        """Take the errands, what they are done with, and who takes what came of them."""
        self._errands = errands
        self._bot = bot
        self._catalogue = catalogue
        self._snapshots = snapshots
        self._releases = releases
        self._clock = clock
        self._draft = draft
        self._apply = apply

    async def work(self) -> None:
        """Do what waits now; raises StoreAwayError when what came of it could not be kept."""
        while claimed := await self._errands.claim(AT_ONCE):
            results = await asyncio.gather(*map(self._done, claimed))
            for each, result in zip(claimed, results, strict=True):
                await self._bring(each.errand, result)

    async def _bring(self, errand: Errand, result: Result) -> None:
        sender = Sender(user=errand.user, chat=errand.chat, private=True, language=errand.language)
        event = Incoming(id=f"e{errand.key}", sender=sender, what=Brought(errand, result))
        await self._apply((event,))

    async def _done(self, claimed: Claimed) -> Result:
        """Return what came of an errand; raises StoreAwayError only, since an author's file must not stop the bot."""
        if claimed.tries >= TRIES:
            return Failed(Fault.OURS)
        task = asyncio.create_task(self._result(claimed.errand))
        done, _ = await asyncio.wait((task,), timeout=LONGEST)
        if not done:
            task.cancel()
            return Failed(Fault.LATE)
        error = task.exception()
        if error is None:
            return task.result()
        if isinstance(error, StoreAwayError):
            raise error  # the errand waits, and is done when the store is there again
        log.error("an errand failed: %s %s at %s", claimed.errand.job, type(error).__name__, where(error))
        return Failed(Fault.UNFETCHED if isinstance(error, TelegramError) else Fault.OURS)

    async def _result(self, errand: Errand) -> Result:
        if errand.file:
            return await self._examined(errand, await self._fetched(errand.file), errand.name)
        draft = await self._draft(errand.person, errand.case)
        if draft is None:
            return Failed(Fault.GONE)
        if errand.job in (Job.EXAMINE, Job.TIPS):
            return await self._examined(errand, draft.text.encode(), draft.name)
        if errand.job is Job.REPAIR:
            known = await self._known(draft.text)
            made = await asyncio.to_thread(workshop.repair, draft, known)
            return await self._kept(made)
        if not draft.snapshot:
            return Failed(Fault.GONE)
        scenario = await self._snapshots.get(draft.snapshot)
        return await asyncio.to_thread(_MAKERS[errand.job], scenario, errand.language)

    async def _fetched(self, file: str) -> bytes:
        """Return a file from Telegram; raises TelegramError. What is over the limit is cut off and refused later."""
        found = await self._bot.get_file(file)
        if (found.file_size or 0) > MOST_BYTES:
            return b" " * (MOST_BYTES + 1)
        return bytes(await found.download_as_bytearray())

    async def _examined(self, errand: Errand, body: bytes, name: str) -> Result:
        if len(body) > MOST_BYTES:
            return Failed(Fault.LARGE)
        text = body.decode("utf-8", "replace")
        if looks_like_layer(text):
            return Failed(Fault.LAYER)
        if looks_like_method(text):
            return Failed(Fault.METHOD)
        known = await self._known(text)
        made = await asyncio.to_thread(workshop.examine, body, name, known, case=errand.case)
        return await self._kept(made)

    async def _kept(self, made: workshop.Made) -> Result:
        """Keep the case that was compiled, so that it can be tried, and count who plays the version that is out."""
        if made.scenario is not None:
            await self._snapshots.keep(made.scenario, self._clock(), made.examined.text)
        walks = await self._releases.walking(made.examined.against) if made.examined.against else ()
        return replace(made.examined, walking=len(walks))

    async def _known(self, text: str) -> Shared:
        """Return what a draft is checked with: the boxes of the house, and the version that is out with its walks."""
        published = {}
        for card in self._catalogue.everything():
            mine = card.scenario.id in workshop.ids_in(text)
            walks = await self._releases.walking(card.snapshot) if mine else ()
            published[card.scenario.id] = Published(scenario=card.scenario, needed=needed(walks))
        return self._catalogue.known(self._clock(), published)


_MAKERS: Mapping[Job, Callable[[Scenario, str], Result]] = {
    Job.MAP: workshop.drawn,
    Job.BOOK: partial(workshop.printed, trainer=False),
    Job.TRAINER_BOOK: partial(workshop.printed, trainer=True),
    Job.FIGURES: workshop.counted,
    Job.ROUNDS: workshop.rounds_of,
}
