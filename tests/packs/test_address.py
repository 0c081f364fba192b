"""Addresses: what may be fetched, and what is refused before anything is looked up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.packs.address import PackError, PackUseError, Place, beside, is_outside, onward, place_of, wanted

HOSTS = {("pack.example", 443), ("git.example", 8443)}
PLACE = Place("pack.example", 443, "/cases/pack.yaml")


def refusal(address: str) -> str:
    with pytest.raises(PackUseError) as caught:
        wanted(address, HOSTS)
    return caught.value.kind


def test_nothing_is_fetched_unless_a_host_is_named() -> None:
    with pytest.raises(PackUseError) as caught:
        wanted("https://pack.example/pack.yaml", frozenset())
    assert caught.value.kind == "off"


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("https://pack.example/een.yaml", "https://pack.example/een.yaml"),
        ("HTTPS://Pack.Example:443/een.yaml", "https://pack.example/een.yaml"),
        ("https://git.example:8443/a/-/raw/main/pack.yaml", "https://git.example:8443/a/-/raw/main/pack.yaml"),
        ("https://pack.example/met%20spatie/een.yaml", "https://pack.example/met%20spatie/een.yaml"),
        ("https://pack.example/cases/", "https://pack.example/cases/pack.yaml"),
        ("https://pack.example", "https://pack.example/pack.yaml"),
    ],
)
def test_a_file_or_a_folder_on_an_allowed_host_is_wanted(address: str, url: str) -> None:
    assert wanted(address, HOSTS).url == url


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("", "shape"),
        ("https://pack.example/een.yaml ", "shape"),
        ("https://pack.example/een\n.yaml", "shape"),
        ("https://pàck.example/een.yaml", "shape"),
        ("https://pac\u212a.example/een.yaml", "shape"),
        ("https://pack.example/" + "a" * 2_000 + "/een.yaml", "shape"),
        ("http://pack.example/een.yaml", "https"),
        ("pack.example/een.yaml", "https"),
        ("//pack.example/een.yaml", "https"),
        ("file:///etc/passwd", "https"),
        ("ftp://pack.example/een.yaml", "https"),
        ("https:/pack.example/een.yaml", "https"),
        ("https://naam:geheim@pack.example/een.yaml", "credentials"),
        ("https://pack.example@evil.example/een.yaml", "credentials"),
        ("https://pack.example/een.yaml?token=geheim", "query"),
        ("https://pack.example/een.yaml#deel", "query"),
        ("https://evil.example/een.yaml", "host"),
        ("https://pack.example.evil.example/een.yaml", "host"),
        ("https://sub.pack.example/een.yaml", "host"),
        ("https://pack.example./een.yaml", "host"),
        ("https://pack.example:8443/een.yaml", "host"),
        ("https://pack.example:0443x/een.yaml", "host"),
        ("https://pack.example:/een.yaml", "host"),
        ("https://git.example/een.yaml", "host"),
        ("https://127.0.0.1/een.yaml", "host"),
        ("https://2130706433/een.yaml", "host"),
        ("https://0x7f000001/een.yaml", "host"),
        ("https://0177.0.0.1/een.yaml", "host"),
        ("https://127.1/een.yaml", "host"),
        ("https://[::1]/een.yaml", "host"),
        ("https://[::ffff:10.0.0.1]/een.yaml", "host"),
        ("https://localhost/een.yaml", "host"),
        ("https:///een.yaml", "host"),
        ("https://pack.example\\@evil.example/een.yaml", "credentials"),
        ("https://pack.example\\.evil.example/een.yaml", "host"),
        ("https://pack.example/../een.yaml", "path"),
        ("https://pack.example/a/./een.yaml", "path"),
        ("https://pack.example/a/%2e%2e/een.yaml", "path"),
        ("https://pack.example/a%2fb/een.yaml", "path"),
        ("https://pack.example/a\\b/een.yaml", "path"),
        ("https://pack.example/a%00/een.yaml", "path"),
        ("https://pack.example/a%/een.yaml", "path"),
        ("https://pack.example//een.yaml", "path"),
        ("https://pack.example/Een.yaml", "file"),
        ("https://pack.example/een.yml", "file"),
        ("https://pack.example/een.yaml.txt", "file"),
        ("https://pack.example/" + "e" * 41 + ".yaml", "file"),
        ("https://pack.example/_gedeeld.yaml", "file"),
        ("https://pack.example/een%2eyaml", "file"),
    ],
)
def test_any_other_address_is_refused_by_what_is_wrong_with_it(address: str, kind: str) -> None:
    assert refusal(address) == kind


def test_a_refusal_never_repeats_a_password() -> None:
    for address in ("https://a:geheim@pack.example/x.yaml", "https://pack.example/x.yaml?t=geheim", "http://geheim@x/"):
        with pytest.raises(PackUseError) as caught:
            wanted(address, HOSTS)
        assert "geheim" not in str(caught.value)


@given(st.text(max_size=60) | st.from_regex(r"https://[a-z0-9.@:\\/%\[\]-]{0,40}", fullmatch=True))
def test_whatever_is_asked_is_an_allowed_place_or_a_refusal(address: str) -> None:
    try:
        place = place_of(address, HOSTS)
    except PackUseError:
        return
    assert (place.host, place.port) in HOSTS


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("een.yaml", "https://pack.example/cases/een.yaml"),
        ("/een.yaml", "https://pack.example/een.yaml"),
        ("../een.yaml", "https://pack.example/een.yaml"),
        ("https://pack.example/een.yaml", "https://pack.example/een.yaml"),
        ("//pack.example/een.yaml", "https://pack.example/een.yaml"),
    ],
)
def test_a_redirect_may_lead_to_the_same_host(location: str, url: str) -> None:
    assert onward(PLACE, location).url == url


@pytest.mark.parametrize(
    "location",
    [
        "http://pack.example/een.yaml",
        "https://evil.example/een.yaml",
        "//evil.example/een.yaml",
        "https://git.example:8443/een.yaml",
        "https://pack.example:8443/een.yaml",
        "https://pack.example@evil.example/",
        "https://127.0.0.1/een.yaml",
        "https:\\\\evil.example/",
        "/een.yaml?token=1",
        "https://[::1/",
        "file:///etc/passwd",
    ],
)
def test_a_redirect_to_anywhere_else_is_refused(location: str) -> None:
    with pytest.raises(PackError) as caught:
        onward(PLACE, location)
    assert caught.value.kind == "redirect"


def test_the_files_of_a_pack_lie_beside_its_listing() -> None:
    assert beside(PLACE, "een.yaml").url == "https://pack.example/cases/een.yaml"


@pytest.mark.parametrize(
    "address",
    [
        *("10.0.0.1", "172.16.0.1", "192.168.1.1", "127.0.0.1", "127.8.8.8", "169.254.169.254", "100.64.0.1"),
        *("0.0.0.1", "0.1.2.3", "192.0.0.8", "192.0.0.192", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1"),
        *("192.88.99.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "168.63.129.16"),
        *("::", "::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::8.8.8.8", "64:ff9b::a00:1"),
        *("64:ff9b:1::1", "2002:a00:1::", "2001::1", "2001:db8::1", "3fff::1", "5f00::1", "100::1", "fc00::1"),
        *("fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1"),
    ],
)
def test_an_address_within_a_network_is_not_outside(address: str) -> None:
    assert not is_outside(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "185.199.108.133", "2606:4700::1111", "2a01:7c8:aab0::1"])
def test_an_address_on_the_internet_is_outside(address: str) -> None:
    assert is_outside(address)
