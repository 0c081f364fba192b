"""Asking another machine for a file of a pack, within all limits: https, checked addresses, sizes, and time in all."""

import asyncio
import socket
import ssl
import zlib
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from threading import Thread
from typing import NamedTuple

import httpx

from bot.packs.address import PackError, Place, is_outside, onward

SECONDS = 10.0
MOST_REDIRECTS = 3
MOST_OF_A_FILE = 512 * 1024  # bytes, decoded; what bot.scenario.source reads
MOST_OF_A_PACK = 5 * 1024 * 1024

_CONNECTING = 3.0  # seconds for one address; a host may have a second one that does answer
_REDIRECTS = {301, 302, 303, 307, 308}
# Nothing of the environment or of an earlier reply goes along: no proxy, no password from .netrc, no cookie.
_HEADERS = {"User-Agent": "casusbot", "Accept": "*/*", "Accept-Encoding": "identity"}


class Outside(NamedTuple):
    """The world as fetching sees it; a test gives its own.

    `resolve` gives the IP addresses of a host and port, and may block; it raises OSError for a host there is not.
    `allowed` says of an IP address whether it may be reached. `trust` is whose certificates count.
    """

    resolve: Callable[[str, int], Iterable[str]]
    allowed: Callable[[str], bool]
    trust: ssl.SSLContext
    seconds: float = SECONDS


def internet() -> Outside:
    """Return the real world: the resolver of this machine, machines on the internet only, and certifi's authorities."""
    return Outside(resolve=_looked_up, allowed=is_outside, trust=httpx.create_ssl_context())


@asynccontextmanager
async def line(place: Place, outside: Outside) -> AsyncIterator["Line"]:
    """Give a line to the host of a place. All that is done with it, looking up included, takes at most 10 seconds.

    The host is looked up once and every address is checked; whatever it answers later, only these are connected to.
    Raises PackError, also for what goes wrong while the line is used.
    """
    try:
        async with asyncio.timeout(outside.seconds):
            addresses = await _checked(place, outside)
            async with httpx.AsyncClient(
                verify=outside.trust,
                trust_env=False,
                headers=_HEADERS,
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
                timeout=httpx.Timeout(None, connect=_CONNECTING),
            ) as client:
                yield Line(client, addresses)
    except TimeoutError:
        raise PackError("slow", host=place.host, seconds=round(outside.seconds)) from None
    except httpx.HTTPError:
        raise PackError("broken", host=place.host) from None


class Line:
    """A way to one host, over addresses that were checked."""

    def __init__(self, client: httpx.AsyncClient, addresses: tuple[str, ...]) -> None:
        """Take a client that follows nothing by itself, and where the host is."""
        self._client = client
        self._addresses = addresses
        self._room = MOST_OF_A_PACK

    async def get(self, place: Place) -> bytes:
        """Return the file at a place of this host; follows at most three redirects, each checked anew.

        Raises PackError; httpx.HTTPError where the connection breaks.
        """
        for _ in range(MOST_REDIRECTS + 1):
            reply = await self._ask(place)
            try:
                if reply.status_code in _REDIRECTS and "Location" in reply.headers:
                    place = onward(place, reply.headers["Location"])
                    continue
                if reply.status_code != httpx.codes.OK:
                    raise PackError("status", file=place.file, status=reply.status_code)
                return await self._read(reply, place)
            finally:
                await reply.aclose()
        raise PackError("redirects", file=place.file, most=MOST_REDIRECTS)

    async def _ask(self, place: Place) -> httpx.Response:
        """Return the beginning of a reply. The URL names the address, so that nothing can be looked up again.

        The certificate is checked for the host (RFC 9110, section 4.3.4): httpcore gives `sni_hostname` to TLS.
        """
        for address in self._addresses:
            shown = f"[{address}]" if ":" in address else address
            request = self._client.build_request(
                "GET",
                f"https://{shown}:{place.port}{place.path}",
                headers={"Host": place.authority},
                extensions={"sni_hostname": place.host},
            )
            try:
                reply = await self._client.send(request, stream=True, auth=None, follow_redirects=False)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if _is_certificate(error):
                    raise PackError("certificate", host=place.host) from None
                continue
            self._addresses = (address,)
            return reply
        raise PackError("unreachable", host=place.host)

    async def _read(self, reply: httpx.Response, place: Place) -> bytes:
        """Return a body, decoded; what is over a limit is not read on. httpx alone would decode first, ask later."""
        unpack = _Unpacked(reply, place)
        body = bytearray()
        async for chunk in reply.aiter_raw():
            body += unpack(chunk, MOST_OF_A_FILE + 1 - len(body))
            if max(len(body), reply.num_bytes_downloaded) > MOST_OF_A_FILE:
                raise PackError("large", file=place.file, kb=MOST_OF_A_FILE // 1024)
            if len(body) > self._room:
                raise PackError("total", mb=MOST_OF_A_PACK // 1024**2)
        unpack.end()
        self._room -= len(body)
        return bytes(body)


class _Unpacked:
    """A body as it was packed: not at all, or with gzip, which some servers do unasked."""

    def __init__(self, reply: httpx.Response, place: Place) -> None:
        encoding = reply.headers.get("Content-Encoding", "identity").strip().lower()
        if encoding not in {"identity", "gzip"}:
            raise PackError("encoding", file=place.file)
        self._file = place.file
        self._gzip = zlib.decompressobj(zlib.MAX_WBITS | 16) if encoding == "gzip" else None

    def __call__(self, chunk: bytes, most: int) -> bytes:
        """Return what a chunk holds, at most so many bytes of it."""
        if self._gzip is None:
            return chunk[:most]
        try:
            return self._gzip.decompress(chunk, most)
        except zlib.error:
            raise PackError("encoding", file=self._file) from None

    def end(self) -> None:
        """Check that the body ended where it should."""
        if self._gzip is not None and (not self._gzip.eof or self._gzip.unused_data):
            raise PackError("encoding", file=self._file)


async def _checked(place: Place, outside: Outside) -> tuple[str, ...]:
    """Return all addresses of a host; one that may not be reached spoils them all, for it has no business there."""
    try:
        found = tuple(dict.fromkeys(await _asked(outside.resolve, place)))
    except OSError:
        found = ()
    if not found:
        raise PackError("unknown_host", host=place.host)
    for address in found:
        if not outside.allowed(address):
            raise PackError("inside", host=place.host, address=address)
    return found


async def _asked(resolve: Callable[[str, int], Iterable[str]], place: Place) -> list[str]:
    """Return what a resolver says. A resolver cannot be stopped: its thread may be left behind when time is up."""
    answer: Future[list[str]] = Future()
    answer.set_running_or_notify_cancel()

    def ask() -> None:
        try:
            answer.set_result(list(resolve(place.host, place.port)))
        except OSError as error:
            answer.set_exception(error)

    Thread(target=ask, daemon=True).start()
    return await asyncio.wrap_future(answer)


def _looked_up(host: str, port: int) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _is_certificate(error: BaseException | None) -> bool:
    """Return whether a connection failed because of the certificate; httpx and httpcore wrap that."""
    while error and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error is not None
