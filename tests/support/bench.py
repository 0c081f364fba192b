"""An author's tools over values, for tests of the page without a bot behind it."""

from bot.engine.model import Run
from bot.practice.workbench import Found, Mapped, NoMapError, Offer, Walk
from bot.scenario.model import Scenario

EMPTY = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 9"><g transform="translate(4 5)"/></svg>'


class Bench:
    """What bot.practice.workbench.Workbench asks for, in dicts; the version of a case is called after its id."""

    def __init__(self, *cases: Scenario) -> None:
        self.cases = cases
        self.walks: dict[int, Walk] = {}
        self.found: dict[str, Found] = {f"{case.id}.yaml": Found(text="formaat: 1") for case in cases}
        self.maps = {f"{case.id}-1": Mapped(EMPTY, f"Kaart van {case.title}") for case in cases}

    def plays(self, user: int, case: Scenario, run: Run, version: int = 1) -> None:
        self.walks[user] = Walk(snapshot=f"{case.id}-{version}", scenario=case, run=run)

    def offers(self) -> tuple[Offer, ...]:
        return tuple(
            Offer(case=case.id, title=case.title, snapshot=f"{case.id}-1", file=f"{case.id}.yaml")
            for case in self.cases
        )

    async def walk_of(self, user: int) -> Walk | None:
        return self.walks.get(user)

    async def map_of(self, snapshot: str) -> Mapped:
        if snapshot not in self.maps:
            raise NoMapError(snapshot)
        return self.maps[snapshot]

    async def found_in(self, file: str) -> Found:
        return self.found.get(file, Found())
