"""Who acts: the account of the token, in its active role and organisation."""

from chassis.auth import current_principal
from identity.domain.rights import Actor


def actor() -> Actor:
    """Inside a view that requires a token."""
    principal = current_principal()
    return Actor(
        account_id=principal.account_id, role=principal.active_role, organisation_id=principal.active_organisation
    )
