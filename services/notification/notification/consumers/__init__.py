"""What notification hears. Copies are applied also on replay; reactions once per event id, never on replay."""

from notification.consumers.catalogue_events import CLOSINGS as CATALOGUE_CLOSINGS
from notification.consumers.catalogue_events import HEARD as CATALOGUE
from notification.consumers.documents_events import CLOSINGS as DOCUMENTS_CLOSINGS
from notification.consumers.documents_events import HEARD as DOCUMENTS
from notification.consumers.enrolment_events import CLOSINGS as ENROLMENT_CLOSINGS
from notification.consumers.enrolment_events import HEARD as ENROLMENT
from notification.consumers.identity_events import CLOSINGS as IDENTITY_CLOSINGS
from notification.consumers.identity_events import HEARD as IDENTITY

HEARD = (*IDENTITY, *CATALOGUE, *ENROLMENT, *DOCUMENTS)
CLOSINGS = {**IDENTITY_CLOSINGS, **CATALOGUE_CLOSINGS, **ENROLMENT_CLOSINGS, **DOCUMENTS_CLOSINGS}
