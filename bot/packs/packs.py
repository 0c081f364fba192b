"""Packs: add, update, remove and list them. What is kept stays until something better was fetched and checked."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from msgspec import Struct

from bot.packs import keep
from bot.packs.address import LISTING, Hosts, PackError, PackUseError, Place, beside, wanted
from bot.packs.fetch import Outside, line
from bot.packs.keep import Record
from bot.packs.listing import digest_of, listing_of
from bot.scenario.rules.registry import Shared
from bot.scenario.shelf import NOTHING


class Done(Struct, frozen=True):
    """What came of fetching a pack: its name, how many cases are in it, and whether anything is other than before."""

    name: str
    cases: int
    changed: bool


class _Pack(Struct, frozen=True):
    """A pack as it was fetched; `sha256` is that of the file or listing at its address."""

    name: str
    sha256: str
    files: Mapping[str, bytes]


class Packs:
    """The packs in a folder, and where new ones may come from."""

    def __init__(
        self,
        root: Path,
        hosts: Hosts,
        outside: Callable[[], Outside],
        *,
        own: Callable[[], Collection[str]] = tuple,
        known: Shared = NOTHING,
    ) -> None:
        """Take the folder of good copies, the pairs of host and port that are allowed, and what gives the world.

        `own` gives the ids of the cases of the house, which no pack may use; `known` is what the check knows.
        """
        self._root = root
        self._hosts = hosts
        self._outside = outside
        self._own = own
        self._known = known

    def all(self) -> dict[str, Record]:
        """Return what is known of each pack, by name; raises PackError for one that cannot be read."""
        records = {path.name: keep.record_of(self._root, path.name) for path in keep.pack_folders(self._root)}
        return {name: record for name, record in records.items() if record}

    async def add(self, address: str, pin: str = "") -> Done:
        """Fetch a pack and keep it; with a pin, only when the file or listing at the address has that sha256.

        A pack that is kept already is fetched again, and has the pin it is given now. Raises PackError.
        """
        digest = digest_of(pin)
        if pin and not digest:
            raise PackUseError("pin_shape")
        place = wanted(address, self._hosts)
        pack = await self._fetched(place, digest)
        kept = keep.record_of(self._root, pack.name)
        if kept and kept.address != place.url:
            raise PackUseError("taken", name=pack.name, address=kept.address)
        return self._keep(pack, place, pinned=bool(digest))

    async def update(self, asked: str) -> Done:
        """Fetch a pack, by its name or address, again from where it came and with its pin.

        Raises PackError, and then all stays as it was.
        """
        name = self._name(asked)
        kept = keep.record_of(self._root, name)
        if kept is None:
            raise PackUseError("no_pack", name=name)
        place = wanted(kept.address, self._hosts)
        pack = await self._fetched(place, kept.sha256 if kept.pinned else "")
        if pack.name != name:
            raise PackError("renamed", name=name, other=pack.name)
        return self._keep(pack, place, pinned=kept.pinned)

    def remove(self, asked: str) -> None:
        """Take a pack away, by its name or address; raises PackUseError for one that is not kept."""
        keep.remove(self._root, self._name(asked))

    def _name(self, asked: str) -> str:
        if "/" not in asked:
            return asked
        return next((name for name, record in self.all().items() if record.address == asked), asked)

    async def _fetched(self, place: Place, pin: str) -> _Pack:
        async with line(place, self._outside()) as host:
            body = await host.get(place)
            digest = hashlib.sha256(body).hexdigest()
            if pin and digest != pin:
                raise PackError("pin", file=place.file, digest=digest)
            if place.file != LISTING:
                return _Pack(place.file.removesuffix(".yaml"), digest, {place.file: body})
            listing = listing_of(body)
            files = {}
            for file, expected in listing.files.items():
                files[file] = await host.get(beside(place, file))
                if hashlib.sha256(files[file]).hexdigest() != expected:
                    raise PackError("digest", file=file)
        return _Pack(listing.name, digest, files)

    def _keep(self, pack: _Pack, place: Place, *, pinned: bool) -> Done:
        cases = keep.checked(pack.files, self._known)
        taken = dict.fromkeys(self._own(), "")
        taken |= {case: name for name, record in self.all().items() if name != pack.name for case in record.cases}
        for case in cases:
            if case in taken:
                raise PackError("case_in_pack" if taken[case] else "case_of_house", case=case, name=taken[case])
        record = Record(address=place.url, sha256=pack.sha256, pinned=pinned, cases=cases)
        return Done(pack.name, len(cases), keep.keep(self._root, pack.name, record, pack.files))
