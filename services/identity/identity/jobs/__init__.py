"""Jobs of identity, called by the clock, and the tasks of its workers."""

from chassis.jobs import Job
from identity.jobs import back_channel, purge
from identity.usecases.end_sign_ins import LOGOUT_TASK

JOBS = {"purge": Job(run=purge.run, every_s=3600)}
TASKS = {LOGOUT_TASK: back_channel.run}
