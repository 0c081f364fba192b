"""Packs: what is good is kept, what is not leaves the last good copy as it was."""

import asyncio
import json
import os
import re
from pathlib import Path

import pytest

from bot.packs import keep
from bot.packs.address import PackError, PackUseError
from bot.packs.keep import RECORD, Record, pack_folders
from bot.packs.listing import MOST_FILES, FaultyPackError, Listing, listing_of
from bot.packs.packs import Done, Packs
from bot.scenario.library import read_shelf
from bot.texts.catalog import LANGUAGES, shipped
from tests.packs import host as hosting
from tests.packs.conftest import Authority
from tests.packs.host import BOXES, Host, case, sha256, world

DIGEST = "a" * 64


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "data" / "packs"


@pytest.fixture
def packs(root: Path, host: Host, authority: Authority) -> Packs:
    outside, _ = world(authority.file)
    return Packs(root, host.hosts, lambda: outside, own=lambda: {"eigen"})


def refusal(packs: Packs, address: str, pin: str = "") -> PackError:
    with pytest.raises(PackError) as caught:
        asyncio.run(packs.add(address, pin))
    return caught.value


def kept(root: Path) -> dict[str, str]:
    """Return what stands in the folder, but for the records."""
    found = sorted(path for path in root.rglob("*") if path.is_file() and path.name != RECORD)
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in found}


def test_one_case_is_fetched_checked_and_kept_where_the_bot_can_read_it(host: Host, packs: Packs, root: Path) -> None:
    host.put(een=case("een"))
    assert asyncio.run(packs.add(host.url("/c/een.yaml"))) == Done("een", 1, changed=True)
    assert kept(root) == {"een/een.yaml": case("een")}
    assert pack_folders(root) == [root / "een"]
    assert list(read_shelf(root / "een").scenarios) == ["een"]
    record = Record(address=host.url("/c/een.yaml"), sha256=sha256(case("een")), pinned=False, cases=("een",))
    assert packs.all() == {"een": record}


def test_everybody_may_read_what_is_kept_and_nobody_else_may_change_it(host: Host, packs: Packs, root: Path) -> None:
    host.pack("regio", kaders=BOXES, een=case("een", box="wet"))
    before = os.umask(0o077)  # as in the unit for systemd
    try:
        asyncio.run(packs.add(host.url()))
    finally:
        os.umask(before)
    modes = {path.stat().st_mode & 0o777 for path in root.rglob("*") if path.is_file()}
    assert modes == {0o644}
    assert {path.stat().st_mode & 0o777 for path in (root, *root.rglob("*")) if path.is_dir()} == {0o755}
    assert root.parent.stat().st_mode & 0o077 == 0


def test_a_folder_with_a_listing_is_one_pack_with_boxes_of_its_own(host: Host, packs: Packs, root: Path) -> None:
    digest = host.pack("regio", een=case("een", box="wet"), twee=case("twee"), kaders=BOXES)
    assert asyncio.run(packs.add(host.url("/c/"), digest)) == Done("regio", 2, changed=True)
    assert list(kept(root)) == ["regio/_gedeeld/kaders.yaml", "regio/een.yaml", "regio/twee.yaml"]
    shelf = read_shelf(root / "regio")
    assert set(shelf.scenarios) == {"een", "twee"}
    assert not shelf.broken


def test_an_update_brings_what_is_new_and_takes_away_what_went(host: Host, packs: Packs, root: Path) -> None:
    host.pack("regio", een=case("een"), twee=case("twee", box="wet"), kaders=BOXES)
    asyncio.run(packs.add(host.url()))
    assert asyncio.run(packs.update("regio")) == Done("regio", 2, changed=False)
    host.pack("regio", een=case("een", "Nieuw"), drie=case("drie"))
    assert asyncio.run(packs.update("regio")) == Done("regio", 2, changed=True)
    assert kept(root) == {"regio/een.yaml": case("een", "Nieuw"), "regio/drie.yaml": case("drie")}


@pytest.mark.parametrize(
    "bad",
    [
        "formaat: 1\nid: een\n",
        "a: &a [*a]\n",
        "\x1b[31mrood\n",
        case("een").replace("formaat: 1", "formaat: 9"),
        case("een", box="wet"),
        case("een").replace("    keuzes:", "    media: foto.jpg\n    keuzes:"),
    ],
)
def test_a_case_with_faults_is_refused_with_a_report_and_the_last_good_copy_stays(
    host: Host, packs: Packs, root: Path, bad: str
) -> None:
    host.pack("regio", een=case("een"), twee=case("twee"))
    asyncio.run(packs.add(host.url()))
    before = kept(root), packs.all()
    host.pack("regio", een=bad, twee=case("twee", "Nieuw"))
    with pytest.raises(FaultyPackError) as caught:
        asyncio.run(packs.update("regio"))
    assert {issue.place.file for issue in caught.value.issues} == {"een.yaml"}
    assert caught.value.sources["een.yaml"]
    assert (kept(root), packs.all()) == before


def test_nothing_is_left_of_a_pack_that_was_never_good(host: Host, packs: Packs, root: Path) -> None:
    host.put(een="id: een\n")
    assert refusal(packs, host.url("/c/een.yaml")).kind == "faulty"
    assert not root.exists()


def test_two_cases_with_one_id_are_a_fault(host: Host, packs: Packs) -> None:
    host.pack("regio", een=case("een"), twee=case("een"))
    assert refusal(packs, host.url()).kind == "faulty"


def test_a_pack_cannot_take_the_place_of_a_case_of_the_house_or_of_another_pack(host: Host, packs: Packs) -> None:
    host.put(een=case("een"), eigen=case("eigen"))
    asyncio.run(packs.add(host.url("/c/een.yaml")))
    assert refusal(packs, host.url("/c/eigen.yaml")).kind == "case_of_house"
    host.pack("regio", een=case("een"))
    assert refusal(packs, host.url()).kind == "case_in_pack"


def test_a_pack_cannot_bring_the_protocol_of_the_house(host: Host, packs: Packs) -> None:
    host.put(een=case("een").replace("titel: Een casus", "titel: Een casus\nsoort: protocol"))
    assert refusal(packs, host.url("/c/een.yaml")).kind == "protocol"


def test_a_pack_without_a_case_is_refused(host: Host, packs: Packs) -> None:
    host.pack("regio", kaders=BOXES)
    assert refusal(packs, host.url()).kind == "empty"


def test_a_pin_is_that_of_the_file_or_of_the_listing_and_stays(host: Host, packs: Packs, root: Path) -> None:
    digest = host.pack("regio", een=case("een"))
    error = refusal(packs, host.url(), DIGEST)
    assert (error.kind, error.values["digest"]) == ("pin", digest)
    assert [asked.path for asked in host.asked] == ["/c/pack.yaml"]
    assert asyncio.run(packs.add(host.url(), digest.upper())) == Done("regio", 1, changed=True)
    assert packs.all()["regio"].pinned
    newer = host.pack("regio", een=case("een", "Nieuw"))
    with pytest.raises(PackError, match="pin"):
        asyncio.run(packs.update("regio"))
    assert kept(root) == {"regio/een.yaml": case("een")}
    assert asyncio.run(packs.add(host.url(), newer)) == Done("regio", 1, changed=True)
    assert asyncio.run(packs.add(host.url())) == Done("regio", 1, changed=False)
    assert not packs.all()["regio"].pinned


@pytest.mark.parametrize("pin", ["a" * 63, "g" * 64, "sha256:" + "a" * 64, "a" * 64 + "\n"])
def test_a_pin_that_is_none_is_refused_before_anything_is_fetched(host: Host, packs: Packs, pin: str) -> None:
    error = refusal(packs, host.url(), pin)
    assert (type(error), error.kind) == (PackUseError, "pin_shape")
    assert not host.asked


def test_a_file_that_is_not_what_the_listing_says_is_refused(host: Host, packs: Packs, root: Path) -> None:
    host.pack("regio", een=case("een"), twee=case("twee"))
    host.put(twee=case("twee", "Anders"))
    error = refusal(packs, host.url())
    assert (error.kind, error.values) == ("digest", {"file": "twee.yaml"})
    assert not root.exists()


def test_a_name_that_is_taken_by_another_address_is_not_given_away(host: Host, packs: Packs) -> None:
    host.put(een=case("een"))
    asyncio.run(packs.add(host.url("/c/een.yaml")))
    host.pages["/d/een.yaml"] = host.pages["/c/een.yaml"]
    assert refusal(packs, host.url("/d/een.yaml")).kind == "taken"


def test_a_pack_that_calls_itself_otherwise_later_is_not_taken_for_the_same(host: Host, packs: Packs) -> None:
    host.pack("regio", een=case("een"))
    asyncio.run(packs.add(host.url()))
    host.pack("ander", een=case("een"))
    with pytest.raises(PackError, match="renamed"):
        asyncio.run(packs.update("regio"))
    assert list(packs.all()) == ["regio"]


def test_a_host_that_is_no_longer_allowed_is_no_longer_asked(host: Host, packs: Packs, root: Path) -> None:
    host.put(een=case("een"))
    asyncio.run(packs.add(host.url("/c/een.yaml")))
    for hosts, kind in ((frozenset(), "off"), ({("ander.example", 443)}, "host")):
        with pytest.raises(PackUseError, match=kind):
            asyncio.run(Packs(root, hosts, lambda: pytest.fail("looked up")).update("een"))
    assert list(kept(root)) == ["een/een.yaml"]


def test_a_pack_can_be_updated_and_taken_away_by_its_address_too(host: Host, packs: Packs) -> None:
    host.pack("regio", een=case("een"))
    asyncio.run(packs.add(host.url()))
    assert asyncio.run(packs.update(host.url())) == Done("regio", 1, changed=False)
    packs.remove(host.url())
    assert packs.all() == {}


def test_a_pack_can_be_taken_away(host: Host, packs: Packs, root: Path) -> None:
    host.put(een=case("een"))
    asyncio.run(packs.add(host.url("/c/een.yaml")))
    packs.remove("een")
    assert packs.all() == {}
    assert list(root.iterdir()) == []


@pytest.mark.parametrize("name", ["een", "..", "../buiten", "/etc", "", ".", "Een", "a/b", "een\n"])
def test_a_name_that_is_not_kept_is_neither_removed_nor_updated(packs: Packs, root: Path, name: str) -> None:
    (root.parent / "buiten").mkdir(parents=True)
    root.mkdir()
    with pytest.raises(PackUseError, match="no_pack"):
        packs.remove(name)
    with pytest.raises(PackUseError, match="no_pack"):
        asyncio.run(packs.update(name))
    assert (root.parent / "buiten").is_dir()


@pytest.mark.parametrize(
    ("listing", "kind"),
    [
        ("pakket: regio\n", "listing"),
        ("- regio\n", "listing"),
        ("", "listing"),
        ("pakket: regio\nbestanden: een.yaml\n", "listing"),
        ("pakket: regio\nbestanden:\n  - een.yaml\n", "listing"),
        ("pakket: regio\nbestanden:\n  - bestand: een.yaml\n", "listing"),
        (f"pakket: regio\nurl: x\nbestanden:\n  - bestand: een.yaml\n    sha256: {DIGEST}\n", "listing"),
        (f"pakket: regio\nbestanden:\n  - bestand: een.yaml\n    sha256: {DIGEST}\n    url: x\n", "listing"),
        (f"pakket: ../regio\nbestanden:\n  - bestand: een.yaml\n    sha256: {DIGEST}\n", "pack_name"),
        (f"pakket: |\n  regio\nbestanden:\n  - bestand: een.yaml\n    sha256: {DIGEST}\n", "pack_name"),
        ("pakket: regio\nbestanden:\n  - bestand: een.yaml\n    sha256: abc\n", "digest_shape"),
        (f"pakket: regio\nbestanden:\n{f'  - bestand: een.yaml{chr(10)}    sha256: {DIGEST}{chr(10)}' * 2}", "double"),
        ("a: &a [1]\nb: *a\n", "faulty"),
        ("pakket: regio\npakket: regio\n", "faulty"),
    ],
)
def test_a_listing_of_another_shape_is_refused_by_what_is_wrong(listing: str, kind: str) -> None:
    with pytest.raises(PackError) as caught:
        listing_of(listing.encode())
    assert caught.value.kind == kind


@pytest.mark.parametrize(
    "name",
    [
        *("../een.yaml", "/etc/een.yaml", "_gedeeld/kaders.yaml", "a/b.yaml", "..", ".een.yaml", "een.yml", "Een.yaml"),
        *("een.yaml/", "een.yaml.txt", "C:een.yaml", "https://evil.example/een.yaml", "e" * 41 + ".yaml", "pack.yaml"),
        *("é.yaml", "een%2eyaml", "een..yaml", "|\n      een.yaml"),
    ],
)
def test_a_file_in_a_listing_has_a_plain_name_or_none(name: str) -> None:
    with pytest.raises(PackError) as caught:
        listing_of(f"pakket: regio\nbestanden:\n  - bestand: {name}\n    sha256: {DIGEST}\n".encode())
    assert caught.value.kind == "name"


def test_a_listing_names_fifty_files_and_no_more() -> None:
    most = {f"casus_{number}": "" for number in range(MOST_FILES)}
    assert len(listing_of(hosting.listing_of("regio", most).encode()).files) == MOST_FILES
    with pytest.raises(PackError) as caught:
        listing_of(hosting.listing_of("regio", {**most, "nog_een": ""}).encode())
    assert (caught.value.kind, caught.value.values["n"]) == ("many", MOST_FILES + 1)


def test_the_digests_of_a_listing_may_have_capitals() -> None:
    listing = f"pakket: regio\nbestanden:\n  - bestand: een.yaml\n    sha256: {DIGEST.upper()}\n"
    assert listing_of(listing.encode()) == Listing("regio", {"een.yaml": DIGEST})


def test_a_link_out_of_the_folder_is_neither_written_through_nor_read(
    host: Host, packs: Packs, root: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "buiten"
    outside.mkdir()
    (outside / "een.yaml").write_text("buiten")
    root.mkdir(parents=True)
    host.put(een=case("een"))

    (root / "een").symlink_to(outside)
    assert refusal(packs, host.url("/c/een.yaml")).kind == "link"
    with pytest.raises(PackError, match="link"):
        packs.remove("een")
    (root / "een").unlink()

    (root / "een").mkdir()
    (root / "een" / "een.yaml").symlink_to(outside / "een.yaml")
    assert refusal(packs, host.url("/c/een.yaml")).kind == "link"
    (root / "een" / RECORD).write_text("{}")
    assert pack_folders(root) == []
    (root / "een" / "een.yaml").unlink()
    (root / "een" / RECORD).unlink()

    (root / "een" / ".een.yaml.new").symlink_to(outside / "een.yaml")
    asyncio.run(packs.add(host.url("/c/een.yaml")))
    assert (outside / "een.yaml").read_text() == "buiten"
    assert sorted(path.name for path in (root / "een").iterdir()) == ["een.yaml", RECORD]


def test_the_folder_of_the_database_may_itself_be_reached_by_a_link(
    host: Host, authority: Authority, tmp_path: Path
) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / "state").symlink_to(tmp_path / "private")
    host.put(een=case("een"))
    packs = Packs(tmp_path / "state" / "packs", host.hosts, lambda: world(authority.file)[0])
    assert (asyncio.run(packs.add(host.url("/c/een.yaml")))).changed


def test_what_cannot_be_written_or_read_is_told_in_a_sentence(host: Host, packs: Packs, root: Path) -> None:
    host.put(een=case("een"))
    root.parent.mkdir()
    root.write_text("a file where a folder should be")
    assert refusal(packs, host.url("/c/een.yaml")).kind == "disk"
    root.unlink()
    asyncio.run(packs.add(host.url("/c/een.yaml")))
    (root / "een" / RECORD).write_text("[]")
    with pytest.raises(PackError, match="record"):
        packs.all()
    packs.remove("een")
    assert packs.all() == {}


def test_what_does_not_look_like_a_pack_is_left_alone(root: Path) -> None:
    assert pack_folders(root) == []
    for name in ("Een", ".verborgen", "zonder_gegevens"):
        (root / name).mkdir(parents=True)
    (root / "bestand").write_text("")
    (root / "Een" / RECORD).write_text("{}")
    assert pack_folders(root) == []


def test_a_file_is_old_or_new_and_never_half(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    record = Record(address="https://pack.example/een.yaml", sha256=DIGEST, pinned=False, cases=("een",))
    keep.keep(root, "een", record, {"een.yaml": b"oud"})
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(PackError, match="disk"):
        keep.keep(root, "een", record, {"een.yaml": b"nieuw"})
    assert (root / "een" / "een.yaml").read_bytes() == b"oud"
    assert read_shelf(root / "een").sources == {"een.yaml": "oud"}
    assert json.loads((root / "een" / RECORD).read_text())["cases"] == ["een"]


def test_every_refusal_in_the_code_has_its_sentence_and_every_sentence_is_used() -> None:
    source = "".join(path.read_text("utf-8") for path in Path(keep.__file__).parent.glob("*.py"))
    raised = set(re.findall(r'Pack(?:Use)?Error\(\s*"(\w+)"', source)) | {"faulty", "case_in_pack", "case_of_house"}
    for language in LANGUAGES:
        book = shipped().books[language]
        assert {f"packs.wrong.{kind}" for kind in raised} == {key for key in book if key.startswith("packs.wrong.")}
