"""No chat, no group and not all together get more than Telegram takes; measured in virtual time."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.messages import Lane
from bot.store.pace import BROADCAST, GROUP, GROUP_BULK, OVERALL, PRIVATE, Rule, free, room, spend
from tests.store.house import House, message

RULES = st.sampled_from([PRIVATE, GROUP, GROUP_BULK, OVERALL, BROADCAST])


def most_within(times: Sequence[float], span: float) -> int:
    """Return the most that went within any span of so many seconds."""
    return max((sum(begin <= at < begin + span - 1e-6 for at in times) for begin in times), default=0)


@given(rule=RULES, steps=st.lists(st.tuples(st.integers(0, 3_000), st.integers(1, 5)), max_size=60))
def test_no_period_sees_more_than_its_burst_and_its_rate(rule: Rule, steps: list[tuple[int, int]]) -> None:
    now, spent, times = 1_000_000, 0, []
    for wait, wanted in steps:
        now += wait
        going = min(wanted, room(rule, spent, now))
        if going:
            spent = spend(rule, spent, now, going)
            times += [now] * going

    for span in (1_000, 60_000):
        assert most_within(times, span) <= rule.burst + span // rule.every


@given(rule=RULES, spent=st.integers(0, 10_000), now=st.integers(0, 10_000))
def test_there_is_room_exactly_when_the_bucket_is_free(rule: Rule, spent: int, now: int) -> None:
    assert (room(rule, spent, now) > 0) == (free(rule, spent) <= now)


def test_the_figures_are_those_telegram_names() -> None:
    assert PRIVATE.burst == 6
    assert 60_000 // PRIVATE.every == 60
    assert GROUP.burst + 60_000 // GROUP.every == 18
    assert OVERALL.burst + 1_000 // OVERALL.every == 30
    assert BROADCAST.burst + 1_000 // BROADCAST.every == 22


async def test_a_chat_gets_a_few_at_once_and_then_one_a_second(house: House) -> None:
    await house.post(*(message(7, str(number)) for number in range(10)))
    times = [at for at, _ in await house.send_all(10)]

    assert [round(at) for at in times] == [0] * PRIVATE.burst + list(range(1, 11 - PRIVATE.burst))


async def test_a_group_gets_eighteen_a_minute(house: House) -> None:
    await house.post(*(message(-7, str(number)) for number in range(40)))
    times = [at for at, _ in await house.send_all(90)]

    assert 17 <= most_within(times, 60) <= 18


async def test_bulk_leaves_room_for_answers_in_a_group(house: House) -> None:
    await house.post(*(message(-7, str(number), lane=Lane.LIVE) for number in range(10)))
    before = await house.send_all(1)
    await house.post(*(message(-7, f"antwoord {number}") for number in range(4)))
    after = await house.send_all(1)

    assert (len(before), len(after)) == (2, 4)


async def test_a_broadcast_goes_at_twenty_two_a_second_and_no_more(house: House) -> None:
    await house.post(*(message(chat, "stap", lane=Lane.BROADCAST) for chat in range(1, 101)))
    times = [at for at, _ in await house.send_all(6)]

    assert len(times) == 100
    assert most_within(times, 1) <= 22
    assert times[-1] < 5.2


async def test_live_edits_and_broadcasts_together_stay_under_thirty_a_second(house: House) -> None:
    await house.post(*(message(chat, "stap", lane=Lane.BROADCAST) for chat in range(1, 61)))
    await house.post(*(message(chat, "stand", lane=Lane.LIVE) for chat in range(101, 131)))
    sent = await house.send_all(4)

    assert most_within([at for at, _ in sent], 1) <= 30
    live = [at for at, each in sent if each.lane is Lane.LIVE]
    assert (len(live), max(live) < 1.3) == (30, True)


async def test_answers_wait_for_nobody_else(house: House) -> None:
    await house.post(*(message(chat, "stap", lane=Lane.BROADCAST) for chat in range(1, 201)))
    await house.send_all(1)
    await house.post(*(message(chat, "antwoord") for chat in range(1_001, 1_501)))

    sent = await house.send(1_000)
    assert sum(each.lane is Lane.ANSWER for each in sent) == 500


async def test_a_claim_costs_the_same_few_statements_for_one_chat_and_for_hundreds(house: House) -> None:
    counts = []
    for chats in (1, 300):
        await house.post(*(message(chats * 1_000 + chat, "antwoord", "scherm") for chat in range(chats)))
        with house.statements() as said:
            assert len(await house.outbox.claim(500)) == chats
        counts.append(len(said))

    assert counts[0] == counts[1] <= 8
