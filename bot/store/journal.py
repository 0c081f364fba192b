"""What was changed since a mark, so that the changes of one failing event can be taken back."""

from typing import Any, TypeVar

K = TypeVar("K")
V = TypeVar("V")

_ABSENT: Any = object()


class Journal:
    """Changes dictionaries and remembers what stood there before."""

    def __init__(self) -> None:
        self._before: list[tuple[dict[Any, Any], Any, Any]] = []

    def put(self, mapping: dict[K, V], key: K, value: V) -> None:
        """Set one value."""
        self._before.append((mapping, key, mapping.get(key, _ABSENT)))
        mapping[key] = value

    def mark(self) -> int:
        """Return this point, to come back to."""
        return len(self._before)

    def back_to(self, mark: int) -> None:
        """Undo every change since a mark, newest first."""
        while len(self._before) > mark:
            mapping, key, value = self._before.pop()
            if value is _ABSENT:
                mapping.pop(key, None)
            else:
                mapping[key] = value
