"""Who may decide about a session, and until when."""

from datetime import datetime

from chassis.errors import NotFound
from enrolment.domain.deadlines import as_text
from enrolment.domain.errors import TrainingSessionBegun, TrainingSessionCancelled
from enrolment.domain.permissions import Viewer
from enrolment.domain.targets import Target


def check_not_begun(target: Target, *, now: datetime) -> None:
    """Refuse what is decided before a session only.

    Raises:
        TrainingSessionCancelled, TrainingSessionBegun: it is too late.
    """
    if target.is_cancelled:
        raise TrainingSessionCancelled(next_step="choose-another-session")
    if target.has_begun(now):
        raise TrainingSessionBegun(figures={"begun_at": as_text(target.begins_at)}, next_step="read-the-request")


def check_runs(viewer: Viewer, target: Target) -> None:
    """Refuse who neither runs the session's action nor is staff.

    Raises:
        NotFound: others must not learn that it exists here.
    """
    if not viewer.runs(target.run) and not viewer.is_staff:
        raise NotFound
