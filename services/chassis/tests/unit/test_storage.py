"""Files are immutable, whole, and stay in their folder."""

from pathlib import Path

import pytest

from chassis.storage import Clash, Missing, open_store


def test_a_file_is_read_back_and_the_same_content_again_is_no_change(tmp_path: Path) -> None:
    store = open_store(f"file://{tmp_path}")
    store.put("2026/a.pdf", b"one")
    store.put("2026/a.pdf", b"one")
    assert store.get("2026/a.pdf") == b"one"
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == ["a.pdf"]


def test_another_content_under_the_same_name_is_refused(tmp_path: Path) -> None:
    store = open_store(f"file://{tmp_path}")
    store.put("a", b"one")
    with pytest.raises(Clash):
        store.put("a", b"two")
    assert store.get("a") == b"one"


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    store = open_store(f"file://{tmp_path}")
    store.delete("a")
    with pytest.raises(Missing):
        store.get("a")


@pytest.mark.parametrize("name", ["../a", "/etc/passwd", "a/../../b", ""])
def test_a_name_that_leaves_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        open_store(f"file://{tmp_path}").put(name, b"x")


def test_an_address_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="file:///folder"):
        open_store("ftp://somewhere/folder")
