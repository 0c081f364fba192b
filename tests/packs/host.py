"""A small https server of our own on loopback, its certificate, and a world in which names lead to it."""

import hashlib
import ipaddress
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.packs.address import Place, is_outside
from bot.packs.fetch import Outside

NAME = "pack.example"
LOOPBACK = "127.0.0.1"
BEGIN, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


class Asked(NamedTuple):
    """One request as it came in: the Host header, the name TLS was asked for, the path, and all headers."""

    host: str
    sni: str
    path: str
    headers: Mapping[str, str]


class Reply(NamedTuple):
    """What is answered: the body all at once, or in drops with seconds between them."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = {}
    drops: int = 0
    between: float = 0.0


class Host:
    """A server that answers what `pages` says; `asked` is what came in, `port` where it listens."""

    def __init__(self, certificate: Path) -> None:
        """Take a file with a certificate and its key."""
        self.pages: dict[str, Reply] = {}
        self.asked: list[Asked] = []
        self.sent = 0
        self.over = Event()
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        context.sni_callback = self._named
        self._server = _Server((LOOPBACK, 0), _handler(self))
        self.port: int = self._server.server_port
        # The handshake is done in the thread of the request, not where connections are accepted.
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)

    @contextmanager
    def open(self) -> Iterator["Host"]:
        thread = Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.over.set()
            self._server.shutdown()
            thread.join()
            self._server.server_close()

    def put(self, **files: bytes | str) -> None:
        """Serve YAML files by their names without .yaml, in the folder /c/."""
        for name, text in files.items():
            self.pages[f"/c/{name}.yaml"] = Reply(text.encode() if isinstance(text, str) else text)

    def pack(self, name: str, **files: str) -> str:
        """Serve a pack of files with the listing that goes with them; return the sha256 of the listing."""
        self.put(**files)
        listing = listing_of(name, files)
        self.put(pack=listing)
        return sha256(listing)

    def url(self, path: str = "/c/pack.yaml") -> str:
        return f"https://{NAME}:{self.port}{path}"

    def place(self, path: str = "/c/een.yaml") -> Place:
        return Place(NAME, self.port, path)

    @property
    def hosts(self) -> frozenset[tuple[str, int]]:
        return frozenset({(NAME, self.port)})

    def _named(self, connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        connection.__dict__["asked_for"] = name or ""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing about clients that hang up: they are meant to."""


def _handler(host: Host) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            sni = self.connection.__dict__.get("asked_for", "")
            host.asked.append(Asked(self.headers["Host"], sni, self.path, dict(self.headers.items())))
            reply = host.pages.get(self.path, Reply(status=404))
            self.send_response_only(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.drops:
                self.close_connection = True
            else:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.drip(reply)

        def drip(self, reply: Reply) -> None:
            for _ in range(reply.drops or 1):
                self.wfile.write(reply.body)
                host.sent += len(reply.body)
                if reply.between and host.over.wait(reply.between):
                    break

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


def world(
    authority: Path, *answers: tuple[str, ...], seconds: float = 20.0, inside: tuple[str, ...] = (LOOPBACK,)
) -> tuple[Outside, list[str]]:
    """Return a world in which every name is found where the answers say, one answer a look-up, and who was looked up.

    `inside` are addresses that may be reached though they are not on the internet: the server's.
    """
    looked: list[str] = []
    left = list(answers or ((LOOPBACK,),))

    def resolve(host: str, _port: int) -> tuple[str, ...]:
        looked.append(host)
        return left.pop(0) if len(left) > 1 else left[0]

    trust = ssl.create_default_context(cafile=authority)
    return Outside(resolve, lambda address: address in inside or is_outside(address), trust, seconds), looked


def sha256(text: str | bytes) -> str:
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def listing_of(name: str, files: Mapping[str, str]) -> str:
    entries = "".join(f"  - bestand: {file}.yaml\n    sha256: {sha256(text)}\n" for file, text in files.items())
    return f"pakket: {name}\nbestanden:\n{entries}"


def case(name: str, title: str = "Een casus", *, box: str = "") -> str:
    boxes = f"    kaders: [{box}]\n" if box else ""
    return (
        f"formaat: 1\nid: {name}\ntitel: {title}\nstappen:\n  begin:\n    situatie: Er wordt aangebeld.\n{boxes}"
        "    keuzes:\n      a:\n        keuze: Opendoen\n        gevolg: Het is de buurvrouw.\n        naar: klaar\n"
        "      b:\n        keuze: Doorlopen\n        gevolg: De bel gaat nog een keer.\n        naar: klaar\n"
        "eindes:\n  klaar:\n    titel: Einde\n    tekst: Wat had je willen weten?\n"
    )


BOXES = "wet:\n  titel: De wet\n  tekst: Wat de wet ervan zegt.\n  bron: Participatiewet\n  gecontroleerd: 2026-11\n"


def certificates(folder: Path) -> tuple[Path, Callable[..., Path]]:
    """Return the file of an authority made for this test, and what makes a server's file for some names."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test authority")])
    own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    root = (
        _begun(name, name, key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(own, critical=False)
        .sign(key, hashes.SHA256())
    )
    authority = folder / "authority.pem"
    authority.write_bytes(root.public_bytes(serialization.Encoding.PEM))

    def make(*names: str, end: datetime = END) -> Path:
        own_key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
        leaf = (
            _begun(subject, name, own_key, end)
            .add_extension(x509.SubjectAlternativeName(list(map(_named, names))), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs=False), critical=True)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own), critical=False)
            .sign(key, hashes.SHA256())
        )
        file = folder / f"{names[0]}-{end.year}.pem"
        private = own_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file.write_bytes(private + leaf.public_bytes(serialization.Encoding.PEM))
        return file

    return authority, make


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, end: datetime = END
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGIN)
        .not_valid_after(end)
    )


def _named(name: str) -> x509.GeneralName:
    with suppress(ValueError):
        return x509.IPAddress(ipaddress.ip_address(name))
    return x509.DNSName(name)


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )
