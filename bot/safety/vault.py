"""How what we keep is sealed: pseudonyms, one key a person, all under one master key that lives outside the database.

AES-256-GCM with random 96-bit nonces (NIST SP 800-38D: at most 2^32 messages a key, far beyond one bot's life);
subkeys by HKDF-SHA256 (RFC 5869). Telegram's Bot Developer Terms ask for user data encrypted at rest and kept apart
from its key; a person is forgotten for good by deleting the wrapped key.
"""

import hmac
import secrets
from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MASTER_LENGTH = 32
FORMAT = b"\x01"
_NONCE = 12
_TAG = 16
_ID = 4
_CACHED_KEYS = 4_096


class VaultError(Exception):
    """What was sealed cannot be opened: wrong key, wrong place, or damaged."""


class OtherMasterError(VaultError):
    """Wrapped under another master key than ours."""


class Vault:
    """Seals and opens with keys derived from one master key; safe to share between threads.

    Its text form and its errors never hold a key or what was sealed.
    """

    def __init__(self, master: bytes) -> None:
        """Take the master key (32 random bytes); raises VaultError for any other length."""
        if len(master) != MASTER_LENGTH:
            raise VaultError
        self.master_id = _subkey(master, "id", _ID)
        self._pseudonyms = _subkey(master, "pseudonym")
        self._wrapping = AESGCM(_subkey(master, "wrap"))
        self._own = AESGCM(_subkey(master, "own"))
        self._unwrapped = lru_cache(_CACHED_KEYS)(self._unwrap)

    def pseudonym(self, kind: str, id: int | str) -> str:
        """Return 22 characters (base64url, 128 bits) that stand for an id of a kind, the same each time.

        HMAC-SHA256 cut to half its length (RFC 2104, section 5). Without the master key nobody can tell whose it is,
        not even by trying all ids.
        """
        digest = hmac.digest(self._pseudonyms, f"{len(kind)}:{kind}:{id}".encode(), "sha256")
        return urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()

    def new_key(self) -> bytes:
        """Return a new data key, wrapped under the master key: 65 bytes to keep with the person it belongs to.

        Format byte, 4 bytes that name the master key, nonce, sealed key. Deleting it makes all it sealed unreadable.
        """
        head = FORMAT + self.master_id
        return head + _seal(self._wrapping, secrets.token_bytes(32), head)

    def seal(self, wrapped: bytes, data: bytes, context: str) -> bytes:
        """Return data sealed with a wrapped key, 29 bytes longer; it opens only with the same key and context.

        The context says where it is kept ("answer:<session>:<turn>"), so that rows cannot be swapped.
        Raises VaultError when the key cannot be unwrapped.
        """
        return FORMAT + _seal(self._unwrapped(wrapped), data, FORMAT + context.encode())

    def open(self, wrapped: bytes, sealed: bytes, context: str) -> bytes:
        """Return what was sealed; raises VaultError when key, context or a single bit differs."""
        return _open(self._unwrapped(wrapped), sealed, context)

    def seal_own(self, data: bytes, context: str) -> bytes:
        """Return data sealed with the bot's own key: what belongs to no one person, such as a waiting message."""
        return FORMAT + _seal(self._own, data, FORMAT + context.encode())

    def open_own(self, sealed: bytes, context: str) -> bytes:
        """Return what seal_own sealed; raises VaultError when it does not fit."""
        return _open(self._own, sealed, context)

    def forget(self) -> None:
        """Drop the unwrapped keys from memory: after someone was erased."""
        self._unwrapped.cache_clear()

    def _unwrap(self, wrapped: bytes) -> AESGCM:
        head, body = wrapped[: 1 + _ID], wrapped[1 + _ID :]
        if head[:1] == FORMAT and head[1:] != self.master_id:
            raise OtherMasterError
        if head[:1] != FORMAT or len(body) != _NONCE + MASTER_LENGTH + _TAG:
            raise VaultError
        return AESGCM(_decrypt(self._wrapping, body, head))


def _subkey(master: bytes, purpose: str, length: int = MASTER_LENGTH) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=f"casusbot/1/{purpose}".encode()).derive(master)


def _seal(key: AESGCM, data: bytes, associated: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + key.encrypt(nonce, data, associated)


def _open(key: AESGCM, sealed: bytes, context: str) -> bytes:
    if sealed[:1] != FORMAT or len(sealed) < 1 + _NONCE + _TAG:
        raise VaultError
    return _decrypt(key, sealed[1:], FORMAT + context.encode())


def _decrypt(key: AESGCM, body: bytes, associated: bytes) -> bytes:
    try:
        return key.decrypt(body[:_NONCE], body[_NONCE:], associated)
    except InvalidTag:
        raise VaultError from None
