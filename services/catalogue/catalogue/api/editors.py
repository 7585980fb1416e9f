"""The editor that a token makes."""

from catalogue.domain.editors import Editor
from chassis.auth import current_principal
from chassis.principal import Role


def current_editor() -> Editor:
    """Who writes, inside a view for staff and training providers."""
    principal = current_principal()
    return Editor(
        account_id=principal.account_id,
        role=str(principal.active_role),
        is_staff=principal.active_role is Role.STAFF,
        organisation_id=principal.active_organisation,
    )
