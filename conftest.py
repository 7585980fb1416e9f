"""The fixtures of the whole house; see tests/support."""

from pathlib import Path

import pytest

pytest_plugins = ["tests.support.fixtures"]
UNSETTLED = Path(__file__).parent / "tests/unsettled.txt"


def _unsettled() -> tuple[str, ...]:
    lines = UNSETTLED.read_text(encoding="utf-8").splitlines()
    return tuple(line.split("  ")[0] for line in lines if line and not line.startswith("#"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what tests/unsettled.txt names; the Makefile says which run takes them."""
    named = _unsettled()
    for item in items:
        if item.nodeid.startswith(named):
            item.add_marker(pytest.mark.unsettled)
