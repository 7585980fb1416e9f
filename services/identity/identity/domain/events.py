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
# To notification alone: single-use links, and words to the owner of an account about its safety.
ACCOUNT_EMAIL_PROOF_REQUESTED = "account.email_proof_requested.v1"
ACCOUNT_CREATION_ATTEMPTED = "account.creation_attempted.v1"
ACCOUNT_PASSWORD_RESET_REQUESTED = "account.password_reset_requested.v1"
ACCOUNT_SECURITY_CHANGED = "account.security_changed.v1"
ACCOUNT_INACTIVITY_NOTICED = "account.inactivity_noticed.v1"

AFFILIATION_REQUESTED = "affiliation.requested.v1"
AFFILIATION_CONFIRMED = "affiliation.confirmed.v1"
AFFILIATION_REFUSED = "affiliation.refused.v1"
AFFILIATION_WITHDRAWN = "affiliation.withdrawn.v1"
ROLE_GRANTED = "role.granted.v1"
ROLE_REVOKED = "role.revoked.v1"
REFERENCING_ACCEPTED = "referencing.accepted.v1"
REFERENCING_REFUSED = "referencing.refused.v1"
CHANGE_REPORT_ACCEPTED = "change_report.accepted.v1"
CHANGE_REPORT_REFUSED = "change_report.refused.v1"
MEMBERSHIP_CONFIRMED = "membership.confirmed.v1"
MEMBERSHIP_REFUSED = "membership.refused.v1"
MEMBERSHIP_EXPIRY_ANNOUNCED = "membership.expiry_announced.v1"

# Free words about a person make an event personal.
WITH_REASON = (AFFILIATION_REFUSED, AFFILIATION_WITHDRAWN)
CONFIDENTIALITY = {
    ACCOUNT_PROFILE_CHANGED: Confidentiality.PERSONAL,
    ACCOUNT_EMAIL_PROOF_REQUESTED: Confidentiality.SECRET,
    ACCOUNT_CREATION_ATTEMPTED: Confidentiality.SECRET,
    ACCOUNT_PASSWORD_RESET_REQUESTED: Confidentiality.SECRET,
    ACCOUNT_SECURITY_CHANGED: Confidentiality.SECRET,
    ACCOUNT_INACTIVITY_NOTICED: Confidentiality.SECRET,
    **dict.fromkeys(WITH_REASON, Confidentiality.PERSONAL),
}
