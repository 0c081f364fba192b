"""What may be fetched: which addresses, which machines behind them, and which names a pack may use. Pure."""

import re
from collections.abc import Collection
from ipaddress import IPv6Address, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import unquote, urljoin

PORT = 443
LISTING = "pack.yaml"
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
FILE = re.compile(r"[a-z][a-z0-9_]{0,39}\.yaml")

Hosts = Collection[tuple[str, int]]

_LONGEST = 2_000  # characters; what servers and proxies take
_PARTS = re.compile(r"(?:([^:/?#]*)://)?([^/?#]*)([^?#]*)(.*)", re.DOTALL)  # RFC 3986, appendix B
_VISIBLE = re.compile(r"[!-~]+")
_HOST = re.compile(r"([a-z0-9.-]{1,253})(?::([0-9]{1,5}))?")
_SEGMENT = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+")

_UNICAST = ip_network("2000::/3")  # all IPv6 that is given out (RFC 4291 and the IANA registry)
# What the registries say is not global, or what clouds answer on, and is_global of older Pythons does not know.
_NOT_OUTSIDE = tuple(
    map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "2001::/23", "2002::/16", "3fff::/20"))
)


class PackError(Exception):
    """A pack cannot be fetched or kept; `key` is the sentence that says so in the texts, `values` fill it."""

    def __init__(self, kind: str, **values: object) -> None:
        """Take the key of the sentence (under `packs.wrong.`) and what fills it."""
        super().__init__(f"{kind} {values}")
        self.kind = kind
        self.key = f"packs.wrong.{kind}"
        self.values = values


class PackUseError(PackError):
    """What was asked may not be: nothing was fetched, and trying again will not help."""


class Place(NamedTuple):
    """An address that may be fetched: https, a host that is allowed, a path without surprises."""

    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The host as a Host header writes it: with its port where that is not the usual one."""
        return self.host if self.port == PORT else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address."""
        return f"https://{self.authority}{self.path}"

    @property
    def file(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


def wanted(address: str, hosts: Hosts) -> Place:
    """Return the place of a pack that somebody asked for: a scenario file, a listing, or a folder with a listing.

    `hosts` are the pairs of host and port that may be fetched from. Raises PackUseError.
    """
    if not hosts:
        raise PackUseError("off")
    place = place_of(address, hosts)
    if place.path.endswith("/"):
        place = place._replace(path=place.path + LISTING)
    if not FILE.fullmatch(place.file):
        raise PackUseError("file", file=place.file)
    return place


def place_of(address: str, hosts: Hosts) -> Place:
    """Return the place an address means; raises PackUseError for one that is not allowed or not plain.

    The sentence never repeats an address that may hold a password.
    """
    parts = _PARTS.fullmatch(address)
    if not parts or not _VISIBLE.fullmatch(address) or len(address) > _LONGEST:
        raise PackUseError("shape")
    scheme, authority, path, rest = parts.groups()
    if (scheme or "").lower() != "https":
        raise PackUseError("https")
    if "@" in authority:
        raise PackUseError("credentials")
    if rest:
        raise PackUseError("query")
    host, port = _host(authority)
    if (host, port) not in hosts:
        raise PackUseError(
            "host", host=authority, hosts=", ".join(sorted(Place(*each, "").authority for each in hosts))
        )
    if not _is_plain(path or "/"):
        raise PackUseError("path")
    return Place(host, port, path or "/")


def onward(place: Place, location: str) -> Place:
    """Return where a redirect leads; raises PackError when that is not the same host, by https, plainly written."""
    try:
        return place_of(urljoin(place.url, location), {(place.host, place.port)})
    except (PackUseError, ValueError):
        raise PackError("redirect", host=place.host) from None


def beside(place: Place, file: str) -> Place:
    """Return the place of a file in the same folder."""
    return place._replace(path=f"{place.path.rpartition('/')[0]}/{file}")


def is_outside(address: str) -> bool:
    """Return whether an IP address is a machine on the internet, so not of a network that only we can reach.

    Not private, shared, loopback, link-local, multicast or reserved (the IANA special-purpose registries); of IPv6 only
    global unicast, so nothing that carries an IPv4 address inside (mapped, NAT64, 6to4, Teredo).
    """
    parsed = ip_address(address)
    if isinstance(parsed, IPv6Address) and parsed not in _UNICAST:
        return False
    return parsed.is_global and not parsed.is_multicast and not any(parsed in network for network in _NOT_OUTSIDE)


def _host(authority: str) -> tuple[str, int]:
    """Return host and port; what cannot be one is no host that is ever allowed."""
    found = _HOST.fullmatch(authority.lower())
    return (found[1], int(found[2] or PORT)) if found else ("", 0)


def _is_plain(path: str) -> bool:
    """Return whether every server reads a path in the same way; the last part may be empty."""
    *segments, last = path[1:].split("/")
    return all(map(_is_segment, segments)) and (not last or _is_segment(last))


def _is_segment(text: str) -> bool:
    said = unquote(text)
    return bool(_SEGMENT.fullmatch(text)) and said not in {".", ".."} and said.isprintable() and not {*"/\\"} & {*said}
