"""Jobs of identity, called by the clock."""

from chassis.jobs import Job
from identity.jobs import purge

JOBS = {"purge": Job(run=purge.run, every_s=3600)}
