"""Jobs of identity, called by the clock, and the tasks of its workers."""

from chassis.jobs import Job
from identity.jobs import back_channel, inactivity, links, organisations, purge
from identity.usecases.ask_for_link import LINK_TASK
from identity.usecases.end_sign_ins import LOGOUT_TASK

JOBS = {
    "purge": Job(run=purge.run, every_s=3600),
    "inactivity": Job(run=inactivity.run, every_s=86_400),
    "apply-changes": Job(run=organisations.apply_changes, every_s=900),
    "remind-of-expiries": Job(run=organisations.remind_of_expiries, every_s=3600),
}
TASKS = {LOGOUT_TASK: back_channel.run, LINK_TASK: links.send}
