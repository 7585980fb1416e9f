"""Clock doors of web."""

from chassis.jobs import Job
from web.jobs import sign_ins

JOBS = {"purge-sign-ins": Job(run=sign_ins.purge, every_s=600)}
