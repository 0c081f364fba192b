"""Fetching: only from the machine that was checked, and never more, longer or elsewhere than agreed."""

import gzip
import socket
import time
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest

from bot.packs import fetch
from bot.packs.address import PackError, Place, is_outside
from bot.packs.fetch import MOST_OF_A_FILE, MOST_OF_A_PACK, Outside, line
from tests.packs.conftest import Authority
from tests.packs.host import LOOPBACK, NAME, Host, Reply, world


async def got(outside: Outside, *places: Place) -> list[bytes]:
    async with line(places[0], outside) as host:
        return [await host.get(place) for place in places]


async def refusal(outside: Outside, *places: Place) -> PackError:
    with pytest.raises(PackError) as caught:
        await got(outside, *places)
    return caught.value


async def test_a_file_is_asked_by_the_name_of_its_host_at_the_address_that_was_checked(
    host: Host, authority: Authority
) -> None:
    host.put(een="formaat: 1\n")
    outside, looked = world(authority.file)
    assert await got(outside, host.place()) == [b"formaat: 1\n"]
    asked = host.asked[0]
    assert (asked.host, asked.sni, asked.path) == (f"{NAME}:{host.port}", NAME, "/c/een.yaml")
    assert looked == [NAME]


async def test_what_a_resolver_says_later_is_never_asked(host: Host, authority: Authority) -> None:
    host.put(een="1", twee="2")
    host.pages["/c/om.yaml"] = Reply(status=302, headers={"Location": "een.yaml"})
    outside, looked = world(authority.file, (LOOPBACK,), ("10.0.0.1",))
    places = (host.place(), host.place("/c/om.yaml"), host.place("/c/twee.yaml"))
    assert await got(outside, *places) == [b"1", b"1", b"2"]
    assert looked == [NAME]


async def test_nothing_but_the_resolver_given_looks_a_name_up(
    host: Host, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    host.put(een="1")
    outside, _ = world(authority.file)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert await got(outside, host.place()) == [b"1"]


@pytest.mark.parametrize(
    "addresses", [("10.0.0.1",), ("::ffff:10.0.0.1",), ("169.254.169.254",), (LOOPBACK, "10.0.0.1"), ("fe80::1%lo",)]
)
async def test_a_host_with_any_address_inside_a_network_is_refused_and_not_connected_to(
    host: Host, authority: Authority, addresses: tuple[str, ...]
) -> None:
    outside, _ = world(authority.file, addresses)
    assert (await refusal(outside, host.place())).kind == "inside"
    assert not host.asked


@pytest.mark.parametrize("name", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost"])
def test_a_name_that_is_an_address_in_disguise_is_loopback_to_the_resolver_and_so_refused(name: str) -> None:
    found = fetch._looked_up(name, 443)
    assert found
    assert not any(map(is_outside, found))


async def test_the_real_world_does_not_reach_loopback(host: Host) -> None:
    assert (await refusal(fetch.internet(), Place("localhost", host.port, "/c/een.yaml"))).kind == "inside"
    assert not host.asked


async def test_a_host_that_is_not_there_is_named(authority: Authority) -> None:
    def resolve(_host: str, _port: int) -> tuple[str, ...]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    outside, _ = world(authority.file, ())
    for one in (outside, outside._replace(resolve=resolve)):
        assert (await refusal(one, Place(NAME, 443, "/"))).kind == "unknown_host"


async def test_a_second_address_is_tried_when_the_first_is_closed(host: Host, authority: Authority) -> None:
    host.put(een="1")
    outside, _ = world(authority.file, ("127.0.0.9", LOOPBACK), inside=("127.0.0.9", LOOPBACK))
    assert await got(outside, host.place()) == [b"1"]


async def test_a_host_that_does_not_answer_is_named(authority: Authority) -> None:
    with socket.socket() as closed:
        closed.bind((LOOPBACK, 0))
        outside, _ = world(authority.file)
        assert (await refusal(outside, Place(NAME, closed.getsockname()[1], "/"))).kind == "unreachable"


async def test_a_certificate_of_another_name_an_address_or_another_time_does_not_count(authority: Authority) -> None:
    wrong = (
        authority.make("other.example"),
        authority.make(LOOPBACK),
        authority.make(NAME, end=datetime(2021, 1, 1, tzinfo=UTC)),
    )
    for certificate in wrong:
        with Host(certificate).open() as host:
            host.put(een="1")
            outside, _ = world(authority.file)
            assert (await refusal(outside, host.place())).kind == "certificate"
            assert not host.asked


async def test_a_certificate_nobody_vouches_for_does_not_count(host: Host, authority: Authority) -> None:
    outside, _ = world(authority.file)
    assert (await refusal(outside._replace(trust=fetch.internet().trust), host.place())).kind == "certificate"


async def test_nothing_of_the_environment_goes_along(
    host: Host, authority: Authority, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine {LOOPBACK} login a password geheim\nmachine {NAME} login a password geheim\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    host.put(een="1")
    host.pages["/c/koek.yaml"] = Reply(b"1", headers={"Set-Cookie": "a=b"})
    outside, _ = world(authority.file)
    await got(outside, host.place("/c/koek.yaml"), host.place())
    sent = {name.lower() for asked in host.asked for name in asked.headers}
    assert sent == {"host", "accept", "accept-encoding", "connection", "user-agent"}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_three_redirects_on_the_same_host_are_followed_and_a_fourth_is_not(
    host: Host, authority: Authority, status: int
) -> None:
    host.put(een="1")
    for number in range(1, 5):
        there = f"/{number - 1}" if number > 1 else "/c/een.yaml"
        host.pages[f"/{number}"] = Reply(status=status, headers={"Location": there})
    outside, _ = world(authority.file)
    assert await got(outside, host.place("/3")) == [b"1"]
    assert (await refusal(outside, host.place("/4"))).kind == "redirects"


async def test_a_redirect_to_another_host_is_not_followed(host: Host, authority: Authority) -> None:
    outside, looked = world(authority.file)
    for there in ("https://evil.example/een.yaml", f"http://{NAME}:{host.port}/een.yaml", "https://127.0.0.1/x.yaml"):
        host.pages["/om"] = Reply(status=302, headers={"Location": there})
        assert (await refusal(outside, host.place("/om"))).kind == "redirect"
    assert {asked.path for asked in host.asked} == {"/om"}
    assert set(looked) == {NAME}


@pytest.mark.parametrize("status", [204, 206, 304, 302, 401, 404, 500])
async def test_any_other_answer_is_told_by_its_number(host: Host, authority: Authority, status: int) -> None:
    host.pages["/c/een.yaml"] = Reply(b"", status=status)
    outside, _ = world(authority.file)
    error = await refusal(outside, host.place())
    assert (error.kind, error.values["status"]) == ("status", status)


async def test_a_file_that_comes_in_slow_drops_is_dropped_when_the_time_in_all_is_over(
    host: Host, authority: Authority
) -> None:
    host.pages["/c/een.yaml"] = Reply(b"#", drops=1_000, between=0.05)
    outside, _ = world(authority.file, seconds=0.4)
    begun = time.monotonic()
    assert (await refusal(outside, host.place())).kind == "slow"
    assert time.monotonic() - begun < 5.0  # all drops would take 50


async def test_the_time_is_that_of_all_files_together(host: Host, authority: Authority) -> None:
    host.pages["/c/een.yaml"] = Reply(b"#", drops=3, between=0.05)
    outside, _ = world(authority.file, seconds=0.6)
    assert (await refusal(outside, *[host.place()] * 10)).kind == "slow"


async def test_a_resolver_that_hangs_is_not_waited_for(authority: Authority) -> None:
    over = Event()

    def resolve(_host: str, _port: int) -> tuple[str, ...]:
        over.wait(10.0)
        return (LOOPBACK,)

    outside = world(authority.file, seconds=0.1)[0]._replace(resolve=resolve)
    begun = time.monotonic()
    assert (await refusal(outside, Place(NAME, 443, "/"))).kind == "slow"
    assert time.monotonic() - begun < 5.0
    over.set()


async def test_a_file_of_just_the_size_is_taken_and_a_byte_more_is_not(host: Host, authority: Authority) -> None:
    outside, _ = world(authority.file)
    host.put(een=b"#" * MOST_OF_A_FILE)
    assert await got(outside, host.place()) == [b"#" * MOST_OF_A_FILE]
    host.put(een=b"#" * (MOST_OF_A_FILE + 1))
    assert (await refusal(outside, host.place())).kind == "large"


async def test_a_file_without_end_is_not_read_on(host: Host, authority: Authority) -> None:
    host.pages["/c/een.yaml"] = Reply(b"#" * 65_536, drops=2_000)
    outside, _ = world(authority.file)
    assert (await refusal(outside, host.place())).kind == "large"
    assert host.sent < 10 * 1024**2


async def test_a_packed_file_is_read_as_what_it_holds(host: Host, authority: Authority) -> None:
    host.pages["/c/een.yaml"] = Reply(gzip.compress(b"formaat: 1\n"), headers={"Content-Encoding": "gzip"})
    outside, _ = world(authority.file)
    assert await got(outside, host.place()) == [b"formaat: 1\n"]
    assert host.asked[0].headers["Accept-Encoding"] == "identity"


async def test_a_packed_bomb_is_not_blown_up(host: Host, authority: Authority) -> None:
    bomb = gzip.compress(bytes(64 * 1024**2))
    assert len(bomb) < MOST_OF_A_FILE
    host.pages["/c/een.yaml"] = Reply(bomb, headers={"Content-Encoding": "gzip"})
    outside, _ = world(authority.file)
    tracemalloc.start()
    assert (await refusal(outside, host.place())).kind == "large"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 1024**2


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(gzip.compress(b"x", mtime=0), mtime=0), "gzip, gzip"),
        (b"x", "br"),
        (b"x", "deflate"),
        (b"no gzip at all", "gzip"),
        (gzip.compress(b"x" * 1_000, mtime=0)[:-9], "gzip"),
        (gzip.compress(b"x", mtime=0) + b"more", "gzip"),
        (b"", "gzip"),
    ],
)
async def test_a_file_packed_otherwise_or_badly_is_refused(
    host: Host, authority: Authority, body: bytes, encoding: str
) -> None:
    host.pages["/c/een.yaml"] = Reply(body, headers={"Content-Encoding": encoding})
    outside, _ = world(authority.file)
    assert (await refusal(outside, host.place())).kind == "encoding"


async def test_all_files_together_have_a_limit(host: Host, authority: Authority) -> None:
    host.put(een=b"#" * MOST_OF_A_FILE)
    whole = MOST_OF_A_PACK // MOST_OF_A_FILE
    outside, _ = world(authority.file)
    assert len(await got(outside, *[host.place()] * whole)) == whole
    assert (await refusal(outside, *[host.place()] * (whole + 1))).kind == "total"


async def test_a_connection_that_breaks_off_is_told(host: Host, authority: Authority) -> None:
    host.pages["/c/een.yaml"] = Reply(b"x", headers={"Content-Length": "9"}, drops=1)
    host.pages["/c/kop.yaml"] = Reply(b"x", headers={"X-Long": "x" * 200_000})
    outside, _ = world(authority.file)
    for path in ("/c/een.yaml", "/c/kop.yaml"):
        assert (await refusal(outside, host.place(path))).kind == "broken"
