"""Remove a file that nobody may read any more."""

from documents.store import files


def remove_file(file_name: str) -> None:
    """Remove it, also where it is gone already."""
    files.delete(file_name)
