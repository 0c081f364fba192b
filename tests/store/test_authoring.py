"""What authors keep: drafts sealed with their own key, errands done once, and which version is out."""

from msgspec.structs import replace
from sqlalchemy import Table, select

from bot.conversation.errands import Brought, Errand, Failed, Fault, Job
from bot.conversation.messages import Incoming, Sender
from bot.conversation.person import Person
from bot.conversation.ports import Draft, Release
from bot.session.model import Phase
from bot.store.errands import LEASE, Errands
from bot.store.releases import Releases
from bot.store.schema import draft, errand
from tests.store.house import House, walk

TESS = Person(key="tess", chat=7)
DRAFT = Draft(person="tess", case="deur", title="De deur", name="deur.yaml", text="formaat: 1\ntitel: Het geheim\n")
ERRAND = Errand(key="e1", job=Job.EXAMINE, person="tess", user=7, chat=7, file="f1", name="geheim.yaml")


async def rows(house: House, table: Table) -> list[object]:
    return list(await house.database.tx(lambda connection: connection.execute(select(table)).all()))


def kept(unit, *things) -> None:  # type: ignore[no-untyped-def]
    unit.keep_person(TESS)
    for each in things:
        unit.keep_draft(each)


async def test_a_draft_is_kept_and_a_second_one_of_the_case_takes_its_place(house: House) -> None:
    await house.keep(lambda unit: kept(unit, DRAFT, replace(DRAFT, case="tafel")))
    house.watch.forward(60)
    await house.keep(lambda unit: unit.keep_draft(replace(DRAFT, snapshot="abc", against="def")))

    def looked(unit):  # type: ignore[no-untyped-def]
        return unit.draft("tess", "deur"), [each.case for each in unit.drafts("tess")], unit.draft("tess", "weg")

    assert await house.keep(looked) == (replace(DRAFT, snapshot="abc", against="def"), ["deur", "tafel"], None)


async def test_what_a_turn_keeps_it_reads_at_once_and_can_throw_away(house: House) -> None:
    def worked(unit):  # type: ignore[no-untyped-def]
        kept(unit, DRAFT)
        first = unit.draft("tess", "deur")
        unit.drop_draft("tess", "deur")
        return first, unit.draft("tess", "deur"), unit.drafts("tess")

    assert await house.keep(worked) == (DRAFT, None, ())


async def test_the_words_of_a_draft_are_sealed_and_go_with_their_person(house: House) -> None:
    await house.keep(lambda unit: kept(unit, DRAFT))
    await house.keep(lambda unit: unit.run_errand(ERRAND))
    written = str(await rows(house, draft)) + str(await rows(house, errand))
    assert "tess" in written
    assert "geheim" not in written.lower()
    await house.keep(lambda unit: unit.drop_person("tess"))
    assert (await rows(house, draft), await rows(house, errand)) == ([], [])


async def test_an_errand_is_claimed_by_one_until_its_lease_runs_out(house: House) -> None:
    await house.keep(lambda unit: unit.run_errand(ERRAND))
    errands = Errands(house.database, house.vault, house.watch)
    assert [(each.errand, each.tries) for each in await errands.claim(5)] == [(ERRAND, 0)]
    assert await errands.claim(5) == ()
    assert await errands.waiting() == 1
    house.watch.forward(LEASE.total_seconds() + 1)
    assert [each.tries for each in await errands.claim(5)] == [1]
    await errands.take_back()
    assert [each.tries for each in await errands.claim(5)] == [2]


async def test_an_errand_that_is_brought_is_crossed_off_also_when_its_turn_fails(house: House) -> None:
    await house.keep(lambda unit: unit.run_errand(ERRAND))

    def fails(*_: object) -> None:
        raise ZeroDivisionError

    house.turn = fails  # type: ignore[assignment]
    sender = Sender(user=7, chat=7, private=True)
    event = Incoming(id="ee1", sender=sender, what=Brought(ERRAND, Failed(Fault.LATE)))
    await house.kernel.apply([event])
    assert await rows(house, errand) == []


async def test_which_version_is_out_is_read_and_changed_in_one_transaction(house: House) -> None:
    await house.keep(lambda unit: unit.keep_release(Release(case="deur", snapshot="a", source="a")))
    releases = Releases(house.database)
    out = await releases.change(
        lambda known: [replace(known["deur"], withdrawn=True), Release(case="tafel", snapshot="b")]
    )
    assert [(each.case, each.snapshot, each.withdrawn) for each in out] == [("deur", "a", True), ("tafel", "b", False)]
    await releases.change(lambda _: [Release(case="tafel", snapshot="")])
    assert [each.case for each in await releases.all()] == ["deur"]
    assert await house.keep(lambda unit: (unit.release("deur"), unit.release("weg"))) == (
        Release(case="deur", snapshot="a", source="a", withdrawn=True),
        None,
    )


async def test_walks_under_way_are_counted_without_those_that_are_done_or_only_a_trial(house: House) -> None:
    def walked(unit):  # type: ignore[no-untyped-def]
        unit.keep_person(TESS)
        for key, changes in (("open", {}), ("done", {"phase": Phase.ENDED}), ("tried", {"trial": True})):
            unit.keep_session(replace(walk(key, "tess"), snapshot="a", **changes))

    await house.keep(walked)
    assert await house.keep(lambda unit: (unit.walks_on("a"), unit.walks_on("b"))) == (1, 0)
    assert [each.key for each in await Releases(house.database).walking("a")] == ["open"]
