"""Set-up does nothing the second time, and everything again when what it was made from changes."""

from pathlib import Path

from deploy.local.setup import ROOT, Stamp


def test_a_stamp_is_current_until_its_source_changes(tmp_path: Path) -> None:
    source, path = tmp_path / "requirements.txt", tmp_path / "stamp"
    source.write_text("one")
    Stamp(path, source).put()
    assert Stamp(path, source).is_current()
    source.write_text("two")
    assert not Stamp(path, source).is_current()


def test_locked_files_name_no_registry() -> None:
    locked = [*ROOT.glob("requirements/*.txt"), ROOT / "package-lock.json"]
    assert locked
    for path in locked:
        lines = path.read_text().splitlines()
        assert not [line for line in lines if "index-url" in line or "find-links" in line or '"resolved"' in line]


def test_every_locked_requirement_has_hashes() -> None:
    for path in ROOT.glob("requirements/*.txt"):
        for requirement in path.read_text().replace("\\\n", " ").splitlines():
            assert "--hash=sha256:" in requirement, requirement
