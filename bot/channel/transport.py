"""The way to Telegram: python-telegram-bot's client on aiohttp's connections."""

import asyncio
import logging
import ssl
from functools import cache
from typing import Any
from urllib.request import getproxies

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport
from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest

OFFICIAL = "https://api.telegram.org/bot"
CONNECT = 5.0  # seconds
POOL = 15.0  # seconds to get a connection, making one included
READ = 20.0  # seconds of silence
KEEP = 30.0  # seconds an idle connection is kept
POLL_CONNECTIONS = 8  # with one, a connection that was cut can block polling for ever
CLOSE = 5.0  # seconds
BEFORE_SENDING = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


@cache
def _trusted() -> ssl.SSLContext:
    """Return the certificates that are trusted; reading them takes long enough to do it once."""
    return httpx.create_ssl_context()


class Transport(AiohttpTransport):
    """aiohttp under httpx, with errors that say whether the request had left.

    httpx-aiohttp calls a connection that broke halfway a ConnectTimeout, which would count as never sent. The texts of
    aiohttp's errors are left out: some hold the address, and the token is in the address.
    """

    def __init__(self, connections: int) -> None:
        """Take how many connections there may be at once."""
        super().__init__(verify=_trusted())
        self._connections = connections
        self.client = self._session

    def _session(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=KEEP, ssl=self.ssl_context)
        # Looking for a proxy takes aiohttp two threads a request, so it looks only where there is one.
        proxied = bool(getproxies())
        return aiohttp.ClientSession(connector=connector, trust_env=proxied, cookie_jar=aiohttp.DummyCookieJar())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Return the whole response; raises httpx.TransportError."""
        try:
            return await self._whole(request)
        except httpx.ReadTimeout:
            raise
        except httpx.TransportError as error:
            cause = error.__cause__
            kind = httpx.ConnectError if isinstance(cause, BEFORE_SENDING) else httpx.RemoteProtocolError
            raise kind(type(cause or error).__name__) from None
        except aiohttp.ClientError as error:
            raise httpx.RemoteProtocolError(type(error).__name__) from None

    async def _whole(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        try:
            await response.aread()
        finally:
            await response.aclose()
        return response

    async def aclose(self) -> None:
        """Close all connections; the next request opens new ones."""
        if isinstance(self.client, aiohttp.ClientSession):
            await self.client.close()
        self.client = self._session


def make_bot(token: str, api_url: str = OFFICIAL, *, connections: int = 256, request: BaseRequest | None = None) -> Bot:
    """Return a Bot; `api_url` is the address up to the token, such as "http://127.0.0.1:9000/bot".

    With a `request` of one's own everything goes through that. Call `close` when done with it.
    """
    hush()
    return Bot(
        token,
        base_url=api_url,
        base_file_url=_files(api_url),
        request=request or _request(connections),
        get_updates_request=request or _request(POLL_CONNECTIONS),
    )


def _files(api_url: str) -> str:
    address, _, word = api_url.rpartition("/")
    return f"{address}/file/{word}"


def _request(connections: int) -> HTTPXRequest:
    settings: dict[str, Any] = {"transport": Transport(connections)}
    return HTTPXRequest(
        connection_pool_size=connections,
        connect_timeout=CONNECT,
        pool_timeout=POOL,
        read_timeout=READ,
        write_timeout=READ,
        http_version="1.1",
        httpx_kwargs=settings,
    )


async def close(bot: Bot) -> None:
    """Close the connections of a bot, also of one that was never initialised; gives up after some seconds."""
    try:
        async with asyncio.timeout(CLOSE):
            await asyncio.gather(*(request.shutdown() for request in bot._request))  # noqa: SLF001
    except TimeoutError:
        logging.getLogger(__name__).warning("connections to Telegram would not close")


def hush() -> None:
    """Silence the loggers that print addresses (with the token) or what people wrote."""
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)
