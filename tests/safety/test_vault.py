"""What is sealed opens only with its own key in its own place, and shows nothing of itself."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.safety.vault import OtherMasterError, Vault, VaultError

CANARY = b"Samira belt de huisarts"
MASTER, OTHER = bytes(range(32)), bytes(range(1, 33))
VAULT = Vault(MASTER)
KEY = VAULT.new_key()
FIXED_KEY = (
    "0149bf477b291eba2a40ccf2b7f42de458072b028b78aedfb2e55220aa69a6ce"
    "8f95797b9378e819859d15f195b068d29c01298c7d0954bbe3cfbc99206f9d2af0"
)
FIXED_SEALED = (
    "014e09dd92f12276a73e4be41f26360cccc453560ec6e86387358fa16b4c39c5ecc2812b07bc24434b3ef85fcd5917b5b3bfaaa7"
)
FIXED_OWN = "01864eaccf93cf502b3d222e9d900064dd0375d84554fac00c9c91794e6be34767a0d6d82799a52261ce58bb5830b6bcb3cd648b"
CONTEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(data=st.binary(max_size=2_000), context=CONTEXT)
def test_what_is_sealed_can_be_opened_again(data: bytes, context: str) -> None:
    assert VAULT.open(KEY, VAULT.seal(KEY, data, context), context) == data
    assert VAULT.open_own(VAULT.seal_own(data, context), context) == data


@given(data=st.binary(max_size=200), context=CONTEXT, other=CONTEXT)
def test_what_is_sealed_does_not_open_in_another_place(data: bytes, context: str, other: str) -> None:
    if context == other:
        other += "x"
    with pytest.raises(VaultError):
        VAULT.open(KEY, VAULT.seal(KEY, data, context), other)
    with pytest.raises(VaultError):
        VAULT.open_own(VAULT.seal_own(data, context), other)


@given(place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_a_single_changed_bit_is_noticed(place: int, bit: int) -> None:
    sealed = bytearray(VAULT.seal(KEY, CANARY, "answer"))
    sealed[place % len(sealed)] ^= 1 << bit
    with pytest.raises(VaultError):
        VAULT.open(KEY, bytes(sealed), "answer")


@given(place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_a_single_changed_bit_of_a_persons_key_is_noticed(place: int, bit: int) -> None:
    key = bytearray(KEY)
    key[place % len(key)] ^= 1 << bit
    with pytest.raises(VaultError):
        VAULT.seal(bytes(key), CANARY, "answer")


@given(junk=st.binary(max_size=100))
def test_junk_is_refused_with_one_kind_of_error(junk: bytes) -> None:
    with pytest.raises(VaultError):
        VAULT.open(KEY, junk, "")
    with pytest.raises(VaultError):
        VAULT.open(junk, junk, "")
    with pytest.raises(VaultError):
        VAULT.open_own(junk, "")


def test_the_key_of_one_person_does_not_open_what_another_wrote() -> None:
    sealed = VAULT.seal(KEY, CANARY, "answer")
    with pytest.raises(VaultError):
        VAULT.open(VAULT.new_key(), sealed, "answer")


def test_the_bots_own_key_does_not_open_what_a_person_wrote() -> None:
    with pytest.raises(VaultError):
        VAULT.open_own(VAULT.seal(KEY, CANARY, "answer"), "answer")


def test_a_key_of_another_master_is_named_as_such() -> None:
    with pytest.raises(OtherMasterError):
        Vault(OTHER).open(KEY, VAULT.seal(KEY, CANARY, ""), "")


def test_a_new_process_with_the_same_master_opens_everything() -> None:
    sealed, own = VAULT.seal(KEY, CANARY, "a"), VAULT.seal_own(CANARY, "b")
    again = Vault(MASTER)
    assert (again.open(KEY, sealed, "a"), again.open_own(own, "b")) == (CANARY, CANARY)


def test_what_was_sealed_under_an_earlier_version_of_the_code_still_opens() -> None:
    # Made by this code when the format got its number; a change of format must read it still.
    assert VAULT.open_own(bytes.fromhex(FIXED_OWN), "fixture") == CANARY
    assert VAULT.open(bytes.fromhex(FIXED_KEY), bytes.fromhex(FIXED_SEALED), "fixture") == CANARY
    assert VAULT.pseudonym("person", 42) == "cUiJEVbc3RH97St8NnNaTA"


def test_the_same_words_look_different_each_time_and_show_nothing() -> None:
    first, second = VAULT.seal(KEY, CANARY, "a"), VAULT.seal(KEY, CANARY, "a")
    assert first != second
    assert CANARY not in first + KEY
    assert len(first) == len(CANARY) + 29
    assert len(KEY) == 65


def test_a_master_of_another_length_is_refused() -> None:
    with pytest.raises(VaultError):
        Vault(b"short")


def test_neither_the_vault_nor_its_errors_show_a_key_or_what_was_sealed() -> None:
    sealed = VAULT.seal(KEY, CANARY, "a")
    with pytest.raises(VaultError) as caught:
        VAULT.open(KEY, sealed, "b")
    shown = f"{VAULT!r} {caught.value!r} {caught.value.__cause__!r}"
    assert CANARY.decode() not in shown
    assert MASTER.hex() not in shown
    assert repr(MASTER) not in shown


def test_keys_are_dropped_from_memory_on_request_and_found_again() -> None:
    vault = Vault(MASTER)
    sealed = vault.seal(KEY, CANARY, "a")
    vault.forget()
    assert vault.open(KEY, sealed, "a") == CANARY


def test_threads_may_share_a_vault() -> None:
    keys = [VAULT.new_key() for _ in range(8)]
    with ThreadPoolExecutor(4) as threads:
        opened = threads.map(lambda n: VAULT.open(keys[n % 8], VAULT.seal(keys[n % 8], b"%d" % n, ""), ""), range(200))
    assert list(opened) == [b"%d" % n for n in range(200)]


@given(user=st.integers(min_value=-(2**52), max_value=2**52))
def test_a_pseudonym_is_22_characters_and_always_the_same(user: int) -> None:
    name = VAULT.pseudonym("person", user)
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", name)
    assert name == Vault(MASTER).pseudonym("person", user)
    assert name != Vault(OTHER).pseudonym("person", user)


@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs"])), st.integers()), unique=True, max_size=50))
def test_pseudonyms_of_different_ids_or_kinds_differ(pairs: list[tuple[str, int]]) -> None:
    assert len({VAULT.pseudonym(*pair) for pair in pairs}) == len(pairs)
