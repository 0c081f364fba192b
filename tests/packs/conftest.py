"""A host with a certificate that is trusted here, for all tests of packs."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.packs.host import NAME, Host, certificates


class Authority(NamedTuple):
    """The file of who is trusted, and what makes a certificate for some names."""

    file: Path
    make: Callable[..., Path]


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(*certificates(tmp_path_factory.mktemp("certificates")))


@pytest.fixture(scope="session")
def certificate(authority: Authority) -> Path:
    return authority.make(NAME)


@pytest.fixture
def host(certificate: Path) -> Iterator[Host]:
    with Host(certificate).open() as host:
        yield host
