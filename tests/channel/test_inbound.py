import contextlib
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channel.inbound import Reader, ReadError, clean
from bot.conversation.messages import (
    TEXT_LIMIT,
    Commanded,
    Filed,
    Incoming,
    Membership,
    Migrated,
    Pressed,
    Sender,
    Sent,
    What,
    Wrong,
    Wrote,
)
from tests.channel.updates import (
    ANNA,
    CASUS,
    CONTENTS,
    FORWARD,
    GROUP,
    PHOTO,
    PRIVATE,
    REPLY,
    TOPIC,
    Raw,
    member,
    message,
    press,
    text,
)

read = Reader("casusbot").read
IN_PRIVATE = Sender(user=7, chat=7, private=True, language="nl")
IN_GROUP = Sender(user=7, chat=-100500, private=False, language="nl")


def what(raw: Raw) -> What | None:
    incoming = read(raw)
    return incoming.what if incoming else None


def thread(raw: Raw) -> int | None:
    incoming = read(raw)
    return incoming.sender.thread if incoming else None


def test_what_someone_writes_in_private_is_read_with_who_and_where() -> None:
    assert read(text("Ik zou eerst bellen.")) == Incoming(
        id="u10", sender=IN_PRIVATE, what=Wrote("Ik zou eerst bellen.")
    )


def test_a_changed_message_is_read_as_changed_words() -> None:
    assert what(text("Toch niet.", kind="edited_message")) == Wrote("Toch niet.", edited=True)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("/start", Commanded("start")),
        ("/start join_ABCD", Commanded("start", "join_ABCD")),
        ("/Start@CasusBot  x\ny ", Commanded("start", "x\ny")),
        ("/start@anderbot", None),
        ("/ hallo", Wrote("/ hallo")),
        ("/wetten/regels", Wrote("/wetten/regels")),
    ],
)
def test_a_command_is_ours_unless_it_names_another_bot(words: str, expected: What | None) -> None:
    assert what(text(words)) == expected


def test_a_changed_command_is_not_given_twice() -> None:
    assert what(text("/stop", kind="edited_message")) is None


def test_in_a_group_only_commands_and_replies_to_the_bot_are_heard() -> None:
    assert what(text("even iets anders", GROUP)) is None
    assert what(message(chat=GROUP, **PHOTO)) is None
    assert what(text("even iets anders", GROUP, kind="edited_message")) is None
    assert read(text("/team", GROUP)) == Incoming(id="u10", sender=IN_GROUP, what=Commanded("team"))
    assert what(text("omdat het kan", GROUP, **REPLY)) == Wrote("omdat het kan")
    assert what(text("omdat het mag", GROUP, kind="edited_message", **REPLY)) == Wrote("omdat het mag", edited=True)
    assert what(message(chat=GROUP, **PHOTO, **REPLY)) == Sent(Wrong.PHOTO)


def test_a_reply_to_a_colleague_or_to_another_bot_is_not_for_us() -> None:
    for author in (ANNA, CASUS | {"username": "anderbot"}):
        reply = {"reply_to_message": REPLY["reply_to_message"] | {"from": author}}
        assert what(text("eens", GROUP, **reply)) is None


def test_a_topic_is_remembered_but_a_thread_of_replies_is_not_one() -> None:
    assert thread(text("/team", GROUP, **TOPIC)) == 42
    assert thread(press(chat=GROUP, **TOPIC)) == 42
    assert thread(text("/team", GROUP, message_thread_id=42)) == 0


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("photo", Wrong.PHOTO),
        ("voice", Wrong.VOICE),
        ("audio", Wrong.VOICE),
        ("video", Wrong.VIDEO),
        ("video_note", Wrong.VIDEO),
        ("animation", Wrong.VIDEO),
        ("sticker", Wrong.STICKER),
        ("location", Wrong.LOCATION),
        ("venue", Wrong.LOCATION),
        ("contact", Wrong.CONTACT),
        ("dice", Wrong.OTHER),
        ("unheard of", Wrong.OTHER),
    ],
)
def test_what_cannot_be_an_answer_is_named_by_its_kind(kind: str, wrong: Wrong) -> None:
    assert what(message(**CONTENTS[kind])) == Sent(wrong)


def test_a_file_is_known_by_what_it_is_fetched_by_its_name_and_its_size() -> None:
    sent = {"file_id": "f1", "file_unique_id": "u1", "file_name": "deur.yaml", "file_size": 120}
    assert what(message(document=sent)) == Filed("f1", "deur.yaml", 120)
    assert what(message(document={"file_id": "f1", "file_unique_id": "u1"})) == Filed("f1", "", 0)
    assert what(message(document=sent, caption="kijk", **FORWARD)) == Sent(Wrong.FORWARDED)


def test_someone_elses_words_are_no_answer() -> None:
    assert what(text("Dit schreef een ander", **FORWARD)) == Sent(Wrong.FORWARDED)
    assert what(message(**PHOTO, **FORWARD)) == Sent(Wrong.FORWARDED)
    assert what(text("via een bot", via_bot=CASUS)) is None


def test_a_text_may_be_as_long_as_an_answer_and_no_longer() -> None:
    assert what(text("a" * TEXT_LIMIT)) == Wrote("a" * TEXT_LIMIT)
    assert what(text("a" * (TEXT_LIMIT + 1))) == Sent(Wrong.LONG)
    assert what(text("/start " + "a" * TEXT_LIMIT)) == Sent(Wrong.LONG)
    assert what(text("a" * (TEXT_LIMIT + 1), kind="edited_message")) == Sent(Wrong.LONG)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("cafe\u0301", "café"),
        ("\u202egnirts\u202c", "gnirts"),
        ("1\u200b2\u200b3\ufeff4\u2060", "1234"),
        ("a\ud800b\x00c", "abc"),
        ("regel\r\neen\n\ntwee\t.", "regel\neen\n\ntwee\t."),
        ("👩\u200d⚕️ en 🏳️\u200d🌈", "👩\u200d⚕️ en 🏳️\u200d🌈"),
        ("klant\u200dnummer", "klantnummer"),
    ],
)
def test_unseen_characters_are_taken_out_but_pictures_stay_whole(written: str, kept: str) -> None:
    assert clean(written) == kept


def test_a_text_of_unseen_characters_is_no_answer() -> None:
    assert what(text("\u200b\u200b")) == Sent(Wrong.OTHER)


def test_a_button_is_read_with_its_message() -> None:
    assert read(press()) == Incoming(id="u11", sender=IN_PRIVATE, what=Pressed("99", "1|s|1|c|a", 5))


def test_a_button_counts_also_for_who_writes_as_the_group() -> None:
    assert read(press(chat=GROUP, sender_chat=GROUP)) == Incoming(
        id="u11", sender=IN_GROUP, what=Pressed("99", "1|s|1|c|a", 5)
    )
    assert what(text("/team", GROUP, sender_chat=GROUP)) is None


def test_a_button_under_a_message_that_is_too_old_or_unknown_is_still_read() -> None:
    old = press()
    old["callback_query"]["message"] = {"message_id": 5, "date": 0, "chat": GROUP}
    assert read(old) == Incoming(id="u11", sender=IN_GROUP, what=Pressed("99", "1|s|1|c|a", 5))
    assert read(press(chat=None)) == Incoming(id="u11", sender=IN_PRIVATE, what=Pressed("99", "1|s|1|c|a", 0))


def test_a_button_that_is_not_ours_is_read_without_its_data() -> None:
    assert what(press(data="vrij\ud800")) == Pressed("99", "", 5)
    game = press()
    del game["callback_query"]["data"]
    assert what(game) == Pressed("99", "", 5)


def test_coming_in_and_going_out_is_told_and_other_changes_are_not() -> None:
    assert read(member("left", "member")) == Incoming(id="u12", sender=IN_GROUP, what=Membership(inside=True))
    assert what(member("member", "kicked", PRIVATE)) == Membership(inside=False)
    assert what(member("member", "left")) == Membership(inside=False)
    assert what(member("member", "administrator")) is None
    assert what(member("left", "member", {"id": -1, "type": "channel", "title": "x"})) is None


def test_both_signs_of_a_group_that_moved_say_the_same() -> None:
    old = {"id": -5, "type": "group", "title": "Wijkteam"}
    sender = Sender(user=7, chat=-5, private=False)
    assert read(message(chat=old, migrate_to_chat_id=-100500)) == Incoming(
        id="u10", sender=sender, what=Migrated(-100500)
    )
    assert read(message(chat=GROUP, migrate_from_chat_id=-5)) == Incoming(
        id="u10", sender=sender, what=Migrated(-100500)
    )
    anonymous: Raw = {"from": None}
    assert what(message(chat=old, migrate_to_chat_id=-100500, **anonymous)) == Migrated(-100500)


@pytest.mark.parametrize(
    "raw",
    [
        {"update_id": 1},
        {"update_id": 1, "telepathy": {"from": ANNA}},
        {"update_id": 1, "poll_answer": {"poll_id": "1", "user": ANNA, "option_ids": [0]}},
        message(kind="channel_post", chat={"id": -1, "type": "channel", "title": "x"}, text="hallo"),
        text("hallo", {"id": -1, "type": "channel", "title": "x"}),
        text("hallo", **{"from": CASUS}),
        message(chat=GROUP, new_chat_members=[ANNA]),
        message(pinned_message={"message_id": 3, "date": 0, "chat": PRIVATE}),
    ],
)
def test_what_is_no_concern_of_ours_is_nothing(raw: Raw) -> None:
    assert read(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"update_id": "1", "message": {}},
        {"update_id": True},
        {"update_id": 1, "message": {}},
        {"update_id": 1, "message": "hallo"},
        text("x", {"id": "zeven", "type": "private"}),
        text("x", {"id": 2**60, "type": "private"}),
        message(text=["geheim"]),
        message(text="geheim", date="geheim"),
    ],
)
def test_what_is_not_an_update_is_refused_without_repeating_it(raw: Raw) -> None:
    with pytest.raises(ReadError) as refusal:
        read(raw)
    assert "geheim" not in str(refusal.value)


LIVING = [
    text("Ik zou bellen \ud83d"),
    text("/start x", GROUP, **TOPIC, **REPLY),
    text("x", kind="edited_message", **FORWARD),
    press(),
    press(chat=GROUP),
    member("left", "member"),
    message(migrate_to_chat_id=-9),
    *(message(**content) for content in CONTENTS.values()),
]
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(2**70), max_value=2**70),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["\ud800", "\u202e", "private", "member", [], {}, [{}], {"id": {}}, [[1]], -1, 0, 2**63]),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in inner for place in places(item, (*path, key)))]


def changed(raw: Raw, path: tuple[Any, ...], value: Any) -> Raw:
    copy: Raw = json.loads(json.dumps(raw))
    spot: Any = copy
    for key in path[:-1]:
        spot = spot[key]
    if value == "gone":
        spot.pop(path[-1]) if path[-1] in spot or isinstance(spot, list) else None
    else:
        spot[path[-1]] = value
    return copy


@settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_broken_update_does_more_than_be_refused(data: st.DataObject) -> None:
    raw = data.draw(st.sampled_from(LIVING))
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(raw)[1:] or [("update_id",)]))
        raw = changed(raw, path, data.draw(st.one_of(st.just("gone"), JUNK)))
    with contextlib.suppress(ReadError):
        incoming = read(raw)
        assert incoming is None or json.dumps(incoming.id)
        if incoming and isinstance(incoming.what, Wrote):
            assert incoming.what.text.encode()
