"""What documents hears. Copies are applied also on replay; reactions once per event id, never on replay."""

from documents.consumers.catalogue_events import CLOSINGS as CATALOGUE_CLOSINGS
from documents.consumers.catalogue_events import HEARD as CATALOGUE
from documents.consumers.enrolment_events import CLOSINGS as ENROLMENT_CLOSINGS
from documents.consumers.enrolment_events import HEARD as ENROLMENT
from documents.consumers.identity_events import CLOSINGS as IDENTITY_CLOSINGS
from documents.consumers.identity_events import HEARD as IDENTITY

HEARD = (*IDENTITY, *CATALOGUE, *ENROLMENT)
CLOSINGS = {**IDENTITY_CLOSINGS, **CATALOGUE_CLOSINGS, **ENROLMENT_CLOSINGS}
