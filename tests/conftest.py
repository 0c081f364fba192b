"""Options and fixtures that all tests share."""

from tests.support.conversation import pytest_addoption, update

__all__ = ["pytest_addoption", "update"]
