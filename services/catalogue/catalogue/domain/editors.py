"""Who may change what: staff everything, a provider the actions that its organisation runs."""

from dataclasses import dataclass
from uuid import UUID

from chassis.errors import Forbidden, StaleVersion


@dataclass(frozen=True, kw_only=True)
class Editor:
    """Who writes, in the active role. `organisation_id` is the provider's active one; staff act without any."""

    account_id: UUID
    role: str
    is_staff: bool
    organisation_id: UUID | None = None


def check_edits(editor: Editor, *, provider_organisation_id: UUID) -> None:
    """
    Raises:
        Forbidden: a provider touches what another organisation runs.
    """
    if editor.is_staff or editor.organisation_id == provider_organisation_id:
        return
    raise Forbidden(next_step="switch-organisation")


def check_version(found: int, *, expected: int | None) -> None:
    """`expected` is what the editor last read (If-Match), None where they did not say.

    Raises:
        StaleVersion: somebody else wrote meanwhile.
    """
    if expected is not None and expected != found:
        raise StaleVersion(figures={"expected": expected, "found": found}, next_step="reload")
