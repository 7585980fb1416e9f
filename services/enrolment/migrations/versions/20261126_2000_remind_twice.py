"""two reminders before a session: the policy says how many days ahead each"""

from alembic import op

revision = "20261126_2000"
down_revision = "20261126_1930"

_STATEMENTS = (
    """ALTER TABLE policies
        ADD COLUMN last_reminder_days integer NOT NULL DEFAULT 1 CHECK (last_reminder_days BETWEEN 0 AND 60)""",
    "UPDATE policies SET reminder_days = 7 WHERE version = 1 AND reminder_days = 3",
    """UPDATE policy_drafts SET terms = terms || '{"last_reminder_days": 1}'""",
    # One reminder a request, first day and number of days ahead; what the release before says is the first.
    "ALTER TABLE session_reminders ADD COLUMN days_ahead integer NOT NULL DEFAULT 7",
    """ALTER TABLE session_reminders
        DROP CONSTRAINT session_reminders_pkey, ADD PRIMARY KEY (enrolment_id, first_day, days_ahead)""",
)


def upgrade() -> None:
    """Add columns with defaults that the release before can live with."""
    for statement in _STATEMENTS:
        op.execute(statement)
