"""Closed reading of one object of a state file: whatever is not asked for is refused at the end."""

from collections.abc import Mapping
from typing import Any

from gateway.state.errors import StateError

_REQUIRED: Any = object()


class Fields:
    """One object; `where` names it in refusals, for instance `services.web.routes.web-pages`."""

    def __init__(self, data: object, where: str) -> None:
        if not isinstance(data, Mapping):
            raise StateError(f"{where}: an object is wanted, not {type(data).__name__}")
        self.where = where
        self._data = data
        self._left = set(data)

    def _take(self, name: str, default: Any) -> Any:
        self._left.discard(name)
        if name not in self._data:
            if default is _REQUIRED:
                raise StateError(f"{self.where}: {name} is missing")
            return default
        return self._data[name]

    def _typed(self, name: str, kind: type, default: Any) -> Any:
        value = self._take(name, default)
        if value is default and value is not _REQUIRED:
            return value
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise StateError(f"{self.where}: {name} must be {kind.__name__}, not {value!r}")
        return value

    def text(self, name: str, default: str | None = _REQUIRED) -> str:
        """Text; a missing one without a default is refused."""
        value: str = self._typed(name, str, default)
        return value

    def integer(self, name: str, default: int | None = _REQUIRED) -> int:
        """An integer; a missing one without a default is refused."""
        value: int = self._typed(name, int, default)
        return value

    def flag(self, name: str, default: bool | None = _REQUIRED) -> bool:
        """A boolean; a missing one without a default is refused."""
        value: bool = self._typed(name, bool, default)
        return value

    def texts(self, name: str, default: list[str] | None = _REQUIRED) -> tuple[str, ...]:
        """A list of texts."""
        value = self._typed(name, list, default)
        if any(not isinstance(item, str) for item in value):
            raise StateError(f"{self.where}: {name} must be a list of texts")
        return tuple(value)

    def objects(self, name: str) -> list[Any]:
        """A list of objects, empty where the field is missing."""
        value: list[Any] = self._typed(name, list, [])
        return value

    def inner(self, name: str, default: Mapping[str, object] | None = _REQUIRED) -> "Fields":
        """An object inside this one."""
        return Fields(self._take(name, default), f"{self.where}.{name}")

    def mapping(self, name: str) -> Mapping[str, Any]:
        """An object taken as it stands, empty where the field is missing."""
        value: Mapping[str, Any] = self._typed(name, dict, {})
        return value

    def holds(self, name: str) -> bool:
        """Whether the field is there."""
        return name in self._data

    def only(self, name: str, allowed: object, *, default: object = _REQUIRED) -> None:
        """Refuse any other value than `allowed`: nothing else can be rendered, or be safe."""
        value = self._take(name, default)
        if value != allowed:
            raise StateError(f"{self.where}: {name} must be {allowed!r}, not {value!r}")

    def end(self) -> None:
        """Refuse what nobody asked for."""
        if self._left:
            raise StateError(f"{self.where}: unknown or unsupported: {', '.join(sorted(map(str, self._left)))}")
