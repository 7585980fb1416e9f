"""The names of what identity says; the data are written where the state is: accounts, organisations."""

from chassis.events import Confidentiality

ORGANISATION_REGISTERED = "organisation.registered.v1"
ORGANISATION_CHANGED = "organisation.changed.v1"
ORGANISATION_CLOSED = "organisation.closed.v1"
ACCOUNT_REGISTERED = "account.registered.v1"
ACCOUNT_RIGHTS_CHANGED = "account.rights_changed.v1"
ACCOUNT_CLOSED = "account.closed.v1"
ACCOUNT_PROFILE_CHANGED = "account.profile_changed.v1"
ACCOUNT_ANONYMISED = "account.anonymised.v1"

CONFIDENTIALITY = {ACCOUNT_PROFILE_CHANGED: Confidentiality.PERSONAL}
